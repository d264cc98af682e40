package contracts_test

import (
	"testing"

	"stadga/internal/act"
	"stadga/internal/civil"
	"stadga/internal/contracts"
	"stadga/internal/fault"
	"stadga/internal/ids"
)

func parts(percents ...string) []contracts.Part {
	var all []contracts.Part
	for i, p := range percents {
		all = append(all, contracts.Part{Provider: ids.Provider{ID: ids.ID{15: byte(i + 1)}}, Tenths: contracts.ReadPercent(p)})
	}
	return all
}

// The shares of the seeds: what was agreed and what was planned make a whole, and a
// raise of one with the others unchanged does not.
func TestSharesAreTheWhole(t *testing.T) {
	from := civil.On(2026, 12, 1)
	for name, tt := range map[string]struct {
		parts []contracts.Part
		text  string
		sum   any
		by    any
	}{
		"agreed":                 {parts: parts("55", "14", "14", "9", "4", "4")},
		"planned":                {parts: parts("60", "13", "13", "7", "7")},
		"with a decimal":         {parts: parts("33,3", "33,3", "33.4 %")},
		"one raised to 71":       {parts("71", "14", "14", "9", "4", "4"), "shares.too-much", "116", "16"},
		"one forgotten":          {parts("55", "14", "14", "9", "4"), "shares.too-little", "96", "4"},
		"no number":              {parts("55", "femton"), "shares.share-outside", nil, nil},
		"two decimals":           {parts("99,95", "0"), "shares.share-outside", nil, nil},
		"below nought":           {parts("101", "-1"), "shares.share-outside", nil, nil},
		"a decimal is missing":   {parts("99,5"), "shares.too-little", "99,5", "0,5"},
		"nothing agreed with no": {nil, "shares.too-little", "0", "100"},
	} {
		events, err := contracts.AgreeShares{Division: contracts.Division{From: from, Parts: tt.parts}}.Decide(contracts.AgreedShares{}, act.Env{})
		if tt.text == "" {
			if err != nil || len(events) != 1 {
				t.Errorf("%s: %v %v", name, events, err)
			}
			continue
		}
		all := fault.All(err)
		if len(all) != 1 || all[0].Text != tt.text || all[0].Args["sum"] != tt.sum || all[0].Args["by"] != tt.by {
			t.Errorf("%s: got %+v, want %s %v %v", name, all, tt.text, tt.sum, tt.by)
		}
	}
}

// A raise for a time holds until its last day, and then what was agreed before it.
func TestARaiseForATimeEnds(t *testing.T) {
	day := func(m, d int) civil.Date { return civil.On(2026, 1, 1).AddMonths(m - 1).AddDays(d - 1) }
	s := contracts.AgreedShares{Divisions: []contracts.Division{
		{From: day(1, 1), Parts: parts("55", "45")},
		{From: day(12, 1), Until: day(15, 31), Parts: parts("71", "29"), Why: "Den tredje slutar."},
		{From: day(13, 1), Parts: parts("60", "40")},
	}}
	first := ids.Provider{ID: ids.ID{15: 1}}
	for _, tt := range []struct {
		on   civil.Date
		want int64
	}{{day(11, 30), 550}, {day(12, 1), 710}, {day(15, 31), 710}, {day(15, 31).AddDays(1), 600}} {
		if d, ok := s.On(tt.on); !ok || d.Of(first) != tt.want {
			t.Errorf("%s: got %d %v, want %d", tt.on, d.Of(first), ok, tt.want)
		}
	}
	if _, ok := s.On(day(1, 1).AddDays(-1)); ok {
		t.Error("something holds before the first")
	}
}

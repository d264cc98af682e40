package delegation_test

import (
	"io/fs"
	"regexp"
	"strings"
	"testing"

	"stadga/internal/casework"
	"stadga/internal/casework/delegation"
	"stadga/internal/civil"
	"stadga/rules"
)

// The day of the decision chooses the edition, and what no point covers nobody may.
func TestTheOrderOfTheDay(t *testing.T) {
	order := delegation.Norrsala()
	for name, tt := range map[string]struct {
		role, service string
		closing       casework.InquiryOutcome
		day           string
		point, ref    string
	}{
		"the day before the revision":   {"handlaggare", "hemtjanst-dusch", "", "2025-06-30", "4.2", "SN 2018/140 § 121"},
		"the day of the revision":       {"handlaggare", "hemtjanst-dusch", "", "2025-07-01", "4.2", "SN 2025/61 § 58"},
		"housing for children, officer": {"handlaggare", "lss-boende-barn", "", "2026-03-12", "", ""},
		"housing for children, manager": {"enhetschef", "lss-boende-barn", "", "2026-03-12", "5.4", "SN 2025/61 § 58"},
		"closing without care":          {"handlaggare", "", casework.ClosedWithoutCare, "2026-03-12", "6.5", "SN 2025/61 § 58"},
		"to court":                      {"handlaggare", "", casework.EndedInLVU, "2026-03-12", "", ""},
		"a placement":                   {"enhetschef", "familjehem", "", "2026-03-12", "", ""},
		"before there was an order":     {"handlaggare", "hemtjanst-dusch", "", "2001-12-31", "", ""},
	} {
		t.Run(name, func(t *testing.T) {
			got, ok := order.Find([]string{tt.role}, tt.service, tt.closing, civil.MustParse(tt.day))
			if ok != (tt.point != "") || got.No != tt.point || got.Ref != tt.ref {
				t.Errorf("got %q %q %v", got.No, got.Ref, ok)
			}
		})
	}
	for _, kind := range casework.ServiceCatalogue() {
		if _, ok := order.Find([]string{"enhetschef"}, kind.Key, "", civil.MustParse("2026-03-12")); ok == kind.Utskott {
			t.Errorf("%s: delegated %v, the committee's %v", kind.Name, ok, kind.Utskott)
		}
	}
}

// What the rules leave to committee, chair or board can be laid before them: each
// provision that a rule of who decides names is a kind of matter.
func TestEveryProvisionOfTheCommitteeIsAMatter(t *testing.T) {
	text, err := fs.ReadFile(rules.Files, "national/kl/delegation.yaml")
	if err != nil {
		t.Fatal(err)
	}
	chair := map[string]bool{}
	for _, m := range casework.CommitteeMatters() {
		chair[strings.ReplaceAll(m.Provision, "SoL ", "SoL25 ")] = m.Chair
	}
	named := 0
	for _, rule := range strings.Split(string(text), "  - id: ") {
		id, _, _ := strings.Cut(rule, "\n")
		for _, line := range strings.Split(rule, "\n") {
			if !strings.Contains(line, "applies: ") || !strings.Contains(line, "provision in [") || strings.Contains(line, "!(") {
				continue
			}
			for _, quoted := range regexp.MustCompile(`"([A-Z][^"]+)"`).FindAllStringSubmatch(line, -1) {
				provision := quoted[1]
				named++
				may, is := chair[provision]
				if !is || id == "deleg-urgent-special" && !may {
					t.Errorf("%s of %s: a matter %v, the chair's %v", provision, id, is, may)
				}
			}
		}
	}
	if named < 40 {
		t.Errorf("the rules name %d provisions", named)
	}
}

func TestAnOrderThatIsRefused(t *testing.T) {
	const good = `editions:
  - adopted: {by: Nämnden, on: 2025-06-10, ref: SN 1 § 2}
    from: 2025-07-01
    points:
      - {no: "4.2", words: Äldre, roles: [handlaggare], services: [hemtjanst-dusch]}
`
	if _, err := delegation.Read([]byte(good)); err != nil {
		t.Fatal(err)
	}
	for name, tt := range map[string]struct{ old, new, says string }{
		"nobody adopted it":       {"by: Nämnden, ", "", "vem som har beslutat"},
		"no such day":             {"2025-07-01", "2025-07-32", "går inte att läsa"},
		"no such service":         {"hemtjanst-dusch", "hemtjanst-bad", "finns inte i katalogen"},
		"the committee's service": {"hemtjanst-dusch", "familjehem", "kan inte delegeras"},
		"no such role":            {"[handlaggare]", "[kung]", "rollen kung"},
		"a word nobody knows":     {"words:", "ord:", "ord"},
		"LVU on delegation":       {"services: [hemtjanst-dusch]", "closings: [lvu]", "på delegation"},
		"no points":               {good, "editions: []\n", "inga punkter"},
	} {
		t.Run(name, func(t *testing.T) {
			_, err := delegation.Read([]byte(strings.Replace(good, tt.old, tt.new, 1)))
			if err == nil || !strings.Contains(err.Error(), tt.says) {
				t.Errorf("got %v, want %q", err, tt.says)
			}
		})
	}
}

package contracts

import (
	"slices"
	"strconv"
	"strings"

	"stadga/internal/act"
	"stadga/internal/civil"
	"stadga/internal/duty"
	"stadga/internal/fault"
	"stadga/internal/ids"
	"stadga/internal/journal"
)

// SharesStream is the kind of the one stream in which a board keeps what it has
// agreed about the shares of home care.
const SharesStream = "shares"

// SharesID is the id of that stream, the same in every board.
func SharesID() ids.ID { return ids.Derive(ids.Act{}, SharesStream) }

// AgreedShares (överenskomna andelar) is how the volume of home care is divided
// among the providers, agreement by agreement (E-10).
type AgreedShares struct{ Divisions []Division }

// A Division (fördelning) is one agreement about all shares. With a last day it is
// a raise for a time, and the one before it holds again afterwards (E-11).
type Division struct {
	From  civil.Date
	Until civil.Date `json:",omitzero"` // last day; zero: until another is agreed
	Parts []Part
	Why   string `json:",omitzero"` // of a raise for a time
}

// A Part (andel) is what one provider is to carry out of the whole.
type Part struct {
	Provider ids.Provider
	Tenths   int64 // of a per cent; 550 is 55 %
}

// Whole is all of the volume, in tenths of a per cent.
const Whole = 1000

// Sum adds the parts up.
func (d Division) Sum() int64 {
	var sum int64
	for _, p := range d.Parts {
		sum += p.Tenths
	}
	return sum
}

// Of is the part of one provider.
func (d Division) Of(provider ids.Provider) int64 {
	for _, p := range d.Parts {
		if p.Provider == provider {
			return p.Tenths
		}
	}
	return 0
}

// On is the division that holds on a day: one for a time goes before one until
// further notice, and the latest agreed before an earlier. False: none holds.
func (s AgreedShares) On(day civil.Date) (Division, bool) {
	var found Division
	ok := false
	for _, d := range s.Divisions {
		if day.Before(d.From) || !d.Until.IsZero() && day.After(d.Until) {
			continue
		}
		timed, was := !d.Until.IsZero(), !found.Until.IsZero()
		if !ok || timed && !was || timed == was && !d.From.Before(found.From) {
			found, ok = d, true
		}
	}
	return found, ok
}

// AgreeShares writes in how the volume is divided from a day on, or for a time.
type AgreeShares struct{ Division Division }

// Action names the act.
func (AgreeShares) Action() string { return "shares.agree" }

// Asks for the board's shares.
func (AgreeShares) Asks() duty.Subject { return duty.Subject{Kind: SharesStream, ID: SharesID()} }

// Decide refuses parts that are not the whole, and says what is missing or too much:
// one share is never raised without another being lowered.
func (cmd AgreeShares) Decide(_ AgreedShares, _ act.Env) ([]journal.Event, error) {
	d := cmd.Division
	d.Parts = slices.DeleteFunc(slices.Clone(d.Parts), func(p Part) bool { return p.Tenths == 0 })
	var from, until, why, parts *fault.Error
	if d.From.IsZero() {
		from = fault.Field("from", "shares.from-missing")
	}
	if !d.Until.IsZero() && d.Until.Before(d.From) {
		until = fault.Field("until", "shares.until-before-from")
	}
	if !d.Until.IsZero() && d.Why == "" {
		why = fault.Field("why", "shares.why-missing")
	}
	outside := slices.ContainsFunc(d.Parts, func(p Part) bool { return p.Tenths < 0 || p.Tenths > Whole || p.Provider.IsZero() })
	switch sum := d.Sum(); {
	case outside:
		parts = fault.Field("share", "shares.share-outside")
	case sum > Whole:
		parts = &fault.Error{Kind: fault.Invalid, Field: "share", Text: "shares.too-much", Args: map[string]any{"sum": percent(sum), "by": percent(sum - Whole)}}
	case sum < Whole:
		parts = &fault.Error{Kind: fault.Invalid, Field: "share", Text: "shares.too-little", Args: map[string]any{"sum": percent(sum), "by": percent(Whole - sum)}}
	}
	if err := fault.Join(from, until, parts, why); err != nil {
		return nil, err
	}
	return []journal.Event{SharesAgreed{Division: d}}, nil
}

// SharesAgreed tells how the volume is divided.
type SharesAgreed struct{ Division Division }

// EventName is for ever.
func (SharesAgreed) EventName() string { return "shares.agreed.v1" }

// SharesEvents lists a zero value of each event of the stream.
func SharesEvents() []journal.Event { return []journal.Event{SharesAgreed{}} }

// Fold takes one event into the shares.
func (s *AgreedShares) Fold(r journal.Recorded) {
	if e, ok := r.Event.(SharesAgreed); ok {
		s.Divisions = append(slices.Clip(s.Divisions), e.Division)
	}
}

// Says gives rules nothing.
func (AgreedShares) Says() []duty.Said { return nil }

// Persons is nobody: shares are about no one.
func (AgreedShares) Persons() []ids.Person { return nil }

// percent writes tenths of a per cent: "55" and "12,5".
func percent(tenths int64) string {
	if tenths%10 == 0 {
		return strconv.FormatInt(tenths/10, 10)
	}
	return strconv.FormatInt(tenths/10, 10) + "," + strconv.FormatInt(tenths%10, 10)
}

// Percent writes a share as a form takes it: "55" and "12,5".
func (p Part) Percent() string { return percent(p.Tenths) }

// ReadPercent reads "55", "12,5" and "12.5 %"; what is no share is below nought, and
// nothing written is nought.
func ReadPercent(text string) int64 {
	text = strings.ReplaceAll(strings.TrimSpace(strings.TrimSuffix(strings.TrimSpace(text), "%")), ".", ",")
	if text == "" {
		return 0
	}
	whole, part, decimal := strings.Cut(text, ",")
	n, err := strconv.ParseUint(whole, 10, 16)
	if err != nil {
		return -1
	}
	tenths := int64(n) * 10
	if !decimal {
		return tenths
	}
	t, err := strconv.ParseUint(part, 10, 8)
	if err != nil || len(part) != 1 {
		return -1
	}
	return tenths + int64(t)
}

// ShareSentences holds what is said about shares. FEL-3520 to 3525.
func ShareSentences() fault.Catalogue {
	return fault.Catalogue{
		"shares.from-missing":      {Number: 3520, Says: "Skriv från vilken dag fördelningen gäller."},
		"shares.until-before-from": {Number: 3521, Says: "Sista dagen ligger före den första. Rätta den, eller lämna den tom om fördelningen gäller tills vidare."},
		"shares.why-missing":       {Number: 3522, Says: "Skriv varför andelarna ändras för en tid, till exempel att en utförare slutar."},
		"shares.share-outside":     {Number: 3523, Says: "Skriv varje andel i procent, från 0 till 100, med högst en decimal. Till exempel 55 eller 12,5."},
		"shares.too-much":          {Number: 3524, Says: "Andelarna är tillsammans {sum} procent. De ska vara 100. Sänk en eller flera av dem med sammanlagt {by} procentenheter."},
		"shares.too-little":        {Number: 3525, Says: "Andelarna är tillsammans {sum} procent. De ska vara 100. Höj en eller flera av dem med sammanlagt {by} procentenheter."},
	}
}

// HomeCare tells whether a kind of service is home care by day, whose volume is
// divided in shares.
func HomeCare(kind string) bool { return strings.HasPrefix(kind, "hemtjanst") }

package caseweb

import (
	"fmt"
	"net/http"

	"stadga/internal/casework"
	"stadga/internal/civil"
	"stadga/internal/duty"
	"stadga/internal/fault"
	"stadga/internal/ids"
	"stadga/internal/people"
	"stadga/internal/webkit"
)

// ReceiptPage is /mottagning/kvitto/{id}: what was registered, and the frister
// that run from it.
type ReceiptPage struct {
	webkit.Page
	Received string
	Rows     []ReceiptRow
	Call     []Phone // when a child needs protection now
}

// ReceiptRow is what was registered about one person.
type ReceiptRow struct {
	Intake, Who  string
	Number, Path string // no address: the reader does not see the case
	Facts        []webkit.Fact
	Frister      []NamedFrist
}

// A NamedFrist is a frist and what it is about.
type NamedFrist struct {
	Name string
	webkit.Frist
}

func (p Pages) getReceipt(w http.ResponseWriter, r *http.Request) error {
	id, err := ids.Parse(r.PathValue("id"))
	if err != nil {
		return fault.New(fault.NotFound, "intake.unknown")
	}
	first, _, err := p.Intakes.Load(r.Context(), id)
	if err != nil {
		return err
	}
	if !first.Exists() {
		return fault.New(fault.NotFound, "intake.unknown")
	}
	today := webkit.Today(r)
	page := &ReceiptPage{Page: webkit.Page{
		Title: "Registrerat", Back: &webkit.Link{Path: "/mottagning", Words: "Mottagning"},
		Saved: webkit.Sparlage{Lage: webkit.Klar, Words: "Sparat " + webkit.ClockSeconds(first.Registered), Icon: "i-l-klar"},
	}, Received: receivedWords(first, today)}
	for _, one := range append([]ids.Intake{{ID: id}}, first.Together...) {
		row, result, err := p.receiptRow(r, one, first.TakenBy == webkit.Actor(r).User)
		if err != nil {
			return err
		}
		if result == casework.ProtectionNeeded {
			page.Call = p.Call
		}
		page.Rows = append(page.Rows, row)
	}
	page.Strong = first.Kind.Words() + " är registrerad"
	if n := len(page.Rows); n > 1 {
		page.Strong += fmt.Sprintf(" för %d barn, en akt för vart och ett", n)
	}
	page.Strong += "."
	return p.show(w, r, "kvitto.html", page)
}

func (p Pages) receiptRow(r *http.Request, id ids.Intake, took bool) (ReceiptRow, casework.ProtectionResult, error) {
	var row ReceiptRow
	in, err := p.Register.Intake(r.Context(), id)
	if err != nil {
		return row, "", err
	}
	person, err := p.People.Person(r.Context(), in.Person)
	if err != nil {
		return row, "", err
	}
	file := fileOf(casework.Case{ID: in.Case, Person: in.Person, Area: in.Area, Unit: in.Unit, Officer: in.CaseOf}, person.Protection, []casework.IntakeRow{in})
	may := func(action string) bool { return p.Door.OnFile(webkit.Actor(r), action, file).Allowed }
	if !may("intake.receive") {
		return row, "", fault.New(fault.NotFound, "intake.unknown")
	}
	subject := duty.Subject{Kind: "intake", ID: in.ID.ID}
	if err := webkit.Read(r, in.Person, subject); err != nil {
		return row, "", err
	}
	// Whoever takes in a report need not be one who sees the case it went to: they are
	// given its number once, and of a protected person not even that.
	row = ReceiptRow{Intake: id.String(), Number: "Ett ärende som du inte ser", Who: listed(person, webkit.Today(r))}
	switch {
	case may("case.read"):
		row.Number, row.Path = in.Number, "/arende/"+in.Number
	case took && person.Protection == people.NoProtection, may("case.glimpse"):
		row.Number = in.Number
	}
	if in.Kind == casework.ConcernReport {
		row.Facts = append(row.Facts, webkit.Fact{Label: "Skyddsbedömning", Value: protectionWords(in.Protection), Missing: in.Protection == ""})
	}
	owed, err := p.Duties.OfSubject(r.Context(), subject)
	if err != nil {
		return row, "", err
	}
	row.Frister = p.frister(r, row.Path, owed)
	if !in.FeedbackWanted.IsZero() && in.Decided.IsZero() {
		row.Frister = append(row.Frister, NamedFrist{"Svar till anmälaren", webkit.Frist{
			Badge: webkit.Badge{Lage: webkit.Oklar, Words: "startar vid beslutet"}, Ground: "SoL 19 kap. 6 §",
		}})
	}
	return row, in.Protection, nil
}

// frister draws obligations with their ground and the address that explains them.
func (p Pages) frister(r *http.Request, casePath string, owed []duty.Obligation) []NamedFrist {
	book := p.Book()
	var all []NamedFrist
	for _, o := range owed {
		if state := o.StateAt(webkit.Now(r)); state == duty.NotApplicable {
			continue
		}
		f := webkit.FristOf(o, webkit.Now(r))
		f.Ground = book.Cited(&o)
		if casePath != "" {
			f.Why = webkit.WhyPath(casePath, o)
		}
		all = append(all, NamedFrist{book.Title(o.Rule), f})
	}
	return all
}

func protectionWords(result casework.ProtectionResult) string {
	switch result {
	case casework.ProtectionNeeded:
		return "Barnet behöver skydd nu"
	case casework.ProtectionNotNeeded:
		return "Barnet behöver inte skydd nu"
	case casework.ProtectionUnclear:
		return "Kan inte avgöras nu"
	}
	return "Inte gjord"
}

// receivedWords tells when it came in, how, and how long it lay before someone
// registered it.
func receivedWords(in casework.Intake, today civil.Date) string {
	words := "Kom in " + webkit.DayAndTime(in.Received, today) + " via " + lower(in.Channel.Words()) +
		", registrerad " + webkit.DayAndTime(in.Registered, today) + "."
	if gap := in.Registered.Sub(in.Received); gap.Hours() >= 1 {
		words += " Mellan dem gick " + gapWords(gap) + ". Fristerna räknas från när det kom in."
	}
	return words
}

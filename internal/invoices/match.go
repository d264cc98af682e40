package invoices

import (
	"strings"

	"stadga/internal/ids"
	"stadga/internal/invoices/einvoice"
)

// A Delivery (utfört och avtalat) is what is known of the order that a line names,
// in the line's period.
type Delivery struct {
	Provider  ids.Provider // that has the order; zero: no such order
	Minutes   int64        // delivered between 07 and 22
	Ore       int64        // what they cost by the ledger, where each visit is rounded by itself
	Once      int64        // the same minutes, rounded once for each price
	Priceless int64        // minutes that no price holds for
	Credited  Credited     // taken back by credit notes, that are not returned
	Elsewhere string       // number of another invoice that asks for the same
}

// Credited (krediterat) is what credit notes take back of a line.
type Credited struct {
	Minutes int64
	Ore     int64
}

// A Difference (avvikelse på fakturarad) is a way in which a line does not agree.
type Difference string

// The differences, the gravest first.
const (
	OtherCurrency Difference = "valuta"
	NoPeriod      Difference = "period-saknas"
	NoOrder       Difference = "okant-uppdrag"
	OthersOrder   Difference = "annan-utforares-uppdrag"
	BilledTwice   Difference = "fakturerat-tva-ganger"
	NothingToTake Difference = "inget-att-kreditera"
	TakesTooMuch  Difference = "krediterar-for-mycket"
	InvoiceFirst  Difference = "fakturan-forst"
	NoPrice       Difference = "pris-saknas"
	NotTime       Difference = "inte-tid"
	MoreThanDone  Difference = "mer-an-utfort"
	LessThanDone  Difference = "mindre-an-utfort"
	OtherAmount   Difference = "annat-belopp"
)

// Words is the difference as a sentence.
func (d Difference) Words() string {
	switch d {
	case OtherCurrency:
		return "Fakturan är inte i kronor."
	case NoPeriod:
		return "Raden säger inte vilka dagar den gäller, eller gäller mer än en månad."
	case NoOrder:
		return "Raden pekar inte på något av våra uppdrag."
	case OthersOrder:
		return "Uppdraget hör till en annan utförare."
	case BilledTwice:
		return "En annan faktura begär betalt för samma uppdrag och dagar."
	case NothingToTake:
		return "Kreditfakturan pekar inte på en rad i en faktura vi har."
	case TakesTooMuch:
		return "Kreditfakturan tar tillbaka mer än raden."
	case InvoiceFirst:
		return "Fakturan som raden tas tillbaka från är inte godkänd än. Krediten räknas av när den godkänns."
	case NoPrice:
		return "Avtalet har inget pris de dagarna."
	case NotTime:
		return "Raden är inte i timmar eller minuter."
	case MoreThanDone:
		return "Raden begär mer tid än som är utförd mellan 07 och 22."
	case LessThanDone:
		return "Raden begär mindre tid än som är utförd mellan 07 och 22."
	case OtherAmount:
		return "Tiden stämmer, men beloppet följer inte avtalets pris."
	}
	return "Stämmer."
}

// Grave tells whether a line that differs so can never be accepted: it is returned,
// or mended at its source.
func (d Difference) Grave() bool {
	switch d {
	case OtherCurrency, NoPeriod, NoOrder, OthersOrder, BilledTwice, NothingToTake, TakesTooMuch, InvoiceFirst, NoPrice:
		return true
	}
	return false
}

// A Match (matchning) is a line beside what was delivered and what that costs.
type Match struct {
	Line       string
	Billed     int64      // minutes, less what is credited
	Asked      int64      // öre, less what is credited
	Done       int64      // minutes
	Owed       int64      // öre
	Difference Difference `json:",omitzero"`
}

// Agrees tells whether the line may be paid as it stands.
func (m Match) Agrees() bool { return m.Difference == "" }

// MatchLine puts a line of an invoice beside what is known of its order.
func MatchLine(v Invoice, l BilledLine, d Delivery) Match {
	m := Match{Line: l.ID, Billed: l.Minutes - d.Credited.Minutes, Asked: l.Net - d.Credited.Ore, Done: d.Minutes, Owed: d.Ore}
	m.Difference = v.difference(l, d, m)
	return m
}

func (v Invoice) difference(l BilledLine, d Delivery, m Match) Difference {
	switch {
	case v.Document.Currency != "SEK":
		return OtherCurrency
	case l.From.IsZero() || l.To.IsZero() || l.To.Before(l.From) || l.From.MonthStart() != l.To.MonthStart():
		return NoPeriod
	case l.Order.IsZero() || d.Provider.IsZero():
		return NoOrder
	case d.Provider != v.Provider:
		return OthersOrder
	case d.Elsewhere != "":
		return BilledTwice
	case m.Asked == 0 && m.Billed == 0:
		return ""
	case d.Priceless > 0:
		return NoPrice
	case l.Minutes == 0:
		return NotTime
	case m.Billed > d.Minutes:
		return MoreThanDone
	case m.Billed < d.Minutes:
		return LessThanDone
	case m.Asked != d.Ore && m.Asked != d.Once:
		return OtherAmount
	}
	return ""
}

// MatchCredit puts a line of a credit note beside the line of the invoice that it
// takes back from. What the invoice was approved without is not taken back again:
// asked is then zero, and else below zero.
func MatchCredit(v Invoice, l BilledLine, credited Invoice) Match {
	m := Match{Line: l.ID, Billed: l.Minutes}
	there := CreditedLine(credited, l)
	switch {
	case v.Document.Currency != "SEK":
		m.Difference = OtherCurrency
	case there == nil || v.Document.Credits == "" || credited.Returned != "":
		m.Difference = NothingToTake
	default:
		m.Done, m.Owed = there.Minutes, there.Net
		switch {
		case l.Net > there.Net || l.Minutes > there.Minutes || l.Net < 0:
			m.Difference = TakesTooMuch
		case credited.Approved.IsZero():
			m.Difference = InvoiceFirst
		case v.Received.After(credited.Approved):
			m.Asked = -l.Net
		}
	}
	return m
}

// CreditedLine is the line of an invoice that a line of a credit note takes back
// from: the one that names the same object, by its id when several do; nil when
// there is none.
func CreditedLine(v Invoice, credit BilledLine) *BilledLine {
	var found *BilledLine
	for i, l := range v.Document.Lines {
		if l.Object != credit.Object {
			continue
		}
		if l.ID == credit.ID {
			return &v.Document.Lines[i]
		}
		if found != nil {
			return nil
		}
		found = &v.Document.Lines[i]
	}
	return found
}

// stopping are findings that no note can make good: the invoice contradicts itself.
func stopping(f einvoice.Finding) bool {
	for _, begin := range []string{"STADGA-", "BR-CO-10", "BR-CO-11", "BR-CO-12", "BR-CO-13", "BR-CO-14", "BR-CO-15", "BR-CO-16", "BR-CO-17", "PEPPOL-EN16931-R051", "PEPPOL-EN16931-R120", "BR-02", "BR-05", "BR-15", "BR-16"} {
		if strings.HasPrefix(f.Rule, begin) {
			return true
		}
	}
	return strings.HasSuffix(f.Rule, "-08") && strings.HasPrefix(f.Rule, "BR-") && len(f.Rule) > len("BR-08")
}

// Stops lists the findings for which the invoice can only be returned.
func (v Invoice) Stops() []einvoice.Finding {
	var list []einvoice.Finding
	for _, f := range v.Findings {
		if stopping(f) {
			list = append(list, f)
		}
	}
	return list
}

// Doubtful tells whether something about the whole invoice asks for a note before
// it is approved: a rule it breaks, or other content under the same number.
func (v Invoice) Doubtful() bool {
	for _, f := range v.Findings {
		if f.Severity() == einvoice.Fatal {
			return true
		}
	}
	return v.More > 0 || len(v.Again) > 0
}

// Waiting lists the lines that differ and that nobody has handled as they now are.
func (v Invoice) Waiting(matches []Match) []Match {
	var list []Match
	for _, m := range matches {
		if h, handled := v.Handled[m.Line]; !m.Agrees() && (!handled || h.Seen != m) {
			list = append(list, m)
		}
	}
	return list
}

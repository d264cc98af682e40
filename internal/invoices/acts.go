package invoices

import (
	"slices"
	"strings"

	"stadga/internal/act"
	"stadga/internal/fault"
	"stadga/internal/journal"
)

// Receive takes in a file, whatever is wrong with it: what cannot be paid has a
// place on the list too.
type Receive struct{ Receipt Receipt }

// Action names the act.
func (Receive) Action() string { return "invoice.receive" }

// Decide keeps the first file of a number. The same content again is the same
// invoice; other content is told, and never replaces what is handled.
func (cmd Receive) Decide(v Invoice, _ act.Env) ([]journal.Event, error) {
	if cmd.Receipt.File.Digest == "" {
		return nil, fault.Field("fil", "invoice.file-missing")
	}
	if !v.Exists() {
		return []journal.Event{InvoiceReceived(cmd)}, nil
	}
	same := func(f File) bool { return f.Digest == cmd.Receipt.File.Digest }
	if same(v.File) || slices.ContainsFunc(v.Again, func(a Again) bool { return same(a.File) }) {
		return nil, nil
	}
	return []journal.Event{InvoiceSentAgain{File: cmd.Receipt.File}}, nil
}

// AcceptFindings says why what is wrong with the form of an invoice does not stop it.
type AcceptFindings struct{ Note string }

// Action names the act.
func (AcceptFindings) Action() string { return "invoice.handle" }

// Decide accepts no sum that is wrong.
func (cmd AcceptFindings) Decide(v Invoice, _ act.Env) ([]journal.Event, error) {
	if err := v.open(); err != nil {
		return nil, err
	}
	switch {
	case v.Unread || len(v.Stops()) > 0:
		return nil, fault.New(fault.Unmet, "invoice.only-return")
	case strings.TrimSpace(cmd.Note) == "":
		return nil, fault.Field("note", "invoice.note-missing")
	case cmd.Note == v.Accepted:
		return nil, nil
	}
	return []journal.Event{FindingsAccepted(cmd)}, nil
}

// HandleLine says why the difference of one line is accepted.
type HandleLine struct {
	Code Code
	Note string
	Seen Match // as the line matches now
}

// Action names the act.
func (HandleLine) Action() string { return "invoice.handle" }

// Decide asks for a code, and for words where the code says nothing.
func (cmd HandleLine) Decide(v Invoice, _ act.Env) ([]journal.Event, error) {
	if err := v.open(); err != nil {
		return nil, err
	}
	if !slices.ContainsFunc(v.Document.Lines, func(l BilledLine) bool { return l.ID == cmd.Seen.Line }) {
		return nil, fault.New(fault.NotFound, "invoice.line-unknown")
	}
	switch {
	case cmd.Seen.Agrees():
		return nil, fault.New(fault.Unmet, "invoice.line-agrees")
	case cmd.Seen.Difference.Grave():
		return nil, fault.New(fault.Unmet, "invoice.line-grave")
	case !slices.Contains(Codes(), cmd.Code):
		return nil, fault.Field("code", "invoice.code-missing")
	case cmd.Code == OtherCode && strings.TrimSpace(cmd.Note) == "":
		return nil, fault.Field("note", "invoice.note-missing")
	}
	if h, there := v.Handled[cmd.Seen.Line]; there && h.Code == cmd.Code && h.Note == cmd.Note && h.Seen == cmd.Seen {
		return nil, nil
	}
	return []journal.Event{LineHandled{Line: cmd.Seen.Line, Code: cmd.Code, Note: cmd.Note, Seen: cmd.Seen}}, nil
}

// Approve lets an invoice be paid.
type Approve struct {
	Matches []Match // every line as it matches now, in order
}

// Action names the act.
func (Approve) Action() string { return "invoice.approve" }

// Decide approves when every line agrees or is handled, and nothing about the whole
// is in doubt. Who handled anything does not approve it.
func (cmd Approve) Decide(v Invoice, env act.Env) ([]journal.Event, error) {
	if err := v.open(); err != nil {
		return nil, err
	}
	switch {
	case v.Unread || len(v.Stops()) > 0:
		return nil, fault.New(fault.Unmet, "invoice.only-return")
	case v.Provider.IsZero():
		return nil, fault.New(fault.Unmet, "invoice.seller-unknown")
	case v.Doubtful() && v.Accepted == "":
		return nil, fault.New(fault.Unmet, "invoice.findings-first")
	case v.Document.Payable != v.Document.lines():
		return nil, fault.New(fault.Unmet, "invoice.beside-lines")
	case !v.covers(cmd.Matches) || len(v.Waiting(cmd.Matches)) > 0:
		return nil, fault.New(fault.Unmet, "invoice.lines-first")
	case slices.Contains(v.handlers, env.Actor.User):
		return nil, fault.New(fault.Unmet, "invoice.second-person")
	}
	e := InvoiceApproved{}
	for _, m := range cmd.Matches {
		e.Lines = append(e.Lines, Settlement{Match: m, Code: v.Handled[m.Line].Code, Paid: m.Asked})
		e.Paid += m.Asked
	}
	return []journal.Event{e}, nil
}

// lines is what the lines ask for together, in öre.
func (d Document) lines() int64 {
	sum := int64(0)
	for _, l := range d.Lines {
		sum += l.Net
	}
	return sum
}

// covers tells whether the matches are of the lines of the invoice, each once.
func (v Invoice) covers(matches []Match) bool {
	return slices.EqualFunc(v.Document.Lines, matches, func(l BilledLine, m Match) bool { return l.ID == m.Line }) && len(matches) > 0
}

// Return sends an invoice back unpaid.
type Return struct{ Why string }

// Action names the act.
func (Return) Action() string { return "invoice.return" }

// Decide asks why.
func (cmd Return) Decide(v Invoice, _ act.Env) ([]journal.Event, error) {
	if err := v.open(); err != nil {
		return nil, err
	}
	if strings.TrimSpace(cmd.Why) == "" {
		return nil, fault.Field("note", "invoice.why-missing")
	}
	return []journal.Event{InvoiceReturned(cmd)}, nil
}

func (v Invoice) open() error {
	switch {
	case !v.Exists():
		return fault.New(fault.NotFound, "invoice.unknown")
	case v.State() == Approved:
		return fault.New(fault.Unmet, "invoice.is-approved")
	case v.State() == Returned:
		return fault.New(fault.Unmet, "invoice.is-returned")
	}
	return nil
}

// Sentences holds what the area says to the user. FEL-3420 to 3459.
func Sentences() fault.Catalogue {
	return fault.Catalogue{
		"invoice.unknown":        {Number: 3420, Says: "Vi hittar ingen sådan faktura. Gå tillbaka till listan."},
		"invoice.file-missing":   {Number: 3421, Says: "Välj en fil: en faktura i Peppol-format (xml) eller CSV."},
		"invoice.only-return":    {Number: 3422, Says: "Fakturan motsäger sig själv eller går inte att läsa. Återlämna den, och be utföraren skicka en rättad."},
		"invoice.note-missing":   {Number: 3423, Says: "Skriv varför det kan godtas. En mening räcker."},
		"invoice.line-unknown":   {Number: 3424, Says: "Fakturan har ingen sådan rad. Ladda om sidan."},
		"invoice.line-agrees":    {Number: 3425, Says: "Raden stämmer nu. Ladda om sidan."},
		"invoice.line-grave":     {Number: 3426, Says: "Raden går inte att godta. Återlämna fakturan, eller vänta på en kreditfaktura."},
		"invoice.code-missing":   {Number: 3427, Says: "Välj varför skillnaden kan godtas."},
		"invoice.seller-unknown": {Number: 3428, Says: "Ingen utförare har säljarens organisationsnummer. Återlämna fakturan, eller rätta utförarens nummer."},
		"invoice.findings-first": {Number: 3429, Says: "Fakturan har anmärkningar. Skriv först varför de kan godtas."},
		"invoice.lines-first":    {Number: 3430, Says: "Det finns rader som skiljer sig. Hantera dem först."},
		"invoice.second-person":  {Number: 3431, Says: "Du har själv hanterat skillnader i fakturan. Någon annan behöver godkänna den."},
		"invoice.why-missing":    {Number: 3432, Says: "Skriv varför fakturan återlämnas. Utföraren behöver veta vad som ska rättas."},
		"invoice.is-approved":    {Number: 3433, Says: "Fakturan är redan godkänd. Ladda om sidan."},
		"invoice.is-returned":    {Number: 3434, Says: "Fakturan är redan återlämnad. Ladda om sidan."},
		"invoice.beside-lines":   {Number: 3436, Says: "Fakturan begär annat än raderna: moms, avgifter, avdrag eller öresutjämning. Omsorg är utan moms. Återlämna den."},
		"invoice.file-not-kept":  {Number: 3437, Says: "Filen finns inte kvar i registret. Den kom in innan originalen sparades, eller är gallrad."},
		"invoice.file-changed":   {Number: 3438, Says: "Filen i registret är inte som den kom in. Lämna inte ut den. Be systemförvaltaren pröva registrets historik."},
		"invoice.file-large":     {Number: 3435, Says: "Filen är för stor för att vara en faktura. Den högsta storleken är 25 MB."},
	}
}

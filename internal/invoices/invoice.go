package invoices

import (
	"slices"
	"strings"
	"time"

	"stadga/internal/civil"
	"stadga/internal/duty"
	"stadga/internal/ids"
	"stadga/internal/invoices/einvoice"
	"stadga/internal/journal"
)

// An Invoice (faktura) is one invoice or credit note that a provider has sent.
type Invoice struct {
	Receipt
	Received time.Time
	Again    []Again // sent again under the same number with other content
	Accepted string  // why its findings do not stop it; empty: nobody has said
	Handled  map[string]Handling
	Settled  []Settlement // by line, when it was approved
	Paid     int64        // öre, approved
	Approved time.Time
	By       ids.User // who approved
	Returned string   // why it was sent back; empty: it was not
	handlers []ids.User

	id ids.ID
}

// A Receipt (mottagen faktura) is what came in.
type Receipt struct {
	File     File
	Provider ids.Provider // zero: no provider of ours has its number of organisation
	Document Document
	Findings []einvoice.Finding
	More     int  // findings over the limit
	Unread   bool // nothing in the file may be used
}

// A File (fil) is what was sent, by what it held.
type File struct {
	Name   string
	Digest string // SHA-256 in hex
	Size   int64
	Kept   *journal.Attachment `json:",omitempty"` // the file as it came; nil: it came before files were kept
}

// attachments are the kept files of an event.
func (f File) attachments() []journal.Attachment {
	if f.Kept == nil {
		return nil
	}
	return []journal.Attachment{*f.Kept}
}

// Attachments names the file that came in.
func (e InvoiceReceived) Attachments() []journal.Attachment { return e.Receipt.File.attachments() }

// Attachments names the other file.
func (e InvoiceSentAgain) Attachments() []journal.Attachment { return e.File.attachments() }

// A Document (fakturahandling) is what is kept of an invoice that was read. Amounts
// are in öre. On a credit note they are what is taken back, and not below zero.
type Document struct {
	Credit    bool       `json:",omitzero"`
	Number    string     `json:",omitzero"`
	Credits   string     `json:",omitzero"` // number of the invoice it takes back from
	Issued    civil.Date `json:",omitzero"`
	Due       civil.Date `json:",omitzero"`
	From      civil.Date `json:",omitzero"`
	To        civil.Date `json:",omitzero"`
	Currency  string     `json:",omitzero"`
	Agreement string     `json:",omitzero"`
	Seller    string     `json:",omitzero"`
	OrgNumber string     `json:",omitzero"`
	Account   string     `json:",omitzero"`
	Net       int64
	Tax       int64
	Payable   int64
	Lines     []BilledLine `json:",omitempty"`
}

// A BilledLine (fakturarad) is one line of it.
type BilledLine struct {
	ID      string
	Name    string
	Order   ids.Order // zero: it names none of ours
	Object  string    // what it names
	From    civil.Date
	To      civil.Date
	Minutes int64 // 0: the quantity is not whole minutes
	Net     int64
}

// Again (skickad igen) is a file that came under a number that was taken.
type Again struct {
	File File
	At   time.Time
}

// A Handling (hantering av rad) is what someone made of a line that differs.
type Handling struct {
	Code Code
	Note string
	Seen Match // what was seen then: when it changes, the line is handled again
	By   ids.User
	At   time.Time
}

// A Settlement (reglering av rad) is what was approved for one line, and on what.
type Settlement struct {
	Match Match
	Code  Code // empty: it agreed
	Paid  int64
}

// A Code (orsakskod) says why a difference is accepted.
type Code string

// The codes. What none of them fits is returned, or mended by a credit note.
const (
	LateRegistered Code = "registrerat-sent"
	AgreedExtra    Code = "overenskommet"
	Travel         Code = "gangtid"
	SmallRounding  Code = "avrundning"
	OtherCode      Code = "annat"
)

// Codes lists the codes in the order they are offered.
func Codes() []Code { return []Code{LateRegistered, AgreedExtra, Travel, SmallRounding, OtherCode} }

// Words is the code in Swedish.
func (c Code) Words() string {
	switch c {
	case LateRegistered:
		return "Besöken är gjorda, men registreras senare"
	case AgreedExtra:
		return "Överenskommet med utföraren"
	case Travel:
		return "Gångtid som avtalet ersätter"
	case SmallRounding:
		return "Avrundning"
	case OtherCode:
		return "Annat"
	}
	return ""
}

// A State (fakturans läge) is how far an invoice has come.
type State string

// The states.
const (
	Open     State = "oppen"
	Approved State = "godkand"
	Returned State = "aterlamnad"
)

// Words is the state in Swedish.
func (s State) Words() string {
	switch s {
	case Open:
		return "Att hantera"
	case Approved:
		return "Godkänd"
	case Returned:
		return "Återlämnad"
	}
	return ""
}

// State is how far the invoice has come.
func (v Invoice) State() State {
	switch {
	case !v.Approved.IsZero():
		return Approved
	case v.Returned != "":
		return Returned
	}
	return Open
}

// Exists tells whether it has come in.
func (v Invoice) Exists() bool { return !v.Received.IsZero() }

// Stream is the name of the kind of stream.
const Stream = "invoice"

// StreamID is the one stream of an invoice: the same number from the same seller is
// the same invoice, however often it is sent. What has no number is its own content.
func StreamID(r Receipt) ids.ID {
	kind := "invoice"
	if r.Document.Credit {
		kind = "credit note"
	}
	label := kind + " " + r.Document.OrgNumber + " " + r.Document.Number
	if r.Unread || r.Document.Number == "" || r.Document.OrgNumber == "" {
		label = "invoice file " + r.File.Digest
	}
	return ids.Derive(ids.Act{}, label)
}

// DocumentOf keeps of an invoice what is matched and approved.
func DocumentOf(v einvoice.Invoice) Document {
	sign := int64(1)
	if v.Gross < 0 { // a credit note as an invoice with negative amounts
		sign = -1
	}
	d := Document{
		Credit: v.Credit, Number: v.Number, Credits: v.Credits, Issued: v.Issued, Due: v.Due, From: v.From, To: v.To, Currency: v.Currency,
		Agreement: v.Agreement, Seller: v.Seller.Name, OrgNumber: v.Seller.Organisation, Account: v.Seller.Account,
		Net: sign * v.Net, Tax: sign * v.Tax, Payable: sign * v.Payable,
	}
	for _, l := range v.Lines {
		line := BilledLine{ID: l.ID, Name: l.Name, Object: l.Object, From: l.From, To: l.To, Minutes: sign * l.Minutes, Net: sign * l.Net}
		if id, err := ids.Parse(strings.TrimSpace(l.Object)); err == nil {
			line.Order = ids.Order{ID: id}
		}
		if line.From.IsZero() && line.To.IsZero() {
			line.From, line.To = v.From, v.To
		}
		d.Lines = append(d.Lines, line)
	}
	return d
}

// The events of an invoice. Who and when stand in the envelope.
type (
	// InvoiceReceived holds what came in.
	InvoiceReceived struct{ Receipt Receipt }
	// InvoiceSentAgain tells of other content under the same number.
	InvoiceSentAgain struct{ File File }
	// FindingsAccepted says why the findings do not stop it.
	FindingsAccepted struct{ Note string }
	// LineHandled says why the difference of a line is accepted.
	LineHandled struct {
		Line string
		Code Code
		Note string `json:",omitzero"`
		Seen Match
	}
	// InvoiceApproved holds what is paid for each line, and on what.
	InvoiceApproved struct {
		Lines []Settlement
		Paid  int64
	}
	// InvoiceReturned sends it back.
	InvoiceReturned struct{ Why string }
)

// EventName is for ever.
func (InvoiceReceived) EventName() string { return "invoice.received.v1" }

// EventName is for ever.
func (InvoiceSentAgain) EventName() string { return "invoice.sent_again.v1" }

// EventName is for ever.
func (FindingsAccepted) EventName() string { return "invoice.findings_accepted.v1" }

// EventName is for ever.
func (LineHandled) EventName() string { return "invoice.line_handled.v1" }

// EventName is for ever.
func (InvoiceApproved) EventName() string { return "invoice.approved.v1" }

// EventName is for ever.
func (InvoiceReturned) EventName() string { return "invoice.returned.v1" }

// Events lists a zero value of each event of the stream.
func Events() []journal.Event {
	return []journal.Event{InvoiceReceived{}, InvoiceSentAgain{}, FindingsAccepted{}, LineHandled{}, InvoiceApproved{}, InvoiceReturned{}}
}

// Fold takes one event into the invoice.
func (v *Invoice) Fold(r journal.Recorded) {
	v.id = r.Stream.ID
	handler := func() { v.handlers = append(slices.Clip(v.handlers), r.Actor) }
	switch e := r.Event.(type) {
	case InvoiceReceived:
		v.Receipt, v.Received = e.Receipt, r.At
	case InvoiceSentAgain:
		v.Again = append(slices.Clip(v.Again), Again{File: e.File, At: r.At})
		v.Accepted = "" // what was said did not speak of this
	case FindingsAccepted:
		v.Accepted = e.Note
		handler()
	case LineHandled:
		handled := make(map[string]Handling, len(v.Handled)+1)
		for line, h := range v.Handled {
			handled[line] = h
		}
		handled[e.Line] = Handling{Code: e.Code, Note: e.Note, Seen: e.Seen, By: r.Actor, At: r.At}
		v.Handled = handled
		handler()
	case InvoiceApproved:
		v.Settled, v.Paid, v.Approved, v.By = e.Lines, e.Paid, r.At, r.Actor
	case InvoiceReturned:
		v.Returned = e.Why
	}
}

// Says gives no facts: no rule asks about an invoice.
func (Invoice) Says() []duty.Said { return nil }

// Persons names no file: an invoice holds no person's name.
func (Invoice) Persons() []ids.Person { return nil }

package einvoice

import "stadga/internal/civil"

// An Invoice (faktura) is what a provider asks to be paid for, as it was sent.
// Amounts are in öre of its currency; what could not be read is zero and a finding.
type Invoice struct {
	Credit    bool   // a credit note, or an invoice with a negative amount
	Number    string // BT-1
	Issued    civil.Date
	Due       civil.Date
	Currency  string
	Buyer     string // BT-10, the buyer's reference
	Agreement string // BT-12
	Order     string // BT-13
	Credits   string // BT-25: number of the invoice it credits
	From, To  civil.Date
	Seller    Seller
	Net       int64 // BT-109
	Tax       int64 // BT-110
	Gross     int64 // BT-112
	Payable   int64 // BT-115
	Lines     []Line
}

// A Seller (säljare) is who asks.
type Seller struct {
	Name         string
	Organisation string // its number, digits only
	Account      string // where it wants the money, with the kind before it
}

// A Line (fakturarad) is one line of an invoice.
type Line struct {
	ID       string
	Name     string
	Note     string
	Object   string // BT-128: the object it is for, such as the number of an order
	Order    string // BT-132
	From, To civil.Date
	Unit     string
	Quantity Number
	Minutes  int64  // of a quantity in hours or minutes; 0: it is neither
	Price    Number // for one unit
	Net      int64  // öre
	Category string // of tax
}

// Severity is what a finding means for the invoice.
type Severity int

// The two.
const (
	Fatal   Severity = iota // the rule must be held
	Warning                 // the rule should be held
)

// A Finding (anmärkning) is one rule that the file breaks, in one place.
type Finding struct {
	Rule      string
	Line      string // the id of the line, or its place in order; "": the whole invoice
	Got, Want string // what stands there and what it should be, where that can be said
}

// Severity is what the finding means.
func (f Finding) Severity() Severity { return rules[f.Rule].Severity }

// Says is the finding as a sentence: what is wrong, where, and how it is mended.
func (f Finding) Says() string {
	words := rules[f.Rule].Says
	if f.Line != "" {
		words = "Rad " + f.Line + ": " + words
	}
	switch {
	case f.Got != "" && f.Want != "":
		words += " Där står " + f.Got + ", det ska vara " + f.Want + "."
	case f.Got != "":
		words += " Där står " + f.Got + "."
	}
	return words
}

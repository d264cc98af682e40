package einvoice

import (
	"bytes"
	"encoding/xml"
	"errors"
	"io"
	"strconv"
	"strings"
)

// Limits bound what one file may cost to read.
type Limits struct {
	Bytes    int64 // of the file
	Depth    int
	Elements int // in the head of the invoice, and in one line
	Lines    int
	Findings int // kept; those over it are counted
}

// Usual are limits that no invoice of a provider's month comes near.
func Usual() Limits {
	return Limits{Bytes: 25 << 20, Depth: 24, Elements: 20_000, Lines: 50_000, Findings: 500}
}

// A Reading (läsning) is what came of a file.
type Reading struct {
	Invoice  Invoice
	Findings []Finding
	More     int  // findings over the limit
	Unread   bool // the file could not be read to its end, and nothing in it may be used
}

// Fatal tells whether a rule is broken that must be held.
func (r Reading) Fatal() bool {
	for _, f := range r.Findings {
		if f.Severity() == Fatal {
			return true
		}
	}
	return r.Unread
}

const (
	nsInvoice    = "urn:oasis:names:specification:ubl:schema:xsd:Invoice-2"
	nsCreditNote = "urn:oasis:names:specification:ubl:schema:xsd:CreditNote-2"
	nsBasic      = "urn:oasis:names:specification:ubl:schema:xsd:CommonBasicComponents-2"
	nsAggregate  = "urn:oasis:names:specification:ubl:schema:xsd:CommonAggregateComponents-2"
	attachment   = "EmbeddedDocumentBinaryObject"
)

// errStop is a file that was refused with a finding.
var errStop = errors.New("the file is refused")

// ReadXML reads a UBL invoice or credit note. What is wrong with it is in the
// reading; the error is only the reader's own.
func ReadXML(file io.Reader, limits Limits) (Reading, error) {
	d := &document{limits: limits}
	counted := &io.LimitedReader{R: file, N: limits.Bytes + 1}
	source := &failing{r: counted}
	decoder := xml.NewDecoder(source)
	decoder.CharsetReader = func(charset string, input io.Reader) (io.Reader, error) {
		if strings.EqualFold(charset, "utf-8") {
			return input, nil
		}
		d.find("STADGA-05", "", charset, "UTF-8")
		return nil, errStop
	}
	err := d.read(decoder)
	switch {
	case source.err != nil:
		return Reading{}, source.err
	case counted.N <= 0:
		d.findings = nil
		d.find("STADGA-03", "", "", strconv.FormatInt(limits.Bytes>>20, 10)+" MB")
		d.unread = true
	case errors.Is(err, errStop):
		d.unread = true
	case err != nil:
		d.find("STADGA-01", "", "", "")
		d.unread = true
	}
	if d.unread {
		return Reading{Findings: d.findings, More: d.more, Unread: true}, nil
	}
	d.judge()
	invoice := d.invoice() // which may find something too
	return Reading{Invoice: invoice, Findings: d.findings, More: d.more}, nil
}

// failing keeps the reader's own error apart from what the file makes of it.
type failing struct {
	r   io.Reader
	err error
}

func (f *failing) Read(p []byte) (int, error) {
	n, err := f.r.Read(p)
	if err != nil && !errors.Is(err, io.EOF) {
		f.err = err
	}
	return n, err
}

// A document is an invoice while it is read: its head, and its lines once reduced.
type document struct {
	limits   Limits
	root     *element
	credit   bool
	lines    []Line
	facts    []lineFacts
	findings []Finding
	more     int
	unread   bool
}

func (d *document) find(rule, line, got, want string) {
	if len(d.findings) >= d.limits.Findings {
		d.more++
		return
	}
	d.findings = append(d.findings, Finding{Rule: rule, Line: line, Got: shown(got), Want: shown(want)})
}

// shown bounds what a finding repeats of a file.
func shown(text string) string {
	const most = 60
	text = strings.Join(strings.Fields(text), " ")
	if runes := []rune(text); len(runes) > most {
		return string(runes[:most]) + "…"
	}
	return text
}

func (d *document) read(decoder *xml.Decoder) error {
	var open []*element
	elements := 0
	for {
		token, err := decoder.Token()
		if errors.Is(err, io.EOF) && d.root != nil && len(open) == 0 {
			return nil
		}
		if err != nil {
			return err
		}
		switch t := token.(type) {
		case xml.Directive: // a document type is the door to every entity
			d.find("STADGA-02", "", "", "")
			return errStop
		case xml.StartElement:
			if elements++; elements > d.limits.Elements || len(open) >= d.limits.Depth {
				d.find("STADGA-04", "", "", "")
				return errStop
			}
			e := &element{name: t.Name.Local, attrs: attributes(t.Attr)}
			if len(open) == 0 {
				if err := d.begin(t.Name, e); err != nil {
					return err
				}
			} else if t.Name.Space == nsBasic || t.Name.Space == nsAggregate {
				parent := open[len(open)-1]
				parent.kids = append(parent.kids, e)
			}
			open = append(open, e)
		case xml.CharData:
			if len(open) == 0 {
				continue
			}
			if e := open[len(open)-1]; e.name == attachment {
				e.size += len(bytes.TrimSpace(t))
			} else {
				e.raw = append(e.raw, t...) // comments cut a text in as many pieces as they like
			}
		case xml.EndElement:
			e := open[len(open)-1]
			open = open[:len(open)-1]
			e.text, e.raw = strings.Join(strings.Fields(string(e.raw)), " "), nil
			if len(open) == 1 && (e.name == "InvoiceLine" || e.name == "CreditNoteLine") && e.name == d.lineName() {
				if err := d.take(e); err != nil {
					return err
				}
				elements = 0
			}
		}
	}
}

// begin takes the root: only the two documents we know, and only one of them.
func (d *document) begin(name xml.Name, e *element) error {
	switch {
	case d.root != nil:
		d.find("STADGA-01", "", "", "")
		return errStop
	case name == xml.Name{Space: nsInvoice, Local: "Invoice"}:
	case name == xml.Name{Space: nsCreditNote, Local: "CreditNote"}:
		d.credit = true
	default:
		d.find("STADGA-06", "", name.Local, "Invoice eller CreditNote")
		return errStop
	}
	d.root = e
	return nil
}

func (d *document) lineName() string {
	if d.credit {
		return "CreditNoteLine"
	}
	return "InvoiceLine"
}

// take judges a line and lets go of all of it but what the whole needs.
func (d *document) take(e *element) error {
	if len(d.lines) >= d.limits.Lines {
		d.find("STADGA-07", "", "", strconv.Itoa(d.limits.Lines))
		return errStop
	}
	place := e.get("ID")
	if place == "" {
		place = strconv.Itoa(len(d.lines) + 1)
	}
	place = shown(place)
	d.judgeElements(e, place)
	d.judgeLine(e, place)
	d.lines = append(d.lines, d.line(e, place))
	d.facts = append(d.facts, factsOf(e, place))
	d.root.kids = d.root.kids[:len(d.root.kids)-1]
	return nil
}

func attributes(in []xml.Attr) map[string]string {
	var out map[string]string
	for _, a := range in {
		if a.Name.Space == "xmlns" || a.Name.Local == "xmlns" {
			continue
		}
		if out == nil {
			out = map[string]string{}
		}
		out[a.Name.Local] = strings.TrimSpace(a.Value)
	}
	return out
}

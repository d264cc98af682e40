package eventlog

import (
	"encoding/xml"
	"errors"
	"fmt"
	"io"
	"strings"
	"time"

	"golang.org/x/text/encoding/charmap"

	"stadga/internal/civil"
)

// An Attribute is one key and value of a case or an event in a log. Lists and
// containers have no value but Children.
type Attribute struct {
	Key      string
	Kind     string // string, date, int, float, boolean, id, list, container
	Value    string
	At       time.Time // of a date
	Children []Attribute
	Line     int
	Column   int
}

// A LogEvent is one thing that happened in a case.
type LogEvent struct{ Attributes []Attribute }

// A Trace (ärende i en logg) is one case with its events, in the order of the log.
type Trace struct {
	Attributes []Attribute
	Events     []LogEvent
	Line       int
}

// Find returns the attribute of that key; nil when there is none.
func Find(attributes []Attribute, key string) *Attribute {
	for i := range attributes {
		if attributes[i].Key == key {
			return &attributes[i]
		}
	}
	return nil
}

// ReadXES reads an event log (IEEE 1849, also without namespace and heading) and
// hands one case at a time to each. The trace is the caller's to read until each
// returns. file stands in the faults.
func ReadXES(r io.Reader, file string, each func(*Trace) error) error {
	bounded := &metered{in: r, most: mostPiece}
	x := &xesReader{file: file, in: bounded, dec: xml.NewDecoder(bounded), each: each}
	x.dec.CharsetReader = func(label string, in io.Reader) (io.Reader, error) {
		switch strings.ToLower(label) {
		case "windows-1252":
			return charmap.Windows1252.NewDecoder().Reader(in), nil
		case "iso-8859-1", "latin1":
			return charmap.ISO8859_1.NewDecoder().Reader(in), nil
		}
		return nil, faultAt(Place{File: file, Line: 1}, "Teckenkodningen %s kan inte läsas. Ta ut loggen med UTF-8.", quoted(label))
	}
	return x.read()
}

// deepest bounds how far attributes may nest.
const deepest = 64

type xesReader struct {
	file  string
	in    *metered
	dec   *xml.Decoder
	each  func(*Trace) error
	trace Trace

	line, column int   // where the latest token began
	began        int64 // byte at which the case began; 0: between cases
}

func (x *xesReader) next() (xml.Token, error) {
	x.line, x.column = x.dec.InputPos()
	x.in.taken = 0
	if x.began > 0 && x.dec.InputOffset()-x.began > mostTrace {
		return nil, errTrace
	}
	return x.dec.Token()
}

func (x *xesReader) read() error {
	opened := false
	for {
		token, err := x.next()
		switch {
		case err == io.EOF && opened:
			return nil
		case err == io.EOF:
			return x.fault("Filen innehåller ingen händelselogg. Kontrollera att det är en fil i formatet XES.")
		case err != nil:
			return x.broken(err)
		}
		start, ok := token.(xml.StartElement)
		if !ok {
			continue
		}
		switch {
		case !opened && start.Name.Local != "log":
			return x.fault("Filen börjar med <%s> och är ingen händelselogg. En logg i XES börjar med <log>.", start.Name.Local)
		case !opened:
			opened = true
		case start.Name.Local == "trace":
			if err := x.readTrace(); err != nil {
				return err
			}
		default: // extensions, globals, classifiers and the log's own attributes name no case
			if err := x.skip(); err != nil {
				return err
			}
		}
	}
}

// skip passes what names no case.
func (x *xesReader) skip() error {
	for depth := 1; depth > 0; {
		token, err := x.next()
		if err != nil {
			return x.broken(err)
		}
		switch token.(type) {
		case xml.StartElement:
			if depth++; depth > deepest {
				return x.tooDeep()
			}
		case xml.EndElement:
			depth--
		}
	}
	return nil
}

func (x *xesReader) tooDeep() error {
	return x.fault("Attributen är nästlade djupare än %d nivåer. Kontrollera filen.", deepest)
}

func (x *xesReader) readTrace() error {
	x.began = x.dec.InputOffset()
	x.trace.Line, x.trace.Attributes, x.trace.Events = x.line, x.trace.Attributes[:0], x.trace.Events[:0]
	for {
		token, err := x.next()
		if err != nil {
			return x.broken(err)
		}
		switch token := token.(type) {
		case xml.EndElement:
			x.began = 0
			return x.each(&x.trace)
		case xml.StartElement:
			if token.Name.Local == "event" {
				x.trace.Events = append(x.trace.Events, LogEvent{})
				err = x.readEvent(&x.trace.Events[len(x.trace.Events)-1])
			} else {
				err = x.readAttribute(token, &x.trace.Attributes, 1)
			}
			if err != nil {
				return err
			}
		}
	}
}

func (x *xesReader) readEvent(event *LogEvent) error {
	event.Attributes = make([]Attribute, 0, 8)
	for {
		token, err := x.next()
		if err != nil {
			return x.broken(err)
		}
		switch token := token.(type) {
		case xml.EndElement:
			return nil
		case xml.StartElement:
			if err := x.readAttribute(token, &event.Attributes, 1); err != nil {
				return err
			}
		}
	}
}

// readAttribute reads one attribute and those nested in it.
func (x *xesReader) readAttribute(start xml.StartElement, into *[]Attribute, depth int) error {
	a := Attribute{Kind: start.Name.Local, Line: x.line, Column: x.column}
	if depth > deepest {
		return x.tooDeep()
	}
	for _, attr := range start.Attr {
		switch attr.Name.Local {
		case "key":
			a.Key = attr.Value
		case "value":
			a.Value = attr.Value
		}
	}
	if a.Kind == "date" {
		at, err := parseXESDate(a.Value)
		if err != nil {
			return faultAt(Place{File: x.file, Line: a.Line, Column: a.Column, Name: a.Key}, "%v", err)
		}
		a.At = at
	}
	for {
		token, err := x.next()
		if err != nil {
			return x.broken(err)
		}
		switch token := token.(type) {
		case xml.EndElement:
			*into = append(*into, a)
			return nil
		case xml.StartElement:
			children := &a.Children
			if token.Name.Local == "values" { // a list may wrap its members
				if err := x.readValues(children, depth+1); err != nil {
					return err
				}
				continue
			}
			if err := x.readAttribute(token, children, depth+1); err != nil {
				return err
			}
		}
	}
}

func (x *xesReader) readValues(into *[]Attribute, depth int) error {
	for {
		token, err := x.next()
		if err != nil {
			return x.broken(err)
		}
		switch token := token.(type) {
		case xml.EndElement:
			return nil
		case xml.StartElement:
			if err := x.readAttribute(token, into, depth); err != nil {
				return err
			}
		}
	}
}

func (x *xesReader) fault(format string, args ...any) error {
	line, column := x.dec.InputPos()
	return faultAt(Place{File: x.file, Line: line, Column: column}, format, args...)
}

// broken says in words why the log cannot be read further.
func (x *xesReader) broken(err error) error {
	var syntax *xml.SyntaxError
	switch {
	case len(Faults(err)) > 0:
		return err
	case errors.Is(err, errTrace):
		return faultAt(Place{File: x.file, Line: x.trace.Line}, "Ärendet är större än %d megabyte, och så stort är inget ärende. Kontrollera att varje ärende har ett eget <trace>.", mostTrace>>20)
	case errors.Is(err, errLarge):
		return x.fault("Här står en tagg eller text som är större än %d megabyte. Filen kan vara skadad. Ta ut den på nytt.", mostPiece>>20)
	case errors.Is(err, errGrows):
		return x.fault("Filen växer mer än %d gånger när den packas upp, och det gör ingen logg. Ta ut den på nytt.", mostGrowth)
	case errors.Is(err, io.ErrUnexpectedEOF), errors.Is(err, io.EOF):
		return x.fault("Filen slutar mitt i loggen. Den är avkapad. Ta ut den på nytt.")
	case errors.As(err, &syntax) && strings.Contains(syntax.Msg, "unexpected EOF"):
		return x.fault("Filen slutar mitt i loggen. Den är avkapad. Ta ut den på nytt.")
	case errors.As(err, &syntax) && strings.Contains(syntax.Msg, "invalid UTF-8"):
		return x.fault("Här står tecken som inte är UTF-8. Ta ut loggen på nytt med UTF-8, eller rätta encoding på filens första rad.")
	case errors.As(err, &syntax):
		return x.fault("Filen är inte välformad XML här. Den kan vara skadad. Ta ut den på nytt.")
	}
	if strings.HasPrefix(err.Error(), "xml: ") { // a version or a way of writing that nothing here reads
		return x.fault("Filen är inte skriven som XML 1.0 med UTF-8. Ta ut den på nytt så.")
	}
	return fmt.Errorf("read %s: %w", x.file, err)
}

// The forms of an instant in a log: XML's, with or without zone, seconds or
// their fraction. Without a zone the instant is taken as Stockholm's.
var (
	zonedForms = []string{time.RFC3339Nano, "2006-01-02T15:04Z07:00", "2006-01-02T15:04:05.999999999Z0700", "2006-01-02 15:04:05.999999999Z07:00"}
	localForms = []string{"2006-01-02T15:04:05.999999999", "2006-01-02T15:04", "2006-01-02 15:04:05.999999999", "2006-01-02 15:04", time.DateOnly}
)

func parseXESDate(text string) (time.Time, error) {
	text = strings.TrimSpace(text)
	for _, form := range zonedForms {
		if at, err := time.Parse(form, text); err == nil {
			return at, nil
		}
	}
	for _, form := range localForms {
		if at, err := time.ParseInLocation(form, text, civil.Stockholm); err == nil {
			return at, nil
		}
	}
	return time.Time{}, problem(quoted(text) + " är ingen tidpunkt som finns. En logg skriver till exempel 2026-03-02T14:20:00+01:00.")
}

package eventlog

import (
	"bufio"
	"encoding/xml"
	"fmt"
	"io"
	"time"
)

// A Happening is one event of a case as a log for process mining tells it: what, when and
// by whom, and nothing of what was written.
type Happening struct {
	Name string // "investigation.opened.v1"
	At   time.Time
	By   string // "medarbetare 7", the same throughout the log; empty: the program itself
}

// An XESWriter writes an event log (IEEE 1849), one case after the other, without keeping
// any of them.
type XESWriter struct {
	out  *bufio.Writer
	open bool // a trace is begun
	err  error
}

// NewXESWriter begins a log.
func NewXESWriter(w io.Writer) *XESWriter {
	x := &XESWriter{out: bufio.NewWriter(w)}
	x.write(xml.Header + `<log xes.version="1849-2016" xes.features="" xmlns="http://www.xes-standard.org/">
<extension name="Concept" prefix="concept" uri="http://www.xes-standard.org/concept.xesext"/>
<extension name="Time" prefix="time" uri="http://www.xes-standard.org/time.xesext"/>
<extension name="Organizational" prefix="org" uri="http://www.xes-standard.org/org.xesext"/>
<extension name="Lifecycle" prefix="lifecycle" uri="http://www.xes-standard.org/lifecycle.xesext"/>
<global scope="trace"><string key="concept:name" value=""/></global>
<global scope="event"><string key="concept:name" value=""/><date key="time:timestamp" value="1970-01-01T00:00:00Z"/><string key="lifecycle:transition" value="complete"/></global>
<classifier name="Händelse" keys="concept:name"/>
`)
	return x
}

func (x *XESWriter) write(s string) {
	if x.err == nil {
		_, x.err = x.out.WriteString(s)
	}
}

// text writes an attribute of text.
func (x *XESWriter) text(key, value string) {
	x.write(`<string key="` + key + `" value="`)
	if x.err == nil {
		x.err = xml.EscapeText(x.out, []byte(value))
	}
	x.write(`"/>`)
}

// Trace begins the next case; attributes are keys and values in turn.
func (x *XESWriter) Trace(name string, attributes ...string) {
	x.endTrace()
	x.write("<trace>")
	x.text("concept:name", name)
	for i := 0; i+1 < len(attributes); i += 2 {
		x.text(attributes[i], attributes[i+1])
	}
	x.write("\n")
	x.open = true
}

// Event adds to the case.
func (x *XESWriter) Event(h Happening) {
	x.write("<event>")
	x.text("concept:name", h.Name)
	x.write(`<date key="time:timestamp" value="` + h.At.UTC().Format("2006-01-02T15:04:05.000Z07:00") + `"/>`)
	x.text("lifecycle:transition", "complete")
	if h.By != "" {
		x.text("org:resource", h.By)
	}
	x.write("</event>\n")
}

func (x *XESWriter) endTrace() {
	if x.open {
		x.write("</trace>\n")
	}
	x.open = false
}

// Close ends the log. It tells whether all of it was written.
func (x *XESWriter) Close() error {
	x.endTrace()
	x.write("</log>\n")
	if x.err == nil {
		x.err = x.out.Flush()
	}
	if x.err != nil {
		return fmt.Errorf("write the log: %w", x.err)
	}
	return nil
}

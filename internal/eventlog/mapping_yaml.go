package eventlog

import (
	"fmt"
	"path/filepath"
	"regexp"
	"sort"
	"strconv"
	"strings"

	"go.yaml.in/yaml/v3"

	"stadga/internal/civil"
	"stadga/internal/duty"
)

// A mappingParser walks the mapping's YAML and gathers what is wrong, each with
// its line, so that a mapping is mended in one go.
type mappingParser struct {
	file       string
	faults     []error
	prorations []*Prorated // they need the material's period, which may stand further down
}

func (p *mappingParser) place(n *yaml.Node) Place {
	if n == nil {
		return Place{File: p.file}
	}
	return Place{File: p.file, Line: n.Line, Column: n.Column}
}

func (p *mappingParser) fault(n *yaml.Node, format string, args ...any) {
	p.faults = append(p.faults, faultAt(p.place(n), format, args...))
}

var yamlLineForm = regexp.MustCompile(`line (\d+)`)

func yamlLine(err error) int {
	if err == nil {
		return 1
	}
	if m := yamlLineForm.FindStringSubmatch(err.Error()); m != nil {
		line, _ := strconv.Atoi(m[1])
		return line
	}
	return 1
}

// fields hands each entry of a YAML mapping to its reader, and faults what has none.
func (p *mappingParser) fields(n *yaml.Node, what string, readers map[string]func(key, value *yaml.Node)) {
	if n.Kind != yaml.MappingNode {
		p.fault(n, "%s ska vara en lista med namn och värde, till exempel file: beslut*.csv.", what)
		return
	}
	seen := map[string]bool{}
	for i := 0; i+1 < len(n.Content); i += 2 {
		key, value := n.Content[i], n.Content[i+1]
		read, ok := readers[key.Value]
		switch {
		case seen[key.Value]:
			p.fault(key, "%s står två gånger i %s. Ta bort det ena.", quoted(key.Value), what)
		case !ok:
			names := make([]string, 0, len(readers))
			for name := range readers {
				names = append(names, name)
			}
			sort.Strings(names)
			p.fault(key, "%s finns inte i %s. Här kan stå %s.", quoted(key.Value), what, listed(names))
		default:
			read(key, value)
		}
		seen[key.Value] = true
	}
}

func (p *mappingParser) text(to *string) func(key, value *yaml.Node) {
	return func(key, value *yaml.Node) {
		if value.Kind != yaml.ScalarNode || value.Value == "" {
			p.fault(value, "%s ska vara en text.", key.Value)
			return
		}
		*to = value.Value
	}
}

func (p *mappingParser) texts(to *[]string) func(key, value *yaml.Node) {
	return func(key, value *yaml.Node) {
		if value.Kind == yaml.ScalarNode {
			*to = []string{value.Value}
			return
		}
		for _, item := range value.Content {
			if value.Kind != yaml.SequenceNode || item.Kind != yaml.ScalarNode {
				p.fault(value, "%s ska vara en text eller flera inom hakparentes.", key.Value)
				return
			}
			*to = append(*to, item.Value)
		}
	}
}

func (p *mappingParser) yes(to *bool) func(key, value *yaml.Node) {
	return func(key, value *yaml.Node) {
		if err := value.Decode(to); err != nil {
			p.fault(value, "%s ska vara true eller false.", key.Value)
		}
	}
}

func (p *mappingParser) whole(to *int64) func(key, value *yaml.Node) {
	return func(key, value *yaml.Node) {
		if err := value.Decode(to); err != nil {
			p.fault(value, "%s ska vara ett heltal.", key.Value)
		}
	}
}

func (p *mappingParser) date(to *civil.Date) func(key, value *yaml.Node) {
	return func(key, value *yaml.Node) {
		day, err := civil.Parse(value.Value)
		if err != nil {
			p.fault(value, "%s ska vara en dag, till exempel 2026-03-02.", key.Value)
		}
		*to = day
	}
}

func (p *mappingParser) absent(to *coverage) func(key, value *yaml.Node) {
	return func(_, value *yaml.Node) {
		switch value.Value {
		case "no":
			*to = coverage{duty.No, true}
		case "unknown":
			*to = coverage{duty.Unknown, true}
		default:
			p.fault(value, "absent ska vara no (det har inte hänt) eller unknown (det går inte att veta).")
		}
	}
}

func (p *mappingParser) mapping(m *Mapping, n *yaml.Node) {
	p.fields(n, "mappningen", map[string]func(key, value *yaml.Node){
		"says":   p.text(&m.Says),
		"owner":  p.text(&m.Owner),
		"system": p.text(&m.System),
		"from":   p.date(&m.From),
		"to":     p.date(&m.To),
		"as_of":  p.date(&m.AsOf),
		"lists": func(_, value *yaml.Node) {
			if value.Kind != yaml.SequenceNode {
				p.fault(value, "lists ska vara en lista: en rad med bindestreck för varje fil.")
				return
			}
			for _, item := range value.Content {
				m.Lists = append(m.Lists, p.list(item))
			}
		},
		"log": func(_, value *yaml.Node) { m.Log = p.log(value) },
		"tables": func(_, value *yaml.Node) {
			for _, item := range value.Content {
				table := Table{}
				p.fields(item, "tables", map[string]func(key, value *yaml.Node){"rule": p.text(&table.Rule), "by": p.texts(&table.By)})
				m.Tables = append(m.Tables, table)
			}
		},
		"derive": func(_, value *yaml.Node) {
			for _, item := range value.Content {
				if d := p.derivation(item); d != nil {
					m.Derive = append(m.Derive, d)
				}
			}
		},
	})
	for _, d := range p.prorations {
		if d.first, d.last = m.From, m.To; m.From.IsZero() || m.To.IsZero() {
			p.faults = append(p.faults, faultAt(d.place, "prorated fördelar över underlagets period. Skriv from och to överst i mappningen."))
		}
	}
}

func (p *mappingParser) list(n *yaml.Node) *List {
	list := &List{place: p.place(n)}
	var absent coverage
	var facts *yaml.Node
	p.fields(n, "listan", map[string]func(key, value *yaml.Node){
		"name":          p.text(&list.Name),
		"file":          p.text(&list.File),
		"sheet":         p.text(&list.Sheet),
		"ends_with_sum": p.yes(&list.EndsWithSum),
		"listed":        p.text(&list.Listed),
		"absent":        p.absent(&absent),
		"facts":         func(_, value *yaml.Node) { facts = value },
		"subject": func(_, value *yaml.Node) {
			for i := 0; i+1 < len(value.Content); i += 2 {
				link := Link{Kind: value.Content[i].Value, Column: value.Content[i+1].Value, at: -1}
				if link.Column != eachRow {
					link.at = list.column(link.Column)
				} else if i > 0 {
					p.fault(value.Content[i+1], "Bara det första under subject kan vara \"#\": varje rad för sig.")
				}
				list.Chain = append(list.Chain, link)
			}
		},
		"split": func(_, value *yaml.Node) {
			list.Split = &Split{}
			p.fields(value, "split", map[string]func(key, value *yaml.Node){"column": p.text(&list.Split.Column), "by": p.text(&list.Split.By)})
			list.Split.at = list.column(list.Split.Column)
			if list.Split.By == "" {
				p.fault(value, "split saknar by: tecknet mellan numren, till exempel by: \"+\".")
			}
		},
		"leave_out": func(_, value *yaml.Node) {
			for _, item := range value.Content {
				out := LeaveOut{}
				p.fields(item, "leave_out", map[string]func(key, value *yaml.Node){"column": p.text(&out.Column), "is": p.texts(&out.Is), "why": p.text(&out.Why)})
				if out.Why == "" {
					p.fault(item, "leave_out saknar why. Skriv varför raderna lämnas utanför; det visas i rapporten.")
				}
				out.at = list.column(out.Column)
				list.LeaveOut = append(list.LeaveOut, out)
			}
		},
	})
	switch {
	case list.Name == "":
		p.fault(n, "Listan saknar name.")
	case list.File == "":
		p.fault(n, "Listan %s saknar file: ett mönster för filens namn, till exempel beslut*.csv.", quoted(list.Name))
	case len(list.Chain) == 0:
		p.fault(n, "Listan %s saknar subject: vad raden handlar om och kolumnen med dess nummer, till exempel subject: {investigation: Utredningsnr}.", quoted(list.Name))
	case facts == nil:
		p.fault(n, "Listan %s saknar facts. Skriv vilka kolumner som är vilka uppgifter.", quoted(list.Name))
	case !absent.stated:
		p.fault(n, "Listan %s saknar absent. Skriv absent: no om en tom cell betyder att det inte har hänt, absent: unknown om det inte går att veta.", quoted(list.Name))
	default:
		if _, err := filepath.Match(list.File, ""); err != nil {
			p.fault(n, "Mönstret %s går inte att läsa. Använd * för vilka tecken som helst.", quoted(list.File))
		}
		p.facts(list, facts, absent)
	}
	return list
}

func (p *mappingParser) facts(list *List, n *yaml.Node, absent coverage) {
	if n.Kind != yaml.MappingNode {
		p.fault(n, "facts ska vara en lista med uppgiftens namn och dess kolumner, till exempel intake.received: {day: Inkom datum}.")
		return
	}
	for i := 0; i+1 < len(n.Content); i += 2 {
		list.Facts = append(list.Facts, p.fact(list, n.Content[i], n.Content[i+1], absent))
	}
}

// columnsOf are the cells a fact is made of, before they are looked up.
type columnsOf struct{ day, time, until, to, text, yes, number, minutes, about string }

func (p *mappingParser) fact(list *List, key, n *yaml.Node, absent coverage) *FactColumn {
	f := &FactColumn{Name: key.Value, On: list.Chain[0].Kind, Times: 1, place: p.place(key)}
	var c columnsOf
	p.fields(n, "uppgiften "+f.Name, map[string]func(key, value *yaml.Node){
		"day": p.text(&c.day), "time": p.text(&c.time), "until": p.text(&c.until), "text": p.text(&c.text), "yes": p.text(&c.yes),
		"number": p.text(&c.number), "minutes": p.text(&c.minutes), "to": p.text(&c.to), "about": p.text(&c.about),
		"on": p.text(&f.On), "says": p.text(&f.Says), "sum": p.yes(&f.Sum), "times": p.whole(&f.Times), "among": p.texts(&f.Among),
		"absent": p.absent(&absent),
		"words": func(_, value *yaml.Node) {
			if err := value.Decode(&f.Words); err != nil {
				p.fault(value, "words ska vara filens ord och regelns ord, till exempel {Bifall: bifall}.")
			}
		},
		"when": func(_, value *yaml.Node) {
			f.When = &When{}
			p.fields(value, "when", map[string]func(key, value *yaml.Node){"column": p.text(&f.When.Column), "is": p.texts(&f.When.Is)})
			f.When.at = list.column(f.When.Column)
		},
	})
	f.silence = absent.silence
	f.Type = c.factType()
	if f.Type == "" {
		p.fault(n, "Uppgiften %s saknar kolumn. Skriv day, text, yes, number eller minutes.", quoted(f.Name))
	}
	if c.minutes != "" && c.to == "" {
		p.fault(n, "Uppgiften %s saknar to: kolumnen med sluttiden.", quoted(f.Name))
	}
	if !list.reaches(f.On) {
		p.fault(n, "Uppgiften %s hör till %s, som inte står i listans subject. Lägg till det där, eller ta bort on.", quoted(f.Name), quoted(f.On))
	}
	at := func(name string) int {
		if name == "" {
			return -1
		}
		return list.column(name)
	}
	f.day, f.time, f.until, f.toTime, f.about = at(c.day), at(c.time), at(c.until), at(c.to), at(c.about)
	f.value = at(c.text + c.yes + c.number + c.minutes) // one of them at most, by factType
	return f
}

// factType is the type of a fact made of these cells; empty when they make none.
func (c columnsOf) factType() duty.Type {
	given := 0
	for _, column := range []string{c.text, c.yes, c.number, c.minutes, c.until} {
		if column != "" {
			given++
		}
	}
	switch {
	case given > 1:
		return ""
	case c.text != "":
		return duty.Text
	case c.yes != "":
		return duty.Bool
	case c.number != "" || c.minutes != "":
		return duty.Number
	case c.until != "":
		return duty.Until
	case c.day != "" && c.time != "":
		return duty.Instant
	case c.day != "":
		return duty.Day
	}
	return ""
}

func (l *List) reaches(kind string) bool {
	for _, link := range l.Chain {
		if link.Kind == kind {
			return true
		}
	}
	return false
}

// span reads a length such as {months: 4} or {days: 30}.
func (p *mappingParser) span(to *duty.Span) func(key, value *yaml.Node) {
	return func(_, value *yaml.Node) {
		var days, weeks, months int64
		p.fields(value, "tiden", map[string]func(key, value *yaml.Node){"days": p.whole(&days), "weeks": p.whole(&weeks), "months": p.whole(&months)})
		*to = duty.Span{Days: int(days), Weeks: int(weeks), Months: int(months)}
	}
}

func kindList(kinds []string) string { return fmt.Sprintf("[%s]", strings.Join(kinds, ", ")) }

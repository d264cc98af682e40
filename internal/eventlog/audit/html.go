package audit

import (
	_ "embed"
	"fmt"
	"html/template"
	"io"
	"slices"
	"strconv"
	"strings"

	"stadga/internal/duty"
	"stadga/internal/eventlog"
)

// A Report (granskningsrapport) is a result with all that a reader needs to
// trust it and to do it again. It is one file that fetches nothing.
type Report struct {
	Result      Result
	Mapping     *eventlog.Mapping
	Program     string // version of the program
	RulesDigest string
	RuleFiles   []RuleFile
	Command     string // the command that does the same again
	Lists       string // folder of the lists; empty: none were written
	Sent        bool   // the files were sent to a server, and removed there
}

// A RuleFile is one file of rules and its digest.
type RuleFile struct {
	Path   string
	Digest string
}

//go:embed report.html
var reportHTML string

//go:embed report.css
var reportCSS string

// WriteHTML writes the report.
func (r Report) WriteHTML(w io.Writer) error { return r.write(w, "report") }

// Body is the report without its frame, to be shown inside a page.
func (r Report) Body() (template.HTML, error) {
	var b strings.Builder
	err := r.write(&b, "body")
	return template.HTML(b.String()), err
}

func (r Report) write(w io.Writer, part string) error {
	page, err := template.New("report").Funcs(template.FuncMap{
		"thousands": thousands, "days": days, "share": share, "state": Swedish, "moment": moment, "css": func() template.CSS { return template.CSS(reportCSS) },
	}).Parse(reportHTML)
	if err != nil {
		return fmt.Errorf("read the report's template: %w", err)
	}
	return page.ExecuteTemplate(w, part, r)
}

// Law lists the results that rest on law, Local those that rest on the
// municipality's own targets.
func (r Report) Law() []RuleResult { return r.only(false) }

// Local lists the results that rest on the municipality's own targets.
func (r Report) Local() []RuleResult { return r.only(true) }

func (r Report) only(local bool) []RuleResult {
	var some []RuleResult
	for _, one := range r.Result.Rules {
		if one.Local == local && !one.Counted && one.Applies > 0 {
			some = append(some, one)
		}
	}
	return some
}

// Idle lists the rules that nothing in the material falls under.
func (r Report) Idle() []RuleResult {
	return slices.DeleteFunc(slices.Clone(r.Result.Rules), func(one RuleResult) bool { return one.Applies > 0 })
}

// Drawn lists the rules that have something to compare by hand.
func (r Report) Drawn() []RuleResult {
	return slices.DeleteFunc(slices.Clone(r.Result.Rules), func(one RuleResult) bool { return len(one.Hits)+len(one.Others) == 0 })
}

// Unjudged lists the rules that leave something that cannot be judged.
func (r Report) Unjudged() []RuleResult {
	var some []RuleResult
	for _, one := range r.Result.Rules {
		if one.Undetermined > 0 {
			some = append(some, one)
		}
	}
	return some
}

// Tabled lists the rules whose answers are also counted by what some facts say.
func (r Report) Tabled() []RuleResult {
	var some []RuleResult
	for _, one := range r.Result.Rules {
		if len(one.Parts) > 0 {
			some = append(some, one)
		}
	}
	return some
}

// Figures are the measures and reconciles.
func (r Report) Figures() []Figure { return r.Result.Figures }

// Period is the period the material covers, in words.
func (r Report) Period() string {
	switch m := r.Mapping; {
	case m.From.IsZero() && m.To.IsZero():
		return "anges inte i mappningen"
	case m.To.IsZero():
		return "från " + m.From.String()
	case m.From.IsZero():
		return "till " + m.To.String()
	}
	return r.Mapping.From.String() + " – " + r.Mapping.To.String()
}

// Says is what a fact is called in Swedish.
func (r Report) Says(fact string) string {
	if fact == eventlog.Month {
		return "månad"
	}
	if says := saidOf(r.Mapping, nil)[fact]; says != "" {
		return says
	}
	return fact
}

// Never tells whether the rule forbids: then only breaches are counted, and
// there is no n of N.
func (r RuleResult) Never() bool { return r.Shape == duty.Forbids }

// Timed tells whether the days from start to done mean anything: the rule gives
// a time, and some have kept or missed it.
func (r RuleResult) Timed() bool { return r.Shape == duty.Within && r.Days.N > 0 }

func days(n int) string {
	if n == 1 {
		return "1 dag"
	}
	return thousands(n) + " dagar"
}

// Word writes what a fact says as the file itself writes it; a dash when it
// says nothing.
func (r Report) Word(fact, value string) string {
	if value == "" {
		return "–"
	}
	return r.Mapping.Word(fact, value)
}

// Where writes file and line, as the reader looks it up.
func (f Finding) Where() string {
	if f.Place.File == "" {
		return ""
	}
	if f.Place.Line == 0 {
		return f.Place.File
	}
	return f.Place.File + ", rad " + strconv.Itoa(f.Place.Line)
}

// share writes n of N in per cent with one decimal: "7,4 %"; a dash when there
// is nothing to share.
func share(n, of int) string {
	if of == 0 {
		return "–"
	}
	tenths := (n*2000 + of) / (2 * of)
	if tenths == 0 && n > 0 {
		return "< 0,1 %"
	}
	return strconv.Itoa(tenths/10) + "," + strconv.Itoa(tenths%10) + " %"
}

// thousands writes a number with a thin space between thousands.
func thousands(n int) string {
	digits := strconv.Itoa(n)
	var b strings.Builder
	for i, d := range digits {
		if i > 0 && (len(digits)-i)%3 == 0 && digits[i-1] != '-' {
			b.WriteRune('\u202f')
		}
		b.WriteRune(d)
	}
	return b.String()
}

package webkit

import (
	"net/http"
	"slices"
	"strconv"
	"strings"
	"time"
	"unicode/utf8"

	"stadga/internal/civil"
	"stadga/internal/fault"
	"stadga/internal/ids"
)

// Input reads a posted form field by field and gathers what is wrong, so that
// the user sees all of it at once.
type Input struct {
	r      *http.Request
	faults []*fault.Error
}

// Posted begins the reading of a posted form.
func Posted(r *http.Request) *Input {
	visitOf(r).posted = true
	return &Input{r: r}
}

// Add says that something more is wrong: in.Add(fault.Field("inkom", "intake.in-future")).
func (in *Input) Add(f *fault.Error) { in.faults = append(in.faults, f) }

// Err is everything found wrong so far; nil when all is well. Ask it when every field has
// been read: what a program sent and nobody has asked for by then is wrong too.
func (in *Input) Err() error {
	if v := visitOf(in.r); v.program {
		return fault.Join(slices.Concat(in.faults, v.unasked(in.r.PostForm))...)
	}
	return fault.Join(in.faults...)
}

// Sent is what a form posted in a field that may be posted several times, as rows that are
// marked are; SentOne is what it posted in a plain one. Both are for what is no input.
func Sent(r *http.Request, name string) []string {
	visitOf(r).asks(name)
	return r.PostForm[name]
}

// SentOne is Sent of a field that is posted once.
func SentOne(r *http.Request, name string) string {
	visitOf(r).asks(name)
	return r.PostForm.Get(name)
}

// Has tells whether the form holds the field at all, for rows and buttons.
func (in *Input) Has(name string) bool { return len(Sent(in.r, name)) > 0 }

// Rows tells how many rows of a repeated field were posted.
func (in *Input) Rows(name string) int {
	n := 0
	for in.Has(Row(name, n)) {
		n++
	}
	return n
}

const (
	textMost  = 20_000    // characters of one field
	proseMost = 1_000_000 // characters of running text: three hundred pages
)

// Text reads a text, trimmed, with line breaks as \n.
func (in *Input) Text(name string) string { return in.text(name, textMost, "20 000") }

// Prose reads running text, which may be two hundred pages pasted from elsewhere, as
// Text does.
func (in *Input) Prose(name string) string { return in.text(name, proseMost, "1 000 000") }

func (in *Input) text(name string, most int, words string) string {
	s := strings.TrimSpace(strings.ReplaceAll(SentOne(in.r, name), "\r\n", "\n"))
	if utf8.RuneCountInString(s) > most {
		in.Add(&fault.Error{Kind: fault.Invalid, Field: name, Text: "web.text-long", Args: map[string]any{"hogst": words}})
	}
	return s
}

// Must reads a text that has to be there.
func (in *Input) Must(name string) string {
	s := in.Text(name)
	if s == "" {
		in.Add(fault.Field(name, "web.text-missing"))
	}
	return s
}

// Word reads one of the words; empty when nothing was chosen.
func (in *Input) Word(name string, words ...string) string {
	s := SentOne(in.r, name)
	if s != "" && !slices.Contains(words, s) {
		in.Add(broken(name))
		return ""
	}
	return s
}

// MustWord reads one of the words, and one has to be chosen.
func (in *Input) MustWord(name string, words ...string) string {
	s := in.Word(name, words...)
	if s == "" && SentOne(in.r, name) == "" {
		in.Add(fault.Field(name, "web.word-unknown"))
	}
	return s
}

// Words reads the chips that were chosen, each one of the words.
func (in *Input) Words(name string, words ...string) []string {
	var chosen []string
	for _, s := range Sent(in.r, name) {
		if !slices.Contains(words, s) {
			in.Add(broken(name))
			return nil
		}
		chosen = append(chosen, s)
	}
	return chosen
}

// numberMost is more than any form asks for: hours, times, days.
const numberMost = 100_000

// Number reads a whole number; zero when the field is empty.
func (in *Input) Number(name string) int {
	s := strings.ReplaceAll(strings.ReplaceAll(in.Text(name), " ", ""), "\u00a0", "")
	if s == "" {
		return 0
	}
	n, err := strconv.Atoi(s)
	if err != nil {
		in.Add(fault.Field(name, "web.number-bad"))
		return 0
	}
	if n < 0 || n > numberMost {
		in.Add(fault.Field(name, "web.number-far"))
		return 0
	}
	return n
}

// ID reads an id that the page itself put into the form; zero when empty.
func (in *Input) ID(name string) ids.ID {
	s := SentOne(in.r, name)
	if s == "" {
		return ids.ID{}
	}
	id, err := ids.Parse(s)
	if err != nil {
		in.Add(broken(name))
	}
	return id
}

// A day of a form lies between the birth of the oldest and the longest plan.
const (
	firstYear  = 1900
	yearsAhead = 60
)

// Day reads a day as people write it; no day when the field is empty.
func (in *Input) Day(name string) civil.Date {
	s := in.Text(name)
	if s == "" {
		return civil.Date{}
	}
	day, ok := ReadDay(s, Today(in.r))
	switch {
	case !ok:
		in.Add(fault.Field(name, "web.day-unknown"))
	case day.Year() < firstYear || day.Year() > Today(in.r).Year()+yearsAhead:
		in.Add(fault.Field(name, "web.day-far"))
		return civil.Date{}
	}
	return day
}

// MustDay reads a day that has to be there.
func (in *Input) MustDay(name string) civil.Date {
	if in.Text(name) == "" {
		in.Add(fault.Field(name, "web.day-missing"))
		return civil.Date{}
	}
	return in.Day(name)
}

// Instant reads a day and a time of day in two fields; the zero instant when
// either is missing or wrong, with the fault beside the field it belongs to.
func (in *Input) Instant(day, clock string) time.Time {
	d, s := in.MustDay(day), in.Text(clock)
	hour, minute, ok := ReadTime(s)
	if !ok {
		in.Add(fault.Field(clock, "web.time-unknown"))
		return time.Time{}
	}
	if d.IsZero() {
		return time.Time{}
	}
	return d.At(hour, minute)
}

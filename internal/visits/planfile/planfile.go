// Package planfile reads planned visits (planerade besök) as a provider's planning
// system gives them: semicolon-separated values with a heading. It knows no register:
// what a row names is looked up by who asked for it.
package planfile

import (
	"bytes"
	"encoding/csv"
	"errors"
	"io"
	"maps"
	"slices"
	"strconv"
	"strings"
	"time"

	"stadga/internal/civil"
	"stadga/internal/fault"
	"stadga/internal/ids"
	"stadga/internal/visits"
)

// The limits of one file.
const (
	MostBytes = 1 << 20
	MostRows  = 1000
	mostTold  = 50 // faults that are told; the rest are counted
	longest   = 12 * time.Hour
)

// Columns are the headings that the file must have. Beside them it may have uppdrag
// (the order's number on its page), personnummer, insats, medarbetare (employee number),
// uppgifter (parted by commas) and antal (how many of the staff are there). A row names
// its order, or the person and where needed the service.
func Columns() []string { return []string{"datum", "start", "slut"} }

// A Row (rad) is one planned visit.
type Row struct {
	Line   int       // in the file; the heading is 1
	Order  ids.Order // zero: the person is named instead
	Number ids.IdentityNumber
	Kind   string // of service, as it is called; empty: the person has one
	Span   visits.Span
	Login  string // employee number; empty: nobody is appointed
	Tasks  []string
	With   int // how many of the staff are there; 0: one
}

// At says of a fault on which row it is.
func (r Row) At(f *fault.Error) *fault.Error { return at(r.Line, f) }

func at(line int, f *fault.Error) *fault.Error {
	args := map[string]any{"line": line}
	maps.Copy(args, f.Args)
	return &fault.Error{Kind: f.Kind, Field: "fil", Text: f.Text, Args: args}
}

// Told are the first of the faults, and how many more there are.
func Told(faults []*fault.Error) error {
	if more := len(faults) - mostTold; more > 0 {
		faults = append(slices.Clone(faults[:mostTold]), &fault.Error{Kind: fault.Invalid, Field: "fil", Text: "planfile.more", Args: map[string]any{"n": more}})
	}
	return fault.Join(faults...)
}

// Read reads the rows that lie on a day that is not past. Each row that is wrong gets
// its fault; no row is left out silently.
func Read(file io.Reader, today civil.Date) ([]Row, []*fault.Error) {
	whole := func(f *fault.Error) ([]Row, []*fault.Error) { return nil, []*fault.Error{f} }
	content, err := io.ReadAll(io.LimitReader(file, MostBytes+1))
	switch {
	case err != nil:
		return whole(fault.Field("fil", "planfile.unreadable"))
	case len(content) > MostBytes:
		return whole(fault.Field("fil", "planfile.too-large"))
	case strings.ToValidUTF8(string(content), "") != string(content):
		return whole(fault.Field("fil", "planfile.not-utf8"))
	}
	reader := csv.NewReader(bytes.NewReader(bytes.TrimPrefix(content, []byte("\ufeff"))))
	reader.Comma, reader.FieldsPerRecord = ';', -1
	heading, err := reader.Read()
	if err != nil {
		return whole(fault.Field("fil", "planfile.no-heading"))
	}
	s := sheet{today: today, at: map[string]int{}}
	for i, name := range heading {
		s.at[strings.ToLower(strings.TrimSpace(name))] = i
	}
	for _, name := range Columns() {
		if _, there := s.at[name]; !there {
			return whole(&fault.Error{Kind: fault.Invalid, Field: "fil", Text: "planfile.no-column", Args: map[string]any{"column": name}})
		}
	}
	for {
		cells, err := reader.Read()
		if errors.Is(err, io.EOF) {
			break
		}
		var wrong *csv.ParseError
		if errors.As(err, &wrong) {
			return nil, append(s.faults, at(wrong.Line, fault.Field("fil", "planfile.row-broken")))
		}
		line, _ := reader.FieldPos(0)
		if len(s.rows) == MostRows {
			return whole(fault.Field("fil", "planfile.too-many"))
		}
		s.read(line, len(heading), cells)
	}
	if len(s.rows) == 0 && len(s.faults) == 0 {
		return whole(fault.Field("fil", "planfile.no-rows"))
	}
	return s.rows, s.faults
}

// A sheet is a file on its way in.
type sheet struct {
	today  civil.Date
	at     map[string]int
	cells  []string
	rows   []Row
	faults []*fault.Error
}

func (s *sheet) get(column string) string {
	if i, there := s.at[column]; there && i < len(s.cells) {
		return strings.TrimSpace(s.cells[i])
	}
	return ""
}

func (s *sheet) read(line, columns int, cells []string) {
	s.cells = cells
	row, before := Row{Line: line, Kind: s.get("insats"), Login: s.get("medarbetare"), Tasks: visits.TasksOf(s.get("uppgifter"))}, len(s.faults)
	wrong := func(f *fault.Error) { s.faults = append(s.faults, at(line, f)) }
	if len(cells) != columns {
		wrong(fault.Field("fil", "planfile.cells"))
		return
	}
	row.Span = s.span(wrong)
	switch order, number := s.get("uppdrag"), s.get("personnummer"); {
	case order != "":
		id, err := ids.Parse(order)
		if err != nil {
			wrong(fault.Field("fil", "planfile.order-wrong"))
		}
		row.Order = ids.Order{ID: id}
	case number != "":
		read, err := ids.ParseIdentityNumber(number, s.today)
		if err != nil {
			wrong(fault.Field("fil", "planfile.number-wrong"))
		}
		row.Number = read
	default:
		wrong(fault.Field("fil", "planfile.order-missing"))
	}
	if many := s.get("antal"); many != "" {
		n, err := strconv.Atoi(many)
		if err != nil || n < 1 || n > 4 {
			wrong(fault.Field("fil", "planfile.many-wrong"))
		}
		row.With = n
	}
	if len(s.faults) == before {
		s.rows = append(s.rows, row)
	}
}

// span reads the three columns of time. An end before its start is on the day after.
func (s *sheet) span(wrong func(*fault.Error)) visits.Span {
	day, err := civil.Parse(s.get("datum"))
	if err != nil {
		wrong(fault.Field("fil", "planfile.day-wrong"))
		return visits.Span{}
	}
	if day.Before(s.today) || day.DaysSince(s.today) > visits.LongestSeries {
		wrong(fault.Field("fil", "planfile.day-outside"))
	}
	var ends [2]time.Time
	for i, column := range []string{"start", "slut"} {
		clock, err := time.Parse("15:04", strings.Replace(s.get(column), ".", ":", 1))
		if err != nil {
			wrong(&fault.Error{Kind: fault.Invalid, Text: "planfile.time-wrong", Args: map[string]any{"column": column}})
			return visits.Span{}
		}
		on := day
		if ends[i] = on.At(clock.Hour(), clock.Minute()); i == 1 && !ends[1].After(ends[0]) {
			on = day.AddDays(1)
			ends[1] = on.At(clock.Hour(), clock.Minute())
		}
	}
	if ends[1].Sub(ends[0]) > longest {
		wrong(fault.Field("fil", "planfile.too-long"))
	}
	return visits.Span{From: ends[0], To: ends[1]}
}

// Package report is the list of figures: each with a key, a definition in words,
// a query, columns, and the day it speaks of ("as of"). Page, command line,
// export and board paper run the same one (M-20), so a figure has one meaning.
//
// A report is read from projections. It names them, so that the record can be
// replayed to an earlier instant and the same query asked there.
package report

import (
	"context"
	"fmt"
	"sort"

	"stadga/internal/civil"
	"stadga/internal/store"
)

// UnitMonth is the key of the report that a provider reads its own part of (F-23).
const UnitMonth = "enhetens-manad"

// A Query is what is asked for: a period, both days counted, and the day the
// answer shall speak of.
type Query struct {
	From, To civil.Date // first and last day of the period
	AsOf     civil.Date // what the record knew at the end of this day; zero: today
}

// A Report is one figure or table of figures.
type Report struct {
	Key         string   // in the address and on the command line: "utredningstid"
	Title       string   // Swedish
	Says        []string // the definition in words: what counts, from when, what is left out
	Requirement []string // requirement IDs it answers
	Projections []string // what it reads
	Group       string   // heading it stands under in a list of reports; empty: among the first
	Today       bool     // an earlier day is judged by what is known today, and nothing is replayed
	Columns     []Column
	Rows        func(ctx context.Context, db store.Queryer, q Query) ([]Row, error)
	Items       Items    // what its figures count, where they open as lists
	Lists       Lists    // the same, asked of the database a page at a time
	Closed      []string // columns of counts that open no list
	Plot        *Plot    // drawn before the table; nil: the table says it
	Also        *Plot    // drawn after it
}

// A Plot draws one bar for each row: a part of a whole, both columns of numbers, or a
// number beside the largest of them. A sentence comes before it, and the table after
// says the same in numbers.
type Plot struct {
	Title       string
	Part, Whole string // names of columns; no whole: the bar is as long as the number
	Says        func(rows []Row) string
	Draws       func(row Row) bool // which rows have a bar; nil: all
}

// AsOfWords stand before the day that an answer speaks of.
func (r Report) AsOfWords() string {
	if r.Today {
		return "läget"
	}
	return "som det var känt"
}

// A Column of a report.
type Column struct {
	Name  string // key in JSON and CSV
	Title string // Swedish heading
	Unit  Unit
}

// A Unit says how a column's values read.
type Unit string

// The units of columns.
const (
	Text  Unit = "text"
	Count Unit = "antal"   // a whole number of cases, decisions, …
	Days  Unit = "dagar"   // a whole number of days
	Tenth Unit = "tiondel" // a number with one decimal, held as ten times its value
	Share Unit = "andel"   // a share in tenths of a per cent; n and N stand in columns of their own
)

// A Row holds one value per column: a Value each.
type Row []Value

// A Value is a text, a number in the column's unit, or unknown. Unknown is not
// nought: it is shown as "kan inte bedömas" or a dash, and left empty in CSV.
type Value struct {
	Text    string
	Number  int64
	Unknown bool
}

// T is a text value.
func T(s string) Value { return Value{Text: s} }

// N is a number in the column's unit.
func N(n int64) Value { return Value{Number: n} }

// None is a value that cannot be given.
func None() Value { return Value{Unknown: true} }

// Of returns the share n of total in tenths of a per cent, rounded half away
// from nought; unknown when the total is nought.
func Of(n, total int64) Value {
	if total == 0 {
		return None()
	}
	if n < 0 {
		return N(-Of(-n, total).Number)
	}
	return N((n*2000 + total) / (2 * total))
}

// Shares divides a whole in its parts, in tenths of a per cent that sum to exactly
// 100 per cent: what rounding leaves goes to the parts that lost the most by it.
// Unknown when there is nothing to divide.
func Shares(parts ...int64) []Value {
	total, left := int64(0), int64(1000)
	for _, n := range parts {
		total += n
	}
	values := make([]Value, len(parts))
	lost := make([]int, len(parts))
	for i, n := range parts {
		lost[i] = i
		if total == 0 {
			values[i] = None()
			continue
		}
		values[i] = N(n * 1000 / total)
		left -= values[i].Number
	}
	if total == 0 {
		return values
	}
	sort.SliceStable(lost, func(a, b int) bool { return parts[lost[a]]*1000%total > parts[lost[b]]*1000%total })
	for _, i := range lost[:left] {
		values[i].Number++
	}
	return values
}

// An Answer is a report as it stood.
type Answer struct {
	Report Report
	Query  Query
	Rows   []Row
}

// A List of reports, in the order they are shown.
type List []Report

// Find returns the report with that key.
func (l List) Find(key string) (Report, error) {
	for _, r := range l {
		if r.Key == key {
			return r, nil
		}
	}
	keys := make([]string, len(l))
	for i, r := range l {
		keys[i] = r.Key
	}
	sort.Strings(keys)
	return Report{}, fmt.Errorf("rapporten %q finns inte; de som finns är %v", key, keys)
}

// Run asks the report of the database. A period that ends before it begins is refused.
func (r Report) Run(ctx context.Context, db store.Queryer, q Query) (Answer, error) {
	if q.From.IsZero() || q.To.IsZero() || q.To.Before(q.From) {
		return Answer{}, fmt.Errorf("perioden %s–%s går inte att räkna: första dagen ska komma före den sista", q.From, q.To)
	}
	rows, err := r.Rows(ctx, db, q)
	if err != nil {
		return Answer{}, fmt.Errorf("report %s: %w", r.Key, err)
	}
	for i, row := range rows {
		if len(row) != len(r.Columns) {
			return Answer{}, fmt.Errorf("report %s: row %d has %d values for %d columns", r.Key, i, len(row), len(r.Columns))
		}
	}
	return Answer{Report: r, Query: q, Rows: rows}, nil
}

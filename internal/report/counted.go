package report

import (
	"context"
	"slices"
	"strings"

	"stadga/internal/ids"
	"stadga/internal/store"
)

// An Item is one of what a table counts, with the row it stands in and the
// columns it counts in. The figure and the list behind it are made of the same
// items, and so they agree (M-20).
type Item struct {
	Case ids.Case
	Says string   // what a list may say of it: a kind and a day, never what it is about
	Row  []string // the text columns, from the left
	In   []string // names of the columns that count it
	Path string   // page of a provider's own, where it has one
}

// Items gives every item of the period, one at a time.
type Items func(ctx context.Context, db store.Queryer, q Query, yield func(Item) error) error

// A Behind asks for a part of the list behind one figure.
type Behind struct {
	Row           []string // the text columns, from the left
	Column        string
	Offset, Limit int
}

// Lists gives a part of the list behind a figure, and how many it holds in all: for
// what is too much to be read through for one page of it.
type Lists func(ctx context.Context, db store.Queryer, q Query, of Behind) (list []Item, n int, err error)

// A ShareOf says which two columns a share is made of.
type ShareOf struct{ Part, Whole string }

// Counted makes a report of what it counts: one row for each combination of its
// text columns, in their order, with counts, and shares of these.
func (r Report) Counted(shares map[string]ShareOf, items Items) Report {
	r.Rows = func(ctx context.Context, db store.Queryer, q Query) ([]Row, error) {
		counts := map[string]map[string]int64{}
		var keys [][]string
		err := items(ctx, db, q, func(it Item) error {
			key := strings.Join(it.Row, "\x00")
			if counts[key] == nil {
				counts[key] = map[string]int64{}
				keys = append(keys, it.Row)
			}
			for _, name := range it.In {
				counts[key][name]++
			}
			return nil
		})
		if err != nil {
			return nil, err
		}
		slices.SortFunc(keys, slices.Compare[[]string])
		var rows []Row
		for _, key := range keys {
			rows = append(rows, r.counted(key, counts[strings.Join(key, "\x00")], shares))
		}
		return rows, nil
	}
	r.Items = items
	return r
}

func (r Report) counted(key []string, counts map[string]int64, shares map[string]ShareOf) Row {
	row := make(Row, len(r.Columns))
	for i, c := range r.Columns {
		switch share, ok := shares[c.Name]; {
		case i < len(key):
			row[i] = T(key[i])
		case ok:
			row[i] = Of(counts[share.Part], counts[share.Whole])
		default:
			row[i] = N(counts[c.Name])
		}
	}
	return row
}

// Opens tells whether the figures of the column open a list.
func (r Report) Opens(c Column) bool {
	return (r.Items != nil || r.Lists != nil) && c.Unit == Count && !slices.Contains(r.Closed, c.Name)
}

// Behind lists what the figure of a row and a column counts: limit items from
// offset, and how many there are in all.
func (r Report) Behind(ctx context.Context, db store.Queryer, q Query, row []string, column string, offset, limit int) (list []Item, of int, err error) {
	if r.Lists != nil {
		return r.Lists(ctx, db, q, Behind{Row: row, Column: column, Offset: offset, Limit: limit})
	}
	err = r.Items(ctx, db, q, func(it Item) error {
		if !slices.Equal(it.Row, row) || !slices.Contains(it.In, column) {
			return nil
		}
		if of >= offset && len(list) < limit {
			list = append(list, it)
		}
		of++
		return nil
	})
	return list, of, err
}

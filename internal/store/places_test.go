package store_test

import (
	"testing"

	"stadga/internal/store"
)

func TestArgumentsInOrderNeedNoNumber(t *testing.T) {
	for query, want := range map[string]string{
		"select 1":                                         "select 1",
		"insert into a (b, c) values ($1, $2)":             "insert into a (b, c) values (?, ?)",
		"select b from a where c = $1 and d in ($2, $3)":   "select b from a where c = ? and d in (?, ?)",
		"$1 $2 $3 $4 $5 $6 $7 $8 $9 $10 $11":               "? ? ? ? ? ? ? ? ? ? ?",
		"update a set b = '$2' where c = $1":               "update a set b = '$2' where c = ?",
		"update a set b = 'it''s $2' where c = $1 and 'x'": "update a set b = 'it''s $2' where c = ? and 'x'",
		"update a set b = $2 where c = $1":                 "update a set b = $2 where c = $1", // out of order
		"select b from a where c = $1 or d = $1":           "select b from a where c = $1 or d = $1",
		"select b from a where c = $1 and d = $3":          "select b from a where c = $1 and d = $3",
		"select b from a where c = $1 and d = 'open":       "select b from a where c = $1 and d = 'open",
		"select b from a where c = $x":                     "select b from a where c = $x",
		"select b from a where c = ?":                      "select b from a where c = ?",
	} {
		if got := store.Unnumbered(query); got != want {
			t.Errorf("%s\nbecomes %s\nwant    %s", query, got, want)
		}
	}
}

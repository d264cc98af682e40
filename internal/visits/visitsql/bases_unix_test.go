//go:build unix

package visitsql

import (
	"os"
	"slices"
	"testing"

	"stadga/internal/store"
	"stadga/internal/store/pgtest"
	"stadga/internal/store/postgres"
)

func TestMain(m *testing.M) { os.Exit(pgtest.Main(m)) }

// A visit comes to the same on both databases.
func TestVisitsComeToTheSameOnBothDatabases(t *testing.T) {
	db, err := postgres.Open(t.Context(), pgtest.Database(t), postgres.Options{})
	if err != nil {
		t.Fatal(err)
	}
	defer func() {
		if err := db.Shut(); err != nil {
			t.Error(err)
		}
	}()
	month, small := aMonthOfVisits(200), emptyBook(t)
	for _, r := range month {
		small.apply(t, r)
	}
	questions := []string{
		`select count(*), cast(sum(minutes) as integer), cast(sum(odd) as integer), cast(sum(case when held = '' then 0 else 1 end) as integer), cast(sum(case when gone = '' then 0 else 1 end) as integer) from visit`,
		`select count(*), cast(sum(visits) as integer), cast(sum(ore) as integer), cast(sum(held_ore) as integer), cast(sum(tagged) as integer) from month_sum`,
		`select kind, count(*) from visit_oddity group by kind order by kind`,
		`select count(*) from visit_event`,
	}
	err = db.Write(t.Context(), func(x store.Execer) error {
		large := book{x}
		if err := store.CreateTables(t.Context(), x, Projection(), db.Schema); err != nil {
			return err
		}
		for _, r := range month {
			large.apply(t, r)
		}
		for _, question := range questions {
			if got, want := large.rows(t, question), small.rows(t, question); !slices.Equal(got, want) {
				t.Errorf("%s\nPostgreSQL %v\nSQLite     %v", question, got, want)
			}
		}
		return nil
	})
	if err != nil {
		t.Error(err)
	}
}

package store_test

import (
	"path/filepath"
	"strings"
	"testing"

	"stadga/internal/store"
	"stadga/internal/store/sqlite"
)

// A page that reads kept sums reads the rows of its view, and never looks through
// those of other views or of earlier countings.
func TestKeptSumsAreFoundByTheirKey(t *testing.T) {
	driver, err := sqlite.Open(t.Context(), filepath.Join(t.TempDir(), "namnd.db"), sqlite.Options{})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := driver.Shut(); err != nil {
			t.Error(err)
		}
	})
	for _, query := range store.MeasurementQueries() {
		rows, err := driver.Reader().QueryContext(t.Context(), `explain query plan `+query, 1, "oppna", "")
		if err != nil {
			t.Fatal(err)
		}
		var plan strings.Builder
		for rows.Next() {
			var id, parent, unused int
			var line string
			if err := rows.Scan(&id, &parent, &unused, &line); err != nil {
				t.Fatal(err)
			}
			plan.WriteString(line + "\n")
		}
		if err := rows.Close(); err != nil {
			t.Fatal(err)
		}
		if strings.Contains(plan.String(), "SCAN measurement_part") || strings.Contains(plan.String(), "SCAN p") || !strings.Contains(plan.String(), "sqlite_autoindex_measurement_part_1 (measurement=? AND view=? AND split=?)") {
			t.Errorf("%s is planned so:\n%s", query, plan.String())
		}
	}
}

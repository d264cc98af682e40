package webkit

import (
	"fmt"
	"html/template"
	"maps"
	"time"

	"stadga/internal/civil"
)

// funcs are what templates may call: words for days and numbers, nothing that
// decides.
func funcs() template.FuncMap {
	all := template.FuncMap{
		"langdag":  LongDay,
		"klockan":  ClockTime,
		"sekunder": ClockSeconds,
		"tal":      Thousands,
		"antal":    Count,
		"iso":      func(d civil.Date) string { return d.String() },
		"iso8601":  func(t time.Time) string { return t.UTC().Format(time.RFC3339) },
		"px":       func(v float64) string { return fmt.Sprintf("%.1f", v) },
		"rader": func(rows int) int {
			if rows == 0 {
				return 3
			}
			return rows
		},
	}
	maps.Copy(all, drawn(asset("ikoner.svg")))
	return all
}

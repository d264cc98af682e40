package webkit

import (
	"fmt"
	"html/template"
	"time"

	"stadga/internal/civil"
)

// funcs are what templates may call: words for days and numbers, nothing that
// decides.
func funcs() template.FuncMap {
	icons := asset("ikoner.svg")
	return template.FuncMap{
		"langdag":  LongDay,
		"klockan":  ClockTime,
		"sekunder": ClockSeconds,
		"tal":      Thousands,
		"antal":    Count,
		"iso":      func(d civil.Date) string { return d.String() },
		"iso8601":  func(t time.Time) string { return t.UTC().Format(time.RFC3339) },
		"px":       func(v float64) string { return fmt.Sprintf("%.1f", v) },
		"ikon":     func(name string) Ikon { return Ikon{Name: name, File: icons} },
		"rader": func(rows int) int {
			if rows == 0 {
				return 3
			}
			return rows
		},
	}
}

// An Ikon is one symbol of the icon file. {{template "ikon" (ikon "i-dag")}}
type Ikon struct{ Name, File string }

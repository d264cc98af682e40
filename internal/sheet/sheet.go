// Package sheet writes cells that a spreadsheet shows and never runs.
package sheet

import (
	"strings"
	"unicode"
)

// starts are signs that begin a formula, also as full-width signs.
const starts = "=+-@\u2212\uff1d\uff0b\uff0d\uff20"

// Cell is a text as it may stand in a file that a spreadsheet opens: one that
// would be taken for a formula, also after signs that a spreadsheet skips, gets an
// apostrophe before it, which spreadsheets take as the mark of a text.
func Cell(s string) string {
	s = strings.ReplaceAll(s, "\x00", "")
	skipped := strings.TrimLeftFunc(s, func(c rune) bool { return unicode.IsSpace(c) || unicode.IsControl(c) || unicode.Is(unicode.Cf, c) })
	if skipped == "" && s == "" {
		return s
	}
	if first := s[0]; first == '\t' || first == '\r' || first == '\n' || skipped != "" && strings.ContainsRune(starts, []rune(skipped)[0]) {
		return "'" + s
	}
	return s
}

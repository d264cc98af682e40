package store

import "strings"

// Unnumbered writes the arguments of a statement as bare question marks, where each
// stands once and they stand in order: SQLite is else asked for the name of each, every
// time the statement is run, which is a fifth of writing a wide row. Other statements
// are left as they are.
func Unnumbered(query string) string {
	var b strings.Builder
	rest, next := query, 1
	for {
		at := strings.IndexAny(rest, "$'")
		switch {
		case at < 0:
			if next == 1 {
				return query
			}
			b.WriteString(rest)
			return b.String()
		case rest[at] == '\'': // words, to the next quotation mark; one that is doubled begins words anew
			end := strings.IndexByte(rest[at+1:], '\'')
			if end < 0 {
				return query
			}
			b.WriteString(rest[:at+end+2])
			rest = rest[at+end+2:]
			continue
		}
		b.WriteString(rest[:at])
		number, digits := 0, 0
		for _, c := range []byte(rest[at+1:]) {
			if c < '0' || c > '9' {
				break
			}
			number, digits = number*10+int(c-'0'), digits+1
		}
		if number != next {
			return query
		}
		b.WriteByte('?')
		rest, next = rest[at+1+digits:], next+1
	}
}

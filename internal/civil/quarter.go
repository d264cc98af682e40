package civil

import "fmt"

// A Quarter (kvartal) is a calendar quarter: "2026-4".
type Quarter string

// QuarterOf is the quarter of a day.
func QuarterOf(d Date) Quarter {
	year, month, _ := d.Parts()
	return Quarter(fmt.Sprintf("%04d-%d", year, (int(month)+2)/3))
}

// ReadQuarter reads "2026-4"; false for anything else.
func ReadQuarter(s string) (Quarter, bool) {
	if len(s) != 6 || s[4] != '-' || s[5] < '1' || s[5] > '4' {
		return "", false
	}
	if _, err := Parse(s[:4] + "-01-01"); err != nil {
		return "", false
	}
	return Quarter(s), true
}

// First is the first day of the quarter.
func (q Quarter) First() Date {
	return MustParse(fmt.Sprintf("%s-%02d-01", string(q[:4]), (int(q[5]-'0')-1)*3+1))
}

// Last is the last day of the quarter.
func (q Quarter) Last() Date { return q.First().AddMonths(3).AddDays(-1) }

// Words is "fjärde kvartalet 2026".
func (q Quarter) Words() string {
	return []string{"första", "andra", "tredje", "fjärde"}[q[5]-'1'] + " kvartalet " + string(q[:4])
}

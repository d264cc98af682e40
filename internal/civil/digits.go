package civil

import "time"

// Days and stamps stand dozens of times in every row of the record, and are read
// and written here without a layout to interpret, in a fifth of the time. What is
// not exactly of their form is left to package time.

const lastYear = 9999 // that four digits hold

func appendDay(b []byte, y int, m time.Month, day int) []byte {
	b = appendDigits(b, y, 4)
	b = appendDigits(append(b, '-'), int(m), 2)
	return appendDigits(append(b, '-'), day, 2)
}

// appendDigits writes a number of so many digits.
func appendDigits(b []byte, n, width int) []byte {
	at := len(b) + width
	b = append(b, "000000"[:width]...)
	for ; n > 0; n /= 10 {
		at--
		b[at] = byte('0' + n%10)
	}
	return b
}

// digits reads a number that is all of s.
func digits(s string) (n int, ok bool) {
	for i := range len(s) {
		if s[i] < '0' || s[i] > '9' {
			return 0, false
		}
		n = 10*n + int(s[i]-'0')
	}
	return n, true
}

// readDay reads 2026-03-02; not ok when it is no day that there is.
func readDay(s string) (y int, m time.Month, day int, ok bool) {
	if len(s) != len(time.DateOnly) || s[4] != '-' || s[7] != '-' {
		return 0, 0, 0, false
	}
	y, ok1 := digits(s[:4])
	month, ok2 := digits(s[5:7])
	day, ok3 := digits(s[8:])
	m = time.Month(month)
	return y, m, day, ok1 && ok2 && ok3 && m >= time.January && m <= time.December && day >= 1 && day <= daysIn(y, m)
}

func daysIn(y int, m time.Month) int {
	switch m {
	case time.February:
		if y%4 == 0 && (y%100 != 0 || y%400 == 0) {
			return 29
		}
		return 28
	case time.April, time.June, time.September, time.November:
		return 30
	}
	return 31
}

// readStamp reads what Stamp writes; not ok when it is no instant.
func readStamp(s string) (time.Time, bool) {
	if len(s) != len(stampForm) || s[10] != 'T' || s[13] != ':' || s[16] != ':' || s[19] != '.' || s[26] != 'Z' {
		return time.Time{}, false
	}
	y, m, day, ok := readDay(s[:10])
	hour, ok1 := digits(s[11:13])
	minute, ok2 := digits(s[14:16])
	second, ok3 := digits(s[17:19])
	micro, ok4 := digits(s[20:26])
	if !ok || !ok1 || !ok2 || !ok3 || !ok4 || hour > 23 || minute > 59 || second > 59 {
		return time.Time{}, false
	}
	return time.Date(y, m, day, hour, minute, second, micro*1000, time.UTC), true
}

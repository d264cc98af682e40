package eventlog

import (
	"strconv"
	"strings"
	"time"

	"stadga/internal/civil"
)

// A problem is what is wrong with one cell, as the end of a Swedish sentence.
type problem string

func (p problem) Error() string { return string(p) }

// openEnded are the days that systems write for "no day" and "for ever".
var (
	noDayBefore = civil.On(1900, time.January, 2)   // 1900-01-01 and earlier: no day
	forEver     = civil.On(9999, time.December, 31) // 9999-12-31: open-ended
)

// parseDay reads a day written 2026-03-02, 20260302 or 02.03.2026, with or
// without a time after it, or as a spreadsheet's serial number. What means "no
// day" – blank, "-", 1900-01-01, 9999-12-31 – gives the zero Date.
func parseDay(text string) (civil.Date, error) {
	text = trimCell(text)
	if text == "" || text == "-" {
		return civil.Date{}, nil
	}
	body, after := text, ""
	if i := strings.IndexAny(body, " T"); i > 0 {
		body, after = body[:i], body[i+1:]
	}
	var year, month, day int
	var ok bool
	switch {
	case len(body) == 10 && body[4] == body[7] && (body[4] == '-' || body[4] == '/'):
		year, month, day, ok = threeNumbers(body[0:4], body[5:7], body[8:10])
	case len(body) == 10 && body[2] == '.' && body[5] == '.':
		year, month, day, ok = threeNumbers(body[6:10], body[3:5], body[0:2])
	case len(body) == 8 && allDigits(body):
		year, month, day, ok = threeNumbers(body[0:4], body[4:6], body[6:8])
	default:
		return serialDay(text)
	}
	if !ok {
		return civil.Date{}, notADay(text)
	}
	if year == 0 && month == 0 && day == 0 {
		return civil.Date{}, nil
	}
	date := civil.On(year, time.Month(month), day)
	if y, m, d := date.Parts(); y != year || int(m) != month || d != day {
		return civil.Date{}, problem(quoted(text) + " är ingen dag som finns. Rätta datumet, eller lämna cellen tom om dagen saknas.")
	}
	if _, err := parseTime(after); err != nil {
		return civil.Date{}, err
	}
	if date.Before(noDayBefore) || date == forEver {
		return civil.Date{}, nil
	}
	return date, nil
}

func notADay(text string) error {
	return problem(quoted(text) + " är inget datum. Skriv till exempel 2026-03-02, 20260302 eller 02.03.2026.")
}

// A spreadsheet counts days from 1899-12-30. A number that is too small for
// anyone alive is a slip of the pen, and no day.
const (
	leastSerial = 7306    // 1920-01-01
	mostSerial  = 2958465 // 9999-12-31: open-ended
)

// serialDay reads a spreadsheet's day number; 0 and 1 are its way of writing no day.
func serialDay(text string) (civil.Date, error) {
	n, err := strconv.ParseFloat(text, 64)
	if err != nil || strings.ContainsAny(text, "eExXpP_+") {
		return civil.Date{}, notADay(text)
	}
	switch {
	case n == 0, n == 1, n >= mostSerial && n < mostSerial+1:
		return civil.Date{}, nil
	case !(n >= leastSerial && n < mostSerial):
		return civil.Date{}, notADay(text)
	}
	return civil.On(1899, time.December, 30).AddDays(int(n)), nil
}

// A clock is a time of day in whole seconds, and whether there is one.
type clock struct {
	seconds int
	known   bool
}

// parseTime reads 14:20, 14.20, 1420, 14:20:05, with or without a fraction of a
// second, hours in decimals (14,50 is half past two) or a spreadsheet's fraction
// of a day. Blank and "-" give no time.
func parseTime(text string) (clock, error) {
	text = trimCell(text)
	if text == "" || text == "-" {
		return clock{}, nil
	}
	if n, err := fraction(text); err == nil && n >= 0 && n < 1 {
		return clock{seconds: int(n*86400 + 0.5), known: true}, nil
	}
	if hours, decimals, found := strings.Cut(text, ","); found && len(hours) <= 2 && len(decimals) <= 2 {
		if n, known, err := parseThousandths(text); err == nil && known && n >= 0 && n < 24000 {
			return clock{seconds: int(n*3600+500) / 1000, known: true}, nil
		}
	}
	whole := text
	if i := strings.LastIndexByte(whole, '.'); i > 5 {
		whole = whole[:i]
	}
	var hour, minute, second int
	var ok bool
	switch {
	case len(whole) == 4 && allDigits(whole):
		hour, minute, second, ok = threeNumbers(whole[0:2], whole[2:4], "0")
	case len(whole) == 4 && (whole[1] == ':' || whole[1] == '.'):
		hour, minute, second, ok = threeNumbers(whole[0:1], whole[2:4], "0")
	case len(whole) == 5 && (whole[2] == ':' || whole[2] == '.'):
		hour, minute, second, ok = threeNumbers(whole[0:2], whole[3:5], "0")
	case len(whole) == 8 && whole[2] == whole[5] && (whole[2] == ':' || whole[2] == '.'):
		hour, minute, second, ok = threeNumbers(whole[0:2], whole[3:5], whole[6:8])
	}
	if !ok || hour > 23 || minute > 59 || second > 59 {
		return clock{}, problem(quoted(text) + " är inget klockslag. Skriv till exempel 14:20.")
	}
	return clock{seconds: hour*3600 + minute*60 + second, known: true}, nil
}

// timeWithin reads the time that may follow the day in one and the same cell.
func timeWithin(text string) (clock, error) {
	text = trimCell(text)
	if i := strings.IndexAny(text, " T"); i > 0 {
		return parseTime(text[i+1:])
	}
	return clock{}, nil
}

// at is the instant of the time of day c on the day d in Stockholm.
func (c clock) at(d civil.Date) time.Time {
	return d.At(c.seconds/3600, c.seconds/60%60).Add(time.Duration(c.seconds%60) * time.Second)
}

// parseBool reads J, Ja, 1, X, true and N, Nej, 0, false; blank is not known.
func parseBool(text string) (value, known bool, err error) {
	switch strings.ToLower(trimCell(text)) {
	case "":
		return false, false, nil
	case "j", "ja", "1", "x", "sant", "true":
		return true, true, nil
	case "n", "nej", "0", "falskt", "false":
		return false, true, nil
	}
	return false, false, problem(quoted(text) + " är varken ja eller nej. Skriv J eller N, Ja eller Nej, 1 eller 0.")
}

// parseThousandths reads a number with decimal comma or point, with or without
// blanks between thousands, as thousandths. Blank is not known.
func parseThousandths(text string) (value int64, known bool, err error) {
	text = trimCell(text)
	if text == "" || text == "-" {
		return 0, false, nil
	}
	bad := problem(quoted(text) + " är inget tal. Skriv till exempel 12,50.")
	digits := text
	negative := strings.HasPrefix(digits, "-") || strings.HasPrefix(digits, "−")
	digits = strings.TrimPrefix(strings.TrimPrefix(digits, "-"), "−")
	whole, fraction, _ := strings.Cut(strings.Replace(digits, ".", ",", 1), ",")
	whole = dropBlanks(whole)
	if whole == "" || len(whole) > 15 || !allDigits(whole) || !allDigits(fraction) {
		return 0, false, bad
	}
	value, _ = strconv.ParseInt(whole, 10, 64)
	value *= 1000
	for i, weight := 0, int64(100); i < len(fraction) && weight > 0; i, weight = i+1, weight/10 {
		value += int64(fraction[i]-'0') * weight
	}
	if len(fraction) > 3 && fraction[3] >= '5' {
		value++
	}
	if negative {
		value = -value
	}
	return value, true, nil
}

// trimCell drops blanks of all kinds round a cell, and the apostrophe with
// which spreadsheets keep a number as text.
func trimCell(text string) string {
	return strings.TrimPrefix(strings.Trim(text, " \t\r\n\u00a0\u202f\ufeff"), "'")
}

func dropBlanks(text string) string {
	if !strings.ContainsAny(text, " \u00a0\u202f") {
		return text
	}
	return strings.NewReplacer(" ", "", "\u00a0", "", "\u202f", "").Replace(text)
}

func allDigits(text string) bool {
	for i := 0; i < len(text); i++ {
		if text[i] < '0' || text[i] > '9' {
			return false
		}
	}
	return true
}

func threeNumbers(a, b, c string) (int, int, int, bool) {
	if !allDigits(a) || !allDigits(b) || !allDigits(c) {
		return 0, 0, 0, false
	}
	return number(a), number(b), number(c), true
}

func number(digits string) int {
	n := 0
	for i := 0; i < len(digits); i++ {
		n = n*10 + int(digits[i]-'0')
	}
	return n
}

// fraction reads a spreadsheet's fraction of a day: "0.597222222".
func fraction(text string) (float64, error) {
	if !strings.HasPrefix(text, "0.") || len(text) <= len("00.00") {
		return 0, strconv.ErrSyntax
	}
	return strconv.ParseFloat(text, 64)
}

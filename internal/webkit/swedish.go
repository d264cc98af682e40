package webkit

import (
	"fmt"
	"strconv"
	"strings"
	"time"
	"unicode"
	"unicode/utf8"

	"stadga/internal/civil"
)

func months() [12]string {
	return [12]string{"januari", "februari", "mars", "april", "maj", "juni", "juli", "augusti", "september", "oktober", "november", "december"}
}

func weekdays() [7]string {
	return [7]string{"söndag", "måndag", "tisdag", "onsdag", "torsdag", "fredag", "lördag"}
}

func shortWeekdays() [7]string { return [7]string{"sön", "mån", "tis", "ons", "tors", "fre", "lör"} }

// Capital begins a sentence with a capital letter, å, ä and ö too.
func Capital(words string) string {
	first, size := utf8.DecodeRuneInString(words)
	if size == 0 {
		return words
	}
	return string(unicode.ToUpper(first)) + words[size:]
}

// LongDay writes "torsdag 12 mars 2026".
func LongDay(d civil.Date) string {
	if d.IsZero() {
		return ""
	}
	y, m, day := d.Parts()
	return fmt.Sprintf("%s %d %s %d", weekdays()[d.Weekday()], day, months()[m-1], y)
}

// ShortDay writes "tors 12 mars", with the year when it is not today's.
func ShortDay(d, today civil.Date) string {
	if d.IsZero() {
		return ""
	}
	y, m, day := d.Parts()
	s := fmt.Sprintf("%s %d %s", shortWeekdays()[d.Weekday()], day, months()[m-1])
	if y != today.Year() {
		s += " " + strconv.Itoa(y)
	}
	return s
}

// PlainDay writes "12 mars", with the year when it is not today's.
func PlainDay(d, today civil.Date) string {
	s := ShortDay(d, today)
	_, rest, _ := strings.Cut(s, " ")
	return rest
}

// ClockTime writes "10:42" in Stockholm.
func ClockTime(t time.Time) string {
	if t.IsZero() {
		return ""
	}
	return t.In(civil.Stockholm).Format("15:04")
}

// ClockSeconds writes "10:42:07" in Stockholm.
func ClockSeconds(t time.Time) string { return t.In(civil.Stockholm).Format("15:04:05") }

// DayAndTime writes "11 mars 09:10", "i dag 09:10" or "i går 09:10".
func DayAndTime(t time.Time, today civil.Date) string {
	if t.IsZero() {
		return ""
	}
	switch d := civil.DayOf(t); today.DaysSince(d) {
	case 0:
		return "i dag " + ClockTime(t)
	case 1:
		return "i går " + ClockTime(t)
	default:
		return PlainDay(d, today) + " " + ClockTime(t)
	}
}

// Days writes "1 dag" or "4 dagar".
func Days(n int) string { return Count(n, "dag", "dagar") }

// Count writes a number with its noun: "1 ärende", "1 204 ärenden".
func Count(n int, one, many string) string {
	if n == 1 {
		return "1 " + one
	}
	return Thousands(n) + " " + many
}

// Thousands writes 1204331 as "1 204 331", with spaces that do not break.
func Thousands(n int) string {
	s := strconv.Itoa(n)
	sign := ""
	if n < 0 {
		sign, s = "−", s[1:]
	}
	for i := len(s) - 3; i > 0; i -= 3 {
		s = s[:i] + "\u00a0" + s[i:]
	}
	return sign + s
}

// Percent writes a share as "72 %"; a dash when there is nothing to share.
func Percent(part, whole int) string {
	if whole == 0 {
		return "–"
	}
	return strconv.Itoa(int(float64(part)*100/float64(whole)+0.5)) + "\u00a0%"
}

// ReadDay reads a day as people write it: 2026-03-12, 20260312, 12/3, 12.3.2026,
// 12 mars, 12 mars 2026, i dag, i går, i morgon. A day without year is the
// nearest one that is not in the future. Impossible days are refused.
func ReadDay(s string, today civil.Date) (civil.Date, bool) {
	s = strings.ToLower(strings.Join(strings.Fields(s), " "))
	switch s {
	case "i dag", "idag":
		return today, true
	case "i går", "igår":
		return today.AddDays(-1), true
	case "i morgon", "imorgon":
		return today.AddDays(1), true
	}
	if d, err := civil.Parse(s); err == nil {
		return d, true
	}
	if len(s) == 8 {
		if d, err := civil.Parse(s[:4] + "-" + s[4:6] + "-" + s[6:]); err == nil {
			return d, true
		}
	}
	parts := strings.FieldsFunc(s, func(c rune) bool { return c == ' ' || c == '/' || c == '.' || c == '-' })
	if len(parts) > 0 && isWeekday(parts[0]) {
		parts = parts[1:]
	}
	if len(parts) < 2 || len(parts) > 3 {
		return civil.Date{}, false
	}
	day, err := strconv.Atoi(parts[0])
	month := monthOf(parts[1])
	if err != nil || month == 0 {
		return civil.Date{}, false
	}
	year, guessed := today.Year(), true
	if len(parts) == 3 {
		if year, err = strconv.Atoi(parts[2]); err != nil || len(parts[2]) != 4 {
			return civil.Date{}, false
		}
		guessed = false
	}
	d, ok := possible(year, month, day)
	if ok && guessed && d.After(today) {
		if earlier, can := possible(year-1, month, day); can {
			d = earlier
		}
	}
	return d, ok
}

func possible(year int, month time.Month, day int) (civil.Date, bool) {
	d, err := civil.Parse(fmt.Sprintf("%04d-%02d-%02d", year, month, day))
	return d, err == nil
}

func isWeekday(s string) bool {
	for i := range 7 {
		if s == weekdays()[i] || s == shortWeekdays()[i] {
			return true
		}
	}
	return false
}

func monthOf(s string) time.Month {
	if n, err := strconv.Atoi(s); err == nil && n >= 1 && n <= 12 {
		return time.Month(n)
	}
	for i, name := range months() {
		if s == name || len(s) == 3 && strings.HasPrefix(name, s) || s == "sept" && i == 8 {
			return time.Month(i + 1)
		}
	}
	return 0
}

// Month writes "augusti 2026".
func Month(d civil.Date) string {
	year, month, _ := d.Parts()
	return months()[month-1] + " " + strconv.Itoa(year)
}

// Duration writes whole minutes as hours and minutes: "20 h 30 min".
func Duration(minutes int64) string {
	sign := ""
	if minutes < 0 {
		sign, minutes = "−", -minutes
	}
	if minutes%60 == 0 {
		return fmt.Sprintf("%s%d h", sign, minutes/60)
	}
	return fmt.Sprintf("%s%d h %d min", sign, minutes/60, minutes%60)
}

// ReadTime reads a time of day: 08:53, 8.53, 0853, 8.
func ReadTime(s string) (hour, minute int, ok bool) {
	s = strings.NewReplacer(".", ":", "kl", "", " ", "").Replace(strings.ToLower(strings.TrimSpace(s)))
	h, m, found := strings.Cut(s, ":")
	if !found && len(s) == 4 {
		h, m = s[:2], s[2:]
	}
	if m == "" {
		m = "0"
	}
	hour, errHour := strconv.Atoi(h)
	minute, errMinute := strconv.Atoi(m)
	ok = errHour == nil && errMinute == nil && hour >= 0 && hour < 24 && minute >= 0 && minute < 60
	return hour, minute, ok
}

// Kronor writes an amount in öre: "10 395,75 kr".
func Kronor(ore int64) string {
	sign := ""
	if ore < 0 {
		sign, ore = "−", -ore
	}
	return fmt.Sprintf("%s%s,%02d kr", sign, Thousands(int(ore/100)), ore%100)
}

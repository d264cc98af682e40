package ids

import (
	"database/sql/driver"
	"fmt"
	"log/slog"
	"strings"
	"time"

	"stadga/internal/civil"
	"stadga/internal/fault"
)

// A NumberKind says which of the three kinds of number a person is known by.
type NumberKind string

// The kinds of identity number.
const (
	Personnummer      NumberKind = "personnummer"      // folkbokföringslagen 18 §
	Samordningsnummer NumberKind = "samordningsnummer" // lag 2022:1697: the day plus 60
	Reservnummer      NumberKind = "reservnummer"      // ours, ÅÅÅÅMMDD-Tnnn, for one who has neither
)

// Sex is what the number says of legal sex.
type Sex string

// Odd is male and even is female, in the third digit of the last four.
const (
	Female Sex = "kvinna"
	Male   Sex = "man"
)

// An IdentityNumber (identitetsbeteckning) is a personnummer, samordningsnummer
// or reserve number. It prints masked whatever the verb; only Reveal, JSON and
// the database see it whole. The zero IdentityNumber is no number.
//
// It is compared with == and is no birth date: numbers run out, and a nearby
// day is then used (law.md 5.1).
type IdentityNumber struct {
	text string // ÅÅÅÅMMDDNNNN, twelve characters
}

const (
	dayOffset = 60
	firstYear = 1800 // the check digit does not cover the century; nobody living was born before this
)

// ParseIdentityNumber reads a number as people write it: ten or twelve digits,
// with dash, plus or space before the last four, or none. Ten digits are of the
// latest century that is not in the future; plus is a hundred years earlier.
// today is the day it is read. What is wrong comes as an Invalid fault without
// a field.
func ParseIdentityNumber(written string, today civil.Date) (IdentityNumber, error) {
	digits, sign, err := split(written)
	if err != nil {
		return IdentityNumber{}, err
	}
	if len(digits) == 10 {
		digits = withCentury(digits, sign, today)
	}
	n := IdentityNumber{digits}
	first, _, exists := n.span()
	switch {
	case number(digits[:4]) < firstYear:
		return IdentityNumber{}, fault.New(fault.Invalid, "number.century")
	case !exists:
		return IdentityNumber{}, fault.New(fault.Invalid, "number.no-such-day")
	case first.After(today):
		return IdentityNumber{}, fault.New(fault.Invalid, "number.in-the-future")
	case n.Kind() != Reservnummer && digits[8:11] == "000":
		return IdentityNumber{}, fault.New(fault.Invalid, "number.serial")
	case n.Kind() != Reservnummer && checkDigit(digits[2:11]) != digits[11]:
		return IdentityNumber{}, fault.New(fault.Invalid, "number.check-digit")
	}
	return n, nil
}

// MustParseIdentityNumber is ParseIdentityNumber for numbers of twelve characters
// written in code; it panics on a bad one.
func MustParseIdentityNumber(written string) IdentityNumber {
	n, err := ParseIdentityNumber(written, civil.On(9999, time.December, 31))
	if err != nil {
		panic(err)
	}
	return n
}

// NewReservnummer makes the reserve number of someone born that day; serial is
// 0–999, odd hundreds for men and even for women. Nobody can have such a number,
// and no authority knows it.
func NewReservnummer(born civil.Date, serial int) IdentityNumber {
	year, month, day := born.Parts()
	return IdentityNumber{fmt.Sprintf("%04d%02d%02dT%03d", year, month, day, serial%1000)}
}

// Kind tells which kind of number it is; empty when there is no number.
func (n IdentityNumber) Kind() NumberKind {
	switch {
	case n.IsZero():
		return ""
	case n.text[8] == 'T':
		return Reservnummer
	case number(n.text[6:8]) >= dayOffset:
		return Samordningsnummer
	}
	return Personnummer
}

// Born returns the day the number names; no day when the number leaves month or
// day unknown.
func (n IdentityNumber) Born() civil.Date {
	if n.IsZero() {
		return civil.Date{}
	}
	if first, last, exists := n.span(); exists && first == last {
		return first
	}
	return civil.Date{}
}

// Sex returns what the number says of legal sex; empty when there is no number.
func (n IdentityNumber) Sex() Sex {
	switch {
	case n.IsZero():
		return ""
	case (n.text[10]-'0')%2 == 1:
		return Male
	}
	return Female
}

// IsZero tells whether there is no number.
func (n IdentityNumber) IsZero() bool { return n.text == "" }

// Reveal writes the whole number, ÅÅÅÅMMDD-NNNN. It is for the eyes of one who
// has opened the file, never for a log, an error or an address.
func (n IdentityNumber) Reveal() string {
	if n.IsZero() {
		return ""
	}
	return n.text[:8] + "-" + n.text[8:]
}

// String writes the birth year and hides the rest.
func (n IdentityNumber) String() string {
	if n.IsZero() {
		return ""
	}
	return n.text[:4] + "••••-••••"
}

// Format keeps every verb of fmt to the masked form.
func (n IdentityNumber) Format(out fmt.State, _ rune) { _, _ = out.Write([]byte(n.String())) }

// LogValue keeps the log to the masked form.
func (n IdentityNumber) LogValue() slog.Value { return slog.StringValue(n.String()) }

// MarshalText writes the twelve characters, for events and drafts.
func (n IdentityNumber) MarshalText() ([]byte, error) { return []byte(n.text), nil }

// UnmarshalText reads what MarshalText writes. The number was tried when it was
// first written down, and the day it was read is not known here; only its form is.
func (n *IdentityNumber) UnmarshalText(b []byte) error {
	if len(b) == 0 {
		*n = IdentityNumber{}
		return nil
	}
	read := IdentityNumber{string(b)}
	if len(b) != 12 || !allDigits(read.text[:8]) || !allDigits(read.text[9:]) {
		return fmt.Errorf("ids: a stored identity number has %d characters of another form", len(b))
	}
	*n = read
	return nil
}

// Value stores the twelve characters; no number is the empty string.
func (n IdentityNumber) Value() (driver.Value, error) { return n.text, nil }

// Scan reads what Value stores.
func (n *IdentityNumber) Scan(v any) error {
	switch v := v.(type) {
	case nil:
		*n = IdentityNumber{}
		return nil
	case string:
		return n.UnmarshalText([]byte(v))
	case []byte:
		return n.UnmarshalText(v)
	}
	return fmt.Errorf("ids: an identity number cannot be read from %T", v)
}

// split takes what was written apart into ten or twelve characters and the sign
// before the last four.
func split(written string) (digits string, sign byte, err error) {
	text := strings.TrimSpace(written)
	for _, dash := range []string{"‐", "‑", "–", "−"} { // what word processors make of a dash
		text = strings.ReplaceAll(text, dash, "-")
	}
	sign = '-'
	if at := len(text) - 5; at > 0 && strings.IndexByte("-+ ", text[at]) >= 0 {
		if text[at] == '+' {
			sign = '+'
		}
		text = text[:at] + text[at+1:]
	}
	switch {
	case text == "":
		return "", 0, fault.New(fault.Invalid, "number.missing")
	case len(text) != 10 && len(text) != 12:
		return "", 0, fault.New(fault.Invalid, "number.length")
	}
	at := len(text) - 4
	letter := text[at] == 'T' || text[at] == 't'
	if !allDigits(text[:at]) || !allDigits(text[at+1:]) || !letter && !allDigits(text[at:at+1]) {
		return "", 0, fault.New(fault.Invalid, "number.digits")
	}
	if letter && len(text) == 10 {
		return "", 0, fault.New(fault.Invalid, "number.reserve-year")
	}
	return strings.ToUpper(text), sign, nil
}

// withCentury puts the century before ten digits.
func withCentury(digits string, sign byte, today civil.Date) string {
	century := today.Year() / 100
	if first, _, exists := (IdentityNumber{fmt.Sprintf("%02d%s", century, digits)}).span(); !exists || first.After(today) {
		century--
	}
	if sign == '+' {
		century--
	}
	return fmt.Sprintf("%02d%s", century, digits)
}

// span returns the first and last day the number can name, and whether there
// are such days. A samordningsnummer may leave the month (00) or the day (60)
// unknown, and some are published with a day that their month lacks, such as 29
// February 2019; those name any day of the month.
func (n IdentityNumber) span() (first, last civil.Date, exists bool) {
	year, month, day := number(n.text[:4]), number(n.text[4:6]), number(n.text[6:8])
	coordination := n.Kind() == Samordningsnummer
	if coordination {
		day -= dayOffset
	}
	switch {
	case month > 12 || day > 31 || !coordination && (month == 0 || day == 0):
		return civil.Date{}, civil.Date{}, false
	case month == 0:
		return civil.On(year, time.January, 1), civil.On(year, time.December, 31), true
	}
	monthStart := civil.On(year, time.Month(month), 1)
	named := monthStart.AddDays(day - 1)
	if day == 0 || coordination && named.After(monthStart.MonthEnd()) {
		return monthStart, monthStart.MonthEnd(), true
	}
	return named, named, !named.After(monthStart.MonthEnd())
}

// checkDigit reckons the last digit of nine by weights 2, 1, 2 … (law.md 5.1).
func checkDigit(nine string) byte {
	sum := 0
	for i, c := range []byte(nine) {
		product := int(c-'0') * (2 - i%2)
		sum += product/10 + product%10
	}
	return byte('0' + (10-sum%10)%10)
}

func number(digits string) int {
	n := 0
	for _, c := range []byte(digits) {
		n = n*10 + int(c-'0')
	}
	return n
}

func allDigits(s string) bool {
	for _, c := range []byte(s) {
		if c < '0' || c > '9' {
			return false
		}
	}
	return s != ""
}

package simulate

import (
	_ "embed"
	"fmt"
	"strconv"
	"strings"
	"time"

	"stadga/internal/civil"
)

//go:embed numbers.txt
var numbersText string

// numbers hands out identity numbers, each once: first Skatteverket's published
// test numbers, then reserve numbers of the form ÅÅÅÅMMDD-Tnnn (kept without the
// dash), which have a letter where the birth number begins and can therefore be
// nobody's.
type numbers struct {
	free     map[numberKey][]string // the test numbers left, by year and sex
	reserved map[civil.Date]int
}

type numberKey struct {
	year int
	sex  Sex
}

func readNumbers(text string) (*numbers, error) {
	n := &numbers{free: make(map[numberKey][]string), reserved: make(map[civil.Date]int)}
	for at, line := range strings.Split(text, "\n") {
		head, list, ok := strings.Cut(line, ":")
		if line == "" || strings.HasPrefix(line, "#") {
			continue
		}
		year, err := strconv.Atoi(head)
		if !ok || err != nil {
			return nil, fmt.Errorf("numbers.txt line %d: no year", at+1)
		}
		for _, rest := range strings.Fields(list) {
			if len(rest) != 8 {
				return nil, fmt.Errorf("numbers.txt line %d: %q is not MMDDNNNK", at+1, rest)
			}
			key := numberKey{year, sexOf(rest)}
			n.free[key] = append(n.free[key], head+rest)
		}
	}
	return n, nil
}

// sexOf reads the third digit of the birth number: odd for men.
func sexOf(rest string) Sex {
	if (rest[6]-'0')%2 == 1 {
		return Man
	}
	return Woman
}

// nearYears is how far from the wished year of birth a test number is looked
// for before a reserve number is given.
const nearYears = 2

// take gives a number to someone of that sex born about that day, and the day of
// birth the number carries.
func (n *numbers) take(c chance, sex Sex, born civil.Date) (string, civil.Date) {
	for off := 0; off <= nearYears; off++ {
		for _, year := range []int{born.Year() - off, born.Year() + off} {
			key := numberKey{year, sex}
			left := n.free[key]
			if len(left) == 0 {
				continue
			}
			at := c.IntN(len(left))
			number := left[at]
			left[at] = left[len(left)-1]
			n.free[key] = left[:len(left)-1]
			return number, bornOn(number)
		}
	}
	return n.reserve(born), born
}

// takeAged gives a number to someone of exactly that age on the day.
func (n *numbers) takeAged(c chance, sex Sex, years int, day civil.Date) (string, civil.Date) {
	for _, year := range []int{day.Year() - years, day.Year() - years - 1} {
		key := numberKey{year, sex}
		for at, number := range n.free[key] {
			if born := bornOn(number); age(born, day) == years {
				n.free[key] = append(n.free[key][:at:at], n.free[key][at+1:]...)
				return number, born
			}
		}
	}
	born := day.AddMonths(-12 * years).AddDays(-c.IntN(300))
	return n.reserve(born), born
}

// reserve makes a reserve number on the day of birth.
func (n *numbers) reserve(born civil.Date) string {
	for n.reserved[born] >= 999 {
		born = born.AddDays(1)
	}
	n.reserved[born]++
	return fmt.Sprintf("%sT%03d", strings.ReplaceAll(born.String(), "-", ""), n.reserved[born])
}

// bornOn reads the day of birth of a twelve-digit number.
func bornOn(number string) civil.Date {
	year, _ := strconv.Atoi(number[:4])
	month, _ := strconv.Atoi(number[4:6])
	day, _ := strconv.Atoi(number[6:8])
	return civil.On(year, time.Month(month), day)
}

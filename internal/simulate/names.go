package simulate

import (
	_ "embed"
	"fmt"
	"strconv"
	"strings"

	"stadga/internal/civil"
)

//go:embed names.txt
var namesText string

// A Sex is kvinna or man, as the statistics of social services count.
type Sex string

// The two sexes of the statistics.
const (
	Woman Sex = "kvinna"
	Man   Sex = "man"
)

// names is the list of names.txt.
type names struct {
	first    []era
	surnames []string
	streets  []string
}

// An era is the first names that were common for one sex in some years.
type era struct {
	sex      Sex
	from, to int
	names    []string
}

func readNames(text string) (names, error) {
	var n names
	for number, line := range strings.Split(text, "\n") {
		head, list, ok := strings.Cut(line, ":")
		if line == "" || strings.HasPrefix(line, "#") {
			continue
		}
		if !ok {
			return n, fmt.Errorf("names.txt line %d: no colon", number+1)
		}
		words := strings.Fields(list)
		switch fields := strings.Fields(head); fields[0] {
		case "S":
			n.surnames = words
		case "G":
			n.streets = words
		default:
			e := era{sex: Woman, names: words}
			if fields[0] == "M" {
				e.sex = Man
			}
			var err1, err2 error
			e.from, err1 = strconv.Atoi(fields[1])
			e.to, err2 = strconv.Atoi(fields[2])
			if err1 != nil || err2 != nil {
				return n, fmt.Errorf("names.txt line %d: no years", number+1)
			}
			n.first = append(n.first, e)
		}
	}
	return n, nil
}

// firstName draws a name that was common when the person was born.
func (n names) firstName(c chance, sex Sex, year int) string {
	for _, e := range n.first {
		if e.sex == sex && e.from <= year && year <= e.to {
			return pick(c, e.names)
		}
	}
	return pick(c, n.first[0].names)
}

// surname draws a surname; those first in the list are more common.
func (n names) surname(c chance) string {
	at := c.Float64() * c.Float64()
	return n.surnames[int(at*float64(len(n.surnames)))]
}

// address draws a street with a number.
func (n names) address(c chance) string {
	return fmt.Sprintf("%s %d", pick(c, n.streets), c.between(1, 64))
}

// age is the number of whole years from born to day.
func age(born, day civil.Date) int {
	by, bm, bd := born.Parts()
	y, m, d := day.Parts()
	years := y - by
	if m < bm || m == bm && d < bd {
		years--
	}
	return years
}

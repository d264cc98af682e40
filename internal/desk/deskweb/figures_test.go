package deskweb_test

import (
	"html"
	"regexp"
	"strconv"
	"strings"
)

// A shown is a figure on a page and where it leads.
type shown struct {
	path string
	n    int
}

var (
	boxed  = regexp.MustCompile(`<a href="([^"]+)"><b>([\d\x{00a0}]+)</b>`)
	nOfN   = regexp.MustCompile(`<a class="hel" href="([^"]+)">([\d\x{00a0}]+) av [\d\x{00a0}]+</a>`)
	sides  = regexp.MustCompile(`(?:data-namn="Avstämning">|, )<a href="([^"]+)">([\d\x{00a0}]+)</a>`)
	inCell = regexp.MustCompile(`data-namn="(?:Inte uppfyllt|Vet inte|Antal)"[^>]*><a href="([^"]+)">([\d\x{00a0}]+)`)
)

// figuresOf finds every figure of a page that leads to a list.
func figuresOf(body []byte) []shown {
	var all []shown
	for _, of := range []*regexp.Regexp{boxed, nOfN, inCell, sides} {
		for _, m := range of.FindAllSubmatch(body, -1) {
			n, err := strconv.Atoi(strings.ReplaceAll(string(m[2]), "\u00a0", ""))
			if err == nil {
				all = append(all, shown{html.UnescapeString(string(m[1])), n})
			}
		}
	}
	return all
}

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

// shapes are how a figure that leads to a list is written.
func shapes() []*regexp.Regexp {
	const n = `([\d\x{00a0}]+)`
	return []*regexp.Regexp{
		regexp.MustCompile(`<a href="([^"]+)"><b>` + n + `</b>`),
		regexp.MustCompile(`<a class="hel" href="([^"]+)">` + n + ` (?:av|inte uppfyl)`),
		regexp.MustCompile(`<a href="([^"]+)">` + n + ` kan inte bedömas`),
		regexp.MustCompile(`data-namn="(?:Inte uppfyllt|Kan inte bedömas|Antal|Lagfrist bryts|Lokalt mål bryts|Ofördelade)"[^>]*><a href="([^"]+)">` + n),
		regexp.MustCompile(`(?:data-namn="Avstämning">|, )<a href="([^"]+)">` + n + `</a>`),
	}
}

// figuresOf finds every figure of a page that leads to a list.
func figuresOf(body []byte) []shown {
	var all []shown
	for _, of := range shapes() {
		for _, m := range of.FindAllSubmatch(body, -1) {
			n, err := strconv.Atoi(strings.ReplaceAll(string(m[2]), "\u00a0", ""))
			if err == nil {
				all = append(all, shown{html.UnescapeString(string(m[1])), n})
			}
		}
	}
	return all
}

package fault

import (
	"fmt"
	"maps"
	"strings"
)

// A Sentence is what a key says to the user, in Swedish: what is wrong, how to
// mend it. {name} stands for the value of that name in Error.Args.
type Sentence struct {
	Number int // shown as FEL-0412 and asked for by support; never reused
	Says   string
}

// A Catalogue holds the sentences of one area by key.
type Catalogue map[string]Sentence

// Words returns the sentence of an error and its number, FEL-0412. A key that
// is in no catalogue is told as FEL-0000, so that no key is ever shown.
func (c Catalogue) Words(e *Error) (says, number string) {
	sentence, ok := c[e.Text]
	if !ok {
		return "Något gick fel hos oss. Det du skrev finns kvar. Försök igen om en stund.", "FEL-0000"
	}
	says = sentence.Says
	for name, value := range e.Args {
		says = strings.ReplaceAll(says, "{"+name+"}", fmt.Sprint(value))
	}
	return says, fmt.Sprintf("FEL-%04d", sentence.Number)
}

// Merge gathers catalogues into one. It panics when a key or a number stands
// twice: that is a mistake in the program, found by any test that starts it.
func Merge(catalogues ...Catalogue) Catalogue {
	all := Catalogue{}
	taken := map[int]string{}
	for _, c := range catalogues {
		for key, sentence := range c {
			if _, twice := all[key]; twice {
				panic("fault: the key " + key + " has two sentences")
			}
			if other := taken[sentence.Number]; other != "" {
				panic(fmt.Sprintf("fault: FEL-%04d is both %s and %s", sentence.Number, key, other))
			}
			taken[sentence.Number] = key
		}
		maps.Copy(all, c)
	}
	return all
}

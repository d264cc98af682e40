package legal

import (
	"fmt"
	"regexp"
	"slices"
	"strings"

	"stadga/internal/civil"
)

// A Citation (lagrum) points at a place in a source, with the days it is in
// force. Citations are compared with ==.
type Citation struct {
	Source  Source
	Chapter string       // "20", "2 a", "3–4"; empty where the act has none
	Section string       // "2", "1 a", "16–18", "4, 32"; empty: the whole chapter or source
	Part    int          // stycke, from 1; 0: all of it
	Item    string       // punkt: "4"; empty: all of them
	InForce civil.Period // of the provision; the source's own when nothing else is said
}

var (
	spanForm    = regexp.MustCompile(`^(.*?) \[(\d{4}-\d{2}-\d{2})? ?→ ?(\d{4}-\d{2}-\d{2})?\]$`)
	chapterForm = regexp.MustCompile(`^(?:ch\. (` + chapters + `)|(` + chapters + `) kap\.)$`)
	placeForm   = regexp.MustCompile(`^(?:(` + chapter + `)(:| kap\. ))?(` + sections + `)( §§?)?` +
		`(?: st ?(\d)| (första|andra|tredje|fjärde|femte) stycket)?(?: \(?(\d+)\)?)?$`)
)

const (
	chapter  = `\d+ ?[a-z]?`
	chapters = chapter + `(?:–\d+)?`
	section  = `\d+(?: [a-z])?`
	sections = section + `(?:–(?:` + section + `|[a-z]))?(?:, ` + section + `(?:–(?:` + section + `|[a-z]))?)*`
)

var parts = []string{"första", "andra", "tredje", "fjärde", "femte"}

// Parse reads a citation in any of its three forms: as rule files write it
// ("SoL25 20:2 st1", "LSS 9 § 4", "nämnd: Riktlinjer för hemtjänst"), as pages
// show it ("SoL 20 kap. 2 §") and as letters do ("32 § förvaltningslagen"). A
// span in force may follow: "SoL01 14:3 [2011-07-01 → 2025-06-30]".
func Parse(text string) (Citation, error) {
	text = strings.TrimSpace(text)
	var c Citation
	bare, span := text, (*civil.Period)(nil)
	if m := spanForm.FindStringSubmatch(text); m != nil {
		var err error
		if span, err = parseSpan(m[2], m[3]); err != nil {
			return Citation{}, fmt.Errorf("legal: %q: %w", text, err)
		}
		bare = m[1]
	}
	place := ""
	var known bool
	if c.Source, place, known = find(bare); !known {
		if c.Source, place, known = findLast(bare); !known {
			return Citation{}, fmt.Errorf("legal: %q begins or ends with no source we know", text)
		}
	}
	if err := c.parsePlace(place); err != nil {
		return Citation{}, fmt.Errorf("legal: %q: %w", text, err)
	}
	c.InForce = c.Source.InForce
	if span != nil {
		c.InForce = *span
	}
	return c, nil
}

// MustParse is Parse for citations written in code; it panics on a bad one.
func MustParse(text string) Citation {
	c, err := Parse(text)
	if err != nil {
		panic(err)
	}
	return c
}

func parseSpan(from, until string) (*civil.Period, error) {
	var span civil.Period
	if err := span.From.UnmarshalText([]byte(from)); err != nil {
		return nil, err
	}
	if err := span.Until.UnmarshalText([]byte(until)); err != nil {
		return nil, err
	}
	if !span.IsValid() {
		return nil, fmt.Errorf("it ends before it begins")
	}
	return &span, nil
}

// parsePlace reads chapter, section, part and item.
func (c *Citation) parsePlace(place string) error {
	if place == "" {
		return nil
	}
	if m := chapterForm.FindStringSubmatch(place); m != nil {
		c.Chapter = spaced(m[1] + m[2])
		return nil
	}
	m := placeForm.FindStringSubmatch(place)
	if m == nil || m[1] == "" && m[4] == "" { // without a chapter, § tells that it is a section
		return fmt.Errorf("%q is no chapter and section", place)
	}
	c.Chapter, c.Section, c.Item = spaced(m[1]), m[3], m[7]
	if m[5] != "" {
		c.Part = int(m[5][0] - '0')
	}
	if at := slices.Index(parts, m[6]); at >= 0 {
		c.Part = at + 1
	}
	return nil
}

// spaced writes 2a as 2 a.
func spaced(chapter string) string {
	last := len(chapter) - 1
	if last > 0 && chapter[last] >= 'a' && chapter[last] <= 'z' && chapter[last-1] != ' ' {
		return chapter[:last] + " " + chapter[last:]
	}
	return chapter
}

// IsZero tells whether nothing is cited.
func (c Citation) IsZero() bool { return c == Citation{} }

// String writes the citation as rule files do: SoL25 20:2 st1. The span follows
// when it is another than the source's.
func (c Citation) String() string {
	text := c.Source.Key
	switch {
	case c.Section == "" && c.Chapter != "":
		text += " " + c.Chapter + " kap."
	case c.Chapter != "":
		text += " " + strings.ReplaceAll(c.Chapter, " ", "") + ":" + c.Section
	case c.Section != "":
		text += " " + c.Section + c.sign()
	}
	if c.Part > 0 {
		text += fmt.Sprintf(" st%d", c.Part)
	}
	if c.Item != "" {
		text += " (" + c.Item + ")"
	}
	if c.InForce != c.Source.InForce {
		text += " [" + strings.TrimSpace(c.InForce.From.String()+" → "+c.InForce.Until.String()) + "]"
	}
	return text
}

// Swedish writes the citation as pages show it: SoL 20 kap. 2 §.
func (c Citation) Swedish() string {
	return strings.TrimSpace(c.Source.Short + " " + c.place())
}

// InFull writes the citation as letters do: 20 kap. 2 § socialtjänstlagen (2025:400).
func (c Citation) InFull() string {
	return strings.TrimSpace(c.place() + " " + c.Source.inFull())
}

func (c Citation) place() string {
	var words []string
	if c.Chapter != "" {
		words = append(words, c.Chapter+" kap.")
	}
	if c.Section != "" {
		words = append(words, c.Section+c.sign())
	}
	if c.Part > 0 {
		words = append(words, parts[c.Part-1]+" stycket")
	}
	if c.Item != "" {
		words = append(words, c.Item)
	}
	return strings.Join(words, " ")
}

// sign is § for one section and §§ for several.
func (c Citation) sign() string {
	if strings.ContainsAny(c.Section, "–,") {
		return " §§"
	}
	return " §"
}

// MarshalText writes the citation as String does.
func (c Citation) MarshalText() ([]byte, error) { return []byte(c.String()), nil }

// UnmarshalText reads what Parse reads.
func (c *Citation) UnmarshalText(text []byte) error {
	read, err := Parse(string(text))
	*c = read
	return err
}

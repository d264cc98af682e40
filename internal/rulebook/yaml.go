package rulebook

import (
	"fmt"
	"slices"
	"strconv"
	"strings"

	"go.yaml.in/yaml/v3"

	"stadga/internal/civil"
)

// A Problem is one thing wrong in a rule file, and where.
type Problem struct {
	File string
	Line int
	Says string // Swedish: what is wrong and how to mend it
}

func (p Problem) String() string {
	if p.Line == 0 {
		return fmt.Sprintf("%s: %s", p.File, p.Says)
	}
	return fmt.Sprintf("%s:%d: %s", p.File, p.Line, p.Says)
}

// Problems is all that is wrong with a set of rule files, in their order.
type Problems []Problem

func (p Problems) Error() string {
	lines := make([]string, len(p))
	for i, one := range p {
		lines[i] = one.String()
	}
	return strings.Join(lines, "\n")
}

// A reader reads one rule file and gathers what is wrong in it.
type reader struct {
	file     string
	problems *Problems
}

func (r *reader) refuse(at *yaml.Node, format string, args ...any) {
	line := 0
	if at != nil {
		line = at.Line
	}
	*r.problems = append(*r.problems, Problem{r.file, line, fmt.Sprintf(format, args...)})
}

// A section is a mapping of the file, read key by key.
type section struct {
	*reader
	node *yaml.Node
	keys map[string]*yaml.Node
}

// section reads a mapping and refuses keys that are not among those known.
func (r *reader) section(node *yaml.Node, known ...string) section {
	s := section{r, node, map[string]*yaml.Node{}}
	if node == nil || node.Kind != yaml.MappingNode {
		r.refuse(node, "här ska stå nycklar med värden, till exempel %s: …", known[0])
		return s
	}
	for i := 0; i+1 < len(node.Content); i += 2 {
		key, value := node.Content[i], node.Content[i+1]
		switch {
		case s.keys[key.Value] != nil:
			r.refuse(key, "nyckeln %s står två gånger, ta bort den ena", key.Value)
		case !slices.Contains(known, key.Value):
			r.refuse(key, "nyckeln %s känns inte igen. Här får stå: %s", key.Value, strings.Join(known, ", "))
		}
		s.keys[key.Value] = value
	}
	return s
}

func (s section) has(key string) bool { return s.keys[key] != nil }

// at is where to point when the key is wrong or missing.
func (s section) at(key string) *yaml.Node {
	if n := s.keys[key]; n != nil {
		return n
	}
	return s.node
}

func (s section) text(key string) string {
	n := s.keys[key]
	if n == nil {
		return ""
	}
	if n.Kind != yaml.ScalarNode {
		s.refuse(n, "%s ska vara en text", key)
		return ""
	}
	return strings.TrimSpace(n.Value)
}

// must is text that has to be there.
func (s section) must(key string) string {
	value := s.text(key)
	if value == "" {
		s.refuse(s.at(key), "%s saknas", key)
	}
	return value
}

// oneOf is text that has to be one of the words; empty when the key is not there.
func (s section) oneOf(key string, words ...string) string {
	value := s.text(key)
	if value != "" && !slices.Contains(words, value) {
		s.refuse(s.at(key), "%s är %q. Skriv %s", key, value, orList(words))
	}
	return value
}

func (s section) number(key string) int {
	value := s.text(key)
	if value == "" {
		return 0
	}
	n, err := strconv.Atoi(value)
	if err != nil || n < 0 {
		s.refuse(s.at(key), "%s ska vara ett heltal, inte %q", key, value)
	}
	return n
}

func (s section) boolean(key string) bool {
	return s.oneOf(key, "true", "false") == "true"
}

func (s section) day(key string) civil.Date {
	value := s.text(key)
	if value == "" {
		return civil.Date{}
	}
	day, err := civil.Parse(value)
	if err != nil {
		s.refuse(s.at(key), "%s är %q. Skriv dagen så här: 2026-03-02", key, value)
	}
	return day
}

// texts is a list of texts; one text stands for a list of one.
func (s section) texts(key string) []string {
	n := s.keys[key]
	switch {
	case n == nil:
		return nil
	case n.Kind == yaml.ScalarNode:
		return []string{strings.TrimSpace(n.Value)}
	}
	var all []string
	for _, item := range s.items(key) {
		if item.Kind != yaml.ScalarNode {
			s.refuse(item, "%s ska vara en lista av texter", key)
			continue
		}
		all = append(all, strings.TrimSpace(item.Value))
	}
	return all
}

func (s section) items(key string) []*yaml.Node {
	n := s.keys[key]
	switch {
	case n == nil:
		return nil
	case n.Kind != yaml.SequenceNode:
		s.refuse(n, "%s ska vara en lista", key)
		return nil
	}
	return n.Content
}

// overridden is the mapping with the keys of another put in their place.
func overridden(base, by *yaml.Node) *yaml.Node {
	merged := &yaml.Node{Kind: yaml.MappingNode, Line: base.Line}
	overrides := func(key string) bool {
		for i := 0; i+1 < len(by.Content); i += 2 {
			if by.Content[i].Value == key {
				return true
			}
		}
		return false
	}
	for i := 0; i+1 < len(base.Content); i += 2 {
		if key := base.Content[i].Value; key != "versions" && !overrides(key) {
			merged.Content = append(merged.Content, base.Content[i], base.Content[i+1])
		}
	}
	merged.Content = append(merged.Content, by.Content...)
	return merged
}

func orList(words []string) string {
	if len(words) == 1 {
		return words[0]
	}
	return strings.Join(words[:len(words)-1], ", ") + " eller " + words[len(words)-1]
}

// readAdoption reads who decided, when, and where that is written.
func readAdoption(s section) Adoption {
	in := s.section(s.keys["adopted"], "by", "on", "ref")
	in.must("on")
	return Adoption{By: in.must("by"), On: in.day("on"), Ref: in.text("ref")}
}

// Package webtest holds pages to the promises of the shell: what every page
// must have for a reader, a keyboard and the content-security policy, and a
// small site to try an area's routes on.
package webtest

import (
	"bytes"
	"fmt"
	"strings"
	"testing"

	"golang.org/x/net/html"
)

// HTML fails for a page that breaks what every page promises: one h1, a title,
// the language, unique ids, a label for every control, words in every button
// and link, references that lead somewhere, heads in every table, no inline
// script or style.
func HTML(t testing.TB, body []byte) {
	t.Helper()
	for _, problem := range Problems(body) {
		t.Error(problem)
	}
}

// Problems lists what HTML would fail for.
func Problems(body []byte) []string {
	root, err := html.Parse(bytes.NewReader(body))
	if err != nil {
		return []string{"the page cannot be read as HTML: " + err.Error()}
	}
	p := page{ids: map[string]int{}, labels: map[string]bool{}}
	p.gather(root)
	p.check(root, nil)
	if p.h1 != 1 {
		p.say("the page has %d h1, not one", p.h1)
	}
	if strings.TrimSpace(p.title) == "" {
		p.say("the page has no title")
	}
	if p.lang != "sv" {
		p.say("the page does not say that its language is Swedish")
	}
	for id, n := range p.ids {
		if n > 1 {
			p.say("the id %q stands %d times", id, n)
		}
	}
	for _, ref := range p.refs {
		if p.ids[ref] == 0 {
			p.say("a reference leads to the id %q that is not there", ref)
		}
	}
	return p.problems
}

type page struct {
	ids      map[string]int
	labels   map[string]bool // ids that a label is for
	refs     []string
	h1       int
	title    string
	lang     string
	problems []string
}

func (p *page) say(format string, args ...any) {
	p.problems = append(p.problems, fmt.Sprintf(format, args...))
}

func (p *page) gather(n *html.Node) {
	if n.Type == html.ElementNode {
		if id := attr(n, "id"); id != "" {
			p.ids[id]++
		}
		switch {
		case n.Data == "html":
			p.lang = attr(n, "lang")
		case n.Data == "h1":
			p.h1++
		case n.Data == "title" && n.Namespace == "":
			p.title = words(n)
		case n.Data == "label" && attr(n, "for") != "":
			p.labels[attr(n, "for")] = true
			p.refs = append(p.refs, attr(n, "for"))
		}
		for _, name := range []string{"aria-describedby", "aria-labelledby", "aria-controls"} {
			p.refs = append(p.refs, strings.Fields(attr(n, name))...)
		}
		if href := attr(n, "href"); n.Data == "a" && len(href) > 1 && href[0] == '#' {
			p.refs = append(p.refs, href[1:])
		}
	}
	for c := n.FirstChild; c != nil; c = c.NextSibling {
		p.gather(c)
	}
}

func (p *page) check(n *html.Node, label *html.Node) {
	if n.Type == html.ElementNode {
		p.element(n, label)
		if n.Data == "label" {
			label = n
		}
	}
	for c := n.FirstChild; c != nil; c = c.NextSibling {
		p.check(c, label)
	}
}

func (p *page) element(n, label *html.Node) {
	for _, a := range n.Attr {
		if a.Key == "style" || strings.HasPrefix(a.Key, "on") {
			p.say("<%s> has %s=, which the content-security policy drops", n.Data, a.Key)
		}
		if a.Key == "placeholder" && label == nil && !p.labels[attr(n, "id")] {
			p.say("<%s> has a placeholder for a label", n.Data)
		}
	}
	switch n.Data {
	case "style":
		p.say("the page has an inline style")
	case "script":
		if attr(n, "src") == "" {
			p.say("the page has an inline script")
		}
	case "input", "select", "textarea":
		hidden := n.Data == "input" && attr(n, "type") == "hidden"
		named := p.labels[attr(n, "id")] || label != nil || attr(n, "aria-label") != "" || attr(n, "aria-labelledby") != ""
		if !hidden && !named {
			p.say("<%s name=%q> has no label", n.Data, attr(n, "name"))
		}
		if !hidden && attr(n, "name") == "" {
			p.say("<%s id=%q> has no name", n.Data, attr(n, "id"))
		}
	case "button", "a", "summary", "h1", "h2", "h3", "th", "legend", "label":
		if n.Namespace == "" && words(n) == "" && attr(n, "aria-label") == "" {
			p.say("<%s> without words", n.Data)
		}
		if n.Data == "a" && n.Namespace == "" && strings.ContainsAny(attr(n, "href"), "åäöÅÄÖ") {
			p.say("the address %s has å, ä or ö", attr(n, "href"))
		}
	case "fieldset":
		if first := firstElement(n); first == nil || first.Data != "legend" {
			p.say("<fieldset> without legend")
		}
	case "table":
		if !hasElement(n, "th") {
			p.say("<table> without heads")
		}
	case "img":
		if !has(n, "alt") {
			p.say("<img> without alt")
		}
	}
}

func attr(n *html.Node, name string) string {
	for _, a := range n.Attr {
		if a.Key == name {
			return a.Val
		}
	}
	return ""
}

func has(n *html.Node, name string) bool {
	for _, a := range n.Attr {
		if a.Key == name {
			return true
		}
	}
	return false
}

func words(n *html.Node) string {
	if n.Type == html.TextNode {
		return strings.TrimSpace(n.Data)
	}
	var all []string
	for c := n.FirstChild; c != nil; c = c.NextSibling {
		if w := words(c); w != "" {
			all = append(all, w)
		}
	}
	return strings.Join(all, " ")
}

func firstElement(n *html.Node) *html.Node {
	for c := n.FirstChild; c != nil; c = c.NextSibling {
		if c.Type == html.ElementNode {
			return c
		}
	}
	return nil
}

func hasElement(n *html.Node, name string) bool {
	for c := n.FirstChild; c != nil; c = c.NextSibling {
		if c.Type == html.ElementNode && (c.Data == name || hasElement(c, name)) {
			return true
		}
	}
	return false
}

// Words returns what a page says, with one space between, for tests that look
// for a sentence.
func Words(body []byte) string {
	root, err := html.Parse(bytes.NewReader(body))
	if err != nil {
		return ""
	}
	return strings.Join(strings.Fields(words(root)), " ")
}

package house

import (
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
)

// The walkthrough names pages, buttons, commands, events, rules and reports.
// Each must stand in the tree, and each button be pressed by the journey that
// walks the same way in a browser.
func TestTheWalkthroughIsTrue(t *testing.T) {
	page, err := os.ReadFile(filepath.Join(root, "docs/walkthrough.md"))
	if err != nil {
		t.Fatal(err)
	}
	journey, err := os.ReadFile(filepath.Join(root, "browser/thread-aldre.js"))
	if err != nil {
		t.Fatal(err)
	}
	// The journey's application and investigation stand in a file that others use too.
	inquiry, err := os.ReadFile(filepath.Join(root, "browser/inquiry.js"))
	if err != nil {
		t.Fatal(err)
	}
	journey = append(journey, inquiry...)
	var code, rules strings.Builder
	areas := map[string]string{}
	eachGoFile(t, func(name string) {
		text, err := os.ReadFile(filepath.Join(root, name))
		if err != nil {
			t.Fatal(err)
		}
		if !strings.HasSuffix(name, "_test.go") {
			code.Write(text)
			areas[filepath.Dir(name)] += string(text)
		}
	})
	for _, name := range committed(t) {
		if strings.HasPrefix(name, "rules/") && strings.HasSuffix(name, ".yaml") {
			content, _ := text(t, name)
			rules.WriteString(content)
		}
	}
	stands := map[string]func(name string) bool{
		"page": func(name string) bool {
			return strings.Contains(code.String(), `"GET `+name+`"`) || strings.Contains(code.String(), `"POST `+name+`"`)
		},
		"command": func(name string) bool {
			area, noun, _ := strings.Cut(name, ".")
			return strings.Contains(areas["internal/"+area], "("+noun+") Action()")
		},
		"event":  func(name string) bool { return strings.Contains(code.String(), `"`+name+`"`) },
		"rule":   func(name string) bool { return strings.Contains(rules.String(), "- id: "+name+"\n") },
		"report": func(name string) bool { return strings.Contains(code.String(), `Key: "`+name+`"`) },
		"press":  func(name string) bool { return strings.Contains(string(journey), "'"+name+"'") },
	}
	named := map[string]int{}
	for _, m := range regexp.MustCompile("`([^`\n]+)`|\"([^\"\n]+)\"").FindAllStringSubmatch(string(page), -1) {
		name, kind := m[1], ""
		switch {
		case m[2] != "":
			name, kind = m[2], "press"
		case strings.HasPrefix(name, "/"):
			kind = "page"
		case strings.HasSuffix(name, ".v1"):
			kind = "event"
		case regexp.MustCompile(`^(casework|delivery|visits|people)\.[A-Z]`).MatchString(name):
			kind = "command"
		case strings.HasPrefix(name, "uppfoljning-"):
			kind = "report"
		case regexp.MustCompile(`^[a-z]+(-[a-z0-9]+)*$`).MatchString(name):
			kind = "rule"
		default:
			continue // a path or a command line; paths are checked below
		}
		named[kind]++
		if !stands[kind](name) {
			t.Errorf("docs/walkthrough.md names the %s %q, which stands nowhere", kind, name)
		}
	}
	for kind := range stands {
		if named[kind] == 0 {
			t.Errorf("the walkthrough names no %s", kind)
		}
		if stands[kind]("finns-inte") {
			t.Errorf("a %s that does not exist is let through", kind)
		}
	}
}

// Every path in the documents that a newcomer reads must exist.
func TestDocumentsPointAtWhatExists(t *testing.T) {
	pointed := regexp.MustCompile("`((?:docs|internal|browser|cmd|rules)/[A-Za-z0-9_./-]+)`|\\]\\(([^)#:]+)\\)")
	for _, name := range committed(t) {
		if !strings.HasSuffix(name, ".md") {
			continue
		}
		content, _ := text(t, name)
		for _, m := range pointed.FindAllStringSubmatch(content, -1) {
			target := filepath.Join(root, m[1])
			if m[2] != "" {
				target = filepath.Join(root, filepath.Dir(name), m[2])
			}
			if _, err := os.Stat(target); err != nil {
				t.Errorf("%s points at %s, which does not exist", name, m[1]+m[2])
			}
		}
	}
}

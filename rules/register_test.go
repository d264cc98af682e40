package rules_test

import (
	"fmt"
	"os"
	"strings"
	"testing"

	"stadga/internal/rulebook"
	"stadga/rules"
)

const registerPage = "../docs/regler.md"

// The register of rows is made from the rule files, by UPDATE=1 go test ./rules.
func TestTheRegisterTellsEveryRow(t *testing.T) {
	book, err := rulebook.Load(rules.Files, vocabulary())
	if err != nil {
		t.Fatal(err)
	}
	all := keys(t)
	page := register(book.Register(all), all)
	if os.Getenv("UPDATE") != "" {
		if err := os.WriteFile(registerPage, []byte(page), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	stands, err := os.ReadFile(registerPage)
	if err != nil {
		t.Fatal(err)
	}
	if string(stands) != page {
		t.Error("docs/regler.md is not what the rule files say; make it anew with UPDATE=1 go test ./rules")
	}
}

func register(entries []rulebook.Entry, all rulebook.Keys) string {
	var page strings.Builder
	page.WriteString("# Regelförteckning\n\nVarje rad i lagen och i kommunernas egna tidsregler, och vad i `rules/` som svarar på den. Sidan är gjord ur regelfilerna.\n\n")
	counts := map[rulebook.Status]int{}
	for _, e := range entries {
		counts[e.Status]++
	}
	page.WriteString("| läge | rader |\n|---|---|\n")
	for _, s := range []rulebook.Status{rulebook.Enabled, rulebook.Informs, rulebook.Disabled, rulebook.Cannot, ""} {
		if counts[s] > 0 {
			fmt.Fprintf(&page, "| %s | %d |\n", s.Swedish(), counts[s])
		}
	}
	for _, group := range append(all, rulebook.KeyGroup{Title: "Regler och mått utöver raderna"}) {
		heading := group.Title
		if strings.HasPrefix(group.Section, "2.") {
			heading = group.Section + " " + group.Title
		}
		fmt.Fprintf(&page, "\n## %s\n\n| rad | rubrik | lagrum eller beslut | slag | läge | var |\n|---|---|---|---|---|---|\n", heading)
		for _, e := range entries {
			if e.Section != group.Section {
				continue
			}
			status := e.Status.Swedish()
			if e.Reason != "" {
				status += ": " + e.Reason
			}
			fmt.Fprintf(&page, "| `%s` | %s | %s | %s | %s | %s |\n", e.ID, e.Title, e.Basis, e.Kind, status, e.Where)
		}
	}
	return page.String()
}

package webkit

import (
	"strings"
	"testing"

	"golang.org/x/net/html"
)

// What is drawn without a template says exactly the words it was given, and leads
// only to the program's own pages.
func TestWhatIsDrawnSaysItsWordsAndNothingMore(t *testing.T) {
	const evil = `"><script>alert('å & "ö")</script>` + "\x00\xff"
	badge := Badge{Lage: Sen, Words: evil}
	k := &ink{icons: "/statiskt/ikoner.svg"}
	k.row(ListRow{Path: "/arende/2026-0412?om=å \"x\"&nr='1'", Words: evil, Sub: evil, Cells: []Cell{
		{Name: evil, Badge: &badge, Link: &Link{Path: "javascript:alert(1)", Words: evil}, Words: evil, Sub: evil, Number: true},
		{Link: &Link{Path: "//annan.example/", Words: "bort"}},
	}})
	k.frist(Frist{Badge: badge, Before: evil, After: evil, Ground: evil, Why: "/arende/1/varfor?regel=a%20b", Mend: &Link{Path: "?frist=0-3#g", Words: evil}})
	k.icon(evil)
	k.raw(`<ol>`)
	k.todo(&TodoRow{What: evil, Path: "data:text/html,x", Ground: evil, Person: evil, Number: evil, Cover: evil, Frist: Frist{Badge: badge}})
	k.raw(`</ol>`)
	page, err := html.Parse(strings.NewReader("<table>" + strings.Replace(string(k.html), "</tr>", "</tr></table>", 1)))
	if err != nil {
		t.Fatal(err)
	}
	var links []string
	said := 0
	want := strings.NewReplacer("\x00", "\uFFFD", "\xff", "\uFFFD").Replace(evil)
	for n := range page.Descendants() {
		if n.Type == html.ElementNode && n.Data == "script" {
			t.Error("words have become a script")
		}
		if n.Type == html.TextNode && strings.Contains(n.Data, "alert") {
			said++
			if strings.TrimSpace(n.Data) != want && strings.TrimSpace(n.Data) != want+want {
				t.Errorf("said %q, want %q", n.Data, want)
			}
		}
		for _, a := range n.Attr {
			switch {
			case a.Key == "href" && n.Data == "a":
				links = append(links, a.Val)
			case strings.HasPrefix(a.Key, "on"):
				t.Errorf("an attribute was broken out of: %s", a.Key)
			}
		}
	}
	if said != 17 {
		t.Errorf("the words are said %d times, want 17:\n%s", said, k.html)
	}
	if got := strings.Join(links, " "); got != "/arende/2026-0412?om=%C3%A5%20%22x%22&nr=%271%27 # # ?frist=0-3#g /arende/1/varfor?regel=a%20b # #" {
		t.Errorf("the links lead to %s", got)
	}
}

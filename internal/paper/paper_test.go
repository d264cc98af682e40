package paper_test

import (
	"bytes"
	"fmt"
	"os"
	"regexp"
	"strings"
	"testing"
	"time"

	"github.com/pdfcpu/pdfcpu/pkg/pdfcpu/model"
	"github.com/pdfcpu/pdfcpu/pkg/pdfcpu/types"

	"stadga/internal/paper"
	"stadga/internal/paper/papertest"
)

var made = time.Date(2026, time.November, 22, 9, 30, 0, 0, time.UTC)

// letter is a letter of one page; long one whose table and text go over several.
func letter() paper.Document {
	return paper.Document{
		Title: "Beslut om hemtjänst, ärende 2026-0299", Author: "Socialnämnden i Norrsala", Made: made, Foot: "Ärende 2026-0299",
		Blocks: []paper.Block{
			paper.Sender{Left: []string{"Norrsala kommun", "Socialnämnden"}, Right: []string{"22 november 2026", "Ärende 2026-0299"}},
			paper.Text("Anna Svensson\nfödd 3 maj 1941"),
			paper.Heading{Level: 1, Text: "Du får hjälp med dusch två gånger i veckan"},
			paper.Text("Hej Anna! Vi säger ja till det du har bett om."),
			paper.Heading{Level: 2, Text: "Varför"},
			paper.Text("Du har svårt att duscha själv sedan du föll i våras, och du vill kunna duscha utan att vara rädd. Våra bedömningar är att hjälp två gånger i veckan räcker."),
			paper.List{"Duscha tryggt två gånger i veckan.", "Klara morgonen själv."},
			paper.Pairs{{"Från", "1 december 2026"}, {"Uppföljning", "senast den 1 juni 2027"}},
		},
	}
}

func long() paper.Document {
	d := letter()
	table := paper.Table{Caption: "Beslut under perioden", Head: []string{"Dag", "Insats", "Antal"}, Numbers: []bool{false, false, true}}
	for n := range 90 {
		table.Rows = append(table.Rows, []string{fmt.Sprintf("2026-11-%02d", n%30+1), strings.Repeat("Hemtjänst, dusch och morgonhjälp ", n%7+1), fmt.Sprint(n * 37)})
	}
	d.Blocks = append(d.Blocks, table, paper.Break{}, paper.Heading{Level: 2, Text: "Vad du har sagt"},
		paper.Text(strings.Repeat("Jag vill kunna duscha igen utan att vara rädd. ", 300)), paper.Text(strings.Repeat("oavbrutet", 60)), paper.Text("Smörgås 🥪 och\tté."))
	return d
}

func written(t testing.TB, d paper.Document) []byte {
	t.Helper()
	var out bytes.Buffer
	if err := paper.Write(&out, d); err != nil {
		t.Fatal(err)
	}
	return out.Bytes()
}

// A reader that is not ours takes the file, and finds language, title, tags,
// metadata and the meaning of colours.
func TestAFileSaysWhatItIs(t *testing.T) {
	ctx := papertest.Open(t, written(t, letter()))
	if got := ctx.VersionString(); got != "1.7" {
		t.Errorf("the file is PDF %s; PDF/A-2 is built on 1.7", got)
	}
	root, err := ctx.Catalog()
	if err != nil {
		t.Fatal(err)
	}
	if lang := root.StringLiteralEntry("Lang"); lang == nil || lang.Value() != "sv-SE" {
		t.Errorf("the language is %v", lang)
	}
	if m := root.DictEntry("MarkInfo"); m == nil || m.BooleanEntry("Marked") == nil || !*m.BooleanEntry("Marked") {
		t.Error("the file does not say that it is marked")
	}
	if v := root.DictEntry("ViewerPreferences"); v == nil || v.BooleanEntry("DisplayDocTitle") == nil {
		t.Error("a reader would show the file's name and not its title")
	}
	about, found := root.Find("Metadata")
	if !found {
		t.Fatal("no metadata")
	}
	xmp, _, err := ctx.DereferenceStreamDict(about)
	if err != nil {
		t.Fatal(err)
	}
	for _, want := range []string{"<pdfuaid:part>1<", "<pdfaid:part>2<", "<pdfaid:conformance>A<", "Beslut om hemtjänst, ärende 2026-0299", "Socialnämnden i Norrsala", "2026-11-22T09:30:00+00:00"} {
		if !bytes.Contains(xmp.Raw, []byte(want)) {
			t.Errorf("the metadata does not say %s", want)
		}
	}
	intents := root.ArrayEntry("OutputIntents")
	if len(intents) != 1 {
		t.Fatalf("%d meanings of colours", len(intents))
	}
	profile, _, err := ctx.DereferenceStreamDict(intents[0].(types.Dict)["DestOutputProfile"])
	if err != nil || len(profile.Raw) < 400 || string(profile.Raw[36:40]) != "acsp" || int(profile.Raw[2])<<8|int(profile.Raw[3]) != len(profile.Raw) {
		t.Errorf("the colour profile is damaged: %v", err)
	}
}

// elements reads the tags: each with its kind, in reading order.
func elements(t testing.TB, ctx *model.Context) []types.Dict {
	t.Helper()
	root, err := ctx.Catalog()
	if err != nil {
		t.Fatal(err)
	}
	var all []types.Dict
	var walk func(o types.Object)
	walk = func(o types.Object) {
		d, err := ctx.DereferenceDict(o)
		if err != nil {
			t.Fatal(err)
		}
		if kind := d.NameEntry("S"); kind != nil {
			all = append(all, d)
		}
		if d.Type() != nil && *d.Type() == "MCR" {
			return
		}
		for _, kid := range d.ArrayEntry("K") {
			walk(kid)
		}
	}
	tree, _ := root.Find("StructTreeRoot")
	walk(tree)
	return all
}

func TestTagsFollowTheDocument(t *testing.T) {
	var kinds []string
	for _, e := range elements(t, papertest.Open(t, written(t, letter()))) {
		kinds = append(kinds, *e.NameEntry("S"))
	}
	want := "Document Div P P P P P H1 P H2 P L LI Lbl LBody LI Lbl LBody Table TR TH TD TR TH TD"
	if got := strings.Join(kinds, " "); got != want {
		t.Errorf("the tags are\n%s\nand should be\n%s", got, want)
	}
}

var operator = regexp.MustCompile(`(?s)/(\w+) <</MCID (\d+)>> BDC|/Artifact[^\n]*(?:BMC|BDC)|/Span <</ActualText[^\n]*BDC|\bEMC\b|\) Tj|\bl S\b|\bre [fS]`)

// faults lists what is drawn outside the tags, and marks that the tree does not own.
func faults(t testing.TB, content []byte) []string {
	t.Helper()
	ctx := papertest.Open(t, content)
	var wrong []string
	owned := map[string]string{}
	for _, e := range elements(t, ctx) {
		for _, kid := range e.ArrayEntry("K") {
			m, err := ctx.DereferenceDict(kid)
			if err != nil || m.Type() == nil || *m.Type() != "MCR" {
				continue
			}
			owned[fmt.Sprintf("%v/%d", m.IndirectRefEntry("Pg"), *m.IntEntry("MCID"))] = *e.NameEntry("S")
		}
	}
	for n := 1; n <= ctx.PageCount; n++ {
		page, ref, _, err := ctx.PageDict(n, false)
		if err != nil {
			t.Fatal(err)
		}
		if page.IntEntry("StructParents") == nil {
			wrong = append(wrong, fmt.Sprintf("page %d does not lead to its tags", n))
		}
		drawn, err := ctx.PageContent(page, n)
		if err != nil {
			t.Fatal(err)
		}
		inside, spans := 0, 0 // a span says what its signs mean, and stands inside a mark
		for _, m := range operator.FindAllSubmatch(drawn, -1) {
			switch op := string(m[0]); {
			case len(m[2]) > 0:
				inside++
				key := fmt.Sprintf("%v/%s", ref, m[2])
				if owned[key] != string(m[1]) {
					wrong = append(wrong, fmt.Sprintf("page %d: mark %s is drawn as %s and owned as %q", n, m[2], m[1], owned[key]))
				}
				delete(owned, key)
			case strings.HasPrefix(op, "/Artifact"):
				inside++
			case strings.HasPrefix(op, "/Span"):
				spans++
			case op == "EMC" && spans > 0:
				spans--
			case op == "EMC":
				inside--
			case inside != 1:
				wrong = append(wrong, fmt.Sprintf("page %d: %q is drawn inside %d marks", n, op, inside))
			}
		}
	}
	for key := range owned {
		wrong = append(wrong, "owned and drawn nowhere: "+key)
	}
	return wrong
}

// What the font has no sign for is drawn as a box, and is copied, searched and read
// aloud as it was written.
func TestAnEmojiIsReadAsItWasWritten(t *testing.T) {
	d := letter()
	says := "Mår 😀 bra (nästan), 👩‍👧 \\ ❤️ och 🇸🇪."
	d.Blocks = append(d.Blocks, paper.Text(says), paper.List{says}, paper.Pairs{{"Så här", says}}, paper.Strong(strings.Repeat("😀", 200)))
	text := strings.Join(strings.Fields(papertest.Text(t, written(t, d))), " ")
	if n := strings.Count(text, says); n != 3 {
		t.Errorf("it is said %d times: %s", n, text)
	}
	if n := strings.Count(text, "😀"); n != 203 || strings.Contains(text, "\uFFFD") {
		t.Errorf("%d of 203 are there: %s", n, text)
	}
}

func TestEverythingDrawnIsTaggedOnce(t *testing.T) {
	wide := long()
	wide.Wide = true
	for name, d := range map[string]paper.Document{"letter": letter(), "long": long(), "wide": wide} {
		content := written(t, d)
		if wrong := faults(t, content); len(wrong) > 0 {
			t.Errorf("%s: %s", name, strings.Join(wrong, "\n"))
		}
		if dir := os.Getenv("PAPER"); dir != "" {
			if err := os.WriteFile(dir+"/"+name+".pdf", content, 0o644); err != nil {
				t.Fatal(err)
			}
		}
	}
}

func TestAnUntaggedLineIsFound(t *testing.T) {
	whole := written(t, letter())
	planted := bytes.Replace(whole, []byte("/K [ <</Type /MCR"), []byte("/Q [ <</Type /MCR"), 1)
	if bytes.Equal(planted, whole) {
		t.Fatal("nothing was planted")
	}
	if wrong := faults(t, planted); len(wrong) == 0 {
		t.Error("a line that no element owns is let through")
	}
}

func TestTheSameDocumentGivesTheSameBytes(t *testing.T) {
	if !bytes.Equal(written(t, long()), written(t, long())) {
		t.Error("the file differs from itself")
	}
	other := letter()
	other.Blocks = append(other.Blocks, paper.Text("Ett ord till."))
	if bytes.Equal(written(t, letter()), written(t, other)) {
		t.Error("two documents give one file")
	}
}

func TestAPageHoldsWhatFitsIt(t *testing.T) {
	for _, tt := range []struct {
		name  string
		d     paper.Document
		pages int
	}{{"a letter", letter(), 1}, {"a long one", long(), 10}} {
		if got := papertest.Open(t, written(t, tt.d)).PageCount; got != tt.pages {
			t.Errorf("%s takes %d pages, not %d", tt.name, got, tt.pages)
		}
	}
}

func BenchmarkLetter(b *testing.B) {
	d := letter()
	for b.Loop() {
		written(b, d)
	}
}

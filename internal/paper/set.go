package paper

import (
	"bytes"
	"fmt"
	"strings"
	"time"
	"unicode/utf16"
	"unicode/utf8"

	"codeberg.org/go-pdf/fpdf"
	"github.com/go-fonts/liberation/liberationsansbold"
	"github.com/go-fonts/liberation/liberationsansregular"
)

// The page is A4 in millimetres. Upright, text is 160 mm wide, some eighty
// characters, which the eye follows.
const (
	short, long       = 210.0, 297.0
	left, top, bottom = 25.0, 20.0, 25.0
	ptToMM            = 25.4 / 72
	leading           = 1.4 // line height in parts of the size
	indent            = 6.0 // of a point in a list
	gutter            = 4.0 // between columns
)

// A style is how text looks. The size is in points.
type style struct {
	size  float64
	bold  bool
	above float64 // space above, millimetres
}

var (
	body     = style{size: 11, above: 2.5}
	strong   = style{size: 11, bold: true, above: 2.5}
	small    = style{size: 9, above: 0}
	cellHead = style{size: 9.5, bold: true}
	cell     = style{size: 9.5}
)

func headingStyle(level int) style {
	return [...]style{{size: 17, bold: true, above: 8}, {size: 13, bold: true, above: 6}, {size: 11, bold: true, above: 4}}[level-1]
}

func (st style) line() float64 { return st.size * ptToMM * leading }

// An element is one node of the tags: its kind in the PDF, what it holds and what
// of the pages it covers.
type element struct {
	kind  string // P, H1, Table, TH …
	kids  []*element
	marks []mark
}

// A mark is one marked piece of a page.
type mark struct{ page, id int }

func (e *element) add(kind string) *element {
	kid := &element{kind: kind}
	e.kids = append(e.kids, kid)
	return kid
}

// A setter puts blocks on pages from the top down and keeps the tags of what it put.
type setter struct {
	across, down float64 // the page, millimetres
	width        float64 // of the text
	pdf          *fpdf.Fpdf
	doc          Document
	root         *element
	y            float64      // where the next line begins
	owner        [][]*element // by page and mark
}

func newSetter(d Document) (*setter, error) {
	orientation, across, down := "P", short, long
	if d.Wide {
		orientation, across, down = "L", long, short
	}
	pdf := fpdf.New(orientation, "mm", "A4", "")
	pdf.SetCatalogSort(true) // the same document gives the same bytes
	pdf.SetCreationDate(d.Made)
	pdf.SetModificationDate(d.Made)
	pdf.SetTitle(d.Title, true)
	pdf.SetAuthor(d.Author, true)
	pdf.SetProducer(producer, true)
	pdf.SetAutoPageBreak(false, 0)
	pdf.SetCellMargin(0)
	pdf.SetLineWidth(0.15)
	pdf.AddUTF8FontFromBytes("sans", "", liberationsansregular.TTF)
	pdf.AddUTF8FontFromBytes("sans", "B", liberationsansbold.TTF)
	s := &setter{across: across, down: down, width: across - 2*left, pdf: pdf, doc: d, root: &element{kind: "Document"}}
	s.page()
	return s, pdf.Error()
}

const producer = "Stadga"

func (s *setter) page() {
	s.pdf.AddPage()
	s.owner = append(s.owner, nil)
	s.y = top
}

// room begins a new page when less than the height is left.
func (s *setter) room(height float64) {
	if s.y+height > s.down-bottom {
		s.page()
	}
}

// marked draws one piece that belongs to the element.
func (s *setter) marked(e *element, draw func()) {
	page := len(s.owner) - 1
	id := len(s.owner[page])
	s.owner[page] = append(s.owner[page], e)
	e.marks = append(e.marks, mark{page, id})
	s.pdf.RawWriteStr(fmt.Sprintf("/%s <</MCID %d>> BDC", e.kind, id))
	draw()
	s.pdf.RawWriteStr("EMC")
}

// ornament draws what a reader aloud passes over.
func (s *setter) ornament(draw func()) {
	s.pdf.RawWriteStr("/Artifact BMC")
	draw()
	s.pdf.RawWriteStr("EMC")
}

func (s *setter) font(st style) {
	weight := ""
	if st.bold {
		weight = "B"
	}
	s.pdf.SetFont("sans", weight, st.size)
}

// lines breaks text to a width. Each line but the last ends in a
// space, so that words are not joined when the text is copied or read aloud.
func (s *setter) lines(text string, st style, wide float64) []string {
	s.font(st)
	var out []string
	for _, part := range strings.Split(printable(text), "\n") {
		line := ""
		for _, word := range strings.FieldsFunc(part, func(c rune) bool { return c == ' ' }) { // other spaces hold numbers together
			for _, piece := range s.pieces(word, wide) {
				if line != "" && s.wide(line+" "+piece) > wide {
					out = append(out, line)
					line = ""
				}
				if line != "" {
					line += " "
				}
				line += piece
			}
		}
		out = append(out, line)
	}
	for i := range out[:len(out)-1] {
		out[i] += " "
	}
	return out
}

// pieces cuts a word that is wider than the line.
func (s *setter) pieces(word string, wide float64) []string {
	var out []string
	for s.wide(word) > wide {
		cut := 0
		for i, c := range word {
			end := i + utf8.RuneLen(c)
			if i > 0 && s.wide(word[:end]) > wide {
				break
			}
			cut = end
		}
		if cut == len(word) {
			break
		}
		out, word = append(out, word[:cut]), word[cut:]
	}
	return append(out, word)
}

// printable leaves out what is no sign: control characters stand as spaces.
func printable(text string) string {
	return strings.Map(func(c rune) rune {
		switch {
		case c == '\n':
			return c
		case c < ' ' || c == 0x7f:
			return ' '
		}
		return c
	}, text)
}

// drawnAs keeps what the font can show in one unit of UTF-16: anything else, such
// as an emoji, is drawn as the sign for a character that is not shown.
func drawnAs(text string) string {
	return strings.Map(func(c rune) rune {
		if c > 0xFFFD {
			return '\uFFFD'
		}
		return c
	}, text)
}

// wide is how wide the text is drawn, in the font set.
func (s *setter) wide(text string) float64 { return s.pdf.GetStringWidth(drawnAs(text)) }

// put sets lines one below the other, over as many pages as they need; each page
// gets a mark of its own.
func (s *setter) put(e *element, lines []string, st style, x float64) {
	for len(lines) > 0 {
		s.room(st.line())
		fit := min(len(lines), max(1, int((s.down-bottom-s.y)/st.line())))
		s.marked(e, func() {
			s.font(st)
			for _, line := range lines[:fit] {
				s.write(line, st, x)
			}
		})
		lines = lines[fit:]
	}
}

// write sets one line and moves down.
func (s *setter) write(line string, st style, x float64) {
	s.at(line, st, x, s.y)
	s.y += st.line()
}

func (s *setter) at(line string, st style, x, y float64) {
	if line == "" {
		return
	}
	drawn := drawnAs(line)
	if drawn == line {
		s.pdf.Text(x, y+st.size*ptToMM, line)
		return
	}
	// What is copied, searched and read aloud is what was written (ISO 32000-1, 14.9.4).
	s.pdf.RawWriteStr("/Span <</ActualText <" + utf16Hex(line) + ">>> BDC")
	s.pdf.Text(x, y+st.size*ptToMM, drawn)
	s.pdf.RawWriteStr("EMC")
}

// utf16Hex is the text as a PDF writes one of any signs: UTF-16 after its mark.
func utf16Hex(text string) string {
	var b strings.Builder
	b.WriteString("FEFF")
	for _, unit := range utf16.Encode([]rune(text)) {
		fmt.Fprintf(&b, "%04X", unit)
	}
	return b.String()
}

// paragraph sets text across the page.
func (s *setter) paragraph(kind, text string, st style) {
	s.y += st.above
	s.put(s.root.add(kind), s.lines(text, st, s.width), st, left)
}

// drawn is the file without tags.
func (s *setter) drawn() ([]byte, error) {
	pages := s.pdf.PageCount()
	for n := 1; n <= pages; n++ {
		s.pdf.SetPage(n)
		s.pdf.RawWriteStr("/Artifact <</Type /Pagination>> BDC")
		s.pdf.SetFont("sans", "", body.size) // a page begins without a font: name it anew
		s.pdf.SetFontSize(small.size)
		y := s.down - bottom + 8
		s.at(printable(s.doc.Foot), small, left, y)
		count := fmt.Sprintf("Sida %d av %d", n, pages)
		s.at(count, small, s.across-left-s.wide(count), y)
		s.pdf.RawWriteStr("EMC")
	}
	var out bytes.Buffer
	err := s.pdf.Output(&out)
	return out.Bytes(), err
}

// stamp is a time as XMP writes it.
func stamp(at time.Time) string { return at.Format("2006-01-02T15:04:05-07:00") }

package paper

import (
	"cmp"
	"fmt"
	"slices"
)

func (b Sender) set(s *setter) {
	group := s.root.add("Div")
	begin, lowest := s.y, s.y
	column := func(lines []string, x func(string, style) float64) {
		s.y = begin
		for i, text := range lines {
			st := style{size: body.size, bold: i == 0 && x == nil}
			s.marked(group.add("P"), func() {
				s.font(st)
				at := left
				if x != nil {
					at = x(text, st)
				}
				s.write(printable(text), st, at)
			})
		}
		lowest = max(lowest, s.y)
	}
	column(b.Left, nil)
	column(b.Right, func(text string, _ style) float64 { return s.across - left - s.wide(text) })
	s.y = lowest
}

func (b Heading) set(s *setter) {
	st := headingStyle(b.Level)
	lines := s.lines(b.Text, st, s.width)
	s.y += st.above
	s.room(float64(len(lines))*st.line() + 3*body.line()) // never alone at the foot of a page
	s.put(s.root.add(fmt.Sprintf("H%d", b.Level)), lines, st, left)
}

func (b Text) set(s *setter) { s.paragraph("P", string(b), body) }

func (b Strong) set(s *setter) { s.paragraph("P", string(b), strong) }

func (b Break) set(s *setter) { s.page() }

func (b List) set(s *setter) {
	list := s.root.add("L")
	for _, point := range b {
		s.y += 1
		s.room(body.line())
		item := list.add("LI")
		label := item.add("Lbl")
		s.marked(label, func() {
			s.font(body)
			s.at("–", body, left, s.y)
		})
		s.put(item.add("LBody"), s.lines(point, body, s.width-indent), body, left+indent)
	}
}

func (b Pairs) set(s *setter) {
	t := Table{}
	for _, pair := range b {
		t.Rows = append(t.Rows, pair[:])
	}
	t.lay(s, true)
}

func (b Table) set(s *setter) { b.lay(s, false) }

// lay sets the table. In one of pairs the first cell heads its row.
func (b Table) lay(s *setter, pairs bool) {
	s.y += body.above
	if b.Caption != "" {
		s.room(4 * body.line()) // the caption is not left alone at the foot
	}
	table := s.root.add("Table")
	if b.Caption != "" {
		s.put(table.add("Caption"), s.lines(b.Caption, strong, s.width), strong, left)
	}
	columns := b.columns(s)
	kindOf := func(column int) (string, style) {
		if pairs && column == 0 {
			return "TH", cellHead
		}
		return "TD", cell
	}
	head := func() {
		s.row(nil, b.Head, columns, b.Numbers, func(int) (string, style) { return "TH", cellHead }, nil)
	}
	if len(b.Head) > 0 {
		s.row(table.add("TR"), b.Head, columns, b.Numbers, func(int) (string, style) { return "TH", cellHead }, nil)
	}
	for _, cells := range b.Rows {
		again := head
		if len(b.Head) == 0 {
			again = nil
		}
		s.row(table.add("TR"), cells, columns, b.Numbers, kindOf, again)
	}
	s.y += 2
}

// columns shares the width. What asks for less than an equal share gets what it asks
// for, and the rest share what is left.
func (b Table) columns(s *setter) []float64 {
	var wants []float64
	measure := func(cells []string, st style) {
		s.font(st)
		for i, text := range cells {
			if i == len(wants) {
				wants = append(wants, 8)
			}
			wants[i] = max(wants[i], s.wide(printable(text))+gutter)
		}
	}
	measure(b.Head, cellHead)
	for _, cells := range b.Rows {
		measure(cells, cellHead)
	}
	byWant := make([]int, len(wants))
	for i := range byWant {
		byWant[i] = i
	}
	slices.SortStableFunc(byWant, func(a, b int) int { return cmp.Compare(wants[a], wants[b]) })
	remaining := s.width
	for n, i := range byWant {
		wants[i] = min(wants[i], remaining/float64(len(byWant)-n))
		remaining -= wants[i]
	}
	return wants
}

// row sets the cells side by side, line by line, so that a row longer than a page
// goes on over it. Without an element of its own it is an ornament: the head that
// again tells which column is which on a new page.
func (s *setter) row(e *element, cells []string, columns []float64, numbers []bool, kind func(int) (string, style), again func()) {
	type set struct {
		lines []string
		owner *element
		st    style
	}
	var all []set
	tallest := 0
	for i, text := range cells {
		name, st := kind(i)
		one := set{lines: s.lines(text, st, columns[i]-gutter), st: st}
		if e != nil {
			one.owner = e.add(name)
		}
		all = append(all, one)
		tallest = max(tallest, len(one.lines))
	}
	turn := func(need float64) {
		if before := len(s.owner); need <= s.down-top-bottom {
			s.room(need)
			if len(s.owner) > before && again != nil {
				again()
			}
		}
	}
	if e != nil {
		turn(float64(min(tallest, 6))*cell.line() + 2)
	}
	s.ornament(func() { s.pdf.Line(left, s.y, s.across-left, s.y) })
	s.y += 1
	for line := range tallest {
		if e != nil {
			turn(cell.line())
		}
		x := left
		for i, one := range all {
			if line < len(one.lines) {
				s.font(one.st)
				at := x
				if i < len(numbers) && numbers[i] {
					at = x + columns[i] - gutter - s.wide(one.lines[line])
				}
				draw := func() { s.font(one.st); s.at(one.lines[line], one.st, at, s.y) }
				if one.owner != nil {
					s.marked(one.owner, draw)
				} else {
					s.ornament(draw)
				}
			}
			x += columns[i]
		}
		s.y += cell.line()
	}
	s.y += 1
}

// headed tells whether the element heads a column (or, of pairs, a row).
func (e *element) headed(row *element) string {
	if e.kind != "TH" {
		return ""
	}
	if slices.ContainsFunc(row.kids, func(k *element) bool { return k.kind == "TD" }) {
		return "Row"
	}
	return "Column"
}

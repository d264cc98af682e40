package webkit

import (
	"html/template"
	"strings"
	"unicode/utf8"
)

// What stands many times on a page is drawn here: symbols, states, frists, and the
// rows of lists and of things to do. A template would take most of the page's time for them. Every
// word goes through text, and every address through link.

// An ink writes HTML.
type ink struct {
	html  []byte
	icons string // address of the icon file
}

func (k *ink) raw(s string) { k.html = append(k.html, s...) }

// text writes words between tags or in a quoted attribute.
func (k *ink) text(s string) { k.raw(escaped(s)) }

func escaped(s string) string {
	if strings.ContainsAny(s, "<>&'\"\x00") || !utf8.ValidString(s) {
		s = template.HTMLEscapeString(strings.ToValidUTF8(s, "\uFFFD"))
	}
	return s
}

// link writes the beginning of a link to one of the program's own pages. What is
// not an address there leads nowhere.
func (k *ink) link(class, path string) {
	k.raw(`<a`)
	if class != "" {
		k.raw(` class="` + class + `"`)
	}
	k.raw(` href="`)
	if own := strings.HasPrefix(path, "/") && !strings.HasPrefix(path, "//"); !own && !strings.HasPrefix(path, "?") && !strings.HasPrefix(path, "#") {
		path = "#"
	}
	const hex = "0123456789ABCDEF"
	for i := range len(path) {
		switch c := path[i]; {
		case c == '&':
			k.raw("&amp;")
		case 'a' <= c && c <= 'z', 'A' <= c && c <= 'Z', '0' <= c && c <= '9', strings.IndexByte("/?#=%-._~!$+,:;@*()[]", c) >= 0:
			k.html = append(k.html, c)
		default:
			k.html = append(k.html, '%', hex[c>>4], hex[c&15])
		}
	}
	k.raw(`">`)
}

const (
	iconBegins = `<svg class="ikon" aria-hidden="true"><use href="`
	iconEnds   = `"/></svg>`
)

func (k *ink) icon(name string) {
	k.raw(iconBegins)
	k.raw(k.icons)
	k.raw("#")
	k.text(name)
	k.raw(iconEnds)
}

func (k *ink) badge(b Badge) {
	k.raw(`<span class="lage" data-lage="`)
	k.text(string(b.Lage))
	k.raw(`">`)
	k.icon("i-l-" + string(b.Lage))
	k.text(b.Words)
	k.raw(`</span>`)
}

func (k *ink) frist(f Frist) {
	k.raw(`<div class="frist" data-lage="`)
	k.text(string(f.Lage))
	k.raw(`">`)
	k.badge(f.Badge)
	if f.Bar != nil {
		k.html = f.Bar.append(k.html)
	}
	if words := f.DayWords(); f.Before != "" || words != "" || f.Mend != nil {
		k.raw(`<p class="frist-datum">`)
		k.text(f.Before)
		if words != "" {
			k.raw(` <time datetime="` + f.Day.String() + `">`)
			k.text(words)
			k.raw(`</time>`)
		}
		k.text(f.After)
		if f.Mend != nil {
			k.raw(` `)
			k.link("", f.Mend.Path)
			k.text(f.Mend.Words)
			k.raw(`</a>`)
		}
		k.raw(`</p>`)
	}
	if f.Ground != "" || f.Why != "" {
		k.raw(`<p class="frist-grund">`)
		k.text(f.Ground)
		if f.Why != "" {
			k.raw(` `)
			k.link("ej-utskrift", f.Why)
			k.raw(`Varför detta datum?</a>`)
		}
		k.raw(`</p>`)
	}
	k.raw(`</div>`)
}

func (k *ink) row(r ListRow) {
	k.raw("\n    " + `<tr role="row"><th role="rowheader" scope="row"`)
	if unbroken(r.Words) {
		k.raw(` class="hel"`)
	}
	k.raw(`>`)
	if r.Path != "" {
		k.link("", r.Path)
	}
	k.text(r.Words)
	if r.Path != "" {
		k.raw(`</a>`)
	}
	k.sub(r.Sub)
	k.raw(`</th>`)
	for i := range r.Cells {
		k.cell(&r.Cells[i])
	}
	k.raw(`</tr>`)
}

// A TodoRow is one thing to do about a person's case, with its last day and the way there.
type TodoRow struct {
	What, Path, Ground string
	Person, Number     string
	Cover              string // "för Sofia Wallin"
	Frist              Frist
}

func (k *ink) todo(r *TodoRow) {
	k.raw("\n      " + `<li data-lage="`)
	k.text(string(r.Frist.Lage))
	k.raw(`"><div class="vadd"><p class="vad">`)
	k.link("", r.Path)
	k.text(r.What)
	k.raw(`</a></p><p class="grund">`)
	k.text(r.Ground)
	k.raw(`</p></div><p class="arende"><b>`)
	k.text(r.Person)
	k.raw(`</b><span class="stod">`)
	k.text(r.Number)
	k.raw(`</span>`)
	if r.Cover != "" {
		k.raw(` <span class="stod">`)
		k.text(r.Cover)
		k.raw(`</span>`)
	}
	k.raw(`</p>`)
	k.frist(r.Frist)
	k.raw(`<div class="hander">`)
	k.link("knapp liten", r.Path)
	k.raw(`Öppna<span class="dold"> `)
	k.text(r.Number)
	k.raw(`</span></a></div></li>`)
}

func (k *ink) cell(c *Cell) {
	k.raw(`<td role="cell"`)
	if c.Number {
		k.raw(` class="tal"`)
	} else if unbroken(c.Words) {
		k.raw(` class="hel"`)
	}
	if c.Name != "" {
		k.raw(` data-namn="`)
		k.text(c.Name)
		k.raw(`"`)
	}
	k.raw(`>`)
	if c.Badge != nil {
		k.badge(*c.Badge)
		k.raw(` `)
	}
	if c.Link != nil {
		k.link("", c.Link.Path)
		k.text(c.Link.Words)
		k.raw(`</a>`)
	}
	k.text(c.Words)
	k.sub(c.Sub)
	k.raw(`</td>`)
}

// unbroken tells whether the words are a day or the number of a case, which a narrow
// column must not break at a hyphen.
func unbroken(words string) bool {
	hyphens := 0
	for i := range len(words) {
		switch c := words[i]; {
		case c == '-':
			hyphens++
		case c < '0' || c > '9':
			return false
		}
	}
	return hyphens > 0
}

// sub is the second line of a cell.
func (k *ink) sub(words string) {
	if words != "" {
		k.raw(` <span class="rad2">`)
		k.text(words)
		k.raw(`</span>`)
	}
}

// drawn are the functions by which templates draw.
// rowSize is about how many bytes a row is drawn in: what is made too small is moved
// as it grows.
const rowSize = 2048

func drawn(icons string) template.FuncMap {
	draw := func(rows int, with func(*ink)) template.HTML {
		k := &ink{html: make([]byte, 0, rows*rowSize), icons: icons}
		with(k)
		return template.HTML(k.html)
	}
	return template.FuncMap{
		"ikon": func(name string) template.HTML { // one place in memory, not two: no page has fewer than twenty
			return template.HTML(iconBegins + icons + "#" + escaped(name) + iconEnds)
		},
		"lank": func(path, words string) template.HTML {
			return draw(1, func(k *ink) {
				k.link("", path)
				k.text(words)
				k.raw(`</a>`)
			})
		},
		"lage":  func(b Badge) template.HTML { return draw(1, func(k *ink) { k.badge(b) }) },
		"frist": func(f Frist) template.HTML { return draw(1, func(k *ink) { k.frist(f) }) },
		"att_gora": func(rows []TodoRow) template.HTML {
			return draw(len(rows), func(k *ink) {
				for i := range rows {
					k.todo(&rows[i])
				}
			})
		},
		"rader_av": func(rows []ListRow) template.HTML {
			return draw(len(rows), func(k *ink) {
				for _, r := range rows {
					k.row(r)
				}
			})
		},
	}
}

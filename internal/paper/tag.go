package paper

import (
	"bytes"
	"crypto/sha256"
	"encoding/xml"
	"errors"
	"fmt"
	"regexp"
	"strconv"
	"strings"
)

// A file is the objects of a PDF by number, from 1.
type file struct {
	header  []byte
	objects [][]byte
}

var (
	endOfXref = regexp.MustCompile(`startxref\n(\d+)\n%%EOF\s*$`)
	entry     = regexp.MustCompile(`(?m)^(\d{10}) 00000 n $`)
	infoOf    = regexp.MustCompile(`/Info (\d+) 0 R`)
	rootOf    = regexp.MustCompile(`/Root (\d+) 0 R`)
)

// taken apart, a drawn file gives its objects. They stand one after the other.
func parts(drawn []byte) (file, int, int, error) {
	end := endOfXref.FindSubmatch(drawn)
	if end == nil {
		return file{}, 0, 0, errors.New("the drawn file has no table of its objects")
	}
	at, err := strconv.Atoi(string(end[1]))
	if err != nil || at > len(drawn) {
		return file{}, 0, 0, fmt.Errorf("the table of objects stands at %s of %d bytes", end[1], len(drawn))
	}
	table := drawn[at:]
	info, root := infoOf.FindSubmatch(table), rootOf.FindSubmatch(table)
	if info == nil || root == nil {
		return file{}, 0, 0, errors.New("the drawn file does not name its catalogue")
	}
	infoNo, _ := strconv.Atoi(string(info[1]))
	rootNo, _ := strconv.Atoi(string(root[1]))
	var f file
	for n, m := range entry.FindAllSubmatch(table, -1) {
		from, err := strconv.Atoi(string(m[1]))
		if err != nil || from >= at {
			return file{}, 0, 0, fmt.Errorf("object %d stands at %s of %d bytes", n+1, m[1], at)
		}
		name := fmt.Sprintf("%d 0 obj\n", n+1)
		till := bytes.Index(drawn[from:at], []byte("\nendobj\n"))
		if !bytes.HasPrefix(drawn[from:], []byte(name)) || till < 0 {
			return file{}, 0, 0, fmt.Errorf("object %d is not where the table says", n+1)
		}
		f.objects = append(f.objects, drawn[from+len(name):from+till])
		if n == 0 || from < len(f.header) {
			f.header = drawn[:from]
		}
	}
	return f, infoNo, rootNo, nil
}

// put adds an object and returns its number.
func (f *file) put(content string) int {
	f.objects = append(f.objects, []byte(content))
	return len(f.objects)
}

func (f *file) stream(dict string, content []byte) int {
	return f.put(fmt.Sprintf("<<%s /Length %d>>\nstream\n%s\nendstream", dict, len(content), content))
}

// extend adds entries to an object that is a dictionary.
func (f *file) extend(number int, entries string) error {
	old := bytes.TrimSpace(f.objects[number-1])
	if !bytes.HasPrefix(old, []byte("<<")) || !bytes.HasSuffix(old, []byte(">>")) {
		return fmt.Errorf("object %d is no dictionary", number)
	}
	f.objects[number-1] = fmt.Appendf(nil, "%s\n%s>>", old[:len(old)-2], entries)
	return nil
}

// written is the whole file with a table of its own. Its identity is the digest of
// what it holds.
func (f *file) written(info, root int) []byte {
	var out bytes.Buffer
	out.Write(f.header)
	offsets := make([]int, len(f.objects))
	for i, content := range f.objects {
		offsets[i] = out.Len()
		fmt.Fprintf(&out, "%d 0 obj\n%s\nendobj\n", i+1, content)
	}
	id := sha256.Sum256(out.Bytes())
	table := out.Len()
	fmt.Fprintf(&out, "xref\n0 %d\n0000000000 65535 f \n", len(f.objects)+1)
	for _, at := range offsets {
		fmt.Fprintf(&out, "%010d 00000 n \n", at)
	}
	fmt.Fprintf(&out, "trailer\n<</Size %d /Root %d 0 R /Info %d 0 R /ID [<%X> <%X>]>>\nstartxref\n%d\n%%%%EOF\n",
		len(f.objects)+1, root, info, id[:16], id[:16], table)
	return out.Bytes()
}

// tagged adds to a drawn file what a reader aloud and an archive need: the tree of
// tags, the language, the metadata and the meaning of colours.
func tagged(drawn []byte, s *setter) ([]byte, error) {
	f, info, root, err := parts(drawn)
	if err != nil {
		return nil, err
	}
	f.header = bytes.Replace(f.header, []byte("%PDF-1.3"), []byte("%PDF-1.7"), 1) // PDF/A-2 is built on 1.7
	var pages []int
	for i, content := range f.objects {
		if bytes.HasPrefix(content, []byte("<</Type /Page\n")) {
			pages = append(pages, i+1)
		}
	}
	if len(pages) != len(s.owner) {
		return nil, fmt.Errorf("%d pages were set and %d drawn", len(s.owner), len(pages))
	}
	tree := f.tree(s, pages)
	for i, number := range pages {
		if err := f.extend(number, fmt.Sprintf("/StructParents %d /Tabs /S", i)); err != nil {
			return nil, err
		}
	}
	about := f.stream("/Type /Metadata /Subtype /XML", metadata(s.doc))
	colours := f.stream("/N 3", sRGB())
	err = f.extend(root, fmt.Sprintf("/Lang (sv-SE) /MarkInfo <</Marked true>> /ViewerPreferences <</DisplayDocTitle true>> /StructTreeRoot %d 0 R /Metadata %d 0 R"+
		" /OutputIntents [<</Type /OutputIntent /S /GTS_PDFA1 /OutputConditionIdentifier (sRGB IEC61966-2.1) /Info (sRGB IEC61966-2.1) /DestOutputProfile %d 0 R>>]",
		tree, about, colours))
	if err != nil {
		return nil, err
	}
	return f.written(info, root), nil
}

// tree writes the elements and, for each page, which element owns each mark.
func (f *file) tree(s *setter, pages []int) int {
	root := f.put("") // written below, when its kids have numbers
	numbers := map[*element]int{}
	var write func(e, parent *element, parentNo int)
	write = func(e, parent *element, parentNo int) {
		no := f.put("")
		numbers[e] = no
		var kids strings.Builder
		for _, m := range e.marks {
			fmt.Fprintf(&kids, " <</Type /MCR /Pg %d 0 R /MCID %d>>", pages[m.page], m.id)
		}
		for _, kid := range e.kids {
			write(kid, e, no)
			fmt.Fprintf(&kids, " %d 0 R", numbers[kid])
		}
		attributes := ""
		if scope := e.headed(parent); scope != "" {
			attributes = " /A <</O /Table /Scope /" + scope + ">>"
		}
		f.objects[no-1] = fmt.Appendf(nil, "<</Type /StructElem /S /%s /P %d 0 R%s /K [%s]>>", e.kind, parentNo, attributes, kids.String())
	}
	write(s.root, nil, root)
	var owners strings.Builder
	for page, elements := range s.owner {
		fmt.Fprintf(&owners, " %d [", page)
		for _, e := range elements {
			fmt.Fprintf(&owners, " %d 0 R", numbers[e])
		}
		owners.WriteString(" ]")
	}
	parents := f.put("<</Nums [" + owners.String() + " ]>>")
	f.objects[root-1] = fmt.Appendf(nil, "<</Type /StructTreeRoot /K [%d 0 R] /ParentTree %d 0 R /ParentTreeNextKey %d>>", numbers[s.root], parents, len(s.owner))
	return root
}

// metadata is the description of the file in XMP. It names the standards the file
// is marked for, and says the same as the file's own title, author and days.
func metadata(d Document) []byte {
	esc := func(text string) string {
		var out strings.Builder
		_ = xml.EscapeText(&out, []byte(text)) // a strings.Builder takes everything
		return out.String()
	}
	return fmt.Appendf(nil, "<?xpacket begin=\"\uFEFF\" id=\"W5M0MpCehiHzreSzNTczkc9d\"?>\n"+`<x:xmpmeta xmlns:x="adobe:ns:meta/">
<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#">
<rdf:Description rdf:about="" xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:xmp="http://ns.adobe.com/xap/1.0/" xmlns:pdf="http://ns.adobe.com/pdf/1.3/"
 xmlns:pdfaid="http://www.aiim.org/pdfa/ns/id/" xmlns:pdfuaid="http://www.aiim.org/pdfua/ns/id/">
<dc:title><rdf:Alt><rdf:li xml:lang="x-default">%s</rdf:li></rdf:Alt></dc:title>
<dc:creator><rdf:Seq><rdf:li>%s</rdf:li></rdf:Seq></dc:creator>
<dc:language><rdf:Bag><rdf:li>sv-SE</rdf:li></rdf:Bag></dc:language>
<xmp:CreateDate>%[3]s</xmp:CreateDate><xmp:ModifyDate>%[3]s</xmp:ModifyDate><pdf:Producer>%[4]s</pdf:Producer>
<pdfaid:part>2</pdfaid:part><pdfaid:conformance>A</pdfaid:conformance><pdfuaid:part>1</pdfuaid:part>
</rdf:Description>
<rdf:Description rdf:about="" xmlns:pdfaExtension="http://www.aiim.org/pdfa/ns/extension/" xmlns:pdfaSchema="http://www.aiim.org/pdfa/ns/schema#" xmlns:pdfaProperty="http://www.aiim.org/pdfa/ns/property#">
<pdfaExtension:schemas><rdf:Bag><rdf:li rdf:parseType="Resource">
<pdfaSchema:namespaceURI>http://www.aiim.org/pdfua/ns/id/</pdfaSchema:namespaceURI><pdfaSchema:prefix>pdfuaid</pdfaSchema:prefix><pdfaSchema:schema>PDF/UA identification</pdfaSchema:schema>
<pdfaSchema:property><rdf:Seq><rdf:li rdf:parseType="Resource"><pdfaProperty:category>internal</pdfaProperty:category><pdfaProperty:description>part of PDF/UA</pdfaProperty:description>
<pdfaProperty:name>part</pdfaProperty:name><pdfaProperty:valueType>Integer</pdfaProperty:valueType></rdf:li></rdf:Seq></pdfaSchema:property>
</rdf:li></rdf:Bag></pdfaExtension:schemas></rdf:Description>
</rdf:RDF></x:xmpmeta>
`+"<?xpacket end=\"w\"?>", esc(d.Title), esc(d.Author), stamp(d.Made), producer)
}

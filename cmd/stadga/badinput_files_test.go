package main

import (
	"archive/tar"
	"archive/zip"
	"bytes"
	"compress/gzip"
	"encoding/binary"
	"fmt"
	"hash/crc32"
	"io"
	"strings"
	"testing"
)

// A badFile is one that someone hands in, in malice or by mistake. Taken: it may be
// read, for nothing in it harms; else it is refused with a sentence.
type badFile struct {
	about string
	name  string
	bytes []byte
	taken bool
}

// A part is one file of a zip archive.
type part struct{ name, text string }

func zipped(t *testing.T, parts ...part) []byte {
	t.Helper()
	var out bytes.Buffer
	z := zip.NewWriter(&out)
	for _, p := range parts {
		w, err := z.Create(p.name)
		if err == nil {
			_, err = io.WriteString(w, p.text)
		}
		if err != nil {
			t.Fatal(err)
		}
	}
	if err := z.Close(); err != nil {
		t.Fatal(err)
	}
	return out.Bytes()
}

// lying is an archive whose last part says another size than it has.
func lying(t *testing.T, says uint64, name, text string, parts ...part) []byte {
	t.Helper()
	var out bytes.Buffer
	z := zip.NewWriter(&out)
	for _, p := range parts {
		w, err := z.Create(p.name)
		if err == nil {
			_, err = io.WriteString(w, p.text)
		}
		if err != nil {
			t.Fatal(err)
		}
	}
	w, err := z.CreateRaw(&zip.FileHeader{Name: name, Method: zip.Store, CRC32: crc32.ChecksumIEEE([]byte(text)), CompressedSize64: uint64(len(text)), UncompressedSize64: says})
	if err == nil {
		_, err = io.WriteString(w, text)
	}
	if err == nil {
		err = z.Close()
	}
	if err != nil {
		t.Fatal(err)
	}
	return out.Bytes()
}

func tarred(t *testing.T, headers ...tar.Header) []byte {
	t.Helper()
	var out bytes.Buffer
	w := tar.NewWriter(&out)
	for _, h := range headers {
		if h.Typeflag == tar.TypeReg {
			h.Size = 4
		}
		if err := w.WriteHeader(&h); err != nil {
			t.Fatal(err)
		}
		if h.Size > 0 {
			if _, err := io.WriteString(w, "rot\n"); err != nil {
				t.Fatal(err)
			}
		}
	}
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	return out.Bytes()
}

func gzipped(t *testing.T, text string) []byte {
	t.Helper()
	var out bytes.Buffer
	w := gzip.NewWriter(&out)
	if _, err := io.WriteString(w, text); err != nil {
		t.Fatal(err)
	}
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	return out.Bytes()
}

const (
	soundList = "Utrnr;Inledd;Avslutad\nU1;2026-03-05;2026-04-05\nSumma;1;\n"
	soundLog  = `<log><trace><string key="concept:name" value="A"/><event><string key="concept:name" value="b"/><date key="time:timestamp" value="2026-03-05T10:00:00+01:00"/></event></trace></log>`
)

// archives are packed files where a list or a log should be.
func archives(t *testing.T) []badFile {
	t.Helper()
	list := part{"utr.csv", soundList}
	nested := soundList
	for range 6 {
		nested = string(zipped(t, part{"utr.csv", nested}))
	}
	var many []part
	for i := range 6000 {
		many = append(many, part{fmt.Sprintf("xl/worksheets/sheet%d.xml", i), ""})
	}
	whole := gzipped(t, soundLog)
	changed := bytes.Clone(whole)
	changed[len(changed)-6] ^= 0xff // in the check sum
	length := bytes.Clone(whole)
	binary.LittleEndian.PutUint32(length[len(length)-4:], 1<<31)
	locked := zipped(t, list)
	locked[6] |= 1 // says that it is locked with a password
	named := func(prefix string) []byte { return zipped(t, part{prefix + "utr.csv", soundList}) }
	all := []badFile{
		{"a zip", "utr.csv", zipped(t, list), false},
		{"a zip called a workbook", "utr.xlsx", zipped(t, list), false},
		{"a zip that leads up", "utr.xlsx", named("../../../../../../etc/cron.d/"), false},
		{"a zip that leads up the other way", "utr.xlsx", named(`..\..\..\`), false},
		{"a zip that leads to the root", "utr.xlsx", named("/etc/"), false},
		{"a zip that leads to a disk", "utr.xlsx", named(`C:\Windows\`), false},
		{"a zip with a NUL in a name", "utr.xlsx", named("a\x00"), false},
		{"a zip with a name that is not UTF-8", "utr.xlsx", named("\xff\xfe"), false},
		{"a zip with a very long name", "utr.xlsx", named(strings.Repeat("a", 60_000)), false},
		{"a zip in a zip in a zip", "utr.xlsx", []byte(nested), false},
		{"an empty zip", "utr.xlsx", zipped(t), false},
		{"a zip of six thousand sheets", "utr.xlsx", zipped(t, many...), false},
		{"a zip with a part twice", "utr.xlsx", zipped(t, list, list), false},
		{"half a zip", "utr.xlsx", zipped(t, list)[:60], false},
		{"a zip without its end", "utr.xlsx", bytes.TrimRight(zipped(t, list), "\x00")[:100], false},
		{"a locked zip", "utr.xlsx", locked, false},
		{"a zip of three thousand billion bytes", "utr.xlsx", lying(t, 3<<40, "xl/worksheets/sheet1.xml", "x", workbook()...), false},
		{"a zip that says it is larger than any", "utr.xlsx", lying(t, 1<<63, "xl/worksheets/sheet1.xml", "x", workbook()...), false},
		{"a zip that says it is smaller", "utr.xlsx", lying(t, 3, "xl/worksheets/sheet1.xml", strings.Repeat("x", 1000), workbook()...), false},
		{"a zip that grows a thousand times", "utr.xlsx", zipped(t, append(workbook(), part{"xl/worksheets/sheet1.xml", strings.Repeat(" ", 90<<20)})...), false},
		{"a zip of large styles", "utr.xlsx", zipped(t, append(workbook(), part{"xl/styles.xml", strings.Repeat(" ", 40<<20)})...), false},
		{"a tar that leads up", "utr.csv", tarred(t, tar.Header{Name: "../../etc/passwd", Typeflag: tar.TypeReg}), false},
		{"a tar that leads to the root", "utr.csv", tarred(t, tar.Header{Name: "/etc/passwd", Typeflag: tar.TypeReg}), false},
		{"a tar with a link", "utr.csv", tarred(t, tar.Header{Name: "utr.csv", Linkname: "/etc/passwd", Typeflag: tar.TypeSymlink}), false},
		{"a packed tar", "utr.xes.gz", gzipped(t, string(tarred(t, tar.Header{Name: "../../etc/passwd", Typeflag: tar.TypeReg}))), false},
		{"a gzip of a list", "utr.csv", gzipped(t, soundList), false},
		{"a gzip that is none", "utr.xes.gz", []byte(soundLog), false},
		{"an empty gzip file", "utr.xes.gz", nil, false},
		{"a gzip of nothing", "utr.xes.gz", gzipped(t, ""), false},
		{"the head of a gzip", "utr.xes.gz", whole[:8], false},
		{"half a gzip", "utr.xes.gz", whole[:len(whole)/2], false},
		{"a gzip without its end", "utr.xes.gz", whole[:len(whole)-8], false},
		{"a gzip changed", "utr.xes.gz", changed, false},
		{"a gzip that says it is longer", "utr.xes.gz", length, false},
		{"a gzip in a gzip", "utr.xes.gz", gzipped(t, string(whole)), false},
		{"a gzip and more", "utr.xes.gz", append(bytes.Clone(whole), "mer"...), false},
		{"a gzip that grows a thousand times", "utr.xes.gz", gzipped(t, "<log>"+strings.Repeat(" ", 90<<20)+"</log>"), false},
		{"a gzip of an endless remark", "utr.xes.gz", gzipped(t, "<log><!--"+strings.Repeat("x", 20<<20)), false},
	}
	for _, kind := range []struct{ name, magic string }{
		{"7z", "7z\xbc\xaf\x27\x1c\x00\x04"},
		{"rar", "Rar!\x1a\x07\x01\x00"},
		{"bzip2", "BZh91AY&SY\x00\x01"},
		{"xz", "\xfd7zXZ\x00\x00"},
		{"zstd", "\x28\xb5\x2f\xfd\x00\x00"},
		{"cab", "MSCF\x00\x00\x00\x00"},
		{"a program", "MZ\x90\x00\x03\x00"},
		{"another program", "\x7fELF\x02\x01\x01\x00"},
		{"a PDF", "%PDF-1.7\n%\xe2\xe3\xcf\xd3\n"},
		{"a picture", "\x89PNG\r\n\x1a\n\x00"},
		{"a database", "SQLite format 3\x00"},
		{"an old workbook", "\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"},
	} {
		all = append(all, badFile{kind.name + " called a list", "utr.csv", []byte(kind.magic + strings.Repeat("\x00x", 200)), false})
	}
	return all
}

const (
	mainNS = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
	relNS  = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
	pkgNS  = "http://schemas.openxmlformats.org/package/2006/"
)

// workbook is all of a workbook but its sheet.
func workbook() []part {
	const types = "application/vnd.openxmlformats-officedocument.spreadsheetml."
	return []part{
		{"[Content_Types].xml", `<Types xmlns="` + pkgNS + `content-types"><Default Extension="xml" ContentType="application/xml"/><Override PartName="/xl/workbook.xml" ContentType="` + types + `sheet.main+xml"/><Override PartName="/xl/worksheets/sheet1.xml" ContentType="` + types + `worksheet+xml"/><Override PartName="/xl/sharedStrings.xml" ContentType="` + types + `sharedStrings+xml"/></Types>`},
		{"_rels/.rels", `<Relationships xmlns="` + pkgNS + `relationships"><Relationship Id="rId1" Type="` + relNS + `/officeDocument" Target="xl/workbook.xml"/></Relationships>`},
		{"xl/workbook.xml", `<workbook xmlns="` + mainNS + `" xmlns:r="` + relNS + `"><sheets><sheet name="Blad1" sheetId="1" r:id="rId1"/></sheets></workbook>`},
		{"xl/_rels/workbook.xml.rels", `<Relationships xmlns="` + pkgNS + `relationships"><Relationship Id="rId1" Type="` + relNS + `/worksheet" Target="worksheets/sheet1.xml"/><Relationship Id="rId2" Type="` + relNS + `/sharedStrings" Target="sharedStrings.xml"/></Relationships>`},
	}
}

func cell(ref, text string) string {
	return `<c r="` + ref + `" t="inlineStr"><is><t>` + text + `</t></is></c>`
}

func row(n int, cells ...string) string {
	all := fmt.Sprintf(`<row r="%d">`, n)
	for i, text := range cells {
		all += cell(string(rune('A'+i))+fmt.Sprint(n), text)
	}
	return all + "</row>"
}

// workbookOf is a workbook with the rows, and with parts that take the place of those
// of the same name.
func workbookOf(t *testing.T, rows string, other ...part) []byte {
	t.Helper()
	parts := append(workbook(), part{"xl/worksheets/sheet1.xml", `<worksheet xmlns="` + mainNS + `"><sheetData>` + rows + `</sheetData></worksheet>`})
	for _, o := range other {
		placed := false
		for i := range parts {
			if parts[i].name == o.name {
				parts[i], placed = o, true
			}
		}
		if !placed {
			parts = append(parts, o)
		}
	}
	return zipped(t, parts...)
}

// laughs is the definition of a text of a billion signs.
func laughs() string {
	all := `<!ENTITY e0 "aaaaaaaaaa">`
	for i := 1; i < 10; i++ {
		all += fmt.Sprintf(`<!ENTITY e%d "%s">`, i, strings.Repeat(fmt.Sprintf("&e%d;", i-1), 10))
	}
	return `<!DOCTYPE x [` + all + `]>`
}

// workbooks are spreadsheets that no spreadsheet program writes.
func workbooks(t *testing.T) []badFile {
	t.Helper()
	head, one := row(1, "Utrnr", "Inledd", "Avslutad"), row(2, "U1", "2026-03-05", "2026-04-05")
	sum := row(3, "Summa", "1", "")
	sound := head + one + sum
	raw := func(text string) part { return part{"xl/worksheets/sheet1.xml", text} }
	texts := func(text string) part { return part{"xl/sharedStrings.xml", text} }
	shared := func(index string) string {
		return head + `<row r="2"><c r="A2" t="s"><v>` + index + `</v></c>` + cell("B2", "2026-03-05") + cell("C2", "2026-04-05") + `</row>` + sum
	}
	rels := func(target, mode string) part {
		return part{"xl/_rels/workbook.xml.rels", `<Relationships xmlns="` + pkgNS + `relationships"><Relationship Id="rId1" Type="` + relNS + `/worksheet" Target="` + target + `"` + mode + `/></Relationships>`}
	}
	wide := ""
	for i := range 3000 {
		wide += cell(columnName(i)+"1", fmt.Sprint("Kolumn ", i))
	}
	var all []badFile
	add := func(about string, taken bool, bytes []byte) {
		all = append(all, badFile{about, "utr.xlsx", bytes, taken})
	}
	add("no rows", false, workbookOf(t, ""))
	add("headings alone", false, workbookOf(t, head))
	add("no sum", false, workbookOf(t, head+one))
	add("a wrong sum", false, workbookOf(t, head+one+row(3, "Summa", "1000000000", "")))
	add("rows after the sum", false, workbookOf(t, sound+row(4, "U2", "2026-03-05", "2026-04-05")))
	add("row 1,000,000,000", false, workbookOf(t, head+strings.Replace(one, `r="2"`, `r="1000000000"`, 1)+sum))
	add("a row beyond all numbers", false, workbookOf(t, head+strings.Replace(one, `r="2"`, `r="99999999999999999999"`, 1)+sum))
	add("the last row of the largest number", false, workbookOf(t, sound+`<row r="9223372036854775807"/>`))
	add("a row below zero", false, workbookOf(t, head+strings.Replace(one, `r="2"`, `r="-2"`, 1)+sum))
	add("a row without number", false, workbookOf(t, head+strings.Replace(one, `r="2"`, `r="två"`, 1)+sum))
	add("rows backwards", false, workbookOf(t, row(3, "Utrnr", "Inledd", "Avslutad")+row(2, "U1", "2026-03-05", "2026-04-05")+row(1, "Summa", "1", "")))
	add("a row twice", false, workbookOf(t, head+one+one+sum))
	add("three thousand columns", false, workbookOf(t, `<row r="1">`+wide+`</row>`))
	add("a column beyond the last", false, workbookOf(t, head+`<row r="2">`+cell("ZZZZ2", "U1")+`</row>`+sum))
	add("a column that is none", false, workbookOf(t, head+`<row r="2">`+cell("!2", "U1")+`</row>`+sum))
	add("a cell in the last column", false, workbookOf(t, head+`<row r="2">`+cell("XFD2", "U1")+`</row>`+sum))
	add("a text that is not there", true, workbookOf(t, shared("99999999"), texts(`<sst xmlns="`+mainNS+`"/>`)))
	add("a text before the first", true, workbookOf(t, shared("-1"), texts(`<sst xmlns="`+mainNS+`"/>`)))
	add("texts that are cut", false, workbookOf(t, shared("0"), texts(`<sst xmlns="`+mainNS+`"><si><t>U1`)))
	add("texts that say they are billions", true, workbookOf(t, shared("0"), texts(`<sst xmlns="`+mainNS+`" count="4000000000" uniqueCount="4000000000"><si><t>U1</t></si></sst>`)))
	add("twenty million texts", false, workbookOf(t, shared("0"), texts(`<sst xmlns="`+mainNS+`">`+strings.Repeat("<si/>", 20<<20)+`</sst>`)))
	add("a billion laughs in a cell", false, workbookOf(t, "", raw(laughs()+`<worksheet xmlns="`+mainNS+`"><sheetData>`+head+strings.Replace(one, "U1", "&e9;", 1)+sum+`</sheetData></worksheet>`)))
	add("a billion laughs in the texts", false, workbookOf(t, shared("0"), texts(laughs()+`<sst xmlns="`+mainNS+`"><si><t>&e9;</t></si></sst>`)))
	add("a file from outside in the texts", false, workbookOf(t, shared("0"), texts(`<!DOCTYPE x [<!ENTITY y SYSTEM "file:///etc/passwd">]><sst xmlns="`+mainNS+`"><si><t>&y;</t></si></sst>`)))
	add("a billion laughs among the sheets", false, workbookOf(t, sound, part{"xl/workbook.xml", laughs() + `<workbook xmlns="` + mainNS + `"><sheets><sheet name="&e9;" sheetId="1"/></sheets></workbook>`}))
	add("broken after the headings", false, workbookOf(t, "", raw(`<worksheet xmlns="`+mainNS+`"><sheetData>`+head+`<b></c>`+one+sum+`</sheetData></worksheet>`)))
	add("cut in a row", false, workbookOf(t, "", raw(`<worksheet xmlns="`+mainNS+`"><sheetData>`+head+one[:20])))
	add("cut before the sum", false, workbookOf(t, "", raw(`<worksheet xmlns="`+mainNS+`"><sheetData>`+head+one)))
	add("bytes that are not UTF-8", false, workbookOf(t, head+strings.Replace(one, "U1", "U\xff1", 1)+sum))
	add("a sheet that is a text", false, workbookOf(t, "", raw("hej")))
	add("a sheet that is a web page", false, workbookOf(t, "", raw("<html><table><tr><td>Utrnr</td></tr></table></html>")))
	add("an empty sheet", false, workbookOf(t, "", raw("")))
	add("a hundred thousand deep", false, workbookOf(t, "", raw(`<worksheet xmlns="`+mainNS+`"><sheetData>`+strings.Repeat("<row>", 100_000))))
	add("no list of sheets", false, workbookOf(t, sound, part{"xl/workbook.xml", ""}))
	add("sheets that lead nowhere", false, workbookOf(t, sound, rels("worksheets/sheet9.xml", "")))
	add("sheets that lead out of the archive", false, workbookOf(t, sound, rels("../../../../etc/passwd", "")))
	add("sheets that lead to another machine", false, workbookOf(t, sound, rels("http://127.0.0.1:1/x", ` TargetMode="External"`)))
	add("two sheets of one name", false, zipped(t, append(workbook(), raw("<worksheet/>"), raw("<worksheet/>"))...))
	add("a formula that runs a program", true, workbookOf(t, head+`<row r="2"><c r="A2" t="str"><f>cmd|' /C calc'!A0</f><v>U1</v></c>`+cell("B2", "2026-03-05")+cell("C2", "2026-04-05")+`</row>`+sum))
	add("a cell that begins a formula", true, workbookOf(t, head+row(2, "=1+1", "2026-03-05", "2026-04-05")+sum))
	add("an error in a cell", false, workbookOf(t, head+`<row r="2">`+cell("A2", "U1")+`<c r="B2" t="e"><v>#REF!</v></c>`+cell("C2", "2026-04-05")+`</row>`+sum))
	for _, serial := range []string{"-1", "2958466", "1e300", "NaN", "99999999999999999999", "0.5"} {
		add("the day "+serial, false, workbookOf(t, head+`<row r="2">`+cell("A2", "U1")+`<c r="B2"><v>`+serial+`</v></c>`+cell("C2", "2026-04-05")+`</row>`+sum))
	}
	all = append(all, badFile{"a workbook with programs", "utr.xlsm", workbookOf(t, sound), true})
	return all
}

// columnName is the name of a column of a spreadsheet, from 0.
func columnName(i int) string {
	name := ""
	for i++; i > 0; i = (i - 1) / 26 {
		name = string(rune('A'+(i-1)%26)) + name
	}
	return name
}

package eventlog

import (
	"archive/zip"
	"bufio"
	"bytes"
	"encoding/xml"
	"errors"
	"io"
	"path"
	"strconv"
	"strings"
)

// What a spreadsheet may hold. It is a packed archive, and a thousandth of what it
// says may be all that was sent: no part is unpacked before its size is known.
const (
	mostParts    = 5_000
	mostSheets   = 2 << 30  // bytes of worksheets and their texts, unpacked
	mostOther    = 32 << 20 // bytes of all else: styles, pictures, the list of sheets
	growthFrom   = 64 << 20 // bytes below which nobody minds how well it was packed
	mostGrowth   = 200      // times that what is packed may grow
	mostTexts    = 8_000_000
	mostLines    = 1 << 20 // rows of a sheet, as many as the format has
	mostColumns  = 2_000
	unpackToDisk = 16 << 20 // bytes from which a part is unpacked to a temporary file
)

var errGrows = errors.New("it grows beyond measure when it is unpacked")

// wholeWorkbook looks through a spreadsheet before it is read. It tells the last row
// of each sheet, by the part of the archive that holds it: the reader ends in
// silence where the XML is broken, and must not be believed to have reached the end.
func wholeWorkbook(file string) (lastRows map[string]int, err error) {
	archive, err := zip.OpenReader(file)
	if err != nil {
		return nil, err
	}
	defer archive.Close()
	var sheets, other, packed uint64
	for _, part := range archive.File {
		if isSheet(part.Name) || isTexts(part.Name) {
			sheets += part.UncompressedSize64
			packed += part.CompressedSize64
		} else {
			other += part.UncompressedSize64
		}
	}
	if len(archive.File) > mostParts || sheets > mostSheets || other > mostOther || sheets > growthFrom && sheets/max(packed, 1) > mostGrowth {
		return nil, errGrows
	}
	lastRows = map[string]int{}
	for _, part := range archive.File {
		switch {
		case isSheet(part.Name):
			lastRows[strings.ToLower(part.Name)], err = lastRow(part)
		case isTexts(part.Name) && part.UncompressedSize64 > unpackToDisk:
			err = wholeTexts(part)
		}
		if err != nil {
			return nil, err
		}
	}
	return lastRows, nil
}

func isSheet(name string) bool {
	return strings.HasPrefix(strings.ToLower(name), "xl/worksheets/") && strings.EqualFold(path.Ext(name), ".xml")
}

func isTexts(name string) bool { return strings.EqualFold(name, "xl/sharedStrings.xml") }

var errRows = errors.New("the rows are not in their order")

// lastRow is the number of the last row that a sheet has; 0: it has none.
func lastRow(part *zip.File) (int, error) {
	in, err := part.Open()
	if err != nil {
		return 0, err
	}
	defer in.Close()
	text, last := bufio.NewReaderSize(in, 256<<10), 0
	for {
		if err := skipTo(text, '<'); err == io.EOF {
			return last, nil
		} else if err != nil {
			return 0, err
		}
		tag, err := text.ReadSlice('>')
		if err != nil && !errors.Is(err, bufio.ErrBufferFull) && err != io.EOF {
			return 0, err
		}
		name, rest, _ := bytes.Cut(bytes.TrimRight(tag, "/>"), []byte(" "))
		if at := bytes.IndexByte(name, ':'); at >= 0 {
			name = name[at+1:]
		}
		if string(name) != "row" {
			continue
		}
		number := last + 1
		if own, is := rowNumber(rest); is {
			number = own
		}
		if number <= last || number > mostLines {
			return 0, errRows
		}
		last = number
	}
}

// rowNumber reads r="12" among the attributes of a row.
func rowNumber(attributes []byte) (int, bool) {
	for word := range bytes.FieldsSeq(attributes) {
		if value, is := bytes.CutPrefix(word, []byte("r=")); is {
			n, err := strconv.Atoi(strings.Trim(string(value), `"'`))
			if err != nil {
				n = 0 // no number that a row can have
			}
			return n, true
		}
	}
	return 0, false
}

func skipTo(in *bufio.Reader, sign byte) error {
	for {
		_, err := in.ReadSlice(sign)
		if !errors.Is(err, bufio.ErrBufferFull) {
			return err
		}
	}
}

// wholeTexts holds the texts of a workbook that are read from disk, one at a time
// and without a word where they are broken, to be whole and few enough to count.
func wholeTexts(part *zip.File) error {
	in, err := part.Open()
	if err != nil {
		return err
	}
	defer in.Close()
	bounded := &metered{in: in, most: mostPiece}
	text := xml.NewDecoder(bounded)
	for n := 0; ; {
		bounded.taken = 0
		token, err := text.RawToken()
		if err == io.EOF {
			return nil
		}
		if err != nil {
			return err
		}
		if start, is := token.(xml.StartElement); is && start.Name.Local == "si" {
			if n++; n > mostTexts {
				return errGrows
			}
		}
	}
}

// partOf finds the part of the archive that holds a sheet.
func partOf(file, sheet string) (string, error) {
	archive, err := zip.OpenReader(file)
	if err != nil {
		return "", err
	}
	defer archive.Close()
	var book struct {
		Sheets []struct {
			Name string `xml:"name,attr"`
			ID   string `xml:"http://schemas.openxmlformats.org/officeDocument/2006/relationships id,attr"`
		} `xml:"sheets>sheet"`
	}
	var links struct {
		All []struct {
			ID     string `xml:"Id,attr"`
			Target string `xml:"Target,attr"`
		} `xml:"Relationship"`
	}
	if err := errors.Join(readPart(archive, "xl/workbook.xml", &book), readPart(archive, "xl/_rels/workbook.xml.rels", &links)); err != nil {
		return "", err
	}
	for _, s := range book.Sheets {
		for _, link := range links.All {
			if s.Name == sheet && s.ID == link.ID {
				if strings.HasPrefix(link.Target, "/") {
					return strings.ToLower(strings.TrimPrefix(link.Target, "/")), nil
				}
				return strings.ToLower(path.Join("xl", link.Target)), nil
			}
		}
	}
	return "", errors.New("no part holds the sheet")
}

func readPart(archive *zip.ReadCloser, name string, into any) error {
	for _, part := range archive.File {
		if !strings.EqualFold(part.Name, name) {
			continue
		}
		in, err := part.Open()
		if err != nil {
			return err
		}
		defer in.Close()
		return xml.NewDecoder(in).Decode(into)
	}
	return errors.New("the workbook has no " + name)
}

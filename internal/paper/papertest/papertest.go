// Package papertest reads PDF files in tests, with a reader that is not the one that
// wrote them.
package papertest

import (
	"bytes"
	"encoding/hex"
	"regexp"
	"strings"
	"testing"
	"unicode/utf16"

	"github.com/pdfcpu/pdfcpu/pkg/api"
	"github.com/pdfcpu/pdfcpu/pkg/pdfcpu/model"
)

// Open reads the file, and holds it to the rules of PDF.
func Open(t testing.TB, file []byte) *model.Context {
	t.Helper()
	api.DisableConfigDir()
	ctx, err := api.ReadAndValidate(bytes.NewReader(file), model.NewDefaultConfiguration())
	if err != nil {
		t.Fatalf("another reader does not take the file: %v", err)
	}
	return ctx
}

var shown = regexp.MustCompile(`(?s)(?:/Span <</ActualText <([0-9A-F]+)>>> BDC[^(]*)?\((.*?[^\\]|)\) Tj`)

// Text is what the pages say to one who copies or listens, in the order drawn, with
// a space between lines.
func Text(t testing.TB, file []byte) string {
	t.Helper()
	ctx := Open(t, file)
	var all strings.Builder
	for n := 1; n <= ctx.PageCount; n++ {
		page, _, _, err := ctx.PageDict(n, false)
		if err != nil {
			t.Fatal(err)
		}
		drawn, err := ctx.PageContent(page, n)
		if err != nil {
			t.Fatal(err)
		}
		for _, m := range shown.FindAllSubmatch(drawn, -1) {
			says := decoded(m[2])
			if len(m[1]) > 0 {
				raw, err := hex.DecodeString(string(m[1]))
				if err != nil {
					t.Fatal(err)
				}
				says = units(raw[2:])
			}
			all.WriteString(strings.TrimSpace(says) + " ")
		}
	}
	return all.String()
}

// decoded reads a string of UTF-16 in which brackets and backslashes are escaped.
func decoded(escaped []byte) string {
	var raw []byte
	for i := 0; i < len(escaped); i++ {
		if escaped[i] == '\\' && i+1 < len(escaped) {
			i++
			if escaped[i] == 'r' {
				raw = append(raw, '\r')
				continue
			}
		}
		raw = append(raw, escaped[i])
	}
	return units(raw)
}

// units reads UTF-16.
func units(raw []byte) string {
	var all []uint16
	for i := 0; i+1 < len(raw); i += 2 {
		all = append(all, uint16(raw[i])<<8|uint16(raw[i+1]))
	}
	return string(utf16.Decode(all))
}

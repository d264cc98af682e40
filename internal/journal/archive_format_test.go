package journal_test

import (
	"bytes"
	"testing"
	"time"

	"stadga/internal/journal"
)

// What is written with <, > and & must come back as it was sealed.
func TestABodyGoesThroughAnExportByteForByte(t *testing.T) {
	var b bytes.Buffer
	out, err := journal.NewArchiveWriter(&b, "stadga/prov", time.Date(2026, 3, 2, 8, 0, 0, 0, time.UTC))
	if err != nil {
		t.Fatal(err)
	}
	body := journal.Body{JSON: []byte(`{"text":"larmet < 5 m & \\u003c \u2028 > bra"}`)}
	e := envelope()
	e.Version, e.Digest = 1, body.Digest()
	if err := out.Write(journal.Archived(e, &body)); err != nil {
		t.Fatal(err)
	}
	if err := out.End(); err != nil {
		t.Fatal(err)
	}
	v, _, err := journal.VerifyArchive(bytes.NewReader(b.Bytes()), nil)
	if err != nil || !v.Untouched() {
		t.Errorf("%v, %v", v, err)
	}
}

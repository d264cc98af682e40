package journal_test

import (
	"slices"
	"testing"
	"time"

	"stadga/internal/ids"
	"stadga/internal/journal"
)

func TestTextIsTakenOutOfABodyAndTheRestStays(t *testing.T) {
	body := []byte(`{"Kind":"samtal","Title":"Om grannen","Text":"Grannen < 5 m","Parts":[{"Text":"mer","N":12345678901234567890},{"Text":""}],"Paper":[{"ID":1}]}`)
	left, texts, err := journal.WithoutText(body, []string{"Text", "Title", "Paper"}, "Texten är borttagen.")
	const want = `{"Kind":"samtal","Parts":[{"N":12345678901234567890,"Text":"Borttaget."},{"Text":""}],"Text":"Texten är borttagen.","Title":"Borttaget."}`
	if err != nil || string(left) != want || !slices.Equal(texts, []string{"Grannen < 5 m", "mer", "Om grannen"}) {
		t.Errorf("%s %q %v", left, texts, err)
	}
}

// What stands in the place of a body is held to the act that put it there: a body
// that someone else has put there is found, and so is one that was put there and
// then changed.
func TestAnErasedTextIsHeldToTheActThatTookIt(t *testing.T) {
	body := journal.Body{JSON: []byte(`{"Text":"hemligt"}`)}
	e := envelope()
	e.Stream, e.Version, e.Name, e.Digest = journal.StreamID{Kind: "note", ID: ids.ID{1}}, 1, "note.written.v1", body.Digest()
	left := journal.Body{JSON: []byte(`{"Text":"Texten är borttagen."}`), Left: true}
	act := func(text []byte) journal.Sealed {
		said, err := journal.Encode(journal.TextErased{Stream: "note", ID: ids.ID{1}, Version: 1, Left: journal.LeftDigest(text)})
		if err != nil {
			t.Fatal(err)
		}
		b := journal.Body{JSON: said}
		at := envelope()
		at.Stream, at.Version, at.Name, at.Digest, at.At = journal.StreamID{Kind: "erasure", ID: ids.ID{2}}, 2, journal.TextErased{}.EventName(), b.Digest(), time.Now()
		return sealedAt(at, &b)
	}
	for name, tt := range map[string]struct {
		stands  journal.Body
		erased  bool
		instead []byte
		found   int
	}{
		"as decided":          {left, true, left.JSON, 0},
		"not yet carried out": {body, true, left.JSON, 0},
		"by nobody":           {left, false, nil, 1},
		"changed afterwards":  {journal.Body{JSON: []byte(`{"Text":"Något annat."}`), Left: true}, true, left.JSON, 1},
	} {
		v := journal.NewVerifier()
		v.Sealed(sealedAt(e, &tt.stands))
		if tt.erased {
			next := act(tt.instead)
			next.Position = 1
			v.Sealed(next)
		}
		v.End(0)
		if v.Found != tt.found || tt.found > 0 && v.Findings[0].Kind != journal.BodyChanged {
			t.Errorf("%s: %+v", name, v.Findings)
		}
	}
}

func sealedAt(e journal.Envelope, b *journal.Body) journal.Sealed {
	leaf := e.LeafHash()
	return journal.Sealed{Leaf: leaf[:], Event: &e, Body: b}
}

package journal_test

import (
	"bytes"
	"strings"
	"testing"

	"stadga/internal/journal"
)

type said struct {
	Words string
	By    map[string]int
}

type sung struct{ Words string }

func (said) EventName() string { return "words.said.v3" }
func (sung) EventName() string { return "words.sung.v1" }

func TestOneEventHasOneEncoding(t *testing.T) {
	e := said{Words: "<å & ä>", By: map[string]int{"b": 2, "a": 1, "c": 3}}
	first, err := journal.Encode(e)
	if err != nil || string(first) != `{"Words":"<å & ä>","By":{"a":1,"b":2,"c":3}}` {
		t.Errorf("%s, %v", first, err)
	}
}

func TestTheSameWordsUnderAnotherSaltHaveAnotherDigest(t *testing.T) {
	random := bytes.NewReader(append(bytes.Repeat([]byte{1}, journal.SaltSize), bytes.Repeat([]byte{2}, journal.SaltSize)...))
	a, errA := journal.Seal(sung{"la"}, random)
	b, errB := journal.Seal(sung{"la"}, random)
	if errA != nil || errB != nil || a.Digest() == b.Digest() || !bytes.Equal(a.JSON, b.JSON) {
		t.Errorf("%x and %x (%v, %v)", a.Digest(), b.Digest(), errA, errB)
	}
	changed := a
	changed.JSON = []byte(`{"Words":"lA"}`)
	if changed.Digest() == a.Digest() {
		t.Error("a changed body has the same digest")
	}
	if _, err := journal.Seal(sung{"la"}, random); err == nil {
		t.Error("sealed without a salt")
	}
}

func TestOldNamesAreReadByWayOfTheirUpgrades(t *testing.T) {
	r := journal.NewRegistry(said{}, sung{})
	r.AddOld(func(name string, body []byte) ([]byte, error) {
		if name == "words.said.v1" {
			return bytes.Replace(body, []byte("Text"), []byte("Line"), 1), nil
		}
		return bytes.Replace(body, []byte("Line"), []byte("Words"), 1), nil
	}, map[string]string{"words.said.v1": "words.said.v2", "words.said.v2": "words.said.v3"})

	recorded, err := r.Read(journal.Envelope{Name: "words.said.v1"}, []byte(`{"Text":"hej"}`))
	if err != nil || recorded.Name != "words.said.v3" || recorded.Event.(said).Words != "hej" {
		t.Errorf("%+v, %v", recorded, err)
	}
	if stored := strings.Join(r.Stored([]string{"words.said.v3"}), " "); stored != "words.said.v1 words.said.v2 words.said.v3" {
		t.Errorf("stored under %s", stored)
	}
	if gone, err := r.Read(journal.Envelope{Name: "words.sung.v1"}, nil); err != nil || gone.Event != nil {
		t.Errorf("a body that is gone: %+v, %v", gone, err)
	}
	if _, err := r.Decode("words.whispered.v1", []byte("{}")); err == nil {
		t.Error("a name nobody carries was read")
	}
}

func TestTwoTypesOfOneNamePanic(t *testing.T) {
	defer func() {
		if recover() == nil {
			t.Error("no panic")
		}
	}()
	journal.NewRegistry(sung{}, other{})
}

type other struct{}

func (other) EventName() string { return "words.sung.v1" }

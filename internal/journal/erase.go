package journal

import (
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"maps"
	"slices"

	"stadga/internal/ids"
)

// TextErased tells that what someone had written in an event has been taken out of
// it, and what then stands in its place. The event it names keeps its envelope,
// with the digest of what it said; what it says now is held to this one.
type TextErased struct {
	Stream  string // kind
	ID      ids.ID
	Version int
	Left    string // SHA-256 in hexadecimal of the body that stands in its place
}

// EventName is for ever.
func (TextErased) EventName() string { return "record.text_erased.v1" }

// LeftDigest is a body without its text, as TextErased names it.
func LeftDigest(left []byte) string {
	sum := sha256.Sum256(left)
	return hex.EncodeToString(sum[:])
}

// ErasedAlso stands in the place of every text but the first.
const ErasedAlso = "Borttaget."

// WithoutText gives the body of an event without what someone has written in it:
// what stands under the keys, wherever in the body they are. The sentence stands in
// the place of the first of them, so that it is read where the text was; what is no
// text goes altogether. It also gives the texts. The same body gives the same.
func WithoutText(body []byte, keys []string, instead string) (left []byte, texts []string, err error) {
	in := json.NewDecoder(bytes.NewReader(body))
	in.UseNumber()
	var whole any
	if err := in.Decode(&whole); err != nil {
		return nil, nil, fmt.Errorf("journal: a body that is no JSON: %w", err)
	}
	e := erasing{instead: instead}
	for _, key := range keys {
		e.under(whole, key)
	}
	var out bytes.Buffer
	enc := json.NewEncoder(&out)
	enc.SetEscapeHTML(false)
	if err := enc.Encode(whole); err != nil {
		return nil, nil, err
	}
	return bytes.TrimSuffix(out.Bytes(), []byte("\n")), e.texts, nil
}

type erasing struct {
	instead string
	texts   []string
}

func (e *erasing) under(value any, key string) {
	switch v := value.(type) {
	case []any:
		for _, one := range v {
			e.under(one, key)
		}
	case map[string]any:
		switch text, is := v[key].(string); {
		case !is:
			delete(v, key)
		case text != "":
			v[key] = ErasedAlso
			if len(e.texts) == 0 {
				v[key] = e.instead
			}
			e.texts = append(e.texts, text)
		}
		for _, name := range slices.Sorted(maps.Keys(v)) {
			e.under(v[name], key)
		}
	}
}

package webkit

import (
	"bytes"
	"cmp"
	"crypto/sha256"
	"encoding"
	"encoding/base64"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"reflect"
	"slices"
	"strconv"
	"strings"
	"sync"
	"time"
	"unicode"
)

// A wireWriter writes the struct of a page as JSON: the exported fields under their
// names with a small first letter, those of embedded structs as the struct's own, days
// and ids as text, instants in UTC (RFC 3339). What stands around the page, its menu and
// its looks, is left out, and so is what a form's id is, that is new each time, from tag.
type wireWriter struct {
	types  *sync.Map // reflect.Type → []wireField, kept since what types are never changes
	out    *bytes.Buffer
	shown  []string // versions of the forms of the page, as If-Match says them
	minted []string // ids of forms
}

// A wireField is a field of a struct as it is written.
type wireField struct {
	name  string
	index []int
}

var (
	textMarshaler = reflect.TypeFor[encoding.TextMarshaler]()
	instant       = reflect.TypeFor[time.Time]()
	formHead      = reflect.TypeFor[FormHead]()
	shellType     = reflect.TypeFor[Shell]()
)

// WireName is the name of a field of Go in JSON: "URLPath" is "urlPath".
func WireName(field string) string {
	runes := []rune(field)
	for i := range runes {
		if i > 0 && i+1 < len(runes) && unicode.IsLower(runes[i+1]) || unicode.IsLower(runes[i]) {
			break
		}
		runes[i] = unicode.ToLower(runes[i])
	}
	return string(runes)
}

// fields lists the fields of a struct that are written. Those of an embedded struct are
// the struct's own, unless it has one of the same name; the head of a form stays one field.
func (w *wireWriter) fields(t reflect.Type) []wireField {
	if known, ok := w.types.Load(t); ok {
		return known.([]wireField)
	}
	all := wireFieldsOf(t)
	w.types.Store(t, all)
	return all
}

func wireFieldsOf(t reflect.Type) []wireField {
	var own, inner []wireField
	for i := range t.NumField() {
		f := t.Field(i)
		kind := f.Type
		if kind.Kind() == reflect.Pointer {
			kind = kind.Elem()
		}
		switch {
		case f.Type == shellType || f.Type.Kind() == reflect.Func:
		case f.Anonymous && kind == formHead:
			own = append(own, wireField{name: "head", index: []int{i}})
		case f.Anonymous && kind.Kind() == reflect.Struct && !f.Type.Implements(textMarshaler) && kind != instant:
			for _, promoted := range wireFieldsOf(kind) {
				inner = append(inner, wireField{name: promoted.name, index: append([]int{i}, promoted.index...)})
			}
		case f.IsExported():
			own = append(own, wireField{name: WireName(f.Name), index: []int{i}})
		}
	}
	for _, promoted := range inner {
		if !slices.ContainsFunc(own, func(f wireField) bool { return f.name == promoted.name }) {
			own = append(own, promoted)
		}
	}
	return own
}

func (w *wireWriter) write(page any) error {
	if err := w.value(reflect.ValueOf(page)); err != nil {
		return err
	}
	return w.out.WriteByte('\n')
}

// tag is the ETag: the version that the page's form edits when it has one, and else what
// the page says.
func (w *wireWriter) tag() string {
	if len(w.shown) == 1 {
		return strconv.Quote(w.shown[0])
	}
	said := w.out.String()
	for _, id := range w.minted {
		said = strings.ReplaceAll(said, id, "")
	}
	sum := sha256.Sum256([]byte(said))
	return strconv.Quote(hex.EncodeToString(sum[:16]))
}

func (w *wireWriter) value(v reflect.Value) error {
	switch {
	case !v.IsValid():
		return w.raw("null")
	case v.Type() == instant:
		at := v.Interface().(time.Time)
		if at.IsZero() {
			return w.raw("null")
		}
		return w.text(at.UTC().Format(time.RFC3339Nano))
	case v.Type().Implements(textMarshaler) && (v.Kind() != reflect.Pointer || !v.IsNil()):
		text, err := v.Interface().(encoding.TextMarshaler).MarshalText()
		if err != nil {
			return err
		}
		if len(text) == 0 {
			return w.raw("null")
		}
		return w.text(string(text))
	}
	switch v.Kind() {
	case reflect.Pointer, reflect.Interface:
		if v.IsNil() {
			return w.raw("null")
		}
		return w.value(v.Elem())
	case reflect.Struct:
		return w.object(v)
	case reflect.Slice, reflect.Array:
		return w.list(v)
	case reflect.Map:
		return w.mapping(v)
	case reflect.String:
		return w.text(v.String())
	case reflect.Bool:
		return w.raw(strconv.FormatBool(v.Bool()))
	case reflect.Int, reflect.Int8, reflect.Int16, reflect.Int32, reflect.Int64:
		return w.raw(strconv.FormatInt(v.Int(), 10))
	case reflect.Uint, reflect.Uint8, reflect.Uint16, reflect.Uint32, reflect.Uint64:
		return w.raw(strconv.FormatUint(v.Uint(), 10))
	case reflect.Float32, reflect.Float64:
		number, err := json.Marshal(v.Float())
		if err != nil {
			return err
		}
		return w.raw(string(number))
	}
	return fmt.Errorf("webkit: %s cannot be written for programs", v.Type())
}

func (w *wireWriter) raw(s string) error { _, err := w.out.WriteString(s); return err }

func (w *wireWriter) text(s string) error {
	written, err := json.Marshal(s)
	if err != nil {
		return err
	}
	_, err = w.out.Write(written)
	return err
}

func (w *wireWriter) object(v reflect.Value) error {
	if v.Type() == formHead {
		return w.form(v.Interface().(FormHead))
	}
	w.out.WriteByte('{')
	first := true
	for _, f := range w.fields(v.Type()) {
		value, err := v.FieldByIndexErr(f.index)
		if err != nil { // an embedded pointer that is nil: what it holds is not there
			continue
		}
		if !first {
			w.out.WriteByte(',')
		}
		first = false
		if err := w.text(f.name); err != nil {
			return err
		}
		w.out.WriteByte(':')
		if err := w.value(value); err != nil {
			return err
		}
	}
	return w.raw("}")
}

// form is the head of a form: the address's act id to send as Idempotency-Key, and the
// version to send as If-Match.
func (w *wireWriter) form(head FormHead) error {
	seen := strings.TrimSpace(strconv.Itoa(head.Shown) + " " + head.Also)
	if head.Act != "" {
		w.minted = append(w.minted, head.Act)
	}
	if head.Shown > 0 && !slices.Contains(w.shown, seen) {
		w.shown = append(w.shown, seen)
	}
	written, err := json.Marshal(struct {
		Act   string `json:"idempotencyKey"`
		Match string `json:"ifMatch"`
	}{head.Act, strconv.Quote(seen)})
	if err != nil {
		return err
	}
	_, err = w.out.Write(written)
	return err
}

func (w *wireWriter) list(v reflect.Value) error {
	if v.Kind() == reflect.Slice && v.Type().Elem().Kind() == reflect.Uint8 {
		return w.text(base64.StdEncoding.EncodeToString(v.Bytes()))
	}
	w.out.WriteByte('[')
	for i := range v.Len() {
		if i > 0 {
			w.out.WriteByte(',')
		}
		if err := w.value(v.Index(i)); err != nil {
			return err
		}
	}
	return w.raw("]")
}

// mapping writes a map by its keys in order, so that the same page is written alike.
func (w *wireWriter) mapping(v reflect.Value) error {
	keys := v.MapKeys()
	slices.SortFunc(keys, func(a, b reflect.Value) int { return cmp.Compare(fmt.Sprint(a), fmt.Sprint(b)) })
	w.out.WriteByte('{')
	for i, key := range keys {
		if i > 0 {
			w.out.WriteByte(',')
		}
		if err := w.text(fmt.Sprint(key)); err != nil {
			return err
		}
		w.out.WriteByte(':')
		if err := w.value(v.MapIndex(key)); err != nil {
			return err
		}
	}
	return w.raw("}")
}

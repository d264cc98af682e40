package webkit

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"maps"
	"mime"
	"net/http"
	"net/url"
	"slices"
	"strconv"
	"strings"

	"stadga/internal/fault"
	"stadga/internal/ids"
)

// APIRoot is where programs ask. Every address of the pages stands under it too, with
// the same access, the same log of readings and the same acts: what a page shows comes
// as JSON, and what a form holds is posted as JSON (docs/api.md).
const APIRoot = "/api/v1"

type apiKey struct{}

// forPrograms answers an address under APIRoot as the page without it.
func (s *Site) forPrograms(w http.ResponseWriter, r *http.Request) {
	asked := r.WithContext(context.WithValue(r.Context(), apiKey{}, true))
	at := *r.URL
	at.Path, at.RawPath = strings.TrimPrefix(at.Path, APIRoot), strings.TrimPrefix(at.RawPath, APIRoot)
	asked.URL = &at
	w.Header().Set("Content-Security-Policy", "default-src 'none'; frame-ancestors 'none'")
	if r.Method == http.MethodGet {
		switch at.Path {
		case "/openapi.json":
			w.Header().Set("Content-Type", "application/json; charset=utf-8")
			_, _ = w.Write(s.Interface) // who asked has gone if it fails
			return
		case "/api-info":
			w.Header().Set("Content-Type", "application/json; charset=utf-8")
			// Who asked has gone if it fails.
			_ = json.NewEncoder(w).Encode(map[string]string{
				"apiName": "Stadga", "apiVersion": "1", "apiStatus": "active", "apiDocumentation": APIRoot + "/openapi.json",
			})
			return
		}
	}
	s.handle.ServeHTTP(w, asked)
}

// ofProgram tells whether the request came under APIRoot.
func ofProgram(r *http.Request) bool { return r.Context().Value(apiKey{}) != nil }

// bearer is the digest of the key that a program sends.
func bearer(r *http.Request) ([32]byte, bool) {
	key, sent := strings.CutPrefix(r.Header.Get("Authorization"), "Bearer ")
	if !sent {
		return [32]byte{}, false
	}
	return digestOf(strings.TrimSpace(key))
}

// The headers and words of a program's post.
const (
	headIdempotency = "Idempotency-Key" // the act id, chosen by the program: a UUID
	headIfMatch     = "If-Match"        // the version the program has seen: "7", as the ETag of the page said
)

// readPosted reads a JSON object into the fields of a form. What a form cannot hold is a
// fault beside its field; nothing has then been done.
func readPosted(r *http.Request) error {
	kind, _, err := mime.ParseMediaType(r.Header.Get("Content-Type"))
	switch {
	case err == nil && kind == "multipart/form-data" && visitOf(r).route.Upload > 0:
		return keyed(r)
	case err != nil || kind != "application/json":
		return fault.New(fault.Invalid, "api.not-json")
	}
	body, err := io.ReadAll(r.Body)
	if err != nil {
		if tooLarge := new(http.MaxBytesError); errors.As(err, &tooLarge) {
			return &fault.Error{Kind: fault.Invalid, Text: "api.too-large", Args: map[string]any{"byte": tooLarge.Limit}}
		}
		return &fault.Error{Kind: fault.Invalid, Text: "api.cut", Err: err}
	}
	if len(bytes.TrimSpace(body)) == 0 {
		body = []byte("{}")
	}
	var fields map[string]any
	decoder := json.NewDecoder(bytes.NewReader(body))
	decoder.UseNumber()
	if err := decoder.Decode(&fields); err != nil || decoder.More() {
		return &fault.Error{Kind: fault.Invalid, Text: "api.not-object", Err: err}
	}
	r.Form, r.PostForm = url.Values{}, url.Values{}
	var faults []*fault.Error
	for _, name := range slices.Sorted(maps.Keys(fields)) {
		texts, ok := textsOf(fields[name])
		if !ok {
			faults = append(faults, fault.Field(name, "api.wrong-type"))
			continue
		}
		if len(texts) > 0 {
			r.PostForm[name] = texts
		}
	}
	if err := fault.Join(faults...); err != nil {
		return err
	}
	return keyed(r)
}

// textsOf is a value of JSON as a form would send it: text, a number, yes or no, or
// several of them. Null is a field that is not filled in.
func textsOf(value any) ([]string, bool) {
	switch v := value.(type) {
	case nil:
		return nil, true
	case string:
		return []string{v}, true
	case json.Number:
		return []string{v.String()}, true
	case bool:
		if v {
			return []string{"ja"}, true
		}
		return []string{"nej"}, true
	case []any:
		var all []string
		for _, each := range v {
			one, ok := textsOf(each)
			if _, nested := each.([]any); !ok || nested || len(one) != 1 {
				return nil, false
			}
			all = append(all, one[0])
		}
		return all, true
	}
	return nil, false
}

// keyed puts the headers of the act into the form's hidden fields.
func keyed(r *http.Request) error {
	if r.PostForm == nil {
		r.Form, r.PostForm = url.Values{}, url.Values{}
	}
	key := r.Header.Get(headIdempotency)
	if key == "" {
		key = r.PostForm.Get(fieldAct)
	}
	if key == "" {
		return fault.New(fault.Invalid, "api.no-key")
	}
	r.PostForm.Set(fieldAct, strings.ToLower(key))
	if id, err := ids.Parse(strings.ToLower(key)); err != nil || id.IsZero() {
		return fault.New(fault.Invalid, "api.bad-key")
	}
	seen := r.Header.Get(headIfMatch)
	if seen == "" || seen == "*" {
		return nil
	}
	version, others, _ := strings.Cut(strings.Trim(seen, `"`), " ")
	if n, err := strconv.Atoi(version); err != nil || n < 0 {
		return fault.New(fault.Invalid, "api.bad-match")
	}
	r.PostForm.Set(fieldShown, version)
	r.PostForm.Set(fieldAlso, others)
	return nil
}

// hidden are the fields that every form may hold.
var hidden = []string{fieldAct, fieldShown, fieldAlso, fieldDraft, fieldAbout}

// unasked are the fields that a program sent and that the form has not asked for.
func (v *visit) unasked(form url.Values) []*fault.Error {
	var all []*fault.Error
	for _, name := range slices.Sorted(maps.Keys(form)) {
		if !v.asked[name] && !slices.Contains(hidden, name) {
			all = append(all, fault.Field(name, "api.unknown-field"))
		}
	}
	return all
}

// strayed says which fields stood in the way when nothing of the form was to be read.
func (v *visit) strayed(r *http.Request, err error) error {
	if v.program && !v.posted && r.Method == http.MethodPost {
		if faults := v.unasked(r.PostForm); len(faults) > 0 {
			return fault.Join(faults...)
		}
	}
	return err
}

// asks notes that the form has a field of the name.
func (v *visit) asks(name string) {
	if v.program {
		v.asked[name] = true
	}
}

// A done act tells the program where what it made can be read.
type done struct {
	Location string `json:"location"`
}

// toProgram turns the answer of a page's handler into that of a program: where a browser
// is sent on, the program is told where.
func (v *visit) toProgram(w *held) error {
	to := w.header.Get("Location")
	if w.status < 300 || w.status >= 400 || to == "" {
		return nil
	}
	w.header.Set("Location", APIRoot+to)
	w.header.Set("Content-Type", "application/json; charset=utf-8")
	w.body.Reset()
	if v.route.Method() == http.MethodPost {
		w.status = http.StatusOK
	}
	return json.NewEncoder(w.body).Encode(done{Location: APIRoot + to})
}

// showProgram writes the page's struct as JSON, with its version as ETag.
func showProgram(w http.ResponseWriter, r *http.Request, status int, page Paged) error {
	var out bytes.Buffer
	wire := wireWriter{types: &visitOf(r).site.types, out: &out}
	if err := wire.write(page); err != nil {
		return fmt.Errorf("show %T: %w", page, err)
	}
	w.Header().Set("Content-Type", "application/json; charset=utf-8")
	tag := wire.tag()
	w.Header().Set("ETag", tag)
	if status == http.StatusOK && r.Method == http.MethodGet && r.Header.Get("If-None-Match") == tag {
		w.WriteHeader(http.StatusNotModified)
		return nil
	}
	w.WriteHeader(status)
	_, err := w.Write(out.Bytes())
	return err
}

// A Details is a problem as programs read it (RFC 9457).
type Details struct {
	Type     string   `json:"type"`     // "urn:stadga:FEL-0004": the number names the kind
	Title    string   `json:"title"`    // the same for all of the kind of answer
	Status   int      `json:"status"`   // of HTTP
	Detail   string   `json:"detail"`   // what is wrong and how to mend it, in Swedish
	Instance string   `json:"instance"` // the address that was asked
	Faults   []Detail `json:"faults,omitempty"`
}

// A Detail is one thing to mend in what was posted.
type Detail struct {
	Field  string `json:"field,omitempty"`
	Detail string `json:"detail"`
	Number string `json:"number"`
}

// failProgram writes a problem document.
func (s *Site) failProgram(w http.ResponseWriter, r *http.Request, status int, title string, err error, first *fault.Error) {
	says, number := s.Words.Words(first)
	problem := Details{Type: "urn:stadga:" + number, Title: title, Status: status, Detail: says, Instance: APIRoot + r.URL.EscapedPath()}
	if all, ok := problemsOf(s.Words, err); ok {
		for _, p := range all {
			problem.Faults = append(problem.Faults, Detail{Field: p.Field, Detail: p.Words, Number: p.Number})
		}
	}
	w.Header().Set("Content-Type", "application/problem+json; charset=utf-8")
	w.WriteHeader(status)
	// The answer is held in memory and cannot fail.
	_ = json.NewEncoder(w).Encode(problem)
}

// statusForProgram says it more closely than a page does.
func statusForProgram(r *http.Request, status int, first *fault.Error) int {
	switch first.Text {
	case "api.not-json":
		return http.StatusUnsupportedMediaType
	case "api.too-large":
		return http.StatusRequestEntityTooLarge
	case "api.cut", "api.not-object", "api.wrong-type", "api.unknown-field", "api.no-key", "api.bad-key", "api.bad-match":
		return http.StatusBadRequest
	case "stream.moved":
		if r.Header.Get(headIfMatch) != "" {
			return http.StatusPreconditionFailed
		}
	}
	return status
}

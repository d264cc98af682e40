package phoneweb

import (
	"crypto/aes"
	"crypto/cipher"
	"crypto/pbkdf2"
	"crypto/sha256"
	"encoding/base64"
	"encoding/json"
	"net/http"
	"slices"
	"strings"

	"stadga/internal/fault"
	"stadga/internal/ids"
	"stadga/internal/visits"
	"stadga/internal/webkit"
)

// OutboxPage is /utforare/besok/utkorg: where the office reads in what a phone has
// registered and cannot send.
type OutboxPage struct {
	webkit.Page
	Form OutboxForm
	Kept string // what was read in; empty: nothing yet
}

// An OutboxForm takes the phone's text and the code that opens it.
type OutboxForm struct {
	webkit.FormHead
	Text, Code webkit.Field
}

func (p Pages) outboxPage(typed webkit.Typed, head webkit.FormHead) *OutboxPage {
	return &OutboxPage{
		Page: webkit.Page{
			Title: "Läs in en utkorg", Sentence: "För en telefon som har besök att skicka och inte får nät.",
			Back: &webkit.Link{Path: "/utforare/besok", Words: "Besök"},
		},
		Form: OutboxForm{
			FormHead: head,
			Text:     typed.Field(webkit.Field{Name: "text", Label: "Texten i filen från telefonen", Help: "Öppna filen och kopiera allt. Den börjar med STADGA-UTKORG-1.", Rows: 6, Required: true}),
			Code:     typed.Field(webkit.Field{Name: "code", Label: "Koden som telefonen visade", Help: "Be medarbetaren läsa upp den. 20 tecken.", Size: "medel", Required: true}),
		},
	}
}

func (p Pages) getOutbox(w http.ResponseWriter, r *http.Request) error {
	page := p.outboxPage(webkit.Typed{}, webkit.NewForm(r, 0, ""))
	if r.URL.Query().Get("last") == "ja" {
		page.Kept = "Utkorgen är inläst. Händelser som redan hade kommit räknas en gång."
	}
	return webkit.Show(w, r, p.office, http.StatusOK, "utkorg-las-in.html", page)
}

func (p Pages) postOutbox(w http.ResponseWriter, r *http.Request) error {
	in := webkit.Posted(r)
	text, code := in.Must("text"), in.Must("code")
	err := in.Err()
	if err == nil {
		err = p.readIn(r, text, code)
	}
	if err != nil {
		return webkit.Redo(w, r, p.office, "utkorg-las-in.html", p.outboxPage(in.Again(err), webkit.SameForm(r)), err)
	}
	return webkit.Done(w, r, "/utforare/besok/utkorg?last=ja")
}

// readIn keeps what a phone held, as the visits of who made them, as often as it is read in.
func (p Pages) readIn(r *http.Request, text, code string) error {
	body, err := openOutbox(text, code)
	if err != nil {
		return err
	}
	var held struct {
		User   string            `json:"user"`
		Now    string            `json:"now"`
		Events []json.RawMessage `json:"events"`
	}
	unreadable := fault.Field("text", "phone.outbox-unreadable")
	if json.Unmarshal(body, &held) != nil {
		return unreadable
	}
	id, ok := unhexed(held.User)
	who := webkit.Actor(r)
	if !ok || who.Provider.IsZero() {
		return unreadable
	}
	colleague, err := p.Others.Colleague(r.Context(), ids.User{ID: id}, who.Provider)
	if err != nil {
		return err
	}
	if !colleague {
		return fault.Field("text", "phone.outbox-of-another")
	}
	for some := range slices.Chunk(held.Events, visits.MostEvents) {
		// The phone's now is left out: how long the file has been on its way says nothing of its clock.
		wire, err := json.Marshal(map[string]any{"events": some})
		if err != nil {
			return err
		}
		batch, err := visits.ReadBatch(wire)
		if err != nil {
			return unreadable
		}
		if err := p.Others.Take(r.Context(), who, ids.User{ID: id}, batch); err != nil {
			return err
		}
	}
	return nil
}

const (
	outboxMark   = "STADGA-UTKORG-1"
	outboxRounds = 600_000 // as many as the phone
	saltLong     = 16
)

// openOutbox opens what a phone locked with a code: salt, nonce and AES-GCM.
func openOutbox(text, code string) ([]byte, error) {
	fields := strings.Fields(text)
	if len(fields) < 2 || fields[0] != outboxMark {
		return nil, fault.Field("text", "phone.outbox-unreadable")
	}
	raw, err := base64.StdEncoding.DecodeString(strings.Join(fields[1:], ""))
	if err != nil {
		return nil, fault.Field("text", "phone.outbox-unreadable")
	}
	key, err := pbkdf2.Key(sha256.New, grouped(code), raw[:min(saltLong, len(raw))], outboxRounds, 32)
	if err != nil {
		return nil, err
	}
	block, err := aes.NewCipher(key)
	if err != nil {
		return nil, err
	}
	lock, err := cipher.NewGCM(block)
	if err != nil {
		return nil, err
	}
	if len(raw) < saltLong+lock.NonceSize()+lock.Overhead() {
		return nil, fault.Field("text", "phone.outbox-unreadable")
	}
	nonce := raw[saltLong : saltLong+lock.NonceSize()]
	open, err := lock.Open(nil, nonce, raw[saltLong+lock.NonceSize():], nil)
	if err != nil {
		return nil, fault.Field("code", "phone.outbox-code")
	}
	return open, nil
}

// grouped writes a code as the phone shows it, however it was typed: groups of five,
// and the letters that are taken for digits as those digits.
func grouped(typed string) string {
	plain := strings.Map(func(c rune) rune {
		switch {
		case c == 'O':
			return '0'
		case c == 'I' || c == 'L':
			return '1'
		case c >= '0' && c <= '9' || c >= 'A' && c <= 'Z':
			return c
		}
		return -1
	}, strings.ToUpper(typed))
	var groups []string
	for part := range slices.Chunk([]byte(plain), 5) {
		groups = append(groups, string(part))
	}
	return strings.Join(groups, "-")
}

package webkit

import (
	"context"
	"encoding/json"
	"maps"
	"net/http"
	"strings"
	"sync"
	"time"

	"stadga/internal/duty"
	"stadga/internal/fault"
	"stadga/internal/ids"
)

// Drafts keeps what is typed and not yet signed, by person and form, and what it is
// about: the part of a file that the page opened, or nothing. Save returns only
// when the text is durable; the instant it returns is the one the page shows as
// "Sparat".
type Drafts interface {
	Save(ctx context.Context, user ids.User, form string, about duty.Subject, body []byte) (time.Time, error)
	Load(ctx context.Context, user ids.User, form string, about duty.Subject) ([]byte, time.Time, error) // no body when there is none
	Stop(ctx context.Context, user ids.User, form, path, why string) error                               // until it is saved over
	Stopped(ctx context.Context, user ids.User, form string) (why string, err error)
	Drop(ctx context.Context, user ids.User, form string) error
}

// A DraftSaved is what the script in the page is told.
type DraftSaved struct {
	Saved string `json:"sparat"` // "10:42:07"
}

// postDraft takes the whole form as it stands. The script sends it in the
// background; the button "Fortsätt senare" sends it without scripts.
func (s *Site) postDraft(w http.ResponseWriter, r *http.Request) error {
	at, err := s.saveDraft(r, visitOf(r).session.User)
	if err != nil {
		return err
	}
	if wantsJSON(r) {
		w.Header().Set("Content-Type", "application/json")
		return json.NewEncoder(w).Encode(DraftSaved{Saved: ClockSeconds(at)})
	}
	to := ownPath(r.PostForm.Get("efter"))
	if to == "" {
		to = AccountOf(r).Start
	}
	http.Redirect(w, r, to, http.StatusSeeOther)
	return nil
}

func (s *Site) saveDraft(r *http.Request, user ids.User) (time.Time, error) {
	key := r.PostForm.Get(fieldDraft)
	if key == "" || len(key) > 200 {
		return time.Time{}, fault.New(fault.Invalid, "web.draft-refused")
	}
	about, err := s.draftAbout(r)
	if err != nil {
		return time.Time{}, err
	}
	values := maps.Clone(r.PostForm)
	values.Del(fieldDraft)
	values.Del(fieldAbout)
	body, err := json.Marshal(values)
	if err != nil {
		return time.Time{}, err
	}
	return s.Drafts.Save(r.Context(), user, key, about, body)
}

// KeepStopped keeps a posted form that a rule stops as a draft that says why, so that
// it stands on the person's day until it is mended. A form without a draft is not kept.
func KeepStopped(r *http.Request, why string) {
	v := visitOf(r)
	key := r.PostForm.Get(fieldDraft)
	if key == "" || why == "" {
		return
	}
	_, err := v.site.saveDraft(r, v.session.User)
	if err == nil {
		err = v.site.Drafts.Stop(r.Context(), v.session.User, key, r.URL.Path, why)
	}
	if err != nil { // the page shows what was typed all the same
		v.site.Log.Warn("a stopped form could not be kept", "route", v.route.Pattern, "err", err)
	}
}

// stopWords are the words of the first fault that a rule stands behind.
func stopWords(words fault.Catalogue, err error) string {
	for _, f := range fault.All(err) {
		if f.Rule != "" {
			says, _ := words.Words(f)
			return says
		}
	}
	return ""
}

// rescue keeps what was posted after the log-in ran out as a draft of the one
// whose log-in it was, so that a page without scripts loses nothing either.
func (s *Site) rescue(r *http.Request, v *visit) {
	if r.Method != http.MethodPost || v.ranOut.User.IsZero() || r.ParseForm() != nil || r.PostForm.Get(fieldDraft) == "" {
		return
	}
	legible(r.PostForm)
	account, err := s.Accounts.Of(r.Context(), v.ranOut.User)
	if err == nil {
		account, err = s.granted(account, v.ranOut.Roles)
	}
	if err == nil {
		v.account = account // of whom access is asked, and no longer than that
		_, err = s.saveDraft(r, v.ranOut.User)
		v.account = Account{}
	}
	if err != nil {
		s.Log.Warn("what was posted after log-out could not be kept", "route", v.route.Pattern, "err", err)
	}
}

// draftAbout is what the draft is about. Who may no longer open that may not keep
// text about it either, and gets the same answer as for a case that is not there.
func (s *Site) draftAbout(r *http.Request) (duty.Subject, error) {
	kind, raw, _ := strings.Cut(r.PostForm.Get(fieldAbout), ":")
	if kind == "" {
		return duty.Subject{}, nil
	}
	id, err := ids.Parse(raw)
	if err != nil {
		return duty.Subject{}, fault.New(fault.Invalid, "web.draft-refused")
	}
	about, who := duty.Subject{Kind: kind, ID: id}, Actor(r)
	action := "case.read"
	if !who.Provider.IsZero() {
		action = "order.read" // the other branch
	}
	_, err = s.Door.Open(r.Context(), who, action, about)
	return about, err
}

// wantsJSON tells whether the script of the page asks, and not the browser itself.
func wantsJSON(r *http.Request) bool {
	return strings.Contains(r.Header.Get("Accept"), "application/json")
}

// MemoryDrafts keeps drafts in memory, for tests.
type MemoryDrafts struct {
	Now func() time.Time
	mu  sync.Mutex
	all map[memoryDraftKey]memoryDraft
}

type memoryDraftKey struct {
	user ids.User
	form string
}

type memoryDraft struct {
	body  []byte
	about duty.Subject
	at    time.Time
	why   string
}

// Save keeps the draft.
func (m *MemoryDrafts) Save(_ context.Context, user ids.User, form string, about duty.Subject, body []byte) (time.Time, error) {
	m.mu.Lock()
	defer m.mu.Unlock()
	if m.all == nil {
		m.all = map[memoryDraftKey]memoryDraft{}
	}
	at := m.Now()
	m.all[memoryDraftKey{user, form}] = memoryDraft{body: body, about: about, at: at}
	return at, nil
}

// Load returns the draft about the subject.
func (m *MemoryDrafts) Load(_ context.Context, user ids.User, form string, about duty.Subject) ([]byte, time.Time, error) {
	m.mu.Lock()
	defer m.mu.Unlock()
	d := m.all[memoryDraftKey{user, form}]
	if d.about != about {
		return nil, time.Time{}, nil
	}
	return d.body, d.at, nil
}

// Stop says why the draft is stopped.
func (m *MemoryDrafts) Stop(_ context.Context, user ids.User, form, _, why string) error {
	m.mu.Lock()
	defer m.mu.Unlock()
	key := memoryDraftKey{user, form}
	if d, ok := m.all[key]; ok {
		d.why = why
		m.all[key] = d
	}
	return nil
}

// Stopped tells why the draft is stopped.
func (m *MemoryDrafts) Stopped(_ context.Context, user ids.User, form string) (string, error) {
	m.mu.Lock()
	defer m.mu.Unlock()
	return m.all[memoryDraftKey{user, form}].why, nil
}

// Drop forgets the draft.
func (m *MemoryDrafts) Drop(_ context.Context, user ids.User, form string) error {
	m.mu.Lock()
	defer m.mu.Unlock()
	delete(m.all, memoryDraftKey{user, form})
	return nil
}

package webkit

import (
	"context"
	"crypto/rand"
	"crypto/sha256"
	"encoding/base64"
	"errors"
	"net/http"
	"slices"
	"strings"
	"sync"
	"time"

	"stadga/internal/act"
	"stadga/internal/fault"
	"stadga/internal/ids"
)

// A Session is one log-in. The cookie holds a random token; the table holds
// only its digest, so that a copy of the database logs nobody in.
type Session struct {
	Token   [32]byte // digest of the token
	User    ids.User
	Began   time.Time
	Expires time.Time
}

// Sessions keeps sessions. Find answers the zero Session when there is none.
type Sessions interface {
	Begin(ctx context.Context, s Session) error
	Find(ctx context.Context, token [32]byte) (Session, error)
	Extend(ctx context.Context, token [32]byte, until time.Time) error
	End(ctx context.Context, token [32]byte) error
}

// An Account is one who can log in.
type Account struct {
	Actor act.Actor
	Name  string // "Eva Ek"
	Title string // "Handläggare, Biståndsenheten"
	Sees  string // on the log-in page of the demo: "ser vad som ska göras i dag"
	Icon  string
	Start string // first page: "/min-dag"
}

// Accounts knows who may log in, as of now: a role taken away is gone at the
// next request.
type Accounts interface {
	All(ctx context.Context) ([]Account, error)
	Of(ctx context.Context, user ids.User) (Account, error) // fault.NotFound when there is none
}

const (
	sessionLong = 10 * time.Hour   // a working day; a new log-in after that
	sessionIdle = 60 * time.Minute // without a request
	renewAfter  = 5 * time.Minute  // so that a page view is not a write
)

func (s *Site) cookieName() string {
	if s.HTTPS {
		return "__Host-stadga"
	}
	return "stadga"
}

// enter finds the session and the account of the request. A request that has
// none, or one that has ended, is simply not logged in.
func (s *Site) enter(w http.ResponseWriter, r *http.Request, v *visit) error {
	token, ok := s.token(r)
	if !ok {
		return nil
	}
	session, err := s.Sessions.Find(r.Context(), token)
	if err != nil {
		return err
	}
	if session.User.IsZero() || !v.now.Before(session.Expires) {
		return nil
	}
	account, err := s.Accounts.Of(r.Context(), session.User)
	if fault.KindOf(err) == fault.NotFound && err != nil {
		return s.Sessions.End(r.Context(), token)
	}
	if err != nil {
		return err
	}
	until := v.now.Add(sessionIdle)
	if last := session.Began.Add(sessionLong); until.After(last) {
		until = last
	}
	if until.Sub(session.Expires) > renewAfter {
		if err := s.Sessions.Extend(r.Context(), token, until); err != nil {
			return err
		}
		session.Expires = until
	}
	v.session, v.account = session, account
	return nil
}

func (s *Site) token(r *http.Request) ([32]byte, bool) {
	cookie, err := r.Cookie(s.cookieName())
	if err != nil {
		return [32]byte{}, false
	}
	raw, err := base64.RawURLEncoding.DecodeString(cookie.Value)
	if err != nil || len(raw) != 32 {
		return [32]byte{}, false
	}
	return sha256.Sum256(raw), true
}

// Begin logs the account in: a new token, never one the browser brought along.
func (s *Site) begin(w http.ResponseWriter, r *http.Request, user ids.User) error {
	raw := make([]byte, 32)
	if _, err := rand.Read(raw); err != nil {
		return err
	}
	now := visitOf(r).now
	session := Session{Token: sha256.Sum256(raw), User: user, Began: now, Expires: now.Add(sessionIdle)}
	if err := s.Sessions.Begin(r.Context(), session); err != nil {
		return err
	}
	http.SetCookie(w, &http.Cookie{
		Name: s.cookieName(), Value: base64.RawURLEncoding.EncodeToString(raw), Path: "/",
		HttpOnly: true, Secure: s.HTTPS, SameSite: http.SameSiteLaxMode,
	})
	return nil
}

func (s *Site) end(w http.ResponseWriter, r *http.Request) error {
	if token, ok := s.token(r); ok {
		if err := s.Sessions.End(r.Context(), token); err != nil {
			return err
		}
	}
	http.SetCookie(w, &http.Cookie{Name: s.cookieName(), Path: "/", MaxAge: -1, HttpOnly: true, Secure: s.HTTPS, SameSite: http.SameSiteLaxMode})
	return nil
}

// LogInPage is /logga-in where one picks an account.
type LogInPage struct {
	Page
	Accounts []Account
	Till     string // where to go afterwards
}

func (s *Site) getLogIn(w http.ResponseWriter, r *http.Request) error {
	if !s.PickAccount {
		return fault.New(fault.NotFound, "web.no-such-page")
	}
	accounts, err := s.Accounts.All(r.Context())
	if err != nil {
		return err
	}
	slices.SortStableFunc(accounts, func(a, b Account) int { return strings.Compare(a.Title, b.Title) })
	return Show(w, r, s.kit, http.StatusOK, "logga-in.html", &LogInPage{
		Page:     Page{Title: "Vem är du i dag?", Sentence: s.Invented},
		Accounts: accounts,
		Till:     ownPath(r.URL.Query().Get("till")),
	})
}

func (s *Site) postLogIn(w http.ResponseWriter, r *http.Request) error {
	if !s.PickAccount {
		return fault.New(fault.NotFound, "web.no-such-page")
	}
	in := Posted(r)
	user := ids.User{ID: in.ID("konto")}
	if err := in.Err(); err != nil {
		return err
	}
	account, err := s.Accounts.Of(r.Context(), user)
	if err != nil {
		return err
	}
	if err := s.end(w, r); err != nil {
		return err
	}
	if err := s.begin(w, r, user); err != nil {
		return err
	}
	to := ownPath(r.PostForm.Get("till"))
	if to == "" {
		to = account.Start
	}
	http.Redirect(w, r, to, http.StatusSeeOther)
	return nil
}

func (s *Site) postLogOut(w http.ResponseWriter, r *http.Request) error {
	if err := s.end(w, r); err != nil {
		return err
	}
	http.Redirect(w, r, "/logga-in", http.StatusSeeOther)
	return nil
}

// ownPath lets through only an address of this site.
func ownPath(s string) string {
	if !strings.HasPrefix(s, "/") || strings.HasPrefix(s, "//") || strings.ContainsAny(s, "\\\r\n") {
		return ""
	}
	return s
}

// MemorySessions keeps sessions in memory, for tests and for a demo that loses
// its log-ins when it stops.
type MemorySessions struct {
	mu  sync.Mutex
	all map[[32]byte]Session
}

// NewMemorySessions returns an empty store of sessions.
func NewMemorySessions() *MemorySessions { return &MemorySessions{all: map[[32]byte]Session{}} }

// Begin keeps the session.
func (m *MemorySessions) Begin(_ context.Context, s Session) error {
	m.mu.Lock()
	defer m.mu.Unlock()
	m.all[s.Token] = s
	return nil
}

// Find returns the session; the zero Session when there is none.
func (m *MemorySessions) Find(_ context.Context, token [32]byte) (Session, error) {
	m.mu.Lock()
	defer m.mu.Unlock()
	return m.all[token], nil
}

// Extend moves the end of the session.
func (m *MemorySessions) Extend(_ context.Context, token [32]byte, until time.Time) error {
	m.mu.Lock()
	defer m.mu.Unlock()
	s, ok := m.all[token]
	if !ok {
		return errors.New("webkit: the session has ended")
	}
	s.Expires = until
	m.all[token] = s
	return nil
}

// End forgets the session.
func (m *MemorySessions) End(_ context.Context, token [32]byte) error {
	m.mu.Lock()
	defer m.mu.Unlock()
	delete(m.all, token)
	return nil
}

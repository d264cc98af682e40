package webkit

import (
	"context"
	"net/http"
	"slices"
	"strings"
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
	Roles   []string // that the log-in service gave; none: what the organisation says holds
	Subject string   // what the log-in service calls the user; empty: nobody there knows
	SID     string   // what it calls its own session
	Hint    string   // what it wants back when its session is to end
	Program string   // which program has the token as its key; empty: a browser
}

// Sessions keeps sessions, and log-ins that have begun. Find answers the zero
// Session when there is none.
type Sessions interface {
	Begin(ctx context.Context, s Session) error
	Find(ctx context.Context, token [32]byte) (Session, error)
	Extend(ctx context.Context, token [32]byte, until time.Time) error
	End(ctx context.Context, token [32]byte) error
	// EndOf ends those of one session at the log-in service, or of one user there.
	EndOf(ctx context.Context, subject, sid string) error
	// EndOthers ends those of the user but one.
	EndOthers(ctx context.Context, user ids.User, but [32]byte) error
	// Running lists those that have not run out, of one user or of all, the newest first.
	Running(ctx context.Context, now time.Time, of ids.User, limit int) ([]Session, error)
	BeginAttempt(ctx context.Context, token [32]byte, asked []byte, now, expires time.Time) error
	// TakeAttempt hands out what was asked, once; nil when there is nothing.
	TakeAttempt(ctx context.Context, token [32]byte, now time.Time) ([]byte, error)
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

// The limits of a session where no others are set.
const (
	SessionLong = 10 * time.Hour   // a working day; a new log-in after that
	SessionIdle = 60 * time.Minute // without a request
)

const renewAfter = 5 * time.Minute // so that a page view is not a write

// Limits are how long a session lasts without a request, and at most.
func Limits(r *http.Request) (idle, long time.Duration) { return visitOf(r).site.limitsOfSession() }

func (s *Site) limitsOfSession() (idle, long time.Duration) {
	idle, long = SessionIdle, SessionLong
	if s.Idle > 0 {
		idle = s.Idle
	}
	if s.Long > 0 {
		long = s.Long
	}
	return idle, long
}

// limitsOf are those of one account: who is out all day with a telephone logs in once.
func (s *Site) limitsOf(a Account) (idle, long time.Duration) {
	idle, long = s.limitsOfSession()
	if s.Shift != nil && s.Shift(a) {
		idle = long
	}
	return idle, long
}

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
	if session.User.IsZero() || (session.Program != "") != (r.Header.Get("Authorization") != "" && v.program) {
		return nil // a key opens nothing in a browser, and a browser's log-in is no key
	}
	if !v.now.Before(session.Expires) {
		v.ranOut = session
		return nil
	}
	account, err := s.Accounts.Of(r.Context(), session.User)
	if fault.KindOf(err) == fault.NotFound && err != nil {
		return s.Sessions.End(r.Context(), token)
	}
	if err != nil {
		return err
	}
	if account, err = s.granted(account, session.Roles); err != nil {
		return s.Sessions.End(r.Context(), token)
	}
	if session.Program != "" { // it ends on its day, used or not
		v.session, v.account = session, account
		return nil
	}
	idle, long := s.limitsOf(account)
	until := v.now.Add(idle)
	if last := session.Began.Add(long); until.After(last) {
		until = last
	}
	if until.Sub(session.Expires) > min(renewAfter, idle/4) {
		switch err := s.Sessions.Extend(r.Context(), token, until); {
		case err == nil:
			session.Expires = until
		case fault.KindOf(err) != fault.Wait: // else the session lasts as long as it did, and reading goes on
			return err
		}
	}
	v.session, v.account = session, account
	return nil
}

// token is of the cookie, or of the key that a program sends.
func (s *Site) token(r *http.Request) ([32]byte, bool) {
	if ofProgram(r) && r.Header.Get("Authorization") != "" {
		return bearer(r)
	}
	return tokenIn(r, s.cookieName())
}

// Begin logs the session's user in: a new token, never one the browser brought along.
func (s *Site) begin(w http.ResponseWriter, r *http.Request, session Session) error {
	raw, token, err := newToken()
	if err != nil {
		return err
	}
	if err := s.makeRoom(r, session.User); err != nil {
		return err
	}
	account, err := s.Accounts.Of(r.Context(), session.User)
	if err != nil {
		return err
	}
	idle, long := s.limitsOf(account)
	kept := 0 // until the browser is closed
	if idle == long {
		kept = int(long / time.Second) // a telephone closes its browser as it likes
	}
	session.Token, session.Began = token, visitOf(r).now
	session.Expires = session.Began.Add(idle)
	if err := s.Sessions.Begin(r.Context(), session); err != nil {
		return err
	}
	s.Log.Info("logged in", "user", session.User, "picked", s.PickAccount)
	http.SetCookie(w, &http.Cookie{
		Name: s.cookieName(), Value: raw, Path: "/", MaxAge: kept,
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
	if s.Identity != nil {
		return s.getIdentity(w, r)
	}
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
	if err := s.begin(w, r, Session{User: user}); err != nil {
		return err
	}
	to := ownPath(r.PostForm.Get("till"))
	if to == "" {
		to = account.Start
	}
	http.Redirect(w, r, to, http.StatusSeeOther)
	return nil
}

// postLogOut ends the session here, and at the log-in service where it can be ended from here.
func (s *Site) postLogOut(w http.ResponseWriter, r *http.Request) error {
	to := "/logga-in"
	if s.Identity != nil {
		to = "/logga-in?utloggad=ja"
		leave, err := s.Identity.Leave(r.Context(), visitOf(r).session)
		if err != nil {
			s.Log.Warn("the log-in service cannot be told of a log-out", "err", err)
		} else if leave != "" {
			to = leave
		}
	}
	if user := visitOf(r).session.User; !user.IsZero() {
		s.Log.Info("logged out", "user", user)
	}
	if err := s.end(w, r); err != nil {
		return err
	}
	// The next one at the machine finds nothing of what was shown.
	w.Header().Set("Clear-Site-Data", `"cache", "storage"`)
	http.Redirect(w, r, to, http.StatusSeeOther)
	return nil
}

// postEndOthers ends the user's sessions in other browsers.
func (s *Site) postEndOthers(w http.ResponseWriter, r *http.Request) error {
	session := visitOf(r).session
	if err := s.Sessions.EndOthers(r.Context(), session.User, session.Token); err != nil {
		return err
	}
	http.Redirect(w, r, "/profil?andra=utloggade", http.StatusSeeOther)
	return nil
}

// ownPath lets through only an address of this site.
func ownPath(s string) string {
	if !strings.HasPrefix(s, "/") || strings.HasPrefix(s, "//") || strings.ContainsAny(s, "\\\r\n") {
		return ""
	}
	return s
}

package webkit

import (
	"context"
	"crypto/rand"
	"crypto/sha256"
	"encoding/base64"
	"encoding/json"
	"net/http"
	"net/url"
	"time"

	"stadga/internal/fault"
	"stadga/internal/ids"
)

// An Identity (inloggningstjänst) is the municipality's own service, which says
// who someone is. It speaks the service's protocol; attempts, sessions and pages
// are the Site's.
type Identity interface {
	// Ask begins a log-in: where the browser is sent, and what must be known of
	// the question when the answer comes.
	Ask(ctx context.Context) (to string, asked []byte, err error)
	// Answer reads what the browser brought back. What cannot be trusted is a fault.
	Answer(r *http.Request, asked []byte) (Identified, error)
	// Leave is where the browser goes so that the log-in at the service ends too;
	// empty: the service offers none.
	Leave(ctx context.Context, s Session) (string, error)
	// Left reads what the service itself tells: someone has logged out there, or how
	// it went when Leave asked for it.
	Left(r *http.Request) (Left, error)
	// Posts tells that the service speaks through the browser: its answer is posted
	// from a page of its own, and a log-out comes to LeftPath as an address.
	Posts() bool
	// Origins are those of the service, to which a log-out form may lead.
	Origins() []string
	// Routes are pages of the protocol's own, open to all.
	Routes() []Route
}

// Identified is who someone is, once the service has answered.
type Identified struct {
	User    ids.User
	Roles   []string // that the service gave; none: what the organisation says holds
	Subject string   // what the service calls the user
	SID     string   // and its own session
	Hint    string   // what it wants back when its session is to end
}

// A Left (utloggad hos tjänsten) is what the service tells of a log-out.
type Left struct {
	Subject string   // who has left; empty: nobody, it only answers
	SIDs    []string // which of its sessions have ended; none: all of the subject's
	Back    string   // where the browser goes with the answer; empty: nobody waits for one
	Partly  bool     // we asked for it, and the service does not say that all of it ended
}

// LeftPath is where a service that speaks through the browser tells of a log-out.
const LeftPath = "/logga-in/ut"

// attemptLong is how long one may stay at the log-in service.
const attemptLong = 10 * time.Minute

// An attempt is a log-in that has begun and not come back.
type attempt struct {
	Till  string `json:"till"`
	Asked []byte `json:"asked"`
}

func (s *Site) identityRoutes() []Route {
	if s.Identity == nil {
		return nil
	}
	answer := Route{Pattern: "GET /logga-in/svar", Action: Open, Most: logInMost, Handle: s.getAnswer}
	left := Route{Pattern: "POST /logga-ut/tjanst", Action: Open, Handle: s.postLeft}
	if s.Identity.Posts() {
		answer.Pattern = "POST /logga-in/svar"
		left = Route{Pattern: "GET " + LeftPath, Action: Open, Handle: s.getLeft}
	}
	return append([]Route{answer, left, {Pattern: "GET /logga-in/borja", Action: Open, Most: logInMost, Handle: s.getBegin}}, s.Identity.Routes()...)
}

// logInMost is how many log-ins an address may begin, and end, in a minute.
const logInMost = 20

// IdentityPage is /logga-in in real operation.
type IdentityPage struct {
	Page
	Begin string // where the log-in begins
	Call  bool   // what went wrong is ours to mend
	FEL   string // number of what went wrong; empty: nothing did
}

// getIdentity says where the log-in is, and why one is here.
func (s *Site) getIdentity(w http.ResponseWriter, r *http.Request) error {
	till := ownPath(r.URL.Query().Get("till"))
	page := &IdentityPage{Page: Page{Title: "Logga in", Sentence: s.Board + ". Du loggar in med kommunens egen inloggning."}, Begin: beginAt(till)}
	switch {
	case r.URL.Query().Get("utloggad") == leftPartly:
		page.Title = "Du är utloggad ur Stadga"
		page.Sentence = "Inloggningstjänsten bekräftade inte att du är utloggad överallt. Stäng webbläsaren om fler använder datorn."
	case r.URL.Query().Has("utloggad"):
		page.Title, page.Sentence = "Du är utloggad", "Stäng webbläsaren om fler använder datorn."
	case till != "":
		page.Sentence = "Du är inte inloggad, eller blev utloggad. Logga in igen så fortsätter du där du var. Utkast finns kvar."
	}
	return Show(w, r, s.kit, http.StatusOK, "inloggning.html", page)
}

// getBegin sends the browser to the log-in service.
func (s *Site) getBegin(w http.ResponseWriter, r *http.Request) error {
	to, asked, err := s.Identity.Ask(r.Context())
	if err != nil {
		return s.refuse(w, r, err)
	}
	kept, err := json.Marshal(attempt{Till: ownPath(r.URL.Query().Get("till")), Asked: asked})
	if err != nil {
		return err
	}
	raw, token, err := newToken()
	if err != nil {
		return err
	}
	now := visitOf(r).now
	if err := s.Sessions.BeginAttempt(r.Context(), token, kept, now, now.Add(attemptLong)); err != nil {
		return err
	}
	http.SetCookie(w, s.attemptCookie(raw, int(attemptLong/time.Second)))
	http.Redirect(w, r, to, http.StatusSeeOther)
	return nil
}

// getAnswer logs in the one whom the service's answer names, once.
func (s *Site) getAnswer(w http.ResponseWriter, r *http.Request) error {
	who, till, err := s.identified(r)
	http.SetCookie(w, s.attemptCookie("", -1))
	if err != nil {
		return s.refuse(w, r, err)
	}
	account, err := s.Accounts.Of(r.Context(), who.User)
	if err != nil {
		return err
	}
	if account, err = s.granted(account, who.Roles); err != nil {
		return s.refuse(w, r, err)
	}
	if err := s.end(w, r); err != nil { // the old session: a new log-in has a new one
		return err
	}
	session := Session{User: who.User, Roles: who.Roles, Subject: who.Subject, SID: who.SID, Hint: who.Hint}
	if err := s.begin(w, r, session); err != nil {
		return err
	}
	if till == "" {
		till = account.Start
	}
	http.Redirect(w, r, till, http.StatusSeeOther)
	return nil
}

// identified takes the attempt that this browser began, and the answer to it.
func (s *Site) identified(r *http.Request) (Identified, string, error) {
	token, ok := tokenIn(r, s.attemptName())
	if !ok {
		return Identified{}, "", fault.New(fault.Unmet, "web.log-in-not-begun")
	}
	kept, err := s.Sessions.TakeAttempt(r.Context(), token, visitOf(r).now)
	if err != nil {
		return Identified{}, "", err
	}
	if kept == nil {
		return Identified{}, "", fault.New(fault.Unmet, "web.log-in-used")
	}
	var a attempt
	if err := json.Unmarshal(kept, &a); err != nil {
		return Identified{}, "", err
	}
	who, err := s.Identity.Answer(r, a.Asked)
	return who, a.Till, err
}

// refuse shows why one is not logged in. What the service sent stays out of the log.
func (s *Site) refuse(w http.ResponseWriter, r *http.Request, err error) error {
	return s.refuseAs(w, r, "Du är inte inloggad", err)
}

func (s *Site) refuseAs(w http.ResponseWriter, r *http.Request, title string, err error) error {
	all := fault.All(err)
	if len(all) == 0 {
		return err
	}
	says, number := s.Words.Words(all[0])
	s.Log.Warn("log-in or log-out refused", "why", all[0].Text, "err", all[0].Err)
	status := http.StatusForbidden
	if all[0].Kind == fault.Internal {
		status = http.StatusServiceUnavailable
	}
	return Show(w, r, s.kit, status, "inloggning.html", &IdentityPage{
		Page: Page{Title: title, Sentence: says}, Begin: beginAt(""), FEL: number, Call: all[0].Kind == fault.Internal,
	})
}

// leftPartly is what the log-in page is told where the service did not end all.
const leftPartly = "delvis"

// getLeft ends the sessions here of someone who has logged out at the service, and
// takes the browser on with the answer.
func (s *Site) getLeft(w http.ResponseWriter, r *http.Request) error {
	left, err := s.Identity.Left(r)
	if err != nil {
		return s.refuseAs(w, r, "Utloggningen gick inte att genomföra", err)
	}
	if err := s.endLeft(r.Context(), left); err != nil {
		return err
	}
	to := left.Back
	switch {
	case to != "":
	case left.Partly:
		to = "/logga-in?utloggad=" + leftPartly
	default:
		to = "/logga-in?utloggad=ja"
	}
	if left.Subject != "" {
		w.Header().Set("Clear-Site-Data", `"cache", "storage"`)
	}
	http.Redirect(w, r, to, http.StatusSeeOther)
	return nil
}

// endLeft ends the sessions here that go with those that have ended at the service.
func (s *Site) endLeft(ctx context.Context, left Left) error {
	if left.Subject != "" && len(left.SIDs) == 0 {
		return s.Sessions.EndOf(ctx, left.Subject, "")
	}
	for _, sid := range left.SIDs {
		if err := s.Sessions.EndOf(ctx, left.Subject, sid); err != nil {
			return err
		}
	}
	return nil
}

// postLeft ends the sessions here of someone who has logged out at the service.
// The service reads the status and nobody reads the page.
func (s *Site) postLeft(w http.ResponseWriter, r *http.Request) error {
	left, err := s.Identity.Left(r)
	if all := fault.All(err); len(all) > 0 {
		s.Log.Warn("log-out from the service refused", "why", all[0].Text, "err", all[0].Err)
		w.WriteHeader(http.StatusBadRequest)
		return nil
	}
	if err != nil {
		return err
	}
	return s.endLeft(r.Context(), left)
}

// granted narrows an account to the roles that the service gave.
func (s *Site) granted(a Account, roles []string) (Account, error) {
	if len(roles) == 0 || s.Narrow == nil {
		return a, nil
	}
	if a = s.Narrow(a, roles); len(a.Actor.Roles) == 0 {
		return a, fault.New(fault.Forbidden, "web.log-in-no-role")
	}
	return a, nil
}

func beginAt(till string) string {
	if till == "" {
		return "/logga-in/borja"
	}
	return "/logga-in/borja?till=" + url.QueryEscape(till)
}

func (s *Site) attemptName() string { return s.cookieName() + "-inloggning" }

// attemptCookie ties an answer to the browser that asked. An answer that is
// posted from the service's page reaches us only with SameSite=None.
func (s *Site) attemptCookie(raw string, age int) *http.Cookie {
	c := &http.Cookie{Name: s.attemptName(), Value: raw, Path: "/", MaxAge: age, HttpOnly: true, Secure: s.HTTPS, SameSite: http.SameSiteLaxMode}
	if s.Identity.Posts() {
		c.SameSite, c.Secure = http.SameSiteNoneMode, true
	}
	return c
}

// newToken draws what the browser holds, and the digest of it that is kept.
func newToken() (raw string, digest [32]byte, err error) {
	b := make([]byte, 32)
	if _, err := rand.Read(b); err != nil {
		return "", digest, err
	}
	return base64.RawURLEncoding.EncodeToString(b), sha256.Sum256(b), nil
}

// tokenIn is the digest of the token in a cookie.
func tokenIn(r *http.Request, name string) ([32]byte, bool) {
	cookie, err := r.Cookie(name)
	if err != nil {
		return [32]byte{}, false
	}
	return digestOf(cookie.Value)
}

// digestOf is what is kept of a token.
func digestOf(token string) ([32]byte, bool) {
	raw, err := base64.RawURLEncoding.DecodeString(token)
	if err != nil || len(raw) != 32 {
		return [32]byte{}, false
	}
	return sha256.Sum256(raw), true
}

package webkit

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"log/slog"
	"net/http"
	"net/netip"
	"net/url"
	"runtime/debug"
	"slices"
	"strconv"
	"strings"
	"sync"
	"time"
	"unicode"

	"stadga/internal/act"
	"stadga/internal/civil"
	"stadga/internal/duty"
	"stadga/internal/fault"
	"stadga/internal/ids"
)

// Config is what cmd hands in for one board's pages.
type Config struct {
	Municipality string // "Norrsala kommun"
	Board        string // "Socialnämnden"
	Invented     string // words that say the data is made up; empty in real operation

	Now      func() time.Time
	IDs      ids.Source
	Words    fault.Catalogue // of all areas; webkit adds its own
	Sessions Sessions
	Accounts Accounts
	Drafts   Drafts
	Readings Readings
	Door     Door
	Log      *slog.Logger

	HTTPS       bool     // the cookie is then __Host- and Secure
	Origins     []string // sibling origins that may post here
	PickAccount bool     // demo only: log-in is picking an account
	Identity    Identity // in real operation: the municipality's log-in service
	// Narrow leaves an account the roles that the log-in service gave; nil: the service gives none.
	Narrow func(a Account, roles []string) Account
	// Shift tells who logs in once a shift, and is not logged out by standing still; nil: nobody.
	Shift   func(a Account) bool
	Idle    time.Duration  // how long a session lasts without a request; 0: SessionIdle
	Long    time.Duration  // how long it lasts at most; 0: SessionLong
	Proxies []netip.Prefix // those before the server, whose word is taken on where a request comes from

	Routes []Route

	// Programs opens the addresses under APIRoot, where programs ask as people do.
	Programs  bool
	Interface []byte // what they can ask for and send (OpenAPI 3.1)

	// Around stands round the handler of every route, to count and to time; nil: nothing does.
	Around func(route string, next http.Handler) http.Handler

	Law     func(at Place, day civil.Date) []LawLine     // what law says at a step; nil: nothing is shown
	Support func(at Place, day civil.Date) []SupportLine // handbook, routine and decisions of a step; nil: nothing is shown
}

// A Site answers every request of one board.
type Site struct {
	Config
	routes  []Route
	actions map[string]string // that the routes ask, by their patterns
	kit     *Templates
	handle  http.Handler

	limits  limiter
	types   sync.Map  // of pages, as programs read them (wire.go)
	bodies  sync.Pool // of *bytes.Buffer: a page is some fifty kilobytes
	formsTo []string  // origins beside the own that a form may lead to

	style, script, mark string
}

// New checks the table of routes and returns the site.
func New(c Config) (*Site, error) {
	kit, err := Parse(ownPages)
	if err != nil {
		return nil, err
	}
	c.Words = fault.Merge(Catalogue(), c.Words)
	s := &Site{Config: c, kit: kit, style: asset("stil.css"), script: asset("stadga.js"), mark: asset("marke.svg")}
	s.routes = withParts(slices.Concat(s.ownRoutes(), s.identityRoutes(), c.Routes))
	if err := checkRoutes(s.routes); err != nil {
		return nil, err
	}
	mux := http.NewServeMux()
	s.actions = make(map[string]string, len(s.routes))
	for _, route := range s.routes {
		s.actions[route.Pattern] = route.Action
		mux.Handle(route.Pattern, s.around(route.Pattern, s.serve(route)))
	}
	mux.Handle("/", s.around("", s.serve(Route{Action: Open, Handle: func(http.ResponseWriter, *http.Request) error {
		return fault.New(fault.NotFound, "web.no-such-page")
	}})))
	guard := http.NewCrossOriginProtection()
	for _, origin := range c.Origins {
		if err := guard.AddTrustedOrigin(origin); err != nil {
			return nil, fmt.Errorf("webkit: %w", err)
		}
	}
	if c.Identity != nil {
		if c.Identity.Posts() {
			guard.AddInsecureBypassPattern("POST /logga-in/svar") // it comes from the service's page, and must name our question
		}
		s.formsTo = c.Identity.Origins()
	}
	guard.SetDenyHandler(s.serve(Route{Action: Open, Handle: func(http.ResponseWriter, *http.Request) error {
		return fault.New(fault.Forbidden, "web.cross-site")
	}}))
	s.handle = guard.Handler(mux)
	return s, nil
}

func (s *Site) around(route string, h http.Handler) http.Handler {
	if s.Around == nil {
		return h
	}
	return s.Around(route, h)
}

// Routes returns the whole access list, webkit's own lines first.
func (s *Site) Routes() []Route { return s.routes }

func (s *Site) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	h := w.Header()
	secure(h, s.formsTo...)
	if s.HTTPS {
		h.Set("Strict-Transport-Security", "max-age=63072000; includeSubDomains")
	}
	if s.Programs && strings.HasPrefix(r.URL.Path, APIRoot+"/") {
		s.forPrograms(w, r)
		return
	}
	s.handle.ServeHTTP(w, r)
}

// secure sets the headers that every answer has. A form leads to the own pages,
// and from there at most to the origins given.
func secure(h http.Header, formsTo ...string) {
	h.Set("Content-Security-Policy", "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; "+
		"connect-src 'self'; manifest-src 'self'; worker-src 'self'; form-action "+strings.Join(append([]string{"'self'"}, formsTo...), " ")+"; base-uri 'none'; frame-ancestors 'none'")
	h.Set("X-Content-Type-Options", "nosniff")
	h.Set("Referrer-Policy", "same-origin")
	h.Set("Cross-Origin-Opener-Policy", "same-origin")
	h.Set("Cross-Origin-Resource-Policy", "same-origin")
	h.Set("Permissions-Policy", "camera=(), geolocation=(), microphone=()")
	h.Set("Cache-Control", "no-store")
}

// A visit is what one request carries: who, when, and what was shown.
type visit struct {
	site    *Site
	route   Route
	now     time.Time
	session Session // zero: not logged in
	ranOut  Session // the one that was, and has run out
	account Account
	read    []ids.Person // whose files have been logged as read, durably
	shown   []ids.Person // who else the answer tells of
	opened  duty.Subject // what was read last; zero: nothing

	program bool            // a program asks, under APIRoot
	asked   map[string]bool // the fields that its form has read
	posted  bool            // a form reads what was posted
}

type visitKey struct{}

func visitOf(r *http.Request) *visit {
	v, ok := r.Context().Value(visitKey{}).(*visit)
	if !ok {
		panic("webkit: the request did not come through a Site")
	}
	return v
}

// Actor is who sent the request.
func Actor(r *http.Request) act.Actor { return visitOf(r).account.Actor }

// AccountOf is the account that sent the request; zero on open pages.
func AccountOf(r *http.Request) Account { return visitOf(r).account }

// Now is the instant of the request: one for everything that answers it.
func Now(r *http.Request) time.Time { return visitOf(r).now }

// Today is the civil day of the request in Stockholm.
func Today(r *http.Request) civil.Date { return civil.DayOf(visitOf(r).now) }

const (
	maxPost      = 8 << 20 // bytes of a form: 200 pages, as a browser writes them, and the sentence that says they are too many
	uploadWithin = 10 * time.Minute
)

// serve carries one request through session, access and handler, and sends the
// held answer or an error page.
func (s *Site) serve(route Route) http.HandlerFunc {
	return func(w http.ResponseWriter, r *http.Request) {
		v := &visit{site: s, route: route, now: s.Now(), program: ofProgram(r)}
		// An answer is worked out to its end also for one who has gone away: to watch
		// for that takes two goroutines for each question to the database, more than
		// most questions take.
		r = r.WithContext(context.WithValue(context.WithoutCancel(r.Context()), visitKey{}, v))
		most := int64(maxPost)
		if route.Upload > 0 {
			// Files take the time that the user's line needs; a server without deadlines has none to move.
			_ = http.NewResponseController(w).SetReadDeadline(time.Now().Add(uploadWithin))
			_ = http.NewResponseController(w).SetWriteDeadline(time.Now().Add(uploadWithin))
			most = route.Upload
		}
		r.Body = http.MaxBytesReader(w, r.Body, most)
		body, _ := s.bodies.Get().(*bytes.Buffer)
		if body == nil {
			body = new(bytes.Buffer)
		}
		answer := &held{header: http.Header{}, status: http.StatusOK, body: body}
		if err := s.answer(answer, r, v); err != nil {
			body.Reset()
			answer = &held{header: http.Header{}, status: http.StatusOK, body: body}
			s.fail(answer, r, v, err)
		}
		answer.send(w)
		if body.Cap() <= bodyKept {
			body.Reset()
			s.bodies.Put(body)
		}
	}
}

func (s *Site) answer(w *held, r *http.Request, v *visit) (err error) {
	defer func() {
		if caught := recover(); caught != nil {
			// The value may hold personal data; the stack names only code.
			s.Log.Error("panic", "route", v.route.Pattern, "kind", fmt.Sprintf("%T", caught), "stack", string(debug.Stack()))
			err = &fault.Error{Kind: fault.Internal, Text: "web.internal"}
		}
	}()
	if err := s.enter(w, r, v); err != nil {
		return err
	}
	if err := s.within(r, v); err != nil {
		return err
	}
	if v.program && v.route.Action == Open {
		return fault.New(fault.NotFound, "web.no-such-page") // log-in and its like are for people
	}
	if v.route.Action != Open {
		if v.session.User.IsZero() {
			s.rescue(r, v)
			return errLoggedOut
		}
		if !s.Door.May(v.account.Actor, v.route.Action) {
			return fault.New(fault.Forbidden, "web.not-found")
		}
	}
	if r.Method == http.MethodPost {
		if v.program {
			v.asked = map[string]bool{}
			if err := readPosted(r); err != nil {
				return err
			}
		}
		if err := r.ParseForm(); err != nil {
			return &fault.Error{Kind: fault.Invalid, Text: "web.form-broken", Err: err}
		}
		legible(r.PostForm)
		if !v.program && r.PostForm.Has(fieldAct) && Form(r).ID.IsZero() {
			return fault.New(fault.Invalid, "web.form-broken")
		}
	}
	if err := v.route.Handle(w, r); err != nil {
		return v.strayed(r, err)
	}
	if v.program {
		if err := v.toProgram(w); err != nil {
			return err
		}
	}
	if w.status >= 300 && w.status < 400 {
		return nil // it shows nothing; where it leads is asked for next
	}
	if v.route.Part != "" && w.status == http.StatusOK && len(v.read) == 0 {
		return fmt.Errorf("webkit: %s shows %s and has not logged the reading", v.route.Pattern, v.route.Part)
	}
	return v.logShown(r)
}

// legible takes away what no keyboard writes and no database keeps: broken
// characters, and control characters other than line breaks and tabs.
func legible(form url.Values) {
	for name, values := range form {
		for i, v := range values {
			form[name][i] = strings.Map(func(c rune) rune {
				if unicode.IsControl(c) && c != '\n' && c != '\r' && c != '\t' {
					return -1
				}
				return c
			}, strings.ToValidUTF8(v, ""))
		}
	}
}

// errLoggedOut sends the user to log-in and back.
var errLoggedOut = errors.New("webkit: not logged in")

// bodyKept is how large a buffer is used again; a file that is fetched may be larger.
const bodyKept = 256 << 10

// held keeps an answer until it is known to be whole.
type held struct {
	header http.Header
	status int
	body   *bytes.Buffer
}

func (h *held) Header() http.Header         { return h.header }
func (h *held) WriteHeader(status int)      { h.status = status }
func (h *held) Write(b []byte) (int, error) { return h.body.Write(b) }

func (h *held) send(w http.ResponseWriter) {
	for name, values := range h.header {
		w.Header()[name] = values
	}
	if h.body.Len() > 0 { // it need not be sent in pieces that each say their length
		w.Header().Set("Content-Length", strconv.Itoa(h.body.Len()))
	}
	w.WriteHeader(h.status)
	// The user has gone if this fails, and there is nobody left to tell.
	_, _ = w.Write(h.body.Bytes())
}

package main

import (
	"context"
	_ "embed"
	"io"
	"log/slog"
	"net/http"
	"net/netip"
	"time"

	"stadga/internal/access"
	"stadga/internal/act"
	"stadga/internal/board"
	"stadga/internal/casework"
	"stadga/internal/civil"
	"stadga/internal/contracts"
	"stadga/internal/delivery"
	"stadga/internal/delivery/deliveryweb"
	"stadga/internal/desk/deskweb"
	"stadga/internal/engine"
	"stadga/internal/eventlog/auditweb"
	"stadga/internal/exchange"
	"stadga/internal/fault"
	"stadga/internal/ids"
	"stadga/internal/integrate/signin"
	"stadga/internal/invoices"
	"stadga/internal/keeping"
	"stadga/internal/letters"
	"stadga/internal/org"
	"stadga/internal/org/orgsql"
	"stadga/internal/org/orgweb"
	"stadga/internal/people"
	"stadga/internal/people/peoplesql"
	"stadga/internal/quality"
	"stadga/internal/release"
	"stadga/internal/report/reportweb"
	"stadga/internal/review"
	"stadga/internal/rulebook"
	"stadga/internal/store"
	"stadga/internal/visits"
	"stadga/internal/visits/control"
	"stadga/internal/visits/phoneweb"
	"stadga/internal/visits/visitweb"
	"stadga/internal/webkit"
)

// words are the sentences of every area.
func words() fault.Catalogue {
	return fault.Merge(ids.Sentences(), people.Sentences(), org.Sentences(), orgweb.Sentences(), casework.Sentences(), delivery.Sentences(), deliveryweb.Sentences(), visits.Sentences(), quality.Sentences(), review.Sentences(), keeping.Sentences(), exchange.Sentences(), release.Sentences(), letters.Sentences(),
		contracts.Sentences(), invoices.Sentences(), control.Sentences(), contracts.ShareSentences(), board.Sentences(),
		visitweb.Sentences(), phoneweb.Sentences(), reportweb.Sentences(), signin.Sentences(), engine.Sentences(), store.Sentences(), rulebook.Sentences(), deskweb.Catalogue(), auditweb.Catalogue())
}

// A siteConfig says whose pages are served, and how.
type siteConfig struct {
	Municipality string
	Board        string
	Invented     string // words that say the people are made up; empty in real operation
	PickAccount  bool   // demo: log-in is picking an account
	URL          string // of the record, beside which its checkpoints lie
	HTTPS        bool
	Programs     bool            // programs may ask, with the keys that staff give them
	Identity     webkit.Identity // in real operation; nil in demo
	Idle, Long   time.Duration   // of a session; 0: as webkit says
	Proxies      []netip.Prefix
	Around       func(route string, next http.Handler) http.Handler // counts and times; nil in demo
	// Scan tells whether a file that someone sends is harmful; nil: no scanner is set up.
	Scan func(ctx context.Context, file io.Reader) (harmful bool, err error)
	Log  *slog.Logger
}

// openAPI says what programs can ask for and send; a test holds it to the code.
//
//go:embed openapi.json
var openAPI []byte

// newSite ties the pages of every area to one record.
func newSite(r *record, c siteConfig) (*webkit.Site, error) {
	if err := takeReserve(r, c); err != nil {
		return nil, err
	}
	return newSiteLogging(r, c, readings{r.Store})
}

// newSiteLogging is newSite with another log of readings.
func newSiteLogging(r *record, c siteConfig, log webkit.Readings) (*webkit.Site, error) {
	door := pageDoor{gate{r.door, c.Log, r.alarms}, r}
	return webkit.New(webkit.Config{
		Municipality: c.Municipality, Board: c.Board, Invented: c.Invented,
		Now: r.Clock, IDs: r.IDs, Words: words(), Sessions: sessions{r.Store}, Accounts: accounts{orgsql.Queries{DB: r.Store.Reader()}, peoplesql.Queries{DB: r.Store.Reader()}, r.Clock, r.sideOf},
		Drafts: r.Store.Drafts(r.Clock), Readings: log, Door: door, Log: c.Log,
		HTTPS: c.HTTPS, Programs: c.Programs, Interface: openAPI, PickAccount: c.PickAccount, Identity: c.Identity, Narrow: narrow, Shift: worksWithPhone, Idle: c.Idle, Long: c.Long, Proxies: c.Proxies, Around: c.Around,
		Routes: routes(r, c, door),
		Law:    r.lawAt, Support: r.supportAt,
	})
}

// lawAt lists what the book says at a step beside its rules.
func (r *record) lawAt(at webkit.Place, day civil.Date) []webkit.LawLine {
	var lines []webkit.LawLine
	for _, row := range r.Book().RowsAt(at.Step, at.Matter, day) {
		lines = append(lines, webkit.LawLine{ID: row.ID, Title: row.Title, Says: row.Says, Cited: row.Cited(day)})
	}
	return lines
}

// supportAt lists the handbook chapters, routines, guidance and guiding decisions
// of a step (C-26).
func (r *record) supportAt(at webkit.Place, day civil.Date) []webkit.SupportLine {
	var lines []webkit.SupportLine
	for _, l := range r.support.At(at.Step, casework.InquiryKind(at.Matter), day) {
		lines = append(lines, webkit.SupportLine{Kind: l.KindWords(), Link: webkit.Link{Path: l.Path, Words: l.Words}})
	}
	return lines
}

// sessions keeps log-ins in the record's database.
type sessions struct{ db *store.DB }

func (s sessions) Begin(ctx context.Context, session webkit.Session) error {
	return s.db.BeginSession(ctx, store.Session(session))
}

func (s sessions) Find(ctx context.Context, token [32]byte) (webkit.Session, error) {
	found, err := s.db.FindSession(ctx, token)
	return webkit.Session(found), err
}

func (s sessions) Extend(ctx context.Context, token [32]byte, until time.Time) error {
	return s.db.ExtendSession(ctx, token, until)
}

func (s sessions) End(ctx context.Context, token [32]byte) error { return s.db.EndSession(ctx, token) }

func (s sessions) EndOf(ctx context.Context, subject, sid string) error {
	return s.db.EndSessionsOf(ctx, subject, sid)
}

func (s sessions) EndOthers(ctx context.Context, user ids.User, but [32]byte) error {
	return s.db.EndOtherSessions(ctx, user, but)
}

func (s sessions) Running(ctx context.Context, now time.Time, of ids.User, limit int) ([]webkit.Session, error) {
	found, err := s.db.RunningSessions(ctx, now, of, limit)
	all := make([]webkit.Session, len(found))
	for i, one := range found {
		all[i] = webkit.Session(one)
	}
	return all, err
}

func (s sessions) BeginAttempt(ctx context.Context, token [32]byte, asked []byte, now, expires time.Time) error {
	return s.db.BeginAttempt(ctx, token, asked, now, expires)
}

func (s sessions) TakeAttempt(ctx context.Context, token [32]byte, now time.Time) ([]byte, error) {
	return s.db.TakeAttempt(ctx, token, now)
}

// readings is the read log.
type readings struct{ db *store.DB }

func (r readings) Log(ctx context.Context, reading webkit.Reading) error {
	return r.db.LogRead(ctx, store.Reading{
		At: reading.At, Actor: reading.Actor, Action: reading.Action, Person: reading.Person, Shown: reading.Shown, Subject: reading.Subject,
		Part: reading.Part, Ground: reading.Ground, Source: reading.Source,
	})
}

// accounts are the members of staff as of today.
type accounts struct {
	staff   orgsql.Queries
	persons peoplesql.Queries
	clock   engine.Clock
	side    func(context.Context, ids.Provider) (own bool, border access.Border, err error)
}

func (a accounts) All(ctx context.Context) ([]webkit.Account, error) {
	staff, err := a.staff.Staff(ctx, civil.DayOf(a.clock()))
	if err != nil {
		return nil, err
	}
	var all []webkit.Account
	for _, s := range staff {
		all = append(all, account(s))
	}
	return all, nil
}

func (a accounts) Of(ctx context.Context, user ids.User) (webkit.Account, error) {
	s, err := a.staff.StaffMember(ctx, user, civil.DayOf(a.clock()))
	if err != nil {
		return webkit.Account{}, err
	}
	found := account(s)
	who := &found.Actor
	now, err := a.staff.StandingOf(ctx, user, who.Unit, a.clock())
	if err != nil {
		return webkit.Account{}, err
	}
	who.Areas, who.OnCall = now.Areas, now.OnCall
	for _, away := range now.Covers {
		place := account(away)
		who.Covers = append(who.Covers, away.ID)
		who.Lent = append(who.Lent, access.Post{Roles: place.Actor.Roles, Unit: place.Actor.Unit})
	}
	if !who.Provider.IsZero() {
		if who.Own, who.Border, err = a.side(ctx, who.Provider); err != nil {
			return webkit.Account{}, err
		}
	}
	who.Barred, err = a.persons.Barred(ctx, user)
	return found, err
}

// sideOf tells whether a provider is the board's own operation, and what the board
// has decided about the border to it.
func (r *record) sideOf(ctx context.Context, p ids.Provider) (own bool, border access.Border, err error) {
	provider, _, err := engine.Bind(r.Engine, orgsql.Providers()).Load(ctx, p.ID)
	if err != nil {
		return false, "", err
	}
	decided, _, err := engine.Bind(r.Engine, orgsql.Borders()).Load(ctx, org.BorderID())
	return provider.Own, decided.Now(), err
}

func account(s org.Staff) webkit.Account {
	place := s.Placements[len(s.Placements)-1]
	a := webkit.Account{Actor: act.Actor{User: s.ID, Unit: place.Unit, Provider: place.Provider}, Name: s.Name, Title: place.Title, Icon: "i-jag"}
	for _, role := range place.Roles {
		a.Actor.Roles = append(a.Actor.Roles, string(role))
	}
	a.Start, a.Sees = startOf(place.Roles)
	return a
}

// startOf is the first page of one with the roles, and what is seen there.
func startOf(roles []org.Role) (path, sees string) {
	for _, role := range roles {
		switch role {
		case org.Handlaggare:
			return "/min-dag", "ser vad som ska göras i dag"
		case org.Mottagning:
			return "/mottagning", "ser det som har kommit in"
		case org.Socialjour:
			return "/jour", "ser sina jourpass"
		case org.Enhetschef, org.Socialchef:
			return "/enhet", "ser enhetens risker och belastning"
		case org.Kvalitet:
			return "/kvalitet", "ser kontrollpunkterna"
		case org.Utforare:
			return "/utforare", "ser uppdrag och planer"
		case org.Omsorgspersonal:
			return "/besok", "ser dagens besök"
		case org.Revisor, org.Loggranskare:
			return "/granskning", "ser kontrollmålen"
		case org.Namnd:
			return "/sammantraden", "ser dagordningar och beslut"
		case org.Controller:
			return "/rapporter", "ser rapporterna"
		case org.Systemforvaltare:
			return "/driftlage", "ser driftläget"
		}
	}
	return "/profil", "ser sin profil"
}

// bands tells who persons are, as lists and pages outside casework show them. An
// address or a telephone number is never among it.
func (r *record) bands(ctx context.Context, _ act.Actor, today civil.Date, persons ...ids.Person) (map[ids.Person]webkit.Personband, error) {
	found, err := r.people().Persons(ctx, persons)
	if err != nil {
		return nil, err
	}
	all := make(map[ids.Person]webkit.Personband, len(found))
	for id, p := range found {
		band := webkit.Personband{Name: p.Name.String()}
		if age := p.Age(today); age >= 0 {
			band.Age = webkit.Count(age, "år", "år")
		}
		if p.Protection != people.NoProtection {
			band.Protected = "Skyddade personuppgifter"
			band.Hidden = "Ring samordnaren om du behöver adress eller telefon."
		}
		if !p.Deceased.IsZero() {
			band.Facts = append(band.Facts, "avliden "+webkit.PlainDay(p.Deceased, today))
		}
		all[id] = band
	}
	return all, nil
}

// people tells pages who persons are, and notes in the log of readings that they
// were shown.
func (r *record) people() shownPeople { return shownPeople{peoplesql.Queries{DB: r.Store.Reader()}} }

type shownPeople struct{ peoplesql.Queries }

// Person is one person.
func (q shownPeople) Person(ctx context.Context, id ids.Person) (people.Person, error) {
	webkit.Shown(ctx, id)
	return q.Queries.Person(ctx, id)
}

// Persons are several.
func (q shownPeople) Persons(ctx context.Context, persons []ids.Person) (map[ids.Person]people.Person, error) {
	webkit.Shown(ctx, persons...)
	return q.Queries.Persons(ctx, persons)
}

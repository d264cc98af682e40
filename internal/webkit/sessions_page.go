package webkit

import (
	"encoding/hex"
	"net/http"
	"slices"

	"stadga/internal/fault"
	"stadga/internal/ids"
)

// SessionsPage is /profil/inloggningar, and /administration/inloggningar for all.
type SessionsPage struct {
	Page
	Own, All string // addresses of the two; empty: not this reader's
	Action   string // where an end is posted
	Rows     []SessionRow
}

// A SessionRow is one log-in that runs.
type SessionRow struct {
	Mark        string // tells it from others, and lets nobody in
	Who         string // whose; empty: one's own
	Began, Till string
	Here        bool // the one that the page is shown in
}

const (
	ownSessions   = "/profil/inloggningar"
	everySessions = "/administration/inloggningar"

	// shownMost is how many log-ins the page lists.
	shownMost = 200

	// SessionsMost is how many log-ins one may have at once: a desk, a telephone and
	// a meeting room. One more ends the oldest.
	SessionsMost = 5
)

// mark tells a session from others by a part of its digest.
func (s Session) mark() string { return hex.EncodeToString(s.Token[:8]) }

func (s *Site) getOwnSessions(w http.ResponseWriter, r *http.Request) error {
	page := &SessionsPage{Page: Page{
		Title: "Dina inloggningar", Sentence: "Du kan vara inloggad på högst " + Count(SessionsMost, "ställe", "ställen") + " samtidigt. Känner du inte igen en inloggning, avsluta den och byt lösenord i kommunens inloggning.",
		Back: &Link{Path: "/profil", Words: "Profil"},
	}, Action: ownSessions}
	if s.Door.May(Actor(r), "desk.operation") {
		page.All = everySessions
	}
	return s.showSessions(w, r, page, visitOf(r).session.User)
}

func (s *Site) getEverySession(w http.ResponseWriter, r *http.Request) error {
	page := &SessionsPage{
		Page: Page{Title: "Pågående inloggningar", Sentence: "Avsluta en inloggning när någon har slutat, har tappat sin telefon eller inte ska vara inne."},
		Own:  ownSessions, Action: everySessions,
	}
	return s.showSessions(w, r, page, ids.User{})
}

func (s *Site) showSessions(w http.ResponseWriter, r *http.Request, page *SessionsPage, of ids.User) error {
	running, err := s.Sessions.Running(r.Context(), Now(r), of, shownMost)
	if err != nil {
		return err
	}
	for _, session := range running {
		if session.Program != "" && !of.IsZero() {
			continue // one's own stand on the page of keys
		}
		row := SessionRow{
			Mark: session.mark(), Began: DayAndTime(session.Began, Today(r)), Till: DayAndTime(session.Expires, Today(r)),
			Here: session.Token == visitOf(r).session.Token,
		}
		if of.IsZero() {
			switch account, err := s.Accounts.Of(r.Context(), session.User); {
			case err == nil:
				row.Who = account.Name + ", " + account.Title
				if session.Program != "" {
					row.Who += ", genom programmet " + session.Program
				}
			case fault.KindOf(err) == fault.NotFound:
				row.Who = "någon som inte längre är inlagd"
			default:
				return err
			}
		}
		page.Rows = append(page.Rows, row)
	}
	return Show(w, r, s.kit, http.StatusOK, "inloggningar.html", page)
}

// postOwnSession ends one of one's own log-ins.
func (s *Site) postOwnSession(w http.ResponseWriter, r *http.Request) error {
	return s.endMarked(w, r, visitOf(r).session.User, ownSessions)
}

// postEverySession ends anyone's.
func (s *Site) postEverySession(w http.ResponseWriter, r *http.Request) error {
	return s.endMarked(w, r, ids.User{}, everySessions)
}

func (s *Site) endMarked(w http.ResponseWriter, r *http.Request, of ids.User, back string) error {
	mark := Posted(r).Text("inloggning")
	running, err := s.Sessions.Running(r.Context(), Now(r), of, shownMost)
	if err != nil {
		return err
	}
	i := slices.IndexFunc(running, func(session Session) bool { return session.mark() == mark })
	if i < 0 { // it has ended already, and that was what was asked
		http.Redirect(w, r, back, http.StatusSeeOther)
		return nil
	}
	if err := s.Sessions.End(r.Context(), running[i].Token); err != nil {
		return err
	}
	s.Log.Info("log-in ended by hand", "user", running[i].User, "by", Actor(r).User)
	http.Redirect(w, r, back, http.StatusSeeOther)
	return nil
}

// makeRoom ends the oldest log-ins of someone who is about to have too many.
func (s *Site) makeRoom(r *http.Request, user ids.User) error {
	running, err := s.Sessions.Running(r.Context(), Now(r), user, shownMost)
	if err != nil {
		return err
	}
	running = slices.DeleteFunc(running, func(session Session) bool { return session.Program != "" })
	for i := SessionsMost - 1; i < len(running); i++ { // the newest first
		if err := s.Sessions.End(r.Context(), running[i].Token); err != nil {
			return err
		}
		s.Log.Info("log-in ended, too many at once", "user", user)
	}
	return nil
}

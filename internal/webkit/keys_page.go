package webkit

import (
	"net/http"
	"slices"
	"time"

	"stadga/internal/civil"
	"stadga/internal/fault"
)

const (
	ownKeys = "/profil/nycklar"

	// KeysMost is how many programs one person may have given a key.
	KeysMost = 10
	// KeyDays is how many days a key holds at most. It is then given anew, by someone who
	// still needs it.
	KeyDays = 365
	// keyDays is what the form suggests.
	keyDays = 90
)

// KeysPage is /profil/nycklar: the keys one has given to programs, that with them may
// do what one may oneself.
type KeysPage struct {
	Page
	Key    string // that has just been given; it is never shown again
	Action string
	Rows   []SessionRow
	Form   KeyForm
}

// A KeyForm gives a key.
type KeyForm struct {
	FormHead
	Program, Until Field
}

// programs are the keys that have not run out.
func (s *Site) programs(r *http.Request) ([]Session, error) {
	running, err := s.Sessions.Running(r.Context(), Now(r), visitOf(r).session.User, shownMost)
	return slices.DeleteFunc(running, func(session Session) bool { return session.Program == "" }), err
}

func (s *Site) keysPage(r *http.Request, typed Typed, head FormHead) (*KeysPage, error) {
	all, err := s.programs(r)
	if err != nil {
		return nil, err
	}
	today := Today(r)
	page := &KeysPage{
		Page: Page{
			Title: "Nycklar för program", Back: &Link{Path: "/profil", Words: "Profil"},
			Sentence: "Ett program med din nyckel kan läsa och göra det du själv kan, under " + APIRoot + ". Det som programmet läser skrivs i läsloggen i ditt namn.",
		},
		Action: ownKeys,
		Form: KeyForm{
			FormHead: head,
			Program:  typed.Field(Field{Name: "program", Label: "Vilket program ska ha nyckeln?", Required: true}),
			Until:    typed.Field(Field{Name: "till", Label: "Sista dag", Help: "Högst ett år fram.", Value: ShortDay(today.AddDays(keyDays), today), Prefilled: true, Required: true, Size: "medel"}),
		},
	}
	for _, session := range all {
		page.Rows = append(page.Rows, SessionRow{
			Mark: session.mark(), Who: session.Program,
			Began: DayAndTime(session.Began, today), Till: DayAndTime(session.Expires, today),
		})
	}
	return page, nil
}

func (s *Site) getKeys(w http.ResponseWriter, r *http.Request) error {
	page, err := s.keysPage(r, Typed{}, NewForm(r, 0, ""))
	if err != nil {
		return err
	}
	return Show(w, r, s.kit, http.StatusOK, "nycklar.html", page)
}

// postKey gives a key and shows it this once: the page that answers is the only place
// where it stands. Only a digest is kept.
func (s *Site) postKey(w http.ResponseWriter, r *http.Request) error {
	raw, err := s.giveKey(r)
	if err != nil {
		page, failed := s.keysPage(r, Posted(r).Again(err), SameForm(r))
		if failed != nil {
			return failed
		}
		return Redo(w, r, s.kit, "nycklar.html", page, err)
	}
	page, err := s.keysPage(r, Typed{}, NewForm(r, 0, ""))
	if err != nil {
		return err
	}
	page.Key = raw
	return Show(w, r, s.kit, http.StatusOK, "nycklar.html", page)
}

func (s *Site) giveKey(r *http.Request) (string, error) {
	in := Posted(r)
	program, until := in.Must("program"), in.MustDay("till")
	today := Today(r)
	if !until.IsZero() && (until.Before(today) || until.After(today.AddDays(KeyDays))) {
		in.Add(fault.Field("till", "api.key-day"))
	}
	if err := in.Err(); err != nil {
		return "", err
	}
	given, err := s.programs(r)
	if err != nil {
		return "", err
	}
	if len(given) >= KeysMost {
		return "", fault.New(fault.Unmet, "api.keys-many")
	}
	raw, token, err := newToken()
	if err != nil {
		return "", err
	}
	own := visitOf(r).session
	err = s.Sessions.Begin(r.Context(), Session{
		Token: token, User: own.User, Began: Now(r), Expires: endOf(until), Roles: own.Roles, Program: program,
	})
	if err != nil {
		return "", err
	}
	s.Log.Info("key given to a program", "user", own.User, "until", until)
	return raw, nil
}

// endOf is when the day is over.
func endOf(day civil.Date) time.Time { return day.AddDays(1).At(0, 0) }

func (s *Site) postKeyEnd(w http.ResponseWriter, r *http.Request) error {
	return s.endMarked(w, r, visitOf(r).session.User, ownKeys)
}

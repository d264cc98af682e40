package delivery

import (
	"slices"
	"strings"
	"time"

	"stadga/internal/act"
	"stadga/internal/fault"
	"stadga/internal/ids"
	"stadga/internal/journal"
)

// News (besked till personalen) is what those who come to the person must know
// before the next visit: the need has changed, a key has been handed over. It
// stands on the order until each has read it, night staff too (E-29).
type News struct {
	Number       int // 1 for the first of the order
	Kind         NewsKind
	Text         string
	Told         []string // whom else it was given to
	FromProvider bool
	At           time.Time
	By           ids.User
	Read         []Mark // one for each who has read it
}

// A NewsKind says what the staff is told of.
type NewsKind string

// The kinds of news.
const (
	NeedChanged  NewsKind = "andrat-behov"
	KeyHandover  NewsKind = "nyckel"
	HomeChanged  NewsKind = "hemmet"
	OtherWarning NewsKind = "annat"
)

// NewsKinds lists the kinds, as a form offers them.
func NewsKinds() []NewsKind { return []NewsKind{NeedChanged, KeyHandover, HomeChanged, OtherWarning} }

// ToldAlso lists whom news may have been given to beside the staff: of a key, the
// person and relatives; primary care may be a party (E-29).
func ToldAlso() []string { return []string{"personen", "narstaende", "primarvarden"} }

// ReadBy tells whether the user has read the news.
func (n News) ReadBy(u ids.User) bool {
	return slices.ContainsFunc(n.Read, func(m Mark) bool { return m.By == u })
}

// Unread lists the news that the user has not read, oldest first; nobody has to
// read what they wrote.
func (o Order) Unread(u ids.User) []News {
	var out []News
	for _, n := range o.News {
		if n.By != u && !n.ReadBy(u) {
			out = append(out, n)
		}
	}
	return out
}

// TellStaff tells the staff of the order what they must know at once.
type TellStaff struct {
	Kind NewsKind
	Text string
	Told []string
}

// Action names the act.
func (TellStaff) Action() string { return "order.tell_staff" }

// Decide wants to know, of a key, whom else it was told to.
func (cmd TellStaff) Decide(o Order, env act.Env) ([]journal.Event, error) {
	if err := o.open(); err != nil {
		return nil, err
	}
	var kind, text, told *fault.Error
	if !slices.Contains(NewsKinds(), cmd.Kind) {
		kind = fault.Field("kind", "order.news-kind-missing")
	}
	if strings.TrimSpace(cmd.Text) == "" {
		text = fault.Field("text", "order.news-text-missing")
	}
	if cmd.Kind == KeyHandover && len(cmd.Told) == 0 {
		told = fault.Field("told", "order.key-told-missing")
	}
	if err := fault.Join(kind, text, told); err != nil {
		return nil, err
	}
	return []journal.Event{StaffTold{
		Number: len(o.News) + 1, Kind: cmd.Kind, Text: cmd.Text, Told: cmd.Told, FromProvider: !env.Actor.Provider.IsZero(),
	}}, nil
}

// ReadNews is the receipt of one of the staff.
type ReadNews struct{ Number int }

// Action names the act.
func (ReadNews) Action() string { return "order.read_news" }

// Decide keeps one receipt of each; a second changes nothing.
func (cmd ReadNews) Decide(o Order, env act.Env) ([]journal.Event, error) {
	if !o.Exists() || cmd.Number < 1 || cmd.Number > len(o.News) {
		return nil, fault.New(fault.NotFound, "order.news-unknown")
	}
	if o.News[cmd.Number-1].ReadBy(env.Actor.User) {
		return nil, nil
	}
	return []journal.Event{StaffInformed{Number: cmd.Number}}, nil
}

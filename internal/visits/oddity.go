package visits

import (
	"maps"
	"strings"
	"time"

	"stadga/internal/act"
	"stadga/internal/duty"
	"stadga/internal/fault"
	"stadga/internal/ids"
	"stadga/internal/journal"
)

// An OddityKind (avvikande registrering) is why a visit is put aside to be looked
// at (F-22). What is odd is never refused and never paid until someone has
// handled it with a reason.
type OddityKind string

// The kinds.
const (
	OddLate         OddityKind = "sen"
	OddLong         OddityKind = "lang"
	OddNoTime       OddityKind = "ingen-tid"
	OddFuture       OddityKind = "framtid"
	OddSameStaff    OddityKind = "samma-personal"
	OddSamePerson   OddityKind = "samma-person"
	OddDouble       OddityKind = "dubblett"
	OddDead         OddityKind = "avliden"
	OddMoved        OddityKind = "flyttat"
	OddUnknownOrder OddityKind = "okant-uppdrag"
	OddOtherOrder   OddityKind = "annan-utforare"
	OddOutside      OddityKind = "utanfor-beslut"
	OddOtherHome    OddityKind = "annans-tagg"
	OddForgedTag    OddityKind = "okand-tagg"
	OddClock        OddityKind = "klocka"
	OddNoStart      OddityKind = "utan-start"
	OddNoReason     OddityKind = "utan-skal"
	OddNewTimes     OddityKind = "vantar-tider"
	OddMisfiled     OddityKind = "vantar-person"
)

// OddityKinds lists every kind, in the order pages show them.
func OddityKinds() []OddityKind {
	return []OddityKind{
		OddNewTimes, OddMisfiled, OddDead, OddMoved, OddUnknownOrder, OddOtherOrder, OddOutside, OddSamePerson, OddSameStaff, OddDouble, OddForgedTag, OddOtherHome,
		OddFuture, OddLong, OddNoTime, OddNoStart, OddNoReason, OddLate, OddClock,
	}
}

// Says is what is odd, in a sentence that names nobody.
func (k OddityKind) Says() string {
	return map[OddityKind]string{
		OddLate:         "Besöket registrerades mer än ett dygn efter att det gjordes.",
		OddLong:         "Besöket är ovanligt långt.",
		OddNoTime:       "Besöket slutar innan det börjar, eller i samma minut.",
		OddFuture:       "Besöket ligger senare än när registreringen kom in.",
		OddSameStaff:    "Samma medarbetare är registrerad på två besök samtidigt.",
		OddSamePerson:   "Personen har två besök samtidigt, och besöket är inte planerat för två.",
		OddDouble:       "Samma början eller slut är registrerat två gånger.",
		OddDead:         "Besöket ligger efter dödsfallet.",
		OddMoved:        "Besöket ligger efter flytten.",
		OddUnknownOrder: "Uppdraget finns inte.",
		OddOtherOrder:   "Uppdraget finns hos en annan utförare.",
		OddOutside:      "Besöket ligger utanför tiden för beslutet.",
		OddOtherHome:    "Taggen sitter hemma hos någon annan.",
		OddForgedTag:    "Taggen finns inte bland dem som är uppsatta.",
		OddClock:        "Telefonens tid gick fel. Tiden är rättad efter serverns.",
		OddNoStart:      "Besöket har ett slut men ingen början.",
		OddNoReason:     "Tiden är skriven för hand utan skäl.",
		OddNewTimes:     "Nya tider väntar på att någon annan godkänner dem.",
		OddMisfiled:     "Besöket ska flyttas till en annan person och väntar på att någon annan godkänner det.",
	}[k]
}

// NeverPaid tells whether a visit of that kind is not paid whatever anyone
// answers: it cannot have been made to that person under that order.
func (k OddityKind) NeverPaid() bool {
	return k == OddDead || k == OddMoved || k == OddUnknownOrder || k == OddOtherOrder
}

// Settled tells whether a visit of that kind is answered by settling what waits,
// and not by a reason.
func (k OddityKind) Settled() bool { return k == OddNewTimes || k == OddMisfiled }

// Circumstances are what one looks at to see whether a registered visit is odd.
type Circumstances struct {
	Planned, Done Span
	Begun         bool      // a start is known
	Sent          time.Time // zero: it was not sent by a phone or a page, and is neither late nor ahead
	In, Out       Mark
	Class         Class
	Reason        ManualReason
	Doubled       bool
	Waits         ProposalKind
	Gone          string // "avliden" or "flyttat" when it lies after that day
	Order         Frame
	Provider      ids.Provider // who sent it
	SameStaff     bool         // another visit of the staff lies at the same time
	SamePerson    bool         // another visit of the person does, and neither is made by two
	Tags          []TagPlace   // of the tags read
}

// A Frame is the time in which an order may have visits.
type Frame struct {
	Known    bool
	Provider ids.Provider
	Outside  bool // the day lies before the order or after its last day
}

// A TagPlace says what is known of a tag that was read.
type TagPlace struct {
	Known bool // it was up, in a home or with one of the staff
	Other bool // in the home of someone else
}

// What is odd: limits that no law sets. They are the program's, and stand in the handbook.
const (
	lateAfter  = 24 * time.Hour
	longAlways = 10 * time.Hour
	longBeyond = time.Hour // beyond what was planned, when that is also doubled
	ahead      = 5 * time.Minute
)

// Odd lists what is odd about a visit.
func Odd(c Circumstances) []OddityKind {
	var found []OddityKind
	add := func(odd bool, kind OddityKind) {
		if odd {
			found = append(found, kind)
		}
	}
	length, planned := c.Done.To.Sub(c.Done.From), c.Planned.To.Sub(c.Planned.From)
	add(c.Waits == NewTimes, OddNewTimes)
	add(c.Waits == OtherPerson, OddMisfiled)
	add(c.Gone == "avliden", OddDead)
	add(c.Gone == "flyttat", OddMoved)
	add(!c.Order.Known, OddUnknownOrder)
	add(c.Order.Known && c.Order.Provider != c.Provider, OddOtherOrder)
	add(c.Order.Known && c.Order.Provider == c.Provider && c.Order.Outside, OddOutside)
	add(c.SamePerson, OddSamePerson)
	add(c.SameStaff, OddSameStaff)
	add(c.Doubled, OddDouble)
	for _, tag := range c.Tags {
		add(!tag.Known, OddForgedTag)
		add(tag.Known && tag.Other, OddOtherHome)
	}
	add(!c.Sent.IsZero() && c.Done.To.After(c.Sent.Add(ahead)), OddFuture)
	add(length > longAlways || !c.Planned.IsZero() && length > 2*planned && length > planned+longBeyond, OddLong)
	add(c.Begun && length < time.Minute, OddNoTime)
	add(!c.Begun, OddNoStart)
	add((c.In.How == ByHand || c.Out.How == ByHand) && !c.Reason.known(), OddNoReason)
	add(!c.Sent.IsZero() && c.Sent.Sub(c.Done.To) > lateAfter, OddLate)
	add(c.In.ClockOff != 0 || c.Out.ClockOff != 0, OddClock)
	return unique(found)
}

func unique(kinds []OddityKind) []OddityKind {
	seen := map[OddityKind]bool{}
	var all []OddityKind
	for _, k := range kinds {
		if !seen[k] {
			seen[k] = true
			all = append(all, k)
		}
	}
	return all
}

// A Handling is what someone answered about what was odd.
type Handling struct {
	At   time.Time
	By   ids.User
	Pays bool
	Why  string
}

// OddityHandled tells what someone found about a visit that was put aside.
type OddityHandled struct {
	Kind OddityKind
	Pays bool // it is paid as it stands
	Why  string
}

func (v *Visit) handle(r journal.Recorded, e OddityHandled) {
	handled := maps.Clone(v.Handled)
	if handled == nil {
		handled = map[OddityKind]Handling{}
	}
	handled[e.Kind] = Handling{At: r.At, By: r.Actor, Pays: e.Pays, Why: e.Why}
	v.Handled = handled
}

// HandleOddity answers for a visit that was put aside: it is right as it stands,
// or it is not to be paid.
type HandleOddity struct {
	Service ids.Service  // that the visit is for; zero: nobody knows
	Kinds   []OddityKind // that the page showed
	Pays    bool
	Why     string
}

// Action names the act.
func (HandleOddity) Action() string { return "visit.handle_oddity" }

// Asks for the service: the visit itself says nothing of whose it is.
func (cmd HandleOddity) Asks() duty.Subject { return serviceOf(cmd.Service) }

// serviceOf is the subject whose facts an act on a visit asks for; zero where
// nobody knows what it was made for.
func serviceOf(s ids.Service) duty.Subject {
	if s.IsZero() {
		return duty.Subject{}
	}
	return duty.Subject{Kind: "service", ID: s.ID}
}

// Decide takes an answer with a reason, and not from who made the visit where the
// answer is that it is paid.
func (cmd HandleOddity) Decide(v Visit, env act.Env) ([]journal.Event, error) {
	unknown := fault.New(fault.NotFound, "visit.not-odd")
	if !v.Exists() || cmd.Service != v.Service || env.Actor.Provider != v.Provider && v.Service.IsZero() || len(cmd.Kinds) == 0 {
		return nil, unknown
	}
	if strings.TrimSpace(cmd.Why) == "" {
		return nil, fault.Field("found", "visit.handling-reason-missing")
	}
	if cmd.Pays && v.madeBy(env.Actor.User) {
		return nil, fault.New(fault.Unmet, "visit.another-handles")
	}
	var events []journal.Event
	for _, kind := range cmd.Kinds {
		switch was, done := v.Handled[kind]; {
		case kind.Says() == "" || kind.Settled():
			return nil, unknown
		case cmd.Pays && kind.NeverPaid():
			return nil, fault.Field("pays", "visit.never-paid")
		case !done || was.Pays != cmd.Pays || was.Why != cmd.Why:
			events = append(events, OddityHandled{Kind: kind, Pays: cmd.Pays, Why: cmd.Why})
		}
	}
	return events, nil
}

package visits

import (
	"crypto/sha256"
	"slices"
	"strings"
	"time"

	"stadga/internal/act"
	"stadga/internal/civil"
	"stadga/internal/duty"
	"stadga/internal/fault"
	"stadga/internal/ids"
	"stadga/internal/journal"
)

// A Home (hemmet) is where the visits of one order are made: the tags that hang
// there, and whether it is exempt from them. Its stream has the id of the order.
type Home struct {
	Target
	Tags      []Tag
	Exemption Exemption
}

// A Tag (tagg) hangs in a home, is faulty at times, and is taken down (F-11).
type Tag struct {
	Code   string
	Place  string // where in the home: "hallen, innanför dörren"
	Up     time.Time
	By     ids.User
	Fault  civil.Date // since when it does not work; zero: it works
	What   string     // that is wrong with it
	Mended civil.Date // last
	Down   civil.Date // zero: it hangs there
	Why    string     // it was taken down
}

// An Exemption (dispens) from tags is granted by someone to a person until a day,
// with a reason (F-07).
type Exemption struct {
	From   civil.Date // zero: none
	Until  civil.Date // the last day
	Reason string
	By     ids.User
	Ended  civil.Date // before its last day; zero: not
}

// Holds tells whether the exemption holds on the day.
func (e Exemption) Holds(day civil.Date) bool {
	return !e.From.IsZero() && !day.Before(e.From) && !day.After(e.Until) && (e.Ended.IsZero() || day.Before(e.Ended))
}

// HomeStream is the name of the kind of stream.
const HomeStream = "home"

// The events of a home.
type (
	TagPutUp struct {
		Target Target
		Code   string
		Place  string
	}
	TagFaulty struct {
		Code string
		What string
		On   civil.Date
	}
	TagMended struct {
		Code string
		On   civil.Date
	}
	TagTakenDown struct {
		Code string
		Why  string
		On   civil.Date
	}
	ExemptionGranted struct {
		Target Target
		From   civil.Date
		Until  civil.Date
		Reason string
	}
	ExemptionEnded struct{ On civil.Date }
)

// Names that outlive any refactoring.

func (TagPutUp) EventName() string         { return "home.tag_put_up.v1" }
func (TagFaulty) EventName() string        { return "home.tag_faulty.v1" }
func (TagMended) EventName() string        { return "home.tag_mended.v1" }
func (TagTakenDown) EventName() string     { return "home.tag_taken_down.v1" }
func (ExemptionGranted) EventName() string { return "home.exemption_granted.v1" }
func (ExemptionEnded) EventName() string   { return "home.exemption_ended.v1" }

// HomeEvents lists a zero value of each event of the stream.
func HomeEvents() []journal.Event {
	return []journal.Event{TagPutUp{}, TagFaulty{}, TagMended{}, TagTakenDown{}, ExemptionGranted{}, ExemptionEnded{}}
}

// Fold takes one event into the home.
func (h *Home) Fold(r journal.Recorded) {
	switch e := r.Event.(type) {
	case TagPutUp:
		h.Target = e.Target
		h.Tags = append(slices.Clip(h.Tags), Tag{Code: e.Code, Place: e.Place, Up: r.At, By: r.Actor})
	case TagFaulty:
		h.tag(e.Code, func(t *Tag) { t.Fault, t.What = e.On, e.What })
	case TagMended:
		h.tag(e.Code, func(t *Tag) { t.Fault, t.What, t.Mended = civil.Date{}, "", e.On })
	case TagTakenDown:
		h.tag(e.Code, func(t *Tag) { t.Down, t.Why = e.On, e.Why })
	case ExemptionGranted:
		h.Target = e.Target
		h.Exemption = Exemption{From: e.From, Until: e.Until, Reason: e.Reason, By: r.Actor}
	case ExemptionEnded:
		h.Exemption.Ended = e.On
	}
}

func (h *Home) tag(code string, change func(*Tag)) {
	h.Tags = slices.Clone(h.Tags)
	for i := range h.Tags {
		if h.Tags[i].Code == code {
			change(&h.Tags[i])
		}
	}
}

// Hanging is the tag of that code that hangs in the home.
func (h Home) Hanging(code string) (Tag, bool) {
	for _, t := range h.Tags {
		if t.Code == code && t.Down.IsZero() {
			return t, true
		}
	}
	return Tag{}, false
}

// Says gives no facts: no rule asks about tags.
func (Home) Says() []duty.Said { return nil }

// Persons names the file the home belongs to.
func (h Home) Persons() []ids.Person {
	if h.Person.IsZero() {
		return nil
	}
	return []ids.Person{h.Person}
}

// letters are those that nobody takes for another: no O for 0, I or L for 1, S for
// 5, B for 8, Z for 2.
const (
	letters   = "23456789ACDEFGHJKMNPQRTUVWXY"
	checkedBy = 29 // a prime: every single letter that is wrong, and every pair that changes place, shows
	codeSize  = 6
)

// NewCode makes the code of a tag from something random: five letters and the one
// that tells a mistyped code from a right one.
func NewCode(from ids.ID) string {
	for seed := from[:]; ; {
		sum := sha256.Sum256(seed)
		code := make([]byte, codeSize-1, codeSize)
		for i := range code {
			code[i] = letters[int(sum[i])%len(letters)]
		}
		if check := checksum(code); check < len(letters) {
			return string(append(code, letters[check]))
		}
		seed = sum[:]
	}
}

// CodeRight tells whether a code is written as codes are.
func CodeRight(code string) bool {
	if len(code) != codeSize {
		return false
	}
	check := checksum([]byte(code[:codeSize-1]))
	return check >= 0 && check < len(letters) && code[codeSize-1] == letters[check]
}

// checksum is the remainder that the last letter stands for; -1 when one of the
// others is none of the letters.
func checksum(code []byte) int {
	sum := 0
	for i, c := range code {
		at := strings.IndexByte(letters, c)
		if at < 0 {
			return -1
		}
		sum += (i + 2) * at
	}
	return sum % checkedBy
}

// PutUpTag hangs a tag in a home.
type PutUpTag struct {
	Target Target
	Code   string
	Place  string
}

// Action names the act.
func (PutUpTag) Action() string { return "home.tag" }

// Asks for the service that the visits are made for.
func (cmd PutUpTag) Asks() duty.Subject { return serviceOf(cmd.Target.Service) }

// Decide hangs a tag with a code of its own.
func (cmd PutUpTag) Decide(h Home, _ act.Env) ([]journal.Event, error) {
	code := normalTag(cmd.Code)
	_, there := h.Hanging(code)
	switch {
	case !CodeRight(code):
		return nil, fault.Field("code", "home.code-wrong")
	case there:
		return nil, fault.Field("code", "home.tag-hangs-already")
	case strings.TrimSpace(cmd.Place) == "":
		return nil, fault.Field("place", "home.place-missing")
	}
	return []journal.Event{TagPutUp{Target: cmd.Target, Code: code, Place: cmd.Place}}, nil
}

// ChangeTag tells that a tag is faulty, mended or taken down.
type ChangeTag struct {
	Service ids.Service
	Code    string
	To      TagState
	What    string // is wrong, or why it is taken down
	On      civil.Date
}

// A TagState is what becomes of a tag.
type TagState string

// The states.
const (
	Faulty    TagState = "fel"
	Mended    TagState = "lagad"
	TakenDown TagState = "nedtagen"
)

// Action names the act.
func (ChangeTag) Action() string { return "home.tag" }

// Asks for the service that the visits are made for.
func (cmd ChangeTag) Asks() duty.Subject { return serviceOf(cmd.Service) }

// Decide changes a tag that hangs there, on a day that has been.
func (cmd ChangeTag) Decide(h Home, env act.Env) ([]journal.Event, error) {
	t, there := h.Hanging(cmd.Code)
	switch {
	case !there || h.Service != cmd.Service:
		return nil, fault.Field("tag", "home.no-such-tag")
	case cmd.On.IsZero() || cmd.On.After(env.Today) || cmd.On.Before(civil.DayOf(t.Up)):
		return nil, fault.Field("on", "home.day-wrong")
	case cmd.To != Mended && strings.TrimSpace(cmd.What) == "":
		return nil, fault.Field("what", "home.what-missing")
	case cmd.To == Faulty && !t.Fault.IsZero(), cmd.To == Mended && t.Fault.IsZero():
		return nil, nil
	}
	switch cmd.To {
	case Faulty:
		return []journal.Event{TagFaulty{Code: cmd.Code, What: cmd.What, On: cmd.On}}, nil
	case Mended:
		return []journal.Event{TagMended{Code: cmd.Code, On: cmd.On}}, nil
	case TakenDown:
		return []journal.Event{TagTakenDown{Code: cmd.Code, Why: cmd.What, On: cmd.On}}, nil
	}
	return nil, fault.Field("to", "home.state-missing")
}

// Exempt lets a home be without tags until a day.
type Exempt struct {
	Target Target
	From   civil.Date
	Until  civil.Date
	Reason string
}

// Action names the act.
func (Exempt) Action() string { return "home.exempt" }

// Asks for the service that the visits are made for.
func (cmd Exempt) Asks() duty.Subject { return serviceOf(cmd.Target.Service) }

// longestExempt is how many months an exemption holds before it is tried again.
const longestExempt = 12

// Decide grants it with a reason and a last day.
func (cmd Exempt) Decide(_ Home, _ act.Env) ([]journal.Event, error) {
	var from, until, reason *fault.Error
	if cmd.From.IsZero() {
		from = fault.Field("from", "home.from-missing")
	}
	switch {
	case cmd.Until.IsZero() || cmd.Until.Before(cmd.From):
		until = fault.Field("until", "home.until-missing")
	case cmd.Until.After(cmd.From.AddMonths(longestExempt)):
		until = fault.Field("until", "home.until-too-late")
	}
	if strings.TrimSpace(cmd.Reason) == "" {
		reason = fault.Field("reason", "home.reason-missing")
	}
	if err := fault.Join(from, until, reason); err != nil {
		return nil, err
	}
	return []journal.Event{ExemptionGranted(cmd)}, nil
}

// EndExemption ends it before its last day.
type EndExemption struct {
	Service ids.Service
	On      civil.Date
}

// Action names the act.
func (EndExemption) Action() string { return "home.exempt" }

// Asks for the service that the visits are made for.
func (cmd EndExemption) Asks() duty.Subject { return serviceOf(cmd.Service) }

// Decide ends one that holds.
func (cmd EndExemption) Decide(h Home, env act.Env) ([]journal.Event, error) {
	if h.Service != cmd.Service || !h.Exemption.Holds(env.Today) {
		return nil, fault.New(fault.Unmet, "home.no-exemption")
	}
	return []journal.Event{ExemptionEnded{On: env.Today}}, nil
}

// A HomeLine is one tag or exemption as the register lists it.
type HomeLine struct {
	Order  ids.Order
	Person ids.Person
	Code   string // of a tag
	Place  string
	Up     civil.Date
	Fault  civil.Date
	Until  civil.Date // of an exemption
	Reason string
}

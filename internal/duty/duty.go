// Package duty turns facts into obligations (skyldigheter): what law, board or
// routine promised a person, by when, on what ground, and the fact that keeps
// the promise. It is pure: no clock, no database, no request.
package duty

import (
	"time"

	"stadga/internal/civil"
	"stadga/internal/ids"
	"stadga/internal/journal"
)

// A Subject is what a rule speaks of: a person, case, intake, investigation,
// decision, service. A subject sees the facts of what it stands under:
// service → decision → case → person, investigation → case → person.
type Subject struct {
	Kind string
	ID   ids.ID
}

// A Fact is one thing the record says of a subject. A name may occur several
// times: each extension, each follow-up is a fact of its own.
type Fact struct {
	Name    string           // "intake.received", from the area's vocabulary
	About   string           // which one of several: a goal, a guardian, a signal; often empty
	Day     civil.Date       // when it was so
	At      time.Time        // the instant, where hours count; else zero
	Value   string           // what it says, typed by the vocabulary; empty for a mere occurrence
	Learned time.Time        // when the record learned it
	Origin  journal.StreamID // the stream that says so
	Version int              // the event in that stream
}

// Said is what one stream says of one subject. A stream's facts are a pure
// function of its folded state, and replace what it said before.
type Said struct {
	Subject Subject
	Under   Subject // what the subject stands under; zero at the top
	Facts   []Fact
}

// A Type is the type of a fact's value.
type Type string

// The types a vocabulary may use.
const (
	Day     Type = "day"     // an occurrence; Value is empty
	Instant Type = "instant" // an occurrence whose hour counts; Value is empty
	Text    Type = "text"    // one of Words, or any text when Words is empty
	Bool    Type = "bool"    // "true" or "false"
	Number  Type = "number"  // a whole number in decimal
	Until   Type = "until"   // an occurrence whose Value is a day: extended to
)

// Silence says what it means that a fact is absent.
type Silence int

// No is for what only our own journal can say; Unknown for what it need not know.
const (
	No      Silence = iota // absent means it has not happened
	Unknown                // absent means we do not know: cannot be judged
)

// A FactType documents one fact of an area's vocabulary.
type FactType struct {
	Subject string // kind of subject that carries it
	Name    string
	Type    Type
	Words   []string // the values a Text may have
	Silence Silence
	Says    string // in Swedish: shown in explanations
	Awaits  string // what will bring it, in Swedish, while nothing in the record says it yet; else empty
}

// A State is the answer of a rule about a subject on a day.
type State string

// The six answers. A missing fact is never Met.
const (
	Met           State = "met"
	Open          State = "open"
	Late          State = "late"
	MetLate       State = "met late"
	NotApplicable State = "not applicable"
	Undetermined  State = "cannot be judged"
)

// An Obligation (skyldighet) is one rule applied to one subject. Whether it is
// late is never stored: State asks the due day against a day.
type Obligation struct {
	Rule    string // rule id
	Version int    // of the rule, chosen by the date the rule names
	Subject Subject
	About   string // which goal, signal or guardian, when a subject has several
	Nth     int    // 0 for the first of its rule and About; one per period, review or ground

	Ground Fact   // the fact that started it
	Owes   string // "officer", "provider", "manager" or a post; joined to a person when read

	Strict  civil.Date // last day by the wording; zero: the rule has no day ("genast")
	Shifted civil.Date // the next working day, where lag 1930:173 2 § moves it; else Strict
	Local   civil.Date // the municipality's own earlier day, if any
	DueAt   time.Time  // for rules that count hours; else zero
	Before  civil.Date // for what must be kept: not to happen before this day; else zero

	MetBy    Fact       // the fact that fulfils it; zero while there is none
	Recorded bool       // the day MetBy was recorded counts, not the day it was so
	Until    civil.Date // last day on which MetBy still fulfils it; zero: for good
	Waived   string     // reason it fell away; empty while it stands
	WaiveOn  civil.Date // the day it fell away
	Missing  string     // the fact that is missing, when it cannot be judged
	Never    bool       // the rule forbids: MetBy holds the breach
	Prior    bool       // was to be there when Ground came: unmet is late at once
	Wakes    civil.Date // next day its answer changes without a new fact; zero: never
}

// A Key tells the obligations of one subject apart.
type Key struct {
	Rule, About string
	Nth         int
}

// Key names the obligation among those of its subject.
func (o *Obligation) Key() Key { return Key{o.Rule, o.About, o.Nth} }

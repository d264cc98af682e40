package people

import (
	"slices"
	"strings"

	"stadga/internal/civil"
	"stadga/internal/duty"
	"stadga/internal/ids"
	"stadga/internal/journal"
)

// A Person (person, den enskilde) is a human being the board has a record of.
type Person struct {
	ID         ids.Person
	Registered civil.Date
	Name       Name
	Number     ids.IdentityNumber
	Born       civil.Date // zero: not known, or not born yet
	BornYear   int        // where only the year is known; 0: not known
	Unborn     bool       // until the birth is registered
	Expected   civil.Date // expected birth of an unborn child; zero: not known
	Contact    Contact
	Protection Protection
	Relations  []Relation
	Conflicts  []ConflictOfInterest // members of staff who may not take part
	Deceased   civil.Date
	Moved      civil.Date // last day in the municipality
	MergedInto ids.Person // the record that holds: this one was a double

	said duty.Statements
}

// A Name (namn) is what a person is called. Both parts may be empty: unknown.
type Name struct {
	Given  string
	Family string
}

// String writes given and family name; "Okänd" when neither is known.
func (n Name) String() string {
	switch {
	case n.Given == "" && n.Family == "":
		return "Okänd"
	case n.Given == "":
		return n.Family
	case n.Family == "":
		return n.Given
	}
	return n.Given + " " + n.Family
}

// Contact (kontaktuppgifter) is where a person is reached. It is hidden for a
// person with protected identity.
type Contact struct {
	Address string
	Phone   string
}

// Protection (skyddade personuppgifter) is one of three kinds, each with its own
// handling (law.md 5.5).
type Protection string

// The three kinds; the empty Protection is none.
const (
	NoProtection          Protection = ""
	SecrecyMark           Protection = "sekretessmarkering"    // a warning: test secrecy each time (OSL 5:5)
	ProtectedRegistration Protection = "skyddad-folkbokforing" // the real address is in no register (FolkbokfL 16 §)
	AssumedIdentity       Protection = "fingerade-uppgifter"   // a new identity; no link may show (lag 1991:483)
)

// Words is the kind as it stands in a sentence.
func (k Protection) Words() string {
	switch k {
	case SecrecyMark:
		return "sekretessmarkering"
	case ProtectedRegistration:
		return "skyddad folkbokföring"
	case AssumedIdentity:
		return "fingerade personuppgifter"
	}
	return ""
}

// Handling is what the kind asks of whoever opens the file (law.md 5.5).
func (k Protection) Handling() string {
	switch k {
	case SecrecyMark:
		return "Pröva sekretessen varje gång någon frågar efter en uppgift."
	case ProtectedRegistration:
		return "Adressen finns inte i folkbokföringen. Skicka brev genom Skatteverket och skriv inte adressen i akten."
	case AssumedIdentity:
		return "Inget får visa sambandet mellan det nya och det gamla. Skriv bara de uppgifter som gäller nu, och skicka brev genom Skatteverket."
	}
	return ""
}

// InLetters is what the kind asks of a letter to someone else in the matter.
func (k Protection) InLetters() string {
	switch k {
	case SecrecyMark:
		return "Pröva sekretessen för varje uppgift i brevet."
	case ProtectedRegistration:
		return "Inget i brevet får visa var personen bor eller vistas."
	case AssumedIdentity:
		return "Varken namn eller nummer får stå i brevet, och inget som visar var personen är."
	}
	return ""
}

// Parts are the values of the contact that would each tell where the person is:
// the whole address, its street and its place, and the telephone number.
func (c Contact) Parts() []string {
	var parts []string
	for _, part := range append(strings.Split(c.Address, ","), c.Address, c.Phone) {
		part = strings.TrimSpace(part)
		if part != "" && !slices.Contains(parts, part) {
			parts = append(parts, part)
		}
	}
	return parts
}

// A RelationKind says what someone is to the person.
type RelationKind string

// The kinds of relation. Only a guardian decides for the child (FB 6:11); being
// a relative gives no right to information.
const (
	Guardian       RelationKind = "vardnadshavare"
	Parent         RelationKind = "foralder" // without custody
	Sibling        RelationKind = "syskon"
	Spouse         RelationKind = "make-sambo"
	ChildOf        RelationKind = "barn"
	Relative       RelationKind = "narstaende"
	Representative RelationKind = "stallforetradare" // god man, förvaltare, by power of attorney
	Agent          RelationKind = "ombud"
)

// A Relation is someone who stands close to the person or speaks for it. Who is
// in the register has Person; others are only named.
type Relation struct {
	Number int // 1 for the first relation of the person; names it for ever
	Kind   RelationKind
	Person ids.Person // always given for a guardian
	Name   string     // of one who is not in the register
	Phone  string
	Scope  string // of a representative: what the power covers
	From   civil.Date
	Until  civil.Date // last day; zero: still so
}

// Running tells whether the relation holds on the day.
func (r Relation) Running(day civil.Date) bool {
	return r.Until.IsZero() || !r.Until.Before(day)
}

// Exists tells whether the person has been registered.
func (p Person) Exists() bool { return !p.Registered.IsZero() }

// Age is the whole years of the person on the day; -1 when that cannot be told.
func (p Person) Age(day civil.Date) int { return Age(p.Born, p.BornYear, day) }

// Age is the whole years on the day of one born that day, or that year where
// only the year is known; -1 when neither is.
func Age(born civil.Date, bornYear int, day civil.Date) int {
	switch {
	case !born.IsZero() && !born.After(day):
		age := day.Year() - born.Year()
		if born.AddMonths(12 * age).After(day) {
			age--
		}
		return age
	case born.IsZero() && bornYear > 0 && bornYear <= day.Year():
		return day.Year() - bornYear
	}
	return -1
}

// Guardians lists the relations of guardians that hold on the day.
func (p Person) Guardians(day civil.Date) []Relation {
	var guardians []Relation
	for _, r := range p.Relations {
		if r.Kind == Guardian && r.Running(day) {
			guardians = append(guardians, r)
		}
	}
	return guardians
}

// Fold takes one event into the person.
func (p *Person) Fold(r journal.Recorded) {
	p.ID = ids.Person{ID: r.Stream.ID}
	switch e := r.Event.(type) {
	case PersonRegistered:
		p.Registered = r.Day
		p.Name, p.Number, p.Born, p.BornYear = e.Name, e.Number, e.Born, e.BornYear
		p.Unborn, p.Expected, p.Contact = e.Unborn, e.Expected, e.Contact
		p.sayBirth(r)
	case NameCorrected:
		p.Name = e.Name
	case NumberCorrected:
		p.Number = e.Number
		if !e.Born.IsZero() {
			p.Born = e.Born
			p.Unborn = false
			p.sayBirth(r)
		}
	case BirthCorrected:
		p.Born, p.BornYear, p.Unborn = e.Born, 0, false
		p.sayBirth(r)
	case ContactChanged:
		p.Contact = e.Contact
	case ProtectionSet:
		p.Protection = e.Kind
		p.say(r, duty.Fact{Name: "person.protected", Day: r.Day, Value: string(e.Kind)})
	case ProtectionLifted:
		p.Protection = NoProtection
		p.said = p.said.Unsay(p.subject(), "person.protected", "")
	case RelationAdded:
		p.Relations = append(slices.Clip(p.Relations), e.Relation)
		if e.Relation.Kind == Guardian {
			p.say(r, duty.Fact{Name: "person.guardian", About: e.Relation.Person.String(), Day: e.Relation.From})
		}
	case RelationEnded:
		p.Relations = slices.Clone(p.Relations)
		ended := &p.Relations[e.Number-1]
		ended.Until = e.Until
		if ended.Kind == Guardian {
			p.said = p.said.Unsay(p.subject(), "person.guardian", ended.Person.String())
		}
	case Deceased:
		p.Deceased = e.On
		p.say(r, duty.Fact{Name: "person.deceased", Day: e.On})
	case MovedAway:
		p.Moved = e.On
		p.say(r, duty.Fact{Name: "person.moved", Day: e.On})
	case MovedBack:
		p.Moved = civil.Date{}
		p.said = p.said.Unsay(p.subject(), "person.moved", "")
	case MergedInto:
		p.MergedInto = e.Person
	case ConflictDeclared, ConflictLifted:
		p.foldConflict(r)
	}
}

func (p *Person) sayBirth(r journal.Recorded) {
	p.said = p.said.Unsay(p.subject(), "person.born", "").Unsay(p.subject(), "person.unborn", "")
	if !p.Born.IsZero() {
		p.say(r, duty.Fact{Name: "person.born", Day: p.Born})
	}
	if p.Unborn {
		p.say(r, duty.Fact{Name: "person.unborn", Day: r.Day, Value: "true"})
	}
}

func (p *Person) say(r journal.Recorded, fact duty.Fact) {
	p.said = p.said.Replace(p.subject(), r, fact)
}

func (p Person) subject() duty.Subject { return duty.Subject{Kind: "person", ID: p.ID.ID} }

// Says gives the person's facts to rules. No name and no number is among them.
func (p Person) Says() []duty.Said {
	said := p.said.Said(func(duty.Subject) duty.Subject { return duty.Subject{} })
	if len(said) == 0 {
		return []duty.Said{{Subject: p.subject()}}
	}
	return said
}

// Persons names the file the stream belongs to.
func (p Person) Persons() []ids.Person { return []ids.Person{p.ID} }

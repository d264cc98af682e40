package caseweb

import (
	"context"
	"fmt"
	"net/http"
	"strings"

	"stadga/internal/access"
	"stadga/internal/act"
	"stadga/internal/casework"
	"stadga/internal/civil"
	"stadga/internal/duty"
	"stadga/internal/ids"
	"stadga/internal/people"
	"stadga/internal/webkit"
)

// A File is a case that the reader may open, and whom it is about.
type File struct {
	Case    casework.Case
	Person  people.Person
	Waiting []casework.IntakeRow // what has come in and is not decided
	Officer string               // name; empty: unassigned
	Through duty.Subject         // what the reader has: the case, or an intake in it
	ByNeed  bool                 // read behind an order by who leads it: what has come in is not opened
}

// Path is the case's page, with more of the address after it.
func (f File) Path(more string) string { return "/arende/" + f.Case.Number + more }

// fileOf is the case as the access policies see it. Whoever has an open intake in
// it has the case too.
func fileOf(c casework.Case, protection people.Protection, waiting []casework.IntakeRow) access.File {
	f := access.File{Subject: c.Subject(), Area: string(c.Area), Unit: c.Unit, Secrecy: access.Secrecy(protection), Closed: !c.Closed.IsZero(), Person: c.Person}
	if !c.Officer.IsZero() {
		f.Assigned = append(f.Assigned, c.Officer)
	}
	for _, in := range waiting {
		if in.Case == c.ID && !in.Officer.IsZero() {
			f.Assigned = append(f.Assigned, in.Officer)
		}
	}
	return f
}

// Open finds a case by its number for one who may read it. No such case and no
// access are the same answer.
func (p Pages) Open(ctx context.Context, who act.Actor, number string) (File, error) {
	c, err := p.Register.CaseByNumber(ctx, number)
	if err != nil {
		return File{}, err
	}
	person, err := p.People.Person(ctx, c.Person)
	if err != nil {
		return File{}, fmt.Errorf("person of case: %w", err)
	}
	waiting, err := p.Register.OpenIntakes(ctx, []ids.Case{c.ID})
	if err != nil {
		return File{}, err
	}
	f := File{Case: c, Person: person, Waiting: waiting, Through: c.Subject(), ByNeed: !who.Provider.IsZero()}
	if !p.may(who, "case.read", f, nil) {
		// One who has an intake in a colleague's case has it by the intake.
		f.Through = duty.Subject{}
		for _, in := range waiting {
			if p.may(who, "case.read", f, []casework.IntakeRow{in}) {
				f.Through = duty.Subject{Kind: "intake", ID: in.ID.ID}
			}
		}
	}
	if f.Through == (duty.Subject{}) {
		// What is left is emergency access, which no row tells of.
		if _, err := p.Door.Open(ctx, who, "case.read", c.Subject()); err != nil {
			return File{}, err
		}
		f.Through = c.Subject()
	}
	if !c.Officer.IsZero() {
		names, err := p.Staff.Names(ctx, []ids.User{c.Officer})
		if err != nil {
			return File{}, err
		}
		f.Officer = names[c.Officer]
	}
	return f, nil
}

// may tells whether the door lets the actor do that in the case.
func (p Pages) may(who act.Actor, action string, f File, waiting []casework.IntakeRow) bool {
	return p.Door.OnFile(who, action, fileOf(f.Case, f.Person.Protection, waiting)).Allowed
}

// read opens the case of the request and logs that the reader did.
func (p Pages) read(r *http.Request) (File, error) {
	f, err := p.Open(r.Context(), webkit.Actor(r), r.PathValue("nr"))
	if err != nil {
		return f, err
	}
	return f, webkit.Read(r, f.Person.ID, f.Through)
}

// Band is the person band on top of every page about the person.
func (f File) Band(today civil.Date, heading bool) *webkit.Personband {
	officer := "ofördelat"
	if f.Officer != "" {
		officer = "Handläggare: " + f.Officer
	}
	b := personband(f.Person, today)
	b.Heading = heading
	b.Facts = append(b.Facts, "Ärende "+f.Case.Number, f.Case.Area.Words(), officer)
	if !f.Case.Closed.IsZero() {
		b.Facts = append(b.Facts, "avslutat "+webkit.PlainDay(f.Case.Closed, today))
	}
	return &b
}

func personband(person people.Person, today civil.Date) webkit.Personband {
	b := webkit.Personband{Name: person.Name.String(), Age: age(person, today), Protected: protectedWords(person.Protection)}
	switch {
	case !person.Born.IsZero():
		b.Born = person.Born.String()
	case person.BornYear > 0:
		b.Facts = append(b.Facts, fmt.Sprintf("född %d", person.BornYear))
	}
	if b.Protected != "" {
		b.Hidden = "Adress och telefon är dolda. " + person.Protection.Handling()
	}
	if !person.Number.IsZero() {
		b.Facts = append(b.Facts, hiddenNumber(person.Number))
	}
	if !person.Deceased.IsZero() {
		b.Facts = append(b.Facts, "avliden "+webkit.PlainDay(person.Deceased, today))
	}
	if !person.Moved.IsZero() {
		b.Facts = append(b.Facts, "flyttad "+webkit.PlainDay(person.Moved, today))
	}
	return b
}

// hiddenNumber names the kind of number and hides the rest: the four last are
// shown only to one who asks for them.
func hiddenNumber(n ids.IdentityNumber) string { return string(n.Kind()) + " ••••" }

func age(person people.Person, today civil.Date) string {
	switch years := person.Age(today); {
	case person.Unborn:
		return "inte född än"
	case !person.Deceased.IsZero():
		return ""
	case years < 0:
		return "okänd ålder"
	case person.Born.IsZero():
		return fmt.Sprintf("cirka %d år", years)
	default:
		return fmt.Sprintf("%d år", years)
	}
}

func protectedWords(k people.Protection) string {
	if k == people.NoProtection {
		return ""
	}
	return "Skyddade personuppgifter: " + k.Words() + "."
}

// listed is how a list names someone: initials and age. It is not read over a
// shoulder, and says nothing of what the matter is.
func listed(person people.Person, today civil.Date) string {
	if person.Protection != people.NoProtection {
		return "Skyddade personuppgifter"
	}
	name := initials(person.Name)
	if name == "" {
		name = "Okänd"
	}
	if a := age(person, today); a != "" {
		return name + ", " + a
	}
	return name
}

func initials(n people.Name) string {
	var parts []string
	for _, part := range []string{n.Given, n.Family} {
		for _, r := range part {
			parts = append(parts, string(r)+".")
			break
		}
	}
	return strings.Join(parts, " ")
}

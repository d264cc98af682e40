package review

import (
	"slices"
	"time"

	"stadga/internal/civil"
)

// An Oddity (avvikande läsning) is a way in which a reading can call for a second
// look. Which there are, and where their limits lie, the municipality decides in a
// file; none says that anyone has done wrong.
type Oddity struct {
	Key    string
	Says   string   // what is odd, of the reading: "Läsaren har samma efternamn som den lästa."
	Why    string   // why it is looked at
	Except []string // roles whose work it is
	Days   int      // limits, each where its key knows it
	Most   int
	From   int // hours of the day in Stockholm
	To     int
}

// Oddities are those in use, in the order they are told.
type Oddities struct {
	Sample int // readings drawn each month, whatever they are
	All    []Oddity
}

// OddityKeys lists the keys that a file may use.
func OddityKeys() []string {
	return []string{"egen-akt", "anhorig", "samma-efternamn", "kollega", "utan-uppdrag", "tidigare-handlaggare", "skyddad", "nodatkomst", "efter-avslut", "natt", "manga"}
}

// A Glance is what is known of a reading when it is looked at.
type Glance struct {
	At        time.Time
	Roles     []string // of the reader
	Own       bool     // the person has the reader's whole name
	Relative  bool     // a relation of the person has the reader's whole name
	SameName  bool     // the person has the reader's family name
	Namesakes int      // persons in the record with that family name
	Colleague bool     // the person has the whole name of someone who works here
	Assigned  bool     // the reader, or whom they stood in for, has a case of the person
	Acted     int      // days since the reader last did something in a case of the person; -1: never
	Protected bool
	Emergency bool // it was read by emergency access
	Closed    int  // days since the person's last case was closed; -1: one is open
	Persons   int  // others whose files the reader opened in the hour before, and this one
}

// Of lists the oddities of a reading.
func (all Oddities) Of(g Glance) []string {
	var odd []string
	for _, o := range all.All {
		if !slices.ContainsFunc(o.Except, func(role string) bool { return slices.Contains(g.Roles, role) }) && o.is(g) {
			odd = append(odd, o.Key)
		}
	}
	return odd
}

func (o Oddity) is(g Glance) bool {
	switch o.Key {
	case "egen-akt":
		return g.Own
	case "anhorig":
		return g.Relative
	case "samma-efternamn":
		return g.SameName && !g.Own && g.Namesakes <= o.Most
	case "kollega":
		return g.Colleague && !g.Own
	case "utan-uppdrag":
		return !g.Assigned && g.Acted < 0
	case "tidigare-handlaggare":
		return !g.Assigned && g.Acted > o.Days
	case "skyddad":
		return g.Protected && !g.Assigned
	case "nodatkomst":
		return g.Emergency
	case "efter-avslut":
		return g.Closed > o.Days
	case "natt":
		day := civil.DayOf(g.At)
		return !g.At.Before(day.At(o.From, 0)) || g.At.Before(day.At(o.To, 0))
	case "manga":
		return g.Persons > o.Most
	}
	return false
}

// Named finds an oddity by its key.
func (all Oddities) Named(key string) (Oddity, bool) {
	i := slices.IndexFunc(all.All, func(o Oddity) bool { return o.Key == key })
	if i < 0 {
		return Oddity{}, false
	}
	return all.All[i], true
}

// Hour is the span in which many persons are many.
const Hour = time.Hour

package people

import "stadga/internal/duty"

// Vocabulary lists the facts that the records of persons give to rules.
func Vocabulary() []duty.FactType {
	const person = "person"
	return []duty.FactType{
		{Subject: person, Name: "person.born", Type: duty.Day, Silence: duty.Unknown, Says: "födelsedag"},
		{Subject: person, Name: "person.unborn", Type: duty.Bool, Says: "barnet är inte fött än"},
		{Subject: person, Name: "person.deceased", Type: duty.Day, Says: "dödsdag"},
		{Subject: person, Name: "person.moved", Type: duty.Day, Says: "flyttade från kommunen"},
		{Subject: person, Name: "person.protected", Type: duty.Text, Words: []string{"sekretessmarkering", "skyddad-folkbokforing", "fingerade-uppgifter", "ingen"}, Says: "skyddade personuppgifter"},
		{Subject: person, Name: "person.conflict", Type: duty.Day, Says: "jäv anmält eller funnet (About: medarbetaren)"},
		{Subject: person, Name: "person.guardian", Type: duty.Text, Says: "vårdnadshavare (About: personen)"},
	}
}

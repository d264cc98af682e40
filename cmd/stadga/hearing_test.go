package main

import (
	"net/url"
	"testing"
	"time"

	"stadga/internal/casework"
	"stadga/internal/civil"
	"stadga/internal/engine"
	"stadga/internal/people"
	"stadga/internal/people/peoplesql"
)

// Given a child whose mother has protected registration, and a draft that names the
// school and a street (story 6), When the material is to go to the father, Then both
// places are listed before the letter is shown or sent as PDF, and the sending is
// refused until someone says that the letter has been read.
func TestTheMaterialIsReadBeforeItGoesToTheOtherParent(t *testing.T) {
	w := newTown(t, civil.On(2026, time.March, 2))
	mother, father := w.person("Mira", "Provlund", civil.On(1988, time.June, 1)), w.person("Omar", "Provlund", civil.On(1986, time.June, 1))
	maja := w.person("Maja", "Provlund", civil.On(2018, time.May, 9), mother, father)
	w.matter(maja, casework.Children, "2026-0331", "Vi vill ha en kontaktfamilj", "kontaktfamilj")
	persons := engine.Bind(w.r.Engine, peoplesql.Persons())
	w.do(persons.Step(mother.ID, people.ChangeContact{Contact: people.Contact{Address: "Provgatan 7, 999 99 Provby", Phone: "0000-00 00 12"}}),
		persons.Step(mother.ID, people.SetProtection{Kind: people.ProtectedRegistration}))
	eva := w.login(w.eva)
	const inquiry, part = "/arende/2026-0331/utredning", "/arende/2026-0331/utredning/1/"
	eva.open(inquiry).fill(inquiry, "question", "Behövs en kontaktfamilj?")
	eva.open(part+"situation").fill(part+"situation/skriv", "text", "Maja går på Almskolan. Mamman arbetar på Provgatan 7.", "klar", "ja")
	eva.open(part+"kommunicering").fill(part+"kommunicering/stallning", "need", "behovs").says("Läs och skriv ut brevet till Omar Provlund")

	letter := part + "underlag?till=" + father.String()
	eva.open(letter).says("Kontrollera brevet", "har skyddad folkbokföring", "Almskolan under Nuvarande situation", "Provgatan under Nuvarande situation")
	eva.open(part + "underlag.pdf?till=" + father.String()).at(part + "underlag").says("Kontrollera brevet") // not around the check
	eva.fill(letter, "kontrollerat", "ja").says("Skriv ut sidan").silent("Uppgifter som kan röja")

	send := url.Values{"party": {father.String()}, "sent": {"i dag"}, "how": {"Brev"}, "answer_by": {w.today().AddDays(14).String()}}
	eva.open(part+"kommunicering").fillWith(part+"kommunicering/sand", send).says("Någon i ärendet har skyddade personuppgifter")
	send.Set("checked", "ja")
	eva.fillWith(part+"kommunicering/sand", send).says("Sänt 2 mars, svara senast 16 mars")
}

package main

import (
	"strings"
	"testing"
	"time"

	"stadga/internal/casework"
	"stadga/internal/casework/casesql"
	"stadga/internal/civil"
	"stadga/internal/engine"
	"stadga/internal/ids"
	"stadga/internal/journal"
	"stadga/internal/keeping"
	"stadga/internal/keeping/keepingsql"
	"stadga/internal/org"
	"stadga/internal/people"
	"stadga/internal/people/peoplesql"
)

// sleepless is a text with the child's name where NN stands.
func sleepless(name string) string {
	return strings.ReplaceAll("NN har svårt att somna och vaknar flera gånger varje natt. Mamma berättar att det började när familjen flyttade i våras. I skolan är NN trött på förmiddagen och vill inte vara med på idrotten.", "NN", name)
}

// written writes the text of a part in an investigation of a case.
func (w *town) written(number, part, text string) {
	w.t.Helper()
	_, line := w.inquiryIn(number)
	investigations := engine.Bind(w.r.Engine, casesql.Investigations())
	i, _, err := investigations.Load(w.t.Context(), line.ID.ID)
	if err != nil {
		w.t.Fatal(err)
	}
	w.do(investigations.Step(line.ID.ID, casework.WritePart{Part: part, Text: text, Seen: i.Part(part).Version}))
}

// handed gives a case to an officer of another unit.
func (w *town) handed(number string, to ids.User) {
	w.t.Helper()
	c, _ := w.inquiryIn(number)
	w.do(engine.Bind(w.r.Engine, casesql.Cases()).Step(c.ID.ID, casework.AssignCase{Officer: to, Unit: ids.Unit{ID: ids.ID{15: 77}}, Reason: "Flyttas."}))
}

// krav C-19: Står minst hälften av en text i en annan akt, till exempel syskonets, varnar sidan där du skriver. Akten namnges bara för den som får öppna den, och rapporten Texter som står i flera akter visar hur många som är kvar att se över.
// bryt internal/likeness/likeness.go: «2*shared >= all» → «shared > all»
func TestACopiedTextIsSeen(t *testing.T) {
	w := newTown(t, civil.On(2026, time.March, 2))
	sas := w.staff("Anneli Kvist", org.Kvalitet)
	const report = "/rapporter/lika-texter?fran=2026-01-01&till=2026-12-31"
	noor, kim := w.protecting("2026-0701", "Noor"), w.protecting("2026-0702", "Kim")
	eva := w.login(w.eva)
	write := func(inquiry, text string) {
		at := inquiry + "/kanslor"
		eva.open(at).fill(at+"/skriv", "text", text).at(at)
	}
	write(noor, sleepless("Noor"))
	eva.silent("Minst hälften av texten")
	sas.open(report).says("2026-03 1 0 0 0 0,0 %")

	write(kim, strings.ToUpper(sleepless("Kim")))
	eva.says("Minst hälften av texten står också i ärende 2026-0701, Noor Noorsson. Skriv det som är Kims eget, eller svara varför det ska stå så. Öppna texten i 2026-0701")
	eva.open(noor + "/kanslor").says("Minst hälften av texten står också i ärende 2026-0702, Kim Kimsson.")
	sas.open(report).says("2026-03 2 2 0 2 100,0 %")
	sas.open("/rapporter/lika-texter?bakom=lika&rad=0&fran=2026-01-01&till=2026-12-31").silent("Noorsson", "Kimsson")

	t.Run("another officer's file is not named", func(t *testing.T) {
		w.handed("2026-0702", w.jonas)
		eva.open(noor+"/kanslor").says("Minst hälften av texten står också i en akt som du inte har tillgång till.").silent("2026-0702", "Kimsson")
	})
	t.Run("one with protected identity is not told of", func(t *testing.T) {
		c, _ := w.inquiryIn("2026-0702")
		w.do(engine.Bind(w.r.Engine, peoplesql.Persons()).Step(c.Person.ID, people.SetProtection{Kind: people.ProtectedRegistration}))
		eva.open(noor+"/kanslor").silent("Minst hälften av texten", "2026-0702", "Kimsson")
		w.login(w.jonas).open(kim+"/kanslor").says("en akt som du inte har tillgång till").silent("2026-0701", "Noor")
	})
	t.Run("an answer settles it", func(t *testing.T) {
		at := noor + "/kanslor"
		eva.open(at).fill(at+"/svara-varning", "which", "kanslor", "why", "Syskonen delar rum och har samma natt.")
		eva.open(at).says("Svar på varning", "Syskonen delar rum").silent("Minst hälften av texten")
		sas.open(report).says("2026-03 2 2 1 1 50,0 %")
	})
	t.Run("a text of its own is no copy", func(t *testing.T) {
		at := kim + "/kanslor"
		w.login(w.jonas).open(at).fill(at+"/skriv", "text", "Kim sover hela natten och är pigg i skolan. Det som oroar är rasterna, då Kim står för sig själv vid staketet och inte svarar när de andra frågar om Kim vill leka.").at(at)
		sas.open(report).says("2026-03 2 0 0 0 0,0 %")
	})
}

// What is copied from the person's own earlier investigation is told of too, unless
// it was taken over as unchanged with its day.
func TestATextFromTheLastInvestigationIsSeen(t *testing.T) {
	w := newTown(t, civil.On(2026, time.March, 2))
	first := w.protecting("2026-0701", "Noor")
	w.written("2026-0701", "kanslor", sleepless("Noor"))
	w.written("2026-0701", "halsa", sleepless("Noors syster"))
	w.dismissed("2026-0701")
	c, line := w.inquiryIn("2026-0701")
	w.do(engine.Bind(w.r.Engine, casesql.Investigations()).Step(w.r.Engine.NewID(), casework.OpenInvestigation{
		Case: c.ID, Person: c.Person, Kind: line.Kind, Ground: casework.GroundProtect, Started: "annan-uppgift", Received: w.now, Question: "Behövs skydd?", Reason: "Ny oro.",
	}))
	eva, second := w.login(w.eva), strings.TrimSuffix(first, "1")+"2"
	at := second + "/kanslor"
	eva.open(at).fill(at + "/oforandrat").at(at).says("Oförändrat sedan").silent("Minst hälften av texten står också i utredning 1")
	at = second + "/halsa"
	eva.open(at).fill(at+"/skriv", "text", sleepless("Noors syster")).says("Minst hälften av texten står också i utredning 1. Skriv vad som gäller nu", "Öppna utredning 1")
}

// A text that is taken out, and a file that is disposed of, leave no fingerprint, and
// the tables are what the events give.
func TestPrintsGoWithTheirText(t *testing.T) {
	w := newTown(t, civil.On(2026, time.March, 2))
	w.protecting("2026-0701", "Noor")
	w.protecting("2026-0702", "Kim")
	_, noor := w.inquiryIn("2026-0701")
	c, kim := w.inquiryIn("2026-0702")
	w.written("2026-0701", "kanslor", sleepless("Noor"))
	w.written("2026-0702", "kanslor", sleepless("Kim"))
	prints := func(of ids.Investigation) (n int) {
		t.Helper()
		if err := w.r.Store.Reader().QueryRowContext(t.Context(), `select count(*) from text_print where investigation = $1`, of.ID).Scan(&n); err != nil {
			t.Fatal(err)
		}
		return n
	}
	of := prints(kim.ID)
	if of == 0 || prints(noor.ID) == 0 {
		t.Fatalf("%d and %d prints before", prints(noor.ID), of)
	}
	erasures, id := engine.Bind(w.r.Engine, keepingsql.Erasures()), w.r.Engine.NewID()
	text := keeping.ErasedText{Case: c.ID, Kind: "investigation", ID: kim.ID.ID, Versions: []int{2}, Ground: keeping.ErasedUnlawful}
	w.do(erasures.Step(id, keeping.ProposeErasure{Of: text}))
	cmd := keeping.DecideErasure{Case: c.ID, Says: "Borttaget."}
	cuts, err := w.r.cuts(t.Context(), text, cmd.Says)
	if err != nil || len(cuts) != 1 {
		t.Fatalf("%v %v", cuts, err)
	}
	for _, cut := range cuts {
		cmd.Left = append(cmd.Left, journal.TextErased{Stream: "investigation", ID: kim.ID.ID, Version: cut.Version, Left: journal.LeftDigest(cut.Left)})
	}
	h := &house{t: t, record: w.r, now: w.now}
	h.do(karin, erasures.Step(id, cmd))
	if _, err := w.r.erasing().Run(t.Context()); err != nil {
		t.Fatal(err)
	}
	if prints(kim.ID) != 0 || prints(noor.ID) == 0 {
		t.Errorf("%d prints are left of what was taken out, %d of the other", prints(kim.ID), prints(noor.ID))
	}
}

func TestADisposedFileLeavesNoPrint(t *testing.T) {
	url := inFolder(t)
	h := &house{t: t, now: civil.On(2019, time.March, 11).At(9, 0)}
	h.record = h.again(url, 3)
	person, file := h.oldFile(civil.On(1931, time.May, 3), "2019-0001", planted)
	inquiries, id := engine.Bind(h.Engine, casesql.Investigations()), h.Engine.NewID()
	h.do(eva, inquiries.Step(id, casework.OpenInvestigation{
		Case: file, Person: person, Kind: casework.InquiryOlder, Ground: casework.GroundSupport01, Started: "annan-uppgift", Received: h.now, Question: "Vad behövs?",
	}))
	h.do(eva, inquiries.Step(id, casework.WritePart{Part: "situation", Text: sleepless("Gallerstina")}))
	count := func() (n int) {
		t.Helper()
		if err := h.Store.Reader().QueryRowContext(t.Context(), `select count(*) from text_print`).Scan(&n); err != nil {
			t.Fatal(err)
		}
		return n
	}
	if count() == 0 {
		t.Fatal("no print before")
	}
	h.now = civil.On(2026, time.March, 9).At(9, 0)
	if err := h.Engine.RecomputeAll(t.Context(), func(int) {}); err != nil {
		t.Fatal(err)
	}
	h.sealAll()
	h.decideDisposal(person)
	if _, err := h.disposing().Run(t.Context()); err != nil {
		t.Fatal(err)
	}
	if n := count(); n > 0 {
		t.Errorf("%d prints are left", n)
	}
}

package main

import (
	"encoding/json"
	"reflect"
	"slices"
	"strings"
	"testing"
	"time"

	"stadga/internal/act"
	"stadga/internal/casework"
	"stadga/internal/casework/casesql"
	"stadga/internal/civil"
	"stadga/internal/duty"
	"stadga/internal/engine"
	"stadga/internal/fault"
	"stadga/internal/ids"
	"stadga/internal/journal"
	"stadga/internal/keeping"
	"stadga/internal/keeping/keepingsql"
	"stadga/internal/org"
	"stadga/internal/people"
	"stadga/internal/people/peoplesql"
	"stadga/internal/store"
)

// An officer proposes that a text goes, and the manager who has read it decides. Then
// a sentence stands where it was that says when, by whom and why; everything else
// about the note is as it was, and nobody decides alone.
func TestTextThatMustNotStandIsTakenOutByTwo(t *testing.T) {
	w := newTown(t, civil.On(2026, time.March, 2))
	tove := w.person("Tove", "Lind", civil.On(1944, time.May, 3))
	file, note, other := ids.Case{ID: w.r.Engine.NewID()}, w.r.Engine.NewID(), w.r.Engine.NewID()
	notes := engine.Bind(w.r.Engine, casesql.Notes())
	w.do(engine.Bind(w.r.Engine, casesql.Cases()).Step(file.ID, casework.OpenCase{Person: tove, Area: casework.Older, Number: "2026-0007", Officer: w.eva, Unit: w.unit}))
	w.do(notes.Step(note, casework.WriteNote{Case: file, Person: tove, Kind: casework.NotePhone, Title: "Grannfejden", Text: "Grannen är tydligen dömd för bedrägeri.", Sign: true}))
	w.do(notes.Step(note, casework.CorrectNote{Text: "Tove ringde om trygghetslarmet.", Reason: "Uppgiften om bedrägeriet hörde inte hit."}))
	w.do(notes.Step(other, casework.WriteNote{Case: file, Person: tove, Kind: casework.NotePlain, Text: "Larmet är bytt.", Sign: true}))
	eva, karin, jonas := w.login(w.eva), w.staff("Karin Bo", org.Enhetschef), w.login(w.jonas)
	const at = "/arende/2026-0007"
	page := at + "/ta-bort/note/" + note.String()

	eva.open(at+"/anteckning/"+note.String()).says("Ta bort text", "dömd för bedrägeri")
	eva.open(page).says("Grannen är tydligen dömd för bedrägeri.", "Grannfejden", "Bara text som inte får stå här alls")
	eva.fill(page, "begard", "nej").says("Välj minst en text som ska bort.", "Välj varför texten inte får stå kvar.")
	eva.fill(page, "text", "1", "grund", "namnd", "begard", "nej", "nummer", "Grannen är dömd för bedrägeri och det vet alla i huset").says("Skriv bara beslutets nummer")
	both := eva.form(page)
	both["text"], both["grund"], both["begard"], both["nummer"] = []string{"1", "2"}, []string{"namnd"}, []string{"ja"}, []string{"SN 2026/17 § 4"}
	eva.post(page, both).says("Du föreslog borttagningen.", "Nämnden har beslutat", "SN 2026/17 § 4").silent("Besluta att texten tas bort")
	eva.postOnce(page+"/besluta", eva.form(page+"/avbryt"))
	if eva.code == 200 || eva.code == 303 {
		t.Errorf("the officer decides (%d)", eva.code)
	}
	if jonas.open(page).code != 404 {
		t.Error("an officer of another unit opens the page")
	}
	karin.open(page).says("Föreslogs av Eva Ek", "föreslås bort", "Grannen är tydligen dömd").fill(page + "/besluta")
	if _, err := w.r.erasing().Run(t.Context()); err != nil {
		t.Fatal(err)
	}

	const instead = "Texten är borttagen måndag 2 mars 2026 av Karin Bo på förslag av Eva Ek. Skäl: nämndens beslut om gallring, arkivlagen 10 § (SN 2026/17 § 4), på begäran av den enskilda."
	for _, path := range []string{at, at + "/anteckning/" + note.String(), page} {
		eva.open(path).says(instead).silent("bedrägeri", "Grannfejden", "trygghetslarmet")
	}
	eva.open(at).says("Larmet är bytt.", "Telefonsamtal")
	eva.open(at+"/anteckning/"+note.String()).says("Tidigare lydelse", "av Eva Ek")
	eva.open(page).says("skriven", "av Eva Ek").silent("Föreslå borttagning")
	reads, err := w.r.Store.Readings(t.Context(), tove, 50)
	if err != nil || !slices.ContainsFunc(reads, func(one store.Reading) bool { return one.Part == "texten som kan tas bort" }) {
		t.Errorf("that the text was read to be taken out is not logged: %v %v", reads, err)
	}
	if _, err := w.r.disposing().Run(t.Context()); err != nil {
		t.Fatal(err)
	}
	going, err := keepingsql.Queries{DB: w.r.Store.Reader()}.ErasuresGoing(t.Context(), 10)
	if err != nil || len(going) > 0 {
		t.Errorf("still going: %v %v", going, err)
	}
}

// Every part of a case in which someone has written is found from the case, and what
// rules were told goes with the text: the frist is judged as before.
func TestTextsOfEveryPartAreFoundFromTheCase(t *testing.T) {
	w := newTown(t, civil.On(2026, time.March, 2))
	tove := w.person("Tove", "Lind", civil.On(1944, time.May, 3))
	file, sip := ids.Case{ID: w.r.Engine.NewID()}, w.r.Engine.NewID()
	cases := engine.Bind(w.r.Engine, casesql.Cases())
	w.do(cases.Step(file.ID, casework.OpenCase{Person: tove, Area: casework.Older, Number: "2026-0007", Officer: w.eva, Unit: w.unit}))
	w.do(cases.Step(file.ID, casework.RecordNecessity{On: w.today(), What: "Dörren öppnades.", Why: "Grannens smädesord om Tove."}))
	w.do(engine.Bind(w.r.Engine, casesql.Coordinations()).Step(sip, casework.BeginCoordination{
		Case: file, Person: tove, Need: "Det smädliga behovet.", Basis: "Samtycke.", Routine: "Möte varje månad.",
	}))
	told := func() int {
		var n int
		if err := w.r.Store.Reader().QueryRowContext(t.Context(), `select count(*) from subject where facts like '%smädesord%'`).Scan(&n); err != nil {
			t.Fatal(err)
		}
		return n
	}
	if told() == 0 {
		t.Fatal("no rule is told the text: the test does not see what it is for")
	}
	eva, karin, jonas := w.login(w.eva), w.staff("Karin Bo", org.Enhetschef), w.login(w.jonas)
	const list = "/arende/2026-0007/ta-bort"
	eva.open("/arende/2026-0007").says("Ta bort text")
	eva.open(list).says("Här har någon skrivit med egna ord", "Ärende", "Samordning", "Eva Ek", "Visar 1–").silent("smädesord", "smädliga")
	eva.open(list + "?visa=besok").says("Ingen har skrivit något med egna ord här.")
	if jonas.open(list).code != 404 {
		t.Error("an officer of another unit opens the list")
	}
	for page, text := range map[string]string{list + "/case/" + file.String(): "2", list + "/coordination/" + sip.String(): "1"} {
		eva.open(page).says("smäd").fill(page, "text", text, "grund", "stod-saknas", "begard", "nej").says("Du föreslog borttagningen.")
		karin.open(page).fill(page + "/besluta")
	}
	if _, err := w.r.erasing().Run(t.Context()); err != nil {
		t.Fatal(err)
	}
	for _, page := range []string{list + "/case/" + file.String(), list + "/coordination/" + sip.String(), "/arende/2026-0007"} {
		eva.open(page).silent("smädesord", "smädliga")
	}
	if n := told(); n > 0 {
		t.Errorf("rules are still told the text of %d subjects", n)
	}
	if differs, err := w.r.Store.Compare(t.Context(), func(int, int) {}); err != nil || len(differs) > 0 {
		t.Errorf("%+v, %v", differs, err)
	}
	w.do(cases.Step(file.ID, casework.RecordNecessity{On: w.today(), What: "Larmet byttes.", Why: "Det gamla var trasigt."})) // the case goes on
}

// A text that two persons have taken out stands nowhere: not in the database's files,
// a dump or a copy; not in a draft, a list or a memory. The log verifies against a
// checkpoint from before, and what is left goes out and in again.
func TestATextThatIsTakenOutIsGone(t *testing.T) {
	for name, address := range addresses() {
		t.Run(name, func(t *testing.T) {
			url := address(t)
			h := &house{t: t, now: civil.On(2026, time.March, 9).At(9, 0)}
			h.record = h.again(url, 3)
			beside := h.record
			if name != "SQLite" { // where one process holds the folder
				beside = h.again(url, 4)
			}
			texts := []string{"den förtalande randiga anteckningen", "Smädesrubriken", "det fega blå utkastet om", "skälet som upprepar förtalet"}
			kept := []string{"Kvarlevande", "Kvarsson", "Sparade gatan 1", "en annan anteckning", "ett annat utkast", "ett annat skäl"}
			person, file := h.oldFile(civil.On(1940, time.May, 3), "2026-0001", kept)
			notes, note := engine.Bind(h.Engine, casesql.Notes()), h.Engine.NewID()
			h.do(eva, engine.Bind(h.Engine, casesql.Cases()).Step(file.ID, casework.ReopenCase{Reason: "Ringde."}))
			h.do(eva, notes.Step(note, casework.WriteNote{Case: file, Person: person, Kind: casework.NotePlain, Title: texts[1], Text: texts[0], Sign: true}))
			h.do(eva, notes.Step(note, casework.CorrectNote{Text: "Ringde om larmet.", Reason: texts[3]}))
			draft, err := json.Marshal(map[string][]string{"text": {"Som sagt:\r\n" + texts[0] + " och " + texts[2]}})
			if err == nil {
				_, err = h.Store.Drafts(h.Clock).Save(t.Context(), eva.User, "/arende/2026-0001", duty.Subject{Kind: "case", ID: file.ID}, draft)
			}
			if err != nil {
				t.Fatal(err)
			}
			if err := h.Engine.RecomputeAll(t.Context(), func(int) {}); err != nil {
				t.Fatal(err)
			}
			h.sealAll()
			size, root, err := h.Store.Head(t.Context())
			if err != nil {
				t.Fatal(err)
			}
			if _, err := beside.Engine.Past(t.Context(), journal.StreamID{Kind: "note", ID: note}); err != nil { // the other server has read it
				t.Fatal(err)
			}
			forget := beside.forgetting()
			if err := forget(t.Context()); err != nil {
				t.Fatal(err)
			}
			held := searched(t, h.record, url)
			if found := inBytes(t, texts, held()...); len(found) < len(texts) {
				t.Fatalf("only %v is found before: the search does not see what it is for", found)
			}

			erasures, id := engine.Bind(h.Engine, keepingsql.Erasures()), h.Engine.NewID()
			of := keeping.ErasedText{Case: file, Kind: "note", ID: note, Versions: []int{1, 2}, Ground: keeping.ErasedUnlawful}
			h.do(eva, erasures.Step(id, keeping.ProposeErasure{Of: of}))
			cmd := keeping.DecideErasure{Case: file, Says: of.Instead("9 mars 2026", "Karin Bo", "Eva Ek")}
			cuts, err := h.cuts(t.Context(), of, cmd.Says)
			for _, cut := range cuts {
				cmd.Left = append(cmd.Left, journal.TextErased{Stream: "note", ID: note, Version: cut.Version, Left: journal.LeftDigest(cut.Left)})
			}
			if err != nil {
				t.Fatal(err)
			}
			h.do(karin, erasures.Step(id, cmd))
			h.sealAll()
			if _, err := h.disposing().Run(t.Context()); err != nil { // nothing is disposed of: what is decided here goes all the same
				t.Fatal(err)
			}
			h.sealAll()
			if found := inBytes(t, texts, held()...); len(found) > 0 {
				t.Errorf("left: %v", found)
			}
			if found := inBytes(t, kept[:4], held()...); len(found) == 0 {
				t.Error("what was not to go is gone")
			}
			if err := forget(t.Context()); err != nil {
				t.Fatal(err)
			}
			past, err := beside.Engine.Past(t.Context(), journal.StreamID{Kind: "note", ID: note})
			if err != nil || len(past) != 2 || past[0].Event.(casework.NoteWritten).Text != cmd.Says || past[0].Event.(casework.NoteWritten).Case != file {
				t.Errorf("the other server remembers %+v (%v)", past, err)
			}
			verdict, err := h.record.verify(t.Context(), []journal.Checkpoint{{Size: size, Root: root}}, [2][]civil.Date{}, func(int, int) {})
			if err != nil || !verdict.Untouched || !strings.Contains(strings.Join(verdict.Lines, " "), "Text är borttagen ur 2 händelser.") {
				t.Errorf("%+v, %v", verdict, err)
			}
			if differs, err := h.Store.Compare(t.Context(), func(int, int) {}); err != nil || len(differs) > 0 {
				t.Errorf("%+v, %v", differs, err)
			}
			clock := func() time.Time { return h.now }
			again := inFolder(t)
			if err := brought(t, exported(t, url, clock), again, clock); err != nil {
				t.Fatal(err)
			}
			sameLines(t, "read in after an erasure", allFigures(t, again, clock), allFigures(t, url, clock))
			if e, _, err := erasures.Load(t.Context(), id); err != nil || e.Done.IsZero() {
				t.Errorf("no receipt: %+v %v", e, err)
			}
		})
	}
}

// Every field of words in every event there is either may be taken out of a case, or is
// named with why not, and never both. A field that is neither fails here on the day
// that someone adds it.
func TestEveryTextMayBeTakenOutOrSaysWhyNot(t *testing.T) {
	known := journal.NewRegistry()
	events(known)
	used := map[string]bool{}
	for _, name := range known.Names() {
		for _, path := range wordsIn(reflect.TypeOf(known.Zero(name)), "") {
			key := path[strings.LastIndex(path, ".")+1:]
			taken := slices.Contains(keeping.Texts()[name], key)
			if taken {
				used[name+" "+key] = true
			}
			why := ""
			for reason, fields := range keeping.NotTexts() {
				for _, field := range fields {
					event, ends, _ := strings.Cut(field, " ")
					if (event == "*" || event == name) && (ends == "*" || path == ends || strings.HasSuffix(path, "."+ends)) {
						used[field], why = true, reason
					}
				}
			}
			if taken == (why != "") {
				t.Errorf("%s %s: may the text be taken out of a case (keeping.Texts), or why not (NotTexts)? Now: %t, %q", name, path, taken, why)
			}
		}
	}
	for name, keys := range keeping.Texts() {
		for _, key := range keys {
			if !used[name+" "+key] {
				t.Errorf("%s holds no text under %s", name, key)
			}
		}
	}
	for _, fields := range keeping.NotTexts() {
		for _, field := range fields {
			if !used[field] {
				t.Errorf("no event has the field %q", field)
			}
		}
	}
}

// wordsIn are the paths of all fields of words that are written. A type of its own is
// a closed set of words, but for a key of a map.
func wordsIn(of reflect.Type, at string) []string {
	switch of.Kind() {
	case reflect.String:
		if of == reflect.TypeFor[string]() {
			return []string{at}
		}
	case reflect.Slice, reflect.Array, reflect.Pointer:
		return wordsIn(of.Elem(), at)
	case reflect.Map:
		return append(wordsIn(of.Key(), at), wordsIn(of.Elem(), at)...)
	case reflect.Struct:
		var all []string
		for i := range of.NumField() {
			if f := of.Field(i); f.IsExported() && f.Tag.Get("json") != "-" {
				path := f.Name
				if at != "" {
					path = at + "." + f.Name
				}
				all = append(all, wordsIn(f.Type, path)...)
			}
		}
		return all
	}
	return nil
}

func TestNobodyDecidesAloneThatTextGoes(t *testing.T) {
	h := newHouseIn(t, inFolder(t))
	person, file := ids.Person{ID: h.Engine.NewID()}, ids.Case{ID: h.Engine.NewID()}
	h.do(eva, engine.Bind(h.Engine, peoplesql.Persons()).Step(person.ID, people.Register{Name: people.Name{Given: "Tove", Family: "Lind"}, BornYear: 1944}),
		engine.Bind(h.Engine, casesql.Cases()).Step(file.ID, casework.OpenCase{Person: person, Area: casework.Older, Number: "2026-0001", Officer: eva.User, Unit: eva.Unit}))
	chief := act.Actor{User: ids.User{ID: ids.ID{15: 31}}, Roles: []string{"enhetschef"}, Unit: eva.Unit}
	erasures, id := engine.Bind(h.Engine, keepingsql.Erasures()), h.Engine.NewID()
	h.do(chief, erasures.Step(id, keeping.ProposeErasure{Of: keeping.ErasedText{Case: file, Kind: "case", ID: file.ID, Versions: []int{1}, Ground: keeping.ErasedUnlawful}}))
	decide := keeping.DecideErasure{Case: file, Says: "Borta.", Left: []journal.TextErased{{Stream: "case", ID: file.ID, Version: 1}}}
	for _, tt := range []struct {
		who  act.Actor
		want string
	}{{chief, "erasure.same-person"}, {eva, "web.not-found"}} {
		_, err := erasures.Do(t.Context(), act.Form{ID: h.Engine.NewForm(), Actor: tt.who}, id, decide)
		if all := fault.All(err); len(all) != 1 || all[0].Text != tt.want {
			t.Errorf("%v: %v, want %s", tt.who.Roles, err, tt.want)
		}
	}
}

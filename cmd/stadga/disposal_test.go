package main

import (
	"bytes"
	"io/fs"
	"os"
	"os/exec"
	"path/filepath"
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
	"stadga/internal/people"
	"stadga/internal/people/peoplesql"
	"stadga/internal/simulate"
	"stadga/internal/store/sqlite"
)

// What stands in the old file and nowhere else. One is in each part of it.
var planted = []string{"Gallerstina", "Markörsson", "Kvarglömdastigen 7", "den randiga anteckningen", "det blå utkastet", "avslutsskälet lyder så"}

var (
	birgitta = act.Actor{User: ids.User{ID: ids.ID{15: 21}}, Roles: []string{"systemforvaltare"}}
	karin    = act.Actor{User: ids.User{ID: ids.ID{15: 22}}, Roles: []string{"socialchef"}}
)

// oldFile is a file whose last note was written so many years ago, of one born on
// the day; a file that is not yet due stands beside it.
func (h *house) oldFile(born civil.Date, number string, words []string) (ids.Person, ids.Case) {
	h.t.Helper()
	e := h.Engine
	person, file, note := ids.Person{ID: e.NewID()}, ids.Case{ID: e.NewID()}, e.NewID()
	notes := engine.Bind(e, casesql.Notes())
	h.do(eva,
		engine.Bind(e, peoplesql.Persons()).Step(person.ID, people.Register{Name: people.Name{Given: words[0], Family: words[1]}, Born: born, Contact: people.Contact{Address: words[2]}}),
		engine.Bind(e, casesql.Cases()).Step(file.ID, casework.OpenCase{Person: person, Area: casework.Older, Number: number, Officer: eva.User, Unit: eva.Unit}))
	h.do(eva, notes.Step(note, casework.WriteNote{Case: file, Person: person, Kind: casework.NotePlain, Text: words[3], Sign: true}))
	if _, err := h.Store.Drafts(h.Clock).Save(h.t.Context(), eva.User, "anteckning "+number, duty.Subject{Kind: "case", ID: file.ID}, []byte(words[4])); err != nil {
		h.t.Fatal(err)
	}
	h.do(eva, engine.Bind(e, casesql.Cases()).Step(file.ID, casework.CloseCase{Reason: words[5]}))
	return person, file
}

// inBytes tells which of the words stand in any file under a path.
func inBytes(t *testing.T, words []string, paths ...string) []string {
	t.Helper()
	var found []string
	for _, path := range paths {
		err := filepath.WalkDir(path, func(name string, d fs.DirEntry, err error) error {
			if err != nil || d.IsDir() {
				return err
			}
			text, err := os.ReadFile(name)
			for _, word := range words {
				if bytes.Contains(text, []byte(word)) {
					found = append(found, word+" in "+filepath.Base(name))
				}
			}
			return err
		})
		if err != nil {
			t.Fatal(err)
		}
	}
	return found
}

// decideDisposal brings a disposal about, by two persons.
func (h *house) decideDisposal(person ids.Person) {
	h.t.Helper()
	disposals := engine.Bind(h.Engine, keepingsql.Disposals())
	f, err := keepingsql.Queries{DB: h.Store.Reader()}.File(h.t.Context(), person, civil.DayOf(h.now))
	if err != nil || f.Blocked != "" {
		h.t.Fatalf("%+v, %v", f, err)
	}
	h.do(birgitta, disposals.Step(person.ID, keeping.Propose{Person: person, Cases: f.Cases, Rules: f.Rules, Due: f.Due}))
	h.do(karin, disposals.Step(person.ID, keeping.Approve{Person: person}))
}

func (h *house) sealAll() {
	h.t.Helper()
	for {
		n, err := h.Store.Seal(h.t.Context(), 1000)
		if err != nil {
			h.t.Fatal(err)
		}
		if n == 0 {
			return
		}
	}
}

// What is disposed of stands nowhere: not in the files of the database, not in a
// copy taken afterwards; the record verifies, its tables are what the events give,
// and it can be written to a file and read in again.
func TestWhatIsDisposedOfIsGone(t *testing.T) {
	for name, address := range addresses() {
		t.Run(name, func(t *testing.T) {
			url := address(t)
			h := &house{t: t, now: civil.On(2019, time.March, 11).At(9, 0)}
			h.record = h.again(url, 3)
			person, _ := h.oldFile(civil.On(1931, time.May, 3), "2019-0001", planted)
			kept := []string{"Kvarlevande", "Kvarsson", "Sparade gatan 1", "en annan anteckning", "ett annat utkast", "ett annat skäl"}
			h.now = civil.On(2026, time.March, 9).At(9, 0)
			h.oldFile(civil.On(1940, time.May, 3), "2026-0001", kept)
			if err := h.Engine.RecomputeAll(t.Context(), func(int) {}); err != nil {
				t.Fatal(err)
			}
			h.sealAll()
			held := searched(t, h.record, url)
			if found := inBytes(t, planted, held()...); len(found) < len(planted) {
				t.Fatalf("only %v is found before: the search does not see what it is for", found)
			}
			h.decideDisposal(person)
			streams, err := h.fileOf(t.Context(), person)
			if err != nil {
				t.Fatal(err)
			}
			// Bodies gone, but tables and the file beside left as they are: the search must tell.
			if _, err := h.Store.Dispose(t.Context(), streams, nil, duty.Subject{Kind: "person", ID: person.ID}, keepingsql.Unlist(streams, nil)); err != nil {
				t.Fatal(err)
			}
			if found := inBytes(t, planted, held()...); len(found) == 0 {
				t.Error("a disposal that leaves projections and pages is not seen")
			}
			if _, err := h.disposing().Run(t.Context()); err != nil {
				t.Fatal(err)
			}
			h.sealAll()
			if found := inBytes(t, planted, held()...); len(found) > 0 {
				t.Errorf("left: %v", found)
			}
			if found := inBytes(t, kept[:2], held()...); len(found) == 0 {
				t.Error("the other file is gone too")
			}
			if past, err := h.Engine.Past(t.Context(), journal.StreamID{Kind: "person", ID: person.ID}); err != nil || len(past) == 0 || past[0].Event != nil {
				t.Errorf("memory holds %+v (%v)", past, err)
			}
			if left := rowsOf(t, h.Store.Reader(), `select a.id from act a join journal j on j.act = a.num join stream s on s.num = j.stream
				left join journal_body b on b.event = j.num where b.event is null and length(a.digest) > 0`); len(left) > 0 {
				t.Errorf("%d acts keep a digest by which their words can be guessed", len(left))
			}
			h.verified()
			clock := func() time.Time { return h.now }
			again := inFolder(t)
			if err := brought(t, exported(t, url, clock), again, clock); err != nil {
				t.Fatal(err)
			}
			sameLines(t, "read in after disposal", allFigures(t, again, clock), allFigures(t, url, clock))
		})
	}
}

// verified holds the record to its seal and its tables to its events.
func (h *house) verified() {
	h.t.Helper()
	verdict, err := h.record.verify(h.t.Context(), nil, [2][]civil.Date{}, func(int, int) {})
	if err != nil || !verdict.Untouched || !strings.Contains(strings.Join(verdict.Lines, " "), "är gallrat") {
		h.t.Errorf("%+v, %v", verdict, err)
	}
	differs, err := h.Store.Compare(h.t.Context(), func(int, int) {})
	if err != nil || len(differs) > 0 {
		h.t.Errorf("%+v, %v", differs, err)
	}
}

// searched gives the files in which the record may lie: those of the database as
// they are, and of a dump and a copy taken at that moment.
func searched(t *testing.T, r *record, url string) func() []string {
	return func() []string {
		t.Helper()
		dir := t.TempDir()
		if folder, is := strings.CutPrefix(url, "sqlite:"); is {
			if err := sqlite.Backup(t.Context(), filepath.Join(folder, r.Name+".db"), filepath.Join(dir, "kopia.db"), func(int, int) {}); err != nil {
				t.Fatal(err)
			}
			return []string{folder, dir}
		}
		exec := func(name string, args ...string) {
			t.Helper()
			if said, err := commandOf(name, args...).CombinedOutput(); err != nil {
				t.Fatalf("%s: %v: %s", name, err, said)
			}
		}
		// What the server has in memory reaches its files.
		exec("psql", "--dbname="+url, "--command=checkpoint")
		exec("pg_dump", "--file="+filepath.Join(dir, "dump.sql"), "--dbname="+url)
		exec("pg_basebackup", "--dbname="+url, "--pgdata="+filepath.Join(dir, "bas"), "--checkpoint=fast", "--wal-method=stream")
		var data string
		if err := r.Store.Reader().QueryRowContext(t.Context(), `show data_directory`).Scan(&data); err != nil {
			t.Fatal(err)
		}
		return []string{filepath.Join(data, "base"), dir}
	}
}

func commandOf(name string, args ...string) *exec.Cmd { return exec.Command(name, args...) }

func TestADisposalNeedsTwoAndStopsWhereTheLawKeeps(t *testing.T) {
	h := &house{t: t, now: civil.On(2019, time.March, 11).At(9, 0)}
	h.record = h.again(inFolder(t), 3)
	words := []string{"Anna", "Prov", "Gatan 1", "Anteckning", "utkast", "Klart"}
	person, file := h.oldFile(civil.On(1931, time.May, 3), "2019-0001", words)
	research, kept := h.oldFile(civil.On(1931, time.May, 15), "2019-0002", words)
	q := keepingsql.Queries{DB: h.Store.Reader()}
	disposals := engine.Bind(h.Engine, keepingsql.Disposals())
	look := func(day civil.Date, who ids.Person) keeping.PersonFile {
		t.Helper()
		h.now = day.At(9, 0)
		if err := h.Engine.RecomputeAll(t.Context(), func(int) {}); err != nil {
			t.Fatal(err)
		}
		f, err := q.File(t.Context(), who, day)
		if err != nil {
			t.Fatal(err)
		}
		return f
	}
	refused := func(who act.Actor, id ids.Person, cmd engine.Command[keeping.Disposal], want string) {
		t.Helper()
		_, err := disposals.Do(t.Context(), act.Form{ID: h.Engine.NewForm(), Actor: who}, id.ID, cmd)
		if all := fault.All(err); len(all) == 0 || all[0].Text != want && all[0].Rule != want {
			t.Errorf("%T: %v %+v, want %s", cmd, err, all, want)
		}
	}
	if f := look(civil.On(2024, time.March, 10), person); !strings.Contains(f.Blocked, "sparas till 2024-03-11") {
		t.Errorf("the day before: %+v", f)
	}
	f := look(civil.On(2024, time.March, 11), person)
	if f.Blocked != "" || f.Due != civil.On(2025, time.December, 31) || !slices.Equal(f.Rules, []string{"gallring-file-5y"}) {
		t.Errorf("on the day: %+v", f)
	}
	if due, err := q.Due(t.Context(), civil.DayOf(h.now), 25, 0); err != nil || !slices.Equal(due, []ids.Person{person}) {
		t.Errorf("%v are due (%v)", due, err)
	}
	if f := look(civil.On(2024, time.March, 11), research); !strings.Contains(f.Blocked, "forskningens urval") {
		t.Errorf("born on the fifteenth: %+v", f)
	}
	propose := keeping.Propose{Person: person, Cases: []ids.Case{file}, Rules: f.Rules, Due: f.Due}
	refused(eva, person, propose, "web.not-found") // an officer has no business here
	refused(birgitta, person, keeping.Approve{Person: person}, "disposal.not-proposed")
	h.do(birgitta, disposals.Step(person.ID, keeping.Hold{Person: person, Ground: keeping.HoldCourt}))
	refused(birgitta, person, propose, "disposal.held")
	if f := look(civil.On(2024, time.March, 11), person); f.Blocked != "Akten är spärrad: mål i domstol." {
		t.Errorf("held: %+v", f)
	}
	h.do(karin, disposals.Step(person.ID, keeping.Release{Person: person}))
	h.do(birgitta, disposals.Step(person.ID, propose))
	refused(birgitta, person, keeping.Approve{Person: person}, "disposal.same-person")
	// A file that law keeps for ever is stopped at the approval, by the rule and not by the page.
	h.do(birgitta, disposals.Step(research.ID, keeping.Propose{Person: research, Cases: []ids.Case{kept}, Rules: []string{"gallring-file-5y"}}))
	refused(karin, research, keeping.Approve{Person: research}, "gallring-research")
	h.do(karin, disposals.Step(person.ID, keeping.Approve{Person: person}))
	if met := rowsOf(t, h.Store.Reader(), `select o.met from obligation o where o.rule = 'gallring-file-5y' and o.met <> ''`); len(met) != 1 {
		t.Errorf("%d obligations are met by the approval, want one", len(met))
	}
}

// Every kind of stream goes with a person's file or is nobody's: a new kind must
// be given its place.
func TestEveryKindOfStreamHasItsPlaceAtDisposal(t *testing.T) {
	nobodys := []string{"unit", "staff", "absence", "provider", "rulebook", "disposal", "erasure", "shift", "unassessed", "guideline", "letter_text", "access_log", "border", "agreement", "invoice", "closing", "manual_level", "tolerance", "payment_risk", "spot_check", "shares", "family_home", "parent_group", "residence", "system_key", "board"}
	for _, kind := range kinds() {
		if slices.Contains(keepingsql.Kinds(), kind.Name) == slices.Contains(nobodys, kind.Name) {
			t.Errorf("%s: does it go with a person's file (keepingsql), or is it nobody's?", kind.Name)
		}
	}
}

// Every stream that belongs to a person is found, of every kind there is.
func TestEveryStreamOfAPersonIsFound(t *testing.T) {
	if testing.Short() {
		t.Skip("an invented municipality is lived")
	}
	url, day := inFolder(t), civil.On(2026, time.March, 2)
	if _, _, err := liveNorrsala(t.Context(), url, simulate.World{Seed: 4, Inhabitants: 400, Months: 12, End: day.At(16, 0)}, true, nil); err != nil {
		t.Fatal(err)
	}
	r, err := openRecord(t.Context(), recordOptions{URL: url, Name: inventedBoard, ReadOnly: true})
	if err != nil {
		t.Fatal(err)
	}
	defer r.Close()
	byName, belongs := map[string]engine.AnyKind{}, map[ids.Person][]string{}
	for _, kind := range kinds() {
		byName[kind.Name] = kind
	}
	kindsSeen := map[string]bool{}
	for after, more := engine.Num(0), true; more; {
		some, err := r.Store.Streams(t.Context(), after, 1000)
		if err != nil {
			t.Fatal(err)
		}
		for _, s := range some {
			after = s.Num
			events, err := r.Engine.Past(t.Context(), s.ID)
			if err != nil {
				t.Fatal(err)
			}
			for _, person := range byName[s.ID.Kind].Persons(events) {
				belongs[person] = append(belongs[person], s.ID.String())
				kindsSeen[s.ID.Kind] = true
			}
		}
		more = len(some) > 0
	}
	for _, kind := range []string{"person", "case", "intake", "investigation", "decision", "note", "order", "visit"} {
		if !kindsSeen[kind] {
			t.Errorf("nobody has a %s: the town does not show what is sought", kind)
		}
	}
	wrong := 0
	for person, want := range belongs {
		found, err := keepingsql.Queries{DB: r.Store.Reader()}.Streams(t.Context(), person)
		if err != nil {
			t.Fatal(err)
		}
		var got []string
		for _, s := range found {
			got = append(got, s.String())
		}
		for _, id := range want {
			if !slices.Contains(got, id) {
				if wrong++; wrong < 5 {
					t.Errorf("%s: %s is not found", person, id)
				}
			}
		}
	}
}

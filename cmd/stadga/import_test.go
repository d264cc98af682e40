package main

import (
	"bytes"
	"compress/gzip"
	"crypto/sha256"
	"database/sql"
	"fmt"
	"io"
	"log/slog"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
	"time"

	"stadga/internal/act"
	"stadga/internal/civil"
	"stadga/internal/duty"
	"stadga/internal/engine"
	"stadga/internal/ids"
	"stadga/internal/jobs"
	"stadga/internal/journal"
	"stadga/internal/report"
	"stadga/internal/simulate"
	"stadga/internal/store"
)

// lived lays an invented municipality and lets the jobs of a working day run over
// it: sealed, delivered, woken and measured, with a loose end of each kind.
func lived(t *testing.T, url string, day civil.Date) (clock engine.Clock) {
	t.Helper()
	ctx := t.Context()
	world := simulate.World{Seed: 4, Inhabitants: 400, Months: 12, End: day.At(16, 0)}
	if _, _, err := liveNorrsala(ctx, url, world, true, nil); err != nil {
		t.Fatal(err)
	}
	clock = func() time.Time { return world.End }
	r, err := openRecord(ctx, recordOptions{URL: url, Name: inventedBoard, Clock: clock})
	if err != nil {
		t.Fatal(err)
	}
	defer r.Close()
	if _, err := r.measures.Recount(ctx, time.Minute); err != nil {
		t.Fatal(err)
	}
	sealing, err := r.sealing("sqlite:" + t.TempDir())
	if err != nil {
		t.Fatal(err)
	}
	todo := append(sealing, jobs.Deliver(r.Store, r.Engine, r.reactions()...), jobs.Wake(r.Store, r.Engine, r.timed()...))
	if err := jobs.NewRunner(r.Store, r.Clock, slog.New(slog.DiscardHandler), todo...).Tick(ctx); err != nil {
		t.Fatal(err)
	}
	for {
		sealed, err := r.Store.Seal(ctx, 1000)
		if err != nil {
			t.Fatal(err)
		}
		if sealed == 0 {
			break
		}
	}
	reading := store.Reading{At: world.End, Actor: act.Actor{User: ids.User{ID: ids.ID{3}}}, Person: ids.Person{ID: ids.ID{4}}, Subject: duty.Subject{Kind: "case", ID: ids.ID{5}}, Part: "tidslinjen", Ground: "egen handläggare"}
	list := store.Reading{At: world.End, Actor: reading.Actor, Shown: []ids.Person{reading.Person, {ID: ids.ID{6}}}, Part: "min dag", Ground: "egen dag"}
	for _, one := range []store.Reading{reading, list, reading} { // the last waits for its seal
		if err := r.Store.LogRead(ctx, one); err != nil {
			t.Fatal(err)
		}
	}
	if sealed, err := r.Store.SealReads(ctx, 2); sealed != 2 || err != nil {
		t.Fatalf("%d readings sealed, %v", sealed, err)
	}
	return clock
}

// exported writes a record to a file.
func exported(t *testing.T, url string, clock engine.Clock) string {
	t.Helper()
	r, err := openRecord(t.Context(), recordOptions{URL: url, Name: inventedBoard, Clock: clock, ReadOnly: true})
	if err != nil {
		t.Fatal(err)
	}
	defer r.Close()
	path := filepath.Join(t.TempDir(), "register.stadga")
	file, err := os.Create(path)
	if err != nil {
		t.Fatal(err)
	}
	defer file.Close()
	out, err := journal.NewArchiveWriter(file, originOf+inventedBoard, clock())
	if err != nil {
		t.Fatal(err)
	}
	if err := r.Store.Export(t.Context(), out, func(int, int) {}); err != nil {
		t.Fatal(err)
	}
	return path
}

// brought reads a file into an empty place.
func brought(t *testing.T, path, url string, clock engine.Clock) error {
	t.Helper()
	file, err := os.Open(path)
	if err != nil {
		t.Fatal(err)
	}
	defer file.Close()
	in, err := bringingFrom(file, newProgress(&bytes.Buffer{}))
	if err != nil {
		return err
	}
	in.clock = clock
	return in.bring(t.Context(), url)
}

// allFigures are all that the pages read, line by line: reports, measurements, and
// every subject with its facts and obligations.
func allFigures(t *testing.T, url string, clock engine.Clock) []string {
	t.Helper()
	ctx := t.Context()
	r, err := openRecord(ctx, recordOptions{URL: url, Name: inventedBoard, Clock: clock, ReadOnly: true})
	if err != nil {
		t.Fatal(err)
	}
	defer r.Close()
	size, root, err := r.Store.Head(ctx)
	if err != nil {
		t.Fatal(err)
	}
	reads, readRoot, err := r.Store.ReadTree().Head(ctx)
	if err != nil {
		t.Fatal(err)
	}
	shown, err := r.Store.Showings(ctx, ids.Person{ID: ids.ID{6}}, 9)
	if err != nil {
		t.Fatal(err)
	}
	lines := []string{fmt.Sprintf("head %d %s", size, root), fmt.Sprintf("readings %d %s, on lists %v", reads, readRoot, shown)}
	today := civil.DayOf(clock())
	for _, rep := range reports(r.Book(), clock) {
		answer, err := rep.Run(ctx, r.Store.Reader(), report.Query{From: today.AddMonths(-12), To: today, AsOf: today})
		if err != nil {
			t.Fatalf("%s: %v", rep.Key, err)
		}
		var out bytes.Buffer
		if err := answer.Write(&out, "json"); err != nil {
			t.Fatal(err)
		}
		lines = append(lines, "report "+rep.Key+" "+out.String())
	}
	lines = append(lines, rowsOf(t, r.Store.Reader(), `select s.kind, s.id, u.kind, u.id, f.kind, f.id, s.facts from subject s
		left join subject u on u.num = s.under left join subject f on f.num = s.file order by s.kind, s.id`)...)
	lines = append(lines, rowsOf(t, r.Store.Reader(), `select s.kind, s.id, o.rule, o.about, o.nth, f.kind, f.id, o.owes, o.ground_day, o.due, o.alarm, o.due_at,
		o.met, o.met_at, o.until, o.kept, o.prior, o.waived, o.missing, o.never, o.body from obligation o join subject s on s.num = o.subject
		left join subject f on f.num = o.file order by s.kind, s.id, o.rule, o.about, o.nth`)...)
	differs, err := r.Store.Compare(ctx, func(int, int) {})
	if err != nil || len(differs) > 0 {
		t.Errorf("tables that the events do not give: %v (%v)", differs, err)
	}
	return lines
}

// whichEvent is the one of an act's events that is said to have brought a fact:
// an act may consist of several steps, and the journal does not tell where one ends.
var whichEvent = regexp.MustCompile(`,"version":\d+}`)

// rowsOf are the rows of a query as text, the same whichever database answers.
func rowsOf(t *testing.T, q store.Queryer, query string) []string {
	t.Helper()
	rows, err := q.QueryContext(t.Context(), query)
	if err != nil {
		t.Fatal(err)
	}
	defer rows.Close()
	columns, err := rows.Columns()
	if err != nil {
		t.Fatal(err)
	}
	values, into := make([]sql.NullString, len(columns)), make([]any, len(columns))
	for i := range values {
		into[i] = &values[i]
	}
	var lines []string
	for rows.Next() {
		if err := rows.Scan(into...); err != nil {
			t.Fatal(err)
		}
		var line []string
		for i, v := range values {
			line = append(line, fmt.Sprintf("%s=%q", columns[i], whichEvent.ReplaceAllString(v.String, "}")))
		}
		lines = append(lines, strings.Join(line, " "))
	}
	if err := rows.Err(); err != nil {
		t.Fatal(err)
	}
	return lines
}

func sameLines(t *testing.T, what string, got, want []string) {
	t.Helper()
	if len(got) != len(want) {
		t.Errorf("%s: %d lines, want %d", what, len(got), len(want))
	}
	told := 0
	for i := range min(len(got), len(want)) {
		if got[i] != want[i] {
			t.Errorf("%s:\n%s\nwant\n%s", what, got[i], want[i])
			if told++; told == 3 {
				return
			}
		}
	}
}

// Export → empty place → import gives the same head and the same figures, from
// one database to the other and back, and the last export is the first.
func TestARecordIsBroughtToTheOtherDatabaseAndBack(t *testing.T) {
	if testing.Short() {
		t.Skip("an invented municipality is brought three ways")
	}
	first := inFolder(t)
	clock := lived(t, first, civil.On(2026, time.March, 2))
	want, file := allFigures(t, first, clock), exported(t, first, clock)
	for _, way := range []string{"SQLite", "PostgreSQL", "SQLite"} {
		url := addresses()[way](t)
		if err := brought(t, file, url, clock); err != nil {
			t.Fatal(err)
		}
		sameLines(t, way, allFigures(t, url, clock), want)
		again := exported(t, url, clock)
		if !bytes.Equal(readFile(t, again), readFile(t, file)) {
			t.Errorf("what %s gives is not what it was given", way)
		}
		if err := brought(t, file, url, clock); err == nil || !strings.Contains(archiveFault(err).Error(), "inte tomt") {
			t.Errorf("a second import: %v", err)
		}
		file = again
	}
}

func readFile(t *testing.T, path string) []byte {
	t.Helper()
	text, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	return text
}

// earlierExport unpacks an export that an earlier version wrote, and gives the
// key its checkpoint is signed with.
func earlierExport(t *testing.T, name string) (file, key string) {
	t.Helper()
	packed, err := os.Open(filepath.Join("testdata", "exports", name+".stadga.gz"))
	if err != nil {
		t.Fatal(err)
	}
	defer packed.Close()
	in, err := gzip.NewReader(packed)
	if err != nil {
		t.Fatal(err)
	}
	text, err := io.ReadAll(in)
	if err != nil {
		t.Fatal(err)
	}
	file = filepath.Join(t.TempDir(), name+".stadga")
	if err := os.WriteFile(file, text, 0o600); err != nil {
		t.Fatal(err)
	}
	return file, filepath.Join("testdata", "exports", name+".nyckel")
}

// An export from each earlier version is read in, verifies against its own
// checkpoint, and its decisions are judged as they were.
func TestAnExportFromEachEarlierVersionIsReadIn(t *testing.T) {
	files, err := filepath.Glob(filepath.Join("testdata", "exports", "*.gz"))
	if err != nil || len(files) == 0 {
		t.Fatalf("%d exports (%v)", len(files), err)
	}
	for _, packed := range files {
		file, key := earlierExport(t, strings.TrimSuffix(filepath.Base(packed), ".stadga.gz"))
		url := inFolder(t)
		if code, said := stadga("import", file, "--db", url); code != exitDone || !strings.Contains(said, "Registret socialnamnden är inläst: 17 händelser") {
			t.Fatalf("%s: exit %d: %s", packed, code, said)
		}
		code, said := stadga("journal", "verify", "--db", url, "--key", key, "--rebuild")
		if code != exitDone || !strings.Contains(said, "Prövat mot 1 sigill") || !strings.Contains(said, "Alla tabeller är de som händelserna ger") {
			t.Errorf("%s: exit %d: %s", packed, code, said)
		}
		if code, said := stadga("rules", "replay", "--db", url); code != exitDone || !strings.Contains(said, "Beslut: 2. Samma svar: 2.") {
			t.Errorf("%s: exit %d: %s", packed, code, said)
		}
		next := filepath.Join(t.TempDir(), "igen.stadga")
		if code, said := stadga("export", next, "--db", url); code != exitDone {
			t.Fatalf("%s: exit %d: %s", packed, code, said)
		}
		if code, said := stadga("journal", "verify", "--export", next, "--key", key); code != exitDone || !strings.Contains(said, "17 förseglade händelser") {
			t.Errorf("%s, written again: exit %d: %s", packed, code, said)
		}
	}
}

// forged changes an export and writes its last line anew, as who wants to be
// believed would.
func forged(t *testing.T, file string, change func(lines []string) []string) string {
	t.Helper()
	lines := strings.SplitAfter(string(readFile(t, file)), "\n")
	lines = change(lines[:len(lines)-2])
	text := strings.Join(lines, "")
	sum := sha256.Sum256([]byte(text))
	text += fmt.Sprintf("{\"kind\":\"end\",\"lines\":%d,\"sha256\":\"%x\"}\n", len(lines), sum)
	path := filepath.Join(t.TempDir(), "andrad.stadga")
	if err := os.WriteFile(path, []byte(text), 0o600); err != nil {
		t.Fatal(err)
	}
	return path
}

func TestADamagedOrNewerExportIsRefusedAndNothingIsLeft(t *testing.T) {
	file, _ := earlierExport(t, "format-1")
	replaced := func(from, to string) func([]string) []string {
		return func(lines []string) []string {
			for i, line := range lines {
				if strings.Contains(line, from) {
					lines[i] = strings.Replace(line, from, to, 1)
					return lines
				}
			}
			t.Fatalf("no line says %s", from)
			return nil
		}
	}
	text := readFile(t, file)
	write := func(text []byte) string {
		path := filepath.Join(t.TempDir(), "skadad.stadga")
		if err := os.WriteFile(path, text, 0o600); err != nil {
			t.Fatal(err)
		}
		return path
	}
	for want, bad := range map[string]string{
		"Filen är avkapad":                       write(text[:len(text)/2]),
		"Filen är ändrad sedan den skrevs":       write(bytes.Replace(text, []byte("Anna"), []byte("Ulla"), 1)),
		"Rad 1: Filen är ingen export ur":        forged(t, file, func(lines []string) []string { return lines[1:] }),
		"Använd ett nyare program":               forged(t, file, replaced(`"format":1`, `"format":99`)),
		"är ändrat sedan det förseglades":        forged(t, file, replaced("Anna ringde", "Ulla ringde")),
		"skriven av ett nyare program":           forged(t, file, replaced(`"name":"order.sent.v1"`, `"name":"order.sent.v9"`)),
		"saknar de händelser som kom före den":   forged(t, file, func(lines []string) []string { return append(lines[:7:7], lines[8:]...) }),
		"Handlingen 019cd19c-3000-7ae8-b103":     forged(t, file, func(lines []string) []string { return append(lines[:6:6], lines[7:]...) }),
		"är inte hel: innehållet stämmer inte":   forged(t, file, replaced(`"bytes":"RXR0`, `"bytes":"RXR1`)),
		"ingen bilaga före den":                  forged(t, file, func(lines []string) []string { return append(lines[:23:23], lines[24:]...) }),
		"är inte från samma tidpunkt och":        forged(t, file, replaced(`"version":2,"act":"019cd19c-3000-7ae8-b103-6e5cf0e87199","place":1,"name":"investigation.part_written.v1","at":"2026-03-09T08`, `"version":2,"act":"019cd19c-3000-7ae8-b103-6e5cf0e87199","place":1,"name":"investigation.part_written.v1","at":"2026-03-08T08`)),
		"Skriv sqlite:MAPP eller postgres://":    "",
		"går inte att läsa. Kontrollera namn oc": filepath.Join(t.TempDir(), "finns-inte"),
	} {
		dir := t.TempDir()
		url := "sqlite:" + dir
		if bad == "" {
			bad, url = file, "mysql:"+dir
		}
		code, said := stadga("import", bad, "--db", url)
		if code != exitBadInput || !strings.Contains(said, want) {
			t.Errorf("%s: exit %d: %s", want, code, said)
		}
		if left, err := os.ReadDir(dir); err != nil || len(left) > 0 {
			t.Errorf("%s: %v is left behind (%v)", want, left, err)
		}
	}
}

// What fails at the end of the file leaves nothing in PostgreSQL, and the same
// database then takes a whole file; what was cut short before all was worked out
// goes on when it is read in again.
func TestAFailedImportLeavesAnEmptyDatabase(t *testing.T) {
	file, _ := earlierExport(t, "format-1")
	clock := func() time.Time { return civil.On(2026, time.March, 9).At(9, 0) }
	url := addresses()["PostgreSQL"](t)
	bad := forged(t, file, func(lines []string) []string { return append(lines, lines[len(lines)-1]) }) // one day has two checkpoints
	if err := brought(t, bad, url, clock); err == nil {
		t.Fatal("a file with two checkpoints of one day was read in")
	}
	r, err := openRecord(t.Context(), recordOptions{URL: url, Name: inventedBoard, Clock: clock, Unsettled: true})
	if err != nil {
		t.Fatal(err)
	}
	if left := rowsOf(t, r.Store.Reader(), `select num from journal`); len(left) > 0 {
		t.Errorf("%d events are left", len(left))
	}
	text, err := os.Open(file)
	if err != nil {
		t.Fatal(err)
	}
	defer text.Close()
	if err := r.Store.Import(t.Context(), text, func(int, int) {}, 17); err != nil {
		t.Fatal(err)
	}
	if err := r.Close(); err != nil {
		t.Fatal(err)
	}
	if _, err := openRecord(t.Context(), recordOptions{URL: url, Name: inventedBoard, ReadOnly: true}); err == nil || !strings.Contains(err.Error(), "inte färdigt inläst") {
		t.Errorf("a half-done record is opened: %v", err)
	}
	if err := brought(t, file, url, clock); err != nil {
		t.Fatal(err)
	}
	whole := inFolder(t)
	if err := brought(t, file, whole, clock); err != nil {
		t.Fatal(err)
	}
	sameLines(t, "taken on", allFigures(t, url, clock), allFigures(t, whole, clock))
}

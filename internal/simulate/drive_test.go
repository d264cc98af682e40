package simulate

import (
	"context"
	"crypto/sha256"
	"testing"

	"stadga/internal/access"
	"stadga/internal/boards"
	"stadga/internal/casework"
	"stadga/internal/civil"
	"stadga/internal/engine"
	"stadga/internal/ids"
	"stadga/internal/org"
	"stadga/internal/people"
	"stadga/internal/quality"
	"stadga/internal/visits"
	policies "stadga/rules/access"
)

// door is the door by the policies that the program has.
func door(t *testing.T) Door {
	t.Helper()
	d, err := access.New(policies.Files)
	if err != nil {
		t.Fatal(err)
	}
	return NewDoor(d)
}

// open opens a board in a folder, on a clock of its own.
func open(t *testing.T, dir string, seed int64, book engine.Book, bulk int) (*boards.Board, *Clock) {
	t.Helper()
	clock := &Clock{}
	board, err := boards.Open(context.Background(), boards.Config{
		URL: "sqlite:" + dir, Name: "socialnamnden", Book: book, Access: door(t), Clock: clock.Now, Random: IDs(seed).Random, Bulk: bulk,
	})
	if err != nil {
		t.Fatal(err)
	}
	return board, clock
}

// live lives a world in a folder, and shuts the board.
func live(t *testing.T, dir string, w World, book engine.Book) {
	t.Helper()
	board, clock := open(t, dir, w.Seed, book, 1000)
	plan, err := NewPlan(w)
	if err != nil {
		t.Fatal(err)
	}
	refused, err := plan.Live(context.Background(), board.Engine, clock, board.IDs, nil)
	if err != nil {
		t.Fatal(err)
	}
	for _, r := range refused {
		t.Errorf("refused %s by %s: %s %v", r.At, r.By, r.Does, r.Err)
	}
	if err := board.Close(); err != nil {
		t.Fatal(err)
	}
}

// journalOf is a digest over every envelope and body of a journal, in order, and
// the number of events.
func journalOf(t *testing.T, dir string) ([32]byte, int) {
	t.Helper()
	return journalBy(t, dir, "journal.num")
}

// journalBy is journalOf in another order than events were written in.
func journalBy(t *testing.T, dir, order string) ([32]byte, int) {
	t.Helper()
	board, _ := open(t, dir, 1, nil, 0)
	defer board.Close()
	rows, err := board.Store.Reader().QueryContext(context.Background(), `
		select act.id, act.actor, act.at, stream.kind, stream.id, journal.version, journal.name, journal.digest, journal_body.salt, journal_body.body
		from journal
		join act on act.num = journal.act
		join stream on stream.num = journal.stream
		join journal_body on journal_body.event = journal.num
		order by `+order)
	if err != nil {
		t.Fatal(err)
	}
	defer rows.Close()
	hash, n := sha256.New(), 0
	for rows.Next() {
		var act, actor, stream, digest, salt, body []byte
		var at, kind, name string
		var version int
		if err := rows.Scan(&act, &actor, &at, &kind, &stream, &version, &name, &digest, &salt, &body); err != nil {
			t.Fatal(err)
		}
		for _, part := range [][]byte{act, actor, []byte(at), []byte(kind), stream, {byte(version)}, []byte(name), digest, salt, body} {
			hash.Write(part)
		}
		n++
	}
	if err := rows.Err(); err != nil {
		t.Fatal(err)
	}
	return [32]byte(hash.Sum(nil)), n
}

// TestEveryCommandIsAccepted lives a year and a half of a small district: no
// command of any life may be refused.
func TestEveryCommandIsAccepted(t *testing.T) {
	dir := t.TempDir()
	live(t, dir, World{Seed: 3, Inhabitants: 2000, Months: 18, End: civil.On(2026, 11, 20).At(10, 0), Stories: true}, nil)
	if _, n := journalOf(t, dir); n < 5000 {
		t.Errorf("a year and a half gave only %d events", n)
	}
}

func TestTheSameSeedGivesTheSameJournal(t *testing.T) {
	world := World{Seed: 5, Inhabitants: 300, Months: 4, End: civil.On(2026, 11, 20).At(10, 0)}
	one, two, other := t.TempDir(), t.TempDir(), t.TempDir()
	live(t, one, world, nil)
	live(t, two, world, nil)
	first, n := journalOf(t, one)
	if second, _ := journalOf(t, two); n == 0 || first != second {
		t.Errorf("the same seed gave two journals of %d events", n)
	}
	world.Seed = 6
	live(t, other, world, nil)
	if third, _ := journalOf(t, other); first == third {
		t.Error("two seeds gave the same journal")
	}
}

// TestAWrongActorIsRefused plants an officer of older people in a story about a
// child: it must show, and in that story alone.
func TestAWrongActorIsRefused(t *testing.T) {
	world := World{Seed: 2, Inhabitants: 200, Months: 1, End: civil.On(2026, 11, 19).At(10, 0), Stories: true}
	plan, err := NewPlan(world)
	if err != nil {
		t.Fatal(err)
	}
	for _, r := range plan.Reports {
		if q := r.Children[0].Inquiry; r.Story == 4 && q != nil {
			q.Officer = "eva-ek"
		}
	}
	board, clock := open(t, t.TempDir(), world.Seed, nil, 0)
	defer board.Close()
	refused, err := plan.Live(context.Background(), board.Engine, clock, board.IDs, nil)
	if err != nil {
		t.Fatal(err)
	}
	stories := make(map[int]int)
	for _, r := range refused {
		stories[r.Story]++
	}
	if stories[4] == 0 || len(stories) != 1 {
		t.Errorf("refused by story: %v, want story 4 alone", stories)
	}
}

// TestSlipsAreMadeAndMended lives a year and counts the visits that were
// corrected and the notes that stood on the wrong person.
func TestSlipsAreMadeAndMended(t *testing.T) {
	dir := t.TempDir()
	live(t, dir, World{Seed: 2, Inhabitants: 6000, Months: 12, End: civil.On(2026, 11, 20).At(10, 0), Stories: true}, nil)
	board, _ := open(t, dir, 1, nil, 0)
	defer board.Close()
	count := func(name string) (n int) {
		t.Helper()
		if err := board.Store.Reader().QueryRowContext(context.Background(), `select count(*) from journal where name = $1`, name).Scan(&n); err != nil {
			t.Fatal(err)
		}
		return n
	}
	made, corrected := count(visits.VisitRegistered{}.EventName()), count(visits.VisitCorrected{}.EventName())
	if corrected*1000 < made*13 || corrected*1000 > made*15 { // those of the last days are not corrected yet
		t.Errorf("%d visits of %d corrected, want 1.5 %% of those that are not of yesterday", corrected, made)
	}
	if marked, moved := count(casework.NoteMisfiled{}.EventName()), count(casework.NoteMoved{}.EventName()); marked < 2 || moved != marked+count(people.MergedInto{}.EventName()) {
		t.Errorf("%d notes on the wrong person, %d moved, with those of doubles", marked, moved)
	}
	if doubles := count(people.MergedInto{}.EventName()); doubles == 0 || count(casework.IntakeMoved{}.EventName()) != doubles {
		t.Errorf("%d doubles, and not an application moved with each", doubles)
	}
	if left := count(org.StaffLeft{}.EventName()); left != 1 {
		t.Errorf("%d officers left, want one", left)
	}
	var forgotten, given int
	gone, name := `%"`+leaverID(t, board)+`"%`, casework.CaseAssigned{}.EventName()
	for _, q := range []struct {
		into *int
		sql  string
	}{
		{&given, `select count(*) from journal j join journal_body b on b.event = j.num where j.name = $1 and cast(b.body as text) like $2`},
		{&forgotten, `select count(*) from journal j join journal_body b on b.event = j.num
			where j.name = 'case.opened.v1' and cast(b.body as text) like $2
				and not exists (select 1 from journal a where a.stream = j.stream and a.name in ($1, 'case.closed.v1'))`},
	} {
		if err := board.Store.Reader().QueryRowContext(context.Background(), q.sql, name, gone).Scan(q.into); err != nil {
			t.Fatal(err)
		}
	}
	if given < 5 || forgotten < untouchedAfterLeaving || forgotten > given {
		t.Errorf("of the cases of the one who left %d were given to others and %d forgotten", given, forgotten)
	}
	all, ended := count(quality.DeviationReported{}.EventName()), count(quality.DeviationClosed{}.EventName())
	if all < 50 || ended*10 < all*7 || ended*100 > all*96 {
		t.Errorf("%d of %d deviations ended, want most, and those left that are begun and not ended", ended, all)
	}
}

// leaverID is the id of the officer who leaves.
func leaverID(t *testing.T, board *boards.Board) string {
	t.Helper()
	var id ids.ID
	err := board.Store.Reader().QueryRowContext(context.Background(), `
		select stream.id from journal join stream on stream.num = journal.stream where journal.name = $1`, org.StaffLeft{}.EventName()).Scan(&id)
	if err != nil {
		t.Fatal(err)
	}
	return id.String()
}

// TestWhatTheProgramRaisesIsTakenCareOf lets the program raise a deviation one
// morning: the head of the unit it lies at judges it, explains it and ends it.
func TestWhatTheProgramRaisesIsTakenCareOf(t *testing.T) {
	world := World{Seed: 2, Inhabitants: 200, Months: 4, End: civil.On(2026, 11, 19).At(10, 0)}
	plan, err := NewPlan(world)
	if err != nil {
		t.Fatal(err)
	}
	board, clock := open(t, t.TempDir(), world.Seed, nil, 1000)
	defer board.Close()
	w := plan.write(bind(board.Engine), board.IDs)
	id, morning := ids.Deviation{ID: w.ids.New(world.End)}, plan.Today.AddDays(-90)
	plan.EachDay = func(ctx context.Context) ([]ids.Deviation, error) {
		if civil.DayOf(clock.Now()) != morning {
			return nil, nil
		}
		_, err := w.deviations.Do(ctx, engine.SystemForm("raised"), id.ID, quality.ReportDeviation{Danger: "nej", Report: quality.Report{
			Number: plan.DeviationNumber(morning.Year()), Type: quality.TookTooLong, What: "Utredningen tog mer än 120 dagar.", Unit: w.units["utredning-barn"],
		}})
		return []ids.Deviation{id}, err
	}
	refused, err := w.live(context.Background(), board.Engine, clock, nil)
	if err != nil || len(refused) > 0 {
		t.Fatalf("%v %v", err, refused)
	}
	d, _, err := w.deviations.Load(context.Background(), id.ID)
	if err != nil || d.Stage() == quality.StageReported || d.Cause == "" || len(d.Actions) != 1 || d.Actions[0].By != w.actors["helena-fors"].User {
		t.Errorf("what became of it: %+v %v", d, err)
	}
}

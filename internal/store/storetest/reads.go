package storetest

import (
	"sync"
	"testing"

	"stadga/internal/act"
	"stadga/internal/duty"
	"stadga/internal/ids"
	"stadga/internal/journal"
	"stadga/internal/store"
)

// read logs that the parcel was opened, or that a list showed two persons.
func (w *world) read(t *testing.T, n int) {
	t.Helper()
	r := store.Reading{
		At: w.clock.Now(), Actor: act.Actor{User: anna.User, Unit: ids.Unit{ID: ids.ID{3}}, Roles: []string{"handlaggare"}}, Action: "case.read",
		Person: ids.Person{ID: ids.ID{1, byte(n)}}, Subject: duty.Subject{Kind: "case", ID: ids.ID{6}}, Part: "utredningen",
		Ground: "handläggare i ärendet. Skäl: två\nrader", Source: "192.0.2.7",
	}
	if n%5 == 0 {
		r.Shown, r.Person, r.Subject = []ids.Person{r.Person, {ID: ids.ID{2}}}, ids.Person{}, duty.Subject{}
	}
	if err := w.db.LogRead(ctx, r); err != nil {
		t.Error(err)
	}
}

func (w *world) verifyReads(t *testing.T, marks ...journal.Checkpoint) *journal.Verifier {
	t.Helper()
	v := journal.NewReadVerifier(marks...)
	_, strays, err := w.db.EachSealedRead(ctx, func(int, int) {}, func(s journal.SealedReading) error { v.Reading(s); return nil })
	if err != nil {
		t.Fatal(err)
	}
	v.End(strays)
	return v
}

func readsUnderLoad(t *testing.T, open Open) {
	w := newWorld(t, open)
	done := make(chan struct{})
	var sealers, readers sync.WaitGroup
	for range 2 {
		sealers.Go(func() {
			for {
				if _, err := w.db.SealReads(ctx, 9); err != nil {
					t.Error(err)
				}
				select {
				case <-done:
					return
				default:
				}
			}
		})
	}
	for range 16 {
		readers.Go(func() {
			for n := range 20 {
				w.read(t, n)
			}
		})
	}
	readers.Wait()
	close(done)
	sealers.Wait()
	for {
		n, err := w.db.SealReads(ctx, 50)
		if err != nil {
			t.Fatal(err)
		}
		if n == 0 {
			break
		}
	}
	v := w.verifyReads(t)
	if lines := w.count(t, "read_log"); !v.Untouched() || int(v.Size()) != lines || lines != 16*20 {
		t.Fatalf("%d of %d readings are sealed, found %+v", v.Size(), lines, v.Findings)
	}
	size, root, err := w.db.ReadTree().Head(ctx)
	if err != nil || size != v.Size() || root != v.Root() {
		t.Errorf("the tiles say %d %v (%v), the lines %d %v", size, root, err, v.Size(), v.Root())
	}
}

// A superuser changes the log of readings, as one would who has read what they
// should not.
func readsTampered(t *testing.T, open Open) {
	guards := []string{`drop trigger read_log_no_update`, `drop trigger read_log_no_delete`, `drop trigger read_log_seal_no_update`, `drop trigger read_log_seal_no_delete`}
	for name, c := range map[string]struct {
		sql  []string
		want journal.Tampering
	}{
		"nothing":               {},
		"who":                   {[]string{`update read_log set actor = person where num = 12`}, journal.Changed},
		"for whom":              {[]string{`update read_log set on_behalf = actor where num = 12`}, journal.Changed},
		"when":                  {[]string{`update read_log set at = replace(at, '2026', '2025') where num = 12`}, journal.Changed},
		"whose":                 {[]string{`update read_log set person = actor where num = 12`}, journal.Changed},
		"which part":            {[]string{`update read_log set part = 'ärendesidan' where num = 12`}, journal.Changed},
		"why":                   {[]string{`update read_log set ground = 'jour' where num = 12`}, journal.Changed},
		"as what":               {[]string{`update read_log set roles = 'chef' where num = 12`}, journal.Changed},
		"from where":            {[]string{`update read_log set source = '192.0.2.8' where num = 12`}, journal.Changed},
		"one off a list":        {[]string{`update read_log set shown = substr(shown, 1, 16) where num = 11`}, journal.Changed},
		"removed":               {[]string{`delete from read_log where num = 12`}, journal.Missing},
		"removed with its seal": {[]string{`delete from read_log where num = 12`, `delete from read_log_seal where reading = 12`}, journal.Gap},
		"the end removed": {[]string{
			`delete from read_log where num = 40`, `delete from read_log_seal where reading = 40`,
			`update read_log_head set size = size - 1`,
		}, journal.Short},
		"swapped": {[]string{
			`update read_log_seal set position = -1 where position = 20`, `update read_log_seal set position = 20 where position = 31`,
			`update read_log_seal set position = 31 where position = -1`,
		}, journal.Diverged},
	} {
		t.Run(name, func(t *testing.T) {
			w := newWorld(t, open)
			for n := range 40 {
				w.read(t, n)
			}
			if n, err := w.db.SealReads(ctx, 100); n != 40 || err != nil {
				t.Fatalf("%d sealed, %v", n, err)
			}
			size, root, err := w.db.ReadTree().Head(ctx)
			if err != nil {
				t.Fatal(err)
			}
			kept := journal.Checkpoint{Origin: journal.ReadsOrigin("stadga/prov"), Size: size, Root: root, At: w.clock.Now()}
			if w.driver.Joins() {
				guards = []string{`alter table read_log disable trigger user`, `alter table read_log_seal disable trigger user`}
			}
			change := func(statements []string) error {
				return w.driver.Write(ctx, func(x store.Execer) error {
					for _, statement := range statements {
						if _, err := x.ExecContext(ctx, statement); err != nil {
							return err
						}
					}
					return nil
				})
			}
			if len(c.sql) > 0 && change(c.sql) == nil {
				t.Fatal("the log was changed without taking away what guards it")
			}
			if err := change(append(guards, c.sql...)); err != nil {
				t.Fatal(err)
			}
			v := w.verifyReads(t, kept)
			switch {
			case c.want == 0 && !v.Untouched():
				t.Fatalf("an untouched log is accused: %+v", v.Findings)
			case c.want != 0 && (v.Untouched() || v.Findings[0].Kind != c.want):
				t.Fatalf("found %+v, want %d", v.Findings, c.want)
			}
			for _, f := range v.Findings {
				if f.Words() == "" {
					t.Errorf("%+v has no words", f)
				}
			}
		})
	}
}

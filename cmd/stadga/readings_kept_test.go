package main

import (
	"strings"
	"testing"
	"time"

	"stadga/internal/act"
	"stadga/internal/civil"
	"stadga/internal/duty"
	"stadga/internal/ids"
	"stadga/internal/journal"
	"stadga/internal/org"
	"stadga/internal/store"
)

// The board has decided that the log of readings is kept for ten years. What is older
// goes, out of the files too; the rest verifies against a checkpoint from before, goes
// out and comes in again, and a line that someone has taken away beside is found.
func TestOldReadingsGoByTheBoardsDecision(t *testing.T) {
	for name, address := range addresses() {
		t.Run(name, func(t *testing.T) {
			url := address(t)
			h := &house{t: t, now: civil.On(2026, time.March, 9).At(9, 0)}
			h.record = h.again(url, 3)
			person := ids.Person{ID: h.Engine.NewID()}
			read := func(at time.Time, part string) {
				one := store.Reading{At: at, Actor: act.Actor{User: eva.User}, Person: person, Subject: duty.Subject{Kind: "case", ID: ids.ID{6}}, Part: part, Ground: "prov"}
				list := store.Reading{At: at, Actor: act.Actor{User: eva.User}, Shown: []ids.Person{person}, Part: "listan " + part, Ground: "prov"}
				for _, r := range []store.Reading{one, list} {
					if err := h.Store.LogRead(t.Context(), r); err != nil {
						t.Fatal(err)
					}
				}
			}
			read(civil.On(2016, time.February, 29).At(23, 59), "den randiga delen")
			read(civil.On(2016, time.March, 1).At(0, 1), "den sparade delen")
			if n, err := h.Store.SealReads(t.Context(), 100); n != 4 || err != nil {
				t.Fatalf("%d sealed, %v", n, err)
			}
			if err := h.Store.LookedTo(t.Context(), 4); err != nil {
				t.Fatal(err)
			}
			size, root, err := h.Store.ReadTree().Head(t.Context())
			if err != nil {
				t.Fatal(err)
			}
			held := searched(t, h.record, url)
			night := func() {
				t.Helper()
				if _, err := h.disposing().Run(t.Context()); err != nil {
					t.Fatal(err)
				}
				h.sealAll()
			}
			night()
			if found := inBytes(t, []string{"den randiga delen"}, held()...); len(found) == 0 {
				t.Fatal("readings go though nobody has decided it")
			}
			h.readsKept = keptReadings{Years: 10, Ref: "SN 2026/17 § 4"}
			night()
			night() // nothing more goes
			if found := inBytes(t, []string{"den randiga delen"}, held()...); len(found) > 0 {
				t.Errorf("left: %v", found)
			}
			kept, err := h.keptOfReadings(t.Context())
			if err != nil || kept.Count != 2 || kept.First != civil.On(2016, time.March, 1) || kept.Done.IsZero() {
				t.Errorf("the page would say %+v, %v", kept, err)
			}
			if shown, err := h.Store.Showings(t.Context(), person, 9); err != nil || len(shown) != 1 {
				t.Errorf("%d lists are said to have shown the person, %v", len(shown), err)
			}
			at, err := h.Store.FirstReadAt(t.Context(), civil.On(2016, time.March, 1).Midnight())
			if err != nil || at != 2 {
				t.Errorf("the first reading that is kept is at %d, %v", at, err)
			}
			marks := []journal.Checkpoint{{Origin: journal.ReadsOrigin("prov"), Size: size, Root: root}}
			verified := func() (bool, string) {
				t.Helper()
				verdict, err := h.record.verify(t.Context(), marks, [2][]civil.Date{}, func(int, int) {})
				if err != nil {
					t.Fatal(err)
				}
				return verdict.Untouched, strings.Join(verdict.Lines, " ")
			}
			if untouched, says := verified(); !untouched || !strings.Contains(says, "2 rader är gallrade.") {
				t.Error(says)
			}
			clock := func() time.Time { return h.now }
			again := inFolder(t)
			if err := brought(t, exported(t, url, clock), again, clock); err != nil {
				t.Fatal(err)
			}
			sameLines(t, "read in after readings went", allFigures(t, again, clock), allFigures(t, url, clock))

			// Someone raises the mark beside the program and takes one more away.
			if err := h.Store.DisposeReadings(t.Context(), 3, civil.Date{}); err != nil {
				t.Fatal(err)
			}
			if untouched, says := verified(); untouched || !strings.Contains(says, "Raden på plats 3 i läsloggen är borttagen.") {
				t.Error(says)
			}
		})
	}
}

// The one who controls the log sees how long it is kept, and by which decision.
func TestTheLogControlSaysHowLongTheLogIsKept(t *testing.T) {
	w := newTown(t, civil.On(2026, time.March, 2))
	viewer := w.staff("Lisa Logg", org.Loggranskare)
	viewer.open("/granskning/loggkontroll").says("Tills vidare. Nämnden har inte beslutat om gallring.")
	err := w.r.Store.LogRead(t.Context(), store.Reading{At: w.r.Clock(), Actor: act.Actor{User: w.eva}, Person: ids.Person{ID: ids.ID{7}}, Part: "prov", Ground: "prov"})
	if err != nil {
		t.Fatal(err)
	}
	if n, err := w.r.Store.SealReads(t.Context(), 100); n != 1 || err != nil {
		t.Fatalf("%d readings are sealed, %v", n, err)
	}
	w.r.readsKept = keptReadings{Years: 10, Ref: "SN 2026/17 § 4"}
	viewer.open("/granskning/loggkontroll").says("10 år. Det som är äldre gallras när en ny månad börjar.", "SN 2026/17 § 4", "Börjar")
}

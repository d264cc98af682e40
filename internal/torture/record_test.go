package torture_test

import (
	"context"
	"database/sql"
	"testing"
	"time"

	_ "modernc.org/sqlite"

	"stadga/internal/ids"
	"stadga/internal/torture"
)

// A record by hand: act 1 is whole, 2 lacks an event, 3 was ordered by nobody, 4
// is the program's own, 5 has an event too many.
func TestWhatIsWrongIsFound(t *testing.T) {
	db, err := sql.Open("sqlite", "file:"+t.TempDir()+"/prov.db")
	if err != nil {
		t.Fatal(err)
	}
	defer db.Close()
	_, err = db.Exec(`create table act (num integer primary key, id blob, actor blob, at text);
		create table journal (num integer primary key, act integer, place integer);
		create table journal_body (event integer primary key);
		insert into act values (1, x'01000000000000000000000000000000', x'09', ''), (2, x'02000000000000000000000000000000', x'09', ''),
			(3, x'03000000000000000000000000000000', x'09', ''), (4, x'04000000000000000000000000000000', x'', ''), (5, x'05000000000000000000000000000000', x'09', '');
		insert into journal values (1, 1, 0), (2, 1, 1), (3, 2, 0), (4, 3, 0), (5, 3, 1), (6, 4, 0), (7, 5, 0), (8, 5, 1), (9, 5, 2);
		insert into journal_body select num from journal`)
	if err != nil {
		t.Fatal(err)
	}
	order := func(n byte) torture.Order { return torture.Order{Act: ids.Act{ID: ids.ID{n}}, Kind: "decision"} }
	receipt := func(n byte) torture.Receipt { return torture.Receipt{Order: order(n), Saved: time.Unix(0, 0)} }
	open := map[ids.Act]torture.Order{order(2).Act: order(2), order(7).Act: order(7)}
	held := []torture.Receipt{receipt(1), receipt(5), receipt(6)}
	found, mark, err := torture.Check(context.Background(), db, torture.Shape{"decision": 2}, torture.Mark{}, held, open)
	if err != nil {
		t.Fatal(err)
	}
	if len(found.Lost) != 1 || len(found.Half) != 1 || len(found.Doubled) != 2 {
		t.Errorf("found %+v, want one lost (6), one half (2) and two doubled (3 and 5)", found)
	}
	if mark.After != 1 {
		t.Errorf("goes on after act %d, want 1: the one that is not answered is looked at again", mark.After)
	}
}

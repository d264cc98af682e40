package storetest

import (
	"bytes"
	"errors"
	mathrand "math/rand/v2"
	"slices"
	"strings"
	"testing"
	"time"

	"stadga/internal/act"
	"stadga/internal/duty"
	"stadga/internal/engine/enginetest"
	"stadga/internal/fault"
	"stadga/internal/ids"
	"stadga/internal/journal"
	"stadga/internal/store"
)

func drafts(t *testing.T, open Open) {
	w := newWorld(t, open)
	d := w.db.Drafts(w.clock.Now)
	id := w.send(t, ids.ID{9})
	about, other := duty.Subject{Kind: "parcel", ID: id}, duty.Subject{Kind: "parcel", ID: ids.ID{8}}
	for _, typed := range []string{"Hon säg", "Hon säger att"} {
		if at, err := d.Save(ctx, anna.User, "besked", about, []byte(typed)); err != nil || !at.Equal(w.clock.Now()) {
			t.Errorf("saved %s, %v", at, err)
		}
	}
	body, at, err := d.Load(ctx, anna.User, "besked", about)
	if string(body) != "Hon säger att" || !at.Equal(w.clock.Now()) || err != nil {
		t.Errorf("loaded %q at %s, %v", body, at, err)
	}
	if err := d.Stop(ctx, anna.User, "besked", "/besked", "Det går inte än."); err != nil {
		t.Fatal(err)
	}
	if why, err := d.Stopped(ctx, anna.User, "besked"); why != "Det går inte än." || err != nil {
		t.Errorf("stopped for %q, %v", why, err)
	}
	if _, err := d.Save(ctx, anna.User, "besked", about, []byte("Hon säger att")); err != nil {
		t.Fatal(err)
	}
	if why, err := d.Stopped(ctx, anna.User, "besked"); why != "" || err != nil {
		t.Errorf("what was saved over is still stopped for %q, %v", why, err)
	}
	if body, _, err := d.Load(ctx, ids.User{ID: ids.ID{7}}, "besked", about); body != nil || err != nil {
		t.Errorf("another person's draft: %q, %v", body, err)
	}
	if body, _, err := d.Load(ctx, anna.User, "besked", other); body != nil || err != nil {
		t.Errorf("a draft about something else: %q, %v", body, err)
	}
	form := w.form()
	form.Draft = "besked"
	if _, err := w.parcels.Do(ctx, form, id, enginetest.Send{Parcel: id, Route: ids.ID{9}}); err == nil {
		t.Fatal("sent twice")
	}
	if body, _, _ := d.Load(ctx, anna.User, "besked", about); body == nil {
		t.Error("a refused act took the draft")
	}
	if _, err := w.parcels.Do(ctx, form, id, enginetest.Handle{By: "Kim"}); err != nil {
		t.Fatal(err)
	}
	if body, _, _ := d.Load(ctx, anna.User, "besked", about); body != nil {
		t.Error("the draft outlived its act")
	}
	if _, err := d.Save(ctx, anna.User, "besked", about, []byte("x")); err != nil {
		t.Fatal(err)
	}
	if err := d.Drop(ctx, anna.User, "besked"); err != nil || w.count(t, "draft") != 0 {
		t.Errorf("dropped: %v", err)
	}
	if _, err := d.Save(ctx, anna.User, "besked", about, []byte("x")); err != nil {
		t.Fatal(err)
	}
	if n, err := w.db.SweepDrafts(ctx, w.clock.Now().AddDate(0, 0, 29)); err != nil || n != 0 {
		t.Errorf("after 29 days %d were swept, %v", n, err)
	}
	if n, err := w.db.SweepDrafts(ctx, w.clock.Now().AddDate(0, 0, 31)); err != nil || n != 1 || w.count(t, "draft") != 0 {
		t.Errorf("after 31 days %d were swept, %v", n, err)
	}
}

func attachments(t *testing.T, open Open) {
	w := newWorld(t, open)
	id := w.send(t, ids.ID{9})
	content := bytes.Repeat([]byte("läkarintyg "), 60_000) // three chunks
	upload := func(limit int64) (journal.Attachment, error) {
		return w.db.Attach(ctx, store.Upload{
			ID: w.engine.NewID(), Name: "intyg.pdf", Media: "application/pdf", By: anna.User, At: w.clock.Now(),
			Salt: [journal.SaltSize]byte{1, 2, 3}, Bytes: bytes.NewReader(content), Limit: limit,
		})
	}
	named, err := upload(1 << 20)
	if err != nil || named.Size != int64(len(content)) {
		t.Fatalf("%+v, %v", named, err)
	}
	left, err := upload(1 << 20)
	if err != nil {
		t.Fatal(err)
	}
	_, err = upload(1000)
	wantFault(t, err, fault.Invalid, "attachment.large")

	wrong := named
	wrong.Digest = strings.Repeat("00", 32)
	_, err = w.parcels.Do(ctx, w.form(), id, enginetest.Handle{By: "Kim", Paper: []journal.Attachment{wrong}})
	wantFault(t, err, fault.Invalid, "attachment.gone")
	w.do(t, id, enginetest.Handle{By: "Kim", Paper: []journal.Attachment{named}})

	if n, err := w.db.SweepAttachments(ctx, w.clock.Now().Add(23*time.Hour)); n != 0 || err != nil {
		t.Errorf("%d swept before a day had passed, %v", n, err)
	}
	if n, err := w.db.SweepAttachments(ctx, w.clock.Now().Add(25*time.Hour)); n != 2 || err != nil {
		t.Errorf("%d swept, %v: want the one left and the one too large", n, err)
	}
	var back bytes.Buffer
	if err := w.db.Attachment(ctx, named, &back); err != nil || !bytes.Equal(back.Bytes(), content) {
		t.Errorf("%d bytes back of %d, %v", back.Len(), len(content), err)
	}
	wantFault(t, w.db.Attachment(ctx, left, &back), fault.NotFound, "attachment.gone")
	if n := w.count(t, "attachment_chunk"); n != 3 {
		t.Errorf("%d chunks are left, want 3", n)
	}
	if err := w.db.Attachment(ctx, wrong, &back); err == nil {
		t.Error("bytes of another digest were given out")
	}
}

// ErasedPaper takes a paper out of the record where it hung on an act, and holds that
// nothing of it is left: neither in the tables nor in the files, where held reads them.
func ErasedPaper(t *testing.T, open Open, held func() []byte) {
	w := newWorld(t, open)
	id := w.send(t, ids.ID{9})
	// What does not shrink lies in the files as it is.
	paper := func(words string) []byte {
		random := mathrand.NewChaCha8([32]byte{byte(len(words))})
		all := bytes.Repeat([]byte(words), 10)
		noise := make([]byte, 600<<10)
		_, _ = random.Read(noise) // never an error
		return append(all, noise...)
	}
	content := paper("intyget om den gula ladan ")
	var papers []journal.Attachment
	for range 2 {
		one, err := w.db.Attach(ctx, store.Upload{
			ID: w.engine.NewID(), Name: "intyg.pdf", Media: "application/pdf", By: anna.User, At: w.clock.Now(), Bytes: bytes.NewReader(content), Limit: 1 << 20,
		})
		if err != nil {
			t.Fatal(err)
		}
		papers = append(papers, one)
		w.do(t, id, enginetest.Handle{By: "Kim", Paper: []journal.Attachment{one}})
		content = paper("intyget om det blå huset ")
	}
	if !bytes.Contains(held(), []byte("den gula ladan")) {
		t.Fatal("the search does not see what it is for")
	}
	stream := journal.StreamID{Kind: enginetest.ParcelKind().Name, ID: id}
	events, err := w.db.Bodies(ctx, stream)
	if err != nil {
		t.Fatal(err)
	}
	left, _, err := journal.WithoutText(events[1].JSON, []string{"Paper"}, "")
	if err != nil {
		t.Fatal(err)
	}
	if n, err := w.db.Erase(ctx, stream, []store.Cut{{Version: 2, Left: left}}); n != 1 || err != nil {
		t.Fatalf("%d erased, %v", n, err)
	}
	if _, err := w.db.Cleanse(ctx); err != nil {
		t.Fatal(err)
	}
	var back bytes.Buffer
	wantFault(t, w.db.Attachment(ctx, papers[0], &back), fault.NotFound, "attachment.gone")
	if bytes.Contains(held(), []byte("den gula ladan")) {
		t.Error("the bytes of the paper are left")
	}
	if err := w.db.Attachment(ctx, papers[1], &back); err != nil || !bytes.Equal(back.Bytes(), paper("intyget om det blå huset ")) {
		t.Errorf("the paper that was to stay: %d bytes of %d, %v", back.Len(), len(content), err)
	}
}

func readings(t *testing.T, open Open) {
	w := newWorld(t, open)
	eva := ids.Person{ID: ids.ID{5}}
	for _, part := range []string{"tidslinjen", "utredningen"} {
		err := w.db.LogRead(ctx, store.Reading{
			At: w.clock.Now(), Actor: act.Actor{User: anna.User, OnBehalf: ids.User{ID: ids.ID{2}}}, Person: eva,
			Subject: duty.Subject{Kind: "case", ID: ids.ID{6}}, Part: part, Ground: "handläggare i ärendet",
		})
		if err != nil {
			t.Fatal(err)
		}
	}
	list := store.Reading{
		At: w.clock.Now(), Actor: act.Actor{User: anna.User, Roles: []string{"handlaggare", "mottagning"}}, Action: "desk.day",
		Shown: []ids.Person{eva, {ID: ids.ID{7}}}, Part: "min dag", Ground: "rollens uppgift", Source: "192.0.2.7",
	}
	for range 2 {
		if err := w.db.LogRead(ctx, list); err != nil {
			t.Fatal(err)
		}
	}
	mine, err := w.db.ReadingsBy(ctx, anna.User, 1, 2)
	if n, err2 := w.db.CountReadingsBy(ctx, anna.User); err != nil || err2 != nil || n != 4 || len(mine) != 2 || mine[1].Part != "utredningen" ||
		len(mine[0].Shown) != 2 || mine[0].Shown[0] != eva || mine[0].Action != "desk.day" || len(mine[0].Actor.Roles) != 2 || mine[0].Source != "192.0.2.7" {
		t.Errorf("%d of %+v, %v %v", n, mine, err, err2)
	}
	if n, err := w.db.SealReads(ctx, 3); n != 3 || err != nil {
		t.Errorf("%d sealed, %v", n, err)
	}
	if n, err := w.db.SealReads(ctx, 3); n != 1 || err != nil {
		t.Errorf("%d sealed after that, %v", n, err)
	}
	shown, err := w.db.Showings(ctx, eva, 10)
	if err != nil || len(shown) != 1 || shown[0].Who != anna.User || shown[0].Part != "min dag" {
		t.Errorf("twice on one day is told once: %+v, %v", shown, err)
	}
	if sealed, err := w.db.SealedReads(ctx, 3, 9); err != nil || len(sealed) != 1 || sealed[0].Part != "min dag" {
		t.Errorf("%+v, %v", sealed, err)
	}
	got, err := w.db.Readings(ctx, eva, 10)
	if err != nil || len(got) != 2 || got[0].Part != "utredningen" || !got[0].At.Equal(w.clock.Now()) ||
		got[0].Actor.User != anna.User || got[0].Subject.ID != (ids.ID{6}) || got[0].Ground == "" {
		t.Errorf("%+v, %v", got, err)
	}
}

func sessions(t *testing.T, open Open) {
	w := newWorld(t, open)
	now := w.clock.Now()
	first := store.Session{Token: [32]byte{1}, User: anna.User, Began: now, Expires: now.Add(time.Hour)}
	if err := w.db.BeginSession(ctx, first); err != nil {
		t.Fatal(err)
	}
	if err := w.db.ExtendSession(ctx, first.Token, now.Add(2*time.Hour)); err != nil {
		t.Fatal(err)
	}
	found, err := w.db.FindSession(ctx, first.Token)
	if err != nil || found.User != anna.User || !found.Expires.Equal(now.Add(2*time.Hour)) || !found.Began.Equal(now) {
		t.Errorf("found %+v, %v", found, err)
	}
	second := store.Session{Token: [32]byte{2}, User: anna.User, Began: now.Add(15 * time.Hour), Expires: now.Add(16 * time.Hour)}
	if err := w.db.BeginSession(ctx, second); err != nil {
		t.Fatal(err)
	}
	if found, err := w.db.FindSession(ctx, first.Token); err != nil || !found.User.IsZero() {
		t.Errorf("the session that had run out: %+v, %v", found, err)
	}
	if err := w.db.EndSession(ctx, second.Token); err != nil || w.count(t, "session") != 0 {
		t.Errorf("ended: %v", err)
	}

	given := store.Session{Token: [32]byte{3}, User: anna.User, Began: now, Expires: now.Add(time.Hour), Roles: []string{"handlaggare", "kvalitet"}, Subject: "104233", SID: "a", Hint: "h"}
	other := store.Session{Token: [32]byte{4}, User: anna.User, Began: now, Expires: now.Add(time.Hour), Subject: "104233", SID: "b"}
	if err := errors.Join(w.db.BeginSession(ctx, given), w.db.BeginSession(ctx, other)); err != nil {
		t.Fatal(err)
	}
	if found, err := w.db.FindSession(ctx, given.Token); err != nil || !slices.Equal(found.Roles, given.Roles) || found.Subject != "104233" || found.SID != "a" || found.Hint != "h" {
		t.Errorf("found %+v, %v", found, err)
	}
	if err := w.db.EndSessionsOf(ctx, "", ""); err != nil || w.count(t, "session") != 2 {
		t.Errorf("a log-out of nobody ended sessions (%v)", err)
	}
	if err := w.db.EndSessionsOf(ctx, "104233", "a"); err != nil || w.count(t, "session") != 1 {
		t.Errorf("one session at the service: %d are left (%v)", w.count(t, "session"), err)
	}
	if err := w.db.EndOtherSessions(ctx, anna.User, other.Token); err != nil || w.count(t, "session") != 1 {
		t.Errorf("the own session is gone (%v)", err)
	}
	if err := w.db.EndSessionsOf(ctx, "104233", ""); err != nil || w.count(t, "session") != 0 {
		t.Errorf("all of the user: %d are left (%v)", w.count(t, "session"), err)
	}
}

func attempts(t *testing.T, open Open) {
	w := newWorld(t, open)
	now := w.clock.Now()
	begin := func(token byte, from time.Time) {
		t.Helper()
		if err := w.db.BeginAttempt(ctx, [32]byte{token}, []byte(`{"state":"s"}`), from, from.Add(10*time.Minute)); err != nil {
			t.Fatal(err)
		}
	}
	begin(1, now)
	if asked, err := w.db.TakeAttempt(ctx, [32]byte{1}, now); err != nil || string(asked) != `{"state":"s"}` {
		t.Errorf("taken: %s, %v", asked, err)
	}
	if asked, err := w.db.TakeAttempt(ctx, [32]byte{1}, now); err != nil || asked != nil {
		t.Errorf("taken twice: %s, %v", asked, err)
	}
	begin(2, now)
	if asked, err := w.db.TakeAttempt(ctx, [32]byte{2}, now.Add(10*time.Minute)); err != nil || asked != nil {
		t.Errorf("taken after its time: %s, %v", asked, err)
	}
	begin(3, now)
	begin(4, now.Add(time.Hour))
	if n := w.count(t, "login_attempt"); n != 1 {
		t.Errorf("%d attempts are kept after their time", n-1)
	}
}

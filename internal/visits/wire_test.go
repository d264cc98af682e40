package visits_test

import (
	"encoding/json"
	"fmt"
	"math/rand/v2"
	"strings"
	"testing"
	"time"

	"stadga/internal/civil"
	"stadga/internal/fault"
	"stadga/internal/ids"
	"stadga/internal/journal"
	"stadga/internal/visits"
)

const message = `{"now":"2026-11-22T08:46:02.100Z","mono":912345,"boot":"00112233445566aa","events":[
  {"id":"00000000000000000000000000000002","visit":"000000000000000000000000000000aa","order":"000000000000000000000000000000bb","seq":18,
   "kind":"end","at":"2026-11-22T08:45:03.120Z","mono":853365,"boot":"00112233445566aa","how":"tagg","tag":"a7k2 q9","tasks":["Dusch"],
   "notDone":[{"what":"Tvätt","why":"orkade inte"}],"outcome":"avbojt","with":2},
  {"id":"00000000000000000000000000000001","visit":"000000000000000000000000000000aa","order":"000000000000000000000000000000bb","seq":17,
   "kind":"start","at":"2026-11-22T08:15:03.120Z","mono":-946635,"boot":"00112233445566aa","how":"manuell","reason":"tekniskt-fel"}]}`

// What was sent in any order becomes one event in the order it was done in, and
// the same message again becomes nothing.
func TestAMessageBecomesOneVisitOnce(t *testing.T) {
	b, err := visits.ReadBatch([]byte(message))
	if err != nil {
		t.Fatal(err)
	}
	now := time.Date(2026, 11, 22, 8, 46, 2, 0, time.UTC)
	arrivals := visits.Receive(b, now)
	if len(arrivals) != 1 || len(arrivals[0].Entries) != 2 || arrivals[0].Entries[0].Kind != "start" {
		t.Fatalf("got %+v", arrivals)
	}
	cmd := visits.Take{Target: target, Staff: []ids.User{{ID: ids.ID{9}}}, Entries: arrivals[0].Entries}
	events, err := cmd.Decide(visits.Visit{}, env)
	if err != nil || len(events) != 1 {
		t.Fatalf("got %+v, %v", events, err)
	}
	e := events[0].(visits.VisitRegistered)
	if e.Class != visits.TaggedOut || e.Reason != visits.Technical || e.Done.Minutes() != 30 || e.Out.Tag != "A7K2Q9" || e.Outcome != visits.Declined || e.With != 2 || !e.First {
		t.Errorf("got %+v", e)
	}
	v := folded(t, today, events...)
	if again, err := cmd.Decide(v, env); err != nil || len(again) != 0 {
		t.Errorf("sent again: %+v, %v", again, err)
	}
}

// Each end may come by itself, in either order, and what is registered twice is
// kept beside what stands.
func TestEndsComeOneByOne(t *testing.T) {
	mark := func(n byte) visits.Mark { return visits.Mark{ID: ids.ID{n}, How: visits.ByTag, Sent: morning.To} }
	start := visits.Entry{Kind: "start", At: morning.From, Mark: mark(1)}
	end := visits.Entry{Kind: "end", At: morning.To, Mark: mark(2)}
	take := func(v *visits.Visit, entries ...visits.Entry) []journal.Event {
		t.Helper()
		events, err := visits.Take{Target: target, Entries: entries}.Decide(*v, env)
		if err != nil {
			t.Fatal(err)
		}
		for _, e := range events {
			v.Fold(journal.Recorded{Envelope: journal.Envelope{At: env.Now, Day: today}, Event: e})
		}
		return events
	}
	for name, order := range map[string][]visits.Entry{"start first": {start, end}, "end first": {end, start}} {
		t.Run(name, func(t *testing.T) {
			var v visits.Visit
			take(&v, order[0])
			take(&v, order[1])
			if v.Done != morning || v.Class != visits.TaggedBoth || len(v.Doubled) != 0 {
				t.Errorf("got %+v", v)
			}
			take(&v, visits.Entry{Kind: "end", At: morning.To.Add(time.Hour), Mark: mark(3)})
			take(&v, visits.Entry{Kind: "start", At: morning.From, Mark: mark(4)})
			if v.Done != morning || len(v.Doubled) != 2 {
				t.Errorf("registered again: %+v", v)
			}
		})
	}
	var only visits.Visit
	take(&only, end)
	if only.Done.Minutes() != 0 || only.Class != visits.TaggedOut {
		t.Errorf("an end alone is worth no time: %+v", only)
	}
}

func TestOnlyWhatCannotBeReadIsRefused(t *testing.T) {
	many := make([]string, visits.MostEvents+1)
	for i := range many {
		many[i] = fmt.Sprintf(`{"id":"%032x"}`, i+1)
	}
	for name, tt := range map[string]struct{ body, fault string }{
		"no JSON":                     {`{"events":[`, "visit.batch-unreadable"},
		"no object":                   {`[]`, "visit.batch-unreadable"},
		"an event that is a number":   {`{"events":[7]}`, "visit.batch-unreadable"},
		"an event without an id":      {`{"events":[{"kind":"start"}]}`, "visit.event-without-id"},
		"an id that is a path":        {`{"events":[{"id":"../../../../../../../../etc/passwd"}]}`, "visit.event-without-id"},
		"too many":                    {`{"events":[` + strings.Join(many, ",") + `]}`, "visit.batch-too-many"},
		"too large":                   {`{"events":[],"x":"` + strings.Repeat("x", visits.MostBytes) + `"}`, "visit.batch-too-large"},
		"no events":                   {`{"events":[]}`, ""},
		"fields of the wrong kind":    {`{"now":7,"mono":"x","boot":[],"events":[{"id":"00000000000000000000000000000001","visit":3,"order":{},"seq":"x","kind":1,"at":false,"how":[],"tasks":"x","notDone":[7],"with":1e99}]}`, ""},
		"a day before there were any": {`{"events":[{"id":"00000000000000000000000000000001","at":"0001-01-01T00:00:00Z"}]}`, ""},
	} {
		t.Run(name, func(t *testing.T) {
			b, err := visits.ReadBatch([]byte(tt.body))
			if tt.fault == "" {
				if err != nil {
					t.Fatal(err)
				}
				now := today.At(9, 0)
				for _, a := range visits.Receive(b, now) {
					if a.Entries[0].At != now {
						t.Errorf("an event without a time got %s", a.Entries[0].At)
					}
				}
				return
			}
			if all := fault.All(err); len(all) != 1 || all[0].Text != tt.fault {
				t.Errorf("got %v, want %s", err, tt.fault)
			}
		})
	}
}

// T03: 2,000 messages over both changes of the clocks, from phones that are wrong
// by up to a week or were set back between the ends. The counter gives the true
// time; no time is negative or counted twice, and the quality is told.
func TestTheServerSettlesTheTime(t *testing.T) {
	dice := rand.New(rand.NewPCG(6, 3))
	nights := []civil.Date{civil.On(2026, time.March, 29), civil.On(2026, time.October, 25)}
	for n := range 2000 {
		from := nights[n%2].At(0, 0).Add(time.Duration(dice.IntN(4*3600)) * time.Second)
		to := from.Add(time.Duration(60+dice.IntN(3*3600)) * time.Second)
		sent := to.Add(time.Duration(dice.IntN(8*3600)) * time.Second)
		wrong := func() time.Duration { return time.Duration(dice.IntN(14*24*3600)-7*24*3600) * time.Second }
		offs := [3]time.Duration{wrong(), wrong(), wrong()}
		if n%4 == 0 {
			offs = [3]time.Duration{}
		}
		mono := func(at time.Time) int64 { return at.Sub(from).Milliseconds() + 5000 }
		stamp := func(at time.Time, off time.Duration) string {
			zone := time.FixedZone("", dice.IntN(24)*3600-12*3600)
			return at.Add(off).In(zone).Format(time.RFC3339Nano)
		}
		body, err := json.Marshal(map[string]any{
			"now": stamp(sent, offs[2]), "mono": mono(sent), "boot": "aa",
			"events": []map[string]any{
				{"id": fmt.Sprintf("%032x", 2*n+2), "visit": "000000000000000000000000000000aa", "seq": 2, "kind": "end", "at": stamp(to, offs[1]), "mono": mono(to), "boot": "aa"},
				{"id": fmt.Sprintf("%032x", 2*n+1), "visit": "000000000000000000000000000000aa", "seq": 1, "kind": "start", "at": stamp(from, offs[0]), "mono": mono(from), "boot": "aa"},
			},
		})
		if err != nil {
			t.Fatal(err)
		}
		b, err := visits.ReadBatch(body)
		if err != nil {
			t.Fatal(err)
		}
		events, err := visits.Take{Target: target, Entries: visits.Receive(b, sent)[0].Entries}.Decide(visits.Visit{}, env)
		if err != nil || len(events) != 1 {
			t.Fatalf("got %v, %v", events, err)
		}
		e := events[0].(visits.VisitRegistered)
		if got, want := e.Done.Minutes(), int(to.Sub(from)/time.Minute); got < want-1 || got > want+1 {
			t.Fatalf("case %d: %d minutes, want %d (clocks %v)", n, got, want, offs)
		}
		if off := e.Done.From.Sub(from).Abs(); off > time.Minute {
			t.Fatalf("case %d: began %s from when it did", n, off)
		}
		if told := e.In.ClockOff != 0; told != (offs[0].Abs() > time.Minute) {
			t.Fatalf("case %d: the clock was %s off, told as %d s", n, offs[0], e.In.ClockOff)
		}
	}
}

// A phone that was restarted has lost its counter: how wrong it is when it sends
// tells how wrong it was, and that this is a guess is kept.
func TestARestartedPhoneIsGuessedAt(t *testing.T) {
	now := today.At(9, 0)
	for name, tt := range map[string]struct {
		now, at time.Time
		want    time.Time
		off     int
		guessed bool
	}{
		"right":                          {now, today.At(8, 15), today.At(8, 15), 0, false},
		"an hour ahead":                  {now.Add(time.Hour), today.At(9, 15), today.At(8, 15), 3600, true},
		"four minutes behind":            {now.Add(-4 * time.Minute), today.At(8, 11), today.At(8, 15), -240, true},
		"half a minute is the network's": {now.Add(30 * time.Second), today.At(8, 15), today.At(8, 15), 0, false},
		"it does not say":                {time.Time{}, today.At(8, 15), today.At(8, 15), 0, false},
	} {
		t.Run(name, func(t *testing.T) {
			b := visits.Batch{Now: tt.now, Mono: 10, Boot: "bb", Events: []visits.WireEvent{{ID: ids.ID{1}, Kind: "start", At: tt.at, Mono: 99999, Boot: "aa"}}}
			e := visits.Receive(b, now)[0].Entries[0]
			if !e.At.Equal(tt.want) || e.Mark.ClockOff != tt.off || e.Mark.Guessed != tt.guessed {
				t.Errorf("got %s, %d s, guessed %v", e.At, e.Mark.ClockOff, e.Mark.Guessed)
			}
		})
	}
}

// An order of someone else tells its sender nothing, and a visit of someone else
// is left as it is.
func TestWhatIsAnothersIsKeptApart(t *testing.T) {
	mine, theirs := ids.Provider{ID: ids.ID{1}}, ids.Provider{ID: ids.ID{2}}
	arrival := visits.Arrival{Visit: ids.Visit{ID: ids.ID{7}}, Order: target.Order, Entries: []visits.Entry{{Kind: "start", Mark: visits.Mark{ID: ids.ID{8}}}}}
	their := target
	their.Provider = theirs
	got := visits.Sort([]visits.Arrival{arrival}, visits.Expected{
		Targets: map[ids.Order]visits.Target{target.Order: their}, Senders: map[ids.Visit]ids.Provider{arrival.Visit: theirs},
	}, mine)[0]
	if got.Visit == arrival.Visit || !got.Take.Target.Person.IsZero() || got.Take.Target.Provider != mine {
		t.Errorf("got %+v", got)
	}
	got = visits.Sort([]visits.Arrival{arrival}, visits.Expected{Taken: map[ids.ID]ids.Visit{{8}: {ID: ids.ID{5}}}}, mine)[0]
	if len(got.Take.Entries) != 0 || got.Visit.ID != (ids.ID{5}) {
		t.Errorf("an event that has had its effect: %+v", got)
	}
}

func FuzzReadBatch(f *testing.F) {
	f.Add([]byte(message))
	f.Add([]byte(`{"now":7,"mono":"x","events":[{"id":"00000000000000000000000000000001","at":"2026-03-29T02:30:00+01:00","seq":9007199254740993,"tasks":[1]}]}`))
	f.Add([]byte(`{"events":[{"id":"00000000000000000000000000000001"},{"id":"00000000000000000000000000000001"}]}`))
	f.Fuzz(func(t *testing.T, body []byte) {
		b, err := visits.ReadBatch(body)
		if err != nil {
			if all := fault.All(err); len(all) != 1 || visits.Sentences()[all[0].Text].Says == "" {
				t.Fatalf("refused without a sentence: %v", err)
			}
			return
		}
		now, seen := today.At(9, 0), map[ids.ID]bool{}
		for _, a := range visits.Receive(b, now) {
			for _, e := range a.Entries {
				if seen[e.Mark.ID] {
					t.Fatal("an id has two effects")
				}
				seen[e.Mark.ID] = true
			}
			events, err := visits.Take{Target: target, Entries: a.Entries}.Decide(visits.Visit{}, env)
			if err != nil {
				t.Fatalf("refused: %v", err)
			}
			for _, event := range events {
				if e, ok := event.(visits.VisitRegistered); ok && e.Done.To.Before(e.Done.From) {
					t.Fatalf("negative time: %+v", e.Done)
				}
				if _, err := json.Marshal(event); err != nil {
					t.Fatal(err)
				}
			}
			v := folded(t, today, events...)
			if again, _ := (visits.Take{Target: target, Entries: a.Entries}).Decide(v, env); len(again) != 0 {
				t.Fatalf("sent again: %+v", again)
			}
		}
		for _, e := range b.Events {
			if !seen[e.ID] {
				t.Fatal("an event was lost")
			}
		}
	})
}

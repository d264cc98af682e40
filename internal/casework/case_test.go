package casework_test

import (
	"testing"
	"time"

	"stadga/internal/act"
	"stadga/internal/casework"
	"stadga/internal/civil"
	"stadga/internal/duty"
	"stadga/internal/ids"
	"stadga/internal/journal"
)

type caseCommand interface {
	Decide(casework.Case, act.Env) ([]journal.Event, error)
}

func caseAfter(t *testing.T, cmds ...caseCommand) casework.Case {
	t.Helper()
	var c casework.Case
	for _, cmd := range cmds {
		events, err := cmd.Decide(c, envAt(opened))
		if err != nil {
			t.Fatalf("%T: %v", cmd, err)
		}
		for _, e := range events {
			c.Fold(journal.Recorded{Envelope: journal.Envelope{
				Stream: journal.StreamID{Kind: "case", ID: alvaCase.ID}, At: opened, Day: monday,
			}, Event: e})
		}
	}
	return c
}

func TestOpeningAssigningAndClosingACase(t *testing.T) {
	open := casework.OpenCase{Person: alva, Area: casework.Children, Number: "2026-0412"}
	running := duty.Fact{Name: "case.child_inquiry_opened", About: inquiry.String()}
	for name, tt := range map[string]struct {
		given []caseCommand
		facts []duty.Fact
		when  caseCommand
		then  string
		field string
	}{
		"open":                       {nil, nil, open, "", ""},
		"open twice":                 {[]caseCommand{open}, nil, open, "case.opened-already", ""},
		"of nobody":                  {nil, nil, casework.OpenCase{Area: casework.Children, Number: "2026-0412"}, "case.person-missing", "person"},
		"in no area":                 {nil, nil, casework.OpenCase{Person: alva, Area: "skola", Number: "2026-0412"}, "case.area-missing", "area"},
		"without number":             {nil, nil, casework.OpenCase{Person: alva, Area: casework.Children, Number: "20160702-2389"}, "case.number-malformed", ""},
		"assign":                     {[]caseCommand{open}, nil, casework.AssignCase{Officer: linnea}, "", ""},
		"assign to nobody":           {[]caseCommand{open}, nil, casework.AssignCase{}, "case.officer-missing", "officer"},
		"assign what does not exist": {nil, nil, casework.AssignCase{Officer: linnea}, "case.unknown", ""},
		"close":                      {[]caseCommand{open}, nil, casework.CloseCase{Reason: "Inget pågår."}, "", ""},
		"close without reason":       {[]caseCommand{open}, nil, casework.CloseCase{}, "case.reason-missing", "reason"},
		"close with open lines":      {[]caseCommand{open}, nil, casework.CloseCase{Reason: "Klart.", Lines: 1}, "case.lines-run", ""},
		"close with an inquiry open": {[]caseCommand{open}, []duty.Fact{running}, casework.CloseCase{Reason: "Klart."}, "case.lines-run", ""},
		"close with a service on":    {[]caseCommand{open}, []duty.Fact{{Name: "case.favourable_running"}}, casework.CloseCase{Reason: "Klart."}, "case.lines-run", ""},
		"assign what is closed":      {[]caseCommand{open, casework.CloseCase{Reason: "Klart."}}, nil, casework.AssignCase{Officer: linnea}, "case.is-closed", ""},
		"open again":                 {[]caseCommand{open, casework.CloseCase{Reason: "Klart."}}, nil, casework.ReopenCase{Reason: "Ny anmälan."}, "", ""},
	} {
		t.Run(name, func(t *testing.T) {
			events, err := tt.when.Decide(caseAfter(t, tt.given...), envAt(opened, tt.facts...))
			expect(t, events, err, tt.then, tt.field)
		})
	}

	c := caseAfter(t, open, casework.AssignCase{Officer: sofia}, casework.AssignCase{Officer: linnea, Reason: "Föräldraledig."})
	if got := says(c.Says(), "case.officer"); len(got) != 1 || got[0] != "2026-03-09 "+linnea.String() {
		t.Errorf("officer is said as %v", got)
	}
	if got := says(caseAfter(t, open, casework.CloseCase{Reason: "Klart."}, casework.ReopenCase{}).Says(), "case.closed"); got != nil {
		t.Errorf("an open case says it is closed: %v", got)
	}
}

// The file is kept from its last note: the closing, or what was written after it.
func TestTheLastNoteOfAFile(t *testing.T) {
	open := casework.OpenCase{Person: alva, Area: casework.Children, Number: "2026-0412"}
	closed := caseAfter(t, open, casework.CloseCase{Reason: "Klart."})
	if got := says(closed.Says(), "case.last_note"); len(got) != 1 {
		t.Errorf("a closed case says its last note %v", got)
	}
	if got := says(caseAfter(t, open, casework.CloseCase{Reason: "Klart."}, casework.ReopenCase{}).Says(), "case.last_note"); got != nil {
		t.Errorf("an open case says its last note %v", got)
	}
	write := casework.WriteNote{Case: alvaCase, Person: alva, Kind: casework.NotePhone, Text: "Mamma ringer."}
	env := noteEnv(linnea)
	env.Facts = duty.FactsOf(duty.Fact{Name: "case.closed", Day: civil.DayOf(opened)})
	events, err := write.Decide(casework.Note{}, env)
	if err != nil {
		t.Fatal(err)
	}
	var after casework.Note
	after.Fold(journal.Recorded{Envelope: journal.Envelope{Stream: journal.StreamID{Kind: "note", ID: ids.ID{15: 2}}, At: opened, Day: civil.DayOf(opened)}, Event: events[0]})
	if got := says(after.Says(), "case.last_note"); len(got) != 1 {
		t.Errorf("a note in a closed case says %v", got)
	}
	if got := says(noteAfter(t, noteStep{linnea, write}).Says(), "case.last_note"); got != nil {
		t.Errorf("a note in an open case says %v", got)
	}
}

type noteCommand interface {
	Decide(casework.Note, act.Env) ([]journal.Event, error)
}

type noteStep struct {
	by  ids.User
	cmd noteCommand
}

func noteEnv(by ids.User) act.Env {
	env := envAt(opened)
	env.Actor.User = by
	return env
}

func noteAfter(t *testing.T, steps ...noteStep) casework.Note {
	t.Helper()
	var n casework.Note
	for _, s := range steps {
		events, err := s.cmd.Decide(n, noteEnv(s.by))
		if err != nil {
			t.Fatalf("%T: %v", s.cmd, err)
		}
		for _, e := range events {
			n.Fold(journal.Recorded{Envelope: journal.Envelope{
				Stream: journal.StreamID{Kind: "note", ID: ids.ID{15: 2}}, At: opened, Day: civil.DayOf(opened), Actor: s.by,
			}, Event: e})
		}
	}
	return n
}

func TestNotes(t *testing.T) {
	other := ids.Case{ID: ids.ID{15: 99}}
	write := casework.WriteNote{Case: alvaCase, Person: alva, Kind: casework.NotePhone, Text: "Mamma ringer."}
	signed := write
	signed.Sign = true
	ahead := write
	ahead.Happened = opened.Add(time.Hour)
	marked := []noteStep{{linnea, signed}, {linnea, casework.MarkMisfiled{RightIn: other, Reason: "Gällde en annan familj."}}}
	for name, tt := range map[string]struct {
		given []noteStep
		when  noteStep
		then  string
		field string
	}{
		"write":                      {nil, noteStep{linnea, write}, "", ""},
		"write nothing":              {nil, noteStep{linnea, casework.WriteNote{Kind: casework.NotePhone, Text: " "}}, "note.text-missing", "text"},
		"write of no kind":           {nil, noteStep{linnea, casework.WriteNote{Text: "x"}}, "note.kind-missing", "kind"},
		"write of what is to come":   {nil, noteStep{linnea, ahead}, "note.happened-in-future", "happened"},
		"change before signing":      {[]noteStep{{linnea, write}}, noteStep{linnea, casework.RewriteNote{Text: "Mamma ringer, orolig."}}, "", ""},
		"change what another wrote":  {[]noteStep{{linnea, write}}, noteStep{sofia, casework.RewriteNote{Text: "x"}}, "note.not-the-author", ""},
		"change what is signed":      {[]noteStep{{linnea, signed}}, noteStep{linnea, casework.RewriteNote{Text: "x"}}, "note.is-signed", ""},
		"sign":                       {[]noteStep{{linnea, write}}, noteStep{linnea, casework.SignNote{}}, "", ""},
		"sign what another wrote":    {[]noteStep{{linnea, write}}, noteStep{sofia, casework.SignNote{}}, "note.not-the-author", ""},
		"correct":                    {[]noteStep{{linnea, signed}}, noteStep{sofia, casework.CorrectNote{"Mormor ringer.", "Fel person."}}, "", ""},
		"correct without reason":     {[]noteStep{{linnea, signed}}, noteStep{linnea, casework.CorrectNote{"Mormor ringer.", ""}}, "note.reason-missing", "reason"},
		"correct before signing":     {[]noteStep{{linnea, write}}, noteStep{linnea, casework.CorrectNote{"x", "y"}}, "note.not-signed", ""},
		"object":                     {[]noteStep{{linnea, signed}}, noteStep{linnea, casework.ObjectToNote{"Jag ringde inte."}}, "", ""},
		"object with nothing":        {[]noteStep{{linnea, signed}}, noteStep{linnea, casework.ObjectToNote{}}, "note.objection-missing", "says"},
		"mark as misfiled":           {[]noteStep{{linnea, signed}}, noteStep{linnea, casework.MarkMisfiled{RightIn: other, Reason: "Fel familj."}}, "", ""},
		"mark without reason":        {[]noteStep{{linnea, signed}}, noteStep{linnea, casework.MarkMisfiled{RightIn: other}}, "note.reason-missing", "reason"},
		"mark as belonging here":     {[]noteStep{{linnea, signed}}, noteStep{linnea, casework.MarkMisfiled{RightIn: alvaCase, Reason: "x"}}, "note.already-in-that-case", "right"},
		"move by the one who marked": {marked, noteStep{linnea, casework.MoveNote{Case: other, Person: mother}}, "note.second-person-moves", ""},
		"move by a second person":    {marked, noteStep{sofia, casework.MoveNote{Case: other, Person: mother}}, "", ""},
		"move what is rightly filed": {marked[:1], noteStep{sofia, casework.MoveNote{Case: other, Person: mother}}, "note.not-misfiled", ""},
		"write twice":                {[]noteStep{{linnea, write}}, noteStep{linnea, write}, "note.written-already", ""},
	} {
		t.Run(name, func(t *testing.T) {
			events, err := tt.when.cmd.Decide(noteAfter(t, tt.given...), noteEnv(tt.when.by))
			expect(t, events, err, tt.then, tt.field)
		})
	}

	corrected := noteAfter(t, noteStep{linnea, signed}, noteStep{sofia, casework.CorrectNote{"Mormor ringer.", "Fel person."}})
	if corrected.Text != "Mormor ringer." || len(corrected.Earlier) != 1 || corrected.Earlier[0].Was != "Mamma ringer." || corrected.Earlier[0].By != sofia {
		t.Errorf("a correction must keep what stood: %+v", corrected)
	}
	moved := noteAfter(t, append(marked[:2:2], noteStep{sofia, casework.MoveNote{Case: other, Person: mother}})...)
	if moved.Persons()[0] != mother || moved.Says()[0].Subject.ID != other.ID {
		t.Errorf("the note stayed in the wrong file: %+v", moved)
	}
}

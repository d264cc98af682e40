package eventlog

import (
	"strings"
	"testing"

	"stadga/internal/duty"
)

func TestAMappingDeclaresTheWordsOfItsRules(t *testing.T) {
	got := map[string]duty.FactType{}
	for _, f := range mapping(t, aMapping).Vocabulary() {
		got[f.Name] = f
	}
	for name, want := range map[string]struct {
		subject string
		kind    duty.Type
		silence duty.Silence
	}{
		"intake.received":        {"intake", duty.Instant, duty.No},
		"intake.kind":            {"intake", duty.Text, duty.No},
		"person.born":            {"person", duty.Number, duty.Unknown},
		"investigation.opened":   {"investigation", duty.Day, duty.No},
		"investigation.extended": {"investigation", duty.Until, duty.No},
		"investigation.child":    {"investigation", duty.Bool, duty.No},
		"investigation.listed":   {"investigation", duty.Bool, duty.Unknown},
	} {
		if f := got[name]; f.Subject != want.subject || f.Type != want.kind || f.Silence != want.silence {
			t.Errorf("%s is %+v, want %+v", name, f, want)
		}
	}
}

func TestAValueIsShownInTheFilesOwnWord(t *testing.T) {
	m := mapping(t, aMapping)
	for _, tt := range [][3]string{
		{"intake.kind", "ansokan", "Ansökan"},
		{"intake.kind", "annat", "annat"},
		{"investigation.child", "true", "ja"},
		{"service.renewed", "ny-provning", "ny prövning"},
	} {
		if got := m.Word(tt[0], tt[1]); got != tt[2] {
			t.Errorf("%s = %s is shown as %q, want %q", tt[0], tt[1], got, tt[2])
		}
	}
}

func TestABadMappingSaysWhereAndHowToMendIt(t *testing.T) {
	const list = "lists:\n  - name: a\n    file: a.csv\n    subject: {case: Nr}\n    absent: no\n    facts:\n      case.opened: {day: Inkom}\n"
	for name, tt := range map[string]struct{ given, says string }{
		"no YAML":              {"a: [", "m.yaml, rad 1: Mappningen går inte att läsa som YAML"},
		"empty":                {"", "m.yaml, rad 1: Mappningen går inte att läsa som YAML"},
		"describes nothing":    {"says: x\n", "Mappningen beskriver varken lists eller log"},
		"unknown word":         {list + "liste: 1\n", `m.yaml, rad 8, kolumn 1: "liste" finns inte i mappningen`},
		"unknown word of fact": {strings.Replace(list, "day: Inkom", "date: Inkom", 1), `m.yaml, rad 7, kolumn 21: "date" finns inte i uppgiften case.opened`},
		"word given twice":     {strings.Replace(list, "name: a", "name: a\n    name: b", 1), `"name" står två gånger`},
		"silence not said":     {strings.Replace(list, "    absent: no\n", "", 1), `m.yaml, rad 2, kolumn 5: Listan "a" saknar absent`},
		"silence misspelt":     {strings.Replace(list, "absent: no", "absent: maybe", 1), "absent ska vara no"},
		"no subject":           {strings.Replace(list, "    subject: {case: Nr}\n", "", 1), `Listan "a" saknar subject`},
		"no file":              {strings.Replace(list, "    file: a.csv\n", "", 1), `Listan "a" saknar file`},
		"no facts":             {strings.Split(list, "    facts")[0], `Listan "a" saknar facts`},
		"no column":            {strings.Replace(list, "{day: Inkom}", "{says: x}", 1), `Uppgiften "case.opened" saknar kolumn`},
		"another subject":      {strings.Replace(list, "{day: Inkom}", "{day: Inkom, on: person}", 1), `hör till "person", som inte står i listans subject`},
		"left out, no reason":  {strings.Replace(list, "absent: no", "absent: no\n    leave_out: [{column: T, is: x}]", 1), "leave_out saknar why"},
		"impossible period":    {"from: 2026-02-30\n" + list, "m.yaml, rad 1, kolumn 7: from ska vara en dag"},
		"derived from nothing": {list + "derive:\n  - timing: {gives: case.word, subject: case, fact: case.nothing, after: case.opened}\n", `Uppgiften "case.nothing" finns inte i mappningen`},
		"unknown derivation":   {list + "derive:\n  - guess: {}\n", `"guess" finns inte under derive`},
		"half a derivation":    {list + "derive:\n  - differs: {gives: a}\n", "differs saknar fact, from, subject"},
		"no period to share":   {list + "derive:\n  - prorated: {gives: case.sum, subject: case, on: case, number: case.opened, from: case.opened, until: case.opened}\n", "Skriv from och to överst i mappningen"},
		"one fact, two ways":   {list + strings.Replace(strings.TrimPrefix(list, "lists:\n"), "{day: Inkom}", "{text: Typ}", 1), `Uppgiften "case.opened" beskrivs på två olika sätt`},
		"a log without facts":  {"log: {absent: no}\n", "log saknar facts"},
		"which of several":     {"log:\n  absent: no\n  facts:\n    matter.x: {event: A, which: some}\n", "which ska vara first, last eller all"},
		"a ring":               {list + "  - name: b\n    file: b.csv\n    subject: {person: P, case: Nr}\n    absent: no\n    facts: {person.x: {day: D}}\n  - name: c\n    file: c.csv\n    subject: {case: Nr, person: P}\n    absent: no\n    facts: {case.y: {day: D}}\n", "Listorna hänger ihop i en ring"},
	} {
		t.Run(name, func(t *testing.T) {
			_, err := ParseMapping("m.yaml", []byte(tt.given))
			if err == nil || !strings.Contains(err.Error(), tt.says) {
				t.Errorf("got  %v\nwant %s", err, tt.says)
			}
		})
	}
}

func FuzzMapping(f *testing.F) {
	f.Add([]byte(aMapping))
	f.Add([]byte("log: {absent: no, facts: {matter.x: {event: \"*\", which: last}}}"))
	f.Add([]byte("derive: [{follows: {subject: a}}, {prorated: {}}]"))
	f.Add([]byte("lists: [[[[{}]]]]"))
	f.Fuzz(func(t *testing.T, text []byte) {
		m, err := ParseMapping("m.yaml", text)
		if err != nil && len(Faults(err)) == 0 {
			t.Errorf("%q is answered without a sentence: %v", text, err)
		}
		if err == nil {
			m.Vocabulary()
		}
	})
}

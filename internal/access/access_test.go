package access_test

import (
	"io/fs"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"
	"testing/fstest"

	"stadga/internal/access"
	"stadga/internal/duty"
	"stadga/internal/ids"
	policies "stadga/rules/access"
)

func user(n byte) ids.User         { return ids.User{ID: ids.ID{15: n}} }
func unit(n byte) ids.Unit         { return ids.Unit{ID: ids.ID{14: n}} }
func provider(n byte) ids.Provider { return ids.Provider{ID: ids.ID{13: n}} }

func door(t *testing.T) *access.Door {
	t.Helper()
	d, err := access.New(policies.Files)
	if err != nil {
		t.Fatal(err)
	}
	return d
}

const (
	eva, jonas, per, linnea, karin, anneli, marie, fatima, sven, rut, emil, cecilia, tomas byte = iota + 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13
)

const (
	bistand, barn     byte = 1, 2
	hemtjanst, ronnen byte = 1, 2
)

// staff are the people of Norrsala, each with the role that norrsala.md gives.
func staff() map[string]access.Who {
	at := func(n byte, role string, u byte) access.Who {
		return access.Who{User: user(n), Roles: []string{role}, Unit: unit(u)}
	}
	with := func(n byte, role string, p byte) access.Who {
		return access.Who{User: user(n), Roles: []string{role}, Provider: provider(p)}
	}
	return map[string]access.Who{
		"Eva, handläggare":             at(eva, "handlaggare", bistand),
		"Jonas, samma enhet":           at(jonas, "handlaggare", bistand),
		"Amir, annan enhet":            at(20, "handlaggare", barn),
		"Amir för Eva":                 {User: user(20), Roles: []string{"handlaggare"}, Unit: unit(barn), Covers: []ids.User{user(eva)}},
		"Linnéa, mottagning barn":      at(linnea, "mottagning", barn),
		"Cecilia, socialjour":          {User: user(cecilia), Roles: []string{"socialjour"}, Unit: unit(9), OnCall: true},
		"Cecilia, ledig":               at(22, "socialjour", 9),
		"Per, enhetschef":              at(per, "enhetschef", bistand),
		"Helena, annan enhetschef":     at(21, "enhetschef", barn),
		"Karin, socialchef":            at(karin, "socialchef", 0),
		"Anneli, SAS":                  at(anneli, "kvalitet", 0),
		"Marie, utförare":              with(marie, "utforare", hemtjanst),
		"Rickard, annan utförare":      with(22, "utforare", ronnen),
		"Fatima, undersköterska":       with(fatima, "omsorgspersonal", hemtjanst),
		"Tomas, controller":            at(tomas, "controller", 0),
		"Sven-Erik, revisor":           at(sven, "revisor", 0),
		"Rut, loggranskare":            at(rut, "loggranskare", 0),
		"Emil, systemförvaltare":       at(emil, "systemforvaltare", 0),
		"chef hos utföraren":           {User: user(23), Roles: []string{"enhetschef", "utforare"}, Unit: unit(bistand), Provider: provider(hemtjanst)},
		"revisor som också handlägger": {User: user(eva), Roles: []string{"handlaggare", "revisor"}, Unit: unit(bistand)},
		"programmet":                   {System: true},
		"någon utan roll":              {User: user(24), Unit: unit(bistand)},
	}
}

// files are the cases the questions are about.
func files() map[string]access.File {
	anna := access.File{Subject: duty.Subject{Kind: "case", ID: ids.ID{1}}, Area: "aldre", Unit: unit(bistand), Assigned: []ids.User{user(eva)}, Provider: provider(hemtjanst)}
	protected := anna
	protected.Secrecy = "sekretessmarkering"
	return map[string]access.File{
		"Annas ärende":      anna,
		"skyddad persons":   protected,
		"ofördelad anmälan": {Subject: duty.Subject{Kind: "intake", ID: ids.ID{2}}, Area: "barn"},
		"ny medarbetare":    {Subject: duty.Subject{Kind: "staff", ID: ids.ID{8}}, New: true, Secrecy: access.Open},
		"ny person":         {Subject: duty.Subject{Kind: "person", ID: ids.ID{3}}, New: true},
		"skyddat barn":      {Subject: duty.Subject{Kind: "intake", ID: ids.ID{4}}, Area: "barn", Unit: unit(barn), Assigned: []ids.User{user(linnea)}, Secrecy: "skyddad-folkbokforing", Told: []ids.User{user(per)}},
		"ny avvikelse":      {Subject: duty.Subject{Kind: access.DeviationKind, ID: ids.ID{5}}, New: true},
		"Evas avvikelse":    {Subject: duty.Subject{Kind: access.DeviationKind, ID: ids.ID{6}}, Unit: unit(bistand), Reporter: user(eva)},
		"Fatimas avvikelse": {Subject: duty.Subject{Kind: access.DeviationKind, ID: ids.ID{7}}, Provider: provider(hemtjanst), Reporter: user(fatima)},
	}
}

func TestWhoMayDoWhat(t *testing.T) {
	d := door(t)
	const annas, skyddad, ofordelad, ny, nyMedarbetare = "Annas ärende", "skyddad persons", "ofördelad anmälan", "ny person", "ny medarbetare"
	everyone := slices.Sorted(func(yield func(string) bool) {
		for name := range staff() {
			if !yield(name) {
				return
			}
		}
	})
	for _, tt := range []struct {
		action, file string
		who          []string // all others are denied
	}{
		{"case.read", annas, []string{"Eva, handläggare", "Jonas, samma enhet", "Amir för Eva", "Per, enhetschef", "Karin, socialchef", "Anneli, SAS"}},
		{"case.read", skyddad, []string{"Eva, handläggare", "Amir för Eva"}},
		{"case.read", ofordelad, []string{"Eva, handläggare", "Jonas, samma enhet", "Amir, annan enhet", "Amir för Eva", "Linnéa, mottagning barn", "Per, enhetschef", "Helena, annan enhetschef", "Karin, socialchef", "Anneli, SAS"}},
		{"decision.make", annas, []string{"Eva, handläggare", "Jonas, samma enhet", "Amir för Eva", "Per, enhetschef"}},
		{"decision.make", skyddad, []string{"Eva, handläggare", "Amir för Eva"}},
		{"note.write", annas, []string{"Eva, handläggare", "Jonas, samma enhet", "Amir för Eva", "Per, enhetschef"}},
		{"case.assign", annas, []string{"Per, enhetschef", "Karin, socialchef"}},
		{"case.assign", skyddad, []string{"Per, enhetschef", "Karin, socialchef"}},
		{"intake.assign", ofordelad, []string{"Eva, handläggare", "Jonas, samma enhet", "Amir, annan enhet", "Amir för Eva", "Linnéa, mottagning barn", "Per, enhetschef", "Helena, annan enhetschef", "Karin, socialchef"}},
		{"intake.receive", annas, []string{"Eva, handläggare", "Jonas, samma enhet", "Amir, annan enhet", "Amir för Eva", "Linnéa, mottagning barn", "Cecilia, socialjour", "Per, enhetschef"}},
		{"intake.assess_protection", skyddad, []string{"Eva, handläggare", "Jonas, samma enhet", "Amir, annan enhet", "Amir för Eva", "Linnéa, mottagning barn", "Cecilia, socialjour", "Per, enhetschef"}},
		{"person.register", ny, []string{"Eva, handläggare", "Jonas, samma enhet", "Amir, annan enhet", "Amir för Eva", "Linnéa, mottagning barn", "Cecilia, socialjour"}},
		{"order.read", annas, []string{"Eva, handläggare", "Jonas, samma enhet", "Amir för Eva", "Per, enhetschef", "Karin, socialchef", "Anneli, SAS", "Marie, utförare", "Fatima, undersköterska", "chef hos utföraren"}},
		{"order.read", skyddad, []string{"Eva, handläggare", "Amir för Eva", "Marie, utförare", "Fatima, undersköterska", "chef hos utföraren"}},
		{"decision.stop-services", annas, []string{"Eva, handläggare", "Jonas, samma enhet", "Amir för Eva", "Per, enhetschef", "programmet"}},
		{"staff.appoint", nyMedarbetare, []string{"Emil, systemförvaltare", "programmet"}},
		{"absence.begin", nyMedarbetare, []string{"Emil, systemförvaltare", "Per, enhetschef", "Helena, annan enhetschef", "Karin, socialchef"}},
		{"unassessed.register", nyMedarbetare, []string{"Eva, handläggare", "Jonas, samma enhet", "Amir, annan enhet", "Amir för Eva", "Linnéa, mottagning barn", "Per, enhetschef", "Helena, annan enhetschef", "Marie, utförare", "Rickard, annan utförare", "chef hos utföraren"}},
		{"case.destroy", annas, nil},

		// Who is told that a child needs protection answers it, and opens no file by that.
		{"intake.receipt_alert", "skyddat barn", []string{"Per, enhetschef"}},
		{"case.read", "skyddat barn", []string{"Linnéa, mottagning barn"}},
		{"intake.alert_managers", "skyddat barn", []string{"programmet"}},

		// Everyone at work reports; who reads a report does not follow from any case.
		{"deviation.report", "ny avvikelse", slices.DeleteFunc(slices.Clone(everyone), func(name string) bool {
			return name == "Sven-Erik, revisor" || name == "Rut, loggranskare" || name == "revisor som också handlägger"
		})},
		{"deviation.report", "Evas avvikelse", nil},
		{"deviation.read", "Evas avvikelse", []string{"Eva, handläggare", "Per, enhetschef", "Karin, socialchef", "Anneli, SAS"}},
		{"deviation.class", "Evas avvikelse", []string{"Per, enhetschef", "Karin, socialchef", "Anneli, SAS"}},
		{"deviation.close", "Evas avvikelse", []string{"Per, enhetschef", "Karin, socialchef", "Anneli, SAS"}},
		{"deviation.read", "Fatimas avvikelse", []string{"Fatima, undersköterska", "Marie, utförare", "chef hos utföraren", "Karin, socialchef", "Anneli, SAS"}},
		{"deviation.explain", "Fatimas avvikelse", []string{"Marie, utförare", "chef hos utföraren", "Karin, socialchef", "Anneli, SAS"}},
		{"deviation.class", "Fatimas avvikelse", []string{"Karin, socialchef", "Anneli, SAS"}},
	} {
		for _, name := range everyone {
			got := d.OnFile(staff()[name], tt.action, files()[tt.file])
			if got.Alarm != "" {
				t.Fatalf("%s, %s, %s: %s", name, tt.action, tt.file, got.Alarm)
			}
			if want := slices.Contains(tt.who, name); got.Allowed != want {
				t.Errorf("%s, %s: %s gets %v (%v)", tt.action, tt.file, name, got.Allowed, got.Reasons)
			}
			if got.Allowed && got.Ground == "" {
				t.Errorf("%s, %s: %s is let in without a ground for the log", tt.action, tt.file, name)
			}
		}
	}
}

func TestWhoMaySeeWhichPage(t *testing.T) {
	d := door(t)
	for _, tt := range []struct {
		page string
		who  []string
	}{
		{"desk.unit", []string{"Per, enhetschef", "Karin, socialchef"}},
		{"desk.quality", []string{"Eva, handläggare", "Per, enhetschef", "Karin, socialchef", "Anneli, SAS", "Tomas, controller", "Sven-Erik, revisor", "Rut, loggranskare"}},
		{"desk.review", []string{"Anneli, SAS", "Sven-Erik, revisor", "Rut, loggranskare"}},
		{"desk.draft", []string{"Eva, handläggare", "Linnéa, mottagning barn", "Marie, utförare", "Fatima, undersköterska"}},
		{"desk.operation", []string{"Emil, systemförvaltare", "Karin, socialchef"}},
	} {
		for _, name := range tt.who {
			if !d.May(staff()[name], tt.page) {
				t.Errorf("%s does not reach %s", name, tt.page)
			}
		}
	}
	for _, tt := range []struct{ name, action string }{
		{"Sven-Erik, revisor", "desk.draft"},
		{"Sven-Erik, revisor", "case.read"},
		{"Sven-Erik, revisor", "note.write"},
		{"Marie, utförare", "case.read"},
		{"Marie, utförare", "desk.unit"},
		{"chef hos utföraren", "desk.unit"},
		{"Tomas, controller", "case.read"},
		{"någon utan roll", "desk.day"},
		{"Emil, systemförvaltare", "case.read"},
		{"revisor som också handlägger", "decision.make"},
	} {
		if d.May(staff()[tt.name], tt.action) {
			t.Errorf("%s may %s", tt.name, tt.action)
		}
	}
}

// A policy that fails is skipped by Cedar, also a forbid: here it must close the door.
func TestAPolicyThatFailsClosesTheDoor(t *testing.T) {
	files := fstest.MapFS{}
	for _, name := range []string{"schema.cedarschema"} {
		text, err := fs.ReadFile(policies.Files, name)
		if err != nil {
			t.Fatal(err)
		}
		files[name] = &fstest.MapFile{Data: text}
	}
	files["a.cedar"] = &fstest.MapFile{Data: []byte(`
@id("alla") @grund("alla") permit (principal is Medarbetare, action == Action::"case.read", resource is Akt);
@id("overflod") forbid (principal is Medarbetare, action == Action::"case.read", resource is Akt)
when { 9223372036854775807 + (if resource.ny then 1 else 0) > 0 };`)}
	d, err := access.New(files)
	if err != nil {
		t.Fatal(err)
	}
	got := d.OnFile(access.Who{User: user(1)}, "case.read", access.File{New: true})
	if got.Allowed || got.Alarm == "" {
		t.Errorf("%+v", got)
	}
}

func TestPoliciesAreHeldToTheSchema(t *testing.T) {
	schema, err := fs.ReadFile(policies.Files, "schema.cedarschema")
	if err != nil {
		t.Fatal(err)
	}
	for name, text := range map[string]string{
		"an attribute nobody has": `@id("x") @grund("x") permit (principal is Medarbetare, action == Action::"case.read", resource is Akt) when { resource.adress == "" };`,
		"an action nobody knows":  `@id("x") @grund("x") permit (principal is Medarbetare, action == Action::"case.reed", resource is Akt);`,
		"no id":                   `@grund("x") permit (principal is Medarbetare, action == Action::"case.read", resource is Akt);`,
		"no ground":               `@id("x") permit (principal is Medarbetare, action == Action::"case.read", resource is Akt);`,
	} {
		_, err := access.New(fstest.MapFS{"schema.cedarschema": {Data: schema}, "x.cedar": {Data: []byte(text)}})
		if err == nil {
			t.Errorf("%s: accepted", name)
		}
	}
}

var actionLiteral = regexp.MustCompile(`\bAction\(\) string\s*\{\s*return "([^"]+)"\s*\}`)

// Every act the areas can do stands in the schema; one that did not would be
// denied to everyone, and someone would find out at the counter.
func TestEveryActIsKnown(t *testing.T) {
	d := door(t)
	found := 0
	err := filepath.WalkDir("..", func(name string, entry fs.DirEntry, err error) error {
		if err != nil || entry.IsDir() || !strings.HasSuffix(name, ".go") || strings.HasSuffix(name, "_test.go") || strings.HasSuffix(filepath.Dir(name), "test") {
			return err
		}
		text, err := os.ReadFile(name)
		if err != nil {
			return err
		}
		for _, m := range actionLiteral.FindAllSubmatch(text, -1) {
			found++
			if !d.Knows(string(m[1])) {
				t.Errorf("%s: the action %s stands in no policy's schema", name, m[1])
			}
		}
		return nil
	})
	if err != nil || found == 0 {
		t.Fatalf("read %d actions: %v", found, err)
	}
}

func TestAFileIsMadeFromFacts(t *testing.T) {
	officer, team, who := user(1), unit(2), provider(3)
	got := access.FileOf(duty.Subject{Kind: "service", ID: ids.ID{9}}, duty.FactsOf(
		duty.Fact{Name: "case.opened"}, duty.Fact{Name: "case.officer", Value: officer.String()}, duty.Fact{Name: "case.unit", Value: team.String()},
		duty.Fact{Name: "case.area", Value: "aldre"}, duty.Fact{Name: "order.sent", Value: who.String()}, duty.Fact{Name: "person.protected", Value: "sekretessmarkering"},
	))
	if len(got.Assigned) != 1 || got.Assigned[0] != officer || got.Unit != team || got.Provider != who || got.Secrecy != "sekretessmarkering" || got.New || got.Area != "aldre" {
		t.Errorf("%+v", got)
	}
	if !access.FileOf(duty.Subject{}, duty.FactsOf()).New {
		t.Error("a subject without facts is not new")
	}
}

func TestAListIsNarrowed(t *testing.T) {
	s := staff()
	if got := access.ScopeOf(s["Eva, handläggare"]); got.All || got.Unit != unit(bistand) || len(got.Users) != 1 {
		t.Errorf("officer: %+v", got)
	}
	if got := access.ScopeOf(s["Amir för Eva"]); len(got.Users) != 2 {
		t.Errorf("stand-in: %+v", got)
	}
	if got := access.ScopeOf(s["chef hos utföraren"]); got.Provider != provider(hemtjanst) || !got.Unit.IsZero() || got.All {
		t.Errorf("provider's staff: %+v", got)
	}
	if got := access.ScopeOf(s["Sven-Erik, revisor"]); got.All || !got.Unit.IsZero() || len(got.Users) > 0 {
		t.Errorf("auditor: %+v", got)
	}
	if !access.ScopeOf(s["Karin, socialchef"]).All {
		t.Error("the director does not see all")
	}
}

// What a list's scope lets through is what the policies let be read, for every
// role and every kind of case: a list neither shows a row that the door refuses
// nor hides one that may be opened.
func TestListsAndPoliciesAgree(t *testing.T) {
	d := door(t)
	users, units := []ids.User{{}, user(eva), user(jonas), user(20)}, []ids.Unit{{}, unit(bistand), unit(barn)}
	compared := 0
	everyone := staff()
	for name, who := range staff() { // the same with the other decision about the branches, and in the own operation
		who.Border, who.Own = access.BorderNeed, !who.Provider.IsZero()
		everyone[name+", behovet styr"] = who
	}
	for name, who := range everyone {
		action := "case.read"
		if !who.Provider.IsZero() {
			action = "order.read"
		}
		if !d.May(who, action) {
			continue // no list of cases is offered to the role
		}
		for _, officer := range users {
			for _, of := range units {
				for _, by := range []ids.Provider{{}, provider(hemtjanst), provider(ronnen)} {
					for _, secrecy := range []access.Secrecy{access.Ordinary, "sekretessmarkering", "skyddad-folkbokforing", "fingerade-uppgifter"} {
						f := access.File{Subject: duty.Subject{Kind: "case", ID: ids.ID{1}}, Unit: of, Assigned: []ids.User{officer}, Provider: by, Secrecy: secrecy}
						compared++
						if lets, sees := access.ScopeOf(who).Lets(f), d.OnFile(who, action, f).Allowed; lets != sees {
							t.Errorf("%s, officer %v, unit %v, provider %v, %v: the list says %v and the policies %v", name, officer, of, by, secrecy, lets, sees)
						}
					}
				}
			}
		}
	}
	if compared < 1000 {
		t.Errorf("only %d cases were compared", compared)
	}
}

// TestPoliciesThatAreNotAskedDecideNothing holds that asking only the policies
// that speak of an action gives the answer of asking all of them.
func TestPoliciesThatAreNotAskedDecideNothing(t *testing.T) {
	d := door(t)
	all := d.Unsorted()
	allowed := 0
	for name, who := range staff() {
		for label, file := range files() {
			for _, action := range append(d.Actions(), "no.such-action") {
				got, want := d.OnFile(who, action, file), all.OnFile(who, action, file)
				if got.Allowed != want.Allowed || got.Alarm != want.Alarm || got.Ground != want.Ground || !slices.Equal(got.Reasons, want.Reasons) {
					t.Errorf("%s, %s, %s: %+v, by all policies %+v", name, label, action, got, want)
				}
				if got.Allowed {
					allowed++
				}
			}
		}
	}
	if allowed == 0 {
		t.Error("nothing was allowed: the test asks nothing")
	}
}

func TestAPolicyThatNamesAFileIsRefused(t *testing.T) {
	schema, err := fs.ReadFile(policies.Files, "schema.cedarschema")
	if err != nil {
		t.Fatal(err)
	}
	for _, policy := range []string{
		`@id("en") @grund("just den") permit (principal, action == Action::"case.read", resource == Akt::"case/1");`,
		`@id("en") @grund("just den") permit (principal, action == Action::"case.read", resource) when { resource == Akt::"case/1" };`,
	} {
		files := fstest.MapFS{"schema.cedarschema": {Data: schema}, "10-en.cedar": {Data: []byte(policy)}}
		if _, err := access.New(files); err == nil || !strings.Contains(err.Error(), "names one") {
			t.Errorf("%s: %v", policy, err)
		}
	}
}

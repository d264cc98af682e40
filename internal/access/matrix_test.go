package access_test

import (
	"bytes"
	"cmp"
	"fmt"
	"io/fs"
	"os"
	"regexp"
	"slices"
	"strings"
	"testing"
	"testing/fstest"
	"time"

	"go.yaml.in/yaml/v3"

	"stadga/internal/access"
	"stadga/internal/duty"
	"stadga/internal/ids"
	policies "stadga/rules/access"
)

// A line is one row of the table in words.
type line struct {
	Roles     []string `yaml:"roller"`
	May       []string `yaml:"får"`
	Relations []string `yaml:"vem"`
	States    []string `yaml:"läge"`
	About     string   `yaml:"gäller"`
	Protected string   `yaml:"skydd"`
	Covering  []string `yaml:"ersätter"`
	At        string   `yaml:"hos"`
	Border    string   `yaml:"gräns"`
}

// A table is rules/access/matris.yaml.
type table struct {
	Groups     map[string][]string `yaml:"handlingar"`
	Files      []line              `yaml:"rader"`
	Never      []ban               `yaml:"aldrig"`
	Deviations []line              `yaml:"avvikelser"`
	Pages      []line              `yaml:"sidor"`
}

// A ban is one row of what nobody does, whatever another row says.
type ban struct {
	Actions []string `yaml:"får ingen"`
	Secrecy []string `yaml:"sekretess"`
	States  []string `yaml:"läge"`
}

// matrixSecrecy are the kinds of detail of the table, each as the program writes it.
func matrixSecrecy() map[string]access.Secrecy {
	return map[string]access.Secrecy{
		"öppen": access.Open, "sekretess": access.Ordinary, "sekretessmarkering": "sekretessmarkering",
		"skyddad folkbokföring": "skyddad-folkbokforing", "fingerade personuppgifter": "fingerade-uppgifter",
	}
}

// matrixStates are the states of the table.
func matrixStates() []string { return []string{"ny", "ofördelad", "fördelad", "avslutad", "gallrad"} }

func readTable(t *testing.T) table {
	t.Helper()
	text, err := os.ReadFile("../../rules/access/matris.yaml")
	if err != nil {
		t.Fatal(err)
	}
	var all table
	d := yaml.NewDecoder(bytes.NewReader(text))
	d.KnownFields(true)
	if err := d.Decode(&all); err != nil {
		t.Fatal(err)
	}
	return all
}

const (
	onDuty  = "socialjour i tjänst"
	program = "programmet"
	noRole  = "ingen roll"

	ownOrder = "uppdraget, egen regi"
)

// roleKeys are the roles of the table, each as the program writes it.
func roleKeys() map[string]string {
	return map[string]string{
		"handläggare": "handlaggare", "mottagning": "mottagning", "socialjour": "socialjour", onDuty: "socialjour", "enhetschef": "enhetschef",
		"socialchef": "socialchef", "kvalitet": "kvalitet", "controller": "controller", "nämnd": "namnd", "utförare": "utforare",
		"omsorgspersonal": "omsorgspersonal", "revisor": "revisor", "loggranskare": "loggranskare", "systemförvaltare": "systemforvaltare",
		noRole: "", program: "",
	}
}

// lists tells whether a row names the value, itself or by "alla".
func lists(named []string, value string, besides ...string) bool {
	return slices.Contains(named, value) || slices.Contains(named, "alla") && !slices.Contains(besides, value)
}

// names tells whether the table speaks of the action at all.
func (tb table) names(action string) bool {
	for _, group := range tb.Groups {
		if slices.Contains(group, action) {
			return true
		}
	}
	return slices.ContainsFunc(append(slices.Clone(tb.Deviations), tb.Pages...), func(l line) bool { return slices.Contains(l.May, action) })
}

// The relations of the table, in no order that matters.
func relations() []string {
	return []string{
		"tilldelad", "samma enhet", "annan enhet", "utan enhet", "ersätter handläggaren", "ersätter i enheten", "ersätter i mottagningen", "ersätter chefen",
		"ersätter chefen, utan enhet", "uppdraget", ownOrder, "annan utförare", "underrättad", "nödåtkomst", "jävig",
	}
}

// through are those who reach a protected person: who has the case, covers who
// has it, has the order, or has opened it in an emergency.
func through(relation string) bool {
	return slices.Contains([]string{"tilldelad", "ersätter handläggaren", "uppdraget", ownOrder, "nödåtkomst"}, relation)
}

// A cell is one square of the matrix.
type cell struct {
	role, action, relation, state, secrecy string
	border                                 access.Border
}

// borders are the two decisions a board can have made, by what the table calls them.
func borders() map[access.Border]string {
	return map[access.Border]string{access.BorderKept: "galler", access.BorderNeed: "behov"}
}

// reaches tells whether the row holds with what the board has decided.
func (l line) reaches(c cell) bool { return l.Border == "" || l.Border == borders()[c.border] }

// mayFile answers a cell by the words alone.
func (tb table) mayFile(c cell) bool {
	if slices.ContainsFunc(tb.Never, func(b ban) bool {
		return slices.Contains(b.Actions, c.action) && (len(b.Secrecy) == 0 || slices.Contains(b.Secrecy, c.secrecy)) && (len(b.States) == 0 || slices.Contains(b.States, c.state))
	}) {
		return false
	}
	had := c.state != "ny" && c.state != "ofördelad"
	return slices.ContainsFunc(tb.Files, func(l line) bool {
		return l.reaches(c) && (l.About == "öppet") == (c.secrecy == "öppen") && (c.state != "gallrad" || slices.Contains(l.States, "gallrad")) && lists(l.Roles, c.role, "revisor", "loggranskare", program) &&
			lists(l.Relations, c.relation, "uppdraget", ownOrder, "annan utförare", "jävig") &&
			(len(l.States) == 0 || slices.Contains(l.States, c.state)) &&
			(c.secrecy == "öppen" || c.secrecy == "sekretess" || l.Protected == "även skyddade" || l.Protected != "inte skyddade" && (!had && c.relation != "jävig" || through(c.relation))) &&
			slices.ContainsFunc(l.May, func(group string) bool { return slices.Contains(tb.Groups[group], c.action) })
	})
}

var (
	matrixNow                = time.Date(2026, 3, 12, 9, 0, 0, 0, time.UTC)
	me, another, away        = user(101), user(102), user(103)
	ownUnit, otherUnit       = unit(101), unit(102)
	ownProvider, itsProvider = provider(101), provider(102)
)

// asks puts a cell to the policies: who asks, and about what.
func (c cell) asks() (access.Who, access.File) {
	who := access.Who{User: me, Unit: ownUnit, Areas: []string{"barn"}, At: matrixNow, Border: c.border, OnCall: c.role == onDuty, System: c.role == program}
	if key := roleKeys()[c.role]; key != "" {
		who.Roles = []string{key}
	}
	file := access.File{Subject: duty.Subject{Kind: "case", ID: ids.ID{1}}, Area: "barn", Unit: otherUnit, Secrecy: matrixSecrecy()[c.secrecy]}
	assigned := another
	lend := func(role string, in ids.Unit) {
		who.Covers, who.Lent = []ids.User{away}, []access.Post{{Roles: []string{role}, Unit: in}}
	}
	switch c.relation {
	case "tilldelad":
		assigned = me
	case "samma enhet":
		file.Unit = ownUnit
	case "utan enhet":
		file.Unit = ids.Unit{}
	case "ersätter handläggaren":
		lend("handlaggare", unit(103))
		assigned = away
	case "ersätter i enheten":
		lend("handlaggare", otherUnit)
	case "ersätter i mottagningen":
		lend("mottagning", otherUnit)
	case "ersätter chefen":
		lend("enhetschef", otherUnit)
	case "ersätter chefen, utan enhet":
		lend("enhetschef", otherUnit)
		file.Unit = ids.Unit{}
	case "uppdraget", ownOrder, "annan utförare":
		who.Unit, who.Areas, who.Provider, file.Provider = ids.Unit{}, nil, ownProvider, ownProvider
		who.Own = c.relation != "uppdraget"
		if c.relation == "annan utförare" { // also the own operation has another's orders before it
			file.Provider = itsProvider
		}
	case "underrättad":
		file.Told = []ids.User{me}
	case "nödåtkomst":
		file.Opened = []access.Opening{{By: me, At: matrixNow.Add(-30 * time.Minute)}}
	case "jävig":
		assigned, file.Unit, file.Conflicts, file.Told = me, ownUnit, []ids.User{me}, []ids.User{me}
		file.Opened = []access.Opening{{By: me, At: matrixNow}}
	}
	switch c.state {
	case "ny":
		file.New = true
	case "fördelad":
		file.Assigned = []ids.User{assigned}
	case "avslutad":
		file.Assigned, file.Closed = []ids.User{assigned}, true
	case "gallrad":
		file.Assigned, file.Gone = []ids.User{assigned}, true
	}
	return who, file
}

// matrixActions are the actions of the schema that are done to files; groups and pages left out.
func matrixActions(d *access.Door, on string) []string {
	var all []string
	for _, action := range d.Actions() {
		if d.DoneTo(action) == on {
			all = append(all, action)
		}
	}
	slices.Sort(all)
	return all
}

// related are the relations that a decision about the border is tried on: all of
// them in the whole table, and of those the ones at a provider, whom it is about,
// where the table is tried in part.
func related(border access.Border, whole bool) []string {
	if whole || border == access.BorderKept {
		return relations()
	}
	return []string{"uppdraget", ownOrder, "annan utförare"}
}

// files goes through every cell about files, and stops when it is told to.
func matrixFiles(d *access.Door, actions []string, whole bool, each func(cell, access.Answer) bool) {
	for border := range borders() {
		for role := range roleKeys() {
			for _, relation := range related(border, whole) {
				for _, state := range matrixStates() {
					for secrecy := range matrixSecrecy() {
						c := cell{role: role, relation: relation, state: state, secrecy: secrecy, border: border}
						ask := d.Asker(c.asks())
						for _, c.action = range actions {
							if !each(c, ask(c.action)) {
								return
							}
						}
					}
				}
			}
		}
	}
}

// deviations goes through every cell about deviations.
func matrixDeviations(d *access.Door, each func(cell, access.Answer) bool) {
	for role := range roleKeys() {
		for _, relation := range []string{"rapportör", "samma enhet", "annan enhet", "verksamheten", "annan verksamhet", "jävig"} {
			for _, state := range []string{"ny", "finns"} {
				c := cell{role: role, relation: relation, state: state}
				who, _ := c.asks()
				file := access.File{Subject: duty.Subject{Kind: access.DeviationKind, ID: ids.ID{2}}, Unit: otherUnit, Reporter: another, New: state == "ny"}
				switch relation {
				case "rapportör":
					file.Reporter = me
				case "samma enhet":
					file.Unit = ownUnit
				case "verksamheten", "annan verksamhet":
					who.Unit, who.Provider, file.Unit, file.Provider = ids.Unit{}, ownProvider, ids.Unit{}, ownProvider
					if relation != "verksamheten" {
						file.Provider = itsProvider
					}
				case "jävig":
					file.Person, who.Barred = ids.Person{ID: ids.ID{3}}, []ids.Person{{ID: ids.ID{3}}}
					file.Reporter, file.Unit = me, ownUnit
				}
				for _, c.action = range matrixActions(d, "Avvikelse") {
					if !each(c, d.OnFile(who, c.action, file)) {
						return
					}
				}
			}
		}
	}
}

func (tb table) mayDeviation(c cell) bool {
	return slices.ContainsFunc(tb.Deviations, func(l line) bool {
		return lists(l.Roles, c.role, "revisor", "loggranskare", program) && lists(l.Relations, c.relation, "verksamheten", "annan verksamhet", "jävig") &&
			(len(l.States) == 0 || slices.Contains(l.States, c.state)) && slices.Contains(l.May, c.action)
	})
}

// matrixPages goes through every cell about pages: relation is whom one stands in for.
func matrixPages(d *access.Door, each func(cell, access.Answer) bool) {
	for role := range roleKeys() {
		for _, covering := range []string{"", "handläggare", "mottagning", "enhetschef", "socialchef", "kvalitet"} {
			for at, border := range map[string]access.Border{"": access.BorderKept, "utförare": access.BorderNeed} {
				c := cell{role: role, relation: covering, state: at, border: border}
				who, _ := c.asks()
				if covering != "" {
					who.Covers, who.Lent = []ids.User{away}, []access.Post{{Roles: []string{roleKeys()[covering]}, Unit: otherUnit}}
				}
				if at != "" {
					who.Unit, who.Provider, who.Own = ids.Unit{}, ownProvider, true // no page opens by need
				}
				for _, c.action = range matrixActions(d, "Sida") {
					if !each(c, d.OnPage(who, c.action)) {
						return
					}
				}
			}
		}
	}
}

func (tb table) mayPage(c cell) bool {
	return slices.ContainsFunc(tb.Pages, func(l line) bool {
		if !lists(l.Roles, c.role, "revisor", "loggranskare", program) || !slices.Contains(l.May, c.action) {
			return false
		}
		if len(l.Covering) > 0 && !slices.Contains(l.Covering, c.relation) {
			return false
		}
		return l.At == "båda" || l.At == c.state
	})
}

// differences compares every cell of the policies with the words, to the first so
// many: all that is done to files, and those of pages and deviations that are spoken of.
func differences(tb table, d *access.Door, files []string, whole bool, speaks func(kind string) bool, most int) (cells, allowed int, wrong []string) {
	compare := func(kind string, may func(cell) bool) func(cell, access.Answer) bool {
		return func(c cell, got access.Answer) bool {
			cells++
			if got.Allowed {
				allowed++
			}
			if want := may(c); want != got.Allowed || got.Alarm != "" || got.Allowed && got.Ground == "" {
				wrong = append(wrong, strings.Join([]string{
					kind, c.role, c.action, c.relation, c.state, c.secrecy, borders()[c.border],
					map[bool]string{true: "ja i ord", false: "nej i ord"}[want], strings.Join(got.Reasons, " "), got.Alarm,
				}, " | "))
			}
			return len(wrong) < most
		}
	}
	if speaks("Sida") {
		matrixPages(d, compare("sida", tb.mayPage))
	}
	if len(wrong) < most && speaks("Avvikelse") {
		matrixDeviations(d, compare("avvikelse", tb.mayDeviation))
	}
	if len(wrong) < most && len(files) > 0 {
		matrixFiles(d, files, whole, compare("akt", tb.mayFile))
	}
	return cells, allowed, wrong
}

// Every role, action, relation, sensitivity and state: what the policies answer is
// what the table in words says (reliability.md 8).
func TestTheMatrixIsWhatTheWordsSay(t *testing.T) {
	tb, d := readTable(t), door(t)
	for _, action := range append(append(matrixActions(d, "Akt"), matrixActions(d, "Avvikelse")...), matrixActions(d, "Sida")...) {
		if !tb.names(action) {
			t.Errorf("%s stands in no row: say in rules/access/matris.yaml who may do it", action)
		}
	}
	files := matrixActions(d, "Akt")
	if testing.Short() {
		files = some(files, 30)
	}
	cells, allowed, wrong := differences(tb, d, files, !testing.Short(), func(string) bool { return true }, 40)
	for _, w := range wrong {
		t.Error(w)
	}
	t.Logf("%d cells, %d allowed, %d rows in words", cells, allowed, len(tb.Files)+len(tb.Deviations)+len(tb.Pages))
	if cells < 100_000 && len(wrong) == 0 {
		t.Errorf("only %d cells", cells)
	}
	for group, actions := range tb.Groups {
		for _, action := range actions {
			if !d.Knows(action) {
				t.Errorf("%s names %s, which no policy knows", group, action)
			}
		}
	}
}

// whenOf are the conditions of one policy: taken away, a permit is wider and a
// forbid forbids more.
var (
	onePolicy = regexp.MustCompile(`(?s)@id\("([^"]+)"\).*?;\n`)
	unlessOf  = regexp.MustCompile(`(?s)\nunless \{.*\};\n$`)
	whenOf    = regexp.MustCompile(`(?s)\nwhen \{.*?\}(;\n$|\nunless)`)
)

// some are a few of the actions, from the whole length of the list: a policy that
// is wrong is wrong about each of them.
func some(actions []string, few int) []string {
	var all []string
	for i := 0; i < len(actions); i += max(1, len(actions)/few) {
		all = append(all, actions[i])
	}
	return all
}

var namedAction = regexp.MustCompile(`Action::"([a-z_]+\.[a-z_-]+)"`)

// touched are the actions a defect of the policy is tried on: some of those it
// speaks of, and all that its file names.
func touched(d *access.Door, policy, text string) []string {
	spoken := d.Spoken(policy, "Akt")
	all := some(spoken, 8)
	for _, m := range namedAction.FindAllStringSubmatch(text, -1) {
		if slices.Contains(spoken, m[1]) && !slices.Contains(all, m[1]) {
			all = append(all, m[1])
		}
	}
	return all
}

// Every policy is dropped and every condition taken away, one at a time: each such
// defect differs from the words.
func TestEveryDefectOfAPolicyIsCaught(t *testing.T) {
	tb := readTable(t)
	texts := map[string]string{}
	names, err := fs.Glob(policies.Files, "*.cedar")
	if err != nil {
		t.Fatal(err)
	}
	for _, name := range append(names, "schema.cedarschema") {
		text, err := fs.ReadFile(policies.Files, name)
		if err != nil {
			t.Fatal(err)
		}
		texts[name] = string(text)
	}
	planted, caught := 0, 0
	sound := door(t)
	plant := func(name, policy, what, instead string) {
		what = policy + " " + what
		files := fstest.MapFS{}
		for other, text := range texts {
			files[other] = &fstest.MapFile{Data: []byte(text)}
		}
		files[name] = &fstest.MapFile{Data: []byte(instead)}
		d, err := access.Unfitted(files)
		if err != nil {
			t.Errorf("%s: the defect does not load: %v", what, err)
			return
		}
		planted++
		if _, _, wrong := differences(tb, d, touched(sound, policy, texts[name]), false, func(kind string) bool { return len(sound.Spoken(policy, kind)) > 0 }, 1); len(wrong) > 0 {
			caught++
			return
		}
		t.Errorf("%s: no cell differs", what)
	}
	for _, name := range names {
		if testing.Short() && !strings.HasPrefix(name, "3") && !strings.HasPrefix(name, "2") {
			continue // the borders: branches, protection, conflict and emergency
		}
		for _, m := range onePolicy.FindAllStringSubmatch(texts[name], -1) {
			policy := m[0]
			without := func(changed string) string { return strings.Replace(texts[name], policy, changed, 1) }
			plant(name, m[1], "dropped", without(""))
			if wider := whenOf.ReplaceAllString(policy, "$1"); wider != policy {
				plant(name, m[1], "without its when", without(wider))
			}
			if stricter := unlessOf.ReplaceAllString(policy, ";\n"); stricter != policy {
				plant(name, m[1], "without its unless", without(stricter))
			}
		}
	}
	// One permit too many, for each kind of detail and for what is closed.
	extra := map[string]string{"closed": "resource.avslutad"}
	for words, kind := range matrixSecrecy() {
		if kind != access.Open { // of that, reading is never spoken
			extra[words] = fmt.Sprintf("resource.skydd == %q && !resource.fordelad", cmp.Or(string(kind), "sekretess"))
		}
	}
	for words, when := range extra {
		plant("10-handlaggning.cedar", "kvalitet-egenkontroll", "with a permit too many: "+words, texts["10-handlaggning.cedar"]+
			`@id("for-mycket") @grund("för mycket") permit (principal is Medarbetare, action in Action::"lasa-akt", resource is Akt) when { `+when+` };`+"\n")
	}
	t.Logf("%d defects planted, %d caught", planted, caught)
	if planted < 10 {
		t.Errorf("only %d defects were planted", planted)
	}
}

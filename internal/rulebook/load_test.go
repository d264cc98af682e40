package rulebook_test

import (
	"strings"
	"testing"
	"testing/fstest"

	"stadga/internal/civil"
	"stadga/internal/duty"
	"stadga/internal/rulebook"
)

// A small world: matters with a person above them.
func vocabulary() []duty.FactType {
	return []duty.FactType{
		{Subject: "person", Name: "person.born", Type: duty.Day, Silence: duty.Unknown, Says: "födelsedag"},
		{Subject: "person", Name: "person.guardian", Type: duty.Text, Says: "vårdnadshavare (About: personen)"},
		{Subject: "person", Name: "person.deceased", Type: duty.Day, Says: "dödsdag"},
		{Subject: "intake", Name: "intake.kind", Type: duty.Text, Words: []string{"orosanmalan", "ansokan"}, Says: "slag av aktualisering"},
		{Subject: "intake", Name: "intake.received", Type: duty.Instant, Says: "inkom"},
		{Subject: "intake", Name: "intake.mandated", Type: duty.Bool, Says: "anmälaren är anmälningsskyldig"},
		{Subject: "intake", Name: "intake.children", Type: duty.Number, Says: "antal barn"},
		{Subject: "intake", Name: "intake.extended", Type: duty.Until, Says: "förlängd till"},
		{Subject: "intake", Name: "intake.decided", Type: duty.Day, Says: "beslut att inleda eller inte"},
		{Subject: "intake", Name: "intake.outcome", Type: duty.Text, Silence: duty.Unknown, Words: []string{"inleda", "inte-inleda"}, Says: "utfall"},
		{Subject: "service", Name: "service.ended", Type: duty.Day, Says: "insatsen avslutad"},
	}
}

// whole is a rule file without fault.
const whole = `
rules:
  - id: prelim
    title: Förhandsbedömning
    says: Beslut inom fjorton dagar.
    subject: intake
    step: aktualisera
    owes: officer
    effect: warn
    mark: sure
    applies_by: due
    applies: intake.kind == "orosanmalan"
    within: {after: intake.received, days: 14, weekend: "S*", extended_by: intake.extended}
    met_by: [intake.decided]
    versions:
      - {from: 2013-01-01, to: 2025-06-30, basis: [SoL01 11:1 a st2]}
      - {from: 2025-07-01, basis: [SoL25 20:2]}
    examples:
      - {facts: {intake.kind: orosanmalan, intake.received: 2026-02-24 15:42, intake.decided: 2026-03-10}, want: met, due: 2026-03-10, version: 2}
      - {facts: {intake.kind: orosanmalan, intake.received: 2026-02-24, intake.decided: 2026-03-11}, want: met late}
      - {facts: {intake.kind: orosanmalan, intake.received: 2026-02-24}, on: 2026-03-11, want: late}
      - {facts: {intake.kind: ansokan, intake.received: 2026-02-24}, want: not applicable}
      - {facts: {intake.kind: orosanmalan, intake.received: 2026-02-24}, unknown: [intake.decided], want: cannot be judged}
`

func load(text string) (*rulebook.Book, error) {
	return rulebook.Load(fstest.MapFS{"national/regel.yaml": {Data: []byte(text)}}, vocabulary())
}

func mustLoad(t *testing.T, text string) *rulebook.Book {
	t.Helper()
	book, err := load(text)
	if err != nil {
		t.Fatal(err)
	}
	return book
}

func TestLoadedRuleComputes(t *testing.T) {
	book := mustLoad(t, whole)
	today := civil.MustParse("2026-03-12")
	computed := book.Compute(duty.Subject{Kind: "intake"}, duty.FactsOf(
		duty.Fact{Name: "intake.kind", Day: today, Value: "orosanmalan"},
		duty.Fact{Name: "intake.received", Day: civil.MustParse("2026-02-24")},
	), today)
	if len(computed.Obligations) != 1 {
		t.Fatalf("got %v", computed.Obligations)
	}
	o := &computed.Obligations[0]
	if o.State(today) != duty.Late || o.Due().String() != "2026-03-10" || book.Cited(o) != "SoL 20 kap. 2 §" || book.Title(o.Rule) != "Förhandsbedömning" {
		t.Errorf("%s, due %v, by %q, called %q", o.State(today), o.Due(), book.Cited(o), book.Title(o.Rule))
	}
}

// Each fault is planted in a sound file by replacing one text with another.
func TestLinterPointsAtTheFault(t *testing.T) {
	for name, tt := range map[string]struct {
		from, to string
		line     int
		says     string
	}{
		"unknown key":             {"    owes: officer", "    ower: officer", 8, "nyckeln ower känns inte igen"},
		"missing key":             {"    title: Förhandsbedömning\n", "", 3, "title saknas"},
		"key twice":               {"    owes: officer", "    owes: officer\n    owes: manager", 9, "står två gånger"},
		"unknown debtor":          {"owes: officer", "owes: grannen", 8, "owes är \"grannen\". Skriv officer, manager"},
		"unknown subject":         {"subject: intake", "subject: intag", 6, "subject är \"intag\". Skriv intake, person eller service"},
		"unknown effect":          {"effect: warn", "effect: varna", 9, "effect är \"varna\""},
		"verify without reason":   {"mark: sure", "mark: verify", 10, "off"},
		"unknown date":            {"applies_by: due", "applies_by: someday", 11, "vilken dag som väljer version"},
		"decision without fact":   {"applies_by: due", "applies_by: decision", 11, "skriv vilken uppgift som är dagen"},
		"condition on no word":    {`intake.kind == "orosanmalan"`, `intake.sort == "orosanmalan"`, 12, "okänd uppgift"},
		"condition of two types":  {`intake.kind == "orosanmalan"`, `intake.children == "två"`, 12, "typerna passar inte ihop"},
		"condition of no truth":   {`intake.kind == "orosanmalan"`, `intake.kind`, 12, "sant eller falskt"},
		"condition with no sense": {`intake.kind == "orosanmalan"`, `intake.kind ==`, 12, "går inte att läsa"},
		"condition with a clock":  {`intake.kind == "orosanmalan"`, `intake.received < now`, 12, "okänt ord"},
		"condition on a non-day":  {`intake.kind == "orosanmalan"`, `intake.received < "i går"`, 12, "är ingen dag"},
		"unknown fact":            {"met_by: [intake.decided]", "met_by: [intake.avgjord]", 14, "finns inte. Det finns intake.children"},
		"fact out of sight":       {"met_by: [intake.decided]", "met_by: [service.ended]", 14, "hör till service och syns inte för intake"},
		"value that is no word":   {"met_by: [intake.decided]", "met_by: [intake.outcome = kanske]", 14, "kan inte vara \"kanske\""},
		"nothing meets it":        {"    met_by: [intake.decided]\n", "", 3, "met_by saknas"},
		"two units":               {"days: 14", "days: 14, weeks: 2", 13, "en enhet"},
		"no time and not at once": {"days: 14, ", "", 13, "promptly: true"},
		"no weekend rule":         {`weekend: "S*", `, "", 13, "flyttas sista dagen"},
		"two shapes":              {"    met_by", "    every: {after: intake.received, months: 6}\n    met_by", 3, "exakt en av"},
		"citation of nothing":     {"SoL25 20:2", "Trollerilagen 3 §", 17, "går inte att läsa"},
		"older than its act":      {"from: 2013-01-01", "from: 2001-01-01", 16, "gäller från 2002-01-01"},
		"outlives its act":        {"SoL25 20:2", "SoL01 20:2", 17, "gäller till 2025-06-30"},
		"versions overlap":        {"to: 2025-06-30", "to: 2025-07-30", 17, "börjar innan version 1 har slutat"},
		"ends before it begins":   {"from: 2025-07-01", "from: 2025-07-01, to: 2025-01-01", 17, "sista dagen ligger före den första"},
		"an example goes wrong":   {"intake.decided: 2026-03-10}", "intake.decided: 2026-03-12}", 19, "exemplet ska bli i tid men blir klar men sen"},
		"an example's due day":    {"due: 2026-03-10", "due: 2026-03-11", 19, "sista dag ska vara 2026-03-11 men blir 2026-03-10"},
		"an example's version":    {"version: 2", "version: 1", 19, "version 1 ska gälla men version 2 väljs"},
		"an example without day":  {", on: 2026-03-11", "", 21, "skriv vilken dag det gäller"},
		"an example in no state":  {"want: late", "want: sen", 21, "want är \"sen\""},
		"an example of no fact":   {"{intake.kind: ansokan", "{intake.sort: ansokan", 22, "uppgiften \"intake.sort\" finns inte"},
		"an example of no day":    {"intake.received: 2026-02-24 15:42", "intake.received: i tisdags", 19, "är ingen dag"},
		"an example of no word":   {"intake.kind: ansokan", "intake.kind: besked", 22, "kan inte vara \"besked\""},
		"too few examples":        {"want: met late", "want: late", 3, "saknar ett exempel som är klar men sen"},
		"not YAML":                {"    owes: officer", "    owes: [officer", 7, "går inte att läsa som YAML"},
	} {
		t.Run(name, func(t *testing.T) {
			if !strings.Contains(whole, tt.from) {
				t.Fatalf("the file holds no %q", tt.from)
			}
			_, err := load(strings.Replace(whole, tt.from, tt.to, 1))
			problems, ok := err.(rulebook.Problems)
			if !ok {
				t.Fatalf("got %v", err)
			}
			for _, p := range problems {
				if p.File == "national/regel.yaml" && p.Line == tt.line && strings.Contains(p.Says, tt.says) {
					return
				}
			}
			t.Errorf("no word of %q on line %d in:\n%v", tt.says, tt.line, err)
		})
	}
}

func TestRuleWithoutExamplesDoesNotLoad(t *testing.T) {
	text, _, _ := strings.Cut(whole, "    examples:")
	if _, err := load(text); err == nil || !strings.Contains(err.Error(), "har inga exempel") {
		t.Errorf("got %v", err)
	}
}

func TestLocalRuleNeedsADecider(t *testing.T) {
	local := strings.Replace(whole, "mark: sure", "mark: local", 1)
	if _, err := load(local); err == nil || !strings.Contains(err.Error(), "vem som beslutat") {
		t.Errorf("without a decider: %v", err)
	}
	if _, err := load("adopted: {by: Socialnämnden, on: 2026-01-15}" + local); err != nil {
		t.Errorf("with a decider: %v", err)
	}
	unmarked := strings.ReplaceAll(whole, "SoL25 20:2", "'rutin: Mottagning'")
	if _, err := load(unmarked); err == nil || !strings.Contains(err.Error(), "ska märkas local") {
		t.Errorf("a routine marked as law: %v", err)
	}
}

func TestRuleThatIsOffIsShownAndNotComputed(t *testing.T) {
	book := mustLoad(t, strings.Replace(whole, "mark: sure", "mark: verify\n    off: paragrafen är inte läst", 1))
	if rules := book.Rules(); len(rules) != 1 || rules[0].Off != "paragrafen är inte läst" {
		t.Errorf("rules %v", rules)
	}
	if kinds := book.Kinds(); len(kinds) != 0 {
		t.Errorf("it is computed for %v", kinds)
	}
}

func TestTwoRulesOfOneID(t *testing.T) {
	_, err := rulebook.Load(fstest.MapFS{"a.yaml": {Data: []byte(whole)}, "b.yaml": {Data: []byte(whole)}}, vocabulary())
	if err == nil || !strings.Contains(err.Error(), "b.yaml:3: regeln prelim finns redan i a.yaml:3") {
		t.Errorf("got %v", err)
	}
}

func TestNoRulesAtAll(t *testing.T) {
	if _, err := rulebook.Load(fstest.MapFS{"laser.txt": {Data: []byte("hej")}}, vocabulary()); err == nil || !strings.Contains(err.Error(), "inga regelfiler") {
		t.Errorf("got %v", err)
	}
}

func TestFiguresCountRulesThatAreThere(t *testing.T) {
	figures := `
measures:
  - {id: andel, title: Andel i tid, says: Av alla., step: aktualisera, area: utreda, owner: enhetschef, behind: De sena., over: [prelim], goal: 95}
reconciles:
  - id: lika
    title: Lika många
    says: Sena och avvikelser.
    step: aktualisera
    area: utreda
    owner: enhetschef
    left: {says: sena, over: [prelim], states: [late]}
    right: {says: klara sent, over: [prelim], states: [met late]}
`
	book := mustLoad(t, whole+figures)
	if m := book.Measures(); len(m) != 1 || m[0].Goal != 95 || len(m[0].Good) != 1 || m[0].Good[0] != duty.Met || len(m[0].Of) != 3 {
		t.Errorf("measures %+v", m)
	}
	if r := book.Reconciles(); len(r) != 1 || r[0].Left.States[0] != duty.Late || r[0].RightSays != "klara sent" {
		t.Errorf("reconciles %+v", r)
	}
	for _, broken := range []string{
		strings.Replace(figures, "over: [prelim], goal", "over: [annan], goal", 1),
		strings.Replace(figures, "id: lika", "id: andel", 1),
		strings.Replace(figures, "goal: 95", "good: [open]", 1),
		strings.Replace(figures, "area: utreda", "area: annat", 1),
		strings.Replace(figures, "owner: enhetschef, ", "", 1),
		strings.Replace(figures, "behind: De sena., ", "", 1),
		strings.Replace(figures, "over: [prelim], goal", "report: inkomna, over: [prelim], goal", 1),
		strings.Replace(figures, "over: [prelim], goal", "goal", 1),
		strings.Replace(figures, "states: [late]", "states: [sen]", 1),
	} {
		if _, err := load(whole + broken); err == nil {
			t.Errorf("loaded:%s", broken)
		}
	}
}

// The folder of the program's own rules may be named where rules are asked for:
// what lies beside the rules there is no rule.
func TestOfOnesOwnFolderOnlyTheRulesAreRead(t *testing.T) {
	files, err := rulebook.ReadFiles(fstest.MapFS{
		"national/sol/a.yaml": {Data: []byte(whole)}, "beslutat/b.yaml": {}, "rader.yaml": {}, "delegation/norrsala.yaml": {}, "exempel/mapping.yaml": {},
	})
	if err != nil || len(files) != 2 || files[0].Path != "beslutat/b.yaml" || files[1].Path != "national/sol/a.yaml" {
		t.Errorf("read %+v, %v", files, err)
	}
}

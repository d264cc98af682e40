package rulebook

import (
	"slices"
	"strings"
	"testing"

	"cel.dev/cel-go/cel"
	"cel.dev/cel-go/common/types"
	"pgregory.net/rapid"

	"stadga/internal/civil"
	"stadga/internal/duty"
)

func testVocabulary() vocabulary {
	return vocabularyOf([]duty.FactType{
		{Subject: "person", Name: "person.born", Type: duty.Day, Silence: duty.Unknown},
		{Subject: "person", Name: "person.unborn", Type: duty.Bool},
		{Subject: "intake", Name: "intake.kind", Type: duty.Text},
		{Subject: "intake", Name: "intake.outcome", Type: duty.Text, Silence: duty.Unknown},
		{Subject: "intake", Name: "intake.mandated", Type: duty.Bool},
		{Subject: "intake", Name: "intake.running", Type: duty.Bool, Silence: duty.Unknown},
		{Subject: "intake", Name: "intake.children", Type: duty.Number},
		{Subject: "intake", Name: "intake.adults", Type: duty.Number, Silence: duty.Unknown},
		{Subject: "intake", Name: "intake.received", Type: duty.Instant},
		{Subject: "intake", Name: "intake.decided", Type: duty.Day, Silence: duty.Unknown},
		{Subject: "intake", Name: "intake.extended", Type: duty.Until},
	})
}

// judge asks a condition about facts written "name day value".
func judgeCondition(t *testing.T, text string, ground duty.Fact, facts ...duty.Fact) (duty.Truth, string) {
	t.Helper()
	condition, err := languageOf(testVocabulary()).compile("intake", text, testVocabulary())
	if err != nil {
		t.Fatal(err)
	}
	of := duty.FactsOf(facts...)
	return condition(&of, &ground)
}

func TestConditions(t *testing.T) {
	day := civil.MustParse
	kind := duty.Fact{Name: "intake.kind", Value: "ansokan", Day: day("2026-02-24")}
	received := duty.Fact{Name: "intake.received", Day: day("2026-02-24")}
	born := duty.Fact{Name: "person.born", Day: day("2011-02-25")}
	for _, tt := range []struct {
		text    string
		facts   []duty.Fact
		want    duty.Truth
		missing string
	}{
		{`intake.kind == "ansokan"`, []duty.Fact{kind}, duty.True, ""},
		{`intake.kind == "ansokan"`, nil, duty.False, ""}, // our own journal would have said so
		{`intake.outcome == "inleda"`, nil, duty.Unsure, "intake.outcome"},
		{`intake.outcome == "inleda" && intake.kind == "annat"`, []duty.Fact{kind}, duty.False, ""},
		{`intake.kind == "annat" && intake.outcome == "inleda"`, []duty.Fact{kind}, duty.False, ""},
		{`intake.outcome == "inleda" || intake.kind == "ansokan"`, []duty.Fact{kind}, duty.True, ""},
		{`intake.outcome == "inleda" || intake.running`, nil, duty.Unsure, "intake.outcome"},
		{`!(intake.running)`, nil, duty.Unsure, "intake.running"},
		{`intake.mandated ? intake.running : intake.kind == "ansokan"`, []duty.Fact{kind}, duty.True, ""},
		{`has(intake.received)`, []duty.Fact{received}, duty.True, ""},
		{`has(intake.received)`, nil, duty.False, ""},
		{`has(intake.decided)`, nil, duty.Unsure, "intake.decided"},
		{`intake.received >= "2026-02-24"`, []duty.Fact{received}, duty.True, ""},
		{`intake.received == ""`, nil, duty.True, ""},
		{`intake.kind_on == intake.received`, []duty.Fact{kind, received}, duty.True, ""},
		{`"ansokan" in intake.kind_values`, []duty.Fact{kind, {Name: "intake.kind", Value: "begaran"}}, duty.True, ""},
		{`intake.kind in ["ansokan", "begaran"]`, []duty.Fact{kind}, duty.True, ""},
		{`years(person.born, intake.received) < 15`, []duty.Fact{born, received}, duty.True, ""},
		{`day_number(person.born) == 5`, []duty.Fact{{Name: "person.born", Day: civil.MustParse("2012-03-05")}}, duty.True, ""},
		{`day_number(person.born) == 5`, []duty.Fact{{Name: "person.born", Day: civil.MustParse("2012-03-15")}}, duty.False, ""},
		{`day_number(person.born) == 5`, nil, duty.Unsure, "person.born"},
		{`day_number(intake.received) == 5`, nil, duty.Unsure, "intake.received"},
		{`years(person.born, intake.received) < 15`, []duty.Fact{received}, duty.Unsure, "person.born"},
		{`years(person.born, intake.received) < 15`, []duty.Fact{born}, duty.Unsure, "intake.received"},
		{`months_after(intake.received, 4) == "2026-06-24"`, []duty.Fact{received}, duty.True, ""},
		{`days_after(fact.day, 14) == "2026-03-14"`, nil, duty.True, ""},
		{`fact.value == "ja" && fact.about == "pappa"`, nil, duty.True, ""},
		{`intake.children >= 1`, nil, duty.False, ""},
		{`intake.adults >= 1`, nil, duty.Unsure, "intake.adults"},
	} {
		ground := duty.Fact{Day: day("2026-02-28"), Value: "ja", About: "pappa"}
		if got, missing := judgeCondition(t, tt.text, ground, tt.facts...); got != tt.want || missing != tt.missing {
			t.Errorf("%s: %v %q, want %v %q", tt.text, got, missing, tt.want, tt.missing)
		}
	}
}

func TestWhatAConditionCannotHold(t *testing.T) {
	l := languageOf(testVocabulary())
	for _, text := range []string{
		`intake.kind.size() > 3`, `intake.children + 1 > 2`, `[1, 2].exists(x, x > 1)`, `intake.kind.matches("a")`,
		`has(fact.day) && true`, `intake.kind in [intake.outcome]`, `{"a": true}["a"]`, `timestamp("2026-01-01T00:00:00Z") < timestamp("2027-01-01T00:00:00Z")`,
	} {
		if _, err := l.compile("intake", text, testVocabulary()); err == nil {
			t.Errorf("%s was compiled", text)
		}
	}
}

// The closures answer what CEL's own evaluator does, for any condition and any
// facts. Its error and its unknown are our unsure.
func TestClosuresAgreeWithCEL(t *testing.T) {
	v := testVocabulary()
	l := languageOf(v)
	env, err := v.environment("intake")
	if err != nil {
		t.Fatal(err)
	}
	rapid.Check(t, func(t *rapid.T) {
		text := aTruth(3).Draw(t, "condition")
		facts := someFacts(v).Draw(t, "facts")
		ground := duty.Fact{Day: aDay().Draw(t, "day"), Value: rapid.SampledFrom(texts).Draw(t, "value"), About: rapid.SampledFrom(texts).Draw(t, "about")}

		condition, err := l.compile("intake", text, v)
		if err != nil {
			t.Fatalf("%s: %v", text, err)
		}
		of := duty.FactsOf(facts...)
		got, missing := condition(&of, &ground)
		if (got == duty.Unsure) != (missing != "") {
			t.Fatalf("%s is %v and names %q", text, got, missing)
		}
		if want := oracle(t, env, v, text, situation{&of, &ground}); got != want {
			t.Fatalf("%s over %v is %v, CEL says %v", text, facts, got, want)
		}
	})
}

// oracle evaluates with cel-go, to which absent facts of unsure sources are unknown.
func oracle(t *rapid.T, env *cel.Env, v vocabulary, text string, s situation) duty.Truth {
	checked, issues := env.Compile(text)
	if issues.Err() != nil {
		t.Fatal(issues.Err())
	}
	program, err := env.Program(checked, cel.EvalOptions(cel.OptPartialEval))
	if err != nil {
		t.Fatal(err)
	}
	values := map[string]any{groundObject: s}
	var unknown []*cel.AttributePatternType
	for _, f := range v.sees("intake") {
		object, field, _ := strings.Cut(f.Name, ".")
		values[object] = s
		if f.Silence == duty.Unknown && !s.facts.Has(f.Name) {
			for _, suffix := range []string{"", onSuffix, valuesSuffix} {
				unknown = append(unknown, cel.AttributePattern(object).QualString(field+suffix))
			}
		}
	}
	activation, err := cel.PartialVars(values, unknown...)
	if err != nil {
		t.Fatal(err)
	}
	out, _, err := program.Eval(activation)
	switch {
	case err != nil || types.IsUnknown(out):
		return duty.Unsure
	case out == types.True:
		return duty.True
	}
	return duty.False
}

var texts = []string{"", "ansokan", "inleda", "2026-03-02", "2025-06-30"}

func aDay() *rapid.Generator[civil.Date] {
	return rapid.Custom(func(t *rapid.T) civil.Date {
		return civil.On(2024, 2, 1).AddDays(rapid.IntRange(0, 900).Draw(t, "days"))
	})
}

func someFacts(v vocabulary) *rapid.Generator[[]duty.Fact] {
	return rapid.Custom(func(t *rapid.T) []duty.Fact {
		var facts []duty.Fact
		for _, f := range v.sees("intake") {
			for range rapid.IntRange(0, 2).Draw(t, f.Name) {
				fact := duty.Fact{Name: f.Name, Day: aDay().Draw(t, "day")}
				switch f.Type {
				case duty.Bool:
					fact.Value = rapid.SampledFrom([]string{"true", "false", "vet inte"}).Draw(t, "bool")
				case duty.Number:
					fact.Value = rapid.SampledFrom([]string{"0", "1", "2", "3", "flera", ""}).Draw(t, "number")
				case duty.Text:
					fact.Value = rapid.SampledFrom(texts).Draw(t, "text")
				case duty.Until:
					if fact.Value = aDay().Draw(t, "until").String(); rapid.IntRange(0, 4).Draw(t, "no day") == 0 {
						fact.Value = "tills vidare"
					}
				}
				facts = append(facts, fact)
			}
		}
		return facts
	})
}

// aTruth draws a condition nested at most so deep.
func aTruth(depth int) *rapid.Generator[string] {
	return rapid.Custom(func(t *rapid.T) string {
		order := rapid.SampledFrom([]string{"==", "!=", "<", "<=", ">", ">="})
		leaf := func() string {
			switch rapid.IntRange(0, 7).Draw(t, "leaf") {
			case 0:
				return rapid.SampledFrom([]string{"intake.mandated", "intake.running", "person.unborn", "true", "false"}).Draw(t, "bool")
			case 1:
				return "has(" + rapid.SampledFrom([]string{"intake.kind", "intake.outcome", "intake.decided", "intake.extended", "person.born"}).Draw(t, "fact") + ")"
			case 2:
				return aNumber().Draw(t, "a") + " " + order.Draw(t, "order") + " " + aNumber().Draw(t, "b")
			case 3:
				return aText().Draw(t, "a") + " " + order.Draw(t, "order") + " " + aText().Draw(t, "b")
			case 4:
				return aDayText().Draw(t, "a") + " " + order.Draw(t, "order") + " " + aDayText().Draw(t, "b")
			case 5:
				return aText().Draw(t, "a") + ` in ["ansokan", "2026-03-02", ""]`
			case 6:
				return aText().Draw(t, "a") + " in " + rapid.SampledFrom([]string{"intake.kind_values", "intake.outcome_values", "intake.children_values"}).Draw(t, "list")
			}
			return rapid.SampledFrom([]string{"intake.mandated == intake.running", "person.unborn != true"}).Draw(t, "bools")
		}
		if depth == 0 {
			return leaf()
		}
		inner := aTruth(depth - 1)
		switch rapid.IntRange(0, 4).Draw(t, "shape") {
		case 0:
			return "(" + inner.Draw(t, "a") + " && " + inner.Draw(t, "b") + ")"
		case 1:
			return "(" + inner.Draw(t, "a") + " || " + inner.Draw(t, "b") + ")"
		case 2:
			return "!(" + inner.Draw(t, "a") + ")"
		case 3:
			return "(" + inner.Draw(t, "a") + " ? " + inner.Draw(t, "b") + " : " + inner.Draw(t, "c") + ")"
		}
		return leaf()
	})
}

func aNumber() *rapid.Generator[string] {
	return rapid.SampledFrom([]string{"0", "2", "intake.children", "intake.adults", "years(person.born, intake.received)", "day_number(intake.decided)", "day_number(person.born)", `years(person.born, "2026-03-02")`})
}

func aText() *rapid.Generator[string] {
	return rapid.SampledFrom([]string{`"ansokan"`, `""`, "intake.kind", "intake.outcome", "fact.value", "fact.about"})
}

func aDayText() *rapid.Generator[string] {
	return rapid.SampledFrom([]string{
		`"2026-03-02"`, "intake.received", "intake.decided", "intake.extended", "intake.extended_on", "intake.kind_on", "person.born",
		"fact.day", "fact.value", "months_after(intake.received, 4)", "days_after(intake.decided, 14)", "days_after(fact.day, 0)",
	})
}

func TestWordsAreSortedForTheReader(t *testing.T) {
	seen := testVocabulary().sees("intake")
	if !slices.IsSortedFunc(seen, func(a, b duty.FactType) int { return strings.Compare(a.Name, b.Name) }) || len(seen) != 11 {
		t.Errorf("an intake sees %v", seen)
	}
}

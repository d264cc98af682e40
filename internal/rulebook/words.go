package rulebook

import (
	"slices"
	"strconv"
	"strings"

	"cel.dev/cel-go/cel"
	"cel.dev/cel-go/common/types"
	"cel.dev/cel-go/common/types/ref"

	"stadga/internal/civil"
	"stadga/internal/duty"
)

// above tells what a kind of subject stands under; empty at the top. A rule
// about a subject may use the facts of all that stands above it.
func above(kind string) string {
	switch kind {
	case "service":
		return "decision"
	case "decision", "investigation", "intake", "note", "coercion":
		return "case"
	case "case":
		return "person"
	}
	return ""
}

// under tells whether a subject of the kind stands under one of the other kind, or
// is of it.
func under(kind, other string) bool {
	for ; kind != ""; kind = above(kind) {
		if kind == other {
			return true
		}
	}
	return false
}

// A vocabulary is the facts that rules may use, by name.
type vocabulary map[string]duty.FactType

func vocabularyOf(types []duty.FactType) vocabulary {
	v := make(vocabulary, len(types))
	for _, t := range types {
		v[t.Name] = t
	}
	return v
}

// unsure is the vocabulary of a source that does not tell these facts, so that
// their absence says nothing.
func (v vocabulary) unsure(names []string) vocabulary {
	if len(names) == 0 {
		return v
	}
	other := make(vocabulary, len(v))
	for name, t := range v {
		if slices.Contains(names, name) {
			t.Silence = duty.Unknown
		}
		other[name] = t
	}
	return other
}

// sees lists the facts that a rule about the kind of subject may use, by name.
func (v vocabulary) sees(kind string) []duty.FactType {
	var kinds []string
	for ; kind != ""; kind = above(kind) {
		kinds = append(kinds, kind)
	}
	var seen []duty.FactType
	for _, t := range v {
		if slices.Contains(kinds, t.Subject) {
			seen = append(seen, t)
		}
	}
	slices.SortFunc(seen, func(a, b duty.FactType) int { return strings.Compare(a.Name, b.Name) })
	return seen
}

// Suffixes of a fact's name in conditions: the day of the latest such fact, and
// the values of all of them.
const (
	onSuffix     = "_on"
	valuesSuffix = "_values"
)

// A word is one field that conditions may read: intake.kind, intake.received,
// investigation.extended_on, case.favourable_running_values.
type word struct {
	fact duty.FactType
	kind wordKind
}

type wordKind int

const (
	textWord wordKind = iota
	boolWord
	numberWord
	dayWord    // the day of an occurrence
	untilWord  // the day a value names
	onWord     // the day of a fact with a value
	valuesWord // every value of the facts of that name
)

func (w word) celType() *types.Type {
	switch w.kind {
	case boolWord:
		return types.BoolType
	case numberWord:
		return types.IntType
	case valuesWord:
		return types.NewListType(types.StringType)
	}
	return types.StringType // days are written 2026-03-02 and sort as text
}

func (w word) isDay() bool { return w.kind == dayWord || w.kind == untilWord || w.kind == onWord }

// The words about the fact that started the obligation at hand.
var groundWords = map[string]*types.Type{"day": types.StringType, "value": types.StringType, "about": types.StringType}

// words are the fields of a subject's conditions: object → field → word.
type words map[string]map[string]word

func (v vocabulary) words(kind string) words {
	all := words{}
	put := func(name string, w word) {
		object, field, _ := strings.Cut(name, ".")
		if all[object] == nil {
			all[object] = map[string]word{}
		}
		all[object][field] = w
	}
	for _, t := range v.sees(kind) {
		w := word{fact: t}
		switch t.Type {
		case duty.Bool:
			w.kind = boolWord
		case duty.Number:
			w.kind = numberWord
		case duty.Day, duty.Instant:
			w.kind = dayWord
		case duty.Until:
			w.kind = untilWord
		}
		put(t.Name, w)
		if !w.isDay() || w.kind == untilWord {
			put(t.Name+onSuffix, word{t, onWord})
		}
		put(t.Name+valuesSuffix, word{t, valuesWord})
	}
	return all
}

// A provider tells CEL's checker which objects and fields there are.
type provider struct {
	*types.Registry
	words words
}

const groundObject = "fact"

// FindStructType finds the object of a name.
func (p provider) FindStructType(name string) (*types.Type, bool) {
	if _, ok := p.words[name]; ok || name == groundObject {
		return types.NewTypeTypeWithParam(types.NewObjectType(name)), true
	}
	return p.Registry.FindStructType(name)
}

// FindStructFieldNames lists the fields of an object.
func (p provider) FindStructFieldNames(name string) ([]string, bool) {
	fields, ok := p.words[name]
	if !ok {
		return p.Registry.FindStructFieldNames(name)
	}
	names := make([]string, 0, len(fields))
	for field := range fields {
		names = append(names, field)
	}
	slices.Sort(names)
	return names, true
}

// FindStructFieldType finds a field's type, and how CEL's own evaluator reads it.
func (p provider) FindStructFieldType(object, field string) (*types.FieldType, bool) {
	if object == groundObject {
		t, ok := groundWords[field]
		if !ok {
			return nil, false
		}
		return &types.FieldType{
			Type:    t,
			IsSet:   func(any) bool { return true },
			GetFrom: func(target any) (any, error) { return target.(situation).ground(field), nil },
		}, true
	}
	w, ok := p.words[object][field]
	if !ok {
		return nil, false
	}
	return &types.FieldType{
		Type:    w.celType(),
		IsSet:   func(target any) bool { return target.(situation).facts.Has(w.fact.Name) },
		GetFrom: func(target any) (any, error) { return target.(situation).read(w) },
	}, true
}

// A situation is what a condition is asked about.
type situation struct {
	facts *duty.Facts
	fact  *duty.Fact
}

func (s situation) ground(field string) any {
	switch field {
	case "day":
		return s.fact.Day.String()
	case "about":
		return s.fact.About
	}
	return s.fact.Value
}

// read is the word's value; an error where what is said is not of its type.
func (s situation) read(w word) (any, error) {
	last := s.facts.Last(w.fact.Name)
	switch {
	case w.kind == dayWord, w.kind == onWord:
		return last.Day.String(), nil
	case w.kind == valuesWord:
		return valuesOf(s.facts, w.fact.Name), nil
	case w.kind == boolWord && last.Name == "":
		return false, nil
	case w.kind == boolWord:
		return strconv.ParseBool(last.Value)
	case w.kind == numberWord && last.Name == "":
		return int64(0), nil
	case w.kind == numberWord:
		return numberOf(last.Value)
	case w.kind == untilWord && last.Name != "":
		_, err := civil.Parse(last.Value)
		return last.Value, err
	}
	return last.Value, nil
}

// environment is what conditions about a kind of subject are checked against.
func (v vocabulary) environment(kind string) (*cel.Env, error) {
	registry, err := types.NewRegistry()
	if err != nil {
		return nil, err
	}
	p := provider{registry, v.words(kind)}
	options := []cel.EnvOption{
		cel.ClearMacros(), cel.Macros(cel.HasMacro),
		cel.CustomTypeProvider(p), cel.CustomTypeAdapter(p),
		cel.Variable(groundObject, cel.ObjectType(groundObject)),
		cel.Function("years", cel.Overload("years_day_day", []*cel.Type{cel.StringType, cel.StringType}, cel.IntType,
			cel.BinaryBinding(func(from, to ref.Val) ref.Val {
				a, b, ok := twoDays(from, to)
				if !ok {
					return types.NewErr("no day")
				}
				return types.Int(a.AgeOn(b))
			}))),
		cel.Function("day_number", cel.Overload("day_number_day", []*cel.Type{cel.StringType}, cel.IntType,
			cel.UnaryBinding(func(of ref.Val) ref.Val {
				day, err := civil.Parse(string(of.(types.String)))
				if err != nil {
					return types.NewErr("no day")
				}
				_, _, number := day.Parts()
				return types.Int(number)
			}))),
		cel.Function("months_after", cel.Overload("months_after_day_int", []*cel.Type{cel.StringType, cel.IntType}, cel.StringType,
			cel.BinaryBinding(func(from, n ref.Val) ref.Val { return moved(from, n, civil.Date.AddMonths) }))),
		cel.Function("days_after", cel.Overload("days_after_day_int", []*cel.Type{cel.StringType, cel.IntType}, cel.StringType,
			cel.BinaryBinding(func(from, n ref.Val) ref.Val { return moved(from, n, civil.Date.AddDays) }))),
	}
	for object := range p.words {
		options = append(options, cel.Variable(object, cel.ObjectType(object)))
	}
	return cel.NewEnv(options...)
}

func twoDays(a, b ref.Val) (from, to civil.Date, ok bool) {
	from, errA := civil.Parse(string(a.(types.String)))
	to, errB := civil.Parse(string(b.(types.String)))
	return from, to, errA == nil && errB == nil
}

func moved(from, n ref.Val, by func(civil.Date, int) civil.Date) ref.Val {
	day, err := civil.Parse(string(from.(types.String)))
	if err != nil {
		return types.NewErr("no day")
	}
	return types.String(by(day, int(n.(types.Int))).String())
}

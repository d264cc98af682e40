package rulebook

import (
	"fmt"
	"slices"
	"strconv"
	"strings"

	"cel.dev/cel-go/cel"
	"cel.dev/cel-go/common/ast"
	"cel.dev/cel-go/common/operators"

	"stadga/internal/civil"
	"stadga/internal/duty"
)

// A language checks conditions over one vocabulary with CEL, and keeps what it
// has checked.
type language struct {
	vocabulary   vocabulary
	environments map[string]*cel.Env
	words        map[string]words       // by kind of subject
	checked      map[[2]string]*ast.AST // by kind of subject and text
}

func languageOf(v vocabulary) *language {
	return &language{vocabulary: v, environments: map[string]*cel.Env{}, words: map[string]words{}, checked: map[[2]string]*ast.AST{}}
}

// compile turns a condition into Go closures. CEL's own evaluator is 25 to 50
// times slower; a property test holds the two equal. The vocabulary says what
// absence means; its facts are those of the language.
func (l *language) compile(kind, text string, v vocabulary) (duty.Condition, error) {
	checked, err := l.check(kind, text)
	if err != nil {
		return nil, err
	}
	if l.words[kind] == nil {
		l.words[kind] = l.vocabulary.words(kind)
	}
	c := compiler{ast: checked, words: l.words[kind], heard: v}
	condition := c.truth(checked.Expr())
	return condition, c.err
}

func (l *language) check(kind, text string) (*ast.AST, error) {
	if known := l.checked[[2]string{kind, text}]; known != nil {
		return known, nil
	}
	env := l.environments[kind]
	if env == nil {
		var err error
		if env, err = l.vocabulary.environment(kind); err != nil {
			return nil, fmt.Errorf("rulebook: conditions about %s: %w", kind, err)
		}
		l.environments[kind] = env
	}
	checked, issues := env.Compile(text)
	if issues.Err() != nil {
		return nil, inSwedish(issues)
	}
	if checked.OutputType() != cel.BoolType {
		return nil, fmt.Errorf("villkoret ska vara sant eller falskt, men det blir %s", checked.OutputType())
	}
	l.checked[[2]string{kind, text}] = checked.NativeRep()
	return checked.NativeRep(), nil
}

func inSwedish(issues *cel.Issues) error {
	var all []string
	for _, e := range issues.Errors() {
		message := e.Message
		for from, to := range map[string]string{
			"undeclared reference to": "okänt ord", "undefined field": "okänd uppgift", "(in container '')": "",
			"found no matching overload for": "typerna passar inte ihop i", "applied to": "med",
			"Syntax error:": "går inte att läsa:",
		} {
			message = strings.ReplaceAll(message, from, to)
		}
		all = append(all, strings.TrimSpace(message))
	}
	return fmt.Errorf("villkoret stämmer inte: %s", strings.Join(all, "; "))
}

// Each closure answers a value, or names the fact that is missing to know it.
type (
	textOf func(*duty.Facts, *duty.Fact) (value, missing string)
	dayOf  func(*duty.Facts, *duty.Fact) (day civil.Date, missing string)
	intOf  func(*duty.Facts, *duty.Fact) (n int64, missing string)
	listOf func(*duty.Facts, *duty.Fact) (values []string, missing string)
)

type compiler struct {
	ast   *ast.AST
	words words
	heard vocabulary // what absence means where the condition is asked
	err   error
}

func (c *compiler) refuse(format string, args ...any) {
	if c.err == nil {
		c.err = fmt.Errorf(format, args...)
	}
}

// truth compiles an expression that is true, false or unsure.
func (c *compiler) truth(e ast.Expr) duty.Condition {
	switch e.Kind() {
	case ast.LiteralKind:
		if value, ok := e.AsLiteral().Value().(bool); ok {
			return always(value)
		}
	case ast.SelectKind:
		if e.AsSelect().IsTestOnly() {
			return c.present(e)
		}
		w, ok := c.word(e)
		if ok && w.kind == boolWord {
			return boolOf(w.fact)
		}
	case ast.CallKind:
		return c.call(e.AsCall())
	}
	c.refuse("det här kan ett villkor inte innehålla")
	return nil
}

func (c *compiler) call(call ast.CallExpr) duty.Condition {
	args := call.Args()
	switch call.FunctionName() {
	case operators.LogicalAnd:
		return both(c.truth(args[0]), c.truth(args[1]))
	case operators.LogicalOr:
		return either(c.truth(args[0]), c.truth(args[1]))
	case operators.LogicalNot:
		return not(c.truth(args[0]))
	case operators.Conditional:
		return choice(c.truth(args[0]), c.truth(args[1]), c.truth(args[2]))
	case operators.In:
		return member(c.text(args[0]), c.list(args[1]))
	case operators.Equals:
		return c.compare(args, func(order int) bool { return order == 0 })
	case operators.NotEquals:
		return c.compare(args, func(order int) bool { return order != 0 })
	case operators.Less:
		return c.compare(args, func(order int) bool { return order < 0 })
	case operators.LessEquals:
		return c.compare(args, func(order int) bool { return order <= 0 })
	case operators.Greater:
		return c.compare(args, func(order int) bool { return order > 0 })
	case operators.GreaterEquals:
		return c.compare(args, func(order int) bool { return order >= 0 })
	}
	c.refuse("%s kan inte användas i ett villkor", call.FunctionName())
	return nil
}

// compare compiles a comparison of two values of one type.
func (c *compiler) compare(args []ast.Expr, holds func(order int) bool) duty.Condition {
	a, b := args[0], args[1]
	switch c.ast.GetType(a.ID()) {
	case cel.BoolType:
		return compareTruths(c.truth(a), c.truth(b), holds)
	case cel.IntType:
		return compareNumbers(c.number(a), c.number(b), holds)
	case cel.StringType:
		switch aDay, bDay := c.isDay(a), c.isDay(b); {
		case aDay && bDay, aDay && c.literal(b), bDay && c.literal(a):
			return compareDays(c.day(a), c.day(b), holds)
		}
		return compareTexts(c.text(a), c.text(b), holds)
	}
	c.refuse("värdena går inte att jämföra")
	return nil
}

// word finds the fact that an expression reads.
func (c *compiler) word(e ast.Expr) (word, bool) {
	if e.Kind() != ast.SelectKind || e.AsSelect().Operand().Kind() != ast.IdentKind {
		return word{}, false
	}
	w, ok := c.words[e.AsSelect().Operand().AsIdent()][e.AsSelect().FieldName()]
	if t, told := c.heard[w.fact.Name]; told {
		w.fact = t
	}
	return w, ok
}

// ofGround tells which field of the starting fact an expression reads.
func ofGround(e ast.Expr) string {
	if e.Kind() == ast.SelectKind && e.AsSelect().Operand().Kind() == ast.IdentKind && e.AsSelect().Operand().AsIdent() == groundObject {
		return e.AsSelect().FieldName()
	}
	return ""
}

func (c *compiler) present(e ast.Expr) duty.Condition {
	w, ok := c.word(e)
	if !ok {
		c.refuse("has() frågar efter en uppgift, till exempel has(intake.extended)")
		return nil
	}
	fact := w.fact
	return func(facts *duty.Facts, _ *duty.Fact) (duty.Truth, string) {
		switch {
		case facts.Has(fact.Name):
			return duty.True, ""
		case fact.Silence == duty.Unknown:
			return duty.Unsure, fact.Name
		}
		return duty.False, ""
	}
}

func (c *compiler) literal(e ast.Expr) bool { return e.Kind() == ast.LiteralKind }

func (c *compiler) isDay(e ast.Expr) bool {
	if w, ok := c.word(e); ok {
		return w.isDay()
	}
	return ofGround(e) == "day" || e.Kind() == ast.CallKind
}

func (c *compiler) text(e ast.Expr) textOf {
	if c.isDay(e) {
		day := c.day(e)
		return func(facts *duty.Facts, ground *duty.Fact) (string, string) {
			d, missing := day(facts, ground)
			return d.String(), missing
		}
	}
	switch e.Kind() {
	case ast.LiteralKind:
		if value, ok := e.AsLiteral().Value().(string); ok {
			return func(*duty.Facts, *duty.Fact) (string, string) { return value, "" }
		}
	case ast.SelectKind:
		switch ofGround(e) {
		case "value":
			return func(_ *duty.Facts, ground *duty.Fact) (string, string) { return ground.Value, noGround(ground) }
		case "about":
			return func(_ *duty.Facts, ground *duty.Fact) (string, string) { return ground.About, noGround(ground) }
		}
		if w, ok := c.word(e); ok {
			return latest(w.fact, func(f duty.Fact) string { return f.Value })
		}
	}
	c.refuse("här ska stå en uppgift eller en text inom citattecken")
	return nil
}

func (c *compiler) day(e ast.Expr) dayOf {
	switch e.Kind() {
	case ast.LiteralKind:
		value, _ := e.AsLiteral().Value().(string)
		day, err := civil.Parse(value)
		if err != nil && value != "" {
			c.refuse("%q är ingen dag, skriv till exempel %q", value, "2026-03-02")
		}
		return func(*duty.Facts, *duty.Fact) (civil.Date, string) { return day, "" }
	case ast.SelectKind:
		if ofGround(e) == "day" {
			return func(_ *duty.Facts, ground *duty.Fact) (civil.Date, string) { return ground.Day, noGround(ground) }
		}
		w, ok := c.word(e)
		switch {
		case ok && w.kind == untilWord:
			return readable(w.fact, civil.Parse)
		case ok && w.isDay():
			return latest(w.fact, func(f duty.Fact) civil.Date { return f.Day })
		}
	case ast.CallKind:
		args := e.AsCall().Args()
		switch e.AsCall().FunctionName() {
		case "months_after":
			return c.moved(args, civil.Date.AddMonths)
		case "days_after":
			return c.moved(args, civil.Date.AddDays)
		}
	}
	c.refuse("här ska stå en dag")
	return nil
}

// moved compiles a day some months or days after another. After no day is unsure.
func (c *compiler) moved(args []ast.Expr, by func(civil.Date, int) civil.Date) dayOf {
	from, n, named := c.day(args[0]), c.number(args[1]), c.names(args[0])
	return func(facts *duty.Facts, ground *duty.Fact) (civil.Date, string) {
		day, missing := from(facts, ground)
		if missing == "" && day.IsZero() {
			missing = named
		}
		if missing != "" {
			return civil.Date{}, missing
		}
		steps, missing := n(facts, ground)
		return by(day, int(steps)), missing
	}
}

// names is the fact an expression reads, to be named when it is missing.
func (c *compiler) names(e ast.Expr) string {
	if w, ok := c.word(e); ok {
		return w.fact.Name
	}
	if e.Kind() == ast.CallKind {
		return c.names(e.AsCall().Args()[0])
	}
	return groundObject
}

func (c *compiler) number(e ast.Expr) intOf {
	switch e.Kind() {
	case ast.LiteralKind:
		if value, ok := e.AsLiteral().Value().(int64); ok {
			return func(*duty.Facts, *duty.Fact) (int64, string) { return value, "" }
		}
	case ast.SelectKind:
		if w, ok := c.word(e); ok && w.kind == numberWord {
			return readable(w.fact, numberOf)
		}
	case ast.CallKind:
		args := e.AsCall().Args()
		if e.AsCall().FunctionName() == "day_number" {
			return c.dayNumber(args[0])
		}
		if e.AsCall().FunctionName() != "years" {
			break
		}
		from, to := c.day(args[0]), c.day(args[1])
		fromName, toName := c.names(args[0]), c.names(args[1])
		return func(facts *duty.Facts, ground *duty.Fact) (int64, string) {
			a, missing := from(facts, ground)
			if missing == "" && a.IsZero() {
				missing = fromName
			}
			if missing != "" {
				return 0, missing
			}
			b, missing := to(facts, ground)
			if missing == "" && b.IsZero() {
				missing = toName
			}
			if missing != "" {
				return 0, missing
			}
			return int64(a.AgeOn(b)), ""
		}
	}
	c.refuse("här ska stå ett tal")
	return nil
}

// dayNumber compiles the number a day has in its month.
func (c *compiler) dayNumber(e ast.Expr) intOf {
	of, named := c.day(e), c.names(e)
	return func(facts *duty.Facts, ground *duty.Fact) (int64, string) {
		day, missing := of(facts, ground)
		if missing == "" && day.IsZero() {
			missing = named
		}
		if missing != "" {
			return 0, missing
		}
		_, _, number := day.Parts()
		return int64(number), ""
	}
}

func (c *compiler) list(e ast.Expr) listOf {
	if w, ok := c.word(e); ok && w.kind == valuesWord {
		fact := w.fact
		return func(facts *duty.Facts, _ *duty.Fact) ([]string, string) {
			if fact.Silence == duty.Unknown && !facts.Has(fact.Name) {
				return nil, fact.Name
			}
			return valuesOf(facts, fact.Name), ""
		}
	}
	if e.Kind() == ast.ListKind {
		var values []string
		for _, element := range e.AsList().Elements() {
			value, ok := "", false
			if c.literal(element) {
				value, ok = element.AsLiteral().Value().(string)
			}
			if !ok {
				c.refuse("listan ska ha texter inom citattecken")
			}
			values = append(values, value)
		}
		return func(*duty.Facts, *duty.Fact) ([]string, string) { return values, "" }
	}
	c.refuse("efter in ska stå en lista")
	return nil
}

// latest reads the last fact of a name. Where absence means no, what is absent
// reads as nothing.
func latest[T any](t duty.FactType, read func(duty.Fact) T) func(*duty.Facts, *duty.Fact) (T, string) {
	return func(facts *duty.Facts, _ *duty.Fact) (T, string) {
		all := facts.All(t.Name)
		if len(all) == 0 {
			var none T
			if t.Silence == duty.Unknown {
				return none, t.Name
			}
			return none, ""
		}
		return read(all[len(all)-1]), ""
	}
}

// readable reads the last fact of a name by its value. One whose value is not of
// its type tells nothing: the condition is unsure, and names it.
func readable[T any](t duty.FactType, read func(string) (T, error)) func(*duty.Facts, *duty.Fact) (T, string) {
	value := latest(t, func(f duty.Fact) string { return f.Value })
	return func(facts *duty.Facts, ground *duty.Fact) (T, string) {
		var none T
		text, missing := value(facts, ground)
		if missing != "" || !facts.Has(t.Name) {
			return none, missing
		}
		read, err := read(text)
		if err != nil {
			return none, t.Name
		}
		return read, ""
	}
}

// noGround names the starting fact when it is not known.
func noGround(ground *duty.Fact) string {
	if ground.Name == "" && ground.Day.IsZero() {
		return groundObject
	}
	return ""
}

func boolOf(t duty.FactType) duty.Condition {
	read := readable(t, strconv.ParseBool)
	return func(facts *duty.Facts, ground *duty.Fact) (duty.Truth, string) {
		value, missing := read(facts, ground)
		return truthOf(value, missing)
	}
}

func numberOf(value string) (int64, error) { return strconv.ParseInt(value, 10, 64) }

func valuesOf(facts *duty.Facts, name string) []string {
	var values []string
	for _, f := range facts.All(name) {
		values = append(values, f.Value)
	}
	return values
}

func truthOf(value bool, missing string) (duty.Truth, string) {
	switch {
	case missing != "":
		return duty.Unsure, missing
	case value:
		return duty.True, ""
	}
	return duty.False, ""
}

func always(value bool) duty.Condition {
	return func(*duty.Facts, *duty.Fact) (duty.Truth, string) { return truthOf(value, "") }
}

func not(a duty.Condition) duty.Condition {
	return func(facts *duty.Facts, ground *duty.Fact) (duty.Truth, string) {
		switch truth, missing := a(facts, ground); truth {
		case duty.True:
			return duty.False, ""
		case duty.False:
			return duty.True, ""
		default:
			return duty.Unsure, missing
		}
	}
}

// both is false as soon as one is, whatever is missing for the other.
func both(a, b duty.Condition) duty.Condition {
	return func(facts *duty.Facts, ground *duty.Fact) (duty.Truth, string) {
		first, missing := a(facts, ground)
		if first == duty.False {
			return duty.False, ""
		}
		second, missingToo := b(facts, ground)
		switch {
		case second == duty.False:
			return duty.False, ""
		case first == duty.Unsure:
			return duty.Unsure, missing
		}
		return second, missingToo
	}
}

// either is true as soon as one is, whatever is missing for the other.
func either(a, b duty.Condition) duty.Condition {
	return not(both(not(a), not(b)))
}

func choice(test, then, otherwise duty.Condition) duty.Condition {
	return func(facts *duty.Facts, ground *duty.Fact) (duty.Truth, string) {
		switch truth, missing := test(facts, ground); truth {
		case duty.True:
			return then(facts, ground)
		case duty.False:
			return otherwise(facts, ground)
		default:
			return duty.Unsure, missing
		}
	}
}

func member(value textOf, list listOf) duty.Condition {
	return func(facts *duty.Facts, ground *duty.Fact) (duty.Truth, string) {
		v, missing := value(facts, ground)
		if missing != "" {
			return duty.Unsure, missing
		}
		values, missing := list(facts, ground)
		return truthOf(slices.Contains(values, v), missing)
	}
}

func compareTruths(a, b duty.Condition, holds func(int) bool) duty.Condition {
	return func(facts *duty.Facts, ground *duty.Fact) (duty.Truth, string) {
		x, missing := a(facts, ground)
		if x == duty.Unsure {
			return x, missing
		}
		y, missing := b(facts, ground)
		if y == duty.Unsure {
			return y, missing
		}
		return truthOf(holds(int(x)-int(y)), "")
	}
}

func compareNumbers(a, b intOf, holds func(int) bool) duty.Condition {
	return func(facts *duty.Facts, ground *duty.Fact) (duty.Truth, string) {
		x, missing := a(facts, ground)
		if missing != "" {
			return duty.Unsure, missing
		}
		y, missing := b(facts, ground)
		order := 0
		if x < y {
			order = -1
		} else if x > y {
			order = 1
		}
		return truthOf(holds(order), missing)
	}
}

func compareDays(a, b dayOf, holds func(int) bool) duty.Condition {
	return func(facts *duty.Facts, ground *duty.Fact) (duty.Truth, string) {
		x, missing := a(facts, ground)
		if missing != "" {
			return duty.Unsure, missing
		}
		y, missing := b(facts, ground)
		return truthOf(holds(x.Compare(y)), missing)
	}
}

func compareTexts(a, b textOf, holds func(int) bool) duty.Condition {
	return func(facts *duty.Facts, ground *duty.Fact) (duty.Truth, string) {
		x, missing := a(facts, ground)
		if missing != "" {
			return duty.Unsure, missing
		}
		y, missing := b(facts, ground)
		return truthOf(holds(strings.Compare(x, y)), missing)
	}
}

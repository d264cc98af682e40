package main

import (
	"bytes"
	"cmp"
	"encoding/json"
	"fmt"
	"go/ast"
	"go/constant"
	"go/types"
	"maps"
	"os"
	"path"
	"reflect"
	"regexp"
	"runtime"
	"slices"
	"strings"
	"testing"
	"time"

	"golang.org/x/tools/go/packages"

	"stadga/internal/civil"
	"stadga/internal/webkit"
)

const (
	described  = "openapi.json"
	webkitPath = "stadga/internal/webkit"
)

// What programs are told that they can ask for and send (OpenAPI 3.1) is what the code
// serves: the routes, the fields that their handlers read and the structs that they show.
// UPDATE=1 go test -run InterfaceIsDescribed ./cmd/stadga writes it anew.
func TestTheInterfaceIsDescribed(t *testing.T) {
	if testing.Short() {
		t.Skip("reads the types of the whole program")
	}
	t.Parallel()
	s := readSource(t)
	got := s.describe(t, newTown(t, civil.On(2026, time.March, 12)).site.Routes())
	if os.Getenv("UPDATE") != "" {
		if err := os.WriteFile(described, got, 0o644); err != nil {
			t.Fatal(err)
		}
		return
	}
	want, err := os.ReadFile(described)
	if err != nil {
		t.Fatal(err)
	}
	if !bytes.Equal(got, want) {
		t.Error("cmd/stadga/openapi.json does not say what the code serves: UPDATE=1 go test -run InterfaceIsDescribed ./cmd/stadga, and see in the difference whether a program breaks (ADR 13)")
	}
}

// A source is the program's own code, with types.
type source struct {
	packages []*packages.Package
	bodies   map[*types.Func]body
	named    map[string]*types.Func // by package, type and name
	schemas  map[string]any         // by name, those that some answer holds
}

// A body is a function and the package that says what its words mean.
type body struct {
	decl *ast.FuncDecl
	of   *packages.Package
}

func readSource(t *testing.T) *source {
	t.Helper()
	config := &packages.Config{Dir: "../..", Mode: packages.NeedName | packages.NeedSyntax | packages.NeedTypes | packages.NeedTypesInfo | packages.NeedImports}
	all, err := packages.Load(config, "./internal/...")
	if err != nil {
		t.Fatal(err)
	}
	s := &source{packages: all, bodies: map[*types.Func]body{}, named: map[string]*types.Func{}, schemas: map[string]any{}}
	for _, p := range all {
		for _, e := range p.Errors {
			t.Fatal(e)
		}
		for _, file := range p.Syntax {
			for _, d := range file.Decls {
				if f, ok := d.(*ast.FuncDecl); ok && f.Body != nil {
					if obj, ok := p.TypesInfo.Defs[f.Name].(*types.Func); ok {
						s.bodies[obj] = body{f, p}
						s.named[strings.NewReplacer("(*", "", "(", "", ")", "").Replace(obj.FullName())] = obj
					}
				}
			}
		}
	}
	return s
}

// An operation is what one route takes and answers.
type operation struct {
	pattern, action, shows string
	about                  string            // the handler's own words
	fields                 map[string]schema // of its form
	rows                   map[string]schema // those with a row's number after the name
	queries                []string
	ofRow                  bool // its fields are those of a row in a table of forms
	loose                  bool // what the form has is said by a table that the code reads while it runs
	pages                  []types.Type
}

type schema = map[string]any

// operations are those that the program serves, each with what the code says of it.
func (s *source) operations(t *testing.T, routes []webkit.Route) []operation {
	t.Helper()
	var all []operation
	for _, route := range routes {
		if route.Action == webkit.Open {
			continue
		}
		op := operation{pattern: route.Pattern, action: route.Action, shows: cmp.Or(route.Part, route.List), fields: map[string]schema{}, rows: map[string]schema{}}
		f := s.handler(route)
		found, known := s.bodies[f]
		if !known {
			t.Errorf("%s: its handler is not in the code: %s", route.Pattern, runtime.FuncForPC(reflect.ValueOf(route.Handle).Pointer()).Name())
			continue
		}
		s.follow(&op, found)
		if row := s.rowOf(found.of, route); op.loose && row != nil {
			// What all forms of the handler have together says nothing of one: the row does.
			op.loose, op.fields, op.rows = false, map[string]schema{}, map[string]schema{}
			s.follow(&op, body{&ast.FuncDecl{Body: &ast.BlockStmt{List: []ast.Stmt{&ast.ExprStmt{X: row}}}}, found.of}, f)
			op.ofRow = true
		}
		all = append(all, op)
	}
	return all
}

var ofClosure = regexp.MustCompile(`(-fm|\.func\d+.*)$`)

// handler is the function that the route's handler is, or was made in. One that the
// compiler has put into another is named after both.
func (s *source) handler(route webkit.Route) *types.Func {
	name := ofClosure.ReplaceAllString(runtime.FuncForPC(reflect.ValueOf(route.Handle).Pointer()).Name(), "")
	folder, last := path.Split(strings.NewReplacer("(*", "", "(", "", ")", "").Replace(name))
	parts := strings.Split(last, ".")
	for _, tail := range [][]string{parts, {parts[0], parts[len(parts)-2], parts[len(parts)-1]}, {parts[0], parts[len(parts)-1]}} {
		if f := s.named[folder+strings.Join(tail, ".")]; f != nil {
			return f
		}
	}
	return nil
}

// rowOf is the row of a table of forms that the route was made of: the one that says the
// end of its address and its action.
func (s *source) rowOf(of *packages.Package, route webkit.Route) (row *ast.CompositeLit) {
	longest := 0
	for _, file := range of.Syntax {
		ast.Inspect(file, func(n ast.Node) bool {
			lit, ok := n.(*ast.CompositeLit)
			if !ok {
				return true
			}
			acts, end := false, 0
			for _, e := range lit.Elts {
				if kv, ok := e.(*ast.KeyValueExpr); ok {
					e = kv.Value
				}
				switch said := constantOf(of, e); {
				case said == route.Action:
					acts = true
				case said == route.Pattern:
					end = len(said)
				case said != "" && strings.HasSuffix(route.Pattern, "/"+strings.TrimPrefix(said, "/")):
					end = max(end, len(said))
				}
			}
			if acts && end > longest {
				row, longest = lit, end
			}
			return true
		})
	}
	return row
}

// follow reads a function and those of its own package that it leads to, but those named.
func (s *source) follow(op *operation, from body, but ...*types.Func) {
	seen := map[*types.Func]bool{}
	for _, f := range but {
		seen[f] = true
	}
	if from.decl.Doc != nil {
		op.about = strings.Join(strings.Fields(from.decl.Doc.Text()), " ")
	}
	var visit func(n ast.Node)
	visit = func(n ast.Node) {
		ast.Inspect(n, func(n ast.Node) bool {
			switch n := n.(type) {
			case *ast.CallExpr:
				s.call(op, from.of, n)
			case *ast.Ident:
				f, ok := from.of.TypesInfo.Uses[n].(*types.Func)
				if !ok || seen[f.Origin()] {
					return true
				}
				if found, known := s.bodies[f.Origin()]; known && found.of == from.of {
					seen[f.Origin()] = true
					visit(found.decl.Body)
				}
			}
			return true
		})
	}
	visit(from.decl.Body)
}

var inputKinds = map[string]schema{
	"Text": {"type": "string"}, "Prose": {"type": "string"}, "Must": {"type": "string"},
	"Word": {"type": "string"}, "MustWord": {"type": "string"}, "Words": {"type": "array", "items": schema{"type": "string"}},
	"Number": {"type": []string{"integer", "string"}}, "ID": {"type": "string", "format": "uuid"},
	"Day": {"type": "string", "description": "ÅÅÅÅ-MM-DD"}, "MustDay": {"type": "string", "description": "ÅÅÅÅ-MM-DD"},
	"Has": {"type": []string{"boolean", "string"}}, "Rows": {"type": "string"},
}

// call notes what a call reads of the form, of the address, or shows.
func (s *source) call(op *operation, of *packages.Package, call *ast.CallExpr) {
	f := calleeOf(of, call)
	if f == nil {
		for _, arg := range call.Args {
			op.loose = op.loose || types.TypeString(of.TypesInfo.TypeOf(arg), nil) == "*"+webkitPath+".Input"
		}
		return
	}
	if f.Pkg() == nil {
		return
	}
	in := f.FullName()
	switch {
	case strings.HasPrefix(in, "(*"+webkitPath+".Input).") && len(call.Args) > 0:
		if f.Name() == "Instant" {
			op.field(of, call.Args[0], inputKinds["Day"])
			op.field(of, call.Args[1], schema{"type": "string", "description": "TT:MM"})
			return
		}
		kind, known := inputKinds[f.Name()]
		if !known {
			return
		}
		op.field(of, call.Args[0], withChoices(of, kind, call.Args[1:]))
	case in == webkitPath+".Sent", in == webkitPath+".SentOne":
		op.field(of, call.Args[1], schema{"type": []string{"string", "array"}, "items": schema{"type": "string"}})
	case in == "(net/url.Values).Get" && len(call.Args) == 1:
		if name := constantOf(of, call.Args[0]); name != "" && strings.Contains(types.ExprString(call.Fun), "URL.Query()") && !slices.Contains(op.queries, name) {
			op.queries = append(op.queries, name)
		}
	}
	signature := f.Signature()
	for i, arg := range call.Args {
		if i >= signature.Params().Len() || typeName(signature.Params().At(i).Type()) != webkitPath+".Paged" {
			continue
		}
		shown := of.TypesInfo.TypeOf(arg)
		if pointer, ok := shown.(*types.Pointer); ok && !slices.ContainsFunc(op.pages, func(t types.Type) bool { return types.Identical(t, pointer.Elem()) }) {
			op.pages = append(op.pages, pointer.Elem())
		}
	}
}

// withChoices adds the words that may be chosen, where they stand in the code.
func withChoices(of *packages.Package, kind schema, args []ast.Expr) schema {
	var words []string
	for _, a := range args {
		word := constantOf(of, a)
		if word == "" {
			return kind
		}
		words = append(words, word)
	}
	if len(words) == 0 {
		return kind
	}
	if kind["type"] == "array" {
		return schema{"type": "array", "items": schema{"type": "string", "enum": words}}
	}
	return schema{"type": "string", "enum": words}
}

// field notes a field by its name; one whose name is put together is known by its beginning.
func (op *operation) field(of *packages.Package, name ast.Expr, kind schema) {
	if said := constantOf(of, name); said != "" {
		if old, known := op.fields[said]; !known || old["type"] == nil || len(kind) > len(old) {
			op.fields[said] = kind
		}
		return
	}
	beginning := ""
	ast.Inspect(name, func(n ast.Node) bool {
		if e, ok := n.(ast.Expr); ok && beginning == "" {
			beginning = constantOf(of, e)
		}
		return beginning == ""
	})
	if beginning != "" {
		op.rows[beginning] = kind
	}
}

// describe writes the whole document.
func (s *source) describe(t *testing.T, routes []webkit.Route) []byte {
	paths := map[string]map[string]any{}
	for _, op := range s.operations(t, routes) {
		method, address, _ := strings.Cut(op.pattern, " ")
		address = strings.ReplaceAll(strings.ReplaceAll(address, "{$}", ""), "...}", "}")
		if paths[address] == nil {
			paths[address] = map[string]any{}
		}
		paths[address][strings.ToLower(method)] = s.operation(op, method, address)
	}
	if len(paths) < 300 {
		t.Errorf("only %d addresses are described", len(paths))
	}
	var out bytes.Buffer
	head, err := json.Marshal(about())
	if err != nil {
		t.Fatal(err)
	}
	fmt.Fprintf(&out, "%s,\n\"paths\":{\n", bytes.TrimSuffix(head, []byte("}")))
	eachLine(t, &out, paths)
	out.WriteString("},\n\"components\":{\"securitySchemes\":{\"nyckel\":{\"type\":\"http\",\"scheme\":\"bearer\"}},\n\"responses\":")
	problem, err := json.Marshal(responses())
	if err != nil {
		t.Fatal(err)
	}
	out.Write(problem)
	out.WriteString(",\n\"parameters\":{\n")
	eachLine(t, &out, parametersOf(paths))
	out.WriteString("}")
	out.WriteString(",\n\"schemas\":{\n")
	eachLine(t, &out, s.schemas)
	out.WriteString("}}}\n")
	var whole any
	if err := json.Unmarshal(out.Bytes(), &whole); err != nil {
		t.Fatalf("the description is no JSON: %v", err)
	}
	for _, m := range reference.FindAllSubmatch(out.Bytes(), -1) {
		at := whole
		for name := range strings.SplitSeq(string(m[1]), "/") {
			at = at.(map[string]any)[name]
		}
		if at == nil {
			t.Errorf("%s leads nowhere", m[1])
		}
	}
	return out.Bytes()
}

var reference = regexp.MustCompile(`"\$ref":"#/([^"]+)"`)

// eachLine writes one entry a line, so that a difference shows which changed.
func eachLine[V any](t *testing.T, out *bytes.Buffer, all map[string]V) {
	t.Helper()
	keys := slices.Sorted(maps.Keys(all))
	for i, key := range keys {
		value, err := json.Marshal(all[key])
		if err != nil {
			t.Fatal(err)
		}
		fmt.Fprintf(out, "%q:%s", key, value)
		if i < len(keys)-1 {
			out.WriteByte(',')
		}
		out.WriteByte('\n')
	}
}

func about() schema {
	return schema{
		"openapi": "3.1.0",
		"info": schema{
			"title": "Stadga", "version": "1", "summary": "Socialtjänstens register: allt som sidorna visar och gör, som JSON.",
			"description": "Adresserna är sidornas. Samma behörighet och läslogg gäller. The addresses are those of the pages, with the same access and log of readings: docs/api.md. Known limit: some fields are words for people.",
			"contact":     schema{"name": "Den som driver Stadga i din kommun"},
			"license":     schema{"name": "MIT", "identifier": "MIT"},
		},
		"servers":  []schema{{"url": webkit.APIRoot}},
		"security": []schema{{"nyckel": []string{}}},
	}
}

func responses() schema {
	problem := schema{"type": "object", "properties": schema{
		"type": schema{"type": "string"}, "title": schema{"type": "string"}, "status": schema{"type": "integer"}, "detail": schema{"type": "string"}, "instance": schema{"type": "string"},
		"faults": schema{"type": "array", "items": schema{"type": "object", "properties": schema{"field": schema{"type": "string"}, "detail": schema{"type": "string"}, "number": schema{"type": "string"}}}},
	}, "example": schema{"type": "urn:stadga:FEL-0004", "title": "Vi hittar inget sådant ärende", "status": 404, "detail": "Vi hittar inget sådant ärende.", "instance": webkit.APIRoot + "/arende/2026-9999"}}
	done := schema{"type": "object", "properties": schema{"location": schema{"type": "string"}}, "example": schema{"location": webkit.APIRoot + "/arende/2026-0142"}}
	return schema{
		"Problem": schema{"description": "Vad som är fel och hur det lagas. Inget är ändrat.", "content": schema{"application/problem+json": schema{"schema": problem}}},
		"Gjort":   schema{"description": "Det är sparat, och kan läsas på adressen.", "content": schema{"application/json": schema{"schema": done}}},
	}
}

func (s *source) operation(op operation, method, address string) schema {
	o := schema{"x-action": op.action, "responses": schema{"default": schema{"$ref": "#/components/responses/Problem"}}}
	if op.shows != "" {
		o["summary"] = op.shows
	}
	if op.about != "" {
		o["description"] = op.about
	}
	var parameters []schema
	for _, m := range valueInPath.FindAllString(address, -1) {
		parameters = append(parameters, schema{"$ref": "#/components/parameters/" + strings.Trim(m, "{}")})
	}
	answers := o["responses"].(schema)
	content := s.answer(op)
	if method == "POST" {
		parameters = append(parameters,
			schema{"$ref": "#/components/parameters/Idempotency-Key"}, schema{"$ref": "#/components/parameters/If-Match"})
		body := schema{"type": "object"}
		if !op.ofRow {
			body["additionalProperties"] = false
		}
		if len(op.fields) > 0 && !op.loose {
			body["properties"] = op.fields
		}
		if op.loose {
			body = schema{"type": "object", "description": "Fälten, med sina val, står i svaret på GET av samma adress."}
		}
		if len(op.rows) > 0 {
			patterns := schema{}
			for beginning, kind := range op.rows {
				patterns["^"+regexp.QuoteMeta(beginning)] = kind
			}
			body["patternProperties"] = patterns
		}
		o["requestBody"] = schema{"content": schema{"application/json": schema{"schema": body}}}
		answers["200"] = schema{"$ref": "#/components/responses/Gjort"}
	} else {
		for _, name := range op.queries {
			parameters = append(parameters, schema{"name": name, "in": "query", "schema": schema{"type": "string"}})
		}
		answers["200"] = schema{"description": "Det som sidan visar.", "content": content}
	}
	if len(parameters) > 0 {
		o["parameters"] = parameters
	}
	return o
}

// parametersOf are the headers of every act, and what stands in the addresses.
func parametersOf(paths map[string]map[string]any) map[string]schema {
	all := map[string]schema{
		"Idempotency-Key": {"name": "Idempotency-Key", "in": "header", "required": true, "description": "Ett UUID som programmet väljer.", "schema": schema{"type": "string", "format": "uuid"}},
		"If-Match":        {"name": "If-Match", "in": "header", "description": "Versionen som programmet har sett.", "schema": schema{"type": "string"}},
	}
	for address := range paths {
		for _, m := range valueInPath.FindAllString(address, -1) {
			name := strings.Trim(m, "{}")
			all[name] = schema{"name": name, "in": "path", "required": true, "schema": schema{"type": "string"}}
		}
	}
	return all
}

func (s *source) answer(op operation) schema {
	var any []schema
	for _, page := range op.pages {
		any = append(any, s.schemaOf(page))
	}
	switch len(any) {
	case 0:
		return schema{"application/octet-stream": schema{}}
	case 1:
		return schema{"application/json": schema{"schema": any[0]}}
	}
	return schema{"application/json": schema{"schema": schema{"oneOf": any}}}
}

// schemaOf is the type as webkit writes it for programs (wire.go).
func (s *source) schemaOf(t types.Type) schema {
	if pointer, ok := t.(*types.Pointer); ok {
		t = pointer.Elem()
	}
	name := typeName(t)
	switch {
	case name == "time.Time":
		return schema{"type": []string{"string", "null"}, "format": "date-time"}
	case name == webkitPath+".FormHead":
		return schema{"type": "object", "properties": schema{"idempotencyKey": schema{"type": "string"}, "ifMatch": schema{"type": "string"}}}
	case writesText(t):
		return schema{"type": []string{"string", "null"}}
	}
	switch u := t.Underlying().(type) {
	case *types.Basic:
		switch {
		case u.Info()&types.IsBoolean != 0:
			return schema{"type": "boolean"}
		case u.Info()&types.IsInteger != 0:
			return schema{"type": "integer"}
		case u.Info()&types.IsNumeric != 0:
			return schema{"type": "number"}
		}
		return schema{"type": "string"}
	case *types.Slice:
		if basic, ok := u.Elem().Underlying().(*types.Basic); ok && basic.Kind() == types.Uint8 {
			return schema{"type": "string", "contentEncoding": "base64"}
		}
		return schema{"type": "array", "items": s.schemaOf(u.Elem())}
	case *types.Array:
		return schema{"type": "array", "items": s.schemaOf(u.Elem())}
	case *types.Map:
		return schema{"type": "object", "additionalProperties": s.schemaOf(u.Elem())}
	case *types.Struct:
		short := strings.TrimPrefix(strings.ReplaceAll(name[strings.LastIndex(name, "/")+1:], "[", "_"), ".")
		short = strings.NewReplacer("]", "", "*", "", " ", "", ",", "_").Replace(short)
		if name == "" {
			return schema{"type": "object", "properties": s.properties(u)}
		}
		if _, known := s.schemas[short]; !known {
			s.schemas[short] = schema{} // it may hold itself
			s.schemas[short] = schema{"type": "object", "properties": s.properties(u)}
		}
		return schema{"$ref": "#/components/schemas/" + short}
	}
	return schema{}
}

func (s *source) properties(u *types.Struct) schema {
	own, inner := schema{}, schema{}
	for f := range u.Fields() {
		t := f.Type()
		if pointer, ok := t.(*types.Pointer); ok {
			t = pointer.Elem()
		}
		_, isFunc := t.Underlying().(*types.Signature)
		embedded, isStruct := t.Underlying().(*types.Struct)
		switch {
		case isFunc || typeName(t) == webkitPath+".Shell":
		case f.Embedded() && typeName(t) == webkitPath+".FormHead":
			own["head"] = s.schemaOf(t)
		case f.Embedded() && isStruct && !writesText(t) && typeName(t) != "time.Time":
			maps.Copy(inner, s.properties(embedded))
		case f.Exported():
			own[webkit.WireName(f.Name())] = s.schemaOf(f.Type())
		}
	}
	maps.Copy(inner, own)
	return inner
}

func writesText(t types.Type) bool {
	method, _, _ := types.LookupFieldOrMethod(t, true, nil, "MarshalText")
	f, ok := method.(*types.Func)
	return ok && f.Signature().Params().Len() == 0
}

func typeName(t types.Type) string {
	switch t := t.(type) {
	case *types.Named:
		return types.TypeString(t, nil)
	case *types.Alias:
		return typeName(types.Unalias(t))
	}
	return ""
}

func constantOf(of *packages.Package, e ast.Expr) string {
	value := of.TypesInfo.Types[e].Value
	if value == nil || value.Kind() != constant.String {
		return ""
	}
	return constant.StringVal(value)
}

func calleeOf(of *packages.Package, call *ast.CallExpr) *types.Func {
	switch fun := ast.Unparen(call.Fun).(type) {
	case *ast.Ident:
		f, _ := of.TypesInfo.Uses[fun].(*types.Func)
		return f
	case *ast.SelectorExpr:
		f, _ := of.TypesInfo.Uses[fun.Sel].(*types.Func)
		return f
	}
	return nil
}

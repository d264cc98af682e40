package main

import (
	"context"
	"errors"
	"go/ast"
	"go/parser"
	"go/token"
	"path/filepath"
	"reflect"
	"slices"
	"strings"
	"testing"
	"time"

	"stadga/internal/act"
	"stadga/internal/casework"
	"stadga/internal/casework/casesql"
	"stadga/internal/civil"
	"stadga/internal/engine"
	"stadga/internal/exchange"
	"stadga/internal/exchange/exchangesql"
	"stadga/internal/ids"
	"stadga/internal/jobs"
	"stadga/internal/org"
	"stadga/internal/people"
	"stadga/internal/people/peoplesql"
)

// introduced makes towns boards of one deployment.
func introduced(names [2]string, towns ...*town) {
	var served []*servedBoard
	for i, w := range towns {
		w.r.Name = strings.ToLower(names[i][:5])
		served = append(served, &servedBoard{set: boardSettings{Name: w.r.Name, Shown: names[i]}, record: w.r})
	}
	introduce(served...)
}

// An officer writes to another board and chooses what is shared; there it is taken in
// hand and laid in a case, and the receipt comes back. Until it has, the letter is owed
// in the case. Nothing that was not chosen is at the other board.
func TestALetterGoesToAnotherBoardWithAReceipt(t *testing.T) {
	a, b := newTown(t, civil.On(2026, time.March, 2)), newTown(t, civil.On(2026, time.March, 2))
	introduced([2]string{"Socialnämnden", "Äldrenämnden"}, a, b)
	tove := a.person("Tove", "Hemligsson", civil.On(1944, time.May, 3))
	a.do(engine.Bind(a.r.Engine, casesql.Cases()).Step(a.r.Engine.NewID(), casework.OpenCase{Person: tove, Area: casework.Adults, Number: "2026-0007", Officer: a.eva, Unit: a.unit}))
	eva, lisa := a.login(a.eva), b.staff("Lisa Mott", org.Mottagning)
	const at = "/arende/2026-0007/namnder"

	eva.open("/arende/2026-0007").says("Skriv till en annan nämnd")
	eva.open(at).says("Inget är skickat", "Generalklausulen (OSL 10 kap. 27 §) gäller inte socialtjänstens uppgifter", "Äldrenämnden")
	eva.fill(at).says("Välj vilken nämnd", "Välj vad meddelandet är", "Skriv vad den andra nämnden behöver veta.", "Välj vad som gör att uppgifterna får lämnas.", "Skriv hur du har prövat")
	eva.fill(at, "till", b.r.Name, "slag", "overlamnande", "dela", "arendenummer", "text", "Hon behöver hemtjänst från april.", "stod", "stod", "varfor", "Stödet är hemtjänst.").
		says("på väg", "Äldrenämnden")
	lisa.open("/namndpost").says("0 meddelanden väntar.")
	a.deliver()
	eva.open(at).says("framme, inte mottaget")
	lisa.open("/namndpost").says("1 meddelande väntar.", "Socialnämnden", "Överlämnande")
	waiting, err := exchangesql.Queries{DB: b.r.Store.Reader()}.Waiting(t.Context(), 10, 0)
	if err != nil || len(waiting) != 1 {
		t.Fatalf("%v %v", waiting, err)
	}
	one := "/namndpost/" + waiting[0].ID.String()
	lisa.open(one).says("Hon behöver hemtjänst från april.", "2026-0007", "av Eva Ek", "OSL 26 kap. 9 c §", "Stödet är hemtjänst.").silent("Tove", "Hemligsson")
	if code := b.login(b.marie).open(one).code; code == 200 {
		t.Error("a provider reads a letter between boards")
	}

	a.now = civil.On(2026, time.March, 6).At(9, 0)
	if err := a.r.Engine.RecomputeAll(t.Context(), func(int) {}); err != nil {
		t.Fatal(err)
	}
	eva.open("/arende/2026-0007").says("Den andra nämnden har kvitterat inom två arbetsdagar", "försenad")
	b.now = civil.On(2026, time.March, 6).At(10, 12)
	lisa.open(one).fill(one+"/ta-emot").says("Mottaget", "av Lisa Mott", "Lägg det i personens ärende")
	b.deliver()
	a.now = a.now.Add(2 * time.Hour)
	eva.open(at).says("i dag 10:12 av Lisa Mott")
	eva.open(at+"/"+waiting[0].ID.String()).says("Mottaget", "av Lisa Mott.")
	eva.open("/arende/2026-0007").silent("Den andra nämnden har kvitterat inom två arbetsdagar")
	lisa.open(one).fill(one+"/lagg", "arende", "2026-9999").says("Det finns inget sådant ärende som du kan se.")
	tove2 := b.person("Tove", "Hemligsson", civil.On(1944, time.May, 3))
	b.do(engine.Bind(b.r.Engine, casesql.Cases()).Step(b.r.Engine.NewID(), casework.OpenCase{Person: tove2, Area: casework.Older, Number: "2026-0099", Unit: b.unit}))
	lisa.open(one).fill(one+"/lagg", "arende", "2026-0099").says("Kommit från andra nämnder", "Socialnämnden")
	reads, err := b.r.Store.Readings(t.Context(), ids.Person{}, 50)
	if err != nil || len(reads) == 0 {
		t.Errorf("that the letter was read is not logged: %v %v", reads, err)
	}
}

// The program dies before the letter has come to the other board, or when it has and
// the sender does not know: it is there once, and so is the receipt.
func TestALetterIsNeitherLostNorDoubled(t *testing.T) {
	for name, address := range addresses() {
		t.Run(name, func(t *testing.T) {
			urls := [2]string{address(t), address(t)}
			now := civil.On(2026, time.March, 2).At(9, 0)
			var pair [2]*record
			start := func() {
				for i, board := range []string{"social", "aldre"} {
					r, err := openRecord(t.Context(), recordOptions{URL: urls[i], Name: board, Clock: func() time.Time { return now }})
					if err != nil {
						t.Fatal(err)
					}
					if err := r.adopt(t.Context()); err != nil {
						t.Fatal(err)
					}
					pair[i] = r
				}
				introduce(&servedBoard{set: boardSettings{Shown: "Socialnämnden"}, record: pair[0]}, &servedBoard{set: boardSettings{Shown: "Äldrenämnden"}, record: pair[1]})
			}
			die := func() {
				for _, r := range pair {
					if err := r.Close(); err != nil {
						t.Fatal(err)
					}
				}
				start()
			}
			start()
			defer func() { _ = errors.Join(pair[0].Close(), pair[1].Close()) }()
			deliver := func(i int) error {
				_, err := jobs.Deliver(pair[i].Store, pair[i].Engine, pair[i].reactions()...).Run(t.Context())
				return err
			}
			do := func(r *record, who act.Actor, steps ...engine.Step) {
				t.Helper()
				if _, err := r.Engine.Do(t.Context(), act.Form{ID: r.Engine.NewForm(), Actor: who}, steps...); err != nil {
					t.Fatal(err)
				}
			}
			e := pair[0].Engine
			person, file, letter := ids.Person{ID: e.NewID()}, ids.Case{ID: e.NewID()}, e.NewID()
			do(pair[0], eva, engine.Bind(e, peoplesql.Persons()).Step(person.ID, people.Register{Name: people.Name{Given: "Tove", Family: "Lind"}, BornYear: 1944}),
				engine.Bind(e, casesql.Cases()).Step(file.ID, casework.OpenCase{Person: person, Area: casework.Older, Number: "2026-0001", Officer: eva.User, Unit: eva.Unit}))
			do(pair[0], eva, engine.Bind(e, exchangesql.Sent()).Step(letter, exchange.Send{Case: file, Person: person, Letter: exchange.Letter{
				From: "social", To: "aldre", Kind: exchange.Asking, Says: "Är hon känd hos er?", Ground: exchange.Consent, Why: "Samtycke i dag.",
			}}))
			power := errors.New("the power went")

			put := pair[0].letterboxes[0].put
			pair[0].letterboxes[0].put = func(context.Context, ids.ID, exchange.Letter) error { return power }
			if err := deliver(0); !errors.Is(err, power) {
				t.Fatalf("before it is there: %v", err)
			}
			pair[0].letterboxes[0].put = func(ctx context.Context, id ids.ID, l exchange.Letter) error {
				return errors.Join(put(ctx, id, l), power)
			}
			if err := deliver(0); !errors.Is(err, power) {
				t.Fatalf("when it is there: %v", err)
			}
			die()
			now = now.Add(time.Minute)
			for range 2 {
				if err := deliver(0); err != nil {
					t.Fatal(err)
				}
			}
			if got := rowsOf(t, pair[1].Store.Reader(), `select name from journal where name = 'letter.arrived.v1'`); len(got) != 1 {
				t.Fatalf("%d letters have arrived, of one", len(got))
			}

			do(pair[1], act.Actor{User: ids.User{ID: ids.ID{15: 41}}, Roles: []string{"mottagning"}}, engine.Bind(pair[1].Engine, exchangesql.Arrived()).Step(letter, exchange.Take{ID: letter, By: "Lisa Mott"}))
			receipt := pair[1].letterboxes[0].receipt
			pair[1].letterboxes[0].receipt = func(ctx context.Context, id ids.ID, r exchange.Receipt) error {
				return errors.Join(receipt(ctx, id, r), power)
			}
			if err := deliver(1); !errors.Is(err, power) {
				t.Fatalf("when the receipt is there: %v", err)
			}
			die()
			if err := deliver(1); err != nil {
				t.Fatal(err)
			}
			s, _, err := engine.Bind(pair[0].Engine, exchangesql.Sent()).Load(t.Context(), letter)
			if got := rowsOf(t, pair[0].Store.Reader(), `select name from journal where name like 'letter.%' order by num`); err != nil || len(got) != 3 || s.ReceivedBy != "Lisa Mott" || s.Delivered.IsZero() {
				t.Errorf("%v %+v %v", got, s, err)
			}
			for _, r := range pair {
				if tasks, err := r.Store.Tasks(t.Context(), 10); err != nil || len(tasks) > 0 {
					t.Errorf("left to a person: %+v %v", tasks, err)
				}
			}
		})
	}
}

// What one board holds of another takes letters and receipts and gives nothing back;
// and no other file of the program brings two boards together.
func TestNothingButLettersCrosses(t *testing.T) {
	box := reflect.TypeFor[letterbox]()
	for i := range box.NumField() {
		f := box.Field(i).Type
		if f.Kind() == reflect.String {
			continue
		}
		if f.Kind() != reflect.Func || f.NumOut() != 1 || f.Out(0) != reflect.TypeFor[error]() {
			t.Errorf("%s gives something back from the other board: %s", box.Field(i).Name, f)
		}
	}
	files, err := filepath.Glob("*.go")
	if err != nil {
		t.Fatal(err)
	}
	used := map[string][]string{}
	for _, name := range files {
		if strings.HasSuffix(name, "_test.go") {
			continue
		}
		file, err := parser.ParseFile(token.NewFileSet(), name, nil, 0)
		if err != nil {
			t.Fatal(err)
		}
		ast.Inspect(file, func(n ast.Node) bool {
			switch at := n.(type) {
			case *ast.SelectorExpr:
				if at.Sel.Name == "byHost" || at.Sel.Name == "boards" {
					used["boards"] = append(used["boards"], name)
				}
			case *ast.CallExpr:
				if f, is := at.Fun.(*ast.Ident); is && (f.Name == "letterboxOf" || f.Name == "introduce") {
					used[f.Name] = append(used[f.Name], name)
				}
			}
			return true
		})
	}
	for what, may := range map[string][]string{
		"letterboxOf": {"exchange.go"}, "introduce": {"deploy.go"},
		"boards": {"deploy.go", "operate.go", "serve.go"}, // open and close, the health of all, the jobs of each
	} {
		for _, name := range used[what] {
			if !slices.Contains(may, name) {
				t.Errorf("%s uses %s: between boards goes nothing but letters", name, what)
			}
		}
		if len(used[what]) == 0 {
			t.Errorf("nobody uses %s: the test looks for something else than there is", what)
		}
	}
}

// A board answers every page while the other's record is shut.
func TestABoardNeedsNoOtherBoardsRecord(t *testing.T) {
	a, b := newTown(t, civil.On(2026, time.March, 2)), newTown(t, civil.On(2026, time.March, 2))
	introduced([2]string{"Socialnämnden", "Äldrenämnden"}, a, b)
	tove := a.person("Tove", "Lind", civil.On(1944, time.May, 3))
	a.do(engine.Bind(a.r.Engine, casesql.Cases()).Step(a.r.Engine.NewID(), casework.OpenCase{Person: tove, Area: casework.Older, Number: "2026-0007", Officer: a.eva, Unit: a.unit}))
	if err := b.r.Store.Close(); err != nil {
		t.Fatal(err)
	}
	eva, head := a.login(a.eva), a.staff("Per Holm", org.Enhetschef, org.Mottagning, org.Kvalitet, org.Systemforvaltare)
	asked := 0
	for _, route := range a.site.Routes() {
		if route.Method() != "GET" || strings.Contains(strings.ReplaceAll(route.Path(), "{nr}", ""), "{") || route.Path() == "/logga-ut" {
			continue
		}
		for _, who := range []*browser{eva, head} {
			if code := who.open(strings.ReplaceAll(route.Path(), "{nr}", "2026-0007")).code; code >= 500 {
				t.Errorf("%s: %d with the other board's record shut", route.Pattern, code)
			}
			asked++
		}
	}
	if asked < 60 {
		t.Errorf("only %d pages are asked for", asked)
	}
	const at = "/arende/2026-0007/namnder"
	eva.open(at).fill(at, "till", b.r.Name, "slag", "fraga", "text", "Är hon känd?", "stod", "samtycke", "varfor", "I dag.").says("på väg")
	if _, err := jobs.Deliver(a.r.Store, a.r.Engine, a.r.reactions()...).Run(t.Context()); err == nil {
		t.Error("the letter is said to be carried to a record that is shut")
	}
	eva.open(at).says("på väg")
}

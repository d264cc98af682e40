package casesql_test

import (
	"fmt"
	"strings"
	"testing"

	"stadga/internal/casework"
	"stadga/internal/casework/casesql"
	"stadga/internal/engine"
	"stadga/internal/ids"
	"stadga/internal/likeness"
)

// A text's copies are found by index and with as many questions as it has
// fingerprints, however many files hold the same words.
func TestCopiesAreFoundByTheTextsOwnLength(t *testing.T) {
	d := newDesk(t, casesql.CasesProjection(), casesql.LikenessProjection())
	engine.Register(d.db.Registry(), casesql.Cases())
	cases := engine.Bind(d.engine, casesql.Cases())
	words := make([]string, 60)
	for i := range words {
		words[i] = fmt.Sprintf("ord%d", i)
	}
	text := strings.Join(words, " ")
	write := func(n byte, text string) (ids.Investigation, ids.Person) {
		t.Helper()
		i, file, person := ids.Investigation{ID: d.engine.NewID()}, ids.Case{ID: d.engine.NewID()}, ids.Person{ID: ids.ID{14: 1, 15: n}}
		d.do(cases.Step(file.ID, casework.OpenCase{Person: person, Area: casework.Older, Number: fmt.Sprintf("2026-1%03d", n)}))
		d.do(d.investigations.Step(i.ID, casework.OpenInvestigation{
			Case: file, Person: person, Kind: casework.InquiryOlder, Ground: casework.GroundSupport, Started: "ansokan", Received: d.now, Question: "Vad behövs?",
		}))
		d.do(d.investigations.Step(i.ID, casework.WritePart{Part: "situation", Text: text}))
		return i, person
	}
	ask := func(of ids.Investigation, person ids.Person, text string) (like []casework.LikeText, elsewhere, all int) {
		t.Helper()
		q := &remembering{Queryer: d.db.Reader()}
		like, elsewhere, all, err := casesql.Deciding{DB: q}.Likeness(ctx, of, person, text)
		if err != nil {
			t.Fatal(err)
		}
		if most := len(likeness.Prints(text)) + len(like); len(q.plans) > most {
			t.Errorf("%d questions, want at most %d", len(q.plans), most)
		}
		for _, plan := range q.plans {
			if strings.Contains(plan, "SCAN") {
				t.Errorf("a question reads a whole table: %s", plan)
			}
		}
		return like, elsewhere, all
	}
	own, person := write(0, text)
	if like, elsewhere, all := ask(own, person, text); len(like) != 0 || elsewhere != 0 || all == 0 {
		t.Fatalf("alone: %v, %d of %d", like, elsewhere, all)
	}
	write(1, "Helt andra ord. "+text[:len(text)*3/4])
	if like, elsewhere, all := ask(own, person, text); len(like) != 1 || like[0].In != "2026-1001" || like[0].Part != "situation" || elsewhere != like[0].Shared || elsewhere == all {
		t.Fatalf("one copy of three quarters: %+v, %d of %d", like, elsewhere, all)
	}
	for n := byte(2); n < 40; n++ {
		write(n, text)
	}
	like, elsewhere, all := ask(own, person, text)
	if len(like) != 10 || like[0].Shared != all || elsewhere != all {
		t.Errorf("forty copies: %d told, %d of %d elsewhere", len(like), elsewhere, all)
	}
}

package unexecutedweb

import (
	"context"
	"net/http"
	"slices"
	"time"

	"stadga/internal/board"
	"stadga/internal/casework"
	"stadga/internal/civil"
	"stadga/internal/duty"
	"stadga/internal/webkit"
)

// CouncilPage is /rapporter/ej-verkstallda/fullmaktige: the statistics of a quarter
// for the council, what has been handed over, and the quarters.
type CouncilPage struct {
	webkit.Page
	Lists    []webkit.Listing
	Given    []webkit.Fact // none: not handed over
	Tell     *TellForm     // nil: one may not, or it is done
	Begin    *TellForm     // nil: one may not, or it is done
	Quarters webkit.Listing
}

// A TellForm takes a day and, where there is one, a reference.
type TellForm struct {
	webkit.FormHead
	Quarter string
	On, Ref webkit.Field
}

// councilRule is the rule that asks for the statistics once a quarter.
const councilRule = "nonexec-council"

func (p Pages) getCouncil(w http.ResponseWriter, r *http.Request) error {
	page, err := p.councilPage(r, webkit.Typed{})
	if err != nil {
		return err
	}
	return webkit.Show(w, r, p.kit, http.StatusOK, "ej-verkstallda-fullmaktige.html", page)
}

// statistics counts what was told for a quarter: how many, of what kinds, and how
// long since the decision, also where it was broken off since. Nobody's name, number
// or case (SoL 34 kap. 3 §, LSS 28 h §).
func (p Pages) statistics(ctx context.Context, quarter civil.Quarter) ([]board.CouncilLine, error) {
	told, err := p.Lists.Told(ctx, quarter)
	var lines []board.CouncilLine
	for _, t := range told {
		lines = board.CountIn(lines, board.CouncilLine{LSS: isLSS(t.Law), Kind: t.Kind, Cause: string(t.Cause)}, t.Made, t.On)
	}
	return lines, err
}

func (p Pages) councilPage(r *http.Request, typed webkit.Typed) (*CouncilPage, error) {
	quarter, err := quarterOf(r)
	if err != nil {
		return nil, err
	}
	b, version, err := p.Board.Load(r.Context(), board.ID())
	if err != nil {
		return nil, err
	}
	today, me := webkit.Today(r), webkit.Actor(r)
	page := &CouncilPage{Page: webkit.Page{
		Title: "Ej verkställda beslut till fullmäktige", Small: quarter.Words(), Back: &webkit.Link{Path: "/rapporter", Words: "Rapporter"},
		Sentence: "Antal, slag och hur lång tid som gått sedan besluten, den dag de rapporterades till IVO. Inga identiteter.",
	}}
	given, told := b.Told(quarter)
	lines := given.Lines
	switch {
	case told:
		page.Given = []webkit.Fact{{Label: "Lämnad till fullmäktige", Value: webkit.PlainDay(given.On, today) + ", " + given.Ref}}
	default:
		if lines, err = p.statistics(r.Context(), quarter); err != nil {
			return nil, err
		}
	}
	sum := 0
	for _, l := range lines {
		sum += l.Ages.Sum()
	}
	page.Strong = webkit.Count(sum, "beslut rapporterades.", "beslut rapporterades.")
	for _, lss := range []bool{false, true} {
		page.Lists = append(page.Lists, councilList(lines, lss))
	}
	switch on := (webkit.Field{Name: "on", Required: true}); {
	case b.Established.IsZero() && p.May(me, "board.establish"):
		on.Label, on.Help = "När började nämnden svara för sina ärenden?", "Kvartalen räknas från det första hela kvartalet efter dagen."
		page.Begin = &TellForm{FormHead: webkit.NewForm(r, version, ""), Quarter: string(quarter), On: typed.Field(on)}
	case !b.Established.IsZero() && !told && !quarter.First().After(today) && p.May(me, "board.tell-council"):
		on.Label = "Vilken dag lämnades statistiken?"
		page.Tell = &TellForm{
			FormHead: webkit.NewForm(r, version, ""), Quarter: string(quarter), On: typed.Field(on),
			Ref: typed.Field(webkit.Field{Name: "ref", Label: "Paragraf eller dokument", Help: "Paragrafen i protokollet, eller beteckningen på det dokument som lämnades. Till exempel KF § 45.", Required: true}),
		}
	}
	owed, err := p.Owed(r.Context(), duty.Subject{Kind: board.Subject, ID: board.ID()})
	if err != nil {
		return nil, err
	}
	page.Quarters = quarterList(r, b, owed)
	return page, nil
}

func councilList(lines []board.CouncilLine, lss bool) webkit.Listing {
	list := webkit.Listing{
		Caption: map[bool]string{false: "Enligt socialtjänstlagen", true: "Enligt LSS"}[lss], Empty: webkit.Empty{Sentence: "Inget rapporterades."},
		Columns: []webkit.Column{{Words: "Insats"}, {Words: "Typ"}},
	}
	ages := [...]string{"3–6 månader", "6–12 månader", "Över 12 månader"}
	for _, a := range ages {
		list.Columns = append(list.Columns, webkit.Column{Words: a, Number: true})
	}
	for _, l := range lines {
		if l.LSS != lss {
			continue
		}
		row := webkit.ListRow{Words: nameOf(l.Kind), Cells: []webkit.Cell{{Name: "Typ", Words: casework.UnexecutedCause(l.Cause).Words()}}}
		for i, a := range ages {
			row.Cells = append(row.Cells, webkit.Cell{Name: a, Words: webkit.Thousands(l.Ages[i]), Number: true})
		}
		list.Rows = append(list.Rows, row)
	}
	list.Paging = webkit.Paging{From: min(1, len(list.Rows)), To: len(list.Rows), Of: len(list.Rows)}
	return list
}

// quarterList lists the quarters since the board began to answer, the latest first:
// when each one's statistics were handed over, and whether the rule is kept, which
// asks that some are handed over in every quarter.
func quarterList(r *http.Request, b board.Board, owed []duty.Obligation) webkit.Listing {
	owed = slices.DeleteFunc(owed, func(o duty.Obligation) bool { return o.Rule != councilRule })
	slices.SortFunc(owed, func(a, b duty.Obligation) int { return b.Due().Compare(a.Due()) })
	today, now := webkit.Today(r), webkit.Now(r)
	list := webkit.Listing{
		Caption: "Kvartalen", Empty: webkit.Empty{Sentence: "Inget helt kvartal har börjat sedan nämnden började svara för sina ärenden."},
		Columns: []webkit.Column{{Words: "Kvartal"}, {Words: "Kvartalets statistik"}, {Words: "En gång i kvartalet"}}, Paging: webkit.NewPaging(r.URL, len(owed)),
	}
	if b.Established.IsZero() {
		list.Empty.Sentence = "Det är inte inskrivet när nämnden började svara för sina ärenden. Därför räknas inga kvartal."
	}
	at := list.Paging.Offset()
	for _, o := range owed[min(at, len(owed)):min(at+webkit.PageSize, len(owed))] {
		q := civil.QuarterOf(o.Due())
		words := "inte lämnad"
		if given, told := b.Told(q); told {
			words = "lämnad " + webkit.PlainDay(given.On, today) + ", " + given.Ref
		}
		list.Rows = append(list.Rows, webkit.ListRow{Path: council + "?kvartal=" + string(q), Words: q.Words(), Cells: []webkit.Cell{
			{Name: "Kvartalets statistik", Words: words}, {Name: "En gång i kvartalet", Badge: kept(o, now)},
		}})
	}
	return list
}

// kept tells how it stands with one quarter's obligation.
func kept(o duty.Obligation, now time.Time) *webkit.Badge {
	today := civil.DayOf(now)
	switch o.StateAt(now) {
	case duty.Met, duty.MetLate:
		return &webkit.Badge{Lage: webkit.Klar, Words: "Lämnad " + webkit.PlainDay(o.MetOn(), today)}
	case duty.Late:
		return &webkit.Badge{Lage: webkit.Sen, Words: "Sen, inget lämnades i kvartalet"}
	case duty.Open:
		return &webkit.Badge{Lage: webkit.Snart, Words: "Lämnas senast " + webkit.PlainDay(o.Due(), today)}
	}
	return &webkit.Badge{Lage: webkit.Oklar, Words: "Kan inte bedömas"}
}

// postCouncil writes in that the statistics of a quarter were handed over. They are
// kept as they were counted then.
func (p Pages) postCouncil(w http.ResponseWriter, r *http.Request) error {
	quarter, err := quarterOf(r)
	if err != nil {
		return err
	}
	in := webkit.Posted(r)
	cmd := board.TellCouncil{Report: board.CouncilReport{Quarter: quarter, On: in.Day("on"), Ref: in.Text("ref")}}
	if cmd.Report.Lines, err = p.statistics(r.Context(), quarter); err != nil {
		return err
	}
	if today := webkit.Today(r); quarter == civil.QuarterOf(today) {
		counts, err := p.Lists.CountUnexecuted(r.Context(), casework.UnexecutedSelection{Quarter: quarter, Day: today})
		if err != nil {
			return err
		}
		cmd.Untold = counts.Untold[0] + counts.Untold[1]
	}
	if err = in.Err(); err == nil {
		_, err = p.Board.Do(r.Context(), webkit.Form(r), board.ID(), cmd)
	}
	return p.councilAnswer(w, r, in, quarter, err)
}

func (p Pages) postEstablish(w http.ResponseWriter, r *http.Request) error {
	quarter, err := quarterOf(r)
	if err != nil {
		return err
	}
	in := webkit.Posted(r)
	cmd := board.Establish{On: in.Day("on")}
	if err = in.Err(); err == nil {
		_, err = p.Board.Do(r.Context(), webkit.Form(r), board.ID(), cmd)
	}
	return p.councilAnswer(w, r, in, quarter, err)
}

func (p Pages) councilAnswer(w http.ResponseWriter, r *http.Request, in *webkit.Input, quarter civil.Quarter, err error) error {
	if err == nil {
		return webkit.Done(w, r, council+"?kvartal="+string(quarter))
	}
	page, failed := p.councilPage(r, in.Again(err))
	if failed != nil {
		return failed
	}
	for _, form := range []*TellForm{page.Tell, page.Begin} {
		if form != nil {
			form.FormHead = webkit.SameForm(r)
		}
	}
	return webkit.Redo(w, r, p.kit, "ej-verkstallda-fullmaktige.html", page, err)
}

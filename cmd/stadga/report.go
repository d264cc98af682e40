package main

import (
	"bytes"
	"context"
	"fmt"
	"io"
	"slices"
	"time"

	"stadga/internal/access"
	"stadga/internal/act"
	"stadga/internal/boards"
	"stadga/internal/casework/casesql"
	"stadga/internal/civil"
	"stadga/internal/contracts/contractsql"
	"stadga/internal/delivery/deliverysql"
	"stadga/internal/desk/desksql"
	"stadga/internal/ids"
	"stadga/internal/invoices/invoicesql"
	"stadga/internal/people/peoplesql"
	"stadga/internal/report"
	"stadga/internal/report/reportweb"
	"stadga/internal/rulebook"
	"stadga/internal/store"
	"stadga/internal/visits/visitsql"
	"stadga/internal/webkit"
	"stadga/rules"
)

// reports are every figure of every area, and the control points of the book.
func reports(book *rulebook.Book, clock func() time.Time) report.List {
	return slices.Concat(casesql.Reports(), visitsql.Reports(visitServices()), deliverysql.Reports(), contractsql.Reports(), invoicesql.Reports(), desksql.Reports(pointsOf(book), clock))
}

func reportRoutes(r *record) []webkit.Route {
	return reportweb.Pages{
		Reports: func() report.List { return reports(r.Book(), r.Clock) }, Now: r.Store.Reader(),
		Replay: func(ctx context.Context, upTo time.Time, progress func(int, int), names ...string) (reportweb.Past, error) {
			return r.Store.Replay(ctx, upTo, progress, names...)
		},
		Named: r.named,
		Also: []reportweb.AlsoLink{
			{Link: webkit.Link{Path: "/rapporter/ej-verkstallda", Words: "Ej verkställda beslut"}, Says: "Beslut som inte är verkställda på tre månader, avbrutna eller delvis verkställda: rapporten till IVO och revisorerna varje kvartal, SoL och LSS för sig."},
			{Link: webkit.Link{Path: "/rapporter/ej-verkstallda/revisorer", Words: "Ej verkställda beslut, till revisorerna"}, Says: "Det som rapporterades för kvartalet, rad för rad utan identitet, jämfört med i dag."},
			{Link: webkit.Link{Path: "/rapporter/ej-verkstallda/fullmaktige", Words: "Ej verkställda beslut, till fullmäktige"}, Says: "Antal, slag och tid för kvartalet, utan identiteter."},
		},
		Provider: func(ctx context.Context, who act.Actor) (string, error) {
			if who.Provider.IsZero() {
				return "", nil
			}
			return r.billing().providerName(ctx, who.Provider, civil.DayOf(r.Clock()))
		},
	}.Routes()
}

// named gives the numbers of those of the cases that one may open, and notes for
// the log of readings that they were told.
func (r *record) named(ctx context.Context, who act.Actor, cases []ids.Case) (map[ids.Case]string, error) {
	register, persons := casesql.Register{DB: r.Store.Reader()}, peoplesql.Queries{DB: r.Store.Reader()}
	numbers := map[ids.Case]string{}
	for _, id := range cases {
		c, err := register.Case(ctx, id)
		if err != nil {
			return nil, err
		}
		person, err := persons.Person(ctx, c.Person)
		if err != nil {
			return nil, err
		}
		file := access.File{Subject: c.Subject(), Area: string(c.Area), Unit: c.Unit, Person: c.Person, Secrecy: access.Secrecy(person.Protection)}
		if !c.Officer.IsZero() {
			file.Assigned = []ids.User{c.Officer}
		}
		if r.door.OnFile(who.Who(r.Clock()), "case.read", file).Allowed {
			numbers[id] = c.Number
			webkit.Shown(ctx, c.Person)
		}
	}
	return numbers, nil
}

type reportCommand struct {
	Key    string `arg:"" optional:"" help:"Rapportens nyckel. Utan nyckel visas vilka rapporter som finns."`
	DB     string `help:"Nämndens register: sqlite:MAPP eller postgres://…" placeholder:"URL"`
	Board  string `help:"Nämndens korta namn. Behövs när mappen har flera nämnder." placeholder:"NAMN"`
	From   string `help:"Periodens första dag." placeholder:"2026-01-01"`
	To     string `help:"Periodens sista dag." placeholder:"2026-12-31"`
	AsOf   string `help:"Visa rapporten som den hade sett ut den dagen. Utan dag: i dag." placeholder:"2026-03-02"`
	Format string `help:"table, csv, json eller pdf." enum:"table,csv,json,pdf" default:"table"`
}

// Run prints one report. Nothing is printed before all of it is ready.
func (c reportCommand) Run(ctx context.Context, std streams) error {
	carried, err := rulebook.Load(rules.Files, vocabulary())
	if err != nil {
		return err
	}
	if c.Key == "" {
		for _, r := range reports(carried, time.Now) {
			fmt.Fprintf(std.Out, "%-44s %s\n", r.Key, r.Title)
		}
		return nil
	}
	if _, err := reports(carried, time.Now).Find(c.Key); err != nil {
		return badInput(err.Error())
	}
	q, err := c.query(civil.DayOf(time.Now()))
	if err != nil {
		return err
	}
	name, err := boardName(c.DB, c.Board)
	if err != nil {
		return err
	}
	r, err := openRecord(ctx, recordOptions{URL: c.DB, Name: name, ReadOnly: true})
	if err != nil {
		return err
	}
	var out bytes.Buffer
	rep, err := reports(r.Book(), r.Clock).Find(c.Key) // the book that the board has adopted
	if err != nil {
		err = badInput(err.Error())
	} else {
		err = c.write(ctx, r, rep, q, &out, std.Err)
	}
	if closed := r.Close(); err == nil {
		err = closed
	}
	if err != nil {
		return err
	}
	_, err = std.Out.Write(out.Bytes())
	return err
}

func (c reportCommand) query(today civil.Date) (report.Query, error) {
	q := report.Query{AsOf: today}
	for _, day := range []struct {
		flag, says string
		to         *civil.Date
		needed     bool
	}{{"--from", c.From, &q.From, true}, {"--to", c.To, &q.To, true}, {"--as-of", c.AsOf, &q.AsOf, false}} {
		if day.says == "" && !day.needed {
			continue
		}
		read, err := civil.Parse(day.says)
		if err != nil {
			return q, badInputf("%s: %q är ingen dag. Skriv till exempel %s 2026-03-02.", day.flag, day.says, day.flag)
		}
		*day.to = read
	}
	switch {
	case q.To.Before(q.From):
		return q, badInputf("Perioden slutar %s innan den börjar %s. Byt plats på --from och --to.", q.To, q.From)
	case q.AsOf.After(today):
		return q, badInputf("--as-of %s ligger i framtiden. Välj i dag eller en tidigare dag.", q.AsOf)
	}
	return q, nil
}

// write asks the record as it stands; for an earlier day, as it stood at the end
// of it, read from the journal.
func (c reportCommand) write(ctx context.Context, r *record, rep report.Report, q report.Query, out, told io.Writer) error {
	var db store.Queryer = r.Store.Reader()
	if q.AsOf.Before(civil.DayOf(r.Clock())) && !rep.Today {
		bar := newProgress(told)
		past, err := r.Store.Replay(ctx, q.AsOf.AddDays(1).Midnight(), func(done, all int) { bar.show("Läser", int64(done), int64(all)) }, rep.Projections...)
		bar.done()
		if err != nil {
			return err
		}
		defer past.Close()
		if past.Gone > 0 {
			fmt.Fprintf(told, "%d av %d händelser är gallrade och ingår inte.\n", past.Gone, past.Events)
		}
		db = past
	}
	answer, err := rep.Run(ctx, db, q)
	if err != nil {
		return err
	}
	return answer.Write(out, c.Format)
}

// boardName is the board that is meant: the one given, or the only one there is.
func boardName(url, name string) (string, error) {
	switch {
	case url == "":
		return "", badInput("Ange vilket register som ska läsas, till exempel --db sqlite:demo-data")
	case name != "":
		return name, nil
	}
	names, err := boards.List(url)
	switch {
	case err != nil:
		return "socialnamnden", nil // PostgreSQL holds one board, and it is named here
	case len(names) == 1:
		return names[0], nil
	case len(names) == 0:
		return "", badInputf("Det finns inget register i %s. Kontrollera mappen.", url)
	}
	return "", badInputf("Mappen har flera nämnder: %v. Välj en med --board.", names)
}

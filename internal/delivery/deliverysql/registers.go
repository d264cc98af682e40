package deliverysql

import (
	"context"
	"fmt"
	"strings"

	"stadga/internal/civil"
	"stadga/internal/delivery"
	"stadga/internal/engine"
	"stadga/internal/ids"
	"stadga/internal/journal"
	"stadga/internal/report"
	"stadga/internal/store"
)

// Homes tells the engine how family homes are folded.
func Homes() engine.Kind[delivery.FamilyHome] {
	return engine.Kind[delivery.FamilyHome]{
		Name: delivery.HomeStream, Fold: (*delivery.FamilyHome).Fold, Says: delivery.FamilyHome.Says, Persons: delivery.FamilyHome.Persons, Events: delivery.HomeEvents(),
	}
}

// Groups tells the engine how parent groups are folded.
func Groups() engine.Kind[delivery.ParentGroup] {
	return engine.Kind[delivery.ParentGroup]{
		Name: delivery.GroupStream, Fold: (*delivery.ParentGroup).Fold, Says: delivery.ParentGroup.Says, Persons: delivery.ParentGroup.Persons, Events: delivery.GroupEvents(),
	}
}

// Residences tells the engine how residences are folded.
func Residences() engine.Kind[delivery.Residence] {
	return engine.Kind[delivery.Residence]{
		Name: delivery.ResidenceStream, Fold: (*delivery.Residence).Fold, Says: delivery.Residence.Says, Persons: delivery.Residence.Persons, Events: delivery.ResidenceEvents(),
	}
}

// RegistersProjection keeps one row per family home, parent group and residence.
func RegistersProjection() store.Projection {
	var names []string
	for _, events := range [][]journal.Event{delivery.HomeEvents(), delivery.GroupEvents(), delivery.ResidenceEvents()} {
		for _, e := range events {
			names = append(names, e.EventName())
		}
	}
	return store.Projection{
		Name:   "registers",
		Tables: []string{"family_home", "parent_group", "residence"},
		Schema: []string{
			`create table family_home (id bytea primary key, name text not null, kinds text not null, capacity integer not null, taken integer not null,
				begins text not null, ends text not null default '')`,
			`create index family_home_name on family_home (name, id)`,
			`create table parent_group (id bytea primary key, kind text not null, name text not null, first_day text not null, last_day text not null, sessions integer not null,
				parents integer not null, evaluated text not null default '', completed integer not null default 0, helped integer not null default 0)`,
			`create index parent_group_last on parent_group (last_day, id)`,
			`create table residence (id bytea primary key, provider bytea not null, kind text not null, places integer not null, begins text not null)`,
		},
		Events: names,
		Apply:  applyRegisters,
	}
}

func applyRegisters(ctx context.Context, tx store.Execer, r journal.Recorded) error {
	run := func(query string, args ...any) error {
		_, err := tx.ExecContext(ctx, query, append([]any{r.Stream.ID}, args...)...)
		return err
	}
	switch e := r.Event.(type) {
	case delivery.HomeKept:
		kinds := make([]string, len(e.Kinds))
		for i, k := range e.Kinds {
			kinds[i] = string(k)
		}
		return run(`insert into family_home (id, name, kinds, capacity, taken, begins) values ($1, $2, $3, $4, $5, $6)
			on conflict (id) do update set name = excluded.name, kinds = excluded.kinds, capacity = excluded.capacity, taken = excluded.taken, begins = excluded.begins`,
			e.Name, strings.Join(kinds, " "), e.Capacity, e.Taken, e.From)
	case delivery.HomeEnded:
		return run(`update family_home set ends = $2 where id = $1`, e.On)
	case delivery.GroupBegun:
		return run(`insert into parent_group (id, kind, name, first_day, last_day, sessions, parents) values ($1, $2, $3, $4, $5, $6, $7)`,
			string(e.Kind), e.Name, e.First, e.Last, e.Sessions, e.Parents)
	case delivery.GroupEvaluated:
		return run(`update parent_group set evaluated = $2, completed = $3, helped = $4 where id = $1`, e.Evaluation.On, e.Evaluation.Completed, e.Evaluation.Helped)
	case delivery.PlacesSet:
		return run(`insert into residence (id, provider, kind, places, begins) values ($1, $2, $3, $4, $5)
			on conflict (id) do update set places = excluded.places, begins = excluded.begins`, e.Provider, e.Kind, e.Places, e.From)
	}
	return fmt.Errorf("deliverysql: %s is not read", r.Name)
}

// Registers lists homes, groups and residences.
type Registers struct{ DB store.Queryer }

// HomeIDs lists the family homes by name, those in use first.
func (g Registers) HomeIDs(ctx context.Context, offset, limit int) ([]ids.ID, int, error) {
	return g.page(ctx, "family_home", "case when ends = '' then 0 else 1 end, name, id", offset, limit)
}

// GroupIDs lists the parent groups, the latest first.
func (g Registers) GroupIDs(ctx context.Context, offset, limit int) ([]ids.ID, int, error) {
	return g.page(ctx, "parent_group", "last_day desc, id", offset, limit)
}

func (g Registers) page(ctx context.Context, table, order string, offset, limit int) ([]ids.ID, int, error) {
	var of int
	if err := g.DB.QueryRowContext(ctx, "select count(*) from "+table).Scan(&of); err != nil {
		return nil, 0, err
	}
	rows, err := g.DB.QueryContext(ctx, fmt.Sprintf("select id from %s order by %s limit %d offset %d", table, order, limit, offset))
	if err != nil {
		return nil, 0, err
	}
	defer rows.Close()
	var all []ids.ID
	for rows.Next() {
		var id ids.ID
		if err := rows.Scan(&id); err != nil {
			return nil, 0, err
		}
		all = append(all, id)
	}
	return all, of, rows.Err()
}

// PlaceLines are the places of each residence with how many are taken and waited
// for on a day. Waiting are orders to the residence that have not begun.
func PlaceLines(ctx context.Context, db store.Queryer, day civil.Date) ([]delivery.PlaceLine, error) {
	rows, err := db.QueryContext(ctx, `select p.id, p.name, r.kind, r.places, r.begins,
			(select count(*) from order_line o where o.provider = r.provider and o.kind = r.kind and o.started <> '' and o.started <= $1 and (o.ended = '' or o.ended > $1)),
			(select count(*) from order_line o where o.provider = r.provider and o.kind = r.kind and substr(o.sent, 1, 10) <= $1 and (o.started = '' or o.started > $1) and (o.ended = '' or o.ended > $1))
		from residence r join provider p on p.id = r.provider order by p.name, r.kind`, day)
	if err != nil {
		return nil, err
	}
	defer rows.Close()
	var all []delivery.PlaceLine
	for rows.Next() {
		var l delivery.PlaceLine
		if err := rows.Scan(&l.Provider.ID, &l.Name, &l.Kind, &l.Places, &l.From, &l.Taken, &l.Waiting); err != nil {
			return nil, err
		}
		all = append(all, l)
	}
	return all, rows.Err()
}

// registerReports are the figures of the registers.
func registerReports() report.List {
	return report.List{placeSituation(), homeReport(), groupReport()}
}

// placeSituation is the board's standing item (E-42).
func placeSituation() report.Report {
	return report.Report{
		Key: "platssituation", Title: "Platssituationen", Group: "Boenden", Requirement: []string{"E-42"},
		Says: []string{
			"Boendets platser enligt registret, och uppdragen där periodens sista dag.",
			"Belagda: personen har flyttat in och uppdraget är inte avslutat. Lediga: platser minus belagda, aldrig under noll. Väntar: uppdraget är skickat till boendet och personen har inte flyttat in.",
			"Den som har ett beslut och inget uppdrag till ett boende står bland ej verkställda beslut.",
		},
		Projections: []string{"registers", "orders", "organisation"},
		Columns: []report.Column{
			text("boende", "Boende"), text("slag", "Slag"), count("platser", "Platser"), count("belagda", "Belagda"), count("lediga", "Lediga"), count("vantar", "Väntar"),
			share("andel", "Andel belagda"),
		},
		Plot: &report.Plot{Title: "Belagda platser av alla, boende för boende", Part: "belagda", Whole: "platser", Says: placesSay},
		Rows: func(ctx context.Context, db store.Queryer, q report.Query) ([]report.Row, error) {
			lines, err := PlaceLines(ctx, db, q.To)
			var rows []report.Row
			for _, l := range lines {
				rows = append(rows, report.Row{
					report.T(l.Name), report.T(kindName(l.Kind)), report.N(int64(l.Places)), report.N(int64(l.Taken)), report.N(int64(l.Free())), report.N(int64(l.Waiting)), report.Of(int64(l.Taken), int64(l.Places)),
				})
			}
			return rows, err
		},
	}
}

func placesSay(rows []report.Row) string {
	var places, taken, free, waiting int64
	for _, r := range rows {
		places, taken, free, waiting = places+r[2].Number, taken+r[3].Number, free+r[4].Number, waiting+r[5].Number
	}
	if len(rows) == 0 {
		return "Inget boende har platser i registret."
	}
	left, persons := "lediga", "personer"
	if free == 1 {
		left = "ledig"
	}
	if waiting == 1 {
		persons = "person"
	}
	return fmt.Sprintf("%d av %d platser är belagda, %d är %s och %d %s väntar.", taken, places, free, left, waiting, persons)
}

// homeReport sums the register of family homes by what they take (E-40).
func homeReport() report.Report {
	return report.Report{
		Key: "familjehem", Title: "Familjehem: platser efter slag av placering", Group: "Boenden", Requirement: []string{"E-40"},
		Says: []string{
			"Godkända familjehem som används periodens sista dag. Ett hem som tar emot flera slag räknas i varje, så raderna ska inte läggas ihop.",
			"Lediga är det antal barn hemmet är godkänt för minus dem som är placerade där nu.",
		},
		Projections: []string{"registers"},
		Columns:     []report.Column{text("slag", "Tar emot"), count("hem", "Hem"), count("platser", "Platser"), count("placerade", "Placerade"), count("lediga", "Lediga")},
		Rows: func(ctx context.Context, db store.Queryer, q report.Query) ([]report.Row, error) {
			var rows []report.Row
			for _, k := range delivery.HomeKinds() {
				var homes, capacity, taken int64
				err := db.QueryRowContext(ctx, `select count(*), coalesce(sum(capacity), 0), coalesce(sum(taken), 0) from family_home
					where ' ' || kinds || ' ' like $1 and begins <= $2 and (ends = '' or ends > $2)`, "% "+string(k)+" %", q.To).Scan(&homes, &capacity, &taken)
				if err != nil {
					return nil, err
				}
				rows = append(rows, report.Row{report.T(k.Words()), report.N(homes), report.N(capacity), report.N(taken), report.N(capacity - taken)})
			}
			return rows, nil
		},
	}
}

// groupReport tells what parent groups gave (E-41).
func groupReport() report.Report {
	return report.Report{
		Key: "foraldragrupper", Title: "Föräldragrupper och vad de gav", Group: "Insatser", Requirement: []string{"E-41"},
		Says: []string{
			"Grupper vars sista träff låg i perioden. Ingen deltagare är namngiven.",
			"Fullföljde: föräldrar som kom till de flesta träffar. Hjälpta: de av dem som säger att gruppen har hjälpt. Andelen är hjälpta av alla som deltog i utvärderade grupper.",
		},
		Projections: []string{"registers"},
		Columns: []report.Column{
			text("slag", "Grupp"), count("grupper", "Grupper"), count("utan", "Inte utvärderade"), count("foraldrar", "Föräldrar"), count("fullfoljde", "Fullföljde"), count("hjalpta", "Hjälpta"), share("andel", "Andel hjälpta"),
		},
		Rows: func(ctx context.Context, db store.Queryer, q report.Query) ([]report.Row, error) {
			found, err := db.QueryContext(ctx, `select kind, count(*), sum(case when evaluated = '' then 1 else 0 end), sum(parents), sum(completed), sum(helped),
				sum(case when evaluated = '' then 0 else parents end) from parent_group where last_day >= $1 and last_day <= $2 group by kind order by kind`, q.From, q.To)
			if err != nil {
				return nil, err
			}
			defer found.Close()
			var rows []report.Row
			for found.Next() {
				var kind delivery.GroupKind
				var groups, without, parents, completed, helped, asked int64
				if err := found.Scan(&kind, &groups, &without, &parents, &completed, &helped, &asked); err != nil {
					return nil, err
				}
				rows = append(rows, report.Row{
					report.T(kind.Words()), report.N(groups), report.N(without), report.N(parents), report.N(completed), report.N(helped), report.Of(helped, asked),
				})
			}
			return rows, found.Err()
		},
	}
}

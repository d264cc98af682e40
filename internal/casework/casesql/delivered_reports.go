package casesql

import (
	"context"
	"fmt"
	"slices"
	"strconv"
	"strings"

	"stadga/internal/casework"
	"stadga/internal/civil"
	"stadga/internal/ids"
	"stadga/internal/report"
	"stadga/internal/store"
)

// What is delivered of what is granted is told when it lies outside these shares,
// in per cent.
const (
	littleDelivered = 80
	muchDelivered   = 110
)

// Of fewer officers each would know what is another's, and of fewer persons a
// group could tell who they are.
const (
	officersShown = 3
	personsShown  = 5
)

// smallGroups is the row of groups too small to stand alone.
const smallGroups = "Mindre grupper tillsammans"

// grantedAndDelivered sets the time that was granted against the time that was
// delivered, by service and group of officers: where little is used, more may be
// granted than is needed (D-16).
func grantedAndDelivered() report.Report {
	r := report.Report{
		Key: "utfort-mot-beviljat", Title: "Utförd tid mot beviljad tid", Group: decisionGroup, Requirement: []string{"D-16"},
		Says: []string{
			"Insatser som beviljas i timmar och visas av besök, och som gällde under någon del av perioden.",
			"Beviljad tid är beslutets omfattning på ett år, jämnt fördelad på de dagar av perioden då insatsen gällde. Ett ändrat beslut räknas med omfattningen som gäller nu. Dagar på sjukhus räknas med.",
			"Utförd tid är hela minuter av insatsens registrerade besök i samma månader. Avbokade besök och besök efter att personen har avlidit eller flyttat räknas inte.",
			"Månader då färre än hälften av insatserna har något registrerat besök räknas inte, och inte månaden då registreringen började: då är inte alla besök med.",
			fmt.Sprintf("Mindre än %d procent utfört kan bero på att mer är beviljat än personen behöver, och mer än %d procent på att behovet har ökat.", littleDelivered, muchDelivered),
			"Handläggargruppen är enheten som den som fattade beslutet hörde till den dagen.",
			fmt.Sprintf("Grupper med färre än %d handläggare eller %d personer står tillsammans på en rad. Är de fortfarande för få visas inga siffror, för att ingen ska kunna kännas igen.", officersShown, personsShown),
		},
		Projections: []string{"decisions", "visits", "organisation"},
		Columns: []report.Column{
			text("insats", "Insats"), text("grupp", "Handläggargrupp"), count("insatser", "Insatser"),
			{Name: "beviljat", Title: "Beviljade timmar", Unit: report.Tenth},
			{Name: "utfort", Title: "Utförda timmar", Unit: report.Tenth},
			share("andel", "Andel utfört"), count("lite", "Under 80 %"), count("mycket", "Över 110 %"),
		},
		Plot: &report.Plot{Title: "Utförd tid av beviljad tid", Part: "utfort", Whole: "beviljat", Says: deliveredWords},
		Rows: func(ctx context.Context, db store.Queryer, q report.Query) ([]report.Row, error) {
			groups, err := deliveredGroups(ctx, db, q)
			var rows []report.Row
			for _, g := range groups {
				rows = append(rows, g.row())
			}
			return rows, err
		},
	}
	r.Items = func(ctx context.Context, db store.Queryer, q report.Query, yield func(report.Item) error) error {
		groups, err := deliveredGroups(ctx, db, q)
		for _, g := range groups {
			for _, d := range g.all {
				if err == nil && !g.few() {
					err = yield(report.Item{Case: d.of, Says: d.words(), Row: []string{g.service, g.name}, In: d.in()})
				}
			}
		}
		return err
	}
	return r
}

// deliveredWords sums what is shown, and names where least is delivered.
func deliveredWords(rows []report.Row) string {
	var granted, made, least int64
	var where string
	for _, row := range rows {
		if row[5].Unknown {
			continue
		}
		granted, made = granted+row[3].Number, made+row[4].Number
		if where == "" || row[5].Number < least {
			where, least = row[0].Text+", "+row[1].Text, row[5].Number
		}
	}
	if granted == 0 {
		return "Det finns inget att jämföra i perioden."
	}
	hours, part := report.Column{Unit: report.Tenth}, report.Column{Unit: report.Share}
	return "Av " + hours.Format(report.N(granted)) + " beviljade timmar är " + hours.Format(report.N(made)) + " utförda, " +
		part.Format(report.Of(made, granted)) + ". Lägst andel: " + where + ", " + part.Format(report.N(least)) + "."
}

// A deliveredService is one service of a person, with its minutes in the period.
type deliveredService struct {
	of            ids.Case
	person        ids.Person
	officer       ids.User
	kind, group   string
	made          civil.Date
	granted, done int64
}

func (d deliveredService) words() string {
	hours := report.Column{Unit: report.Tenth}
	return decided(d.kind, d.made) + ": " + hours.Format(report.N(tenthHours(d.done))) + " av " + hours.Format(report.N(tenthHours(d.granted))) + " timmar"
}

func (d deliveredService) in() []string {
	in := []string{"insatser"}
	switch {
	case d.done*100 < d.granted*littleDelivered:
		in = append(in, "lite")
	case d.done*100 > d.granted*muchDelivered:
		in = append(in, "mycket")
	}
	return in
}

// tenthHours are whole minutes in tenths of an hour, rounded half up.
func tenthHours(minutes int64) int64 { return (minutes + 3) / 6 }

// A deliveredGroup is one row: the services of a kind that one group granted.
type deliveredGroup struct {
	service, name string
	all           []deliveredService
}

// few tells whether the row could tell who an officer or a person is.
func (g deliveredGroup) few() bool {
	officers, persons := map[ids.User]bool{}, map[ids.Person]bool{}
	for _, d := range g.all {
		officers[d.officer], persons[d.person] = true, true
	}
	return len(officers) < officersShown || len(persons) < personsShown
}

func (g deliveredGroup) row() report.Row {
	row := report.Row{report.T(g.service), report.T(g.name)}
	if g.few() {
		return append(row, report.None(), report.None(), report.None(), report.None(), report.None(), report.None())
	}
	var granted, done, little, much int64
	for _, d := range g.all {
		granted, done = granted+d.granted, done+d.done
		if in := d.in(); slices.Contains(in, "lite") {
			little++
		} else if slices.Contains(in, "mycket") {
			much++
		}
	}
	return append(row, report.N(int64(len(g.all))), report.N(tenthHours(granted)), report.N(tenthHours(done)), report.Of(done, granted), report.N(little), report.N(much))
}

// deliveredGroups are the rows of the report: each group by itself, and those too
// small for it together.
func deliveredGroups(ctx context.Context, db store.Queryer, q report.Query) ([]deliveredGroup, error) {
	groups := map[[2]string]deliveredGroup{}
	if err := eachDelivered(ctx, db, q, func(d deliveredService) {
		at := [2]string{serviceName(d.kind), d.group}
		groups[at] = deliveredGroup{service: at[0], name: at[1], all: append(groups[at].all, d)}
	}); err != nil {
		return nil, err
	}
	var shown []deliveredGroup
	small := map[string]deliveredGroup{}
	for _, g := range groups {
		if !g.few() {
			shown = append(shown, g)
			continue
		}
		small[g.service] = deliveredGroup{service: g.service, name: smallGroups, all: append(small[g.service].all, g.all...)}
	}
	for _, g := range small {
		shown = append(shown, g)
	}
	slices.SortFunc(shown, func(a, b deliveredGroup) int {
		if a.service != b.service {
			return strings.Compare(a.service, b.service)
		}
		return strings.Compare(a.name, b.name)
	})
	return shown, nil
}

// eachDelivered gives the services of hours that applied in the period, with the
// minutes of the months in which visits were registered. One that no such day counts
// for is left out.
func eachDelivered(ctx context.Context, db store.Queryer, q report.Query, yield func(deliveredService)) error {
	to := q.To
	if !q.AsOf.IsZero() && to.After(q.AsOf) {
		to = q.AsOf
	}
	before := firstOfMonth(q.From).AddMonths(-1) // to tell whether registering began in the first month
	args := []any{before, to}
	for _, kind := range hoursOfVisits() {
		args = append(args, kind)
	}
	chosen := `s.kind in (` + store.Places(3, len(args)-2) + `) and s.outcome in ('bifall', 'delvis-bifall') and s.from_day <= $2
		and (s.until = '' or s.until >= $1) and (s.ended = '' or s.ended >= $1)`
	visited := map[ids.ID]map[string]int64{}
	if err := each(ctx, db, func(scan func(...any) error) error {
		var service ids.ID
		var month string
		var minutes int64
		if err := scan(&service, &month, &minutes); err != nil {
			return err
		}
		if visited[service] == nil {
			visited[service] = map[string]int64{}
		}
		visited[service][month] = minutes
		return nil
	}, `select v.service, substr(v.day, 1, 7), sum(case when v.day >= $`+strconv.Itoa(len(args)+1)+` then v.minutes else 0 end) from service_line s join visit v on v.service = s.id and v.day >= $1 and v.day <= $2
		where v.done_from <> '' and v.cancelled = 0 and v.gone = '' and `+chosen+` group by 1, 2`, append(slices.Clone(args), q.From)...); err != nil {
		return err
	}
	type running struct {
		deliveredService
		id     ids.ID
		yearly int64
		days   map[string]int64 // that it applied, by month
	}
	var all []running
	count := map[string][2]int{} // services that applied in the month, and those with a visit
	if err := each(ctx, db, func(scan func(...any) error) error {
		d := running{days: map[string]int64{}}
		var begins, until, ended civil.Date
		if err := scan(&d.id, &d.of, &d.person, &d.officer, &d.kind, &d.made, &begins, &until, &ended, &d.yearly, &d.group); err != nil {
			return err
		}
		last := to
		for _, day := range []civil.Date{until, ended} {
			if !day.IsZero() && day.Before(last) {
				last = day
			}
		}
		if begins.Before(before) {
			begins = before
		}
		for day := begins; !day.After(last); day = firstOfMonth(day).AddMonths(1) {
			month, end := day.String()[:7], firstOfMonth(day).AddMonths(1).AddDays(-1)
			if end.After(last) {
				end = last
			}
			n := count[month]
			n[0]++
			if _, has := visited[d.id][month]; has {
				n[1]++
			}
			count[month] = n
			if !end.Before(q.From) {
				from := day
				if from.Before(q.From) {
					from = q.From
				}
				d.days[month] = int64(end.DaysSince(from)) + 1
			}
		}
		all = append(all, d)
		return nil
	}, `select s.id, s.case_id, s.person, s.made_by, s.kind, s.made, s.from_day, s.until, s.ended, s.yearly,
			coalesce((select n.name from unit_name n where n.begins <= s.made and n.unit =
				(select p.unit from staff_placement p where p.staff = s.made_by and p.begins <= s.made order by p.begins desc limit 1)
				order by n.begins desc limit 1), 'Ingen enhet')
		from service_line s where `+chosen+` order by s.made, s.id`, args...); err != nil {
		return err
	}
	registered := func(month string) bool {
		n := count[month]
		return 2*n[1] >= n[0] && n[1] > 0
	}
	for _, d := range all {
		for month, days := range d.days {
			was := firstOfMonth(civil.MustParse(month + "-01")).AddMonths(-1).String()[:7]
			if !registered(month) || count[was][0] > 0 && !registered(was) {
				continue
			}
			d.granted += d.yearly * 60 * days / 365
			d.done += visited[d.id][month]
		}
		if d.granted > 0 {
			yield(d.deliveredService)
		}
	}
	return nil
}

func firstOfMonth(day civil.Date) civil.Date {
	year, month, _ := day.Parts()
	return civil.On(year, month, 1)
}

// hoursOfVisits are the services that are granted in hours and shown by visits.
func hoursOfVisits() []string {
	var kinds []string
	for _, kind := range casework.ServiceCatalogue() {
		if kind.Unit == casework.Hours && kind.Start == casework.StartedByVisit {
			kinds = append(kinds, kind.Key)
		}
	}
	return kinds
}

package deliverysql

import (
	"context"
	"slices"

	"stadga/internal/civil"
	"stadga/internal/delivery"
	"stadga/internal/ids"
	"stadga/internal/report"
	"stadga/internal/store"
)

const planGroup = "Genomförandeplaner"

func text(name, title string) report.Column {
	return report.Column{Name: name, Title: title, Unit: report.Text}
}

func count(name, title string) report.Column {
	return report.Column{Name: name, Title: title, Unit: report.Count}
}

func share(name, title string) report.Column {
	return report.Column{Name: name, Title: title, Unit: report.Share}
}

// planReport tells of the plans of the orders that run: which are there, current,
// whole, tied, read, shared, followed up and made in time, and by whom.
func planReport(routine delivery.PlanRoutines) report.Report {
	return report.Report{
		Key: "genomforandeplaner", Title: "Genomförandeplaner, enhet för enhet", Group: planGroup,
		Requirement: []string{"E-12", "E-13", "E-14", "E-15", "E-16", "E-17", "E-19", "E-20", "E-22"},
		Says: []string{
			"Uppdrag som behöver en genomförandeplan, som är kvitterade och som pågick periodens sista dag. Enheten är den som har ärendet.",
			"Aktuell: planen skulle följas upp den dagen eller senare. Inaktuell: uppföljningen skulle ha varit gjord. Andelen är de aktuella av alla.",
			"Myndigheten skrev: planen skrevs av den som lämnade uppdraget, inte av utföraren.",
			"Lösa mål: planen har ett mål som inget mål i beslutet står bakom. Uppgifter saknas: dagen, delaktigheten, samverkan, uppföljningen, eller vad som görs och hur för något mål.",
			"Inte läst: handläggaren har inte kvitterat planen sedan den senast ändrades. Personen saknar planen: det står inte när personen fick den.",
			"Utan planansvarig: utföraren har inte sagt vem som skriver planen och håller den aktuell.",
			"Sent: planen gjordes, eller är fortfarande inte gjord, fler dagar efter att insatsen började än rutinen säger.",
		},
		Projections: []string{"orders", "cases", "organisation"},
		Columns: []report.Column{
			text("enhet", "Enhet"), text("utforare", "Utförare"), text("insats", "Insats"), count("uppdrag", "Uppdrag"), count("aktuell", "Aktuell plan"),
			count("inaktuell", "Inaktuell"), count("saknas", "Saknas"), share("andel", "Andel aktuella"), count("myndigheten", "Myndigheten skrev"),
			count("losa", "Lösa mål"), count("uppgifter", "Uppgifter saknas"), count("olast", "Inte läst"), count("odelad", "Personen saknar planen"),
			count("ansvarig", "Utan planansvarig"), count("sent", "Sent"),
		},
	}.Counted(map[string]report.ShareOf{"andel": {Part: "aktuell", Whole: "uppdrag"}}, func(ctx context.Context, db store.Queryer, q report.Query, yield func(report.Item) error) error {
		rows, err := db.QueryContext(ctx, `select o.case_id, coalesce((select name from unit_name n where n.unit = c.unit order by n.begins desc limit 1), ''), p.name, o.name, o.started,
				o.plan_made, o.plan_review, o.plan_read, o.plan_shared, o.plan_by_authority, o.plan_loose, o.plan_gaps, o.plan_owned
			from order_line o left join cases c on c.id = o.case_id join provider p on p.id = o.provider
			where o.plan_needed = 1 and o.acknowledged <> '' and substr(o.acknowledged, 1, 10) <= $1 and (o.ended = '' or o.ended > $1)
			order by o.case_id, o.id`, q.To)
		if err != nil {
			return err
		}
		defer rows.Close()
		for rows.Next() {
			var of ids.Case
			var unit, provider, service string
			var p planLine
			if err := rows.Scan(&of, &unit, &provider, &service, &p.started, &p.made, &p.review, &p.read, &p.shared, &p.authority, &p.loose, &p.gaps, &p.owned); err != nil {
				return err
			}
			if err := yield(report.Item{Case: of, Says: service + ", " + p.says(), Row: []string{unit, provider, service}, In: p.counts(q.To, routine)}); err != nil {
				return err
			}
		}
		return rows.Err()
	})
}

// A planLine is what the table of orders says of a plan.
type planLine struct {
	started, made, review, read, shared civil.Date
	authority, loose, gaps, owned       int
}

func (p planLine) says() string {
	if p.made.IsZero() {
		return "plan saknas"
	}
	return "plan " + p.made.String() + ", följs upp " + p.review.String()
}

// counts are the columns that count the plan on a day.
func (p planLine) counts(day civil.Date, routine delivery.PlanRoutines) []string {
	in := []string{"uppdrag"}
	add := func(name string, counted bool) {
		if counted {
			in = append(in, name)
		}
	}
	made := !p.made.IsZero()
	add("saknas", !made)
	add("aktuell", made && !p.review.Before(day))
	add("inaktuell", made && p.review.Before(day))
	add("myndigheten", p.authority == 1)
	add("losa", p.loose > 0)
	add("uppgifter", p.gaps == 1)
	add("olast", made && p.read.IsZero())
	add("odelad", made && p.shared.IsZero())
	add("ansvarig", p.owned == 0)
	if r, ok := routine.On(p.started); ok && !p.started.IsZero() {
		last := p.started.AddDays(r.Days)
		add("sent", made && p.made.After(last) || !made && day.After(last))
	}
	return in
}

// planSamples tells what those who have tried the quality of plans found (E-20).
func planSamples() report.Report {
	return report.Report{
		Key: "stickprov-planer", Title: "Stickprov av genomförandeplaner", Group: planGroup, Requirement: []string{"E-20"},
		Says: []string{
			"Planer i kraft i uppdrag som pågick periodens sista dag, och vad det senaste stickprovet av just den planen visade.",
			"En ny plan är oprövad. Stickprovet görs på ärendets sida för insatser av den som lämnade uppdraget, eller av chefen.",
		},
		Projections: []string{"orders", "organisation"},
		Columns: []report.Column{
			text("utforare", "Utförare"), count("planer", "Planer"), count("provade", "Prövade"), count("god", "God kvalitet"), count("brister", "Brister"),
			count("underkand", "Behöver göras om"), share("andel", "Andel goda"),
		},
	}.Counted(map[string]report.ShareOf{"andel": {Part: "god", Whole: "provade"}}, func(ctx context.Context, db store.Queryer, q report.Query, yield func(report.Item) error) error {
		rows, err := db.QueryContext(ctx, `select o.case_id, p.name, o.name, o.plan_made, o.plan_sampled from order_line o join provider p on p.id = o.provider
			where o.plan_made <> '' and o.plan_made <= $1 and (o.ended = '' or o.ended > $1) order by o.case_id, o.id`, q.To)
		if err != nil {
			return err
		}
		defer rows.Close()
		for rows.Next() {
			var of ids.Case
			var provider, service, verdict string
			var made civil.Date
			if err := rows.Scan(&of, &provider, &service, &made, &verdict); err != nil {
				return err
			}
			in := []string{"planer"}
			if verdict != "" {
				in = append(in, "provade", verdict)
			}
			if err := yield(report.Item{Case: of, Says: service + ", plan " + made.String(), Row: []string{provider}, In: in}); err != nil {
				return err
			}
		}
		return rows.Err()
	})
}

// outpatientKinds are the services of outpatient support.
func outpatientKinds() []string {
	return []string{"oppenvard-vuxen", "familjebehandling", "boendestod", "kontaktperson", "kontaktfamilj"}
}

// outpatient tells of outpatient support that has ended how long it lasted and what
// came of it (E-38).
func outpatient() report.Report {
	return report.Report{
		Key: "oppenvard", Title: "Öppenvård: hur länge den varade och vad den ledde till", Group: "Insatser", Requirement: []string{"E-38"},
		Says: []string{
			"Uppdrag i öppenvård som avslutades i perioden: öppenvård för vuxna, familjebehandling, boendestöd, kontaktperson och kontaktfamilj.",
			"Dagar är från att insatsen började till sista dagen, som median. Ett uppdrag som aldrig började räknas och har inga dagar.",
			"Resultatet är det senaste av insatsens mål vid uppföljning, senast sista dagen: alla mål nådda, något nått eller delvis nått, inget nått. Utan uppföljning är det inte uppföljt.",
		},
		Projections: []string{"orders", "decisions"},
		Columns: []report.Column{
			text("insats", "Insats"), count("avslutade", "Avslutade"),
			{Name: "dagar", Title: "Dagar, median", Unit: report.Days},
			{Name: "langst", Title: "Längst, dagar", Unit: report.Days},
			count("nadda", "Alla mål nådda"), count("delvis", "Något mål nått"), count("inget", "Inget mål nått"), count("ouppfoljda", "Inte uppföljda"), share("andel", "Andel med något nått"),
		},
		Rows: outpatientRows, Items: outpatientItems,
	}
}

// An ended is an order of outpatient support that has ended.
type ended struct {
	of            ids.Case
	kind, service string
	days          int64 // -1: never begun
	last          civil.Date
	result        string
}

func endedSupport(ctx context.Context, db store.Queryer, q report.Query, yield func(ended) error) error {
	args := []any{q.From, q.To}
	for _, k := range outpatientKinds() {
		args = append(args, k)
	}
	rows, err := db.QueryContext(ctx, `select o.case_id, o.kind, o.name, o.started, o.ended,
			(select count(*) from service_goal g where g.service = o.service and g.result <> '' and g.result_on <= o.ended),
			(select count(*) from service_goal g where g.service = o.service and g.result = 'natt' and g.result_on <= o.ended),
			(select count(*) from service_goal g where g.service = o.service and g.result = 'delvis' and g.result_on <= o.ended)
		from order_line o where o.ended >= $1 and o.ended <= $2 and o.kind in (`+store.Places(3, len(args)-2)+`) order by o.kind, o.ended, o.id`, args...)
	if err != nil {
		return err
	}
	defer rows.Close()
	for rows.Next() {
		var e ended
		var started civil.Date
		var goals, reached, partly int
		if err := rows.Scan(&e.of, &e.kind, &e.service, &started, &e.last, &goals, &reached, &partly); err != nil {
			return err
		}
		e.days = -1
		if !started.IsZero() && !e.last.Before(started) {
			e.days = int64(e.last.DaysSince(started)) + 1
		}
		switch {
		case goals == 0:
			e.result = "ouppfoljda"
		case reached == goals:
			e.result = "nadda"
		case reached+partly > 0:
			e.result = "delvis"
		default:
			e.result = "inget"
		}
		if err := yield(e); err != nil {
			return err
		}
	}
	return rows.Err()
}

func outpatientItems(ctx context.Context, db store.Queryer, q report.Query, yield func(report.Item) error) error {
	return endedSupport(ctx, db, q, func(e ended) error {
		return yield(report.Item{Case: e.of, Says: e.service + ", till och med " + e.last.String(), Row: []string{e.service}, In: []string{"avslutade", e.result}})
	})
}

func outpatientRows(ctx context.Context, db store.Queryer, q report.Query) ([]report.Row, error) {
	type sum struct {
		days    []int64
		results map[string]int64
		n       int64
	}
	sums, services := map[string]*sum{}, []string{}
	err := endedSupport(ctx, db, q, func(e ended) error {
		s := sums[e.service]
		if s == nil {
			s = &sum{results: map[string]int64{}}
			sums[e.service] = s
			services = append(services, e.service)
		}
		s.n++
		s.results[e.result]++
		if e.days >= 0 {
			s.days = append(s.days, e.days)
		}
		return nil
	})
	if err != nil {
		return nil, err
	}
	slices.Sort(services)
	var rows []report.Row
	for _, service := range services {
		s := sums[service]
		slices.Sort(s.days)
		median, longest := report.None(), report.None()
		if n := len(s.days); n > 0 {
			median, longest = report.N((s.days[(n-1)/2]+s.days[n/2])/2), report.N(s.days[n-1])
		}
		some := s.results["nadda"] + s.results["delvis"]
		rows = append(rows, report.Row{
			report.T(service), report.N(s.n), median, longest, report.N(s.results["nadda"]), report.N(s.results["delvis"]), report.N(s.results["inget"]), report.N(s.results["ouppfoljda"]),
			report.Of(some, some+s.results["inget"]),
		})
	}
	return rows, nil
}

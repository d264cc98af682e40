package casesql

import (
	"context"
	"slices"

	"stadga/internal/casework"
	"stadga/internal/casework/routines"
	"stadga/internal/civil"
	"stadga/internal/ids"
	"stadga/internal/report"
	"stadga/internal/store"
)

const followUpGroup = "Uppföljning"

// followUpReports are the figures of individual follow-up, in the order they are shown.
func followUpReports() report.List {
	return report.List{
		followUpsByKind(), systematicFollowUps(), followedByOperation(), goalResults(), resultsOverTime(), resultsWithoutIdentity(),
		needlessServices(), unmetNeeds(), longRunning(), changedTime(), toClose(),
	}
}

// providerThen is the name of the provider that carried a service out on a day: the
// column that holds the service, and that of the day.
func providerThen(service, day string) string {
	return `coalesce((select p.name from order_line o join provider p on p.id = o.provider where o.service = ` + service +
		` and o.sent < ` + day + ` || 'Z' order by o.sent desc limit 1), 'Ingen utförare')`
}

// followedUpWords is what a list says of a follow-up: the service and the day.
func followedUpWords(kind string, on civil.Date) string {
	return serviceName(kind) + ", uppföljd " + on.String()
}

// followUpsByKind tells the kinds of follow-up apart, and how they were made (G-06, G-14).
func followUpsByKind() report.Report {
	return report.Report{
		Key: "uppfoljningar", Title: "Uppföljningar efter slag", Group: followUpGroup, Requirement: []string{"G-06", "G-14"},
		Says: []string{
			"Individuppföljningar under perioden, det år de gjordes, efter vad som var anledningen till dem.",
			"Hur de gjordes är hembesök, telefon, besök på kontoret eller digitalt möte. En förlängning utan ny prövning är ingen uppföljning.",
			"Slag inte angivet är de som gjordes innan frågan ställdes.",
		},
		Projections: []string{"follow-ups", "decisions"},
		Columns: []report.Column{
			text("ar", "År"), text("slag", "Slag"), count("antal", "Antal"), count("hembesok", "Hembesök"), count("telefon", "Telefon"), count("besok", "Kontoret"),
			count("digitalt", "Digitalt"), share("andel", "Andel hembesök"),
		},
	}.Counted(map[string]report.ShareOf{"andel": {Part: "hembesok", Whole: "antal"}}, func(ctx context.Context, db store.Queryer, q report.Query, yield func(report.Item) error) error {
		return each(ctx, db, func(scan func(...any) error) error {
			var of ids.Case
			var kind, form string
			var sort casework.FollowUpKind
			var on civil.Date
			if err := scan(&of, &kind, &on, &sort, &form); err != nil {
				return err
			}
			return yield(report.Item{Case: of, Says: followedUpWords(kind, on), Row: []string{year(on), sort.Words()}, In: []string{"antal", form}})
		}, `select s.case_id, s.kind, f.on_day, f.sort, f.form from follow_up f join service_line s on s.id = f.service
			where f.on_day >= $1 and f.on_day <= $2 order by f.on_day, f.act`, q.From, q.To)
	})
}

// systematicFollowUps sets the systematic follow-ups of a year against what they are of:
// the services that applied, and those that the interval said were due (G-07).
func systematicFollowUps() report.Report {
	return report.Report{
		Key: "systematiska-uppfoljningar", Title: "Systematiska uppföljningar mot dem som skulle göras", Group: followUpGroup, Requirement: []string{"G-01", "G-07"},
		Says: []string{
			"Gällande är beviljade insatser som gällde någon dag av året inom perioden. Systematiska är de uppföljningar som gjordes för att tiden var inne.",
			"Skulle följas upp: tiden sedan beslutet eller den förra uppföljningen gick ut under året medan insatsen gällde. Tiden är insatskatalogens.",
			"I tid: någon uppföljning gjordes senast den dagen, av vilket slag som helst. Andelen är de i tid av dem som skulle följas upp.",
			"En förlängning utan ny prövning räknas aldrig som uppföljning.",
		},
		Projections: []string{"follow-ups", "decisions"},
		Columns: []report.Column{
			text("ar", "År"), count("gallande", "Gällande insatser"), count("systematiska", "Systematiska"), count("skulle", "Skulle följas upp"), count("i_tid", "I tid"), share("andel", "Andel i tid"),
		},
	}.Counted(map[string]report.ShareOf{"andel": {Part: "i_tid", Whole: "skulle"}}, func(ctx context.Context, db store.Queryer, q report.Query, yield func(report.Item) error) error {
		return eachFollowed(ctx, db, q, func(s followedService) error {
			for y := q.From; !y.After(q.To); y = firstOfYear(y).AddMonths(12) {
				if err := s.inYear(y, q.To, yield); err != nil {
					return err
				}
			}
			return nil
		})
	})
}

// A followedService is one granted service with its follow-ups, oldest first.
type followedService struct {
	of          ids.Case
	kind        string
	made, last  civil.Date // the decision, and the last day it applies; no day: it still does
	days        []civil.Date
	systematics []bool
}

func firstOfYear(d civil.Date) civil.Date {
	y, _, _ := d.Parts()
	return civil.On(y, 1, 1)
}

// inYear tells what the service counts as in the year of the day, as far as to.
func (s followedService) inYear(from, to civil.Date, yield func(report.Item) error) error {
	if end := firstOfYear(from).AddMonths(12).AddDays(-1); end.Before(to) {
		to = end
	}
	if s.made.After(to) || !s.last.IsZero() && s.last.Before(from) {
		return nil
	}
	count := func(says string, in ...string) error {
		return yield(report.Item{Case: s.of, Says: says, Row: []string{year(from)}, In: in})
	}
	if err := count(decided(s.kind, s.made), "gallande"); err != nil {
		return err
	}
	within := func(d civil.Date) bool { return !d.Before(from) && !d.After(to) }
	for n, on := range s.days {
		if s.systematics[n] && within(on) {
			if err := count(followedUpWords(s.kind, on), "systematiska"); err != nil {
				return err
			}
		}
	}
	kind, _ := casework.ServiceByKey(s.kind)
	for since, n := s.made, 0; ; {
		due := since.AddMonths(kind.Follow)
		if due.After(to) || !s.last.IsZero() && s.last.Before(due) {
			return nil
		}
		for n < len(s.days) && !s.days[n].After(since) {
			n++
		}
		inTime := n < len(s.days) && !s.days[n].After(due)
		if within(due) && !inTime {
			if err := count(serviceName(s.kind)+", skulle följas upp "+due.String(), "skulle"); err != nil {
				return err
			}
		}
		if n == len(s.days) {
			return nil
		}
		if within(due) && inTime {
			if err := count(followedUpWords(s.kind, s.days[n]), "skulle", "i_tid"); err != nil {
				return err
			}
		}
		since = s.days[n]
	}
}

// eachFollowed gives the granted services that applied on some day of the period.
func eachFollowed(ctx context.Context, db store.Queryer, q report.Query, yield func(followedService) error) error {
	all := map[ids.ID]*followedService{}
	var order []ids.ID
	const applied = ` s.outcome in ('bifall', 'delvis-bifall') and s.made <= $2 and (s.until = '' or s.until >= $1) and (s.ended = '' or s.ended >= $1)`
	if err := each(ctx, db, func(scan func(...any) error) error {
		var id ids.ID
		var until, ended civil.Date
		s := followedService{}
		if err := scan(&id, &s.of, &s.kind, &s.made, &until, &ended); err != nil {
			return err
		}
		if s.last = until; s.last.IsZero() || !ended.IsZero() && ended.Before(s.last) {
			s.last = ended
		}
		all[id], order = &s, append(order, id)
		return nil
	}, `select s.id, s.case_id, s.kind, s.made, s.until, s.ended from service_line s where`+applied+` order by s.made, s.id`, q.From, q.To); err != nil {
		return err
	}
	if err := each(ctx, db, func(scan func(...any) error) error {
		var id ids.ID
		var on civil.Date
		var sort casework.FollowUpKind
		if err := scan(&id, &on, &sort); err != nil {
			return err
		}
		s := all[id]
		s.days, s.systematics = append(s.days, on), append(s.systematics, sort == casework.SystematicFollowUp)
		return nil
	}, `select s.id, f.on_day, f.sort from service_line s join follow_up f on f.service = s.id where`+applied+` and f.on_day <= $2 order by s.id, f.on_day`, q.From, q.To); err != nil {
		return err
	}
	for _, id := range order {
		if err := yield(*all[id]); err != nil {
			return err
		}
	}
	return nil
}

// halfYearKinds are the services that are followed up each half year whoever carries
// them out: night services, and placements of children and young persons (G-02).
func halfYearKinds() map[string]string {
	out := map[string]string{}
	for _, kind := range casework.ServiceCatalogue() {
		switch {
		case kind.Night:
			out[kind.Key] = "Nattinsatser"
		case kind.Utskott:
			out[kind.Key] = "Placeringar"
		}
	}
	return out
}

// followedByOperation holds night services and placements to their half year, own
// operation and others apart (G-02).
func followedByOperation() report.Report {
	return report.Report{
		Key: "uppfoljning-regi", Title: "Nattinsatser och placeringar: uppföljda varje halvår, egen regi och externa", Group: followUpGroup, Requirement: []string{"G-02"},
		Says: []string{
			"Nattinsatser och placeringar (familjehem, stödboende och hem för vård eller boende) som gäller periodens sista dag.",
			"I tid: en individuppföljning är gjord de senaste sex månaderna. Inte dags än: beslutet är yngre än sex månader och ingen uppföljning är gjord. För sent: resten.",
			"Egen regi eller extern är den utförare som har uppdraget. Utan uppdrag är de som ingen utförare har fått än.",
			"Andelen är de i tid av dem som är i tid eller för sent.",
		},
		Projections: []string{"follow-ups", "decisions", "orders", "organisation"},
		Columns: []report.Column{
			text("slag", "Slag"), text("regi", "Utförare"), count("gallande", "Gällande"), count("i_tid", "I tid"), count("inte_dags", "Inte dags än"), count("for_sent", "För sent"), share("andel", "Andel i tid"),
		},
	}.Counted(map[string]report.ShareOf{"andel": {Part: "i_tid", Whole: "dags"}}, func(ctx context.Context, db store.Queryer, q report.Query, yield func(report.Item) error) error {
		kinds := halfYearKinds()
		args := []any{q.To}
		for _, kind := range casework.ServiceCatalogue() {
			if kinds[kind.Key] != "" {
				args = append(args, kind.Key)
			}
		}
		since := q.To.AddMonths(-6)
		return each(ctx, db, func(scan func(...any) error) error {
			var of ids.Case
			var kind string
			var made, last civil.Date
			var own int
			if err := scan(&of, &kind, &made, &last, &own); err != nil {
				return err
			}
			in := []string{"gallande"}
			switch {
			case !last.IsZero() && !last.Before(since):
				in = append(in, "i_tid", "dags")
			case last.IsZero() && !made.Before(since):
				in = append(in, "inte_dags")
			default:
				in = append(in, "for_sent", "dags")
			}
			says := decided(kind, made) + ", inte uppföljd"
			if !last.IsZero() {
				says = followedUpWords(kind, last)
			}
			return yield(report.Item{Case: of, Says: says, Row: []string{kinds[kind], map[int]string{1: "Egen regi", 0: "Extern", -1: "Utan uppdrag"}[own]}, In: in})
		}, `select s.case_id, s.kind, s.made, coalesce((select max(f.on_day) from follow_up f where f.service = s.id and f.on_day <= $1), ''),
				coalesce((select p.own from order_line o join provider p on p.id = o.provider where o.service = s.id order by o.sent desc limit 1), -1)
			from service_line s where s.kind in (`+store.Places(2, len(args)-1)+`) and s.outcome in ('bifall', 'delvis-bifall') and s.from_day <= $1
				and (s.until = '' or s.until >= $1) and (s.ended = '' or s.ended > $1) order by s.made, s.id`, args...)
	})
}

// A goalJudged is one goal that was judged on a day.
type goalJudged struct {
	of       ids.Case
	person   ids.Person
	kind     string
	provider string
	on       civil.Date
	result   string
}

func (g goalJudged) in() []string {
	in := []string{"mal", g.result}
	if g.result != "kan-inte-bedomas" {
		in = append(in, "bedomda")
	}
	return in
}

// eachGoal gives every goal judged in the period, at a follow-up or at the end. One that
// was judged more than once in the period counts as it was judged last.
func eachGoal(ctx context.Context, db store.Queryer, q report.Query, yield func(goalJudged) error) error {
	return each(ctx, db, func(scan func(...any) error) error {
		var g goalJudged
		if err := scan(&g.of, &g.person, &g.kind, &g.on, &g.result, &g.provider); err != nil {
			return err
		}
		return yield(g)
	}, `select s.case_id, s.person, s.kind, g.on_day, g.result, `+providerThen("s.id", "g.on_day")+`
		from follow_up_goal g join service_line s on s.id = g.service
		where g.on_day >= $1 and g.on_day <= $2 and not exists (select 1 from follow_up_goal n where n.service = g.service and n.goal = g.goal and n.on_day <= $2
			and (n.on_day > g.on_day or n.on_day = g.on_day and n.at_end > g.at_end))
		order by g.on_day, g.act, g.place, g.goal`, q.From, q.To)
}

func goalColumns(first ...report.Column) []report.Column {
	return append(first, count("mal", "Mål"), count("natt", "Nådda"), count("delvis", "Delvis"), count("inte", "Inte nådda"), count("kan-inte-bedomas", "Kan inte bedömas"), share("andel", "Andel nådda"))
}

// goalResults is how far goals were reached, by service and provider (G-09).
func goalResults() report.Report {
	return report.Report{
		Key: "maluppfyllelse", Title: "Måluppfyllelse per insats och utförare", Group: followUpGroup, Requirement: []string{"G-09"},
		Says: []string{
			"Mål som bedömdes under perioden, vid en uppföljning eller när insatsen avslutades. Ett mål som bedömdes flera gånger räknas som det bedömdes sist.",
			"Skalan är densamma för alla: nått, delvis, inte nått, kan inte bedömas. En insats med ett kort syfte har syftet som mål.",
			"Andelen är de nådda av dem som gick att bedöma.",
			"Utföraren är den som hade uppdraget den dagen.",
		},
		Projections: []string{"follow-ups", "decisions", "orders", "organisation"},
		Columns:     goalColumns(text("insats", "Insats"), text("utforare", "Utförare")),
	}.Counted(map[string]report.ShareOf{"andel": {Part: "natt", Whole: "bedomda"}}, func(ctx context.Context, db store.Queryer, q report.Query, yield func(report.Item) error) error {
		return eachGoal(ctx, db, q, func(g goalJudged) error {
			return yield(report.Item{Case: g.of, Says: serviceName(g.kind) + ", bedömt " + g.on.String(), Row: []string{serviceName(g.kind), g.provider}, In: g.in()})
		})
	})
}

// resultsOverTime follows the results of services half year by half year (G-23).
func resultsOverTime() report.Report {
	return report.Report{
		Key: "resultat-over-tid", Title: "Insatsernas resultat över tid", Group: followUpGroup, Requirement: []string{"G-23"},
		Says: []string{
			"Mål som bedömdes under halvåret, vid en uppföljning eller när insatsen avslutades, efter ärendets område. Ett mål som bedömdes flera gånger i halvåret räknas som det bedömdes sist.",
			"Andelen är de nådda av dem som gick att bedöma. Jämför ett område med sig självt: olika områden har olika slags mål.",
		},
		Projections: []string{"follow-ups", "decisions", "orders", "organisation", "cases"},
		Columns:     goalColumns(text("omrade", "Område"), text("halvar", "Halvår")),
		Plot:        &report.Plot{Title: "Nådda mål av de bedömda", Part: "natt", Whole: "mal", Says: resultsWords},
	}.Counted(map[string]report.ShareOf{"andel": {Part: "natt", Whole: "bedomda"}}, func(ctx context.Context, db store.Queryer, q report.Query, yield func(report.Item) error) error {
		areas := map[ids.Case]string{}
		if err := each(ctx, db, func(scan func(...any) error) error {
			var of ids.Case
			var area casework.Area
			err := scan(&of, &area)
			areas[of] = area.Words()
			return err
		}, `select distinct c.id, c.area from follow_up_goal g join service_line s on s.id = g.service join cases c on c.id = s.case_id where g.on_day >= $1 and g.on_day <= $2`, q.From, q.To); err != nil {
			return err
		}
		for from := q.From; !from.After(q.To); from = afterHalf(from) {
			part := report.Query{From: from, To: afterHalf(from).AddDays(-1), AsOf: q.AsOf}
			if part.To.After(q.To) {
				part.To = q.To
			}
			half := halfWords(from)
			if err := eachGoal(ctx, db, part, func(g goalJudged) error {
				return yield(report.Item{Case: g.of, Says: serviceName(g.kind) + ", bedömt " + g.on.String(), Row: []string{areas[g.of], half}, In: g.in()})
			}); err != nil {
				return err
			}
		}
		return nil
	})
}

// afterHalf is the first day of the next half year.
func afterHalf(d civil.Date) civil.Date {
	y, m, _ := d.Parts()
	if m <= 6 {
		return civil.On(y, 7, 1)
	}
	return civil.On(y+1, 1, 1)
}

// halfWords names a half year so that names sort as the halves do.
func halfWords(d civil.Date) string {
	if _, m, _ := d.Parts(); m <= 6 {
		return year(d) + ", halvår 1"
	}
	return year(d) + ", halvår 2"
}

// resultsWords compares the last half year of each area with its first.
func resultsWords(rows []report.Row) string {
	says, first := "", map[string]report.Row{}
	share := report.Column{Unit: report.Share}
	for n, row := range rows {
		area := row[0].Text
		if _, seen := first[area]; !seen {
			first[area] = row
		}
		was := first[area]
		if last := n+1 == len(rows) || rows[n+1][0].Text != area; !last || row[7].Unknown || was[7].Unknown {
			continue
		}
		says += area + ": " + share.Format(was[7]) + " nådda " + was[1].Text
		if was[1].Text != row[1].Text {
			says += ", " + share.Format(row[7]) + " " + row[1].Text
		}
		says += ". "
	}
	if says == "" {
		return "Inga mål bedömdes i perioden."
	}
	return says[:len(says)-1]
}

// resultsWithoutIdentity adds results up for those who follow up agreements and
// operations: no list behind, and nothing of a group so small that someone could be
// known in it (G-18).
func resultsWithoutIdentity() report.Report {
	return report.Report{
		Key: "resultat-utan-identitet", Title: "Resultat per utförare, utan identitet", Group: followUpGroup, Requirement: []string{"G-10", "G-18"},
		Says: []string{
			"Mål och indikatorer som bedömdes under perioden, per utförare och insats, som underlag för avtalsuppföljning och ledning.",
			"En rad med färre än fem personer visar inga siffror, och raderna öppnar inga listor: ingen ska kunna kännas igen.",
			"Gott svar är de svar på kommunens indikatorer som räknas som goda, av dem som har svarat.",
		},
		Projections: []string{"follow-ups", "decisions", "orders", "organisation"},
		Columns: []report.Column{
			text("utforare", "Utförare"), text("insats", "Insats"), count("personer", "Personer"), count("bedomda", "Bedömda mål"), share("natt", "Andel nådda"), share("delvis", "Andel delvis"),
			count("svar", "Svar på indikatorer"), share("goda", "Andel goda svar"),
		},
		Rows: resultRows,
	}
}

func resultRows(ctx context.Context, db store.Queryer, q report.Query) ([]report.Row, error) {
	type sum struct {
		persons                                map[ids.Person]bool
		judged, reached, partly, answers, good int64
	}
	sums, keys := map[[2]string]*sum{}, [][2]string{}
	at := func(provider, kind string, person ids.Person) *sum {
		key := [2]string{provider, serviceName(kind)}
		if sums[key] == nil {
			sums[key], keys = &sum{persons: map[ids.Person]bool{}}, append(keys, key)
		}
		sums[key].persons[person] = true
		return sums[key]
	}
	if err := eachGoal(ctx, db, q, func(g goalJudged) error {
		s := at(g.provider, g.kind, g.person)
		if g.result != "kan-inte-bedomas" {
			s.judged++
		}
		switch g.result {
		case "natt":
			s.reached++
		case "delvis":
			s.partly++
		}
		return nil
	}); err != nil {
		return nil, err
	}
	asked := routines.NorrsalaIndicators()
	if err := each(ctx, db, func(scan func(...any) error) error {
		var person ids.Person
		var kind, indicator, answer, provider string
		var on civil.Date
		if err := scan(&person, &kind, &on, &indicator, &answer, &provider); err != nil {
			return err
		}
		i, known := asked.On(indicator, on)
		o, answered := i.Option(answer)
		if !known || !answered {
			return nil
		}
		s := at(provider, kind, person)
		if s.answers++; o.Good {
			s.good++
		}
		return nil
	}, `select s.person, s.kind, a.on_day, a.indicator, a.answer, `+providerThen("s.id", "a.on_day")+`
		from follow_up_answer a join service_line s on s.id = a.service where a.on_day >= $1 and a.on_day <= $2 order by a.on_day, a.act`, q.From, q.To); err != nil {
		return nil, err
	}
	slices.SortFunc(keys, func(a, b [2]string) int { return slices.Compare(a[:], b[:]) })
	var rows []report.Row
	for _, key := range keys {
		s, row := sums[key], report.Row{report.T(key[0]), report.T(key[1])}
		if len(s.persons) < personsShown {
			rows = append(rows, append(row, report.None(), report.None(), report.None(), report.None(), report.None(), report.None()))
			continue
		}
		rows = append(rows, append(row, report.N(int64(len(s.persons))), report.N(s.judged), report.Of(s.reached, s.judged), report.Of(s.partly, s.judged), report.N(s.answers), report.Of(s.good, s.answers)))
	}
	return rows, nil
}

// needlessServices counts per provider what persons say they no longer need, beside what
// the provider itself had told (G-16).
func needlessServices() report.Report {
	return report.Report{
		Key: "behovs-inte-langre", Title: "Insatser som personen säger inte behövs längre", Group: followUpGroup, Requirement: []string{"G-16"},
		Says: []string{
			"Uppföljningar under perioden där frågan om insatsen behövs ställdes, efter den utförare som hade uppdraget.",
			"Hela och delvis är personens egna svar. Utföraren hade anmält: utföraren anmälde minskat behov under halvåret före, för någon som svarade så.",
			"Andelen anmälda är av dem som inte behöver hela eller en del av insatsen.",
		},
		Projections: []string{"follow-ups", "decisions", "orders", "organisation"},
		Columns: []report.Column{
			text("utforare", "Utförare"), count("fragade", "Frågade"), count("hela", "Hela insatsen"), count("delvis", "En del"), count("anmalda", "Utföraren hade anmält"), share("andel", "Andel anmälda"),
		},
	}.Counted(map[string]report.ShareOf{"andel": {Part: "anmalda", Whole: "mindre"}}, func(ctx context.Context, db store.Queryer, q report.Query, yield func(report.Item) error) error {
		return each(ctx, db, func(scan func(...any) error) error {
			var of ids.Case
			var kind, provider string
			var said casework.NoLonger
			var on, told civil.Date
			if err := scan(&of, &kind, &on, &said, &provider, &told); err != nil {
				return err
			}
			in := []string{"fragade"}
			if said == casework.WhollyNeedless || said == casework.PartlyNeedless {
				in = append(in, string(said), "mindre")
				if !told.IsZero() && !told.Before(on.AddMonths(-6)) {
					in = append(in, "anmalda")
				}
			}
			return yield(report.Item{Case: of, Says: followedUpWords(kind, on), Row: []string{provider}, In: in})
		}, `select s.case_id, s.kind, f.on_day, f.no_longer, `+providerThen("s.id", "f.on_day")+`,
				coalesce((select max(substr(g.sent, 1, 10)) from order_signal g join order_line o on o.id = g.order_id where o.service = s.id and g.kind = 'mindre' and g.sent < f.on_day || 'Z'), '')
			from follow_up f join service_line s on s.id = f.service where f.on_day >= $1 and f.on_day <= $2 and f.no_longer <> '' order by f.on_day, f.act`, q.From, q.To)
	})
}

// unmetNeeds are the needs that persons feel no decision meets, as they were coded (G-17).
func unmetNeeds() report.Report {
	return report.Report{
		Key: "otillgodosedda-behov", Title: "Behov som beslutet inte möter", Group: followUpGroup, Requirement: []string{"G-17"},
		Says: []string{
			"Uppföljningar under perioden där personen fick frågan om behov som beslutet inte möter. Den som nämner flera slag räknas i vart och ett.",
			"Socialtjänsten, någon annan eller oklart är handläggarens bedömning av vem som kan möta behovet.",
			"Raden Inga är de som inte har några sådana behov.",
		},
		Projections: []string{"follow-ups", "decisions"},
		Columns:     []report.Column{text("behov", "Behov"), count("antal", "Uppföljningar"), count("socialtjansten", "Socialtjänsten kan"), count("annan", "Någon annan"), count("vet-inte", "Oklart")},
	}.Counted(nil, func(ctx context.Context, db store.Queryer, q report.Query, yield func(report.Item) error) error {
		return each(ctx, db, func(scan func(...any) error) error {
			var of ids.Case
			var kind, code string
			var by casework.UnmetBy
			var on civil.Date
			if err := scan(&of, &kind, &on, &by, &code); err != nil {
				return err
			}
			row, in := "Inga", []string{"antal"}
			if by.Some() {
				row, in = casework.UnmetWords(code), append(in, string(by))
			}
			return yield(report.Item{Case: of, Says: followedUpWords(kind, on), Row: []string{row}, In: in})
		}, `select s.case_id, s.kind, f.on_day, f.unmet_by, coalesce(u.code, '') from follow_up f join service_line s on s.id = f.service
			left join follow_up_unmet u on u.act = f.act and u.place = f.place
			where f.on_day >= $1 and f.on_day <= $2 and f.unmet_by <> '' order by f.on_day, f.act, u.code`, q.From, q.To)
	})
}

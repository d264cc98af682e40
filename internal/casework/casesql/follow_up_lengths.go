package casesql

import (
	"cmp"
	"context"
	"fmt"
	"slices"

	"stadga/internal/casework"
	"stadga/internal/civil"
	"stadga/internal/ids"
	"stadga/internal/report"
	"stadga/internal/store"
)

// outpatientKinds are the keys of the services of öppenvård.
func outpatientKinds() []string {
	var keys []string
	for _, kind := range casework.ServiceCatalogue() {
		if kind.Outpatient {
			keys = append(keys, kind.Key)
		}
	}
	return keys
}

// longRunning finds the outpatient services that have gone on beyond the time that was
// planned, and of them those that nobody has followed up since (G-12).
func longRunning() report.Report {
	return report.Report{
		Key: "langa-insatser-oppenvard", Title: "Öppenvård som pågår längre än planerat", Group: followUpGroup, Requirement: []string{"G-12"},
		Says: []string{
			"Insatser i öppenvården som gäller periodens sista dag.",
			"Planerad tid är till den sista dagen i beslutet som det fattades, före varje förlängning. Gäller beslutet tills vidare är den insatskatalogens vanliga längd.",
			"Långa är de som har passerat den planerade tiden utan att någon har följt upp dem efter den. Andelen är av de pågående.",
			"Hur länge avslutade insatser varade och vad de ledde till står i rapporten om öppenvården.",
		},
		Projections: []string{"decisions", "follow-ups"},
		Columns:     []report.Column{text("insats", "Insats"), count("pagar", "Pågår"), count("over", "Över planerad tid"), count("langa", "Långa utan uppföljning"), share("andel", "Andel långa")},
	}.Counted(map[string]report.ShareOf{"andel": {Part: "langa", Whole: "pagar"}}, func(ctx context.Context, db store.Queryer, q report.Query, yield func(report.Item) error) error {
		args := []any{q.To}
		for _, key := range outpatientKinds() {
			args = append(args, key)
		}
		return each(ctx, db, func(scan func(...any) error) error {
			var of ids.Case
			var key string
			var from, planned, last civil.Date
			if err := scan(&of, &key, &from, &planned, &last); err != nil {
				return err
			}
			kind, _ := casework.ServiceByKey(key)
			if planned.IsZero() {
				planned = from.AddMonths(kind.Months).AddDays(-1)
			}
			in := []string{"pagar"}
			if q.To.After(planned) {
				if in = append(in, "over"); !last.After(planned) {
					in = append(in, "langa")
				}
			}
			return yield(report.Item{
				Case: of, Says: fmt.Sprintf("%s, har pågått %d dagar av planerade %d", kind.Name, q.To.DaysSince(from)+1, planned.DaysSince(from)+1), Row: []string{kind.Name}, In: in,
			})
		}, `select s.case_id, s.kind, s.from_day, coalesce((select min(x.was_until) from service_extension x where x.service = s.id), s.until),
				coalesce((select max(f.on_day) from follow_up f where f.service = s.id and f.on_day <= $1), '')
			from service_line s where s.kind in (`+store.Places(2, len(args)-1)+`) and s.outcome in ('bifall', 'delvis-bifall') and s.from_day <= $1
				and (s.until = '' or s.until >= $1) and (s.ended = '' or s.ended > $1) order by s.from_day, s.id`, args...)
	})
}

// A retrial is a decision that took over from one on the same service.
type retrial struct {
	of          ids.Case
	kind        string
	made        civil.Date
	then, now   int // the extent over a year, in the unit of the service
	early       bool
	monthlyThen int64 // minutes, where it is counted in hours
	monthlyNow  int64
}

func (r retrial) way() string {
	switch cmp.Compare(r.now, r.then) {
	case -1:
		return "sankta"
	case 1:
		return "hojda"
	}
	return "lika"
}

func eachRetrial(ctx context.Context, db store.Queryer, q report.Query, yield func(retrial) error) error {
	return each(ctx, db, func(scan func(...any) error) error {
		var r retrial
		var early int
		if err := scan(&r.of, &r.kind, &r.made, &r.now, &r.then, &early); err != nil {
			return err
		}
		kind, _ := casework.ServiceByKey(r.kind)
		r.early = early == 1
		r.monthlyThen, r.monthlyNow = int64(kind.Unit.MonthlyMinutes(r.then)), int64(kind.Unit.MonthlyMinutes(r.now))
		return yield(r)
	}, `select s.case_id, s.kind, s.made, s.yearly, o.yearly, case when coalesce(t.early, '') <> '' then 1 else 0 end
		from service_line s join service_line o on o.id = s.replaces left join service_terms t on t.service = o.id
		where s.made >= $1 and s.made <= $2 and s.outcome in ('bifall', 'delvis-bifall') and s.kind = o.kind order by s.made, s.id`, q.From, q.To)
}

// changedTime tells what new trials did to the time that was granted, since needs that
// were set for an early one explain falling hours (G-15).
func changedTime() report.Report {
	r := report.Report{
		Key: "andrad-tid", Title: "Sänkt och höjd tid efter ny prövning", Group: followUpGroup, Requirement: []string{"G-15"},
		Says: []string{
			"Beslut under perioden som tog över efter ett beslut om samma insats, det år de fattades.",
			"Sänkta, höjda och lika jämför omfattningen med det beslut som de tog över efter. Timmar är skillnaden i beviljade timmar i månaden, för insatser som räknas i timmar.",
			"Väntade är de där det förra beslutet sa att behovet väntades minska och skulle prövas tidigt.",
		},
		Projections: []string{"decisions"},
		Columns: []report.Column{
			text("ar", "År"), text("insats", "Insats"), count("nya", "Nya beslut"), count("sankta", "Sänkta"), count("hojda", "Höjda"), count("lika", "Lika"), count("vantade", "Väntade"),
			{Name: "ner", Title: "Timmar lägre", Unit: report.Tenth},
			{Name: "upp", Title: "Timmar högre", Unit: report.Tenth},
		},
		Rows: func(ctx context.Context, db store.Queryer, q report.Query) ([]report.Row, error) {
			type sum struct{ n, lowered, raised, same, early, down, up int64 }
			sums, keys := map[[2]string]*sum{}, [][2]string{}
			err := eachRetrial(ctx, db, q, func(r retrial) error {
				key := [2]string{year(r.made), serviceName(r.kind)}
				if sums[key] == nil {
					sums[key], keys = &sum{}, append(keys, key)
				}
				s := sums[key]
				s.n++
				if r.early {
					s.early++
				}
				switch r.way() {
				case "sankta":
					s.lowered, s.down = s.lowered+1, s.down+r.monthlyThen-r.monthlyNow
				case "hojda":
					s.raised, s.up = s.raised+1, s.up+r.monthlyNow-r.monthlyThen
				default:
					s.same++
				}
				return nil
			})
			slices.SortFunc(keys, func(a, b [2]string) int { return slices.Compare(a[:], b[:]) })
			var rows []report.Row
			for _, key := range keys {
				s := sums[key]
				rows = append(rows, report.Row{
					report.T(key[0]), report.T(key[1]), report.N(s.n), report.N(s.lowered), report.N(s.raised), report.N(s.same), report.N(s.early),
					report.N(tenthHours(s.down)), report.N(tenthHours(s.up)),
				})
			}
			return rows, err
		},
	}
	r.Items = func(ctx context.Context, db store.Queryer, q report.Query, yield func(report.Item) error) error {
		return eachRetrial(ctx, db, q, func(r retrial) error {
			in := []string{"nya", r.way()}
			if r.early {
				in = append(in, "vantade")
			}
			return yield(report.Item{Case: r.of, Says: decided(r.kind, r.made), Row: []string{year(r.made), serviceName(r.kind)}, In: in})
		})
	}
	return r
}

// quietMonths is how long a service goes without any contact before it is suggested
// that someone tries whether it is still needed.
const quietMonths = 6

// toClose finds running services that may no longer be needed (G-21).
func toClose() report.Report {
	return report.Report{
		Key: "forslag-att-avsluta", Title: "Insatser att pröva att avsluta", Group: followUpGroup, Requirement: []string{"G-21"},
		Says: []string{
			"Beviljade insatser som gäller periodens sista dag, efter insats.",
			"Alla mål nådda: varje mål som har bedömts bedömdes sist som nått. Behövs inte: personen sa vid den senaste uppföljningen att hela insatsen inte behövs.",
			"Utan kontakt: ingen anteckning i ärendet, ingen uppföljning och inget besök på sex månader, för insatser som har gällt så länge.",
			"Förslag är de som är minst ett av de tre. De är förslag att pröva: någon talar med personen innan något avslutas.",
		},
		Projections: []string{"decisions", "follow-ups", "notes", "visits"},
		Columns:     []report.Column{text("insats", "Insats"), count("pagar", "Pågår"), count("natt", "Alla mål nådda"), count("behovs_inte", "Behövs inte"), count("tyst", "Utan kontakt"), count("forslag", "Förslag"), share("andel", "Andel förslag")},
	}.Counted(map[string]report.ShareOf{"andel": {Part: "forslag", Whole: "pagar"}}, func(ctx context.Context, db store.Queryer, q report.Query, yield func(report.Item) error) error {
		since := q.To.AddMonths(-quietMonths)
		return each(ctx, db, func(scan func(...any) error) error {
			var of ids.Case
			var key string
			var said casework.NoLonger
			var from, note, follow, visit civil.Date
			var judged, reached int
			if err := scan(&of, &key, &from, &note, &follow, &visit, &said, &judged, &reached); err != nil {
				return err
			}
			in := []string{"pagar"}
			if judged > 0 && reached == judged {
				in = append(in, "natt")
			}
			if said == casework.WhollyNeedless {
				in = append(in, "behovs_inte")
			}
			if from.Before(since) && note.Before(since) && follow.Before(since) && visit.Before(since) {
				in = append(in, "tyst")
			}
			if len(in) > 1 {
				in = append(in, "forslag")
			}
			return yield(report.Item{Case: of, Says: serviceName(key) + ", gäller från " + from.String(), Row: []string{serviceName(key)}, In: in})
		}, `select s.case_id, s.kind, s.from_day,
				coalesce((select max(substr(n.happened, 1, 10)) from note n where n.case_id = s.case_id), ''),
				coalesce((select max(f.on_day) from follow_up f where f.service = s.id), ''),
				coalesce((select max(v.day) from visit v where v.service = s.id and v.done_from <> ''), ''),
				coalesce((select f.no_longer from follow_up f where f.service = s.id order by f.on_day desc limit 1), ''),
				(select count(*) from follow_up_goal g where g.service = s.id and not exists (select 1 from follow_up_goal n where n.service = g.service and n.goal = g.goal and n.on_day > g.on_day)),
				(select count(*) from follow_up_goal g where g.service = s.id and g.result = 'natt' and not exists (select 1 from follow_up_goal n where n.service = g.service and n.goal = g.goal and n.on_day > g.on_day))
			from service_line s where s.outcome in ('bifall', 'delvis-bifall') and s.from_day <= $1 and (s.until = '' or s.until >= $1) and (s.ended = '' or s.ended > $1)
			order by s.from_day, s.id`, q.To)
	})
}

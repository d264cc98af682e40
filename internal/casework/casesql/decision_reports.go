package casesql

import (
	"context"
	"reflect"

	"stadga/internal/casework"
	"stadga/internal/civil"
	"stadga/internal/ids"
	"stadga/internal/journal"
	"stadga/internal/report"
	"stadga/internal/store"
)

// termsMade keeps the terms that are not the usual.
func termsMade(run func(string, ...any) error, r journal.Recorded, e casework.DecisionMade, it casework.DecisionItem) error {
	if !it.Outcome.Gives() || reflect.ValueOf(it.Terms).IsZero() {
		return nil
	}
	return run(`insert into service_terms (service, decision, case_id, kind, made, side, consulted, than, margin, tried, early)
		values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)`, it.Service.ID, r.Stream.ID, e.Case.ID, it.Kind, e.On,
		string(it.Outside.Side), it.Outside.On, it.Beyond.Than, it.Margin.Hours, string(it.Level.Standard), it.Early.By)
}

const decisionGroup = "Beslut"

// nearEnd is how many days before its last day a service may end and still be said
// to have run its time.
const nearEnd = 60

// decisionReports are the figures of decisions, in the order they are shown.
func decisionReports() report.List {
	return report.List{expiries(), outsideStandard(), beyondGuideline(), grantedAndDelivered(), outcomesByService()}
}

// decided is what a list says of a decision: the service and the day.
func decided(kind string, made civil.Date) string {
	return serviceName(kind) + ", beslut " + made.String()
}

// expiries tells what met the decisions that ran out: a new decision after a new
// investigation, or more of the same without one (D-11).
func expiries() report.Report {
	return report.Report{
		Key: "utgaende-beslut", Title: "Utgående beslut och vad som mötte dem", Group: decisionGroup, Requirement: []string{"D-11"},
		Says: []string{
			"Beviljade insatser vars sista dag låg i månaden, på den dag som gällde före en förlängning. En insats som förlängdes två gånger räknas alltså två gånger.",
			"En insats som avslutades mer än 60 dagar före sin sista dag gick inte ut och räknas inte.",
			"Ny utredning: ett nytt beslut om samma insats i samma ärende började gälla senast dagen efter, eller fattades före sista dagen.",
			"Förlängda: tiden förlängdes på samma villkor utan att behovet prövades.",
			"Avslutade: insatsen avslutades senast sista dagen utan att något nytt beslut tog över.",
			"Inget av det: tiden gick ut, eller går ut, utan något av det andra.",
			"Andelarna är de med ny utredning och de förlängda, av dem som antingen utreddes eller förlängdes.",
		},
		Projections: []string{"decisions"},
		Columns: []report.Column{
			text("manad", "Månad"), count("utgaende", "Utgående"), count("ny_utredning", "Ny utredning"), count("forlangda", "Förlängda utan ny prövning"),
			count("avslutade", "Avslutade"), count("inget", "Inget av det"), share("andel_ny", "Andel ny utredning"), share("andel_forlangda", "Andel förlängda"),
		},
	}.Counted(map[string]report.ShareOf{"andel_ny": {Part: "ny_utredning", Whole: "motta"}, "andel_forlangda": {Part: "forlangda", Whole: "motta"}},
		func(ctx context.Context, db store.Queryer, q report.Query, yield func(report.Item) error) error {
			return each(ctx, db, func(scan func(...any) error) error {
				var of ids.Case
				var kind string
				var last, ended civil.Date
				var extended, anew int
				if err := scan(&of, &kind, &last, &ended, &extended, &anew); err != nil {
					return err
				}
				if extended == 0 && !ended.IsZero() && ended.Before(last.AddDays(-nearEnd)) {
					return nil // ended long before its time was out
				}
				in := []string{"utgaende"}
				switch {
				case extended > 0:
					in = append(in, "forlangda", "motta")
				case anew > 0:
					in = append(in, "ny_utredning", "motta")
				case !ended.IsZero() && !ended.After(last):
					in = append(in, "avslutade")
				default:
					in = append(in, "inget")
				}
				return yield(report.Item{Case: of, Says: serviceName(kind) + ", till och med " + last.String(), Row: []string{last.String()[:7]}, In: in})
			}, `select s.case_id, s.kind, x.was_until, s.ended, 1, 0 from service_extension x join service_line s on s.id = x.service
					where x.was_until >= $1 and x.was_until <= $2
				union all
				select s.case_id, s.kind, s.until, s.ended, 0, (select count(*) from service_line n where n.case_id = s.case_id and n.kind = s.kind and n.id <> s.id
					and n.made > s.made and (n.made <= s.until or n.replaces = s.id)) from service_line s
					where s.until <> '' and s.until >= $1 and s.until <= $2 and s.outcome in ('bifall', 'delvis-bifall')
				order by 3, 1`, q.From, q.To)
		})
}

// outsideStandard counts what was granted outside the time standard, with the
// consultations that were held (D-13).
func outsideStandard() report.Report {
	return report.Report{
		Key: "utanfor-schablonen", Title: "Beslut utanför schablonen", Group: decisionGroup, Requirement: []string{"D-13", "D-17"},
		Says: []string{
			"Insatser som beviljades under perioden med mer eller mindre tid än schablonen som gällde den dagen, på det år beslutet fattades.",
			"Avstämda: gruppledaren och dagen för avstämningen står i beslutet.",
			"Med marginal: timmar utöver behovet är beviljade, med skäl. De kan ligga inom schablonen.",
		},
		Projections: []string{"decisions"},
		Columns: []report.Column{
			text("ar", "År"), text("insats", "Insats"), count("over", "Mer än schablonen"), count("under", "Mindre"), count("avstamda", "Avstämda"), count("marginal", "Med marginal"),
		},
	}.Counted(nil, func(ctx context.Context, db store.Queryer, q report.Query, yield func(report.Item) error) error {
		return each(ctx, db, func(scan func(...any) error) error {
			var of ids.Case
			var kind, side string
			var made, consulted civil.Date
			var margin int
			if err := scan(&of, &kind, &made, &side, &consulted, &margin); err != nil {
				return err
			}
			var in []string
			if side != "" {
				in = append(in, side)
				if !consulted.IsZero() {
					in = append(in, "avstamda")
				}
			}
			if margin > 0 {
				in = append(in, "marginal")
			}
			return yield(report.Item{Case: of, Says: decided(kind, made), Row: []string{year(made), serviceName(kind)}, In: in})
		}, `select case_id, kind, made, side, consulted, margin from service_terms
			where made >= $1 and made <= $2 and (side <> '' or margin > 0) order by made, service`, q.From, q.To)
	})
}

// beyondGuideline counts what was granted beyond guideline or case law (D-15).
func beyondGuideline() report.Report {
	return report.Report{
		Key: "mer-an-riktlinjen", Title: "Beslut som ger mer än riktlinje eller praxis", Group: decisionGroup, Requirement: []string{"D-15"},
		Says: []string{
			"Insatser som beviljades under perioden med mer än nivån i den riktlinje som gällde den dagen, eller som handläggaren har märkt som mer än praxis.",
			"Varje sådant beslut har ett skäl som är personens eget. Riktlinjen binder inte: bedömningen är individuell.",
			"Av är alla insatser av samma slag som beviljades under perioden, så att andelen kan jämföras mellan insatser.",
		},
		Projections: []string{"decisions"},
		Columns: []report.Column{
			text("ar", "År"), text("insats", "Insats"), count("riktlinje", "Mer än riktlinjen"), count("praxis", "Mer än praxis"), count("av", "Av"), share("andel", "Andel"),
		},
	}.Counted(map[string]report.ShareOf{"andel": {Part: "mer", Whole: "av"}}, func(ctx context.Context, db store.Queryer, q report.Query, yield func(report.Item) error) error {
		return each(ctx, db, func(scan func(...any) error) error {
			var of ids.Case
			var kind, than string
			var made civil.Date
			if err := scan(&of, &kind, &made, &than); err != nil {
				return err
			}
			in := []string{"av"}
			if than != "" {
				in = append(in, than, "mer")
			}
			return yield(report.Item{Case: of, Says: decided(kind, made), Row: []string{year(made), serviceName(kind)}, In: in})
		}, `select s.case_id, s.kind, s.made, coalesce(t.than, '') from service_line s left join service_terms t on t.service = s.id
			where s.made >= $1 and s.made <= $2 and s.outcome in ('bifall', 'delvis-bifall')
				and s.kind in (select kind from service_terms where than <> '' and made >= $1 and made <= $2) order by s.made, s.id`, q.From, q.To)
	})
}

// outcomesByService gives each service its outcomes, each with a column of its
// own, so that they add up to what was answered (D-02).
func outcomesByService() report.Report {
	return report.Report{
		Key: "utfall-per-insats", Title: "Utfall per insats", Group: decisionGroup, Requirement: []string{"D-02"},
		Says: []string{
			"Varje insats som besvarades under perioden räknas en gång, på det år beslutet fattades.",
			"Bifall, delvis bifall och avslag är det som prövades i sak. Avvisade prövades inte, och avskrivna återtogs eller gäller någon som har flyttat eller avlidit.",
			"Utfallen tillsammans är lika många som de besvarade.",
		},
		Projections: []string{"decisions"},
		Columns: []report.Column{
			text("ar", "År"), text("insats", "Insats"), count("besvarade", "Besvarade"), count("bifall", "Bifall"), count("delvis-bifall", "Delvis bifall"),
			count("avslag", "Avslag"), count("avvisning", "Avvisade"), count("avskrivning", "Avskrivna"), share("andel", "Andel avslag"),
		},
	}.Counted(map[string]report.ShareOf{"andel": {Part: "avslag", Whole: "provade"}}, func(ctx context.Context, db store.Queryer, q report.Query, yield func(report.Item) error) error {
		return each(ctx, db, func(scan func(...any) error) error {
			var of ids.Case
			var kind string
			var outcome casework.Outcome
			var made civil.Date
			if err := scan(&of, &kind, &made, &outcome); err != nil {
				return err
			}
			in := []string{"besvarade", string(outcome)}
			if outcome.Gives() || outcome == casework.Refused {
				in = append(in, "provade")
			}
			return yield(report.Item{Case: of, Says: decided(kind, made), Row: []string{year(made), serviceName(kind)}, In: in})
		}, `select case_id, kind, made, outcome from service_line where made >= $1 and made <= $2 order by made, id`, q.From, q.To)
	})
}

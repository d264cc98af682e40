package casesql

import (
	"context"
	"strings"

	"stadga/internal/casework"
	"stadga/internal/casework/routines"
	"stadga/internal/civil"
	"stadga/internal/ids"
	"stadga/internal/report"
	"stadga/internal/store"
)

// homeVisits is whether the officer visited the home before home care was decided (C-12).
func homeVisits() report.Report {
	return report.Report{
		Key: "hembesok-fore-hemtjanst", Title: "Hembesök före beslut om hemtjänst", Group: inquiryGroup,
		Requirement: []string{"C-12"},
		Says: []string{
			"Utredningar som under perioden ledde till ett beslut om hemtjänst, bifall eller avslag, en gång för varje utredning.",
			"Hembesök: ett hembesök är gjort senast den dag beslutet fattades. Skäl: inget hembesök, och det står varför. Inget av dem: varken dag eller skäl.",
			"Andelen är de med hembesök av alla.",
		},
		Projections: []string{"decisions", "investigations", "inquiry-care", "cases", "organisation"},
		Columns:     []report.Column{text("ar", "År"), text("enhet", "Enhet"), count("antal", "Utredningar"), count("hembesok", "Hembesök"), count("skal", "Skäl"), count("inget", "Inget av dem"), share("andel", "Andel med hembesök")},
	}.Counted(map[string]report.ShareOf{"andel": {Part: "hembesok", Whole: "antal"}}, func(ctx context.Context, db store.Queryer, q report.Query, yield func(report.Item) error) error {
		return each(ctx, db, func(scan func(...any) error) error {
			var of ids.Case
			var unit string
			var made, visit civil.Date
			var reason int
			if err := scan(&of, &unit, &made, &visit, &reason); err != nil {
				return err
			}
			in := "inget"
			switch {
			case !visit.IsZero() && !visit.After(made):
				in = "hembesok"
			case reason == 1:
				in = "skal"
			}
			return yield(report.Item{Case: of, Says: "Hemtjänst, beslut " + made.String(), Row: []string{year(made), named(unit)}, In: []string{"antal", in}})
		}, `select d.case_id,
				coalesce((select n.name from unit_name n join cases c on c.unit = n.unit where c.id = d.case_id and n.begins <= d.made order by n.begins desc limit 1), ''),
				d.made, coalesce(k.home_visit, ''), coalesce(k.no_visit, 0)
			from decision_line d left join care_line k on k.investigation = d.investigation
			where d.made >= $1 and d.made <= $2 and exists (select 1 from service_line s where s.decision = d.id and s.kind like 'hemtjanst-%' and s.outcome in ('bifall', 'delvis-bifall', 'avslag'))
			order by d.made, d.id`, q.From, q.To)
	})
}

// certificates are the medical certificates asked for, with the time one waits (C-13).
func certificates() report.Report {
	return report.Report{
		Key: "lakarintyg", Title: "Läkarintyg", Group: inquiryGroup,
		Requirement: []string{"C-13"},
		Says: []string{
			"Läkarintyg som begärdes under perioden, det år de begärdes.",
			"Väntar: intyget har inte kommit och utredningen pågår. Kom inte: utredningen avslutades utan intyget.",
			"Inom tre veckor är de som kom senast tjugoen dagar efter att de begärdes. Andelen är av dem som har kommit.",
			"Bakom antalet som väntar står ärendena, den som har väntat längst först.",
		},
		Projections: []string{"inquiry-care", "investigations"},
		Columns: []report.Column{
			text("ar", "År"), text("slag", "Utredning"), count("begarda", "Begärda"), count("kommit", "Kommit"), count("i_tid", "Inom tre veckor"), count("vantar", "Väntar"),
			count("kom_inte", "Kom inte"), share("andel", "Andel inom tre veckor"),
		},
	}.Counted(map[string]report.ShareOf{"andel": {Part: "i_tid", Whole: "kommit"}}, func(ctx context.Context, db store.Queryer, q report.Query, yield func(report.Item) error) error {
		return each(ctx, db, func(scan func(...any) error) error {
			var of ids.Case
			var kind casework.InquiryKind
			var asked, received, decided civil.Date
			if err := scan(&of, &kind, &asked, &received, &decided); err != nil {
				return err
			}
			in, says := []string{"begarda"}, "Läkarintyg, begärt "+asked.String()
			switch waited := received.DaysSince(asked); {
			case !received.IsZero():
				if in = append(in, "kommit"); waited <= 21 {
					in = append(in, "i_tid")
				}
				says += ", kom efter " + days(waited)
			case decided.IsZero():
				in = append(in, "vantar")
				if !q.AsOf.IsZero() {
					says += ", har väntat " + days(q.AsOf.DaysSince(asked))
				}
			default:
				in = append(in, "kom_inte")
			}
			return yield(report.Item{Case: of, Says: says, Row: []string{year(asked), inquiryWords(kind)}, In: in})
		}, `select i.case_id, i.kind, c.asked, c.received, i.decided from certificate_line c join investigation_line i on i.id = c.investigation
			where c.asked >= $1 and c.asked <= $2 order by c.asked, c.investigation, c.no`, q.From, q.To)
	})
}

// necessityActs are all measures without consent in an emergency (C-17).
func necessityActs() report.Report {
	return report.Report{
		Key: "atgarder-i-nod", Title: "Åtgärder utan samtycke i nöd", Group: inquiryGroup,
		Requirement: []string{"C-17"},
		Says: []string{
			"Åtgärder utan samtycke i nöd under perioden, den dag de gjordes. En åtgärd kan inte sparas utan skäl.",
			"Genomgångna: enhetschefen har gått igenom åtgärden och prövat om den ska rapporteras enligt lex Sarah.",
			"Bakom antalet står varje åtgärds ärende.",
		},
		Projections: []string{"inquiry-care", "cases"},
		Columns:     []report.Column{text("ar", "År"), text("omrade", "Område"), count("antal", "Åtgärder"), count("genomgangna", "Genomgångna"), count("vantar", "Väntar på genomgång")},
	}.Counted(nil, func(ctx context.Context, db store.Queryer, q report.Query, yield func(report.Item) error) error {
		return each(ctx, db, func(scan func(...any) error) error {
			var of ids.Case
			var area casework.Area
			var on, reviewed civil.Date
			if err := scan(&of, &area, &on, &reviewed); err != nil {
				return err
			}
			in := "genomgangna"
			if reviewed.IsZero() {
				in = "vantar"
			}
			return yield(report.Item{Case: of, Says: "Åtgärd i nöd " + on.String(), Row: []string{year(on), area.Words()}, In: []string{"antal", in}})
		}, `select n.case_id, c.area, n.on_day, n.reviewed from necessity_line n join cases c on c.id = n.case_id
			where n.on_day >= $1 and n.on_day <= $2 order by n.on_day, n.case_id, n.no`, q.From, q.To)
	})
}

// named is a unit's name, or that there is none.
func named(unit string) string {
	if strings.TrimSpace(unit) == "" {
		return "ingen enhet"
	}
	return unit
}

// genericGoals are goals that hold a phrase of the municipality's list, or stand word
// for word in another person's investigation (D-04).
func genericGoals() report.Report {
	_, phrases := routines.Norrsala()
	return report.Report{
		Key: "allmanna-mal", Title: "Allmänt hållna mål", Group: inquiryGroup,
		Requirement: []string{"D-04"},
		Says: []string{
			"Målen i utredningar som inleddes under perioden, den månad utredningen inleddes.",
			"Med fras: målet innehåller en fras i kommunens lista, i den lydelse som gällde den dagen. Hos någon annan: samma ord står i en annan persons utredning. Ett mål kan vara båda.",
			"Att se över: minst ett av dem, och ingen har svarat varför det ska stå så. Besvarade har ett skäl i utredningen.",
			"Andelen är de som ska ses över av alla. Den ska minska.",
		},
		Projections: []string{"investigations", "inquiry-care"},
		Columns: []report.Column{
			text("manad", "Månad"), count("mal", "Mål"), count("fras", "Med fras"), count("annan", "Hos någon annan"), count("besvarade", "Besvarade"), count("se_over", "Att se över"), share("andel", "Andel att se över"),
		},
	}.Counted(map[string]report.ShareOf{"andel": {Part: "se_over", Whole: "mal"}}, func(ctx context.Context, db store.Queryer, q report.Query, yield func(report.Item) error) error {
		return each(ctx, db, func(scan func(...any) error) error {
			var of ids.Case
			var opened civil.Date
			var goal string
			var same, answered bool
			if err := scan(&of, &opened, &goal, &same, &answered); err != nil {
				return err
			}
			in := []string{"mal"}
			_, phrase := phrases.In(goal, opened)
			if phrase {
				in = append(in, "fras")
			}
			if same {
				in = append(in, "annan")
			}
			switch {
			case answered:
				in = append(in, "besvarade")
			case phrase || same:
				in = append(in, "se_over")
			}
			return yield(report.Item{Case: of, Says: "Mål, utredning inledd " + opened.String(), Row: []string{opened.String()[:7]}, In: in})
		}, `select i.case_id, i.opened, g.text,
				exists (select 1 from goal_line o join investigation_line j on j.id = o.investigation where o.text = g.text and j.person <> i.person),
				exists (select 1 from likeness_answer a where a.investigation = i.id and a.text_key = g.goal)
			from investigation_line i join goal_line g on g.investigation = i.id
			where i.opened >= $1 and i.opened <= $2 order by i.opened, i.id, g.goal`, q.From, q.To)
	})
}

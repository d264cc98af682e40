package casesql

import (
	"context"
	"fmt"
	"strings"

	"stadga/internal/casework"
	"stadga/internal/civil"
	"stadga/internal/ids"
	"stadga/internal/report"
	"stadga/internal/store"
)

// receptionReports are the figures of the reception, in the order they are shown.
func receptionReports() report.List {
	return report.List{timeToOpening(), spokenTo(), questionsAsked(), untriedApplications(), dischargePlannings(), shortDecisions(), transfers(), inflowPerWorker(), targetGroups(), firstGranted()}
}

const receptionGroup = "Mottagning"

func text(name, title string) report.Column {
	return report.Column{Name: name, Title: title, Unit: report.Text}
}

func count(name, title string) report.Column {
	return report.Column{Name: name, Title: title, Unit: report.Count}
}

func share(name, title string) report.Column {
	return report.Column{Name: name, Title: title, Unit: report.Share}
}

// each runs a query and gives its rows one at a time to a reader of them.
func each(ctx context.Context, db store.Queryer, read func(scan func(...any) error) error, query string, args ...any) error {
	rows, err := db.QueryContext(ctx, query, args...)
	if err != nil {
		return err
	}
	defer rows.Close()
	for rows.Next() {
		if err := read(rows.Scan); err != nil {
			return err
		}
	}
	return rows.Err()
}

// cameIn is what a list says of a matter: its kind and its day, never what it is about.
func cameIn(kind string, day civil.Date) string {
	return casework.IntakeKind(kind).Words() + ", kom in " + day.String()
}

func year(day civil.Date) string { return day.String()[:4] }

// timeToOpening is the time from receipt to the decision to open an investigation (B-01).
func timeToOpening() report.Report {
	return report.Report{
		Key: "tid-till-inledd-utredning", Title: "Tid från inkommen till inledd utredning", Group: receptionGroup,
		Requirement: []string{"B-01"},
		Says: []string{
			"Allt som kom in under perioden och kan leda till en utredning, på den dag det kom in.",
			"Tiden räknas i kalenderdagar från den dag det kom in, inte den dag det registrerades, till den dag utredningen inleddes.",
			"Väntar: inget beslut är fattat. Ingen utredning: det avgjordes utan att en utredning inleddes, eller togs om hand i en som redan pågick.",
			"Andelen är de som inleddes inom sju dagar av dem som inleddes eller väntar.",
		},
		Projections: []string{"intakes", "investigations"},
		Columns: []report.Column{
			text("ar", "År"), text("slag", "Slag"), count("inkomna", "Inkomna"), count("samma_dag", "Samma dag"), count("inom_sju", "1–7 dagar"),
			count("inom_fjorton", "8–14 dagar"), count("senare", "Efter 14 dagar"), count("vantar", "Väntar"), count("ingen", "Ingen utredning"), share("andel", "Inom sju dagar"),
		},
	}.Counted(map[string]report.ShareOf{"andel": {Part: "i_tid", Whole: "raknas"}}, func(ctx context.Context, db store.Queryer, q report.Query, yield func(report.Item) error) error {
		return each(ctx, db, func(scan func(...any) error) error {
			var of ids.Case
			var kind, outcome string
			var received, decided, opened civil.Date
			if err := scan(&of, &kind, &received, &decided, &outcome, &opened); err != nil {
				return err
			}
			in := []string{"inkomna"}
			switch days := opened.DaysSince(received); {
			case decided.IsZero():
				in = append(in, "vantar", "raknas")
			case casework.IntakeOutcome(outcome) != casework.Opened:
				in = append(in, "ingen")
			case days <= 0:
				in = append(in, "samma_dag", "i_tid", "raknas")
			case days <= 7:
				in = append(in, "inom_sju", "i_tid", "raknas")
			case days <= 14:
				in = append(in, "inom_fjorton", "raknas")
			default:
				in = append(in, "senare", "raknas")
			}
			return yield(report.Item{Case: of, Says: cameIn(kind, received), Row: []string{year(received), casework.IntakeKind(kind).Words()}, In: in})
		}, `select i.case_id, i.kind, i.received_day, i.decided, i.outcome, coalesce(l.opened, i.decided)
			from intake i left join investigation_line l on l.id = i.investigation
			where i.received_day >= $1 and i.received_day <= $2 order by i.received_day, i.id`, q.From, q.To)
	})
}

// spokenTo are the three shares of B-07: whom a preliminary assessment spoke to.
func spokenTo() report.Report {
	return report.Report{
		Key: "samtal-i-forhandsbedomning", Title: "Samtal med barn och vårdnadshavare i förhandsbedömningen", Group: receptionGroup,
		Requirement: []string{"B-07"},
		Says: []string{
			"Orosanmälningar som avgjordes under perioden, en för varje barn. De som togs om hand i en pågående utredning ingår inte.",
			"Barnet: ett samtal med barnet är antecknat.",
			"En vårdnadshavare: minst en vårdnadshavare är kontaktad. Alla: varje vårdnadshavare som barnet hade den dagen är kontaktad.",
			"Skäl skrivet: barnet har inte fått tala, och det står varför.",
		},
		Projections: []string{"intakes", "reception", "persons"},
		Columns: []report.Column{
			text("ar", "År"), count("antal", "Avgjorda"), count("barnet", "Barnet"), share("andel_barnet", "Andel"), count("skal", "Skäl skrivet"),
			count("en", "En vårdnadshavare"), share("andel_en", "Andel"), count("alla", "Alla vårdnadshavare"), share("andel_alla", "Andel"),
		},
	}.Counted(map[string]report.ShareOf{
		"andel_barnet": {Part: "barnet", Whole: "antal"}, "andel_en": {Part: "en", Whole: "antal"}, "andel_alla": {Part: "alla", Whole: "antal"},
	}, func(ctx context.Context, db store.Queryer, q report.Query, yield func(report.Item) error) error {
		return each(ctx, db, func(scan func(...any) error) error {
			var of ids.Case
			var received, decided civil.Date
			var child, reasons, spoken, guardians int
			if err := scan(&of, &received, &decided, &child, &reasons, &spoken, &guardians); err != nil {
				return err
			}
			in := []string{"antal"}
			switch {
			case child > 0:
				in = append(in, "barnet")
			case reasons > 0:
				in = append(in, "skal")
			}
			if spoken > 0 {
				in = append(in, "en")
			}
			if spoken > 0 && spoken >= guardians {
				in = append(in, "alla")
			}
			return yield(report.Item{Case: of, Says: cameIn(string(casework.ConcernReport), received), Row: []string{year(decided)}, In: in})
		}, `select i.case_id, i.received_day, i.decided,
				(select count(*) from intake_contact x where x.intake = i.id and x.whom = 'barnet' and x.spoken = 1),
				(select count(*) from intake_contact x where x.intake = i.id and x.whom = 'barnet' and x.spoken = 0),
				(select count(distinct x.guardian) from intake_contact x where x.intake = i.id and x.whom = 'vardnadshavare' and x.spoken = 1),
				(select count(*) from person_relation r where r.person = i.person and r.kind = 'vardnadshavare' and r.begins <= i.decided and (r.ends = '' or r.ends >= i.decided))
			from intake i where i.kind = 'orosanmalan' and i.decided >= $1 and i.decided <= $2 and i.decided <> '' and i.outcome <> 'pagar-redan'
			order by i.decided, i.id`, q.From, q.To)
	})
}

// questionsAsked is how many reports were judged by the same questions (B-08).
func questionsAsked() report.Report {
	return report.Report{
		Key: "bedomningsfragor", Title: "Orosanmälningar bedömda med samma frågor", Group: receptionGroup,
		Requirement: []string{"B-08"},
		Says: []string{
			"Orosanmälningar som avgjordes under perioden. De som togs om hand i en pågående utredning ingår inte.",
			"Besvarade: alla bedömningsfrågor har ett svar. Vet inte är också ett svar.",
		},
		Projections: []string{"intakes"},
		Columns:     []report.Column{text("ar", "År"), count("antal", "Avgjorda"), count("besvarade", "Besvarade"), count("obesvarade", "Inte besvarade"), share("andel", "Andel")},
	}.Counted(map[string]report.ShareOf{"andel": {Part: "besvarade", Whole: "antal"}}, func(ctx context.Context, db store.Queryer, q report.Query, yield func(report.Item) error) error {
		return each(ctx, db, func(scan func(...any) error) error {
			var of ids.Case
			var received, decided civil.Date
			var answers int
			if err := scan(&of, &received, &decided, &answers); err != nil {
				return err
			}
			in := "obesvarade"
			if answers > 0 {
				in = "besvarade"
			}
			return yield(report.Item{Case: of, Says: cameIn(string(casework.ConcernReport), received), Row: []string{year(decided)}, In: []string{"antal", in}})
		}, `select case_id, received_day, decided, answers from intake
			where kind = 'orosanmalan' and decided >= $1 and decided <= $2 and decided <> '' and outcome <> 'pagar-redan' order by decided, id`, q.From, q.To)
	})
}

// untriedApplications is the control list of B-10: no application is turned away untried.
func untriedApplications() report.Report {
	return report.Report{
		Key: "ansokningar-utan-beslut", Title: "Ansökningar som avslutades utan beslut", Group: receptionGroup,
		Requirement: []string{"B-10"},
		Says: []string{
			"Ansökningar och begäran enligt LSS som kom in under perioden.",
			"Beslut: utredningen som ansökan ledde till, eller togs om hand i, slutade med ett beslut. Återtagna: avskrivna med skäl. Avvisade: prövas inte, med skäl.",
			"Pågår: ansökan eller utredningen är inte avgjord.",
			"Utan beslut: allt annat. Utredningen är avslutad men inget beslut finns. Siffran ska vara noll, och listan bakom är en kontrollista.",
		},
		Projections: []string{"intakes", "investigations"},
		Columns: []report.Column{
			text("ar", "År"), text("omrade", "Område"), count("inkomna", "Inkomna"), count("beslut", "Beslut"), count("atertagna", "Återtagna"),
			count("avvisade", "Avvisade"), count("pagar", "Pågår"), count("utan", "Utan beslut"),
		},
	}.Counted(nil, func(ctx context.Context, db store.Queryer, q report.Query, yield func(report.Item) error) error {
		return each(ctx, db, func(scan func(...any) error) error {
			var of ids.Case
			var area, kind, outcome string
			var received, decided, closed civil.Date
			var concluded int
			if err := scan(&of, &area, &kind, &received, &decided, &outcome, &closed, &concluded); err != nil {
				return err
			}
			in := "utan"
			switch o := casework.IntakeOutcome(outcome); {
			case decided.IsZero():
				in = "pagar"
			case o == casework.WrittenOffMatter:
				in = "atertagna"
			case o == casework.DismissedMatter:
				in = "avvisade"
			case (o == casework.Opened || o == casework.AlreadyRunning) && closed.IsZero():
				in = "pagar"
			case concluded > 0:
				in = "beslut"
			}
			return yield(report.Item{Case: of, Says: cameIn(kind, received), Row: []string{year(received), casework.Area(area).Words()}, In: []string{"inkomna", in}})
		}, `select i.case_id, i.area, i.kind, i.received_day, i.decided, i.outcome, coalesce(l.decided, ''),
				case when l.decision is not null and length(l.decision) > 0 then 1 else 0 end
			from intake i left join investigation_line l on l.id = i.investigation
			where i.kind in ('ansokan', 'begaran') and i.received_day >= $1 and i.received_day <= $2 order by i.received_day, i.id`, q.From, q.To)
	})
}

// dischargePlannings counts the occasions at which a discharge was planned (B-13).
func dischargePlannings() report.Report {
	return report.Report{
		Key: "utskrivningsplaneringar", Title: "Utskrivningsplaneringar", Group: receptionGroup,
		Requirement: []string{"B-13"},
		Says: []string{
			"Varje tillfälle då en utskrivning från sjukhus planerades räknas för sig, den dag det hölls.",
			"Resultatet är det som stod efter tillfället. Raden Alla är summan av dem.",
			"Med tre eller fler parter: minst tre slag av deltagare var med.",
		},
		Projections: []string{"intakes", "reception"},
		Columns:     []report.Column{text("ar", "År"), text("resultat", "Resultat"), count("antal", "Planeringar"), count("flera", "Med tre eller fler parter")},
	}.Counted(nil, func(ctx context.Context, db store.Queryer, q report.Query, yield func(report.Item) error) error {
		return each(ctx, db, func(scan func(...any) error) error {
			var of ids.Case
			var on civil.Date
			var participants int
			var result string
			if err := scan(&of, &on, &participants, &result); err != nil {
				return err
			}
			in := []string{"antal"}
			if participants >= 3 {
				in = append(in, "flera")
			}
			for _, row := range []string{"Alla", casework.DischargeResult(result).Words()} {
				item := report.Item{Case: of, Says: "Utskrivningsplanering " + on.String(), Row: []string{year(on), row}, In: in}
				if err := yield(item); err != nil {
					return err
				}
			}
			return nil
		}, `select i.case_id, d.on_day, d.participants, d.result from discharge_planning d join intake i on i.id = d.intake
			where d.on_day >= $1 and d.on_day <= $2 order by d.on_day, d.intake, d.place`, q.From, q.To)
	})
}

// transfers are cases that move to or from another municipality (B-21).
func transfers() report.Report {
	return report.Report{
		Key: "overflyttningar", Title: "Överflyttningar mellan kommuner", Group: receptionGroup,
		Requirement: []string{"B-21"},
		Says: []string{
			"Begäran om överflyttning, den dag den gjordes eller kom in.",
			"Hit: en annan kommun ber oss ta över. Härifrån: vi ber en annan kommun.",
			"Inom en månad: besvarad senast samma datum nästa månad. Därefter kan den som frågat vända sig till IVO (SoL 29 kap. 10–11 §§).",
		},
		Projections: []string{"reception"},
		Columns: []report.Column{
			text("ar", "År"), text("riktning", "Riktning"), count("begaran", "Begäran"), count("besvarade", "Besvarade"), count("i_tid", "Inom en månad"),
			count("medgivna", "Medgivna"), count("vantar", "Väntar"), share("andel", "Andel inom en månad"),
		},
	}.Counted(map[string]report.ShareOf{"andel": {Part: "i_tid", Whole: "besvarade"}}, func(ctx context.Context, db store.Queryer, q report.Query, yield func(report.Item) error) error {
		return each(ctx, db, func(scan func(...any) error) error {
			var of ids.Case
			var asked, answered civil.Date
			var inwards, accepted bool
			var municipality string
			if err := scan(&of, &asked, &answered, &inwards, &accepted, &municipality); err != nil {
				return err
			}
			way, in := "Härifrån", []string{"begaran"}
			if inwards {
				way = "Hit"
			}
			if answered.IsZero() {
				in = append(in, "vantar")
			} else {
				in = append(in, "besvarade")
				if !answered.After(asked.AddMonths(1)) {
					in = append(in, "i_tid")
				}
			}
			if accepted {
				in = append(in, "medgivna")
			}
			return yield(report.Item{Case: of, Says: municipality + ", begärd " + asked.String(), Row: []string{year(asked), way}, In: in})
		}, `select case_id, asked, answered, inwards, accepted, municipality from transfer_line where asked >= $1 and asked <= $2 order by asked, id`, q.From, q.To)
	})
}

// inflowPerWorker is what came in for each who works in the reception, by week (B-24).
func inflowPerWorker() report.Report {
	r := report.Report{
		Key: "inflode-per-medarbetare", Title: "Inkomna per medarbetare i mottagningen och vecka", Group: receptionGroup,
		Requirement: []string{"B-24"},
		Says: []string{
			"Det som kom in, den vecka det kom in. Veckan börjar på måndag och räknas som i almanackan.",
			"Medarbetare är hur många som registrerade något av det. Ingen namnges och ingen jämförs.",
			"Per medarbetare är inkomna delat med medarbetare.",
		},
		Projections: []string{"intakes"},
		Columns: []report.Column{
			text("vecka", "Vecka"), text("omrade", "Område"), count("inkomna", "Inkomna"),
			{Name: "medarbetare", Title: "Medarbetare", Unit: report.Days},
			{Name: "per", Title: "Per medarbetare", Unit: report.Tenth},
		},
	}
	items := func(ctx context.Context, db store.Queryer, q report.Query, yield func(report.Item) error) error {
		return eachByWeek(ctx, db, q, func(of ids.Case, kind, area string, received civil.Date, _ ids.User) error {
			return yield(report.Item{Case: of, Says: cameIn(kind, received), Row: []string{week(received), casework.Area(area).Words()}, In: []string{"inkomna"}})
		})
	}
	r = r.Counted(nil, items)
	rows := r.Rows
	r.Rows = func(ctx context.Context, db store.Queryer, q report.Query) ([]report.Row, error) {
		all, err := rows(ctx, db, q)
		if err != nil {
			return nil, err
		}
		who := map[[2]string]map[ids.User]bool{}
		err = eachByWeek(ctx, db, q, func(_ ids.Case, _, area string, received civil.Date, by ids.User) error {
			key := [2]string{week(received), casework.Area(area).Words()}
			if who[key] == nil {
				who[key] = map[ids.User]bool{}
			}
			who[key][by] = true
			return nil
		})
		for _, row := range all {
			n := int64(len(who[[2]string{row[0].Text, row[1].Text}]))
			row[3], row[4] = report.N(n), report.None()
			if n > 0 {
				row[4] = report.N((row[2].Number*20 + n) / (2 * n))
			}
		}
		return all, err
	}
	return r
}

func eachByWeek(ctx context.Context, db store.Queryer, q report.Query, read func(of ids.Case, kind, area string, received civil.Date, by ids.User) error) error {
	return each(ctx, db, func(scan func(...any) error) error {
		var of ids.Case
		var kind, area string
		var received civil.Date
		var by ids.User
		if err := scan(&of, &kind, &area, &received, &by); err != nil {
			return err
		}
		return read(of, kind, area, received, by)
	}, `select case_id, kind, area, received_day, taken_by from intake where received_day >= $1 and received_day <= $2 order by received_day, id`, q.From, q.To)
}

// week is the week of the almanac: "2026-v09".
func week(day civil.Date) string {
	y, n := day.At(12, 0).ISOWeek()
	return fmt.Sprintf("%d-v%02d", y, n)
}

// targetGroups shows how those who turn to the board change over the years (B-20).
func targetGroups() report.Report {
	return report.Report{
		Key: "malgrupper", Title: "Målgrupper över flera år", Group: receptionGroup,
		Requirement: []string{"B-20"},
		Says: []string{
			"Inkomna: det som kom in det året. Beslut: varje insats i ett beslut, det år det fattades. Insatser: beviljade insatser, det år de började gälla.",
			"Ålder är den som personen hade den dagen. Okänd ålder står för sig.",
			"Målgrupp är den som valdes när något kom in, för beslut och insatser den som senast valdes i ärendet. Där ingen är vald står området.",
			"Välj en period på flera år för att se förändringen.",
		},
		Projections: []string{"intakes", "decisions", "cases", "persons"},
		Columns: []report.Column{
			text("ar", "År"), text("omrade", "Område"), text("malgrupp", "Målgrupp"), text("alder", "Ålder"),
			count("inkomna", "Inkomna"), count("beslut", "Beslut"), count("insatser", "Insatser"),
		},
	}.Counted(nil, func(ctx context.Context, db store.Queryer, q report.Query, yield func(report.Item) error) error {
		item := func(of ids.Case, area, target string, day, born civil.Date, bornYear int, says string, in ...string) error {
			group := casework.TargetGroup(target).Words()
			if group == "" {
				group = casework.Area(area).Words()
			}
			return yield(report.Item{Case: of, Says: says, Row: []string{year(day), casework.Area(area).Words(), group, ageBand(born, bornYear, day)}, In: in})
		}
		err := each(ctx, db, func(scan func(...any) error) error {
			var of ids.Case
			var kind, area, target string
			var received, born civil.Date
			var bornYear int
			if err := scan(&of, &kind, &area, &target, &received, &born, &bornYear); err != nil {
				return err
			}
			return item(of, area, target, received, born, bornYear, cameIn(kind, received), "inkomna")
		}, `select i.case_id, i.kind, i.area, i.target, i.received_day, p.born, p.born_year from intake i join person p on p.id = i.person
			where i.received_day >= $1 and i.received_day <= $2 order by i.received_day, i.id`, q.From, q.To)
		if err != nil {
			return err
		}
		return each(ctx, db, func(scan func(...any) error) error {
			var of ids.Case
			var area, target, kind, outcome string
			var made, from, born civil.Date
			var bornYear int
			if err := scan(&of, &area, &target, &kind, &outcome, &made, &from, &born, &bornYear); err != nil {
				return err
			}
			says := serviceName(kind) + ", beslut " + made.String()
			if err := item(of, area, target, made, born, bornYear, says, "beslut"); err != nil {
				return err
			}
			if !casework.Outcome(outcome).Gives() || from.IsZero() {
				return nil
			}
			return item(of, area, target, from, born, bornYear, says, "insatser")
		}, `select s.case_id, c.area, coalesce((select i.target from intake i where i.case_id = s.case_id and i.target <> '' order by i.received desc limit 1), ''),
				s.kind, s.outcome, s.made, s.from_day, p.born, p.born_year
			from service_line s join cases c on c.id = s.case_id join person p on p.id = s.person
			where s.made >= $1 and s.made <= $2 order by s.made, s.id`, q.From, q.To)
	})
}

func serviceName(key string) string {
	if k, ok := casework.ServiceByKey(key); ok {
		return k.Name
	}
	return key
}

func ageBand(born civil.Date, bornYear int, day civil.Date) string {
	age := day.Year() - bornYear
	switch {
	case !born.IsZero():
		age = born.AgeOn(day)
	case bornYear == 0:
		return "okänd ålder"
	}
	ageBands := [...]int{0, 13, 18, 21, 65, 80} // the last is open
	for i := len(ageBands) - 1; i >= 0; i-- {
		switch {
		case age < ageBands[i]:
		case i == len(ageBands)-1:
			return fmt.Sprintf("%d år och äldre", ageBands[i])
		default:
			return fmt.Sprintf("%02d–%d år", ageBands[i], ageBands[i+1]-1)
		}
	}
	return "inte född"
}

// firstGranted is how many are granted a service for the first time ever (B-23).
func firstGranted() report.Report {
	return report.Report{
		Key: "forsta-gangen-beviljade", Title: "Beviljade en insats för första gången", Group: receptionGroup,
		Requirement: []string{"B-23"},
		Says: []string{
			"Personer som för första gången fick en insats beviljad helt eller delvis, det år beslutet fattades.",
			"SoL och LSS räknas var för sig: den som har haft insatser enligt SoL och får sin första enligt LSS räknas under LSS. Raden Alla räknar den som inte har haft någon insats alls.",
			"Räknar det som står i registret. Beslut från tiden före registret syns inte.",
			"Två beslut om samma person räknas som ett.",
		},
		Projections: []string{"decisions"},
		Columns:     []report.Column{text("ar", "År"), text("lag", "Lag"), count("personer", "Personer")},
	}.Counted(nil, func(ctx context.Context, db store.Queryer, q report.Query, yield func(report.Item) error) error {
		const given, earlier = `s.outcome in ('bifall', 'delvis-bifall') and s.made >= $1 and s.made <= $2`,
			`select 1 from service_line e where e.person = s.person and e.outcome in ('bifall', 'delvis-bifall') and (e.made < s.made or e.made = s.made and e.id < s.id)`
		return each(ctx, db, func(scan func(...any) error) error {
			var of ids.Case
			var law, kind string
			var made civil.Date
			var ofLaw, ofAny bool
			if err := scan(&of, &law, &kind, &made, &ofLaw, &ofAny); err != nil {
				return err
			}
			for row, first := range map[string]bool{law: ofLaw, "Alla": ofAny} {
				if !first {
					continue
				}
				if err := yield(report.Item{Case: of, Says: serviceName(kind) + ", beslut " + made.String(), Row: []string{year(made), row}, In: []string{"personer"}}); err != nil {
					return err
				}
			}
			return nil
		}, strings.Join([]string{
			`select s.case_id, case when s.law = 'LSS' then 'LSS' else 'SoL' end, s.kind, s.made,
				case when exists (`, earlier, ` and (e.law = 'LSS') = (s.law = 'LSS')) then 0 else 1 end,
				case when exists (`, earlier, `) then 0 else 1 end
			from service_line s where `, given, ` order by s.made, s.id`,
		}, ""), q.From, q.To)
	})
}

// shortDecisions are those of the teams, and whether each was followed up (B-14).
func shortDecisions() report.Report {
	return report.Report{
		Key: "kortbeslut", Title: "Kortbeslut och deras uppföljning", Group: receptionGroup,
		Requirement: []string{"B-14"},
		Says: []string{
			"Varje insats i ett kortbeslut av utskrivningsteamet eller trygghetsteamet, det år det fattades.",
			"Uppföljningen bestäms av programmet: senast fjorton dagar efter första dagen. I tid: gjord senast den dagen.",
			"Inte dags än och försenade räknas på periodens sista dag.",
		},
		Projections: []string{"decisions"},
		Columns: []report.Column{
			text("ar", "År"), text("team", "Team"), count("antal", "Kortbeslut"), count("i_tid", "Uppföljda i tid"), count("sena", "Uppföljda senare"),
			count("vantar", "Inte dags än"), count("forsenade", "Försenade"), share("andel", "Andel i tid"),
		},
	}.Counted(map[string]report.ShareOf{"andel": {Part: "i_tid", Whole: "raknas"}}, func(ctx context.Context, db store.Queryer, q report.Query, yield func(report.Item) error) error {
		return each(ctx, db, func(scan func(...any) error) error {
			var of ids.Case
			var made, from, followed civil.Date
			var team, kind string
			if err := scan(&of, &made, &team, &kind, &from, &followed); err != nil {
				return err
			}
			in, last := []string{"antal"}, casework.ShortFollowUp(from)
			switch {
			case followed.IsZero() && !last.Before(q.To):
				in = append(in, "vantar")
			case followed.IsZero():
				in = append(in, "forsenade", "raknas")
			case followed.After(last):
				in = append(in, "sena", "raknas")
			default:
				in = append(in, "i_tid", "raknas")
			}
			return yield(report.Item{Case: of, Says: serviceName(kind) + ", beslut " + made.String(), Row: []string{year(made), casework.Team(team).Words()}, In: in})
		}, `select d.case_id, d.made, d.team, s.kind, s.from_day, coalesce((select min(f.on_day) from service_follow_up f where f.service = s.id), '')
			from decision_line d join service_line s on s.decision = d.id
			where d.team <> '' and d.made >= $1 and d.made <= $2 and s.outcome in ('bifall', 'delvis-bifall') order by d.made, s.id`, q.From, q.To)
	})
}

package visitsql

import (
	"context"
	"strconv"

	"stadga/internal/civil"
	"stadga/internal/ids"
	"stadga/internal/report"
	"stadga/internal/store"
	"stadga/internal/visits"
	"stadga/internal/visits/control"
)

// manualVisits is the share of visits that were typed and not tagged, by month and
// provider, against the level that the board has set, and how it has moved (F-04, F-05).
func manualVisits(s Services) report.Report {
	return report.Report{
		Key: "manuella-registreringar", Title: "Manuellt registrerade besök", Group: Group,
		Requirement: []string{"F-04", "F-05", "F-08"},
		Says: []string{
			"Besök som är registrerade som utförda, den månad de gjordes, utan nattpatrull och andra anslagsfinansierade insatser. Sista kolumnen visar andelen när de räknas med.",
			"Manuella är de där både början och slutet är inskrivna för hand, utan tagg.",
			"Delvis manuella har tagg i ena änden.",
			"Förändringen är i procentenheter mot månaden före.",
			"Nivån är den som nämnden har satt och som gällde när månaden slutade. Målet är att andelen sjunker.",
			"Planerade besök som inte är utförda, och avbokade besök, räknas inte.",
		},
		Projections: []string{"visits", "visit-control", "organisation", "decisions"},
		Columns: []report.Column{
			{Name: "manad", Title: "Månad", Unit: report.Text},
			{Name: "utforare", Title: "Utförare", Unit: report.Text},
			{Name: "antal", Title: "Besök", Unit: report.Count},
			{Name: "delvis", Title: "Delvis manuella", Unit: report.Count},
			{Name: "manuella", Title: "Manuella", Unit: report.Count},
			{Name: "andel", Title: "Andel manuella", Unit: report.Share},
			{Name: "forandring", Title: "Förändring", Unit: report.Tenth},
			{Name: "niva", Title: "Nivå", Unit: report.Share},
			{Name: "lage", Title: "Läge", Unit: report.Text},
			{Name: "andel_med_natt", Title: "Andel med natt", Unit: report.Share},
		},
		Plot: &report.Plot{Title: "Manuella besök per utförare och månad", Part: "manuella", Whole: "antal", Says: manualWords},
		Rows: s.manualRows,
		Lists: func(ctx context.Context, db store.Queryer, q report.Query, of report.Behind) ([]report.Item, int, error) {
			return s.behind(ctx, db, q, of, true)
		},
	}
}

// manualWords tells of the last month: how many providers are above the level, and
// how the whole has moved.
func manualWords(rows []report.Row) string {
	if len(rows) == 0 {
		return "Det finns inget att räkna i perioden."
	}
	month, above, providers := rows[len(rows)-1][0].Text, 0, 0
	var whole report.Row
	for _, row := range rows {
		switch {
		case row[0].Text != month:
		case row[1].Text == wholeMunicipality:
			whole = row
		default:
			providers++
			if row[8].Text == control.AboveLevel {
				above++
			}
		}
	}
	words := "I " + month + " var " + report.Column{Unit: report.Share}.Format(whole[5]) + " av besöken manuellt registrerade"
	if change := whole[6]; !change.Unknown {
		words += ", " + report.Column{Unit: report.Tenth}.Format(change) + " procentenheter mot månaden före"
	}
	if whole[8].Text == control.NoLevel {
		return words + ". Nämnden har inte satt någon nivå."
	}
	return words + ". " + strconv.Itoa(above) + " av " + strconv.Itoa(providers) + " utförare ligger över nivån."
}

func (s Services) manualRows(ctx context.Context, db store.Queryer, q report.Query) ([]report.Row, error) {
	shares, err := s.ManualShares(ctx, db, q.From, q.To)
	var rows []report.Row
	for _, m := range shares {
		level := report.None()
		if m.Level > 0 {
			level = report.N(int64(m.Level) * 10)
		}
		change := report.None()
		if !m.Before.Unknown && !m.Share.Unknown {
			change = report.N(m.Share.Number - m.Before.Number)
		}
		rows = append(rows, report.Row{
			report.T(m.Month), report.T(m.Provider), report.N(m.Visits), report.N(m.Partly), report.N(m.Manual), m.Share, change,
			level, report.T(m.Stands()), m.WithNight,
		})
	}
	return rows, err
}

// A ManualShare is how much of a provider's month was typed, without night.
type ManualShare struct {
	Month, Provider        string // the provider's name, or that of all together
	Visits, Partly, Manual int64
	Share, Before          report.Value // of this month and the one before
	WithNight              report.Value
	Whole                  bool // all providers together
	Level                  int  // per cent that the board accepts; 0: none is set
}

// Above tells whether more is typed than the board accepts.
func (m ManualShare) Above() bool { return m.Level > 0 && m.Manual*100 > int64(m.Level)*m.Visits }

// Stands says where the share stands against the level.
func (m ManualShare) Stands() string {
	switch {
	case m.Level == 0:
		return control.NoLevel
	case m.Above():
		return control.AboveLevel
	}
	return control.WithinLevel
}

// ManualShares is the manual share of each provider and month of the days, all
// providers together first in each month.
func (s Services) ManualShares(ctx context.Context, db store.Queryer, from, to civil.Date) ([]ManualShare, error) {
	first := from.MonthStart()
	earlier, err := s.kinds(ctx, db, report.Query{From: first.AddMonths(-1), To: first.AddDays(-1)})
	if err != nil {
		return nil, err
	}
	all, err := s.kinds(ctx, db, report.Query{From: from, To: to})
	if err != nil {
		return nil, err
	}
	levels, err := Levels(ctx, db)
	if err != nil {
		return nil, err
	}
	was := map[string]report.Value{}
	for _, k := range together(earlier) {
		was[k.month+" "+k.provider] = report.Of(k.day.manual, k.day.all())
	}
	var out []ManualShare
	for _, k := range together(all) {
		share := report.Of(k.day.manual, k.day.all())
		was[k.month+" "+k.provider] = share
		before, known := was[monthBefore(k.month)+" "+k.provider]
		if !known {
			before = report.None()
		}
		out = append(out, ManualShare{
			Month: k.month, Provider: k.provider, Visits: k.day.all(), Partly: k.day.in + k.day.out, Manual: k.day.manual,
			Share: share, Before: before, WithNight: report.Of(k.all.manual, k.all.all()), Level: levels.In(k.month), Whole: k.provider == wholeMunicipality,
		})
	}
	return out, nil
}

// manualReasons is why visits were typed, wholly or in one end, by month and provider
// (F-06, F-07).
func manualReasons(s Services) report.Report {
	return report.Report{
		Key: "manuella-orsaker", Title: "Orsaker till manuell registrering", Group: Group, Requirement: []string{"F-04", "F-07"},
		Says: []string{
			"Utförda besök utan tagg i någon ände, den månad de gjordes, efter orsaken som angavs. Utan nattpatrull och andra anslagsfinansierade insatser.",
			"Manuella saknar tagg i båda ändar, delvis manuella i en.",
			"Andelen är orsakens del av utförarens manuella besök den månaden. Andelarna blir tillsammans 100 procent.",
		},
		Projections: []string{"visits", "organisation", "decisions"},
		Columns: []report.Column{
			{Name: "manad", Title: "Månad", Unit: report.Text},
			{Name: "utforare", Title: "Utförare", Unit: report.Text},
			{Name: "orsak", Title: "Orsak", Unit: report.Text},
			{Name: "manuella", Title: "Manuella", Unit: report.Count},
			{Name: "andel", Title: "Andel av manuella", Unit: report.Share},
			{Name: "delvis", Title: "Delvis manuella", Unit: report.Count},
		},
		Rows: s.reasonRows,
		Lists: func(ctx context.Context, db store.Queryer, q report.Query, of report.Behind) ([]report.Item, int, error) {
			from, to, ok := ofMonth(q, of.Row[0])
			if !ok {
				return nil, 0, nil
			}
			c := conditions{args: []any{from, to}, all: []string{`v.day >= $1 and v.day <= $2`, made}}
			c.and(`p.name = `, of.Row[1])
			c.in(`v.class`, classesOf(of.Column))
			c.and(`v.reason = `, string(reasonOf(of.Row[2])))
			night, args := s.nightly(len(c.args) + 1)
			c.all, c.args = append(c.all, night+` = 0`), append(c.args, args...)
			return visitItems(ctx, db, c, of)
		},
	}
}

func reasonOf(words string) visits.ManualReason {
	for _, r := range control.Reasons() {
		if control.ReasonWords(r) == words {
			return r
		}
	}
	return ""
}

func (s Services) reasonRows(ctx context.Context, db store.Queryer, q report.Query) ([]report.Row, error) {
	night, args := s.nightly(4)
	found, err := db.QueryContext(ctx, `select substr(v.day, 1, 7), p.name, v.reason,
			sum(case when v.class = $3 then 1 else 0 end), sum(case when v.class = $3 then 0 else 1 end)
		from provider p join visit v on v.provider = p.id and v.day >= $1 and v.day <= $2 left join service_line s on s.id = v.service
		where `+made+` and v.reason <> '' and `+night+` = 0 group by 1, 2, 3 order by 1, 2, 3`, append([]any{q.From, q.To, string(visits.Manual)}, args...)...)
	if err != nil {
		return nil, err
	}
	defer found.Close()
	var rows []report.Row
	var manual []int64 // of the month and provider that is being read, which the last rows are of
	divide := func() {
		for i, share := range report.Shares(manual...) {
			rows[len(rows)-len(manual)+i][4] = share
		}
		manual = nil
	}
	for found.Next() {
		var month, provider, reason string
		var n, partly int64
		if err := found.Scan(&month, &provider, &reason, &n, &partly); err != nil {
			return nil, err
		}
		if last := len(rows) - 1; last >= 0 && (rows[last][0].Text != month || rows[last][1].Text != provider) {
			divide()
		}
		rows = append(rows, report.Row{report.T(month), report.T(provider), report.T(control.ReasonWords(visits.ManualReason(reason))), report.N(n), report.None(), report.N(partly)})
		manual = append(manual, n)
	}
	divide()
	return rows, found.Err()
}

// fewPersons is the number below which a figure of persons could tell who they are.
const fewPersons = 5

// mainlyManual holds two measures apart: how many of the registrations are manual,
// and of how many persons more than half the time is (F-09).
func mainlyManual(s Services) report.Report {
	return report.Report{
		Key: "personer-med-manuell-tid", Title: "Manuella registreringar och personer med mest manuell tid", Group: Group, Requirement: []string{"F-09"},
		Says: []string{
			"Två mått som inte är samma sak: hur stor del av registreringarna som är manuella, och hur stor del av personerna vars tid mest är manuellt registrerad.",
			"En person har mest manuell tid när mer än hälften av personens utförda minuter hos utföraren den månaden är manuellt registrerade.",
			"Nattpatrull och andra anslagsfinansierade insatser, planerade besök som inte är utförda och avbokade besök räknas inte.",
			"Är personerna färre än fem visas inga siffror om dem, för att ingen ska kunna kännas igen.",
		},
		Projections: []string{"visits", "organisation", "decisions"},
		Columns: []report.Column{
			{Name: "manad", Title: "Månad", Unit: report.Text},
			{Name: "utforare", Title: "Utförare", Unit: report.Text},
			{Name: "antal", Title: "Besök", Unit: report.Count},
			{Name: "manuella", Title: "Manuella", Unit: report.Count},
			{Name: "andel", Title: "Andel manuella besök", Unit: report.Share},
			{Name: "personer", Title: "Personer", Unit: report.Count},
			{Name: "mest", Title: "Personer med mest manuell tid", Unit: report.Count},
			{Name: "andel_personer", Title: "Andel personer", Unit: report.Share},
		},
		Rows:  s.mainlyRows,
		Lists: s.mainlyBehind,
	}
}

// ofPersons sums the visits of each person, provider and month; its arguments are
// first and last day, the manual class and the night's keys.
func (s Services) ofPersons() (string, []any) {
	night, args := s.nightly(4)
	return `select substr(v.day, 1, 7) as month, p.name as name, v.person as person,
			(select l.case_id from visit w join service_line l on l.id = w.service where w.person = v.person and w.day >= $1 and w.day <= $2 order by l.case_id limit 1) as of_case, count(*) as n,
			sum(case when v.class = $3 then 1 else 0 end) as typed, sum(v.minutes) as minutes, sum(case when v.class = $3 then v.minutes else 0 end) as typed_minutes
		from provider p join visit v on v.provider = p.id and v.day >= $1 and v.day <= $2 left join service_line s on s.id = v.service
		where ` + made + ` and ` + night + ` = 0 group by 1, 2, 3`, args
}

func (s Services) mainlyRows(ctx context.Context, db store.Queryer, q report.Query) ([]report.Row, error) {
	persons, args := s.ofPersons()
	found, err := db.QueryContext(ctx, `select month, name, sum(n), sum(typed), count(*), sum(case when 2 * typed_minutes > minutes then 1 else 0 end)
		from (`+persons+`) x group by 1, 2 order by 1, 2`, append([]any{q.From, q.To, string(visits.Manual)}, args...)...)
	if err != nil {
		return nil, err
	}
	defer found.Close()
	var rows []report.Row
	for found.Next() {
		var month, provider string
		var n, typed, of, mainly int64
		if err := found.Scan(&month, &provider, &n, &typed, &of, &mainly); err != nil {
			return nil, err
		}
		row := report.Row{report.T(month), report.T(provider), report.N(n), report.N(typed), report.Of(typed, n)}
		if of < fewPersons {
			row = append(row, report.None(), report.None(), report.None())
		} else {
			row = append(row, report.N(of), report.N(mainly), report.Of(mainly, of))
		}
		rows = append(rows, row)
	}
	return rows, found.Err()
}

func (s Services) mainlyBehind(ctx context.Context, db store.Queryer, q report.Query, of report.Behind) ([]report.Item, int, error) {
	if of.Column != "personer" && of.Column != "mest" {
		return s.behind(ctx, db, q, of, true)
	}
	from, to, ok := ofMonth(q, of.Row[0])
	if !ok {
		return nil, 0, nil
	}
	persons, args := s.ofPersons()
	found, err := db.QueryContext(ctx, `select of_case, minutes, typed_minutes from (`+persons+`) x where name = $`+strconv.Itoa(4+len(args))+` order by of_case, person`,
		append(append([]any{from, to, string(visits.Manual)}, args...), of.Row[1])...)
	if err != nil {
		return nil, 0, err
	}
	defer found.Close()
	var list []report.Item
	all, n := 0, 0
	for found.Next() {
		var id []byte
		var minutes, typed int64
		if err := found.Scan(&id, &minutes, &typed); err != nil {
			return nil, 0, err
		}
		all++
		if of.Column == "mest" && 2*typed <= minutes {
			continue
		}
		if n >= of.Offset && len(list) < of.Limit {
			it := report.Item{Says: strconv.FormatInt(typed, 10) + " av " + strconv.FormatInt(minutes, 10) + " minuter manuellt registrerade"}
			if len(id) == len(it.Case.ID) {
				it.Case = ids.Case{ID: ids.ID(id)}
			}
			list = append(list, it)
		}
		n++
	}
	if all < fewPersons {
		return nil, 0, found.Err()
	}
	return list, n, found.Err()
}

package casesql

import (
	"cmp"
	"context"
	"maps"
	"slices"
	"strconv"
	"strings"

	"stadga/internal/casework"
	"stadga/internal/civil"
	"stadga/internal/ids"
	"stadga/internal/report"
	"stadga/internal/store"
)

// inquiryReports are the figures of investigations, in the order they are shown.
func inquiryReports() report.List {
	return report.List{inquiryTime(), timeToDecision(), homeVisits(), certificates(), necessityActs(), genericGoals(), copiedTexts()}
}

const inquiryGroup = "Utredning"

const localInquiryDays = 90 // local target for the mean (C-04)

func tenth(name, title string) report.Column {
	return report.Column{Name: name, Title: title, Unit: report.Tenth}
}

// inquiryTime is the time of investigations by year and kind (C-04).
func inquiryTime() report.Report {
	r := report.Report{
		Key: "utredningstid", Title: "Utredningstid",
		Requirement: []string{"C-04"},
		Says: []string{
			"Utredningar som avslutades under perioden, på det år de avslutades. Pågående utredningar ingår inte.",
			"Tiden räknas i dagar från den dag utredningen inleddes till den dag den avslutades.",
			"Med och utan förlängning delar dem som tog mer än 120 dagar. Bara en barnavårdsutredning kan förlängas, och för andra är kolumnerna tomma.",
			"Över fyra månader räknas med kalendermånader från dagen utredningen inleddes (SoL 20 kap. 3 §). För vuxna och LSS sätter lagen ingen gräns, och kolumnen är tom.",
			"Förlängd betyder beslutad före utgången till en angiven dag. En förlängning efter utgången räknas inte.",
			"Från inkommen till beslut räknas från den dag ansökan eller anmälan kom in.",
			"Lokalt mål för medeltiden är 90 dagar.",
		},
		Projections: []string{"investigations"},
		Columns: []report.Column{
			text("ar", "År"), text("slag", "Slag"), count("antal", "Antal"), tenth("medel", "Medel, dagar"), tenth("median", "Median, dagar"),
			{Name: "lokalt_mal", Title: "Lokalt mål, dagar", Unit: report.Days},
			count("over_120", "Över 120 dagar"), share("andel_over_120", "Andel"), count("over_120_med", "därav med förlängning"), count("over_120_utan", "därav utan förlängning"),
			count("over_fyra_manader", "Över fyra månader"), count("med_forlangning", "därav förlängda i tid"), count("utan_forlangning", "därav utan giltig förlängning"),
			tenth("inkommen_beslut_medel", "Inkommen till beslut, medel"), tenth("inkommen_beslut_median", "median"),
		},
	}
	r = r.Counted(nil, func(ctx context.Context, db store.Queryer, q report.Query, yield func(report.Item) error) error {
		return eachInquiry(ctx, db, q, func(i endedInquiry) error {
			return yield(report.Item{Case: i.of, Says: "Utredning, " + inquiryWords(i.kind) + ", " + days(i.days()), Row: []string{year(i.decided), inquiryWords(i.kind)}, In: i.counts()})
		})
	})
	r.Rows = inquiryRows
	return r
}

// An endedInquiry is one investigation with the days its time is counted from.
type endedInquiry struct {
	of                                   ids.Case
	kind                                 casework.InquiryKind
	received, opened, decided, extension civil.Date
}

func (i endedInquiry) days() int { return i.decided.DaysSince(i.opened) }

// counts names the columns that count it.
func (i endedInquiry) counts() []string {
	in := []string{"antal"}
	over, child := i.days() > 120, i.kind == casework.InquiryChild
	if over {
		in = append(in, "over_120")
	}
	if over && child {
		in = append(in, "over_120_"+extended(i.extension, "med", "utan"))
	}
	if child && i.decided.After(i.opened.AddMonths(4)) {
		in = append(in, "over_fyra_manader", extended(i.extension, "med", "utan")+"_forlangning")
	}
	return in
}

// days counts days in a list: "1 dag", "134 dagar".
func days(n int) string {
	if n == 1 {
		return "1 dag"
	}
	return strconv.Itoa(n) + " dagar"
}

func extended(until civil.Date, yes, no string) string {
	if until.IsZero() {
		return no
	}
	return yes
}

func eachInquiry(ctx context.Context, db store.Queryer, q report.Query, yield func(endedInquiry) error) error {
	return each(ctx, db, func(scan func(...any) error) error {
		var i endedInquiry
		var received string
		if err := scan(&i.of, &i.kind, &i.opened, &i.decided, &i.extension, &received); err != nil {
			return err
		}
		at, err := civil.ParseStamp(received)
		if err != nil {
			return err
		}
		i.received = civil.DayOf(at)
		return yield(i)
	}, `select case_id, kind, opened, decided, extended, received from investigation_line
		where decided <> '' and decided >= $1 and decided <= $2 order by decided, id`, q.From, q.To)
}

type inquirySum struct {
	kind           casework.InquiryKind
	inquiry, whole spread
	counts         map[string]int64
}

func inquiryRows(ctx context.Context, db store.Queryer, q report.Query) ([]report.Row, error) {
	type cell struct{ year, words string }
	sums := map[cell]*inquirySum{}
	err := eachInquiry(ctx, db, q, func(i endedInquiry) error {
		key := cell{year(i.decided), inquiryWords(i.kind)}
		if sums[key] == nil {
			sums[key] = &inquirySum{kind: i.kind, counts: map[string]int64{}}
		}
		s := sums[key]
		s.inquiry.add(i.days())
		if !i.received.IsZero() {
			s.whole.add(i.decided.DaysSince(i.received))
		}
		for _, name := range i.counts() {
			s.counts[name]++
		}
		return nil
	})
	if err != nil {
		return nil, err
	}
	keys := slices.SortedFunc(maps.Keys(sums), func(a, b cell) int {
		return cmp.Or(strings.Compare(a.year, b.year), strings.Compare(a.words, b.words))
	})
	var out []report.Row
	for _, key := range keys {
		out = append(out, sums[key].row(key.year, key.words))
	}
	return out, nil
}

func (s *inquirySum) row(year, words string) report.Row {
	ofChild := func(name string) report.Value {
		if s.kind != casework.InquiryChild {
			return report.None()
		}
		return report.N(s.counts[name])
	}
	over := s.counts["over_120"]
	return report.Row{
		report.T(year), report.T(words), report.N(s.inquiry.n), s.inquiry.mean(), s.inquiry.median(), report.N(localInquiryDays),
		report.N(over), report.Of(over, s.inquiry.n), ofChild("over_120_med"), ofChild("over_120_utan"),
		ofChild("over_fyra_manader"), ofChild("med_forlangning"), ofChild("utan_forlangning"), s.whole.mean(), s.whole.median(),
	}
}

// timeToDecision is the time of each step from what came in to the decision, by
// unit and service (C-05).
func timeToDecision() report.Report {
	r := report.Report{
		Key: "tid-till-beslut", Title: "Tid från inkommen till beslut, steg för steg", Group: inquiryGroup,
		Requirement: []string{"C-05"},
		Says: []string{
			"Varje insats i ett beslut under perioden räknas för sig, det år och på den enhet där beslutet fattades.",
			"Kom in är den dag ansökan eller anmälan nådde nämnden. Stegen är från inkommen till inledd utredning, från inledd till klart underlag och från klart underlag till beslut.",
			"Alla tider är medelvärden i kalenderdagar. Ett steg som inte går att räkna, till exempel när inget underlag behövdes, ingår inte i stegets medelvärde.",
			"Bakom antalet står varje ärende med sin tid. I ärendets utredning står stegen dag för dag.",
		},
		Projections: []string{"investigations", "decisions", "cases", "organisation"},
		Columns: []report.Column{
			text("ar", "År"), text("enhet", "Enhet"), text("insats", "Insats"), count("antal", "Beslut"),
			tenth("till_inledd", "Inkommen till inledd"), tenth("till_klart", "Inledd till klart underlag"), tenth("till_beslut", "Klart underlag till beslut"),
			tenth("hela", "Hela tiden, medel"), tenth("hela_median", "median"),
		},
	}
	r = r.Counted(nil, func(ctx context.Context, db store.Queryer, q report.Query, yield func(report.Item) error) error {
		return eachCaseTime(ctx, db, q, func(c caseTime) error {
			return yield(report.Item{Case: c.of, Says: c.service + ", " + days(c.made.DaysSince(c.received)), Row: []string{year(c.made), c.unit, c.service}, In: []string{"antal"}})
		})
	})
	r.Rows = caseTimeRows
	return r
}

// A caseTime is one service decided, with the day of each step before it.
type caseTime struct {
	of                            ids.Case
	unit, service                 string
	received, opened, ready, made civil.Date
}

func eachCaseTime(ctx context.Context, db store.Queryer, q report.Query, yield func(caseTime) error) error {
	return each(ctx, db, func(scan func(...any) error) error {
		var c caseTime
		var received string
		if err := scan(&c.of, &c.service, &c.unit, &received, &c.opened, &c.ready, &c.made); err != nil {
			return err
		}
		at, err := civil.ParseStamp(received)
		if err != nil {
			return err
		}
		c.received = civil.DayOf(at)
		if kind, ok := casework.ServiceByKey(c.service); ok {
			c.service = kind.Name
		}
		if c.unit == "" {
			c.unit = "ingen enhet"
		}
		return yield(c)
	}, `select s.case_id, s.kind,
			coalesce((select n.name from unit_name n join cases c on c.unit = n.unit where c.id = s.case_id and n.begins <= s.made order by n.begins desc limit 1), ''),
			i.received, i.opened, i.ready, s.made
		from service_line s join decision_line d on d.id = s.decision join investigation_line i on i.id = d.investigation
		where s.made >= $1 and s.made <= $2 order by s.made, s.id`, q.From, q.To)
}

func caseTimeRows(ctx context.Context, db store.Queryer, q report.Query) ([]report.Row, error) {
	type sum struct {
		opening, writing, last, whole spread
	}
	sums := map[[3]string]*sum{}
	var order [][3]string
	err := eachCaseTime(ctx, db, q, func(c caseTime) error {
		key := [3]string{year(c.made), c.unit, c.service}
		if sums[key] == nil {
			sums[key], order = &sum{}, append(order, key)
		}
		s := sums[key]
		s.opening.add(c.opened.DaysSince(c.received))
		s.whole.add(c.made.DaysSince(c.received))
		if !c.ready.IsZero() {
			s.writing.add(c.ready.DaysSince(c.opened))
			s.last.add(c.made.DaysSince(c.ready))
		}
		return nil
	})
	if err != nil {
		return nil, err
	}
	slices.SortFunc(order, func(a, b [3]string) int { return slices.Compare(a[:], b[:]) })
	var out []report.Row
	for _, key := range order {
		s := sums[key]
		out = append(out, report.Row{
			report.T(key[0]), report.T(key[1]), report.T(key[2]), report.N(s.whole.n), s.opening.mean(), s.writing.mean(), s.last.mean(), s.whole.mean(), s.whole.median(),
		})
	}
	return out, nil
}

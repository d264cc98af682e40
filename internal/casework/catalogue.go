package casework

import (
	"slices"

	"stadga/internal/civil"
)

// A GoalRule says what a granted service must aim at (requirement D-03).
type GoalRule string

// Goals are measurable and dated; simple services such as an alarm take a short
// purpose instead.
const (
	MeasurableGoal GoalRule = "matbart-mal"
	ShortPurpose   GoalRule = "kort-syfte"
	ActivityGoal   GoalRule = "aktivitetsmal" // a purpose, and a measurable goal towards self-support where there is one (D-22)
)

// A PeriodRule says how long a grant holds (requirements D-05, D-06).
type PeriodRule string

// To a date, either way, or until further notice; in the last case a time limit
// needs a reason of its own.
const (
	ToADate      PeriodRule = "till-datum"
	EitherPeriod PeriodRule = "valfri"
	OpenEnded    PeriodRule = "tills-vidare"
)

// A StartProof is the fact that shows that a service has begun.
type StartProof string

// Each suits some services: a visit at home, a move, an installed alarm, a first
// meeting or day.
const (
	StartedByVisit   StartProof = "besok"
	StartedByMove    StartProof = "inflytt"
	StartedByInstall StartProof = "installation"
	StartedByMeeting StartProof = "mote"
)

// Words is the proof as a page says it: "börjar när …".
func (p StartProof) Words() string {
	switch p {
	case StartedByVisit:
		return "det första besöket är registrerat"
	case StartedByMove:
		return "personen har flyttat in"
	case StartedByInstall:
		return "larmet är installerat"
	case StartedByMeeting:
		return "det första mötet har hållits"
	}
	return ""
}

// A Unit is what the extent of a service is counted in.
type Unit string

// The units of extent.
const (
	Hours  Unit = "timmar"
	Times  Unit = "gånger"
	Days   Unit = "dagar"
	Nights Unit = "dygn"
	Piece  Unit = "plats"
)

// A ServiceKind is one row of the service catalogue (insatskatalog, E-01): what
// law it rests on and what a decision about it must contain.
type ServiceKind struct {
	Key     string
	Name    string // as a page and a letter say it: "Hemtjänst, personlig omvårdnad"
	Gets    string // completes "Du får …" in the letter: "hjälp med personlig omvårdnad"
	LSSNo   int    // number in 9 § LSS; 0: a SoL service
	For     []InquiryKind
	Goal    GoalRule
	Period  PeriodRule
	Months  int // default length of a decision to a date
	Follow  int // months to the individual follow-up, at most
	Unit    Unit
	Start   StartProof
	Plan    bool // the provider makes an implementation plan
	Utskott bool // decided by a committee at the lowest (SoL 30:6)
	Consent bool // for a child: both guardians must agree (FB 6:11, 6:13)
	Agreed  bool // the goals are agreed with the unit that carries it out (D-21)
	Aid     bool // ekonomiskt bistånd: money, and no order to a provider (SoL 12:1)
	Night   bool // paid by grant, outside hourly compensation (F-16)
	// Health says that municipal health care is responsible too, up to nurse (HSL
	// 12:1), so that deviations and follow-up reach MAS (E-43).
	Health bool
	// Outpatient is öppenvård: ordered, planned and followed like other services,
	// with a handover at both ends between the units (E-36, E-37).
	Outpatient bool
}

// LawOn is the act a decision about the service rests on when made that day.
func (k ServiceKind) LawOn(day civil.Date) Law {
	if k.LSSNo > 0 {
		return LSS
	}
	return SoLOf(day)
}

// Section is the section of that act (SoL 2025:400 11:1, earlier 4:1; LSS 9 §).
func (k ServiceKind) Section(law Law) string {
	switch law {
	case LSS:
		return "9 § " + digits(k.LSSNo)
	case SoL01:
		return "4 kap. 1 §"
	}
	if k.Aid {
		return "12 kap. 1 §"
	}
	return "11 kap. 1 §"
}

// openEndedFollow is the longest a decision until further notice goes without a
// look, in months (requirement D-05).
const openEndedFollow = 6

// FollowWithin is how many months may pass to the first follow-up of a decision
// that ends that day; no day: until further notice, which asks for one within half
// a year whatever the service (requirements D-05, D-18).
func (k ServiceKind) FollowWithin(until civil.Date) int {
	if until.IsZero() {
		return min(k.Follow, openEndedFollow)
	}
	return k.Follow
}

// placement tells whether the service moves a child from its own home, so that
// the file is never destroyed (SoL 16:2, LSS 21 d §).
func (k ServiceKind) placement() bool { return k.Utskott || k.Key == "lss-boende-barn" }

// ServiceByKey finds a kind of service; false when the catalogue lacks it.
func ServiceByKey(key string) (ServiceKind, bool) {
	kind, known := serviceByKey[key]
	return kind, known
}

// serviceByKey is the catalogue by key: every reading of a decision asks for some.
var serviceByKey = func() map[string]ServiceKind {
	kinds := make(map[string]ServiceKind)
	for _, k := range ServiceCatalogue() {
		kinds[k.Key] = k
	}
	return kinds
}()

// ServicesFor lists the services an investigation of that kind may end in.
func ServicesFor(kind InquiryKind) []ServiceKind {
	var out []ServiceKind
	for _, k := range ServiceCatalogue() {
		if slices.Contains(k.For, kind) {
			out = append(out, k)
		}
	}
	return out
}

// ServiceCatalogue is the catalogue of services. Default lengths and follow-up
// times are Norrsala's.
func ServiceCatalogue() []ServiceKind {
	older, adult, child := InquiryOlder, InquiryAdult, InquiryChild
	home := []InquiryKind{older, adult, InquiryShort}
	return []ServiceKind{
		{Key: "hemtjanst-omvardnad", Name: "Hemtjänst, personlig omvårdnad", Gets: "hjälp med personlig omvårdnad", For: home, Goal: MeasurableGoal, Period: ToADate, Months: 12, Follow: 12, Unit: Hours, Start: StartedByVisit, Plan: true},
		{Key: "hemtjanst-dusch", Name: "Hemtjänst, dusch", Gets: "hjälp med dusch", For: home, Goal: MeasurableGoal, Period: ToADate, Months: 12, Follow: 12, Unit: Times, Start: StartedByVisit, Plan: true},
		{Key: "hemtjanst-maltid", Name: "Hemtjänst, måltider", Gets: "hjälp med måltider", For: home, Goal: MeasurableGoal, Period: ToADate, Months: 12, Follow: 12, Unit: Times, Start: StartedByVisit, Plan: true},
		{Key: "hemtjanst-service", Name: "Hemtjänst, service i hemmet", Gets: "hjälp med städning, tvätt och inköp", For: home, Goal: ShortPurpose, Period: ToADate, Months: 12, Follow: 12, Unit: Hours, Start: StartedByVisit, Plan: true},
		{Key: "matdistribution", Name: "Matdistribution", Gets: "mat levererad hem", For: home, Goal: ShortPurpose, Period: EitherPeriod, Months: 12, Follow: 12, Unit: Times, Start: StartedByVisit},
		{Key: "trygghetslarm", Name: "Trygghetslarm", Gets: "trygghetslarm", For: home, Goal: ShortPurpose, Period: OpenEnded, Follow: 12, Unit: Piece, Start: StartedByInstall},
		{Key: "nattpatrull", Name: "Hemtjänst, nattpatrull", Gets: "tillsyn på natten", For: home, Goal: MeasurableGoal, Period: EitherPeriod, Months: 6, Follow: 6, Unit: Times, Start: StartedByVisit, Plan: true, Night: true},
		{Key: "avlosning", Name: "Avlösning i hemmet", Gets: "avlösning i hemmet för din närstående", For: home, Goal: MeasurableGoal, Period: ToADate, Months: 12, Follow: 12, Unit: Hours, Start: StartedByVisit, Plan: true},
		{Key: "ledsagning", Name: "Ledsagning", Gets: "ledsagning", For: home, Goal: MeasurableGoal, Period: ToADate, Months: 12, Follow: 12, Unit: Hours, Start: StartedByVisit, Plan: true},
		{Key: "dagverksamhet", Name: "Dagverksamhet", Gets: "plats i dagverksamhet", For: []InquiryKind{older}, Goal: MeasurableGoal, Period: ToADate, Months: 12, Follow: 12, Unit: Days, Start: StartedByMeeting, Plan: true, Health: true},
		{Key: "korttidsboende", Name: "Korttidsboende", Gets: "plats på korttidsboende", For: []InquiryKind{older, InquiryShort}, Goal: MeasurableGoal, Period: ToADate, Months: 2, Follow: 2, Unit: Nights, Start: StartedByMove, Plan: true, Health: true},
		{Key: "sarskilt-boende", Name: "Särskilt boende för äldre", Gets: "plats på särskilt boende", For: []InquiryKind{older}, Goal: MeasurableGoal, Period: OpenEnded, Follow: 12, Unit: Piece, Start: StartedByMove, Plan: true, Health: true},
		{Key: "boendestod", Name: "Boendestöd", Gets: "boendestöd", For: []InquiryKind{adult}, Goal: MeasurableGoal, Period: ToADate, Months: 12, Follow: 6, Unit: Hours, Start: StartedByVisit, Plan: true},
		{Key: "oppenvard-vuxen", Name: "Öppenvård för vuxna", Gets: "stöd i öppenvården", For: []InquiryKind{adult}, Goal: MeasurableGoal, Period: ToADate, Months: 6, Follow: 6, Unit: Times, Start: StartedByMeeting, Plan: true, Outpatient: true},
		{Key: "forsorjningsstod", Name: "Försörjningsstöd", Gets: "försörjningsstöd", For: []InquiryKind{adult}, Goal: ActivityGoal, Period: ToADate, Months: 1, Follow: 3, Unit: Piece, Start: StartedByMeeting, Aid: true},
		{Key: "kontaktperson", Name: "Kontaktperson", Gets: "en kontaktperson", For: []InquiryKind{adult, child}, Goal: MeasurableGoal, Period: ToADate, Months: 12, Follow: 6, Unit: Times, Start: StartedByMeeting, Plan: true, Consent: true},
		{Key: "kontaktfamilj", Name: "Kontaktfamilj", Gets: "en kontaktfamilj", For: []InquiryKind{child}, Goal: MeasurableGoal, Period: ToADate, Months: 12, Follow: 6, Unit: Days, Start: StartedByMeeting, Plan: true, Consent: true},
		{Key: "familjebehandling", Name: "Familjebehandling i öppenvård", Gets: "familjebehandling", For: []InquiryKind{child}, Goal: MeasurableGoal, Period: ToADate, Months: 6, Follow: 6, Unit: Times, Start: StartedByMeeting, Plan: true, Outpatient: true, Consent: true, Agreed: true},
		{Key: "familjehem", Name: "Familjehem", Gets: "vård i familjehem", For: []InquiryKind{child}, Goal: MeasurableGoal, Period: OpenEnded, Follow: 6, Unit: Piece, Start: StartedByMove, Plan: true, Utskott: true, Consent: true},
		{Key: "hvb", Name: "Hem för vård eller boende", Gets: "vård på HVB", For: []InquiryKind{child}, Goal: MeasurableGoal, Period: OpenEnded, Follow: 6, Unit: Piece, Start: StartedByMove, Plan: true, Utskott: true, Consent: true},
		{Key: "stodboende", Name: "Stödboende", Gets: "plats i stödboende", For: []InquiryKind{child}, Goal: MeasurableGoal, Period: OpenEnded, Follow: 6, Unit: Piece, Start: StartedByMove, Plan: true, Utskott: true, Consent: true},
		lssKind(1, "lss-radgivning", "Rådgivning och annat personligt stöd", "rådgivning och annat personligt stöd", Times, StartedByMeeting),
		lssKind(2, "lss-assistans", "Personlig assistans", "personlig assistans", Hours, StartedByVisit),
		lssKind(3, "lss-ledsagarservice", "Ledsagarservice", "ledsagarservice", Hours, StartedByVisit),
		lssKind(4, "lss-kontaktperson", "Kontaktperson enligt LSS", "en kontaktperson", Times, StartedByMeeting),
		lssKind(5, "lss-avlosarservice", "Avlösarservice i hemmet", "avlösarservice i hemmet", Hours, StartedByVisit),
		lssKind(6, "lss-korttidsvistelse", "Korttidsvistelse utanför hemmet", "korttidsvistelse utanför hemmet", Nights, StartedByMove),
		lssKind(7, "lss-korttidstillsyn", "Korttidstillsyn för skolungdom över 12 år", "korttidstillsyn", Days, StartedByMeeting),
		lssKind(8, "lss-boende-barn", "Boende i familjehem eller bostad med särskild service för barn och unga", "boende med särskild service", Piece, StartedByMove),
		lssKind(9, "lss-boende-vuxna", "Bostad med särskild service för vuxna", "bostad med särskild service", Piece, StartedByMove),
		lssKind(10, "lss-daglig-verksamhet", "Daglig verksamhet", "daglig verksamhet", Days, StartedByMeeting),
	}
}

// lssKind is one of the ten supports of 9 § LSS: open-ended unless a reason says otherwise.
func lssKind(no int, key, name, gets string, unit Unit, start StartProof) ServiceKind {
	return ServiceKind{
		Key: key, Name: name, Gets: gets, LSSNo: no, For: []InquiryKind{InquiryLSS}, Goal: MeasurableGoal,
		Period: OpenEnded, Follow: 12, Unit: unit, Start: start, Plan: true, Consent: true,
		Health: no == 9 || no == 10, // housing and day activity for adults
	}
}

// An Extent (omfattning) is how much of a service: 2 times a week, 22 hours a month.
type Extent struct {
	Count int     `json:",omitzero"` // in the unit of the service; 0: one place
	Per   PerSpan `json:",omitzero"`
}

// A PerSpan is what an extent is counted over.
type PerSpan string

// The periods of an extent.
const (
	PerDay   PerSpan = "dag"
	PerWeek  PerSpan = "vecka"
	PerMonth PerSpan = "månad"
)

// Yearly is the extent over a year of 365 days, 52 weeks or 12 months: a number
// by which two extents of the same service are compared. A place counts as one.
func (e Extent) Yearly() int {
	switch e.Per {
	case PerDay:
		return e.Count * 365
	case PerWeek:
		return e.Count * 52
	case PerMonth:
		return e.Count * 12
	}
	return max(e.Count, 1)
}

// MonthlyMinutes is a yearly extent in whole minutes of a month, a twelfth of the
// year; 0 for what is not counted in hours.
func (u Unit) MonthlyMinutes(yearly int) int {
	if u != Hours {
		return 0
	}
	return yearly * 60 / 12
}

// WeeklyTimes is a yearly extent in times of a week, a 52nd of the year rounded to
// whole; 0 for less than that and for what is not counted in times, days or nights.
func (u Unit) WeeklyTimes(yearly int) int {
	if u != Times && u != Days && u != Nights {
		return 0
	}
	return (yearly + 26) / 52
}

// complete tells whether the extent says how much and how often.
func (e Extent) complete() bool {
	return e.Count > 0 && slices.Contains([]PerSpan{PerDay, PerWeek, PerMonth}, e.Per)
}

// Words is the extent as a letter says it: "2 gånger i veckan"; empty for a place.
func (e Extent) Words(unit Unit) string {
	if e.Count == 0 {
		return ""
	}
	each := map[PerSpan]string{PerDay: " om dagen", PerWeek: " i veckan", PerMonth: " i månaden"}[e.Per]
	words := string(unit)
	if e.Count == 1 {
		words = map[Unit]string{Hours: "timme", Times: "gång", Days: "dag", Nights: "dygn", Piece: "plats"}[unit]
	}
	return digits(e.Count) + " " + words + each
}

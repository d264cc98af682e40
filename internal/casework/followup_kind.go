package casework

import (
	"slices"

	"stadga/internal/civil"
)

// A FollowUpKind (slag av uppföljning) says what called for a follow-up, so that the
// kinds can be counted apart (G-06). Follow-ups from before kinds were asked for have none.
type FollowUpKind string

// The kinds. Systematic is the one that comes round by the interval of the service.
const (
	SystematicFollowUp    FollowUpKind = "systematisk"
	HospitalFollowUp      FollowUpKind = "efter-sjukhus"
	ShortStayFollowUp     FollowUpKind = "korttid"
	HomecomingFollowUp    FollowUpKind = "trygg-hemgang"
	DischargeTeamFollowUp FollowUpKind = "utskrivningsteam"
	ExpiryFollowUp        FollowUpKind = "utgaende"
	ChangedNeedFollowUp   FollowUpKind = "andrat-behov"
)

// FollowUpKinds lists the kinds as a form offers them.
func FollowUpKinds() []FollowUpKind {
	return []FollowUpKind{SystematicFollowUp, HospitalFollowUp, ShortStayFollowUp, HomecomingFollowUp, DischargeTeamFollowUp, ExpiryFollowUp, ChangedNeedFollowUp}
}

// Words is the kind as a page says it.
func (k FollowUpKind) Words() string {
	switch k {
	case SystematicFollowUp:
		return "Systematisk"
	case HospitalFollowUp:
		return "Efter sjukhus"
	case ShortStayFollowUp:
		return "Korttidsvistelse"
	case HomecomingFollowUp:
		return "Beslut om trygg hemgång"
	case DischargeTeamFollowUp:
		return "Beslut av utskrivningsteamet"
	case ExpiryFollowUp:
		return "Beslut som går ut"
	case ChangedNeedFollowUp:
		return "Ändrat behov"
	}
	return "Slag inte angivet"
}

// Situations that call for a follow-up are looked for this many days back or ahead.
const (
	hospitalFresh = 45
	signalFresh   = 60
	expiryNear    = 60
)

// CallsFor suggests what kind a follow-up of the service is on the day. Signalled is
// the day the provider last told of a changed need; no day when it has not.
func (d Decision) CallsFor(it DecidedService, signalled, today civil.Date) FollowUpKind {
	last := civil.Date{}
	for _, f := range d.FollowUps {
		if f.Service == it.Service && f.On.After(last) {
			last = f.On
		}
	}
	fresh := func(day civil.Date, days int) bool {
		return !day.IsZero() && day.After(last) && today.DaysSince(day) <= days
	}
	switch {
	case d.Team == HomecomingTeam:
		return HomecomingFollowUp
	case d.Team != "":
		return DischargeTeamFollowUp
	case fresh(it.Home, hospitalFresh):
		return HospitalFollowUp
	case it.Kind == "korttidsboende":
		return ShortStayFollowUp
	case fresh(signalled, signalFresh):
		return ChangedNeedFollowUp
	case !it.Until.IsZero() && it.Until.DaysSince(today) <= expiryNear:
		return ExpiryFollowUp
	}
	return SystematicFollowUp
}

// FollowUpIntervals (uppföljningsintervall) are how many months a service goes between
// follow-ups at most, by its key in the catalogue, as the rules in force on a day say
// it (G-05). A service that no rule names keeps the catalogue's time.
type FollowUpIntervals map[string]int

// Of is the interval of the service, in months.
func (in FollowUpIntervals) Of(k ServiceKind) int {
	if months := in[k.Key]; months > 0 {
		return months
	}
	return k.Follow
}

// followed is the kind of service with the interval of the day.
func (in FollowUpIntervals) followed(k ServiceKind) ServiceKind {
	k.Follow = in.Of(k)
	return k
}

// UnmetBy says whether the person has needs that the decision does not meet, and
// whether social services could (G-17). Empty: it was not asked for.
type UnmetBy string

// The answers.
const (
	NothingUnmet     UnmetBy = "inga"
	UnmetWeCould     UnmetBy = "socialtjansten"
	UnmetOthersCould UnmetBy = "annan"
	UnmetNotKnown    UnmetBy = "vet-inte"
)

// Some tells whether there are such needs.
func (u UnmetBy) Some() bool { return u != "" && u != NothingUnmet }

// UnmetKinds are what unmet needs are coded as, key and words.
func UnmetKinds() [][2]string {
	return [][2]string{
		{"personlig-vard", "Personlig vård och hygien"},
		{"hushall", "Hushåll, mat och inköp"},
		{"ensamhet", "Sällskap och ensamhet"},
		{"trygghet", "Trygghet"},
		{"komma-ut", "Komma ut och förflytta sig"},
		{"halsa", "Hälsa, vård och hjälpmedel"},
		{"boende", "Boendet"},
		{"ekonomi", "Ekonomi"},
		{"sysselsattning", "Skola, arbete och sysselsättning"},
		{"anhorig", "Stöd till den som är anhörig"},
		{"annat", "Annat"},
	}
}

// UnmetWords is the code of an unmet need in words.
func UnmetWords(key string) string {
	for _, k := range UnmetKinds() {
		if k[0] == key {
			return k[1]
		}
	}
	return key
}

// NoLonger is what the person says of whether the service is still needed (G-16).
// Empty: it was not asked for.
type NoLonger string

// The answers.
const (
	StillNeeded     NoLonger = "nej"
	PartlyNeedless  NoLonger = "delvis"
	WhollyNeedless  NoLonger = "hela"
	NeedNotAnswered NoLonger = "svarar-inte"
)

func (n NoLonger) known() bool {
	return slices.Contains([]NoLonger{StillNeeded, PartlyNeedless, WhollyNeedless, NeedNotAnswered}, n)
}

// An IndicatorAnswer (svar på en indikator) is what a follow-up found of one indicator.
type IndicatorAnswer struct {
	Indicator string // key
	Answer    string // key
}

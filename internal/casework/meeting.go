package casework

import (
	"slices"

	"stadga/internal/civil"
)

// A MeetingPlan (sammanträdesplan) says on which days a body of the board meets.
type MeetingPlan struct {
	Body  string     // "utskott", "namnd"
	Name  string     // as minutes and pages call it: "Individutskottet"
	First civil.Date // one of its days; the others follow every so many days
	Every int        // days between two meetings
}

// On tells whether the body meets that day by the plan.
func (p MeetingPlan) On(day civil.Date) bool {
	return p.Every > 0 && !day.Before(p.First) && day.DaysSince(p.First)%p.Every == 0
}

// Next is the first day of the plan after a day.
func (p MeetingPlan) Next(after civil.Date) civil.Date {
	if p.Every == 0 {
		return civil.Date{}
	}
	if after.Before(p.First) {
		return p.First
	}
	return p.First.AddDays((after.DaysSince(p.First)/p.Every + 1) * p.Every)
}

// Latest is the last day of the plan that is not after a day.
func (p MeetingPlan) Latest(day civil.Date) civil.Date { return p.Next(day).AddDays(-p.Every) }

// MeetingPlans are those of a board and its committees.
type MeetingPlans []MeetingPlan

// Of is the plan of a body; the zero plan, which has no days, when it has none.
func (m MeetingPlans) Of(body string) MeetingPlan {
	at := slices.IndexFunc(m, func(p MeetingPlan) bool { return p.Body == body })
	if at < 0 {
		return MeetingPlan{}
	}
	return m[at]
}

// A CommitteeMatter (utskottsärende) is a kind of decision that no officer may make:
// law says who may at the lowest (KL 6:38; SoL 2025:400 30:5–12), and for some that
// the chair or an appointed member may when the decision cannot be awaited.
type CommitteeMatter struct {
	Key       string
	Words     string
	Provision string // as rules name it: "LVU 6 §"
	Chair     bool   // by direct power of the statute
	Guardian  bool   // it stands in for one guardian's consent
	Board     bool   // the board itself decides, and no committee (SoL 30:11)
}

// PlacementMatter is care outside the home, by consent.
const PlacementMatter = "placering"

// CommitteeMatters lists the kinds, the commonest first.
func CommitteeMatters() []CommitteeMatter {
	return []CommitteeMatter{
		{Key: PlacementMatter, Words: "Vård utanför hemmet", Provision: "SoL 30:6"},
		{Key: "medgivande", Words: "Medgivande att ta emot barn", Provision: "SoL 22:2"},
		{Key: "sol-22-13", Words: "Övervägande av vård utanför hemmet", Provision: "SoL 22:13"},
		{Key: "sol-22-14", Words: "Övervägande om att flytta över vårdnaden från föräldrarna", Provision: "SoL 22:14"},
		{Key: "sol-22-16", Words: "Övervägande av flyttningsförbud när vården kan upphöra", Provision: "SoL 22:16"},
		{Key: "aterkrav", Words: "Talan om återkrav av ekonomiskt bistånd", Provision: "SoL 33:5"},
		{Key: "fb-6-13-a", Words: "Insats med den ena vårdnadshavarens samtycke", Provision: "FB 6:13 a", Guardian: true},
		{Key: "lvu-4", Words: "Ansökan om vård enligt LVU", Provision: "LVU 4 §"},
		{Key: "lvu-6", Words: "Omedelbart omhändertagande enligt LVU", Provision: "LVU 6 §", Chair: true},
		{Key: "lvu-6-a", Words: "Omedelbart omhändertagande enligt 6 a § LVU", Provision: "LVU 6 a §", Chair: true},
		{Key: "lvu-9-a", Words: "Ansökan om fortsatt tillfällig vård", Provision: "LVU 9 a §"},
		{Key: "lvu-11", Words: "Var den unge ska bo under vården", Provision: "LVU 11 §", Chair: true},
		{Key: "lvu-13", Words: "Övervägande eller prövning av vården enligt LVU", Provision: "LVU 13 §"},
		{Key: "lvu-13-b", Words: "Övervägande av flyttningsförbud när vården kan upphöra", Provision: "LVU 13 b §"},
		{Key: "lvu-13-c", Words: "Övervägande om att flytta över vårdnaden", Provision: "LVU 13 c §"},
		{Key: "lvu-14", Words: "Umgänge eller hemlig vistelseort", Provision: "LVU 14 §"},
		{Key: "lvu-21", Words: "Vården enligt LVU upphör", Provision: "LVU 21 §"},
		{Key: "lvu-22", Words: "Förebyggande insatser enligt LVU", Provision: "LVU 22 §"},
		{Key: "lvu-24", Words: "Ansökan om flyttningsförbud", Provision: "LVU 24 §"},
		{Key: "lvu-26", Words: "Flyttningsförbudet övervägs eller upphör", Provision: "LVU 26 §"},
		{Key: "lvu-27", Words: "Tillfälligt flyttningsförbud", Provision: "LVU 27 §", Chair: true},
		{Key: "lvu-31", Words: "Umgänge under flyttningsförbudet", Provision: "LVU 31 §"},
		{Key: "lvu-31-b", Words: "Ansökan om utreseförbud", Provision: "LVU 31 b §"},
		{Key: "lvu-31-c", Words: "Utreseförbudet omprövas eller upphör", Provision: "LVU 31 c §"},
		{Key: "lvu-31-d", Words: "Tillfälligt utreseförbud", Provision: "LVU 31 d §", Chair: true},
		{Key: "lvu-31-i", Words: "Undantag från utreseförbudet för en resa", Provision: "LVU 31 i §"},
		{Key: "lvu-32-a", Words: "Provtagning inför umgänge", Provision: "LVU 32 a §"},
		{Key: "lvu-32-b", Words: "Provtagning innan vården kan upphöra", Provision: "LVU 32 b §"},
		{Key: "lvu-43", Words: "Begäran om polisens hjälp enligt LVU", Provision: "LVU 43 §"},
		{Key: "lvm-11", Words: "Ansökan om vård enligt LVM", Provision: "LVM 11 §"},
		{Key: "lvm-13", Words: "Omedelbart omhändertagande enligt LVM", Provision: "LVM 13 §", Chair: true},
		{Key: "lsb-3-3", Words: "Ansökan om placering av barn i skyddat boende", Provision: "LSB 3:3"},
		{Key: "lsb-4-1", Words: "Omedelbar placering av barn i skyddat boende", Provision: "LSB 4:1", Chair: true},
		{Key: "lsb-5-1", Words: "Barn i skyddat boende: beslut enligt 5 kap. 1 §", Provision: "LSB 5:1", Chair: true},
		{Key: "lsb-5-3", Words: "Övervägande av placeringen i skyddat boende", Provision: "LSB 5:3"},
		{Key: "lsb-5-4", Words: "Barn i skyddat boende: beslut enligt 5 kap. 4 §", Provision: "LSB 5:4"},
		{Key: "lsb-5-5", Words: "Barn i skyddat boende: beslut enligt 5 kap. 5 §", Provision: "LSB 5:5", Chair: true},
		{Key: "lsb-5-6", Words: "Övervägande av umgänge eller hemlig vistelseort i skyddat boende", Provision: "LSB 5:6"},
		{Key: "lsb-7-1", Words: "Placeringen i skyddat boende upphör", Provision: "LSB 7:1"},
		{Key: "lsb-8-7", Words: "Barn i skyddat boende: beslut enligt 8 kap. 7 §", Provision: "LSB 8:7"},
		{Key: "sol-18-11", Words: "Förbud att ta emot andras barn", Provision: "SoL 18:11", Board: true},
		{Key: "annat", Words: "Annat beslut som ingen delegation täcker", Provision: "KL 6:37"},
	}
}

// CommitteeMatterBy finds a kind by its key; false when there is none.
func CommitteeMatterBy(key string) (CommitteeMatter, bool) {
	all := CommitteeMatters()
	at := slices.IndexFunc(all, func(m CommitteeMatter) bool { return m.Key == key })
	if at < 0 {
		return CommitteeMatter{}, false
	}
	return all[at], true
}

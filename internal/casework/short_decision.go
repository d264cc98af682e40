package casework

import "stadga/internal/civil"

// A Team (team) makes short decisions (kortbeslut): the discharge team and the team
// for a safe homecoming (B-14). They hold for some weeks at most, and are followed
// up without anyone having to remember it.
type Team string

// The teams.
const (
	DischargeTeam  Team = "utskrivningsteam"
	HomecomingTeam Team = "trygghetsteam"
)

// Teams lists the teams as a page shows them.
func Teams() []Team { return []Team{DischargeTeam, HomecomingTeam} }

// Words is the team as a page shows it.
func (t Team) Words() string {
	switch t {
	case DischargeTeam:
		return "Utskrivningsteamet"
	case HomecomingTeam:
		return "Trygghetsteamet"
	}
	return ""
}

// Norrsala's own limits: how long a short decision holds, and when it is followed up.
const (
	shortLongest  = 30
	shortFollowUp = 14
)

// ShortFollowUp is the day by which a short decision that begins that day is followed up.
func ShortFollowUp(from civil.Date) civil.Date { return from.AddDays(shortFollowUp) }

// followed gives each service of a short decision its day of follow-up.
func (cmd MakeDecision) followed() MakeDecision {
	if cmd.Kind != InquiryShort {
		return cmd
	}
	items := make([]DecisionItem, len(cmd.Items))
	for n, it := range cmd.Items {
		it.FollowUp = ShortFollowUp(it.From)
		if it.Until.Before(it.FollowUp) {
			it.FollowUp = it.Until
		}
		items[n] = it
	}
	cmd.Items = items
	return cmd
}

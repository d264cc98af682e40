package casework

import (
	"slices"

	"stadga/internal/act"
	"stadga/internal/civil"
	"stadga/internal/fault"
)

// A Delegable (delegerbart beslut) is a kind of decision without a service that the
// delegation order may hand to an officer. What it hands to nobody is the board's
// own (KL 6:37, 7:5).
type Delegable string

// The kinds. An application is tried whether or not someone decides to open an
// inquiry, so that only an inquiry opened for another reason is a decision.
const (
	DecideToOpen    Delegable = "inleda-utredning"
	DecideNotToOpen Delegable = "inte-inleda-utredning"
	DismissIntake   Delegable = "avvisa-arende"
	WriteOffIntake  Delegable = "avskriva-arende"
	ExtendFortnight Delegable = "forlanga-forhandsbedomning"
	ExtendInquiry   Delegable = "forlanga-utredning"
	FollowUpAfter   Delegable = "folja-upp-efter-utredning"
	DismissAppeal   Delegable = "avvisa-sent-overklagande"
	ReconsiderIt    Delegable = "omprova-beslut"
	RectifySlip     Delegable = "ratta-skrivfel"
	ReleaseFile     Delegable = "lamna-ut-handling"
	RefuseFile      Delegable = "vagra-lamna-ut-handling"
	amendService    Delegable = "andra-insats"
	takeServiceBack Delegable = "aterkalla-insats"
)

// Delegables lists the kinds that an order names by themselves. To change a decision
// on a service, or to take it back, needs the right to decide on that service.
func Delegables() []Delegable {
	return []Delegable{
		DecideToOpen, DecideNotToOpen, DismissIntake, WriteOffIntake, ExtendFortnight, ExtendInquiry, FollowUpAfter,
		DismissAppeal, ReconsiderIt, RectifySlip, ReleaseFile, RefuseFile,
	}
}

// Words is the decision as a list says it.
func (d Delegable) Words() string {
	switch d {
	case DecideToOpen:
		return "Inleda utredning"
	case DecideNotToOpen:
		return "Inte inleda utredning"
	case DismissIntake:
		return "Avvisa ett ärende"
	case WriteOffIntake:
		return "Skriva av ett ärende"
	case ExtendFortnight:
		return "Förlänga förhandsbedömning"
	case ExtendInquiry:
		return "Förlänga utredning"
	case FollowUpAfter:
		return "Följa upp efter utredning"
	case DismissAppeal:
		return "Avvisa överklagande som kom för sent"
	case ReconsiderIt:
		return "Ompröva beslut vid överklagande"
	case RectifySlip:
		return "Rätta skrivfel i beslut"
	case ReleaseFile:
		return "Lämna ut handling"
	case RefuseFile:
		return "Inte lämna ut handling, helt eller delvis"
	case amendService:
		return "Ändra beslut"
	case takeServiceBack:
		return "Återkalla beslut"
	}
	return ""
}

// Law names the act that the decision rests on, by the law of the day.
func (d Delegable) Law(day civil.Date) string {
	switch d {
	case DismissAppeal, ReconsiderIt, RectifySlip:
		return "förvaltningslagen (2017:900)"
	case ReleaseFile, RefuseFile:
		return "offentlighets- och sekretesslagen (2009:400)"
	}
	return SoLOf(day).Name()
}

// Judge finds the point by which the actor may make the decision today, or says who
// may. A kind that the order of the day does not name is not judged: the mandate is
// empty then, and no page calls it right.
func (o DelegationOrder) Judge(d Delegable, env act.Env) (Mandate, *fault.Error) {
	var who []string
	no, ref := "", ""
	for _, p := range o {
		if !p.InForce(env.Today) || !slices.Contains(p.Decisions, d) {
			continue
		}
		if slices.ContainsFunc(p.Roles, func(role string) bool { return slices.Contains(env.Actor.Roles, role) }) {
			return Mandate{Body: "delegat", Point: p.No, Ref: p.Ref}, nil
		}
		no, ref = p.No, p.Ref
		for _, role := range p.Roles {
			if words := DelegateWords(role); !slices.Contains(who, words) {
				who = append(who, words)
			}
		}
	}
	if no == "" {
		return Mandate{}, nil
	}
	return Mandate{}, &fault.Error{Kind: fault.Unmet, Text: "decision.other-delegate", Rule: "deleg-order", Args: map[string]any{
		"what": d.Words(), "who": orWords(who), "point": no, "ref": ref,
	}}
}

// Words is by what right something was decided, as a page says it; of one that was
// not judged, that it was not.
func (m Mandate) Words() string {
	if m.Body != "delegat" {
		return "Beslutsrätten är inte prövad. Delegationsordningen tog inte upp sådana beslut."
	}
	return "Delegationsordningen punkt " + m.Point + ", " + m.Ref
}

// Unnamed lists the kinds that no point of the order names on the day.
func (o DelegationOrder) Unnamed(day civil.Date) []Delegable {
	return slices.DeleteFunc(Delegables(), func(d Delegable) bool {
		return slices.ContainsFunc(o, func(p DelegationPoint) bool { return p.InForce(day) && slices.Contains(p.Decisions, d) })
	})
}

// DelegateWords is a role of employees as the order names it.
func DelegateWords(role string) string {
	switch role {
	case "handlaggare":
		return "handläggare"
	case "mottagning":
		return "socialsekreterare i mottagningen"
	case "socialjour":
		return "socialjouren"
	}
	return role
}

func orWords(all []string) string {
	words := ""
	for n, one := range all {
		switch {
		case n == 0:
			words = one
		case n == len(all)-1:
			words += " eller " + one
		default:
			words += ", " + one
		}
	}
	return words
}

// A DelegatedEvent may hold a decision made in the board's place that is no decision
// on a service of its own: what was decided, the service it is about if any, and by
// what right. A mandate that is empty was not judged.
type DelegatedEvent interface {
	Delegated() (what Delegable, service string, by Mandate)
}

// Delegated is how a matter that came in was settled.
func (e IntakeDecided) Delegated() (Delegable, string, Mandate) {
	return e.Outcome.delegable(), "", e.Mandate
}

// Delegated is more days for a preliminary assessment.
func (e IntakeExtended) Delegated() (Delegable, string, Mandate) {
	return ExtendFortnight, "", e.Mandate
}

// Delegated is an inquiry that no intake led to.
func (e InvestigationOpened) Delegated() (Delegable, string, Mandate) {
	return DecideToOpen, "", e.Mandate
}

// Delegated is more time for a child inquiry.
func (e InvestigationExtended) Delegated() (Delegable, string, Mandate) {
	return ExtendInquiry, "", e.Extension.Mandate
}

// Delegated is the follow-up of a child after the inquiry.
func (e AftercareDecided) Delegated() (Delegable, string, Mandate) {
	return FollowUpAfter, "", e.Mandate
}

// Delegated is an appeal that came too late.
func (e AppealTested) Delegated() (Delegable, string, Mandate) { return DismissAppeal, "", e.Mandate }

// Delegated is whether a decision is changed before the court has it.
func (e AppealReconsidered) Delegated() (Delegable, string, Mandate) {
	return ReconsiderIt, "", e.Mandate
}

// Delegated is the correction of a slip.
func (e DecisionRectified) Delegated() (Delegable, string, Mandate) {
	return RectifySlip, "", e.Mandate
}

// Delegated is a service that gives something else from now on.
func (e DecisionAmended) Delegated() (Delegable, string, Mandate) {
	return amendService, e.Kind, e.Mandate
}

// Delegated is a service that was taken back.
func (e ServiceEnded) Delegated() (Delegable, string, Mandate) {
	return takeServiceBack, e.Kind, e.Mandate
}

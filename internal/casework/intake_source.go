package casework

import "slices"

// An IntakeSource (källa) is where a matter came from. A report of concern says the
// reporter's role instead.
type IntakeSource string

// The sources.
const (
	FromPerson       IntakeSource = "sjalv"
	FromRelative     IntakeSource = "narstaende"
	FromHospital     IntakeSource = "sjukhus"
	FromProvider     IntakeSource = "utforare"
	FromMunicipality IntakeSource = "kommun"
	FromProsecutor   IntakeSource = "aklagare"
	FromAuthority    IntakeSource = "myndighet"
	FromOther        IntakeSource = "annan"
)

// IntakeSources lists the sources as a page shows them.
func IntakeSources() []IntakeSource {
	return []IntakeSource{FromPerson, FromRelative, FromHospital, FromProvider, FromMunicipality, FromProsecutor, FromAuthority, FromOther}
}

// Words is the source as a page shows it.
func (s IntakeSource) Words() string {
	switch s {
	case FromPerson:
		return "Personen själv"
	case FromRelative:
		return "Närstående eller företrädare"
	case FromHospital:
		return "Sjukhus"
	case FromProvider:
		return "Utförare"
	case FromMunicipality:
		return "Annan kommun"
	case FromProsecutor:
		return "Åklagare, polis eller domstol"
	case FromAuthority:
		return "Annan myndighet"
	case FromOther:
		return "Någon annan"
	}
	return ""
}

// A TargetGroup (målgrupp) is the group whose needs the matter is counted among
// (B-02, B-20). It decides nothing for the person.
type TargetGroup string

// The target groups.
const (
	TargetOlder        TargetGroup = "aldre"
	TargetPhysical     TargetGroup = "fysisk"
	TargetMental       TargetGroup = "psykisk"
	TargetIntellectual TargetGroup = "intellektuell"
	TargetChild        TargetGroup = "barn"
	TargetYouth        TargetGroup = "unga"
	TargetSubstance    TargetGroup = "skadligt-bruk"
	TargetViolence     TargetGroup = "vald"
	TargetHomeless     TargetGroup = "hemloshet"
	TargetRelative     TargetGroup = "anhoriga"
	TargetOther        TargetGroup = "annan"
)

// TargetGroups lists the groups as a page shows them.
func TargetGroups() []TargetGroup {
	return []TargetGroup{
		TargetOlder, TargetPhysical, TargetMental, TargetIntellectual, TargetChild, TargetYouth,
		TargetSubstance, TargetViolence, TargetHomeless, TargetRelative, TargetOther,
	}
}

// Words is the group as a page shows it.
func (g TargetGroup) Words() string {
	switch g {
	case TargetOlder:
		return "Äldre"
	case TargetPhysical:
		return "Fysisk funktionsnedsättning"
	case TargetMental:
		return "Psykisk funktionsnedsättning"
	case TargetIntellectual:
		return "Intellektuell funktionsnedsättning eller autism"
	case TargetChild:
		return "Barn 0–12 år"
	case TargetYouth:
		return "Unga 13–20 år"
	case TargetSubstance:
		return "Skadligt bruk och beroende"
	case TargetViolence:
		return "Våld i nära relationer"
	case TargetHomeless:
		return "Hemlöshet"
	case TargetRelative:
		return "Den som stödjer en närstående"
	case TargetOther:
		return "Annan målgrupp"
	}
	return ""
}

// A Residence (anknytning till kommunen) is why the person turns to this
// municipality. All three are tried (B-11); only who answers in the end differs.
type Residence string

// The ties to the municipality.
const (
	LivesHere  Residence = "bor-har"
	StaysHere  Residence = "vistas-har"
	MovingHere Residence = "flyttar-hit"
)

// Residences lists the ties as a page shows them.
func Residences() []Residence { return []Residence{LivesHere, StaysHere, MovingHere} }

// Words is the tie as a page shows it.
func (r Residence) Words() string {
	switch r {
	case LivesHere:
		return "Bor i kommunen"
	case StaysHere:
		return "Vistas tillfälligt i kommunen"
	case MovingHere:
		return "Vill flytta hit för gott"
	}
	return ""
}

// IntakeKinds lists the kinds as a page shows them.
func IntakeKinds() []IntakeKind {
	return []IntakeKind{
		ConcernReport, Application, SupportRequest, AdultConcern, HospitalDischarge, SignalFromProvider, TransferIn,
		OpinionRequest, YouthService, OtherInformation,
	}
}

// informs tells whether the kind is something the board gets to know without
// being asked for anything by the person.
func (k IntakeKind) informs() bool {
	return k != ConcernReport && !k.Asked() && slices.Contains(IntakeKinds(), k)
}

// sourceOf is the source that a kind has by itself.
func (k IntakeKind) sourceOf() IntakeSource {
	switch k {
	case HospitalDischarge:
		return FromHospital
	case SignalFromProvider:
		return FromProvider
	case TransferIn:
		return FromMunicipality
	case OpinionRequest, YouthService:
		return FromProsecutor
	case Application, SupportRequest:
		return FromPerson
	}
	return ""
}

// whole gives the content the source that its kind has by itself.
func (c IntakeContent) whole(kind IntakeKind) IntakeContent {
	if c.Source == "" {
		c.Source = kind.sourceOf()
	}
	return c
}

package casework

import (
	"slices"

	"stadga/internal/civil"
)

// A Provision (utförs i) says whether a service is met by the municipality's own
// operation or bought (E-02).
type Provision string

// The ways. None is a service for which it is not said.
const (
	OwnOperation Provision = "egen"
	Bought       Provision = "kop"
	OwnAndBought Provision = "bada"
)

// Words is the way as a page shows it.
func (p Provision) Words() string {
	switch p {
	case OwnOperation:
		return "egen regi"
	case Bought:
		return "köps"
	case OwnAndBought:
		return "egen regi och köp"
	}
	return "inte bestämt"
}

// A Ruling (politiskt beslut) is whose decision, of which day and which paragraph
// something rests on.
type Ruling struct {
	By, Ref string
	On      civil.Date
}

// A CatalogueLine (rad i insatskatalogen) is what an edition of the catalogue says of
// one service (E-01). The act follows from the service and the day of the decision.
type CatalogueLine struct {
	Key       string // in ServiceCatalogue; empty: it is not granted under a name of its own
	Name      string
	GrantedAs []string // keys: it is granted as one of these
	Open      bool     // given without a decision
	Target    string   // target group
	Provided  Provision
	Decided   Ruling // that it is met so; zero: no politician has decided it, which is a finding
	Unit      Unit
	Plan      bool
	Months    int // default length; 0: until further notice
	Follow    int // months to the follow-up, at most
}

// Stated tells whether it is said how the service is met, and by whose decision.
func (l CatalogueLine) Stated() bool { return l.Provided != "" && l.Decided != Ruling{} }

// Rests is the act and section that the service rests on that day, in words.
func (l CatalogueLine) Rests(day civil.Date) string {
	if l.Open {
		return "utan behovsprövning"
	}
	kind, known := ServiceByKey(l.Key)
	if !known {
		kind, _ = ServiceByKey(l.GrantedAs[0])
	}
	law, act := kind.LawOn(day), "SoL "
	if law == LSS {
		act = "LSS "
	}
	return act + kind.Section(law)
}

// Health tells whether municipal health care is responsible too (E-43).
func (l CatalogueLine) Health() bool {
	kind, _ := ServiceByKey(l.Key)
	return kind.Health
}

// A ServiceEdition (version av insatskatalogen) is the service catalogue as the
// board adopted it, whole.
type ServiceEdition struct {
	Version, By, Ref string
	On, From         civil.Date
	Lines            []CatalogueLine
	Changed          []string // names of the services that differ from the edition before
}

// Unstated are the services whose way of being met rests on no political decision.
func (e ServiceEdition) Unstated() []CatalogueLine {
	return slices.DeleteFunc(slices.Clone(e.Lines), CatalogueLine.Stated)
}

// ServiceEditions are all editions of the service catalogue, the oldest first.
type ServiceEditions []ServiceEdition

// On is the edition in use on a day; false when there is none.
func (all ServiceEditions) On(day civil.Date) (ServiceEdition, bool) {
	for _, e := range slices.Backward(all) {
		if !e.From.After(day) {
			return e, true
		}
	}
	return ServiceEdition{}, false
}

// Asked is the edition of a version; the one that holds on the day when none is named.
func (all ServiceEditions) Asked(version string, day civil.Date) (ServiceEdition, bool) {
	if version == "" {
		return all.On(day)
	}
	at := slices.IndexFunc(all, func(e ServiceEdition) bool { return e.Version == version })
	if at < 0 {
		return ServiceEdition{}, false
	}
	return all[at], true
}

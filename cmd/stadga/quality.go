package main

import (
	"context"
	"fmt"
	"log/slog"
	"regexp"
	"strconv"

	"stadga/internal/act"
	"stadga/internal/casework"
	"stadga/internal/casework/casesql"
	"stadga/internal/civil"
	"stadga/internal/delivery"
	"stadga/internal/delivery/deliverysql"
	"stadga/internal/duty"
	"stadga/internal/engine"
	"stadga/internal/fault"
	"stadga/internal/ids"
	"stadga/internal/org/orgsql"
	"stadga/internal/quality"
	"stadga/internal/quality/qualitysql"
	"stadga/internal/quality/qualityweb"
	"stadga/internal/store"
	"stadga/internal/webkit"
)

// matters finds what a deviation may be tied to, for one who may open it.
type matters struct {
	*record
	door   pageDoor
	orders *engine.Stream[delivery.Order]
}

// qualityRoutes are the pages about deviations.
func qualityRoutes(r *record, door pageDoor, log *slog.Logger) []webkit.Route {
	return deviationPages(r, door, log).Routes()
}

func deviationPages(r *record, door pageDoor, log *slog.Logger) qualityweb.Pages {
	db, m := r.Store.Reader(), matters{r, door, engine.Bind(r.Engine, deliverysql.Orders())}
	register := qualitysql.Register{DB: db}
	return qualityweb.Pages{
		Deviations: engine.Bind(r.Engine, qualitysql.Deviations()), Register: register,
		Numbers: r.deviationNumbers(), Door: door, Log: log,
		Others: qualityweb.Others{
			At: m.at, Case: m.byNumber, Of: m.of, Inquiries: m.inquiries, Places: m.places,
			Staff: func(ctx context.Context, users ...ids.User) (map[ids.User]string, error) {
				return orgsql.Queries{DB: db}.Names(ctx, users)
			},
			FollowUps: m.followUps,
		},
		HealthKinds: healthKinds(),
	}
}

// healthKinds are the services where municipal health care is responsible too.
func healthKinds() []string {
	var keys []string
	for _, kind := range casework.ServiceCatalogue() {
		if kind.Health {
			keys = append(keys, kind.Key)
		}
	}
	return keys
}

// followedSince is how many days back a follow-up that is made is told of.
const followedSince = 30

// followUps lists follow-ups of services of those kinds, with the numbers of the
// cases that the actor may open.
func (m matters) followUps(ctx context.Context, who act.Actor, kinds []string, by civil.Date, limit int) ([]qualityweb.FollowUp, error) {
	lines, err := casesql.Deciding{DB: m.Store.Reader()}.FollowUpsOf(ctx, kinds, by, civil.DayOf(m.Clock()).AddDays(-followedSince), limit)
	if err != nil {
		return nil, err
	}
	var cases []ids.Case
	for _, l := range lines {
		cases = append(cases, l.Case)
	}
	numbers, err := m.door.numbersOf(ctx, who, cases)
	var all []qualityweb.FollowUp
	for _, l := range lines {
		kind, _ := casework.ServiceByKey(l.Kind)
		all = append(all, qualityweb.FollowUp{Case: numbers[l.Case], Person: l.Person, Service: kind.Name, Due: l.Due, Made: l.Made})
	}
	return all, err
}

// deviationNumbers draws the numbers of deviations.
func (r *record) deviationNumbers() *store.Numbers {
	return &store.Numbers{Prefix: qualitysql.Prefix, Last: qualitysql.Register{DB: r.Store.Reader()}.LastNumber}
}

var (
	casePath    = regexp.MustCompile(`^/arende/([0-9]{4}-[0-9]{4,})(?:/|$)`)
	inquiryPath = regexp.MustCompile(`^/arende/[^/]+/utredning/([0-9]{1,4})(?:/|$)`)
	orderPath   = regexp.MustCompile(`^/utforare/(?:uppdrag|plan)/([0-9a-f-]{36})(?:/|$)`)
)

// at is what lies at an address: a case, one of its investigations, or an order
// on the provider's side.
func (m matters) at(ctx context.Context, who act.Actor, path string) (qualityweb.Matter, error) {
	if found := orderPath.FindStringSubmatch(path); found != nil {
		id, err := ids.Parse(found[1])
		if err != nil {
			return qualityweb.Matter{}, fault.New(fault.NotFound, "order.unknown")
		}
		return m.order(ctx, who, ids.Order{ID: id})
	}
	found := casePath.FindStringSubmatch(path)
	if found == nil {
		return qualityweb.Matter{}, fault.New(fault.NotFound, "case.unknown")
	}
	matter, err := m.byNumber(ctx, who, found[1])
	inquiry := inquiryPath.FindStringSubmatch(path)
	if err != nil || inquiry == nil {
		return matter, err
	}
	number, err := strconv.Atoi(inquiry[1])
	if err != nil {
		return matter, err
	}
	lines, err := casesql.Deciding{DB: m.Store.Reader()}.InvestigationsOf(ctx, matter.Link.Case, inquiriesShown)
	for _, line := range lines {
		if line.Number == number {
			matter.Link.Investigation = line.ID
		}
	}
	return matter, err
}

// byNumber is a case by its number.
func (m matters) byNumber(ctx context.Context, who act.Actor, number string) (qualityweb.Matter, error) {
	c, err := m.door.openCase(ctx, who, number)
	if err != nil {
		return qualityweb.Matter{}, err
	}
	return qualityweb.Matter{
		Link: quality.Link{Case: c.ID, Person: c.Person}, Unit: c.Unit, Words: "ärende " + c.Number, Path: "/arende/" + c.Number, Case: c.Number,
	}, nil
}

func (m matters) order(ctx context.Context, who act.Actor, id ids.Order) (qualityweb.Matter, error) {
	o, _, err := m.orders.Load(ctx, id.ID)
	if err == nil && (!o.Exists() || who.Provider.IsZero() || o.Provider != who.Provider) {
		err = fault.New(fault.NotFound, "order.unknown")
	}
	return qualityweb.Matter{
		Link: quality.Link{Case: o.Case, Person: o.Person, Order: id}, Words: "uppdraget " + o.Name, Path: "/utforare/uppdrag/" + id.String(),
	}, err
}

// of is what a deviation is tied to.
func (m matters) of(ctx context.Context, who act.Actor, link quality.Link) (qualityweb.Matter, error) {
	if !who.Provider.IsZero() {
		return m.order(ctx, who, link.Order)
	}
	if _, err := m.door.Open(ctx, who, "case.read", duty.Subject{Kind: "case", ID: link.Case.ID}); err != nil {
		return qualityweb.Matter{}, err
	}
	c, err := casesql.Register{DB: m.Store.Reader()}.Case(ctx, link.Case)
	if err != nil {
		return qualityweb.Matter{}, err
	}
	matter := qualityweb.Matter{Link: link, Unit: c.Unit, Words: "ärende " + c.Number, Path: "/arende/" + c.Number, Case: c.Number}
	if link.Investigation.IsZero() {
		return matter, nil
	}
	all, err := m.inquiries(ctx, link.Case)
	for _, one := range all {
		if one.Link.Investigation == link.Investigation {
			matter.Words, matter.Path = "ärende "+c.Number+", "+one.Words, matter.Path+one.Path
		}
	}
	return matter, err
}

// inquiriesShown is how many investigations of a case one may choose among.
const inquiriesShown = 10

// inquiries lists the latest investigations of a case, each with its address
// below that of the case.
func (m matters) inquiries(ctx context.Context, c ids.Case) ([]qualityweb.Matter, error) {
	lines, err := casesql.Deciding{DB: m.Store.Reader()}.InvestigationsOf(ctx, c, inquiriesShown)
	var all []qualityweb.Matter
	for _, line := range lines {
		all = append(all, qualityweb.Matter{
			Link:  quality.Link{Case: line.Case, Person: line.Person, Investigation: line.ID},
			Words: fmt.Sprintf("utredning %d, inledd %s", line.Number, line.Opened), Path: fmt.Sprintf("/utredning/%d/situation", line.Number),
		})
	}
	return all, err
}

// places names the units and providers of the day.
func (m matters) places(ctx context.Context, day civil.Date) (qualityweb.Places, error) {
	q := orgsql.Queries{DB: m.Store.Reader()}
	places := qualityweb.Places{Units: map[ids.Unit]string{}, Providers: map[ids.Provider]string{}}
	units, err := q.Units(ctx, day)
	if err != nil {
		return places, err
	}
	for _, u := range units {
		places.Units[u.ID] = u.Name
	}
	providers, err := q.Providers(ctx, day)
	for _, p := range providers {
		places.Providers[p.ID] = p.Name
	}
	return places, err
}

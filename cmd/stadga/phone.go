package main

import (
	"context"
	"slices"
	"strings"
	"time"

	"stadga/internal/act"
	"stadga/internal/civil"
	"stadga/internal/delivery/deliverysql"
	"stadga/internal/duty"
	"stadga/internal/engine"
	"stadga/internal/fault"
	"stadga/internal/ids"
	"stadga/internal/org"
	"stadga/internal/org/orgsql"
	"stadga/internal/people"
	"stadga/internal/people/peoplesql"
	"stadga/internal/visits"
	"stadga/internal/visits/phoneweb"
	"stadga/internal/visits/visitsql"
	"stadga/internal/visits/visitweb"
	"stadga/internal/webkit"
)

// phoneRoutes are the phone pages of those who visit people at home.
func phoneRoutes(r *record, door pageDoor, home visitweb.Pages) []webkit.Route {
	staff := engine.Bind(r.Engine, orgsql.Staff())
	pages := phoneweb.Pages{Staff: staff, Others: phoneweb.Others{
		Route: phoneRoute{record: r, door: door}.of,
		Take: func(ctx context.Context, who act.Actor, of ids.User, batch visits.Batch) error {
			_, err := home.Intake.Keep(ctx, who, []ids.User{of}, batch)
			return err
		},
		Emptied: func(ctx context.Context, user ids.User) (time.Time, error) {
			s, _, err := staff.Load(ctx, user.ID)
			return s.PhonesEmptied, err
		},
		Colleague: func(ctx context.Context, user ids.User, provider ids.Provider) (bool, error) {
			s, _, err := staff.Load(ctx, user.ID)
			return s.On(civil.DayOf(r.Clock())).Provider == provider, err
		},
		Colleagues: func(ctx context.Context, provider ids.Provider) ([]org.Staff, error) {
			everyone, err := orgsql.Queries{DB: r.Store.Reader()}.Staff(ctx, civil.DayOf(r.Clock()))
			return slices.DeleteFunc(everyone, func(s org.Staff) bool {
				place := s.On(civil.DayOf(r.Clock()))
				return place.Provider != provider || !slices.Contains(place.Roles, org.Omsorgspersonal)
			}), err
		},
	}}
	return pages.Routes()
}

// worksWithPhone tells who visits people at home and has no other role: they log in once
// a shift, and the telephone has a PIN of its own.
func worksWithPhone(a webkit.Account) bool {
	return len(a.Actor.Roles) == 1 && a.Actor.Roles[0] == string(org.Omsorgspersonal)
}

// What a phone holds at most of each.
const (
	stopsMost   = 60
	notesMost   = 3
	changesMost = 5
	tellingMost = 30
	newsDays    = 14 // back, for one who has never been there
)

// A phoneRoute gathers what a carer needs for the visits of some days, from the
// areas that know it.
type phoneRoute struct {
	record *record
	door   pageDoor
}

func (p phoneRoute) of(ctx context.Context, who act.Actor, from, to civil.Date) (phoneweb.Route, error) {
	lists := visitsql.Lists{DB: p.record.Store.Reader()}
	planned, err := lists.OfStaff(ctx, who.User, from, to, stopsMost)
	if err != nil {
		return phoneweb.Route{}, err
	}
	provider, _, err := engine.Bind(p.record.Engine, orgsql.Providers()).Load(ctx, who.Provider.ID)
	if err != nil {
		return phoneweb.Route{}, err
	}
	route := phoneweb.Route{Call: provider.Phone}
	handed := map[ids.Person]handover{}
	for _, line := range planned {
		stop, open, err := p.stop(ctx, who, line.ID, handed)
		if err != nil {
			return phoneweb.Route{}, err
		}
		if open {
			route.Stops = append(route.Stops, stop)
		}
	}
	return route, nil
}

// stop is one visit, or false when access does not let the carer see it.
func (p phoneRoute) stop(ctx context.Context, who act.Actor, id ids.Visit, handed map[ids.Person]handover) (phoneweb.Stop, bool, error) {
	none := phoneweb.Stop{}
	v, _, err := engine.Bind(p.record.Engine, visitsql.Visits()).Load(ctx, id.ID)
	if err != nil || v.Provider != who.Provider {
		return none, false, err
	}
	if _, err := p.door.Open(ctx, who, "order.read", duty.Subject{Kind: "service", ID: v.Service.ID}); err != nil {
		if fault.KindOf(err) == fault.NotFound {
			return none, false, nil
		}
		return none, false, err
	}
	stop := phoneweb.Stop{Visit: id, Target: v.Target, Planned: v.Planned, Begun: v.Begun, Ended: v.Done.To, Missed: v.Missed != "", With: v.With}
	// Who is protected is asked of the register itself, so that the log of readings
	// does not say that the person was shown.
	found, err := peoplesql.Queries{DB: p.record.Store.Reader()}.Person(ctx, v.Person)
	if err != nil {
		return none, false, err
	}
	if found.Protection != people.NoProtection {
		stop.Protected = true
		return stop, true, nil
	}
	if !found.Deceased.IsZero() {
		return none, false, nil
	}
	if found, err = p.record.people().Person(ctx, v.Person); err != nil {
		return none, false, err
	}
	order, _, err := engine.Bind(p.record.Engine, deliverysql.Orders()).Load(ctx, v.Order.ID)
	if err != nil {
		return none, false, err
	}
	stop.Name, stop.Address, stop.Important = shortName(found.Name), found.Contact.Address, order.Risks
	if age := found.Age(civil.DayOf(p.record.Clock())); age >= 0 {
		stop.Age = webkit.Count(age, "år", "år")
	}
	if stop.Tasks = v.Tasks; v.Done.IsZero() && len(stop.Tasks) == 0 {
		stop.Tasks = []string{taskOf(order.Name)}
	}
	told, known := handed[v.Person]
	if !known {
		if told, err = p.handover(ctx, who, v.Person); err != nil {
			return none, false, err
		}
		handed[v.Person] = told
	}
	stop.Notes, stop.Changes = told.notes, told.changes
	return stop, true, nil
}

// shortName is the name as it may be read over the shoulder: given name and initial.
func shortName(n people.Name) string {
	if n.Family == "" || n.Given == "" {
		return n.String()
	}
	return n.Given + " " + string([]rune(n.Family)[:1]) + "."
}

// taskOf is what is done under an order, without the kind of service before it.
func taskOf(name string) string {
	if _, task, cut := strings.Cut(name, ", "); cut && task != "" {
		return strings.ToUpper(task[:1]) + task[1:]
	}
	return name
}

// A handover is what the next one needs to know of a person.
type handover struct{ notes, changes []phoneweb.Said }

// handover gathers the last notes, and what has changed since the carer was there: what
// colleagues told during visits, new orders, signals and news to the staff. Night staff
// of the own operation get what the day staff tell, at the phone's next contact (E-29);
// another organisation's orders stay there.
func (p phoneRoute) handover(ctx context.Context, who act.Actor, person ids.Person) (handover, error) {
	now := p.record.Clock()
	lists := visitsql.Lists{DB: p.record.Store.Reader()}
	last, err := lists.LastBy(ctx, who.User, person)
	if err != nil {
		return handover{}, err
	}
	since := last
	if oldest := now.AddDate(0, 0, -newsDays); since.Before(oldest) {
		since = oldest
	}
	orders, err := deliverysql.Lists{DB: p.record.Store.Reader()}.RunningOf(ctx, person)
	if err != nil {
		return handover{}, err
	}
	var out handover
	sees := map[ids.Provider]bool{who.Provider: true}
	for _, line := range orders {
		if _, asked := sees[line.Provider]; !asked {
			other, _, err := engine.Bind(p.record.Engine, orgsql.Providers()).Load(ctx, line.Provider.ID)
			if err != nil {
				return handover{}, err
			}
			sees[line.Provider] = who.Own && other.Own
		}
		if !sees[line.Provider] {
			continue
		}
		order, _, err := engine.Bind(p.record.Engine, deliverysql.Orders()).Load(ctx, line.ID.ID)
		if err != nil {
			return handover{}, err
		}
		if order.Sent.After(since) {
			out.changes = append(out.changes, phoneweb.Said{At: order.Sent, Text: "Ny insats: " + order.Name})
		}
		for _, s := range order.Signals {
			if s.Sent.After(since) {
				out.changes = append(out.changes, phoneweb.Said{At: s.Sent, Text: "Ändrat behov: " + s.What})
			}
		}
	}
	tellings, err := lists.ToldOf(ctx, person, now.AddDate(0, 0, -newsDays), tellingMost)
	if err != nil {
		return handover{}, err
	}
	all := engine.Bind(p.record.Engine, visitsql.Visits())
	for _, line := range tellings {
		if !sees[line.Provider] || line.Kind == visits.ToldDeviation {
			continue
		}
		v, _, err := all.Load(ctx, line.Visit.ID)
		if err != nil {
			return handover{}, err
		}
		t, there := v.Telling(line.ID)
		switch {
		case !there || strings.TrimSpace(t.Text) == "":
		case line.Kind == visits.ToldNote && len(out.notes) < notesMost:
			out.notes = append(out.notes, phoneweb.Said{At: t.At, Text: t.Text})
		case line.Kind == visits.ToldSignal && t.At.After(since) && t.By != who.User:
			out.changes = append(out.changes, phoneweb.Said{At: t.At, Text: phoneweb.ChangeWords(t.Choice, t.Text)})
		}
	}
	slices.SortStableFunc(out.changes, func(a, b phoneweb.Said) int { return b.At.Compare(a.At) })
	out.changes = out.changes[:min(len(out.changes), changesMost)]
	return out, nil
}

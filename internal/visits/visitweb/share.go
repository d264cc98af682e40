package visitweb

import (
	"net/http"
	"slices"

	"stadga/internal/engine"
	"stadga/internal/fault"
	"stadga/internal/ids"
	"stadga/internal/visits"
	"stadga/internal/webkit"
)

// A ShareForm shares the time between two visits that one of the staff made at the same
// time, to two who live together.
type ShareForm struct {
	webkit.FormHead
	Path  string
	With  string // whose the other visit is
	Rule  string
	Facts []webkit.Fact
}

// A sharing is two visits at the same time, and what each is given.
type sharing struct {
	ids    [2]ids.ID
	visits [2]visits.Visit
	parts  [2]visits.Span
	rule   visits.SharingRule
}

// sharing finds the visit that the same staff made at the same time to another who
// lives in the same home; nil where there is none.
func (p Pages) sharing(r *http.Request, id ids.ID, v visits.Visit, odd []visits.Oddity) (*sharing, error) {
	at := slices.IndexFunc(odd, func(o visits.Oddity) bool { return o.Kind == visits.OddSameStaff && !o.Handled && !o.Other.IsZero() })
	if at < 0 || v.Done.IsZero() || v.Order.IsZero() {
		return nil, nil
	}
	other, _, err := p.Visits.Load(r.Context(), odd[at].Other.ID)
	if err != nil {
		return nil, err
	}
	if other.Provider != v.Provider || other.Order.IsZero() || other.Person == v.Person || other.Done.IsZero() || !v.Done.Overlaps(other.Done) {
		return nil, nil
	}
	if together, err := p.Others.Together(r.Context(), v.Person, other.Person); err != nil || !together {
		return nil, err
	}
	var granted [2]int
	for i, one := range []visits.Visit{v, other} {
		o, err := p.Others.Order(r.Context(), one.Provider, one.Order)
		if fault.KindOf(err) == fault.NotFound { // it has ended meanwhile
			continue
		}
		if err != nil {
			return nil, err
		}
		granted[i] = o.Minutes
	}
	s := &sharing{ids: [2]ids.ID{id, odd[at].Other.ID}, visits: [2]visits.Visit{v, other}}
	if s.rule, err = p.Others.Sharing(r.Context(), v.Target); err != nil {
		return nil, err
	}
	s.parts[0], s.parts[1] = visits.Shared(v.Done, other.Done, s.rule, granted[0], granted[1])
	return s, nil
}

func (p Pages) shareForm(r *http.Request, s *sharing, head webkit.FormHead) (*ShareForm, error) {
	today := webkit.Today(r)
	who, err := p.Others.Who(r.Context(), webkit.Actor(r), today, s.visits[0].Person, s.visits[1].Person)
	if err != nil {
		return nil, err
	}
	form := &ShareForm{FormHead: head, Path: "/utforare/besok/" + s.ids[0].String() + "/dela", With: who[s.visits[1].Person].Name, Rule: s.rule.Words()}
	for i, part := range s.parts {
		form.Facts = append(form.Facts, webkit.Fact{
			Label: who[s.visits[i].Person].Name, Value: webkit.ClockTime(part.From) + "–" + webkit.ClockTime(part.To) + ", " + webkit.Count(part.Minutes(), "minut", "minuter"),
			Origin: "registrerat " + webkit.ClockTime(s.visits[i].Done.From) + "–" + webkit.ClockTime(s.visits[i].Done.To),
		})
	}
	return form, nil
}

// postShare handles POST /utforare/besok/{nr}/dela: both visits are corrected in one act.
func (p Pages) postShare(w http.ResponseWriter, r *http.Request) error {
	id, v, _, err := p.own(r)
	if err != nil {
		return err
	}
	found, err := p.Lists.Oddities(r.Context(), ids.Visit{ID: id})
	if err != nil {
		return err
	}
	s, err := p.sharing(r, id, v, found[ids.Visit{ID: id}])
	if err != nil {
		return err
	}
	in := webkit.Posted(r)
	var steps []engine.Step
	if s == nil {
		in.Add(fault.New(fault.Conflict, "visit.nothing-to-share"))
	} else if steps, err = p.shareSteps(r, s); err != nil {
		return err
	}
	if err = in.Err(); err == nil {
		_, err = p.Intake.Do(r.Context(), webkit.Form(r), steps...)
	}
	if err != nil {
		page, failed := p.visitPage(r, in.Again(err), true)
		if failed != nil {
			return failed
		}
		return webkit.Redo(w, r, p.kit, "besok-ett.html", page, err)
	}
	return webkit.Done(w, r, "/utforare/besok/"+id.String())
}

func (p Pages) shareSteps(r *http.Request, s *sharing) ([]engine.Step, error) {
	var steps []engine.Step
	for i, v := range s.visits {
		cmd := visits.Share{Service: v.Service, With: ids.Visit{ID: s.ids[1-i]}, Was: v.Done, Done: s.parts[i], Rule: s.rule}
		var err error
		if cmd.Locked, err = p.locked(r, v, s.parts[i]); err != nil {
			return nil, err
		}
		if cmd.Rates, err = p.Others.Tariff(r.Context(), v.Target); err != nil {
			return nil, err
		}
		steps = append(steps, p.Visits.Step(s.ids[i], cmd))
	}
	return steps, nil
}

package controlweb

import (
	"net/http"
	"strconv"

	"stadga/internal/visits/control"
	"stadga/internal/webkit"
)

// Tolerance is the address where the board's tolerance is set.
const Tolerance = "/ekonomi/ersattning/tolerans"

// TolerancePage is /ekonomi/ersattning/tolerans: how far delivered time may be from
// granted before somebody gives a cause (F-13).
type TolerancePage struct {
	webkit.Page
	Level []webkit.Fact
	Set   *LevelForm // nil: one may not
}

func (p Pages) getTolerance(w http.ResponseWriter, r *http.Request) error {
	page, err := p.tolerancePage(r, webkit.Typed{}, webkit.NewForm(r, 0, ""))
	if err != nil {
		return err
	}
	return webkit.Show(w, r, p.kit, http.StatusOK, "tolerans.html", page)
}

func (p Pages) tolerancePage(r *http.Request, typed webkit.Typed, head webkit.FormHead) (*TolerancePage, error) {
	levels, _, err := p.Tolerances.Load(r.Context(), control.ToleranceID())
	if err != nil {
		return nil, err
	}
	today := webkit.Today(r)
	page := &TolerancePage{
		Page: webkit.Page{
			Title: "Tolerans för utförd tid", Back: &webkit.Link{Path: "/ekonomi/ersattning", Words: "Ersättning till utförare"},
			Sentence: "När utförd tid skiljer sig mer än så från beviljad tid i en månad hamnar uppdraget på listan, och någon behöver välja en orsak.",
		},
		Level: levelFacts("Tolerans", levels, today),
	}
	if now, set := levels.On(today); set {
		page.Strong = "Toleransen är " + strconv.Itoa(now.Percent) + " procent."
	}
	if p.Others.May(webkit.Actor(r), "tolerance.set") {
		page.Set = levelForm(typed, head, Tolerance, "Så mycket får utförd tid skilja sig", "Räknas i procent av beviljad tid, uppåt och nedåt. För varje månad gäller den tolerans som gällde den sista dagen.")
		page.Set.Summary, page.Set.Button = "Ny tolerans", "Spara toleransen"
	}
	return page, nil
}

func (p Pages) postTolerance(w http.ResponseWriter, r *http.Request) error {
	in := webkit.Posted(r)
	cmd := control.SetTolerance{Level: levelOf(in)}
	err := in.Err()
	if err == nil {
		_, err = p.Tolerances.Do(r.Context(), webkit.Form(r), control.ToleranceID(), cmd)
	}
	if err == nil {
		return webkit.Done(w, r, Tolerance)
	}
	page, failed := p.tolerancePage(r, in.Again(err), webkit.SameForm(r))
	if failed != nil {
		return failed
	}
	return webkit.Redo(w, r, p.kit, "tolerans.html", page, err)
}

package qualityweb

import (
	"context"
	"net/http"

	"stadga/internal/act"
	"stadga/internal/quality"
	"stadga/internal/webkit"
)

// followAhead is how many days before it is due a follow-up stands on the list.
const followAhead = 30

// followed lists the follow-ups of services where municipal health care is
// responsible too (E-43).
func (p Pages) followed(r *http.Request, page *RegisterPage) error {
	today := webkit.Today(r)
	all, err := p.Others.FollowUps(r.Context(), webkit.Actor(r), p.HealthKinds, today.AddDays(followAhead), webkit.PageSize)
	if err != nil {
		return err
	}
	list := &webkit.Listing{
		Caption: "Uppföljningar där kommunens hälso- och sjukvård ansvarar", Columns: []webkit.Column{{Words: "Insats"}, {Words: "Ärende"}, {Words: "Uppföljning"}},
		Empty: webkit.Empty{Sentence: "Ingen uppföljning är gjord den senaste månaden, och ingen ska göras den närmaste."}, Paging: webkit.Paging{From: min(1, len(all)), To: len(all), Of: len(all)},
	}
	for _, f := range all {
		badge := webkit.Badge{Lage: webkit.Snart, Words: "senast " + webkit.PlainDay(f.Due, today)}
		switch {
		case !f.Made.IsZero():
			badge = webkit.Badge{Lage: webkit.Klar, Words: "gjord " + webkit.PlainDay(f.Made, today)}
		case f.Due.Before(today):
			badge = webkit.Badge{Lage: webkit.Sen, Words: "skulle ha gjorts " + webkit.PlainDay(f.Due, today)}
		}
		row := webkit.ListRow{Words: f.Service, Cells: []webkit.Cell{{Name: "Ärende", Words: "ärende du inte kan öppna"}, {Name: "Uppföljning", Badge: &badge}}}
		if f.Case != "" {
			row.Path, row.Cells[0].Words = "/arende/"+f.Case+"/insatser", f.Case
			webkit.Shown(r.Context(), f.Person) // by the number of the case
		}
		list.Rows = append(list.Rows, row)
	}
	page.Follow = list
	return nil
}

// ForHealth counts the open deviations that reach MAS, and leads there; no path for
// one who is not MAS.
func (p Pages) ForHealth(ctx context.Context, who act.Actor) (count int, path string, err error) {
	for _, view := range views(who) {
		if view == viewHealth {
			count, err = p.Register.Count(ctx, quality.Selection{Scope: scopeOf(who, view, p.HealthKinds), Open: true})
			return count, registerPath + "?" + askView + "=" + view, err
		}
	}
	return 0, "", nil
}

package contractweb

import (
	"net/http"
	"slices"

	"stadga/internal/contracts"
	"stadga/internal/ids"
	"stadga/internal/org"
	"stadga/internal/webkit"
)

// SharesPage is /ekonomi/andelar: how the volume of home care is divided, now,
// before and from a day on.
type SharesPage struct {
	webkit.Page
	Agreed           webkit.Listing
	Form             webkit.FormHead
	Parts            []webkit.Field
	From, Until, Why webkit.Field
	MayAgree         bool
	Report           *webkit.Link
}

func (p ProviderPages) getShares(w http.ResponseWriter, r *http.Request) error {
	page, err := p.sharesPage(r, webkit.Typed{}, nil)
	if err != nil {
		return err
	}
	return webkit.Show(w, r, p.kit, http.StatusOK, "andelar.html", page)
}

func (p ProviderPages) sharesPage(r *http.Request, typed webkit.Typed, again error) (*SharesPage, error) {
	ctx, today := r.Context(), webkit.Today(r)
	shares, version, err := p.Shares.Load(ctx, contracts.SharesID())
	if err != nil {
		return nil, err
	}
	all, err := p.Register.EveryProvider(ctx)
	if err != nil {
		return nil, err
	}
	names := map[ids.Provider]string{}
	for _, one := range all {
		names[one.ID] = one.Name
	}
	now, holds := shares.On(today)
	page := &SharesPage{
		Page: webkit.Page{
			Title: "Överenskomna andelar", Sentence: "Andelarna av hemtjänstens timmar är tillsammans alltid 100 procent. Den som höjer en sänker en annan.",
			Back: webkit.Leads(r, webkit.Link{Path: providersRoot, Words: "Utförare"}),
		},
		Agreed: webkit.Listing{
			Caption: "Vad som är överenskommet", Empty: webkit.Empty{Sentence: "Inga andelar är överenskomna än."},
			Columns: []webkit.Column{{Words: "Gäller"}, {Words: "Andelar"}, {Words: "Varför"}},
			Paging:  webkit.NewPaging(r.URL, len(shares.Divisions)),
		},
		Form:     webkit.NewForm(r, version, ""),
		From:     typed.Field(webkit.Field{Name: "from", Label: "Gäller från", Required: true}),
		Until:    typed.Field(webkit.Field{Name: "until", Label: "Till och med", Help: "Fyll i om andelarna gäller för en tid, till exempel när en utförare slutar. Därefter gäller det som gällde före."}),
		Why:      typed.Field(webkit.Field{Name: "why", Label: "Varför för en tid?"}),
		MayAgree: p.May(webkit.Actor(r), "shares.agree"),
		Report:   webkit.Leads(r, webkit.Link{Path: "/rapporter/andelar", Words: "Jämför med utförda timmar, månad för månad"}),
	}
	if again != nil {
		page.Form = webkit.FormAfter(r, again, version)
	}
	if !holds {
		page.Strong = "Inga andelar gäller i dag."
	} else if !now.Until.IsZero() {
		page.Strong = "Andelarna i dag gäller för en tid, till och med " + webkit.PlainDay(now.Until, today) + "."
	}
	for i, one := range part(all, shares) {
		f := webkit.Field{Name: webkit.Row("share", i), Label: one.Name, Unit: "%", Size: "kort"}
		if n := now.Of(one.ID); n > 0 {
			f.Value = contracts.Part{Tenths: n}.Percent()
		}
		page.Parts = append(page.Parts, typed.Field(f))
	}
	divisions := slices.Clone(shares.Divisions)
	slices.Reverse(divisions)
	at := page.Agreed.Paging.Offset()
	for _, d := range divisions[min(at, len(divisions)):min(at+webkit.PageSize, len(divisions))] {
		words := "från " + webkit.PlainDay(d.From, today)
		if !d.Until.IsZero() {
			words = webkit.PlainDay(d.From, today) + "–" + webkit.PlainDay(d.Until, today)
		}
		says := ""
		for i, one := range d.Parts {
			if i > 0 {
				says += ", "
			}
			says += names[one.Provider] + " " + one.Percent() + " %"
		}
		page.Agreed.Rows = append(page.Agreed.Rows, webkit.ListRow{Words: words, Cells: []webkit.Cell{{Name: "Andelar", Words: says}, {Name: "Varför", Words: d.Why}}})
	}
	return page, nil
}

// part are the providers that may have a share: those that give home care, and
// those that have had one.
func part(all []org.Provider, shares contracts.AgreedShares) []org.Provider {
	return slices.DeleteFunc(slices.Clone(all), func(p org.Provider) bool {
		had := slices.ContainsFunc(shares.Divisions, func(d contracts.Division) bool { return d.Of(p.ID) > 0 })
		return !had && !slices.ContainsFunc(p.Services, contracts.HomeCare)
	})
}

func (p ProviderPages) postShares(w http.ResponseWriter, r *http.Request) error {
	ctx := r.Context()
	shares, _, err := p.Shares.Load(ctx, contracts.SharesID())
	if err != nil {
		return err
	}
	all, err := p.Register.EveryProvider(ctx)
	if err != nil {
		return err
	}
	in := webkit.Posted(r)
	d := contracts.Division{From: in.Day("from"), Until: in.Day("until"), Why: in.Text("why")}
	for i, one := range part(all, shares) {
		d.Parts = append(d.Parts, contracts.Part{Provider: one.ID, Tenths: contracts.ReadPercent(in.Text(webkit.Row("share", i)))})
	}
	if err = in.Err(); err == nil {
		_, err = p.Shares.Do(ctx, webkit.Form(r), contracts.SharesID(), contracts.AgreeShares{Division: d})
	}
	if err == nil {
		return webkit.Done(w, r, sharesRoot)
	}
	page, failed := p.sharesPage(r, in.Again(err), err)
	if failed != nil {
		return failed
	}
	return webkit.Redo(w, r, p.kit, "andelar.html", page, err)
}

package qualityweb

import (
	"net/http"
	"net/url"
	"slices"
	"strings"

	"stadga/internal/act"
	"stadga/internal/fault"
	"stadga/internal/ids"
	"stadga/internal/quality"
	"stadga/internal/webkit"
)

// ReportPage is Rapportera: three questions, and a link to where one came from.
type ReportPage struct {
	webkit.Page
	Form   webkit.FormHead
	What   webkit.Field
	Where  webkit.Field
	Danger webkit.Field
	Link   *webkit.Field // nil: one did not come from a case
	From   string        // the address one came from
	Mine   string
}

// getReport handles GET /kvalitet/rapportera. The page one came from is what the
// browser says, so that it works without scripts and without a link of its own on
// every page.
func (p Pages) getReport(w http.ResponseWriter, r *http.Request) error {
	from := ""
	if came, err := url.Parse(r.Referer()); err == nil && came.Host == r.Host {
		from = came.Path
	}
	typed, err := webkit.Blank(r, r.URL.Path)
	if err != nil {
		return err
	}
	page := p.reportPage(r, webkit.NewForm(r, 0, r.URL.Path), typed, from)
	return webkit.Show(w, r, p.kit, http.StatusOK, "rapportera.html", page)
}

func (p Pages) reportPage(r *http.Request, form webkit.FormHead, typed webkit.Typed, from string) *ReportPage {
	page := &ReportPage{Form: form, Mine: registerPath + "?vy=" + viewOwn}
	page.Title = "Rapportera"
	page.Sentence = "Rapportera det som har gått fel eller kunde ha gått fel. Du får ett nummer och ett svar."
	page.What = typed.Field(webkit.Field{Name: "what", Label: "Vad hände?", Help: "Skriv inga namn eller personnummer. 1–5 meningar räcker.", Rows: 5, Required: true})
	page.Where = typed.Field(webkit.Field{Name: "where", Label: "Var och när?", Help: "Till exempel: Hemtjänst Norr, i går kväll."})
	page.Danger = typed.Field(webkit.Field{Name: "danger", Label: "Är någon i fara just nu?", Options: webkit.YesNo(), Required: true})
	if matter, err := p.Others.At(r.Context(), webkit.Actor(r), from); err == nil {
		options := webkit.Options("ja", "Knyt rapporten till "+matter.Words)
		options[0].Chosen = true
		link := typed.Field(webkit.Field{Name: "link", Label: "Du kom från " + matter.Words, Options: options, Help: "Bara den som får öppna ärendet ser vilket det är."})
		page.Link, page.From = &link, from
	}
	return page
}

// postReport handles POST /kvalitet/rapportera.
func (p Pages) postReport(w http.ResponseWriter, r *http.Request) error {
	in := webkit.Posted(r)
	number, err := p.report(r, in)
	if err != nil {
		return webkit.Redo(w, r, p.kit, "rapportera.html", p.reportPage(r, webkit.SameForm(r), in.Again(err), in.Text("from")), err)
	}
	return webkit.Done(w, r, deviationPath+number)
}

func (p Pages) report(r *http.Request, in *webkit.Input) (string, error) {
	ctx, me, form := r.Context(), webkit.Actor(r), webkit.Form(r)
	cmd := quality.ReportDeviation{
		Report: quality.Report{What: in.Text("what"), Where: in.Text("where"), Unit: me.Unit, Provider: me.Provider},
		Danger: in.Word("danger", "ja", "nej"),
	}
	if in.Text("link") == "ja" {
		matter, err := p.Others.At(ctx, me, in.Text("from"))
		switch {
		case err == nil:
			cmd.Report.Link = matter.Link
			if !matter.Unit.IsZero() && me.Provider.IsZero() {
				cmd.Report.Unit = matter.Unit
			}
		case fault.KindOf(err) != fault.NotFound:
			return "", err
		}
	}
	if err := in.Err(); err != nil {
		return "", err
	}
	var err error
	if cmd.Report.Number, err = p.Numbers.Draw(ctx, webkit.Today(r).Year(), form.ID, 0); err != nil {
		return "", err
	}
	_, err = p.Deviations.Do(ctx, form, ids.Derive(form.ID, "deviation"), cmd)
	if slices.ContainsFunc(fault.All(err), func(f *fault.Error) bool { return f.Text == "deviation.number-taken" }) {
		p.Numbers.Forget(form.ID)
		err = fault.New(fault.Unmet, "deviation.number-taken")
	}
	return cmd.Report.Number, err
}

// The views of the register.
const (
	viewAll      = "alla"
	viewHealth   = "halso-och-sjukvard"
	viewUnit     = "enheten"
	viewProvider = "utforaren"
	viewOwn      = "mina"
)

// views lists what of the register the actor may look at, widest first.
func views(who act.Actor) []string {
	var all []string
	has := func(role string) bool { return slices.Contains(who.Roles, role) }
	switch {
	case !who.Provider.IsZero():
		if has("utforare") {
			all = append(all, viewProvider)
		}
	case has("kvalitet"), has("socialchef"):
		all = append(all, viewAll)
		if has("mas") && has("kvalitet") {
			all = append(all, viewHealth)
		}
	case has("enhetschef") && !who.Unit.IsZero():
		all = append(all, viewUnit)
	}
	return append(all, viewOwn)
}

// scopeOf narrows a list to a view; health are the kinds of service of viewHealth.
func scopeOf(who act.Actor, view string, health []string) quality.RegisterScope {
	scope := quality.RegisterScope{Barred: who.Barred}
	switch view {
	case viewAll:
		scope.All = true
	case viewHealth:
		scope.All, scope.Kinds = true, health
	case viewUnit:
		scope.Unit = who.Unit
	case viewProvider:
		scope.Provider = who.Provider
	default:
		scope.Reporter = who.User
	}
	return scope
}

func viewWords(view string) string {
	switch view {
	case viewAll:
		return "Hela förvaltningen"
	case viewHealth:
		return "Hälso- och sjukvård"
	case viewUnit:
		return "Min enhet"
	case viewProvider:
		return "Vår verksamhet"
	}
	return "Mina rapporter"
}

// shorten cuts a text at a word, for a row of a list.
func shorten(s string, most int) string {
	s = strings.Join(strings.Fields(s), " ")
	if len([]rune(s)) <= most {
		return s
	}
	cut := string([]rune(s)[:most])
	if i := strings.LastIndex(cut, " "); i > 0 {
		cut = cut[:i]
	}
	return cut + " …"
}

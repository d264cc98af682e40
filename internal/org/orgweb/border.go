package orgweb

import (
	"net/http"

	"stadga/internal/access"
	"stadga/internal/ids"
	"stadga/internal/org"
	"stadga/internal/webkit"
)

// BorderPath is where a board's border between authority and delivery is shown and changed.
const BorderPath = "/administration/grans"

// BorderPage is /administration/grans: what the board has decided about its
// branches, what that means for whom, and the form for a new decision.
type BorderPage struct {
	webkit.Page
	Form    webkit.FormHead
	Means   []string
	Decides bool // the reader writes in what the board decides
	Border  webkit.Field
	By      webkit.Field
	On      webkit.Field
	Ref     webkit.Field
	Past    []webkit.Fact
}

// BorderWords is a decision about the border, in a few words.
func BorderWords(b access.Border) string {
	if b == access.BorderNeed {
		return "Behovet styr i egen regi"
	}
	return "Gränsen gäller"
}

// borderMeans says what each decision means for whom.
func borderMeans(b access.Border) []string {
	private := "Privata utförare är egna organisationer. De ser sina uppdrag och aldrig ärendet."
	if b == access.BorderNeed {
		return []string{
			"Den som leder utförandet i egen regi läser det ärende som ett pågående uppdrag kommer ur: utredning, beslut och anteckningar. Ärendet öppnas från uppdraget, och varje läsning står i läsloggen.",
			"Inget skrivs i ärendet därifrån. När uppdraget upphör stängs det. Anmälningar och ansökningar öppnas inte, och har personen skyddade personuppgifter öppnas inget.",
			"Omsorgspersonalen ser uppdragen, som förut.",
			private,
		}
	}
	return []string{
		"Den som arbetar i egen regi ser sina uppdrag och aldrig det ärende som de kommer ur. Det som utförandet behöver veta skriver handläggaren i uppdraget.",
		private,
	}
}

const borderNeedValue, borderKeptValue = "behov", "galler"

func (p Pages) getBorder(w http.ResponseWriter, r *http.Request) error {
	b, version, err := p.Borders.Load(r.Context(), org.BorderID())
	if err != nil {
		return err
	}
	page, err := p.borderPage(r, b, webkit.NewForm(r, version, ""), webkit.Typed{})
	if err != nil {
		return err
	}
	return p.show(w, r, "grans.html", page)
}

func (p Pages) borderPage(r *http.Request, b org.Border, form webkit.FormHead, typed webkit.Typed) (*BorderPage, error) {
	today := webkit.Today(r)
	page := &BorderPage{
		Page: webkit.Page{Title: "Gränsen mellan myndighet och utförande", Strong: BorderWords(b.Now()) + ".", Sentence: "Sekretess gäller mellan en nämnds självständiga grenar. Var gränsen går beslutar nämnden."},
		Form: form, Means: borderMeans(b.Now()), Decides: p.Door.May(webkit.Actor(r), "border.decide"),
	}
	page.Border = typed.Field(webkit.Field{Name: "border", Label: "Vad har nämnden beslutat?", Required: true, Options: []webkit.Option{
		{Value: borderKeptValue, Words: BorderWords(access.BorderKept) + ": den som utför ser sina uppdrag"},
		{Value: borderNeedValue, Words: BorderWords(access.BorderNeed) + ": den som leder utförandet läser ärendet bakom ett pågående uppdrag"},
	}})
	page.By = typed.Field(webkit.Field{Name: "by", Label: "Beslutat av", Required: true})
	page.On = typed.Field(webkit.Field{Name: "on", Label: "Beslutsdag", Required: true})
	page.Ref = typed.Field(webkit.Field{Name: "ref", Label: "Beslutet finns i", Help: "Till exempel: SN 2026/41 § 12.", Required: true})
	var users []ids.User
	for _, d := range b.Decisions {
		users = append(users, d.Told)
	}
	names, err := p.names(r, users...)
	if err != nil {
		return nil, err
	}
	for i := len(b.Decisions) - 1; i >= 0; i-- {
		d := b.Decisions[i]
		page.Past = append(page.Past, webkit.Fact{
			Label: "Från " + webkit.PlainDay(d.Since, today), Value: BorderWords(d.Border),
			Origin: d.By + " beslutade " + webkit.PlainDay(d.On, today) + ", " + d.Ref + ". Inskrivet av " + names[d.Told] + ".",
		})
	}
	page.Past = append(page.Past, webkit.Fact{Label: "Från början", Value: BorderWords(access.BorderKept)})
	return page, nil
}

func (p Pages) postBorder(w http.ResponseWriter, r *http.Request) error {
	in := webkit.Posted(r)
	cmd := org.DecideBorder{By: in.Text("by"), On: in.Day("on"), Ref: in.Text("ref")}
	if in.MustWord("border", borderKeptValue, borderNeedValue) == borderNeedValue {
		cmd.Border = access.BorderNeed
	}
	err := in.Err()
	if err == nil {
		_, err = p.Borders.Do(r.Context(), webkit.Form(r), org.BorderID(), cmd)
	}
	if err == nil {
		return webkit.Done(w, r, BorderPath)
	}
	b, version, loadErr := p.Borders.Load(r.Context(), org.BorderID())
	if loadErr != nil {
		return loadErr
	}
	page, pageErr := p.borderPage(r, b, webkit.FormAfter(r, err, version), in.Again(err))
	if pageErr != nil {
		return pageErr
	}
	return webkit.Redo(w, r, p.kit, "grans.html", page, err)
}

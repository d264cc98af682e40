package caseweb

import (
	"net/http"
	"strconv"

	"stadga/internal/act"
	"stadga/internal/casework"
	"stadga/internal/civil"
	"stadga/internal/engine"
	"stadga/internal/webkit"
)

// CarePage is a page of what concerns the whole matter: consent and measures in
// emergencies, the plan with the region, or network meetings.
type CarePage struct {
	webkit.Page
	Do       []webkit.Link
	Sections []CareSection
}

// A CareSection is a heading with what is known under it.
type CareSection struct {
	ID, Words string
	Facts     []webkit.Fact
	Empty     string // said when nothing is
}

const (
	consentPage = "/samtycke"
	sipPage     = "/sip"
	networkPage = "/natverksmoten"
)

// careLinks lead from the case to those pages.
func (f File) careLinks() []webkit.Link {
	return []webkit.Link{
		{Path: f.Path(consentPage), Words: "Beslutsförmåga, samtycke och nöd"}, {Path: f.Path(sipPage), Words: "Samordnad individuell plan (SIP)"}, {Path: f.Path(networkPage), Words: "Nätverksmöten"},
	}
}

func (p Pages) careRoutes() []webkit.Route {
	page := func(path, part string, show func(f File, c casework.Case, today civil.Date) *CarePage) webkit.Route {
		return webkit.Route{Pattern: "GET /arende/{nr}" + path, Action: "case.read", Part: part, Handle: func(w http.ResponseWriter, r *http.Request) error {
			f, err := p.read(r)
			if err != nil {
				return err
			}
			of, _, err := p.Cases.Load(r.Context(), f.Case.ID.ID)
			if err != nil {
				return err
			}
			today := webkit.Today(r)
			page := show(f, of, today)
			page.Person, page.Back = f.Band(today, false), &webkit.Link{Path: f.Path(""), Words: "Ärende " + f.Case.Number}
			return p.show(w, r, "omarendet.html", page)
		}}
	}
	return []webkit.Route{page(consentPage, "samtycket", showConsentPage), page(sipPage, "SIP", showPlanPage), page(networkPage, "nätverksmötena", showNetworkPage)}
}

func showConsentPage(f File, c casework.Case, today civil.Date) *CarePage {
	page := &CarePage{Page: webkit.Page{Title: "Beslutsförmåga, samtycke och nöd", Sentence: "Socialtjänstlagen ger ingen rätt att besluta i någon annans ställe. Skriv hur samtycke söktes och vad det ledde till."}}
	page.Do = []webkit.Link{
		{Path: f.Path(consentPage + "/formaga"), Words: "Kan inte besluta själv"},
		{Path: f.Path(consentPage + "/sokt"), Words: "Samtycke har sökts"},
		{Path: f.Path(consentPage + "/nod"), Words: "Åtgärd utan samtycke i nöd"},
	}
	able := CareSection{ID: "formaga", Words: "Beslutsförmåga", Empty: "Inget talar för att personen inte kan besluta själv."}
	if n := c.Inability; n != nil {
		words := "Kan inte besluta själv"
		if n.Partly {
			words = "Kan delvis inte besluta själv"
		}
		able.Facts = []webkit.Fact{{Label: words, Value: n.What, Origin: webkit.PlainDay(n.On, today)}, {Label: "Företrädare", Value: n.Representative}}
	}
	sought := CareSection{ID: "samtycke", Words: "Samtycke", Empty: "Samtycke har inte sökts."}
	for _, a := range c.Attempts {
		sought.Facts = append(sought.Facts, webkit.Fact{Label: a.Result.Words(), Value: a.To + ". " + a.How, Origin: joined(webkit.PlainDay(a.On, today), a.Says), Missing: a.Result == casework.ConsentUnread})
	}
	if c.Inability != nil && len(c.Attempts) == 0 {
		sought.Facts = []webkit.Fact{{Label: "Samtycke", Value: "inte sökt än", Missing: true, Mend: &webkit.Link{Path: f.Path(consentPage + "/sokt"), Words: "Skriv hur samtycke söktes"}}}
	}
	need := CareSection{ID: "nod", Words: "Åtgärder utan samtycke i nöd", Empty: "Ingen åtgärd i nöd är antecknad."}
	for _, a := range c.Necessity {
		need.Facts = append(need.Facts, webkit.Fact{Label: "Åtgärd " + strconv.Itoa(a.Number) + ", " + webkit.PlainDay(a.On, today), Value: a.What, Origin: "Varför: " + a.Why})
		if a.Reviewed.IsZero() {
			need.Facts = append(need.Facts, webkit.Fact{Label: "Genomgång", Value: "väntar på enhetschefen", Missing: true, Mend: &webkit.Link{Path: f.Path(consentPage + "/nod-genomgang"), Words: "Gå igenom åtgärden"}})
			continue
		}
		words := "Ingen lex Sarah-rapport"
		if a.LexSarah {
			words = "Rapporteras enligt lex Sarah"
		}
		need.Facts = append(need.Facts, webkit.Fact{Label: "Genomgången " + webkit.PlainDay(a.Reviewed, today), Value: words, Origin: a.Says})
	}
	page.Sections = []CareSection{able, sought, need}
	return page
}

func showPlanPage(f File, c casework.Case, today civil.Date) *CarePage {
	page := &CarePage{Page: webkit.Page{Title: "Samordnad individuell plan (SIP)", Sentence: "När någon behöver insatser från både kommun och region, planen behövs och personen samtycker (10 kap. 8 § socialtjänstlagen, 16 kap. 4 § hälso- och sjukvårdslagen)."}}
	plan := c.Plan
	section := CareSection{ID: "plan", Words: "Planen", Empty: "Ingen SIP är påbörjad."}
	put := func(label, value, origin string) {
		if value != "" {
			section.Facts = append(section.Facts, webkit.Fact{Label: label, Value: value, Origin: origin})
		}
	}
	if !plan.Needed.IsZero() {
		put("Behovet", plan.Why, webkit.PlainDay(plan.Needed, today))
		put("Samtycke", plan.Consent, "")
	}
	if !plan.Meeting.IsZero() {
		put("Möte", webkit.LongDay(plan.Meeting), "kallat")
	}
	if !plan.Made.IsZero() {
		put("Gjord", webkit.LongDay(plan.Made), "")
		put("Vilka som deltar", plan.Principals, "")
		put("Mål", plan.Goals, "")
		put("Insatser som behövs", plan.Measures, "")
		put("Vem som gör vad", plan.Who, "")
		put("Det andra gör", plan.Others, "")
		put("Huvudansvar", plan.Lead, "")
		put("Följs upp", webkit.LongDay(plan.FollowUp), "")
	}
	if !plan.FollowedUp.IsZero() {
		put("Uppföljd", plan.Result, webkit.PlainDay(plan.FollowedUp, today))
	}
	page.Sections = []CareSection{section}
	page.Do = []webkit.Link{{Path: f.Path(sipPage + "/behovs"), Words: "En SIP behövs"}}
	if !plan.Needed.IsZero() {
		page.Do = append(page.Do, webkit.Link{Path: f.Path(sipPage + "/kalla"), Words: "Kalla till möte"}, webkit.Link{Path: f.Path(sipPage + "/plan"), Words: "Skriv planen"})
	}
	if !plan.Made.IsZero() && plan.FollowedUp.IsZero() {
		page.Do = append(page.Do, webkit.Link{Path: f.Path(sipPage + "/uppfoljning"), Words: "Följ upp planen"})
	}
	return page
}

func showNetworkPage(f File, c casework.Case, today civil.Date) *CarePage {
	page := &CarePage{
		Page: webkit.Page{Title: "Nätverksmöten", Sentence: "Ett nätverksmöte samlar dem som finns omkring personen, privat och i arbetet."},
		Do:   []webkit.Link{{Path: f.Path(networkPage + "/nytt"), Words: "Skriv in ett möte"}},
	}
	section := CareSection{ID: "moten", Words: "Möten", Empty: "Inget nätverksmöte är hållet."}
	for n := len(c.Networks) - 1; n >= 0; n-- {
		m := c.Networks[n]
		section.Facts = append(section.Facts,
			webkit.Fact{Label: "Möte " + webkit.PlainDay(m.On, today), Value: m.About, Origin: joined(prefixed("Privat: ", m.Private), prefixed("Professionellt: ", m.Professional))},
			webkit.Fact{Label: "Överenskommet", Value: m.Agreed, Origin: prefixed("Nästa möte ", webkit.PlainDay(m.Next, today))})
	}
	page.Sections = []CareSection{section}
	return page
}

func joined(a, b string) string {
	if a == "" || b == "" {
		return a + b
	}
	return a + ". " + b
}

func prefixed(words, value string) string {
	if value == "" {
		return ""
	}
	return words + value
}

func (p Pages) careActs() []caseAct {
	onCase := func(then, path, action, title, button string, fields func(v actView) []FormField, cmd func(v actView, in *webkit.Input) engine.Command[casework.Case]) caseAct {
		return caseAct{
			path: then + "/" + path, action: action, part: "ärendet", title: title, button: button, then: then,
			fields: func(_ Pages, v actView) []FormField { return fields(v) },
			steps: func(p Pages, v actView, in *webkit.Input, _ act.Form) ([]engine.Step, error) {
				return p.one(p.Cases.Step(v.file.Case.ID.ID, cmd(v, in))), nil
			},
		}
	}
	today := func(v actView, name, label string) FormField {
		return day(name, label, webkit.Today(v.r).String(), true)
	}
	must := func(f FormField) FormField { f.Required = true; return f }
	var results []webkit.Option
	for _, r := range casework.ConsentResults() {
		results = append(results, webkit.Option{Value: string(r), Words: r.Words()})
	}
	return []caseAct{
		onCase(consentPage, "formaga", "case.consent", "Kan inte besluta själv", "Spara", func(v actView) []FormField {
			return []FormField{
				today(v, "on", "Bedömt den"), choice("partly", "Hur mycket?", "helt", webkit.Options("helt", "Kan inte besluta själv", "delvis", "Kan delvis inte besluta själv")),
				long("what", "Vad kan personen inte besluta om, och hur märks det?", "1–3 meningar.", true),
				must(short("representative", "Vem företräder personen?", "Undersök god man, förvaltare, framtidsfullmakt och anhörigbehörighet. Skriv ingen, om ingen finns.")),
			}
		}, func(v actView, in *webkit.Input) engine.Command[casework.Case] {
			return casework.NoteInability{Inability: casework.Inability{On: in.Day("on"), Partly: in.Text("partly") == "delvis", What: in.Text("what"), Representative: in.Text("representative")}}
		}),
		onCase(consentPage, "sokt", "case.consent", "Samtycke har sökts", "Spara", func(v actView) []FormField {
			return []FormField{
				today(v, "on", "Dag"), must(short("to", "Till vad?", "Till exempel: dusch två gånger i veckan.")),
				long("how", "Hur söktes samtycke?", "Till exempel: med bilder, tillsammans med dottern, vid två tillfällen.", true),
				choice("result", "Vad ledde det till?", "", results), long("says", "Vad sa eller visade personen?", "Krävs när personen kan antas vilja det.", false),
			}
		}, func(v actView, in *webkit.Input) engine.Command[casework.Case] {
			return casework.SeekConsent{Attempt: casework.ConsentAttempt{On: in.Day("on"), To: in.Text("to"), How: in.Text("how"), Result: casework.ConsentResult(in.Text("result")), Says: in.Text("says")}}
		}),
		onCase(consentPage, "nod", "case.necessity", "Åtgärd utan samtycke i nöd", "Spara åtgärden", func(v actView) []FormField {
			return []FormField{
				today(v, "on", "Dag"), long("what", "Vad gjordes?", "Vem gjorde vad, och hur länge.", true),
				long("why", "Varför var det nödvändigt?", "Vilken fara, och varför det inte gick att vänta. Undantaget gäller bara just då.", true),
			}
		}, func(v actView, in *webkit.Input) engine.Command[casework.Case] {
			return casework.RecordNecessity{On: in.Day("on"), What: in.Text("what"), Why: in.Text("why")}
		}),
		onCase(consentPage, "nod-genomgang", "case.necessity", "Gå igenom åtgärden i nöd", "Spara genomgången", func(v actView) []FormField {
			return []FormField{
				must(short("number", "Vilken åtgärd?", "Numret står på sidan, till exempel 1.")), choice("lex", "Ska den rapporteras enligt lex Sarah?", "", webkit.YesNo()),
				long("says", "Vad kom genomgången fram till?", "Vad gör vi för att det inte ska hända igen?", true),
			}
		}, func(v actView, in *webkit.Input) engine.Command[casework.Case] {
			return casework.ReviewNecessity{Number: in.Number("number"), LexSarah: in.Word("lex", "ja", "nej") == "ja", Says: in.Text("says")}
		}),
		onCase(sipPage, "behovs", "case.sip", "En SIP behövs", "Spara", func(v actView) []FormField {
			return []FormField{
				today(v, "on", "Dag"), long("why", "Varför behövs planen?", "Vad behövs från kommunen och vad från regionen?", true),
				long("consent", "Hur och när samtyckte personen?", "Till exempel: muntligt vid besöket den 3 mars.", true),
			}
		}, func(v actView, in *webkit.Input) engine.Command[casework.Case] {
			return casework.NeedPlan{On: in.Day("on"), Why: in.Text("why"), Consent: in.Text("consent")}
		}),
		onCase(sipPage, "kalla", "case.sip", "Kalla till SIP-möte", "Spara", func(v actView) []FormField {
			return []FormField{day("meeting", "Mötets dag", "", true)}
		}, func(v actView, in *webkit.Input) engine.Command[casework.Case] {
			return casework.CallToPlan{Meeting: in.Day("meeting")}
		}),
		onCase(sipPage, "plan", "case.sip", "Skriv SIP", "Spara planen", func(v actView) []FormField {
			return []FormField{
				today(v, "made", "Gjord den"), long("principals", "Vilka deltar?", "Kommun, region, skola och andra, med namn och roll.", true), long("goals", "Mål", "Personens egna mål.", true),
				long("measures", "Vilka insatser behövs?", "", true), long("who", "Vem gör vad?", "Vad kommunen gör och vad regionen gör.", true),
				long("others", "Vad gör andra?", "Lämna tomt om inget.", false), must(short("lead", "Vem har huvudansvaret?", "Namn och huvudman.")), day("follow_up", "Följs upp den", "", true),
			}
		}, func(v actView, in *webkit.Input) engine.Command[casework.Case] {
			return casework.MakePlan{Plan: casework.CoordinatedPlan{
				Made: in.Day("made"), Principals: in.Text("principals"), Goals: in.Text("goals"), Measures: in.Text("measures"), Who: in.Text("who"), Others: in.Text("others"),
				Lead: in.Text("lead"), FollowUp: in.Day("follow_up"),
			}}
		}),
		onCase(sipPage, "uppfoljning", "case.sip", "Följ upp SIP", "Spara uppföljningen", func(v actView) []FormField {
			return []FormField{today(v, "on", "Dag"), long("says", "Vad har planen lett till?", "", true)}
		}, func(v actView, in *webkit.Input) engine.Command[casework.Case] {
			return casework.FollowUpPlan{On: in.Day("on"), Says: in.Text("says")}
		}),
		onCase(networkPage, "nytt", "case.network", "Skriv in ett nätverksmöte", "Spara mötet", func(v actView) []FormField {
			return []FormField{
				today(v, "on", "Dag"), short("private", "Ur det privata nätverket", "Till exempel: mormor, moster Eva, grannen Bo."), short("professional", "Ur det professionella nätverket", "Till exempel: läraren, BUP."),
				long("about", "Vad handlade mötet om?", "", true), long("agreed", "Vad kom ni överens om?", "", true), day("next", "Nästa möte, om det är bestämt", "", false),
			}
		}, func(v actView, in *webkit.Input) engine.Command[casework.Case] {
			return casework.RecordNetworkMeeting{Meeting: casework.NetworkMeeting{
				On: in.Day("on"), Private: in.Text("private"), Professional: in.Text("professional"), About: in.Text("about"), Agreed: in.Text("agreed"), Next: in.Day("next"),
			}}
		}),
	}
}

package deskweb

import (
	"net/http"
	"time"

	"stadga/internal/webkit"
)

// ProfilePage is /profil.
type ProfilePage struct {
	webkit.Page
	Facts     []webkit.Fact
	Emergency *webkit.Link // to a closed file, where someone's life is in danger; nil: the reader may not
}

func (p Pages) getProfile(w http.ResponseWriter, r *http.Request) error {
	account := webkit.AccountOf(r)
	page := &ProfilePage{Emergency: webkit.Leads(r, webkit.Link{Path: "/nodatkomst", Words: "Nödåtkomst till en stängd akt"})}
	page.Title, page.Sentence = account.Name, account.Title
	if r.URL.Query().Has("andra") {
		page.Sentence = "Du är utloggad överallt utom här."
	}
	idle, long := webkit.Limits(r)
	page.Facts = []webkit.Fact{
		{Label: "Inloggad till", Value: "Du loggas ut efter " + span(idle) + " utan att göra något, och senast efter " + span(long) + "."},
		{Label: "Dina inloggningar", Value: "Se var du är inloggad, och avsluta det du inte känner igen.", Mend: &webkit.Link{Path: "/profil/inloggningar", Words: "Visa"}},
		{Label: "Dina läsningar", Value: "Varje del av en akt som du öppnar skrivs i läsloggen, med tid och grund.", Mend: &webkit.Link{Path: "/profil/lasningar", Words: "Visa"}},
	}
	if keys := webkit.Leads(r, webkit.Link{Path: "/profil/nycklar", Words: "Visa"}); keys != nil {
		page.Facts = append(page.Facts, webkit.Fact{Label: "Nycklar för program", Value: "Låt ett program läsa och göra det du själv kan.", Mend: keys})
	}
	return show(w, r, p, "profil.html", page)
}

// HelpPage is /hjalp: the same place on every page.
type HelpPage struct{ webkit.Page }

func (p Pages) getHelp(w http.ResponseWriter, r *http.Request) error {
	page := &HelpPage{}
	page.Title, page.Sentence = "Hjälp", "Det du behöver veta för att komma vidare."
	return show(w, r, p, "hjalp.html", page)
}

// OperationPage is /driftlage.
type OperationPage struct {
	webkit.Page
	Badge webkit.Badge
	Facts []webkit.Fact
}

// waitsLong is when what follows by itself is late: a server that dies holds a
// job for a minute.
const waitsLong = 5 * time.Minute

func (p Pages) getOperation(w http.ResponseWriter, r *http.Request) error {
	page := &OperationPage{Badge: webkit.Badge{Lage: webkit.Klar, Words: "i drift"}}
	page.Title, page.Sentence = "Driftläge", "Allt fungerar: det går att läsa, skriva och signera."
	if err := p.Alive(r.Context()); err != nil {
		p.Log.Error("the database does not answer", "err", err)
		page.Badge = webkit.Badge{Lage: webkit.Sen, Words: "stör"}
		page.Sentence = "Det går inte att nå uppgifterna just nu. Gäller det skydd av ett barn, ring mottagningen eller socialjouren."
	}
	facts := []webkit.Fact{
		{Label: "Serverns tid", Value: webkit.LongDay(webkit.Today(r)) + " " + webkit.ClockTime(webkit.Now(r))},
		{Label: "Regelbok", Value: p.Book.Edition()},
	}
	if page.Badge.Lage == webkit.Klar {
		border, err := p.Border(r.Context())
		if err != nil {
			return err
		}
		facts = append(facts, webkit.Fact{
			Label: "Gränsen mellan myndighet och utförande", Value: border,
			Mend: webkit.Leads(r, webkit.Link{Path: "/administration/grans", Words: "Vad det betyder, och vem som har beslutat"}),
		})
	}
	if p.Waiting != nil && page.Badge.Lage == webkit.Klar {
		acts, since, err := p.Waiting(r.Context())
		if err != nil {
			return err
		}
		facts = append(facts, webkit.Fact{Label: "Väntar på att förseglas eller följas upp", Value: webkit.Count(acts, "handling", "handlingar")})
		if acts > 0 && webkit.Now(r).Sub(since) > waitsLong {
			page.Badge = webkit.Badge{Lage: webkit.Snart, Words: "dröjer"}
			page.Sentence = "Det som sparas är sparat, men det som ska följa av sig själv dröjer. Det äldsta är från " + webkit.DayAndTime(since, webkit.Today(r)) + "."
		}
	}
	failed, last := p.Alarms()
	if failed > 0 {
		page.Badge = webkit.Badge{Lage: webkit.Sen, Words: "behörighet"}
		page.Sentence = "En behörighetsregel har fel, och därför är det den gäller stängt för alla. Ring systemförvaltaren."
	}
	page.Facts = facts
	if failed > 0 {
		page.Facts = append(page.Facts, webkit.Fact{Label: "Behörighetslarm", Value: webkit.Count(failed, "larm", "larm") + ", senast " + webkit.DayAndTime(last, webkit.Today(r))})
	}
	return show(w, r, p, "driftlage.html", page)
}

// span says a whole number of hours, or of minutes.
func span(d time.Duration) string {
	if d%time.Hour == 0 {
		return webkit.Count(int(d/time.Hour), "timme", "timmar")
	}
	return webkit.Count(int(d/time.Minute), "minut", "minuter")
}

package webkit

import (
	"errors"
	"net/http"
	"net/url"

	"stadga/internal/fault"
)

// FailPage is what an error page shows.
type FailPage struct {
	Page
	Number string // FEL-0404
	Call   bool   // the number is worth telling support
}

// fail turns an error into a page. No access and no such case get the same
// page, status and words, so that a number tells nothing to one who guesses.
func (s *Site) fail(w http.ResponseWriter, r *http.Request, v *visit, err error) {
	if errors.Is(err, errLoggedOut) && v.program {
		w.Header().Set("WWW-Authenticate", "Bearer")
		s.failProgram(w, r, http.StatusUnauthorized, "Nyckeln saknas eller gäller inte", err, fault.New(fault.Forbidden, "api.no-bearer"))
		return
	}
	if errors.Is(err, errLoggedOut) && wantsJSON(r) {
		w.WriteHeader(http.StatusUnauthorized) // the script keeps the text, and says what to do
		return
	}
	if errors.Is(err, errLoggedOut) {
		to := "/logga-in"
		back := r.URL.RequestURI()
		if r.Method != http.MethodGet { // to the page of the form, where the draft is
			back = ""
			if came, err := url.Parse(r.Referer()); err == nil && came.Host == r.Host {
				back = came.RequestURI()
			}
		}
		if back != "" && back != "/" {
			to += "?till=" + url.QueryEscape(back)
		}
		http.Redirect(w, r, to, http.StatusSeeOther)
		return
	}
	s.tellRefused(v, err)
	status, key := http.StatusInternalServerError, "web.internal"
	first := &fault.Error{Kind: fault.Internal, Text: key}
	if all := fault.All(err); len(all) > 0 {
		first = all[0]
	}
	title := "Något gick fel hos oss"
	if first.Text == "web.not-logged" {
		status = http.StatusServiceUnavailable
	}
	switch first.Kind {
	case fault.NotFound, fault.Forbidden:
		status, title = http.StatusNotFound, "Vi hittar inget sådant ärende"
		if first.Text != "web.no-such-page" && first.Text != "web.cross-site" {
			first = &fault.Error{Kind: fault.NotFound, Text: "web.not-found"}
		} else {
			title = "Sidan finns inte"
		}
		if first.Text == "web.cross-site" {
			status, title = http.StatusForbidden, "Formuläret kom från en annan webbplats"
		}
	case fault.Conflict:
		status, title = http.StatusConflict, "Någon annan hann före"
	case fault.Invalid, fault.Unmet:
		status, title = http.StatusUnprocessableEntity, "Det gick inte att spara"
		if first.Text == "web.too-many" {
			status, title = http.StatusTooManyRequests, "Vänta en minut"
			w.Header().Set("Retry-After", "60")
		}
	case fault.Wait:
		status, title = http.StatusServiceUnavailable, "Det går inte att spara just nu"
		s.Log.Error("nothing can be written", "route", v.route.Pattern, "err", err)
	case fault.Internal:
		s.Log.Error("request failed", "route", v.route.Pattern, "err", err)
	}
	if v.program {
		s.failProgram(w, r, statusForProgram(r, status, first), title, err, first)
		return
	}
	says, number := s.Words.Words(first)
	page := &FailPage{Page: Page{Title: title, Sentence: says}, Number: number, Call: first.Kind == fault.Internal}
	if showErr := Show(w, r, s.kit, status, "fel.html", page); showErr != nil {
		s.Log.Error("error page failed", "err", showErr)
		http.Error(w, says+" "+number, status)
	}
}

// tellRefused writes in the log that someone was refused: which route, who and why,
// and nothing of what was asked for. A number that is wrong is refused alike, so
// that many lines of one user are what says something.
func (s *Site) tellRefused(v *visit, err error) {
	all := fault.All(err)
	if len(all) == 0 {
		return
	}
	switch why := all[0]; {
	case why.Text == "web.cross-site", why.Text == "web.too-many",
		v.route.Action != Open && (why.Kind == fault.NotFound || why.Kind == fault.Forbidden):
		s.Log.Info("refused", "route", v.route.Pattern, "action", v.route.Action, "user", v.session.User, "why", why.Text)
	}
}

// Catalogue holds the sentences of the shell itself, FEL-0001 to FEL-0099.
func Catalogue() fault.Catalogue {
	return fault.Catalogue{
		"web.internal":         {Number: 7, Says: "Något gick fel hos oss. Det du skrev finns kvar. Försök igen om en stund."},
		"web.not-found":        {Number: 4, Says: "Vi hittar inget sådant ärende. Kontrollera numret. Det skrivs med år och fyra siffror, till exempel 2026-0299."},
		"web.no-such-page":     {Number: 5, Says: "Det finns ingen sida med den adressen. Gå tillbaka eller välj i menyn."},
		"web.cross-site":       {Number: 6, Says: "Formuläret skickades från en annan webbplats och är inte sparat. Öppna sidan här och försök igen."},
		"web.not-logged":       {Number: 9, Says: "Sidan kan inte visas, för läsloggen går inte att skriva i. Det du skrev finns kvar. Försök igen om en stund."},
		"web.form-broken":      {Number: 8, Says: "Formuläret kom inte fram helt. Ladda om sidan och skicka igen."},
		"web.day-unknown":      {Number: 10, Says: "Datumet går inte att läsa. Skriv till exempel 2026-03-12, 12 mars eller i dag."},
		"web.day-missing":      {Number: 11, Says: "Fyll i datumet. Skriv till exempel 2026-03-12 eller i dag."},
		"web.time-unknown":     {Number: 12, Says: "Tiden går inte att läsa. Skriv timmar och minuter, till exempel 08:53."},
		"web.word-unknown":     {Number: 13, Says: "Välj ett av alternativen."},
		"web.number-bad":       {Number: 14, Says: "Talet går inte att läsa. Skriv hela tal med siffror."},
		"web.text-missing":     {Number: 15, Says: "Fyll i uppgiften. En mening räcker."},
		"web.text-long":        {Number: 16, Says: "Texten är längre än {hogst} tecken. Korta den."},
		"web.number-far":       {Number: 18, Says: "Talet kan inte stämma. Kontrollera det och skriv det igen."},
		"web.day-far":          {Number: 19, Says: "Året kan inte stämma. Kontrollera datumet och skriv till exempel 2026-03-12."},
		"web.too-many":         {Number: 20, Says: "Det kom fler försök än vanligt på kort tid. Vänta en minut och försök igen. Inget är borttappat."},
		"web.log-in-not-begun": {Number: 21, Says: "Inloggningen påbörjades inte i den här webbläsaren, eller tog mer än tio minuter. Logga in på nytt."},
		"web.log-in-used":      {Number: 22, Says: "Svaret från inloggningen är redan använt, eller kom för sent. Logga in på nytt."},
		"web.log-in-no-role":   {Number: 23, Says: "Du är inlagd i Stadga, men inloggningstjänsten ger dig ingen av dina roller. Be systemförvaltaren kontrollera dina grupper."},
		"api.no-bearer":        {Number: 30, Says: "Skicka en nyckel som gäller, som \"Authorization: Bearer …\". En nyckel ger du på din profil, under Nycklar för program."},
		"api.not-json":         {Number: 31, Says: "Skicka fälten som JSON, med \"Content-Type: application/json\"."},
		"api.too-large":        {Number: 32, Says: "Det som skickades är större än {byte} byte. Dela upp det."},
		"api.cut":              {Number: 33, Says: "Det som skickades kom inte fram helt. Skicka det igen med samma nyckel."},
		"api.not-object":       {Number: 34, Says: "Det som skickades går inte att läsa som ett JSON-objekt med fält."},
		"api.wrong-type":       {Number: 35, Says: "Fältet ska vara text, ett tal, true, false eller en lista av sådana."},
		"api.unknown-field":    {Number: 36, Says: "Formuläret har inget sådant fält, eller använder det inte med det som är valt. Inget är sparat. Ta bort fältet."},
		"api.no-key":           {Number: 37, Says: "Skicka \"Idempotency-Key\" med ett UUID som du väljer. Då blir det som skickas två gånger sparat en gång."},
		"api.bad-key":          {Number: 38, Says: "\"Idempotency-Key\" ska vara ett UUID, till exempel 4c2b7f0e-9d53-4e1a-8a66-0d1f2b3c4d5e."},
		"api.bad-match":        {Number: 39, Says: "\"If-Match\" ska vara den version som sidan visade, till exempel \"7\"."},
		"api.key-day":          {Number: 40, Says: "En nyckel gäller från i dag och högst ett år. Välj en dag däremellan."},
		"api.keys-many":        {Number: 41, Says: "Du har gett tio program nycklar, och fler går det inte att ha. Avsluta en som inte används."},
		"web.draft-refused":    {Number: 17, Says: "Utkastet kunde inte sparas. Texten finns kvar i formuläret."},
	}
}

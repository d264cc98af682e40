package decideweb

import (
	"net/http"
	"strconv"

	"stadga/internal/civil"
	"stadga/internal/duty"
	"stadga/internal/webkit"
)

// Limits are the last days of an investigation: by law, and by the municipality's
// own 120 days (C-01), with what is about to be missed.
type Limits struct {
	Frister []NamedFrist
	Warning string
	Mend    *webkit.Link
}

// A NamedFrist is a last day with what it is the last day of.
type NamedFrist struct {
	Words string
	Frist webkit.Frist
}

// warnDays before day 120 the page says that the time is running out.
const warnDays = 20

// limits draws the last days of the investigation in hand.
func (p Pages) limits(r *http.Request, s *scene) (Limits, error) {
	var out Limits
	owed, err := p.Others.Owed(r.Context(), s.i.Subject())
	if err != nil {
		return out, err
	}
	now := webkit.Now(r)
	if s.i.Ground.Protects() {
		o := duty.Obligation{Ground: duty.Fact{Day: s.i.Opened}, Strict: s.i.Due()}
		if !s.i.Decided.IsZero() {
			o.MetBy = duty.Fact{Day: s.i.Decided}
		}
		f := webkit.FristOf(o, now)
		f.Ground = "SoL 20 kap. 3 § · stoppas av beslutet som avslutar utredningen"
		f.Why = whyOf(s, owed, ruleChildInquiry)
		out.Frister = append(out.Frister, NamedFrist{"Utredningen ska vara klar", f})
	}
	for _, o := range owed {
		if o.Rule != ruleInquiryDays {
			continue
		}
		f := webkit.FristOf(o, now)
		used := s.usedDays()
		f.Ground = "Lokalt mål · dag " + strconv.Itoa(used) + " av " + strconv.Itoa(o.Due().DaysSince(s.i.Opened))
		f.Why = webkit.WhyPath(s.path(""), o)
		out.Frister = append(out.Frister, NamedFrist{"Kommunens gräns", f})
		if left := o.Due().DaysSince(s.today); s.writable() && s.i.Ground.Protects() && left <= warnDays && len(s.i.Extensions) == 0 {
			out.Warning = "Dag 120 är passerad, och inget beslut om förlängning med skäl finns."
			if left >= 0 {
				out.Warning = webkit.Days(left) + " kvar till dag 120. Hinner du inte: besluta om förlängning med skäl, innan tiden har gått ut."
			}
			out.Mend = &webkit.Link{Path: s.base() + "/" + partExtend, Words: "Till förlängning"}
		}
	}
	return out, nil
}

// usedDays are the days since the investigation was opened, to its end or today.
func (s *scene) usedDays() int {
	if !s.i.Decided.IsZero() {
		return s.i.Decided.DaysSince(s.i.Opened)
	}
	return s.today.DaysSince(s.i.Opened)
}

func whyOf(s *scene, owed []duty.Obligation, rule string) string {
	for _, o := range owed {
		if o.Rule == rule {
			return webkit.WhyPath(s.path(""), o)
		}
	}
	return ""
}

// times are the steps from what came in to the decision, each in days (C-05).
func (s *scene) times() []webkit.Fact {
	var out []webkit.Fact
	received := civil.DayOf(s.i.Received)
	from, words := received, "Kom in"
	step := func(to civil.Date, next, then string) {
		if from.IsZero() || to.IsZero() {
			return
		}
		out = append(out, webkit.Fact{Label: words + " till " + next, Value: webkit.Days(to.DaysSince(from)), Origin: webkit.PlainDay(from, s.today) + " till " + webkit.PlainDay(to, s.today)})
		from, words = to, then
	}
	step(s.said.registered, "registrerad", "Registrerad")
	step(s.i.Opened, "inledd", "Inledd")
	step(s.i.Ready, "klart underlag", "Klart underlag")
	step(s.i.Decided, "beslut", "Beslut")
	if s.i.Decided.IsZero() {
		step(s.today, "i dag", "I dag")
	}
	last := s.i.Decided
	if last.IsZero() {
		last = s.today
	}
	if !received.IsZero() {
		out = append(out, webkit.Fact{Label: "Hela tiden", Value: webkit.Days(last.DaysSince(received))})
	}
	return out
}

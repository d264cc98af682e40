package simulate

import (
	"context"
	"fmt"
	"sort"
	"time"

	"stadga/internal/civil"
	"stadga/internal/engine"
	"stadga/internal/ids"
	"stadga/internal/quality"
)

// What departs from what should be, a year in the full town, and what the outside
// world says.
const (
	deviationsYearly = 450.0
	complaintsYearly = 125.0
	lexSarahYearly   = 12.0
	shareMissed      = 0.55 // of the deviations: a service was not given
	shareAvailable   = 0.60 // of the complaints: nobody could be reached
	shareUnfinished  = 0.08 // of the deviations: begun and not ended
)

// A wrong is one deviation, from the one who reports it to the answer.
type wrong struct {
	id       ids.ID
	at       time.Time
	by       string // who reports
	provider string // where it happened; empty: at the authority
	report   quality.Report
	danger   bool
	class    quality.Classification
	cause    string
	action   string
}

// quality writes what is reported in the time of the plan, and what is done
// about it.
func (w *script) quality() {
	c := newChance(w.Seed, "quality")
	days := newRhythm(w.Start, w.Today, yearOfApplications, weekOfApplications)
	for range w.count(c, deviationsYearly) {
		w.handle(c, w.departure(c, office(c, days.day(c))))
	}
	for range w.count(c, complaintsYearly) {
		w.handle(c, w.complaint(c, office(c, days.day(c))))
	}
	grades := []quality.Malpractice{quality.IsMalpractice, quality.RiskOf, quality.RiskOfSerious}
	for n := range w.count(c, lexSarahYearly) {
		w.handle(c, w.lexSarah(c, office(c, days.day(c)), grades[n%len(grades)]))
	}
	if w.Stories {
		w.freshLexSarah(c)
	}
}

// departure is a deviation of our own: most often a service that was not given.
func (w *script) departure(c chance, at time.Time) wrong {
	x := wrong{id: w.ids.New(at), at: at, class: quality.Classification{Kind: quality.OfOurs, Severity: 1 + c.weighted([]float64{30, 50, 18, 2}), Recurrence: c.between(1, 4)}}
	if c.happens(shareMissed) {
		x.provider = w.provider(c, "hemtjanst-omvardnad")
		x.by, x.class.Type = contact(x.provider), quality.NotDelivered
		x.report.What = pick(c, []string{
			"Kvällsbesöket gavs inte. Vikarien fick fel slinga.", "Duschen uteblev för andra veckan i rad.", "Morgonbesöket kom två timmar för sent och frukosten hann inte ges.",
			"Inköpet gjordes inte. Beställningen låg kvar i bilen.", "Tillsynen klockan 14 missades när två larm kom samtidigt.",
		})
		x.cause = pick(c, []string{"Slingan ändrades samma morgon och den nya nådde inte vikarien.", "Två i gruppen var sjuka och ingen omplanering gjordes.", "Nyckeln låg kvar på kontoret."})
		x.action = pick(c, []string{"Ändrade slingor läses upp på morgonmötet.", "Gruppledaren går igenom planeringen klockan sju.", "Nycklarna kvitteras ut för hela dagen."})
		return x
	}
	x.by, x.class.Type = w.roster.officer(c, "bistand", civil.DayOf(at)), []quality.DeviationType{quality.Administering, quality.LateIncoming, quality.WrongGround}[c.weighted([]float64{60, 25, 15})]
	switch x.class.Type {
	case quality.LateIncoming:
		x.report.What = "En ansökan låg kvar i den gemensamma brevlådan i tre dagar innan någon öppnade den."
		x.cause, x.action = "Ingen hade brevlådan på sitt schema den veckan.", "Brevlådan står på dagens lista för mottagningen."
	case quality.WrongGround:
		x.report.What = "Beslutet hänvisade till den äldre lagen. Det rättades samma dag."
		x.cause, x.action = "En gammal text kopierades från ett tidigare beslut.", "Texten är borttagen ur den gemensamma mappen."
	default:
		x.report.What = pick(c, []string{"Beslutet skickades till en gammal adress.", "Uppdraget skickades till fel utförare och togs tillbaka efter en timme.", "Uppföljningen bokades men blev inte av och den enskilde fick ingen ny tid."})
		x.cause, x.action = "Uppgiften kontrollerades inte mot akten innan den skickades.", "Vi läser adress och mottagare en gång till före sändning."
	}
	x.report.Unit = w.actors[x.by].Unit
	return x
}

// complaint is what someone outside said, written down by the one who heard it.
func (w *script) complaint(c chance, at time.Time) wrong {
	x := wrong{id: w.ids.New(at), at: at, class: quality.Classification{Kind: quality.Complaint, Type: quality.OtherType, Severity: 1 + c.weighted([]float64{60, 35, 5}), Recurrence: c.between(2, 4)}}
	if c.happens(0.4) {
		x.class.Kind = quality.Opinion
	}
	x.by = w.roster.officer(c, "bistand", civil.DayOf(at))
	x.report.Unit = w.actors[x.by].Unit
	x.report.What = pick(c, []string{"En dotter tycker att brevet om beslutet var svårt att förstå.", "En granne frågar varför det kommer så många olika personer.", "En make vill att telefontiden är längre."})
	x.cause, x.action = "Brevet innehåller ord som bara vi använder.", "Vi har skrivit om brevets första stycke."
	if c.happens(shareAvailable) {
		x.report.What = pick(c, []string{"En anhörig har ringt fyra gånger utan att någon svarar.", "En son har väntat två veckor på att bli uppringd.", "Ingen svarade på telefontiden i måndags."})
		x.cause, x.action = "Telefontiden hade bara en person när två var på utbildning.", "Telefontiden har alltid två namn på schemat."
	}
	return x
}

// lexSarah is a report that something bad happened to a person, or could have.
func (w *script) lexSarah(c chance, at time.Time, grade quality.Malpractice) wrong {
	x := wrong{
		id: w.ids.New(at), at: at, provider: pick(c, []string{"lindgarden", "strandhagen", "hemtjanst-soder"}), danger: grade.Serious(),
		class: quality.Classification{Kind: quality.LexSarah, Type: quality.OtherType, Severity: 3, Recurrence: 2, Grade: grade},
		cause: "Bemanningen var lägre än planerat och larmet hördes inte i den andra korridoren.", action: "Larmet går nu till båda grupperna, och nattens bemanning stäms av klockan 20.",
	}
	x.by = contact(x.provider)
	x.report.What = pick(c, []string{
		"En boende fick ingen hjälp på fyra timmar under natten trots larm.", "En boende lämnades ensam i duschen och föll.",
		"En person hittades utanför huset i bara nattkläder.",
	})
	return x
}

// freshLexSarah is the report of five days ago, of which nobody yet knows why it
// happened.
func (w *script) freshLexSarah(c chance) {
	x := w.lexSarah(c, w.at(-5, 8, 40), quality.IsMalpractice)
	w.reported(x)
	w.inDeviation(x.id, w.at(-4, 10, 15), keeper, quality.ClassDeviation{Class: x.class})
}

// reported writes the report. Its number is drawn when it is made.
func (w *script) reported(x wrong) {
	if x.provider != "" {
		x.report.Provider = w.providers[x.provider]
	}
	danger := "nej"
	if x.danger {
		danger = "ja"
	}
	w.do(x.at, x.by, one(func() engine.Step {
		report := x.report
		report.Number = w.DeviationNumber(civil.DayOf(x.at).Year())
		return w.deviations.Step(x.id, quality.ReportDeviation{Report: report, Danger: danger})
	}))
}

// inDeviation writes one act of the work on a deviation.
func (w *script) inDeviation(id ids.ID, at time.Time, by string, cmd engine.Command[quality.Deviation]) {
	w.do(at, by, one(func() engine.Step { return w.deviations.Step(id, cmd) }))
}

// handle lets a reported deviation be judged, explained, acted on and answered.
// What happened at a provider is explained there, and judged and answered by the
// board's own.
func (w *script) handle(c chance, x wrong) {
	w.reported(x)
	judge, mender := w.answering(x.report.Unit), w.answering(x.report.Unit)
	if x.provider != "" {
		mender = contact(x.provider)
	}
	if x.class.Kind == quality.LexSarah {
		judge = keeper
	}
	w.care(c, x, judge, mender)
}

// keeper is who answers for the quality of the whole administration.
const keeper = "anneli-kvist"

// answering is who leads the unit; the one who answers for quality where nobody does.
func (w *script) answering(unit ids.Unit) string {
	for _, post := range Staff() {
		if len(post.Roles) > 0 && post.Roles[0] == "enhetschef" && !unit.IsZero() && w.actors[post.Key].Unit == unit {
			return post.Key
		}
	}
	return keeper
}

// care writes the four steps of the work, each some days after the last.
func (w *script) care(c chance, x wrong, judge, mender string) {
	slow := 1
	if x.class.Kind != quality.LexSarah {
		slow = 2
	}
	classed := after(c, x.at, float64(c.between(0, 3*slow)))
	w.inDeviation(x.id, classed, judge, quality.ClassDeviation{Class: x.class})
	explained := after(c, classed, float64(c.between(1, 6*slow)))
	w.inDeviation(x.id, explained, mender, quality.ExplainDeviation{Cause: x.cause})
	acted := after(c, explained, float64(c.between(0, 5*slow)))
	w.inDeviation(x.id, acted, mender, quality.ActOnDeviation{What: x.action, On: civil.DayOf(acted)})
	if x.class.Grade.Serious() {
		told := after(c, acted, 1)
		w.inDeviation(x.id, told, judge, quality.NotifyIVO{On: civil.DayOf(told)})
		acted = told
	}
	if x.class.Kind == quality.OfOurs && w.unfinished.falls() {
		return
	}
	w.inDeviation(x.id, after(c, acted, float64(c.between(1, 5*slow))), judge, quality.CloseDeviation{Answer: "Tack för din rapport. " + x.action})
}

// DeviationNumber gives the next number of the year, to those who report and to
// the program itself.
func (p *Plan) DeviationNumber(year int) string {
	if p.reported == nil {
		p.reported = make(map[int]int)
	}
	p.reported[year]++
	return fmt.Sprintf("A%04d-%04d", year, p.reported[year])
}

// raised lets the head of the unit take care of a deviation that the program
// raised by itself: an investigation that took too long.
func (w *script) raised(ctx context.Context, id ids.Deviation, at time.Time) error {
	d, _, err := w.deviations.Load(ctx, id.ID)
	if err != nil {
		return fmt.Errorf("simulate: a deviation raised by the program: %w", err)
	}
	c := newChance(w.Seed, "raised "+id.String())
	sofar := len(w.intents)
	head := w.answering(d.Unit)
	w.care(c, wrong{
		id: id.ID, at: at, class: quality.Classification{Kind: quality.OfOurs, Type: quality.TookTooLong, Severity: c.between(1, 2), Recurrence: c.between(2, 3)},
		cause: pick(c, []string{
			"Samtalen med barnet kom i gång först efter sju veckor, när båda föräldrarna hade sagt ja.", "Underlag från barn- och ungdomspsykiatrin dröjde.",
			"Utredningen låg stilla när handläggaren var borta.", "Tolk kunde inte bokas till två av samtalen.",
		}),
		action: pick(c, []string{"Samtalen bokas nu samma vecka som utredningen inleds.", "Vi stämmer av tiden dag 60 i stället för dag 90.", "Utredningen har fått en medhandläggare."}),
	}, head, head)
	more := append([]intent(nil), w.intents[sofar:]...)
	w.intents = w.intents[:sofar]
	for _, one := range more {
		place := sort.Search(len(w.intents), func(i int) bool { return w.intents[i].at.After(one.at) })
		w.intents = append(w.intents, intent{})
		copy(w.intents[place+1:], w.intents[place:])
		w.intents[place] = one
	}
	return nil
}

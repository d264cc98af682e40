package simulate

import (
	"strings"
	"time"

	"stadga/internal/casework"
	"stadga/internal/civil"
	"stadga/internal/delivery"
	"stadga/internal/engine"
	"stadga/internal/people"
	"stadga/internal/visits"
)

// An extra is an act of a story that no kind of matter has a place for.
type extra struct {
	at    time.Time
	by    string
	story int
	steps func(*script) []engine.Step
}

// tellStories writes the stories of the description, in days from the present.
// Office acts that fall on a day off slide to the working day before; what comes
// in by jour, mail and e-mail does not.
func (p *Plan) tellStories() {
	for n, tell := range []func(){
		p.tellAnna, p.tellAlvaAndElis, p.tellMelvin, p.tellTuva, p.tellNoel, p.tellMaja, p.tellKarlErik,
		p.tellIngegerdAndSten, p.tellRolf, p.tellEllen, p.tellGunnar, p.tellBrittAndSture, p.tellHjordis,
		p.tellFreja, p.tellEmil, p.tellCamilla, p.tellToday, p.tellGosta,
	} {
		p.telling = n + 1
		tell()
	}
	for _, a := range p.Applications {
		a.straighten()
	}
	p.tellApart()
}

// tellApart gives those of the town who are called as someone in a story a longer
// first name: a reader who looks one up finds one.
func (p *Plan) tellApart() {
	called := make(map[string]bool)
	for person := range p.taken {
		called[person.Name()] = true
	}
	for _, person := range p.Town.People {
		if p.taken[person] || !called[person.Name()] {
			continue
		}
		if person.First += "-Erik"; person.Sex == Woman {
			person.First = strings.TrimSuffix(person.First, "-Erik") + "-Marie"
		}
	}
}

// straighten puts moments that slid to the same day back in their order.
func (a *Application) straighten() {
	chain := []*time.Time{&a.Received, &a.Registered, &a.Opened, &a.HomeVisit, &a.Decided}
	if len(a.Items) > 0 && a.Items[0].Order != nil {
		o := a.Items[0].Order
		if !o.StartOn.IsZero() {
			o.Contact = slide(o.StartOn.AddDays(6))
		}
		chain = append(chain, &o.Sent, &o.Acknowledged, &o.Started)
	}
	var last time.Time
	for _, at := range chain {
		if at.IsZero() {
			continue
		}
		if !at.After(last) {
			*at = last.Add(12 * time.Minute)
		}
		last = *at
	}
}

// day is D+n.
func (p *Plan) day(n int) civil.Date { return p.Today.AddDays(n) }

// at is an office moment of D+n, slid to a working day.
func (p *Plan) at(n, hour, minute int) time.Time { return slide(p.day(n)).At(hour, minute) }

// also adds an act to a story.
func (p *Plan) also(at time.Time, by string, steps func(*script) []engine.Step) {
	p.extras = append(p.extras, extra{at, by, p.telling, steps})
}

// A change is what a story decides of a decision afterwards, so that the board hears of it.
type change struct {
	of   *Application
	what casework.Delegable
	at   time.Time
}

// someone settles one with a given name and age, with a number from the list.
func (p *Plan) someone(first, last string, sex Sex, years int) *Person {
	t := p.Town
	number, born := t.numbers.takeAged(t.chance, sex, years, p.Today)
	person := &Person{First: first, Last: last, Sex: sex, Born: born, Number: number, Case: true, Street: t.names.address(t.chance), Household: len(t.People)}
	t.People = append(t.People, person)
	p.taken[person] = true
	return person
}

// child settles a child with its guardians.
func (p *Plan) child(first, last string, sex Sex, years int, guardians ...*Person) *Person {
	child := p.someone(first, last, sex, years)
	child.Guardians = guardians
	if len(guardians) > 0 {
		child.Street, child.Household = guardians[0].Street, guardians[0].Household
	}
	return child
}

// tellAnna is story 1: two lines in one case, and an order nobody has answered.
func (p *Plan) tellAnna() {
	anna := p.someone("Anna", "Svensson", Woman, 84)
	food := &Item{
		Kind: "hemtjanst-maltid", Law: solOn(p.day(-76)), Outcome: "bifall", From: p.day(-76), Until: p.day(280), FollowUpOn: p.day(-32), Times: 7,
		Goals: []Goal{{Text: "Äta ett varmt mål mat varje dag", By: p.day(100)}},
		Order: &Order{
			Provider: "hemtjanst-norr", Sent: p.at(-76, 14, 5), Acknowledged: p.at(-75, 8, 20), StartOn: slide(p.day(-73)),
			Started: p.at(-73, 11, 40), Plan: slide(p.day(-64)),
		},
		FollowUps: []FollowUp{{On: p.at(-32, 10, 30), Reached: "delvis"}},
	}
	lunch := &Application{
		Person: anna, Area: "aldre", Kind: "ansokan", Received: p.at(-90, 9, 40), Registered: p.at(-90, 9, 52), Channel: "telefon",
		Officer: "eva-ek", Opened: p.at(-90, 10, 30), HomeVisit: p.at(-83, 13, 0), Decided: p.at(-76, 13, 15), Items: []*Item{food},
		Wish: "Jag orkar inte laga mat längre och vill ha hjälp med lunchen.", Story: 1,
	}
	p.also(p.at(-60, 13, 20), "marie-sund", func(w *script) []engine.Step {
		return []engine.Step{w.orders.Step(w.signed[lunch].orders[0].ID, delivery.WishRelativeView{Who: "Karin Svensson, dotter", On: slide(p.day(-60))})}
	})
	p.Applications = append(p.Applications, lunch,
		&Application{
			Person: anna, Area: "aldre", Kind: "ansokan", Received: p.at(-24, 10, 10), Registered: p.at(-24, 10, 18), Channel: "telefon",
			Officer: "eva-ek", Opened: p.at(-24, 10, 40), HomeVisit: p.at(-18, 9, 30), Decided: p.at(-10, 11, 5), Story: 1,
			Wish: "Jag ramlade i badrummet och vågar inte duscha själv.",
			Items: []*Item{{
				Kind: "hemtjanst-dusch", Law: solOn(p.day(-10)), Outcome: "bifall", From: slide(p.day(-10)), Until: p.day(355), FollowUpOn: next(p.day(80)),
				Goals: []Goal{{Text: "Duscha tryggt två gånger i veckan", By: p.day(170)}},
				Order: &Order{Provider: "hemtjanst-norr", Sent: p.at(-1, 9, 10)},
			}},
		})
}

// tellKarlErik is story 7: extended twice without anyone looking.
func (p *Plan) tellKarlErik() {
	karl := p.someone("Karl-Erik", "Nordin", Man, 88)
	p.Applications = append(p.Applications, &Application{
		Person: karl, Area: "aldre", Kind: "ansokan", Received: p.at(-815, 9, 0), Registered: p.at(-815, 9, 10), Channel: "telefon",
		Officer: "jonas-lund", Opened: p.at(-814, 8, 40), HomeVisit: p.at(-808, 10, 0), Decided: p.at(-800, 14, 0), Story: 7,
		Wish: "Jag behöver hjälp morgon och kväll sedan min fru dog.",
		Items: []*Item{{
			Kind: "hemtjanst-omvardnad", Law: solOn(p.day(-800)), Outcome: "bifall", From: slide(p.day(-800)), Until: p.day(-430), Minutes: 18 * 60,
			FollowUpOn: p.day(-600), Goals: []Goal{{Text: "Vara uppe och klädd före klockan nio", By: p.day(-450)}}, Delivered: 1.5,
			Order: &Order{
				Provider: "ronnen", Sent: p.at(-799, 9, 0), Acknowledged: p.at(-799, 13, 0), StartOn: slide(p.day(-796)), Started: p.at(-796, 8, 5),
				Plan: slide(p.day(-785)), PlanReviews: []civil.Date{p.day(-610), p.day(-440), p.day(-270), p.day(-100)},
			},
			Extensions: []Extension{{On: slide(p.day(-435)), Until: p.day(-65)}, {On: slide(p.day(-70)), Until: p.day(295)}},
			Signals:    []Signal{{Sent: p.at(-47, 10, 25), Kind: "mer-hjalp"}},
		}},
	})
}

// tellIngegerdAndSten is story 8: two decisions not carried out.
func (p *Plan) tellIngegerdAndSten() {
	ingegerd := p.someone("Ingegerd", "Holm", Woman, 91)
	p.Applications = append(p.Applications, &Application{
		Person: ingegerd, Area: "aldre", Kind: "ansokan", Received: p.at(-121, 9, 0), Registered: p.at(-121, 9, 20), Channel: "telefon",
		Officer: "eva-ek", Opened: p.at(-120, 9, 0), HomeVisit: p.at(-112, 13, 0), Decided: p.at(-97, 10, 30), Story: 8, Wish: wishes["sarskilt-boende"],
		Items: []*Item{{
			Kind: "sarskilt-boende", Law: solOn(p.day(-97)), Outcome: "bifall", From: slide(p.day(-97)), FollowUpOn: p.day(200),
			Goals: []Goal{{Text: "Äta i sällskap minst en gång om dagen", By: p.day(120)}},
			Order: &Order{Provider: "lindgarden", Sent: p.at(-97, 11, 0), Acknowledged: p.at(-96, 9, 0), Offered: []Offer{{On: slide(p.day(-20))}}},
		}},
	})
	p.tellConsent(ingegerd)
	sten := p.someone("Sten", "Falk", Man, 34)
	p.Applications = append(p.Applications, &Application{
		Person: sten, Area: "funktionsnedsattning", Kind: "begaran", Received: p.at(-520, 10, 0), Registered: p.at(-520, 10, 30), Channel: "brev",
		Officer: "mats-ohrn", Opened: p.at(-515, 9, 0), Decided: p.at(-430, 13, 0), Eligibility: "1", Story: 8,
		Wish: "Jag vill flytta till en gruppbostad.",
		Items: []*Item{{
			Kind: "lss-boende-vuxna", Law: "LSS", Outcome: "bifall", From: slide(p.day(-430)), FollowUpOn: slide(p.day(-70)),
			Goals:     []Goal{{Text: "Laga middag själv två gånger i veckan", By: p.day(-80)}},
			Order:     &Order{Provider: "navet", Sent: p.at(-429, 9, 0), Acknowledged: p.at(-428, 9, 0), WhyNot: "Ingen ledig bostad. Ny gruppbostad byggs.", WhyNotOn: slide(p.day(-330))},
			FollowUps: []FollowUp{{On: p.at(-70, 13, 0), Reached: "nej"}},
		}},
	})
}

// tellRolf is story 9: less help is drafted while a favourable decision runs.
func (p *Plan) tellRolf() {
	rolf := p.someone("Rolf", "Ekström", Man, 79)
	p.tellPlan(rolf)
	alarm := civil.On(p.Today.Year()-3, time.May, 12)
	granted := next(p.day(-224)) // a day before would make it more than a year to D+140
	again := &Application{
		Person: rolf, Area: "aldre", Kind: "ansokan", Received: p.at(-7, 10, 0), Registered: p.at(-7, 11, 0), Channel: "besok",
		Officer: "jonas-lund", Opened: p.at(-7, 11, 30), Story: 9, Wish: "Jag klarar mer själv nu men vill behålla hjälpen.",
		Items: []*Item{{Kind: "hemtjanst-omvardnad"}},
	}
	home := &Application{
		Person: rolf, Area: "aldre", Kind: "ansokan", Received: p.at(-240, 9, 0), Registered: p.at(-240, 9, 20), Channel: "telefon",
		Officer: "jonas-lund", Opened: p.at(-239, 9, 0), HomeVisit: p.at(-232, 10, 0), Decided: granted.At(13, 0), Story: 9, Wish: wishes["hemtjanst-omvardnad"],
		Items: []*Item{{
			Kind: "hemtjanst-omvardnad", Law: solOn(granted), Outcome: "bifall", From: granted, Until: p.day(140), Minutes: 22 * 60, FollowUpOn: p.day(-7),
			Goals: []Goal{{Text: "Ta på sig själv på överkroppen varje morgon", By: p.day(60)}},
			Order: &Order{
				Provider: "hemtjanst-norr", Sent: granted.At(14, 0), Acknowledged: next(granted.AddDays(1)).At(9, 0), StartOn: next(granted.AddDays(3)), Started: next(granted.AddDays(3)).At(8, 15),
				Plan: next(granted.AddDays(12)), PlanReviews: []civil.Date{p.day(-40)},
			},
			FollowUps: []FollowUp{{On: p.at(-7, 10, 0), Reached: "ja"}},
		}},
	}
	p.Applications = append(p.Applications,
		&Application{
			Person: rolf, Area: "aldre", Kind: "ansokan", Received: slide(alarm.AddDays(-6)).At(9, 0), Registered: slide(alarm.AddDays(-6)).At(9, 10), Channel: "telefon",
			Officer: "jonas-lund", Opened: slide(alarm.AddDays(-5)).At(9, 0), Decided: slide(alarm).At(10, 0), Story: 9, Wish: wishes["trygghetslarm"],
			Items: []*Item{{
				Kind: "trygghetslarm", Law: solOn(alarm), Outcome: "bifall", From: slide(alarm), Goals: []Goal{{Text: "Kunna kalla på hjälp dygnet runt"}},
				Order:     &Order{Provider: "nattpatrullen", Sent: slide(alarm).At(11, 0), Acknowledged: slide(alarm).At(14, 0), Started: slide(alarm).At(15, 30), StartOn: slide(alarm)},
				FollowUps: []FollowUp{{On: p.at(-500, 9, 30), Reached: "ja"}, {On: p.at(-160, 9, 30), Reached: "ja"}},
			}},
		},
		home, again)
	p.tellLess(rolf, home, again)
}

// tellGunnar is story 11: a refusal, an unknown day of receipt, an appeal in time.
func (p *Plan) tellGunnar() {
	gunnar := p.someone("Gunnar", "Berglund", Man, 82)
	refusal := &Application{
		Person: gunnar, Area: "aldre", Kind: "ansokan", Received: p.at(-66, 9, 0), Registered: p.at(-66, 9, 10), Channel: "telefon",
		Officer: "eva-ek", Opened: p.at(-65, 9, 0), HomeVisit: p.at(-58, 10, 0), Sent: p.at(-55, 10, 0), Decided: p.at(-38, 11, 0), Story: 11, Wish: wishes["sarskilt-boende"],
		Items: []*Item{{Kind: "sarskilt-boende", Law: solOn(p.day(-38)), Outcome: "avslag", From: p.day(-38), Untold: true}},
	}
	p.Applications = append(p.Applications, refusal)
	tell := func(n, hour int, cmd func(*script) engine.Command[casework.Decision]) {
		p.also(p.at(n, hour, 10), "eva-ek", func(w *script) []engine.Step {
			return []engine.Step{w.decisions.Step(w.signed[refusal].id.ID, cmd(w))}
		})
	}
	tell(-37, 13, func(w *script) engine.Command[casework.Decision] {
		return casework.SendLetter{To: w.known[gunnar], How: "mottagningsbevis", On: slide(p.day(-37))}
	})
	tell(-20, 9, func(w *script) engine.Command[casework.Decision] {
		return casework.RecordReceived{To: w.known[gunnar], On: p.day(-24), Proof: "Det undertecknade mottagningsbeviset har kommit tillbaka."}
	})
	came := next(p.day(-4)).At(8, 40) // by mail, which the office opens on the next working day
	after := func(n, hour int, least time.Duration, cmd engine.Command[casework.Decision]) {
		p.also(latest(p.at(n, hour, 10), came.Add(least)), "eva-ek", func(w *script) []engine.Step {
			return []engine.Step{w.decisions.Step(w.signed[refusal].id.ID, cmd)}
		})
	}
	p.also(came, "eva-ek", func(w *script) []engine.Step {
		return []engine.Step{w.decisions.Step(w.signed[refusal].id.ID, casework.ReceiveAppeal{On: p.day(-4), From: w.known[gunnar], Says: "Jag är rädd på nätterna och kan inte bo kvar."})}
	})
	after(-3, 14, time.Hour, casework.TestAppeal{Appeal: "o1", Result: "i-tid"})
	considered := latest(p.at(-2, 15, 10), came.Add(2*time.Hour))
	p.changes = append(p.changes, change{refusal, casework.ReconsiderIt, considered})
	p.also(considered, "eva-ek", func(w *script) []engine.Step {
		return []engine.Step{w.decisions.Step(w.signed[refusal].id.ID, casework.ReconsiderAppeal{Appeal: "o1", Why: "Överklagandet tillför inget som ändrar bedömningen.", Order: w.delegation})}
	})
}

// tellBrittAndSture is story 12: one comes home from hospital, the other has died.
func (p *Plan) tellBrittAndSture() {
	britt := p.someone("Britt", "Lindholm", Woman, 86)
	sture := p.someone("Sture", "Lindholm", Man, 89)
	sture.Street, sture.Household = britt.Street, britt.Household
	britt.Spouse, sture.Spouse = sture, britt
	sture.Died = p.day(-3)
	var homes []*Application
	for _, person := range []*Person{britt, sture} {
		homes = append(homes, &Application{
			Person: person, Area: "aldre", Kind: "ansokan", Received: p.at(-200, 9, 0), Registered: p.at(-200, 9, 20), Channel: "telefon",
			Officer: "samira-haddad", Opened: p.at(-199, 9, 0), HomeVisit: p.at(-193, 10, 0), Decided: p.at(-187, 13, 0), Story: 12, Wish: wishes["hemtjanst-omvardnad"],
			Items: []*Item{{
				Kind: "hemtjanst-omvardnad", Law: solOn(p.day(-187)), Outcome: "bifall", From: slide(p.day(-187)), Until: p.day(170), Minutes: 26 * 60, FollowUpOn: p.day(60),
				Goals: []Goal{{Text: "Duscha två gånger i veckan med stöd av en person", By: p.day(90)}},
				Order: &Order{
					Provider: "hemtjanst-norr", Sent: p.at(-187, 14, 0), Acknowledged: p.at(-186, 9, 0), StartOn: slide(p.day(-184)), Started: p.at(-184, 8, 15),
					Plan: slide(p.day(-175)), PlanReviews: []civil.Date{p.day(-20)},
				},
			}},
		})
	}
	p.Applications = append(p.Applications, homes...)
	p.afterDeath(homes[1])
	note := func(at time.Time, title, text string) {
		p.also(at, "samira-haddad", func(w *script) []engine.Step {
			return []engine.Step{w.notes.Step(w.ids.New(at), casework.WriteNote{
				Case: w.cases[caseKey{britt, casework.Older}].id, Person: w.known[britt], Kind: casework.NotePhone, Title: title, Text: text, Sign: true,
			})}
		})
	}
	note(p.day(-2).At(14, 35), "Meddelande från sjukhuset", "Underrättelse kl. 14.20: Britt är utskrivningsklar. Hemgång planeras till i övermorgon.")
	home := p.day(0).At(8, 40)
	p.also(home, "samira-haddad", func(w *script) []engine.Step {
		made := w.signed[homes[0]]
		return []engine.Step{w.decisions.Step(made.id.ID, casework.RecordHomecoming{Service: made.ids[0], On: p.day(0)})}
	})
}

// afterDeath registers two visits on someone who has died: one typed, one by a tag
// that the spouses share.
func (p *Plan) afterDeath(home *Application) {
	for n, class := range []visits.Class{visits.Manual, visits.TaggedBoth} {
		from := p.day(n-2).At(8, 10)
		p.also(from.Add(45*time.Minute), carerKey("hemtjanst-norr", 3+n), func(w *script) []engine.Step {
			made := w.signed[home]
			cmd := visits.Register{
				Target: visits.Target{Person: w.known[home.Person], Order: made.orders[0], Service: made.ids[0], Provider: w.providers["hemtjanst-norr"]},
				Done:   visits.Span{From: from, To: from.Add(35 * time.Minute)}, Class: class,
			}
			if class == visits.Manual {
				cmd.Reason = visits.Technical
			}
			return []engine.Step{w.registering(w.ids.New(from), cmd)}
		})
	}
}

// tellHjordis: a follow-up after hospital that is three days late.
func (p *Plan) tellHjordis() {
	hjordis := p.someone("Hjördis", "Åberg", Woman, 81)
	home := &Application{
		Person: hjordis, Area: "aldre", Kind: "ansokan", Received: p.at(-36, 9, 0), Registered: p.at(-36, 9, 20), Channel: "telefon", Discharge: true,
		Officer: "eva-ek", Opened: p.at(-36, 10, 0), Decided: p.at(-34, 13, 0), Wish: wishes["hemtjanst-omvardnad"],
		Items: []*Item{{
			Kind: "hemtjanst-omvardnad", Law: solOn(p.day(-34)), Outcome: "bifall", From: slide(p.day(-34)), Until: p.day(150), Minutes: 31 * 60, FollowUpOn: p.day(20),
			Goals: []Goal{{Text: "Gå till köket utan stöd före jul", By: p.day(40)}},
			Order: &Order{
				Provider: "hemtjanst-norr", Sent: p.at(-34, 13, 30), Acknowledged: p.at(-34, 15, 0), StartOn: p.day(-33), Started: p.day(-33).At(13, 30), Plan: slide(p.day(-25)),
			},
		}},
	}
	p.Applications = append(p.Applications, home)
	p.also(p.day(-33).At(16, 5), "eva-ek", func(w *script) []engine.Step {
		made := w.signed[home]
		return []engine.Step{w.decisions.Step(made.id.ID, casework.RecordHomecoming{Service: made.ids[0], On: p.day(-33)})}
	})
}

// protect hides where someone lives.
func protect(people ...*Person) {
	for _, person := range people {
		person.Protected = string(protectedRegistration)
	}
}

const protectedRegistration = people.ProtectedRegistration

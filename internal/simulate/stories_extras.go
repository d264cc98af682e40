package simulate

import (
	"time"

	"stadga/internal/casework"
	"stadga/internal/casework/delegation"
	"stadga/internal/civil"
	"stadga/internal/engine"
	"stadga/internal/ids"
	"stadga/internal/quality"
)

// The stories behind the twelve: what the lists of a town need beside them.

// chair decides what the committee cannot be awaited for, where the statute lets
// the chair.
func chair(urgent string) casework.Mandate {
	return casework.Mandate{Body: "ordforande", Member: "Ingrid Tallmo, ordförande", Urgent: urgent}
}

// A force is a matter under LVU that a story tells.
type force struct {
	child *Person
	by    string // key of the officer
}

// forceOf is the id of the child's matter under LVU.
func (w *script) forceOf(child *Person, at time.Time) ids.ID {
	id, known := w.forces[child]
	if !known {
		id = w.ids.New(at)
		w.forces[child] = id
	}
	return id
}

// step writes one step of the matter. What the board decides needs a mandate and why;
// the parties are told of it the same day, and the board of what its chair decided.
func (p *Plan) step(f force, at time.Time, key, answer, why string, mandate func(*script) casework.Mandate) {
	var decision ids.Decision
	p.also(at, f.by, func(w *script) []engine.Step {
		cmd := casework.TakeCoerciveStep{Case: w.cases[caseKey{f.child, casework.Children}].id, Person: w.known[f.child], Act: key, On: civil.DayOf(at), Answer: answer, Why: why}
		if mandate != nil {
			decision = ids.Decision{ID: w.ids.New(at)}
			cmd.Mandate, cmd.Decision = mandate(w), decision
		}
		return []engine.Step{w.coercions.Step(w.forceOf(f.child, at), cmd)}
	})
	if mandate == nil {
		return
	}
	tell := func(at time.Time, board bool) {
		p.also(at, f.by, func(w *script) []engine.Step {
			return []engine.Step{w.coercions.Step(w.forceOf(f.child, at), casework.TellOfCoercion{Decision: decision, Board: board, On: civil.DayOf(at)})}
		})
	}
	tell(at.Add(100*time.Minute), false)
	if key != "lvu.applied" { // which the committee decided
		tell(delegation.NorrsalaMeetings().Of("namnd").Next(civil.DayOf(at)).At(16, 50), true)
	}
}

// tellFreja: taken in charge at night six days ago, and to be put before the court
// tomorrow at the latest.
func (p *Plan) tellFreja() {
	mother, father := p.someone("Linda", "Forsman", Woman, 35), p.someone("Peter", "Forsman", Man, 38)
	freja := p.child("Freja", "Forsman", Woman, 6, mother, father)
	day := p.day(-6)
	q := p.openedFor(freja, day.At(11, 10), day.At(15, 5), "hanna-osterlind", "foralder", p.telling)
	report := p.Reports[len(p.Reports)-1]
	report.Violence, report.Children[0].Protection = true, string(casework.ProtectionNeeded)
	q.Talks = []time.Time{day.At(16, 0)}
	f := force{freja, q.Officer}
	p.step(f, day.At(19, 10), "lvu.taken", "", "Pappa har slagit Freja och mamma kan inte skydda henne. Föräldrarna samtycker inte till att hon bor hos mormor.", func(*script) casework.Mandate {
		return chair("Freja skulle hem samma kväll, och utskottet möts först om flera dagar.")
	})
	p.step(f, day.At(20, 40), "lvu.taken_executed", "", "", nil)
}

// tellToday is what has come in this morning: one report nobody has got yet, and one
// that Linnéa has.
func (p *Plan) tellToday() {
	taker := "moa-ringvall"
	if !workday(p.Today) {
		taker = "cecilia-nord"
	}
	for n, given := range []bool{false, true} {
		last := []string{"Hellström", "Åkesson"}[n]
		mother := p.someone("Johanna", last, Woman, 33+n)
		child := p.child([]string{"Wilma", "Hugo"}[n], last, Woman, 7+n, mother)
		registered := p.Today.At(7, 40+15*n)
		cr := &ChildReport{Child: child, Assessed: registered, Protection: string(casework.ProtectionNotNeeded), Assessor: taker, Officer: "linnea-back"}
		if given {
			cr.Assigned = registered.Add(9 * time.Minute)
		}
		p.Reports = append(p.Reports, &Report{
			Received: p.Today.At(6, 50+n), Registered: registered, Channel: "e-tjanst", Reporter: "skola", Reason: "barnet", Taker: taker, Story: p.telling, Children: []*ChildReport{cr},
		})
	}
}

// tellEmil: in care under LVU in a family home, which the board is to consider in
// nine days. He turns eighteen within the year.
func (p *Plan) tellEmil() {
	mother := p.someone("Ulrika", "Sandell", Woman, 46)
	emil := p.child("Emil", "Sandell", Man, 17, mother)
	begun := p.day(9).AddMonths(-6)
	taken := begun.AddDays(-75)
	q := p.openedFor(emil, slide(taken.AddDays(-3)).At(9, 40), slide(taken.AddDays(-2)).At(14, 0), "hanna-osterlind", "foralder", p.telling)
	q.Talks = []time.Time{slide(taken.AddDays(4)).At(10, 0)}
	q.Views = emil.Guardians
	q.Closed, q.Outcome = slide(taken.AddDays(22)).At(13, 0), string(casework.EndedInLVU)
	f := force{emil, q.Officer}
	p.step(f, taken.At(18, 30), "lvu.taken", "", "Emils mamma missbrukar och har lämnat honom ensam i fyra dygn.", func(*script) casework.Mandate {
		return chair("Emil var ensam hemma och utskottet hade just haft sitt möte.")
	})
	p.step(f, taken.At(19, 45), "lvu.taken_executed", "", "", nil)
	p.step(f, taken.AddDays(6).At(10, 5), "lvu.submitted", "", "", nil) // with one day left
	p.step(f, next(taken.AddDays(9)).At(13, 10), "lvu.taken_confirmed", "", "", nil)
	p.step(f, q.Closed.Add(time.Hour), "lvu.applied", "true", "Utredningen visar att Emil behöver vård enligt 2 § LVU.", func(w *script) casework.Mandate {
		return *w.laid[w.inquiries[q]]
	})
	p.step(f, slide(begun.AddDays(-3)).At(11, 0), "lvu.care_final", "2", "", nil)
	p.step(f, begun.At(9, 30), "lvu.care_executed", "enskilt-hem", "", nil)
	p.step(f, begun.At(10, 15), "lvu.placement_decided", "", "Emil bor kvar i familjehemmet Lövhagen, där han har bott sedan i våras.", func(*script) casework.Mandate {
		return chair("Vården började samma dag och platsen behövde beslutas.")
	})
	p.step(f, begun.At(10, 30), "lvu.family_home", "", "", nil)
	p.tellHandover(emil, q.Officer)
}

// tellHandover lets the one who has Emil's matter plan with adults.
func (p *Plan) tellHandover(emil *Person, officer string) {
	turned := next(emil.Born.AddMonths(17*12).AddDays(1)).At(9, 30)
	at := latest(p.at(-25, 14, 0), turned) // a hand-over is planned from the day one is seventeen
	p.also(at, officer, func(w *script) []engine.Step {
		return []engine.Step{w.streams.cases.Step(w.cases[caseKey{emil, casework.Children}].id.ID, casework.HandOn{Handover: casework.Handover{
			To: casework.Adults, Officer: w.actors["mats-ohrn"].User, Status: casework.HandoverPlanned, Meeting: next(p.day(20)), Says: "Emil vill flytta till egen lägenhet när han fyller 18.",
		}})}
	})
}

// tellCamilla: a legal ground that fell out of a decision, found at a follow-up and
// put right the same day (FL 36 §).
func (p *Plan) tellCamilla() {
	camilla := p.someone("Camilla", "Berg", Woman, 38)
	a := &Application{
		Person: camilla, Area: "vuxen", Kind: "ansokan", Received: p.at(-74, 9, 0), Registered: p.at(-74, 9, 15), Channel: "telefon", Officer: "mats-ohrn",
		Opened: p.at(-74, 10, 0), Decided: p.at(-60, 13, 0), Story: p.telling, Wish: "Jag har lämnat min man och behöver hjälp att komma i ordning i den nya lägenheten.",
		Items: []*Item{{
			Kind: "boendestod", Law: solOn(p.day(-60)), Outcome: "bifall", From: slide(p.day(-60)), Until: p.day(180), Minutes: 12 * 60, FollowUpOn: p.day(60),
			Goals: []Goal{{Text: "Betala hyra och räkningar i tid varje månad", By: p.day(90)}},
			Order: &Order{Provider: "hemtjanst-soder", Sent: p.at(-60, 14, 0), Acknowledged: p.at(-59, 9, 0), StartOn: next(p.day(-56)), Started: next(p.day(-56)).At(10, 0), Plan: next(p.day(-48))},
		}},
	}
	p.Applications = append(p.Applications, a)
	found := p.at(-21, 10, 20)
	var id ids.ID
	var number string
	act := func(at time.Time, by string, cmd func(*script) engine.Command[quality.Deviation]) {
		p.also(at, by, func(w *script) []engine.Step {
			made := cmd(w) // the report gives the deviation its id
			return []engine.Step{w.deviations.Step(id, made)}
		})
	}
	act(found, "mats-ohrn", func(w *script) engine.Command[quality.Deviation] {
		id, number = w.ids.New(found), w.DeviationNumber(civil.DayOf(found).Year())
		return quality.ReportDeviation{Danger: "nej", Report: quality.Report{
			Number: number, Unit: w.actors["mats-ohrn"].Unit, What: "Ett beslut om boendestöd till en våldsutsatt person saknar hänvisningen till 13 kap. 1 § socialtjänstlagen.",
		}}
	})
	p.changes = append(p.changes, change{a, casework.RectifySlip, found.Add(25 * time.Minute)})
	p.also(found.Add(25*time.Minute), "mats-ohrn", func(w *script) []engine.Step {
		return []engine.Step{w.decisions.Step(w.signed[a].id.ID, casework.Rectify{
			Order: w.delegation, Field: casework.LawField, Law: casework.SoLOf(civil.DayOf(a.Decided)), Section: "11 kap. 1 § och 13 kap. 1 §", Why: "Hänvisningen till 13 kap. 1 § föll bort när brevet skrevs.", Deviation: number,
		})}
	})
	head := "birgitta-stahl"
	act(p.at(-20, 11, 10), head, func(*script) engine.Command[quality.Deviation] {
		return quality.ClassDeviation{Class: quality.Classification{Kind: quality.OfOurs, Type: quality.WrongGround, Severity: 1, Recurrence: 2}}
	})
	act(p.at(-19, 12, 10), head, func(*script) engine.Command[quality.Deviation] {
		return quality.ExplainDeviation{Cause: "Texten hämtades ur ett beslut som inte gällde våld."}
	})
	act(p.at(-18, 13, 10), head, func(*script) engine.Command[quality.Deviation] {
		return quality.ActOnDeviation{What: "Mallen för beslut till våldsutsatta har båda paragraferna.", On: slide(p.day(-18))}
	})
	act(p.at(-17, 14, 10), head, func(*script) engine.Command[quality.Deviation] {
		return quality.CloseDeviation{Answer: "Beslutet är rättat och Camilla har fått veta det."}
	})
}

// tellGosta: a short stay that ran out two days ago, and goes on while nobody has
// looked at what he needs next.
func (p *Plan) tellGosta() {
	gosta := p.someone("Gösta", "Fransson", Man, 84)
	p.Applications = append(p.Applications, &Application{
		Person: gosta, Area: "aldre", Kind: "ansokan", Received: p.at(-40, 9, 0), Registered: p.at(-40, 9, 20), Channel: "telefon", Officer: "samira-haddad",
		Opened: p.at(-40, 10, 0), Decided: p.at(-37, 13, 0), Story: p.telling, Wish: wishes["korttidsboende"],
		Items: []*Item{{
			Kind: "korttidsboende", Law: solOn(p.day(-37)), Outcome: "bifall", From: slide(p.day(-37)), Until: p.day(-2), FollowUpOn: p.day(-5),
			Goals: []Goal{{Text: "Kunna gå tio meter med gåbord före hemgång", By: p.day(-2)}},
			Order: &Order{Provider: "strandhagen", Sent: p.at(-37, 14, 0), Acknowledged: p.at(-36, 9, 0), StartOn: next(p.day(-35)), Started: next(p.day(-35)).At(11, 0), Plan: next(p.day(-30))},
		}},
	})
}

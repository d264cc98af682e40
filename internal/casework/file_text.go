package casework

import (
	"cmp"
	"strconv"
	"strings"

	"stadga/internal/civil"
	"stadga/internal/extract"
)

// FileText is the note with what it said before it was corrected and what the
// person holds to be wrong.
func (n Note) FileText(named extract.Naming) extract.Text {
	t := extract.Text{Title: n.Kind.Words(), Day: civil.DayOf(n.Happened)}
	if n.Title != "" && n.Title != n.Kind.Words() {
		t.Title += ": " + n.Title
	}
	t.Say("", n.Text)
	t.At("Hände", n.Happened)
	t.Say("Skriven av", named(n.Author.ID))
	t.At("Skriven", n.Written)
	if n.Signed.IsZero() {
		t.Say("", "Anteckningen är inte signerad.")
	}
	for _, was := range n.Earlier {
		t.At("Rättad", was.At)
		t.Say("Rättad av", named(was.By.ID))
		t.Say("Varför", was.Why)
		t.Say("Stod förut", was.Was)
	}
	for _, o := range n.Objects {
		t.Say("Personen anser att något är fel, "+o.On.String(), o.Says)
	}
	return t
}

// FileText is what came in, with how it was weighed and settled.
func (in Intake) FileText(named extract.Naming) extract.Text {
	t := extract.Text{Title: in.Kind.Words(), Day: civil.DayOf(in.Received)}
	t.At("Kom in", in.Received)
	t.At("Registrerades", in.Registered)
	t.Say("Kom in via", in.Channel.Words())
	t.Key("Anmälarens roll", in.Reporter.Role)
	t.Say("Anmälare", in.Reporter.Name)
	t.Say("Anmälarens kontaktuppgifter", in.Reporter.Contact)
	c := in.Content
	t.Say("", c.Says)
	t.Say("Det oron gäller", keys(c.Worries))
	t.Key("Våld eller fara just nu", c.Danger)
	t.Say("Det som söks", strings.Join(serviceNames(c.Services), ", "))
	t.Say("Vill bli kontaktad", c.ContactWay)
	t.Say("Tolk", c.Interpreter)
	t.Say("Företrädare", c.Representative)
	t.Say("Källa", c.Source.Words())
	t.Say("Målgrupp", c.Target.Words())
	t.Say("Anknytning", c.Residence.Words())
	t.Say("Kommun", c.Municipality)
	t.On("Yttrande senast", c.AnswerBy)
	for _, a := range in.Assessments {
		t.Say("Skyddsbedömning "+extract.Stamp(a.At), "omedelbart skydd "+extract.Words(string(a.Result)))
		t.Say("Bedömdes av", a.MadeBy)
		t.Say("Skäl", a.Reasons)
	}
	for _, a := range in.Questions {
		t.Say(asks(a.Key), strings.TrimSpace(extract.Words(a.Answer)+" "+a.Says))
	}
	for _, contact := range in.Contacts {
		who := strings.ToLower(contact.With.Words())
		if !contact.Guardian.IsZero() {
			who += " " + named(contact.Guardian.ID)
		}
		t.On("Kontakt med "+who, contact.On)
		t.Say("Kom fram", contact.Says)
		t.Key("Grund för kontakten", string(contact.Basis))
		t.Say("Inte kontaktad, "+who, contact.NotDone)
	}
	t.Say("Familjen får inte kontaktas", in.Locked)
	t.Say("Sjukhus", in.Stay.Hospital)
	for _, p := range in.Plannings {
		t.Say("Utskrivningsplanering "+p.On.String()+", "+keys(p.Participants), strings.TrimSpace(p.Result.Words()+" "+p.Says))
	}
	if a := in.Answered; a != nil {
		t.Say("Svar till kommunen "+a.On.String(), a.Reasons)
		t.Say("Svaret lämnades till", a.Contact)
	}
	t.On("Förlängd till", in.Extended)
	t.Say("Skäl för förlängningen", in.Extension)
	if in.Mandate.Point != "" {
		t.Say("Beslutsrätt", in.Mandate.Words())
	}
	t.On("Beslutad", in.Decided)
	t.Say("Beslut", in.Outcome.Words())
	if in.Ground != "" {
		t.Say("Lagrum", in.Ground.Words())
	}
	t.Say("Skäl", in.Reasons)
	t.Say("Varför lagrummet är rätt", in.GroundReason)
	t.On("Anmälaren fick svar", in.FeedbackGiven)
	if in.MeetingOffered {
		t.Say("", "Ett möte med anmälaren erbjöds.")
	}
	t.Say("Varför inget möte", in.MeetingAnswer)
	return t
}

// asks is the question with that key.
func asks(key string) string {
	for _, q := range ConcernQuestions() {
		if q.Key == key {
			return q.Asks
		}
	}
	return key
}

// keys are several keys as words.
func keys(all []string) string {
	var words []string
	for _, key := range all {
		words = append(words, extract.Words(key))
	}
	return strings.Join(words, ", ")
}

func serviceNames(keys []string) []string {
	var names []string
	for _, key := range keys {
		name := key
		if kind, ok := ServiceByKey(key); ok {
			name = kind.Name
		}
		names = append(names, name)
	}
	return names
}

// FileText is the investigation as it stands, with earlier wordings.
func (i Investigation) FileText(named extract.Naming) extract.Text {
	t := extract.Text{Title: "Utredning", Day: i.Opened}
	t.On("Inledd", i.Opened)
	t.Say("Lagrum", i.Ground.Words())
	t.Say("Utredningen ska svara på", i.Question)
	for _, told := range i.Told {
		t.On("Underrättad, "+named(told.Who.ID), told.On)
		t.Say("Hur", told.How)
		t.Say("Inte underrättad, "+named(told.Who.ID), told.NotTold)
	}
	t.Say("Med egna ord", i.OwnWords)
	for _, part := range i.Parts {
		title := part.Key
		if known, ok := i.PartNamed(part.Key); ok {
			title = known.Title
		}
		t.Say(title, part.Text)
		t.Say(title+", inte aktuellt", part.SetAside)
		for _, was := range part.Earlier {
			t.At(title+", rättad", was.At)
			t.Say("Rättad av", named(was.By.ID))
			t.Say("Varför", was.Why)
			t.Say("Stod förut", was.Was)
		}
	}
	for _, n := range i.Needs {
		t.Say("Behov", n.Text)
		t.Say("Resurser", n.Strength)
		t.Say("Svårigheter", n.Hard)
		sayOrigin(&t, n.Origin, named)
	}
	for _, g := range i.Goals {
		t.Say("Mål", g.Text)
		t.Say("Livsområde", g.Area)
		t.Say("Hur målet mäts", g.Measure)
		t.On("Målet nås senast", g.By)
		sayOrigin(&t, g.Origin, named)
	}
	for _, made := range i.Interviews {
		t.Say("Intervju enligt", made.Instrument)
		t.On("Intervju", made.On)
		t.Say("Intervjuare", made.By)
		for _, a := range InterviewAreas(made.Instrument) {
			for _, result := range made.Areas {
				if result.Key == a[0] {
					t.Say(a[1]+", skattning", digits(result.Rating))
				}
			}
		}
		for _, result := range made.Areas {
			t.Say("Det som kom fram", result.Says)
		}
	}
	for _, g := range i.Used {
		t.Say("Bedömningen utgår från", g.Kind.Words()+": "+g.Title+", version "+g.Version)
	}
	t.On("Hembesök", i.HomeVisit)
	t.Say("Varför inget hembesök", i.NoVisit)
	t.Key("Finns barn som berörs", i.Children)
	for _, talk := range i.Talks {
		t.Say("Samtal med barnet "+talk.On.String(), extract.Words(talk.Form))
	}
	if v := i.View; v != nil {
		t.Say("Barnets åsikt", v.Text)
		t.Say("Varför barnet inte har hörts", v.NotHeard)
	}
	for _, v := range i.Guardians {
		t.Say("Vårdnadshavaren "+named(v.Guardian.ID), v.Text)
		t.Say("Varför vårdnadshavaren "+named(v.Guardian.ID)+" inte har hörts", v.NotHeard)
	}
	for _, c := range i.Consents {
		t.Say("Samtycke "+c.On.String()+", "+named(c.Guardian.ID), c.Answer)
		t.Say("Till", c.To)
		t.Say("Varför det är lämpligt utan vårdnadshavarna", c.Suitable)
	}
	if c := i.Committee; c != nil {
		t.Say("Utskottets beslut i stället för samtycke "+c.On.String(), c.Minutes)
		t.Say("Skäl", c.Reason)
	}
	t.Say("Personkrets", i.Group)
	t.Say("Varför", i.GroupWhy)
	if h := i.Hearing; h != nil {
		t.Key("Kommunicering", h.Need)
		t.Say("Varför", h.Reason)
	}
	for _, s := range i.Sent {
		t.Say("Underlaget sändes "+s.On.String()+" till "+named(s.Party.ID), s.How)
		t.On("Svar senast", s.AnswerBy)
		t.On("Svarade", s.Answered)
		t.Say("Svar", s.Says)
	}
	for _, e := range i.Extensions {
		t.Say("Förlängd "+e.On.String()+" till "+e.Until.String(), e.Reason)
	}
	i.Care.tell(&t, named)
	t.On("Beslutad", i.Decided)
	if f := i.Aftercare; f != nil {
		t.Say("Uppföljning enligt 23 kap. beslutad "+f.On.String(), f.Reason)
		t.On("Uppföljningen slutade", f.Ended)
	}
	return t
}

// FileText is the decision as it was signed, with its later life.
func (d Decision) FileText(named extract.Naming) extract.Text {
	t := extract.Text{Title: "Beslut", Day: d.Made}
	t.On("Beslutat", d.Made)
	t.Say("Beslutat av", named(d.By.ID))
	t.Say("Lagrum", d.Grounds())
	t.Say("Skäl", d.Reasons)
	for _, it := range d.Signed {
		kind, known := ServiceByKey(it.Kind)
		if !known {
			kind.Name = it.Kind
		}
		t.Say(kind.Name, strings.TrimSpace(it.Outcome.Words()+" "+it.Extent.Words(kind.Unit)))
		t.Say("Det som söktes", it.Applied)
		t.Key("Orsak", it.Why)
		t.Say("Skäl", it.Reasons)
		t.Say("Syfte", it.Purpose)
		for _, g := range it.Goals {
			t.Say("Mål", g.Text)
			t.Say("Livsområde", g.Area)
			t.Say("Hur målet mäts", g.Measure)
			t.On("Målet nås senast", g.By)
			sayOrigin(&t, g.Origin, named)
		}
		t.On("Från", it.From)
		t.On("Till", it.Until)
		t.Say("Varför det är tidsbegränsat", it.Limit)
		t.Say("Förbehåll", it.Reservation)
		t.Say("Varför mindre än förut", it.Lesser.Why)
		it.fileTerms(&t)
		t.On("Följs upp senast", it.FollowUp)
	}
	for _, l := range d.Letters {
		t.Say("Beslutet skickades "+l.On.String()+" till "+named(l.To.ID), extract.Words(l.How))
		t.On("Mottaget av "+named(l.To.ID), l.Received)
	}
	for _, c := range d.Corrections {
		t.Say("Rättat "+c.On.String(), "från «"+c.Was+"» till «"+c.Now+"»")
		t.Say("Varför", c.Why)
		t.Say("Avvikelse", c.Deviation)
	}
	for _, it := range d.Items {
		for n, e := range it.Extended {
			t.Say("Förlängt utan ny prövning, "+strconv.Itoa(n+1)+", till "+e.Until.String(), e.Reason)
		}
		t.On("Insatsen slutade", it.Ended)
		t.Key("Varför insatsen slutade", it.EndReason)
		for _, r := range it.Results {
			t.Say("Målet när insatsen slutade", strings.TrimSpace(extract.Words(r.Goal)+": "+extract.Words(r.Result)+" "+r.Why))
		}
	}
	for _, p := range d.CarePlans {
		p.tell(&t)
	}
	for _, f := range d.FollowUps {
		t.On("Följdes upp", f.On)
		for _, r := range f.Results {
			t.Say("Resultat", strings.TrimSpace(extract.Words(r.Result)+" "+r.Why))
		}
		t.Say("Vad insatsen har gett", f.Effect)
		t.Key("Anledning", string(f.Kind))
		t.Key("Insatsen behövs inte längre", string(f.NoLonger))
		t.Key("Vem som kan möta andra behov", string(f.UnmetBy))
		for _, key := range f.UnmetKinds {
			t.Say("Slag av behov", UnmetWords(key))
		}
		t.Say("Behov som inte är tillgodosedda", f.UnmetNeed)
		for _, a := range f.Answers {
			t.Say("Svar om "+extract.Words(a.Indicator), extract.Words(a.Answer))
		}
	}
	for _, a := range d.Appeals {
		t.On("Överklagande kom in", a.On)
		t.Say("Överklagandet", a.Says)
		t.On("Lämnat till domstolen", a.Forwarded)
		t.Say("Domstolen, "+extract.Words(a.Court), extract.Words(a.Result))
		for _, ruling := range a.Rulings {
			t.Say("Avgörande "+ruling.On.String(), extract.Words(ruling.Level)+", "+ruling.Court+": "+extract.Words(ruling.Result)+". "+extract.Words(ruling.Effect)+". "+ruling.What)
		}
		t.Say("Domstol som har målet", extract.Words(a.At))
		t.Say("Överklagat vidare av", extract.Words(a.FurtherBy))
		t.On("Överklagat vidare", a.FurtherOn)
		t.On("Inhiberat", a.Stayed)
	}
	for _, u := range d.Unexecuted {
		t.Say(u.Cause.Words()+", rapporterat till IVO och revisorerna "+u.On.String(), u.Reason)
	}
	for _, c := range d.Changes {
		t.Say("Ändrat "+c.On.String()+" enligt", cmp.Or(ChangeLaw(c.Section), c.Section))
		t.Say("Gällde förut", c.Was)
		t.Say("Gäller nu", c.Now)
		t.Say("Skäl för ändringen", c.Why)
		t.Say("Prövat mot "+c.Level.Standard.Words(), c.Level.Why)
	}
	for _, o := range d.Objections {
		t.On("Det här anses fel", o.On)
		t.Say("Det som anses fel", o.Says)
	}
	return t
}

// FileText is what was laid before committee or board, and what the minutes say of it.
func (p Proposal) FileText(named extract.Naming) extract.Text {
	t := extract.Text{Title: "Förslag till beslut: " + p.Words(), Day: p.Made}
	t.Say("Framlagt av", named(p.By.ID))
	t.Say("Till", extract.Words(p.Body))
	t.On("Sammanträde", p.Meeting)
	t.Say("Förslag", p.Text)
	t.Say("Skäl", p.Background)
	if !p.Guardian.IsZero() {
		t.Say("I stället för samtycke från", named(p.Guardian.ID))
	}
	p.Outer.tell(&t)
	t.On("Återtaget", p.Withdrawn)
	if p.Ruling != nil {
		t.Say("Beslutat "+p.Ruling.On.String(), p.Ruling.Minutes()+", "+extract.Words(p.Ruling.Result))
		t.Say("Beslut", p.Ruling.Text)
	}
	return t
}

// FileText is each step of a matter of coercion, with who decided it.
func (c Coercion) FileText(named extract.Naming) extract.Text {
	t := extract.Text{Title: "Ärende om tvång enligt " + c.Law.Words(), Day: c.Begun}
	for _, s := range c.Steps {
		a, _ := CoerciveActBy(s.Act)
		t.Say(s.On.String(), cmp.Or(a.Words, s.Act))
		t.Say("Svar", extract.Words(s.Answer))
		t.On("Till och med", s.Until)
		t.Say("Beslut och skäl", s.Why)
		t.Say("Beslutat av", strings.TrimSpace(extract.Words(s.Mandate.Body)+" "+s.Mandate.Minutes+" "+s.Mandate.Member))
		t.Say("Lagrum", s.Mandate.Provision)
		t.Say("Varför det inte kunde vänta", s.Mandate.Urgent)
		t.On("Parterna underrättade", s.Told)
		t.On("Anmält till nämnden", s.Reported)
		if s.ByLaw != "" {
			t.Say("Av sig självt, enligt lag", s.ByLaw)
		} else {
			t.Say("Inskrivet av", named(s.By.ID))
		}
	}
	return t
}

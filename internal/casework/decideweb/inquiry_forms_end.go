package decideweb

import (
	"slices"

	"stadga/internal/casework"
	"stadga/internal/ids"
	"stadga/internal/webkit"
)

func showConsent(s *scene, _ string) []Blankett {
	if !s.writable() {
		return nil
	}
	var out []Blankett
	for _, g := range s.guardians {
		consent := casework.GuardianConsent{}
		for _, c := range s.i.Consents {
			if c.Guardian == g {
				consent = c
			}
		}
		out = append(out, Blankett{ID: "sam-" + g.String(), Heading: s.name(g), Button: "Spara svaret", Hidden: []Hidden{{"guardian", g.String()}}, Fields: []Falt{
			radio(webkit.Field{Name: "answer", Label: "Samtycker vårdnadshavaren?", Value: consent.Answer, Options: webkit.YesNo()}),
			text(webkit.Field{Name: "to", Label: "Till vad?", Value: consent.To}),
			day(webkit.Field{Name: "consent", Label: "Dag", Value: consent.On.String()}),
		}})
	}
	if born := s.Born; !born.IsZero() && !s.today.Before(born.AddMonths(12*12)) {
		out = append(out, ownConsent(s))
	}
	return out
}

// ownConsent asks the child who has turned twelve (SoL 21:1).
func ownConsent(s *scene) Blankett {
	own := casework.GuardianConsent{}
	for _, c := range s.i.Consents {
		if c.Guardian == s.Person {
			own = c
		}
	}
	return Blankett{
		ID: "sam-" + s.Person.String(), Heading: s.Name, Button: "Spara svaret", Hidden: []Hidden{{"guardian", s.Person.String()}},
		Help: "Från tolv år kan stöd ges med barnets eget samtycke, om det är lämpligt. Från femton år ges det inte mot barnets vilja (21 kap. 1 § socialtjänstlagen).",
		Fields: []Falt{
			radio(webkit.Field{Name: "answer", Label: "Samtycker " + s.Given + "?", Value: own.Answer, Options: webkit.YesNo()}),
			text(webkit.Field{Name: "to", Label: "Till vad?", Value: own.To}),
			day(webkit.Field{Name: "consent", Label: "Dag", Value: own.On.String()}),
			text(webkit.Field{Name: "suitable", Label: "Varför är det lämpligt utan vårdnadshavarnas samtycke?", Help: "Lämna tomt om vårdnadshavarna samtycker.", Value: own.Suitable}),
		},
	}
}

func readConsent(in *webkit.Input, _ *scene, _ string) command {
	return casework.RecordConsent{Guardian: ids.Person{ID: in.ID("guardian")}, Answer: in.Text("answer"), To: in.Text("to"), On: in.Day("consent"), Suitable: in.Text("suitable")}
}

func showStance(s *scene, _ string) []Blankett {
	if !s.writable() {
		return nil
	}
	now := casework.Communication{}
	if s.i.Hearing != nil {
		now = *s.i.Hearing
	}
	return []Blankett{{ID: "stallning", Button: "Spara", Primary: s.i.Hearing == nil, Edits: true, Fields: []Falt{
		radio(webkit.Field{
			Name: "need", Label: "Ska parterna få underlaget före beslutet?", Value: now.Need, Options: webkit.Options(
				"behovs", "Ja, det behövs", "uppenbart-obehovlig", "Nej, det är uppenbart obehövligt", "undantag", "Nej, ett undantag i 25 § förvaltningslagen gäller"),
			Help: "Vid bifall fullt ut är det ofta uppenbart obehövligt.",
		}),
		area(webkit.Field{Name: "reason", Label: "Skäl när underlaget inte ska sändas", Rows: 2, Value: now.Reason}),
	}}}
}

func readStance(in *webkit.Input, _ *scene, _ string) command {
	return casework.ConsiderCommunication{Need: in.Text("need"), Reason: in.Text("reason")}
}

// answerDays is the municipality's usual time to answer; the law gives no number.
const answerDays = 14

func showSend(s *scene, _ string) []Blankett {
	if !s.writable() || s.i.Hearing == nil || s.i.Hearing.Need != "behovs" {
		return nil
	}
	var out []Blankett
	for _, party := range s.parties {
		if s.sentTo(party) != nil {
			continue
		}
		b := Blankett{
			ID: "sand-" + party.String(), Heading: "Sänd till " + s.name(party), Button: "Spara sändningen", Primary: len(out) == 0,
			Hidden: []Hidden{{"party", party.String()}}, Fields: []Falt{
				day(webkit.Field{Name: "sent", Label: "Sänt den", Value: s.today.String(), Prefilled: true}),
				text(webkit.Field{Name: "how", Label: "Hur?", Value: "Brev", Size: "medel"}),
				day(webkit.Field{Name: "answer_by", Label: "Svara senast", Value: s.today.AddDays(answerDays).String(), Prefilled: true}),
			},
			Lead: &webkit.Link{Path: s.hearingPath(party, ""), Words: "Läs och skriv ut brevet till " + s.name(party)},
		}
		if s.guarded[party] {
			b.Fields = append(b.Fields, check(webkit.Field{Name: "checked", Label: "Kontroll", Required: true, Options: webkit.Options("ja", "Brevet är läst och röjer inget skyddat")}))
		}
		out = append(out, b)
	}
	return out
}

func (s *scene) sentTo(party ids.Person) *casework.MaterialSent {
	for _, sent := range s.i.Sent {
		if sent.Party == party {
			return &sent
		}
	}
	return nil
}

func readSend(in *webkit.Input, s *scene, _ string) command {
	party := ids.Person{ID: in.ID("party")}
	return casework.SendMaterial{
		Party: party, On: in.Day("sent"), How: in.Text("how"), AnswerBy: in.Day("answer_by"), Checked: in.Text("checked") == "ja", Guarded: s.guarded[party],
	}
}

func showAnswer(s *scene, _ string) []Blankett {
	if !s.writable() {
		return nil
	}
	var out []Blankett
	for _, sent := range s.i.Sent {
		if sent.Answered.IsZero() {
			out = append(out, Blankett{ID: "svar-" + sent.Party.String(), Heading: "Svar från " + s.name(sent.Party), Button: "Spara svaret", Hidden: []Hidden{{"party", sent.Party.String()}}, Fields: []Falt{
				day(webkit.Field{Name: "answered", Label: "Svaret kom den", Value: s.today.String(), Prefilled: true}),
				area(webkit.Field{Name: "says", Label: "Vad säger parten?", Help: "Lämna tomt om parten inte har något att tillägga.", Rows: 3}),
			}})
		}
	}
	return out
}

func readAnswer(in *webkit.Input, _ *scene, _ string) command {
	return casework.RecordAnswer{Party: ids.Person{ID: in.ID("party")}, On: in.Day("answered"), Says: in.Prose("says")}
}

func showExtend(s *scene, _ string) []Blankett {
	if !s.writable() || !s.i.Ground.Protects() {
		return nil
	}
	b := Blankett{
		ID: "forlang", Button: "Besluta om förlängning", Primary: true,
		Help: "Utredningen ska vara klar senast " + webkit.LongDay(s.i.Due()) + ". Förlängning kräver särskilda skäl och ett beslut innan dess (20 kap. 3 § socialtjänstlagen).",
		Fields: []Falt{
			day(webkit.Field{Name: "until", Label: "Förläng till"}),
			area(webkit.Field{Name: "reason", Label: "Särskilda skäl", Help: "Nämndens egen arbetsbelastning är inget särskilt skäl.", Rows: 3}),
		},
	}
	if s.today.After(s.i.Due()) {
		b.Button = "Lägg förlängningen till akten"
		b.Fields = append(b.Fields, check(webkit.Field{Name: "late", Label: "Tiden har redan gått ut", Options: webkit.Options("ja", "Jag vet att förlängningen är för sen och inte räknas")}))
	}
	return []Blankett{b}
}

func readExtend(in *webkit.Input, s *scene, _ string) command {
	return casework.ExtendInvestigation{Until: in.Day("until"), Reason: in.Text("reason"), Late: in.Text("late") == "ja", Order: s.delegation}
}

func showReady(s *scene, _ string) []Blankett {
	if !s.draftable() {
		return nil
	}
	b := Blankett{ID: "klart", Button: "Underlaget är klart", Primary: true, Help: "Underlaget låses. Det kan rättas efteråt, och rättelsen syns."}
	used := webkit.Field{Name: "used", Label: "Det här har bedömningen utgått från", Help: "Versionen som gäller i dag sparas med bedömningen. Avmarkera det du inte har använt."}
	for _, g := range s.steers {
		used.Options = append(used.Options, webkit.Option{Value: g.Key, Words: g.Kind.Words() + ": " + g.Title + ", version " + g.Version, Chosen: true})
	}
	if len(used.Options) > 0 {
		b.Fields = []Falt{check(used)}
	}
	return []Blankett{b}
}

func readReady(in *webkit.Input, s *scene, _ string) command {
	var keys []string
	for _, g := range s.steers {
		keys = append(keys, g.Key)
	}
	chosen := in.Words("used", keys...)
	return casework.CompleteDocument{Used: slices.DeleteFunc(slices.Clone(s.steers), func(g casework.Guideline) bool { return !slices.Contains(chosen, g.Key) })}
}

func showAftercare(s *scene, _ string) []Blankett {
	if s.i.Outcome != casework.ClosedWithoutCare || s.i.Aftercare != nil {
		return nil
	}
	return []Blankett{{
		ID: "besluta", Heading: "Besluta om uppföljning", Button: "Besluta om uppföljning", Primary: true,
		Help: "När barnet är i särskilt behov av det, högst sex månader (23 kap. socialtjänstlagen).", Fields: []Falt{
			area(webkit.Field{Name: "reason", Label: "Skäl", Rows: 3}),
		},
	}}
}

func readAftercare(in *webkit.Input, s *scene, _ string) command {
	return casework.DecideAftercare{Reason: in.Text("reason"), Order: s.delegation}
}

func showAfterEnd(s *scene, _ string) []Blankett {
	if s.i.Aftercare == nil || !s.i.Aftercare.Ended.IsZero() {
		return nil
	}
	return []Blankett{{ID: "avsluta", Heading: "Avsluta uppföljningen", Button: "Avsluta uppföljningen", Primary: true, Fields: []Falt{
		day(webkit.Field{Name: "on", Label: "Dag", Value: s.today.String(), Prefilled: true}),
		area(webkit.Field{Name: "why", Label: "Vad visade uppföljningen?", Rows: 3}),
	}}}
}

func readAfterEnd(in *webkit.Input, _ *scene, _ string) command {
	return casework.EndAftercare{On: in.Day("on"), Why: in.Text("why")}
}

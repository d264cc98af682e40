package casework

import (
	"slices"

	"stadga/internal/duty"
	"stadga/internal/journal"
)

// careEvents are the events of an investigation that tell how it was carried
// through: preparation, certificates, participation, and texts that were questioned.
func careEvents() []journal.Event {
	return []journal.Event{
		PreparationAsked{},
		PreparationHeld{},
		CertificateAsked{},
		CertificateReceived{},
		ParticipationWritten{},
		LikenessAnswered{},
		ObservationOrdered{},
		ObservationReported{},
		ObservationEnded{},
	}
}

// Care is what those events leave behind.
type Care struct {
	PutUp         PreparationAsked // for the group's next meeting; the zero value when nothing waits there
	Preparations  []CasePreparation
	Certificates  []MedicalCertificate
	Participation Participation
	Answered      []LikenessAnswered
	Observations  []ObservationOrder
}

// foldCare folds them.
func (i *Investigation) foldCare(r journal.Recorded, say, put func(duty.Fact)) {
	switch e := r.Event.(type) {
	case PreparationAsked:
		i.PutUp = e
	case PreparationHeld:
		i.PutUp = PreparationAsked{}
		i.Preparations = add(i.Preparations, e.Preparation)
		if e.Preparation.Result != PreparedMore {
			put(duty.Fact{Name: "investigation.discussed", Day: e.Preparation.On, Value: string(e.Preparation.Result)})
		}
	case CertificateAsked:
		i.Certificates = add(i.Certificates, e.Certificate)
		say(duty.Fact{Name: "investigation.certificate_asked", About: digits(e.Certificate.Number), Day: e.Certificate.Asked})
	case CertificateReceived:
		i.Certificates = slices.Clone(i.Certificates)
		for n := range i.Certificates {
			if i.Certificates[n].Number == e.Number {
				i.Certificates[n].Received, i.Certificates[n].Says = e.On, e.Says
			}
		}
		say(duty.Fact{Name: "investigation.certificate_received", About: digits(e.Number), Day: e.On})
	case ParticipationWritten:
		i.Participation = e.Participation
		put(duty.Fact{Name: "investigation.participation", Day: r.Day, Value: either(e.Participation.Text != "", "skriven", "skal")})
	case LikenessAnswered:
		i.Answered = upsert(i.Answered, e, func(o LikenessAnswered) bool { return o.Text == e.Text })
	default:
		i.foldObservation(r, say)
	}
}

// careFacts are what rules may ask of it.
func careFacts() []duty.FactType {
	const inquiry, cas = "investigation", "case"
	return []duty.FactType{
		{Subject: inquiry, Name: "investigation.needs_discussion", Type: duty.Bool, Says: "insatsen som avgörs är av ett slag som ska beredas i gruppen före beslutet"},
		{Subject: inquiry, Name: "investigation.discussed", Type: duty.Day, Says: "ärendet bereddes i gruppen"},
		{Subject: inquiry, Name: "investigation.certificate_asked", Type: duty.Day, Says: "läkarintyg begärdes (About: intyget)"},
		{Subject: inquiry, Name: "investigation.certificate_received", Type: duty.Day, Says: "läkarintyget kom (About: intyget)"},
		{Subject: inquiry, Name: "investigation.observation_ordered", Type: duty.Until, Says: "observationsuppdrag skrevs (About: uppdraget, Value: dagen då återrapporten ska ha kommit)"},
		{Subject: inquiry, Name: "investigation.observation_ended", Type: duty.Day, Says: "observationen återrapporterades eller avbröts (About: uppdraget)"},
		{Subject: inquiry, Name: "investigation.participation", Type: duty.Text, Words: []string{"skriven", "skal"}, Says: "hur personen har varit delaktig, eller skäl att den inte har varit det"},
		{Subject: inquiry, Name: "investigation.best_interests", Type: duty.Day, Says: "barnets bästa är bedömt"},

		{Subject: cas, Name: "case.sip_needed", Type: duty.Day, Says: "behov av insatser från både kommun och region, och samtycke till en SIP"},
		{Subject: cas, Name: "case.sip_started", Type: duty.Day, Says: "arbetet med en SIP påbörjades"},
		{Subject: cas, Name: "case.sip_made", Type: duty.Day, Says: "SIP upprättad"},
		{Subject: cas, Name: "case.sip_parts", Type: duty.Number, Says: "hur många av de fyra delar som lagen kräver som står i SIP"},
		{Subject: cas, Name: "case.sip_follow_up", Type: duty.Until, Says: "SIP ska följas upp (Value: dagen)"},
		{Subject: cas, Name: "case.sip_followed_up", Type: duty.Day, Says: "SIP följdes upp"},
		{Subject: cas, Name: "case.unable", Type: duty.Day, Says: "den enskilde bedömdes inte kunna fatta beslutet själv"},
		{Subject: cas, Name: "case.representative_sought", Type: duty.Day, Says: "god man, förvaltare, framtidsfullmakt och anhörigbehörighet undersöktes"},
		{Subject: cas, Name: "case.consent_attempt", Type: duty.Text, Says: "hur samtycke söktes, eller vad den enskilde kan antas vilja"},
		{Subject: cas, Name: "case.necessity_act", Type: duty.Day, Says: "åtgärd utan samtycke i nöd (About: åtgärden)"},
		{Subject: cas, Name: "case.necessity_reason", Type: duty.Text, Says: "varför åtgärden var nödvändig (About: åtgärden)"},
		{Subject: cas, Name: "case.necessity_reviewed", Type: duty.Day, Says: "åtgärden i nöd gicks igenom och lex Sarah prövades (About: åtgärden)"},
	}
}

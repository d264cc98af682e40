package quality

import (
	"slices"

	"stadga/internal/duty"
)

// Vocabulary lists the facts that quality work gives to rules.
func Vocabulary() []duty.FactType { return slices.Concat(told(), awaited()) }

// told lists what deviations say.
func told() []duty.FactType {
	return []duty.FactType{
		{Subject: Stream, Name: "deviation.reported", Type: duty.Instant, Says: "avvikelsen rapporterades"},
		{Subject: Stream, Name: "deviation.danger", Type: duty.Bool, Says: "någon var i fara när avvikelsen rapporterades"},
		{Subject: Stream, Name: "deviation.unit", Type: duty.Text, Says: "enhet"},
		{Subject: Stream, Name: "deviation.provider", Type: duty.Text, Says: "utförare"},
		{Subject: Stream, Name: "deviation.reporter", Type: duty.Text, Says: "den som rapporterade"},
		{Subject: Stream, Name: "deviation.classed", Type: duty.Day, Says: "avvikelsen bedömdes första gången"},
		{Subject: Stream, Name: "deviation.kind", Type: duty.Text, Words: []string{string(OfOurs), string(Complaint), string(Opinion), string(LexSarah)}, Says: "slag av avvikelse"},
		{Subject: Stream, Name: "deviation.severity", Type: duty.Number, Says: "allvarlighetsgrad, 1 till 4"},
		{Subject: Stream, Name: "deviation.serious", Type: duty.Bool, Says: "allvarligt missförhållande eller påtaglig risk för det"},
		{Subject: Stream, Name: "deviation.explained", Type: duty.Day, Says: "orsaken skrevs"},
		{Subject: Stream, Name: "deviation.acted_on", Type: duty.Day, Says: "åtgärd gjord"},
		{Subject: Stream, Name: "deviation.ivo_notified", Type: duty.Day, Says: "anmäld till IVO"},
		{Subject: Stream, Name: "deviation.closed", Type: duty.Day, Says: "avslutad med återkoppling"},
	}
}

package quality

import "stadga/internal/duty"

// awaited lists what rules ask about quality work and no act says yet, with what
// will bring it. A rule that needs it answers "kan inte bedömas" until then.
func awaited() []duty.FactType {
	const (
		document  = "document" // a governing document: routine, guideline, process
		noticed   = "frågan när missförhållandet märktes, i rapporten"
		providers = "enskilda utförares rapporter om lex Sarah"
		care      = "kommunens hälso- och sjukvård"
		documents = "registret över styrande dokument"
	)
	return []duty.FactType{
		{Subject: Stream, Name: "deviation.noticed", Type: duty.Day, Awaits: noticed, Says: "någon märkte missförhållandet eller risken"},
		{Subject: Stream, Name: "deviation.private", Type: duty.Bool, Awaits: providers, Says: "verksamheten drivs enskilt"},
		{Subject: Stream, Name: "deviation.board_informed", Type: duty.Day, Awaits: providers, Says: "nämnden informerades om rapporten"},
		{Subject: Stream, Name: "deviation.ivo_told_board", Type: duty.Day, Awaits: providers, Says: "nämnden informerades om anmälan till IVO"},
		{Subject: Stream, Name: "deviation.file_last_note", Type: duty.Day, Awaits: providers, Says: "sista anteckningen i den enskilda verksamhetens lex Sarah-akt"},
		{Subject: Stream, Name: "deviation.file_destroyed", Type: duty.Day, Awaits: providers, Says: "den enskilda verksamhetens lex Sarah-akt gallrades"},
		{Subject: Stream, Name: "deviation.care_injury", Type: duty.Text, Words: []string{"vardskada", "allvarlig-vardskada"}, Awaits: care, Says: "händelsen har medfört eller hade kunnat medföra vårdskada"},
		{Subject: Stream, Name: "deviation.maria_notified", Type: duty.Day, Awaits: care, Says: "anmäld till IVO enligt lex Maria"},
		{Subject: Stream, Name: "deviation.patient_told", Type: duty.Day, Awaits: care, Says: "patienten eller en närstående informerades"},

		{Subject: document, Name: "document.adopted", Type: duty.Day, Awaits: documents, Says: "dokumentet beslutades"},
		{Subject: document, Name: "document.kind", Type: duty.Text, Awaits: documents, Says: "slag av dokument"},
		{Subject: document, Name: "document.revise_by", Type: duty.Until, Awaits: documents, Says: "dokumentet ska ses över (Value: senast)"},
		{Subject: document, Name: "document.revised", Type: duty.Day, Awaits: documents, Says: "dokumentet sågs över"},
	}
}

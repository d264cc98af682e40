// Package control is what the board does about visits that are typed and not tagged:
// the level it accepts (nivå för manuella registreringar, F-05) and spot checks of
// visits (stickprov av besök, F-10). It is also what the board watches in the way it
// pays: the tolerance of delivered time (F-13), the indicators of what paying by
// delivered hour brings (F-21) and the risk analysis (F-20). It changes no visit.
package control

import (
	"stadga/internal/fault"
	"stadga/internal/visits"
)

// Reasons lists why a visit is typed, in the order they are shown (F-06).
func Reasons() []visits.ManualReason {
	return []visits.ManualReason{visits.Outside, visits.Technical, visits.NoReader, visits.Other}
}

// ReasonWords is the reason in Swedish.
func ReasonWords(r visits.ManualReason) string {
	switch r {
	case visits.Outside:
		return "Börjar eller slutar utanför hemmet"
	case visits.Technical:
		return "Tekniskt fel"
	case visits.NoReader:
		return "Vill inte ha läsare"
	case visits.Other:
		return "Annat"
	}
	return "Ingen orsak angiven"
}

// ClassWords is how a visit was registered, in Swedish.
func ClassWords(c visits.Class) string {
	switch c {
	case visits.TaggedBoth:
		return "Tagg in och ut"
	case visits.TaggedIn:
		return "Bara tagg in"
	case visits.TaggedOut:
		return "Bara tagg ut"
	}
	return "Manuellt"
}

// Sentences holds what the package says to the user. FEL-3440 to 3459.
func Sentences() fault.Catalogue {
	return fault.Catalogue{
		"manual-level.percent-wrong":    {Number: 3440, Says: "Skriv nivån i hela procent, från 1 till 99."},
		"manual-level.from-missing":     {Number: 3441, Says: "Skriv från vilken dag nivån gäller."},
		"manual-level.from-before-on":   {Number: 3442, Says: "Nivån kan inte gälla från en dag före beslutet. Välj beslutsdagen eller en senare dag."},
		"manual-level.by-missing":       {Number: 3443, Says: "Skriv vem som beslutade, till exempel Socialnämnden."},
		"manual-level.on-missing":       {Number: 3444, Says: "Skriv vilken dag beslutet fattades. Den kan inte ligga i framtiden."},
		"manual-level.ref-missing":      {Number: 3445, Says: "Skriv var beslutet finns, till exempel SN 2026/12 § 31."},
		"spot-check.unknown":            {Number: 3446, Says: "Vi hittar inget sådant stickprov. Gå tillbaka till listan."},
		"spot-check.drawn-already":      {Number: 3447, Says: "Stickprovet är redan draget. Ladda om sidan."},
		"spot-check.size-wrong":         {Number: 3448, Says: "Skriv hur många besök som ska dras, från 5 till 200."},
		"spot-check.month-wrong":        {Number: 3449, Says: "Välj en månad som har slutat, till exempel 2026-09."},
		"spot-check.nothing-to-draw":    {Number: 3450, Says: "Det finns inga utförda besök den månaden. Välj en annan månad."},
		"spot-check.visit-unknown":      {Number: 3451, Says: "Besöket är inte med i stickprovet. Ladda om sidan."},
		"spot-check.outcome-missing":    {Number: 3452, Says: "Välj vad kontrollen visade."},
		"payment-risk.by-missing":       {Number: 3454, Says: "Skriv vem som gjorde riskanalysen."},
		"payment-risk.on-missing":       {Number: 3455, Says: "Skriv vilken dag riskanalysen gjordes. Den kan inte ligga i framtiden."},
		"payment-risk.ref-missing":      {Number: 3456, Says: "Skriv var riskanalysen finns, till exempel SN 2026/12 bilaga 2."},
		"payment-risk.drawback-unknown": {Number: 3457, Says: "Nackdelen finns inte längre. Ladda om sidan."},
		"payment-risk.says-missing":     {Number: 3458, Says: "Skriv vad nackdelen är."},
		"payment-risk.watch-unknown":    {Number: 3459, Says: "Välj en kontroll i listan, eller Ingen kontroll än."},
		"spot-check.note-missing":       {Number: 3453, Says: "Skriv vad som inte stämmer, eller varför det inte går att bedöma."},
	}
}

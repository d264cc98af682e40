package deskweb

import (
	"strconv"
	"strings"

	"stadga/internal/civil"
	"stadga/internal/fault"
	"stadga/internal/webkit"
)

// Catalogue holds the sentences of the desk, FEL-0700 to FEL-0799.
func Catalogue() fault.Catalogue {
	return fault.Catalogue{
		"desk.choose-cases":   {Number: 701, Says: "Markera minst ett ärende i listan."},
		"desk.choose-officer": {Number: 702, Says: "Välj vem som ska få ärendena."},
		"desk.unknown-list":   {Number: 704, Says: "Det finns ingen sådan lista. Gå tillbaka och välj igen."},
		"desk.unknown-unit":   {Number: 705, Says: "Det finns ingen sådan enhet. Gå tillbaka och välj igen."},
		"desk.form-broken":    {Number: 706, Says: "Formuläret kom inte fram helt. Ladda om sidan och skicka igen."},
		"desk.unknown-format": {Number: 707, Says: "Vi har inte det formatet. Välj csv eller json."},
		"desk.too-many":       {Number: 703, Says: "Högst 50 ärenden fördelas på en gång. Dela upp dem."},
	}
}

func areaWords(area string) string {
	switch area {
	case "aldre":
		return "Äldre"
	case "funktionsnedsattning":
		return "Funktionsnedsättning"
	case "barn":
		return "Barn och unga"
	case "vuxen":
		return "Vuxen"
	}
	return area
}

func monthWords(d civil.Date) string {
	parts := strings.Fields(webkit.LongDay(d))
	return parts[2] + " " + strconv.Itoa(d.Year())
}

// shortMonth writes "2026-03" as "mars", with the year first in a row and in January.
func shortMonth(month string, first bool) string {
	d, err := civil.Parse(month + "-01")
	if err != nil {
		return month
	}
	name := []rune(strings.Fields(webkit.LongDay(d))[2])
	short := string(name[:min(3, len(name))])
	if _, m, _ := d.Parts(); first || m == 1 {
		short += " " + strconv.Itoa(d.Year())
	}
	return short
}

func firstOf(d civil.Date) civil.Date {
	y, m, _ := d.Parts()
	return civil.On(y, m, 1)
}

package export

import "strings"

// The words of the other system, by those of the record.
var (
	outcomes    = map[string]string{"inleda": "Inleda", "inte-inleda": "Ej inleda", "pagar-redan": "Pågår", "avvisad": "Avvisad", "avskriven": "Avskriven"}
	sourceWords = map[string]string{
		"polis": "Polis", "skola": "Skola", "vard": "Hälso- och sjukvård", "annan-myndighet": "Annan myndighet", "privatperson": "Privatperson",
		"anonym": "Anonym", "egen-personal": "Egen personal", "sjalv": "Den enskilde",
	}
	units        = map[string]string{"barn": "Mottagning barn och unga", "aldre": "Biståndsenheten", "funktionsnedsattning": "LSS och boendestöd", "vuxen": "LSS och boendestöd"}
	inquiryUnits = map[string]string{"barn": "Utredning barn och unga", "aldre": "Biståndsenheten", "funktionsnedsattning": "LSS och boendestöd", "vuxen": "LSS och boendestöd"}
	areaOf       = map[string]string{"barn": "barn", "aldre": "aldre", "lss": "funktionsnedsattning", "vuxen": "vuxen", "kort": "aldre"}
	inquiryKinds = map[string]string{"barn": "Barnavårdsutredning", "aldre": "Utredning äldre", "lss": "Utredning LSS", "vuxen": "Utredning vuxen", "kort": "Kort beslut"}
	grounds      = map[string]string{
		"SoL 20:3": "SoL 20 kap. 3 §", "SoL 14:2": "SoL 14 kap. 2 §", "SoL01 11:2": "SoL 11 kap. 2 §", "SoL01 11:1": "SoL 11 kap. 1 §", "LSS": "LSS 7 §",
	}
	before2025 = map[string]string{"SoL 20 kap. 3 §": "SoL 11 kap. 2 §", "SoL 14 kap. 2 §": "SoL 11 kap. 1 §"} // the old words live on
	causes     = map[string]string{
		"insats": "Beslut", "avslag": "Beslut", "avslutas-utan-insats": "Avslutas utan insats", "lvu-ansokan": "Ansökan om vård enligt LVU",
		"avvisad": "Avvisad", "avskriven": "Återtagen",
	}
	laws    = map[string]string{"SoL01": "SoL 4 kap. 1 §", "SoL25": "SoL 11 kap. 1 §", "LSS": "LSS 9 §"}
	endings = map[string]string{
		"avliden": "Avliden", "flyttat": "Flyttat", "egen-begaran": "Egen begäran", "ersatt": "Nytt beslut", "tiden-slut": "Beslutet upphör",
		"malen-natta": "Målen är nådda", "aterkallad": "Återkallad", extended: "Förlängd", "beslutet-slut": "Beslutet upphör", "byte": "Byte av utförare",
	}
	reasons = map[string]string{"tekniskt-fel": "Fel på taggen", "utanfor-hemmet": "Utanför hemmet", "vill-inte-ha-lasare": "Saknar tagg", "annat": "Glömt"}
	codes   = map[string]string{
		"hemtjanst-omvardnad": "HTJ", "hemtjanst-service": "HTJS", "hemtjanst-dusch": "HTJD", "hemtjanst-maltid": "HTJM", "trygghetslarm": "LARM",
		"sarskilt-boende": "SÄBO", "korttidsboende": "KORT", "dagverksamhet": "DAGV", "avlosning": "AVL", "ledsagning": "LEDS", "nattpatrull": "NATT",
		"boendestod": "BOST", "oppenvard-vuxen": "ÖPPV", "familjebehandling": "FBEH", "kontaktfamilj": "KFAM", "kontaktperson": "KPER", "familjehem": "FAMH",
	}
)

// code is what the other system calls a service.
func code(kind string) string {
	if code, known := codes[kind]; known {
		return code
	}
	return strings.ToUpper(strings.ReplaceAll(kind, "-", ""))
}

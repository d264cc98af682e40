package simulate

import "strings"

// tookPart are ways in which someone has taken part in a plan.
func tookPart() []string {
	return []string{
		"Valde själv dagar och tider.", "Berättade vad som är viktigt på morgonen och vad som kan vänta.",
		"Orkade inte sitta med hela mötet. Gick igenom planen i efterhand och ändrade en tid.", "Deltog tillsammans med sin dotter.",
	}
}

// activityOf is what is done in a service, as a plan says it.
func activityOf(kind string) string {
	for _, at := range []struct{ part, says string }{
		{"dusch", "Dusch och hårtvätt."},
		{"maltid", "Frukost och lunch."},
		{"omvardnad", "Hjälp upp, på toaletten och i säng."},
		{"service", "Städning, tvätt och inköp."},
		{"natt", "Tillsyn på natten."},
		{"ledsag", "Promenad och ärenden."},
		{"boende", "Stöd i vardagen på boendet."},
		{"familj", "Samtal och övningar med familjen."},
		{"verksamhet", "Sysselsättning i grupp."},
	} {
		if strings.Contains(kind, at.part) {
			return at.says
		}
	}
	return "Stöd enligt målet."
}

// carerNames are those who are fixed care contacts.
func carerNames() []string {
	return []string{"Fatima Nasser", "Lena Brink", "Ahmed Warsame", "Sara Nilsdotter", "Ulf Granath"}
}

package casework

import "slices"

// A Part is one heading of an investigation. Life areas are opened where they are
// in question and need no reason otherwise; the others must be written.
type Part struct {
	Key      string
	Title    string
	Side     string // group it is listed under
	Required bool   // must be done, or set aside with a reason, before the document is ready
	Help     string // what it is for and how much is enough
	Basis    string // law or handbook that asks for it
	ICF      string // chapter of the ICF that the area answers to: "d5"
}

// PartsOf lists the parts of an investigation of that kind, in the order they are
// read. The names of the areas are those of IBIC (law.md 4.1) and of BBIC's
// triangle (law.md 4.2); help texts are ours.
func PartsOf(kind InquiryKind) []Part {
	parts := []Part{{Key: "situation", Title: "Nuvarande situation", Side: "Underlag", Required: true, Help: "Hur lever personen i dag, och vad har hänt? Skriv vem som har berättat vad. 3–8 meningar räcker."}}
	if kind == InquiryShort {
		return append(parts, Part{Key: "bedomning", Title: "Bedömning", Side: "Bedömning", Required: true, Help: "Varför behövs insatsen nu, och hur länge?"})
	}
	if kind == InquiryLSS {
		parts = append(parts, Part{Key: "funktionsnedsattning", Title: "Funktionsnedsättning och vad den innebär", Side: "Underlag", Required: true, Help: "Underlag för personkretsen: intyg, bedömningar och vad de visar i vardagen."})
	}
	if kind == InquiryChild {
		parts = append(parts, childAreas()...)
		parts = append(parts,
			Part{Key: partBestInterests, Title: "Barnets bästa", Side: "Bedömning", Required: true, Help: "Väg barnets behov, åsikt och skydd mot varandra. Skriv vad som är bäst för just det här barnet."})
	} else {
		parts = append(parts, lifeAreas()...)
	}
	return append(parts, Part{Key: "bedomning", Title: "Bedömning", Side: "Bedömning", Required: true, Help: "Din bedömning, skild från fakta. Blir underlag för skälen i beslutet."})
}

// partBestInterests is where the child's best interests are weighed (SoL 3:1).
const partBestInterests = "barnets-basta"

// PartByKey finds a part of an investigation of that kind.
func PartByKey(kind InquiryKind, key string) (Part, bool) {
	parts := PartsOf(kind)
	at := slices.IndexFunc(parts, func(p Part) bool { return p.Key == key })
	if at < 0 {
		return Part{}, false
	}
	return parts[at], true
}

func lifeAreas() []Part {
	const side, help = "Livsområden", "Vad klarar personen själv, vad är svårt, och hur vill personen ha det? Öppna bara om området är aktuellt."
	var out []Part
	for _, a := range [...][2]string{
		{"larande", "Lärande och att tillämpa kunskap"},
		{"uppgifter", "Allmänna uppgifter och krav"},
		{"kommunikation", "Kommunikation"},
		{"forflyttning", "Förflyttning"},
		{"personlig-vard", "Personlig vård"},
		{"hemliv", "Hemliv"},
		{"relationer", "Mellanmänskliga interaktioner och relationer"},
		{"utbildning-arbete", "Utbildning, arbete, sysselsättning och ekonomiskt liv"},
		{"samhallsgemenskap", "Samhällsgemenskap, socialt och medborgerligt liv"},
		{"trygghet", "Känsla av trygghet"},
		{"narstaende", "Personligt stöd från person som vårdar eller stödjer närstående"},
	} {
		out = append(out, Part{Key: a[0], Title: a[1], Side: side, Help: help})
	}
	return out
}

func childAreas() []Part {
	const help = "Vad visar underlaget, från vem kommer uppgiften, och vad behöver barnet? Öppna bara om området är aktuellt."
	var out []Part
	for _, a := range [...][3]string{
		{"halsa", "Hälsa", "Barnets utveckling"},
		{"barnets-utbildning", "Utbildning", "Barnets utveckling"},
		{"kanslor", "Känslor och beteende", "Barnets utveckling"},
		{"barnets-relationer", "Sociala relationer", "Barnets utveckling"},
		{"omsorg", "Grundläggande omsorg", "Föräldrarnas förmåga"},
		{"stimulans", "Stimulans och vägledning", "Föräldrarnas förmåga"},
		{"tillganglighet", "Känslomässig tillgänglighet", "Föräldrarnas förmåga"},
		{"sakerhet", "Säkerhet", "Föräldrarnas förmåga"},
		{"familjesituation", "Nuvarande familjesituation", "Familj och miljö"},
		{"familjebakgrund", "Familjebakgrund", "Familj och miljö"},
		{"boende-ekonomi", "Boende, arbete och ekonomi", "Familj och miljö"},
		{"natverk", "Socialt nätverk och integration", "Familj och miljö"},
	} {
		out = append(out, Part{Key: a[0], Title: a[1], Side: a[2], Help: help})
	}
	return out
}

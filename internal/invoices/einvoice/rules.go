package einvoice

import (
	"slices"
	"strings"
)

// A Rule (fakturaregel) is one that a file is held to, by the id that its author
// gave it. Severity follows the author.
type Rule struct {
	ID       string
	Severity Severity
	Says     string
}

// Rules lists the rules that are held, by id.
func Rules() []Rule {
	list := make([]Rule, 0, len(rules))
	for _, r := range rules {
		list = append(list, r)
	}
	slices.SortFunc(list, func(a, b Rule) int { return strings.Compare(a.ID, b.ID) })
	return list
}

// rules is read and never written after it is made.
var rules = table()

func table() map[string]Rule {
	all := map[string]Rule{}
	add := func(severity Severity, pairs ...string) {
		for i := 0; i < len(pairs); i += 2 {
			all[pairs[i]] = Rule{ID: pairs[i], Severity: severity, Says: pairs[i+1]}
		}
	}
	add(Fatal, ourRules()...)
	add(Fatal, normRules()...)
	add(Fatal, sumRules()...)
	add(Fatal, codeRules()...)
	add(Fatal, peppolRules()...)
	add(Fatal, swedishRules()...)
	add(Warning, softRules()...)
	for _, c := range taxCategories {
		add(Fatal, c.sentences()...)
	}
	for rule, what := range decimalRules() {
		add(Fatal, rule, what+" har fler än två decimaler.")
	}
	return all
}

func ourRules() []string {
	return []string{
		"STADGA-01", "Filen är avbruten eller inte rätt skriven XML. Inget i den används. Be utföraren skicka den igen.",
		"STADGA-02", "Filen har en dokumenttyp (DOCTYPE). En sådan kan dölja annat innehåll, så filen läses inte. Be utföraren skicka en faktura utan den.",
		"STADGA-03", "Filen är för stor för att vara en faktura. Be utföraren skicka den utan stora bilagor, eller dela den.",
		"STADGA-04", "Filen har fler eller djupare delar än någon faktura behöver, så den läses inte. Be utföraren skicka en rättad faktura.",
		"STADGA-05", "Filen har en teckenkodning som inte får användas.",
		"STADGA-06", "Filen är varken en faktura eller en kreditfaktura i Peppol BIS Billing 3.",
		"STADGA-07", "Fakturan har fler rader än vi tar emot i en fil. Be utföraren dela den.",
		"STADGA-08", "Ett belopp, ett antal eller en procentsats är inget tal.",
		"STADGA-09", "Samma radnummer står på flera rader, så det går inte att säga vilken rad som avses.",
		"STADGA-10", "Raden i filen har inte lika många kolumner som rubrikraden.",
		"STADGA-11", "En kolumn saknas i filen.",
		"STADGA-12", "Raderna i filen säger olika om det som gäller hela fakturan.",
		"STADGA-13", "Fakturan är inte i svenska kronor. Avtalen är i kronor, så inget i den kan godkännas.",
		"STADGA-14", "Beloppet går inte att ange i hela ören.",
	}
}

func normRules() []string {
	return []string{
		"BR-01", "Det står inte vilken specifikation fakturan följer.",
		"BR-02", "Fakturanumret saknas.",
		"BR-03", "Fakturadatumet saknas.",
		"BR-04", "Det står inte vilket slags faktura det är.",
		"BR-05", "Valutan saknas.",
		"BR-06", "Säljarens namn saknas.",
		"BR-07", "Köparens namn saknas.",
		"BR-08", "Säljarens adress saknas.",
		"BR-09", "Landet i säljarens adress saknas.",
		"BR-10", "Köparens adress saknas.",
		"BR-11", "Landet i köparens adress saknas.",
		"BR-12", "Summan av raderna saknas.",
		"BR-13", "Summan utan moms saknas.",
		"BR-14", "Summan med moms saknas.",
		"BR-15", "Beloppet att betala saknas.",
		"BR-16", "Fakturan har ingen rad.",
		"BR-17", "Betalningsmottagarens namn saknas, eller är samma som säljarens.",
		"BR-18", "Skatteombudets namn saknas.",
		"BR-19", "Skatteombudets adress saknas.",
		"BR-20", "Landet i skatteombudets adress saknas.",
		"BR-21", "Radens nummer saknas.",
		"BR-22", "Radens antal saknas.",
		"BR-23", "Enheten för radens antal saknas.",
		"BR-24", "Radens belopp saknas.",
		"BR-25", "Det står inte vad raden gäller.",
		"BR-26", "Radens pris saknas.",
		"BR-27", "Radens pris är under noll.",
		"BR-28", "Radens pris före rabatt är under noll.",
		"BR-29", "Fakturans period slutar innan den börjar.",
		"BR-30", "Radens period slutar innan den börjar.",
		"BR-31", "Ett avdrag på fakturan saknar belopp.",
		"BR-32", "Ett avdrag på fakturan saknar momskategori.",
		"BR-33", "Ett avdrag på fakturan saknar orsak.",
		"BR-36", "En avgift på fakturan saknar belopp.",
		"BR-37", "En avgift på fakturan saknar momskategori.",
		"BR-38", "En avgift på fakturan saknar orsak.",
		"BR-41", "Ett avdrag på raden saknar belopp.",
		"BR-42", "Ett avdrag på raden saknar orsak.",
		"BR-43", "En avgift på raden saknar belopp.",
		"BR-44", "En avgift på raden saknar orsak.",
		"BR-45", "Momsens underlag saknas.",
		"BR-46", "Momsens belopp saknas.",
		"BR-47", "Momsens kategori saknas.",
		"BR-48", "Momsens procentsats saknas.",
		"BR-49", "Betalningssättet saknas.",
		"BR-50", "Kontot att betala till saknas.",
		"BR-52", "En bilaga saknar nummer.",
		"BR-53", "Momsen i redovisningsvalutan saknas.",
		"BR-54", "En egenskap hos det raden gäller saknar namn eller värde.",
		"BR-55", "Numret på den faktura som avses saknas.",
		"BR-56", "Skatteombudets momsnummer saknas.",
		"BR-57", "Landet i leveransadressen saknas.",
		"BR-61", "Betalningen ska göras till ett konto, men kontot saknas.",
		"BR-62", "Säljarens elektroniska adress säger inte vilket slags adress den är.",
		"BR-63", "Köparens elektroniska adress säger inte vilket slags adress den är.",
		"BR-64", "Artikelns standardnummer säger inte vilket slags nummer det är.",
		"BR-65", "Artikelns klassning säger inte vilken lista den hör till.",
		"BR-CO-03", "Momsens dag står både som datum och som kod. Bara en av dem får stå.",
		"BR-CO-04", "Raden saknar momskategori.",
		"BR-CO-09", "Ett momsnummer börjar inte med en landskod.",
		"BR-CO-18", "Fakturan saknar uppdelning på moms.",
		"BR-CO-19", "Fakturans period har varken början eller slut.",
		"BR-CO-20", "Radens period har varken början eller slut.",
		"BR-CO-21", "Ett avdrag på fakturan har varken orsak eller orsakskod.",
		"BR-CO-22", "En avgift på fakturan har varken orsak eller orsakskod.",
		"BR-CO-23", "Ett avdrag på raden har varken orsak eller orsakskod.",
		"BR-CO-24", "En avgift på raden har varken orsak eller orsakskod.",
		"BR-CO-25", "Det finns något att betala, men varken förfallodag eller betalningsvillkor.",
		"BR-CO-26", "Säljaren går inte att känna igen: organisationsnummer, momsnummer och annat nummer saknas.",
		"BR-IC-11", "Varan säljs inom EU, men varken leveransdag eller period står där.",
		"BR-IC-12", "Varan säljs inom EU, men landet den levereras till saknas.",
		"BR-O-11", "Fakturan är utanför momsen, men delar också upp en annan momskategori.",
		"BR-O-12", "Fakturan är utanför momsen, men en rad har en annan momskategori.",
		"BR-O-13", "Fakturan är utanför momsen, men ett avdrag har en annan momskategori.",
		"BR-O-14", "Fakturan är utanför momsen, men en avgift har en annan momskategori.",
		"BR-B-01", "Delad momsbetalning finns bara mellan två italienska parter.",
		"BR-B-02", "Delad momsbetalning och vanlig moms får inte stå i samma faktura.",
		"UBL-DT-06", "En bilaga säger inte vilket slags fil den är.",
		"UBL-DT-07", "En bilaga saknar filnamn.",
	}
}

func sumRules() []string {
	return []string{
		"BR-CO-10", "Summan av raderna stämmer inte med raderna.",
		"BR-CO-11", "Summan av avdragen stämmer inte med avdragen.",
		"BR-CO-12", "Summan av avgifterna stämmer inte med avgifterna.",
		"BR-CO-13", "Summan utan moms stämmer inte med raderna, avdragen och avgifterna.",
		"BR-CO-14", "Momsens summa stämmer inte med dess delar.",
		"BR-CO-15", "Summan med moms stämmer inte med summan utan moms och momsen.",
		"BR-CO-16", "Beloppet att betala stämmer inte med summan, det som är betalt och öresutjämningen.",
		"BR-CO-17", "Momsen stämmer inte med underlaget och procentsatsen.",
	}
}

func peppolRules() []string {
	return []string{
		"PEPPOL-EN16931-F001", "Ett datum är inte skrivet som ÅÅÅÅ-MM-DD.",
		"PEPPOL-EN16931-P0100", "Slaget av faktura får inte användas här.",
		"PEPPOL-EN16931-P0101", "Slaget av kreditfaktura får inte användas här.",
		"PEPPOL-EN16931-P0112", "Del- och rättelsefakturor (326 och 384) får bara sändas mellan tyska parter.",
		"PEPPOL-EN16931-R001", "Det står inte vilken process fakturan hör till.",
		"PEPPOL-EN16931-R002", "Fakturan har mer än en anteckning.",
		"PEPPOL-EN16931-R003", "Både köparens referens och ordernumret saknas. Ett av dem ska stå.",
		"PEPPOL-EN16931-R004", "Specifikationen är inte Peppol BIS Billing 3.",
		"PEPPOL-EN16931-R005", "Redovisningsvalutan är samma som fakturans valuta.",
		"PEPPOL-EN16931-R007", "Processens beteckning är inte rätt skriven.",
		"PEPPOL-EN16931-R008", "Filen har en tom del.",
		"PEPPOL-EN16931-R010", "Köparens elektroniska adress saknas.",
		"PEPPOL-EN16931-R020", "Säljarens elektroniska adress saknas.",
		"PEPPOL-EN16931-R040", "Ett avdrag eller en avgift stämmer inte med underlaget och procentsatsen.",
		"PEPPOL-EN16931-R041", "Ett avdrag eller en avgift har procentsats men inget underlag.",
		"PEPPOL-EN16931-R042", "Ett avdrag eller en avgift har underlag men ingen procentsats.",
		"PEPPOL-EN16931-R043", "Det står inte om beloppet är ett avdrag eller en avgift.",
		"PEPPOL-EN16931-R044", "En avgift får inte läggas på priset.",
		"PEPPOL-EN16931-R046", "Priset stämmer inte med priset före rabatt och rabatten.",
		"PEPPOL-EN16931-R051", "Ett belopp är i en annan valuta än fakturan.",
		"PEPPOL-EN16931-R053", "Momsen ska ha en summa med uppdelning, varken fler eller färre.",
		"PEPPOL-EN16931-R054", "Momsens summa i redovisningsvalutan saknas eller står fast den inte ska.",
		"PEPPOL-EN16931-R055", "Momsen har olika tecken i de två valutorna.",
		"PEPPOL-EN16931-R061", "Autogirots medgivande saknas.",
		"PEPPOL-EN16931-R080", "Fakturan har mer än en hänvisning till projekt.",
		"PEPPOL-EN16931-R100", "Raden hänvisar till mer än ett objekt.",
		"PEPPOL-EN16931-R101", "Radens hänvisning är inte till ett objekt.",
		"PEPPOL-EN16931-R110", "Radens period börjar före fakturans.",
		"PEPPOL-EN16931-R111", "Radens period slutar efter fakturans.",
		"PEPPOL-EN16931-R120", "Radens belopp stämmer inte med antalet och priset.",
		"PEPPOL-EN16931-R121", "Antalet som priset gäller är inte över noll.",
		"PEPPOL-EN16931-R130", "Priset gäller en annan enhet än radens antal.",
		"PEPPOL-COMMON-R040", "Ett GLN-nummer är inte rätt skrivet.",
		"PEPPOL-COMMON-R049", "Ett svenskt organisationsnummer är inte rätt skrivet.",
	}
}

func swedishRules() []string {
	return []string{
		"SE-R-001", "Säljarens momsnummer har inte 14 tecken.",
		"SE-R-002", "Säljarens momsnummer har annat än siffror efter SE.",
		"SE-R-003", "Säljarens organisationsnummer har annat än siffror.",
		"SE-R-004", "Säljarens organisationsnummer har inte tio siffror.",
		"SE-R-005", "Uppgiften om F-skatt ska lyda ”Godkänd för F-skatt”.",
		"SE-R-006", "Momsen är varken 25, 12 eller 6 procent.",
		"SE-R-013", "Kontrollsiffran i säljarens organisationsnummer stämmer inte.",
	}
}

func codeRules() []string {
	return []string{
		"BR-CL-01", "Koden för slaget av faktura finns inte.",
		"BR-CL-03", "Ett belopp har en valuta som inte finns.",
		"BR-CL-04", "Fakturans valuta finns inte.",
		"BR-CL-05", "Redovisningsvalutan finns inte.",
		"BR-CL-06", "Koden för momsens dag finns inte.",
		"BR-CL-07", "Koden för slaget av objekt finns inte.",
		"BR-CL-10", "Koden för slaget av partsnummer finns inte.",
		"BR-CL-11", "Koden för slaget av organisationsnummer finns inte.",
		"BR-CL-13", "Koden för slaget av artikelklassning finns inte.",
		"BR-CL-14", "En landskod finns inte.",
		"BR-CL-15", "Koden för ursprungslandet finns inte.",
		"BR-CL-16", "Koden för betalningssättet finns inte.",
		"BR-CL-17", "Koden för momskategorin finns inte.",
		"BR-CL-18", "Koden för radens momskategori finns inte.",
		"BR-CL-19", "Orsakskoden för ett avdrag finns inte.",
		"BR-CL-20", "Orsakskoden för en avgift finns inte.",
		"BR-CL-21", "Koden för slaget av artikelnummer finns inte.",
		"BR-CL-22", "Koden för undantag från moms finns inte.",
		"BR-CL-23", "En enhet är inte rätt skriven.",
		"BR-CL-24", "En bilaga är ett slags fil som inte får bifogas.",
		"BR-CL-25", "Koden för slaget av elektronisk adress finns inte.",
		"BR-CL-26", "Koden för slaget av leveransplats finns inte.",
	}
}

func softRules() []string {
	list := []string{
		"BR-51", "Ett kortnummer har fler siffror än som får visas.",
		"SE-R-007", "Plusgironumret har annat än siffror.",
		"SE-R-008", "Bankgironumret har annat än siffror.",
		"SE-R-009", "Bankgironumret har inte sju eller åtta siffror.",
		"SE-R-010", "Plusgironumret har inte två till åtta siffror.",
		"SE-R-011", "Betalning till giro anges med koden 30 och giroslag, inte med 50 eller 56.",
		"SE-R-012", "Betalning inom Sverige anges med koden 30, inte med 31.",
	}
	for _, o := range onlyOnce() {
		list = append(list, o.rule, o.says)
	}
	return append(list,
		"UBL-SR-19", "Betalningsmottagaren har mer än ett namn.",
		"UBL-SR-20", "Betalningsmottagaren har mer än ett nummer.",
		"UBL-SR-21", "Betalningsmottagaren har mer än ett organisationsnummer.",
		"UBL-SR-04", "Fakturan hänvisar till mer än ett objekt.",
		"UBL-SR-06", "En hänvisning gäller mer än en faktura.",
		"UBL-SR-12", "Säljaren har mer än ett momsnummer.",
		"UBL-SR-13", "Säljaren har mer än en annan skatteregistrering.",
		"UBL-SR-18", "Köparen har mer än ett momsnummer.",
		"UBL-SR-26", "Ett betalningssätt har mer än en referens.",
		"UBL-SR-27", "Ett betalningssätt har mer än en anvisning.",
		"UBL-SR-28", "Ett betalningssätt har mer än ett medgivande.",
		"UBL-SR-30", "Ett avdrag eller en avgift på fakturan har mer än en orsak.",
		"UBL-SR-31", "Ett avdrag eller en avgift på raden har mer än en orsak.",
		"UBL-SR-32", "En momsdel har mer än en orsak till undantag.",
		"UBL-SR-33", "En bilaga har mer än en beskrivning.",
		"UBL-SR-42", "Säljaren har fler än två skatteregistreringar.",
		"UBL-SR-43", "En hänvisning har en kod som inte får användas.",
		"UBL-SR-44", "Fakturan har olika betalningsreferenser.",
		"UBL-SR-47", "Fakturan har olika betalningssätt.",
		"UBL-SR-48", "Raden ska ha en momskategori, varken fler eller färre.",
	)
}

// tooManyOf is what may stand at most once.
type tooManyOf struct {
	rule, path, says string
	line             bool
}

func onlyOnce() []tooManyOf {
	const seller, buyer = "AccountingSupplierParty/Party/", "AccountingCustomerParty/Party/"
	return []tooManyOf{
		{rule: "UBL-SR-01", path: "ContractDocumentReference/ID", says: "Fakturan har mer än ett avtalsnummer."},
		{rule: "UBL-SR-02", path: "ReceiptDocumentReference/ID", says: "Fakturan har mer än ett mottagningskvitto."},
		{rule: "UBL-SR-03", path: "DespatchDocumentReference/ID", says: "Fakturan har mer än en följesedel."},
		{rule: "UBL-SR-05", path: "PaymentTerms/Note", says: "Fakturan har mer än ett betalningsvillkor."},
		{rule: "UBL-SR-08", path: "InvoicePeriod", says: "Fakturan har mer än en period."},
		{rule: "UBL-SR-09", path: seller + "PartyLegalEntity/RegistrationName", says: "Säljaren har mer än ett registrerat namn."},
		{rule: "UBL-SR-10", path: seller + "PartyName/Name", says: "Säljaren har mer än ett namn."},
		{rule: "UBL-SR-11", path: seller + "PartyLegalEntity/CompanyID", says: "Säljaren har mer än ett organisationsnummer."},
		{rule: "UBL-SR-14", path: seller + "PartyLegalEntity/CompanyLegalForm", says: "Säljaren har mer än en företagsform."},
		{rule: "UBL-SR-15", path: buyer + "PartyLegalEntity/RegistrationName", says: "Köparen har mer än ett registrerat namn."},
		{rule: "UBL-SR-16", path: buyer + "PartyIdentification/ID", says: "Köparen har mer än ett nummer."},
		{rule: "UBL-SR-17", path: buyer + "PartyLegalEntity/CompanyID", says: "Köparen har mer än ett organisationsnummer."},
		{rule: "UBL-SR-22", path: "TaxRepresentativeParty/PartyName/Name", says: "Skatteombudet har mer än ett namn."},
		{rule: "UBL-SR-23", path: "TaxRepresentativeParty/PartyTaxScheme/CompanyID", says: "Skatteombudet har mer än ett momsnummer."},
		{rule: "UBL-SR-24", path: "Delivery", says: "Fakturan har mer än en leverans."},
		{rule: "UBL-SR-25", path: "Delivery/DeliveryParty/PartyName/Name", says: "Leveransen har mer än en mottagare."},
		{rule: "UBL-SR-39", path: "ProjectReference/ID", says: "Fakturan har mer än ett projekt."},
		{rule: "UBL-SR-40", path: buyer + "PartyName/Name", says: "Köparen har mer än ett namn."},
		{rule: "UBL-SR-45", path: "PaymentMeans/PaymentDueDate", says: "Fakturan har mer än en betalningsdag."},
		{rule: "UBL-SR-49", path: "InvoicePeriod/DescriptionCode", says: "Fakturans period har mer än en kod."},
		{rule: "UBL-SR-34", path: "Note", line: true, says: "Raden har mer än en anteckning."},
		{rule: "UBL-SR-35", path: "OrderLineReference/LineID", line: true, says: "Raden hänvisar till mer än en orderrad."},
		{rule: "UBL-SR-36", path: "InvoicePeriod", line: true, says: "Raden har mer än en period."},
		{rule: "UBL-SR-37", path: "Price/AllowanceCharge/Amount", line: true, says: "Radens pris har mer än en rabatt."},
		{rule: "UBL-SR-38", path: "Item/ClassifiedTaxCategory/TaxExemptionReason", line: true, says: "Raden har mer än en orsak till undantag från moms."},
		{rule: "UBL-SR-50", path: "Item/Description", line: true, says: "Raden har mer än en beskrivning."},
	}
}

// decimalRules says what may have at most two decimals, by rule.
func decimalRules() map[string]string {
	return map[string]string{
		"BR-DEC-01": "Ett avdrag på fakturan", "BR-DEC-02": "Underlaget för ett avdrag på fakturan",
		"BR-DEC-05": "En avgift på fakturan", "BR-DEC-06": "Underlaget för en avgift på fakturan",
		"BR-DEC-09": "Summan av raderna", "BR-DEC-10": "Summan av avdragen", "BR-DEC-11": "Summan av avgifterna",
		"BR-DEC-12": "Summan utan moms", "BR-DEC-13": "Momsens summa", "BR-DEC-14": "Summan med moms",
		"BR-DEC-15": "Momsen i redovisningsvalutan", "BR-DEC-16": "Det som är betalt", "BR-DEC-17": "Öresutjämningen",
		"BR-DEC-18": "Beloppet att betala", "BR-DEC-19": "Momsens underlag", "BR-DEC-20": "Momsens belopp",
		"BR-DEC-23": "Radens belopp", "BR-DEC-24": "Ett avdrag på raden", "BR-DEC-25": "Underlaget för ett avdrag på raden",
		"BR-DEC-27": "En avgift på raden", "BR-DEC-28": "Underlaget för en avgift på raden",
	}
}

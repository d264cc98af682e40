package einvoice

import (
	"bytes"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"runtime"
	"slices"
	"strings"
	"testing"
	"testing/iotest"

	"pgregory.net/rapid"
)

// invoice writes a small invoice of a care provider in Norrsala: lines of hours at
// 501 kr, exempt from tax.
func invoice(lines ...string) string {
	total := int64(0)
	body := ""
	for i, hours := range lines {
		n, _ := ParseNumber(hours)
		net := n.Times(Whole(501)).Cents()
		ore, _ := net.Ore()
		total += ore
		body += fmt.Sprintf(`<cac:InvoiceLine><cbc:ID>%d</cbc:ID><cbc:InvoicedQuantity unitCode="HUR">%s</cbc:InvoicedQuantity><cbc:LineExtensionAmount currencyID="SEK">%s</cbc:LineExtensionAmount><cac:DocumentReference><cbc:ID>U-%d</cbc:ID><cbc:DocumentTypeCode>130</cbc:DocumentTypeCode></cac:DocumentReference><cac:Item><cbc:Name>Hemtjänst</cbc:Name><cac:ClassifiedTaxCategory><cbc:ID>E</cbc:ID><cbc:Percent>0</cbc:Percent><cac:TaxScheme><cbc:ID>VAT</cbc:ID></cac:TaxScheme></cac:ClassifiedTaxCategory></cac:Item><cac:Price><cbc:PriceAmount currencyID="SEK">501</cbc:PriceAmount></cac:Price></cac:InvoiceLine>`,
			i+1, hours, kronor(ore), i+1)
	}
	sum := kronor(total)
	return `<?xml version="1.0" encoding="UTF-8"?><Invoice xmlns="` + nsInvoice + `" xmlns:cac="` + nsAggregate + `" xmlns:cbc="` + nsBasic + `">` +
		`<cbc:CustomizationID>` + specification + `</cbc:CustomizationID><cbc:ProfileID>` + process + `01:1.0</cbc:ProfileID><cbc:ID>2026-118</cbc:ID>` +
		`<cbc:IssueDate>2026-06-01</cbc:IssueDate><cbc:DueDate>2026-07-01</cbc:DueDate><cbc:InvoiceTypeCode>380</cbc:InvoiceTypeCode>` +
		`<cbc:DocumentCurrencyCode>SEK</cbc:DocumentCurrencyCode><cbc:BuyerReference>4711</cbc:BuyerReference>` +
		`<cac:AccountingSupplierParty><cac:Party><cbc:EndpointID schemeID="0007">5566778899</cbc:EndpointID><cac:PostalAddress><cac:Country><cbc:IdentificationCode>SE</cbc:IdentificationCode></cac:Country></cac:PostalAddress>` +
		`<cac:PartyTaxScheme><cbc:CompanyID>SE556677889901</cbc:CompanyID><cac:TaxScheme><cbc:ID>VAT</cbc:ID></cac:TaxScheme></cac:PartyTaxScheme>` +
		`<cac:PartyLegalEntity><cbc:RegistrationName>Rönnens Hemtjänst AB</cbc:RegistrationName><cbc:CompanyID schemeID="0007">5566778899</cbc:CompanyID></cac:PartyLegalEntity></cac:Party></cac:AccountingSupplierParty>` +
		`<cac:AccountingCustomerParty><cac:Party><cbc:EndpointID schemeID="0007">2021004508</cbc:EndpointID><cac:PostalAddress><cac:Country><cbc:IdentificationCode>SE</cbc:IdentificationCode></cac:Country></cac:PostalAddress>` +
		`<cac:PartyLegalEntity><cbc:RegistrationName>Norrsala kommun</cbc:RegistrationName></cac:PartyLegalEntity></cac:Party></cac:AccountingCustomerParty>` +
		`<cac:TaxTotal><cbc:TaxAmount currencyID="SEK">0</cbc:TaxAmount><cac:TaxSubtotal><cbc:TaxableAmount currencyID="SEK">` + sum + `</cbc:TaxableAmount><cbc:TaxAmount currencyID="SEK">0</cbc:TaxAmount>` +
		`<cac:TaxCategory><cbc:ID>E</cbc:ID><cbc:Percent>0</cbc:Percent><cbc:TaxExemptionReason>Social omsorg</cbc:TaxExemptionReason><cac:TaxScheme><cbc:ID>VAT</cbc:ID></cac:TaxScheme></cac:TaxCategory></cac:TaxSubtotal></cac:TaxTotal>` +
		`<cac:LegalMonetaryTotal><cbc:LineExtensionAmount currencyID="SEK">` + sum + `</cbc:LineExtensionAmount><cbc:TaxExclusiveAmount currencyID="SEK">` + sum + `</cbc:TaxExclusiveAmount><cbc:TaxInclusiveAmount currencyID="SEK">` + sum + `</cbc:TaxInclusiveAmount><cbc:PayableAmount currencyID="SEK">` + sum + `</cbc:PayableAmount></cac:LegalMonetaryTotal>` +
		body + `</Invoice>`
}

func kronor(ore int64) string { return strings.Replace(FromOre(ore).String(), ",", ".", 1) }

func read(t testing.TB, file string, limits Limits) Reading {
	t.Helper()
	reading, err := ReadXML(strings.NewReader(file), limits)
	if err != nil {
		t.Fatal(err)
	}
	return reading
}

func ids(r Reading) []string {
	var list []string
	for _, f := range r.Findings {
		list = append(list, f.Rule)
	}
	slices.Sort(list)
	return slices.Compact(list)
}

func TestAnInvoiceWithoutFaultIsReadToTheOre(t *testing.T) {
	r := read(t, invoice("12.5", "8.25"), Usual())
	if len(r.Findings) > 0 {
		t.Fatalf("%v", r.Findings)
	}
	v := r.Invoice
	if v.Number != "2026-118" || v.Seller.Organisation != "5566778899" || v.Payable != 1039575 || len(v.Lines) != 2 {
		t.Errorf("%+v", v)
	}
	if l := v.Lines[1]; l.Minutes != 495 || l.Net != 413325 || l.Object != "U-2" || !l.Price.Equal(Whole(501)) {
		t.Errorf("%+v", l)
	}
}

func TestWhatIsWrongIsAllFoundAndToldInASentence(t *testing.T) {
	good := invoice("12.5", "8.25")
	for name, tt := range map[string]struct {
		from, to string
		want     []string
		says     string
	}{
		"wrong sum of lines": {
			`<cbc:LineExtensionAmount currencyID="SEK">10395.75</cbc:LineExtensionAmount><cbc:TaxExclusive`, `<cbc:LineExtensionAmount currencyID="SEK">10395.74</cbc:LineExtensionAmount><cbc:TaxExclusive`,
			[]string{"BR-CO-10", "BR-CO-13"},
			"Summan av raderna stämmer inte med raderna. Där står 10395,74, det ska vara 10395,75.",
		},
		"wrong to pay": {`10395.75</cbc:PayableAmount>`, `10395.76</cbc:PayableAmount>`, []string{"BR-CO-16"}, "Beloppet att betala stämmer inte med summan, det som är betalt och öresutjämningen. Där står 10395,76, det ska vara 10395,75."},
		"wrong currency of one line": {
			`<cbc:LineExtensionAmount currencyID="SEK">4133.25`, `<cbc:LineExtensionAmount currencyID="EUR">4133.25`,
			[]string{"PEPPOL-EN16931-R051"},
			"Rad 2: Ett belopp är i en annan valuta än fakturan. Där står EUR, det ska vara SEK.",
		},
		"wrong price":         {`<cbc:PriceAmount currencyID="SEK">501</cbc:PriceAmount>`, `<cbc:PriceAmount currencyID="SEK">510</cbc:PriceAmount>`, []string{"PEPPOL-EN16931-R120"}, "Rad 1: Radens belopp stämmer inte med antalet och priset. Där står 6262,50, det ska vara 6375,00."},
		"not a number":        {`<cbc:InvoicedQuantity unitCode="HUR">8.25`, `<cbc:InvoicedQuantity unitCode="HUR">1e9999999`, []string{"PEPPOL-EN16931-R120", "STADGA-08"}, "Rad 2: Ett belopp, ett antal eller en procentsats är inget tal. Där står 1e9999999."},
		"not a day":           {`2026-06-01`, `2026-06-31`, []string{"PEPPOL-EN16931-F001"}, "Ett datum är inte skrivet som ÅÅÅÅ-MM-DD. Där står 2026-06-31."},
		"the same line twice": {`<cbc:ID>2</cbc:ID>`, `<cbc:ID>1</cbc:ID>`, []string{"STADGA-09"}, "Rad 1: Samma radnummer står på flera rader, så det går inte att säga vilken rad som avses."},
		"several at once":     {`<cbc:ID>2026-118</cbc:ID><cbc:IssueDate>2026-06-01</cbc:IssueDate>`, ``, []string{"BR-02", "BR-03"}, "Fakturanumret saknas."},
		"a unit in words":     {`unitCode="HUR">12.5`, `unitCode="timmar">12.5`, []string{"BR-CL-23"}, "Rad 1: En enhet är inte rätt skriven. Där står timmar."},
	} {
		t.Run(name, func(t *testing.T) {
			if !strings.Contains(good, tt.from) {
				t.Fatal("the fault could not be planted")
			}
			r := read(t, strings.Replace(good, tt.from, tt.to, 1), Usual())
			if got := ids(r); !slices.Equal(got, tt.want) {
				t.Errorf("found %v, wanted %v", got, tt.want)
			}
			if !slices.ContainsFunc(r.Findings, func(f Finding) bool { return f.Says() == tt.says }) {
				t.Errorf("no finding says %q: %v", tt.says, r.Findings)
			}
		})
	}
}

func TestAFileThatAttacksIsRefusedWithASentenceAndGivesNothing(t *testing.T) {
	good := invoice("1")
	bomb := `<!DOCTYPE a [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;"><!ENTITY c "&b;&b;&b;&b;&b;&b;&b;&b;">]>`
	outside := `<!DOCTYPE a [<!ENTITY x SYSTEM "file:///etc/passwd">]>`
	head, rest, _ := strings.Cut(good, "?>")
	small := Limits{Bytes: 1 << 20, Depth: 10, Elements: 200, Lines: 3, Findings: 5}
	for name, tt := range map[string]struct{ file, rule string }{
		"an XML bomb":             {head + "?>" + bomb + strings.Replace(rest, "4711", "&c;", 1), "STADGA-02"},
		"an external entity":      {head + "?>" + outside + strings.Replace(rest, "4711", "&x;", 1), "STADGA-02"},
		"an entity of its own":    {strings.Replace(good, "4711", "&x;", 1), "STADGA-01"},
		"a document type":         {`<!DOCTYPE html>` + good[len(head)+2:], "STADGA-02"},
		"depth":                   {strings.Replace(good, "<cbc:BuyerReference>", strings.Repeat("<cbc:X>", 30), 1), "STADGA-04"},
		"breadth":                 {strings.Replace(good, "<cbc:BuyerReference>", strings.Repeat("<cbc:Note>x</cbc:Note>", 300)+"<cbc:BuyerReference>", 1), "STADGA-04"},
		"too many lines":          {invoice("1", "1", "1", "1"), "STADGA-07"},
		"a truncated file":        {good[:len(good)-200], "STADGA-01"},
		"nothing":                 {"", "STADGA-01"},
		"two invoices":            {good + good[len(head)+2:], "STADGA-01"},
		"not an invoice":          {`<html xmlns="http://www.w3.org/1999/xhtml"/>`, "STADGA-06"},
		"an invoice by name only": {`<Invoice xmlns="urn:other"/>`, "STADGA-06"},
		"another encoding":        {strings.Replace(good, "UTF-8", "ISO-8859-1", 1), "STADGA-05"},
		"size":                    {strings.Replace(good, "4711", strings.Repeat("4", 2<<20), 1), "STADGA-03"},
	} {
		t.Run(name, func(t *testing.T) {
			r := read(t, tt.file, small)
			if !r.Unread || !r.Fatal() || len(r.Invoice.Lines) > 0 || r.Invoice.Number != "" {
				t.Errorf("the file was used: %+v", r.Invoice)
			}
			if !slices.Contains(ids(r), tt.rule) {
				t.Errorf("found %v, wanted %s", ids(r), tt.rule)
			}
			for _, f := range r.Findings {
				if f.Says() == "" {
					t.Errorf("%s says nothing", f.Rule)
				}
			}
		})
	}
}

// A comment cuts a text in two. One text in a hundred thousand pieces costs what
// its size does, not the square of it.
func TestATextInManyPiecesCostsNoMoreThanItsSize(t *testing.T) {
	file := strings.Replace(invoice("1"), "4711", strings.Repeat("4<!---->", 100_000), 1)
	var before, after runtime.MemStats
	runtime.ReadMemStats(&before)
	r := read(t, file, Usual())
	runtime.ReadMemStats(&after)
	if r.Unread {
		t.Fatalf("the file was refused: %v", ids(r))
	}
	if used, most := after.TotalAlloc-before.TotalAlloc, uint64(200*len(file)); used > most {
		t.Errorf("%d bytes were used to read %d", used, len(file))
	}
}

func TestAPersonalNumberInALineIsNotKept(t *testing.T) {
	for _, number := range []string{"19121212-1212", "121212-1212", "191212121212", "121272-1212"} {
		file := strings.Replace(invoice("1"), "<cbc:Name>Hemtjänst</cbc:Name>", "<cbc:Name>Hemtjänst "+number+" maj</cbc:Name>", 1)
		if name := read(t, file, Usual()).Invoice.Lines[0].Name; name != "Hemtjänst ••••••-•••• maj" {
			t.Errorf("%s is kept in %q", number, name)
		}
	}
	order := "01990812-1212-7abc-8def-0123456789ab"
	if got := read(t, strings.Replace(invoice("1"), ">U-1<", ">"+order+"<", 1), Usual()).Invoice.Lines[0].Object; got != order {
		t.Errorf("the number of an order became %q", got)
	}
}

func TestFindingsOverTheLimitAreCountedAndNotKept(t *testing.T) {
	limits := Usual()
	limits.Findings = 3
	r := read(t, strings.ReplaceAll(invoice("1", "2", "3", "4", "5"), `<cbc:PriceAmount currencyID="SEK">501`, `<cbc:PriceAmount currencyID="SEK">502`), limits)
	if len(r.Findings) != 3 || r.More != 2 {
		t.Errorf("kept %d, counted %d more", len(r.Findings), r.More)
	}
}

func TestTheReadersOwnErrorIsNotTheFilesFault(t *testing.T) {
	broken := errors.New("the disk is gone")
	if _, err := ReadXML(iotest.ErrReader(broken), Usual()); !errors.Is(err, broken) {
		t.Errorf("got %v", err)
	}
}

// Whatever hours a provider sends, lines and sum agree to the öre, and one öre off
// is found.
func TestTheSumIsTheLinesToTheOreAndOneOreOffIsFound(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		minutes := rapid.SliceOfN(rapid.IntRange(1, 60_000), 1, 12).Draw(t, "minutes")
		var hours []string
		for _, m := range minutes {
			hours = append(hours, fmt.Sprintf("%d.%04d", m/60, m%60*10000/60))
		}
		file := invoice(hours...)
		r, err := ReadXML(strings.NewReader(file), Usual())
		if err != nil || len(r.Findings) > 0 {
			t.Fatalf("%v %v", r.Findings, err)
		}
		sum := int64(0)
		for _, l := range r.Invoice.Lines {
			sum += l.Net
		}
		if sum != r.Invoice.Payable {
			t.Fatalf("lines %d, to pay %d", sum, r.Invoice.Payable)
		}
		off := strings.ReplaceAll(file, ">"+kronor(sum)+"</cbc:PayableAmount>", ">"+kronor(sum+1)+"</cbc:PayableAmount>")
		if r, _ := ReadXML(strings.NewReader(off), Usual()); !slices.Contains(ids(r), "BR-CO-16") {
			t.Fatalf("an öre too much was not found: %v", ids(r))
		}
	})
}

const csvHead = "fakturanummer;fakturadatum;forfallodag;valuta;leverantor;organisationsnummer;period_fran;period_till;rad;uppdrag;insats;antal;enhet;pris;belopp;moms_procent;moms_kategori;summa_utan_moms;moms;summa_att_betala\n"

func csvLine(line, hours, net, sum string) string {
	return "2026-118;2026-06-01;2026-07-01;SEK;Rönnens Hemtjänst AB;556677-8899;2026-05-01;2026-05-31;" + line + ";U-" + line + ";Hemtjänst;" + hours + ";HUR;501;" + net + ";0;E;" + sum + ";0;" + sum + "\n"
}

func TestACSVInvoiceIsHeldToTheSameRules(t *testing.T) {
	good := csvHead + csvLine("1", "12,5", "6 262,50", "10395,75") + csvLine("2", "8,25", "4133,25", "10395,75")
	r, err := ReadCSV(strings.NewReader(good), Usual())
	if err != nil || len(r.Findings) > 0 {
		t.Fatalf("%v %v", r.Findings, err)
	}
	xml := read(t, invoice("12.5", "8.25"), Usual()).Invoice
	if v := r.Invoice; v.Payable != xml.Payable || v.Seller.Organisation != xml.Seller.Organisation || v.Lines[1].Minutes != 495 || v.Lines[1].Net != xml.Lines[1].Net || v.From.String() != "2026-05-01" {
		t.Errorf("%+v", v)
	}
	for name, tt := range map[string]struct {
		from, to string
		want     []string
	}{
		"wrong amount":      {"6 262,50", "6262,00", []string{"BR-CO-10", "PEPPOL-EN16931-R120"}},
		"not a number":      {"12,5;", "12,5,0;", []string{"PEPPOL-EN16931-R120", "STADGA-08"}},
		"other currency":    {"SEK", "EUR", []string{"STADGA-12", "STADGA-13"}},
		"other number":      {"2026-118;2026-06-01;2026-07-01;SEK;Rönnens Hemtjänst AB;556677-8899;2026-05-01;2026-05-31;2", "2026-119;2026-06-01;2026-07-01;SEK;Rönnens Hemtjänst AB;556677-8899;2026-05-01;2026-05-31;2", []string{"STADGA-12"}},
		"same line":         {";2;U-2", ";1;U-2", []string{"STADGA-09"}},
		"a column too few":  {";Hemtjänst;8,25", ";8,25", []string{"BR-CO-10", "STADGA-10"}},
		"no such column":    {"moms_kategori", "kategori", []string{"STADGA-11"}},
		"an open quotation": {"Rönnens Hemtjänst AB", `"Rönnens`, []string{"STADGA-10"}},
		"other encoding":    {"Rönnens", "R\xf6nnens", []string{"STADGA-05"}},
	} {
		t.Run(name, func(t *testing.T) {
			r, err := ReadCSV(strings.NewReader(strings.Replace(good, tt.from, tt.to, 1)), Usual())
			if err != nil || !slices.Equal(ids(r), tt.want) {
				t.Errorf("found %v (%v), wanted %v", ids(r), err, tt.want)
			}
		})
	}
}

func TestEveryRuleHasASentenceAndStandsInTheList(t *testing.T) {
	path := filepath.Join("..", "..", "..", "docs", "fakturaregler.md")
	page := rulesPage()
	if os.Getenv("UPDATE") != "" {
		if err := os.WriteFile(path, []byte(page), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	if had, err := os.ReadFile(path); err != nil || string(had) != page {
		t.Errorf("docs/fakturaregler.md is not as the rules: run UPDATE=1 go test ./internal/invoices/einvoice (%v)", err)
	}
}

func rulesPage() string {
	var b strings.Builder
	b.WriteString("# Regler som en faktura prövas mot\n\n" +
		"Sidan görs av `UPDATE=1 go test ./internal/invoices/einvoice`. Alla fel i en fil redovisas, inte bara det första.\n\n" +
		"Reglerna heter som hos dem som gett ut dem: `BR-` och `UBL-` är den europeiska normen EN 16931, `PEPPOL-` är Peppol BIS Billing 3, `SE-R-` är de svenska tilläggen och `STADGA-` är våra egna. En varning hindrar inte att fakturan prövas.\n\n" +
		"Tre saker prövas inte: `UBL-CR-` (delar av UBL som normen inte använder), andra länders egna regler, och varje kod i de längsta kodlistorna. För enheter med tre tecken, slag av objekt, artikelklassning och undantagskoder prövas bara formen. Belopp jämförs på öret. Bara momsens underlag och belopp per procentsats får skilja mindre än en krona (BR-CO-17, och -08 och -09 i kategorier med procentsats), så som normen säger.\n\n" +
		"| Regel | Slag | Vad den säger |\n|---|---|---|\n")
	for _, r := range Rules() {
		kind := "fel"
		if r.Severity == Warning {
			kind = "varning"
		}
		fmt.Fprintf(&b, "| %s | %s | %s |\n", r.ID, kind, r.Says)
	}
	return b.String()
}

func FuzzReadXML(f *testing.F) {
	f.Add([]byte(invoice("1", "2.5")))
	f.Add([]byte(`<!DOCTYPE a [<!ENTITY a "b">]><a>&a;</a>`))
	f.Add([]byte(`<Invoice xmlns="` + nsInvoice + `"><x:ID xmlns:x="` + nsBasic + `"/></Invoice>`))
	limits := Limits{Bytes: 1 << 20, Depth: 12, Elements: 500, Lines: 20, Findings: 50}
	f.Fuzz(func(t *testing.T, file []byte) {
		r, err := ReadXML(bytes.NewReader(file), limits)
		if err != nil {
			t.Fatal(err)
		}
		hold(t, r, limits)
	})
}

func FuzzReadCSV(f *testing.F) {
	f.Add([]byte(csvHead + csvLine("1", "12,5", "6262,50", "6262,50")))
	limits := Limits{Bytes: 1 << 20, Lines: 20, Findings: 50}
	f.Fuzz(func(t *testing.T, file []byte) {
		r, err := ReadCSV(bytes.NewReader(file), limits)
		if err != nil {
			t.Fatal(err)
		}
		hold(t, r, limits)
	})
}

// hold is what is true of every file whatever: nothing that could not be read to its
// end gives anything, the limits are kept, and every finding is a sentence.
func hold(t *testing.T, r Reading, limits Limits) {
	if r.Unread && (r.Invoice.Number != "" || len(r.Invoice.Lines) > 0 || len(r.Findings) == 0) {
		t.Fatalf("an unread file gave %+v", r)
	}
	if len(r.Invoice.Lines) > limits.Lines || len(r.Findings) > limits.Findings {
		t.Fatalf("%d lines, %d findings", len(r.Invoice.Lines), len(r.Findings))
	}
	for _, finding := range r.Findings {
		if rules[finding.Rule].Says == "" {
			t.Fatalf("%s has no sentence", finding.Rule)
		}
	}
}

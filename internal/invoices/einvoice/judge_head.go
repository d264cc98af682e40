package einvoice

import (
	"slices"
	"strings"

	"stadga/internal/civil"
)

const (
	specification = "urn:cen.eu:en16931:2017#compliant#urn:fdc:peppol.eu:2017:poacc:billing:3.0"
	process       = "urn:fdc:peppol.eu:2017:poacc:billing:"
)

// judge holds the whole invoice to the rules, when all of it is read.
func (d *document) judge() {
	d.judgeElements(d.root, "")
	d.judgeHead()
	d.judgeParties()
	d.judgeReferences()
	d.judgePayment()
	d.judgeAllowances(d.root, "")
	d.judgeSums()
	d.judgeTax()
	d.judgeLines()
	d.judgeSwedish()
}

func (d *document) need(rule string, in *element, path string) {
	if !in.has(path) {
		d.find(rule, "", "", "")
	}
}

func (d *document) judgeHead() {
	r := d.root
	d.need("BR-01", r, "CustomizationID")
	d.need("BR-02", r, "ID")
	d.need("BR-03", r, "IssueDate")
	if d.credit {
		d.need("BR-04", r, "CreditNoteTypeCode")
	} else {
		d.need("BR-04", r, "InvoiceTypeCode")
	}
	d.need("BR-05", r, "DocumentCurrencyCode")
	if len(d.lines) == 0 {
		d.find("BR-16", "", "", "")
	}
	d.judgePeriod(r.one("InvoicePeriod"), "BR-29", "BR-CO-19", "")
	if r.has("TaxPointDate") && r.has("InvoicePeriod/DescriptionCode") {
		d.find("BR-CO-03", "", "", "")
	}
	d.need("PEPPOL-EN16931-R001", r, "ProfileID")
	if profile := r.get("ProfileID"); profile != "" {
		number, found := strings.CutPrefix(profile, process)
		if !found || len(number) != 6 || !allDigits(number[:2]) || number[2:] != ":1.0" {
			d.find("PEPPOL-EN16931-R007", "", profile, "")
		}
	}
	if len(r.all("Note")) > 1 {
		d.find("PEPPOL-EN16931-R002", "", "", "")
	}
	if !r.has("BuyerReference") && !r.has("OrderReference/ID") {
		d.find("PEPPOL-EN16931-R003", "", "", "")
	}
	if !strings.HasPrefix(r.get("CustomizationID"), specification) {
		d.find("PEPPOL-EN16931-R004", "", r.get("CustomizationID"), "")
	}
	country := func(party string) string { return r.get(party + "/Party/PostalAddress/Country/IdentificationCode") }
	if among("326 384", r.get("InvoiceTypeCode")) && (country("AccountingSupplierParty") != "DE" || country("AccountingCustomerParty") != "DE") {
		d.find("PEPPOL-EN16931-P0112", "", r.get("InvoiceTypeCode"), "")
	}
	for _, o := range onlyOnce() {
		if !o.line && len(r.all(o.path)) > 1 {
			d.find(o.rule, "", "", "")
		}
	}
}

func (d *document) judgeParties() {
	seller, buyer := d.root.one("AccountingSupplierParty/Party"), d.root.one("AccountingCustomerParty/Party")
	d.need("BR-06", seller, "PartyLegalEntity/RegistrationName")
	d.need("BR-07", buyer, "PartyLegalEntity/RegistrationName")
	d.judgeAddress(seller, "BR-08", "BR-09", "PostalAddress")
	d.judgeAddress(buyer, "BR-10", "BR-11", "PostalAddress")
	if !seller.has("PartyTaxScheme/CompanyID") && !seller.has("PartyIdentification/ID") && !seller.has("PartyLegalEntity/CompanyID") {
		d.find("BR-CO-26", "", "", "")
	}
	d.judgeEndpoint(seller, "BR-62", "PEPPOL-EN16931-R020")
	d.judgeEndpoint(buyer, "BR-63", "PEPPOL-EN16931-R010")
	if len(seller.all("PartyTaxScheme")) > 2 {
		d.find("UBL-SR-42", "", "", "")
	}
	for _, party := range []struct {
		e    *element
		rule string
	}{{seller, "UBL-SR-12"}, {buyer, "UBL-SR-18"}} {
		vat, other := 0, 0
		for _, registration := range party.e.all("PartyTaxScheme") {
			if strings.EqualFold(registration.get("TaxScheme/ID"), "VAT") {
				vat++
				if number := registration.get("CompanyID"); number != "" && !vatCountry(number) {
					d.find("BR-CO-09", "", number, "")
				}
			} else {
				other++
			}
		}
		if vat > 1 {
			d.find(party.rule, "", "", "")
		}
		if party.rule == "UBL-SR-12" && other > 1 {
			d.find("UBL-SR-13", "", "", "")
		}
	}
	if payee := d.root.one("PayeeParty"); payee != nil {
		d.judgePayee(payee, seller)
	}
	if agent := d.root.one("TaxRepresentativeParty"); agent != nil {
		d.need("BR-18", agent, "PartyName/Name")
		d.judgeAddress(agent, "BR-19", "BR-20", "PostalAddress")
		number := agent.taxNumber("VAT")
		if number == "" {
			d.find("BR-56", "", "", "")
		} else if !vatCountry(number) {
			d.find("BR-CO-09", "", number, "")
		}
	}
	for _, delivery := range d.root.all("Delivery") {
		if address := delivery.one("DeliveryLocation/Address"); address != nil {
			d.need("BR-57", address, "Country/IdentificationCode")
		}
	}
}

func (d *document) judgePayee(payee, seller *element) {
	name := payee.get("PartyName/Name")
	if name == "" || name == seller.get("PartyName/Name") || name == seller.get("PartyLegalEntity/RegistrationName") {
		d.find("BR-17", "", name, "")
	}
	for _, o := range []tooManyOf{
		{rule: "UBL-SR-19", path: "PartyName/Name"}, {rule: "UBL-SR-20", path: "PartyIdentification/ID"}, {rule: "UBL-SR-21", path: "PartyLegalEntity/CompanyID"},
	} {
		if len(payee.all(o.path)) > 1 {
			d.find(o.rule, "", "", "")
		}
	}
}

// vatCountry tells whether a number of tax begins with a country. Greece's is EL.
func vatCountry(number string) bool {
	return len(number) >= 2 && (isCountry(number[:2]) || number[:2] == "EL")
}

func (d *document) judgeAddress(party *element, missing, country, path string) {
	address := party.one(path)
	if address == nil {
		d.find(missing, "", "", "")
		return
	}
	d.need(country, address, "Country/IdentificationCode")
}

func (d *document) judgeEndpoint(party *element, scheme, missing string) {
	endpoint := party.one("EndpointID")
	if endpoint == nil {
		d.find(missing, "", "", "")
	} else if endpoint.attrs["schemeID"] == "" {
		d.find(scheme, "", "", "")
	}
}

func (d *document) judgeReferences() {
	projects := 0
	for _, reference := range d.root.all("AdditionalDocumentReference") {
		d.need("BR-52", reference, "ID")
		code := reference.get("DocumentTypeCode")
		if code == "50" {
			projects++
		}
		if code != "" && code != "130" && (!d.credit || code != "50") || code == "" && reference.attr("ID", "schemeID") != "" {
			d.find("UBL-SR-43", "", code, "")
		}
		if len(reference.all("DocumentDescription")) > 1 {
			d.find("UBL-SR-33", "", "", "")
		}
	}
	if d.credit && projects > 1 {
		d.find("PEPPOL-EN16931-R080", "", "", "")
	}
	objects := 0
	for _, reference := range d.root.all("AdditionalDocumentReference") {
		if reference.get("DocumentTypeCode") == "130" {
			objects++
		}
	}
	if objects > 1 {
		d.find("UBL-SR-04", "", "", "")
	}
	for _, billing := range d.root.all("BillingReference") {
		d.need("BR-55", billing, "InvoiceDocumentReference/ID")
		if len(billing.all("InvoiceDocumentReference")) > 1 {
			d.find("UBL-SR-06", "", "", "")
		}
	}
}

func (d *document) judgePayment() {
	var codes, references []string
	for _, means := range d.root.all("PaymentMeans") {
		d.need("BR-49", means, "PaymentMeansCode")
		code := means.get("PaymentMeansCode")
		if account := means.one("PayeeFinancialAccount"); account != nil && !account.has("ID") {
			d.find("BR-50", "", "", "")
		}
		if among("30 58", code) && !means.has("PayeeFinancialAccount/ID") {
			d.find("BR-61", "", "", "")
		}
		if card := means.get("CardAccount/PrimaryAccountNumberID"); len(card) > 10 {
			d.find("BR-51", "", "", "")
		}
		if among("49 59", code) && !means.has("PaymentMandate/ID") {
			d.find("PEPPOL-EN16931-R061", "", "", "")
		}
		if !slices.Contains(codes, code) {
			codes = append(codes, code)
		}
		for _, id := range means.all("PaymentID") {
			if !slices.Contains(references, id.text) {
				references = append(references, id.text)
			}
		}
		for _, o := range []tooManyOf{{rule: "UBL-SR-26", path: "PaymentID"}, {rule: "UBL-SR-27", path: "InstructionNote"}, {rule: "UBL-SR-28", path: "PaymentMandate/ID"}} {
			if len(means.all(o.path)) > 1 {
				d.find(o.rule, "", "", "")
			}
		}
	}
	if len(codes) > 1 {
		d.find("UBL-SR-47", "", strings.Join(codes, ", "), "")
	}
	if len(references) > 1 {
		d.find("UBL-SR-44", "", strings.Join(references, ", "), "")
	}
	payable, _ := d.root.number("LegalMonetaryTotal/PayableAmount")
	if !d.credit && payable.Sign() > 0 && !d.root.has("DueDate") && !d.root.has("PaymentTerms/Note") {
		d.find("BR-CO-25", "", "", "")
	}
}

func (d *document) judgeSums() {
	total := d.root.one("LegalMonetaryTotal")
	d.need("BR-12", total, "LineExtensionAmount")
	d.need("BR-13", total, "TaxExclusiveAmount")
	d.need("BR-14", total, "TaxInclusiveAmount")
	d.need("BR-15", total, "PayableAmount")
	get := func(name string) Number { n, _ := total.number(name); return n }
	equal := func(rule, name string, want Number) {
		if got := get(name); !got.Equal(want) {
			d.find(rule, "", got.String(), want.String())
		}
	}
	var lines Number
	for _, f := range d.facts {
		lines = lines.Add(f.net)
	}
	if total.has("LineExtensionAmount") {
		equal("BR-CO-10", "LineExtensionAmount", lines.Cents())
	}
	for _, c := range []struct{ rule, name, charge string }{
		{"BR-CO-11", "AllowanceTotalAmount", "false"}, {"BR-CO-12", "ChargeTotalAmount", "true"},
	} {
		var sum Number
		for _, a := range d.root.allowances(c.charge) {
			amount, _ := a.number("Amount")
			sum = sum.Add(amount)
		}
		if total.has(c.name) || sum.Sign() != 0 {
			equal(c.rule, c.name, sum.Cents())
		}
	}
	equal("BR-CO-13", "TaxExclusiveAmount", get("LineExtensionAmount").Sub(get("AllowanceTotalAmount")).Add(get("ChargeTotalAmount")).Cents())
	equal("BR-CO-16", "PayableAmount", get("TaxInclusiveAmount").Sub(get("PrepaidAmount")).Add(get("PayableRoundingAmount")).Cents())
	d.judgeTaxTotals(get("TaxExclusiveAmount"), get("TaxInclusiveAmount"))
}

func (d *document) judgeTaxTotals(before, after Number) {
	r := d.root
	currency, own := r.get("DocumentCurrencyCode"), r.get("TaxCurrencyCode")
	divided, whole, parts := 0, 0, 0
	var tax, ownTax Number
	inCurrency, inOwn := 0, 0
	for _, t := range r.all("TaxTotal") {
		amount, _ := t.number("TaxAmount")
		list := t.all("TaxSubtotal")
		parts += len(list)
		if len(list) == 0 {
			whole++
		} else {
			divided++
			if sum := t.sum("TaxSubtotal/TaxAmount").Cents(); !amount.Equal(sum) {
				d.find("BR-CO-14", "", amount.String(), sum.String())
			}
		}
		switch code := t.attr("TaxAmount", "currencyID"); {
		case code == currency && currency != "":
			inCurrency++
			tax = tax.Add(amount)
		case code == own && own != "":
			inOwn++
			ownTax = amount
		}
	}
	if parts == 0 {
		d.find("BR-CO-18", "", "", "")
	}
	if divided != 1 {
		d.find("PEPPOL-EN16931-R053", "", "", "")
	}
	if wanted := min(1, len(own)); whole != wanted {
		d.find("PEPPOL-EN16931-R054", "", "", "")
	}
	if want := before.Add(tax).Cents(); currency != "" && (inCurrency != 1 || !after.Equal(want)) {
		d.find("BR-CO-15", "", after.String(), want.String())
	}
	if own != "" {
		if inOwn == 0 && own != currency {
			d.find("BR-53", "", own, "")
		}
		if own == currency {
			d.find("PEPPOL-EN16931-R005", "", own, "")
		}
		if tax.Sign()*ownTax.Sign() < 0 {
			d.find("PEPPOL-EN16931-R055", "", ownTax.String(), "")
		}
	}
	for _, part := range r.all("TaxTotal/TaxSubtotal") {
		d.need("BR-45", part, "TaxableAmount")
		d.need("BR-46", part, "TaxAmount")
		d.need("BR-47", part, "TaxCategory/ID")
		if !part.has("TaxCategory/Percent") && part.get("TaxCategory/ID") != "O" {
			d.find("BR-48", "", "", "")
		}
		if len(part.all("TaxCategory/TaxExemptionReason")) > 1 {
			d.find("UBL-SR-32", "", "", "")
		}
		percent, _ := part.number("TaxCategory/Percent")
		taxable, _ := part.number("TaxableAmount")
		amount, _ := part.number("TaxAmount")
		if want := taxable.Times(percent).Per(Whole(100)).Cents(); !amount.Near(want) {
			d.find("BR-CO-17", "", amount.String(), want.String())
		}
	}
}

// judgeLines holds the lines to the head, and to one another.
func (d *document) judgeLines() {
	from, noFrom := civil.Parse(d.root.get("InvoicePeriod/StartDate"))
	to, noTo := civil.Parse(d.root.get("InvoicePeriod/EndDate"))
	currency := d.root.get("DocumentCurrencyCode")
	seen := map[string]bool{}
	for _, code := range currencies(d.root) {
		if code != currency {
			d.find("PEPPOL-EN16931-R051", "", code, currency)
		}
	}
	for _, f := range d.facts {
		if seen[f.place] {
			d.find("STADGA-09", f.place, "", "")
		}
		seen[f.place] = true
		if noFrom == nil && !f.from.IsZero() && f.from.Before(from) {
			d.find("PEPPOL-EN16931-R110", f.place, f.from.String(), "")
		}
		if noTo == nil && !f.to.IsZero() && f.to.After(to) {
			d.find("PEPPOL-EN16931-R111", f.place, f.to.String(), "")
		}
		for _, code := range f.currencies {
			if code != currency {
				d.find("PEPPOL-EN16931-R051", f.place, code, currency)
			}
		}
	}
}

// judgeSwedish holds a Swedish seller to what Sweden adds.
func (d *document) judgeSwedish() {
	seller := d.root.one("AccountingSupplierParty/Party")
	country := seller.get("PostalAddress/Country/IdentificationCode")
	if number := d.root.one("TaxRepresentativeParty").taxNumber("VAT"); len(number) >= 2 {
		country = number[:2]
	}
	vat := seller.taxNumber("VAT")
	if len(vat) >= 2 {
		country = vat[:2]
	}
	if !strings.EqualFold(country, "SE") {
		return
	}
	if strings.HasPrefix(vat, "SE") {
		if len(vat) != 14 {
			d.find("SE-R-001", "", vat, "")
		}
		if !allDigits(vat[2:]) {
			d.find("SE-R-002", "", vat, "")
		}
	}
	if number := seller.get("PartyLegalEntity/CompanyID"); number != "" {
		switch {
		case !allDigits(number):
			d.find("SE-R-003", "", masked(number), "")
		case len(number) != 10:
			d.find("SE-R-004", "", masked(number), "")
		case !luhn(number):
			d.find("SE-R-013", "", masked(number), "")
		}
	}
	for _, registration := range seller.all("PartyTaxScheme") {
		if scheme := registration.get("TaxScheme/ID"); scheme != "VAT" && scheme != "" && !strings.EqualFold(registration.get("CompanyID"), "Godkänd för F-skatt") {
			d.find("SE-R-005", "", registration.get("CompanyID"), "")
		}
	}
	rated := func(category *element, place string) {
		if percent := category.get("Percent"); category.is("S") {
			n, _ := ParseNumber(percent)
			if !n.Equal(Whole(25)) && !n.Equal(Whole(12)) && !n.Equal(Whole(6)) {
				d.find("SE-R-006", place, percent, "")
			}
		}
	}
	for _, f := range d.facts {
		for _, category := range f.categories {
			rated(category, f.place)
		}
	}
	for _, part := range d.root.all("TaxTotal/TaxSubtotal/TaxCategory") {
		rated(part, "")
	}
	d.judgeGiro()
}

func (d *document) judgeGiro() {
	for _, means := range d.root.all("PaymentMeans") {
		code, account := means.get("PaymentMeansCode"), means.get("PayeeFinancialAccount/ID")
		switch means.get("PayeeFinancialAccount/FinancialInstitutionBranch/ID") {
		case "SE:PLUSGIRO":
			if !allDigits(account) {
				d.find("SE-R-007", "", account, "")
			}
			if len(account) < 2 || len(account) > 8 {
				d.find("SE-R-010", "", account, "")
			}
		case "SE:BANKGIRO":
			if !allDigits(account) {
				d.find("SE-R-008", "", account, "")
			}
			if len(account) < 7 || len(account) > 8 {
				d.find("SE-R-009", "", account, "")
			}
		}
		if among("50 56", code) {
			d.find("SE-R-011", "", code, "30")
		}
		if code == "31" {
			d.find("SE-R-012", "", code, "30")
		}
	}
}

// invoice is what of the file is kept.
func (d *document) invoice() Invoice {
	r := d.root
	seller := r.one("AccountingSupplierParty/Party")
	v := Invoice{
		Number: shown(r.get("ID")), Currency: shown(r.get("DocumentCurrencyCode")), Buyer: shown(r.get("BuyerReference")),
		Agreement: shown(r.get("ContractDocumentReference/ID")), Order: shown(r.get("OrderReference/ID")),
		Credits: shown(r.get("BillingReference/InvoiceDocumentReference/ID")),
		Seller: Seller{
			Name:         shown(seller.get("PartyLegalEntity/RegistrationName")),
			Organisation: digitsOf(seller.get("PartyLegalEntity/CompanyID")),
			Account:      strings.TrimSpace(shown(r.get("PaymentMeans/PayeeFinancialAccount/FinancialInstitutionBranch/ID") + " " + r.get("PaymentMeans/PayeeFinancialAccount/ID"))),
		},
		Lines: d.lines,
	}
	v.Issued, _ = civil.Parse(r.get("IssueDate"))
	v.Due, _ = civil.Parse(r.get("DueDate"))
	v.From, _ = civil.Parse(r.get("InvoicePeriod/StartDate"))
	v.To, _ = civil.Parse(r.get("InvoicePeriod/EndDate"))
	v.Net = d.ore(r.get("LegalMonetaryTotal/TaxExclusiveAmount"), "")
	v.Gross = d.ore(r.get("LegalMonetaryTotal/TaxInclusiveAmount"), "")
	v.Payable = d.ore(r.get("LegalMonetaryTotal/PayableAmount"), "")
	v.Tax = v.Gross - v.Net
	v.Credit = d.credit || v.Gross < 0
	if v.From.IsZero() && v.To.IsZero() {
		v.From, v.To = period(d.lines)
	}
	d.judgeCurrency(v.Currency)
	return v
}

// judgeCurrency asks for kronor: every agreement is in kronor.
func (d *document) judgeCurrency(currency string) {
	if currency != "" && currency != "SEK" {
		d.find("STADGA-13", "", currency, "SEK")
	}
}

// digitsOf is a number of organisation as digits only.
func digitsOf(number string) string {
	digits := strings.Map(func(c rune) rune {
		if c >= '0' && c <= '9' {
			return c
		}
		return -1
	}, number)
	return shown(digits)
}

package einvoice

// A taxCategory is what the norm asks where one code of tax is used. Its rules are
// numbered alike: 01 the breakdown, 02–04 who must be known for a line, an allowance
// and a charge, 05–07 the rate of each, 08 the base, 09 the tax, 10 the reason.
type taxCategory struct {
	code, rule, words string
	rate              rate
	byRate            bool // one part of the breakdown for each rate
	reason            bool // a reason for the exemption is asked for, and else refused
	buyer             bool // the buyer must be known too
}

type rate int

const (
	mustBePositive rate = iota
	mayBeZero
	mustBeZero
	mustBeAbsent
)

var taxCategories = []taxCategory{
	{code: "S", rule: "BR-S", words: "vanlig moms", rate: mustBePositive, byRate: true},
	{code: "Z", rule: "BR-Z", words: "noll i moms", rate: mustBeZero},
	{code: "E", rule: "BR-E", words: "undantag från moms", rate: mustBeZero, reason: true},
	{code: "AE", rule: "BR-AE", words: "omvänd betalningsskyldighet", rate: mustBeZero, reason: true, buyer: true},
	{code: "K", rule: "BR-IC", words: "handel inom EU", rate: mustBeZero, reason: true, buyer: true},
	{code: "G", rule: "BR-G", words: "export", rate: mustBeZero, reason: true},
	{code: "O", rule: "BR-O", words: "utanför momsen", rate: mustBeAbsent, reason: true},
	{code: "L", rule: "BR-AF", words: "kanarisk skatt", rate: mayBeZero, byRate: true},
	{code: "M", rule: "BR-AG", words: "skatt i Ceuta och Melilla", rate: mayBeZero, byRate: true},
}

func (c taxCategory) sentences() []string {
	known := "säljarens momsnummer saknas"
	switch {
	case c.code == "O":
		known = "ett momsnummer står där fast inget ska stå"
	case c.buyer:
		known = "säljarens eller köparens momsnummer saknas"
	}
	percent := map[rate]string{
		mustBePositive: "procentsatsen är inte över noll", mayBeZero: "procentsatsen saknas eller är under noll",
		mustBeZero: "procentsatsen är inte noll", mustBeAbsent: "en procentsats står där fast ingen ska stå",
	}[c.rate]
	tax, reason := "momsen är inte noll.", "en orsak till undantag står där fast ingen ska stå."
	if c.byRate {
		tax = "momsen stämmer inte med underlaget och procentsatsen."
	}
	if c.reason {
		reason = "orsaken till undantaget saknas."
	}
	of := " (" + c.words + "): "
	return []string{
		c.rule + "-01", "Momsens uppdelning" + of + "den saknas, står flera gånger eller står fast inget har den kategorin.",
		c.rule + "-02", "En rad" + of + known + ".",
		c.rule + "-03", "Ett avdrag" + of + known + ".",
		c.rule + "-04", "En avgift" + of + known + ".",
		c.rule + "-05", "Raden" + of + percent + ".",
		c.rule + "-06", "Ett avdrag" + of + percent + ".",
		c.rule + "-07", "En avgift" + of + percent + ".",
		c.rule + "-08", "Momsens underlag" + of + "det stämmer inte med raderna, avdragen och avgifterna.",
		c.rule + "-09", "Momsens uppdelning" + of + tax,
		c.rule + "-10", "Momsens uppdelning" + of + reason,
	}
}

// rateFits tells whether a percentage is one that the category may have.
func (c taxCategory) rateFits(category *element) bool {
	percent, there := category.number("Percent")
	switch c.rate {
	case mustBePositive:
		return there && percent.Sign() > 0
	case mayBeZero:
		return there && percent.Sign() >= 0
	case mustBeZero:
		return there && percent.Sign() == 0
	}
	return !category.has("Percent")
}

// judgeTax holds the breakdown of tax to the lines, and each category to its rules.
func (d *document) judgeTax() {
	allowances, charges := d.root.allowances("false"), d.root.allowances("true")
	parts := d.root.all("TaxTotal/TaxSubtotal")
	for _, c := range taxCategories {
		onLines, onAllowances, onCharges := 0, 0, 0
		for _, f := range d.facts {
			for _, category := range f.categories {
				if category.get("ID") != c.code {
					continue
				}
				onLines++
				if !c.rateFits(category) {
					d.find(c.rule+"-05", f.place, category.get("Percent"), "")
				}
			}
		}
		count := func(list []*element, rule string) (n int) {
			for _, a := range list {
				if category := a.one("TaxCategory"); category.is(c.code) {
					n++
					if !c.rateFits(category) {
						d.find(rule, "", category.get("Percent"), "")
					}
				}
			}
			return n
		}
		onAllowances = count(allowances, c.rule+"-06")
		onCharges = count(charges, c.rule+"-07")
		inParts := 0
		for _, part := range parts {
			if part.one("TaxCategory").is(c.code) {
				inParts++
				d.judgePart(c, part)
			}
		}
		used := onLines+onAllowances+onCharges > 0
		if c.byRate && used != (inParts > 0) || !c.byRate && (used || inParts > 0) && inParts != 1 {
			d.find(c.rule+"-01", "", "", "")
		}
		if !d.partiesKnown(c) {
			for i, n := range []int{onLines, onAllowances, onCharges} {
				if n > 0 {
					d.find(c.rule+[]string{"-02", "-03", "-04"}[i], "", "", "")
				}
			}
		}
	}
	d.judgeOutside(parts, allowances, charges)
}

// is tells whether a category of tax has the code.
func (e *element) is(code string) bool { return e != nil && e.get("ID") == code }

// partiesKnown tells whether those are named whom the category asks for.
func (d *document) partiesKnown(c taxCategory) bool {
	const vat = "VAT"
	seller, buyer := d.root.one("AccountingSupplierParty/Party"), d.root.one("AccountingCustomerParty/Party")
	agent := d.root.one("TaxRepresentativeParty")
	switch c.code {
	case "O":
		return seller.taxNumber(vat) == "" && agent.taxNumber(vat) == "" && buyer.taxNumber(vat) == ""
	case "K":
		return (seller.taxNumber(vat) != "" || agent.taxNumber(vat) != "") && buyer.taxNumber(vat) != ""
	case "G":
		return seller.taxNumber(vat) != "" || agent.taxNumber(vat) != ""
	case "AE":
		return (seller.taxNumber("") != "" || agent.taxNumber(vat) != "") &&
			(buyer.taxNumber(vat) != "" || buyer != nil && buyer.has("PartyLegalEntity/CompanyID"))
	}
	return seller.taxNumber("") != "" || agent.taxNumber(vat) != ""
}

// taxNumber is a party's number under a scheme of tax; "": any scheme.
func (e *element) taxNumber(scheme string) string {
	for _, registration := range e.all("PartyTaxScheme") {
		if number := registration.get("CompanyID"); number != "" && (scheme == "" || registration.get("TaxScheme/ID") == scheme) {
			return number
		}
	}
	return ""
}

// allowances lists the document's or a line's allowances, or its charges.
func (e *element) allowances(charge string) []*element {
	var list []*element
	for _, a := range e.all("AllowanceCharge") {
		if a.get("ChargeIndicator") == charge {
			list = append(list, a)
		}
	}
	return list
}

// judgePart holds one part of the breakdown to what it sums up.
func (d *document) judgePart(c taxCategory, part *element) {
	category := part.one("TaxCategory")
	percent, _ := category.number("Percent")
	same := func(other *element) bool {
		if !other.is(c.code) {
			return false
		}
		theirs, _ := other.number("Percent")
		return !c.byRate || theirs.Equal(percent)
	}
	var base Number
	for _, f := range d.facts {
		for _, category := range f.categories {
			if same(category) {
				base = base.Add(f.net)
			}
		}
	}
	for _, a := range d.root.all("AllowanceCharge") {
		if !same(a.one("TaxCategory")) {
			continue
		}
		if amount, _ := a.number("Amount"); a.get("ChargeIndicator") == "true" {
			base = base.Add(amount)
		} else {
			base = base.Sub(amount)
		}
	}
	taxable, _ := part.number("TaxableAmount")
	if !taxable.Equal(base) && !(c.byRate && taxable.Near(base)) {
		d.find(c.rule+"-08", "", taxable.String(), base.String())
	}
	tax, _ := part.number("TaxAmount")
	want := Number{}
	if c.byRate {
		want = taxable.Times(percent).Per(Whole(100)).Cents()
	}
	if !tax.Equal(want) && !(c.byRate && tax.Near(want)) {
		d.find(c.rule+"-09", "", tax.String(), want.String())
	}
	if stated := category.has("TaxExemptionReason") || category.has("TaxExemptionReasonCode"); stated != c.reason {
		d.find(c.rule+"-10", "", "", "")
	}
}

// judgeOutside holds the categories that ask something of the rest of the invoice.
func (d *document) judgeOutside(parts, allowances, charges []*element) {
	has := func(code string) bool {
		for _, part := range parts {
			if part.one("TaxCategory").is(code) {
				return true
			}
		}
		return false
	}
	if has("K") {
		if !d.root.has("Delivery/ActualDeliveryDate") && !d.root.has("InvoicePeriod/StartDate") && !d.root.has("InvoicePeriod/EndDate") {
			d.find("BR-IC-11", "", "", "")
		}
		if !d.root.has("Delivery/DeliveryLocation/Address/Country/IdentificationCode") {
			d.find("BR-IC-12", "", "", "")
		}
	}
	if has("O") {
		other := func(list []*element, path, rule string) {
			for _, e := range list {
				if category := e.one(path); category != nil && !category.is("O") {
					d.find(rule, "", "", "")
				}
			}
		}
		other(parts, "TaxCategory", "BR-O-11")
		other(allowances, "TaxCategory", "BR-O-13")
		other(charges, "TaxCategory", "BR-O-14")
		for _, f := range d.facts {
			for _, category := range f.categories {
				if !category.is("O") {
					d.find("BR-O-12", f.place, "", "")
				}
			}
		}
	}
	if has("B") {
		country := func(party string) string {
			return d.root.get(party + "/Party/PostalAddress/Country/IdentificationCode")
		}
		if country("AccountingSupplierParty") != "IT" || country("AccountingCustomerParty") != "IT" {
			d.find("BR-B-01", "", "", "")
		}
		if has("S") {
			d.find("BR-B-02", "", "", "")
		}
	}
}

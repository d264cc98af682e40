package einvoice

import (
	"stadga/internal/civil"
)

// lineFacts is what the whole asks of a line after the line is let go.
type lineFacts struct {
	place      string
	net        Number
	categories []*element
	currencies []string
	from, to   civil.Date
}

func factsOf(e *element, place string) lineFacts {
	f := lineFacts{place: place, categories: e.all("Item/ClassifiedTaxCategory")}
	f.net, _ = e.number("LineExtensionAmount")
	f.from, _ = civil.Parse(e.get("InvoicePeriod/StartDate"))
	f.to, _ = civil.Parse(e.get("InvoicePeriod/EndDate"))
	f.currencies = currencies(e)
	return f
}

// currencies lists what currencies the amounts below e are in, each once.
func currencies(top *element) []string {
	var list []string
	top.walk(func(above, e *element) {
		if !among(amounts, e.name) || above.name == "TaxTotal" && !above.has("TaxSubtotal") {
			return
		}
		code := e.attrs["currencyID"]
		for _, seen := range list {
			if seen == code {
				return
			}
		}
		list = append(list, code)
	})
	return list
}

func (d *document) quantityName() string {
	if d.credit {
		return "CreditedQuantity"
	}
	return "InvoicedQuantity"
}

// judgeLine holds one line to the rules that ask nothing of the rest.
func (d *document) judgeLine(e *element, place string) {
	quantity := d.quantityName()
	need := func(rule, path string) {
		if !e.has(path) {
			d.find(rule, place, "", "")
		}
	}
	need("BR-21", "ID")
	need("BR-22", quantity)
	if e.attr(quantity, "unitCode") == "" {
		d.find("BR-23", place, "", "")
	}
	need("BR-24", "LineExtensionAmount")
	need("BR-25", "Item/Name")
	need("BR-26", "Price/PriceAmount")
	need("BR-CO-04", "Item/ClassifiedTaxCategory/ID")
	if price, _ := e.number("Price/PriceAmount"); price.Sign() < 0 {
		d.find("BR-27", place, price.String(), "")
	}
	if gross, _ := e.number("Price/AllowanceCharge/BaseAmount"); gross.Sign() < 0 {
		d.find("BR-28", place, gross.String(), "")
	}
	d.judgePeriod(e.one("InvoicePeriod"), "BR-30", "BR-CO-20", place)
	d.judgeAllowances(e, place)
	for _, property := range e.all("Item/AdditionalItemProperty") {
		if !property.has("Name") || !property.has("Value") {
			d.find("BR-54", place, "", "")
		}
	}
	if id := e.one("Item/StandardItemIdentification/ID"); id != nil && id.attrs["schemeID"] == "" {
		d.find("BR-64", place, "", "")
	}
	for _, class := range e.all("Item/CommodityClassification/ItemClassificationCode") {
		if class.attrs["listID"] == "" {
			d.find("BR-65", place, "", "")
		}
	}
	for _, o := range onlyOnce() {
		if o.line && len(e.all(o.path)) > 1 {
			d.find(o.rule, place, "", "")
		}
	}
	if len(e.all("Item/ClassifiedTaxCategory")) != 1 {
		d.find("UBL-SR-48", place, "", "")
	}
	if objects := e.all("DocumentReference"); len(objects) > 0 {
		if len(objects) > 1 {
			d.find("PEPPOL-EN16931-R100", place, "", "")
		}
		if objects[0].get("DocumentTypeCode") != "130" {
			d.find("PEPPOL-EN16931-R101", place, objects[0].get("DocumentTypeCode"), "130")
		}
	}
	d.judgePrice(e, place)
}

// judgePrice holds the amount of a line to its quantity and price.
func (d *document) judgePrice(e *element, place string) {
	quantity, there := e.number(d.quantityName())
	if !there {
		quantity = Whole(1)
	}
	price, _ := e.number("Price/PriceAmount")
	per := Whole(1)
	if base := e.one("Price/BaseQuantity"); base != nil {
		n, _ := ParseNumber(base.text)
		if n.Sign() <= 0 {
			d.find("PEPPOL-EN16931-R121", place, base.text, "")
		}
		if n.Sign() != 0 {
			per = n
		}
		if unit := base.attrs["unitCode"]; unit != "" && e.one(d.quantityName()) != nil && unit != e.attr(d.quantityName(), "unitCode") {
			d.find("PEPPOL-EN16931-R130", place, unit, e.attr(d.quantityName(), "unitCode"))
		}
	}
	want := quantity.Times(price.Per(per))
	for _, a := range e.allowances("true") {
		amount, _ := a.number("Amount")
		want = want.Add(amount)
	}
	for _, a := range e.allowances("false") {
		amount, _ := a.number("Amount")
		want = want.Sub(amount)
	}
	if net, _ := e.number("LineExtensionAmount"); !net.Within(want, FromOre(2)) {
		d.find("PEPPOL-EN16931-R120", place, net.String(), want.Cents().String())
	}
	for _, a := range e.all("Price/AllowanceCharge") {
		if a.get("ChargeIndicator") != "false" {
			d.find("PEPPOL-EN16931-R044", place, "", "")
		}
		if gross, there := a.number("BaseAmount"); there {
			off, _ := a.number("Amount")
			if !price.Equal(gross.Sub(off)) {
				d.find("PEPPOL-EN16931-R046", place, price.String(), gross.Sub(off).String())
			}
		}
	}
}

// judgePeriod holds a period to its order, and asks that it says something.
func (d *document) judgePeriod(period *element, order, filled, place string) {
	if period == nil {
		return
	}
	if !period.has("StartDate") && !period.has("EndDate") && !period.has("DescriptionCode") {
		d.find(filled, place, "", "")
	}
	from, noFrom := civil.Parse(period.get("StartDate"))
	to, noTo := civil.Parse(period.get("EndDate"))
	if noFrom == nil && noTo == nil && to.Before(from) {
		d.find(order, place, period.get("EndDate"), "")
	}
}

// judgeAllowances holds the allowances and charges of the document (place "") or of
// a line.
func (d *document) judgeAllowances(e *element, place string) {
	rules := map[string][4]string{ // amount, category, reason, reason again
		"false": {"BR-31", "BR-32", "BR-33", "BR-CO-21"}, "true": {"BR-36", "BR-37", "BR-38", "BR-CO-22"},
	}
	reasons := "UBL-SR-30"
	if place != "" {
		rules = map[string][4]string{"false": {"BR-41", "", "BR-42", "BR-CO-23"}, "true": {"BR-43", "", "BR-44", "BR-CO-24"}}
		reasons = "UBL-SR-31"
	}
	for _, a := range e.all("AllowanceCharge") {
		rule, known := rules[a.get("ChargeIndicator")]
		if !known {
			d.find("PEPPOL-EN16931-R043", place, a.get("ChargeIndicator"), "")
			continue
		}
		if !a.has("Amount") {
			d.find(rule[0], place, "", "")
		}
		if rule[1] != "" && !a.has("TaxCategory/ID") {
			d.find(rule[1], place, "", "")
		}
		if !a.has("AllowanceChargeReason") && !a.has("AllowanceChargeReasonCode") {
			d.find(rule[2], place, "", "")
			d.find(rule[3], place, "", "")
		}
		if len(a.all("AllowanceChargeReason")) > 1 {
			d.find(reasons, place, "", "")
		}
		percent, hasPercent := a.number("MultiplierFactorNumeric")
		base, hasBase := a.number("BaseAmount")
		switch {
		case hasPercent && !hasBase:
			d.find("PEPPOL-EN16931-R041", place, "", "")
		case hasBase && !hasPercent:
			d.find("PEPPOL-EN16931-R042", place, "", "")
		case hasBase:
			want := base.Times(percent).Per(Whole(100))
			if amount, _ := a.number("Amount"); !amount.Within(want, FromOre(2)) {
				d.find("PEPPOL-EN16931-R040", place, amount.String(), want.Cents().String())
			}
		}
	}
}

const (
	perHour   = 60
	perMinute = 1
)

// line is what of the line is kept.
func (d *document) line(e *element, place string) Line {
	l := Line{
		ID: place, Name: private(e.get("Item/Name")), Note: private(e.get("Note")),
		Object: private(e.get("DocumentReference/ID")), Order: shown(e.get("OrderLineReference/LineID")),
		Unit: shown(e.attr(d.quantityName(), "unitCode")), Category: shown(e.get("Item/ClassifiedTaxCategory/ID")),
	}
	l.From, _ = civil.Parse(e.get("InvoicePeriod/StartDate"))
	l.To, _ = civil.Parse(e.get("InvoicePeriod/EndDate"))
	l.Quantity, _ = e.number(d.quantityName())
	price, _ := e.number("Price/PriceAmount")
	base, there := e.number("Price/BaseQuantity")
	if there {
		price = price.Per(base)
	}
	l.Price = price
	l.Minutes = minutesOf(l.Unit, l.Quantity)
	l.Net = d.ore(e.get("LineExtensionAmount"), place)
	return l
}

// minutesOf is a quantity in whole minutes, when its unit is one of time; else 0.
func minutesOf(unit string, quantity Number) int64 {
	per := map[string]int64{"HUR": perHour, "MIN": perMinute}[unit]
	minutes, _ := quantity.minutes(per)
	return minutes
}

// ore is an amount of the file in whole öre; what is no number is a finding already.
func (d *document) ore(text, place string) int64 {
	n, _ := ParseNumber(text)
	return d.wholeOre(n, place)
}

// wholeOre is an amount in whole öre, and a finding where a part of one is left.
func (d *document) wholeOre(n Number, place string) int64 {
	ore, whole := n.Ore()
	if !whole {
		d.find("STADGA-14", place, n.String(), "")
	}
	return ore
}

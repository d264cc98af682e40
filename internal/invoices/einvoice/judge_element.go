package einvoice

import (
	"strings"

	"stadga/internal/civil"
)

const amounts = "Amount BaseAmount PriceAmount TaxAmount TaxableAmount LineExtensionAmount TaxExclusiveAmount TaxInclusiveAmount " +
	"AllowanceTotalAmount ChargeTotalAmount PrepaidAmount PayableRoundingAmount PayableAmount"

const numbers = amounts + " InvoicedQuantity CreditedQuantity BaseQuantity Percent MultiplierFactorNumeric"

const dates = "IssueDate DueDate TaxPointDate StartDate EndDate ActualDeliveryDate PaymentDueDate"

// judgeElements holds each element below e to what holds wherever it stands.
func (d *document) judgeElements(top *element, place string) {
	onLine := place != ""
	top.walk(func(above, e *element) {
		if e.text == "" && len(e.kids) == 0 && e.size == 0 {
			d.find("PEPPOL-EN16931-R008", place, e.name, "")
		}
		if among(numbers, e.name) {
			if _, ok := ParseNumber(e.text); !ok && e.text != "" {
				d.find("STADGA-08", place, e.text, "")
			}
		}
		if among(dates, e.name) && e.text != "" {
			if _, err := civil.Parse(e.text); err != nil {
				d.find("PEPPOL-EN16931-F001", place, e.text, "")
			}
		}
		if among(amounts, e.name) {
			if !isCurrency(e.attrs["currencyID"]) && e.attrs["currencyID"] != "" {
				d.find("BR-CL-03", place, e.attrs["currencyID"], "")
			}
			if rule := decimalRule(above, e, onLine, d.root.get("TaxCurrencyCode")); rule != "" && decimals(e.text) > 2 {
				d.find(rule, place, e.text, "")
			}
		}
		d.judgeCode(above, e, place)
	})
}

func decimals(text string) int {
	_, after, _ := strings.Cut(text, ".")
	return len(after)
}

// decimalRule is the rule that holds an amount to two decimals; "": none does.
func decimalRule(above, e *element, onLine bool, taxCurrency string) string {
	switch above.name {
	case "AllowanceCharge":
		at := map[string][2]string{"Amount": {"BR-DEC-01", "BR-DEC-24"}, "BaseAmount": {"BR-DEC-02", "BR-DEC-25"}}
		if above.get("ChargeIndicator") == "true" {
			at = map[string][2]string{"Amount": {"BR-DEC-05", "BR-DEC-27"}, "BaseAmount": {"BR-DEC-06", "BR-DEC-28"}}
		}
		if onLine {
			return at[e.name][1]
		}
		return at[e.name][0]
	case "LegalMonetaryTotal":
		return map[string]string{
			"LineExtensionAmount": "BR-DEC-09", "AllowanceTotalAmount": "BR-DEC-10", "ChargeTotalAmount": "BR-DEC-11",
			"TaxExclusiveAmount": "BR-DEC-12", "TaxInclusiveAmount": "BR-DEC-14", "PrepaidAmount": "BR-DEC-16",
			"PayableRoundingAmount": "BR-DEC-17", "PayableAmount": "BR-DEC-18",
		}[e.name]
	case "TaxTotal":
		if taxCurrency != "" && e.attrs["currencyID"] == taxCurrency {
			return "BR-DEC-15"
		}
		return "BR-DEC-13"
	case "TaxSubtotal":
		return map[string]string{"TaxableAmount": "BR-DEC-19", "TaxAmount": "BR-DEC-20"}[e.name]
	case "InvoiceLine", "CreditNoteLine":
		return "BR-DEC-23"
	}
	return ""
}

// judgeCode holds a code to its list.
func (d *document) judgeCode(above, e *element, place string) {
	coded := func(rule, code string, known bool) {
		if code != "" && !known {
			d.find(rule, place, code, "")
		}
	}
	scheme := e.attrs["schemeID"]
	switch {
	case e.name == "InvoiceTypeCode":
		coded("BR-CL-01", e.text, among(invoiceTypes, e.text))
		coded("PEPPOL-EN16931-P0100", e.text, among(peppolInvoice, e.text))
	case e.name == "CreditNoteTypeCode":
		coded("BR-CL-01", e.text, among(creditTypes, e.text))
		coded("PEPPOL-EN16931-P0101", e.text, among(peppolCredit, e.text))
	case e.name == "DocumentCurrencyCode":
		coded("BR-CL-04", e.text, isCurrency(e.text))
	case e.name == "TaxCurrencyCode":
		coded("BR-CL-05", e.text, isCurrency(e.text))
	case e.name == "DescriptionCode" && above.name == "InvoicePeriod":
		coded("BR-CL-06", e.text, among("3 35 432", e.text))
	case e.name == "ID" && strings.HasSuffix(above.name, "DocumentReference") && above.get("DocumentTypeCode") == "130":
		coded("BR-CL-07", scheme, isObject(scheme))
	case e.name == "ID" && above.name == "PartyIdentification":
		coded("BR-CL-10", scheme, isRegister(scheme) || scheme == "SEPA")
		d.judgeParty(e, place)
	case e.name == "CompanyID":
		if above.name == "PartyLegalEntity" {
			coded("BR-CL-11", scheme, isRegister(scheme))
		}
		d.judgeParty(e, place)
	case e.name == "EndpointID":
		coded("BR-CL-25", scheme, isEndpoint(scheme))
		d.judgeParty(e, place)
	case e.name == "ItemClassificationCode":
		coded("BR-CL-13", e.attrs["listID"], isCode(e.attrs["listID"]))
	case e.name == "ID" && above.name == "StandardItemIdentification":
		coded("BR-CL-21", scheme, isRegister(scheme))
	case e.name == "IdentificationCode" && above.name == "Country":
		coded("BR-CL-14", e.text, isCountry(e.text))
	case e.name == "IdentificationCode" && above.name == "OriginCountry":
		coded("BR-CL-15", e.text, isCountry(e.text))
	case e.name == "PaymentMeansCode":
		coded("BR-CL-16", e.text, isPayment(e.text))
	case e.name == "ID" && above.name == "TaxCategory":
		coded("BR-CL-17", e.text, among(taxCodes, e.text))
	case e.name == "ID" && above.name == "ClassifiedTaxCategory":
		coded("BR-CL-18", e.text, among(taxCodes, e.text))
	case e.name == "AllowanceChargeReasonCode" && above.get("ChargeIndicator") == "false":
		coded("BR-CL-19", e.text, isAllowanceReason(e.text))
	case e.name == "AllowanceChargeReasonCode" && above.get("ChargeIndicator") == "true":
		coded("BR-CL-20", e.text, among(chargeReasons, e.text))
	case e.name == "TaxExemptionReasonCode":
		coded("BR-CL-22", e.text, strings.HasPrefix(strings.ToUpper(e.text), "VATEX-"))
	case e.name == attachment:
		if e.attrs["mimeCode"] == "" {
			d.find("UBL-DT-06", place, "", "")
		} else {
			coded("BR-CL-24", e.attrs["mimeCode"], among(mimeTypes, e.attrs["mimeCode"]))
		}
		if e.attrs["filename"] == "" {
			d.find("UBL-DT-07", place, "", "")
		}
	case e.name == "ID" && above.name == "DeliveryLocation":
		coded("BR-CL-26", scheme, isRegister(scheme))
	}
	if unit, there := e.attrs["unitCode"]; there {
		coded("BR-CL-23", unit, isUnit(unit))
	}
}

// judgeParty holds the number of a party to the rules of its register.
func (d *document) judgeParty(e *element, place string) {
	switch e.attrs["schemeID"] {
	case "0088":
		if !gln(e.text) {
			d.find("PEPPOL-COMMON-R040", place, e.text, "")
		}
	case "0007":
		if len(e.text) != 10 || !luhn(e.text) {
			d.find("PEPPOL-COMMON-R049", place, masked(e.text), "")
		}
	}
}

// masked hides the last digits of what looks like a personal number: a trader's
// number is one.
func masked(number string) string {
	if len(number) < 10 || number[2] > '1' && len(number) == 10 {
		return number
	}
	return number[:len(number)-4] + "••••"
}

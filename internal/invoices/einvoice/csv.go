package einvoice

import (
	"bytes"
	"encoding/csv"
	"errors"
	"io"
	"strconv"
	"strings"

	"stadga/internal/civil"
)

// columns are what a CSV invoice says, a line of the invoice in each row. Those of
// the whole invoice stand on every row and say the same. What a credit note credits,
// the agreement, the order and the object may be left out.
const columns = "fakturanummer fakturadatum forfallodag valuta leverantor organisationsnummer period_fran period_till " +
	"rad insats antal enhet pris belopp moms_procent moms_kategori summa_utan_moms moms summa_att_betala"

const wholeColumns = "fakturanummer fakturadatum forfallodag valuta leverantor organisationsnummer summa_utan_moms moms summa_att_betala avtal krediterar slag"

// ReadCSV reads an invoice as semicolon-separated values in UTF-8, with a heading.
// It is held to the rules of the norm that such a file can be held to, under the
// same ids as an XML invoice.
func ReadCSV(file io.Reader, limits Limits) (Reading, error) {
	d := &document{limits: limits}
	content, err := io.ReadAll(io.LimitReader(file, limits.Bytes+1))
	if err != nil {
		return Reading{}, err
	}
	invoice, ok := d.readCSV(bytes.TrimPrefix(content, []byte("\ufeff")))
	if !ok {
		return Reading{Findings: d.findings, More: d.more, Unread: true}, nil
	}
	return Reading{Invoice: invoice, Findings: d.findings, More: d.more}, nil
}

// A sheetRow is the heading of a CSV file and the row that is read.
type sheetRow struct {
	at    map[string]int
	cells []string
	place string
}

func (r sheetRow) get(column string) string {
	if i, there := r.at[column]; there && i < len(r.cells) {
		return strings.TrimSpace(r.cells[i])
	}
	return ""
}

func (d *document) readCSV(content []byte) (Invoice, bool) {
	if int64(len(content)) > d.limits.Bytes {
		d.find("STADGA-03", "", "", strconv.FormatInt(d.limits.Bytes>>20, 10)+" MB")
		return Invoice{}, false
	}
	if strings.ToValidUTF8(string(content), "") != string(content) {
		d.find("STADGA-05", "", "annat", "UTF-8")
		return Invoice{}, false
	}
	reader := csv.NewReader(bytes.NewReader(content))
	reader.Comma, reader.FieldsPerRecord, reader.LazyQuotes = ';', -1, false
	heading, err := reader.Read()
	if err != nil {
		d.find("STADGA-11", "", "", strings.ReplaceAll(columns, " ", ", "))
		return Invoice{}, false
	}
	row := sheetRow{at: map[string]int{}}
	for i, name := range heading {
		row.at[strings.ToLower(strings.TrimSpace(name))] = i
	}
	for _, name := range strings.Fields(columns) {
		if _, there := row.at[name]; !there {
			d.find("STADGA-11", "", name, "")
		}
	}
	if len(d.findings) > 0 {
		return Invoice{}, false
	}
	var v Invoice
	var first sheetRow
	var sums csvSums
	for n := 1; ; n++ {
		cells, err := reader.Read()
		if errors.Is(err, io.EOF) {
			break
		}
		row.cells = cells
		if err != nil {
			d.find("STADGA-10", strconv.Itoa(n), "", "")
			return Invoice{}, false
		}
		if n > d.limits.Lines {
			d.find("STADGA-07", "", "", strconv.Itoa(d.limits.Lines))
			return Invoice{}, false
		}
		row.place = shown(row.get("rad"))
		if row.place == "" {
			row.place = strconv.Itoa(n)
			d.find("BR-21", row.place, "", "")
		}
		if len(cells) != len(heading) {
			d.find("STADGA-10", row.place, strconv.Itoa(len(cells)), strconv.Itoa(len(heading)))
			continue
		}
		if first.cells == nil {
			first = row
			v = d.csvHead(row)
		}
		for _, name := range strings.Fields(wholeColumns) {
			if row.get(name) != first.get(name) {
				d.find("STADGA-12", row.place, row.get(name), first.get(name))
			}
		}
		v.Lines = append(v.Lines, d.csvLine(row, &sums))
	}
	if first.cells == nil {
		d.find("BR-16", "", "", "")
		return v, true
	}
	d.judgeCSV(first, &v, sums)
	return v, true
}

// csvHead reads what the first row says of the whole invoice.
func (d *document) csvHead(row sheetRow) Invoice {
	need := func(rule, column string) string {
		text := row.get(column)
		if text == "" {
			d.find(rule, "", "", "")
		}
		return shown(text)
	}
	v := Invoice{
		Number: need("BR-02", "fakturanummer"), Currency: need("BR-05", "valuta"),
		Agreement: shown(row.get("avtal")), Credits: shown(row.get("krediterar")),
		Seller: Seller{Name: need("BR-06", "leverantor"), Organisation: digitsOf(need("BR-CO-26", "organisationsnummer"))},
	}
	v.Issued = d.csvDate(row, "fakturadatum", "BR-03")
	v.Due = d.csvDate(row, "forfallodag", "BR-CO-25")
	v.From = d.csvDate(row, "period_fran", "")
	v.To = d.csvDate(row, "period_till", "")
	v.Credit = strings.EqualFold(row.get("slag"), "kredit")
	if v.Currency != "" && !isCurrency(v.Currency) {
		d.find("BR-CL-04", "", v.Currency, "")
	}
	d.judgeCurrency(v.Currency)
	if number := v.Seller.Organisation; number != "" {
		if len(number) != 10 {
			d.find("SE-R-004", "", masked(number), "")
		} else if !luhn(number) {
			d.find("SE-R-013", "", masked(number), "")
		}
	}
	return v
}

// csvDate reads a day; missing says which rule asks for it.
func (d *document) csvDate(row sheetRow, column, missing string) civil.Date {
	text := row.get(column)
	if text == "" {
		if missing != "" {
			d.find(missing, "", "", "")
		}
		return civil.Date{}
	}
	day, err := civil.Parse(text)
	if err != nil {
		d.find("PEPPOL-EN16931-F001", row.place, text, "")
	}
	return day
}

// csvNumber reads a number with a decimal comma or point; spaces part thousands.
func (d *document) csvNumber(row sheetRow, column, missing string) Number {
	text := row.get(column)
	if text == "" {
		if missing != "" {
			d.find(missing, row.place, "", "")
		}
		return Number{}
	}
	plain := strings.NewReplacer(" ", "", "\u00a0", "", "\u2212", "-").Replace(text)
	if strings.Count(plain, ",")+strings.Count(plain, ".") <= 1 {
		plain = strings.Replace(plain, ",", ".", 1)
	}
	n, ok := ParseNumber(plain)
	if !ok {
		d.find("STADGA-08", row.place, text, "till exempel 12,50")
	}
	return n
}

// csvSums adds what the lines say.
type csvSums struct {
	net    Number
	seen   map[string]bool
	byRate map[string]Number
}

func (d *document) csvLine(row sheetRow, sums *csvSums) Line {
	l := Line{
		ID: row.place, Name: private(row.get("insats")), Note: private(row.get("anteckning")), Object: private(row.get("uppdrag")),
		Unit: strings.ToUpper(shown(row.get("enhet"))), Category: strings.ToUpper(shown(row.get("moms_kategori"))),
		From: d.csvDate(row, "period_fran", ""), To: d.csvDate(row, "period_till", ""),
	}
	if l.Name == "" {
		d.find("BR-25", row.place, "", "")
	}
	if !l.From.IsZero() && !l.To.IsZero() && l.To.Before(l.From) {
		d.find("BR-30", row.place, l.To.String(), "")
	}
	if l.Unit == "" {
		d.find("BR-23", row.place, "", "")
	} else if !isUnit(l.Unit) {
		d.find("BR-CL-23", row.place, l.Unit, "HUR eller MIN")
	}
	if !among(taxCodes, l.Category) {
		d.find("BR-CL-18", row.place, l.Category, "")
	}
	l.Quantity = d.csvNumber(row, "antal", "BR-22")
	l.Price = d.csvNumber(row, "pris", "BR-26")
	if l.Price.Sign() < 0 {
		d.find("BR-27", row.place, l.Price.String(), "")
	}
	net := d.csvNumber(row, "belopp", "BR-24")
	if want := l.Quantity.Times(l.Price); !net.Within(want, FromOre(2)) {
		d.find("PEPPOL-EN16931-R120", row.place, net.String(), want.Cents().String())
	}
	l.Minutes = minutesOf(l.Unit, l.Quantity)
	l.Net = d.wholeOre(net, row.place)
	percent := d.csvNumber(row, "moms_procent", "")
	for _, c := range taxCategories {
		if c.code != l.Category {
			continue
		}
		wrong := c.rate == mustBePositive && percent.Sign() <= 0 || c.rate == mustBeZero && percent.Sign() != 0 ||
			c.rate == mustBeAbsent && percent.Sign() != 0
		if wrong {
			d.find(c.rule+"-05", row.place, percent.String(), "")
		}
	}
	if sums.seen == nil {
		sums.seen, sums.byRate = map[string]bool{}, map[string]Number{}
	}
	if sums.seen[l.ID] {
		d.find("STADGA-09", row.place, "", "")
	}
	sums.seen[l.ID] = true
	sums.net = sums.net.Add(net)
	sums.byRate[percent.String()] = sums.byRate[percent.String()].Add(net.Times(percent).Per(Whole(100)))
	return l
}

// judgeCSV holds the sums of the whole invoice to its lines.
func (d *document) judgeCSV(first sheetRow, v *Invoice, sums csvSums) {
	first.place = ""
	net := d.csvNumber(first, "summa_utan_moms", "BR-13")
	tax := d.csvNumber(first, "moms", "BR-46")
	payable := d.csvNumber(first, "summa_att_betala", "BR-15")
	if !net.Equal(sums.net) {
		d.find("BR-CO-10", "", net.String(), sums.net.String())
	}
	var want Number
	for _, part := range sums.byRate {
		want = want.Add(part.Cents())
	}
	if !tax.Equal(want) {
		d.find("BR-CO-14", "", tax.String(), want.String())
	}
	if sum := net.Add(tax); !payable.Equal(sum) {
		d.find("BR-CO-16", "", payable.String(), sum.String())
	}
	if !v.From.IsZero() && !v.To.IsZero() && v.To.Before(v.From) {
		d.find("BR-29", "", v.To.String(), "")
	}
	v.Net, v.Tax, v.Payable = d.wholeOre(net, ""), d.wholeOre(tax, ""), d.wholeOre(payable, "")
	v.Gross = v.Net + v.Tax
	v.Credit = v.Credit || v.Gross < 0
	v.From, v.To = period(v.Lines)
}

// period is the days the lines cover together.
func period(lines []Line) (from, to civil.Date) {
	for _, l := range lines {
		if !l.From.IsZero() && (from.IsZero() || l.From.Before(from)) {
			from = l.From
		}
		if l.To.After(to) {
			to = l.To
		}
	}
	return from, to
}

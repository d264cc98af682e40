package desksql

import (
	"fmt"
	"strings"

	"stadga/internal/civil"
	"stadga/internal/desk"
	"stadga/internal/ids"
)

// lastOrFirst is the day by which an obligation falls in a period.
const lastOrFirst = `(case when o.due <> '' then o.due else o.ground_day end)`

// sexOf reads the third digit of the last four: odd is male (ids.Sex).
const sexOf = `(case when p.number = '' then '' when substr(p.number, 11, 1) in ('1', '3', '5', '7', '9') then 'man' else 'kvinna' end)`

// lackOf is the missing fact and who owes it.
const lackOf = `(case when o.missing = '' then '' else o.missing || ' ' || o.owes end)`

// providerOf is who has, or last had, the service that the obligation lies in.
const providerOf = `(case when s.kind = 'service' then
	(select ol.provider from order_line ol where ol.service = s.id order by ol.sent desc, ol.id limit 1) else null end)`

// valueOf is the value that a row has when rows are split so: the same words pick
// the rows of a list as sum a figure.
func (c *condition) valueOf(by desk.Split, s desk.Selection) string {
	switch by {
	case desk.ByUnit:
		return `c.unit`
	case desk.ByGroup:
		return `coalesce((select pl.title from staff_placement pl where pl.staff = c.officer and pl.begins <= ` + c.arg(s.Today()) + ` order by pl.begins desc limit 1), '')`
	case desk.ByProvider:
		return `coalesce(` + providerOf + `, ` + c.arg(ids.ID{}) + `)`
	case desk.BySex:
		return sexOf
	case desk.ByAge:
		return c.ageBand(s.Today())
	case desk.ByMonth: // what is to stand all the time belongs to no month
		return `(case when o.until <> '' then '' else substr(` + lastOrFirst + `, 1, 7) end)`
	case desk.ByLack:
		return lackOf
	}
	return `''`
}

// value is what valueOf is compared with. A unit and a provider are ids; what is
// no id picks nothing.
func (c *condition) value(by desk.Split, value string) string {
	if by != desk.ByUnit && by != desk.ByProvider {
		return c.arg(value)
	}
	if value == "" {
		return c.arg(ids.ID{})
	}
	id, err := ids.Parse(value)
	if err != nil {
		return `null`
	}
	return c.arg(id)
}

// ageBand names the band that the person's age is in on the day: "13-17". Whom
// only the year is known of is taken to be born when it began, as desk.Case.Age.
func (c *condition) ageBand(today civil.Date) string {
	const born = `(case when p.born <> '' then p.born when p.born_year > 0 then p.born_year || '-01-01' else '' end)`
	var b strings.Builder
	fmt.Fprintf(&b, `case when %s = '' or %s > %s then ''`, born, born, c.arg(today))
	bands := desk.AgeBands()
	for i := range bands[1:] {
		fmt.Fprintf(&b, ` when %s > %s then '%s'`, born, c.arg(yearsBefore(today, bands[i+1])), BandName(i))
	}
	fmt.Fprintf(&b, ` else '%s' end`, BandName(len(bands)-1))
	return `(` + b.String() + `)`
}

// yearsBefore is the last birthday of one who is at least so many years old on
// the day. It is only compared with, and may be 29 February of any year.
func yearsBefore(today civil.Date, years int) string {
	return fmt.Sprintf("%04d%s", today.Year()-years, today.String()[4:])
}

// BandName names the i:th band of age.
func BandName(i int) string {
	bands := desk.AgeBands()
	if i == len(bands)-1 {
		return fmt.Sprintf("%d-", bands[i])
	}
	return fmt.Sprintf("%d-%d", bands[i], bands[i+1]-1)
}

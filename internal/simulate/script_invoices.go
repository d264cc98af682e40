package simulate

import (
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"slices"
	"strings"
	"time"

	"stadga/internal/civil"
	"stadga/internal/contracts"
	"stadga/internal/engine"
	"stadga/internal/ids"
	"stadga/internal/invoices"
	"stadga/internal/invoices/einvoice"
	"stadga/internal/visits"
)

const (
	controller = "tomas-grind"
	biller     = "ronnen"  // the private provider that has sent an invoice
	settled    = 4         // days after which no visit is registered late
	mostBilled = 30        // lines
	hourNow    = 501 * 100 // öre, from 2026
)

// prices are what an hour has cost (norrsala.md 4).
func prices() []contracts.Price {
	day := func(year int) civil.Date { return civil.On(year, 1, 1) }
	return []contracts.Price{{From: day(2024), Ore: 468_00}, {From: day(2025), Ore: 484_00}, {From: day(2026), Ore: hourNow}}
}

// agreed are the providers that have an agreement, in the order of its number.
// The own operation is paid by the same price as the companies.
func agreed() []string { return []string{biller, "almviken", "hemtjanst-norr"} }

// agreementWith is the number of the agreement with a provider; empty: it has none.
func agreementWith(key string) string {
	at := slices.Index(agreed(), key)
	if at < 0 {
		return ""
	}
	return fmt.Sprintf("HT-%d", at+1)
}

// held are the prices of an agreement that begins on a day: the one that then held
// from that day, and those after.
func held(from civil.Date) []contracts.Price {
	all := prices()
	at := 0
	for at+1 < len(all) && !all[at+1].From.After(from) {
		at++
	}
	all[at].From = from
	return all[at:]
}

// agreements signs with the providers, with the prices of the years.
func (w *script) agreements() {
	from := w.agreedFrom()
	for n, key := range agreed() {
		id := ids.Derive(ids.Act{}, "agreement "+key)
		at := w.opening.AddDate(0, 0, 1).Add(time.Duration(n) * time.Hour)
		first, later := held(from)[0], held(from)[1:]
		w.do(at, controller, one(func() engine.Step {
			return w.streams.agreements.Step(id, contracts.SignAgreement{
				Terms: contracts.Terms{Provider: w.providers[key], Number: agreementWith(key), From: from}, Price: first.Ore,
			})
		}))
		for _, p := range later {
			if day := p.From.AddDays(-20); day.At(9, 0).After(at) {
				w.do(slide(day).At(9, 0), controller, one(func() engine.Step { return w.streams.agreements.Step(id, contracts.SetPrice{Price: p}) }))
			}
		}
	}
}

// agreedFrom is the first day of every agreement.
func (w *script) agreedFrom() civil.Date { return civil.DayOf(w.opening).AddDays(3) }

// registering is the registration of a visit at the price its provider has agreed.
func (w *script) registering(id ids.ID, cmd visits.Register) engine.Step {
	cmd.Rates = w.rates(cmd.Target.Provider)
	return w.streams.visits.Step(id, cmd)
}

func (w *script) rates(provider ids.Provider) visits.Rates {
	var all visits.Rates
	for _, key := range agreed() {
		if w.providers[key] != provider {
			continue
		}
		for _, p := range held(w.agreedFrom()) {
			if at := len(all) - 1; at >= 0 {
				all[at].Until = p.From.AddDays(-1)
			}
			all = append(all, visits.Rate{Agreement: agreementWith(key), Model: visits.ByDelivered, From: p.From, Ore: p.Ore})
		}
	}
	return all
}

// deliveredBy remembers what was done for whom, so that it can be billed.
func (w *script) deliveredBy(cmd visits.Register) {
	if cmd.Target.Provider != w.providers[biller] {
		return
	}
	if w.billed == nil {
		w.billed = map[ids.Order]map[civil.Date]int64{}
	}
	if w.billed[cmd.Target.Order] == nil {
		w.billed[cmd.Target.Order] = map[civil.Date]int64{}
	}
	w.billed[cmd.Target.Order][civil.DayOf(cmd.Done.From)] += int64(visits.Rates{}.Rate(cmd.Done).Day)
}

// invoice sends what the provider asks for the days of the month that have been
// reported. Three lines do not agree.
func (w *script) invoice() {
	last := w.Today.AddDays(-settled)
	first := last.MonthStart()
	var orders []ids.Order
	minutes := map[ids.Order]int64{}
	for order, days := range w.billed {
		for day, n := range days {
			if !day.Before(first) && !day.After(last) {
				minutes[order] += n
			}
		}
		if minutes[order] > 0 && !w.mended[order] {
			orders = append(orders, order)
		}
	}
	slices.SortFunc(orders, func(a, b ids.Order) int { return strings.Compare(a.String(), b.String()) })
	orders = orders[:min(len(orders), mostBilled)]
	if len(orders) < 6 {
		return
	}
	lines, sum := make([]string, len(orders)), int64(0)
	for i, order := range orders {
		n, price := minutes[order], int64(hourNow)
		switch i {
		case 1:
			n += 60
		case 3:
			n -= min(30, n-1)
		case 5:
			price = 510_00
		}
		net := (price*n*2 + 60) / 120
		sum += net
		lines[i] = fmt.Sprintf("%d;%s;Hemtjänst;%d;MIN;%s;%s;0;E", i+1, order, n, perMinute(price), amount(net))
	}
	var file strings.Builder
	file.WriteString("fakturanummer;fakturadatum;forfallodag;valuta;leverantor;organisationsnummer;period_fran;period_till;rad;uppdrag;insats;antal;enhet;pris;belopp;moms_procent;moms_kategori;summa_utan_moms;moms;summa_att_betala\n")
	for _, line := range lines {
		fmt.Fprintf(&file, "R-%s;%s;%s;SEK;Rönnens Hemtjänst AB;%s;%s;%s;%s;%s;0;%s\n", last.String()[:7], w.Today.AddDays(-1), w.Today.AddDays(29), orgNumber(biller), first, last, line, amount(sum), amount(sum))
	}
	reading, err := einvoice.ReadCSV(strings.NewReader(file.String()), einvoice.Usual())
	if err != nil {
		panic("simulate: " + err.Error())
	}
	digest := sha256.Sum256([]byte(file.String()))
	receipt := invoices.Receipt{
		File:     invoices.File{Name: "ronnen-" + last.String()[:7] + ".csv", Digest: hex.EncodeToString(digest[:]), Size: int64(file.Len())},
		Provider: w.providers[biller], Document: invoices.DocumentOf(reading.Invoice), Findings: reading.Findings, More: reading.More, Unread: reading.Unread,
	}
	w.do(w.Today.AddDays(-1).At(23, 30), controller, one(func() engine.Step {
		return w.streams.invoices.Step(invoices.StreamID(receipt), invoices.Receive{Receipt: receipt})
	}))
}

func amount(ore int64) string { return fmt.Sprintf("%d,%02d", ore/100, ore%100) }

// perMinute is the price of an hour for a minute, with as many decimals as it takes.
func perMinute(ore int64) string {
	scaled := ore * 1_000_000 / 6000
	return fmt.Sprintf("%d,%06d", scaled/1_000_000, scaled%1_000_000)
}

// orgNumber is the number of organisation of a private provider, from a series that
// no company has been given yet.
func orgNumber(provider string) string {
	return map[string]string{biller: "5599980017", "almviken": "5599980025"}[provider]
}

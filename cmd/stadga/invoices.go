package main

import (
	"context"
	"crypto/rand"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"io"
	"net/http"
	"path/filepath"
	"slices"
	"strings"

	"stadga/internal/act"
	"stadga/internal/civil"
	"stadga/internal/contracts"
	"stadga/internal/contracts/contractsql"
	"stadga/internal/contracts/contractweb"
	"stadga/internal/delivery"
	"stadga/internal/delivery/deliverysql"
	"stadga/internal/engine"
	"stadga/internal/fault"
	"stadga/internal/ids"
	"stadga/internal/invoices"
	"stadga/internal/invoices/einvoice"
	"stadga/internal/invoices/invoicesql"
	"stadga/internal/invoices/invoiceweb"
	"stadga/internal/org"
	"stadga/internal/org/orgsql"
	"stadga/internal/store"
	"stadga/internal/visits"
	"stadga/internal/visits/visitsql"
	"stadga/internal/webkit"
)

// invoiceRoutes are the pages about agreements and invoices.
func invoiceRoutes(r *record, door pageDoor) []webkit.Route {
	b := r.billing()
	agreements := contractweb.Pages{
		Agreements: b.agreements, Register: contractsql.Register{DB: r.Store.Reader()},
		Providers: func(ctx context.Context, day civil.Date) ([]contractweb.Provider, error) {
			approved, err := orgsql.Queries{DB: r.Store.Reader()}.Providers(ctx, day)
			var all []contractweb.Provider
			for _, p := range approved {
				all = append(all, contractweb.Provider{ID: p.ID, Name: p.Name})
			}
			return all, err
		},
		Services: serviceNames,
	}
	pages := invoiceweb.Pages{
		Invoices: b.invoices, Register: b.register,
		Others: invoiceweb.Others{
			Take: b.take, Original: b.original, Match: b.match, May: door.May, Credits: b.credits, Provider: b.providerName,
			Staff: func(ctx context.Context, users ...ids.User) (map[ids.User]string, error) {
				return orgsql.Queries{DB: r.Store.Reader()}.Names(ctx, users)
			},
		},
	}
	return slices.Concat(agreements.Routes(), pages.Routes())
}

// billing puts invoices beside what other areas know of the orders they are for.
type billing struct {
	*record
	invoices   *engine.Stream[invoices.Invoice]
	agreements *engine.Stream[contracts.Contract]
	orders     *engine.Stream[delivery.Order]
	register   invoicesql.Register
	made       visitsql.Lists
}

func (r *record) billing() billing {
	db := r.Store.Reader()
	return billing{
		record: r, invoices: engine.Bind(r.Engine, invoicesql.Invoices()), agreements: engine.Bind(r.Engine, contractsql.Agreements()),
		orders: engine.Bind(r.Engine, deliverysql.Orders()), register: invoicesql.Register{DB: db}, made: visitsql.Lists{DB: db},
	}
}

// take keeps a file as it came, judges it and keeps what came of it.
func (b billing) take(ctx context.Context, form act.Form, name string, file io.Reader) (ids.ID, error) {
	receipt, err := b.receipt(ctx, form, name, file)
	if err != nil {
		return ids.ID{}, err
	}
	id := invoices.StreamID(receipt)
	_, err = b.invoices.Do(ctx, form, id, invoices.Receive{Receipt: receipt})
	return id, err
}

// receipt keeps the bytes of a file, and reads them back as what was kept. A file that
// no act comes to name is not kept for long.
func (b billing) receipt(ctx context.Context, form act.Form, name string, file io.Reader) (invoices.Receipt, error) {
	upload := store.Upload{ID: b.Engine.NewID(), Name: name, Media: "application/octet-stream", By: form.Actor.User, At: b.Clock(), Bytes: file, Limit: mostKept}
	if _, err := rand.Read(upload.Salt[:]); err != nil {
		return invoices.Receipt{}, err
	}
	kept, err := b.Store.Attach(ctx, upload)
	if err != nil {
		return invoices.Receipt{}, err
	}
	back, into := io.Pipe()
	go func() { into.CloseWithError(b.Store.Attachment(ctx, kept, into)) }()
	defer back.Close()
	receipt, err := receiptOf(name, back)
	if err != nil {
		return invoices.Receipt{}, err
	}
	receipt.File.Kept = &kept
	receipt.Provider, err = b.providerOf(ctx, receipt.Document.OrgNumber)
	return receipt, err
}

// mostKept is more than the page takes, which says so in its own words.
const mostKept = 26 << 20

// original writes a kept file, after it has been read once and is what came in.
func (b billing) original(ctx context.Context, f invoices.File, to io.Writer) error {
	digest := sha256.New()
	if err := b.Store.Attachment(ctx, *f.Kept, digest); err != nil || hex.EncodeToString(digest.Sum(nil)) != f.Digest {
		if fault.KindOf(err) == fault.NotFound {
			return fault.New(fault.NotFound, "invoice.file-not-kept")
		}
		return &fault.Error{Kind: fault.Internal, Text: "invoice.file-changed", Err: err}
	}
	return b.Store.Attachment(ctx, *f.Kept, to)
}

// receiptOf reads a file as what its name says it is.
func receiptOf(name string, file io.Reader) (invoices.Receipt, error) {
	digest, size := sha256.New(), new(counter)
	reading, err := readInvoice(name, io.TeeReader(file, io.MultiWriter(digest, size)))
	if err != nil {
		return invoices.Receipt{}, err
	}
	if _, err := io.Copy(io.MultiWriter(digest, size), file); err != nil { // what a refused file holds after the place it was refused
		return invoices.Receipt{}, err
	}
	receipt := invoices.Receipt{
		File:     invoices.File{Name: name, Digest: hex.EncodeToString(digest.Sum(nil)), Size: int64(*size)},
		Findings: reading.Findings, More: reading.More, Unread: reading.Unread,
	}
	if !reading.Unread {
		receipt.Document = invoices.DocumentOf(reading.Invoice)
	}
	return receipt, nil
}

// counter counts the bytes that are written to it.
type counter int64

func (c *counter) Write(p []byte) (int, error) {
	*c += counter(len(p))
	return len(p), nil
}

func readInvoice(name string, file io.Reader) (einvoice.Reading, error) {
	read := einvoice.ReadXML
	if strings.EqualFold(filepath.Ext(name), ".csv") {
		read = einvoice.ReadCSV
	}
	reading, err := read(file, einvoice.Usual())
	var large *http.MaxBytesError
	if err != nil && !errors.As(err, &large) {
		err = fmt.Errorf("read invoice: %w", err)
	}
	return reading, err
}

// providerOf finds the private provider with a number of organisation; zero: none.
func (b billing) providerOf(ctx context.Context, number string) (ids.Provider, error) {
	if number == "" {
		return ids.Provider{}, nil
	}
	approved, err := b.approved(ctx)
	at := slices.IndexFunc(approved, func(p org.Provider) bool { return !p.Own && strings.ReplaceAll(p.OrgNumber, "-", "") == number })
	if err != nil || at < 0 {
		return ids.Provider{}, err
	}
	return approved[at].ID, nil
}

func (b billing) approved(ctx context.Context) ([]org.Provider, error) {
	return orgsql.Queries{DB: b.Store.Reader()}.Providers(ctx, civil.DayOf(b.Clock()))
}

func (b billing) providerName(ctx context.Context, id ids.Provider, _ civil.Date) (string, error) {
	approved, err := b.approved(ctx)
	if at := slices.IndexFunc(approved, func(p org.Provider) bool { return p.ID == id }); at >= 0 {
		return approved[at].Name, err
	}
	return "En utförare som har slutat", err
}

// credits lists the credit notes to an invoice that are not returned.
func (b billing) credits(ctx context.Context, v invoices.Invoice) ([]ids.ID, error) {
	if v.Document.Credit || v.Document.Number == "" {
		return nil, nil
	}
	return b.register.CreditsOf(ctx, v.Document.OrgNumber, v.Document.Number)
}

// match puts each line of an invoice beside what is known of its order now.
func (b billing) match(ctx context.Context, id ids.ID, v invoices.Invoice) ([]invoiceweb.Matched, error) {
	if v.State() == invoices.Approved { // what it was approved on stands
		return b.settled(ctx, v)
	}
	if v.Document.Credit {
		return b.matchCredit(ctx, v)
	}
	taken, err := b.takenBack(ctx, v)
	if err != nil {
		return nil, err
	}
	var all []invoiceweb.Matched
	for place, line := range v.Document.Lines {
		o, err := b.order(ctx, line)
		if err != nil {
			return nil, err
		}
		d := invoices.Delivery{Provider: o.Provider, Credited: taken[line.ID]}
		if o.Exists() && o.Provider == v.Provider && oneMonth(line) {
			if d.Elsewhere, err = b.register.Elsewhere(ctx, id, place, line); err != nil {
				return nil, err
			}
			if err := b.delivered(ctx, line, &d); err != nil {
				return nil, err
			}
		}
		all = append(all, invoiceweb.Matched{Match: invoices.MatchLine(v, line, d), Line: line, Order: shownOrder(o, v, line)})
	}
	return all, nil
}

func shownOrder(o delivery.Order, v invoices.Invoice, line invoices.BilledLine) invoiceweb.Order {
	if !o.Exists() || o.Provider != v.Provider {
		return invoiceweb.Order{}
	}
	shown := invoiceweb.Order{Name: o.Name, Extent: o.Extent, Hours: o.Minutes > 0 && oneMonth(line)}
	if shown.Hours {
		shown.Minutes = o.Ordered().In(line.From, line.To)
	}
	return shown
}

// oneMonth tells whether a line's days lie in one month, as a line's must.
func oneMonth(l invoices.BilledLine) bool {
	return !l.From.IsZero() && !l.To.Before(l.From) && l.From.MonthStart() == l.To.MonthStart()
}

func (b billing) order(ctx context.Context, l invoices.BilledLine) (delivery.Order, error) {
	if l.Order.IsZero() {
		return delivery.Order{}, nil
	}
	o, _, err := b.orders.Load(ctx, l.Order.ID)
	return o, err
}

// delivered is what the ledger holds of the order in the line's days: minutes
// between 07 and 22, and what they cost. once is the same minutes rounded once for
// each price, as one does who bills the sum of the minutes.
func (b billing) delivered(ctx context.Context, l invoices.BilledLine, d *invoices.Delivery) error {
	sums, err := b.made.Paid(ctx, l.Order, l.From, l.To)
	for _, s := range sums {
		d.Minutes += int64(s.Day)
		d.Priceless += int64(s.Priceless)
		d.Ore += s.Ore
		if s.Model == visits.ByDelivered && s.Price > 0 {
			d.Once += visits.Hours(s.Price, s.Day-s.Priceless)
		} else {
			d.Once += s.Ore
		}
	}
	return err
}

func (b billing) agreementsOf(ctx context.Context, p ids.Provider) ([]contracts.Contract, error) {
	found, err := contractsql.Register{DB: b.Store.Reader()}.OfProvider(ctx, p)
	var all []contracts.Contract
	for _, id := range found {
		a, _, err := b.agreements.Load(ctx, id)
		if err != nil {
			return nil, err
		}
		all = append(all, a)
	}
	return all, err
}

// takenBack is what credit notes take back of each line of an invoice.
func (b billing) takenBack(ctx context.Context, v invoices.Invoice) (map[string]invoices.Credited, error) {
	credits, err := b.credits(ctx, v)
	taken := map[string]invoices.Credited{}
	for _, id := range credits {
		note, _, err := b.invoices.Load(ctx, id)
		if err != nil {
			return nil, err
		}
		for _, l := range note.Document.Lines {
			if line := invoices.CreditedLine(v, l); line != nil && note.Document.Currency == v.Document.Currency {
				c := taken[line.ID]
				c.Minutes, c.Ore = c.Minutes+l.Minutes, c.Ore+l.Net
				taken[line.ID] = c
			}
		}
	}
	return taken, err
}

// matchCredit puts each line of a credit note beside the line it takes back from.
func (b billing) matchCredit(ctx context.Context, v invoices.Invoice) ([]invoiceweb.Matched, error) {
	credited, _, err := b.invoices.Load(ctx, invoices.StreamID(invoices.Receipt{Document: invoices.Document{OrgNumber: v.Document.OrgNumber, Number: v.Document.Credits}}))
	if err != nil {
		return nil, err
	}
	var all []invoiceweb.Matched
	for _, line := range v.Document.Lines {
		o, err := b.order(ctx, line)
		if err != nil {
			return nil, err
		}
		all = append(all, invoiceweb.Matched{Match: invoices.MatchCredit(v, line, credited), Line: line, Order: shownOrder(o, v, line)})
	}
	return all, nil
}

func (b billing) settled(ctx context.Context, v invoices.Invoice) ([]invoiceweb.Matched, error) {
	var all []invoiceweb.Matched
	for i, s := range v.Settled {
		o, err := b.order(ctx, v.Document.Lines[i])
		if err != nil {
			return nil, err
		}
		all = append(all, invoiceweb.Matched{Match: s.Match, Line: v.Document.Lines[i], Order: shownOrder(o, v, v.Document.Lines[i])})
	}
	return all, nil
}

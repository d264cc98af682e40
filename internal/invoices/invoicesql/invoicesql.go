// Package invoicesql keeps one row per invoice and one per line of it.
package invoicesql

import (
	"context"
	"database/sql"
	"errors"
	"fmt"

	"stadga/internal/civil"
	"stadga/internal/engine"
	"stadga/internal/ids"
	"stadga/internal/invoices"
	"stadga/internal/journal"
	"stadga/internal/store"
)

// Invoices tells the engine how invoices are folded.
func Invoices() engine.Kind[invoices.Invoice] {
	return engine.Kind[invoices.Invoice]{
		Name: invoices.Stream, Fold: (*invoices.Invoice).Fold, Says: invoices.Invoice.Says, Persons: invoices.Invoice.Persons, Events: invoices.Events(),
	}
}

// Projection keeps what lists show, and for each line what order and days it asks
// payment for, so that the same is not paid twice (F-22).
//
//	invoice       number is empty when the file could not be read
//	invoice_line  only lines that name an order; returned follows the invoice
//	invoice_asked what each line asks for, in the month its days begin; a credit note takes back
func Projection() store.Projection {
	var names []string
	for _, e := range invoices.Events() {
		names = append(names, e.EventName())
	}
	return store.Projection{
		Name:   "invoices",
		Tables: []string{"invoice", "invoice_line", "invoice_asked"},
		Schema: []string{
			`create table invoice (
				id bytea primary key, number text not null, seller text not null, org_number text not null, credit integer not null, credits text not null,
				file text not null, received text not null, lines integer not null, payable bigint not null, findings integer not null,
				state text not null)`,
			`create index invoice_state on invoice (state, received, id)`,
			`create index invoice_credits on invoice (org_number, credits) where credits <> ''`,
			`create table invoice_line (
				invoice bytea not null, place integer not null, order_id bytea not null, begins text not null, ends text not null, returned integer not null default 0,
				primary key (invoice, place))`,
			`create table invoice_asked (
				invoice bytea not null, place integer not null, provider bytea not null, month text not null, minutes bigint not null, ore bigint not null,
				state text not null, primary key (invoice, place))`,
			`create index invoice_asked_provider on invoice_asked (provider, month)`,
			`create index invoice_line_order on invoice_line (order_id, begins) where returned = 0`,
		},
		Events: names,
		Apply:  apply,
	}
}

func apply(ctx context.Context, tx store.Execer, r journal.Recorded) error {
	set := func(assign string, args ...any) error {
		_, err := tx.ExecContext(ctx, `update invoice set `+assign+` where id = $1`, append([]any{r.Stream.ID}, args...)...)
		return err
	}
	switch e := r.Event.(type) {
	case invoices.InvoiceReceived:
		return insert(ctx, tx, r, e.Receipt)
	case invoices.InvoiceSentAgain:
		return set(`findings = findings + 1`)
	case invoices.FindingsAccepted, invoices.LineHandled:
		return nil
	case invoices.InvoiceApproved:
		if err := set(`state = $2`, string(invoices.Approved)); err != nil {
			return err
		}
		return asked(ctx, tx, r, invoices.Approved)
	case invoices.InvoiceReturned:
		if err := set(`state = $2`, string(invoices.Returned)); err != nil {
			return err
		}
		if _, err := tx.ExecContext(ctx, `update invoice_line set returned = 1 where invoice = $1`, r.Stream.ID); err != nil {
			return err
		}
		return asked(ctx, tx, r, invoices.Returned)
	}
	return fmt.Errorf("invoicesql: %s is not read", r.Name)
}

func insert(ctx context.Context, tx store.Execer, r journal.Recorded, in invoices.Receipt) error {
	d := in.Document
	_, err := tx.ExecContext(ctx, `insert into invoice (id, number, seller, org_number, credit, credits, file, received, lines, payable, findings, state)
		values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12)`,
		r.Stream.ID, d.Number, d.Seller, d.OrgNumber, flag(d.Credit), d.Credits, in.File.Name, civil.Stamp(r.At), len(d.Lines), d.Payable,
		len(in.Findings)+in.More, string(invoices.Open))
	if err != nil {
		return err
	}
	sign := int64(1)
	if d.Credit {
		sign = -1
	}
	for place, l := range d.Lines {
		if in.Provider.IsZero() || l.From.IsZero() || d.Currency != "SEK" {
			continue
		}
		if _, err := tx.ExecContext(ctx, `insert into invoice_asked (invoice, place, provider, month, minutes, ore, state) values ($1, $2, $3, $4, $5, $6, $7)`,
			r.Stream.ID, place, in.Provider, l.From.String()[:7], sign*l.Minutes, sign*l.Net, string(invoices.Open)); err != nil {
			return err
		}
	}
	if d.Credit {
		return nil
	}
	for place, l := range d.Lines {
		if l.Order.IsZero() || l.From.IsZero() || l.To.IsZero() {
			continue
		}
		if _, err := tx.ExecContext(ctx, `insert into invoice_line (invoice, place, order_id, begins, ends) values ($1, $2, $3, $4, $5)`,
			r.Stream.ID, place, l.Order, l.From, l.To); err != nil {
			return err
		}
	}
	return nil
}

// asked lets what the lines ask for follow the invoice.
func asked(ctx context.Context, tx store.Execer, r journal.Recorded, s invoices.State) error {
	_, err := tx.ExecContext(ctx, `update invoice_asked set state = $2 where invoice = $1`, r.Stream.ID, string(s))
	return err
}

func flag(b bool) int {
	if b {
		return 1
	}
	return 0
}

// Register answers what the pages ask of invoices.
type Register struct{ DB store.Queryer }

// Count counts the invoices of a state.
func (g Register) Count(ctx context.Context, s invoices.State) (int, error) {
	var n int
	err := g.DB.QueryRowContext(ctx, `select count(*) from invoice where state = $1`, string(s)).Scan(&n)
	return n, err
}

// Rows lists the invoices of a state, the one that has waited longest first.
func (g Register) Rows(ctx context.Context, s invoices.State, offset, limit int) ([]invoices.ListedInvoice, error) {
	rows, err := g.DB.QueryContext(ctx, `select id, number, seller, credit, file, received, lines, payable, findings, state from invoice
		where state = $1 order by received, id limit $2 offset $3`, string(s), limit, offset)
	if err != nil {
		return nil, fmt.Errorf("list invoices: %w", err)
	}
	defer rows.Close()
	var all []invoices.ListedInvoice
	for rows.Next() {
		var v invoices.ListedInvoice
		var credit int
		var received, state string
		if err := rows.Scan(&v.ID, &v.Number, &v.Seller, &credit, &v.File, &received, &v.Lines, &v.Payable, &v.Findings, &state); err != nil {
			return nil, fmt.Errorf("list invoices: %w", err)
		}
		v.Credit, v.State = credit == 1, invoices.State(state)
		if v.Received, err = civil.ParseStamp(received); err != nil {
			return nil, err
		}
		all = append(all, v)
	}
	return all, rows.Err()
}

// mostCredits is more credit notes than one invoice gets.
const mostCredits = 50

// CreditsOf lists the credit notes that take back from an invoice and are not
// returned.
func (g Register) CreditsOf(ctx context.Context, orgNumber, number string) ([]ids.ID, error) {
	rows, err := g.DB.QueryContext(ctx, `select id from invoice where org_number = $1 and credits = $2 and credits <> '' and credit = 1 and state <> $3
		order by id limit $4`, orgNumber, number, string(invoices.Returned), mostCredits)
	if err != nil {
		return nil, fmt.Errorf("list credit notes: %w", err)
	}
	defer rows.Close()
	var all []ids.ID
	for rows.Next() {
		var id ids.ID
		if err := rows.Scan(&id); err != nil {
			return nil, err
		}
		all = append(all, id)
	}
	return all, rows.Err()
}

// Elsewhere is the number of another line's invoice that asks payment for the same
// order on some of the same days, and is not returned; "" when there is none.
func (g Register) Elsewhere(ctx context.Context, invoice ids.ID, place int, l invoices.BilledLine) (string, error) {
	var number string
	err := g.DB.QueryRowContext(ctx, `select i.number from invoice_line x join invoice i on i.id = x.invoice
		where x.order_id = $1 and x.returned = 0 and x.begins <= $2 and x.ends >= $3 and not (x.invoice = $4 and x.place = $5) order by i.received, i.id limit 1`,
		l.Order, l.To, l.From, invoice, place).Scan(&number)
	if errors.Is(err, sql.ErrNoRows) {
		return "", nil
	}
	return number, err
}

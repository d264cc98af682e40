package main

import (
	"bytes"
	"context"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"slices"

	"stadga/internal/act"
	"stadga/internal/engine"
	"stadga/internal/fault"
	"stadga/internal/invoices"
	"stadga/internal/invoices/einvoice"
	"stadga/internal/webkit"
)

type invoiceCommand struct {
	Try     invoiceTryCommand     `cmd:"" default:"withargs" help:"Pröva fakturor mot reglerna utan att spara dem."`
	Receive invoiceReceiveCommand `cmd:"" help:"Ta emot fakturor i nämndens register, med allt som är fel i dem."`
}

type invoiceTryCommand struct {
	Files []string `arg:"" name:"fil" type:"existingfile" help:"Fakturor: Peppol BIS Billing 3 (xml) eller CSV."`
}

// Run judges files without keeping anything, so that a provider can try an invoice
// before it is sent.
func (c invoiceTryCommand) Run(std streams) error {
	faulty := 0
	for _, path := range c.Files {
		reading, err := tryFile(path)
		if err != nil {
			return err
		}
		tellFindings(std.Out, path, came(reading), reading.Findings, reading.More)
		if reading.Fatal() {
			faulty++
		}
	}
	if faulty > 0 {
		return badInputf("%s har fel. Rätta och pröva igen.", webkit.Count(faulty, "fil", "filer"))
	}
	return nil
}

func tryFile(path string) (einvoice.Reading, error) {
	file, err := os.Open(path)
	if err != nil {
		return einvoice.Reading{}, badInputf("%s går inte att läsa: %v", path, err)
	}
	defer file.Close()
	return readInvoice(path, file)
}

// came says in words what came of a file.
func came(r einvoice.Reading) string {
	switch {
	case r.Unread:
		return "används inte"
	case len(r.Findings) == 0:
		return webkit.Count(len(r.Invoice.Lines), "rad", "rader") + ", " + webkit.Kronor(r.Invoice.Payable) + ", utan anmärkning"
	}
	return webkit.Count(len(r.Invoice.Lines), "rad", "rader") + ", " + webkit.Kronor(r.Invoice.Payable) + ", " + webkit.Count(len(r.Findings)+r.More, "anmärkning", "anmärkningar")
}

func tellFindings(out io.Writer, path, came string, findings []einvoice.Finding, more int) {
	fmt.Fprintf(out, "%s: %s\n", filepath.Base(path), came)
	for _, f := range findings {
		fmt.Fprintf(out, "  %s %s\n", f.Rule, f.Says())
	}
	if more > 0 {
		fmt.Fprintf(out, "  och %s\n", webkit.Count(more, "anmärkning till", "anmärkningar till"))
	}
}

type invoiceReceiveCommand struct {
	DB    string   `required:"" help:"Nämndens register: sqlite:MAPP eller postgres://…" placeholder:"URL"`
	Board string   `help:"Nämndens korta namn. Behövs när mappen har flera nämnder." placeholder:"NAMN"`
	Files []string `arg:"" name:"fil" type:"existingfile" help:"Fakturor: Peppol BIS Billing 3 (xml) eller CSV."`
}

// Run takes in all the files or none. What is wrong with one has a place on the list,
// and does not stop the others; the exit code tells that something was.
func (c invoiceReceiveCommand) Run(ctx context.Context, std streams) error {
	name, err := boardName(c.DB, c.Board)
	if err != nil {
		return err
	}
	r, err := openRecord(ctx, recordOptions{URL: c.DB, Name: name})
	if err != nil {
		return err
	}
	var told bytes.Buffer
	faulty, err := r.billing().receiveAll(ctx, c.Files, &told)
	if closed := r.Close(); err == nil {
		err = closed
	}
	if err != nil {
		return err
	}
	if _, err := std.Out.Write(told.Bytes()); err != nil {
		return err
	}
	if faulty > 0 {
		return badInputf("%s har fel. Allt är mottaget, och det som är fel står på listan över fakturor.", webkit.Count(faulty, "fil", "filer"))
	}
	return nil
}

func (b billing) receiveAll(ctx context.Context, paths []string, told io.Writer) (faulty int, err error) {
	form := act.Form{ID: b.Engine.NewForm(), Actor: act.Actor{System: true}}
	var steps []engine.Step
	for _, path := range paths {
		receipt, err := b.receiptOfFile(ctx, form, path)
		if err != nil {
			return 0, err
		}
		id := invoices.StreamID(receipt)
		steps = append(steps, b.invoices.Step(id, invoices.Receive{Receipt: receipt}))
		before, _, err := b.invoices.Load(ctx, id)
		if err != nil {
			return 0, err
		}
		tellFindings(told, path, became(receipt, before), receipt.Findings, receipt.More)
		if receipt.Unread || slices.ContainsFunc(receipt.Findings, func(f einvoice.Finding) bool { return f.Severity() == einvoice.Fatal }) {
			faulty++
		}
	}
	_, err = b.Engine.Do(ctx, form, steps...)
	return faulty, err
}

func (b billing) receiptOfFile(ctx context.Context, form act.Form, path string) (invoices.Receipt, error) {
	file, err := os.Open(path)
	if err != nil {
		return invoices.Receipt{}, badInputf("%s går inte att läsa: %v", path, err)
	}
	defer file.Close()
	receipt, err := b.receipt(ctx, form, filepath.Base(path), file)
	if fault.KindOf(err) == fault.Invalid {
		return receipt, badInputf("%s är för stor för att vara en faktura. Ingen av filerna är mottagen.", filepath.Base(path))
	}
	return receipt, err
}

// became says what becomes of a received file.
func became(r invoices.Receipt, before invoices.Invoice) string {
	words := "används inte"
	if !r.Unread {
		words = "faktura " + r.Document.Number + ", " + webkit.Count(len(r.Document.Lines), "rad", "rader") + ", " + webkit.Kronor(r.Document.Payable)
	}
	switch n := len(r.Findings) + r.More; {
	case before.Exists() && before.File.Digest == r.File.Digest:
		return words + ", har kommit förut"
	case before.Exists():
		return words + ", en annan fil med samma nummer har kommit förut och gäller"
	case n == 0:
		return words + ", utan anmärkning"
	default:
		return words + ", " + webkit.Count(n, "anmärkning", "anmärkningar")
	}
}

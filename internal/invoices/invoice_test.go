package invoices_test

import (
	"testing"
	"time"

	"pgregory.net/rapid"

	"stadga/internal/act"
	"stadga/internal/civil"
	"stadga/internal/fault"
	"stadga/internal/ids"
	"stadga/internal/invoices"
	"stadga/internal/invoices/einvoice"
	"stadga/internal/journal"
)

var (
	ronnen = ids.Provider{ID: ids.ID{15: 7}}
	tomas  = ids.User{ID: ids.ID{15: 1}}
	chief  = ids.User{ID: ids.ID{15: 2}}
	may    = civil.On(2026, time.May, 1)
	noon   = civil.On(2026, time.June, 2).At(12, 0)
)

type decider interface {
	Decide(invoices.Invoice, act.Env) ([]journal.Event, error)
}

func try(v *invoices.Invoice, by ids.User, at time.Time, cmd decider) error {
	events, err := cmd.Decide(*v, act.Env{Now: at, Today: civil.DayOf(at), Actor: act.Actor{User: by}})
	for _, e := range events {
		v.Fold(journal.Recorded{Event: e, Envelope: journal.Envelope{At: at, Actor: by}})
	}
	return err
}

func line(id string, order byte, minutes, net int64) invoices.BilledLine {
	return invoices.BilledLine{ID: id, Name: "Hemtjänst", Object: string(order), Order: ids.Order{ID: ids.ID{14: order, 15: 9}}, From: may, To: may.MonthEnd(), Minutes: minutes, Net: net}
}

// sent is an invoice that has come in.
func sent(t *testing.T, findings []einvoice.Finding, lines ...invoices.BilledLine) invoices.Invoice {
	t.Helper()
	sum := int64(0)
	for _, l := range lines {
		sum += l.Net
	}
	var v invoices.Invoice
	receipt := invoices.Receipt{
		File: invoices.File{Name: "maj.xml", Digest: "aa"}, Provider: ronnen, Findings: findings,
		Document: invoices.Document{Number: "118", OrgNumber: "5566778899", Currency: "SEK", Net: sum, Payable: sum, Lines: lines},
	}
	if err := try(&v, tomas, noon, invoices.Receive{Receipt: receipt}); err != nil {
		t.Fatal(err)
	}
	return v
}

func wants(t *testing.T, err error, text string) {
	t.Helper()
	all := fault.All(err)
	if len(all) != 1 || all[0].Text != text {
		t.Errorf("got %v, wanted %s", err, text)
	}
}

func TestEachWayALineCanDifferIsNamed(t *testing.T) {
	good := line("1", 1, 600, 501_00*10)
	done := invoices.Delivery{Provider: ronnen, Minutes: 600, Ore: 501_00 * 10, Once: 501_00 * 10}
	for name, tt := range map[string]struct {
		line func(*invoices.BilledLine)
		done func(*invoices.Delivery)
		want invoices.Difference
	}{
		"agrees":                       {want: ""},
		"no such order":                {done: func(d *invoices.Delivery) { d.Provider = ids.Provider{} }, want: invoices.NoOrder},
		"another's order":              {done: func(d *invoices.Delivery) { d.Provider.ID[0] = 1 }, want: invoices.OthersOrder},
		"billed twice":                 {done: func(d *invoices.Delivery) { d.Elsewhere = "117" }, want: invoices.BilledTwice},
		"no price":                     {done: func(d *invoices.Delivery) { d.Priceless = 1 }, want: invoices.NoPrice},
		"more than done":               {line: func(l *invoices.BilledLine) { l.Minutes++ }, want: invoices.MoreThanDone},
		"less than done":               {line: func(l *invoices.BilledLine) { l.Minutes-- }, want: invoices.LessThanDone},
		"another amount":               {line: func(l *invoices.BilledLine) { l.Net++ }, want: invoices.OtherAmount},
		"each visit rounded by itself": {line: func(l *invoices.BilledLine) { l.Net -= 3 }, done: func(d *invoices.Delivery) { d.Ore -= 3 }, want: ""},
		"pieces":                       {line: func(l *invoices.BilledLine) { l.Minutes = 0 }, want: invoices.NotTime},
		"no days":                      {line: func(l *invoices.BilledLine) { l.From = civil.Date{} }, want: invoices.NoPeriod},
		"two months":                   {line: func(l *invoices.BilledLine) { l.To = l.To.AddDays(1) }, want: invoices.NoPeriod},
		"credited as it was": {done: func(d *invoices.Delivery) {
			d.Credited = invoices.Credited{Minutes: 600, Ore: 5010_00}
			d.Minutes, d.Ore, d.Once = 0, 0, 0
		}, want: ""},
		"credited in part": {line: func(l *invoices.BilledLine) { l.Minutes, l.Net = 660, 5511_00 }, done: func(d *invoices.Delivery) { d.Credited = invoices.Credited{Minutes: 60, Ore: 501_00} }, want: ""},
	} {
		t.Run(name, func(t *testing.T) {
			l, d := good, done
			if tt.line != nil {
				tt.line(&l)
			}
			if tt.done != nil {
				tt.done(&d)
			}
			if got := invoices.MatchLine(sent(t, nil, l), l, d); got.Difference != tt.want {
				t.Errorf("got %q, wanted %q", got.Difference, tt.want)
			}
		})
	}
}

func TestNothingIsApprovedBeforeEachDifferenceIsHandledByAnother(t *testing.T) {
	v := sent(t, nil, line("1", 1, 600, 5010_00), line("2", 2, 60, 501_00))
	agrees := invoices.Match{Line: "1", Billed: 600, Asked: 5010_00, Done: 600, Owed: 5010_00}
	differs := invoices.Match{Line: "2", Billed: 60, Asked: 501_00, Done: 50, Owed: 417_50, Difference: invoices.MoreThanDone}
	all := []invoices.Match{agrees, differs}
	wants(t, try(&v, chief, noon, invoices.Approve{Matches: all}), "invoice.lines-first")
	wants(t, try(&v, chief, noon, invoices.Approve{Matches: all[:1]}), "invoice.lines-first")
	wants(t, try(&v, tomas, noon, invoices.HandleLine{Seen: differs}), "invoice.code-missing")
	wants(t, try(&v, tomas, noon, invoices.HandleLine{Seen: differs, Code: invoices.OtherCode}), "invoice.note-missing")
	wants(t, try(&v, tomas, noon, invoices.HandleLine{Seen: agrees, Code: invoices.Travel}), "invoice.line-agrees")
	grave := differs
	grave.Difference = invoices.BilledTwice
	wants(t, try(&v, tomas, noon, invoices.HandleLine{Seen: grave, Code: invoices.Travel}), "invoice.line-grave")
	if err := try(&v, tomas, noon, invoices.HandleLine{Seen: differs, Code: invoices.LateRegistered}); err != nil {
		t.Fatal(err)
	}
	wants(t, try(&v, tomas, noon, invoices.Approve{Matches: all}), "invoice.second-person")
	// What was seen when the line was handled has changed since: it is handled again.
	changed := differs
	changed.Done, changed.Owed = 40, 334_00
	wants(t, try(&v, chief, noon, invoices.Approve{Matches: []invoices.Match{agrees, changed}}), "invoice.lines-first")
	if err := try(&v, chief, noon, invoices.Approve{Matches: all}); err != nil {
		t.Fatal(err)
	}
	if v.State() != invoices.Approved || v.Paid != 5511_00 || v.Settled[1].Code != invoices.LateRegistered {
		t.Errorf("%+v", v)
	}
	wants(t, try(&v, chief, noon, invoices.Return{Why: "fel"}), "invoice.is-approved")
}

func TestNothingIsPaidOnDoubt(t *testing.T) {
	l := line("1", 1, 60, 501_00)
	match := []invoices.Match{{Line: "1", Billed: 60, Asked: 501_00, Done: 60, Owed: 501_00}}
	form := []einvoice.Finding{{Rule: "SE-R-013"}}
	v := sent(t, form, l)
	wants(t, try(&v, chief, noon, invoices.Approve{Matches: match}), "invoice.findings-first")
	wants(t, try(&v, tomas, noon, invoices.AcceptFindings{}), "invoice.note-missing")
	for _, rule := range []string{"BR-CO-10", "BR-E-08", "PEPPOL-EN16931-R120", "STADGA-13", "BR-16"} {
		v := sent(t, []einvoice.Finding{{Rule: rule}}, l)
		wants(t, try(&v, tomas, noon, invoices.AcceptFindings{Note: "det går bra"}), "invoice.only-return")
		wants(t, try(&v, chief, noon, invoices.Approve{Matches: match}), "invoice.only-return")
	}
	unknown := sent(t, nil, l)
	unknown.Provider = ids.Provider{}
	wants(t, try(&unknown, chief, noon, invoices.Approve{Matches: match}), "invoice.seller-unknown")
	taxed := sent(t, nil, l)
	taxed.Document.Payable += 125_25
	wants(t, try(&taxed, chief, noon, invoices.Approve{Matches: match}), "invoice.beside-lines")
	unread := invoices.Invoice{}
	if err := try(&unread, tomas, noon, invoices.Receive{Receipt: invoices.Receipt{File: invoices.File{Digest: "bb"}, Unread: true}}); err != nil {
		t.Fatal(err)
	}
	wants(t, try(&unread, chief, noon, invoices.Approve{}), "invoice.only-return")
	wants(t, try(&unread, tomas, noon, invoices.Return{}), "invoice.why-missing")
}

func TestTheSameFileAgainIsTheSameInvoiceAndOtherContentIsADoubt(t *testing.T) {
	l := line("1", 1, 60, 501_00)
	v := sent(t, nil, l)
	match := []invoices.Match{{Line: "1", Billed: 60, Asked: 501_00, Done: 60, Owed: 501_00}}
	again := v.Receipt
	if events, err := (invoices.Receive{Receipt: again}).Decide(v, act.Env{}); err != nil || len(events) > 0 {
		t.Errorf("the same file made %v, %v", events, err)
	}
	other := again
	other.File.Digest, other.Document.Payable = "cc", 999_00
	if invoices.StreamID(other) != invoices.StreamID(again) {
		t.Error("the same number from the same seller is another invoice")
	}
	for range 2 {
		if err := try(&v, tomas, noon, invoices.Receive{Receipt: other}); err != nil {
			t.Fatal(err)
		}
	}
	if len(v.Again) != 1 || v.Document.Payable != 501_00 {
		t.Errorf("the first does not stand: %+v", v)
	}
	wants(t, try(&v, chief, noon, invoices.Approve{Matches: match}), "invoice.findings-first")
}

func TestACreditNoteIsTakenBackOnce(t *testing.T) {
	v := sent(t, nil, line("1", 1, 660, 5511_00))
	note := invoices.Invoice{Receipt: invoices.Receipt{Provider: ronnen, Document: invoices.Document{Credit: true, Number: "119", Credits: "118", Currency: "SEK"}}}
	note.Received = noon.Add(time.Hour)
	taken := line("9", 1, 60, 501_00)
	if m := invoices.MatchCredit(note, taken, v); m.Difference != invoices.InvoiceFirst {
		t.Errorf("before the invoice is approved: %q", m.Difference)
	}
	v.Approved = noon.Add(2 * time.Hour) // and so without what the note had taken back by then
	if m := invoices.MatchCredit(note, taken, v); !m.Agrees() || m.Asked != 0 {
		t.Errorf("counted already: %+v", m)
	}
	v.Approved = noon.Add(time.Minute)
	if m := invoices.MatchCredit(note, taken, v); !m.Agrees() || m.Asked != -501_00 {
		t.Errorf("after the invoice was approved: %+v", m)
	}
	if m := invoices.MatchCredit(note, line("9", 1, 661, 5511_00), v); m.Difference != invoices.TakesTooMuch {
		t.Errorf("more than the line: %q", m.Difference)
	}
	if m := invoices.MatchCredit(note, line("9", 3, 1, 1), v); m.Difference != invoices.NothingToTake {
		t.Errorf("a line that is not there: %q", m.Difference)
	}
}

// Whatever lines are approved, what is paid is their sum to the öre.
func TestWhatIsPaidIsTheSumOfTheLines(t *testing.T) {
	rapid.Check(t, func(rt *rapid.T) {
		var lines []invoices.BilledLine
		var matches []invoices.Match
		sum := int64(0)
		for i, net := range rapid.SliceOfN(rapid.Int64Range(0, 90_000_00), 1, 20).Draw(rt, "net") {
			l := line(string(rune('a'+i)), byte(i), net, net)
			credited := rapid.Int64Range(0, net).Draw(rt, "credited")
			m := invoices.MatchLine(invoices.Invoice{Receipt: invoices.Receipt{Provider: ronnen, Document: invoices.Document{Currency: "SEK"}}}, l,
				invoices.Delivery{Provider: ronnen, Minutes: net - credited, Ore: net - credited, Credited: invoices.Credited{Minutes: credited, Ore: credited}})
			if !m.Agrees() && net > 0 {
				rt.Fatalf("%+v", m)
			}
			if net == 0 {
				continue
			}
			lines, matches, sum = append(lines, l), append(matches, m), sum+net-credited
		}
		if len(lines) == 0 {
			return
		}
		v := sent(t, nil, lines...)
		if err := try(&v, chief, noon, invoices.Approve{Matches: matches}); err != nil {
			rt.Fatal(err)
		}
		paid := int64(0)
		for _, s := range v.Settled {
			paid += s.Paid
		}
		if v.Paid != sum || paid != sum {
			rt.Fatalf("paid %d, lines %d, wanted %d", v.Paid, paid, sum)
		}
	})
}

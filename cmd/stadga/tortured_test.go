//go:build linux

package main

import (
	"context"
	"encoding/binary"
	"encoding/json"
	"fmt"
	"log/slog"
	"net"
	"os"
	"os/exec"
	"os/signal"
	"syscall"
	"time"

	"stadga/internal/act"
	"stadga/internal/casework"
	"stadga/internal/casework/casesql"
	"stadga/internal/casework/delegation"
	"stadga/internal/civil"
	"stadga/internal/delivery"
	"stadga/internal/delivery/deliverysql"
	"stadga/internal/engine"
	"stadga/internal/fault"
	"stadga/internal/ids"
	"stadga/internal/org"
	"stadga/internal/org/orgsql"
	"stadga/internal/people"
	"stadga/internal/people/peoplesql"
	"stadga/internal/torture"
	"stadga/internal/visits"
	"stadga/internal/visits/visitsql"
)

// torturedBoard is the board whose record is tried.
const torturedBoard = "prov"

// A tortured is the program as it is tried: the real record with its book, door,
// jobs and seal, in a process of its own, which takes orders on a socket.
type tortured struct {
	URL    string
	Socket string
	Pages  string // address on which its pages are served too; empty: none
	Defect string // planted; empty: the program as it is
}

// The planted defects. Each must be caught.
const (
	answerBeforeCommit = "answer before commit"
	syncOff            = "synchronous off"
	tableOutside       = "projection outside the transaction"
	noReserve          = "no reserve for readings"
)

// command starts the test binary once more, as the program under test.
func (p tortured) command() *exec.Cmd {
	settings, err := json.Marshal(p)
	if err != nil {
		panic(err) // three strings
	}
	program, err := os.Executable()
	if err != nil {
		panic(err)
	}
	return &exec.Cmd{Path: program, Args: []string{"tortured", string(settings)}}
}

// runTortured is what that process does.
func runTortured() {
	var p tortured
	err := json.Unmarshal([]byte(os.Args[1]), &p)
	if err == nil {
		err = p.run()
	}
	if err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(exitFailed)
	}
}

func (p tortured) run() error {
	ctx, stop := signal.NotifyContext(context.Background(), syscall.SIGTERM)
	defer stop()
	log := newLog(os.Stderr)
	var err error
	o := recordOptions{URL: p.URL, Name: torturedBoard, Log: log}
	switch p.Defect {
	case answerBeforeCommit:
		o.Bulk = 20 // as where history is laid: answered at once, committed later
	case syncOff:
		o.Fresh = true // as for a record that is thrown away if it is not finished
	case tableOutside:
		if o.Projections, err = outsideTheTransaction(p.URL); err != nil {
			return err
		}
	}
	r, err := openRecord(ctx, o)
	if err != nil {
		return err
	}
	if err := r.adopt(ctx); err != nil {
		return err
	}
	sealing, err := r.sealing(p.URL)
	if err != nil {
		return err
	}
	worked := make(chan struct{})
	go func() {
		defer close(worked)
		work(ctx, r, log, sealing...)
	}()
	if err := os.RemoveAll(p.Socket); err != nil {
		return err
	}
	listener, err := net.Listen("unix", p.Socket)
	if err != nil {
		return err
	}
	go func() {
		for {
			conn, err := listener.Accept()
			if err != nil {
				return
			}
			go torture.Serve(conn, errands(r))
		}
	}()
	if p.Pages != "" {
		if err := p.serve(ctx, r, log); err != nil {
			return err
		}
	}
	fmt.Println(torture.Ready)
	<-ctx.Done()
	<-worked
	return r.Close()
}

// serve serves the pages too.
func (p tortured) serve(ctx context.Context, r *record, log *slog.Logger) error {
	c := siteConfig{Municipality: "Norrsala kommun", Board: "Socialnämnden", Invented: "Påhittade personer.", PickAccount: true, URL: p.URL, Log: log}
	if p.Defect == noReserve {
		c.URL = ""
	}
	pages, err := newSite(r, c)
	if err != nil {
		return err
	}
	listener, err := listen(p.Pages)
	if err != nil {
		return err
	}
	go func() { _ = serve(ctx, listener, pages, log) }()
	return nil
}

// The errands of a user, in their order: an older person applies for an alarm,
// gets it, and is written about.
var dailyErrands = []string{
	"case", "note", "inquiry", "note", "decision", "order", "note", "visit", "note", "hand-over", "note", "note",
}

// errandNumber is the number of the case that an order is about.
func errandNumber(o torture.Order) string {
	file := ids.Derive(o.Life, "case")
	return fmt.Sprintf("%d-%d", o.At.Year(), 1000+uint64(binary.BigEndian.Uint32(file[12:])))
}

// errands does what the orders say, by real commands under the real door.
func errands(r *record) func(torture.Order) torture.Answer {
	e := r.Engine
	persons, cases, notes := engine.Bind(e, peoplesql.Persons()), engine.Bind(e, casesql.Cases()), engine.Bind(e, casesql.Notes())
	investigations, decisions := engine.Bind(e, casesql.Investigations()), engine.Bind(e, casesql.Decisions())
	orders, planned := engine.Bind(e, deliverysql.Orders()), engine.Bind(e, visitsql.Visits())
	boss := act.Actor{User: ids.User{ID: ids.ID{15: 4}}, Roles: []string{"enhetschef"}, Unit: eva.Unit}
	carer := act.Actor{User: ids.User{ID: ids.ID{15: 3}}, Roles: []string{"utforare"}, Provider: ids.Provider{ID: ids.ID{15: 9}}}

	steps := func(o torture.Order) (act.Actor, []engine.Step) {
		of := func(what string) ids.ID { return ids.Derive(o.Life, what) }
		person, file, inquiry := ids.Person{ID: of("person")}, ids.Case{ID: of("case")}, ids.Investigation{ID: of("inquiry")}
		decision, service, order := ids.Decision{ID: of("decision")}, ids.Service{ID: of("service")}, ids.Order{ID: of("order")}
		today := civil.DayOf(o.At)
		switch o.Kind {
		case "case":
			return eva, []engine.Step{
				persons.Step(person.ID, people.Register{Name: people.Name{Given: "Anna", Family: "Svensson"}, BornYear: 1941}),
				cases.Step(file.ID, casework.OpenCase{Person: person, Area: casework.Older, Number: errandNumber(o), Officer: eva.User, Unit: eva.Unit}),
			}
		case "staff":
			units, staff := engine.Bind(e, orgsql.Units()), engine.Bind(e, orgsql.Staff())
			admin := act.Actor{User: ids.User{ID: ids.ID{15: 5}}, Roles: []string{"systemforvaltare"}, Unit: eva.Unit}
			return admin, []engine.Step{
				units.Step(eva.Unit.ID, org.EstablishUnit{Name: "Biståndsenheten", Side: org.Authority, Areas: []string{"aldre"}, From: today}),
				staff.Step(eva.User.ID, org.AppointStaff{Name: "Eva Ek", Placement: org.Placement{Title: "handläggare", Roles: []org.Role{org.Handlaggare}, Unit: eva.Unit, From: today}}),
			}
		case "note":
			return eva, []engine.Step{notes.Step(ids.Derive(o.Act, "note"), casework.WriteNote{
				Case: file, Person: person, Kind: casework.NotePhone, Text: "Anna ringde om larmet. " + o.Act.String(), Sign: true,
			})}
		case "inquiry":
			at := func(cmd engine.Command[casework.Investigation]) engine.Step {
				return investigations.Step(inquiry.ID, cmd)
			}
			all := []engine.Step{at(casework.OpenInvestigation{
				Case: file, Person: person, Kind: casework.InquiryOlder, Ground: casework.GroundSupport, Started: "ansokan", Received: o.At.Add(-time.Hour), Question: "Larm",
			})}
			for _, part := range casework.PartsOf(casework.InquiryOlder) {
				if part.Required {
					all = append(all, at(casework.WritePart{Part: part.Key, Text: "Utrett", Done: true}))
				}
			}
			return eva, append(all, at(casework.WriteOwnWords{Text: "Jag vill kunna larma"}), at(casework.RecordHomeVisit{On: today}), at(casework.AskAboutChildren{Answer: "nej"}))
		case "decision":
			signed := casework.MakeDecision{
				Case: file, Person: person, Investigation: inquiry, Kind: casework.InquiryOlder, Mandate: casework.Mandate{Body: "delegat", Order: delegation.Norrsala()},
				Reasons: "Behovet är utrett.", Items: []casework.DecisionItem{{Service: service, Kind: "trygghetslarm", Outcome: casework.Granted, From: today, FollowUp: today.AddMonths(6), Purpose: "Kunna larma"}},
			}
			return eva, []engine.Step{
				investigations.Step(inquiry.ID, casework.CompleteDocument{}),
				investigations.Step(inquiry.ID, casework.ConsiderCommunication{Need: "uppenbart-obehovlig", Reason: "Fullt bifall"}),
				investigations.Step(inquiry.ID, signed.Conclusion(decision)), decisions.Step(decision.ID, signed),
			}
		case "order":
			return eva, []engine.Step{orders.Step(order.ID, delivery.Send{Brief: delivery.Brief{
				Case: file, Decision: decision, Service: service, Person: person, Provider: carer.Provider,
				Kind: "trygghetslarm", Name: "Trygghetslarm", Extent: "ett larm", Purpose: "Kunna larma", Proof: delivery.ByInstallation,
			}})}
		case "visit":
			day := today.AddDays(1)
			return carer, []engine.Step{planned.Step(ids.Derive(o.Act, "visit"), visits.Plan{
				Target: visits.Target{Person: person, Order: order, Service: service, Provider: carer.Provider},
				Span:   visits.Span{From: day.At(8, 0), To: day.At(8, 30)},
			})}
		case "hand-over": // all users at the same case
			return boss, []engine.Step{cases.Step(ids.Derive(o.Room, "case"), casework.AssignCase{
				Officer: ids.User{ID: ids.Derive(o.Act, "officer")}, Unit: eva.Unit, Reason: "Fördelning i gruppen.",
			})}
		}
		return eva, nil
	}
	return func(o torture.Order) torture.Answer {
		who, all := steps(o)
		receipt, err := e.Do(context.Background(), act.Form{ID: o.Act, Actor: who}, all...)
		switch known := fault.All(err); {
		case err == nil:
			return torture.Answer{Saved: true, At: receipt.At}
		case len(known) > 0 && known[0].Kind != fault.Internal && known[0].Kind != fault.Wait:
			return torture.Answer{Refused: known[0].Text}
		default:
			return torture.Answer{Failed: err.Error()}
		}
	}
}

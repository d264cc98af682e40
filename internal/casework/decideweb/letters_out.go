package decideweb

import (
	"fmt"
	"net/http"
	"slices"
	"strings"

	"stadga/internal/casework"
	"stadga/internal/civil"
	"stadga/internal/duty"
	"stadga/internal/engine"
	"stadga/internal/fault"
	"stadga/internal/ids"
	"stadga/internal/paper"
	"stadga/internal/webkit"
)

const lettersOutPath = "/brev-att-skicka"

// LettersOutPage is /brev-att-skicka: the letters of the officer's own decisions that
// nobody has sent, printed together. Where someone has protected identity the letter
// is left out, and is read and sent by hand.
type LettersOutPage struct {
	webkit.Page
	List   webkit.Listing
	ByHand webkit.Listing
	File   string
	Form   *Blankett
}

// How far back unsent letters are looked for, and of how many decisions at a time.
const (
	unsentDays = 60
	lettersOut = webkit.PageSize
)

func (p Pages) lettersOutRoutes() []webkit.Route {
	const part = "beslutsbreven att skicka"
	return []webkit.Route{
		{Pattern: "GET " + lettersOutPath, Action: "case.list", List: part, Handle: p.getLettersOut},
		{Pattern: "POST " + lettersOutPath, Action: "decision.send", List: part, Handle: p.postLettersOut},
		{Pattern: "GET " + lettersOutPath + ".pdf", Action: "case.read", Part: part, Handle: p.getLettersOutPDF},
	}
}

// A waitingLetter is one that nobody has sent: to one party of one decision. Why
// tells why it is not printed with the others.
type waitingLetter struct {
	*life
	party ids.Person
	why   string
}

func (l waitingLetter) key() string { return l.line.ID.String() + " " + l.party.String() }

// waitingLetters are those of the officer's latest decisions, the oldest first.
func (p Pages) waitingLetters(r *http.Request) (all []waitingLetter, more bool, err error) {
	who, today := webkit.Actor(r), webkit.Today(r)
	lines, err := p.Lists.Unsent(r.Context(), who.User, today.AddDays(-unsentDays), lettersOut+1)
	if err != nil {
		return nil, false, err
	}
	if more = len(lines) > lettersOut; more {
		lines = lines[:lettersOut]
	}
	cases := make([]ids.Case, len(lines))
	for i, line := range lines {
		cases[i] = line.Case
	}
	numbers, err := p.Others.Numbers(r.Context(), cases...)
	if err != nil {
		return nil, more, err
	}
	for _, line := range lines {
		c, err := p.Others.Case(r.Context(), who, numbers[line.Case], today)
		if fault.KindOf(err) == fault.NotFound || fault.KindOf(err) == fault.Forbidden {
			continue // the officer has left the case
		}
		if err != nil {
			return nil, more, err
		}
		d, version, err := p.Decisions.Load(r.Context(), line.ID.ID)
		if err != nil {
			return nil, more, err
		}
		l, err := p.lifeOf(r, c, line, d, version)
		if err != nil {
			return nil, more, err
		}
		for _, party := range l.parties {
			if d.SentTo(party) {
				continue
			}
			one := waitingLetter{life: l, party: party}
			if one.why, err = p.byHand(r, l, party); err != nil {
				return nil, more, err
			}
			all = append(all, one)
		}
	}
	return all, more, nil
}

// byHand tells why a letter is not printed with others: someone in it has protected
// identity, or the one it is to has died.
func (p Pages) byHand(r *http.Request, l *life, party ids.Person) (string, error) {
	own, err := p.Others.Secrets(r.Context(), party)
	switch {
	case err != nil:
		return "", err
	case len(own) > 0:
		return own[0].Kind, nil
	case l.guarded[party]:
		return "Någon annan i ärendet har skyddade personuppgifter. Läs brevet innan det skickas.", nil
	case party == l.Person && !l.Dead.IsZero():
		return "Personen har avlidit.", nil
	}
	return "", nil
}

func (p Pages) getLettersOut(w http.ResponseWriter, r *http.Request) error {
	page, err := p.lettersOutPage(r, try{})
	if err != nil {
		return err
	}
	return webkit.Show(w, r, p.kit, http.StatusOK, "brev-att-skicka.html", page)
}

func (p Pages) lettersOutPage(r *http.Request, t try) (*LettersOutPage, error) {
	all, more, err := p.waitingLetters(r)
	if err != nil {
		return nil, err
	}
	today := webkit.Today(r)
	page := &LettersOutPage{Page: webkit.Page{
		Title: "Brev att skicka", Sentence: fmt.Sprintf("Brev om dina beslut från de senaste %d dagarna som ingen har skickat.", unsentDays),
	}}
	page.List.Caption, page.ByHand.Caption = "Skrivs ut tillsammans", "Skickas för hand"
	page.List.Columns = []webkit.Column{{Words: "Till"}, {Words: "Beslut"}}
	page.ByHand.Columns = []webkit.Column{{Words: "Till"}, {Words: "Beslut"}, {Words: "Varför"}}
	page.List.Empty, page.ByHand.Empty = webkit.Empty{Sentence: "Inget brev väntar."}, webkit.Empty{Sentence: "Inget brev behöver skickas för hand."}
	var keys []Hidden
	for _, l := range all {
		webkit.Shown(r.Context(), l.Person, l.party)
		row := webkit.ListRow{Words: l.name(l.party), Path: l.letterPath(l.party), Cells: []webkit.Cell{
			{Name: "Beslut", Words: fmt.Sprintf("Ärende %s, beslut %d", l.Number, l.line.Number), Sub: webkit.PlainDay(l.d.Made, today)},
		}}
		if l.why != "" {
			row.Path, row.Cells = l.base(), append(row.Cells, webkit.Cell{Name: "Varför", Words: l.why})
			page.ByHand.Rows = append(page.ByHand.Rows, row)
			continue
		}
		page.List.Rows, keys = append(page.List.Rows, row), append(keys, Hidden{"brev", l.key()})
	}
	for _, list := range []*webkit.Listing{&page.List, &page.ByHand} {
		list.Paging = webkit.Paging{From: min(1, len(list.Rows)), To: len(list.Rows), Of: len(list.Rows)}
	}
	page.Strong = webkit.Count(len(page.List.Rows), "brev går att skriva ut.", "brev går att skriva ut tillsammans.")
	if more {
		page.Sentence += " Fler visas när de här är skickade."
	}
	if len(keys) == 0 {
		return page, nil
	}
	page.File = lettersOutPath + ".pdf"
	form, err := Blankett{
		ID: "skickade", Path: lettersOutPath, Heading: "Anteckna att breven är skickade", Button: "Anteckna", Hidden: keys, Primary: true,
		Help:   "Gör det när breven är skrivna ut och postade. Alla i listan antecknas som skickade med brev.",
		Fields: []Falt{day(webkit.Field{Name: "sent", Label: "Skickade den", Value: today.String(), Prefilled: true})},
	}.fill(r, t, 0, "")
	page.Form = &form
	return page, err
}

// getLettersOutPDF writes the letters that may be printed together, each on a page
// of its own and each logged as read.
func (p Pages) getLettersOutPDF(w http.ResponseWriter, r *http.Request) error {
	all, _, err := p.waitingLetters(r)
	if err != nil {
		return err
	}
	today := webkit.Today(r)
	out := paper.Document{Title: "Beslutsbrev " + today.String(), Author: p.Board + " i " + strings.TrimSuffix(p.Municipality, " kommun"), Made: today.At(12, 0), Foot: p.Board}
	for _, l := range all {
		if l.why != "" {
			continue
		}
		if err := webkit.Read(r, l.Person, duty.Subject{Kind: "case", ID: l.ID.ID}); err != nil {
			return err
		}
		letter, err := p.letter(r, l.Case, l.d, l.party)
		if err != nil {
			return err
		}
		if len(out.Blocks) > 0 {
			out.Blocks = append(out.Blocks, paper.Break{})
		}
		out.Blocks = append(out.Blocks, letter.Paper(l.d.Made).Blocks...)
	}
	if len(out.Blocks) == 0 {
		return fault.New(fault.NotFound, "decision.no-letters")
	}
	return webkit.SendPaper(w, "beslutsbrev-"+today.String()+".pdf", out)
}

// postLettersOut notes that the letters that were listed are sent. One that may not
// be sent so any more stops them all, and nothing is noted.
func (p Pages) postLettersOut(w http.ResponseWriter, r *http.Request) error {
	in := webkit.Posted(r)
	on := in.Day("sent")
	all, _, err := p.waitingLetters(r)
	if err != nil {
		return err
	}
	listed := map[string]bool{}
	for _, key := range webkit.Sent(r, "brev") {
		listed[key] = true
	}
	var steps []engine.Step
	for _, l := range all {
		if l.why == "" && listed[l.key()] {
			steps = append(steps, p.Decisions.Step(l.line.ID.ID, casework.SendLetter{To: l.party, How: "brev", On: on}))
		}
	}
	if err = in.Err(); len(steps) == 0 { // nor is there a form whose fields could be mended
		err = fault.New(fault.Conflict, "decision.no-letters")
	}
	if err == nil {
		_, err = p.Engine.Do(r.Context(), webkit.Form(r), steps...)
	}
	if err == nil {
		return webkit.Done(w, r, lettersOutPath)
	}
	page, pageErr := p.lettersOutPage(r, failed(r, in, lettersOutPath, err))
	if pageErr != nil {
		return pageErr
	}
	return webkit.Redo(w, r, p.kit, "brev-att-skicka.html", page, err)
}

// choosing tells who may carry out what is granted, how one chooses, and who does it
// for one who does not choose (LOV 9:1–2). A service that one provider alone may
// take is nothing to choose about.
func (p Pages) choosing(r *http.Request, d casework.Decision) ([]string, error) {
	var out []string
	choices, err := p.Others.Choices(r.Context(), d.Made)
	if err != nil {
		return nil, err
	}
	for _, it := range d.Signed {
		kind, _ := casework.ServiceByKey(it.Kind)
		var names, usual []string
		for _, c := range choices {
			if c.takes(it.Kind) {
				names = append(names, c.Name)
				if c.Default {
					usual = append(usual, c.Name)
				}
			}
		}
		if !it.Outcome.Gives() || kind.Utskott || len(names) < 2 {
			continue
		}
		says := kind.Name + ": du kan välja mellan " + or(names) + "."
		if len(usual) > 0 {
			says += " Väljer du ingen är det " + or(usual) + " som utför insatsen."
		}
		out = append(out, says)
	}
	if len(out) > 0 {
		out = append(out, "Säg vem du väljer till den som har skrivit under brevet. Du kan byta senare. Vi berättar gärna mer om vad som skiljer dem åt.")
	}
	return out, nil
}

// A ProviderChoice is a provider that may be chosen on a day.
type ProviderChoice struct {
	Name     string
	Default  bool     // given to one who does not choose
	Services []string // kinds of service it may take; empty: all
}

func (c ProviderChoice) takes(service string) bool {
	return len(c.Services) == 0 || slices.Contains(c.Services, service)
}

// coordinated is what the coordinated plan of the case says, where there is one.
func coordinated(plan casework.CoordinatedPlan) []string {
	if plan.Made.IsZero() {
		return nil
	}
	out := []string{"Gjord den " + webkit.PlainDay(plan.Made, civil.Date{}) + ". Med: " + plan.Principals}
	for _, part := range [][2]string{{"Mål", plan.Goals}, {"Insatser som behövs", plan.Measures}, {"Vem som gör vad", plan.Who}, {"Det andra gör", plan.Others}, {"Huvudansvar", plan.Lead}} {
		if part[1] != "" {
			out = append(out, part[0]+": "+part[1])
		}
	}
	return out
}

package invoiceweb

import (
	"net/http"
	"strconv"
	"strings"

	"stadga/internal/civil"
	"stadga/internal/engine"
	"stadga/internal/fault"
	"stadga/internal/ids"
	"stadga/internal/invoices"
	"stadga/internal/webkit"
)

// InvoicePage is /ekonomi/fakturor/{id}.
type InvoicePage struct {
	webkit.Page
	Facts    []webkit.Fact
	Findings []string
	More     string // findings that are counted and not shown
	Path     string
	Accept   *NoteForm // nil: nothing to accept, or it cannot be
	Waiting  []LinePart
	Folded   webkit.Listing // the lines that agree, or are handled
	Approve  *webkit.FormHead
	Return   *NoteForm
}

// A NoteForm asks for one sentence.
type NoteForm struct {
	Head webkit.FormHead
	Note webkit.Field
}

// A LinePart is a line that waits: three numbers beside one another, and a form
// when it can be accepted.
type LinePart struct {
	ID, Title string
	Facts     []webkit.Fact
	Path      string
	Head      *webkit.FormHead
	Code      webkit.Field
	Note      webkit.Field
}

func (p Pages) find(r *http.Request) (ids.ID, invoices.Invoice, int, error) {
	id, err := ids.Parse(r.PathValue("id"))
	if err != nil {
		return id, invoices.Invoice{}, 0, fault.New(fault.NotFound, "invoice.unknown")
	}
	v, version, err := p.Invoices.Load(r.Context(), id)
	if err == nil && !v.Exists() {
		err = fault.New(fault.NotFound, "invoice.unknown")
	}
	return id, v, version, err
}

func (p Pages) getOne(w http.ResponseWriter, r *http.Request) error {
	page, err := p.onePage(r, webkit.Typed{}, "")
	if err != nil {
		return err
	}
	return webkit.Show(w, r, p.kit, http.StatusOK, "faktura.html", page)
}

// onePage builds the page; typed is what was posted in the part that failed.
func (p Pages) onePage(r *http.Request, typed webkit.Typed, failed string) (*InvoicePage, error) {
	id, v, version, err := p.find(r)
	if err != nil {
		return nil, err
	}
	ctx, today := r.Context(), webkit.Today(r)
	page := &InvoicePage{
		Page: webkit.Page{Title: title(v), Small: v.Document.Seller, Back: &webkit.Link{Path: root, Words: "Fakturor"}},
		Path: root + "/" + id.String(),
	}
	for _, f := range v.Findings {
		page.Findings = append(page.Findings, f.Says()+" ("+f.Rule+")")
	}
	if v.More > 0 {
		page.More = "Och " + webkit.Count(v.More, "anmärkning till.", "anmärkningar till.")
	}
	for _, again := range v.Again {
		page.Findings = append(page.Findings, "En annan fil med samma nummer kom "+webkit.DayAndTime(again.At, today)+": "+again.File.Name+". Den första gäller. Fråga utföraren vilken som är rätt.")
	}
	lines, err := p.Others.Match(ctx, id, v)
	if err != nil {
		return nil, err
	}
	if page.Facts, err = p.facts(r, v); err != nil {
		return nil, err
	}
	open := v.State() == invoices.Open
	waiting := p.lines(r, page, v, version, lines, typed, failed)
	page.Strong, page.Sentence = state(v, waiting)
	if !open {
		return page, nil
	}
	field := func(part, label string) webkit.Field {
		f := webkit.Field{Name: "note", ID: part, Label: label, Rows: 2, Required: true}
		if part == failed {
			return typed.Field(f)
		}
		return webkit.Typed{}.Field(f)
	}
	stops := v.Unread || len(v.Stops()) > 0
	if v.Doubtful() && !stops && v.Accepted == "" {
		page.Accept = &NoteForm{Head: webkit.NewForm(r, version, ""), Note: field("anmarkningar", "Varför kan anmärkningarna godtas?")}
	}
	if !stops && waiting == 0 && (!v.Doubtful() || v.Accepted != "") && !v.Provider.IsZero() && p.Others.May(webkit.Actor(r), "invoice.approve") {
		head := webkit.NewForm(r, version, "")
		page.Approve = &head
	}
	page.Return = &NoteForm{Head: webkit.NewForm(r, version, ""), Note: field("aterlamna", "Varför återlämnas fakturan?")}
	return page, nil
}

func title(v invoices.Invoice) string {
	switch {
	case v.Document.Number == "":
		return "Fil som inte går att läsa"
	case v.Document.Credit:
		return "Kreditfaktura " + v.Document.Number
	}
	return "Faktura " + v.Document.Number
}

// state is where the invoice stands, in a sentence and what to do.
func state(v invoices.Invoice, waiting int) (strong, sentence string) {
	switch v.State() {
	case invoices.Approved:
		return "Godkänd med " + webkit.Kronor(v.Paid) + ".", ""
	case invoices.Returned:
		return "Återlämnad, inget betalas.", v.Returned
	}
	switch {
	case v.Unread:
		return "Filen används inte.", "Återlämna den, och be utföraren skicka en ny."
	case len(v.Stops()) > 0:
		return "Fakturan motsäger sig själv.", "Den går bara att återlämna."
	case v.Provider.IsZero():
		return "Säljaren är ingen av våra utförare.", "Återlämna fakturan, eller rätta utförarens organisationsnummer."
	case waiting > 0:
		return webkit.Count(waiting, "rad skiljer sig.", "rader skiljer sig."), "Godta den med en orsak, återlämna fakturan eller vänta på en kreditfaktura."
	case v.Doubtful() && v.Accepted == "":
		return "Raderna stämmer.", "Skriv varför anmärkningarna kan godtas."
	}
	return "Varje rad stämmer eller är hanterad.", "Någon som inte har hanterat den godkänner."
}

func (p Pages) facts(r *http.Request, v invoices.Invoice) ([]webkit.Fact, error) {
	ctx, today, d := r.Context(), webkit.Today(r), v.Document
	var facts []webkit.Fact
	add := func(label, value, origin string) {
		if value != "" {
			facts = append(facts, webkit.Fact{Label: label, Value: value, Origin: origin})
		}
	}
	names, err := p.Others.Staff(ctx, append([]ids.User{v.By}, handlers(v)...)...)
	if err != nil {
		return nil, err
	}
	if !v.Provider.IsZero() {
		name, err := p.Others.Provider(ctx, v.Provider, today)
		if err != nil {
			return nil, err
		}
		add("Utförare", name, "organisationsnummer "+d.OrgNumber)
	} else if d.OrgNumber != "" {
		add("Säljare", d.Seller, "organisationsnummer "+d.OrgNumber)
	}
	if !d.From.IsZero() {
		add("Gäller", webkit.PlainDay(d.From, today)+"–"+webkit.PlainDay(d.To, today), "")
	}
	if d.Number != "" {
		add("Belopp", webkit.Kronor(d.Payable), d.Currency)
	}
	add("Tar tillbaka från", d.Credits, "")
	add("Betalas till", d.Account, "")
	if !d.Due.IsZero() {
		add("Förfaller", webkit.PlainDay(d.Due, today), "")
	}
	came := webkit.Fact{Label: "Kom in", Value: webkit.DayAndTime(v.Received, today), Origin: v.File.Name}
	if v.File.Kept != nil {
		came.Mend = &webkit.Link{Path: r.URL.Path + "/fil", Words: "Hämta filen som den kom in"}
	}
	facts = append(facts, came)
	add("Filens kontrollsumma", v.File.Digest[:min(16, len(v.File.Digest))], "")
	credits, err := p.Others.Credits(ctx, v)
	if err != nil {
		return nil, err
	}
	for _, id := range credits {
		facts = append(facts, webkit.Fact{Label: "Kreditfaktura", Value: "Har kommit och räknas av raderna", Mend: &webkit.Link{Path: root + "/" + id.String(), Words: "Visa den"}})
	}
	add("Anmärkningarna godtas", v.Accepted, "")
	if !v.Approved.IsZero() {
		add("Godkänd", webkit.DayAndTime(v.Approved, today), names[v.By])
	}
	return facts, nil
}

func handlers(v invoices.Invoice) []ids.User {
	var users []ids.User
	for _, l := range v.Document.Lines {
		if h, ok := v.Handled[l.ID]; ok {
			users = append(users, h.By)
		}
	}
	return users
}

// lines puts the lines on the page: those that wait open, the others folded. It
// answers with how many wait.
func (p Pages) lines(r *http.Request, page *InvoicePage, v invoices.Invoice, version int, lines []Matched, typed webkit.Typed, failed string) int {
	const shown = 100
	open, waiting := v.State() == invoices.Open, 0
	credit := v.Document.Credit
	page.Folded = webkit.Listing{
		Caption: "Rader som stämmer eller är hanterade", Empty: webkit.Empty{Sentence: "Ingen rad stämmer än."},
		Columns: []webkit.Column{{Words: "Rad"}, {Words: "Beställt"}, {Words: "Utfört"}, {Words: "Fakturerat"}, {Words: "Läge"}},
	}
	for i, l := range lines {
		h, handled := v.Handled[l.Match.Line]
		if open && !l.Agrees() && (!handled || h.Seen != l.Match) {
			if waiting++; waiting <= shown {
				page.Waiting = append(page.Waiting, p.part(r, page.Path, i, version, credit, l, typed, failed))
			}
			continue
		}
		words := "Stämmer"
		if settled := i < len(v.Settled); settled && v.Settled[i].Code != "" {
			words = "Godtagen: " + v.Settled[i].Code.Words()
		} else if handled {
			words = "Godtagen: " + h.Code.Words() + " " + h.Note
		} else if !l.Agrees() {
			words = l.Difference.Words()
		}
		if len(page.Folded.Rows) < shown {
			page.Folded.Rows = append(page.Folded.Rows, webkit.ListRow{Words: "Rad " + l.Match.Line, Sub: l.Line.Name, Cells: []webkit.Cell{
				{Name: "Beställt", Words: l.Order.Name, Sub: orderedWords(l.Order)},
				{Name: "Utfört", Words: webkit.Duration(l.Done), Sub: webkit.Kronor(l.Owed)},
				{Name: "Fakturerat", Words: webkit.Duration(l.Billed), Sub: webkit.Kronor(l.Asked)},
				{Name: "Läge", Words: words},
			}})
		}
	}
	n := len(page.Folded.Rows)
	page.Folded.Paging = webkit.Paging{From: min(1, n), To: n, Of: len(lines) - waiting}
	return waiting
}

func (p Pages) part(r *http.Request, path string, place, version int, credit bool, l Matched, typed webkit.Typed, failed string) LinePart {
	today := webkit.Today(r)
	number := strconv.Itoa(place + 1)
	part := LinePart{ID: "rad-" + number, Title: "Rad " + l.Match.Line + ": " + l.Line.Name, Path: path + "/rad/" + number}
	ordered := webkit.Fact{Label: "Beställt", Value: l.Order.Name, Origin: orderedWords(l.Order)}
	if l.Order.Name == "" {
		ordered = webkit.Fact{Label: "Beställt", Value: "Inget uppdrag", Origin: l.Line.Object}
	}
	done := webkit.Fact{Label: "Utfört 07–22", Value: webkit.Duration(l.Done), Origin: webkit.Kronor(l.Owed) + " efter avtalets pris"}
	if credit {
		done = webkit.Fact{Label: "Raden som tas tillbaka", Value: webkit.Duration(l.Done), Origin: webkit.Kronor(l.Owed)}
	}
	part.Facts = []webkit.Fact{{Label: "Skillnad", Value: l.Difference.Words()}, ordered, done, {Label: "Fakturerat", Value: webkit.Duration(l.Billed), Origin: webkit.Kronor(l.Asked)}}
	if !l.Line.From.IsZero() {
		part.Facts = append(part.Facts, webkit.Fact{Label: "Dagar", Value: days(l.Line.From, l.Line.To, today)})
	}
	if l.Difference.Grave() {
		return part
	}
	head := webkit.NewForm(r, version, "")
	part.Head = &head
	if part.ID != failed {
		typed = webkit.Typed{}
	}
	var options []webkit.Option
	for _, c := range invoices.Codes() {
		options = append(options, webkit.Option{Value: string(c), Words: c.Words()})
	}
	part.Code = typed.Field(webkit.Field{Name: "code", ID: "code-" + number, Label: "Varför kan skillnaden godtas?", Options: options, Required: true})
	part.Note = typed.Field(webkit.Field{Name: "note", ID: "note-" + number, Label: "Mer om varför", Rows: 1})
	return part
}

// orderedWords is what is ordered: the extent as it was decided, and what it comes to
// for the line's days.
func orderedWords(o Order) string {
	if !o.Hours {
		return o.Extent
	}
	return o.Extent + ", " + webkit.Duration(o.Minutes) + " för radens dagar"
}

func days(from, to, today civil.Date) string {
	return webkit.PlainDay(from, today) + "–" + webkit.PlainDay(to, today)
}

func (p Pages) postFindings(w http.ResponseWriter, r *http.Request) error {
	in := webkit.Posted(r)
	return p.act(w, r, in, "anmarkningar", func(ids.ID, invoices.Invoice) (engine.Command[invoices.Invoice], error) {
		return invoices.AcceptFindings{Note: in.Text("note")}, nil
	})
}

func (p Pages) postLine(w http.ResponseWriter, r *http.Request) error {
	in := webkit.Posted(r)
	return p.act(w, r, in, "rad-"+r.PathValue("nr"), func(id ids.ID, v invoices.Invoice) (engine.Command[invoices.Invoice], error) {
		lines, err := p.Others.Match(r.Context(), id, v)
		if err != nil {
			return nil, err
		}
		place, err := strconv.Atoi(r.PathValue("nr"))
		if err != nil || place < 1 || place > len(lines) {
			return nil, fault.New(fault.NotFound, "invoice.line-unknown")
		}
		return invoices.HandleLine{Code: invoices.Code(in.Text("code")), Note: in.Text("note"), Seen: lines[place-1].Match}, nil
	})
}

func (p Pages) postApproval(w http.ResponseWriter, r *http.Request) error {
	return p.act(w, r, webkit.Posted(r), "", func(id ids.ID, v invoices.Invoice) (engine.Command[invoices.Invoice], error) {
		lines, err := p.Others.Match(r.Context(), id, v)
		var matches []invoices.Match
		for _, l := range lines {
			matches = append(matches, l.Match)
		}
		return invoices.Approve{Matches: matches}, err
	})
}

func (p Pages) postReturn(w http.ResponseWriter, r *http.Request) error {
	in := webkit.Posted(r)
	return p.act(w, r, in, "aterlamna", func(ids.ID, invoices.Invoice) (engine.Command[invoices.Invoice], error) {
		return invoices.Return{Why: in.Text("note")}, nil
	})
}

func (p Pages) act(w http.ResponseWriter, r *http.Request, in *webkit.Input, part string, make func(ids.ID, invoices.Invoice) (engine.Command[invoices.Invoice], error)) error {
	id, v, _, err := p.find(r)
	if err != nil {
		return err
	}
	cmd, err := make(id, v)
	if err == nil {
		err = in.Err()
	}
	if err == nil {
		_, err = p.Invoices.Do(r.Context(), webkit.Form(r), id, cmd)
	}
	if err == nil {
		return webkit.Done(w, r, root+"/"+id.String())
	}
	page, failed := p.onePage(r, in.Again(err), part)
	if failed != nil {
		return failed
	}
	for _, f := range fault.All(err) { // several forms of the page have a field of that name
		if number, line := strings.CutPrefix(part, "rad-"); line && f.Field != "" {
			f.Field += "-" + number
		} else if f.Field != "" {
			f.Field = part
		}
	}
	return webkit.Redo(w, r, p.kit, "faktura.html", page, err)
}

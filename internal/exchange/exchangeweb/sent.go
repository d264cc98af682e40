package exchangeweb

import (
	"net/http"

	"stadga/internal/civil"
	"stadga/internal/duty"
	"stadga/internal/exchange"
	"stadga/internal/fault"
	"stadga/internal/ids"
	"stadga/internal/webkit"
)

// CasePage is what a case has sent to other boards and got from them, and the form
// for writing.
type CasePage struct {
	webkit.Page
	Form    webkit.FormHead
	Path    string
	Sent    webkit.Listing
	Filed   webkit.Listing
	Writes  bool // there is another board to write to
	Opened  bool
	Warning string
	To      webkit.Field
	Kind    webkit.Field
	Text    webkit.Field
	Share   webkit.Field
	Ground  webkit.Field
	Why     webkit.Field
}

// What may be shared of who the matter is about.
const (
	shareName   = "namn"
	shareNumber = "personnummer"
	shareCase   = "arendenummer"
)

func (p Pages) open(r *http.Request) (Case, error) {
	return p.Case(r.Context(), webkit.Actor(r), r.PathValue("nr"), webkit.Today(r))
}

func columns(words ...string) []webkit.Column {
	var all []webkit.Column
	for _, w := range words {
		all = append(all, webkit.Column{Words: w})
	}
	return all
}

// onePage says that all rows are shown: the latest of a list that is not paged.
func onePage(n int) webkit.Paging { return webkit.Paging{From: min(1, n), To: n, Of: n} }

func (p Pages) casePage(r *http.Request, c Case, form webkit.FormHead, typed webkit.Typed) (*CasePage, error) {
	ctx, today := r.Context(), webkit.Today(r)
	band := c.Band
	page := &CasePage{Form: form, Path: c.path()}
	page.Title, page.Person, page.Back = "Meddelanden mellan nämnder", &band, &webkit.Link{Path: "/arende/" + c.Number, Words: "Ärende " + c.Number}
	page.Sentence = "Nämnderna ser inte varandras akter. Det du väljer att skicka är det enda som den andra nämnden får veta."
	sent, err := p.Lists.SentIn(ctx, c.ID, webkit.PageSize)
	if err != nil {
		return nil, err
	}
	page.Sent = webkit.Listing{Caption: "Skickat", Columns: columns("Skickat", "Till", "Slag", "Mottaget"), Empty: webkit.Empty{Sentence: "Inget är skickat till en annan nämnd."}}
	for _, l := range sent {
		page.Sent.Rows = append(page.Sent.Rows, webkit.ListRow{Path: c.path() + "/" + l.ID.String(), Words: webkit.DayAndTime(l.At, today), Cells: []webkit.Cell{
			{Name: "Till", Words: l.Board}, {Name: "Slag", Words: l.Kind.Words()}, {Name: "Mottaget", Badge: receiptBadge(l, today)},
		}})
	}
	filed, err := p.Lists.FiledIn(ctx, c.ID, webkit.PageSize)
	if err != nil {
		return nil, err
	}
	page.Filed = webkit.Listing{Caption: "Kommit från andra nämnder", Columns: columns("Kom in", "Från", "Slag"), Empty: webkit.Empty{Sentence: "Inget från en annan nämnd ligger i ärendet."}}
	for _, l := range filed {
		page.Filed.Rows = append(page.Filed.Rows, webkit.ListRow{Path: Root + "/" + l.ID.String(), Words: webkit.DayAndTime(l.At, today), Cells: []webkit.Cell{
			{Name: "Från", Words: l.Board}, {Name: "Slag", Words: l.Kind.Words()},
		}})
	}
	page.Sent.Paging, page.Filed.Paging = onePage(len(sent)), onePage(len(filed))
	p.fields(c, page, typed)
	return page, nil
}

func receiptBadge(l exchange.LetterLine, today civil.Date) *webkit.Badge {
	switch {
	case !l.Received.IsZero():
		return &webkit.Badge{Lage: webkit.Klar, Words: webkit.DayAndTime(l.Received, today) + " av " + l.ReceivedBy}
	case l.Delivered.IsZero():
		return &webkit.Badge{Lage: webkit.Snart, Words: "på väg"}
	}
	return &webkit.Badge{Lage: webkit.Snart, Words: "framme, inte mottaget"}
}

func (p Pages) fields(c Case, page *CasePage, typed webkit.Typed) {
	boards := p.Boards()
	if len(boards) == 0 {
		return
	}
	page.Writes = true
	if c.Protected {
		page.Warning = "Personen har skyddade personuppgifter. Adress och telefon skickas aldrig. Dela namn och nummer bara om den andra nämnden inte kan arbeta utan dem."
	}
	to := webkit.Field{Name: "till", Label: "Till vilken nämnd?", Required: true}
	for _, b := range boards {
		to.Options = append(to.Options, webkit.Option{Value: b.Name, Words: b.Shown})
	}
	kind := webkit.Field{Name: "slag", Label: "Vad är det?", Required: true}
	for _, k := range exchange.LetterKinds() {
		kind.Options = append(kind.Options, webkit.Option{Value: string(k), Words: k.Words()})
	}
	ground := webkit.Field{
		Name: "stod", Label: "Varför får uppgifterna lämnas?", Required: true,
		Help: "Sekretess gäller mellan nämnderna. Generalklausulen (OSL 10 kap. 27 §) gäller inte socialtjänstens uppgifter.",
	}
	for _, g := range exchange.ShareGrounds() {
		ground.Options = append(ground.Options, webkit.Option{Value: string(g), Words: g.Words()})
	}
	page.To, page.Kind, page.Ground = typed.Field(to), typed.Field(kind), typed.Field(ground)
	page.Share = typed.Field(webkit.Field{Name: "dela", Label: "Vad delas om vem det gäller?", Help: "Välj bara det som behövs.", Options: webkit.Options(shareName, "Namn", shareNumber, "Personnummer", shareCase, "Ärendets nummer")})
	page.Text = typed.Field(webkit.Field{Name: "text", Label: "Meddelandet", Help: "Skriv bara det som den andra nämnden behöver.", Rows: 6, Required: true})
	page.Why = typed.Field(webkit.Field{Name: "varfor", Label: "Hur har du prövat det?", Help: "En mening. Till exempel när samtycket gavs.", Rows: 2, Required: true})
}

func (p Pages) getCase(w http.ResponseWriter, r *http.Request) error {
	c, err := p.open(r)
	if err != nil {
		return err
	}
	if err := webkit.Read(r, c.Person, caseSubject(c.ID)); err != nil {
		return err
	}
	typed, err := webkit.Blank(r, c.path())
	if err != nil {
		return err
	}
	page, err := p.casePage(r, c, webkit.NewForm(r, 0, c.path()), typed)
	if err != nil {
		return err
	}
	return webkit.Show(w, r, p.kit, http.StatusOK, "arende.html", page)
}

func caseSubject(c ids.Case) duty.Subject { return duty.Subject{Kind: "case", ID: c.ID} }

func (p Pages) postSend(w http.ResponseWriter, r *http.Request) error {
	c, err := p.open(r)
	if err != nil {
		return err
	}
	in, form := webkit.Posted(r), webkit.Form(r)
	letter := exchange.Letter{Says: in.Prose("text"), Why: in.Text("varfor"), Kind: exchange.LetterKind(in.Text("slag")), Ground: exchange.ShareGround(in.Text("stod"))}
	for _, b := range p.Boards() {
		if b.Name == in.Text("till") {
			letter.To, letter.ToShown = b.Name, b.Shown
		}
	}
	for _, what := range in.Words("dela", shareName, shareNumber, shareCase) {
		switch what {
		case shareName:
			letter.Name = c.Name
		case shareNumber:
			letter.Number = c.Identity
		case shareCase:
			letter.CaseNo = c.Number
		}
	}
	if err = in.Err(); err == nil {
		err = p.Send(r.Context(), form, c, letter)
	}
	if err != nil {
		page, pageErr := p.casePage(r, c, webkit.FormAfter(r, err, 0), in.Again(err))
		if pageErr != nil {
			return pageErr
		}
		page.Opened = true
		return webkit.Redo(w, r, p.kit, "arende.html", page, err)
	}
	return webkit.Done(w, r, c.path())
}

// LetterPage is one letter, in either board.
type LetterPage struct {
	webkit.Page
	Form  webkit.FormHead
	Path  string
	Says  string
	Facts []webkit.Fact
	Take  bool
	Lay   *webkit.Field // the number of the case it is to be laid in; nil: it cannot be
}

func letterFacts(l exchange.Letter, today civil.Date) []webkit.Fact {
	facts := []webkit.Fact{{Label: "Slag", Value: l.Kind.Words()}, {Label: "Skickat", Value: webkit.DayAndTime(l.Sent, today) + " av " + l.By}}
	for _, one := range []webkit.Fact{
		{Label: "Namn", Value: l.Name}, {Label: "Personnummer", Value: l.Number.Reveal()}, {Label: "Ärendenummer hos " + l.FromShown, Value: l.CaseNo},
	} {
		if one.Value != "" {
			facts = append(facts, one)
		}
	}
	return append(facts, webkit.Fact{Label: "Varför det får lämnas", Value: l.Ground.Words(), Origin: l.Why})
}

func (p Pages) getSent(w http.ResponseWriter, r *http.Request) error {
	c, err := p.open(r)
	if err != nil {
		return err
	}
	s, err := p.sent(r, c)
	if err != nil {
		return err
	}
	if err := webkit.Read(r, c.Person, caseSubject(c.ID)); err != nil {
		return err
	}
	today, band := webkit.Today(r), c.Band
	page := &LetterPage{Path: c.path(), Says: s.Letter.Says, Facts: letterFacts(s.Letter, today)}
	page.Title, page.Person, page.Back = "Meddelande till "+s.ToShown, &band, &webkit.Link{Path: c.path(), Words: "Meddelanden mellan nämnder"}
	switch {
	case !s.Received.IsZero():
		page.Strong = "Mottaget " + webkit.DayAndTime(s.Received, today) + " av " + s.ReceivedBy + "."
	case s.Delivered.IsZero():
		page.Strong = "På väg till " + s.ToShown + "."
	default:
		page.Strong, page.Sentence = "Framme, men inte mottaget.", "Kvittot kommer hit när någon hos "+s.ToShown+" har tagit emot det."
	}
	return webkit.Show(w, r, p.kit, http.StatusOK, "meddelande.html", page)
}

func (p Pages) sent(r *http.Request, c Case) (exchange.SentLetter, error) {
	id, err := ids.Parse(r.PathValue("id"))
	if err != nil {
		return exchange.SentLetter{}, fault.New(fault.NotFound, "letter.unknown")
	}
	s, err := p.Sent(r.Context(), id)
	if err == nil && (s.Letter.Sent.IsZero() || s.Case != c.ID) {
		err = fault.New(fault.NotFound, "letter.unknown")
	}
	return s, err
}

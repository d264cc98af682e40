package exchangeweb

import (
	"net/http"

	"stadga/internal/exchange"
	"stadga/internal/fault"
	"stadga/internal/ids"
	"stadga/internal/webkit"
)

// PostPage is /namndpost: what other boards have written, oldest first.
type PostPage struct {
	webkit.Page
	Waiting, Taken webkit.Listing
}

func (p Pages) getPost(w http.ResponseWriter, r *http.Request) error {
	ctx, today := r.Context(), webkit.Today(r)
	of, err := p.Lists.CountWaiting(ctx)
	if err != nil {
		return err
	}
	page := &PostPage{Page: webkit.Page{
		Title: "Post från andra nämnder", Strong: webkit.Count(of, "meddelande väntar", "meddelanden väntar") + ".",
		Sentence: "Den som skickade ser i sitt ärende när meddelandet är mottaget, och av vem.",
	}}
	paging := webkit.NewPaging(r.URL, of)
	waiting, err := p.Lists.Waiting(ctx, webkit.PageSize, paging.Offset())
	if err != nil {
		return err
	}
	page.Waiting = webkit.Listing{
		Caption: "Väntar på att tas emot", Paging: paging, Columns: columns("Kom in", "Från", "Slag"),
		Empty: webkit.Empty{Sentence: "Inget väntar.", Support: "Meddelanden från andra nämnder i anläggningen kommer hit."},
	}
	for _, l := range waiting {
		page.Waiting.Rows = append(page.Waiting.Rows, webkit.ListRow{Path: Root + "/" + l.ID.String(), Words: webkit.DayAndTime(l.At, today), Cells: []webkit.Cell{
			{Name: "Från", Words: l.Board}, {Name: "Slag", Words: l.Kind.Words()},
		}})
	}
	taken, err := p.Lists.Taken(ctx, webkit.PageSize)
	if err != nil {
		return err
	}
	page.Taken = webkit.Listing{Caption: "Senast mottaget", Columns: columns("Mottaget", "Av", "Från", "Slag"), Empty: webkit.Empty{Sentence: "Inget är mottaget än."}}
	page.Taken.Paging = onePage(len(taken))
	for _, l := range taken {
		page.Taken.Rows = append(page.Taken.Rows, webkit.ListRow{Path: Root + "/" + l.ID.String(), Words: webkit.DayAndTime(l.Received, today), Cells: []webkit.Cell{
			{Name: "Av", Words: l.ReceivedBy}, {Name: "Från", Words: l.Board}, {Name: "Slag", Words: l.Kind.Words()},
		}})
	}
	return webkit.Show(w, r, p.kit, http.StatusOK, "post.html", page)
}

func (p Pages) arrived(r *http.Request) (exchange.ArrivedLetter, error) {
	id, err := ids.Parse(r.PathValue("id"))
	if err != nil {
		return exchange.ArrivedLetter{}, fault.New(fault.NotFound, "letter.unknown")
	}
	a, err := p.Arrived(r.Context(), id)
	if err == nil && a.Arrived.IsZero() {
		err = fault.New(fault.NotFound, "letter.unknown")
	}
	return a, err
}

func (p Pages) letterPage(r *http.Request, a exchange.ArrivedLetter, form webkit.FormHead, typed webkit.Typed) *LetterPage {
	today := webkit.Today(r)
	page := &LetterPage{Form: form, Path: Root + "/" + a.ID.String(), Says: a.Letter.Says, Facts: letterFacts(a.Letter, today), Take: a.Received.IsZero()}
	page.Title, page.Back = "Meddelande från "+a.FromShown, &webkit.Link{Path: Root, Words: "Post från andra nämnder"}
	switch {
	case page.Take:
		page.Strong, page.Sentence = "Inte mottaget.", "Ta emot det när du tar hand om det. Då får "+a.FromShown+" ett kvitto med dag, tid och ditt namn."
	case a.Case.IsZero():
		page.Strong, page.Sentence = "Mottaget "+webkit.DayAndTime(a.Received, today)+" av "+a.ReceivedBy+".", "Lägg det i personens ärende, eller registrera det som något nytt i mottagningen."
		field := typed.Field(webkit.Field{Name: "arende", Label: "Ärendets nummer", Help: "Till exempel 2026-0412.", Size: "medel", Required: true})
		page.Lay = &field
	default:
		page.Strong = "Mottaget " + webkit.DayAndTime(a.Received, today) + " av " + a.ReceivedBy + " och lagt i ett ärende."
	}
	return page
}

func (p Pages) getArrived(w http.ResponseWriter, r *http.Request) error {
	a, err := p.arrived(r)
	if err != nil {
		return err
	}
	// What lies in a case is read as the rest of it.
	about := exchange.ArrivedSubject(a.ID)
	if !a.Case.IsZero() {
		err = webkit.ReadBy(r, a.Person, caseSubject(a.Case), "case.read")
	} else {
		err = webkit.Read(r, a.Person, about)
	}
	if err != nil {
		return err
	}
	return webkit.Show(w, r, p.kit, http.StatusOK, "meddelande.html", p.letterPage(r, a, webkit.NewForm(r, 0, ""), webkit.Typed{}))
}

func (p Pages) postTake(w http.ResponseWriter, r *http.Request) error {
	a, err := p.arrived(r)
	if err != nil {
		return err
	}
	if err := p.Take(r.Context(), webkit.Form(r), a.ID); err != nil {
		return webkit.Redo(w, r, p.kit, "meddelande.html", p.letterPage(r, a, webkit.SameForm(r), webkit.Typed{}), err)
	}
	return webkit.Done(w, r, Root+"/"+a.ID.String())
}

func (p Pages) postFile(w http.ResponseWriter, r *http.Request) error {
	a, err := p.arrived(r)
	if err != nil {
		return err
	}
	in := webkit.Posted(r)
	c, err := p.Case(r.Context(), webkit.Actor(r), in.Text("arende"), webkit.Today(r))
	if err != nil {
		err = fault.Field("arende", "letter.no-such-case")
	} else {
		err = p.File(r.Context(), webkit.Form(r), a.ID, c)
	}
	if err != nil {
		return webkit.Redo(w, r, p.kit, "meddelande.html", p.letterPage(r, a, webkit.FormAfter(r, err, 0), in.Again(err)), err)
	}
	return webkit.Done(w, r, c.path())
}

package releaseweb

import (
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"net/http"
	"slices"
	"strconv"

	"stadga/internal/engine"
	"stadga/internal/fault"
	"stadga/internal/paper"
	"stadga/internal/release"
	"stadga/internal/webkit"
)

// OnePage is one request: what is asked for, the parts of the file and how each was
// judged, the decision and what went out.
type OnePage struct {
	webkit.Page
	Form    webkit.FormHead
	Path    string
	Facts   []webkit.Fact
	Parts   []PartRow
	Listed  webkit.Paging
	Open    bool // parts may still be tried
	Left    int  // parts that are not tried as they read now
	Of      int
	Reasons *webkit.Field // of the decision, when it may be made
	Papers  *webkit.Link  // what goes out, as PDF
	Letter  *webkit.Link  // the decision, as PDF
	Give    []webkit.Field
	Receive *webkit.Field
	Appeal  *AppealForm
}

// A PartRow is one part of the file in the list.
type PartRow struct {
	Shown      string // the part as it reads on the page
	Path       string
	Day, Title string
	Badge      webkit.Badge
	Hinted     string // lines that may have to be kept back, in words
	Whole      bool
}

// An AppealForm is the next step of an appeal.
type AppealForm struct {
	Button string
	Fields []webkit.Field
	Result *webkit.Field
}

func (p Pages) onePage(r *http.Request, q request, head webkit.FormHead, typed webkit.Typed) (*OnePage, error) {
	ctx, today, state := r.Context(), webkit.Today(r), q.r
	band := q.Band
	band.Heading = false
	page := &OnePage{
		Page: webkit.Page{Title: "Begäran om utlämnande", Person: &band, Back: &webkit.Link{Path: q.Case.path(), Words: "Alla begäranden"}},
		Form: head, Path: q.path(), Open: state.Decided.IsZero(),
	}
	staff, err := p.Staff(ctx, state.Decider)
	if err != nil {
		return nil, err
	}
	page.Facts = []webkit.Fact{
		{Label: "Kom in", Value: webkit.PlainDay(state.Asked, today)},
		{Label: "Vem frågar", Value: state.Asker.Words(), Origin: state.Name},
		{Label: "Vad begärs", Value: state.Wants},
	}
	places, err := p.places(ctx, q.Case.ID)
	if err != nil {
		return nil, err
	}
	read := p.Reader()
	page.Of = len(places)
	page.Listed = webkit.NewPaging(r.URL, len(places))
	var shown []part
	for _, at := range places[min(page.Listed.Offset(), len(places)):min(page.Listed.Offset()+webkit.PageSize, len(places))] {
		d, err := readPart(ctx, read, at.Stream)
		if err != nil {
			return nil, err
		}
		p.known.keep(at, d.digest)
		shown = append(shown, d)
	}
	if page.Left, err = p.untried(ctx, state, places, read); err != nil {
		return nil, err
	}
	if page.Open {
		page.Sentence = "Allt är prövat, " + webkit.Count(page.Of, "del", "delar") + ". Besluta vad som lämnas ut."
		if page.Left > 0 {
			page.Sentence = strconv.Itoa(page.Left) + " av " + webkit.Count(page.Of, "del", "delar") + " återstår att pröva. Läs varje del innan du beslutar."
		} else if page.Of > 0 {
			reasons := typed.Field(webkit.Field{Name: "reasons", Label: "Skäl", Help: "Behövs när något inte lämnas ut. Skälen står i beslutet.", Rows: 4})
			page.Reasons = &reasons
		}
	} else {
		p.decided(page, q, staff[state.Decider], today.String(), typed)
	}
	hints, err := p.Hints(ctx, q.Case.ID, state.Asker)
	if err != nil {
		return nil, err
	}
	for _, d := range shown {
		page.Parts = append(page.Parts, partRow(q, d, len(release.Suspects(d.lines, hints)), webkit.PlainDay(d.Day, today)))
	}
	return page, nil
}

// partRow is a part with how it was judged.
func partRow(q request, d part, hinted int, day string) PartRow {
	row := PartRow{Shown: d.shown(), Path: q.path() + "/del/" + d.key(), Day: day, Title: d.Title}
	if hinted > 0 {
		row.Hinted = webkit.Count(hinted, "rad att se över", "rader att se över")
	}
	t, tried := q.r.Of(d.key())
	switch {
	case !tried:
		row.Badge = webkit.Badge{Lage: webkit.Snart, Words: "inte prövad"}
	case t.Digest != d.digest:
		row.Badge = webkit.Badge{Lage: webkit.Sen, Words: "ändrad sedan den prövades"}
	case t.Whole != "":
		row.Badge = webkit.Badge{Lage: webkit.Stopp, Words: "lämnas inte ut, " + t.Whole.Cited()}
	case len(t.Masked) > 0:
		row.Badge = webkit.Badge{Lage: webkit.Klar, Words: webkit.Count(len(t.Masked), "rad maskad", "rader maskade")}
	default:
		row.Badge = webkit.Badge{Lage: webkit.Klar, Words: "lämnas ut hel"}
	}
	row.Whole = row.Badge.Lage == webkit.Snart || row.Badge.Lage == webkit.Sen
	return row
}

// decided fills in what follows the decision.
func (p Pages) decided(page *OnePage, q request, decider, today string, typed webkit.Typed) {
	state := q.r
	page.Strong = "Akten " + outcomeWords(state.Outcome) + "."
	page.Facts = append(page.Facts, webkit.Fact{Label: "Beslutades", Value: webkit.PlainDay(state.Decided, state.Decided), Origin: decider})
	if state.Point != "" {
		page.Facts = append(page.Facts, webkit.Fact{
			Label: "Beslutsrätt", Value: "Delegationsordningen punkt " + state.Point, Origin: state.Ref,
			Mend: &webkit.Link{Path: "/delegationsordning?dag=" + state.Decided.String(), Words: "Läs delegationsordningen"},
		})
	}
	if state.Reasons != "" {
		page.Facts = append(page.Facts, webkit.Fact{Label: "Skäl", Value: state.Reasons})
	}
	for _, out := range state.Out {
		page.Facts = append(page.Facts, webkit.Fact{
			Label: "Lämnades ut", Value: out.On.String() + ", " + webkit.Count(out.Parts, "del", "delar") + ", " + out.How, Origin: "Filens kontrollsumma " + out.Digest[:min(12, len(out.Digest))],
		})
	}
	if state.Outcome != release.Refused {
		page.Papers = &webkit.Link{Path: q.path() + "/handlingar.pdf", Words: "Hämta det som lämnas ut som PDF"}
		page.Give = []webkit.Field{
			typed.Field(webkit.Field{Name: "on", ID: "gavs", Label: "Dag då det lämnades ut", Value: today, Required: true}),
			typed.Field(webkit.Field{Name: "how", Label: "Hur", Help: "Till exempel: hämtades på plats mot legitimation.", Required: true}),
		}
	}
	if state.Outcome == release.Given {
		return
	}
	page.Letter = &webkit.Link{Path: q.path() + "/beslut.pdf", Words: "Hämta beslutet som PDF"}
	switch {
	case state.Sent.IsZero():
		f := typed.Field(webkit.Field{Name: "on", ID: "togs-emot", Label: "Dag då den som frågar fick beslutet", Required: true})
		page.Receive = &f
	default:
		page.Facts = append(page.Facts, webkit.Fact{Label: "Beslutet mottaget", Value: state.Sent.String(), Origin: "Överklagas senast " + state.LastDay().String()})
	}
	page.Facts = append(page.Facts, appealFacts(state.Appeal)...)
	if state.Appeal.Ruled.IsZero() {
		page.Appeal = appealForm(state.Appeal, typed)
	}
}

func appealFacts(a release.Appeal) []webkit.Fact {
	var all []webkit.Fact
	if !a.On.IsZero() {
		all = append(all, webkit.Fact{Label: "Överklagandet kom in", Value: a.On.String()})
	}
	if !a.Forwarded.IsZero() {
		all = append(all, webkit.Fact{Label: "Lämnades till kammarrätten", Value: a.Forwarded.String()})
	}
	if !a.Ruled.IsZero() {
		all = append(all, webkit.Fact{Label: "Kammarrätten", Value: release.ResultWords(a.Result), Origin: a.Ruled.String()})
	}
	return all
}

func appealForm(a release.Appeal, typed webkit.Typed) *AppealForm {
	f := &AppealForm{}
	label := "Dag då överklagandet kom in"
	f.Button = "Registrera överklagande"
	switch {
	case a.On.IsZero():
	case a.Forwarded.IsZero():
		label, f.Button = "Dag då det lämnades till kammarrätten", "Anteckna överlämnandet"
	default:
		label, f.Button = "Dag då kammarrätten avgjorde", "Anteckna avgörandet"
		result := webkit.Field{Name: "result", Label: "Hur avgjordes det?", Required: true}
		for _, key := range release.Results() {
			result.Options = append(result.Options, webkit.Option{Value: key, Words: release.ResultWords(key)})
		}
		result = typed.Field(result)
		f.Result = &result
	}
	f.Fields = []webkit.Field{typed.Field(webkit.Field{Name: "on", ID: "overklagat", Label: label, Required: true})}
	return f
}

func (p Pages) getOne(w http.ResponseWriter, r *http.Request) error {
	q, err := p.request(r)
	if err != nil {
		return err
	}
	typed, err := webkit.Blank(r, q.path())
	if err != nil {
		return err
	}
	page, err := p.onePage(r, q, webkit.NewForm(r, q.version, q.path()), typed)
	if err != nil {
		return err
	}
	return webkit.Show(w, r, p.kit, http.StatusOK, "begaran.html", page)
}

// do carries out one act on the request and shows it again, with what must be mended.
func (p Pages) do(w http.ResponseWriter, r *http.Request, q request, in *webkit.Input, cmd engine.Command[release.Release], err error) error {
	if err == nil {
		err = in.Err()
	}
	if err == nil {
		_, err = p.Releases.Do(r.Context(), webkit.Form(r), q.id, cmd)
	}
	if err == nil {
		return webkit.Done(w, r, q.path())
	}
	page, pageErr := p.onePage(r, q, webkit.FormAfter(r, err, q.version), in.Again(err))
	if pageErr != nil {
		return pageErr
	}
	return p.redo(w, r, q.Case, "begaran.html", page, err)
}

// postWhole judges that the chosen parts go out whole, as the page showed them.
func (p Pages) postWhole(w http.ResponseWriter, r *http.Request) error {
	q, err := p.request(r)
	if err != nil {
		return err
	}
	cmd := release.Try{Case: q.Case.ID}
	parts, err := p.whole(r.Context(), q.Case.ID)
	if err != nil {
		return err
	}
	for _, d := range parts {
		if slices.Contains(webkit.Sent(r, "parts"), d.shown()) {
			cmd.Parts = append(cmd.Parts, release.Tried{Part: d.key(), Title: d.Title, Digest: d.digest})
		}
	}
	return p.do(w, r, q, webkit.Posted(r), cmd, nil)
}

func (p Pages) postSettle(w http.ResponseWriter, r *http.Request) error {
	q, err := p.request(r)
	if err != nil {
		return err
	}
	in := webkit.Posted(r)
	parts, err := p.whole(r.Context(), q.Case.ID)
	if err != nil {
		return err
	}
	who, today := webkit.Actor(r), webkit.Today(r)
	cmd := release.Settle{
		Case: q.Case.ID, Reasons: in.Prose("reasons"),
		Giving: p.Right(who, release.Given, today), Refusing: p.Right(who, release.Refused, today),
	}
	for _, d := range parts {
		cmd.Parts = append(cmd.Parts, release.Reading{Part: d.key(), Digest: d.digest})
	}
	return p.do(w, r, q, in, cmd, nil)
}

func (p Pages) postGive(w http.ResponseWriter, r *http.Request) error {
	q, err := p.request(r)
	if err != nil {
		return err
	}
	in := webkit.Posted(r)
	cmd := release.Give{Case: q.Case.ID, On: in.Day("on"), How: in.Text("how")}
	doc, parts, err := p.papers(r, q)
	if err == nil {
		var file bytes.Buffer
		if err := paper.Write(&file, doc); err != nil {
			return err
		}
		sum := sha256.Sum256(file.Bytes())
		cmd.Digest, cmd.Parts = hex.EncodeToString(sum[:]), parts
	}
	return p.do(w, r, q, in, cmd, err)
}

func (p Pages) postReceived(w http.ResponseWriter, r *http.Request) error {
	q, err := p.request(r)
	if err != nil {
		return err
	}
	in := webkit.Posted(r)
	return p.do(w, r, q, in, release.Receive{Case: q.Case.ID, On: in.Day("on")}, nil)
}

func (p Pages) postAppeal(w http.ResponseWriter, r *http.Request) error {
	q, err := p.request(r)
	if err != nil {
		return err
	}
	in := webkit.Posted(r)
	return p.do(w, r, q, in, release.AppealStep{Case: q.Case.ID, On: in.Day("on"), Result: in.Text("result")}, nil)
}

// given are the parts of the decision as they read now, oldest first. What has
// changed or moved since may not go out on that decision.
func (p Pages) given(r *http.Request, q request) ([]part, error) {
	if q.r.Decided.IsZero() {
		return nil, fault.New(fault.Unmet, "release.decide-first")
	}
	all, err := p.whole(r.Context(), q.Case.ID)
	if err != nil {
		return nil, err
	}
	for _, t := range q.r.Tried {
		if !slices.ContainsFunc(all, func(d part) bool { return d.key() == t.Part && d.digest == t.Digest }) {
			return nil, &fault.Error{Kind: fault.Unmet, Text: "release.changed-since", Args: map[string]any{"part": t.Title}}
		}
	}
	return slices.DeleteFunc(all, func(d part) bool { _, tried := q.r.Of(d.key()); return !tried }), nil
}

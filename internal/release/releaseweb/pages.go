// Package releaseweb is where a request to see a file is tried part by part and
// what may go out is handed out: /arende/{nr}/utlamnande.
package releaseweb

import (
	"context"
	"embed"
	"net/http"
	"strings"

	"stadga/internal/act"
	"stadga/internal/civil"
	"stadga/internal/duty"
	"stadga/internal/engine"
	"stadga/internal/extract"
	"stadga/internal/fault"
	"stadga/internal/ids"
	"stadga/internal/journal"
	"stadga/internal/release"
	"stadga/internal/webkit"
)

//go:embed all:sidor
var files embed.FS

// Kit parses the pages, also for the test that checks their types.
func Kit() *webkit.Templates { return webkit.MustParse(files) }

// A Case is what the pages need to know of a case and whose it is.
type Case struct {
	ID     ids.Case
	Person ids.Person
	Number string
	Name   string
	Band   webkit.Personband
}

// A Row is one request in the list of a case.
type Row struct {
	ID      ids.ID
	Asker   release.Asker
	Asked   civil.Date
	Decided civil.Date
	Outcome string
	Given   civil.Date
}

// A Reader tells what one part of a file says.
type Reader func(ctx context.Context, part journal.StreamID) (extract.Text, error)

// Pages serves the pages of one board.
type Pages struct {
	Municipality, Board string // as a letter is headed
	Releases            *engine.Stream[release.Release]
	// Case finds a case by its number; fault.NotFound also when the actor may not see it.
	Case func(ctx context.Context, who act.Actor, number string, today civil.Date) (Case, error)
	// Of lists the requests of a case, latest first, and counts them.
	Of    func(ctx context.Context, c ids.Case, limit, offset int) ([]Row, error)
	Count func(ctx context.Context, c ids.Case) (int, error)
	// Parts lists the parts of a case's file, oldest first, each with its version.
	Parts func(ctx context.Context, c ids.Case, limit, offset int) ([]act.Seen, error)
	// Reader gives what tells what each part says, for one answer.
	Reader func() Reader
	// Hints are words of the file that may have to be kept back from who asks.
	Hints func(ctx context.Context, c ids.Case, asker release.Asker) ([]release.Hint, error)
	// Right is by which point of the delegation order someone may decide so that day.
	Right func(who act.Actor, outcome string, today civil.Date) release.Right
	// Staff names users.
	Staff func(ctx context.Context, users ...ids.User) (map[ids.User]string, error)

	kit   *webkit.Templates
	known *digests
}

// Routes is the access list of the pages.
func (p Pages) Routes() []webkit.Route {
	p.kit, p.known = Kit(), &digests{}
	const root, part = "/arende/{nr}/utlamnande", "utlämnandet"
	one := root + "/{begaran}"
	return []webkit.Route{
		{Pattern: "GET " + root, Action: "case.read", Part: part, Handle: p.getList},
		{Pattern: "POST " + root, Action: "release.ask", Part: part, Handle: p.postAsk},
		{Pattern: "GET " + one, Action: "case.read", Part: part, Handle: p.getOne},
		{Pattern: "GET " + one + "/del/{del}", Action: "case.read", Part: part, Handle: p.getPart},
		{Pattern: "POST " + one + "/del/{del}", Action: "release.try", Part: part, Handle: p.postPart},
		{Pattern: "POST " + one + "/hela", Action: "release.try", Part: part, Handle: p.postWhole},
		{Pattern: "POST " + one + "/beslut", Action: "release.decide", Part: part, Handle: p.postSettle},
		{Pattern: "POST " + one + "/lamna-ut", Action: "release.hand_out", Part: part, Handle: p.postGive},
		{Pattern: "POST " + one + "/mottaget", Action: "release.appeal", Part: part, Handle: p.postReceived},
		{Pattern: "POST " + one + "/overklagande", Action: "release.appeal", Part: part, Handle: p.postAppeal},
		{Pattern: "GET " + one + "/handlingar.pdf", Action: "case.read", Part: "handlingarna som lämnas ut", Handle: p.getPapers},
		{Pattern: "GET " + one + "/beslut.pdf", Action: "case.read", Part: "beslutet om utlämnande", Handle: p.getDecision},
	}
}

// open finds the case of the address, and for a page that shows it logs the reading.
func (p Pages) open(r *http.Request) (Case, error) {
	c, err := p.Case(r.Context(), webkit.Actor(r), r.PathValue("nr"), webkit.Today(r))
	if err != nil || r.Method != http.MethodGet {
		return c, err
	}
	return c, webkit.Read(r, c.Person, duty.Subject{Kind: "case", ID: c.ID.ID})
}

// redo shows a form again with what must be mended, as an opening of the page.
func (p Pages) redo(w http.ResponseWriter, r *http.Request, c Case, name string, page webkit.Paged, err error) error {
	if logErr := webkit.Read(r, c.Person, duty.Subject{Kind: "case", ID: c.ID.ID}); logErr != nil {
		return logErr
	}
	return webkit.Redo(w, r, p.kit, name, page, err)
}

// A request is one request with the case it is about.
type request struct {
	Case
	id      ids.ID
	version int
	r       release.Release
}

func (p Pages) request(r *http.Request) (request, error) {
	c, err := p.open(r)
	if err != nil {
		return request{}, err
	}
	id, err := ids.Parse(r.PathValue("begaran"))
	if err != nil {
		return request{}, fault.New(fault.NotFound, "release.unknown")
	}
	state, version, err := p.Releases.Load(r.Context(), id)
	if err == nil && state.Case != c.ID {
		err = fault.New(fault.NotFound, "release.unknown")
	}
	return request{Case: c, id: id, version: version, r: state}, err
}

func (c Case) path() string { return "/arende/" + c.Number + "/utlamnande" }

func (q request) path() string { return q.Case.path() + "/" + q.id.String() }

// A part is one part of the file as it reads now.
type part struct {
	stream journal.StreamID
	extract.Text
	lines  []release.Line
	digest string
}

// key names the part in addresses and in the record.
func (d part) key() string { return keyOf(d.stream) }

func keyOf(s journal.StreamID) string { return s.Kind + ":" + s.ID.String() }

// shown is the part as a page showed it: with what it said then.
func (d part) shown() string { return d.key() + "@" + d.digest }

func readPart(ctx context.Context, read Reader, s journal.StreamID) (part, error) {
	text, err := read(ctx, s)
	lines := release.Lines(text.Text)
	return part{stream: s, Text: text, lines: lines, digest: release.Digest(text.Title, lines)}, err
}

// atOnce is how many parts are read at a time when all of them are.
const atOnce = 200

// places are the parts of the file, unread.
func (p Pages) places(ctx context.Context, c ids.Case) ([]act.Seen, error) {
	var all []act.Seen
	for {
		some, err := p.Parts(ctx, c, atOnce, len(all))
		if all = append(all, some...); err != nil || len(some) < atOnce {
			return all, err
		}
	}
}

// whole reads the whole file, part by part.
func (p Pages) whole(ctx context.Context, c ids.Case) ([]part, error) {
	places, err := p.places(ctx, c)
	if err != nil {
		return nil, err
	}
	read, all := p.Reader(), make([]part, len(places))
	for i, at := range places {
		if all[i], err = readPart(ctx, read, at.Stream); err != nil {
			return nil, err
		}
		p.known.keep(at, all[i].digest)
	}
	return all, nil
}

// untried counts the parts that are not tried as they read now. One that nobody has
// tried is not read for it, and one that was read before is read again only when it
// has changed: a name that has become another since is found when it is decided.
func (p Pages) untried(ctx context.Context, state release.Release, places []act.Seen, read Reader) (int, error) {
	left := 0
	for _, at := range places {
		if _, tried := state.Of(keyOf(at.Stream)); !tried {
			left++
			continue
		}
		digest, known := p.known.of(at)
		if !known {
			one, err := readPart(ctx, read, at.Stream)
			if err != nil {
				return 0, err
			}
			digest = one.digest
			p.known.keep(at, digest)
		}
		if !state.Reads(keyOf(at.Stream), digest) {
			left++
		}
	}
	return left, nil
}

// partOf finds the part of the address among those of the case.
func (p Pages) partOf(r *http.Request, q request) (part, error) {
	kind, raw, _ := strings.Cut(r.PathValue("del"), ":")
	id, err := ids.Parse(raw)
	if err != nil {
		return part{}, fault.New(fault.NotFound, "release.unknown")
	}
	want := journal.StreamID{Kind: kind, ID: id}
	for offset := 0; ; offset += atOnce {
		streams, err := p.Parts(r.Context(), q.Case.ID, atOnce, offset)
		if err != nil {
			return part{}, err
		}
		for _, s := range streams {
			if s.Stream == want {
				return readPart(r.Context(), p.Reader(), s.Stream)
			}
		}
		if len(streams) < atOnce {
			return part{}, fault.New(fault.NotFound, "release.unknown")
		}
	}
}

// Package exchangeweb is where a board writes to another about a matter, and takes
// in hand what others have written: /arende/{nr}/namnder and /namndpost.
package exchangeweb

import (
	"context"
	"embed"

	"stadga/internal/act"
	"stadga/internal/civil"
	"stadga/internal/exchange"
	"stadga/internal/ids"
	"stadga/internal/webkit"
)

//go:embed all:sidor
var files embed.FS

// Kit parses the pages, also for the test that checks their types.
func Kit() *webkit.Templates { return webkit.MustParse(files) }

// Root is the address of what others have written.
const Root = "/namndpost"

// A Case is what the pages need to know of a case.
type Case struct {
	ID        ids.Case
	Person    ids.Person
	Number    string
	Name      string
	Identity  ids.IdentityNumber
	Protected bool
	Band      webkit.Personband
}

func (c Case) path() string { return "/arende/" + c.Number + "/namnder" }

// A Board is another board of the deployment.
type Board struct{ Name, Shown string }

// Lists are those of the record.
type Lists interface {
	SentIn(ctx context.Context, c ids.Case, limit int) ([]exchange.LetterLine, error)
	FiledIn(ctx context.Context, c ids.Case, limit int) ([]exchange.LetterLine, error)
	Waiting(ctx context.Context, limit, offset int) ([]exchange.LetterLine, error)
	CountWaiting(ctx context.Context) (int, error)
	Taken(ctx context.Context, limit int) ([]exchange.LetterLine, error)
}

// Pages serves the pages of one board.
type Pages struct {
	Lists   Lists
	Boards  func() []Board // those that can be written to
	Case    func(ctx context.Context, who act.Actor, number string, today civil.Date) (Case, error)
	Sent    func(ctx context.Context, id ids.ID) (exchange.SentLetter, error)
	Arrived func(ctx context.Context, id ids.ID) (exchange.ArrivedLetter, error)
	Names   func(ctx context.Context, users ...ids.User) (map[ids.User]string, error)

	Send func(ctx context.Context, form act.Form, c Case, letter exchange.Letter) error
	Take func(ctx context.Context, form act.Form, letter ids.ID) error
	File func(ctx context.Context, form act.Form, letter ids.ID, c Case) error

	kit *webkit.Templates
}

// Routes is the access list of the area.
func (p Pages) Routes() []webkit.Route {
	p.kit = Kit()
	return []webkit.Route{
		{Pattern: "GET /arende/{nr}/namnder", Action: "case.read", Part: "meddelanden mellan nämnder", Handle: p.getCase},
		{Pattern: "POST /arende/{nr}/namnder", Action: "letter.send", Handle: p.postSend},
		{Pattern: "GET /arende/{nr}/namnder/{id}", Action: "case.read", Part: "meddelandet till en annan nämnd", Handle: p.getSent},
		{Pattern: "GET " + Root, Action: "intake.list", List: "posten från andra nämnder", Handle: p.getPost},
		{Pattern: "GET " + Root + "/{id}", Action: "letter.take", Part: "meddelandet från en annan nämnd", Handle: p.getArrived},
		{Pattern: "POST " + Root + "/{id}/ta-emot", Action: "letter.take", Handle: p.postTake},
		{Pattern: "POST " + Root + "/{id}/lagg", Action: "letter.file", Handle: p.postFile},
	}
}

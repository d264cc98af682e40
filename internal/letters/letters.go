// Package letters is the standing texts of letters (mallar): what every letter of a
// kind says whoever it is to. Each text has editions with the day from which it
// holds; a letter is written with the edition of its own day, also when it is
// shown again years later.
package letters

import (
	"slices"
	"strings"

	"stadga/internal/act"
	"stadga/internal/civil"
	"stadga/internal/duty"
	"stadga/internal/fault"
	"stadga/internal/ids"
	"stadga/internal/journal"
)

// Stream is the kind of a standing text's stream.
const Stream = "letter_text"

// A Place (plats i brev) is where a standing text stands, and how it reads until the
// municipality has written its own.
type Place struct {
	Key    string
	Title  string
	Letter string // which letters it stands in
	Usual  string // paragraphs, a blank line between them
}

// The places.
const (
	PlaceAppeal  = "overklaga"
	PlaceAnswer  = "svara"
	PlaceContact = "kontakt"
)

// Places lists them in the order a page shows them.
func Places() []Place {
	return []Place{
		{
			PlaceAppeal, "Om du inte är nöjd", "Beslutsbrev där beslutet kan överklagas",
			"Du kan överklaga beslutet. Skriv vilket beslut du menar, hur du vill att det ska ändras och varför. Skriv under med namn, adress och telefonnummer.\n\n" +
				"Skicka brevet till oss på socialnämnden. Vi måste få det inom tre veckor från den dag du fick det här brevet. Ändrar vi inte beslutet som du vill skickar vi det vidare till förvaltningsrätten. Vi hjälper dig gärna.",
		},
		{
			PlaceAnswer, "Så svarar du", "Brev med underlaget före beslut",
			"Du kan ringa, skriva eller komma hit. Säg om något är fel, om något saknas och vad du tycker.\n\nDu behöver inte svara. Då beslutar vi på det som står här.",
		},
		{
			PlaceContact, "Har du frågor?", "Alla brev",
			"Ring den som har skrivit under brevet. Du når oss genom kommunens växel.",
		},
	}
}

// PlaceOf finds a place by its key.
func PlaceOf(key string) (Place, bool) {
	all := Places()
	at := slices.IndexFunc(all, func(p Place) bool { return p.Key == key })
	if at < 0 {
		return Place{}, false
	}
	return all[at], true
}

// StreamID is the stream of the place's text.
func StreamID(key string) ids.ID { return ids.Derive(ids.Act{}, "brevtext "+key) }

// A Text (standardtext) is what stands in one place, edition by edition.
type Text struct {
	Editions []Edition
	Draft    *Edition // written and not in use
}

// An Edition (utgåva) is one wording.
type Edition struct {
	From civil.Date // first day of letters it stands in
	Says string
	Ref  string // the decision it rests on
	By   ids.User
	On   civil.Date // put in use
}

// At is the wording of letters of that day, paragraph by paragraph.
func (t Text) At(p Place, day civil.Date) []string {
	says := p.Usual
	for _, e := range t.Editions {
		if !day.Before(e.From) {
			says = e.Says
		}
	}
	return Paragraphs(says)
}

// Paragraphs cuts a text where it has a blank line.
func Paragraphs(says string) []string {
	var all []string
	for p := range strings.SplitSeq(strings.ReplaceAll(says, "\r\n", "\n"), "\n\n") {
		if p = strings.TrimSpace(p); p != "" {
			all = append(all, p)
		}
	}
	return all
}

type (
	// TextDrafted holds a wording that is not in use.
	TextDrafted struct {
		Says string
		From civil.Date
		Ref  string `json:",omitzero"`
	}
	// TextPutInUse tells that the drafted wording holds from its day.
	TextPutInUse struct{}
	// TextDropped tells that the draft is not to be used.
	TextDropped struct{}
)

// EventName is for ever.
func (TextDrafted) EventName() string  { return "letter_text.drafted.v1" }
func (TextPutInUse) EventName() string { return "letter_text.put_in_use.v1" }
func (TextDropped) EventName() string  { return "letter_text.dropped.v1" }

// Events lists a zero value of each event of the stream.
func Events() []journal.Event { return []journal.Event{TextDrafted{}, TextPutInUse{}, TextDropped{}} }

// Fold adds an event.
func (t *Text) Fold(r journal.Recorded) {
	switch e := r.Event.(type) {
	case TextDrafted:
		t.Draft = &Edition{From: e.From, Says: e.Says, Ref: e.Ref, By: r.Actor}
	case TextPutInUse:
		if t.Draft == nil {
			return
		}
		made := *t.Draft
		made.By, made.On, t.Draft = r.Actor, r.Day, nil
		t.Editions = append(slices.Clip(t.Editions), made)
		slices.SortStableFunc(t.Editions, func(a, b Edition) int { return a.From.Compare(b.From) })
	case TextDropped:
		t.Draft = nil
	}
}

// Says gives rules nothing.
func (Text) Says() []duty.Said { return nil }

// Persons is nobody: a standing text is about no one.
func (Text) Persons() []ids.Person { return nil }

// WriteText drafts a wording. It is put in use only after it has been seen in a letter.
type WriteText struct {
	Key  string
	Says string
	From civil.Date
	Ref  string
}

// Action names the act.
func (WriteText) Action() string { return "letters.write" }

// Asks for the text.
func (cmd WriteText) Asks() duty.Subject { return duty.Subject{Kind: Stream, ID: StreamID(cmd.Key)} }

// Decide refuses a wording for letters that have gone out already, and one that does
// not say how to appeal: within three weeks, to the board (FL 33, 43 and 44 §§).
func (cmd WriteText) Decide(_ Text, env act.Env) ([]journal.Event, error) {
	if _, ok := PlaceOf(cmd.Key); !ok {
		return nil, fault.New(fault.NotFound, "letters.unknown")
	}
	var wrong []*fault.Error
	says := strings.ToLower(cmd.Says)
	switch {
	case len(Paragraphs(cmd.Says)) == 0:
		wrong = append(wrong, fault.Field("says", "letters.say-something"))
	case cmd.Key == PlaceAppeal && !(strings.Contains(says, "tre veckor") && strings.Contains(says, "nämnd") && strings.Contains(says, "förvaltningsrätten")):
		wrong = append(wrong, fault.Field("says", "letters.appeal-in-full"))
	}
	switch {
	case cmd.From.IsZero():
		wrong = append(wrong, fault.Field("from", "letters.from-missing"))
	case cmd.From.Before(env.Today):
		wrong = append(wrong, fault.Field("from", "letters.from-passed"))
	}
	if err := fault.Join(wrong...); err != nil {
		return nil, err
	}
	return []journal.Event{TextDrafted{Says: cmd.Says, From: cmd.From, Ref: cmd.Ref}}, nil
}

// UseText puts the draft in use, or drops it.
type UseText struct {
	Key  string
	Drop bool
}

// Action names the act.
func (UseText) Action() string { return "letters.use" }

// Asks for the text.
func (cmd UseText) Asks() duty.Subject { return duty.Subject{Kind: Stream, ID: StreamID(cmd.Key)} }

// Decide refuses where nothing is drafted, and a day that has passed while it waited.
func (cmd UseText) Decide(t Text, env act.Env) ([]journal.Event, error) {
	switch {
	case t.Draft == nil:
		return nil, fault.New(fault.Conflict, "letters.no-draft")
	case cmd.Drop:
		return []journal.Event{TextDropped{}}, nil
	case t.Draft.From.Before(env.Today):
		return nil, fault.New(fault.Unmet, "letters.from-passed")
	}
	return []journal.Event{TextPutInUse{}}, nil
}

// Sentences holds what the area says to the user. FEL-3050 to 3099.
func Sentences() fault.Catalogue {
	return fault.Catalogue{
		"letters.unknown":        {Number: 3050, Says: "Vi hittar ingen sådan text."},
		"letters.say-something":  {Number: 3051, Says: "Texten är tom. Skriv det som ska stå i brevet."},
		"letters.appeal-in-full": {Number: 3052, Says: "Texten måste säga att överklagandet skickas till nämnden, inom tre veckor, och att förvaltningsrätten prövar det (33 och 43–44 §§ förvaltningslagen)."},
		"letters.from-missing":   {Number: 3053, Says: "Skriv från vilken dag texten gäller."},
		"letters.from-passed":    {Number: 3054, Says: "Dagen har passerat. Brev som redan är skrivna behåller sin text: välj i dag eller en senare dag."},
		"letters.no-draft":       {Number: 3055, Says: "Det finns inget förslag att ta i bruk. Ladda om sidan."},
	}
}

package rulebook

import (
	"maps"
	"slices"
	"strings"

	"stadga/internal/act"
	"stadga/internal/civil"
	"stadga/internal/fault"
	"stadga/internal/ids"
	"stadga/internal/journal"
)

// StreamKind is the kind of the one stream in which a board keeps the books it
// has adopted.
const StreamKind = "rulebook"

// StreamID is the id of that stream, the same in every board.
func StreamID() ids.ID { return ids.Derive(ids.Act{}, StreamKind) }

// Adoptions are the books a board has gone by, the newest last: the folded state
// of its rulebook stream.
type Adoptions struct {
	Files      map[string]string // text of the files of the newest book, by path
	Books      []AdoptedBook
	texts      map[string]string // of every file of every book, by digest
	Decisions  []RuleDecided     // rules that the municipality decided in the program, the newest last
	Recomputed string            // the digest by which every obligation stands computed
}

// An AdoptedBook names one book and the days it was gone by.
type AdoptedBook struct {
	Digest string
	From   civil.Date
	Files  map[string]string // digest by path
}

// Now is the digest of the book gone by; empty before the first.
func (a Adoptions) Now() string {
	if len(a.Books) == 0 {
		return ""
	}
	return a.Books[len(a.Books)-1].Digest
}

// Texts are the files of the newest book, by path.
func (a Adoptions) Texts() []File {
	var files []File
	for _, path := range slices.Sorted(maps.Keys(a.Files)) {
		files = append(files, File{Path: path, Text: a.Files[path]})
	}
	return files
}

// FilesOf are the files of a book the board has gone by; nil when it has not.
func (a Adoptions) FilesOf(digest string) []File {
	i := slices.IndexFunc(a.Books, func(b AdoptedBook) bool { return b.Digest == digest })
	if i < 0 {
		return nil
	}
	var files []File
	for _, path := range slices.Sorted(maps.Keys(a.Books[i].Files)) {
		files = append(files, File{Path: path, Text: a.texts[a.Books[i].Files[path]]})
	}
	return files
}

// With are the files of a folder, or those that the program carries, together
// with those of the rules that the board has decided.
func (a Adoptions) With(carried []File) []File {
	files := slices.DeleteFunc(a.Texts(), func(f File) bool {
		return !decided(f.Path) || slices.ContainsFunc(carried, func(c File) bool { return c.Path == f.Path })
	})
	return append(files, carried...)
}

// Adopt takes a book into use. At every start the program adopts the book it
// carries; the same book twice is recorded once.
type Adopt struct {
	Files []AdoptFile
}

// An AdoptFile is one file of the book to adopt.
type AdoptFile struct {
	Path  string
	Text  string
	Local bool // holds a rule of the municipality's own, which someone has decided
	By    string
	On    civil.Date
	Ref   string
}

// Adopt is the command that takes this book into use.
func (b *Book) Adopt() Adopt {
	cmd := Adopt{}
	for _, f := range b.files {
		cmd.Files = append(cmd.Files, AdoptFile{f.Path, f.Text, f.Local, f.Adopted.By, f.Adopted.On, f.Adopted.Ref})
	}
	return cmd
}

// Action names the act.
func (Adopt) Action() string { return "rulebook.adopt" }

// Decide adopts a book that differs from the one gone by. A local rule that no
// one has decided is refused.
func (cmd Adopt) Decide(a Adoptions, env act.Env) ([]journal.Event, error) {
	if len(cmd.Files) == 0 {
		return nil, fault.New(fault.Invalid, "rulebook.empty")
	}
	var files []File
	event := RulebookAdopted{}
	for _, f := range cmd.Files {
		args := map[string]any{"file": f.Path}
		switch {
		case f.Local && (strings.TrimSpace(f.By) == "" || f.On.IsZero()):
			return nil, &fault.Error{Kind: fault.Invalid, Text: "rulebook.decider-missing", Args: args}
		case f.On.After(env.Today):
			return nil, &fault.Error{Kind: fault.Invalid, Text: "rulebook.decided-in-future", Args: args}
		}
		file := File{Path: f.Path, Text: f.Text}
		files = append(files, file)
		entry := AdoptedFile{Path: f.Path, Digest: file.Digest(), By: f.By, On: f.On, Ref: f.Ref}
		if text, known := a.Files[f.Path]; !known || text != f.Text {
			entry.Text = f.Text
		}
		event.Files = append(event.Files, entry)
	}
	if event.Digest = digestOf(files); event.Digest == a.Now() {
		return nil, nil
	}
	return []journal.Event{event}, nil
}

// RulebookAdopted keeps a book in the record, so that a past day is judged by
// the book of that day without an old program.
type RulebookAdopted struct {
	Digest string        `json:"digest"`
	Files  []AdoptedFile `json:"files"`
}

// An AdoptedFile is one file of an adopted book.
type AdoptedFile struct {
	Path   string     `json:"path"`
	Digest string     `json:"digest"`
	Text   string     `json:"text,omitempty"` // empty: as it stood in the book before
	By     string     `json:"by,omitempty"`   // who decided the local rules in it
	On     civil.Date `json:"on,omitzero"`
	Ref    string     `json:"ref,omitempty"`
}

// EventName is for ever.
func (RulebookAdopted) EventName() string { return "rulebook.adopted.v1" }

// Events are those of the rulebook stream.
func Events() []journal.Event {
	return []journal.Event{RulebookAdopted{}, RuleDecided{}, RulebookApplied{}}
}

// Fold takes one event into the state.
func (a *Adoptions) Fold(r journal.Recorded) {
	switch e := r.Event.(type) {
	case RulebookAdopted:
		a.adopted(e, r.Day)
	case RuleDecided:
		a.decided(e, r)
	case RulebookApplied:
		a.Recomputed = e.Digest
	}
}

// adopted is a whole book. By the first, nothing was computed by another.
func (a *Adoptions) adopted(e RulebookAdopted, day civil.Date) {
	if len(a.Books) == 0 {
		a.Recomputed = e.Digest
	}
	files, digests := map[string]string{}, map[string]string{}
	for _, f := range e.Files {
		digests[f.Path] = f.Digest
		if files[f.Path] = f.Text; f.Text == "" {
			files[f.Path] = a.Files[f.Path]
		}
	}
	a.keep(files, digests)
	a.Books = append(slices.Clip(a.Books), AdoptedBook{Digest: e.Digest, From: day, Files: digests})
}

// keep makes the files those of the newest book, and remembers their texts.
func (a *Adoptions) keep(files, digests map[string]string) {
	a.Files = files
	texts := maps.Clone(a.texts)
	if texts == nil {
		texts = map[string]string{}
	}
	for path, text := range files {
		texts[digests[path]] = text
	}
	a.texts = texts
}

// Sentences holds what the rulebook says to the user. FEL-0140 to 0149
// and 0180 to 0199.
func Sentences() fault.Catalogue {
	return fault.Catalogue{
		"rulebook.empty":               {Number: 140, Says: "Regelboken är tom. Ange en mapp med regelfiler."},
		"rulebook.decider-missing":     {Number: 141, Says: "Filen {file} har lokala regler utan beslut. Skriv överst i filen vem som beslutat dem och när."},
		"rulebook.unknown-rule":        {Number: 180, Says: "Regeln finns inte i den bok som gäller. Gå tillbaka till listan och välj en regel där."},
		"rulebook.moved":               {Number: 181, Says: "Regelboken har ändrats sedan sidan öppnades. Pröva förslaget igen mot den bok som gäller nu."},
		"rulebook.by-missing":          {Number: 182, Says: "Skriv vem som har beslutat, till exempel Socialnämnden."},
		"rulebook.on-missing":          {Number: 183, Says: "Skriv vilken dag beslutet fattades."},
		"rulebook.ref-missing":         {Number: 184, Says: "Skriv var beslutet finns, till exempel SN 2026/118 § 95."},
		"rulebook.on-in-future":        {Number: 185, Says: "Beslutet kan inte vara fattat en dag som inte har kommit. Kontrollera datumet."},
		"rulebook.from-before-day":     {Number: 186, Says: "En regel kan inte börja gälla före den dag den beslutades. Välj beslutets dag eller en senare."},
		"rulebook.from-missing":        {Number: 187, Says: "Skriv vilken dag regeln börjar gälla."},
		"rulebook.from-before-version": {Number: 188, Says: "Den regel som gäller nu började gälla {from}. Välj en senare dag."},
		"rulebook.ended":               {Number: 189, Says: "Regeln har redan slutat gälla. Kopiera i stället den regel den gjordes av."},
		"rulebook.law-does-not-end":    {Number: 190, Says: "Regeln står i lag och kan inte avslutas av kommunen."},
		"rulebook.no-number":           {Number: 191, Says: "Regeln har inget tal att ändra. Den säger att något ska finnas eller inte får ske."},
		"rulebook.copied-already":      {Number: 192, Says: "Regeln är redan kopierad. Ändra kopian i stället: {rule}."},
		"rulebook.number-missing":      {Number: 193, Says: "Skriv ett helt tal mellan 1 och 1 000."},
		"rulebook.unit-unfit":          {Number: 194, Says: "Den enheten passar inte regeln. Välj en av dem i listan."},
		"rulebook.same-number":         {Number: 195, Says: "Talet är detsamma som i dag. Skriv ett annat tal."},
		"rulebook.title-missing":       {Number: 196, Says: "Skriv vad regeln ska heta."},
		"rulebook.says-missing":        {Number: 197, Says: "Skriv med en mening vad regeln kräver."},
		"rulebook.says-old-number":     {Number: 198, Says: "Meningen säger fortfarande {number}. Skriv det nya talet i meningen."},
		"rulebook.decided-in-future":   {Number: 142, Says: "Reglerna i {file} är beslutade en dag som inte har kommit än. Kontrollera datumet."},
	}
}

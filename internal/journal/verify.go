package journal

import (
	"bytes"
	"encoding/json"
	"fmt"
	"slices"

	"stadga/internal/civil"
)

// A Sealed event is one at its position in the record, with what is said of it
// where the record lies.
type Sealed struct {
	Position  int64
	Leaf      []byte    // as it was sealed
	Event     *Envelope // nil: it is no longer there
	Body      *Body     // nil: disposed of or erased
	ActDigest []byte    // over the commands of its act
	Unread    error     // what stands there cannot be read as an event
}

// A Tampering is one way in which a record is not what was sealed.
type Tampering int

const (
	Missing     Tampering = iota + 1 // a sealed event is gone
	Gap                              // a position is gone, or stands twice
	Changed                          // what stands about the event is not what was sealed
	BodyChanged                      // what the event says is not what was sealed
	Short                            // the record is shorter than a checkpoint says
	Diverged                         // the events up to a checkpoint are not those it was signed over
	Stray                            // an event has never been sealed, and does not wait to be
	Forged                           // a checkpoint in the record is not signed with the board's key
)

// A Finding is one tampering, and the event or the reading it concerns.
type Finding struct {
	Kind     Tampering
	Position int64       // of the event, or the size of the checkpoint
	Event    *Envelope   // nil: unknown
	Reading  *Reading    // nil: unknown
	Mark     *Checkpoint // the checkpoint that differs
	Day      civil.Date  // of a checkpoint that is forged
	Count    int         // of strays
	reads    bool        // it was found in the log of readings
}

// findingsMost is how many findings are kept: enough to see what kind of change
// it is. The rest are counted.
const findingsMost = 100

// A Verifier holds a record, or its log of readings, to itself and to checkpoints
// that someone has kept.
type Verifier struct {
	reads    bool // it is the log of readings
	tree     Growing
	held     []Checkpoint // all it was held to
	marks    []Checkpoint // those not yet reached, by size
	Findings []Finding
	Found    int // findings, those not kept too
	Gone     int // events whose body has been disposed of; in the log of readings, lines that have
	Erased   int // events whose text has been taken out
	last     *Envelope

	goneTo int64 // position in the log of readings below which lines may be gone

	left  []leftBody           // what stands where text has been taken out
	taken map[textPlace]string // by which acts, each with the digest of what stands there then
}

// A textPlace is an event by its place in its stream.
type textPlace struct {
	stream  StreamID
	version int
}

type leftBody struct {
	position int64
	event    *Envelope
	digest   string
}

// NewVerifier begins with the checkpoints the record is held to. Those of the log
// of readings are left to its own.
func NewVerifier(marks ...Checkpoint) *Verifier { return newVerifier(false, marks) }

// NewReadVerifier is NewVerifier for the log of readings.
func NewReadVerifier(marks ...Checkpoint) *Verifier { return newVerifier(true, marks) }

func newVerifier(reads bool, marks []Checkpoint) *Verifier {
	held := slices.DeleteFunc(slices.Clone(marks), func(c Checkpoint) bool { return c.OfReads() != reads })
	v := &Verifier{reads: reads, held: held, marks: slices.Clone(held)}
	slices.SortFunc(v.marks, func(a, b Checkpoint) int { return int(a.Size - b.Size) })
	v.reach()
	return v
}

// Sealed takes the next event by its position.
func (v *Verifier) Sealed(s Sealed) {
	if s.Position != v.tree.Size() {
		v.find(Finding{Kind: Gap, Position: v.tree.Size(), Event: s.Event})
	}
	var leaf [32]byte
	switch {
	case s.Event == nil:
		v.find(Finding{Kind: Missing, Position: s.Position, Event: v.last})
		copy(leaf[:], s.Leaf)
	default:
		leaf = s.Event.LeafHash()
		if s.Unread != nil || !bytes.Equal(leaf[:], s.Leaf) {
			v.find(Finding{Kind: Changed, Position: s.Position, Event: s.Event})
		}
		switch {
		case s.Body == nil:
			v.Gone++
		case s.Body.Left:
			v.Erased++
			v.left = append(v.left, leftBody{s.Position, s.Event, LeftDigest(s.Body.JSON)})
		case s.Body.Digest() != s.Event.Digest:
			v.find(Finding{Kind: BodyChanged, Position: s.Position, Event: s.Event})
		case s.Event.Name == TextErased{}.EventName():
			v.heed(s.Body)
		case s.Event.Name == ReadingsDisposed{}.EventName():
			var e ReadingsDisposed
			if json.Unmarshal(s.Body.JSON, &e) == nil { // what cannot be read lets nothing go
				v.goneTo = max(v.goneTo, e.To)
			}
		}
		v.last = s.Event
	}
	v.tree.Add(leaf)
	v.reach()
}

// heed takes down which text an act has taken out. What cannot be read names none,
// and what it took is then found.
func (v *Verifier) heed(b *Body) {
	var e TextErased
	if json.Unmarshal(b.JSON, &e) != nil {
		return
	}
	if v.taken == nil {
		v.taken = map[textPlace]string{}
	}
	v.taken[textPlace{StreamID{Kind: e.Stream, ID: e.ID}, e.Version}] = e.Left
}

// Reading takes the next reading by its position.
func (v *Verifier) Reading(s SealedReading) {
	if s.Position != v.tree.Size() {
		v.find(Finding{Kind: Gap, Position: v.tree.Size(), Reading: s.Reading})
	}
	var leaf [32]byte
	if s.Reading == nil && s.Position < v.goneTo {
		v.Gone++
		copy(leaf[:], s.Leaf)
	} else if s.Reading == nil {
		v.find(Finding{Kind: Missing, Position: s.Position})
		copy(leaf[:], s.Leaf)
	} else {
		leaf = s.Reading.LeafHash()
		if s.Unread != nil || !bytes.Equal(leaf[:], s.Leaf) {
			v.find(Finding{Kind: Changed, Position: s.Position, Reading: s.Reading})
		}
	}
	v.tree.Add(leaf)
	v.reach()
}

// ReadingsGone is the position in the log of readings below which the events seen let
// lines be gone.
func (v *Verifier) ReadingsGone() int64 { return v.goneTo }

// GoneTo lets the lines of a log of readings below a position be gone.
func (v *Verifier) GoneTo(position int64) { v.goneTo = position }

// reach compares the root with the checkpoints of just this size.
func (v *Verifier) reach() {
	for len(v.marks) > 0 && v.marks[0].Size == v.tree.Size() {
		mark := v.marks[0]
		v.marks = v.marks[1:]
		if mark.Root != v.tree.Root() {
			v.find(Finding{Kind: Diverged, Position: mark.Size, Mark: &mark})
		}
	}
}

// End tells what only the whole shows: checkpoints that were never reached, and
// events that were never sealed.
func (v *Verifier) End(strays int) {
	for _, mark := range v.marks {
		v.find(Finding{Kind: Short, Position: mark.Size, Mark: &mark})
	}
	v.marks = nil
	for _, l := range v.left {
		if v.taken[textPlace{l.event.Stream, l.event.Version}] != l.digest {
			v.find(Finding{Kind: BodyChanged, Position: l.position, Event: l.event})
		}
	}
	if strays > 0 {
		v.find(Finding{Kind: Stray, Position: v.tree.Size(), Count: strays})
	}
}

// Forged notes a checkpoint in the record that its key has not signed.
func (v *Verifier) Forged(day civil.Date) { v.find(Finding{Kind: Forged, Day: day}) }

func (v *Verifier) find(f Finding) {
	f.reads = v.reads
	if v.Found++; len(v.Findings) < findingsMost {
		v.Findings = append(v.Findings, f)
	}
}

// Size is how many sealed events were seen.
func (v *Verifier) Size() int64 { return v.tree.Size() }

// Root is the root over them.
func (v *Verifier) Root() Root { return v.tree.Root() }

// Untouched tells whether nothing was found.
func (v *Verifier) Untouched() bool { return v.Found == 0 }

// Verdict says in Swedish sentences what the verification came to. Waiting are
// the events that have not been sealed yet.
func (v *Verifier) Verdict(waiting int) []string {
	first, itself := "Registret har %d förseglade händelser. %d väntar på att förseglas. Rot: %s", "Registret"
	if v.reads {
		first, itself = "Läsloggen har %d förseglade rader. %d väntar på att förseglas. Rot: %s", "Läsloggen"
	}
	lines := []string{fmt.Sprintf(first, v.Size(), waiting, v.Root())}
	switch {
	case v.Gone > 0 && v.reads:
		lines = append(lines, fmt.Sprintf("%d rader är gallrade. Att de fanns går fortfarande att pröva, och när de gallrades står i registret.", v.Gone))
	case v.Gone > 0:
		lines = append(lines, fmt.Sprintf("Innehållet i %d händelser är gallrat. Att de fanns, och när, går fortfarande att pröva.", v.Gone))
	}
	if v.Erased > 0 {
		lines = append(lines, fmt.Sprintf("Text är borttagen ur %d händelser. Vem som beslutade det, och varför, står i registret.", v.Erased))
	}
	switch {
	case !v.Untouched():
		for _, f := range v.Findings {
			lines = append(lines, f.Words())
		}
		if more := v.Found - len(v.Findings); more > 0 {
			lines = append(lines, fmt.Sprintf("Och %d till.", more))
		}
	case len(v.held) == 0:
		lines = append(lines, itself+" stämmer. Men det finns inget sigill att pröva mot, och då syns inte om slutet är borttaget.")
	default:
		first := slices.MinFunc(v.held, func(a, b Checkpoint) int { return a.At.Compare(b.At) })
		last := slices.MaxFunc(v.held, func(a, b Checkpoint) int { return a.At.Compare(b.At) })
		said := "Inget är borttaget, flyttat eller ändrat."
		if v.reads {
			said = "Ingen rad i läsloggen är borttagen, flyttad eller ändrad."
		}
		lines = append(lines, fmt.Sprintf(said+" Prövat mot %d sigill, från %s till %s.", len(v.held), civil.When(first.At), civil.When(last.At)))
	}
	return lines
}

// Words say in Swedish what was found, and of which event.
func (f Finding) Words() string {
	if f.reads {
		return f.readWords()
	}
	at := fmt.Sprintf("plats %d", f.Position+1)
	if f.Event != nil {
		at += fmt.Sprintf(" (%s, %s, handling %s)", f.Event.Name, civil.When(f.Event.At), f.Event.Ref.Act)
	}
	switch f.Kind {
	case Missing:
		text := fmt.Sprintf("Händelsen på plats %d är borttagen.", f.Position+1)
		if f.Event != nil {
			text += fmt.Sprintf(" Den stod efter %s, handling %s.", f.Event.Name, f.Event.Ref.Act)
		}
		return text
	case Gap:
		return "Ordningen är bruten vid " + at + ": en plats saknas eller står två gånger."
	case Changed:
		return "Händelsen på " + at + " är ändrad: vem, när, vad eller i vilken ordning stämmer inte med det som förseglades."
	case BodyChanged:
		return "Innehållet i händelsen på " + at + " är ändrat sedan det förseglades."
	case Short:
		return fmt.Sprintf("Sigillet från %s gäller %d händelser, men registret har färre. Slutet är borttaget eller registret är återställt till en äldre kopia.", civil.When(f.Mark.At), f.Mark.Size)
	case Diverged:
		return fmt.Sprintf("De första %d händelserna är inte de som sigillet från %s gäller. Något är borttaget, flyttat eller ändrat.", f.Mark.Size, civil.When(f.Mark.At))
	case Forged:
		return fmt.Sprintf("Sigillet från %s i registret är inte undertecknat med nämndens nyckel. Det är ändrat eller utbytt.", f.Day)
	}
	return fmt.Sprintf("%d händelser har aldrig förseglats och väntar inte på det. De är insatta vid sidan av programmet.", f.Count)
}

func (f Finding) readWords() string {
	at := fmt.Sprintf("plats %d", f.Position+1)
	if r := f.Reading; r != nil {
		at += fmt.Sprintf(" (%s, %s, den som läste har nummer %s)", r.Part, civil.When(r.At), r.Actor)
	}
	switch f.Kind {
	case Missing:
		return fmt.Sprintf("Raden på plats %d i läsloggen är borttagen.", f.Position+1)
	case Gap:
		return "Ordningen i läsloggen är bruten vid " + at + ": en plats saknas eller står två gånger."
	case Changed:
		return "Raden i läsloggen på " + at + " är ändrad: vem, när, vad eller varför stämmer inte med det som förseglades."
	case Short:
		return fmt.Sprintf("Sigillet från %s gäller %d rader i läsloggen, men den har färre. Slutet är borttaget eller registret är återställt till en äldre kopia.", civil.When(f.Mark.At), f.Mark.Size)
	case Diverged:
		return fmt.Sprintf("De första %d raderna i läsloggen är inte de som sigillet från %s gäller. Något är borttaget, flyttat eller ändrat.", f.Mark.Size, civil.When(f.Mark.At))
	case Forged:
		return fmt.Sprintf("Sigillet över läsloggen från %s är inte undertecknat med nämndens nyckel. Det är ändrat eller utbytt.", f.Day)
	}
	return fmt.Sprintf("%d rader i läsloggen har aldrig förseglats och väntar inte på det. De är insatta vid sidan av programmet.", f.Count)
}

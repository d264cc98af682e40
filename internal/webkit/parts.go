package webkit

import (
	"fmt"
	"net/url"
	"strconv"

	"stadga/internal/civil"
)

// A Lage says how urgent something is. It is always shown with words.
type Lage string

// The states, each with a ring that fills: more ink is more urgent.
const (
	Lugn  Lage = "lugn"  // calm
	Snart Lage = "snart" // soon, or a gap
	Idag  Lage = "idag"  // today, or at once
	Sen   Lage = "sen"   // late
	Stopp Lage = "stopp" // stopped, waiting
	Oklar Lage = "oklar" // cannot be judged: always dashed
	Klar  Lage = "klar"  // met
)

// A Badge (läge) is a state in words. {{template "lage" .Badge}}
type Badge struct {
	Lage  Lage
	Words string
}

// A Frist is a last day by law or local target, drawn with everything that
// explains it. {{template "frist" .Frist}}
type Frist struct {
	Badge
	Before string     // "gränsen var"
	Day    civil.Date // the last day
	Year   bool       // the year is worth saying
	After  string     // ", planera till fre 13"
	Ground string     // "SoL 20 kap. 2 § · stoppas av beslutet"
	Why    string     // address of "Varför detta datum?"; empty: none
	Mend   *Link      // the fact to fill in when it cannot be judged
	Bar    *Bar
}

// DayWords writes the last day, with its year when that is worth saying.
func (f Frist) DayWords() string {
	if f.Day.IsZero() {
		return ""
	}
	today := f.Day
	if f.Year {
		today = civil.Date{}
	}
	return ShortDay(f.Day, today)
}

// A Sparlage is the saving state, right of the page's head. The words are the
// only ones used: Osparat, Sparar…, Sparat hh:mm:ss, Inte sparat …, Signerad.
type Sparlage struct {
	Lage  Lage
	Words string
	Icon  string
}

// SavedAt says that a draft is durable.
func (t Typed) SavedAt() Sparlage {
	if t.Saved.IsZero() {
		return Sparlage{}
	}
	return Sparlage{Lage: Klar, Words: "Sparat " + ClockSeconds(t.Saved), Icon: "i-l-klar"}
}

// A Personband stands on top of every page about a person.
type Personband struct {
	Name      string
	Age       string // "84 år"
	Born      string // "1941-05-19"
	Protected string // words of the red band; empty: not protected
	Hidden    string // "Adress, telefon och utförare är dolda."
	Facts     []string
	Heading   bool // the name is the page's h1: on the case page itself
	Actions   []Link
	More      []Link // under "Fler åtgärder"
}

// A Place is where in the process a page stands: the step, and the kind of matter
// where the page speaks of one ("barn", "aldre", "lss", "vuxen").
type Place struct{ Step, Matter string }

// A LawLine (lagrum) is a right, a power or a duty without a last day that the
// reader should know of at the step.
type LawLine struct{ ID, Title, Says, Cited string }

// A SupportLine (stöd för steget) leads to what helps at a step: a handbook, a
// routine, guidance or a guiding decision.
type SupportLine struct {
	Kind string
	Link Link
}

// A Step is one step of a line's way (Stegrad).
type Step struct {
	Words, Sub string
	State      StepState
}

// StepState says where a step stands.
type StepState int

// The states of a step.
const (
	StepAhead StepState = iota
	StepDone
	StepNow
	StepSkipped
)

// Stegrad is where one line of a case stands, in words.
type Stegrad struct {
	Label string // "Var utredningen är"
	Steps []Step
}

// NastaSteg is the one next step of a running line.
type NastaSteg struct {
	ID        string
	Heading   string // "Nästa steg" or the line it belongs to
	Of        string // the line, said to those who go by headings where a page has several; empty: only one
	Badge     *Badge
	Sentence  string
	Why       string
	Explained string // address that explains the frist behind it; empty: none
	Primary   *Link  // at most one in the whole page
	Others    []Link
}

// A TimelineItem is one line of a Tidslinje, newest first.
type TimelineItem struct {
	Icon     string
	Class    string // "", "beslut" or "osignerad"
	Day      string // "11 mars"
	Clock    string
	Title    string
	Who      string
	Unsigned bool
	Text     string
	Fold     string // when the text is long: "Läs anteckningen, 14 rader"
	Links    []Link
}

// A Thread (röd tråd) is the way from needs to results, gaps visible.
type Thread struct {
	Label string
	Heads []string // Behov, Mål, Beslut, Uppdrag, Plan, Utfört, Resultat
	Rows  []ThreadRow
}

// A ThreadRow is one need and its links.
type ThreadRow struct {
	Need  string
	Cells []ThreadCell
}

// ThreadState says whether the thread runs through a cell.
type ThreadState string

// The states of a cell; a gap says in words what is missing.
const (
	ThreadRuns  ThreadState = ""
	ThreadHalf  ThreadState = "delvis"
	ThreadGap   ThreadState = "lucka"
	ThreadAfter ThreadState = "efter" // after a gap: not yet
)

// A ThreadCell is one link of the thread. An empty one after a gap reads "inte än".
type ThreadCell struct {
	Label string
	State ThreadState
	Words string
	Link  *Link // to it, or to what mends the gap
}

// A Fact (Faktarad) is a fact with its origin.
type Fact struct {
	Label, Value, Origin string
	Missing              bool
	Mend                 *Link
}

// A Receipt is one link of a Kvittens: sent is not received until the other
// side has said so.
type Receipt struct {
	Words, When, Who string
	Waits            bool
}

// An Empty (Tomt) says what it means that there is nothing, and what to do.
type Empty struct {
	Sentence, Support string
	Link              *Link
}

// A Progress (Framsteg) is text first and then a bar.
type Progress struct {
	ID, Words string
	Done, Of  int
}

// A Figure is a number that opens its list.
type Figure struct {
	Path  string
	Count int
	Words string
	Sub   string
	Lage  Lage

	Unknown bool // it cannot be judged, and is no nought
}

// Number writes the figure with thin spaces, and what cannot be judged as a dash.
func (f Figure) Number() string {
	if f.Unknown {
		return "–"
	}
	return Thousands(f.Count)
}

// A Listing (Lista) is a table whose first column is the link.
type Listing struct {
	Caption string
	Columns []Column
	Rows    []ListRow
	Paging  Paging
	Chips   []Chip // active filters
	Empty   Empty
}

// A Column is the head of one column.
type Column struct {
	Words  string
	Sort   string // address that sorts by it; empty: not sortable
	Sorted string // "ascending", "descending" or ""
	Number bool
}

// A ListRow is one row; its first cell is the link.
type ListRow struct {
	Path, Words, Sub string
	Cells            []Cell
}

// A Cell is one cell of a list. On a narrow screen Name stands before it.
type Cell struct {
	Name       string
	Words, Sub string
	Badge      *Badge
	Link       *Link
	Number     bool
}

// A Chip is an active filter that can be taken away.
type Chip struct{ Words, Without string }

// PageSize is how many rows a list shows at a time.
const PageSize = 25

// Paging says which rows are shown: "Visar 1–25 av 212".
type Paging struct {
	From, To, Of int
	Prev, Next   string // addresses; empty at the ends
}

// NewPaging pages a list of so many rows; the page number stands in the address
// as sida, so that back, reload and a shared link keep the view.
func NewPaging(u *url.URL, of int) Paging {
	page, err := strconv.Atoi(u.Query().Get("sida"))
	last := max(1, (of+PageSize-1)/PageSize)
	if err != nil || page < 1 {
		page = 1
	}
	page = min(page, last)
	p := Paging{From: (page-1)*PageSize + 1, To: min(page*PageSize, of), Of: of}
	if of == 0 {
		p.From = 0
	}
	if page > 1 {
		p.Prev = withPage(u, page-1)
	}
	if page < last {
		p.Next = withPage(u, page+1)
	}
	return p
}

// Offset is how many rows to skip.
func (p Paging) Offset() int { return max(0, p.From-1) }

// Words writes "Visar 1–25 av 212".
func (p Paging) Words() string {
	if p.Of == 0 {
		return "Visar 0 av 0"
	}
	return fmt.Sprintf("Visar %s–%s av %s", Thousands(p.From), Thousands(p.To), Thousands(p.Of))
}

func withPage(u *url.URL, page int) string {
	q := u.Query()
	q.Set("sida", strconv.Itoa(page))
	if page == 1 {
		q.Del("sida")
	}
	if len(q) == 0 {
		return u.Path
	}
	return u.Path + "?" + q.Encode()
}

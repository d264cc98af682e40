package deskweb

import (
	"fmt"
	"net/http"
	"slices"
	"strings"

	"stadga/internal/access"
	"stadga/internal/civil"
	"stadga/internal/desk"
	"stadga/internal/duty"
	"stadga/internal/ids"
	"stadga/internal/webkit"
)

// DayPage is Min dag (P1).
type DayPage struct {
	webkit.Page
	Alerts []AlertRow // on top, until they are answered
	Told   []ToldRow
	Done   webkit.Progress
	Groups []DayGroup
	Boxes  []webkit.Figure
	Cases  int
	Chosen *webkit.Listing // the cases of one box, when one is opened
	Read   []webkit.Fact   // notes to sign
	Drafts []webkit.Fact   // that a rule has stopped
	Covers []string
	Empty  *webkit.Empty
	Hidden string
}

// DayGroup is one part of the day.
type DayGroup struct {
	ID, Title string
	Count     int
	Rows      []webkit.TodoRow
	All       *webkit.Link // "Visa alla 12"
}

const groupMost = 7 // rows of a group before "Visa alla"

func groups() []struct {
	of  desk.Group
	key string
	say string
} {
	return []struct {
		of  desk.Group
		key string
		say string
	}{{desk.Late, "forsenat", "Försenat"}, {desk.Today, "i-dag", "I dag"}, {desk.Week, "veckan", "Denna vecka och nästa"}}
}

// getDay handles GET /min-dag: one's own obligations and those of whom one
// stands in for, late first.
func (p Pages) getDay(w http.ResponseWriter, r *http.Request) error {
	ctx, me, today, now := r.Context(), webkit.Actor(r), webkit.Today(r), webkit.Now(r)
	covers, err := p.Queries.Covers(ctx, me.User, today)
	if err != nil {
		return err
	}
	rows, err := p.mine(r, covers)
	if err != nil {
		return err
	}
	alerts, err := p.alerts(r, covers)
	if err != nil {
		return err
	}
	told, err := p.Told(ctx, me, now)
	if err != nil {
		return err
	}
	unsigned, err := p.Queries.Unsigned(ctx, me.User, today)
	if err != nil {
		return err
	}
	done, err := p.Queries.Count(ctx, desk.Selection{Scope: p.Door.Scope(me), Users: []ids.User{me.User}, MetOn: today, Now: now})
	if err != nil {
		return err
	}
	if len(alerts)+len(told) > 0 { // they stand for obligations of subjects that they name
		if err := p.Queries.Named(ctx, rows); err != nil {
			return err
		}
	}
	rows, also := p.merged(answered(rows, alerts, told), today)
	day := desk.Arrange(rows, p.Book, now)
	page := &DayPage{Alerts: alerts, Told: told}
	page.Title, page.Small = "Min dag", fmt.Sprintf("%s, vecka %d", webkit.LongDay(today), week(today))
	late, due := len(day.Groups[desk.Late]), len(day.Groups[desk.Today])
	page.Strong, page.Sentence = daySentence(late, due)
	page.Done = webkit.Progress{ID: "klart", Words: "Klart i dag", Done: done, Of: done + late + due}
	names := map[ids.User]string{}
	for _, c := range covers {
		names[c.User] = c.Name
		page.Covers = append(page.Covers, fmt.Sprintf("Du ersätter %s till och med %s.", c.Name, webkit.LongDay(c.Until)))
	}
	first := make([]desk.Row, 0, len(groups())*groupMost)
	for _, g := range groups() {
		for _, row := range topOf(r, g.key, day.Groups[g.of]) {
			first = append(first, *row)
		}
	}
	first, hidden, err := p.shown(r, first)
	if err != nil {
		return err
	}
	for _, g := range groups() {
		if all := len(day.Groups[g.of]); all > 0 {
			in := func(row desk.Row) bool { return desk.GroupOf(&row.Obligation, now) == g.of }
			page.Groups = append(page.Groups, p.dayGroup(r, g.key, g.say, all, first, in, names, also))
		}
	}
	if late+due == 0 {
		if page.Empty, err = p.nothingToday(r, day); err != nil {
			return err
		}
	}
	for _, box := range day.Boxes {
		page.Cases += box.Cases
		figure := webkit.Figure{Path: "/min-dag?frist=" + box.Key, Count: box.Cases, Words: box.Words}
		switch {
		case box.Cases == 0:
		case box.Key == "0-3":
			figure.Lage = webkit.Sen
		case box.Key == "4-7":
			figure.Lage = webkit.Snart
		}
		page.Boxes = append(page.Boxes, figure)
		if r.URL.Query().Get("frist") == box.Key {
			list, left, err := p.boxList(r, box, rows)
			if err != nil {
				return err
			}
			page.Chosen = &list
			hidden += left
		}
	}
	page.Hidden = hiddenWords(hidden)
	for _, u := range unsigned {
		if slices.Contains(me.Barred, u.Case.Person) {
			continue // another signs or rewrites what one in conflict wrote
		}
		page.Read = append(page.Read, webkit.Fact{
			Label: "Signera " + webkit.Count(u.Notes, "anteckning", "anteckningar"),
			Value: "Skriven " + webkit.ShortDay(u.Written, today),
			Mend:  &webkit.Link{Path: caseAddress(u.Case), Words: number(r, u.Case)},
		})
	}
	if page.Drafts, err = p.stopped(r); err != nil {
		return err
	}
	return show(w, r, p, "min-dag.html", page)
}

// stoppedMost is how many stopped drafts Min dag lists.
const stoppedMost = 7

// stopped lists the officer's drafts that a rule has stopped, each with why and the
// way back to it.
func (p Pages) stopped(r *http.Request) ([]webkit.Fact, error) {
	me, today := webkit.Actor(r), webkit.Today(r)
	drafts, err := p.Queries.Stopped(r.Context(), me.User, stoppedMost)
	if err != nil || len(drafts) == 0 {
		return nil, err
	}
	files := make([]access.File, len(drafts))
	for i, d := range drafts {
		files[i] = d.Case.File()
	}
	var facts []webkit.Fact
	for i, sees := range p.Door.Sees(me, files...) {
		if d := drafts[i]; sees { // the case may have gone to another since
			facts = append(facts, webkit.Fact{
				Label: person(r, d.Case) + ", " + webkit.ShortDay(d.Saved, today), Value: d.Why,
				Mend: &webkit.Link{Path: d.Path, Words: "Se varför i " + d.Case.Number},
			})
		}
	}
	return facts, nil
}

// mine are the unmet obligations that lie on the person: those of the officer's
// own cases and of whom the officer stands in for, a provider's in its orders, a
// manager's in the unit – and in a unit's cases that nobody has.
func (p Pages) mine(r *http.Request, covers []desk.Cover) ([]desk.Row, error) {
	me, now := webkit.Actor(r), webkit.Now(r)
	base := desk.Selection{
		Scope: p.Door.Scope(me), Unmet: true, States: []duty.State{duty.Open, duty.Late, duty.Undetermined},
		Owes: []string{owesOfficer, owesProvider}, Now: now,
	}
	var asked []desk.Selection
	if !me.Provider.IsZero() {
		s := base
		s.Provider, s.Owes = me.Provider, []string{owesProvider}
		asked = append(asked, s)
	} else {
		s := base
		s.Users = []ids.User{me.User}
		for _, c := range covers {
			s.Users = append(s.Users, c.User)
		}
		asked = append(asked, s)
		for _, unit := range leads(me) {
			s := base
			s.Unit, s.Owes = unit, []string{owesManager}
			free := base
			free.Unit, free.Unassigned = unit, true
			asked = append(asked, s, free)
		}
	}
	var rows []desk.Row
	for _, s := range asked {
		found, err := p.Queries.Owed(r.Context(), s)
		if err != nil {
			return nil, err
		}
		if rows == nil {
			rows = found
			continue
		}
		rows = append(rows, found...)
	}
	// A person has few, and the book has hundreds of rules: it is asked of each row.
	rows = slices.DeleteFunc(rows, func(row desk.Row) bool { return !p.Book.Has(row.Rule) || !p.Book.Task(row.Rule) })
	return once(rows, !me.Provider.IsZero()), nil
}

// Who owes, as rules say it.
const (
	owesOfficer  = "officer"
	owesProvider = "provider"
	owesManager  = "manager"
)

// A rowKey tells an obligation from others.
type rowKey struct {
	subjectKey
	key duty.Key
}

// A subjectKey tells a subject from others, also where it has not been read yet.
type subjectKey struct {
	num     int64
	subject duty.Subject
}

func subjectOf(row desk.Row) subjectKey {
	if row.Of != 0 {
		return subjectKey{num: row.Of}
	}
	return subjectKey{subject: row.Subject}
}

func keyOf(row desk.Row) rowKey { return rowKey{subjectOf(row), row.Key()} }

// once keeps one row per obligation. A receipt that a provider owes stands on the
// officer's day too: silence escalates (E-06).
func once(rows []desk.Row, provider bool) []desk.Row {
	seen := make(map[rowKey]bool, len(rows))
	return slices.DeleteFunc(rows, func(row desk.Row) bool {
		k := keyOf(row)
		if seen[k] {
			return true
		}
		seen[k] = true
		return row.Owes == owesProvider && !provider && row.Rule != desk.RuleAcknowledge
	})
}

// joined is what stands on a row of the rules that wait for the same thing.
type joined struct {
	cited []string
	dated *duty.Obligation // the nearest of them with a last day; nil: none has one
}

// merged keeps one row for each thing to do: several rules may wait for the same
// fact of the same matter, law and local target, and one act meets them all. So does
// one that also takes another way: the plan that is owed within fifteen days is the
// plan that is to be there, and be kept up (docs/divergences.md). The row is the one
// whose last day is nearest, or the law's when both are late; the others' grounds stand
// on it. The rows are sorted where they stand.
//
// What law wants at once has no last day of its own: the last day that the
// municipality has set for the same thing stands on its row.
func (p Pages) merged(rows []desk.Row, today civil.Date) (kept []desk.Row, also map[rowKey]joined) {
	type matter struct {
		subject subjectKey
		about   string
	}
	type todo struct {
		at   int // in kept
		ways []string
	}
	several := make(map[matter]int, len(rows))
	for i := range rows {
		several[matter{subjectOf(rows[i]), rows[i].About}]++
	}
	left := func(row *desk.Row) int { return desk.DaysLeft(&row.Obligation, today) }
	desk.Sort(rows, func(a, b *desk.Row) int { return left(a) - left(b) })
	first := map[matter][]todo{}
	also = map[rowKey]joined{}
	kept = rows[:0]
	for i := range rows {
		row := &rows[i]
		m := matter{subjectOf(*row), row.About}
		if several[m] == 1 { // most are alone
			kept = append(kept, *row)
			continue
		}
		ways := p.Book.Ways(&row.Obligation)
		at := slices.IndexFunc(first[m], func(t todo) bool {
			return meets(t.ways, ways) || meets(ways, t.ways) && left(&kept[t.at]) == left(row)
		})
		if at < 0 {
			first[m] = append(first[m], todo{len(kept), ways})
			kept = append(kept, *row)
			continue
		}
		t := &first[m][at]
		stands, other := &kept[t.at], *row
		was, byLaw := keyOf(*stands), p.Book.Local(stands.Rule) && !p.Book.Local(row.Rule) && left(row) < 0
		if byLaw || !meets(t.ways, ways) {
			*stands, other, t.ways = other, *stands, ways
		}
		j := also[was]
		if cited := p.Book.Cited(&other.Obligation); !slices.Contains(j.cited, cited) {
			j.cited = append(j.cited, cited)
		}
		if j.dated == nil && !other.Due().IsZero() {
			j.dated = &other.Obligation
		}
		also[keyOf(*stands)] = j
	}
	return kept, also
}

// meets tells whether what meets a rule in any of these ways meets one with those too.
func meets(ways, others []string) bool {
	return len(ways) > 0 && !slices.ContainsFunc(ways, func(way string) bool { return !slices.Contains(others, way) })
}

// shown completes rows that are to be shown and leaves out those that the door
// refuses, and those that have gone meanwhile.
func (p Pages) shown(r *http.Request, rows []desk.Row) (seen []desk.Row, hidden int, err error) {
	if err := p.Queries.Named(r.Context(), rows); err != nil {
		return nil, 0, err
	}
	rows = slices.DeleteFunc(rows, func(row desk.Row) bool { return row.Subject.Kind == "" })
	seen, hidden = p.confirmed(r, rows)
	return seen, hidden, nil
}

// topOf are the rows of a group that the page shows.
func topOf(r *http.Request, key string, rows []*desk.Row) []*desk.Row {
	if len(rows) > groupMost && r.URL.Query().Get("visa") != key {
		return rows[:groupMost]
	}
	return rows
}

// dayGroup is a group of so many, with those of the rows that are in it.
func (p Pages) dayGroup(r *http.Request, key, title string, all int, rows []desk.Row, in func(desk.Row) bool, covers map[ids.User]string, also map[rowKey]joined) DayGroup {
	group := DayGroup{ID: "g-" + key, Title: title, Count: all}
	if all > groupMost && r.URL.Query().Get("visa") != key {
		group.All = &webkit.Link{Path: "/min-dag?visa=" + key + "#g-" + key, Words: "Visa alla " + webkit.Thousands(all)}
	}
	for _, row := range rows {
		if !in(row) {
			continue
		}
		line := webkit.TodoRow{
			What: p.Book.Title(row.Rule), Path: address(row), Ground: p.ground(&row.Obligation, also[keyOf(row)].cited...),
			Person: person(r, row.Case), Number: row.Case.Number,
			Frist: p.frist(row, r),
		}
		if dated := also[keyOf(row)].dated; dated != nil && row.Due().IsZero() && row.DueAt.IsZero() {
			subject := row.Subject // not read of those that are not shown themselves
			row.Obligation = *dated
			row.Subject = subject
			line.Frist = p.frist(row, r)
		}
		line.Frist.Ground = "" // it stands under what is to be done
		if name := covers[row.Case.Officer]; name != "" {
			line.Cover = "för " + name
		}
		group.Rows = append(group.Rows, line)
	}
	return group
}

func (p Pages) boxList(r *http.Request, box desk.Box, rows []desk.Row) (webkit.Listing, int, error) {
	today := webkit.Today(r)
	slices.SortStableFunc(rows, func(a, b desk.Row) int {
		return desk.DaysLeft(&a.Obligation, today) - desk.DaysLeft(&b.Obligation, today)
	})
	nearest := map[int64]bool{}
	var in []desk.Row
	for _, row := range rows {
		if nearest[row.File] {
			continue
		}
		nearest[row.File] = true
		if left := desk.DaysLeft(&row.Obligation, today); left >= box.From && left <= box.To {
			in = append(in, row)
		}
	}
	page := webkit.NewPaging(r.URL, len(in))
	seen, hidden, err := p.shown(r, in[page.Offset():page.To])
	return p.rowsAsList(r, "Ärenden med närmaste frist om "+box.Words, seen, len(in)), hidden, err
}

func daySentence(late, due int) (strong, rest string) {
	switch {
	case late+due == 0:
		return "Inget ska göras i dag.", ""
	case late == 0:
		return webkit.Count(due, "sak", "saker") + " ska göras i dag.", ""
	}
	strong = webkit.Count(late+due, "sak", "saker") + " ska göras i dag."
	return strong, webkit.Count(late, "är försenad", "är försenade") + "."
}

// nothingToday says what comes next, so that an empty page is an answer.
func (p Pages) nothingToday(r *http.Request, day desk.Day) (*webkit.Empty, error) {
	empty := &webkit.Empty{Sentence: "Inget ska göras i dag."}
	for _, g := range []desk.Group{desk.Week, desk.Later} {
		for _, next := range day.Groups[g] {
			if next.Missing != "" || next.Due().IsZero() {
				continue
			}
			seen, _, err := p.shown(r, []desk.Row{*next})
			if err != nil {
				return nil, err
			}
			for _, row := range seen {
				title := p.Book.Title(row.Rule)
				empty.Support = fmt.Sprintf("Nästa sak: %s %s.", strings.ToLower(title[:1])+title[1:], webkit.ShortDay(row.Due(), webkit.Today(r)))
				empty.Link = &webkit.Link{Path: address(row), Words: "Öppna " + number(r, row.Case)}
				return empty, nil
			}
		}
	}
	empty.Support = "Du har inga frister som löper."
	return empty, nil
}

// week is the week's number by ISO 8601, as Swedish calendars count.
func week(d civil.Date) int {
	_, n := d.Midnight().ISOWeek()
	return n
}

package store

import (
	"context"
	"database/sql"
	"encoding/json"
	"errors"
	"fmt"
	"slices"
	"strings"

	"stadga/internal/duty"
	"stadga/internal/engine"
	"stadga/internal/ids"
	"stadga/internal/journal"
)

// Bodies is what every event of a stream says, as it lies in the journal. Those
// that have been disposed of say nothing.
func (db *DB) Bodies(ctx context.Context, stream journal.StreamID) ([]engine.StoredEvent, error) {
	var events []engine.StoredEvent
	err := db.driver.Read(ctx, func(q Queryer) error {
		r := &reader{q: q}
		num, version, err := r.Stream(ctx, stream)
		if err != nil || version == 0 {
			return err
		}
		events, err = r.Events(ctx, num, 0)
		return err
	})
	return events, err
}

// A Cut is a body that is to stand in the place of what an event says, and the
// texts that it is without.
type Cut struct {
	Version int
	Left    []byte
	Texts   []string
	Says    string // stands in the place of the first
}

// Erase takes texts out of events of one stream, in one transaction: in the place of
// each body, and of its salt, stands what is left of it. The attachments that are no
// longer named go, the drafts about the stream, and those about the others that hold
// one of the texts. Done again it finds nothing more, and tells how many it took.
func (db *DB) Erase(ctx context.Context, stream journal.StreamID, cuts []Cut, about ...ids.ID) (taken int, err error) {
	err = db.exec(ctx, func(x Execer) error {
		taken = 0
		r := &reader{q: x}
		num, _, err := r.Stream(ctx, stream)
		if err != nil {
			return err
		}
		events, err := r.Events(ctx, num, 0)
		if err != nil {
			return err
		}
		var texts []string
		for _, cut := range cuts {
			at := slices.IndexFunc(events, func(e engine.StoredEvent) bool { return e.Version == cut.Version })
			if at < 0 {
				return fmt.Errorf("%s has no event %d", stream, cut.Version)
			}
			done, err := db.cut(ctx, x, num, events[at], cut)
			if err != nil {
				return err
			}
			if done {
				taken++
				texts = append(texts, cut.Texts...)
			}
		}
		if taken == 0 {
			return nil
		}
		return errors.Join(dropDrafts(ctx, x, stream.ID), dropDraftsWith(ctx, x, texts, about), mendFacts(ctx, x, stream, cuts, about), tookAway(ctx, x))
	})
	if err != nil || taken == 0 {
		return 0, err
	}
	return taken, db.rebuildReading(ctx, stream, cuts)
}

// cut takes the text out of one event; false: it was out.
func (db *DB) cut(ctx context.Context, x Execer, stream engine.Num, e engine.StoredEvent, cut Cut) (bool, error) {
	result, err := x.ExecContext(ctx, `update journal_body set body = $3, salt = $4 where length(salt) > 0
		and event = (select num from journal where stream = $1 and version = $2)`, int64(stream), e.Version, string(cut.Left), []byte{})
	if err != nil {
		return false, err
	}
	if n, err := result.RowsAffected(); err != nil || n == 0 {
		return false, err
	}
	// The digest of an act is over what was written, with no salt.
	if _, err := x.ExecContext(ctx, `update act set digest = $2 where id = $1 and length(digest) > 0`, e.Ref.Act, []byte{}); err != nil {
		return false, err
	}
	was, err := db.attached(e.Envelope, e.JSON)
	if err != nil {
		return false, err
	}
	stay, err := db.attached(e.Envelope, cut.Left)
	if err != nil {
		return false, err
	}
	for _, id := range was {
		if !slices.Contains(stay, id) {
			if err := dropAttachment(ctx, x, id); err != nil {
				return false, err
			}
		}
	}
	return true, nil
}

func (db *DB) attached(e journal.Envelope, body []byte) ([]ids.ID, error) {
	recorded, err := db.registry.Read(e, body)
	if err != nil {
		return nil, err
	}
	var all []ids.ID
	if naming, is := recorded.Event.(journal.Attaching); is {
		for _, a := range naming.Attachments() {
			all = append(all, a.ID)
		}
	}
	return all, nil
}

// rebuildReading builds anew the projections that read the events.
func (db *DB) rebuildReading(ctx context.Context, stream journal.StreamID, cuts []Cut) error {
	events, err := db.Bodies(ctx, stream)
	if err != nil {
		return err
	}
	for _, p := range db.projections {
		names := db.registry.Stored(p.Events)
		reads := slices.ContainsFunc(events, func(e engine.StoredEvent) bool {
			return slices.Contains(names, e.Name) && slices.ContainsFunc(cuts, func(c Cut) bool { return c.Version == e.Version })
		})
		if reads {
			if err := db.rebuild(ctx, p, func(int, int) {}); err != nil {
				return err
			}
		}
	}
	return nil
}

// mendFacts puts what the events now say in the place of the texts that rules were
// told, in the subjects given and all below them.
func mendFacts(ctx context.Context, x Execer, stream journal.StreamID, cuts []Cut, about []ids.ID) error {
	type row struct {
		num   engine.Num
		facts []duty.Fact
	}
	var level []row
	read := func(query string, args ...any) error {
		rows, err := x.QueryContext(ctx, query, args...)
		if err != nil {
			return err
		}
		return each(rows, func() error {
			var r row
			var facts sql.RawBytes
			err := rows.Scan(&r.num, &facts)
			if err == nil {
				r.facts, err = decodeFacts(facts)
			}
			level = append(level, r)
			return err
		})
	}
	for _, id := range append([]ids.ID{stream.ID}, about...) {
		if err := read(`select num, facts from subject where id = $1`, id); err != nil {
			return err
		}
	}
	seen := map[engine.Num]bool{}
	for len(level) > 0 {
		now := level
		level = nil
		for _, r := range now {
			if seen[r.num] {
				continue
			}
			seen[r.num] = true
			mended := false
			for i := range r.facts {
				mended = mendFact(&r.facts[i], stream, cuts) || mended
			}
			if mended {
				if _, err := x.ExecContext(ctx, `update subject set facts = $2, version = version + 1 where num = $1`, int64(r.num), encodeFacts(r.facts)); err != nil {
					return err
				}
			}
			if err := read(`select num, facts from subject where under <> 0 and under = $1`, int64(r.num)); err != nil {
				return err
			}
		}
	}
	return nil
}

func mendFact(f *duty.Fact, stream journal.StreamID, cuts []Cut) bool {
	if f.Origin != stream {
		return false
	}
	for _, cut := range cuts {
		if at := slices.Index(cut.Texts, f.Value); at >= 0 && cut.Version == f.Version {
			f.Value = journal.ErasedAlso
			if at == 0 {
				f.Value = cut.Says
			}
			return true
		}
	}
	return false
}

// dropDraftsWith takes away drafts about subjects that hold one of the texts. A
// draft is the values of a form; spaces and line ends are as they were typed there.
func dropDraftsWith(ctx context.Context, x Execer, texts []string, about []ids.ID) error {
	type draft struct {
		person ids.User
		form   string
	}
	for _, id := range about {
		rows, err := x.QueryContext(ctx, `select person, form, body from draft where subject_id = $1`, id)
		if err != nil {
			return err
		}
		var hold []draft
		err = each(rows, func() error {
			var d draft
			var body []byte
			err := rows.Scan(&d.person, &d.form, &body)
			if holdsText(body, texts) {
				hold = append(hold, d)
			}
			return err
		})
		if err != nil {
			return err
		}
		for _, d := range hold {
			if err := dropDraft(ctx, x, d.person, d.form); err != nil {
				return err
			}
		}
	}
	return nil
}

// shortText is how few characters may stand in a draft by chance.
const shortText = 12

func holdsText(body []byte, texts []string) bool {
	typed := []string{string(body)}
	var form map[string][]string
	if json.Unmarshal(body, &form) == nil {
		for _, values := range form {
			typed = append(typed, values...)
		}
	}
	for _, value := range typed {
		value = strings.Join(strings.Fields(value), " ")
		for _, text := range texts {
			text = strings.Join(strings.Fields(text), " ")
			if value == text || len(text) >= shortText && strings.Contains(value, text) {
				return true
			}
		}
	}
	return false
}

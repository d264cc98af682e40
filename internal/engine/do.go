package engine

import (
	"context"
	"crypto/sha256"
	"encoding/binary"
	"encoding/json"
	"errors"
	"fmt"
	"time"

	"stadga/internal/act"
	"stadga/internal/fault"
	"stadga/internal/ids"
	"stadga/internal/journal"
)

// Do carries out the steps as one act: all of them or none, in one transaction.
// Each step sees the facts given by those before it. Form.Shown is the version
// of the first step's stream, and Form.Also those of others that the form showed:
// has one of them moved since, nothing is done.
func (e *Engine) Do(ctx context.Context, form act.Form, steps ...Step) (Receipt, error) {
	return e.do(ctx, form, journal.Ref{}, steps)
}

func (e *Engine) do(ctx context.Context, form act.Form, cause journal.Ref, steps []Step) (Receipt, error) {
	if form.ID.IsZero() {
		return Receipt{}, fault.New(fault.Invalid, "act.no-id")
	}
	digest, err := contentOf(steps)
	if err != nil {
		return Receipt{}, err
	}
	row := ActRow{ID: form.ID, Digest: digest, Actor: form.Actor.User, OnBehalf: form.Actor.OnBehalf, Cause: cause}
	var (
		receipt Receipt
		done    *plan
		ahead   = e.ahead(ctx, form, cause, steps)
	)
	err = e.store.Write(ctx, func(tx Tx) error {
		p := ahead
		ahead, done = nil, nil // it serves once: what is run again is planned again
		if p == nil {
			p = e.newPlan(tx, form)
			p.tx, p.cause = tx, cause
		}
		row.At = p.now
		// What could be planned ahead is hardly a repeated post. If it is, the act is
		// planned again inside, and finds out.
		fresh, err := tx.AddAct(ctx, row, p.ahead)
		if err != nil {
			return err
		}
		if !fresh {
			receipt, err = repeated(ctx, tx, row)
			return err
		}
		if p.tx == nil {
			p.tx = tx
			err = p.hold(ctx)
		} else {
			err = p.make(ctx, steps)
		}
		receipt = p.receipt()
		if err != nil {
			return err
		}
		done = p
		return p.write(ctx)
	})
	switch {
	case errors.Is(err, errNothing):
		return receipt, nil
	case err != nil:
		return Receipt{}, err
	}
	if done != nil {
		done.remember()
	}
	return receipt, nil
}

// ahead plans an act outside the transaction, beside what others are writing.
// The transaction then only makes sure that nothing it was planned from has
// moved. It is nil where the transaction must plan the act itself: also when it
// seems to be refused, for it may have been done already.
func (e *Engine) ahead(ctx context.Context, form act.Form, cause journal.Ref, steps []Step) *plan {
	if e.inside {
		return nil
	}
	var made *plan
	err := e.store.Read(ctx, func(r Reader) error {
		p := e.newPlan(r, form)
		p.cause, p.ahead = cause, true
		if err := p.make(ctx, steps); err != nil {
			return err
		}
		made = p
		return nil
	})
	if err != nil {
		return nil
	}
	return made
}

// repeated answers a post whose act id is taken: with the first receipt when it
// is the same act by the same actor.
func repeated(ctx context.Context, r Reader, again ActRow) (Receipt, error) {
	first, err := r.Act(ctx, again.ID)
	if err != nil {
		return Receipt{}, err
	}
	if first == nil {
		return Receipt{}, fmt.Errorf("act %s is taken and yet not found", again.ID)
	}
	if first.Digest != again.Digest || first.Actor != again.Actor {
		return Receipt{}, fault.New(fault.Conflict, "act.used")
	}
	return Receipt{Act: first.ID, At: first.At, Versions: first.Versions}, nil
}

// contentOf is the digest by which a repeated post is known: over every
// command, its action and the stream it was given to.
func contentOf(steps []Step) ([32]byte, error) {
	h := sha256.New()
	var size [8]byte
	part := func(b []byte) {
		binary.BigEndian.PutUint64(size[:], uint64(len(b)))
		h.Write(size[:])
		h.Write(b)
	}
	for _, step := range steps {
		content, err := json.Marshal(step.command)
		if err != nil {
			return [32]byte{}, fmt.Errorf("content of %s: %w", step.action, err)
		}
		part([]byte(step.stream.Kind))
		part(step.stream.ID[:])
		part([]byte(step.action))
		part(content)
	}
	return [32]byte(h.Sum(nil)), nil
}

// Preview tells what a command would do, and which rules would stop it, without
// doing it. What the command itself refuses is the error.
func (s *Stream[S]) Preview(ctx context.Context, form act.Form, id ids.ID, cmd Command[S]) (Preview, error) {
	return s.engine.Preview(ctx, form, s.Step(id, cmd))
}

// Preview tells what an act of several steps would do.
func (e *Engine) Preview(ctx context.Context, form act.Form, steps ...Step) (Preview, error) {
	var preview Preview
	err := e.store.Read(ctx, func(r Reader) error {
		p := e.newPlan(r, form)
		p.dry = true
		err := p.make(ctx, steps)
		if err != nil && !errors.Is(err, errNothing) {
			return err
		}
		preview = p.preview()
		return nil
	})
	return preview, err
}

// now is the instant of an act, as exact as the record keeps it.
func (e *Engine) now() time.Time { return e.clock().UTC().Truncate(time.Microsecond) }

package store

import (
	"context"
	"errors"
	"fmt"
	"sync"
)

// ErrClosed is the answer of a store that has been shut.
var ErrClosed = errors.New("the store is shut")

// A Group writes on one connection for many: it takes what waits together into
// one transaction, each piece in a savepoint of its own, and answers all of them
// after the shared commit is durable.
type Group struct {
	conn  *Conn
	begin string
	hold  int // in bulk: pieces between commits; 0: commit when nothing waits
	jobs  chan *job
	ended chan struct{}

	mu     sync.RWMutex // held while a job is handed in, so that none is handed to a closed group
	closed bool
}

type job struct {
	ctx    context.Context
	write  func(Execer) error // in the shared transaction
	alone  func(*Conn) error  // or outside any
	err    error
	panics any
	done   chan struct{}
}

// together bounds how many pieces share a commit: what waits behind them has to
// be answered too.
const together = 256

// NewGroup returns a group that begins its transactions with a statement. With
// hold above 0 it answers before the commit and commits after so many pieces:
// for building up a record that is thrown away if the machine stops.
func NewGroup(conn *Conn, begin string, hold int) *Group {
	g := &Group{conn: conn, begin: begin, hold: hold, jobs: make(chan *job, together), ended: make(chan struct{})}
	go g.run()
	return g
}

// Write runs f in the shared transaction; its error undoes f alone.
func (g *Group) Write(ctx context.Context, f func(Execer) error) error {
	return g.hand(&job{ctx: ctx, write: f})
}

// Alone runs f on the connection, outside any transaction.
func (g *Group) Alone(ctx context.Context, f func(*Conn) error) error {
	return g.hand(&job{ctx: ctx, alone: f})
}

// Whole runs f in a transaction that it shares with nobody and that no savepoint
// divides: for very many rows, keeping what would undo a part costs more than they do.
func (g *Group) Whole(ctx context.Context, f func(Execer) error) error {
	return g.Alone(ctx, func(c *Conn) error {
		if err := c.Plain(g.begin); err != nil {
			return fmt.Errorf("begin: %w", err)
		}
		if err := f(c); err != nil {
			return errors.Join(err, c.Plain("rollback"))
		}
		if err := c.Plain("commit"); err != nil {
			return errors.Join(fmt.Errorf("commit: %w", err), c.Plain("rollback"))
		}
		return nil
	})
}

func (g *Group) hand(j *job) error {
	if err := j.ctx.Err(); err != nil {
		return err
	}
	j.done = make(chan struct{})
	g.mu.RLock()
	if g.closed {
		g.mu.RUnlock()
		return ErrClosed
	}
	g.jobs <- j
	g.mu.RUnlock()
	<-j.done
	if j.panics != nil {
		panic(j.panics) // in the goroutine whose act it was
	}
	return j.err
}

// Close commits what has been handed in and closes the connection.
func (g *Group) Close() error {
	g.mu.Lock()
	if !g.closed {
		g.closed = true
		close(g.jobs)
	}
	g.mu.Unlock()
	<-g.ended
	return g.conn.Close()
}

func (g *Group) run() {
	defer close(g.ended)
	var broken error // a bulk commit that failed after its pieces were answered
	for j := range g.jobs {
		switch {
		case broken != nil:
			j.answer(broken)
		case j.alone != nil:
			j.attempt(func() error { return j.alone(g.conn) })
			close(j.done)
		case g.hold > 0:
			broken = g.bulk(j)
		default:
			g.shared(j)
		}
	}
}

// shared runs a piece and what waits behind it, and commits them together.
func (g *Group) shared(first *job) {
	if err := g.conn.Plain(g.begin); err != nil {
		first.answer(fmt.Errorf("begin: %w", err))
		return
	}
	ran := []*job{first}
	g.piece(first)
	var after *job // one that may not share a transaction
	for len(ran) < together && after == nil {
		next := g.waiting()
		if next == nil {
			break
		}
		if next.alone != nil {
			after = next
			break
		}
		g.piece(next)
		ran = append(ran, next)
	}
	err := g.conn.Plain("commit")
	if err != nil {
		err = errors.Join(fmt.Errorf("commit: %w", err), g.conn.Plain("rollback"))
	}
	for _, j := range ran {
		if err != nil && j.err == nil {
			j.err = err
		}
		close(j.done)
	}
	if after != nil {
		after.attempt(func() error { return after.alone(g.conn) })
		close(after.done)
	}
}

// bulk runs pieces and answers each at once, until nothing more may share the
// commit; what the commit meets then ends the group.
func (g *Group) bulk(first *job) error {
	if err := g.conn.Plain(g.begin); err != nil {
		first.answer(fmt.Errorf("begin: %w", err))
		return nil
	}
	g.piece(first)
	close(first.done)
	var after *job
	for range g.hold - 1 {
		next, more := <-g.jobs
		if !more {
			break
		}
		if next.alone != nil {
			after = next
			break
		}
		g.piece(next)
		close(next.done)
	}
	err := g.conn.Plain("commit")
	if after != nil {
		if err != nil {
			after.answer(err)
		} else {
			after.attempt(func() error { return after.alone(g.conn) })
			close(after.done)
		}
	}
	return err
}

func (g *Group) waiting() *job {
	select {
	case j := <-g.jobs:
		return j
	default:
		return nil
	}
}

// piece runs one piece in a savepoint.
func (g *Group) piece(j *job) {
	if _, err := g.conn.ExecContext(j.ctx, "savepoint piece"); err != nil {
		j.err = err
		return
	}
	j.attempt(func() error { return j.write(g.conn) })
	if j.err != nil || j.panics != nil {
		_, err := g.conn.ExecContext(j.ctx, "rollback to savepoint piece")
		j.err = errors.Join(j.err, err)
	}
	if _, err := g.conn.ExecContext(j.ctx, "release savepoint piece"); err != nil {
		j.err = errors.Join(j.err, err)
	}
}

// attempt keeps a panic for the goroutine that handed the piece in: the writer
// is everyone's and goes on.
func (j *job) attempt(f func() error) {
	defer func() { j.panics = recover() }()
	j.err = f()
}

func (j *job) answer(err error) {
	j.err = err
	close(j.done)
}

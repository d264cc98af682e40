package store

import (
	"bytes"
	"context"
	"crypto/sha256"
	"database/sql"
	"encoding/hex"
	"errors"
	"fmt"
	"hash"
	"io"

	"golang.org/x/mod/sumdb/tlog"

	"stadga/internal/act"
	"stadga/internal/civil"
	"stadga/internal/duty"
	"stadga/internal/engine"
	"stadga/internal/ids"
	"stadga/internal/journal"
)

// ErrNotEmpty is the answer to an import into a record that holds something.
var ErrNotEmpty = errors.New("the record is not empty")

// ErrUnsettled is the answer of a record that was brought in and is not yet
// worked out, where nothing can be written.
var ErrUnsettled = errors.New("the record has been brought in and is not worked out")

// unsettled is the row of job that stands while a record has its journal and not
// yet what follows from it.
const unsettled = "settle"

// Import writes all that an export holds into an empty record, in one
// transaction: all of it or nothing. Projections are then built when the record
// is opened again, and facts and obligations by who reads Unsettled.
func (db *DB) Import(ctx context.Context, file io.Reader, progress Progress, total int) error {
	err := db.driver.Load(ctx, func(x Execer) error {
		if err := holdsNothing(ctx, x); err != nil {
			return err
		}
		in := db.importing(ctx, x)
		if _, err := journal.ReadArchive(file, func(line any) error {
			if in.events%1000 == 0 {
				progress(int(in.events), total)
			}
			return in.line(line)
		}); err != nil {
			return err
		}
		return in.end()
	})
	if err != nil {
		return fmt.Errorf("import: %w", err)
	}
	return nil
}

func holdsNothing(ctx context.Context, x Execer) error {
	for _, table := range []string{"act", "attachment", "read_log", "draft", "task", "journal_checkpoint", "read_log_checkpoint"} {
		var rows int
		if err := x.QueryRowContext(ctx, `select count(*) from (select 1 from `+table+` limit 1) one`).Scan(&rows); err != nil {
			return err
		}
		if rows > 0 {
			return ErrNotEmpty
		}
	}
	return nil
}

// Unsettled tells whether facts and obligations are yet to be worked out from the
// journal, because it was brought in and nothing else.
func (db *DB) Unsettled(ctx context.Context) (bool, error) {
	var rows int
	err := db.Reader().QueryRowContext(ctx, `select count(*) from job where name = $1`, unsettled).Scan(&rows)
	return rows > 0, err
}

// Settled notes that facts and obligations are those of the journal.
func (db *DB) Settled(ctx context.Context) error {
	return db.exec(ctx, func(x Execer) error {
		// Of files that have been disposed of nothing is said any more.
		for _, kind := range []string{"case", "person"} {
			if _, err := x.ExecContext(ctx, `delete from subject where kind = $1 and facts = '[]'
				and not exists (select 1 from subject below where below.under = subject.num and below.under <> 0)`, kind); err != nil {
				return err
			}
		}
		_, err := x.ExecContext(ctx, `delete from job where name = $1`, unsettled)
		return err
	})
}

// CountStreams counts them.
func (db *DB) CountStreams(ctx context.Context) (int, error) {
	var n int
	if err := db.Reader().QueryRowContext(ctx, `select count(*) from stream`).Scan(&n); err != nil {
		return 0, fmt.Errorf("count streams: %w", err)
	}
	return n, nil
}

// Streams lists streams in the order of their numbers, after one.
func (db *DB) Streams(ctx context.Context, after engine.Num, limit int) ([]engine.StreamRow, error) {
	rows, err := db.Reader().QueryContext(ctx, `select num, kind, id from stream where num > $1 order by num limit $2`, int64(after), limit)
	if err != nil {
		return nil, fmt.Errorf("streams: %w", err)
	}
	var all []engine.StreamRow
	err = each(rows, func() error {
		var s engine.StreamRow
		err := rows.Scan(&s.Num, &s.ID.Kind, &s.ID.ID)
		all = append(all, s)
		return err
	})
	return all, err
}

// An importer writes the lines of an export, in their order.
type importer struct {
	db  *DB
	ctx context.Context
	x   Execer
	w   *loadWriter

	numbers     map[string]int64 // the last number given in each table
	events      int64
	acts        map[ids.Act]importedAct
	digests     map[ids.Act]string // of acts whose first event is the next line
	streams     map[journal.StreamID]importedStream
	tree, reads growth
	open        *openAttachment
	measurement int64

	readsGone int64 // lines of the log of readings that were disposed of where they come from
}

// A growth is a tree that gets its leaves a bunch at a time.
type growth struct {
	Tree
	size   int64
	nums   []int64
	leaves []tlog.Hash
}

func (g *growth) add(in *importer, num int64, leaf tlog.Hash) error {
	g.nums, g.leaves = append(g.nums, num), append(g.leaves, leaf)
	if len(g.nums) < exportAtOnce {
		return nil
	}
	return g.flush(in)
}

func (g *growth) flush(in *importer) error {
	if len(g.nums) == 0 {
		return nil
	}
	if err := g.grow(in.ctx, in.x, g.size, g.nums, g.leaves); err != nil {
		return err
	}
	g.size += int64(len(g.nums))
	g.nums, g.leaves = g.nums[:0], g.leaves[:0]
	return in.insert(`update `+g.head+` set size = $1 where one = 1`, g.size)
}

// An importedAct is what the events of one act share.
type importedAct struct {
	num  int64
	head journal.Envelope // of its first event
}

// An importedStream is a stream as far as it has been brought in.
type importedStream struct {
	num     int64
	version int
}

type openAttachment struct {
	journal.ArchivedAttachment
	num    int64
	place  int
	size   int64
	digest hash.Hash
}

// rememberedImports bounds the streams and acts kept in memory while they are
// brought in; what has been forgotten is looked up.
const rememberedImports = 200_000

func (db *DB) importing(ctx context.Context, x Execer) *importer {
	l := &Load{db: db, texts: map[string]string{}}
	return &importer{
		db: db, ctx: ctx, x: x, tree: growth{Tree: db.Tree}, reads: growth{Tree: db.ReadTree()}, w: l.writer(ctx, x), numbers: map[string]int64{},
		acts: map[ids.Act]importedAct{}, digests: map[ids.Act]string{}, streams: map[journal.StreamID]importedStream{},
	}
}

func faultf(text string, args ...any) error {
	return &journal.ArchiveFault{Text: fmt.Sprintf(text, args...)}
}

func (in *importer) line(line any) error {
	if _, chunk := line.(*journal.ArchivedChunk); !chunk {
		if err := in.endAttachment(); err != nil {
			return err
		}
	}
	switch l := line.(type) {
	case *journal.ArchivedAct:
		if len(l.Digest) != 0 && len(l.Digest) != 2*sha256.Size {
			return faultf("Kontrollsumman för handlingen %s har fel längd.", l.ID)
		}
		if _, again := in.digests[l.ID]; again {
			return faultf("Handlingen %s står två gånger.", l.ID)
		}
		if _, again := in.acts[l.ID]; again {
			return faultf("Handlingen %s står två gånger.", l.ID)
		}
		in.digests[l.ID] = l.Digest
		return nil
	case *journal.ArchivedEvent:
		return in.event(l)
	case *journal.ArchivedAttachment:
		return in.attachment(l)
	case *journal.ArchivedChunk:
		return in.chunk(l)
	case *journal.ArchivedReading:
		return in.reading(l)
	case *journal.ArchivedCheckpoint:
		tree := in.tree
		if l.OfReads() {
			tree = in.reads
		}
		return in.insert(`insert into `+tree.checkpoint+` (day, note) values ($1, $2)`, l.Day, []byte(l.Note))
	case *journal.ArchivedWaiting:
		known, err := in.act(l.Act)
		if err != nil {
			return err
		}
		return in.insert(`insert into outbox (act) values ($1)`, known.num)
	case *journal.ArchivedTask:
		return in.insert(`insert into task (name, cause_act, cause_place, stream_kind, stream_id, at, fault, rule, done, done_by)
			values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)`, l.Name, l.Cause, l.CausePlace, l.Stream, l.ID, l.At, l.Fault, l.Rule, l.Done, l.By)
	case *journal.ArchivedMeasurement:
		return in.x.QueryRowContext(in.ctx, `insert into measurement (taken, day, book, took, whole) values ($1, $2, $3, $4, 1) returning num`,
			l.Taken, l.Day, l.Book, l.Took).Scan(&in.measurement)
	case *journal.ArchivedPart:
		if in.measurement == 0 {
			return faultf("Delen %s hör inte till någon mätning.", l.View)
		}
		return in.insert(`insert into measurement_part (measurement, view, split, body) values ($1, $2, $3, $4)`, in.measurement, l.View, l.Split, l.Body)
	}
	return fmt.Errorf("no import of %T", line)
}

func (in *importer) insert(query string, args ...any) error {
	_, err := in.x.ExecContext(in.ctx, query, args...)
	return err
}

func (in *importer) next(table string) int64 {
	in.numbers[table]++
	return in.numbers[table]
}

func (in *importer) event(a *journal.ArchivedEvent) error {
	e, body, err := a.Event()
	if err != nil {
		return faultf("Händelsen %s i handlingen %s går inte att läsa.", a.Name, a.Act)
	}
	if body != nil {
		if _, err := in.db.registry.Decode(e.Name, body.JSON); err != nil {
			return faultf("Händelsen %s går inte att läsa med det här programmet. Är filen skriven av ett nyare program? Använd det.", e.Name)
		}
		if !body.Left && body.Digest() != e.Digest {
			return faultf("Innehållet i händelsen %s, handlingen %s, är ändrat.", e.Name, e.Ref.Act)
		}
	}
	act, err := in.actOf(e)
	if err != nil {
		return err
	}
	stream, err := in.stream(e)
	if err != nil {
		return err
	}
	num := in.next("journal")
	in.events = num
	if err := in.w.journal.add(num, stream, e.Version, act, e.Ref.Index, e.Name, e.Digest[:]); err != nil {
		return err
	}
	if body != nil {
		salt := body.Salt[:]
		if body.Left {
			salt = []byte{}
		}
		if err := in.w.bodies.add(num, salt, string(body.JSON)); err != nil {
			return err
		}
	}
	return in.tree.add(in, num, e.LeafHash())
}

// reading writes a line of the log of readings, and seals it where it was sealed.
func (in *importer) reading(a *journal.ArchivedReading) error {
	sealed, leaf, err := a.Reading()
	if err != nil {
		return faultf("Läsningen %s går inte att läsa.", a.At)
	}
	if a.Gone {
		if len(leaf) != sha256.Size || in.reads.size+int64(len(in.reads.nums)) != in.readsGone {
			return faultf("En läsning som är gallrad saknar sitt sigill, eller står efter en som inte är det.")
		}
		in.readsGone++
		return in.reads.add(in, in.next("read_log"), tlog.Hash(leaf))
	}
	r := Reading{
		Num: in.next("read_log"), At: sealed.At, Action: sealed.Action, Person: sealed.Person, Shown: sealed.Shown,
		Actor:   act.Actor{User: sealed.Actor, OnBehalf: sealed.OnBehalf, Unit: sealed.Unit, Provider: sealed.Provider, Roles: sealed.Roles},
		Subject: duty.Subject{Kind: sealed.Kind, ID: sealed.ID}, Part: sealed.Part, Ground: sealed.Ground, Source: sealed.Source,
	}
	if err := insertReading(in.ctx, in.x, r); err != nil || len(leaf) == 0 {
		return err
	}
	if hash := sealed.LeafHash(); !bytes.Equal(hash[:], leaf) {
		return faultf("Läsningen %s är ändrad sedan den förseglades.", a.At)
	}
	if err := noteShown(in.ctx, in.x, []Reading{r}); err != nil {
		return err
	}
	return in.reads.add(in, r.Num, sealed.LeafHash())
}

// actOf finds the act of an event, or writes it before its first event.
func (in *importer) actOf(e journal.Envelope) (int64, error) {
	digest, first := in.digests[e.Ref.Act]
	if !first {
		known, err := in.act(e.Ref.Act)
		if err != nil {
			return 0, err
		}
		h := known.head
		if !h.At.Equal(e.At) || h.Day != e.Day || h.Actor != e.Actor || h.OnBehalf != e.OnBehalf || h.Cause != e.Cause {
			return 0, faultf("Händelserna i handlingen %s är inte från samma tidpunkt och person.", e.Ref.Act)
		}
		return known.num, nil
	}
	delete(in.digests, e.Ref.Act)
	sum, err := hex.DecodeString(digest)
	if err != nil {
		return 0, faultf("Kontrollsumman för handlingen %s går inte att läsa.", e.Ref.Act)
	}
	num := in.next("act")
	if len(in.acts) >= rememberedImports {
		clear(in.acts)
	}
	in.acts[e.Ref.Act] = importedAct{num, e}
	return num, in.w.acts.add(num, e.Ref.Act, sum, e.Actor, e.OnBehalf, civil.Stamp(e.At), e.Day, e.Cause.Act, e.Cause.Index)
}

// act finds an act that has been brought in.
func (in *importer) act(id ids.Act) (importedAct, error) {
	if known, ok := in.acts[id]; ok {
		return known, nil
	}
	if err := in.w.acts.flush(); err != nil {
		return importedAct{}, err
	}
	var known importedAct
	var at string
	h := &known.head
	err := in.x.QueryRowContext(in.ctx, `select num, at, day, actor, on_behalf, cause_act, cause_place from act where id = $1`, id).
		Scan(&known.num, &at, &h.Day, &h.Actor, &h.OnBehalf, &h.Cause.Act, &h.Cause.Index)
	if errors.Is(err, sql.ErrNoRows) {
		return known, faultf("Handlingen %s saknas i filen.", id)
	}
	if err == nil {
		err = instant(&h.At, at)
	}
	return known, err
}

// stream finds the stream of an event, or writes it before its first event. The
// events of a stream come one after the other, and none is left out.
func (in *importer) stream(e journal.Envelope) (int64, error) {
	known, err := in.streamOf(e.Stream, e.Version)
	switch {
	case err != nil:
		return 0, err
	case e.Version <= known.version:
		return 0, faultf("Händelsen %s i handlingen %s står två gånger, eller efter sådant som kom senare.", e.Name, e.Ref.Act)
	case e.Version != known.version+1:
		return 0, faultf("Händelsen %s i handlingen %s saknar de händelser som kom före den.", e.Name, e.Ref.Act)
	}
	known.version = e.Version
	if e.Version == 1 {
		known.num = in.next("stream")
		if err := in.w.streams.add(known.num, e.Stream.Kind, e.Stream.ID, 1); err != nil {
			return 0, err
		}
		if len(in.streams) >= rememberedImports {
			clear(in.streams)
		}
	}
	in.streams[e.Stream] = known
	return known.num, nil
}

// streamOf is a stream as far as it has been brought in; zero when it has not. One
// that has been forgotten is looked up, but not for its first event: of those there
// are as many as there are streams, and the database lets none in twice.
func (in *importer) streamOf(id journal.StreamID, version int) (importedStream, error) {
	if known, ok := in.streams[id]; ok || version == 1 {
		return known, nil
	}
	if err := errors.Join(in.w.acts.flush(), in.w.streams.flush(), in.w.journal.flush()); err != nil {
		return importedStream{}, err
	}
	var known importedStream
	err := in.x.QueryRowContext(in.ctx, `select s.num, (select max(j.version) from journal j where j.stream = s.num) from stream s where s.kind = $1 and s.id = $2`, id.Kind, id.ID).
		Scan(&known.num, &known.version)
	if errors.Is(err, sql.ErrNoRows) {
		err = nil
	}
	return known, err
}

func (in *importer) attachment(a *journal.ArchivedAttachment) error {
	salt, err1 := hex.DecodeString(a.Salt)
	digest, err2 := hex.DecodeString(a.Digest)
	if errors.Join(err1, err2) != nil {
		return faultf("Bilagan %s går inte att läsa.", a.ID)
	}
	in.open = &openAttachment{ArchivedAttachment: *a, digest: sha256.New()}
	in.open.digest.Write(salt)
	return in.x.QueryRowContext(in.ctx, `insert into attachment (id, salt, digest, size, added, added_by, act) values ($1, $2, $3, $4, $5, $6, $7) returning num`,
		a.ID, salt, digest, a.Size, a.Added, a.By, a.Act).Scan(&in.open.num)
}

func (in *importer) chunk(c *journal.ArchivedChunk) error {
	if in.open == nil {
		return faultf("Här står en del av en bilaga, men ingen bilaga före den.")
	}
	in.open.digest.Write(c.Bytes)
	in.open.size += int64(len(c.Bytes))
	in.open.place++
	return in.insert(`insert into attachment_chunk (attachment, place, bytes) values ($1, $2, $3)`, in.open.num, in.open.place-1, c.Bytes)
}

func (in *importer) endAttachment() error {
	if in.open == nil {
		return nil
	}
	a := in.open
	in.open = nil
	if a.size != a.Size || hex.EncodeToString(a.digest.Sum(nil)) != a.Digest {
		return faultf("Bilagan %s är inte hel: innehållet stämmer inte med dess kontrollsumma.", a.ID)
	}
	return nil
}

// end writes what is left, and takes every stream to its last version.
func (in *importer) end() error {
	for id := range in.digests {
		return faultf("Handlingen %s har inga händelser.", id)
	}
	if err := errors.Join(in.endAttachment(), in.w.flush(), in.tree.flush(in), in.reads.flush(in),
		in.insert(`update read_log_head set gone = $1 where one = 1`, in.readsGone)); err != nil {
		return err
	}
	for _, statement := range []string{
		`update stream set version = (select max(j.version) from journal j where j.stream = stream.num)`,
		`delete from projection`, // built anew when the record is opened
	} {
		if err := in.insert(statement); err != nil {
			return err
		}
	}
	for table, last := range in.numbers {
		if err := in.db.driver.Numbered(in.ctx, in.x, table, last); err != nil {
			return err
		}
	}
	return in.insert(`insert into job (name, holder, until) values ($1, '', '')`, unsettled)
}

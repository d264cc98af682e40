package store

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"time"

	"golang.org/x/mod/sumdb/tlog"

	"stadga/internal/civil"
	"stadga/internal/journal"
)

// A Tree is one of the record's two sealed logs: that of events, which a DB has as
// its own, or that of readings. Each has its head, its seals, its tiles and its
// checkpoints in four tables.
type Tree struct {
	driver                              Driver
	head, seals, item, tile, checkpoint string // item is the column of what is sealed
}

func eventTree(driver Driver) Tree {
	return Tree{driver, "journal_head", "journal_seal", "event", "journal_tile", "journal_checkpoint"}
}

// ReadTree is the tree over the log of readings.
func (db *DB) ReadTree() Tree {
	return Tree{db.driver, "read_log_head", "read_log_seal", "reading", "read_log_tile", "read_log_checkpoint"}
}

// tileHeight gives tiles of 256 hashes, 8 KiB.
const tileHeight = 8

// Seal gives the next events of the outbox their positions, and grows the tree
// over them; it tells how many. One process does it at a time: the row of
// journal_head is held until the commit.
func (db *DB) Seal(ctx context.Context, limit int) (int, error) {
	return db.seal(ctx, scanLeaf, nil, `select `+eventColumns+`, j.num from outbox o
		join journal j on j.act = o.act join act a on a.num = j.act join stream s on s.num = j.stream
		left join journal_body b on b.event = j.num
		where not exists (select 1 from journal_seal p where p.event = j.num) order by j.act, j.place limit $1`, int64(limit))
}

// SealRest is Seal for what has not come through the outbox: history that has
// been laid, or brought in. It reads the journal from one number on, and tells
// how many it sealed and where to go on; 0 when there is no more.
func (db *DB) SealRest(ctx context.Context, after int64, limit int) (sealed int, next int64, err error) {
	err = db.Reader().QueryRowContext(ctx, `select coalesce(max(num), 0) from (select num from journal where num > $1 order by num limit $2) j`,
		after, limit).Scan(&next)
	if err != nil || next == 0 {
		return 0, 0, err
	}
	sealed, err = db.seal(ctx, scanLeaf, nil, `select `+eventColumns+`, j.num from `+eventTables+` where j.num > $1 and j.num <= $2
		and not exists (select 1 from journal_seal p where p.event = j.num) order by j.num`, after, next)
	return sealed, next, err
}

func scanLeaf(rows *sql.Rows) (num int64, leaf tlog.Hash, err error) {
	event, err := scanEvent(rows, &num)
	return num, event.LeafHash(), err
}

// seal gives what the query finds the next positions of the tree; scan tells the
// number and the leaf of each row. What belongs to it is done in the same
// transaction by after, where there is one.
func (t Tree) seal(ctx context.Context, scan func(*sql.Rows) (int64, tlog.Hash, error), after func(Execer) error, query string, args ...any) (int, error) {
	sealed := 0
	err := t.driver.Write(ctx, func(x Execer) error {
		sealed = 0
		alone, _ := t.driver.LockWords()
		var size int64
		if err := x.QueryRowContext(ctx, `select size from `+t.head+` where one = 1 `+alone).Scan(&size); err != nil {
			return err
		}
		rows, err := x.QueryContext(ctx, query, args...)
		if err != nil {
			return err
		}
		var nums []int64
		var leaves []tlog.Hash
		err = each(rows, func() error {
			num, leaf, err := scan(rows)
			nums, leaves = append(nums, num), append(leaves, leaf)
			return err
		})
		if err != nil || len(nums) == 0 {
			return err
		}
		if err := t.grow(ctx, x, size, nums, leaves); err != nil {
			return err
		}
		if after != nil {
			if err := after(x); err != nil {
				return err
			}
		}
		sealed = len(nums)
		_, err = x.ExecContext(ctx, `update `+t.head+` set size = $1 where one = 1`, size+int64(len(nums)))
		return err
	})
	if err != nil {
		return 0, fmt.Errorf("seal: %w", err)
	}
	return sealed, nil
}

// grow writes positions from size on, and the tiles that they change.
func (t Tree) grow(ctx context.Context, x Execer, size int64, nums []int64, leaves []tlog.Hash) error {
	tree := &tiles{ctx: ctx, q: x, table: t.tile, fresh: map[int64]tlog.Hash{}, read: map[tlog.Tile][]byte{}}
	for i, leaf := range leaves {
		at := size + int64(i)
		if _, err := x.ExecContext(ctx, `insert into `+t.seals+` (position, `+t.item+`, leaf) values ($1, $2, $3)`, at, nums[i], leaf[:]); err != nil {
			return err
		}
		hashes, err := tlog.StoredHashesForRecordHash(at, leaf, tree)
		if err != nil {
			return err
		}
		for n, hash := range hashes {
			tree.fresh[tlog.StoredHashIndex(0, at)+int64(n)] = hash
		}
	}
	for _, tile := range tlog.NewTiles(tileHeight, size, size+int64(len(leaves))) {
		hashes, err := tlog.ReadTileData(tile, tree)
		if err != nil {
			return err
		}
		_, err = x.ExecContext(ctx, `insert into `+t.tile+` (level, place, hashes) values ($1, $2, $3)
			on conflict (level, place) do update set hashes = excluded.hashes`, tile.L, tile.N, hashes)
		if err != nil {
			return err
		}
	}
	return nil
}

// tiles reads the hashes of the tree, those of this transaction first.
type tiles struct {
	ctx   context.Context
	q     Queryer
	table string
	fresh map[int64]tlog.Hash
	read  map[tlog.Tile][]byte
}

// ReadHashes implements tlog.HashReader.
func (t *tiles) ReadHashes(indexes []int64) ([]tlog.Hash, error) {
	hashes := make([]tlog.Hash, len(indexes))
	for i, index := range indexes {
		if hash, ok := t.fresh[index]; ok {
			hashes[i] = hash
			continue
		}
		tile := tlog.TileForIndex(tileHeight, index)
		key := tlog.Tile{L: tile.L, N: tile.N}
		data, ok := t.read[key]
		if !ok {
			err := t.q.QueryRowContext(t.ctx, `select hashes from `+t.table+` where level = $1 and place = $2`, tile.L, tile.N).Scan(&data)
			if err != nil {
				return nil, fmt.Errorf("tile %d of level %d: %w", tile.N, tile.L, err)
			}
			t.read[key] = data
		}
		tile.W = len(data) / tlog.HashSize
		var err error
		if hashes[i], err = tlog.HashFromTile(tile, data, index); err != nil {
			return nil, err
		}
	}
	return hashes, nil
}

// Head is how much is sealed, and the root over it.
func (t Tree) Head(ctx context.Context) (int64, journal.Root, error) {
	var size int64
	if err := t.driver.Reader().QueryRowContext(ctx, `select size from `+t.head+` where one = 1`).Scan(&size); err != nil {
		return 0, journal.Root{}, fmt.Errorf("head of the record: %w", err)
	}
	root, err := t.RootAt(ctx, size)
	return size, root, err
}

// RootAt is the root over what was sealed first, so much as size says.
func (t Tree) RootAt(ctx context.Context, size int64) (journal.Root, error) {
	root, err := tlog.TreeHash(size, &tiles{ctx: ctx, q: t.driver.Reader(), table: t.tile, read: map[tlog.Tile][]byte{}})
	if err != nil {
		return journal.Root{}, fmt.Errorf("root of the record: %w", err)
	}
	return journal.Root(root), nil
}

// A SignedCheckpoint is a checkpoint as it was signed, the last of its day.
type SignedCheckpoint struct {
	Day  civil.Date
	Note []byte
}

// KeepCheckpoint keeps a checkpoint beside the record, in the place of an
// earlier one of the same day.
func (t Tree) KeepCheckpoint(ctx context.Context, c SignedCheckpoint) error {
	return t.driver.Write(ctx, func(x Execer) error {
		_, err := x.ExecContext(ctx, `insert into `+t.checkpoint+` (day, note) values ($1, $2)
			on conflict (day) do update set note = excluded.note`, c.Day, c.Note)
		return err
	})
}

// Checkpoints lists the newest, newest first.
func (t Tree) Checkpoints(ctx context.Context, limit int) ([]SignedCheckpoint, error) {
	rows, err := t.driver.Reader().QueryContext(ctx, `select day, note from `+t.checkpoint+` order by day desc limit $1`, limit)
	if err != nil {
		return nil, fmt.Errorf("checkpoints: %w", err)
	}
	var all []SignedCheckpoint
	err = each(rows, func() error {
		var c SignedCheckpoint
		err := rows.Scan(&c.Day, &c.Note)
		all = append(all, c)
		return err
	})
	return all, err
}

// CheckpointOf is the checkpoint of one day; nil when there is none.
func (t Tree) CheckpointOf(ctx context.Context, day civil.Date) ([]byte, error) {
	var text []byte
	err := t.driver.Reader().QueryRowContext(ctx, `select note from `+t.checkpoint+` where day = $1`, day).Scan(&text)
	if errors.Is(err, sql.ErrNoRows) {
		return nil, nil
	}
	return text, err
}

// EachSealed hands over every sealed event by its position, and returns what is
// not sealed: events that wait to be, and those that were put in beside the program.
func (db *DB) EachSealed(ctx context.Context, progress Progress, f func(journal.Sealed) error) (waiting, strays int, err error) {
	var size int64
	if err := db.Reader().QueryRowContext(ctx, `select coalesce(max(position) + 1, 0) from journal_seal`).Scan(&size); err != nil {
		return 0, 0, fmt.Errorf("sealed events: %w", err)
	}
	query := `select ` + eventColumns + `, b.salt, a.digest, p.position, p.leaf, j.num from journal_seal p left join journal j on j.num = p.event
		left join act a on a.num = j.act left join stream s on s.num = j.stream left join journal_body b on b.event = j.num
		where p.position >= $1 and p.position < $2 order by p.position`
	for from := int64(0); from < size; from += window {
		rows, err := db.Reader().QueryContext(ctx, query, from, from+window)
		if err != nil {
			return 0, 0, fmt.Errorf("sealed events: %w", err)
		}
		if err := each(rows, func() error { return oneSealed(rows, f) }); err != nil {
			return 0, 0, err
		}
		progress(int(min(from+window, size)), int(size))
	}
	// Acts that have been laid are sealed in the order of their numbers; none of
	// their events has a position before, and none comes before what has.
	const unsealed = `select count(*) from journal j where not exists (select 1 from journal_seal p where p.event = j.num)`
	const beside = ` and not exists (select 1 from outbox o where o.act = j.act)
		and (j.num < (select coalesce(max(event), 0) from journal_seal)
			or exists (select 1 from journal y join journal_seal p on p.event = y.num where y.act = j.act))`
	err = errors.Join(
		db.Reader().QueryRowContext(ctx, unsealed).Scan(&waiting),
		db.Reader().QueryRowContext(ctx, unsealed+beside).Scan(&strays),
	)
	waiting -= strays
	return waiting, strays, err
}

func oneSealed(rows *sql.Rows, f func(journal.Sealed) error) error {
	var s journal.Sealed
	var (
		kind, name, at, day               sql.NullString
		version, place, causePlace, num   sql.NullInt64
		stream, act, actor, behalf, cause []byte
		digest, salt                      []byte
		body                              sql.NullString
		left                              bool
	)
	err := rows.Scan(&kind, &stream, &version, &act, &place, &name, &at, &day, &actor, &behalf, &cause, &causePlace, &digest, &body, &left,
		&salt, &s.ActDigest, &s.Position, &s.Leaf, &num)
	if err != nil {
		return fmt.Errorf("sealed event: %w", err)
	}
	if !num.Valid {
		return f(s)
	}
	e := &journal.Envelope{Version: int(version.Int64), Name: name.String}
	s.Event = e
	e.Stream.Kind = kind.String
	e.Ref.Index, e.Cause.Index = int(place.Int64), int(causePlace.Int64)
	s.Unread = errors.Join(
		e.Stream.ID.Scan(stream), e.Ref.Act.Scan(act), e.Actor.Scan(actor), e.OnBehalf.Scan(behalf), e.Cause.Act.Scan(cause),
		e.Day.Scan(day.String), instant(&e.At, at.String),
	)
	if len(digest) != len(e.Digest) || len(salt) != journal.SaltSize && body.Valid && !left {
		s.Unread = errors.Join(s.Unread, errors.New("a digest or a salt has another length"))
	}
	copy(e.Digest[:], digest)
	if body.Valid {
		s.Body = &journal.Body{JSON: []byte(body.String), Left: left}
		copy(s.Body.Salt[:], salt)
	}
	return f(s)
}

func instant(to *time.Time, text string) error {
	at, err := civil.ParseStamp(text)
	*to = at
	return err
}

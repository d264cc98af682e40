package store

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"time"

	"stadga/internal/civil"
	"stadga/internal/ids"
	"stadga/internal/journal"
)

// An Origin is who recorded an event, and when.
type Origin struct {
	Actor ids.User // zero: the program itself
	At    time.Time
}

// OriginOf finds who recorded an event of a stream; false when the record has no
// such event.
func (db *DB) OriginOf(ctx context.Context, stream journal.StreamID, version int) (Origin, bool, error) {
	var o Origin
	var at string
	err := db.Reader().QueryRowContext(ctx, `select a.actor, a.at from stream s join journal j on j.stream = s.num join act a on a.num = j.act
		where s.kind = $1 and s.id = $2 and j.version = $3`, stream.Kind, stream.ID, version).Scan(&o.Actor, &at)
	switch {
	case errors.Is(err, sql.ErrNoRows):
		return o, false, nil
	case err != nil:
		return o, false, fmt.Errorf("origin of a fact: %w", err)
	}
	o.At, err = civil.ParseStamp(at)
	return o, true, err
}

package casework

import (
	"time"

	"stadga/internal/ids"
	"stadga/internal/journal"
)

// A TimelineEntry (tidslinjerad) is one thing that happened in a case, as the
// timeline tells it: an event by its name, or a note with its text.
type TimelineEntry struct {
	At     time.Time
	Who    ids.User
	Line   journal.StreamID // the stream it happened in
	Name   string           // event name
	Detail string           // the word that matters: an outcome, a channel, a day
	Note   *Note            // set for a note
}

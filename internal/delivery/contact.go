package delivery

import (
	"strings"
	"time"

	"stadga/internal/act"
	"stadga/internal/civil"
	"stadga/internal/fault"
	"stadga/internal/journal"
)

// A ContactWay is how a provider reached the authority outside the thread: the
// phone for providers (utförartelefon) or the shared mailbox (funktionsbrevlåda).
type ContactWay string

// The ways that are logged (E-28).
const (
	ByPhone   ContactWay = "telefon"
	ByMailbox ContactWay = "brevlada"
)

// LogContact logs that the provider called or wrote, so that it is not lost when
// the phone hours are over. What was answered at once is answered; the rest waits
// in the thread like a question (E-28).
type LogContact struct {
	Way     ContactWay
	Day     civil.Date
	Subject string
	Answer  string // empty: somebody will answer
}

// Action names the act.
func (LogContact) Action() string { return "order.log_contact" }

// Decide keeps the contact.
func (cmd LogContact) Decide(o Order, env act.Env) ([]journal.Event, error) {
	var way, day, subject *fault.Error
	switch {
	case !o.Exists():
		return nil, fault.New(fault.NotFound, "order.unknown")
	case cmd.Way != ByPhone && cmd.Way != ByMailbox:
		way = fault.Field("way", "order.contact-way-missing")
	}
	if cmd.Day.IsZero() || cmd.Day.After(env.Today) {
		day = fault.Field("day", "order.day-not-past")
	}
	if strings.TrimSpace(cmd.Subject) == "" {
		subject = fault.Field("subject", "order.contact-subject-missing")
	}
	if err := fault.Join(way, day, subject); err != nil {
		return nil, err
	}
	return []journal.Event{ContactLogged(cmd)}, nil
}

// Awaits is when the first message was written that the other side has not
// answered: with fromProvider the authority's oldest debt, else the provider's.
// No time: nobody waits.
func (o Order) Awaits(fromProvider bool) time.Time {
	var since time.Time
	for _, m := range o.Thread {
		switch {
		case m.FromProvider != fromProvider:
			since = time.Time{}
		case since.IsZero() && !m.Told && m.Answer == "":
			since = m.At
		}
	}
	return since
}

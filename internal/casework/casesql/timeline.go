package casesql

import (
	"context"
	"fmt"
	"slices"
	"strconv"
	"strings"
	"time"

	"stadga/internal/casework"
	"stadga/internal/civil"
	"stadga/internal/ids"
	"stadga/internal/journal"
	"stadga/internal/store"
)

// TimelineProjection is what has happened in each case beside its notes: a row
// for each event that someone would tell of.
func TimelineProjection() store.Projection {
	return store.Projection{
		Name:   "timeline",
		Tables: []string{"timeline"},
		Schema: []string{
			`create table timeline (
				stream      bytea not null,
				version     integer not null,
				kind        text not null, -- of the stream
				case_id     bytea not null,
				happened    text not null,
				who         bytea not null,
				name        text not null, -- of the event
				detail      text not null,
				primary key (stream, version)
			)`,
			`create index timeline_case on timeline (case_id, happened)`,
		},
		Events: eventNames(told()),
		Apply:  applyTimeline,
	}
}

// told lists the events that a timeline tells of.
func told() []journal.Event {
	return []journal.Event{
		casework.CaseOpened{},
		casework.CaseAssigned{},
		casework.CaseClosed{},
		casework.CaseReopened{},
		casework.IntakeReceived{},
		casework.IntakeReceiptCorrected{},
		casework.ProtectionAssessed{},
		casework.ManagersAlerted{},
		casework.AlertReceipted{},
		casework.IntakeContacted{},
		casework.IntakeContactsLocked{},
		casework.IntakeContactsReleased{},
		casework.IntakeExtended{},
		casework.IntakeDecided{},
		casework.IntakeFeedbackGiven{},
		casework.IntakeMeetingOffered{},
		casework.InvestigationOpened{},
		casework.HomeVisitMade{},
		casework.MaterialSentToParty{},
		casework.InvestigationExtended{},
		casework.DocumentCompleted{},
		casework.InvestigationDecided{},
		casework.AftercareDecided{},
		casework.AftercareEnded{},
		casework.DecisionMade{},
		casework.LetterSent{},
		casework.DecisionReceived{},
		casework.AppealReceived{},
		casework.AppealForwarded{},
		casework.CourtRuled{},
		casework.ServiceFollowedUp{},
		casework.CarePlanMade{},
		casework.ServiceExtendedUnchanged{},
		casework.ServiceEnded{},
		casework.DecisionRectified{},
		casework.CaseMoved{},
		casework.IntakeMoved{},
		casework.InvestigationMoved{},
		casework.DecisionMoved{},
		casework.IntakeRedirected{},
		casework.DischargePlanned{},
		casework.TransferAnswered{},
		casework.OpinionGiven{},
		casework.QuestionsAnswered{},
		casework.CaseTransferAsked{},
		casework.CaseTransferReplied{},
		casework.CaseHandedOn{},
		casework.InabilityNoted{},
		casework.ConsentSought{},
		casework.NecessityActed{},
		casework.NecessityReviewed{},
		casework.PlanNeeded{},
		casework.PlanCalled{},
		casework.PlanMade{},
		casework.PlanFollowedUp{},
		casework.NetworkMet{},
		casework.PreparationHeld{},
		casework.CertificateAsked{},
		casework.CertificateReceived{},
		casework.ObservationOrdered{},
		casework.ObservationReported{},
		casework.ObservationEnded{},
	}
}

func applyTimeline(ctx context.Context, tx store.Execer, r journal.Recorded) error {
	at, of, detail := tell(r)
	switch r.Event.(type) {
	case casework.IntakeMoved, casework.IntakeRedirected, casework.InvestigationMoved, casework.DecisionMoved:
		// What the line has brought about is told where it now belongs.
		if _, err := tx.ExecContext(ctx, `update timeline set case_id = $2 where stream = $1`, r.Stream.ID, of); err != nil {
			return err
		}
	}
	if of.IsZero() {
		// Later events of a stream do not repeat which case it belongs to.
		err := tx.QueryRowContext(ctx, `select case_id from timeline where stream = $1 order by version limit 1`, r.Stream.ID).Scan(&of)
		if err != nil {
			return fmt.Errorf("the case of %s: %w", r.Stream.Kind, err)
		}
	}
	_, err := tx.ExecContext(ctx, `insert into timeline (stream, version, kind, case_id, happened, who, name, detail) values ($1, $2, $3, $4, $5, $6, $7, $8)`,
		r.Stream.ID, r.Version, r.Stream.Kind, of, civil.Stamp(at), r.Actor, r.Name, detail)
	return err
}

// tell says when the event's matter took place, in which case, and the word of
// it that matters. The zero case is that of the stream's first event.
func tell(r journal.Recorded) (at time.Time, of ids.Case, detail string) {
	switch e := r.Event.(type) {
	case casework.CaseOpened, casework.CaseClosed, casework.CaseReopened, casework.CaseMoved:
		return r.At, ids.Case{ID: r.Stream.ID}, ""
	case casework.IntakeMoved:
		return r.At, e.Case, ""
	case casework.IntakeRedirected:
		return r.At, e.Case, string(e.WasArea)
	case casework.DischargePlanned:
		return r.At, of, string(e.Planning.Result)
	case casework.CaseTransferAsked:
		return r.At, ids.Case{ID: r.Stream.ID}, e.Transfer.Municipality
	case casework.CaseTransferReplied:
		return r.At, ids.Case{ID: r.Stream.ID}, strconv.FormatBool(e.Accepted)
	case casework.CaseHandedOn:
		return r.At, ids.Case{ID: r.Stream.ID}, string(e.Handover.Status)
	case casework.InabilityNoted, casework.NecessityActed, casework.NecessityReviewed, casework.PlanNeeded, casework.PlanCalled, casework.PlanFollowedUp:
		return r.At, ids.Case{ID: r.Stream.ID}, ""
	case casework.ConsentSought:
		return r.At, ids.Case{ID: r.Stream.ID}, string(e.Attempt.Result)
	case casework.PlanMade:
		return r.At, ids.Case{ID: r.Stream.ID}, e.Plan.FollowUp.String()
	case casework.NetworkMet:
		return r.At, ids.Case{ID: r.Stream.ID}, e.Meeting.On.String()
	case casework.PreparationHeld:
		return r.At, of, string(e.Preparation.Result)
	case casework.ObservationOrdered:
		return r.At, of, e.Order.Until.String()
	case casework.InvestigationMoved:
		return r.At, e.Case, ""
	case casework.DecisionMoved:
		return r.At, e.Case, ""
	case casework.CaseAssigned:
		return r.At, ids.Case{ID: r.Stream.ID}, e.Officer.String()
	case casework.IntakeReceived:
		return e.Received, e.Case, string(e.Kind) + " " + string(e.Channel)
	case casework.IntakeReceiptCorrected:
		return r.At, of, civil.Stamp(e.Received)
	case casework.ProtectionAssessed:
		return e.Assessment.At, of, string(e.Assessment.Result)
	case casework.ManagersAlerted:
		return r.At, e.Case, ""
	case casework.IntakeContacted:
		if e.Contact.NotDone != "" {
			return r.At, of, string(e.Contact.With) + " inte"
		}
		return r.At, of, string(e.Contact.With)
	case casework.IntakeExtended:
		return r.At, of, e.Until.String()
	case casework.IntakeDecided:
		return r.At, of, string(e.Outcome)
	case casework.InvestigationOpened:
		return r.At, e.Case, string(e.Ground)
	case casework.InvestigationExtended:
		return r.At, of, e.Extension.Until.String()
	case casework.InvestigationDecided:
		return r.At, of, string(e.Outcome)
	case casework.DecisionMade:
		var kinds []string
		for _, item := range e.Items {
			kinds = append(kinds, item.Kind+":"+string(item.Outcome))
		}
		return r.At, e.Case, strings.Join(kinds, " ")
	case casework.ServiceEnded:
		return r.At, of, e.Reason
	case casework.DecisionRectified:
		return r.At, of, e.Field
	}
	return r.At, of, ""
}

// Timeline lists what happened in the case before an instant, newest first.
// Notes are left out when notes is false, and all but notes when events is.
func (q Register) Timeline(ctx context.Context, of ids.Case, before time.Time, events, notes bool, limit int) ([]casework.TimelineEntry, error) {
	var all []casework.TimelineEntry
	if events {
		told, err := q.told(ctx, of, before, limit)
		if err != nil {
			return nil, err
		}
		all = told
	}
	if notes {
		written, err := q.Notes(ctx, of, before, limit)
		if err != nil {
			return nil, err
		}
		for _, n := range written {
			all = append(all, casework.TimelineEntry{
				At: n.Happened, Who: n.Author, Line: journal.StreamID{Kind: "note", ID: n.ID.ID}, Name: casework.NoteWritten{}.EventName(), Note: &n,
			})
		}
	}
	slices.SortStableFunc(all, func(a, b casework.TimelineEntry) int { return b.At.Compare(a.At) })
	return all[:min(limit, len(all))], nil
}

func (q Register) told(ctx context.Context, of ids.Case, before time.Time, limit int) ([]casework.TimelineEntry, error) {
	rows, err := q.DB.QueryContext(ctx, `select kind, stream, happened, who, name, detail from timeline
		where case_id = $1 and happened < $2 order by happened desc`+store.Limit(limit), of, civil.Stamp(before))
	if err != nil {
		return nil, fmt.Errorf("timeline: %w", err)
	}
	defer rows.Close()
	var all []casework.TimelineEntry
	for rows.Next() {
		var e casework.TimelineEntry
		var at string
		if err := rows.Scan(&e.Line.Kind, &e.Line.ID, &at, &e.Who, &e.Name, &e.Detail); err != nil {
			return nil, fmt.Errorf("timeline: %w", err)
		}
		if e.At, err = civil.ParseStamp(at); err != nil {
			return nil, err
		}
		all = append(all, e)
	}
	return all, rows.Err()
}

// Notes lists the entries of the case's journal before an instant, newest first.
func (q Register) Notes(ctx context.Context, of ids.Case, before time.Time, limit int) ([]casework.Note, error) {
	rows, err := q.DB.QueryContext(ctx, `select id, case_id, person, kind, happened, title, body, author, written, signed, corrected, objected, misfiled
		from note where case_id = $1 and happened < $2 order by happened desc`+store.Limit(limit), of, civil.Stamp(before))
	if err != nil {
		return nil, fmt.Errorf("notes: %w", err)
	}
	defer rows.Close()
	var all []casework.Note
	for rows.Next() {
		var n casework.Note
		var happened, written, signed string
		var corrected, objected, misfiled int
		if err := rows.Scan(&n.ID, &n.Case, &n.Person, (*string)(&n.Kind), &happened, &n.Title, &n.Text, &n.Author, &written, &signed,
			&corrected, &objected, &misfiled); err != nil {
			return nil, fmt.Errorf("notes: %w", err)
		}
		if err := stamps(happened, &n.Happened, written, &n.Written, signed, &n.Signed); err != nil {
			return nil, err
		}
		n.Earlier, n.Objects = make([]casework.EarlierText, corrected), make([]casework.Objection, objected)
		if misfiled == 1 {
			// The text is not handed out while nobody knows whose it is.
			n.Text, n.Title, n.Misfiled = "", "", "ja"
		}
		all = append(all, n)
	}
	return all, rows.Err()
}

// stamps reads instants stored as text, in pairs of text and where to.
func stamps(pairs ...any) error {
	for i := 0; i+1 < len(pairs); i += 2 {
		at, err := civil.ParseStamp(pairs[i].(string))
		if err != nil {
			return err
		}
		*pairs[i+1].(*time.Time) = at
	}
	return nil
}

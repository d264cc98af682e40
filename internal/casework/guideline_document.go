package casework

import (
	"slices"
	"strings"

	"stadga/internal/act"
	"stadga/internal/civil"
	"stadga/internal/duty"
	"stadga/internal/fault"
	"stadga/internal/ids"
	"stadga/internal/journal"
)

// A GuidelineDocument (underlag för bedömning) is what the program knows of one
// document that steers assessments: the versions that were written and put in use
// in it. Those that stand in the municipality's file came before them.
type GuidelineDocument struct {
	ID       ids.ID
	Key      string
	Versions []Guideline // a version that is not in use yet has no first day
}

// An Evaluation (utvärdering) tells how the assessment model in use has worked.
type Evaluation struct {
	On   civil.Date `json:",omitzero"`
	Says string     `json:",omitzero"`
	Ref  string     `json:",omitzero"` // where it is filed
}

// A Noting (notering) is when a body took note of something, and where it stands.
type Noting struct {
	By  string     `json:",omitzero"`
	On  civil.Date `json:",omitzero"`
	Ref string     `json:",omitzero"`
}

// DocumentID is the stream of the document with that key: the same for the
// versions in the file as for those written later.
func DocumentID(key string) ids.ID { return ids.Derive(ids.Act{}, "riktlinje "+key) }

// With is the register with later versions added. The version before one that is
// put in use ends the day before it begins.
func (all Guidelines) With(later Guidelines) Guidelines {
	out := slices.Clone(all)
	for _, g := range later {
		if g.From.IsZero() {
			out = append(out, g)
			continue
		}
		for n := range out {
			if o := &out[n]; o.Key == g.Key && !o.From.IsZero() && o.From.Before(g.From) && (o.Until.IsZero() || !o.Until.Before(g.From)) {
				o.Until = g.From.AddDays(-1)
			}
		}
		out = append(out, g)
	}
	slices.SortStableFunc(out, func(a, b Guideline) int { return a.From.Compare(b.From) })
	return out
}

// For lists what holds on the day in investigations of the kind.
func (all Guidelines) For(kind InquiryKind, day civil.Date) Guidelines {
	return slices.DeleteFunc(all.On(day), func(g Guideline) bool { return !slices.Contains(g.Areas, kind) })
}

// Document is the versions of the document with the key.
func (all Guidelines) Document(key string) (Guidelines, error) {
	versions := all.Of(key)
	if len(versions) == 0 {
		return nil, fault.New(fault.NotFound, "guideline.not-found")
	}
	return versions, nil
}

// Of lists the versions of one document, oldest first, with one that waits last.
func (all Guidelines) Of(key string) Guidelines {
	var out, waiting Guidelines
	for _, g := range all {
		switch {
		case g.Key != key:
		case g.From.IsZero():
			waiting = append(waiting, g)
		default:
			out = append(out, g)
		}
	}
	return append(out, waiting...)
}

// The events of a document that steers assessments.
type (
	// VersionPrepared holds the wording of a version, before it is put in use.
	VersionPrepared struct {
		Key     string
		Kind    GuidelineKind
		Title   string
		Areas   []InquiryKind
		Version string
		Says    string
		Spans   []ServiceSpan `json:",omitzero"`
	}
	// ModelEvaluated attaches the evaluation that the version rests on.
	ModelEvaluated struct{ Evaluation Evaluation }
	// EvaluationNoted tells when the politicians took note of it.
	EvaluationNoted struct{ Noted Noting }
	// VersionPutInUse tells from which day the version holds, and who adopted it.
	VersionPutInUse struct {
		From    civil.Date
		By      string
		Ref     string
		Adopted civil.Date
	}
)

func (VersionPrepared) EventName() string { return "guideline.version_prepared.v1" }
func (ModelEvaluated) EventName() string  { return "guideline.evaluated.v1" }
func (EvaluationNoted) EventName() string { return "guideline.evaluation_noted.v1" }
func (VersionPutInUse) EventName() string { return "guideline.put_in_use.v1" }

// GuidelineEvents lists a zero value of each event of the stream.
func GuidelineEvents() []journal.Event {
	return []journal.Event{VersionPrepared{}, ModelEvaluated{}, EvaluationNoted{}, VersionPutInUse{}}
}

// Fold adds one event to the document. Only the last version can wait.
func (d *GuidelineDocument) Fold(r journal.Recorded) {
	d.ID = r.Stream.ID
	d.Versions = slices.Clone(d.Versions)
	last := len(d.Versions) - 1
	switch e := r.Event.(type) {
	case VersionPrepared:
		d.Key = e.Key
		made := Guideline{Key: e.Key, Kind: e.Kind, Title: e.Title, Areas: e.Areas, Version: e.Version, Says: e.Says, Spans: e.Spans}
		if was, ok := d.waiting(); ok {
			made.Evaluation, made.Noted = was.Evaluation, was.Noted
			d.Versions = d.Versions[:last]
		}
		d.Versions = append(d.Versions, made)
	case ModelEvaluated:
		d.Versions[last].Evaluation = e.Evaluation
	case EvaluationNoted:
		d.Versions[last].Noted = e.Noted
	case VersionPutInUse:
		g := &d.Versions[last]
		g.From, g.By, g.Ref, g.Adopted = e.From, e.By, e.Ref, e.Adopted
	}
}

// Says gives rules no facts.
func (GuidelineDocument) Says() []duty.Said { return nil }

// Persons names nobody.
func (GuidelineDocument) Persons() []ids.Person { return nil }

// waiting is the version that is prepared and not in use; false when there is none.
func (d GuidelineDocument) waiting() (Guideline, bool) {
	if n := len(d.Versions); n > 0 && d.Versions[n-1].From.IsZero() {
		return d.Versions[n-1], true
	}
	return Guideline{}, false
}

// PrepareVersion writes the wording of a document, or of its next version. One
// that is not in use yet is written anew.
type PrepareVersion struct {
	Key     string
	Kind    GuidelineKind
	Title   string
	Areas   []InquiryKind
	Version string
	Says    string
	Spans   []ServiceSpan
	Before  Guidelines // versions of the document that are in use
}

// Action names the act for the access policies.
func (PrepareVersion) Action() string { return "guideline.prepare" }

// Decide prepares the version. A document keeps its kind, and no two of its
// versions have the same name.
func (cmd PrepareVersion) Decide(_ GuidelineDocument, _ act.Env) ([]journal.Event, error) {
	wrong := []*fault.Error{said("title", cmd.Title), said("says", cmd.Says), said("version", cmd.Version)}
	if cmd.Kind.Words() == "" || len(cmd.Before) > 0 && cmd.Before[0].Kind != cmd.Kind {
		wrong = append(wrong, fault.Field("kind", "guideline.kind"))
	}
	if len(cmd.Areas) == 0 {
		wrong = append(wrong, fault.Field("areas", "guideline.for-which"))
	}
	if slices.ContainsFunc(cmd.Before, func(g Guideline) bool { return g.Version == cmd.Version }) {
		wrong = append(wrong, fault.Field("version", "guideline.version-taken"))
	}
	for _, s := range cmd.Spans {
		kind, known := ServiceByKey(s.Service)
		if !known || kind.Unit == Piece || !s.Most.complete() || s.Least.Count > s.Most.Count {
			wrong = append(wrong, fault.Field("spans", "guideline.span"))
		}
	}
	if err := fault.Join(wrong...); err != nil {
		return nil, err
	}
	return []journal.Event{VersionPrepared{
		Key: cmd.Key, Kind: cmd.Kind, Title: strings.TrimSpace(cmd.Title), Areas: cmd.Areas, Version: strings.TrimSpace(cmd.Version), Says: cmd.Says, Spans: cmd.Spans,
	}}, nil
}

// AttachEvaluation attaches the evaluation that a prepared version rests on (C-27).
type AttachEvaluation struct{ Evaluation Evaluation }

// Action names the act for the access policies.
func (AttachEvaluation) Action() string { return "guideline.prepare" }

// Decide attaches it to the version that waits.
func (cmd AttachEvaluation) Decide(d GuidelineDocument, env act.Env) ([]journal.Event, error) {
	if _, ok := d.waiting(); !ok {
		return nil, fault.New(fault.Unmet, "guideline.nothing-waits")
	}
	if err := fault.Join(happened("evaluated", cmd.Evaluation.On, env), said("evaluation", cmd.Evaluation.Says), said("filed", cmd.Evaluation.Ref)); err != nil {
		return nil, err
	}
	return []journal.Event{ModelEvaluated(cmd)}, nil
}

// NoteEvaluation records the day the politicians took note of the evaluation.
type NoteEvaluation struct{ Noted Noting }

// Action names the act for the access policies.
func (NoteEvaluation) Action() string { return "guideline.prepare" }

// Decide records the meeting. There must be an evaluation to take note of.
func (cmd NoteEvaluation) Decide(d GuidelineDocument, env act.Env) ([]journal.Event, error) {
	next, ok := d.waiting()
	switch {
	case !ok:
		return nil, fault.New(fault.Unmet, "guideline.nothing-waits")
	case next.Evaluation.On.IsZero():
		return nil, fault.New(fault.Unmet, "guideline.evaluate-first")
	}
	wrong := []*fault.Error{happened("noted", cmd.Noted.On, env), said("noted_by", cmd.Noted.By), said("noted_ref", cmd.Noted.Ref)}
	if !cmd.Noted.On.IsZero() && cmd.Noted.On.Before(next.Evaluation.On) {
		wrong = append(wrong, fault.Field("noted", "guideline.noted-before-evaluated"))
	}
	if err := fault.Join(wrong...); err != nil {
		return nil, err
	}
	return []journal.Event{EvaluationNoted(cmd)}, nil
}

// PutInUse lets the prepared version hold from a day, by decision of a body.
type PutInUse struct {
	From    civil.Date
	By      string
	Ref     string
	Adopted civil.Date
	Before  Guidelines // versions of the document that are in use, oldest first
}

// Action names the act for the access policies.
func (PutInUse) Action() string { return "guideline.put-in-use" }

// Decide puts it in use. A new version of the assessment model is not used until
// its evaluation is attached and the politicians have taken note of it (C-27).
func (cmd PutInUse) Decide(d GuidelineDocument, env act.Env) ([]journal.Event, error) {
	next, ok := d.waiting()
	if !ok {
		return nil, fault.New(fault.Unmet, "guideline.nothing-waits")
	}
	first := len(cmd.Before) == 0
	wrong := []*fault.Error{happened("adopted", cmd.Adopted, env), said("adopted_by", cmd.By), said("adopted_ref", cmd.Ref)}
	switch {
	case cmd.From.IsZero():
		wrong = append(wrong, fault.Field("from", "investigation.day-missing"))
	case cmd.From.Before(cmd.Adopted):
		wrong = append(wrong, fault.Field("from", "guideline.from-before-decision"))
	case !first && !cmd.From.After(cmd.Before[len(cmd.Before)-1].From):
		wrong = append(wrong, fault.Field("from", "guideline.from-before-last"))
	}
	if next.Kind == AssessmentModel && !first {
		switch {
		case next.Evaluation.On.IsZero():
			wrong = append(wrong, &fault.Error{Kind: fault.Unmet, Text: "guideline.evaluate-first"})
		case next.Noted.On.IsZero():
			wrong = append(wrong, &fault.Error{Kind: fault.Unmet, Text: "guideline.note-first"})
		}
	}
	if err := fault.Join(wrong...); err != nil {
		return nil, err
	}
	return []journal.Event{VersionPutInUse{From: cmd.From, By: cmd.By, Ref: cmd.Ref, Adopted: cmd.Adopted}}, nil
}

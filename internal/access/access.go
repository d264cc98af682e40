// Package access (behörighet) is the one door: may this person do this to that?
// The policies are Cedar files in rules/access, written to be read by a lawyer;
// what they may speak of is their schema.
//
// Everything is denied that no policy permits. A policy that fails denies and
// raises the alarm: Cedar itself would skip it, also a forbid. One constructor
// sets every attribute of what is asked about, so that none can be missing.
package access

import (
	"bytes"
	"embed"
	"fmt"
	"io/fs"
	"iter"
	"path"
	"slices"
	"strings"
	"time"

	"github.com/cedar-policy/cedar-go"
	"github.com/cedar-policy/cedar-go/x/exp/ast"
	"github.com/cedar-policy/cedar-go/x/exp/schema"
	"github.com/cedar-policy/cedar-go/x/exp/schema/resolved"
	"github.com/cedar-policy/cedar-go/x/exp/schema/validate"

	"stadga/internal/duty"
	"stadga/internal/ids"
)

// A Who is who asks, as the policies see it.
type Who struct {
	User     ids.User
	Roles    []string     // "handlaggare", "enhetschef" …
	Unit     ids.Unit     // zero: belongs to none
	Areas    []string     // of the unit: "barn", "vuxen" …
	Provider ids.Provider // for staff of a provider; else zero
	Own      bool         // the provider is the board's own operation (egen regi)
	Border   Border       // what the board has decided about its branches
	Covers   []ids.User   // whom they stand in for just now
	Lent     []Post       // what those in Covers may do, and where
	Barred   []ids.Person // whose files are hidden from them: a conflict of interest (FL 16–18 §§)
	OnCall   bool         // on duty as socialjour just now
	At       time.Time    // the instant of the question; zero: no emergency access is open
	System   bool         // the program itself
}

// A Border (gräns mellan grenarna) is what a board has decided about secrecy between
// those of its staff who exercise authority and those of its own operation who carry
// out (OSL 8:2). Private providers always stand outside.
type Border string

// The two decisions.
const (
	BorderKept Border = ""      // who carries out sees the order and never the case
	BorderNeed Border = "behov" // who leads it in the own operation reads the case behind a running order
)

// words is the decision as the policies write it; one that nobody has described keeps the border.
func (b Border) words() cedar.String {
	if b == BorderNeed {
		return "behov"
	}
	return "galler"
}

// ByNeed tells whether what the one who asks may read follows from the orders the own operation has.
func (w Who) ByNeed() bool { return w.Own && w.Border == BorderNeed && !w.Provider.IsZero() }

// A Post (tjänst) is what one who is away may do, and in which unit: whoever
// stands in may do it too, for as long.
type Post struct {
	Roles []string
	Unit  ids.Unit
}

// Has tells whether the person, or someone the person stands in for, has one of the roles.
func (w Who) Has(roles ...string) bool {
	among := func(held []string) bool {
		return slices.ContainsFunc(roles, func(role string) bool { return slices.Contains(held, role) })
	}
	return among(w.Roles) || slices.ContainsFunc(w.Lent, func(p Post) bool { return among(p.Roles) })
}

// lentIn are the units in which someone they stand in for has the role.
func (w Who) lentIn(role string) []ids.Unit {
	var units []ids.Unit
	for _, p := range w.Lent {
		if !p.Unit.IsZero() && slices.Contains(p.Roles, role) && !slices.Contains(units, p.Unit) {
			units = append(units, p.Unit)
		}
	}
	return units
}

// A File is the part of a person's file that is asked about, as the policies
// see it. FileOf makes one from facts; a list makes one from each of its rows.
type File struct {
	Subject   duty.Subject
	Area      string
	Unit      ids.Unit
	Assigned  []ids.User     // the officer, and whom the intake was given to
	Provider  ids.Provider   // that the service was given to last
	Until     []ids.Provider // others who still carry it out: another takes over on a later day
	Secrecy   Secrecy
	New       bool       // the record does not know it yet
	Closed    bool       // the case is closed
	Gone      bool       // what it said has been disposed of or erased
	Told      []ids.User // managers who are to receipt that the child needs protection
	Reporter  ids.User   // of a deviation: who reported it; zero: the program
	Person    ids.Person // whom a row of a list is about; facts tell Conflicts instead
	Conflicts []ids.User // who may not take part (jäv)
	Opened    []Opening  // who has opened it in an emergency
}

// Secrecy (sekretess) is what kind of detail a file holds: the three kinds of
// protected identity by the names that people gives them.
type Secrecy string

// The kinds that are no protection; every other value is one.
const (
	Ordinary Secrecy = ""      // ordinary secrecy of social services (OSL 26:1)
	Open     Secrecy = "oppen" // about no single person: units, staff, rules, counts
)

// Protected tells whether the person's identity is protected. A kind that nobody
// has described is.
func (s Secrecy) Protected() bool { return s != Ordinary && s != Open }

// words is the kind as the policies write it.
func (s Secrecy) words() cedar.String {
	if s == Ordinary {
		return "sekretess"
	}
	return cedar.String(s)
}

// openKinds are the kinds of subject that are about no single person.
func openKinds() []string {
	return []string{"unit", "staff", "absence", "provider", "rulebook", "unassessed", "guideline", "letter_text", "border", "agreement", "invoice", "closing", "manual_level", "tolerance", "payment_risk", "spot_check", "shares", "family_home", "parent_group", "residence", "board"}
}

// EmergencyLasts is how long a file stays open to one who opened it in an emergency.
const EmergencyLasts = 60 * time.Minute

// An Opening is someone's emergency access to a file, from an instant.
type Opening struct {
	By ids.User
	At time.Time
}

// in tells whether the one who asks has the file open in an emergency.
func (w Who) in(openings []Opening) bool {
	return !w.At.IsZero() && slices.ContainsFunc(openings, func(o Opening) bool {
		return o.By == w.User && !w.At.Before(o.At) && w.At.Before(o.At.Add(EmergencyLasts))
	})
}

// barred tells whether the one who asks has a conflict of interest about the file.
func (w Who) barred(f File) bool {
	return slices.Contains(f.Conflicts, w.User) || !f.Person.IsZero() && slices.Contains(w.Barred, f.Person)
}

// DeviationKind is the kind of subject that is a deviation. Who may read one does
// not follow from any case, so the policies know it as a type of its own.
const DeviationKind = "deviation"

// An Answer says whether it is allowed and why.
type Answer struct {
	Allowed bool
	Ground  string   // in words, of the policy that permits: "handläggare i ärendet"
	Reasons []string // ids of the policies that decided; empty: none permits
	Alarm   string   // a policy failed: denied, and someone must be told
}

// A Door answers by one set of policies.
type Door struct {
	policies *cedar.PolicySet
	speaking map[cedar.EntityUID]chosen // of an action: the policies that speak of it
	grounds  map[cedar.PolicyID]string
	actions  cedar.EntityMap
	on       map[string]cedar.EntityType // what each action is done to
	answered *answers
}

const schemaFile = "schema.cedarschema"

// New reads the schema and every .cedar file, and refuses policies that do not
// hold to the schema.
func New(files fs.FS) (*Door, error) { return newDoor(files, true) }

// Built is New for the policies that the program carries. Whether they fit their
// schema takes most of a start to find out, and a test has found it out.
func Built(files embed.FS) (*Door, error) { return newDoor(files, false) }

func newDoor(files fs.FS, fits bool) (*Door, error) {
	resolvedSchema, err := readSchema(files)
	if err != nil {
		return nil, err
	}
	d := &Door{policies: cedar.NewPolicySet(), grounds: map[cedar.PolicyID]string{}, actions: cedar.EntityMap{}, on: map[string]cedar.EntityType{}, answered: new(answers)}
	for uid, action := range resolvedSchema.Actions {
		d.actions[uid] = action.Entity
		if action.AppliesTo == nil {
			continue
		}
		for _, of := range action.AppliesTo.Resources {
			d.on[string(uid.ID)] = of
		}
	}
	names, err := fs.Glob(files, "*.cedar")
	if err != nil || len(names) == 0 {
		return nil, fmt.Errorf("access: no policies (%v)", err)
	}
	var check *validate.Validator
	if fits {
		check = validate.New(resolvedSchema)
	}
	for _, name := range names {
		if err := d.read(files, name, check); err != nil {
			return nil, err
		}
	}
	d.speaking = make(map[cedar.EntityUID]chosen, len(d.actions))
	for uid := range d.actions {
		d.speaking[uid] = d.choose(uid)
	}
	return d, nil
}

// chosen are policies that may decide a question.
type chosen struct {
	ids      []cedar.PolicyID
	policies []*cedar.Policy
}

// All goes through them.
func (c chosen) All() iter.Seq2[cedar.PolicyID, *cedar.Policy] {
	return func(yield func(cedar.PolicyID, *cedar.Policy) bool) {
		for i, id := range c.ids {
			if !yield(id, c.policies[i]) {
				return
			}
		}
	}
}

// choose picks the policies whose scope the action is in. The others can decide
// nothing and cannot fail: scope comes before conditions.
func (d *Door) choose(action cedar.EntityUID) chosen {
	var c chosen
	for id, policy := range d.policies.All() {
		speaks := true
		switch scope := (*ast.Policy)(policy.AST()).Action.(type) {
		case ast.ScopeTypeEq:
			speaks = scope.Entity == action
		case ast.ScopeTypeIn:
			speaks = d.within(action, scope.Entity)
		case ast.ScopeTypeInSet:
			speaks = slices.ContainsFunc(scope.Entities, func(group cedar.EntityUID) bool { return d.within(action, group) })
		}
		if speaks {
			c.ids, c.policies = append(c.ids, id), append(c.policies, policy)
		}
	}
	return c
}

// within tells whether the action is the other, or belongs to it through any
// number of groups.
func (d *Door) within(action, group cedar.EntityUID) bool {
	if action == group {
		return true
	}
	for parent := range d.actions[action].Parents.All() {
		if d.within(parent, group) {
			return true
		}
	}
	return false
}

func readSchema(files fs.FS) (*resolved.Schema, error) {
	text, err := fs.ReadFile(files, schemaFile)
	if err != nil {
		return nil, fmt.Errorf("access: %w", err)
	}
	var s schema.Schema
	s.SetFilename(schemaFile)
	if err := s.UnmarshalCedar(text); err != nil {
		return nil, fmt.Errorf("access: %w", err)
	}
	r, err := s.Resolve()
	if err != nil {
		return nil, fmt.Errorf("access: %s: %w", schemaFile, err)
	}
	return r, nil
}

func (d *Door) read(files fs.FS, name string, check *validate.Validator) error {
	text, err := fs.ReadFile(files, name)
	if err != nil {
		return fmt.Errorf("access: %w", err)
	}
	for _, one := range []cedar.EntityType{typeFile, typeMishap} {
		if bytes.Contains(text, []byte(one+`::"`)) {
			return fmt.Errorf("access: %s names one %s: policies speak of what files are alike in", name, one)
		}
	}
	list, err := cedar.NewPolicyListFromBytes(name, text)
	if err != nil {
		return fmt.Errorf("access: %w", err)
	}
	for _, policy := range list {
		id := cedar.PolicyID(policy.Annotations()["id"])
		if id == "" {
			return fmt.Errorf("access: %s:%d: a policy without @id", name, policy.Position().Line)
		}
		if policy.Effect() == cedar.Permit && policy.Annotations()["grund"] == "" {
			return fmt.Errorf("access: %s: %s permits without @grund", name, id)
		}
		if check != nil {
			if err := check.Policy(string(id), (*ast.Policy)(policy.AST())); err != nil {
				return fmt.Errorf("access: %s: %s: %w", name, id, err)
			}
		}
		switch (*ast.Policy)(policy.AST()).Resource.(type) {
		case ast.ScopeTypeEq, ast.ScopeTypeIn, ast.ScopeTypeIsIn:
			return fmt.Errorf("access: %s: %s names one file: policies speak of what files are alike in", name, id)
		}
		if !d.policies.Add(id, policy) {
			return fmt.Errorf("access: %s: %s stands twice", name, id)
		}
		d.grounds[id] = string(policy.Annotations()["grund"])
	}
	return nil
}

// The types of the schema.
const (
	typeStaff   cedar.EntityType = "Medarbetare"
	typeProgram cedar.EntityType = "Program"
	typePage    cedar.EntityType = "Sida"
	typeFile    cedar.EntityType = "Akt"
	typeMishap  cedar.EntityType = "Avvikelse"
	typeAction  cedar.EntityType = "Action"
)

// OnFile asks about an act on, or a reading of, a part of a file.
func (d *Door) OnFile(who Who, action string, file File) Answer {
	return d.recall(who, action, file, func() cedar.Entity { return entityOf(who, file) })
}

// OnPage asks about a page that shows nobody's file.
func (d *Door) OnPage(who Who, action string) Answer {
	return d.recall(who, action, File{}, func() cedar.Entity { return pageEntity(action) })
}

// May asks whether the role may do the action at all: to a page, or to a file
// in the best of cases – its own, unprotected, given to it or to nobody yet. It
// is asked before any case is known; OnFile decides.
func (d *Door) May(who Who, action string) bool { return d.Best(who, action).Allowed }

// Best is the answer that May goes by.
func (d *Door) Best(who Who, action string) Answer {
	own := File{Subject: duty.Subject{Kind: "case"}, Unit: who.Unit, Provider: who.Provider, Assigned: []ids.User{who.User}, Told: []ids.User{who.User}, Reporter: who.User}
	switch d.on[action] {
	case typeFile:
		if d.within(cedar.NewEntityUID(typeAction, cedar.String(action)), cedar.NewEntityUID(typeAction, "om-verksamheten")) {
			own.Secrecy = Open
		}
	case typeMishap:
		own.Subject.Kind = DeviationKind
	default:
		return d.OnPage(who, action)
	}
	if answer := d.OnFile(who, action, own); answer.Allowed || answer.Alarm != "" {
		return answer
	}
	own.Assigned, own.New = nil, true
	return d.OnFile(who, action, own)
}

// Knows tells whether the schema has the action; one it does not have is denied
// to everyone.
func (d *Door) Knows(action string) bool {
	_, ok := d.on[action]
	return ok
}

func (d *Door) ask(principal cedar.Entity, action string, resource cedar.Entity) Answer {
	uid := cedar.NewEntityUID(typeAction, cedar.String(action))
	entities := asked{actions: d.actions, principal: principal, resource: resource}
	var policies cedar.PolicyIterator = d.policies
	if speaking, known := d.speaking[uid]; known {
		policies = speaking
	}
	decision, why := cedar.Authorize(policies, entities, cedar.Request{Principal: principal.UID, Action: uid, Resource: resource.UID})
	answer := Answer{Allowed: decision == cedar.Allow}
	for _, reason := range why.Reasons {
		answer.Reasons = append(answer.Reasons, string(reason.PolicyID))
	}
	slices.Sort(answer.Reasons)
	if len(answer.Reasons) > 0 && answer.Allowed {
		answer.Ground = d.grounds[cedar.PolicyID(answer.Reasons[0])]
	}
	if len(why.Errors) > 0 {
		var failed []string
		for _, e := range why.Errors {
			failed = append(failed, string(e.PolicyID))
		}
		answer = Answer{Alarm: "policy failed: " + strings.Join(failed, ", "), Reasons: failed}
	}
	return answer
}

// asked finds the entities of one question without copying those of the schema.
type asked struct {
	actions             cedar.EntityMap
	principal, resource cedar.Entity
}

// Get finds one entity.
func (a asked) Get(uid cedar.EntityUID) (cedar.Entity, bool) {
	switch uid {
	case a.principal.UID:
		return a.principal, true
	case a.resource.UID:
		return a.resource, true
	}
	e, ok := a.actions[uid]
	return e, ok
}

func userUID(id ids.User) cedar.EntityUID {
	return cedar.NewEntityUID(typeStaff, cedar.String(id.String()))
}

func staffEntity(who Who) cedar.Entity {
	if who.System {
		return cedar.Entity{UID: cedar.NewEntityUID(typeProgram, "stadga")}
	}
	var covers []cedar.Value
	for _, absent := range who.Covers {
		covers = append(covers, userUID(absent))
	}
	var lent []string
	for _, p := range who.Lent {
		lent = append(lent, p.Roles...)
	}
	return cedar.Entity{UID: userUID(who.User), Attributes: cedar.NewRecord(cedar.RecordMap{
		"roller":         texts(who.Roles),
		"enhet":          cedar.String(who.Unit.String()),
		"utforare":       cedar.String(who.Provider.String()),
		"egenRegi":       cedar.Boolean(who.Own),
		"grans":          who.Border.words(),
		"omraden":        texts(who.Areas),
		"ersatter":       cedar.NewSet(covers...),
		"ersatterRoller": texts(lent),
		"handlaggerAtI":  units(who.lentIn("handlaggare")),
		"tarEmotAtI":     units(who.lentIn("mottagning")),
		"lederAtI":       units(who.lentIn("enhetschef")),
		"jourPagar":      cedar.Boolean(who.OnCall),
	})}
}

func texts(all []string) cedar.Set {
	values := make([]cedar.Value, len(all))
	for i, s := range all {
		values[i] = cedar.String(s)
	}
	return cedar.NewSet(values...)
}

func units(all []ids.Unit) cedar.Set {
	values := make([]cedar.Value, len(all))
	for i, u := range all {
		values[i] = cedar.String(u.String())
	}
	return cedar.NewSet(values...)
}

func pageEntity(action string) cedar.Entity {
	return cedar.Entity{UID: cedar.NewEntityUID(typePage, cedar.String(action))}
}

// only is the set of the one who asks, or the empty set.
func only(who Who, in bool) cedar.Set {
	if !in {
		return cedar.NewSet()
	}
	return cedar.NewSet(userUID(who.User))
}

func fileEntity(who Who, f File) cedar.Entity {
	var assigned []cedar.Value
	for _, user := range f.Assigned {
		if !user.IsZero() {
			assigned = append(assigned, userUID(user))
		}
	}
	var told []cedar.Value
	for _, user := range f.Told {
		told = append(told, userUID(user))
	}
	return cedar.Entity{UID: cedar.NewEntityUID(typeFile, cedar.String(path.Join(f.Subject.Kind, f.Subject.ID.String()))), Attributes: cedar.NewRecord(cedar.RecordMap{
		"slag":         cedar.String(f.Subject.Kind),
		"omrade":       cedar.String(f.Area),
		"enhet":        cedar.String(f.Unit.String()),
		"tilldelade":   cedar.NewSet(assigned...),
		"fordelad":     cedar.Boolean(len(assigned) > 0),
		"utforare":     cedar.String(f.providerFor(who.Provider).String()),
		"skydd":        f.Secrecy.words(),
		"ny":           cedar.Boolean(f.New),
		"avslutad":     cedar.Boolean(f.Closed),
		"gallrad":      cedar.Boolean(f.Gone),
		"underrattade": cedar.NewSet(told...),
		"javiga":       only(who, who.barred(f)),
		"nodoppnad":    only(who, who.in(f.Opened)),
	})}
}

func deviationEntity(who Who, f File) cedar.Entity {
	var reporter []cedar.Value
	if !f.Reporter.IsZero() {
		reporter = append(reporter, userUID(f.Reporter))
	}
	return cedar.Entity{UID: cedar.NewEntityUID(typeMishap, cedar.String(f.Subject.ID.String())), Attributes: cedar.NewRecord(cedar.RecordMap{
		"enhet":     cedar.String(f.Unit.String()),
		"utforare":  cedar.String(f.Provider.String()),
		"rapportor": cedar.NewSet(reporter...),
		"javiga":    only(who, who.barred(f)),
		"ny":        cedar.Boolean(f.New),
	})}
}

// FileOf makes a File from the facts of a subject and all it stands under. A
// subject without any facts is new: nobody has it yet.
func FileOf(subject duty.Subject, facts duty.Facts) File {
	if subject.Kind == DeviationKind {
		return File{
			Subject: subject, New: !facts.Has("deviation.reported"),
			Unit: ids.Unit{ID: parsed(facts.Value("deviation.unit"))}, Provider: ids.Provider{ID: parsed(facts.Value("deviation.provider"))},
			Reporter: ids.User{ID: parsed(facts.Value("deviation.reporter"))},
		}
	}
	facts = facts.Only(tellsOfFile)
	f := File{
		Subject:  subject,
		Area:     facts.Value("case.area"),
		Unit:     ids.Unit{ID: parsed(facts.Value("case.unit"))},
		Provider: ids.Provider{ID: parsed(facts.Value("order.sent"))},
		Closed:   facts.Has("case.closed"),
		New:      !facts.Has("case.opened") && !facts.Has("person.born") && !facts.Has("intake.received") && !facts.Has("shift.begun"),
	}
	for _, sent := range facts.All("order.sent") {
		if to := (ids.Provider{ID: parsed(sent.Value)}); to != f.Provider && !ended(facts, sent.About) {
			f.Until = append(f.Until, to)
		}
	}
	for _, name := range []string{"case.officer", "intake.assigned", "shift.begun"} {
		if id := parsed(facts.Value(name)); !id.IsZero() {
			f.Assigned = append(f.Assigned, ids.User{ID: id})
		}
	}
	for _, name := range []string{"intake.manager_alerted", "emergency.told", "shift.told"} {
		for _, told := range facts.All(name) {
			f.Told = append(f.Told, ids.User{ID: parsed(told.About)})
		}
	}
	if kind := facts.Value("person.protected"); kind != "" && kind != "ingen" {
		f.Secrecy = Secrecy(kind)
	} else if slices.Contains(openKinds(), subject.Kind) {
		f.Secrecy = Open
	}
	for _, conflict := range facts.All("person.conflict") {
		f.Conflicts = append(f.Conflicts, ids.User{ID: parsed(conflict.About)})
	}
	for _, opened := range facts.All("case.emergency_opened") {
		f.Opened = append(f.Opened, Opening{By: ids.User{ID: parsed(opened.About)}, At: opened.At})
	}
	return f
}

// ended tells whether an order has been ended.
func ended(facts duty.Facts, order string) bool {
	return slices.ContainsFunc(facts.All("order.ended"), func(f duty.Fact) bool { return f.About == order })
}

// providerFor is the provider of the file as one who works for a provider meets it:
// the own one as long as it carries the service out, though another is to take over
// (E-11).
func (f File) providerFor(own ids.Provider) ids.Provider {
	if !own.IsZero() && slices.Contains(f.Until, own) {
		return own
	}
	return f.Provider
}

// tellsOfFile tells whether the policies see anything of a fact of that name.
func tellsOfFile(name string) bool {
	switch name {
	case "case.area", "case.unit", "case.closed", "case.opened", "case.officer", "case.emergency_opened", "order.sent", "order.ended",
		"intake.received", "intake.assigned", "intake.manager_alerted", "emergency.told", "shift.begun", "shift.told",
		"person.born", "person.protected", "person.conflict":
		return true
	}
	return false
}

// parsed reads an id in a fact's value; what is no id names nobody.
func parsed(s string) ids.ID {
	id, err := ids.Parse(s)
	if err != nil {
		return ids.ID{}
	}
	return id
}

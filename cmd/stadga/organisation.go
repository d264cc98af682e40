package main

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"

	"stadga/internal/act"
	"stadga/internal/civil"
	"stadga/internal/engine"
	"stadga/internal/fault"
	"stadga/internal/ids"
	"stadga/internal/org"
	"stadga/internal/org/orgsql"
)

// organisationCommand carries a file's units, providers and staff into a record:
// what is new and what differs, and nothing the second time.
type organisationCommand struct {
	File   string `arg:"" name:"fil" help:"Fil med enheter, utförare och medarbetare. Se handboken, i drift."`
	DB     string `required:"" placeholder:"URL" help:"Nämndens register: sqlite:MAPP eller postgres://…"`
	Board  string `required:"" help:"Nämndens korta namn." placeholder:"NAMN"`
	DryRun bool   `help:"Säg vad som skulle göras, och gör det inte."`
}

// An organisationFile is a board's units, providers and staff, as someone writes them.
type organisationFile struct {
	Units     []unitEntry     `yaml:"enheter"`
	Providers []providerEntry `yaml:"utforare"`
	Staff     []staffEntry    `yaml:"medarbetare"`
}

type unitEntry struct {
	Name   string   `yaml:"namn"`
	Side   string   `yaml:"sida"`
	Areas  []string `yaml:"omraden"`
	Intake bool     `yaml:"tar_emot"`
	Under  string   `yaml:"under"`
	From   string   `yaml:"fran"`
	Until  string   `yaml:"till"`
}

type providerEntry struct {
	Name     string   `yaml:"namn"`
	Number   string   `yaml:"organisationsnummer"`
	Own      bool     `yaml:"egen_regi"`
	Services []string `yaml:"insatser"`
	Phone    string   `yaml:"telefon"`
	From     string   `yaml:"fran"`
	Until    string   `yaml:"till"`
}

type staffEntry struct {
	Login    string   `yaml:"anstallningsnummer"`
	Name     string   `yaml:"namn"`
	Title    string   `yaml:"titel"`
	Roles    []string `yaml:"roller"`
	Unit     string   `yaml:"enhet"`
	Provider string   `yaml:"utforare"`
	From     string   `yaml:"fran"`
	Until    string   `yaml:"till"`
}

// Run goes through the file in order: what stands later may name what stands earlier.
func (c organisationCommand) Run(ctx context.Context, std streams) error {
	var file organisationFile
	if err := readYAML(c.File, &file); err != nil {
		return err
	}
	r, err := openRecord(ctx, recordOptions{URL: c.DB, Name: c.Board, ReadOnly: c.DryRun})
	if err != nil {
		return err
	}
	defer r.Close()
	o := &organiser{r: r, q: orgsql.Queries{DB: r.Store.Reader()}, today: civil.DayOf(r.Clock()), dry: c.DryRun}
	err = o.carry(ctx, file)
	for _, line := range o.told {
		fmt.Fprintln(std.Out, line)
	}
	if err != nil {
		return err
	}
	if len(o.told) == 0 {
		fmt.Fprintln(std.Out, "Registret stämmer redan med filen.")
	}
	return nil
}

// An organiser does what is missing between a file and the record.
type organiser struct {
	r     *record
	q     orgsql.Queries
	today civil.Date
	dry   bool
	told  []string

	units     []org.Unit
	providers []org.Provider
}

// theEnd is a day after everything that has been told.
var theEnd = civil.MustParse("9999-12-31")

func (o *organiser) carry(ctx context.Context, file organisationFile) error {
	for _, on := range []civil.Date{o.today, theEnd} { // those that are, and those that have yet to begin
		units, err := o.q.Units(ctx, on)
		if err != nil {
			return err
		}
		providers, err := o.q.Providers(ctx, on)
		if err != nil {
			return err
		}
		o.units, o.providers = append(o.units, units...), append(o.providers, providers...)
	}
	for _, e := range file.Units {
		if err := o.unit(ctx, e); err != nil {
			return o.wrong("enheten "+e.Name, err)
		}
	}
	for _, e := range file.Providers {
		if err := o.provider(ctx, e); err != nil {
			return o.wrong("utföraren "+e.Name, err)
		}
	}
	for _, e := range file.Staff {
		if err := o.staff(ctx, e); err != nil {
			return o.wrong("medarbetaren "+cmp.Or(e.Name, e.Login), err)
		}
	}
	return nil
}

// wrong says in words what stands in the way, and of what.
func (o *organiser) wrong(what string, err error) error {
	all := fault.All(err)
	if len(all) == 0 {
		return fmt.Errorf("%s: %w", what, err)
	}
	says, number := words().Words(all[0])
	return badInputf("%s: %s (%s) Det som står ovanför i filen är redan gjort; rätta och kör igen.", what, says, number)
}

// do carries out steps as the program itself, on the word of whoever may run it
// on the server.
func (o *organiser) do(ctx context.Context, told string, steps ...engine.Step) error {
	o.told = append(o.told, told)
	if o.dry {
		return nil
	}
	_, err := o.r.Engine.Do(ctx, act.Form{ID: o.r.Engine.NewForm(), Actor: act.Actor{System: true}}, steps...)
	return err
}

func day(text string, otherwise civil.Date) (civil.Date, error) {
	if text == "" {
		return otherwise, nil
	}
	d, err := civil.Parse(text)
	if err != nil {
		return d, badInputf("%q är inget datum. Skriv till exempel 2026-03-12.", text)
	}
	return d, nil
}

func days(from, until string, today civil.Date) (first, last civil.Date, err error) {
	first, err = day(from, today)
	if err != nil {
		return first, last, err
	}
	last, err = day(until, civil.Date{})
	return first, last, err
}

func (o *organiser) unit(ctx context.Context, e unitEntry) error {
	from, until, err := days(e.From, e.Until, o.today)
	if err != nil {
		return err
	}
	units := engine.Bind(o.r.Engine, orgsql.Units())
	at := slices.IndexFunc(o.units, func(u org.Unit) bool { return u.Name == e.Name })
	if at < 0 {
		var under ids.Unit
		if e.Under != "" {
			if under, err = o.unitNamed(e.Under); err != nil {
				return err
			}
		}
		u := org.Unit{ID: ids.Unit{ID: o.r.Engine.NewID()}, Name: e.Name}
		err := o.do(ctx, "Enheten "+e.Name+" läggs upp.", units.Step(u.ID.ID, org.EstablishUnit{
			Name: e.Name, Side: org.Side(e.Side), Areas: e.Areas, Intake: e.Intake, Under: under, From: from,
		}))
		if err != nil {
			return err
		}
		o.units = append(o.units, u)
		at = len(o.units) - 1
	}
	if u := o.units[at]; !until.IsZero() && u.Until != until {
		return o.do(ctx, "Enheten "+e.Name+" upphör "+until.String()+".", units.Step(u.ID.ID, org.CloseUnit{Until: until}))
	}
	return nil
}

func (o *organiser) unitNamed(name string) (ids.Unit, error) {
	at := slices.IndexFunc(o.units, func(u org.Unit) bool { return u.Name == name })
	if at < 0 {
		return ids.Unit{}, badInputf("Enheten %q finns inte. Lägg den under enheter, ovanför.", name)
	}
	return o.units[at].ID, nil
}

func (o *organiser) provider(ctx context.Context, e providerEntry) error {
	from, until, err := days(e.From, e.Until, o.today)
	if err != nil {
		return err
	}
	providers := engine.Bind(o.r.Engine, orgsql.Providers())
	at := slices.IndexFunc(o.providers, func(p org.Provider) bool { return p.Name == e.Name })
	if at < 0 {
		p := org.Provider{ID: ids.Provider{ID: o.r.Engine.NewID()}, Name: e.Name}
		err := o.do(ctx, "Utföraren "+e.Name+" läggs upp.", providers.Step(p.ID.ID, org.ApproveProvider{
			Name: e.Name, OrgNumber: e.Number, Own: e.Own, Services: e.Services, Phone: e.Phone, From: from,
		}))
		if err != nil {
			return err
		}
		o.providers = append(o.providers, p)
		at = len(o.providers) - 1
	}
	if p := o.providers[at]; !until.IsZero() && p.Until != until {
		return o.do(ctx, "Utföraren "+e.Name+" upphör "+until.String()+".", providers.Step(p.ID.ID, org.EndProvider{Until: until}))
	}
	return nil
}

func (o *organiser) staff(ctx context.Context, e staffEntry) error {
	from, until, err := days(e.From, e.Until, o.today)
	if err != nil {
		return err
	}
	want, err := o.placement(e, from)
	if err != nil {
		return err
	}
	found, err := o.known(ctx, e, from)
	if err != nil {
		return err
	}
	staff := engine.Bind(o.r.Engine, orgsql.Staff())
	id := found.ID
	switch {
	case id.IsZero():
		id = ids.User{ID: o.r.Engine.NewID()}
		err = o.do(ctx, e.Name+" läggs upp.", staff.Step(id.ID, org.AppointStaff{Name: e.Name, Placement: want}), staff.Step(id.ID, org.IdentifyStaff{Login: e.Login}))
	case found.Login == "":
		err = o.do(ctx, e.Name+" får anställningsnumret "+e.Login+".", staff.Step(id.ID, org.IdentifyStaff{Login: e.Login}))
	}
	if err != nil {
		return err
	}
	if has := last(found); !found.ID.IsZero() && differs(has, want) {
		if !want.From.After(has.From) {
			want.From = laterOf(has.From, o.today)
		}
		if err := o.do(ctx, e.Name+" placeras om från "+want.From.String()+".", staff.Step(id.ID, org.PlaceStaff{Placement: want})); err != nil {
			return err
		}
	}
	if !until.IsZero() && found.Left != until {
		return o.do(ctx, e.Name+" slutar "+until.String()+".", staff.Step(id.ID, org.EndStaff{Until: until}))
	}
	return nil
}

// known is the member of staff that the entry speaks of: by the employee number,
// else one of the same name who has none.
func (o *organiser) known(ctx context.Context, e staffEntry, from civil.Date) (org.Staff, error) {
	on := laterOf(from, o.today)
	for _, day := range []civil.Date{on, theEnd} {
		if found, err := o.q.StaffByLogin(ctx, e.Login, day); err == nil || fault.KindOf(err) != fault.NotFound {
			return found, err
		}
	}
	all, err := o.q.Staff(ctx, on)
	if err != nil {
		return org.Staff{}, err
	}
	same := slices.DeleteFunc(all, func(s org.Staff) bool { return s.Name != e.Name || s.Login != "" })
	if len(same) > 1 {
		return org.Staff{}, badInputf("Två medarbetare heter %s och saknar anställningsnummer. Det går inte att se vem som menas.", e.Name)
	}
	if len(same) == 1 {
		return same[0], nil
	}
	return org.Staff{}, nil
}

func (o *organiser) placement(e staffEntry, from civil.Date) (org.Placement, error) {
	p := org.Placement{Title: e.Title, From: from}
	for _, role := range e.Roles {
		p.Roles = append(p.Roles, org.Role(role))
	}
	var err error
	if e.Unit != "" {
		p.Unit, err = o.unitNamed(e.Unit)
	}
	if e.Provider != "" {
		at := slices.IndexFunc(o.providers, func(p org.Provider) bool { return p.Name == e.Provider })
		if at < 0 {
			return p, badInputf("Utföraren %q finns inte. Lägg den under utforare, ovanför.", e.Provider)
		}
		p.Provider = o.providers[at].ID
	}
	if strings.TrimSpace(e.Login) == "" {
		return p, errors.Join(err, badInput("anstallningsnummer saknas. Utan det kan ingen logga in."))
	}
	return p, err
}

// last is the placement that was found, the only one that a query tells.
func last(s org.Staff) org.Placement {
	if len(s.Placements) == 0 {
		return org.Placement{}
	}
	return s.Placements[len(s.Placements)-1]
}

func laterOf(a, b civil.Date) civil.Date {
	if a.Before(b) {
		return b
	}
	return a
}

func differs(a, b org.Placement) bool {
	return a.Title != b.Title || a.Unit != b.Unit || a.Provider != b.Provider || !slices.Equal(a.Roles, b.Roles)
}

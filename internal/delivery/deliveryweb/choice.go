package deliveryweb

import (
	"net/http"
	"slices"

	"stadga/internal/civil"
	"stadga/internal/delivery"
	"stadga/internal/engine"
	"stadga/internal/fault"
	"stadga/internal/ids"
	"stadga/internal/webkit"
)

// ChoiceFields are what the person wished for, when, and why another was given.
type ChoiceFields struct{ Wished, On, Why webkit.Field }

// notChosen is the wish of one who does not want to choose.
const notChosen = "Personen vill inte välja"

// providerOptions are those that may be given a kind of service today, but the one
// that has it. One that leaves or is full is left out.
func providerOptions(choices []Choice, kind string, but ids.Provider, suggest bool) []webkit.Option {
	var options []webkit.Option
	for _, c := range choices {
		if !c.open(kind) || c.ID == but {
			continue
		}
		words := c.Name
		if c.Says != "" {
			words += ", " + c.Says
		}
		if c.Default {
			words += " (när personen inte väljer)"
		}
		options = append(options, webkit.Option{Value: c.ID.String(), Words: words, Chosen: suggest && c.Default})
	}
	return options
}

// open tells whether the provider may be given an order for the kind.
func (c Choice) open(kind string) bool {
	return c.Leaves.IsZero() && !c.Full && (len(c.Services) == 0 || slices.Contains(c.Services, kind))
}

// wishOptions are all approved for the kind, also those that are full: a wish is
// kept whatever comes of it.
func wishOptions(choices []Choice, kind string) []webkit.Option {
	options := webkit.Options("", notChosen)
	for _, c := range choices {
		if len(c.Services) > 0 && !slices.Contains(c.Services, kind) {
			continue
		}
		words := c.Name
		if c.Full {
			words += " (har fullt)"
		} else if !c.Leaves.IsZero() {
			words += " (slutar)"
		}
		options = append(options, webkit.Option{Value: c.ID.String(), Words: words})
	}
	return options
}

func choiceFields(choices []Choice, kind string, wished ids.Provider, fill func(webkit.Field) webkit.Field) ChoiceFields {
	options := wishOptions(choices, kind)
	for i := range options {
		options[i].Chosen = options[i].Value == wished.String() && !wished.IsZero()
	}
	return ChoiceFields{
		Wished: fill(webkit.Field{Name: "wished", Label: "Personens önskemål", Options: options}),
		On:     fill(webkit.Field{Name: "wished_on", Label: "Önskemålet lämnades", Help: "Behövs när personen har valt."}),
		Why:    fill(webkit.Field{Name: "wish_why", Label: "Om personen får en annan än den önskade, varför?"}),
	}
}

func choiceOf(in *webkit.Input) delivery.ProviderChoice {
	c := delivery.ProviderChoice{Wished: ids.Provider{ID: in.ID("wished")}, On: in.Day("wished_on"), Why: in.Text("wish_why")}
	if c.Wished.IsZero() {
		return delivery.ProviderChoice{}
	}
	return c
}

// approved says so when a provider is not among those that may be given the kind.
func (p Pages) approved(r *http.Request, in *webkit.Input, to ids.Provider, kind string) error {
	choices, err := p.Others.Choices(r.Context(), webkit.Today(r))
	if err != nil {
		return err
	}
	if !to.IsZero() && !slices.ContainsFunc(choices, func(c Choice) bool { return c.ID == to && c.open(kind) }) {
		in.Add(fault.Field("provider", "choice.not-approved"))
	}
	return nil
}

func askChange(in *webkit.Input) engine.Command[delivery.Order] {
	return delivery.AskForChange{Wished: ids.Provider{ID: in.ID("wished")}, On: in.Day("on")}
}

func denyChange(in *webkit.Input) engine.Command[delivery.Order] {
	return delivery.DenyChange{Why: in.Text("why")}
}

// A MoveForm lets another provider take over an order.
type MoveForm struct {
	webkit.FormHead
	Path           string
	Provider, From webkit.Field
	Choice         ChoiceFields
	Consent        webkit.Field
	Carries        string // what goes with the order, counted
	Waits, Leaves  string // a wish that waits; the last day of a provider that leaves
	Open           bool
}

// choiceForms adds what an officer can do about the provider of a running order.
func (p Pages) choiceForms(r *http.Request, c Case, o delivery.Order, choices []Choice, out *OfficerOrder, t *typing) {
	if !o.Running() || !o.MovedTo.IsZero() {
		return
	}
	base, today := "/arende/"+c.Number+"/insatser/"+out.ID, webkit.Today(r)
	form := func(path, button string, f OrderForm) *OrderForm {
		return t.ready(f, base+path, button, path[1:]+"-"+out.ID+"-")
	}
	change, waits := o.WaitingChange()
	if waits {
		out.Deny = form("/byt-inte", "Spara svaret", OrderForm{Lines: []webkit.Field{{Name: "why", Label: "Varför kan personen inte byta?", Required: true}}})
	} else {
		wish := slices.DeleteFunc(wishOptions(choices, o.Kind), func(w webkit.Option) bool { return w.Value == "" || w.Value == o.Provider.String() })
		out.Ask = form("/vill-byta", "Spara önskemålet", OrderForm{
			Choice: &webkit.Field{Name: "wished", Label: "Vilken utförare vill personen ha?", Options: wish, Required: true},
			Days:   []webkit.Field{{Name: "on", Label: "Önskemålet lämnades", Value: today.String(), Prefilled: true}},
		})
	}
	move := &MoveForm{FormHead: webkit.NewForm(r, 0, ""), Path: base + "/byt"}
	mine, typed := t.failed == move.Path, t.typed
	if mine {
		move.FormHead, move.Open = webkit.SameForm(r), true
	} else {
		typed = webkit.Typed{}
	}
	fill := func(f webkit.Field) webkit.Field {
		if !mine {
			f.ID = "byt-" + out.ID + "-" + f.Name
		}
		return typed.Field(f)
	}
	from := webkit.Field{Name: "from", Label: "Den nya utföraren tar över", Required: true}
	if at := slices.IndexFunc(choices, func(c Choice) bool { return c.ID == o.Provider && !c.Leaves.IsZero() }); at >= 0 {
		move.Leaves = choices[at].Name + " slutar " + webkit.PlainDay(choices[at].Leaves, today) + ". Personen behöver en ny utförare från dagen efter."
		from.Value, from.Prefilled, move.Open = choices[at].Leaves.AddDays(1).String(), true, true
	}
	move.Provider = fill(webkit.Field{Name: "provider", Label: "Ny utförare", Required: true, Options: providerOptions(choices, o.Kind, o.Provider, !waits)})
	move.From = fill(from)
	move.Choice = choiceFields(choices, o.Kind, change.Wished, fill)
	if waits {
		move.Choice.On.Value = change.On.String()
	}
	move.Consent = fill(webkit.Field{Name: "consent", Label: "Det som redan är skrivet", Options: webkit.Options("ja", "Personen går med på att planen, frågorna och anmälda behov lämnas till den nya utföraren")})
	move.Carries = carried(o)
	out.Move = move
}

// carried says what an order holds that goes with it.
func carried(o delivery.Order) string {
	return webkit.Count(len(o.Plans), "plan", "planer") + ", " + webkit.Count(len(o.Thread), "meddelande", "meddelanden") + " och " +
		webkit.Count(len(o.Signals), "anmält behov", "anmälda behov") + " följer med."
}

// postMove sends a new order and lets it take over, in one act.
func (p Pages) postMove(w http.ResponseWriter, r *http.Request) error {
	c, id, o, err := p.orderOf(r)
	if err != nil {
		return err
	}
	in := webkit.Posted(r)
	next := ids.Order{ID: ids.Derive(webkit.Form(r).ID, "order")}
	move := delivery.Move{To: next, Provider: ids.Provider{ID: in.ID("provider")}, From: in.Day("from"), Consent: in.Has("consent"), Choice: choiceOf(in)}
	brief := o.Brief
	brief.Provider, brief.Choice, brief.After = move.Provider, move.Choice, id
	brief.Chosen = !move.Provider.IsZero() && move.Choice.Wished == move.Provider
	brief.Wish = move.From
	if err := p.approved(r, in, move.Provider, o.Kind); err != nil {
		return err
	}
	if err = in.Err(); err == nil {
		_, err = p.Do(r.Context(), webkit.Form(r), p.Orders.Step(id.ID, move), p.Orders.Step(next.ID, delivery.Send{Brief: brief}))
	}
	if err != nil {
		page, failed := p.servicesPage(r, in.Again(err), r.URL.Path, "")
		if failed != nil {
			return failed
		}
		return webkit.Redo(w, r, p.kit, "insatser.html", page, err)
	}
	return webkit.Done(w, r, "/arende/"+c.Number+"/insatser")
}

// choiceFacts are the wishes about providers and what came of them.
func (p Pages) choiceFacts(r *http.Request, o delivery.Order) ([]webkit.Fact, error) {
	today := webkit.Today(r)
	asked := []ids.Provider{o.Provider, o.Choice.Wished}
	for _, c := range o.Changes {
		asked = append(asked, c.Wished)
	}
	var next delivery.Order
	if !o.MovedTo.IsZero() {
		var err error
		if next, _, err = p.Orders.Load(r.Context(), o.MovedTo.ID); err != nil {
			return nil, err
		}
		asked = append(asked, next.Provider)
	}
	names, err := p.Others.Names(r.Context(), asked...)
	if err != nil {
		return nil, err
	}
	var facts []webkit.Fact
	if wished := o.Choice.Wished; !wished.IsZero() {
		says := names[wished] + ", " + webkit.PlainDay(o.Choice.On, today) + ". "
		if wished == o.Provider {
			says += "Fick den utföraren."
		} else {
			says += "Fick " + names[o.Provider] + ". " + o.Choice.Why
		}
		facts = append(facts, webkit.Fact{Label: "Personens önskemål", Value: says})
	}
	for _, c := range o.Changes {
		says := names[c.Wished] + ", " + webkit.PlainDay(c.On, today) + ". "
		switch {
		case c.Moved:
			says += "Uppdraget flyttades."
		case c.Denied.IsZero():
			says += "Väntar på svar."
		default:
			says += "Nej, " + webkit.PlainDay(c.Denied, today) + ": " + c.Why
		}
		facts = append(facts, webkit.Fact{Label: "Vill byta utförare till", Value: says})
	}
	if !o.MovedTo.IsZero() {
		facts = append(facts, webkit.Fact{Label: "Tas över av", Value: names[next.Provider] + " från " + webkit.PlainDay(o.MovesOn, today)})
	}
	return facts, nil
}

// An EarlierView is an order that another has taken over from, as the new provider
// and the officer see it.
type EarlierView struct {
	Provider, Until string
	Withheld        bool // the person has not agreed that it is shared with the new provider
	Plans           []PlanVersion
	Thread          []MessageView
	Signals         []SignalView
}

// mostBefore is more changes of provider than one service has.
const mostBefore = 10

// before follows an order back through those it took over from. A provider sees
// what the person has agreed to; the officer sees all.
func (p Pages) before(r *http.Request, o delivery.Order) ([]EarlierView, error) {
	var all []EarlierView
	provider := !webkit.Actor(r).Provider.IsZero()
	for after := o.After; !after.IsZero() && len(all) < mostBefore; {
		was, _, err := p.Orders.Load(r.Context(), after.ID)
		if err != nil {
			return nil, err
		}
		names, err := p.Others.Names(r.Context(), was.Provider)
		if err != nil {
			return nil, err
		}
		e := EarlierView{Provider: names[was.Provider], Until: webkit.PlainDay(lastDay(was), webkit.Today(r)), Withheld: provider && !was.HandedOver}
		if !e.Withheld {
			if err := p.carryOver(r, was, &e); err != nil {
				return nil, err
			}
		}
		all = append(all, e)
		after = was.After
	}
	return all, nil
}

func lastDay(o delivery.Order) civil.Date {
	if !o.Ended.IsZero() {
		return o.Ended
	}
	return o.MovesOn.AddDays(-1)
}

func (p Pages) carryOver(r *http.Request, was delivery.Order, e *EarlierView) error {
	today := webkit.Today(r)
	var users []ids.User
	for _, m := range was.Thread {
		users = append(users, m.By)
	}
	staff, err := p.Others.Staff(r.Context(), users...)
	if err != nil {
		return err
	}
	e.Plans = planVersions(was, today)
	e.Thread = messages(was, staff, today)
	for _, s := range was.Signals {
		e.Signals = append(e.Signals, signalView(s, today))
	}
	return nil
}

package deliveryweb

import (
	"strings"
	"time"

	"stadga/internal/civil"
	"stadga/internal/delivery"
	"stadga/internal/ids"
	"stadga/internal/webkit"
)

// A View is an order as both sides see it.
type View struct {
	ID        string
	Anchor    string // id of the heading, unique on the page
	Name      string
	Extent    string
	Provider  string
	State     webkit.Badge
	Receipts  []webkit.Receipt
	Goals     []GoalView
	Facts     []webkit.Fact
	Plan      *PlanView
	Signals   []SignalView
	Thread    []MessageView
	Paper     string        // address of the order on paper
	Before    []EarlierView // orders that this one took over from, the latest first
	Running   bool
	Begun     bool           // a fact has shown that the service has begun
	Waits     []webkit.Badge // who has waited for an answer in the thread, and for how long
	News      []NewsView
	Handovers []HandoverView
}

// A GoalView is one goal of the decision, and how the plan means to reach it.
type GoalView struct {
	Area     string // life area of the goal
	Text, By string
	How      string // empty: the plan does not touch it
}

// A PlanView is the plan in force.
type PlanView struct {
	Made, ReviewBy, Shared, Others string
	Told, Part                     string   // the latest change; how the person took part
	Samples                        []string // what those who tried its quality found
	Loose                          []string // plan goals that no goal of the decision stands behind (E-15)
	ByAuthority                    bool
	Overdue                        bool
	Read                           string
	Reviews                        []webkit.Fact
}

// A SignalView is one signal of changed need, with the days it has waited.
type SignalView struct {
	Number      int
	Kind, What  string
	Sent, Since string
	Plan        string // the plan that came with it
	Badge       webkit.Badge
	Answer      string // empty: not answered
	Form        *AnswerForm
}

// A MessageView is one line of the thread.
type MessageView struct{ When, Who, Way, Text, Answer string }

func view(o delivery.Order, id ids.Order, started civil.Date, provider string, staff map[ids.User]string, now time.Time) View {
	today := civil.DayOf(now)
	v := View{
		ID: id.String(), Anchor: "uppdrag-" + id.String(), Name: o.Name, Extent: o.Extent, Provider: provider,
		State: state(o, started, today), Receipts: receipts(o, started, staff, today), Facts: background(o, today), Running: o.Running(), Begun: !started.IsZero(),
	}
	plan, made := o.CurrentPlan()
	how := map[string][]string{}
	for _, g := range plan.Goals {
		how[g.Goal] = append(how[g.Goal], strings.TrimSpace(g.Activity+" "+g.How))
	}
	for _, g := range o.Goals {
		v.Goals = append(v.Goals, GoalView{Text: g.Text, Area: g.Area, By: webkit.PlainDay(g.By, today), How: strings.Join(how[g.Key], " ")})
	}
	if made {
		v.Plan = planView(plan, today)
	}
	for _, s := range o.Signals {
		v.Signals = append(v.Signals, signalView(s, today))
	}
	v.Thread = messages(o, staff, today)
	v.Waits = threadWaits(o, today)
	v.News = newsViews(o, staff, today)
	if o.Outpatient {
		v.Facts = append(v.Facts, webkit.Fact{Label: "Öppenvårdens uppdrag", Value: "står i den skrivna rutinen", Mend: &webkit.Link{Path: OutpatientPath, Words: "Läs rutinen"}})
	}
	v.Handovers = handoverViews(o, staff, today)
	return v
}

func messages(o delivery.Order, staff map[ids.User]string, today civil.Date) []MessageView {
	var all []MessageView
	for _, m := range o.Thread {
		who := staff[m.By]
		switch {
		case m.Way != "":
			who = "Utföraren, loggat av " + who
		case m.FromProvider:
			who += ", utföraren"
		}
		all = append(all, MessageView{When: webkit.DayAndTime(m.At, today), Who: who, Way: wayWords(m.Way), Text: m.Text, Answer: m.Answer})
	}
	return all
}

func state(o delivery.Order, started, today civil.Date) webkit.Badge {
	switch waited := workingDays(civil.DayOf(o.Sent), today); {
	case !o.Ended.IsZero():
		return webkit.Badge{Lage: webkit.Stopp, Words: "Avslutat " + webkit.PlainDay(o.Ended, today) + ", " + endWords(o.EndReason)}
	case !o.Interrupted.IsZero():
		return webkit.Badge{Lage: webkit.Stopp, Words: "Avbrott sedan " + webkit.PlainDay(o.Interrupted, today)}
	case o.Acknowledged.IsZero() && waited > 1:
		return webkit.Badge{Lage: webkit.Sen, Words: "Inte kvitterat på " + webkit.Count(waited, "arbetsdag", "arbetsdagar")}
	case o.Acknowledged.IsZero():
		return webkit.Badge{Lage: webkit.Idag, Words: "Inte kvitterat"}
	case !started.IsZero():
		return webkit.Badge{Lage: webkit.Klar, Words: "Pågår"}
	case o.StartDay.IsZero():
		return webkit.Badge{Lage: webkit.Snart, Words: "Startdag saknas"}
	case o.StartDay.Before(today):
		return webkit.Badge{Lage: webkit.Sen, Words: "Startdagen har passerat"}
	}
	return webkit.Badge{Lage: webkit.Lugn, Words: "Börjar " + webkit.PlainDay(o.StartDay, today)}
}

// workingDays counts the working days after from, up to and with to.
func workingDays(from, to civil.Date) int { return delivery.WorkingDays(from, to) }

// receipts is the chain Skickat → Mottaget → Startdag → Startat → Plan klar: sent
// is not received until the other side has said so.
func receipts(o delivery.Order, started civil.Date, staff map[ids.User]string, today civil.Date) []webkit.Receipt {
	day := func(d civil.Date) string { return webkit.PlainDay(d, today) }
	chain := []webkit.Receipt{
		{Words: "Skickat", When: webkit.DayAndTime(o.Sent, today), Who: staff[o.SentBy]},
		{Words: "Mottaget", When: "inte kvitterat", Waits: true},
		{Words: "Startdag", When: "inte satt", Waits: true},
		{Words: "Startat", When: "inte visat", Waits: true},
	}
	if !o.Acknowledged.IsZero() {
		chain[1] = webkit.Receipt{Words: "Mottaget", When: webkit.DayAndTime(o.Acknowledged, today), Who: staff[o.SeenBy]}
	}
	if !o.StartDay.IsZero() {
		chain[2] = webkit.Receipt{Words: "Startdag", When: day(o.StartDay), Who: markWords(o.StartSet, staff, today)}
	}
	if !started.IsZero() {
		chain[3] = webkit.Receipt{Words: "Startat", When: day(started), Who: startedWords(o.Proof)}
		if by := markWords(o.StartShown, staff, today); by != "" {
			chain[3].Who += ", " + by
		}
	}
	if !o.Plan {
		return chain
	}
	if plan, made := o.CurrentPlan(); made {
		return append(chain, webkit.Receipt{Words: "Plan klar", When: day(plan.Made), Who: markWords(o.PlanMade, staff, today)})
	}
	return append(chain, webkit.Receipt{Words: "Plan klar", When: "saknas", Waits: true})
}

func background(o delivery.Order, today civil.Date) []webkit.Fact {
	facts := []webkit.Fact{{Label: "Omfattning", Value: o.Extent}}
	add := func(label, value string) {
		if value != "" {
			facts = append(facts, webkit.Fact{Label: label, Value: value})
		}
	}
	add("Syfte", o.Purpose)
	add("Viktigt att veta", o.Risks)
	add("Bakgrund", o.Shared)
	if !o.Wish.IsZero() {
		add("Önskad start", webkit.PlainDay(o.Wish, today))
	}
	if o.Until.IsZero() {
		add("Gäller", "tills vidare")
	} else {
		add("Gäller till", webkit.PlainDay(o.Until, today))
	}
	if o.Chosen {
		add("Utförare", "vald av personen")
	} else if o.Choice.Wished.IsZero() {
		add("Utförare", "utan eget val")
	}
	for _, offer := range o.Offers {
		answer := "tackade ja"
		if offer.Answer == delivery.Declined {
			answer = "tackade nej"
		}
		add("Erbjudande "+webkit.PlainDay(offer.On, today), offer.What+", personen "+answer)
	}
	add("Skäl till att beslutet inte är verkställt", o.WhyNotBegun)
	if !o.WaitsSince.IsZero() {
		add("Vill vänta på vald utförare", "sedan "+webkit.PlainDay(o.WaitsSince, today))
	}
	switch o.CareContact {
	case "ja":
		add("Fast omsorgskontakt", contactWords(o.Contact))
	case "nej":
		add("Fast omsorgskontakt", "inte erbjuden, uppenbart obehövlig")
	}
	add("Utförarens kompetens och resurser", abilityWords(o.Able, o.Capacity))
	if o.Health {
		add("Hälso- och sjukvård", "kommunen ansvarar också för hälso- och sjukvård här, till och med sjuksköterska. Avvikelser och uppföljning når MAS.")
	}
	if !o.FollowUp.IsZero() {
		add("Beslutet följs upp", webkit.PlainDay(o.FollowUp, today))
	}
	if !o.PartlySince.IsZero() {
		add("Delvis verkställt sedan "+webkit.PlainDay(o.PartlySince, today), o.PartlyLacks)
	}
	addAlarm(add, "Larmet installerat", o.Alarm.Installed, delivery.InstallPoints(), today)
	addAlarm(add, "Larmet nedtaget", o.Alarm.Removed, delivery.RemovePoints(), today)
	return facts
}

// contactWords says who the fixed care contact is, and whether the title is proven.
func contactWords(c delivery.CareContact) string {
	switch {
	case c.Name == "":
		return "erbjuden"
	case c.Nurse:
		return c.Name + ", undersköterska"
	}
	return c.Name + ", bevis om undersköterska saknas"
}

func planView(p delivery.Plan, today civil.Date) *PlanView {
	v := &PlanView{
		Made: webkit.PlainDay(p.Made, today), ReviewBy: webkit.PlainDay(p.ReviewBy, today), Others: p.Collaboration,
		ByAuthority: p.ByAuthority, Overdue: p.ReviewBy.Before(today),
	}
	v.Part = p.Participation
	if told := p.LastTold(); told != p.Made {
		v.Told = webkit.PlainDay(told, today)
	}
	for _, s := range p.Samples {
		v.Samples = append(v.Samples, strings.TrimSpace(webkit.PlainDay(s.On, today)+": "+s.Verdict.Words()+". "+s.Says))
	}
	if !p.SharedOn.IsZero() {
		v.Shared = webkit.PlainDay(p.SharedOn, today)
	}
	if !p.Read.IsZero() {
		v.Read = webkit.PlainDay(p.Read, today)
	}
	for _, g := range p.Goals {
		if g.Goal == "" {
			v.Loose = append(v.Loose, g.Text+": "+strings.TrimSpace(g.Activity+" "+g.How))
		}
	}
	for _, r := range p.Reviewed {
		v.Reviews = append(v.Reviews, webkit.Fact{Label: "Uppföljd " + webkit.PlainDay(r.On, today), Value: r.Says})
	}
	return v
}

func signalView(s delivery.ChangeSignal, today civil.Date) SignalView {
	v := SignalView{
		Number: s.Number, Kind: signalWords(s.Kind), What: s.What,
		Sent: webkit.DayAndTime(s.Sent, today), Since: webkit.PlainDay(s.Since, today),
	}
	if !s.Plan.IsZero() {
		v.Plan = "Genomförandeplanen från " + webkit.PlainDay(s.Plan, today) + " följer med."
	}
	if s.Answered.IsZero() {
		v.Badge = waiting(s.Sent, today)
		return v
	}
	v.Answer = s.Answer
	days := civil.DayOf(s.Answered).DaysSince(civil.DayOf(s.Sent))
	v.Badge = webkit.Badge{Lage: webkit.Klar, Words: "Besvarat efter " + webkit.Days(days) + ", " + resultWords(s.Leads)}
	return v
}

// waiting says how long a signal has waited. The local target is five working
// days (local rule change-signal).
func waiting(sent time.Time, today civil.Date) webkit.Badge {
	days := today.DaysSince(civil.DayOf(sent))
	words := "Obesvarat i " + webkit.Days(days)
	if days == 0 {
		words = "Skickat i dag"
	}
	if workingDays(civil.DayOf(sent), today) > 5 {
		return webkit.Badge{Lage: webkit.Sen, Words: words}
	}
	return webkit.Badge{Lage: webkit.Snart, Words: words}
}

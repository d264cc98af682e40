package deliveryweb

import (
	"net/http"
	"slices"
	"strings"

	"stadga/internal/civil"
	"stadga/internal/delivery"
	"stadga/internal/engine"
	"stadga/internal/fault"
	"stadga/internal/ids"
	"stadga/internal/journal"
	"stadga/internal/webkit"
)

// A NewsView is one piece of news to the staff, and who has read it.
type NewsView struct {
	Kind, When, Who, Text, Told string
	Badge                       webkit.Badge
	Form                        *OrderForm // the reader's receipt; nil: read already
	number                      int
}

// A HandoverView is one side's check of one end.
type HandoverView struct {
	Words, Who, Note string
	Badge            webkit.Badge
	Form             *OrderForm
	at               delivery.HandoverEnd
	provider         bool
}

// marks are who has done what in the order, beside the thread.
func marks(o delivery.Order) []delivery.Mark {
	all := []delivery.Mark{{By: o.SeenBy}, o.StartSet, o.StartShown, o.PlanMade}
	for _, n := range o.News {
		all = append(all, delivery.Mark{By: n.By})
		all = append(all, n.Read...)
	}
	for _, h := range o.Handovers {
		all = append(all, h.Mark)
	}
	return all
}

// markWords says who did it and when it was registered.
func markWords(m delivery.Mark, staff map[ids.User]string, today civil.Date) string {
	if m.At.IsZero() {
		return ""
	}
	return strings.TrimSpace(staff[m.By] + " " + webkit.DayAndTime(m.At, today))
}

func abilityField(own bool) *webkit.Field {
	return &webkit.Field{
		Name: "able", Label: "Har ni kompetens och resurser för uppdraget?", Required: own,
		Help:    "Den egna regin svarar innan den tar emot. Har ni det inte, tacka nej och skriv varför.",
		Options: webkit.Options(string(delivery.AbleWhole), "Ja", string(delivery.AblePartly), "Delvis"),
	}
}

func abilityWords(a delivery.Ability, lacks string) string {
	switch a {
	case delivery.AbleWhole:
		return strings.TrimSpace("finns. " + lacks)
	case delivery.AblePartly:
		return "finns delvis. " + lacks
	}
	return lacks
}

func wayWords(w delivery.ContactWay) string {
	switch w {
	case delivery.ByPhone:
		return "utförartelefonen"
	case delivery.ByMailbox:
		return "funktionsbrevlådan"
	}
	return ""
}

func newsWords(k delivery.NewsKind) string {
	switch k {
	case delivery.NeedChanged:
		return "Ändrat behov"
	case delivery.KeyHandover:
		return "Nyckel"
	case delivery.HomeChanged:
		return "Hemmet"
	}
	return "Att veta"
}

func toldWords(told []string) string {
	names := map[string]string{"personen": "personen", "narstaende": "närstående", "primarvarden": "primärvården"}
	var words []string
	for _, t := range told {
		words = append(words, names[t])
	}
	return strings.Join(words, ", ")
}

// threadWaits says to both sides who has waited for an answer, and how long.
func threadWaits(o delivery.Order, today civil.Date) []webkit.Badge {
	var out []webkit.Badge
	wait := func(fromProvider bool, words string) {
		since := o.Awaits(fromProvider)
		if since.IsZero() {
			return
		}
		b := webkit.Badge{Lage: webkit.Snart, Words: words + " sedan " + webkit.DayAndTime(since, today)}
		if n := workingDays(civil.DayOf(since), today); n > 0 {
			b.Words = words + " i " + webkit.Count(n, "arbetsdag", "arbetsdagar")
			if n > 1 {
				b.Lage = webkit.Sen
			}
		}
		out = append(out, b)
	}
	wait(true, "Utföraren har väntat på svar")
	wait(false, "Handläggaren har väntat på svar")
	return out
}

func newsViews(o delivery.Order, staff map[ids.User]string, today civil.Date) []NewsView {
	var out []NewsView
	for i := len(o.News) - 1; i >= 0; i-- {
		n := o.News[i]
		v := NewsView{Kind: newsWords(n.Kind), When: webkit.DayAndTime(n.At, today), Who: staff[n.By], Text: n.Text, Told: toldWords(n.Told), number: n.Number}
		v.Badge = webkit.Badge{Lage: webkit.Sen, Words: "Ingen har läst"}
		if len(n.Read) > 0 {
			first := n.Read[0]
			v.Badge = webkit.Badge{Lage: webkit.Klar, Words: "Läst av " + webkit.Count(len(n.Read), "person", "personer") + ", först " + markWords(first, staff, today)}
		}
		out = append(out, v)
	}
	return out
}

// handoverViews are the four checks of a service carried out together: each side
// at the start, and at the end once it has begun.
func handoverViews(o delivery.Order, staff map[ids.User]string, today civil.Date) []HandoverView {
	if !o.Outpatient {
		return nil
	}
	ends := []delivery.HandoverEnd{delivery.AtStart}
	if !o.Started.IsZero() {
		ends = append(ends, delivery.AtEnd)
	}
	var out []HandoverView
	for _, at := range ends {
		for _, provider := range []bool{false, true} {
			words := map[delivery.HandoverEnd]string{delivery.AtStart: "Vid starten, ", delivery.AtEnd: "Vid avslutet, "}[at]
			side := map[bool]string{false: "utredningsenheten", true: "den som utför"}[provider]
			v := HandoverView{Words: words + side, Badge: webkit.Badge{Lage: webkit.Idag, Words: "Inte genomgånget"}, at: at, provider: provider}
			if i := slices.IndexFunc(o.Handovers, func(h delivery.Handover) bool { return h.At == at && h.FromProvider == provider }); i >= 0 {
				h := o.Handovers[i]
				v.Badge = webkit.Badge{Lage: webkit.Klar, Words: "Genomgånget"}
				v.Who, v.Note = markWords(h.Mark, staff, today), h.Note
			} else if at == delivery.AtEnd {
				v.Badge.Lage = webkit.Lugn
			}
			out = append(out, v)
		}
	}
	return out
}

func pointOptions(points []delivery.CheckPoint) []webkit.Option {
	var out []webkit.Option
	for _, p := range points {
		out = append(out, webkit.Option{Value: p.Key, Words: p.Says})
	}
	return out
}

// handoverForm lets a side go through its own part of what is not gone through.
func handoverForm(v *HandoverView, o delivery.Order, provider bool, form func(path, button string, f OrderForm) *OrderForm) {
	if v.provider != provider || o.WentThrough(v.at, provider) {
		return
	}
	v.Form = form("/overlamning", "Spara genomgången", OrderForm{
		Hidden: [2]string{"at", string(v.at)},
		Checks: &webkit.Field{Name: "checked-" + string(v.at), Label: "Checklista", Options: pointOptions(delivery.HandoverPoints(v.at))},
		Text:   &webkit.Field{Name: "note", Label: "Det som får vänta, och varför", Help: "Bara om någon punkt inte är klar.", Rows: 2},
	})
}

func alarmForm(points []delivery.CheckPoint) OrderForm {
	return OrderForm{
		Days:   []webkit.Field{{Name: "on", Label: "Dag"}},
		Line:   &webkit.Field{Name: "staff", Label: "Vem i personalen var där?", Required: true},
		Checks: &webkit.Field{Name: "checked", Label: "Checklista", Options: pointOptions(points)},
		Text:   &webkit.Field{Name: "note", Label: "Det som får vänta, och varför", Help: "Bara om någon punkt inte är klar.", Rows: 2},
	}
}

func newsForm(others []webkit.Option) OrderForm {
	f := OrderForm{
		Choice: &webkit.Field{Name: "kind", Label: "Vad gäller det?", Required: true, Options: webkit.Options(
			string(delivery.NeedChanged), "Behovet är ändrat", string(delivery.KeyHandover), "Nyckel lämnad eller hämtad",
			string(delivery.HomeChanged), "Något i hemmet", string(delivery.OtherWarning), "Annat att veta")},
		Text: &webkit.Field{Name: "text", Label: "Vad behöver personalen veta före nästa besök?", Help: "Syns i telefonen hos alla som går till personen, också på natten, tills var och en har läst det.", Rows: 2, Required: true},
		Checks: &webkit.Field{Name: "told", Label: "Vilka mer har fått veta?", Help: "Krävs när det gäller en nyckel.", Options: webkit.Options(
			"personen", "Personen", "narstaende", "Närstående", "primarvarden", "Primärvården")},
	}
	if len(others) > 0 {
		f.Checks.Label = "Vilka mer får veta?"
		f.Checks.Options = append(f.Checks.Options, others...)
	}
	return f
}

// otherOrders are the running orders of the case that news of one may be given to
// too: the night patrol first of all, which is another unit and often another order.
func otherOrders(lines []delivery.Line, not delivery.Line) []webkit.Option {
	var out []webkit.Option
	for _, l := range lines {
		if l.ID != not.ID && l.Ended.IsZero() {
			out = append(out, webkit.Option{Value: "uppdrag:" + l.ID.String(), Words: "De som utför: " + l.Name, Chosen: l.Kind == "nattpatrull"})
		}
	}
	return out
}

func toldField() *webkit.Field {
	return &webkit.Field{Name: "told", Label: "Svar", Options: webkit.Options("ja", "Behöver inget svar")}
}

func contactForm(today civil.Date) OrderForm {
	return OrderForm{
		Choice: &webkit.Field{Name: "way", Label: "Hur?", Required: true, Options: webkit.Options(string(delivery.ByPhone), "Utförartelefonen", string(delivery.ByMailbox), "Funktionsbrevlådan")},
		Days:   []webkit.Field{{Name: "day", Label: "Dag", Value: today.String(), Prefilled: true}},
		Text:   &webkit.Field{Name: "subject", Label: "Vad ville utföraren?", Rows: 2, Required: true},
		More:   &webkit.Field{Name: "answer", Label: "Vad svarade du?", Help: "Lämna tomt om någon ska återkomma. Då syns det som en obesvarad fråga hos båda.", Rows: 2},
	}
}

func partlyForm(o delivery.Order, form func(path, button string, f OrderForm) *OrderForm) *OrderForm {
	if o.PartlySince.IsZero() {
		return form("/delvis", "Registrera delvis verkställt", OrderForm{
			Days: []webkit.Field{{Name: "since", Label: "Sedan"}},
			Text: &webkit.Field{Name: "lacks", Label: "Vad av det beviljade ges inte?", Help: "Det räknas i rapporten till IVO efter tre månader.", Rows: 2, Required: true},
		})
	}
	return form("/helt", "Allt som är beviljat ges igen", OrderForm{Days: []webkit.Field{{Name: "on", Label: "Från och med"}}})
}

// togetherForms adds what the provider may do whether the order runs or not.
func togetherForms(r *http.Request, page *OrderPage, id ids.Order, o delivery.Order, t *typing) {
	base := "/utforare/uppdrag/" + id.String()
	form := func(path, button string, f OrderForm) *OrderForm {
		return t.ready(f, base+path, button, path[1:]+"-")
	}
	me := webkit.Actor(r).User
	for i := range page.News {
		v := &page.News[i]
		if n := o.News[v.number-1]; n.By != me && !n.ReadBy(me) {
			v.Form = form("/last", "Jag har läst", OrderForm{Hidden: [2]string{"number", webkit.Thousands(v.number)}})
		}
	}
	for i := range page.Handovers {
		handoverForm(&page.Handovers[i], o, true, form)
	}
	if o.Proof == delivery.ByInstallation && !o.Started.IsZero() && o.Alarm.Removed.On.IsZero() {
		page.Remove = form("/larm-ned", "Registrera nedtagningen", alarmForm(delivery.RemovePoints()))
	}
}

func addAlarm(add func(label, value string), label string, c delivery.AlarmCheck, points []delivery.CheckPoint, today civil.Date) {
	if c.On.IsZero() {
		return
	}
	words := webkit.PlainDay(c.On, today) + " av " + c.Staff + ", " + webkit.Thousands(len(c.Checked)) + " av " + webkit.Thousands(len(points)) + " punkter i checklistan"
	if c.Note != "" {
		words += ". Väntar: " + c.Note
	}
	add(label, words)
}

func alarmCheck(in *webkit.Input, points []delivery.CheckPoint) delivery.AlarmCheck {
	return delivery.AlarmCheck{On: in.Day("on"), Staff: in.Text("staff"), Checked: in.Words("checked", keys(points)...), Note: in.Text("note")}
}

func keys(points []delivery.CheckPoint) []string {
	var out []string
	for _, p := range points {
		out = append(out, p.Key)
	}
	return out
}

func installAlarm(in *webkit.Input) engine.Command[delivery.Order] {
	return delivery.InstallAlarm{Check: alarmCheck(in, delivery.InstallPoints())}
}

func removeAlarm(in *webkit.Input) engine.Command[delivery.Order] {
	return delivery.RemoveAlarm{Check: alarmCheck(in, delivery.RemovePoints())}
}

func partly(in *webkit.Input) engine.Command[delivery.Order] {
	return delivery.GivePartly{Since: in.Day("since"), Lacks: in.Text("lacks")}
}

func fully(in *webkit.Input) engine.Command[delivery.Order] {
	return delivery.GiveFully{On: in.Day("on")}
}

func tellStaff(in *webkit.Input) engine.Command[delivery.Order] {
	return news(in)
}

// news reads the form; orders are further values that the same field may hold.
func news(in *webkit.Input, orders ...string) delivery.TellStaff {
	told := slices.DeleteFunc(in.Words("told", append(delivery.ToldAlso(), orders...)...), func(t string) bool {
		return !slices.Contains(delivery.ToldAlso(), t)
	})
	return delivery.TellStaff{Kind: delivery.NewsKind(in.Text("kind")), Text: in.Text("text"), Told: told}
}

func readNews(in *webkit.Input) engine.Command[delivery.Order] {
	return delivery.ReadNews{Number: in.Number("number")}
}

func handover(in *webkit.Input) engine.Command[delivery.Order] {
	at := delivery.HandoverEnd(in.Text("at"))
	return delivery.CheckHandover{At: at, Checked: in.Words("checked-"+string(at), keys(delivery.HandoverPoints(at))...), Note: in.Text("note")}
}

func logContact(in *webkit.Input) engine.Command[delivery.Order] {
	return delivery.LogContact{Way: delivery.ContactWay(in.Text("way")), Day: in.Day("day"), Subject: in.Prose("subject"), Answer: in.Prose("answer")}
}

// postTell tells the staff of the order, and of those other orders of the case
// that the officer has marked, in one act.
func (p Pages) postTell(w http.ResponseWriter, r *http.Request) error {
	c, id, _, err := p.orderOf(r)
	if err != nil {
		return err
	}
	in := webkit.Posted(r)
	var orders []string
	for _, value := range webkit.Sent(r, "told") {
		if strings.HasPrefix(value, "uppdrag:") {
			orders = append(orders, value)
		}
	}
	cmd := news(in, orders...)
	steps := []engine.Step{p.Orders.Step(id.ID, cmd)}
	for _, value := range orders {
		raw := strings.TrimPrefix(value, "uppdrag:")
		other, err := ids.Parse(raw)
		if err != nil {
			return fault.New(fault.NotFound, "order.unknown")
		}
		o, _, err := p.Orders.Load(r.Context(), other)
		if err != nil {
			return err
		}
		if !o.Exists() || o.Case != c.ID {
			return fault.New(fault.NotFound, "order.unknown")
		}
		steps = append(steps, p.Orders.Step(other, cmd))
	}
	if err = in.Err(); err == nil {
		_, err = p.Engine.Do(r.Context(), webkit.Form(r), steps...)
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

// preview shows exactly what the provider would get, in the provider's own view,
// and sends nothing (E-04).
func (p Pages) preview(w http.ResponseWriter, r *http.Request, in *webkit.Input, service ids.Service, brief delivery.Brief) error {
	var o delivery.Order
	o.Fold(journal.Recorded{Envelope: journal.Envelope{At: webkit.Now(r), Day: webkit.Today(r), Actor: webkit.Actor(r).User}, Event: delivery.OrderSent{Brief: brief}})
	v, _, err := p.viewOf(r, ids.Order{ID: service.ID}, o)
	if err != nil {
		return err
	}
	v.Anchor, v.Receipts = "granska-"+service.String(), nil
	page, err := p.servicesPage(r, in.Again(nil), "", service.String())
	if err != nil {
		return err
	}
	for i := range page.ToSend {
		if page.ToSend[i].Service == service.String() {
			page.ToSend[i].Preview = &v
		}
	}
	page.Strong, page.Sentence = "Uppdraget är inte skickat.", "Läs vad utföraren får se, ändra det som behövs och skicka sedan."
	return webkit.Show(w, r, p.kit, http.StatusOK, "insatser.html", page)
}

// AlarmsPage is /utforare/larm: the register of installed alarms (E-30).
type AlarmsPage struct {
	webkit.Page
	List webkit.Listing
}

func (p Pages) getAlarms(w http.ResponseWriter, r *http.Request) error {
	provider, today := webkit.Actor(r).Provider, webkit.Today(r)
	all, lacking, hanging, err := p.Lists.CountAlarms(r.Context(), provider)
	if err != nil {
		return err
	}
	paging := webkit.NewPaging(r.URL, all)
	alarms, err := p.Lists.Alarms(r.Context(), provider, paging.Offset(), webkit.PageSize)
	if err != nil {
		return err
	}
	var persons []ids.Person
	for _, a := range alarms {
		persons = append(persons, a.Person)
	}
	who, err := p.Others.Who(r.Context(), webkit.Actor(r), today, persons...)
	if err != nil {
		return err
	}
	page := &AlarmsPage{Page: webkit.Page{Title: "Trygghetslarm", Back: &webkit.Link{Path: "/utforare", Words: "Utförare"}}}
	page.Strong = webkit.Count(all, "larm är installerat.", "larm är installerade.")
	page.Sentence = webkit.Count(lacking, "har en punkt i checklistan kvar", "har punkter i checklistan kvar") + ", " + webkit.Count(hanging, "sitter uppe fast uppdraget är avslutat.", "sitter uppe fast uppdragen är avslutade.")
	page.List = webkit.Listing{
		Caption: "Larm", Columns: []webkit.Column{{Words: "Person"}, {Words: "Installerat"}, {Words: "Nedtaget"}}, Paging: paging,
		Empty: webkit.Empty{Sentence: "Ni har inte installerat något larm."},
	}
	for _, a := range alarms {
		page.List.Rows = append(page.List.Rows, webkit.ListRow{
			Path: "/utforare/uppdrag/" + a.Order.String(), Words: who[a.Person].Name, Sub: who[a.Person].Age,
			Cells: []webkit.Cell{
				{Name: "Installerat", Words: webkit.PlainDay(a.Installed, today) + " av " + a.InstalledBy, Badge: listBadge(a.InstallPoints, len(delivery.InstallPoints()))},
				removedCell(a, today),
			},
		})
	}
	return webkit.Show(w, r, p.kit, http.StatusOK, "larm.html", page)
}

func listBadge(done, of int) *webkit.Badge {
	b := webkit.Badge{Lage: webkit.Klar, Words: "Checklistan klar"}
	if done < of {
		b = webkit.Badge{Lage: webkit.Snart, Words: webkit.Thousands(done) + " av " + webkit.Thousands(of) + " punkter"}
	}
	return &b
}

func removedCell(a delivery.AlarmLine, today civil.Date) webkit.Cell {
	switch {
	case !a.Removed.IsZero():
		return webkit.Cell{Name: "Nedtaget", Words: webkit.PlainDay(a.Removed, today) + " av " + a.RemovedBy, Badge: listBadge(a.RemovePoints, len(delivery.RemovePoints()))}
	case !a.Ended.IsZero():
		return webkit.Cell{Name: "Nedtaget", Badge: &webkit.Badge{Lage: webkit.Sen, Words: "Uppdraget slutade " + webkit.PlainDay(a.Ended, today)}}
	}
	return webkit.Cell{Name: "Nedtaget", Words: "sitter uppe"}
}

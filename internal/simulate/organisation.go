package simulate

import (
	"fmt"
	"slices"

	"stadga/internal/casework"
	"stadga/internal/civil"
)

// A Post is one who works for the board, for a provider, or sits in politics.
type Post struct {
	Key      string // short name, stable: "eva-ek"
	Name     string
	Title    string
	Roles    []string // role keys of the access policies
	Unit     string   // key of Units
	Provider string   // key of Providers; empty for the authority
	Shown    string   // what the demo tells of the account; empty: not among those it names
	Load     float64  // share of the unit's new matters; officers are never equal
}

// A Unit is a part of the administration.
type Unit struct {
	Key, Name string
	Branch    string // "myndighet" or "utforare"
	Areas     []string
	Intake    bool   // takes what comes in for its areas
	Manager   string // key of Staff; empty while the post is vacant
}

// A Provider carries out orders: own operation or a company.
type Provider struct {
	Key, Name string
	Own       bool
	Share     float64 // agreed share of the hours of home care
}

// Units is the organisation of Norrsala.
func Units() []Unit {
	const authority, delivery = "myndighet", "utforare"
	return []Unit{
		{Key: "ledning", Name: "Förvaltningsledning", Branch: authority, Manager: "karin-asberg"},
		{Key: "mottagning-barn", Name: "Mottagning barn och unga", Branch: authority, Areas: []string{"barn"}, Intake: true, Manager: "helena-fors"},
		{Key: "utredning-barn", Name: "Utredning barn och unga", Branch: authority, Areas: []string{"barn"}, Manager: "helena-fors"},
		{Key: "familjehem", Name: "Familjehem och familjerätt", Branch: authority, Areas: []string{"barn"}, Manager: "helena-fors"},
		{Key: "familjeenheten", Name: "Familjeenheten, öppenvård", Branch: delivery, Areas: []string{"barn"}},
		{Key: "bistand", Name: "Biståndsenheten", Branch: authority, Areas: []string{"aldre"}, Intake: true, Manager: "per-holmstrand"},
		{Key: "lss", Name: "LSS och boendestöd", Branch: authority, Areas: []string{"funktionsnedsattning", "vuxen"}, Intake: true, Manager: "birgitta-stahl"},
		{Key: "socialjour", Name: "Socialjour", Branch: authority, Areas: []string{"barn", "vuxen"}, Intake: true},
		{Key: "hemtjanst-norr", Name: "Hemtjänst Norr", Branch: delivery, Manager: "marie-sund"},
		{Key: "hemtjanst-soder", Name: "Hemtjänst Söder", Branch: delivery},
		{Key: "nattpatrullen", Name: "Nattpatrullen", Branch: delivery},
		{Key: "almviken", Name: "Almvikens Omsorg AB", Branch: delivery},
		{Key: "ronnen", Name: "Rönnens Hemtjänst AB", Branch: delivery, Manager: "rickard-alm"},
		{Key: "lindgarden", Name: "Lindgården", Branch: delivery},
		{Key: "strandhagen", Name: "Strandhagen", Branch: delivery},
		{Key: "navet", Name: "Daglig verksamhet Navet", Branch: delivery},
		{Key: "stab", Name: "Stab", Branch: authority},
		{Key: "namnd", Name: "Socialnämnden", Branch: authority},
		{Key: "revision", Name: "Kommunrevisionen", Branch: authority},
	}
}

// Providers lists who may be given an order.
func Providers() []Provider {
	return []Provider{
		{Key: "hemtjanst-norr", Name: "Hemtjänst Norr", Own: true, Share: 0.40},
		{Key: "hemtjanst-soder", Name: "Hemtjänst Söder", Own: true, Share: 0.28},
		{Key: "ronnen", Name: "Rönnens Hemtjänst AB", Share: 0.20},
		{Key: "almviken", Name: "Almvikens Omsorg AB", Share: 0.12},
		{Key: "nattpatrullen", Name: "Nattpatrullen", Own: true},
		{Key: "lindgarden", Name: "Lindgården", Own: true},
		{Key: "strandhagen", Name: "Strandhagen", Own: true},
		{Key: "navet", Name: "Daglig verksamhet Navet", Own: true},
		{Key: "familjeenheten", Name: "Familjeenheten, öppenvård", Own: true},
		{Key: "familjehem", Name: "Familjehem och familjerätt", Own: true},
	}
}

// Staff is everyone with a name in the description of Norrsala.
func Staff() []Post {
	return []Post{
		{Key: "karin-asberg", Name: "Karin Åsberg", Title: "socialchef", Roles: []string{"socialchef"}, Unit: "ledning", Shown: "Enhet: hela förvaltningen"},

		{Key: "linnea-back", Name: "Linnéa Bäck", Title: "socialsekreterare", Roles: []string{"mottagning", "handlaggare"}, Unit: "mottagning-barn", Load: 0.58, Shown: "Mottagning: Alva, Elis och Melvin"},
		{Key: "moa-ringvall", Name: "Moa Ringvall", Title: "socialsekreterare", Roles: []string{"mottagning", "handlaggare"}, Unit: "mottagning-barn", Load: 0.42},
		{Key: "amir-rahimi", Name: "Amir Rahimi", Title: "socialsekreterare", Roles: []string{"handlaggare"}, Unit: "utredning-barn", Load: 0.38, Shown: "Min dag: Tuva och Noel"},
		{Key: "sofia-wallin", Name: "Sofia Wallin", Title: "socialsekreterare", Roles: []string{"handlaggare"}, Unit: "utredning-barn", Load: 0.25},
		{Key: "hanna-osterlind", Name: "Hanna Österlind", Title: "socialsekreterare", Roles: []string{"handlaggare"}, Unit: "utredning-barn", Load: 0.29, Shown: "Maja, med skyddade personuppgifter"},
		{Key: "petra-hed", Name: "Petra Hed", Title: "förste socialsekreterare", Roles: []string{"handlaggare"}, Unit: "utredning-barn", Load: 0.08},
		{Key: "helena-fors", Name: "Helena Fors", Title: "enhetschef", Roles: []string{"enhetschef"}, Unit: "utredning-barn", Shown: "Enhet: barn och unga"},
		{Key: "jakob-sellin", Name: "Jakob Sellin", Title: "familjehemssekreterare", Roles: []string{"handlaggare"}, Unit: "familjehem"},
		{Key: "ylva-brandt", Name: "Ylva Brandt", Title: "familjebehandlare", Roles: []string{"utforare"}, Unit: "familjeenheten", Provider: "familjeenheten"},

		{Key: "eva-ek", Name: "Eva Ek", Title: "biståndshandläggare", Roles: []string{"handlaggare"}, Unit: "bistand", Load: 0.36, Shown: "Min dag: Anna, Britt, Gunnar, Ingegerd"},
		{Key: "jonas-lund", Name: "Jonas Lund", Title: "biståndshandläggare", Roles: []string{"handlaggare"}, Unit: "bistand", Load: 0.27, Shown: "Min dag: Karl-Erik och Rolf"},
		{Key: "samira-haddad", Name: "Samira Haddad", Title: "biståndshandläggare, inhyrd", Roles: []string{"handlaggare"}, Unit: "bistand", Load: 0.30},
		{Key: "ulla-norling", Name: "Ulla Norling", Title: "gruppledare", Roles: []string{"handlaggare"}, Unit: "bistand", Load: 0.07},
		{Key: leaver, Name: "Britta Sandgren", Title: "biståndshandläggare, inhyrd", Roles: []string{"handlaggare"}, Unit: "bistand", Load: 0.12},
		{Key: "per-holmstrand", Name: "Per Holmstrand", Title: "enhetschef", Roles: []string{"enhetschef"}, Unit: "bistand", Shown: "Enhet: Biståndsenheten"},
		{Key: "mats-ohrn", Name: "Mats Öhrn", Title: "LSS-handläggare", Roles: []string{"handlaggare"}, Unit: "lss", Load: 1, Shown: "Min dag: Ellen och Sten"},
		{Key: "birgitta-stahl", Name: "Birgitta Ståhl", Title: "enhetschef", Roles: []string{"enhetschef"}, Unit: "lss"},
		{Key: "cecilia-nord", Name: "Cecilia Nord", Title: "socialsekreterare, jour", Roles: []string{"socialjour"}, Unit: "socialjour"},

		{Key: "marie-sund", Name: "Marie Sund", Title: "enhetschef", Roles: []string{"utforare"}, Unit: "hemtjanst-norr", Provider: "hemtjanst-norr", Shown: "Utförare: uppdrag att kvittera"},
		{Key: "kim-dahl", Name: "Kim Dahl", Title: "planerare", Roles: []string{"utforare"}, Unit: "hemtjanst-norr", Provider: "hemtjanst-norr"},
		{Key: "fatima-nasser", Name: "Fatima Nasser", Title: "undersköterska", Roles: []string{"omsorgspersonal"}, Unit: "hemtjanst-norr", Provider: "hemtjanst-norr", Shown: "Besök i dag"},
		{Key: "ove-strand", Name: "Ove Strand", Title: "samordnare", Roles: []string{"utforare"}, Unit: "nattpatrullen", Provider: "nattpatrullen"},
		{Key: "annika-bergstedt", Name: "Annika Bergstedt", Title: "samordnare", Roles: []string{"utforare"}, Unit: "hemtjanst-soder", Provider: "hemtjanst-soder"},
		{Key: "lars-vik", Name: "Lars Vik", Title: "enhetschef", Roles: []string{"utforare"}, Unit: "lindgarden", Provider: "lindgarden"},
		{Key: "maria-holmqvist", Name: "Maria Holmqvist", Title: "enhetschef", Roles: []string{"utforare"}, Unit: "strandhagen", Provider: "strandhagen"},
		{Key: "gunilla-rask", Name: "Gunilla Rask", Title: "samordnare", Roles: []string{"utforare"}, Unit: "familjehem", Provider: "familjehem"},
		{Key: "jenny-tall", Name: "Jenny Tall", Title: "enhetschef", Roles: []string{"utforare"}, Unit: "navet", Provider: "navet"},
		{Key: "disa-palm", Name: "Disa Palm", Title: "verksamhetschef", Roles: []string{"utforare"}, Unit: "almviken", Provider: "almviken"},
		{Key: "rickard-alm", Name: "Rickard Alm", Title: "verksamhetschef", Roles: []string{"utforare"}, Unit: "ronnen", Provider: "ronnen", Shown: "Utförare: en signal utan svar"},

		{Key: "anneli-kvist", Name: "Anneli Kvist", Title: "SAS", Roles: []string{"kvalitet"}, Unit: "stab", Shown: "Kvalitet: kontrollpunkterna"},
		{Key: "goran-sjodal", Name: "Göran Sjödal", Title: "MAS", Roles: []string{"kvalitet", "mas"}, Unit: "stab", Shown: "Avvikelser: hälso- och sjukvård"},
		{Key: "tomas-grind", Name: "Tomas Grind", Title: "controller", Roles: []string{"controller"}, Unit: "stab", Shown: "Fakturor: tre rader stämmer inte"},
		{Key: "daniel-frisk", Name: "Daniel Frisk", Title: "jurist", Roles: []string{"kvalitet"}, Unit: "stab"},
		{Key: "rut-viklund", Name: "Rut Viklund", Title: "loggranskare", Roles: []string{"loggranskare"}, Unit: "stab"},
		{Key: "emil-krantz", Name: "Emil Krantz", Title: "systemförvaltare", Roles: []string{"systemforvaltare"}, Unit: "stab", Shown: "Driftläge"},

		{Key: "ingrid-tallmo", Name: "Ingrid Tallmo", Title: "ordförande", Roles: []string{"namnd"}, Unit: "namnd"},
		{Key: "bo-ahlgren", Name: "Bo Ahlgren", Title: "ledamot", Roles: []string{"namnd"}, Unit: "namnd"},
		{Key: "lena-mossberg", Name: "Lena Mossberg", Title: "nämndsekreterare", Roles: []string{"namnd"}, Unit: "namnd"},
		{Key: "sven-erik-hogdahl", Name: "Sven-Erik Högdahl", Title: "förtroendevald revisor", Roles: []string{"revisor"}, Unit: "revision", Shown: "Granskning: kontrollmålen"},
		{Key: "nora-lindvik", Name: "Nora Lindvik", Title: "sakkunnigt biträde", Roles: []string{"revisor"}, Unit: "revision"},
	}
}

// coordinator is the telephone of a provider's coordinator: a number that nobody has.
const coordinator = "0000-00 00 00"

// leaver is an officer who leaves some weeks before the plan ends.
const leaver = "britta-sandgren"

// watched tells whether an account of the demo meets what the officer or the provider
// has. Their own days are told by the stories, so the background leaves little late
// there: what is late in the town lies with their colleagues.
func (p *Plan) watched(key string) bool {
	switch key {
	case "eva-ek", "jonas-lund", "amir-rahimi", "hanna-osterlind", "mats-ohrn", "hemtjanst-norr", "ronnen":
		return p.Stories
	}
	return false
}

// services lists what the provider may be given, by key of the catalogue.
func (p Provider) services() []string {
	var keys []string
	for _, kind := range casework.ServiceCatalogue() {
		at, placed := places[kind.Key]
		switch {
		case placed && slices.Contains(at, p.Key), p.Share > 0 && !placed && kind.LSSNo == 0, p.Key == "navet" && kind.LSSNo > 0:
			keys = append(keys, kind.Key)
		}
	}
	return keys
}

// carersAt is how many work at people's homes for each provider of home care.
var carersAt = []struct {
	provider string
	number   int
}{{"hemtjanst-norr", 20}, {"hemtjanst-soder", 18}, {"ronnen", 16}, {"almviken", 15}, {"nattpatrullen", 12}}

// carers lists those who make the visits. Only Fatima, the first of Hemtjänst
// Norr, logs in to the program; the others are known by their tags.
func carers() []string {
	var keys []string
	for _, at := range carersAt {
		for n := range at.number {
			keys = append(keys, carerKey(at.provider, n+1))
		}
	}
	return keys
}

func carerKey(provider string, n int) string { return fmt.Sprintf("%s/%d", provider, n) }

// contact is who answers for a provider in the program.
func contact(provider string) string {
	for _, post := range Staff() {
		if post.Provider == provider {
			return post.Key
		}
	}
	panic("simulate: nobody answers for the provider " + provider)
}

// A roster draws who gets a matter.
type roster struct {
	posts []Post
	leave map[string][]leave
}

// A leave is when someone is away, both days included.
type leave struct {
	from, to civil.Date
	story    bool // a story tells of it
}

// newRoster plans the summers of the years: every third officer away at a time
// from midsummer to mid August, each for about three weeks.
func newRoster(from, to civil.Date) roster {
	r := roster{leave: make(map[string][]leave)}
	for _, post := range Staff() {
		if post.Load > 0 {
			r.posts = append(r.posts, post)
		}
	}
	for year := from.Year(); year <= to.Year(); year++ {
		for i, post := range r.posts {
			start := civil.On(year, 6, 24).AddDays(i % 3 * 19)
			r.leave[post.Key] = append(r.leave[post.Key], leave{from: start, to: start.AddDays(18)})
		}
	}
	return r
}

// away tells whether the officer is on leave that day.
func (r roster) away(key string, day civil.Date) bool {
	for _, l := range r.leave[key] {
		if !day.Before(l.from) && !day.After(l.to) {
			return true
		}
	}
	return false
}

// officer draws one of the unit who is at work that day, by load.
func (r roster) officer(c chance, unit string, day civil.Date) string {
	var keys []string
	var weights []float64
	for _, post := range r.posts {
		if post.Unit == unit && !r.away(post.Key, day) {
			keys, weights = append(keys, post.Key), append(weights, post.Load)
		}
	}
	if len(keys) == 0 {
		for _, post := range r.posts {
			if post.Unit == unit {
				return post.Key
			}
		}
	}
	return keys[c.weighted(weights)]
}

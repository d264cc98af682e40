package casework

import "slices"

// A CoerciveAct (tvångsåtgärd) is one step of a matter under LVU or LVM: what the
// board decides, what the court does, and what happens. Its key is the fact it
// gives to rules.
type CoerciveAct struct {
	Key       string
	Words     string
	Law       Coercive
	Provision string      // of a decision that no officer may make; empty: no decision of ours
	Chair     bool        // the chair may decide when it cannot be awaited
	After     []string    // one of these stands first; empty: it may begin the matter
	Before    []string    // none of these may stand
	Repeats   bool        // is done again and again
	Asks      string      // fact that it also answers; empty: none
	Answers   [][2]string // value and words of that answer
	Until     bool        // is to a day: the fact's value
	Ends      string      // fact with which time itself can end it
}

// Coercive is the act of coercion a matter is under.
type Coercive string

// The acts of coercion.
const (
	LVU Coercive = "lvu"
	LVM Coercive = "lvm"
)

// Words is the act as a page says it.
func (c Coercive) Words() string {
	if c == LVM {
		return "LVM"
	}
	return "LVU"
}

// CoerciveActs lists the steps in the order they usually come.
func CoerciveActs() []CoerciveAct {
	yes := [][2]string{{"true", "Ja"}, {"false", "Nej"}}
	return []CoerciveAct{
		{Key: "lvu.taken", Words: "Omedelbart omhändertagande beslutat", Law: LVU, Provision: "LVU 6 §", Chair: true, Before: []string{"lvu.taken"}, Ends: "lvu.taken_ended"},
		{Key: "lvu.taken_executed", Words: "Omhändertagandet verkställt", Law: LVU, After: []string{"lvu.taken"}, Before: []string{"lvu.taken_executed", "lvu.taken_ended"}},
		{Key: "lvu.submitted", Words: "Omhändertagandet underställt förvaltningsrätten", Law: LVU, After: []string{"lvu.taken"}, Before: []string{"lvu.submitted", "lvu.taken_ended"}},
		{Key: "lvu.taken_confirmed", Words: "Förvaltningsrätten fastställde omhändertagandet", Law: LVU, After: []string{"lvu.submitted"}, Before: []string{"lvu.taken_confirmed", "lvu.taken_ended"}},
		{Key: "lvu.application_time_extended", Words: "Rätten förlängde tiden för ansökan", Law: LVU, After: []string{"lvu.taken_confirmed"}, Before: []string{"lvu.applied", "lvu.taken_ended"}, Repeats: true, Until: true},
		{Key: "lvu.applied", Words: "Ansökan om vård inlämnad", Law: LVU, Provision: "LVU 4 §", Before: []string{"lvu.applied"}, Asks: "lvu.account_and_plan", Answers: yes},
		{Key: "lvu.reasons_gone", Words: "Skälen för omhändertagandet finns inte längre", Law: LVU, After: []string{"lvu.taken"}, Before: []string{"lvu.reasons_gone", "lvu.taken_ended"}},
		{Key: "lvu.taken_ended", Words: "Omhändertagandet upphörde", Law: LVU, After: []string{"lvu.taken"}, Before: []string{"lvu.taken_ended"}},
		{Key: "lvu.care_final", Words: "Beslutet om vård fick laga kraft", Law: LVU, After: []string{"lvu.applied"}, Before: []string{"lvu.care_final"}, Asks: "lvu.ground", Answers: [][2]string{{"2", "2 §, hemmiljön"}, {"3", "3 §, eget beteende"}, {"2-och-3", "2 och 3 §§"}}, Ends: "lvu.care_ended"},
		{Key: "lvu.care_executed", Words: "Vården påbörjad", Law: LVU, After: []string{"lvu.care_final"}, Before: []string{"lvu.care_executed", "lvu.care_ended"}, Asks: "lvu.home", Answers: [][2]string{{"enskilt-hem", "Familjehem eller annat enskilt hem"}, {"hvb", "HVB"}, {"sis", "Särskilt ungdomshem"}, {"eget-hem", "Eget hem"}}, Ends: "lvu.care_ended"},
		{Key: "lvu.placement_decided", Words: "Beslut om var den unge ska bo", Law: LVU, Provision: "LVU 11 §", Chair: true, After: []string{"lvu.taken", "lvu.care_final"}, Repeats: true},
		{Key: "lvu.family_home", Words: "Placerad i samma familjehem sedan", Law: LVU, After: []string{"lvu.care_executed"}},
		{Key: "lvu.considered", Words: "Vården övervägd (2 §)", Law: LVU, Provision: "LVU 13 §", After: []string{"lvu.care_executed"}, Before: []string{"lvu.care_ended"}, Repeats: true},
		{Key: "lvu.reviewed", Words: "Vården prövad (3 §)", Law: LVU, Provision: "LVU 13 §", After: []string{"lvu.care_executed"}, Before: []string{"lvu.care_ended"}, Repeats: true},
		{Key: "lvu.custody_considered", Words: "Överflyttning av vårdnaden övervägd", Law: LVU, Provision: "LVU 13 c §", After: []string{"lvu.family_home"}, Before: []string{"lvu.care_ended"}, Repeats: true},
		{Key: "lvu.contact_limited", Words: "Beslut om umgänge eller hemlig vistelseort", Law: LVU, Provision: "LVU 14 §", After: []string{"lvu.taken", "lvu.care_executed"}, Before: []string{"lvu.contact_limited"}},
		{Key: "lvu.contact_considered", Words: "Umgängesbeslutet övervägt", Law: LVU, Provision: "LVU 14 §", After: []string{"lvu.contact_limited"}, Before: []string{"lvu.contact_limit_ended"}, Repeats: true},
		{Key: "lvu.contact_limit_ended", Words: "Umgängesbeslutet upphörde", Law: LVU, After: []string{"lvu.contact_limited"}, Before: []string{"lvu.contact_limit_ended"}},
		{Key: "lvu.removal_ban_considered", Words: "Flyttningsförbud övervägt inför att vården upphör", Law: LVU, Provision: "LVU 13 b §", After: []string{"lvu.care_executed"}, Repeats: true},
		{Key: "lvu.care_ended", Words: "Vården upphörde", Law: LVU, Provision: "LVU 21 §", After: []string{"lvu.care_final"}, Before: []string{"lvu.care_ended"}, Asks: "lvu.lasting_change", Answers: yes},
		{Key: "lvu.followup_begun", Words: "Uppföljningen efter vården började", Law: LVU, After: []string{"lvu.care_ended"}, Before: []string{"lvu.followup_begun"}},
		{Key: "lvu.followup_ended", Words: "Uppföljningen efter vården avslutades", Law: LVU, After: []string{"lvu.followup_begun"}, Before: []string{"lvu.followup_ended"}},
		{Key: "lvu.preventive_decided", Words: "Förebyggande insatser beslutade", Law: LVU, Provision: "LVU 22 §", Before: []string{"lvu.preventive_decided"}},
		{Key: "lvu.preventive_reviewed", Words: "Förebyggande insatser prövade", Law: LVU, Provision: "LVU 22 §", After: []string{"lvu.preventive_decided"}, Before: []string{"lvu.preventive_ended"}, Repeats: true},
		{Key: "lvu.preventive_ended", Words: "Förebyggande insatser upphörde", Law: LVU, After: []string{"lvu.preventive_decided"}, Before: []string{"lvu.preventive_ended"}},
		{Key: "lvu.temporary_removal_ban", Words: "Tillfälligt flyttningsförbud beslutat", Law: LVU, Provision: "LVU 27 §", Chair: true, Before: []string{"lvu.temporary_removal_ban"}, Ends: "lvu.removal_ban_ended"},
		{Key: "lvu.temporary_removal_ban_submitted", Words: "Tillfälligt flyttningsförbud underställt", Law: LVU, After: []string{"lvu.temporary_removal_ban"}, Before: []string{"lvu.temporary_removal_ban_submitted", "lvu.removal_ban_ended"}},
		{Key: "lvu.temporary_removal_ban_confirmed", Words: "Rätten fastställde det tillfälliga flyttningsförbudet", Law: LVU, After: []string{"lvu.temporary_removal_ban_submitted"}, Before: []string{"lvu.temporary_removal_ban_confirmed", "lvu.removal_ban_ended"}},
		{Key: "lvu.removal_ban_applied", Words: "Ansökan om flyttningsförbud inlämnad", Law: LVU, Provision: "LVU 24 §", Before: []string{"lvu.removal_ban_applied"}},
		{Key: "lvu.removal_ban", Words: "Flyttningsförbud meddelat", Law: LVU, After: []string{"lvu.removal_ban_applied"}, Before: []string{"lvu.removal_ban"}},
		{Key: "lvu.removal_ban_reviewed", Words: "Flyttningsförbudet övervägt", Law: LVU, Provision: "LVU 26 §", After: []string{"lvu.removal_ban"}, Before: []string{"lvu.removal_ban_ended"}, Repeats: true},
		{Key: "lvu.removal_ban_ended", Words: "Flyttningsförbudet upphörde", Law: LVU, After: []string{"lvu.removal_ban", "lvu.temporary_removal_ban"}, Before: []string{"lvu.removal_ban_ended"}},
		{Key: "lvu.temporary_travel_ban", Words: "Tillfälligt utreseförbud beslutat", Law: LVU, Provision: "LVU 31 d §", Chair: true, Before: []string{"lvu.temporary_travel_ban"}, Ends: "lvu.travel_ban_ended"},
		{Key: "lvu.temporary_travel_ban_submitted", Words: "Tillfälligt utreseförbud underställt", Law: LVU, After: []string{"lvu.temporary_travel_ban"}, Before: []string{"lvu.temporary_travel_ban_submitted", "lvu.travel_ban_ended"}},
		{Key: "lvu.temporary_travel_ban_confirmed", Words: "Rätten fastställde det tillfälliga utreseförbudet", Law: LVU, After: []string{"lvu.temporary_travel_ban_submitted"}, Before: []string{"lvu.temporary_travel_ban_confirmed", "lvu.travel_ban_ended"}},
		{Key: "lvu.travel_ban_time_extended", Words: "Rätten förlängde tiden för ansökan om utreseförbud", Law: LVU, After: []string{"lvu.temporary_travel_ban_confirmed"}, Before: []string{"lvu.travel_ban_applied", "lvu.travel_ban_ended"}, Repeats: true, Until: true},
		{Key: "lvu.travel_ban_applied", Words: "Ansökan om utreseförbud inlämnad", Law: LVU, Provision: "LVU 31 b §", Before: []string{"lvu.travel_ban_applied"}},
		{Key: "lvu.travel_ban", Words: "Utreseförbud meddelat", Law: LVU, After: []string{"lvu.travel_ban_applied"}, Before: []string{"lvu.travel_ban"}},
		{Key: "lvu.travel_ban_reviewed", Words: "Utreseförbudet prövat", Law: LVU, Provision: "LVU 31 c §", After: []string{"lvu.travel_ban"}, Before: []string{"lvu.travel_ban_ended"}, Repeats: true},
		{Key: "lvu.travel_ban_ended", Words: "Utreseförbudet upphörde", Law: LVU, After: []string{"lvu.travel_ban", "lvu.temporary_travel_ban"}, Before: []string{"lvu.travel_ban_ended"}},
		{Key: "lvm.taken", Words: "Omedelbart omhändertagande beslutat", Law: LVM, Provision: "LVM 13 §", Chair: true, Before: []string{"lvm.taken"}, Ends: "lvm.taken_ended"},
		{Key: "lvm.submitted", Words: "Omhändertagandet underställt förvaltningsrätten", Law: LVM, After: []string{"lvm.taken"}, Before: []string{"lvm.submitted", "lvm.taken_ended"}},
		{Key: "lvm.confirmed", Words: "Förvaltningsrätten fastställde omhändertagandet", Law: LVM, After: []string{"lvm.submitted"}, Before: []string{"lvm.confirmed", "lvm.taken_ended"}},
		{Key: "lvm.applied", Words: "Ansökan om vård inlämnad", Law: LVM, Provision: "LVM 11 §", Before: []string{"lvm.applied"}, Asks: "lvm.inquiry_and_certificate", Answers: yes},
		{Key: "lvm.taken_ended", Words: "Omhändertagandet upphörde", Law: LVM, After: []string{"lvm.taken"}, Before: []string{"lvm.taken_ended"}},
		{Key: "lvm.final", Words: "Beslutet om vård fick laga kraft", Law: LVM, After: []string{"lvm.applied"}, Before: []string{"lvm.final"}, Ends: "lvm.care_ended"},
		{Key: "lvm.care_executed", Words: "Vården påbörjad", Law: LVM, After: []string{"lvm.final"}, Before: []string{"lvm.care_executed", "lvm.care_ended"}, Ends: "lvm.care_ended"},
		{Key: "lvm.absence_counted", Words: "Sista vårddagen flyttad för tid som inte räknas", Law: LVM, After: []string{"lvm.care_executed"}, Before: []string{"lvm.care_ended"}, Repeats: true, Until: true},
		{Key: "lvm.care_ended", Words: "Vården upphörde", Law: LVM, After: []string{"lvm.final"}, Before: []string{"lvm.care_ended"}},
	}
}

// CoerciveActBy finds a step; false when there is none.
func CoerciveActBy(key string) (CoerciveAct, bool) {
	all := CoerciveActs()
	at := slices.IndexFunc(all, func(a CoerciveAct) bool { return a.Key == key })
	if at < 0 {
		return CoerciveAct{}, false
	}
	return all[at], true
}

// Lapses names, by the rule whose clock has run out, the fact with which the measure
// ends by law (law.md 2.20).
func Lapses() map[string]string {
	return map[string]string{
		"lvu-taken-lapsed": "lvu.taken_ended", "lvu-taken-lapsed-4w": "lvu.taken_ended",
		"lvu-removal-ban-lapsed": "lvu.removal_ban_ended", "lvu-removal-ban-lapsed-2w": "lvu.removal_ban_ended",
		"lvu-travel-ban-lapsed": "lvu.travel_ban_ended", "lvu-travel-ban-lapsed-4w": "lvu.travel_ban_ended",
		"lvm-taken-lapsed": "lvm.taken_ended", "lvm-taken-lapsed-1w": "lvm.taken_ended",
		"lvu-care-start-4w": "lvu.care_ended", "lvu-end-age": "lvu.care_ended", "lvu-end-age-21": "lvu.care_ended",
		"lvm-start-4w": "lvm.care_ended", "lvm-max-6m": "lvm.care_ended",
	}
}

package main

import (
	"slices"

	"stadga/internal/casework"
	"stadga/internal/casework/decideweb"
	"stadga/internal/civil"
	"stadga/internal/duty"
	"stadga/internal/rulebook"
)

// followUpIntervals are how many months each service may go between follow-ups, by the
// rules in force on the day (G-05).
func followUpIntervals(book *rulebook.Book, day civil.Date) casework.FollowUpIntervals {
	rules := followUpRules(book, day)
	out := casework.FollowUpIntervals{}
	for _, kind := range casework.ServiceCatalogue() {
		if r := intervalRule(rules, kind, day); r != nil {
			out[kind.Key] = inMonths(r)
		}
	}
	return out
}

// followUpRules are the rules in force on the day that ask for a follow-up of a service
// every so many months.
func followUpRules(book *rulebook.Book, day civil.Date) []*rulebook.Rule {
	var out []*rulebook.Rule
	seen := map[string]bool{}
	for _, newest := range book.Rules() {
		if seen[newest.ID] {
			continue
		}
		seen[newest.ID] = true
		for _, r := range book.Versions(newest.ID) {
			if asksFollowUp(r) && !day.Before(r.From) && (r.To.IsZero() || !day.After(r.To)) {
				out = append(out, r)
			}
		}
	}
	return out
}

func asksFollowUp(r *rulebook.Rule) bool {
	return r.Subject == "service" && r.Shape == duty.Every && r.Off == "" && len(r.Waits) == 0 && r.Trigger.Fact == "service.granted" &&
		inMonths(r) > 0 && slices.ContainsFunc(r.MetBy, func(w duty.Want) bool { return w.Fact == "service.followed_up" })
}

func inMonths(r *rulebook.Rule) int { return r.Span.Years*12 + r.Span.Months }

// intervalRule is the rule that asks for the earliest follow-up of a service granted on
// the day; nil when none does.
func intervalRule(rules []*rulebook.Rule, kind casework.ServiceKind, day civil.Date) *rulebook.Rule {
	granted := duty.Fact{Name: "service.granted", Day: day}
	facts := duty.FactsOf(granted, duty.Fact{Name: "service.kind", Day: day, Value: kind.Key}, duty.Fact{Name: "service.law", Day: day, Value: string(kind.LawOn(day))})
	var best *rulebook.Rule
	for _, r := range rules {
		if r.Applies != nil {
			if holds, _ := r.Applies(&facts, &granted); holds != duty.True {
				continue
			}
		}
		if best == nil || inMonths(r) < inMonths(best) {
			best = r
		}
	}
	return best
}

// followUpTimes tell service by service by which rule it is followed up on the day, and
// what has been decided for later.
func (r deciding) followUpTimes(day civil.Date) []decideweb.FollowUpTime {
	book := r.Book()
	var later []civil.Date
	for _, rule := range book.Rules() {
		for _, v := range book.Versions(rule.ID) {
			if asksFollowUp(v) && v.From.After(day) && !slices.Contains(later, v.From) {
				later = append(later, v.From)
			}
			if asksFollowUp(v) && !v.To.IsZero() && !v.To.Before(day) && !slices.Contains(later, v.To.AddDays(1)) {
				later = append(later, v.To.AddDays(1))
			}
		}
	}
	slices.SortFunc(later, civil.Date.Compare)
	now, then := followUpRules(book, day), make([][]*rulebook.Rule, len(later))
	for i, from := range later {
		then[i] = followUpRules(book, from)
	}
	var out []decideweb.FollowUpTime
	for _, kind := range casework.ServiceCatalogue() {
		rule := intervalRule(now, kind, day)
		if rule == nil {
			continue
		}
		t := decideweb.FollowUpTime{Service: kind, Months: inMonths(rule), Rule: rule.ID, Title: rule.Title, Since: rule.From, By: rule.Adopted.By, Ref: rule.Adopted.Ref}
		for i, from := range later {
			if next := intervalRule(then[i], kind, from); next != nil && inMonths(next) != t.Months {
				t.Next, t.NextFrom = inMonths(next), from
				break
			}
		}
		out = append(out, t)
	}
	return out
}

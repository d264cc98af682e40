package casework

import (
	"slices"

	"stadga/internal/civil"
	"stadga/internal/fault"
)

// An Indicator (indikator) is a question that the municipality has decided that
// individual follow-up asks, of some services and in some years (G-10).
type Indicator struct {
	Key      string
	Question string
	Services []string // keys of the catalogue
	Answers  []IndicatorOption
	From     civil.Date
	Until    civil.Date // last day; zero: still asked
	Ref      string     // where it was decided
}

// An IndicatorOption (svarsalternativ) is one answer there is to choose.
type IndicatorOption struct {
	Key, Words string
	Good       bool // counts as a good result in reports
}

// NotAnswered is the answer of one who cannot or will not say.
const NotAnswered = "svarar-inte"

// Option is the answer of that key.
func (i Indicator) Option(key string) (IndicatorOption, bool) {
	at := slices.IndexFunc(i.Answers, func(o IndicatorOption) bool { return o.Key == key })
	if at < 0 {
		return IndicatorOption{}, false
	}
	return i.Answers[at], true
}

// Indicators are the municipality's own, with their editions, read from a dated file
// (casework/routines).
type Indicators []Indicator

// Of lists what is asked of a service on a day.
func (all Indicators) Of(service string, day civil.Date) Indicators {
	var out Indicators
	for _, i := range all {
		if !day.Before(i.From) && (i.Until.IsZero() || !day.After(i.Until)) && slices.Contains(i.Services, service) {
			out = append(out, i)
		}
	}
	return out
}

// On finds the indicator of that key as it read on a day.
func (all Indicators) On(key string, day civil.Date) (Indicator, bool) {
	at := slices.IndexFunc(all, func(i Indicator) bool {
		return i.Key == key && !day.Before(i.From) && (i.Until.IsZero() || !day.After(i.Until))
	})
	if at < 0 {
		return Indicator{}, false
	}
	return all[at], true
}

// lacks is what the answers leave out of what is asked, and what they answer that is
// not asked.
func (all Indicators) lacks(answers []IndicatorAnswer) []*fault.Error {
	var wrong []*fault.Error
	for _, i := range all {
		at := slices.IndexFunc(answers, func(a IndicatorAnswer) bool { return a.Indicator == i.Key })
		if at < 0 || answers[at].Answer != NotAnswered && !slices.ContainsFunc(i.Answers, func(o IndicatorOption) bool { return o.Key == answers[at].Answer }) {
			wrong = append(wrong, fault.Field("indikator_"+i.Key, "follow-up.answer-indicator"))
		}
	}
	for _, a := range answers {
		if !slices.ContainsFunc(all, func(i Indicator) bool { return i.Key == a.Indicator }) {
			wrong = append(wrong, fault.New(fault.Conflict, "follow-up.indicator-not-asked"))
		}
	}
	return wrong
}

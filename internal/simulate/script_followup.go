package simulate

import (
	"stadga/internal/casework"
)

// results judges each goal of a service.
func (w *script) results(item *Item, reached string) []casework.GoalResult {
	c := w.texts
	keys := []string{"syfte"}
	if catalogue(item.Kind).Goal != casework.ShortPurpose {
		keys = nil
		for _, goal := range goalsOf(item) {
			keys = append(keys, goal.Key)
		}
	}
	var all []casework.GoalResult
	for n, key := range keys {
		result := casework.GoalResult{Goal: key, Result: map[string]string{"ja": "natt", "delvis": "delvis", "nej": "inte"}[reached]}
		if n > 0 && c.happens(0.3) {
			result.Result = "delvis"
		}
		if result.Result != "natt" {
			result.Why = pick(c, []string{"Orken räcker inte alla dagar.", "Har varit på sjukhus en del av tiden.", "Vill hellre göra det tillsammans med anhörig."})
		}
		all = append(all, result)
	}
	return all
}

// endResults judges the goals when the service ends; a decision that takes over
// carries them on.
func (w *script) endResults(item *Item, reason string) []casework.GoalResult {
	if reason == "ersatt" {
		return nil
	}
	return w.results(item, []string{"ja", "delvis", "delvis", "nej"}[w.texts.between(0, 3)])
}

// asked answers what a follow-up always asks. Most need what they have; one in seven
// feels a need that nobody meets, and most of those are alone.
func (w *script) asked(f *casework.FollowUp, item *Item, reached string) {
	c := w.texts
	f.Kind, f.NoLonger, f.UnmetBy = casework.SystematicFollowUp, casework.StillNeeded, casework.NothingUnmet
	switch {
	case item.Kind == "korttidsboende":
		f.Kind = casework.ShortStayFollowUp
	case !item.Until.IsZero() && item.Until.DaysSince(f.On) <= 60:
		f.Kind = casework.ExpiryFollowUp
	case c.happens(0.06):
		f.Kind = casework.ChangedNeedFollowUp
	}
	switch at := c.Float64(); {
	case reached == "ja" && at < 0.05:
		f.NoLonger = casework.WhollyNeedless
	case reached == "ja" && at < 0.14:
		f.NoLonger = casework.PartlyNeedless
	case at > 0.97:
		f.NoLonger = casework.NeedNotAnswered
	}
	if c.happens(0.14) {
		unmet := c.weighted([]float64{45, 15, 12, 10, 8, 10})
		f.UnmetKinds = []string{[]string{"ensamhet", "komma-ut", "halsa", "trygghet", "ekonomi", "hushall"}[unmet]}
		f.UnmetNeed = []string{
			"Dagarna är långa och tysta.", "Kommer inte ut på egen hand sedan i vintras.", "Har ont och väntar på läkaren.", "Är orolig på kvällarna.", "Räcker inte till slutet av månaden.", "Orkar inte med fönster och trappa.",
		}[unmet]
		f.UnmetBy = []casework.UnmetBy{casework.UnmetWeCould, casework.UnmetOthersCould, casework.UnmetNotKnown}[c.weighted([]float64{45, 35, 20})]
	}
	for _, i := range w.indicators.Of(item.Kind, f.On) {
		answer := casework.NotAnswered
		if c.happens(0.92) {
			answer = i.Answers[min(c.weighted([]float64{60, 28, 12}), len(i.Answers)-1)].Key
		}
		f.Answers = append(f.Answers, casework.IndicatorAnswer{Indicator: i.Key, Answer: answer})
	}
}

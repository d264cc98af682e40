package deliveryweb

import (
	"stadga/internal/delivery"
	"stadga/internal/webkit"
)

func proofOptions(proof delivery.StartProof) []webkit.Option {
	switch proof {
	case delivery.ByMoveIn:
		return webkit.Options(string(delivery.ByMoveIn), "Personen har flyttat in")
	}
	return webkit.Options(string(delivery.ByMeeting), "Första mötet har hållits")
}

func startedWords(by delivery.StartProof) string {
	switch by {
	case delivery.ByMoveIn:
		return "inflytt"
	case delivery.ByInstallation:
		return "larmet installerat"
	case delivery.ByMeeting:
		return "första mötet"
	}
	return "första besöket"
}

func signalWords(k delivery.SignalKind) string {
	switch k {
	case delivery.MoreHelp:
		return "Mer hjälp"
	case delivery.LessHelp:
		return "Mindre hjälp"
	}
	return "Annan hjälp"
}

func resultWords(r delivery.SignalResult) string {
	switch r {
	case delivery.NewInquiry:
		return "leder till ny utredning"
	case delivery.WithinPlan:
		return "ryms inom beslutet"
	case delivery.OtherView:
		return "handläggaren bedömer behovet annorlunda"
	}
	return "leder inte till någon ändring"
}

func endWords(r delivery.EndReason) string {
	switch r {
	case delivery.EndedByWish:
		return "på personens begäran"
	case delivery.EndedByChange:
		return "byte av utförare"
	case delivery.EndedByProvider:
		return "utföraren tackade nej"
	case delivery.EndedByDeath:
		return "personen har avlidit"
	case delivery.EndedByMove:
		return "personen har flyttat"
	}
	return "beslutet har upphört"
}

func signalKinds() []webkit.Option {
	return webkit.Options("mer", "Mer hjälp", "mindre", "Mindre hjälp", "annat", "Annan hjälp")
}

func results() []webkit.Option {
	return webkit.Options(string(delivery.NewInquiry), "En ny utredning inleds", string(delivery.WithinPlan), "Ryms inom beslutet, ändra i planen", string(delivery.NoChange), "Ingen ändring", string(delivery.OtherView), "Vi bedömer behovet annorlunda")
}

func verdicts() []webkit.Option {
	var all []webkit.Option
	for _, v := range []delivery.PlanVerdict{delivery.GoodPlan, delivery.LackingPlan, delivery.PoorPlan} {
		all = append(all, webkit.Option{Value: string(v), Words: "Planen " + planIs(v)})
	}
	return all
}

func planIs(v delivery.PlanVerdict) string {
	if v == delivery.GoodPlan {
		return "har " + v.Words()
	}
	return v.Words()
}

func endReasons() []webkit.Option {
	return webkit.Options(string(delivery.EndedByDecision), "Beslutet har upphört", string(delivery.EndedByWish), "På personens begäran", string(delivery.EndedByChange), "Byte av utförare")
}

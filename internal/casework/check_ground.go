package casework

import (
	"slices"
	"strings"

	"stadga/internal/fault"
)

// A GroundFinding (anmärkning på lagrum) is what does not agree between the legal
// ground of a matter and the person's age, the department or what is asked for
// (B-22). It stops what law rules out, and asks for a reason where law is silent.
type GroundFinding struct {
	Stops bool
	Fault fault.Error // what does not agree, with the paragraph
}

// at is the finding as what stands in the way of a field.
func (f GroundFinding) at(field string) *fault.Error {
	f.Fault.Kind, f.Fault.Field = fault.Unmet, field
	return &f.Fault
}

// cited names the paragraph of a finding.
func cited(paragraph string) map[string]any { return map[string]any{"cited": paragraph} }

// Ages at which the law, or the municipality, draws a line.
const (
	adultAge     = 18 // a child is everyone under eighteen (FB 9:1)
	youngUntil   = 21 // care of a young person ends (LVU 21 §)
	olderAge     = 65 // Norrsala's line between adults and older
	afternoonAge = 12 // LSS 9 § 7 is for those over twelve
)

// CheckArea holds the department to the person's age; -1 when it is not known.
func CheckArea(area Area, age int) []GroundFinding {
	switch {
	case age < 0:
		return nil
	case age < adultAge && (area == Older || area == Adults):
		return []GroundFinding{{Stops: true, Fault: fault.Error{Text: "intake.area-child", Args: cited("FB 9 kap. 1 §")}}}
	case age >= youngUntil && area == Children:
		return []GroundFinding{{Stops: true, Fault: fault.Error{Text: "intake.area-adult", Args: cited("LVU 21 §")}}}
	case age >= adultAge && area == Children:
		return []GroundFinding{{Fault: fault.Error{Text: "intake.area-young", Args: cited("FB 9 kap. 1 §")}}}
	case age < olderAge && area == Older:
		return []GroundFinding{{Fault: fault.Error{Text: "intake.area-not-older", Args: cited("Riktlinjer för handläggning, äldre")}}}
	}
	return nil
}

// misplaced is the first finding that stops a matter from being registered in the area.
func misplaced(area Area, age int) *fault.Error {
	for _, f := range CheckArea(area, age) {
		if f.Stops {
			return f.at("area")
		}
	}
	return nil
}

// CheckGround holds the legal ground of an investigation to the person's age, the
// kind of investigation and the services asked for.
func CheckGround(kind InquiryKind, ground Ground, age int, services []string) []GroundFinding {
	var found []GroundFinding
	if ground.Protects() && age >= youngUntil {
		found = append(found, GroundFinding{Stops: true, Fault: fault.Error{Text: "intake.ground-protects-children", Args: cited(ground.Words())}})
	} else if ground.Protects() && age >= adultAge {
		found = append(found, GroundFinding{Fault: fault.Error{Text: "intake.ground-young", Args: cited(ground.Words())}})
	}
	for _, key := range services {
		service, known := ServiceByKey(key)
		switch {
		case !known:
		case service.LSSNo > 0 && ground != GroundLSS:
			found = append(found, GroundFinding{Stops: true, Fault: fault.Error{Text: "intake.service-needs-lss", Args: cited("LSS 9 § " + digits(service.LSSNo)), Rule: "lss-request-only"}})
		case service.LSSNo == 0 && ground == GroundLSS:
			found = append(found, GroundFinding{Stops: true, Fault: fault.Error{Text: "intake.service-is-sol", Args: cited("SoL " + service.Section(SoL25))}})
		case service.LSSNo == 7 && age >= 0 && age < afternoonAge:
			// It is tried all the same: to be refused is a right too (B-10).
			found = append(found, GroundFinding{Fault: fault.Error{Text: "intake.service-over-twelve", Args: cited("LSS 9 § 7")}})
		case !slices.Contains(service.For, kind):
			found = append(found, GroundFinding{Fault: fault.Error{Text: "intake.service-other-unit", Args: cited("insatskatalogen")}})
		}
	}
	return found
}

// checkGround stops a ground that law rules out, and asks why where it is unusual.
func (cmd DecideIntake) checkGround(in Intake, age int) error {
	for _, f := range CheckGround(in.InquiryKind(), cmd.Ground, age, in.Content.Services) {
		switch {
		case f.Stops:
			return f.at("ground")
		case strings.TrimSpace(cmd.GroundReason) == "":
			why := f.at("ground_reason")
			why.Kind = fault.Invalid
			return why
		}
	}
	return nil
}

package templates

import (
	"errors"
	"fmt"

	"stadga/internal/casework"
	"stadga/internal/rulefile"
)

// ReadCarePlans reads the template of care plans in its versions. A part without
// a heading, a help text or the law it rests on is refused.
func ReadCarePlans(text []byte) (casework.CarePlanTemplates, error) {
	var doc struct{ Versions []version }
	if err := rulefile.Decode(text, &doc); err != nil {
		return nil, fmt.Errorf("mallen för vårdplaner: %w", err)
	}
	var all casework.CarePlanTemplates
	var wrong []error
	for n, v := range doc.Versions {
		made := casework.CarePlanTemplate{Version: v.Version, From: rulefile.Day(v.From)}
		if v.Version == "" || made.From.IsZero() || len(v.Parts) == 0 || n > 0 && !made.From.After(all[n-1].From) {
			wrong = append(wrong, fmt.Errorf("mallen för vårdplaner, version %q: version, första dag och delar behövs, och versionerna i ordning", v.Version))
		}
		for _, p := range v.Parts {
			if p.Key == "" || p.Title == "" || p.Help == "" || p.Basis == "" {
				wrong = append(wrong, fmt.Errorf("mallen för vårdplaner, delen %q: rubrik, hjälptext eller lagrum saknas", p.Key))
			}
			made.Parts = append(made.Parts, casework.Part{Key: p.Key, Title: p.Title, Required: p.Required, Help: p.Help, Basis: p.Basis})
		}
		all = append(all, made)
	}
	return all, errors.Join(wrong...)
}

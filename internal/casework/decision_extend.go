package casework

import (
	"stadga/internal/act"
	"stadga/internal/civil"
	"stadga/internal/fault"
	"stadga/internal/ids"
	"stadga/internal/journal"
)

// ExtendUnchanged lets a service run on the same terms without a new trial
// (förlängning utan ny prövning, "teknisk förlängning"; D-10). It is a kind of
// decision of its own, counts as no follow-up (G-13), and books the inquiry that
// should have been made. LSS is given on request only, also then (LSS 8 §).
type ExtendUnchanged struct {
	Service   ids.Service
	Until     civil.Date
	Reason    string
	Requested bool
	Inquiry   civil.Date
	Mandate   Mandate
}

// Action names the act for the access policies.
func (ExtendUnchanged) Action() string { return "decision.extend-unchanged" }

// Decide extends a service that runs to a date.
func (cmd ExtendUnchanged) Decide(d Decision, env act.Env) ([]journal.Event, error) {
	it, ok := d.Item(cmd.Service)
	switch {
	case !ok || !it.Running(env.Today):
		return nil, fault.New(fault.NotFound, "decision.no-such-service")
	case it.Until.IsZero():
		return nil, fault.New(fault.Unmet, "decision.open-ended-runs-on")
	case env.Facts.Has("person.deceased"):
		return nil, fault.New(fault.Unmet, "decision.person-deceased")
	}
	mandate, f := cmd.Mandate.over([]string{it.Kind}, "", env)
	wrong := []*fault.Error{f, written("reason", cmd.Reason)}
	if !cmd.Until.After(it.Until) {
		wrong = append(wrong, &fault.Error{Kind: fault.Invalid, Field: "until", Text: "decision.extend-beyond", Args: map[string]any{"until": it.Until}})
	}
	if !cmd.Inquiry.After(env.Today) || cmd.Inquiry.After(cmd.Until) {
		wrong = append(wrong, fault.Field("inquiry", "decision.book-inquiry"))
	}
	law := SoLOf(env.Today)
	if d.Law == LSS {
		law = LSS
		if !cmd.Requested {
			wrong = append(wrong, &fault.Error{Kind: fault.Unmet, Field: "requested", Text: "decision.lss-extend-on-request", Rule: "lss-request-only"})
		}
	}
	if err := fault.Join(wrong...); err != nil {
		return nil, err
	}
	return []journal.Event{ServiceExtendedUnchanged{TechnicalExtension{
		Service: cmd.Service, Until: cmd.Until, Reason: cmd.Reason, Requested: cmd.Requested, Inquiry: cmd.Inquiry,
		Law: law, On: env.Today, Mandate: mandate,
	}}}, nil
}

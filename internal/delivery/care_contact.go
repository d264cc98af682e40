package delivery

import (
	"strings"

	"stadga/internal/act"
	"stadga/internal/fault"
	"stadga/internal/journal"
)

// A CareContact (fast omsorgskontakt) is the assistant nurse whom one with home care
// has been offered (SoL 10 kap. 7 §).
type CareContact struct {
	Name  string
	Nurse bool // has the certificate of the title undersköterska
}

// OfferCareContact records that a fixed care contact was offered, and who, or why
// not (SoL 10 kap. 7 §). A new offer takes the place of the last.
type OfferCareContact struct {
	Answer  string // "ja" or "nej"
	Why     string // for "nej": evidently not needed, because …
	Contact CareContact
}

// Action names the act.
func (OfferCareContact) Action() string { return "order.offer_care_contact" }

// Decide wants a name with a yes and a reason with a no.
func (cmd OfferCareContact) Decide(o Order, _ act.Env) ([]journal.Event, error) {
	if err := o.open(); err != nil {
		return nil, err
	}
	switch {
	case cmd.Answer != "ja" && cmd.Answer != "nej":
		return nil, fault.Field("answer", "plan.care-contact-answer")
	case cmd.Answer == "nej" && strings.TrimSpace(cmd.Why) == "":
		return nil, fault.Field("why", "plan.care-contact-reason")
	case cmd.Answer == "ja" && strings.TrimSpace(cmd.Contact.Name) == "":
		return nil, fault.Field("contact", "plan.care-contact-name")
	}
	if cmd.Answer == "nej" {
		cmd.Contact = CareContact{}
	}
	return []journal.Event{CareContactOffered(cmd)}, nil
}

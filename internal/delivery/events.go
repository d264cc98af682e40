package delivery

import (
	"stadga/internal/civil"
	"stadga/internal/ids"
	"stadga/internal/journal"
)

// The events of an order. Who and when stand in the envelope; a day in an event
// is when it was so.
type (
	OrderSent         struct{ Brief Brief }
	OrderAcknowledged struct {
		Able     Ability `json:",omitzero"`
		Capacity string  `json:",omitzero"`
	}
	StartSet struct{ On civil.Date }
	Started  struct {
		On civil.Date
		By StartProof
	}
	PlaceOffered       struct{ Offer Offer }
	DelayExplained     struct{ Reason string }
	WaitWished         struct{ On civil.Date }
	Interrupted        struct{ On civil.Date }
	Resumed            struct{ On civil.Date }
	PlanMade           struct{ Plan Plan }
	PlanReviewed       struct{ Review Review }
	PlanRead           struct{ On civil.Date }
	CareContactOffered struct {
		Answer  string
		Why     string      `json:",omitzero"`
		Contact CareContact `json:",omitzero"`
	}
	ChangeSignalled struct {
		Number int
		Kind   SignalKind
		What   string
		Since  civil.Date
		Plan   civil.Date `json:",omitzero"` // the day the plan in force was made, which goes with it (E-18)
		Told   ids.ID     `json:",omitzero"`
	}
	ChangeAnswered struct {
		Number int
		Answer string
		Leads  SignalResult
	}
	MessageWritten struct {
		FromProvider bool
		Text         string
		Told         bool `json:",omitzero"` // asks for no answer
	}
	ContactLogged struct {
		Way     ContactWay
		Day     civil.Date
		Subject string
		Answer  string `json:",omitzero"` // empty: somebody will answer
	}
	StaffTold struct {
		Number       int
		Kind         NewsKind
		Text         string
		Told         []string `json:",omitempty"` // whom else it was given to, of a key: "personen", "narstaende", "primarvarden"
		FromProvider bool     `json:",omitzero"`
	}
	StaffInformed  struct{ Number int } // one of the staff has read it
	AlarmInstalled struct{ Check AlarmCheck }
	AlarmRemoved   struct{ Check AlarmCheck }
	PartlyGiven    struct {
		Since civil.Date
		Lacks string
	}
	FullyGiven      struct{ On civil.Date }
	HandoverChecked struct {
		At           HandoverEnd
		FromProvider bool `json:",omitzero"`
		Checked      []string
		Note         string `json:",omitzero"`
	}
	OrderEnded struct {
		On     civil.Date
		Reason EndReason
		Why    string `json:",omitzero"`
	}
)

// Names that outlive any refactoring.

func (OrderSent) EventName() string          { return "order.sent.v1" }
func (OrderAcknowledged) EventName() string  { return "order.acknowledged.v1" }
func (StartSet) EventName() string           { return "order.start_set.v1" }
func (Started) EventName() string            { return "order.started.v1" }
func (PlaceOffered) EventName() string       { return "order.place_offered.v1" }
func (DelayExplained) EventName() string     { return "order.delay_explained.v1" }
func (WaitWished) EventName() string         { return "order.wait_wished.v1" }
func (Interrupted) EventName() string        { return "order.interrupted.v1" }
func (Resumed) EventName() string            { return "order.resumed.v1" }
func (PlanMade) EventName() string           { return "order.plan_made.v1" }
func (PlanReviewed) EventName() string       { return "order.plan_reviewed.v1" }
func (PlanRead) EventName() string           { return "order.plan_read.v1" }
func (CareContactOffered) EventName() string { return "order.care_contact_offered.v1" }
func (ChangeSignalled) EventName() string    { return "order.change_signalled.v1" }
func (ChangeAnswered) EventName() string     { return "order.change_answered.v1" }
func (MessageWritten) EventName() string     { return "order.message_written.v1" }
func (OrderEnded) EventName() string         { return "order.ended.v1" }
func (ContactLogged) EventName() string      { return "order.contact_logged.v1" }
func (StaffTold) EventName() string          { return "order.staff_told.v1" }
func (StaffInformed) EventName() string      { return "order.staff_informed.v1" }
func (AlarmInstalled) EventName() string     { return "order.alarm_installed.v1" }
func (AlarmRemoved) EventName() string       { return "order.alarm_removed.v1" }
func (PartlyGiven) EventName() string        { return "order.partly_given.v1" }
func (FullyGiven) EventName() string         { return "order.fully_given.v1" }
func (HandoverChecked) EventName() string    { return "order.handover_checked.v1" }

// OrderEvents lists a zero value of each event of the stream.
func OrderEvents() []journal.Event {
	return []journal.Event{
		OrderSent{},
		OrderAcknowledged{},
		StartSet{},
		Started{},
		PlaceOffered{},
		DelayExplained{},
		WaitWished{},
		Interrupted{},
		Resumed{},
		PlanMade{},
		PlanReviewed{},
		PlanRead{},
		CareContactOffered{},
		ChangeSignalled{},
		ChangeAnswered{},
		MessageWritten{},
		OrderEnded{},
		ChangeOfProviderAsked{},
		ChangeOfProviderDenied{},
		OrderMoved{},
		PlanOwnerNamed{},
		PlanShared{},
		PlanSampled{},
		ContactLogged{},
		StaffTold{},
		StaffInformed{},
		AlarmInstalled{},
		AlarmRemoved{},
		PartlyGiven{},
		FullyGiven{},
		HandoverChecked{},
		RelativeViewWished{},
		RelativeViewEnded{},
		OrderProlonged{},
	}
}

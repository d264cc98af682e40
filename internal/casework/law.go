package casework

import (
	"time"

	"stadga/internal/civil"
)

// A Law is the act a decision rests on, by the day it was made.
type Law string

// The acts of individual services. SoL 2001:453 was replaced by SoL 2025:400 on
// 2025-07-01; a decision keeps the act of its own day (SoL 2025:400, transitional
// provisions p1–2, p6).
const (
	SoL01 Law = "SoL01"
	SoL25 Law = "SoL25"
	LSS   Law = "LSS"
)

var changeover = civil.On(2025, time.July, 1)

// SoLOf tells which socialtjänstlag a day belongs to.
func SoLOf(day civil.Date) Law {
	if day.Before(changeover) {
		return SoL01
	}
	return SoL25
}

// AppealSection is where the act gives the right to appeal (law.md 2.10).
func (l Law) AppealSection() string {
	switch l {
	case SoL01:
		return "16 kap. 3 § " + l.Name()
	case SoL25:
		return "35 kap. 1 § " + l.Name()
	}
	return "27 § " + l.Name()
}

// Name is the act as it stands in a letter.
func (l Law) Name() string {
	switch l {
	case SoL01:
		return "socialtjänstlagen (2001:453)"
	case SoL25:
		return "socialtjänstlagen (2025:400)"
	}
	return "lagen (1993:387) om stöd och service till vissa funktionshindrade"
}

// An InquiryKind (slag av utredning) says whom an investigation is about.
type InquiryKind string

// The kinds of investigation.
const (
	InquiryChild InquiryKind = "barn"
	InquiryOlder InquiryKind = "aldre"
	InquiryLSS   InquiryKind = "lss"
	InquiryAdult InquiryKind = "vuxen"
	InquiryShort InquiryKind = "kort" // a short decision by a team, with a follow-up of its own (B-14)
)

// InquiryKinds lists the kinds in the order they are offered.
func InquiryKinds() []InquiryKind {
	return []InquiryKind{InquiryOlder, InquiryAdult, InquiryLSS, InquiryChild, InquiryShort}
}

// Words is the kind in Swedish, after "utredningar om".
func (k InquiryKind) Words() string {
	switch k {
	case InquiryChild:
		return "barn och unga"
	case InquiryOlder:
		return "äldre"
	case InquiryLSS:
		return "stöd enligt LSS"
	case InquiryAdult:
		return "vuxna"
	case InquiryShort:
		return "kortbeslut"
	}
	return ""
}

// A Ground (lagrum) is the section an investigation was opened under.
type Ground string

// The grounds. The two of 20:3 and 11:2 are inquiries into whether the board
// needs to intervene for a child, and have four months.
const (
	GroundProtect   Ground = "SoL 20:3"
	GroundSupport   Ground = "SoL 14:2"
	GroundProtect01 Ground = "SoL01 11:2"
	GroundSupport01 Ground = "SoL01 11:1"
	GroundLSS       Ground = "LSS"
)

// Protects tells whether the inquiry is one of 20 kap. 3 § (barnavårdsutredning).
func (g Ground) Protects() bool { return g == GroundProtect || g == GroundProtect01 }

// Words is the ground as a page shows it.
func (g Ground) Words() string {
	switch g {
	case GroundProtect:
		return "20 kap. 3 § socialtjänstlagen"
	case GroundSupport:
		return "14 kap. 2 § socialtjänstlagen"
	case GroundProtect01:
		return "11 kap. 2 § socialtjänstlagen (2001:453)"
	case GroundSupport01:
		return "11 kap. 1 § socialtjänstlagen (2001:453)"
	case GroundLSS:
		return "8 § lagen om stöd och service till vissa funktionshindrade"
	}
	return ""
}

// GroundsOf lists the grounds an investigation of that kind may have when it is
// opened that day, the usual one first.
func GroundsOf(kind InquiryKind, opened civil.Date) []Ground {
	protect, support := GroundProtect, GroundSupport
	if opened.Before(changeover) {
		protect, support = GroundProtect01, GroundSupport01
	}
	switch kind {
	case InquiryChild:
		return []Ground{protect, support}
	case InquiryOlder, InquiryAdult, InquiryShort:
		return []Ground{support}
	case InquiryLSS:
		return []Ground{GroundLSS}
	}
	return nil
}

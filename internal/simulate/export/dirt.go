package export

import (
	"encoding/binary"
	"hash/fnv"
)

// A Dirt (smuts) is a way in which a list says something else than what happened,
// as a person at the time would name it.
type Dirt string

// The dirt of norrsala.md 7. What Stadga does not let happen, such as a decision
// without a protection assessment, is dirt of another system too.
const (
	TogetherRow     Dirt = "syskon på en rad"
	ReceivedIsKept  Dirt = "inkom skrivet som registrerad"
	NoTime          Dirt = "klockslag saknas"
	AssessmentGone  Dirt = "skyddsbedömning inte införd"
	RowTwice        Dirt = "samma rad två gånger"
	ReopenedAnew    Dirt = "återöppnad under nytt nummer"
	BackDated       Dirt = "avslutad bakdaterad"
	ExtensionLate   Dirt = "förlängning daterad när den infördes"
	OldLaw          Dirt = "gammalt lagrum"
	NeverClosed     Dirt = "återtagen utan avslut"
	WithdrawnAsNo   Dirt = "återtagen som avslag"
	OtherSignature  Dirt = "signatur utanför delegationsordningen"
	NoEndDate       Dirt = "övertaget beslut utan slutdag"
	Gap             Dirt = "glapp mellan beslut"
	Overlap         Dirt = "beslut som går i varandra"
	OldInquiry      Dirt = "nytt beslut på gammal utredning"
	NotListed       Dirt = "saknas bland verkställigheterna"
	BegunByHabit    Dirt = "verkställd på beslutsdagen av vana"
	NotBegun        Dirt = "startdag inte införd"
	EndedLate       Dirt = "avslutad efter beslutets slut"
	PlanNotEntered  Dirt = "genomförandeplan inte införd"
	PlanWithout     Dirt = "plandatum utan plan"
	FollowUpMissing Dirt = "individuppföljning inte införd"
	OverMidnight    Dirt = "besök över midnatt"
	TwoHands        Dirt = "dubbelbemanning på två rader"
	DecimalHours    Dirt = "timmar med decimaler"
)

// share is how many of those it could befall that the dirt befalls. With the
// faults of the simulated life they come near the shares of norrsala.md 7.
func (d Dirt) share() float64 {
	switch d {
	case TogetherRow:
		return 0.3
	case ReceivedIsKept:
		return 0.25
	case NoTime:
		return 0.35
	case AssessmentGone:
		return 0.01
	case RowTwice:
		return 0.005
	case ReopenedAnew:
		return 0.03
	case BackDated:
		return 0.1
	case ExtensionLate:
		return 0.15
	case OldLaw:
		return 0.1
	case NeverClosed:
		return 0.5
	case WithdrawnAsNo:
		return 0.05
	case OtherSignature:
		return 0.01
	case NoEndDate:
		return 0.03
	case Gap:
		return 0.01
	case Overlap:
		return 0.02
	case OldInquiry:
		return 0.05
	case NotListed:
		return 0.01
	case BegunByHabit:
		return 0.25
	case NotBegun:
		return 0.005
	case EndedLate:
		return 0.03
	case PlanNotEntered:
		return 0.12
	case PlanWithout:
		return 0.75
	case FollowUpMissing:
		return 0.4
	case OverMidnight:
		return 0.02
	case TwoHands:
		return 0.01
	case DecimalHours:
		return 0.02
	}
	return 0
}

// lays tells whether the dirt befalls a row, by the seed and the row's number
// alone, and counts it.
func (w *writer) lays(d Dirt, row int64) bool {
	if w.Clean || w.lot(string(d), row) >= d.share() {
		return false
	}
	w.tally.Dirt[d]++
	return true
}

// lot is a number from 0 to 1 that follows from the seed, a word and a row.
func (w *writer) lot(word string, row int64) float64 {
	h := fnv.New64a()
	var b [16]byte
	binary.LittleEndian.PutUint64(b[:], w.Seed)
	binary.LittleEndian.PutUint64(b[8:], uint64(row))
	_, _ = h.Write(b[:]) // a hash takes whatever it is given
	_, _ = h.Write([]byte(word))
	x := h.Sum64() // the low bits of FNV are poor: mix them
	x ^= x >> 31
	x *= 0x9e3779b97f4a7c15
	x ^= x >> 29
	return float64(x>>11) / (1 << 53)
}

// between is a whole number by lot, both ends included.
func (w *writer) between(word string, row int64, lo, hi int) int {
	return lo + int(w.lot(word, row)*float64(hi-lo+1))
}

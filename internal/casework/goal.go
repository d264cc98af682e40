package casework

import (
	"strconv"
	"strings"

	"stadga/internal/civil"
)

// A Goal (individuellt mål) is what shall be reached for this person. Its key
// follows it from the investigation to the order, the plan and the follow-up.
type Goal struct {
	Key     string     // "m1", unique within the investigation
	Need    string     `json:",omitzero"` // key of the need it answers; empty when it was set in the decision
	Area    string     `json:",omitzero"` // life area of the need, as it is named: "Personlig vård"
	Text    string     // "Duscha tryggt två gånger i veckan"
	Measure string     `json:",omitzero"` // how it is seen that it is reached
	By      civil.Date `json:",omitzero"` // the day it is to be reached
	Origin  *Origin    `json:",omitzero"` // when it was taken over
}

// Complete tells whether the goal can be followed up: said, measured and dated.
func (g Goal) Complete() bool { return g.Text != "" && g.Measure != "" && !g.By.IsZero() }

// generic are wordings that fit anyone, quoted by audits (requirement D-04).
var generic = [...]string{
	"må bra", "mår bra", "må bättre", "meningsfull vardag", "meningsfull tillvaro", "god hälsa", "god psykisk", "god fysisk",
	"nyktert liv", "drogfritt liv", "bra liv", "gott liv", "känna sig trygg", "känna trygghet", "klara sin vardag", "fungerande vardag",
	"vara delaktig", "bli självständig", "god livskvalitet", "utvecklas positivt",
}

// Vague tells whether the goal cannot be measured: worded so that it fits anyone,
// or without a measure. It warns; it does not stop.
func (g Goal) Vague() bool {
	if g.Measure == "" {
		return true
	}
	text := strings.ToLower(g.Text)
	for _, phrase := range generic {
		if strings.Contains(text, phrase) {
			return true
		}
	}
	return false
}

// weak are words of load and staffing: the board's own situation is no special
// reason to let an inquiry take longer (SoL 20:3).
var weak = [...]string{"arbetsbelastning", "hög belastning", "personalbrist", "vakan", "semester", "många ärenden", "tidsbrist", "hunnit"}

// WeakReason tells whether a reason speaks of the board's workload only.
func WeakReason(reason string) bool {
	reason = strings.ToLower(reason)
	for _, word := range weak {
		if strings.Contains(reason, word) {
			return true
		}
	}
	return false
}

func digits(n int) string { return strconv.Itoa(n) }

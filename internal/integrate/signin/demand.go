package signin

import (
	"slices"
	"time"
)

// A Demand (krav på inloggningen) is how strong and how new a log-in must be at the
// service before it counts here. The zero Demand asks for nothing.
type Demand struct {
	Strength []string      // acr values, or SAML's classes of context: one of these; none: any
	Methods  []string      // amr values: all of these; OpenID Connect alone tells them
	MaxAge   time.Duration // since the user was asked who they are; 0: any
}

// Said is what the service has signed of how it was done.
type Said struct {
	Strength string
	Methods  []string
	At       time.Time // zero: it does not say
}

// slack is how far the service's time may be from ours.
const slack = time.Minute

// Met holds what the service says to the demand. What it does not say is not met.
func (d Demand) Met(said Said, now time.Time) error {
	switch {
	case len(d.Strength) > 0 && said.Strength == "", len(d.Methods) > 0 && len(said.Methods) == 0, d.MaxAge > 0 && said.At.IsZero():
		return Refused("signin.strength-unsaid", nil)
	case len(d.Strength) > 0 && !slices.Contains(d.Strength, said.Strength),
		slices.ContainsFunc(d.Methods, func(method string) bool { return !slices.Contains(said.Methods, method) }):
		return Refused("signin.too-weak", nil)
	case d.MaxAge > 0 && (now.Sub(said.At) > d.MaxAge+slack || said.At.After(now.Add(slack))):
		return Refused("signin.too-old", nil)
	}
	return nil
}

package casework

// The events that decide something. What the rules said is kept with them, so
// that anyone may see later by which rules and facts it was decided.

// Settles marks the decision to open an investigation or not.
func (IntakeDecided) Settles() {}

// Settles marks what closes an investigation.
func (InvestigationDecided) Settles() {}

// Settles marks a decision on services.
func (DecisionMade) Settles() {}

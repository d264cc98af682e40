// Package visits keeps what happened at the door (besök): planned, registered by
// tag or by hand, corrected.
package visits

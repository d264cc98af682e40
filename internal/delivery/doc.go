// Package delivery carries a decision out: the order (uppdrag) to a provider
// (utförare), its acknowledgement and start, the implementation plan
// (genomförandeplan) and signals of changed need (ändrat behov).
package delivery

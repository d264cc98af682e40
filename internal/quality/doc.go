// Package quality holds what goes wrong and what is learnt from it. Its first
// part is the register of deviations (avvikelser): reported by anyone at work or
// by the program itself, classed, explained, mended and answered. Complaints
// (klagomål), opinions (synpunkter) and lex Sarah reports are classes of it, so
// that each is counted once (H-34).
//
//	reported → classed → explained → acted upon → closed with an answer
//
// Only the first and the last are fixed: a manager who has already mended what
// went wrong may say so before it is classed.
package quality

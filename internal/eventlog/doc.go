// Package eventlog reads what today's systems can export and turns it into
// facts (uppgifter), one matter at a time, so that the same rules that watch
// the record can judge a history that was never in it (design.md 7).
//
// Two kinds of source are read: event logs in XES (IEEE 1849), plain or .gz, and
// lists (listor) as CSV or XLSX, one row per matter, several files joined by a
// number. A mapping (mappning) says which column is which fact, and whether what
// is absent means no or unknown.
//
//	files ──► rows ──► sorted on disk by root ──► Matter ──► facts per subject
//	XES ───────────── one trace at a time ──────► Matter
//
// Nothing is held in memory but one matter and the buffers of the sort.
package eventlog

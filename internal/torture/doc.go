// Package torture tries from outside whether a program loses what it has
// acknowledged: it kills the program, its database or the power, and holds what
// is there afterwards to the receipts that users kept.
//
//	Crew     users who give orders and keep receipts   crew.go
//	Program  a process that is started and killed      program.go
//	Record   what the database holds, in plain SQL     record.go
//	Trace    the writes and syncs of a real run        trace.go
//	Disk     what a power cut may leave of them        disk.go
//	Server   a PostgreSQL that may die or be promoted  server.go
//
// It knows nothing of the program's areas: what an order means is told by who
// starts the program. docs/reliability.md says what is tried and how often.
package torture

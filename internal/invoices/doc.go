// Package invoices is what private providers ask to be paid for (fakturor): each
// file that comes in, each line matched with what was delivered and what an hour
// costs, and what someone made of every difference before anything is approved.
//
//	received → (findings accepted, lines handled) → approved
//	                                              → returned
//
// Nothing is paid on doubt: a file that cannot be read, a sum that is wrong, a
// currency that is not ours or a line that is billed elsewhere can only be returned.
// An invoice holds no name of a person: a line names the order it is for (F-18).
package invoices

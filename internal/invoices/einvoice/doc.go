// Package einvoice reads an invoice (faktura) or a credit note (kreditfaktura) as
// it was sent – Peppol BIS Billing 3 (UBL 2.1) or a CSV file – and tells all that
// is wrong with it, not just the first. It is pure: no clock, no database, and a
// file can make it open or fetch nothing.
//
// An XML file is read as a stream: each line of the invoice is judged and reduced
// to a Line as it closes, so that the memory follows the number of lines and not
// the size of the file. What could make a small file large is refused outright: a
// document type (and so every entity), a depth, a size and a count over the limits.
//
// Every amount is exact. Nothing is a floating point number: what is computed is
// computed in whole fractions, and what is kept is öre.
//
// The rules are EN 16931's (BR-…, UBL-…), Peppol's (PEPPOL-…), the Swedish ones
// (SE-R-…) and our own (STADGA-…). docs/fakturaregler.md lists them.
package einvoice

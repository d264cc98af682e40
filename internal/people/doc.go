// Package people keeps persons (personer): names, numbers, protected identity
// (skyddade personuppgifter), guardians (vårdnadshavare) and other relations,
// each with the days it held.
//
// A person is one stream for ever. It is known by a number (personnummer,
// samordningsnummer, reserve number), by a name alone, as unborn, or not at all:
// a report about an unknown child must not wait until someone knows who it is.
//
// Nothing here says that the municipality has a matter with the person; that is
// casework's word, under its own secrecy.
package people

// Package people keeps persons (personer): names, numbers, protected identity
// (skyddade personuppgifter), guardians (vårdnadshavare) and other relations,
// each with the days it held.
package people

// Package house holds the habits of the whole tree as tests: which package may
// import which, which words stand for what, and what may never be committed.
package house

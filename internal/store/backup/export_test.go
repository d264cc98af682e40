package backup

// ReadParts reads what was sealed, for the test that feeds it with anything:
// encryption would draw anew each time, and hide from the fuzzer what an input met.
var ReadParts = readParts

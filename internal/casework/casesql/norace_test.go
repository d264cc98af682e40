//go:build !race

package casesql_test

const raceDetector = false

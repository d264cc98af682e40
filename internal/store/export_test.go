package store

// MeasurementQueries are the queries that pages read kept sums by, for the test
// that reads their plans.
func MeasurementQueries() []string { return []string{partOfMeasurement, measuredMonths} }

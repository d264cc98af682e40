// Package simulate is Norrsala kommun, a municipality that does not exist: its
// inhabitants, its organisation and years of its social services, lived through
// the real commands on a simulated clock.
//
// Everything follows from a seed. Everyone is invented. Identity numbers are
// Skatteverket's published test numbers, or reserve numbers that nobody can have.
//
//	Town     who lives there            population.go, names.go, numbers.go
//	Staff    who works there            organisation.go
//	Plan     what will happen to whom   plan.go and the files named by area
//	Story    what is told day by day    stories.go
//	Drive    the plan as real acts      drive.go
//
// Rates, lags and shares are targets with their sources in the project's
// description of Norrsala; where no source is known the figure is our estimate.
package simulate

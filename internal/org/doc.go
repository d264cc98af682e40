// Package org keeps units (enheter), staff with their roles, absences with
// stand-ins, providers and the delegation order, each with the days it held.
package org

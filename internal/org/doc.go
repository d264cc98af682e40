// Package org keeps units (enheter), staff with their roles, absences with
// stand-ins, providers and the delegation order, each with the days it held.
//
//	unit      a part of the administration; authority (myndighet) or delivery (utförande)
//	staff     one who logs in: placed in a unit or with a provider, with roles
//	absence   days away and who stands in, so that nothing waits for its officer
//	provider  one who carries services out, own operation or private
package org

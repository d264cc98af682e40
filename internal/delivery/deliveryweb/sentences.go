package deliveryweb

import "stadga/internal/fault"

// Sentences holds what the pages themselves say. FEL-3537.
func Sentences() fault.Catalogue {
	return fault.Catalogue{
		"choice.not-approved": {Number: 3537, Says: "Utföraren är inte godkänd för insatsen, slutar eller har fullt. Välj bland dem som visas."},
	}
}

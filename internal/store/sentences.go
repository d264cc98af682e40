package store

import "stadga/internal/fault"

// Sentences holds what the store says to the user, FEL-0120 to 0139.
func Sentences() fault.Catalogue {
	return fault.Catalogue{
		"attachment.gone":  {Number: 120, Says: "Bilagan finns inte kvar eller har ändrats. Ladda upp den igen."},
		"attachment.large": {Number: 121, Says: "Bilagan är större än {hogst} MB. Dela upp den eller spara den i ett mindre format."},
		"store.full":       {Number: 122, Says: "Det går inte att spara just nu, för disken är full. Det du skrev står kvar. Ring driften och försök igen när det finns plats."},
	}
}

package casework

import "stadga/internal/duty"

// awaitedOfMeasures lists what rules ask about coercive measures (LVU, LSB, LVM).
// They belong to the matter of coercion, which stands under the case.
// Nothing says any of it yet; each fact names what will.
func awaitedOfMeasures() []duty.FactType {
	var all []duty.FactType
	for _, some := range [][]duty.FactType{
		awaiting("coercion", "ärendena enligt LVU",
			duty.FactType{Name: "lvu.reason_to_check", Type: duty.Bool, Says: "skäl att kontrollera förälderns bruk"},
			duty.FactType{Name: "lvu.contact_or_end_decided", Type: duty.Day, Says: "beslut om umgänge eller om att vården upphör"},
			duty.FactType{Name: "lvu.substance_checked", Type: duty.Day, Says: "förälderns bruk kontrollerat"},
			duty.FactType{Name: "lvu.served", Type: duty.Text, Words: []string{"personligt", "vanlig", "kungorelse"}, Says: "hur ett beslut delgavs"},
		),
		awaiting("coercion", "omhändertaganden enligt LVU",
			duty.FactType{Name: "lvu.foreign_care", Type: duty.Day, Says: "tillfällig vård medgavs när ett annat land ansvarar (About: medgivandet)"},
			duty.FactType{Name: "lvu.foreign_care_renewed_or_ended", Type: duty.Day, Says: "den tillfälliga vården förnyades eller upphörde (About: medgivandet)"},
		),
		awaiting("coercion", "ärendena om barn i skyddat boende",
			duty.FactType{Name: "lsb.applied", Type: duty.Day, Says: "ansökan om placering gavs in"},
			duty.FactType{Name: "lsb.account", Type: duty.Bool, Says: "den redogörelse som lagen kräver är med"},
			duty.FactType{Name: "lsb.immediate", Type: duty.Day, Says: "omedelbar placering beslutad"},
			duty.FactType{Name: "lsb.submitted", Type: duty.Day, Says: "beslutet underställt rätten"},
			duty.FactType{Name: "lsb.confirmed", Type: duty.Day, Says: "rätten fastställde den omedelbara placeringen"},
			duty.FactType{Name: "lsb.time_extended", Type: duty.Until, Says: "rätten förlängde tiden för ansökan (Value: till)"},
			duty.FactType{Name: "lsb.final", Type: duty.Day, Says: "rättens beslut fick laga kraft"},
			duty.FactType{Name: "lsb.placed", Type: duty.Day, Says: "barnet placerades i skyddat boende"},
			duty.FactType{Name: "lsb.considered", Type: duty.Day, Says: "placeringen övervägd"},
			duty.FactType{Name: "lsb.contact_limited", Type: duty.Day, Says: "beslut om umgänge eller hemlig vistelseort (About: beslutet)"},
			duty.FactType{Name: "lsb.contact_considered", Type: duty.Day, Says: "umgängesbeslutet övervägt (About: beslutet)"},
			duty.FactType{Name: "lsb.contact_limit_ended", Type: duty.Day, Says: "umgängesbeslutet upphörde (About: beslutet)"},
			duty.FactType{Name: "lsb.guardian_left", Type: duty.Day, Says: "den medföljande vårdnadshavarens placering upphörde"},
			duty.FactType{Name: "lsb.ended", Type: duty.Day, Says: "barnets placering upphörde"},
		),
	} {
		all = append(all, some...)
	}
	return all
}

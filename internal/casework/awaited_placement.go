package casework

import "stadga/internal/duty"

// awaitedOfPlacements lists what rules ask about care outside the home. They belong
// to the service that gives the care.
// Nothing says any of it yet; each fact names what will.
func awaitedOfPlacements() []duty.FactType {
	var all []duty.FactType
	for _, some := range [][]duty.FactType{
		awaiting("service", "placeringarnas egna handlingar",
			duty.FactType{Name: "placement.relative_considered", Type: duty.Day, Says: "övervägt om barnet kan tas emot av någon närstående"},
			duty.FactType{Name: "placement.home_investigated", Type: duty.Day, Says: "hemmet utrett av en socialnämnd"},
			duty.FactType{Name: "placement.registry_extracts", Type: duty.Day, Says: "registerutdrag hämtade för dem som ska ta emot barnet"},
			duty.FactType{Name: "placement.contract", Type: duty.Day, Says: "avtal med familjehemmet"},
			duty.FactType{Name: "placement.other_municipality", Type: duty.Bool, Says: "hemmet ligger i en annan kommun"},
			duty.FactType{Name: "placement.municipality_consulted", Type: duty.Day, Says: "samråd med den kommun där hemmet ligger"},
			duty.FactType{Name: "placement.inquiry_closed", Type: duty.Day, Says: "utredningen om barnet som bor i jourhem avslutades"},
			duty.FactType{Name: "placement.emergency_reasons", Type: duty.Day, Says: "särskilda skäl för längre tid i jourhem"},
			duty.FactType{Name: "placement.health_check_asked", Type: duty.Day, Says: "regionen underrättad för hälsoundersökning"},
			duty.FactType{Name: "placement.more_than_three", Type: duty.Day, Says: "beslutet ger fler än tre barn eller unga i samma hem"},
			duty.FactType{Name: "placement.more_than_three_told", Type: duty.Day, Says: "fler än tre i samma hem anmält till IVO"},
			duty.FactType{Name: "placement.discharge_asked", Type: duty.Day, Says: "utskrivning från frivillig vård begärdes"},
		),
		awaiting("service", "överväganden om placerade barn",
			duty.FactType{Name: "placement.circumstances_changed", Type: duty.Day, Says: "förhållandena i vården ändrades"},
			duty.FactType{Name: "placement.considered", Type: duty.Day, Says: "vården övervägd"},
			duty.FactType{Name: "placement.custody_considered", Type: duty.Day, Says: "överflyttning av vårdnaden övervägd"},
			duty.FactType{Name: "placement.end_asked", Type: duty.Day, Says: "vårdnadshavaren eller barnet begärde att vården upphör"},
			duty.FactType{Name: "placement.removal_ban_considered", Type: duty.Day, Says: "flyttningsförbud övervägt"},
			duty.FactType{Name: "placement.visited", Type: duty.Day, Says: "socialsekreteraren besökte barnet och talade med barnet enskilt"},
			duty.FactType{Name: "placement.worker_named", Type: duty.Day, Says: "ansvarig socialsekreterare utsedd"},
		),
	} {
		all = append(all, some...)
	}
	return all
}

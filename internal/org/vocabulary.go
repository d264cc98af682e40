package org

import "stadga/internal/duty"

// Vocabulary lists the facts that accesses out of the ordinary give to rules.
func Vocabulary() []duty.FactType {
	const emergency, shift = "emergency", "shift"
	return []duty.FactType{
		{Subject: emergency, Name: "emergency.opened", Type: duty.Instant, Says: "akten öppnades med nödåtkomst (Value: av vem)"},
		{Subject: emergency, Name: "emergency.told", Type: duty.Day, Says: "chef underrättad om nödåtkomsten (About: chefen)"},
		{Subject: emergency, Name: "emergency.reviewed", Type: duty.Day, Says: "nödåtkomsten granskad"},
		{Subject: "case", Name: "case.emergency_opened", Type: duty.Instant, Says: "akten öppnades med nödåtkomst (About: av vem)"},
		{Subject: shift, Name: "shift.begun", Type: duty.Instant, Says: "jourpass började (Value: vems)"},
		{Subject: shift, Name: "shift.told", Type: duty.Day, Says: "chef som granskar jourpasset (About: chefen)"},
		{Subject: shift, Name: "shift.reviewed", Type: duty.Day, Says: "jourpasset granskat"},
	}
}

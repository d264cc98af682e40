package org

import "stadga/internal/fault"

// Sentences holds what the area says to the user. FEL-1100 to 1199.
func Sentences() fault.Catalogue {
	return fault.Catalogue{
		"unit.unknown":                 {Number: 1100, Says: "Vi hittar ingen sådan enhet."},
		"unit.established-already":     {Number: 1101, Says: "Enheten finns redan. Ladda om sidan."},
		"unit.name-missing":            {Number: 1102, Says: "Skriv vad enheten heter."},
		"unit.side-missing":            {Number: 1103, Says: "Välj om enheten är myndighet eller utförande. Sekretessen skiljer dem åt."},
		"unit.from-missing":            {Number: 1104, Says: "Skriv från vilken dag det gäller. Dagen kan inte ligga före enhetens första."},
		"unit.until-before-from":       {Number: 1105, Says: "Skriv enhetens sista dag. Den kan inte ligga före den första."},
		"staff.unknown":                {Number: 1110, Says: "Vi hittar ingen sådan medarbetare."},
		"staff.appointed-already":      {Number: 1111, Says: "Medarbetaren finns redan. Ladda om sidan."},
		"staff.name-missing":           {Number: 1112, Says: "Skriv medarbetarens namn."},
		"staff.from-missing":           {Number: 1113, Says: "Skriv från vilken dag placeringen gäller."},
		"staff.role-missing":           {Number: 1114, Says: "Välj minst en roll. Utan roll kan ingen logga in."},
		"staff.role-unknown":           {Number: 1115, Says: "En av rollerna finns inte. Välj bland dem som visas."},
		"staff.unit-or-provider":       {Number: 1116, Says: "Välj en enhet eller en utförare, inte båda."},
		"staff.login-missing":          {Number: 1119, Says: "Skriv vad inloggningstjänsten kallar medarbetaren, till exempel anställningsnumret. Inga mellanslag före eller efter."},
		"staff.login-personnummer":     {Number: 1107, Says: "Inloggningsnamnet är ett personnummer. Använd anställningsnumret i stället."},
		"staff.login-same":             {Number: 1108, Says: "Medarbetaren har redan det inloggningsnamnet."},
		"staff.login-twice":            {Number: 1109, Says: "Två medarbetare har samma inloggningsnamn. Be systemförvaltaren rätta det ena."},
		"staff.placed-before-the-last": {Number: 1117, Says: "Den nya placeringen börjar före den förra. Skriv en senare dag."},
		"staff.until-missing":          {Number: 1118, Says: "Skriv sista dagen."},
		"absence.unknown":              {Number: 1120, Says: "Vi hittar ingen sådan frånvaro."},
		"absence.begun-already":        {Number: 1121, Says: "Frånvaron är redan registrerad. Ändra den i stället."},
		"absence.user-missing":         {Number: 1122, Says: "Välj vem som är borta."},
		"absence.from-missing":         {Number: 1123, Says: "Skriv första dagen."},
		"absence.until-before-from":    {Number: 1124, Says: "Skriv sista dagen. Den kan inte ligga före den första."},
		"absence.stands-in-for-itself": {Number: 1125, Says: "Välj någon annan som ersätter."},
		"provider.unknown":             {Number: 1130, Says: "Vi hittar ingen sådan utförare."},
		"provider.approved-already":    {Number: 1131, Says: "Utföraren finns redan. Ladda om sidan."},
		"provider.name-missing":        {Number: 1132, Says: "Skriv vad utföraren heter."},
		"provider.services-missing":    {Number: 1133, Says: "Välj minst en insats som utföraren kan ta emot."},
		"provider.from-missing":        {Number: 1134, Says: "Skriv från vilken dag utföraren är godkänd."},
		"provider.until-before-from":   {Number: 1135, Says: "Skriv sista dagen. Den kan inte ligga före den första."},
	}
}

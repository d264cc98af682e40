package casework

import "stadga/internal/fault"

// followUpSentences are the words for what a follow-up or the end of a service lacks.
func followUpSentences() fault.Catalogue {
	return fault.Catalogue{
		"follow-up.choose-kind":         {Number: 2730, Says: "Välj vad som är anledningen till uppföljningen."},
		"follow-up.still-needed":        {Number: 2731, Says: "Fråga om insatsen behövs och välj vad personen säger."},
		"follow-up.ask-unmet":           {Number: 2732, Says: "Fråga om det finns behov som beslutet inte möter, och välj ett svar."},
		"follow-up.which-unmet":         {Number: 2733, Says: "Kryssa i vilka behov som inte är mötta."},
		"follow-up.describe-unmet":      {Number: 2734, Says: "Skriv vad personen säger om behoven som inte är mötta. En mening räcker."},
		"follow-up.answer-indicator":    {Number: 2735, Says: "Ställ frågan och välj svaret. Vill personen inte svara väljer du det."},
		"follow-up.indicator-not-asked": {Number: 2736, Says: "En av frågorna ställs inte längre. Ladda om sidan och svara på dem som står där."},
		"follow-up.goals-not-reached":   {Number: 2737, Says: "Alla mål är inte nådda. Välj en annan orsak, eller ändra målens resultat."},
		"follow-up.why-falling":         {Number: 2738, Says: "Skriv varför behovet väntas minska."},
		"follow-up.early-day":           {Number: 2739, Says: "Ett behov som väntas minska prövas på nytt inom {months} månader. Välj en dag från beslutets första dag till {latest}."},
		"follow-up.early-follow-up":     {Number: 2740, Says: "Behovet väntas minska och prövas på nytt senast {by}. Följ upp den dagen eller tidigare."},
	}
}

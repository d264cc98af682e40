package simulate

import (
	"time"

	"stadga/internal/casework"
	"stadga/internal/engine"
)

// guidelines prepares a new version of the assessment model. It is evaluated, and
// waits for the politicians to take note of that (C-27).
func (w *script) guidelines() {
	const key = "bedomningsmodell"
	at := w.Today.AddDays(-20).At(10, 0)
	for n, cmd := range []engine.Command[casework.GuidelineDocument]{
		casework.PrepareVersion{
			Key: key, Kind: casework.AssessmentModel, Title: "Biståndsbedömningsmodell", Version: "2026:1", Areas: []casework.InquiryKind{casework.InquiryOlder, casework.InquiryAdult},
			Says: "Som version 2024:1, och dessutom: varje bedömning säger om personen behöver stöd för att komma ut, och hur närstående har det.",
		},
		casework.AttachEvaluation{Evaluation: casework.Evaluation{
			On: w.Today.AddDays(-30), Ref: "SN 2026/44",
			Says: "Modellen ger jämnare bedömningar än förut. Det som saknas är frågor om att komma ut och om närstående. Tolv handläggare har svarat och trettio akter är lästa.",
		}},
	} {
		w.do(at.Add(time.Duration(n)*time.Hour), keeper, one(func() engine.Step { return w.streams.guidelines.Step(casework.DocumentID(key), cmd) }))
	}
}

package casework_test

import (
	"testing"

	"stadga/internal/casework"
	"stadga/internal/extract"
	"stadga/internal/extract/extracttest"
	"stadga/internal/ids"
)

// Given a note, a matter, an investigation and a decision where every text is filled
// in, When each is written for the one who may read it, Then no text is left out: a
// party gets all that has been added to the matter (FL 10 §). What is named here is
// told in other words, or is a key that ties things together.
func TestFileTextLeavesNothingOut(t *testing.T) {
	named := func(ids.ID) string { return "Någon" }
	var note casework.Note
	var intake casework.Intake
	var inquiry casework.Investigation
	var decision casework.Decision
	var whole casework.Case
	var proposal casework.Proposal
	var coercion casework.Coercion
	for _, left := range [][]string{
		extracttest.Untold(&note, func() extract.Text { return note.FileText(named) }, "Note.Misfiled"), // then it is in no file
		extracttest.Untold(&intake, func() extract.Text { return intake.FileText(named) },
			"Intake.Content.Services", "Intake.Questions.Key", "Intake.Plannings.Participants", "Intake.Mandate"),
		extracttest.Untold(&inquiry, func() extract.Text { return inquiry.FileText(named) },
			"Investigation.Started", "Investigation.Extensions.Mandate", "Investigation.Care.PutUp.Services", "Investigation.Care.Answered.Text", "Investigation.Parts.Key", "Investigation.Needs.Key", "Investigation.Needs.Area", "Investigation.Goals.Key", "Investigation.Goals.Need", "Investigation.Goals.Origin.Key", "Investigation.Needs.Origin.Key", "Investigation.Template", "Investigation.Used.Key", "Investigation.Interviews.Areas.Key"),
		extracttest.Untold(&whole, func() extract.Text { return whole.FileText(named) }, "Case.Area", "Case.Number", "Case.Transfer", "Case.Handover"), // what the reception keeps of the case
		extracttest.Untold(&decision, func() extract.Text { return decision.FileText(named) },
			"Decision.Section", "Decision.Unexecuted.Kind", "Decision.Signed.Kind", "Decision.Signed.Goals.Key", "Decision.Signed.Goals.Need", "Decision.Signed.Goals.Origin.Key", "Decision.Signed.Lesser.Ground", "Decision.Mandate",
			"Decision.Signed.Extent", "Decision.Signed.Reduces", "Decision.Items.DecisionItem", "Decision.Items.Extended.Mandate", "Decision.Letters.Proof",
			"Decision.Appeals.Key", "Decision.Appeals.Tested", "Decision.FollowUps.Form", "Decision.FollowUps.Next", "Decision.FollowUps.Results.Goal", "Decision.Corrections.Field",
			"Decision.CarePlans.Goals.Key", "Decision.CarePlans.Goals.Need", "Decision.CarePlans.Goals.Origin", "Decision.CarePlans.Parts.Key"),
		extracttest.Untold(&proposal, func() extract.Text { return proposal.FileText(named) }, "Proposal.Matter"),
		extracttest.Untold(&coercion, func() extract.Text { return coercion.FileText(named) }, "Coercion.Steps.Mandate.Point", "Coercion.Steps.Mandate.Ref", "Coercion.Steps.Mandate.Order"), // a committee's has none
	} {
		for _, path := range left {
			t.Errorf("%s is not told to the one who may read the file", path)
		}
	}
}

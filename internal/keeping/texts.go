package keeping

// Texts are the events in which someone has written in words of their own about a
// person, each with the fields that hold it. The first is where the sentence stands
// that tells of an erasure. Every other field of words stands in NotTexts with why.
func Texts() map[string][]string {
	return map[string][]string{
		"case.assigned.v1":           {"Reason"},
		"case.closed.v1":             {"Reason"},
		"case.consent_sought.v1":     {"Says", "How", "To"},
		"case.handed_on.v1":          {"Says"},
		"case.inability_noted.v1":    {"What", "Representative"},
		"case.moved.v1":              {"Reason"},
		"case.necessity_acted.v1":    {"What", "Why", "Says"},
		"case.necessity_reviewed.v1": {"Says"},
		"case.network_met.v1":        {"About", "Agreed", "Private", "Professional"},
		"case.reopened.v1":           {"Reason"},
		"case.sip_followed_up.v1":    {"Says"},
		"case.sip_made.v1":           {"Why", "Consent", "Principals", "Goals", "Measures", "Who", "Others", "Lead", "Result"},
		"case.sip_needed.v1":         {"Why", "Consent"},
		"case.transfer_asked.v1":     {"Reasons", "Says", "Contact"},
		"case.transfer_replied.v1":   {"Says"},

		"note.written.v1":   {"Text", "Title"},
		"note.rewritten.v1": {"Text", "Title"},
		"note.corrected.v1": {"Text", "Reason"},
		"note.objected.v1":  {"Says"},
		"note.misfiled.v1":  {"Reason"},

		"intake.received.v1":            {"Says", "ContactWay", "Representative"},
		"intake.contacted.v1":           {"Says", "NotDone"},
		"intake.contacts_locked.v1":     {"Reason"},
		"intake.contacts_released.v1":   {"Reason"},
		"intake.decided.v1":             {"Reasons", "Late", "GroundReason"},
		"intake.discharge_planned.v1":   {"Says"},
		"intake.extended.v1":            {"Reasons"},
		"intake.feedback_given.v1":      {"How"},
		"intake.meeting_offered.v1":     {"Reason"},
		"intake.opinion_given.v1":       {"Says"},
		"intake.protection_assessed.v1": {"Reasons"},
		"intake.questions_answered.v1":  {"Says"},
		"intake.receipt_corrected.v1":   {"Reason"},
		"intake.redirected.v1":          {"Reason"},
		"intake.transfer_answered.v1":   {"Reasons", "Contact"},

		"investigation.aftercare_decided.v1":        {"Reason"},
		"investigation.aftercare_ended.v1":          {"Why"},
		"investigation.certificate_asked.v1":        {"About", "From", "Says"},
		"investigation.certificate_received.v1":     {"Says"},
		"investigation.childs_view_written.v1":      {"Text", "NotHeard"},
		"investigation.communication_considered.v1": {"Reason"},
		"investigation.concerned_told.v1":           {"NotTold", "How"},
		"investigation.consent_by_committee.v1":     {"Reason"},
		"investigation.consent_recorded.v1":         {"To", "Suitable"},
		"investigation.eligibility_assessed.v1":     {"Why"},
		"investigation.extended.v1":                 {"Reason"},
		"investigation.goal_set.v1":                 {"Text", "Measure"},
		"investigation.guardians_view_written.v1":   {"Text", "NotHeard"},
		"investigation.home_visit_skipped.v1":       {"Reason"},
		"investigation.interviewed.v1":              {"Says"},
		"investigation.likeness_answered.v1":        {"Why"},
		"investigation.material_sent.v1":            {"How"},
		"investigation.need_described.v1":           {"Text", "Strength", "Hard"},
		"investigation.observation_ended.v1":        {"Why"},
		"investigation.observation_ordered.v1":      {"Purpose", "Extent"},
		"investigation.observation_reported.v1":     {"Says"},
		"investigation.opened.v1":                   {"Question", "Reason"},
		"investigation.own_words_written.v1":        {"Text"},
		"investigation.part_corrected.v1":           {"Text", "Why"},
		"investigation.part_set_aside.v1":           {"Reason"},
		"investigation.part_written.v1":             {"Text"},
		"investigation.participation_written.v1":    {"Text", "Not"},
		"investigation.party_answered.v1":           {"Says"},
		"investigation.preparation_asked.v1":        {"Proposal"},
		"investigation.preparation_held.v1":         {"Comment", "Guests"},

		"decision.amended.v1":                    {"Why", "Now", "Was", "Urgent"},
		"decision.appeal_received.v1":            {"Says"},
		"decision.appeal_reconsidered.v1":        {"Why"},
		"decision.appeal_tested.v1":              {"Why"},
		"decision.court_ruled.v1":                {"What"},
		"decision.made.v1":                       {"Reasons", "Why", "Purpose", "Text", "Measure", "Limit", "Reservation", "Pause", "NotHome", "Reason", "Urgent"},
		"decision.objected.v1":                   {"Says"},
		"decision.rectified.v1":                  {"Now", "Was", "Why"},
		"decision.service_ended.v1":              {"Why"},
		"decision.service_extended_unchanged.v1": {"Reason", "Urgent"},
		"decision.service_followed_up.v1":        {"Effect", "UnmetNeed", "Why"},

		"proposal.made.v1":      {"Text", "Background", "NotHome", "Reason", "Urgent"},
		"proposal.postponed.v1": {"Why"},
		"proposal.ruled.v1":     {"Text"},
		"proposal.withdrawn.v1": {"Why"},

		"coercion.step_taken.v1": {"Why", "Urgent"},

		"coordination.begun.v1":       {"Need", "Basis", "Routine"},
		"coordination.ended.v1":       {"Reason"},
		"coordination.step_agreed.v1": {"What", "Who"},

		"letter.sent.v1":    {"Says", "Why"},
		"letter.arrived.v1": {"Says", "Why"},

		"order.acknowledged.v1":         {"Capacity"},
		"order.care_contact_offered.v1": {"Why"},
		"order.change_answered.v1":      {"Answer"},
		"order.change_signalled.v1":     {"What"},
		"order.delay_explained.v1":      {"Reason"},
		"order.ended.v1":                {"Why"},
		"order.message_written.v1":      {"Text"},
		"order.place_offered.v1":        {"What"},
		"order.plan_made.v1":            {"Text", "How", "Collaboration", "Says"},
		"order.plan_reviewed.v1":        {"Says"},
		"order.sent.v1":                 {"Shared", "Risks", "Purpose", "Text"},

		"visit.cancelled.v1":  {"Why"},
		"visit.corrected.v1":  {"Why"},
		"visit.registered.v1": {"Why"},

		"deviation.acted_on.v1":  {"What"},
		"deviation.closed.v1":    {"Answer"},
		"deviation.explained.v1": {"Cause"},
		"deviation.reported.v1":  {"What", "Where"},

		"release.asked.v1":   {"Wants"},
		"release.decided.v1": {"Reasons"},

		"person.birth_corrected.v1":   {"Reason"},
		"person.merged.v1":            {"Reason"},
		"person.name_corrected.v1":    {"Reason"},
		"person.number_corrected.v1":  {"Reason"},
		"person.protection_lifted.v1": {"Reason"},
		"person.protection_set.v1":    {"Reason"},
		"person.relation_added.v1":    {"Scope"},
	}
}

// A NotText is why fields of words are no text that may be taken out of a case.
type NotText struct {
	Why    string
	Fields []string // "event field", the field by its path; * is any event, or all its fields
}

// NotTexts are all other fields of words in events.
func NotTexts() []NotText {
	return []NotText{
		{Why: "Chosen from a list: a key, and no words of anyone's own.", Fields: []string{
			"* Mandate.Body", "* Mandate.Point", "* Mandate.Provision", "* Lesser.Ground", "* Goals.Key", "* Goals.Need", "* Goals.Area", "* Results.Goal", "* Results.Result",
			"coercion.step_taken.v1 Step.Act", "coercion.step_taken.v1 Step.Answer", "coercion.step_taken.v1 Step.ByLaw",
			"decision.amended.v1 Kind", "decision.amended.v1 Section", "decision.rectified.v1 Field", "decision.rectified.v1 Section",
			"* Appeal", "decision.appeal_tested.v1 Result", "decision.appealed_further.v1 By", "* Court",
			"decision.court_ruled.v1 Result", "decision.court_ruled.v1 Level", "decision.court_ruled.v1 Effect",
			"decision.letter_sent.v1 How", "decision.received.v1 Proof", "decision.service_ended.v1 Reason",
			"decision.made.v1 Items.Kind", "decision.made.v1 Items.Applied", "decision.made.v1 Items.Terms.Outside.Standard", "decision.made.v1 Items.Terms.Beyond.Than",
			"decision.made.v1 Items.Terms.Beyond.Level", "decision.made.v1 Items.Terms.Outer.Seats",
			"decision.service_followed_up.v1 FollowUp.Form", "decision.service_followed_up.v1 FollowUp.Next",
			"intake.discharge_planned.v1 Planning.Participants", "intake.questions_answered.v1 Answers.Key", "intake.questions_answered.v1 Answers.Answer",
			"intake.received.v1 Reporter.Role", "intake.received.v1 Content.Worries", "intake.received.v1 Content.Danger", "intake.received.v1 Content.Services",
			"investigation.child_talked_to.v1 Talk.Form", "investigation.children_asked.v1 Answer", "investigation.communication_considered.v1 Communication.Need",
			"investigation.consent_recorded.v1 Consent.Answer", "investigation.eligibility_assessed.v1 Group", "investigation.goal_set.v1 Goal.Key",
			"investigation.goal_set.v1 Goal.Need", "investigation.goal_set.v1 Goal.Area", "investigation.interviewed.v1 Interview.Instrument",
			"investigation.interviewed.v1 Interview.Areas.Key", "investigation.likeness_answered.v1 Text", "investigation.need_described.v1 Need.Key",
			"investigation.need_described.v1 Need.Area", "investigation.opened.v1 Started", "investigation.opened.v1 Type", "investigation.opened.v1 Template",
			"* Part", "investigation.preparation_asked.v1 Services", "order.care_contact_offered.v1 Answer", "order.plan_made.v1 Plan.Goals.Goal",
			"order.sent.v1 Brief.Kind", "proposal.made.v1 Matter", "proposal.made.v1 Body", "proposal.ruled.v1 Ruling.Result",
			"release.decided.v1 Outcome", "release.court_ruled.v1 Result", "release.handed_out.v1 How",
			"visit.registered.v1 Tasks", "visit.registered.v1 NotDone.What",
		}},
		{Why: "A number, a version or a digest.", Fields: []string{
			"* Mandate.Ref", "* Mandate.Minutes", "case.opened.v1 Number", "decision.rectified.v1 Deviation", "deviation.reported.v1 Report.Number",
			"investigation.consent_by_committee.v1 Consent.Minutes", "* Used.Key", "* Used.Version", "* Letter.CaseNo", "order.sent.v1 Brief.Goals.Area",
			"release.handed_out.v1 Digest", "release.parts_tried.v1 Parts.Part", "release.parts_tried.v1 Parts.Digest",
		}},
		{Why: "Who did it in office, or which office or place: it stays that it was done, when and by whom.", Fields: []string{
			"* Mandate.Member", "decision.made.v1 Items.Terms.Outside.With", "decision.made.v1 Items.Terms.Agreed.With", "decision.made.v1 Items.Terms.Outer.Options.Name",
			"intake.protection_assessed.v1 Assessment.MadeBy", "intake.admission_told.v1 Hospital", "intake.received.v1 Content.Municipality",
			"case.transfer_asked.v1 Transfer.Municipality", "investigation.interviewed.v1 Interview.By", "* Letter.From", "* Letter.FromShown", "* Letter.To",
			"* Letter.ToShown", "* Letter.By", "letter.receipted.v1 By", "letter.received.v1 By", "coordination.begun.v1 Outside.Role",
		}},
		{Why: "A name, an address, a telephone number or a language: corrected where it stands.", Fields: []string{
			"intake.received.v1 Reporter.Name", "intake.received.v1 Reporter.Contact", "intake.received.v1 Content.Interpreter", "* Letter.Name",
			"person.name_corrected.v1 Name.Given", "person.name_corrected.v1 Name.Family", "person.registered.v1 *", "person.contact_changed.v1 *",
			"person.relation_added.v1 Relation.Name", "person.relation_added.v1 Relation.Phone", "person.moved_away.v1 To", "release.asked.v1 Name",
			"coordination.begun.v1 Outside.Who",
		}},
		{Why: "The board's own words for a service, a template or a part: the same for everyone.", Fields: []string{
			"* Used.Title", "order.sent.v1 Brief.Name", "order.sent.v1 Brief.Extent", "release.parts_tried.v1 Parts.Title",
		}},
		{Why: "Stands in no case: whoever has the case may not read what is said of colleagues. It goes with the file.", Fields: []string{
			"log_check.raised.v1 *", "log_check.decided.v1 *", "emergency.opened.v1 *", "emergency.reviewed.v1 *",
			"person.conflict_declared.v1 *", "person.conflict_lifted.v1 *",
		}},
		{Why: "About no person who has a case.", Fields: []string{
			"disposal.held.v1 *", "disposal.proposed.v1 *", "erasure.decided.v1 *", "erasure.proposed.v1 *", "record.text_erased.v1 *",
			"guideline.evaluated.v1 *", "guideline.evaluation_noted.v1 *", "guideline.put_in_use.v1 *", "guideline.version_prepared.v1 *",
			"letter_text.drafted.v1 *", "provider.approved.v1 *", "rulebook.adopted.v1 *", "rulebook.applied.v1 *", "rulebook.rule_decided.v1 *", "rules.judged.v1 *",
			"shift.reviewed.v1 *", "staff.appointed.v1 *", "staff.identified.v1 *", "staff.placed.v1 *", "unassessed.corrected.v1 *",
			"unit.established.v1 *", "unit.renamed.v1 *",
		}},
	}
}

package keeping

// Texts are the events in which someone has written in words of their own about a
// person, each with the fields that hold it. The first is where the sentence stands
// that tells of an erasure. Names, addresses and numbers are corrected where they
// stand; what rules are told, such as why an order has not begun, is not here.
func Texts() map[string][]string {
	return map[string][]string{
		"case.assigned.v1":                        {"Reason"},
		"case.closed.v1":                          {"Reason"},
		"case.reopened.v1":                        {"Reason"},
		"case.transfer_asked.v1":                  {"Reasons", "Says"},
		"case.transfer_replied.v1":                {"Says"},
		"case.handed_on.v1":                       {"Says"},
		"note.written.v1":                         {"Text", "Title"},
		"note.rewritten.v1":                       {"Text", "Title"},
		"note.corrected.v1":                       {"Text", "Reason"},
		"note.objected.v1":                        {"Says"},
		"note.misfiled.v1":                        {"Reason"},
		"intake.received.v1":                      {"Says"},
		"intake.contacted.v1":                     {"Says", "NotDone"},
		"intake.contacts_locked.v1":               {"Reason"},
		"intake.contacts_released.v1":             {"Reason"},
		"intake.decided.v1":                       {"Reasons", "Late", "GroundReason"},
		"intake.extended.v1":                      {"Reasons"},
		"intake.discharge_planned.v1":             {"Says"},
		"intake.opinion_given.v1":                 {"Says"},
		"intake.protection_assessed.v1":           {"Reasons"},
		"intake.questions_answered.v1":            {"Says"},
		"intake.redirected.v1":                    {"Reason"},
		"intake.transfer_answered.v1":             {"Reasons"},
		"investigation.opened.v1":                 {"Question"},
		"investigation.part_written.v1":           {"Text"},
		"investigation.part_corrected.v1":         {"Text", "Why"},
		"investigation.own_words_written.v1":      {"Text"},
		"investigation.childs_view_written.v1":    {"Text", "NotHeard"},
		"investigation.guardians_view_written.v1": {"Text", "NotHeard"},
		"investigation.need_described.v1":         {"Text"},
		"investigation.goal_set.v1":               {"Text", "Measure"},
		"investigation.party_answered.v1":         {"Says"},
		"investigation.extended.v1":               {"Reason"},
		"decision.made.v1":                        {"Reasons", "Why", "Purpose", "Text", "Measure"},
		"decision.rectified.v1":                   {"Now", "Was", "Why"},
		"decision.appeal_received.v1":             {"Says"},
		"decision.service_followed_up.v1":         {"Effect", "UnmetNeed", "Next", "Why"},
		"order.sent.v1":                           {"Shared", "Risks", "Purpose", "Text"},
		"order.message_written.v1":                {"Text"},
		"order.change_signalled.v1":               {"What"},
		"order.change_answered.v1":                {"Answer"},
		"order.plan_made.v1":                      {"Text", "How", "Collaboration"},
		"order.plan_reviewed.v1":                  {"Says"},
	}
}

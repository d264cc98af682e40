// Package casework is the authority's work with one person in one area (ärende):
// intake → investigation → decision → appeal → follow-up → closing.
//
// A case is a subject and an address. Its lines are streams of their own:
//
//	case          who the person is, which area, which officer
//	intake        a report, application or other information, with its assessment
//	investigation an inquiry with its parts, ending in a decision or closing
//	decision      a decision's later life: sent, received, appealed, followed up, ended
//	note          one entry in the journal
package casework

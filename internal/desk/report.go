package desk

import (
	"stadga/internal/report"
)

// ShareColumns are the columns of a share: n of N, what is not met, what cannot be
// judged, and the goal.
func ShareColumns() []report.Column {
	return []report.Column{
		{Name: "uppfyllda", Title: "Uppfyllda", Unit: report.Count},
		{Name: "bedomda", Title: "Bedömda", Unit: report.Count},
		{Name: "andel", Title: "Andel", Unit: report.Share},
		{Name: "inte_uppfyllda", Title: "Inte uppfyllda", Unit: report.Count},
		{Name: "kan_inte_bedomas", Title: "Kan inte bedömas", Unit: report.Count},
		{Name: "mal", Title: "Mål, procent", Unit: report.Count},
	}
}

// ShareOf are the values of ShareColumns.
func ShareOf(met, not, unknown, goal int) []report.Value {
	return []report.Value{
		report.N(int64(met)), report.N(int64(met + not)), report.Of(int64(met), int64(met+not)), report.N(int64(not)), report.N(int64(unknown)), goalValue(goal),
	}
}

// NoShare are the values of what cannot be judged, or is hidden.
func NoShare(goal int) []report.Value {
	none := report.None()
	return []report.Value{none, none, none, none, none, goalValue(goal)}
}

func goalValue(goal int) report.Value {
	if goal == 0 {
		return report.None()
	}
	return report.N(int64(goal))
}

// ReportKey is the key of a control point among the reports.
func ReportKey(point string) string { return "kontrollpunkt-" + point }

// PointReport is a control point as a report, with its definition and columns but
// no query.
func PointReport(p Point) report.Report {
	return report.Report{
		Key: ReportKey(p.Key), Title: "Kontrollpunkt: " + p.Title, Requirement: []string{"H-23", "H-24"}, Group: "Kontrollpunkter", Today: true,
		Says: []string{
			p.Says,
			"Det som inte kan bedömas räknas aldrig som uppfyllt och ingår inte i de bedömda.",
			"Grupper med färre än fem personer har inga siffror, för att ingen ska kunna kännas igen. Står en sådan grupp ensam saknar också den minsta av de andra siffror.",
		},
		Columns: append([]report.Column{
			{Name: "indelning", Title: "Indelning", Unit: report.Text},
			{Name: "varde", Title: "Värde", Unit: report.Text},
		}, ShareColumns()...),
	}
}

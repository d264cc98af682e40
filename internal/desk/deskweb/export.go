package deskweb

import (
	"net/http"

	"stadga/internal/civil"
	"stadga/internal/desk"
	"stadga/internal/fault"
	"stadga/internal/report"
	"stadga/internal/webkit"
)

// exportPoints answers with the same sums as the page, as CSV or JSON, under the
// same access.
func (p Pages) exportPoints(w http.ResponseWriter, r *http.Request, rd reader, taken desk.Measurement, sums map[desk.Split]desk.Sums, format string) error {
	answer := report.Answer{
		Report: report.Report{
			Key: "kontrollpunkter", Title: "Kontrollpunkter, " + rd.words,
			Says: []string{
				"Varje kontrollpunkt räknar alla ärenden, inget urval.",
				"Det som inte kan bedömas räknas aldrig som uppfyllt och ingår inte i de bedömda.",
				countedAt(taken, webkit.Now(r)) + " Regelbok " + taken.Book + ".",
			},
			Columns: append([]report.Column{
				{Name: "omrade", Title: "Område", Unit: report.Text},
				{Name: "kontrollpunkt", Title: "Kontrollpunkt", Unit: report.Text},
				{Name: "svarar", Title: "Svarar för siffran", Unit: report.Text},
			}, desk.ShareColumns()...),
		},
	}
	for _, area := range desk.Areas() {
		for _, point := range p.Book.Points() {
			if point.Area == area[0] {
				met, not, unknown := point.Share(sums[desk.Whole][""])
				row := report.Row{report.T(area[1]), report.T(point.Title), report.T(point.Owner)}
				if len(point.Over) == 0 || len(point.Waits) > 0 {
					answer.Rows = append(answer.Rows, append(row, desk.NoShare(point.Goal)...))
					continue
				}
				answer.Rows = append(answer.Rows, append(row, desk.ShareOf(met, not, unknown, point.Goal)...))
			}
		}
	}
	return sendAnswer(w, answer, taken, format)
}

// exportPoint answers with a point as its page shows it: what is hidden there is
// hidden here.
func (p Pages) exportPoint(w http.ResponseWriter, r *http.Request, point desk.Point, taken desk.Measurement, sums map[desk.Split]desk.Sums, tables []SplitTable, format string) error {
	answer := report.Answer{Report: desk.PointReport(point)}
	answer.Report.Says = append(answer.Report.Says, countedAt(taken, webkit.Now(r))+" Regelbok "+taken.Book+".")
	met, not, unknown := point.Share(sums[desk.Whole][""])
	answer.Rows = append(answer.Rows, append(report.Row{report.T("Alla"), report.T("")}, desk.ShareOf(met, not, unknown, point.Goal)...))
	for _, t := range tables {
		for _, row := range t.Rows {
			cells := report.Row{report.T(t.Head), report.T(row.Words)}
			if row.Hidden {
				answer.Rows = append(answer.Rows, append(cells, desk.NoShare(point.Goal)...))
				continue
			}
			answer.Rows = append(answer.Rows, append(cells, desk.ShareOf(row.Share.Met, row.Share.Not, row.Share.Unknown, point.Goal)...))
		}
	}
	return sendAnswer(w, answer, taken, format)
}

func sendAnswer(w http.ResponseWriter, answer report.Answer, taken desk.Measurement, format string) error {
	day := civil.DayOf(taken.Taken)
	answer.Query = report.Query{To: day, AsOf: day}
	switch format {
	case "csv":
		w.Header().Set("Content-Type", "text/csv; charset=utf-8")
		w.Header().Set("Content-Disposition", `attachment; filename="`+answer.Report.Key+`.csv"`)
	case "json":
		w.Header().Set("Content-Type", "application/json; charset=utf-8")
	default:
		return fault.New(fault.NotFound, "desk.unknown-format")
	}
	return answer.Write(w, format)
}

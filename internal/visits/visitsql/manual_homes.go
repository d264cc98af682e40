package visitsql

import (
	"context"

	"stadga/internal/report"
	"stadga/internal/store"
	"stadga/internal/visits"
)

// manualHomes splits the visits that were typed by the reason given (F-06), by
// whether the home was exempt (F-07) and by what the inventory of tags says of the
// home that day (F-11).
func manualHomes() report.Report {
	return report.Report{
		Key: "manuella-hem", Title: "Manuella registreringar, dispens och tagg i hemmet", Group: Group,
		Requirement: []string{"F-06", "F-07", "F-11"},
		Says: []string{
			"Utförda besök där början, slutet eller båda är registrerade utan tagg, den månad de gjordes.",
			"Med dispens är de där personen hade dispens den dagen. De redovisas för sig.",
			"De andra delas efter vad taggregistret sade om hemmet den dagen: en tagg med anmält fel, en tagg utan anmält fel, eller ingen tagg.",
			"Tekniskt fel med en tagg utan anmält fel är alltså inte visat, och tekniskt fel utan tagg är inget tekniskt fel.",
		},
		Projections: []string{"visits", "organisation"},
		Columns: []report.Column{
			{Name: "manad", Title: "Månad", Unit: report.Text},
			{Name: "utforare", Title: "Utförare", Unit: report.Text},
			{Name: "skal", Title: "Skäl", Unit: report.Text},
			{Name: "antal", Title: "Besök", Unit: report.Count},
			{Name: "dispens", Title: "Med dispens", Unit: report.Count},
			{Name: "fel", Title: "Utan dispens, anmält fel på taggen", Unit: report.Count},
			{Name: "hel", Title: "Utan dispens, tagg utan anmält fel", Unit: report.Count},
			{Name: "ingen", Title: "Utan dispens, ingen tagg i hemmet", Unit: report.Count},
		},
		Rows: manualHomeRows,
	}
}

func homeReason(r visits.ManualReason) string {
	switch r {
	case visits.Outside:
		return "Började eller slutade utanför hemmet"
	case visits.Technical:
		return "Tekniskt fel"
	case visits.NoReader:
		return "Personen vill inte ha läsare"
	case visits.Other:
		return "Annat"
	}
	return "Inget skäl"
}

// Each provider's days are read by index, so that a month costs what it holds.
func manualHomeRows(ctx context.Context, db store.Queryer, q report.Query) ([]report.Row, error) {
	rows, err := db.QueryContext(ctx, `select substr(v.day, 1, 7), p.name, v.reason, count(*), sum(v.exempt),
			sum(case when v.exempt = 0 and v.tag_state = 'fel' then 1 else 0 end), sum(case when v.exempt = 0 and v.tag_state = 'hel' then 1 else 0 end),
			sum(case when v.exempt = 0 and v.tag_state = 'ingen' then 1 else 0 end)
		from provider p join visit v on v.provider = p.id and v.day >= $1 and v.day <= $2
		where v.done_from <> '' and v.cancelled = 0 and v.class <> $3
		group by 1, p.name, v.reason order by 1, p.name, v.reason`, q.From, q.To, string(visits.TaggedBoth))
	if err != nil {
		return nil, err
	}
	defer rows.Close()
	var out []report.Row
	for rows.Next() {
		var month, provider, reason string
		var n, exempt, faulty, whole, none int64
		if err := rows.Scan(&month, &provider, &reason, &n, &exempt, &faulty, &whole, &none); err != nil {
			return nil, err
		}
		out = append(out, report.Row{
			report.T(month), report.T(provider), report.T(homeReason(visits.ManualReason(reason))), report.N(n), report.N(exempt), report.N(faulty), report.N(whole), report.N(none),
		})
	}
	return out, rows.Err()
}

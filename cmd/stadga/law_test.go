package main

import (
	"net/http"
	"net/http/httptest"
	"regexp"
	"testing"

	"stadga/internal/civil"
	"stadga/internal/rulebook"
	"stadga/internal/webkit"
)

var lawLine = regexp.MustCompile(`id="lag-([^"]+)"`)

// lawToldOn notes the rows of the law that a page shows.
func lawToldOn(body string, told map[string]bool) {
	for _, line := range lawLine.FindAllStringSubmatch(body, -1) {
		told[line[1]] = true
	}
}

// checkLawAtSteps opens the steps of a decided case in each area, and finds every
// right and power of the book on one of the pages opened by then.
func checkLawAtSteps(t *testing.T, site *webkit.Site, r *record, accounts []webkit.Account, told map[string]bool) {
	t.Helper()
	decided := map[string][]string{} // numbers, by area
	rows, err := r.Store.Reader().QueryContext(t.Context(), `select number, area from cases
		where exists (select 1 from decision_line d where d.case_id = cases.id) and exists (select 1 from investigation_line i where i.case_id = cases.id)`)
	if err != nil {
		t.Fatal(err)
	}
	defer rows.Close()
	for rows.Next() {
		var number, area string
		if err := rows.Scan(&number, &area); err != nil {
			t.Fatal(err)
		}
		decided[area] = append(decided[area], number)
	}
	if err := rows.Err(); err != nil {
		t.Fatal(err)
	}
	for area, numbers := range decided {
		if !openedSteps(t, site, accounts, numbers, told) {
			t.Errorf("nobody can open the steps of a decided case in %s", area)
		}
	}
	for _, row := range r.Book().Rows() {
		if row.Status == rulebook.Informs && row.Off == "" && row.Cited(civil.DayOf(r.Clock())) != "" && !told[row.ID] {
			t.Errorf("no page shows %s, which informs at %v", row.ID, row.Shown)
		}
	}
}

// openedSteps opens the steps of the first of the cases that one of the accounts may read.
func openedSteps(t *testing.T, site *webkit.Site, accounts []webkit.Account, numbers []string, told map[string]bool) bool {
	t.Helper()
	for _, account := range accounts {
		cookie := logIn(t, site, account)
		for _, number := range numbers {
			read := 0
			for _, step := range []string{"", "/utredning/1", "/beslut/1", "/beslut/1/overklagande", "/insatser", "/uppfoljning", "/lasningar"} {
				request := httptest.NewRequest(http.MethodGet, "/arende/"+number+step, nil)
				request.AddCookie(cookie)
				answer := httptest.NewRecorder()
				site.ServeHTTP(answer, request)
				if answer.Code == http.StatusOK {
					read++
					lawToldOn(answer.Body.String(), told)
				} else if step == "" {
					break
				}
			}
			if read > 4 {
				return true
			}
		}
	}
	return false
}

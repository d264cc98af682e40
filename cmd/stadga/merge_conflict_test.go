package main

import (
	"net/http"
	"testing"
	"time"

	"stadga/internal/casework"
	"stadga/internal/civil"
	"stadga/internal/org"
)

// Someone has a conflict of interest about a double. When it goes into the person
// it is, the person's cases are hidden from that someone too, in page and list.
func TestAConflictOfInterestFollowsADouble(t *testing.T) {
	w := newTown(t, civil.On(2026, time.March, 2))
	w.matter(w.person("Gunnar", "Provgren", civil.On(1944, time.May, 3)), casework.Older, "2026-0401", "Hjälp med städning")
	w.matter(w.person("Gunar", "Provgren", civil.Date{}), casework.Older, "2026-0402", "Hjälp med inköp")
	bo, eva := w.staff("Bo Kvist", org.Handlaggare), w.login(w.eva)
	bo.open("/arende/2026-0402/jav").fill("/arende/2026-0402/jav", "why", "Gunar är min farbror.")
	bo.open("/arende/2026-0401").says("Gunnar Provgren")
	bo.open("/arenden?urval=enheten").says("2026-0401")

	const merge = "/arende/2026-0402/samma-person"
	eva.open(merge).fill(merge, "into", "2026-0401", "reason", "Samma adress").at("/arende/2026-0402")
	for _, number := range []string{"2026-0401", "2026-0402"} {
		if bo.open("/arende/" + number); bo.code != http.StatusNotFound {
			t.Errorf("%s is shown to one who has a conflict of interest: %d", number, bo.code)
		}
	}
	bo.open("/arenden?urval=enheten").silent("2026-040")
	eva.open("/arende/2026-0401").says("Gunnar Provgren")
}

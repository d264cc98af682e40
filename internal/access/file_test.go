package access_test

import (
	"reflect"
	"testing"

	"stadga/internal/access"
	"stadga/internal/civil"
	"stadga/internal/duty"
	"stadga/internal/ids"
	"stadga/internal/rulebook/vocabulary"
)

// The facts that are passed over when a file is put before the policies are those
// that change nothing in it: each fact that exists, alone, gives the same file
// whether or not some are passed over. One that was would hide a conflict of
// interest or a protected identity from the policies.
func TestNoFactThatThePoliciesSeeIsPassedOver(t *testing.T) {
	someone, day := ids.ID{6: 0x70, 15: 3}.String(), civil.On(2026, 3, 2)
	seen := 0
	for _, known := range vocabulary.All() {
		fact := duty.Fact{Name: known.Name, About: someone, Value: someone, Day: day, At: day.At(9, 0)}
		for _, kind := range []string{"case", "service", access.DeviationKind} {
			subject := duty.Subject{Kind: kind, ID: ids.ID{9}}
			all, some := access.FileOf(subject, duty.FactsOf(fact)), access.FileOf(subject, duty.FactsIn([]duty.Fact{fact}))
			if !reflect.DeepEqual(all, some) {
				t.Errorf("%s of a %s is passed over: the policies are to see %+v and see %+v", known.Name, kind, all, some)
			}
			if !reflect.DeepEqual(all, access.FileOf(subject, duty.FactsOf())) {
				seen++
			}
		}
	}
	if seen < 15 {
		t.Errorf("%d facts make a difference to a file: the test tries nothing", seen)
	}
}

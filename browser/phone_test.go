package browser

import (
	"context"
	"os"
	"os/exec"
	"strconv"
	"testing"
	"time"
)

// Given a phone whose network is cut, whose requests and answers are lost and doubled,
// whose clock is set back and whose browser is killed, When it is heard again, Then every
// event that it said was saved stands once in the record. With a defect planted in the
// scripts the same run must fail.
func TestPhoneLosesNothing(t *testing.T) {
	browser, s := begin(t, "playwright-core")
	events := "600"
	if given := os.Getenv("STADGA_TELEFON"); given != "" {
		events = given
	}
	base := demo(t, s)
	out, err := outage(t, browser, base, events, "1", "")
	t.Logf("%s", out)
	if err != nil {
		t.Errorf("%v", err)
	}
	for _, defect := range []string{"fortidig", "nytt-id"} {
		found := false
		var said []byte
		for seed := 2; seed < 5 && !found; seed++ { // what is lost depends on the moment the browser is killed
			out, err := outage(t, browser, base, "150", strconv.Itoa(seed), defect)
			said, found = append(said, out...), err != nil
		}
		if !found {
			t.Errorf("the planted defect %s was not found in three runs:\n%s", defect, said)
		}
	}
}

func outage(t *testing.T, browser, base, events, seed, defect string) ([]byte, error) {
	t.Helper()
	ctx, cancel := context.WithTimeout(t.Context(), 90*time.Minute)
	defer cancel()
	phone := exec.CommandContext(ctx, "node", "phone.js", base, events, seed, defect)
	phone.Env = append(os.Environ(), "STADGA_CHROMIUM="+browser)
	return phone.CombinedOutput()
}

package delegation

import (
	"errors"
	"fmt"

	"stadga/internal/casework"
	"stadga/internal/rulefile"
	"stadga/rules"
)

// NorrsalaMeetings is the plan of meetings of the invented municipality.
func NorrsalaMeetings() casework.MeetingPlans {
	plans, err := ReadMeetings(rules.Meetings)
	if err != nil {
		panic(err)
	}
	return plans
}

// ReadMeetings reads on which days the board and its committee meet. A plan whose
// days cannot be told, or that nobody has adopted, is refused.
func ReadMeetings(text []byte) (casework.MeetingPlans, error) {
	var doc struct {
		Plans []struct {
			Body, Name, First string
			EveryDays         int `yaml:"every_days"`
			Adopted           string
		}
	}
	if err := rulefile.Decode(text, &doc); err != nil {
		return nil, fmt.Errorf("sammanträdesplanen: %w", err)
	}
	var plans casework.MeetingPlans
	var wrong []error
	for n, p := range doc.Plans {
		first := rulefile.Day(p.First)
		switch {
		case p.Body != "utskott" && p.Body != "namnd" || p.Name == "" || p.Adopted == "":
			wrong = append(wrong, fmt.Errorf("sammanträdesplanen, rad %d: skriv organ, namn och var planen är beslutad", n+1))
		case first.IsZero() || p.EveryDays < 1:
			wrong = append(wrong, fmt.Errorf("sammanträdesplanen, rad %d: dagarna går inte att räkna ut av %q och %d", n+1, p.First, p.EveryDays))
		}
		plans = append(plans, casework.MeetingPlan{Body: p.Body, Name: p.Name, First: first, Every: p.EveryDays})
	}
	if len(plans) == 0 {
		wrong = append(wrong, errors.New("sammanträdesplanen har inga rader"))
	}
	return plans, errors.Join(wrong...)
}

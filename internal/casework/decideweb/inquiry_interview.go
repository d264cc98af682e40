package decideweb

import (
	"strconv"

	"stadga/internal/casework"
	"stadga/internal/webkit"
)

func showInterview(s *scene, _ string) []Blankett {
	if !s.writable() {
		return nil
	}
	b := Blankett{ID: "resultat", Heading: "Ny intervju", Button: "Spara resultatet", Primary: true, Fields: []Falt{
		day(webkit.Field{Name: "interviewed", Label: "Intervjun gjordes den", Required: true}),
		text(webkit.Field{Name: "interviewer", Label: "Intervjuare", Required: true, Size: "medel"}),
	}}
	for _, a := range casework.InterviewAreas(s.i.Template.Interview) {
		ratings := webkit.Options("", "Välj skattning")
		for n := range 10 {
			ratings = append(ratings, webkit.Option{Value: strconv.Itoa(n), Words: strconv.Itoa(n)})
		}
		b.Fields = append(b.Fields,
			choose(webkit.Field{Name: "rating-" + a[0], Label: a[1] + ": intervjuarens skattning av hjälpbehovet", Required: true, Options: ratings}),
			text(webkit.Field{Name: "says-" + a[0], Label: a[1] + ": det som kom fram"}))
	}
	return []Blankett{b}
}

func readInterview(in *webkit.Input, s *scene, _ string) command {
	made := casework.Interview{On: in.Day("interviewed"), By: in.Text("interviewer")}
	for _, a := range casework.InterviewAreas(s.i.Template.Interview) {
		rating, err := strconv.Atoi(in.Text("rating-" + a[0]))
		if err != nil {
			rating = -1 // refused: every area is rated
		}
		made.Areas = append(made.Areas, casework.InterviewArea{Key: a[0], Rating: rating, Says: in.Text("says-" + a[0])})
	}
	return casework.RecordInterview{Interview: made}
}

// interviews are the results, latest last.
func (s *scene) interviews() []webkit.Fact {
	var facts []webkit.Fact
	for _, made := range s.i.Interviews {
		facts = append(facts, webkit.Fact{Label: made.Instrument, Value: "Intervju " + webkit.LongDay(made.On), Origin: "av " + made.By})
		for _, a := range casework.InterviewAreas(made.Instrument) {
			for _, result := range made.Areas {
				if result.Key == a[0] {
					facts = append(facts, webkit.Fact{Label: a[1], Value: "Skattning " + strconv.Itoa(result.Rating) + " av 9", Origin: result.Says})
				}
			}
		}
	}
	return facts
}

// Package routines reads the municipality's own dated lists that investigations are
// held against: what is prepared in the group before a decision, phrases that fit
// anyone, and what individual follow-up asks.
package routines

import (
	"errors"
	"fmt"
	"strings"

	"stadga/internal/casework"
	"stadga/internal/civil"
	"stadga/internal/rulefile"
	"stadga/rules"
)

// Norrsala are the lists of the invented municipality, which travel with the program.
func Norrsala() (casework.PreparationRoutine, casework.Phrases) {
	routine, err := Preparation(rules.Preparation)
	phrases, phraseErr := Phrases(rules.Phrases)
	if err = errors.Join(err, phraseErr); err != nil {
		panic(err)
	}
	return routine, phrases
}

// A document is a file as it is written.
type document struct {
	Editions []edition
}

// An edition is a list as it was decided, with the days it is in force.
type edition struct {
	Adopted struct{ By, On, Ref string }
	From    string
	Until   string
	Lines   []line
	Phrases []string

	Indicators []indicator
}

type line struct {
	Words    string
	Services []string
}

type indicator struct {
	Key      string
	Question string
	Services []string
	Answers  []struct {
		Key, Words string
		Good       bool
	}
}

// NorrsalaIndicators are what the invented municipality asks in individual follow-up.
func NorrsalaIndicators() casework.Indicators {
	all, err := Indicators(rules.Indicators)
	if err != nil {
		panic(err)
	}
	return all
}

// Indicators reads what individual follow-up asks (G-10).
func Indicators(text []byte) (casework.Indicators, error) {
	var out casework.Indicators
	err := editions("indikatorerna i individuppföljningen", text, func(e edition, from, until civil.Date, say func(string, ...any)) {
		if len(e.Indicators) == 0 || len(e.Lines)+len(e.Phrases) > 0 {
			say("skriv vilka frågor som ställs")
		}
		for n, i := range e.Indicators {
			made := casework.Indicator{Key: i.Key, Question: i.Question, Services: i.Services, From: from, Until: until, Ref: e.Adopted.Ref}
			if i.Key == "" || i.Question == "" || len(i.Services) == 0 || len(i.Answers) < 2 {
				say("fråga %d behöver nyckel, lydelse, insatser och minst två svar", n+1)
			}
			for _, key := range i.Services {
				if _, known := casework.ServiceByKey(key); !known {
					say("insatsen %s finns inte i katalogen", key)
				}
			}
			for _, a := range i.Answers {
				if _, twice := made.Option(a.Key); twice || a.Key == "" || a.Words == "" || a.Key == casework.NotAnswered {
					say("svaret %q på frågan %s saknar ord eller står två gånger", a.Key, i.Key)
				}
				made.Answers = append(made.Answers, casework.IndicatorOption{Key: a.Key, Words: a.Words, Good: a.Good})
			}
			out = append(out, made)
		}
	})
	return out, err
}

// Preparation reads the routine for case preparation.
func Preparation(text []byte) (casework.PreparationRoutine, error) {
	var out casework.PreparationRoutine
	err := editions("rutinen för ärendeberedning", text, func(e edition, from, until civil.Date, say func(string, ...any)) {
		if len(e.Lines) == 0 || len(e.Phrases)+len(e.Indicators) > 0 {
			say("skriv vilka slag av insatser som bereds")
		}
		for _, l := range e.Lines {
			for _, key := range l.Services {
				if _, known := casework.ServiceByKey(key); !known {
					say("insatsen %s finns inte i katalogen", key)
				}
			}
			out = append(out, casework.PreparationPoint{Words: l.Words, Services: l.Services, From: from, Until: until, Ref: e.Adopted.Ref})
		}
	})
	return out, err
}

// Phrases reads the list of phrases that fit anyone.
func Phrases(text []byte) (casework.Phrases, error) {
	var out casework.Phrases
	err := editions("listan över fraser", text, func(e edition, from, until civil.Date, say func(string, ...any)) {
		if len(e.Phrases) == 0 || len(e.Lines)+len(e.Indicators) > 0 {
			say("skriv vilka fraser som passar vem som helst")
		}
		for _, p := range e.Phrases {
			if p != strings.ToLower(strings.TrimSpace(p)) || len(p) < 4 {
				say("skriv frasen %q med små bokstäver, minst fyra", p)
			}
			out = append(out, casework.Phrase{Words: p, From: from, Until: until, Ref: e.Adopted.Ref})
		}
	})
	return out, err
}

// editions reads a file of editions that follow one another. One that does not say
// who decided it and when is refused, with all that is wrong in the file.
func editions(name string, text []byte, each func(e edition, from, until civil.Date, say func(string, ...any))) error {
	var doc document
	if err := rulefile.Decode(text, &doc); err != nil {
		return fmt.Errorf("%s: %w", name, err)
	}
	var wrong []error
	last := civil.Date{}
	for n, e := range doc.Editions {
		say := func(format string, args ...any) {
			wrong = append(wrong, fmt.Errorf("%s, utgåva %d: %s", name, n+1, fmt.Sprintf(format, args...)))
		}
		adopted, adoptedErr := civil.Parse(e.Adopted.On)
		if e.Adopted.By == "" || e.Adopted.Ref == "" || adoptedErr != nil || adopted.IsZero() {
			say("skriv vem som har beslutat den, vilken dag och var det står")
		}
		from, fromErr := civil.Parse(e.From)
		until, untilErr := civil.Parse(e.Until)
		switch {
		case fromErr != nil || e.Until != "" && (untilErr != nil || !until.After(from)):
			say("dagarna den gäller går inte att läsa: %q till %q", e.From, e.Until)
		case n > 0 && (last.IsZero() || !from.After(last)):
			say("den börjar gälla innan den förra har slutat")
		}
		last = until
		each(e, from, until, say)
	}
	if len(doc.Editions) == 0 {
		wrong = append(wrong, fmt.Errorf("%s är tom", name))
	}
	return errors.Join(wrong...)
}

// Package legal names where a rule comes from: a provision of law, a
// regulation, practice, a decision of the board, a routine or a contract, and
// the days it is in force. Citations are read and written here and nowhere else.
package legal

import (
	"regexp"
	"strings"

	"stadga/internal/civil"
)

// A Kind tells what sort of source a rule rests on. Law and regulation bind
// everyone; the rest is the municipality's own or what courts and ombudsmen say.
type Kind string

// The kinds of source, strongest first.
const (
	Law        Kind = "lag"        // also förordning and EU regulation
	Regulation Kind = "föreskrift" // föreskrifter and allmänna råd of an authority
	Practice   Kind = "praxis"     // decisions of JO, courts and supervisory authorities
	Board      Kind = "nämnd"      // what the board (nämnd) has adopted
	Routine    Kind = "rutin"      // a unit's own routine
	Contract   Kind = "avtal"      // an agreement with a provider
)

// A Source (källa) is an act, regulation, ruling or document that can be cited.
type Source struct {
	Key     string // "SoL25": the source in rule files, unique
	Short   string // "SoL": the source on pages
	Name    string // "socialtjänstlagen": the source in letters
	Number  string // "2025:400"; empty when the name says it all
	Kind    Kind
	InForce civil.Period
}

var (
	newSoL = civil.On(2025, 7, 1) // the day SoL 2025:400 took over
	newFL  = civil.On(2018, 7, 1) // the day FL 2017:900 took over
)

// named lists the acts that have a short name of their own (law.md 0.3). Where
// two acts share a short name the older one is shown with its number.
var named = []Source{
	{Key: "SoL25", Short: "SoL", Name: "socialtjänstlagen", Number: "2025:400", Kind: Law, InForce: civil.Period{From: newSoL}},
	{Key: "SoL01", Short: "SoL (2001:453)", Name: "socialtjänstlagen", Number: "2001:453", Kind: Law, InForce: civil.Period{From: civil.On(2002, 1, 1), Until: newSoL.AddDays(-1)}},
	{Key: "SoF25", Short: "SoF", Name: "socialtjänstförordningen", Number: "2025:468", Kind: Law, InForce: civil.Period{From: newSoL}},
	{Key: "SoF01", Short: "SoF (2001:937)", Name: "socialtjänstförordningen", Number: "2001:937", Kind: Law, InForce: civil.Period{From: civil.On(2002, 1, 1), Until: newSoL.AddDays(-1)}},
	{Key: "LSS", Short: "LSS", Name: "lagen om stöd och service till vissa funktionshindrade", Number: "1993:387", Kind: Law, InForce: civil.Period{From: civil.On(1994, 1, 1)}},
	{Key: "LVU", Short: "LVU", Name: "lagen med särskilda bestämmelser om vård av unga", Number: "1990:52", Kind: Law},
	{Key: "LVM", Short: "LVM", Name: "lagen om vård av missbrukare i vissa fall", Number: "1988:870", Kind: Law},
	{Key: "LSB", Short: "LSB", Name: "lagen om placering av barn i skyddat boende", Number: "2024:79", Kind: Law, InForce: civil.Period{From: civil.On(2024, 4, 1)}},
	{Key: "FL", Short: "FL", Name: "förvaltningslagen", Number: "2017:900", Kind: Law, InForce: civil.Period{From: newFL}},
	{Key: "FL86", Short: "FL (1986:223)", Name: "förvaltningslagen", Number: "1986:223", Kind: Law, InForce: civil.Period{Until: newFL.AddDays(-1)}},
	{Key: "KL", Short: "KL", Name: "kommunallagen", Number: "2017:725", Kind: Law, InForce: civil.Period{From: civil.On(2018, 1, 1)}},
	{Key: "KL91", Short: "KL (1991:900)", Name: "kommunallagen", Number: "1991:900", Kind: Law, InForce: civil.Period{Until: civil.On(2017, 12, 31)}},
	{Key: "OSL", Short: "OSL", Name: "offentlighets- och sekretesslagen", Number: "2009:400", Kind: Law},
	{Key: "OSF", Short: "OSF", Name: "offentlighets- och sekretessförordningen", Number: "2009:641", Kind: Law},
	{Key: "PuL-S", Short: "lagen om personuppgifter inom socialtjänsten", Name: "lagen om behandling av personuppgifter inom socialtjänsten", Number: "2001:454", Kind: Law},
	{Key: "PuF-S", Short: "förordningen om personuppgifter inom socialtjänsten", Name: "förordningen om behandling av personuppgifter inom socialtjänsten", Number: "2001:637", Kind: Law},
	{Key: "HSL", Short: "HSL", Name: "hälso- och sjukvårdslagen", Number: "2017:30", Kind: Law},
	{Key: "PSL", Short: "PSL", Name: "patientsäkerhetslagen", Number: "2010:659", Kind: Law},
	{Key: "USL", Short: "utskrivningslagen", Name: "lagen om samverkan vid utskrivning från sluten hälso- och sjukvård", Number: "2017:612", Kind: Law, InForce: civil.Period{From: civil.On(2018, 1, 1)}},
	{Key: "SVOD", Short: "SVOD", Name: "lagen om sammanhållen vård- och omsorgsdokumentation", Number: "2022:913", Kind: Law, InForce: civil.Period{From: civil.On(2023, 1, 1)}},
	{Key: "FB", Short: "FB", Name: "föräldrabalken", Kind: Law},
	{Key: "TF", Short: "TF", Name: "tryckfrihetsförordningen", Kind: Law},
	{Key: "BrB", Short: "BrB", Name: "brottsbalken", Kind: Law},
	{Key: "LUL", Short: "LUL", Name: "lagen med särskilda bestämmelser om unga lagöverträdare", Number: "1964:167", Kind: Law},
	{Key: "LOV", Short: "LOV", Name: "lagen om valfrihetssystem", Number: "2008:962", Kind: Law},
	{Key: "SFL", Short: "lagen om beräkning av lagstadgad tid", Name: "lagen om beräkning av lagstadgad tid", Number: "1930:173", Kind: Law},
	{Key: "GDPR", Short: "dataskyddsförordningen", Name: "dataskyddsförordningen", Number: "2016/679", Kind: Law},
}

// A series is a source known by its number alone.
var series = []struct {
	form *regexp.Regexp
	kind Kind
}{
	{regexp.MustCompile(`^(?:SOSFS|HSLF-FS) \d{4}:\d+`), Regulation},
	{regexp.MustCompile(`^(?:lag|lagen|förordning|förordningen|arkivlagen) \d{4}:\d+`), Law},
	{regexp.MustCompile(`^SFS \d{4}:\d+`), Law},
	{regexp.MustCompile(`^JO \d+-\d{4}`), Practice},
	{regexp.MustCompile(`^(?:RÅ|HFD) \d{4} (?:ref|not)\. ?\d+`), Practice},
}

// own marks the sources that are documents of the municipality: "nämnd:
// Riktlinjer för hemtjänst, avsnitt 3".
var own = []Kind{Board, Routine, Contract}

// find returns the source that text begins with and what follows it.
func find(text string) (source Source, rest string, ok bool) {
	for _, kind := range own {
		if title, is := strings.CutPrefix(text, string(kind)+": "); is {
			title = strings.TrimSpace(title)
			return Source{Key: string(kind) + ": " + title, Short: title, Name: title, Kind: kind}, "", title != ""
		}
	}
	longest := 0 // SoL (2001:453) before SoL
	for _, s := range named {
		for _, name := range []string{s.Key, s.Short} {
			if after, is := cutWord(text, name); is && len(name) > longest {
				source, rest, longest = s, after, len(name)
			}
		}
	}
	if longest > 0 {
		return source, rest, true
	}
	for _, s := range series {
		if name := s.form.FindString(text); name != "" {
			return Source{Key: name, Short: name, Name: name, Kind: s.kind}, strings.TrimSpace(text[len(name):]), true
		}
	}
	return Source{}, "", false
}

// findLast returns the source that text ends with, as letters name it, and what
// stands before. A name that two acts bear without a number means the one in force.
func findLast(text string) (source Source, before string, ok bool) {
	for _, s := range named {
		for _, name := range []string{s.inFull(), s.Name} {
			if before, is := strings.CutSuffix(text, " "+name); is {
				return s, before, true
			}
		}
	}
	return Source{}, "", false
}

// inFull writes the source as letters name it: socialtjänstlagen (2025:400).
func (s Source) inFull() string {
	if s.Number == "" {
		return s.Name
	}
	return s.Name + " (" + s.Number + ")"
}

func cutWord(text, word string) (rest string, ok bool) {
	after, ok := strings.CutPrefix(text, word)
	if !ok || after != "" && after[0] != ' ' {
		return "", false
	}
	return strings.TrimSpace(after), true
}

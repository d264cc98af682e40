// Package extract is what a part of a file says, paragraph by paragraph, to someone
// who has the right to read it on paper (FL 10 §, TF 2 kap.).
package extract

import (
	"strings"
	"time"

	"stadga/internal/civil"
	"stadga/internal/ids"
)

// A Text is one part of the file. It leaves nothing out: what may not be read is
// kept back by the trial of secrecy, not here.
type Text struct {
	Title string
	Day   civil.Date
	Text  []string
}

// Naming tells what a person or a member of staff is called.
type Naming func(id ids.ID) string

// Say adds a paragraph with its label, when there is something to say.
func (t *Text) Say(label, text string) {
	text = strings.TrimSpace(text)
	if text == "" {
		return
	}
	if label != "" {
		text = label + ": " + text
	}
	t.Text = append(t.Text, text)
}

// On adds a day that is known.
func (t *Text) On(label string, d civil.Date) {
	if !d.IsZero() {
		t.Say(label, d.String())
	}
}

// At adds an instant that is known.
func (t *Text) At(label string, at time.Time) {
	if !at.IsZero() {
		t.Say(label, Stamp(at))
	}
}

// Key adds a word that the record keeps as a key.
func (t *Text) Key(label, key string) { t.Say(label, Words(key)) }

// Stamp is a day with its clock time in Stockholm.
func Stamp(at time.Time) string {
	return civil.DayOf(at).String() + " " + at.In(civil.Stockholm).Format("15:04")
}

// Words is a key as words, with the letters that keys lack: "kan-inte-bedomas" reads
// "kan inte bedömas".
func Words(key string) string {
	words := strings.Split(key, "-")
	for i, w := range words {
		if spelled, ok := letters()[w]; ok {
			words[i] = spelled
		}
	}
	return strings.Join(words, " ")
}

// letters are the words of keys that are spelled with å, ä or ö.
func letters() map[string]string {
	return map[string]string{
		"aklagare":       "åklagare",
		"aldre":          "äldre",
		"andrat":         "ändrat",
		"andring":        "ändring",
		"anhorig":        "anhörig",
		"anmalan":        "anmälan",
		"anmalare":       "anmälare",
		"ansokan":        "ansökan",
		"aterforvisning": "återförvisning",
		"aterkallad":     "återkallad",
		"atertagen":      "återtagen",
		"avgoras":        "avgöras",
		"basta":          "bästa",
		"bedomas":        "bedömas",
		"begaran":        "begäran",
		"behovs":         "behövs",
		"behorig":        "behörig",
		"besok":          "besök",
		"brevlada":       "brevlåda",
		"elevhalsoteam":  "elevhälsoteam",
		"for":            "för",
		"foralder":       "förälder",
		"foralders":      "förälders",
		"foraldrar":      "föräldrar",
		"forbehall":      "förbehåll",
		"forlangning":    "förlängning",
		"forskola":       "förskola",
		"fortsatter":     "fortsätter",
		"fran":           "från",
		"halsa":          "hälsa",
		"halso":          "hälso",
		"hembesok":       "hembesök",
		"klagomal":       "klagomål",
		"maende":         "mående",
		"mote":           "möte",
		"namnd":          "nämnd",
		"narstaende":     "närstående",
		"natt":           "nått",
		"obehovlig":      "obehövlig",
		"oforandrad":     "oförändrad",
		"ofullstandig":   "ofullständig",
		"omvardnad":      "omvårdnad",
		"overflyttning":  "överflyttning",
		"overlamnat":     "överlämnat",
		"ovrigt":         "övrigt",
		"pagar":          "pågår",
		"sakerhet":       "säkerhet",
		"sjalv":          "själv",
		"skal":           "skäl",
		"tjanst":         "tjänst",
		"uppfoljning":    "uppföljning",
		"utforare":       "utförare",
		"utforaren":      "utföraren",
		"vald":           "våld",
		"vard":           "vård",
		"vardcentral":    "vårdcentral",
		"vardnadshavare": "vårdnadshavare",
	}
}

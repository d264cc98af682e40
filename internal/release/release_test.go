package release_test

import (
	"strings"
	"testing"
	"testing/quick"
	"time"

	"stadga/internal/act"
	"stadga/internal/civil"
	"stadga/internal/fault"
	"stadga/internal/ids"
	"stadga/internal/journal"
	"stadga/internal/release"
)

// Nothing that is kept back stands in what goes out, whatever is written and
// whichever lines are kept back; and what is not kept back stands there whole.
func TestWhatIsKeptBackDoesNotGoOut(t *testing.T) {
	law := func(words []uint16, kept []bool) bool {
		var text strings.Builder
		for i, w := range words {
			text.WriteString("Ord")
			for range w%5 + 1 {
				text.WriteByte(byte('a' + i%20))
			}
			text.WriteString([]string{". ", "! ", "\n", " ", "? "}[int(w)%5])
		}
		lines := release.Lines([]string{text.String()})
		tried := release.Tried{Part: "note:1"}
		for n := range lines {
			if n < len(kept) && kept[n] {
				tried.Masked = append(tried.Masked, release.Mask{Line: n, Ground: release.GroundReporter})
			}
		}
		out := strings.Join(tried.Shown(lines), "\n")
		for n, l := range lines {
			if tried.Ground(n) == "" && !strings.Contains(out, l.Text) {
				return false
			}
		}
		rest := out
		for n, l := range lines {
			if tried.Ground(n) == "" {
				rest = strings.Replace(rest, l.Text, "", 1)
			}
		}
		for n, l := range lines {
			if tried.Ground(n) != "" && strings.Contains(rest, l.Text) {
				return false
			}
		}
		return true
	}
	if err := quick.Check(law, nil); err != nil {
		t.Error(err)
	}
}

// A decision in the matter is never kept from a party (OSL 10:3), and what may be
// kept from a party only is no ground towards others.
func TestGroundsDependOnWhoAsks(t *testing.T) {
	env := act.Env{Today: civil.On(2026, time.March, 2)}
	for _, c := range []struct {
		asker release.Asker
		part  string
		whole release.Ground
		want  string
	}{
		{release.AskerGuardian, "decision:1", release.GroundChild, "release.decision-is-never-secret"},
		{release.AskerPublic, "decision:1", release.GroundPerson, ""},
		{release.AskerGuardian, "note:1", release.GroundParty, ""},
		{release.AskerPublic, "note:1", release.GroundParty, "release.ground-is-for-party"},
		{release.AskerPublic, "note:1", "påhittad", "release.choose-ground"},
	} {
		var r release.Release
		r.Fold(journal.Recorded{Envelope: journal.Envelope{Stream: journal.StreamID{Kind: release.Stream, ID: ids.ID{15: 1}}}, Event: release.Asked{Asker: c.asker, On: env.Today}})
		_, err := release.Try{Parts: []release.Tried{{Part: c.part, Whole: c.whole}}}.Decide(r, env)
		got := ""
		if all := fault.All(err); len(all) > 0 {
			got = all[0].Text
		}
		if got != c.want {
			t.Errorf("%s, %s kept back by %q: %q, want %q", c.asker, c.part, c.whole, got, c.want)
		}
	}
}

// A name as short as Bo is looked for by itself: not in a longer word, and not where
// it is the verb.
func TestShortWordsAreHintedByThemselves(t *testing.T) {
	hints := []release.Hint{{Word: "Bo", Ground: release.GroundPerson}, {Word: "Ö", Ground: release.GroundAddress}, {Word: " ", Ground: release.GroundPerson}}
	lines := release.Lines([]string{"Hon vill bo kvar i Borås. Grannen Bo, 81 år, ringde. Huset ligger på Ö. Boken är läst."})
	if found := release.Suspects(lines, hints); len(found) != 2 || found[1] != release.GroundPerson || found[2] != release.GroundAddress {
		t.Errorf("hinted: %v of %v", found, lines)
	}
}

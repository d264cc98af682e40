package releaseweb

import (
	"context"
	"testing"

	"stadga/internal/act"
	"stadga/internal/extract"
	"stadga/internal/ids"
	"stadga/internal/journal"
	"stadga/internal/release"
)

// Given a file of sixty parts of which fifty are tried, When the page is seen again,
// Then nothing is read anew but what has changed, and what nobody has tried is not
// read at all.
func TestAViewReadsOnlyWhatHasChanged(t *testing.T) {
	reads := 0
	says := func(s journal.StreamID) extract.Text {
		return extract.Text{Title: "Anteckning", Text: []string{"Text " + s.ID.String()}}
	}
	read := func(_ context.Context, s journal.StreamID) (extract.Text, error) {
		reads++
		return says(s), nil
	}
	p := Pages{known: &digests{}}
	var state release.Release
	var places []act.Seen
	for n := range byte(60) {
		at := act.Seen{Stream: journal.StreamID{Kind: "note", ID: ids.ID{15: n}}, Version: 1}
		places = append(places, at)
		if n < 50 {
			text := says(at.Stream)
			state.Tried = append(state.Tried, release.Tried{Part: keyOf(at.Stream), Digest: release.Digest(text.Title, release.Lines(text.Text))})
		}
	}
	see := func(what string, left, costs int) {
		t.Helper()
		reads = 0
		got, err := p.untried(t.Context(), state, places, read)
		if err != nil || got != left || reads != costs {
			t.Errorf("%s: %d left for %d readings, %v; want %d for %d", what, got, reads, err, left, costs)
		}
	}
	see("the first time", 10, 50)
	see("again", 10, 0)
	places[3].Version = 2
	state.Tried[3].Digest = "as it read before"
	see("when one has changed", 11, 1)
	see("again", 11, 0)
}

package likeness_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"
	"unicode"

	"pgregory.net/rapid"

	"stadga/internal/likeness"
)

const (
	noor = "Noor har svårt att somna och vaknar flera gånger varje natt. Mamma berättar att det började när familjen flyttade i våras. I skolan är Noor trött på förmiddagen och vill inte vara med på idrotten."
	elis = "Elis bor hos sin pappa varannan vecka. Förskolan ser en pojke som leker och pratar mycket, men som blir ledsen när någon höjer rösten. Pappa vill ha råd om hur han kan trösta."
)

func shared(a, b string) int {
	n, of := 0, likeness.Prints(b)
	for _, print := range likeness.Prints(a) {
		if slices.Contains(of, print) {
			n++
		}
	}
	return n
}

func TestACopyIsSeen(t *testing.T) {
	for name, tt := range map[string]struct {
		text string
		want bool
	}{
		"word for word":       {noor, true},
		"another child":       {strings.ReplaceAll(noor, "Noor", "Kim"), true},
		"in capitals":         {strings.ToUpper(noor), true},
		"with more around it": {"Vi träffade familjen i maj. " + noor + " Nästa möte är i juni.", true},
		"most of it":          {noor[:strings.Index(noor, " och vill inte")] + ". " + elis[:strings.Index(elis, " Förskolan")], true},
		"a fifth of it":       {noor[:strings.Index(noor, " Mamma")] + " " + elis, false},
		"own words":           {elis, false},
		"too short to tell":   {"Noor har svårt att somna och vaknar flera gånger varje natt.", false},
	} {
		if got := likeness.Copied(shared(tt.text, noor), len(likeness.Prints(tt.text))); got != tt.want {
			t.Errorf("%s: copied %v, want %v", name, got, tt.want)
		}
	}
}

// words draws words of one vocabulary; two vocabularies share none.
func words(mark string, least, most int) *rapid.Generator[[]string] {
	return rapid.SliceOfN(rapid.Map(rapid.IntRange(0, 5000), func(n int) string { return fmt.Sprintf("%s%d", mark, n) }), least, most)
}

func TestWhatIsSharedIsSurelySeen(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		same := words("å", likeness.Certain, 60).Draw(t, "same")
		in := func(mark string) string {
			return strings.Join(slices.Concat(words(mark, likeness.Least, 200).Draw(t, "before"), same, words(mark, 0, 200).Draw(t, "after")), " ")
		}
		if shared(in("a"), in("b")) == 0 {
			t.Fatalf("%d words in a row are the same and no print is", len(same))
		}
	})
}

func TestNothingSharedIsNotSeen(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		a, b := words("a", 0, 300).Draw(t, "a"), words("b", 0, 300).Draw(t, "b")
		if n := shared(strings.Join(a, " "), strings.Join(b, " ")); n > 0 {
			t.Fatalf("%d prints of texts with no word in common", n)
		}
	})
}

func TestPrintsAreOfTheWords(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		all := words("ö", 0, 3000).Draw(t, "words")
		plain := likeness.Prints(strings.Join(all, " "))
		if got := likeness.Prints(strings.ToUpper(strings.Join(all, ",\r\n – "))); !slices.Equal(got, plain) {
			t.Fatal("case and punctuation change the prints")
		}
		if !slices.IsSorted(plain) || len(slices.Compact(slices.Clone(plain))) != len(plain) || len(plain) > likeness.Most || len(plain) > max(len(all), 0) {
			t.Fatalf("%d prints of %d words: %v", len(plain), len(all), plain)
		}
		if (len(plain) == 0) != (len(all) < likeness.Least) {
			t.Fatalf("%d prints of %d words", len(plain), len(all))
		}
	})
}

// Any text that can be pasted has prints that a database holds.
func TestAnyTextHasPrints(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		text := rapid.String().Draw(t, "text")
		for _, print := range likeness.Prints(text) {
			if print < 0 {
				t.Fatalf("%d is no print", print)
			}
		}
		for _, word := range likeness.Words(text) {
			if strings.ContainsFunc(word, unicode.IsSpace) || word == "" {
				t.Fatalf("%q is no word", word)
			}
		}
	})
}

func TestWhatIsNewIsToldSentenceBySentence(t *testing.T) {
	const before = "Bor ensam på tredje våningen. Handlar själv, t.ex. på lördagar. Går med rollator!\nDottern ringer."
	const now = "Bor ensam på tredje våningen. Handlar inte längre. Går med  rollator!\n\nDottern ringer varje dag. Se bilaga 3.2 om detta."
	var says []string
	for _, p := range likeness.Pieces(now, before) {
		says = append(says, fmt.Sprintf("%v %q", p.Same, p.Text))
	}
	want := []string{`true "Bor ensam på tredje våningen. "`, `false "Handlar inte längre. "`, `true "Går med  rollator!\n\n"`, `false "Dottern ringer varje dag. Se bilaga 3.2 om detta."`}
	if !slices.Equal(says, want) {
		t.Errorf("%q\nwant %q", says, want)
	}
}

func TestPiecesAreTheText(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		text, other := rapid.StringMatching(`([a-c]{1,3}[ .!?\n]{1,2}){0,12}`).Draw(t, "text"), rapid.StringMatching(`([a-c]{1,3}[ .!?\n]{1,2}){0,12}`).Draw(t, "other")
		all, same := "", true
		for _, p := range likeness.Pieces(text, other) {
			all += p.Text
			same = same && p.Same
		}
		if all != text {
			t.Fatalf("%q is put together to %q", text, all)
		}
		for _, p := range likeness.Pieces(text, text) {
			if !p.Same {
				t.Fatalf("%q is not in itself", p.Text)
			}
		}
	})
}

func TestAnyTextIsPutTogetherAgain(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		text, all := rapid.String().Draw(t, "text"), ""
		for _, p := range likeness.Pieces(text, rapid.String().Draw(t, "other")) {
			all += p.Text
		}
		if all != text {
			t.Fatalf("%q is put together to %q", text, all)
		}
	})
}

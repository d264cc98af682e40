package legal_test

import (
	"testing"

	"stadga/internal/legal"
)

// What a citation prints is read back as the same.
func FuzzCitation(f *testing.F) {
	for _, seed := range []string{"SoL 14:5", "SoL 11 kap. 3 §", "LSS 9 § 2", "FL 12 §", "SOSFS 2014:5", "rutin: Loggkontroll", "SoL 0:0", "§", ""} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, text string) {
		c, err := legal.Parse(text)
		if err != nil {
			return
		}
		again, err := legal.Parse(c.String())
		if err != nil || again.String() != c.String() {
			t.Errorf("%q is printed as %q, which is read as %q (%v)", text, c, again, err)
		}
	})
}

package house_test

import (
	"os"
	"path/filepath"
	"regexp"
	"testing"
)

// Every fuzz target keeps seeds beside it, and each of those that read what comes
// from outside has one.
func TestEveryFuzzTargetKeepsItsSeeds(t *testing.T) {
	target, found := regexp.MustCompile(`(?m)^func (Fuzz[A-Za-z]+)\(`), map[string]bool{}
	err := filepath.WalkDir("../..", func(path string, entry os.DirEntry, err error) error {
		if err != nil || entry.IsDir() || filepath.Ext(path) != ".go" {
			return err
		}
		text, err := os.ReadFile(path)
		if err != nil {
			return err
		}
		for _, m := range target.FindAllSubmatch(text, -1) {
			name := string(m[1])
			found[name] = true
			seeds, err := filepath.Glob(filepath.Join(filepath.Dir(path), "testdata", "fuzz", name, "*"))
			if err != nil || len(seeds) == 0 {
				t.Errorf("%s: %s keeps no seeds in testdata/fuzz (%v)", path, name, err)
			}
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	for _, name := range []string{
		"FuzzDate", "FuzzParseID", "FuzzParseIdentityNumber", "FuzzCitation", "FuzzArchive", "FuzzCheckpoint", "FuzzTyped", "FuzzLogRules",
		"FuzzDelegation", "FuzzRuleFile", "FuzzCSV", "FuzzXES", "FuzzMapping", "FuzzValues",
	} {
		if !found[name] {
			t.Errorf("there is no %s", name)
		}
	}
}

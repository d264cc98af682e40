package house

import (
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
)

var faultEntry = regexp.MustCompile(`"([a-z][a-z-]*\.[a-z0-9-]+)":\s*\{(?:Number: )?(\d+), (?:Says: )?"`)

var comment = regexp.MustCompile(`(?m)^\s*//.*$`)

var faultUsed = regexp.MustCompile(`fault\.(?:New|Field)\([^,()]+, "([^"]+)"\)|fault\.Error\{[^}]*Text: "([^"]+)"`)

// A fault's number is what a user reads out to support, so it names one
// sentence in the whole program; and every key that code can give has words.
func TestAFaultNumberNamesOneSentence(t *testing.T) {
	numbers, keys, used := map[string]string{}, map[string]string{}, map[string]string{}
	eachGoFile(t, func(name string) {
		if strings.HasSuffix(name, "_test.go") || strings.Contains(name, "enginetest") {
			return
		}
		text, err := os.ReadFile(filepath.Join(root, name))
		if err != nil {
			t.Fatal(err)
		}
		content := comment.ReplaceAllString(string(text), "")
		for _, m := range faultUsed.FindAllStringSubmatch(content, -1) {
			used[m[1]+m[2]] = name
		}
		for _, m := range faultEntry.FindAllStringSubmatch(content, -1) {
			key, number := m[1], m[2]
			if other := numbers[number]; other != "" {
				t.Errorf("%s: FEL-%s is both %s and %s", name, number, other, key)
			}
			if other := keys[key]; other != "" {
				t.Errorf("%s has words in both %s and %s", key, other, name)
			}
			numbers[number], keys[key] = key, name
		}
	})
	for key, name := range used {
		if keys[key] == "" {
			t.Errorf("%s gives the fault %s, which has no words", name, key)
		}
	}
	if len(keys) < 50 || len(used) < 50 {
		t.Errorf("only %d sentences and %d uses were found", len(keys), len(used))
	}
}

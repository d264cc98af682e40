package main

import (
	"debug/buildinfo"
	"encoding/json"
	"os"
	"regexp"
	"strings"
	"testing"
)

// The bill of materials names the modules that the file of the program says are
// built in, no more and no fewer, and the licence of each is told.
func TestTheBillOfMaterialsIsTheBinarys(t *testing.T) {
	file, err := os.Executable()
	if err != nil {
		t.Fatal(err)
	}
	build, err := buildinfo.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	code, said := stadga("sbom")
	if code != exitDone {
		t.Fatalf("exit %d: %s", code, said)
	}
	var b bill
	if err := json.Unmarshal([]byte(said), &b); err != nil {
		t.Fatal(err)
	}
	if b.Format != "CycloneDX" || b.Metadata.Component.Name != "stadga" {
		t.Errorf("%+v", b.Metadata)
	}
	told := map[string]string{}
	for _, c := range b.Components {
		told[c.Name] = c.Version
		if want := "pkg:golang/" + c.Name + "@" + c.Version; c.PURL != want {
			t.Errorf("%s is written as %s", want, c.PURL)
		}
	}
	if "go"+told["std"] != build.GoVersion {
		t.Errorf("built with %s, and the bill says %s", build.GoVersion, told["std"])
	}
	delete(told, "std")
	page, err := os.ReadFile("../../docs/dependencies.md")
	if err != nil {
		t.Fatal(err)
	}
	for _, m := range build.Deps {
		if told[m.Path] != m.Version {
			t.Errorf("%s %s is built in, and the bill says %q", m.Path, m.Version, told[m.Path])
		}
		delete(told, m.Path)
		if !regexp.MustCompile("(?m)^\\| `" + regexp.QuoteMeta(m.Path) + "` \\| (MIT|ISC|BSD-2-Clause|BSD-3-Clause|Apache-2.0|MPL-2.0|Unlicense|BlueOak-1.0.0)[^|]* \\|$").Match(page) {
			t.Errorf("docs/dependencies.md does not say the licence of %s", m.Path)
		}
	}
	if len(told) > 0 {
		t.Errorf("the bill names what is not built in: %v", strings.Join(keysOf(told), " "))
	}
}

func keysOf(m map[string]string) []string {
	var all []string
	for k := range m {
		all = append(all, k)
	}
	return all
}

package legal_test

import (
	"bufio"
	"errors"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"stadga/internal/civil"
	"stadga/internal/legal"
)

func TestCitationHasThreeForms(t *testing.T) {
	for written, want := range map[string]struct{ swedish, full string }{
		"SoL25 20:2":                      {"SoL 20 kap. 2 §", "20 kap. 2 § socialtjänstlagen (2025:400)"},
		"SoL01 11:1 a st2":                {"SoL (2001:453) 11 kap. 1 a § andra stycket", "11 kap. 1 a § andra stycket socialtjänstlagen (2001:453)"},
		"SoL25 30:6 (6)":                  {"SoL 30 kap. 6 § 6", "30 kap. 6 § 6 socialtjänstlagen (2025:400)"},
		"SoL25 23:1–2":                    {"SoL 23 kap. 1–2 §§", "23 kap. 1–2 §§ socialtjänstlagen (2025:400)"},
		"SoL01 2a:10–11":                  {"SoL (2001:453) 2 a kap. 10–11 §§", "2 a kap. 10–11 §§ socialtjänstlagen (2001:453)"},
		"SoL01 16:6 a–e":                  {"SoL (2001:453) 16 kap. 6 a–e §§", "16 kap. 6 a–e §§ socialtjänstlagen (2001:453)"},
		"FL 32 §":                         {"FL 32 §", "32 § förvaltningslagen (2017:900)"},
		"FL86 20 §":                       {"FL (1986:223) 20 §", "20 § förvaltningslagen (1986:223)"},
		"LSS 9 § (4)":                     {"LSS 9 § 4", "9 § 4 lagen om stöd och service till vissa funktionshindrade (1993:387)"},
		"LVU 4, 32 §§":                    {"LVU 4, 32 §§", "4, 32 §§ lagen med särskilda bestämmelser om vård av unga (1990:52)"},
		"FB 6:13 a":                       {"FB 6 kap. 13 a §", "6 kap. 13 a § föräldrabalken"},
		"SOSFS 2014:5 4 kap.":             {"SOSFS 2014:5 4 kap.", "4 kap. SOSFS 2014:5"},
		"JO 2565-2016":                    {"JO 2565-2016", "JO 2565-2016"},
		"lag 1930:173 2 §":                {"lag 1930:173 2 §", "2 § lag 1930:173"},
		"nämnd: Riktlinjer för hemtjänst": {"Riktlinjer för hemtjänst", "Riktlinjer för hemtjänst"},
	} {
		c, err := legal.Parse(written)
		if err != nil {
			t.Errorf("%s: %v", written, err)
			continue
		}
		if c.String() != written || c.Swedish() != want.swedish || c.InFull() != want.full {
			t.Errorf("%s is written %q, %q, %q", written, c, c.Swedish(), c.InFull())
		}
		if c.Source.Kind == legal.Board {
			continue // a document's title alone does not tell what kind of document it is
		}
		for _, form := range []string{want.swedish, want.full} {
			if again, err := legal.Parse(form); err != nil && !strings.HasSuffix(form, c.Source.Key) || err == nil && again != c {
				t.Errorf("%s reads back as %s (%v)", form, again, err)
			}
		}
	}
}

func TestFormsThatPeopleWrite(t *testing.T) {
	for written, want := range map[string]string{
		"SoL 20 kap. 2 §":                 "SoL25 20:2",
		"32 § förvaltningslagen":          "FL 32 §",
		"11 kap. 1 § socialtjänstlagen":   "SoL25 11:1",
		"SOSFS 2014:5 ch. 4":              "SOSFS 2014:5 4 kap.",
		"LSS 9 § 4":                       "LSS 9 § (4)",
		"LSS 8 § st2":                     "LSS 8 § st2",
		"SoL25 20:2 [2025-07-01 → ]":      "SoL25 20:2", // the act's own span is not repeated
		"  OSL 26:9 c ":                   "OSL 26:9 c",
		"rutin: Larm, version 3":          "rutin: Larm, version 3",
		"SoL25 27:7 [2026-01-01 → ]":      "SoL25 27:7 [2026-01-01 →]",
		"SoL25 27:7 [2026-01-01 →]":       "SoL25 27:7 [2026-01-01 →]",
		"FB 6:13 a [2012-05-01→]":         "FB 6:13 a [2012-05-01 →]",
		"LVU 13 c § [ → 2025-12-31]":      "LVU 13 c § [→ 2025-12-31]",
		"HSLF-FS 2017:79":                 "HSLF-FS 2017:79",
		"SoL (2001:453) 11 kap. 2 §":      "SoL01 11:2",
		"lag 1930:173 2 §":                "lag 1930:173 2 §",
		"SFL 2 §":                         "SFL 2 §",
		"44 § förvaltningslagen":          "FL 44 §",
		"9 § 4 lagen om valfrihetssystem": "LOV 9 § (4)",
	} {
		c, err := legal.Parse(written)
		if err != nil || c.String() != want {
			t.Errorf("%q is read as %q (%v), want %q", written, c, err, want)
		}
	}
}

func TestWhatIsNoCitation(t *testing.T) {
	for _, written := range []string{
		"", "SoL25 20", "LSS 9", "20 kap. 2 §", "Trollerilagen 3 §", "SoL25 20:2 imorgon", "nämnd: ",
		"SoL25 27:7 [2026-13-01 → ]", "SoL25 27:7 [2026-01-01 → 2025-01-01]", "FL 32", "SOSFS", "SoL25 20:",
	} {
		if c, err := legal.Parse(written); err == nil {
			t.Errorf("%q was read as %q", written, c)
		}
	}
}

func TestTheActOfTheDay(t *testing.T) {
	before, after := civil.On(2025, 6, 30), civil.On(2025, 7, 1)
	old, now := legal.MustParse("SoL01 11:2"), legal.MustParse("SoL25 20:3")
	if !old.InForce.Contains(before) || old.InForce.Contains(after) || now.InForce.Contains(before) || !now.InForce.Contains(after) {
		t.Error("SoL (2001:453) ends and SoL (2025:400) begins at the turn of June 2025")
	}
	if late := legal.MustParse("SoL25 19:6 [2026-01-15 →]"); late.InForce.Contains(civil.On(2026, 1, 14)) {
		t.Error("a provision's own first day is not kept")
	}
}

// Every provision in the basis column of the table of law is read, and written
// the same way again.
func TestTheBasisColumnOfTheLawTable(t *testing.T) {
	file, err := os.Open(filepath.Join("..", "..", "..", "shared", "law.md"))
	if errors.Is(err, os.ErrNotExist) {
		t.Skip("shared/law.md is not beside the checkout; this test reads its basis column")
	}
	if err != nil {
		t.Fatal(err)
	}
	defer file.Close()
	aside := regexp.MustCompile(`\[[^\]]*\[[^\]]*\][^\]]*\]|\[[^\]]*\]|\([^)\d][^)]*\)`)
	trailing := regexp.MustCompile(`( §) ,.*| for .*| and .*|: \d+ months`)
	provision := regexp.MustCompile(`^(?:SoL25|SoL01|SoF25|LSS|LVU|LVM|LSB|FL|FL86|KL|KL91|OSL|PuL-S|PuF-S|PSL|HSL|USL|SVOD|LOV|LUL|FB|BrB|SOSFS|HSLF-FS|JO) [\d:a-z–,\- §]*\d[\d:a-z–,\- §]*$`)
	read := 0
	for lines := bufio.NewScanner(file); lines.Scan(); {
		cells := strings.Split(lines.Text(), "|")
		if len(cells) < 12 {
			continue
		}
		for _, piece := range strings.Split(aside.ReplaceAllString(cells[7], ""), ";") {
			piece = strings.TrimSpace(strings.TrimRight(trailing.ReplaceAllString(strings.TrimSpace(piece), "$1"), ", "))
			if strings.Contains(piece, ", ") && strings.Contains(piece, ":") || !provision.MatchString(piece) {
				continue // prose, or several provisions in one
			}
			c, err := legal.Parse(piece)
			if err != nil {
				t.Errorf("%s: %v", strings.TrimSpace(cells[1]), err)
				continue
			}
			if again, err := legal.Parse(c.String()); err != nil || again != c {
				t.Errorf("%s: %q is written %q and reads back as %q (%v)", strings.TrimSpace(cells[1]), piece, c, again, err)
			}
			read++
		}
	}
	if read < 200 {
		t.Errorf("only %d provisions were read", read)
	}
	t.Logf("%d provisions", read)
}

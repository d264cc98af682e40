package einvoice

import (
	"bytes"
	"encoding/xml"
	"io"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
)

// sharedFiles lists real documents that lie beside the repository; the test is
// skipped, and says so, where they are not.
func sharedFiles(t testing.TB, folder string) []string {
	t.Helper()
	files, _ := filepath.Glob(filepath.Join("..", "..", "..", "..", "shared", "data", "peppol", folder, "*.xml"))
	if len(files) == 0 {
		t.Skip("the real invoices of ../shared/data/peppol are not on this machine")
	}
	return files
}

// A verdict is one document of a rule test and what its author says of one rule.
type verdict struct {
	rule  string
	fires bool
	file  []byte
}

// verdicts takes a rule test apart: each document in it stands alone.
func verdicts(t *testing.T, content []byte) []verdict {
	t.Helper()
	var list []verdict
	decoder := xml.NewDecoder(bytes.NewReader(content))
	var rule string
	var fires bool
	for {
		at := decoder.InputOffset()
		token, err := decoder.Token()
		if err == io.EOF {
			return list
		}
		if err != nil {
			t.Fatal(err)
		}
		start, ok := token.(xml.StartElement)
		if !ok {
			continue
		}
		switch name := start.Name.Local; name {
		case "success", "error", "warning":
			if err := decoder.DecodeElement(&rule, &start); err != nil {
				t.Fatal(err)
			}
			fires = name != "success"
		case "Invoice", "CreditNote":
			if err := decoder.Skip(); err != nil {
				t.Fatal(err)
			}
			list = append(list, verdict{rule, fires, bytes.TrimSpace(content[at:decoder.InputOffset()])})
		}
	}
}

func TestEachRuleOfTheNormFiresWhereItsAuthorSaysAndNowhereElse(t *testing.T) {
	documents := 0
	for _, file := range sharedFiles(t, "unit") {
		content, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		for i, v := range verdicts(t, content) {
			documents++
			reading, err := ReadXML(bytes.NewReader(v.file), Usual())
			if err != nil {
				t.Fatal(err)
			}
			if _, known := rules[v.rule]; !known {
				t.Errorf("%s: rule %s is not held", filepath.Base(file), v.rule)
				continue
			}
			found := slices.ContainsFunc(reading.Findings, func(f Finding) bool { return f.Rule == v.rule })
			if found != v.fires || reading.Unread {
				t.Errorf("%s document %d: %s found %v, wanted %v (unread %v)\n%s", filepath.Base(file), i+1, v.rule, found, v.fires, reading.Unread, v.file)
			}
		}
	}
	if documents < 500 {
		t.Errorf("only %d documents were tried", documents)
	}
}

func TestRealInvoicesGiveTheFindingsThatTheyHave(t *testing.T) {
	got := map[string]string{}
	for _, folder := range []string{"se", "base"} {
		for _, file := range sharedFiles(t, folder) {
			content, err := os.ReadFile(file)
			if err != nil {
				t.Fatal(err)
			}
			reading, err := ReadXML(bytes.NewReader(content), Usual())
			if err != nil {
				t.Fatal(err)
			}
			ids := map[string]bool{}
			for _, f := range reading.Findings {
				ids[f.Rule] = true
			}
			got[strings.TrimSuffix(filepath.Base(file), ".xml")] = strings.Join(slices.Sorted(maps.Keys(ids)), " ")
		}
	}
	// Most of the Swedish examples carry invented numbers of organisation that are
	// older than the rules of their check digit; the rest is without fault.
	const org, gln, both = "PEPPOL-COMMON-R049", "PEPPOL-COMMON-R040", "PEPPOL-COMMON-R049 SE-R-013"
	want := map[string]string{
		"BIS_Billing_30-DataIT":                     both,
		"BIS_Billing_30-Elnat":                      org,
		"BIS_Billing_30-Forskott_ej_moms":           both,
		"BIS_Billing_30-Hyrbil":                     both,
		"BIS_Billing_30-InomstatligFakturering":     "",
		"BIS_Billing_30-Kreditering_med_kreditnota": gln + " " + both,
		"BIS_Billing_30-Kreditering_urspr_faktura":  gln + " " + both,
		"BIS_Billing_30-Rantefaktura_Enkel":         both,
		"BIS_Billing_30-Resor_Taxi":                 org,
		"BIS_Billing_30-Tjanster_Bevakning":         gln + " " + both,
		"BIS_Billing_30-Valutor_i_faktura":          both + " STADGA-13",
		"CreditNote-Min_content_with_VAT":           org,
		"Invoice-Min_content_with_VAT":              org,
		"Invoice-Min_content_without_VAT":           both,
		"base-creditnote-correction":                "STADGA-13",
		"base-example":                              "STADGA-13",                      // in euro: without fault, and not ours to pay
		"self-billed-invoice":                       "PEPPOL-EN16931-P0100 STADGA-13", // made by the buyer: another process
		"vat-category-E":                            "STADGA-13",
	}
	for _, name := range slices.Sorted(maps.Keys(got)) {
		if got[name] != want[name] {
			t.Errorf("%s gives %q, wanted %q", name, got[name], want[name])
		}
	}
}

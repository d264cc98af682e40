package sheet_test

import (
	"strings"
	"testing"

	"stadga/internal/sheet"
)

func TestNoCellBecomesAFormula(t *testing.T) {
	formulas := []string{`HYPERLINK("https://elak.example";"Klicka")`, "1+1", "cmd|' /C calc'!A0", "SUM(A1:A9)"}
	for _, before := range []string{"", " ", "\t", "\r", "\n", "\x00", "\u00a0", "\u200b", "\ufeff", " \t\u200b"} {
		for _, sign := range []string{"=", "+", "-", "@", "−", "＝", "＋", "－", "＠"} {
			for _, formula := range formulas {
				if got := sheet.Cell(before + sign + formula); !strings.HasPrefix(got, "'") || strings.Contains(got, "\x00") {
					t.Errorf("%q is written as %q", before+sign+formula, got)
				}
			}
		}
	}
	for _, plain := range []string{"", "Anna Svensson", "2026-0412", "hemtjänst – dusch", "a=b", "1 000", "'citat'", "é"} {
		if got := sheet.Cell(plain); got != plain {
			t.Errorf("%q is written as %q", plain, got)
		}
	}
}

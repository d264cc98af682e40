package main

import (
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
)

// What is built for real operation has no command that invents people, and nothing
// that could inside (ASVS 15.2.3).
func TestRealOperationHasNothingInvented(t *testing.T) {
	out, err := exec.Command("go", "list", "-tags", "drift", "-deps", "stadga/cmd/stadga").Output()
	if err != nil {
		t.Fatal(err)
	}
	for _, carried := range strings.Fields(string(out)) {
		if strings.HasPrefix(carried, "stadga/internal/simulate") || carried == "testing" || strings.HasPrefix(carried, "stadga/") && strings.HasSuffix(carried, "test") {
			t.Errorf("what is built for real operation carries %s", carried)
		}
	}
	if testing.Short() {
		t.Skip("the program is built for real operation")
	}
	program := filepath.Join(t.TempDir(), "stadga")
	if out, err := exec.Command("go", "build", "-tags", "drift", "-o", program, ".").CombinedOutput(); err != nil {
		t.Fatalf("build: %v\n%s", err, out)
	}
	help, err := exec.Command(program, "--help").CombinedOutput()
	if err != nil || !strings.Contains(string(help), "serve") || strings.Contains(string(help), "simulate") || strings.Contains(string(help), "demo") {
		t.Errorf("%v\n%s", err, help)
	}
	if out, err := exec.Command(program, "demo").CombinedOutput(); err == nil {
		t.Errorf("demo is there: %s", out)
	}
}

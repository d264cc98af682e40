package main

import (
	"os"
	"path/filepath"
	"runtime/debug"
	"testing"

	"github.com/rogpeppe/go-internal/testscript"
)

func TestMain(m *testing.M) {
	testscript.Main(runner{m}, programs())
}

// roomy lets the tests use memory as a server does. They hold towns, while the audit
// of files that some of them run in the same process holds itself to far less.
func roomy() {
	debug.SetGCPercent(400)
	debug.SetMemoryLimit(2 << 30)
	_ = os.Setenv("GOMEMLIMIT", "2GiB")
}

// TestScripts runs each file of testdata as a user at a terminal would.
func TestScripts(t *testing.T) {
	examples, err := filepath.Abs(exampleRules)
	if err != nil {
		t.Fatal(err)
	}
	testscript.Run(t, testscript.Params{
		Dir: "testdata", UpdateScripts: os.Getenv("UPDATE") != "",
		Setup: func(env *testscript.Env) error {
			env.Setenv("EXEMPEL", examples)
			return nil
		},
	})
}

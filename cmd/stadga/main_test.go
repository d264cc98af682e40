package main

import (
	"os"
	"path/filepath"
	"testing"

	"github.com/rogpeppe/go-internal/testscript"
)

func TestMain(m *testing.M) {
	testscript.Main(runner{m}, programs())
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

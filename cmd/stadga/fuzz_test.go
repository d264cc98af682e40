package main

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// fuzzFile writes what is tried to a file, as an operator's editor would.
func fuzzFile(t *testing.T, text []byte) string {
	t.Helper()
	file := filepath.Join(t.TempDir(), "fil.yaml")
	if err := os.WriteFile(file, text, 0o600); err != nil {
		t.Fatal(err)
	}
	return file
}

// FuzzSettings reads settings that may be anything: they hold, or it is said what
// is wrong with them.
func FuzzSettings(f *testing.F) {
	f.Add([]byte("kommun: Norrsala kommun\nnamnder:\n  - namn: socialnamnden\n    visas: Socialnämnden\n    adress: https://social.norrsala.example\n    register: sqlite:data\n    inloggning: {sort: oidc, person: employee_id, utfardare: https://login.norrsala.example, klient: stadga}\n"))
	f.Add([]byte("namnder: [{namn: ../x, adress: 'http://['}]"))
	f.Add([]byte("a: &a [*a]"))
	f.Add([]byte("namnder: [{overksam: -1h, langst: 1000000h}]"))
	f.Add([]byte(strings.Repeat("[", 300)))
	f.Fuzz(func(t *testing.T, text []byte) {
		s, err := readSettings(fuzzFile(t, text))
		if err != nil && strings.TrimSpace(err.Error()) == "" {
			t.Error("refused without a word")
		}
		if err == nil && (s.Municipality == "" || len(s.Boards) == 0) {
			t.Errorf("settings without municipality or board hold: %q", text)
		}
	})
}

// FuzzOrganisationFile reads a file of units and staff that may be anything.
func FuzzOrganisationFile(f *testing.F) {
	f.Add([]byte("enheter:\n  - {namn: Barnenheten, sida: myndighet, omraden: [barn], fran: 2026-01-01}\nmedarbetare:\n  - {namn: Eva Ek, nummer: \"104233\", roller: [handlaggare], enhet: Barnenheten}\n"))
	f.Add([]byte("enheter: {}"))
	f.Add([]byte("medarbetare: [{fran: 2026-02-30}]"))
	f.Add([]byte("? [a]\n: b"))
	f.Fuzz(func(t *testing.T, text []byte) {
		var file organisationFile
		if err := readYAML(fuzzFile(t, text), &file); err != nil && strings.TrimSpace(err.Error()) == "" {
			t.Error("refused without a word")
		}
	})
}

package main

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"
)

const goodSettings = `
kommun: Norrsala kommun
lyssna: 127.0.0.1:8080
proxyer: [127.0.0.1/32]
namnder:
  - namn: social
    visas: Socialnämnden
    adress: https://social.norrsala.example
    register: postgres:///social
    inloggning:
      sort: oidc
      utfardare: https://login.norrsala.example
      klient: stadga
      hemlighet: hemlighet
      person: employee_id
      grupper: groups
      roller:
        Stadga-Handlaggare: [handlaggare]
`

// inFile writes settings, and a secret beside them.
func inFile(t *testing.T, text string, mode os.FileMode) string {
	t.Helper()
	dir := t.TempDir()
	file := filepath.Join(dir, "stadga.yaml")
	if err := os.WriteFile(file, []byte(text), 0o600); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(filepath.Join(dir, "hemlighet"), []byte("hemligt\n"), mode); err != nil {
		t.Fatal(err)
	}
	return file
}

func TestSettingsAreRead(t *testing.T) {
	s, err := readSettings(inFile(t, goodSettings, 0o600))
	if err != nil {
		t.Fatal(err)
	}
	b := s.Boards[0]
	if b.SignIn.Secret != "hemligt" || b.Idle != 30*time.Minute || b.Long != 10*time.Hour || b.SignIn.Roles["Stadga-Handlaggare"][0] != "handlaggare" {
		t.Errorf("%+v", b)
	}
}

// What is unsafe or means nothing is said in Swedish, and nothing starts.
func TestSettingsThatAreWrongAreRefused(t *testing.T) {
	second := `
  - namn: NAMN
    visas: Äldrenämnden
    adress: ADRESS
    register: REGISTER
    inloggning: {sort: oidc, utfardare: "https://login.norrsala.example", klient: x, person: sub}
`
	board := func(name, address, db string) string {
		return strings.NewReplacer("NAMN", name, "ADRESS", address, "REGISTER", db).Replace(second)
	}
	for name, tt := range map[string]struct {
		from, to string
		add      string
		mode     os.FileMode
		says     string
	}{
		"no log-in service":         {from: goodSettings[strings.Index(goodSettings, "    inloggning:"):], to: "", says: "Stadga startar inte utan kommunens inloggningstjänst"},
		"another kind":              {from: "sort: oidc", to: "sort: lösenord", says: `sort kan vara oidc`},
		"SAML without metadata":     {from: "sort: oidc", to: "sort: saml", says: "metadata saknas"},
		"SAML with other metadata":  {from: "sort: oidc", to: "sort: saml\n      metadata: hemlighet", says: "ingen beskrivning av en inloggningstjänst"},
		"a misspelt name":           {from: "kommun:", to: "komun:", says: "rad 2: namnet komun finns inte. Kontrollera stavningen."},
		"not encrypted":             {from: "adress: https", to: "adress: http", says: "adressen börjar inte med https://"},
		"log-in not encrypted":      {from: "utfardare: https", to: "utfardare: http", says: "utfardare"},
		"a path in the address":     {from: "norrsala.example\n    register", to: "norrsala.example/stadga\n    register", says: "utan något efter värdnamnet"},
		"no such database":          {from: "postgres:///social", to: "mysql://x", says: `"mysql://x" är inget register`},
		"no such role":              {from: "[handlaggare]", to: "[kung]", says: `ger rollen "kung", som inte finns. Rollerna är handlaggare,`},
		"groups without roles":      {from: "      roller:\n        Stadga-Handlaggare: [handlaggare]\n", to: "", says: "grupper och roller hör ihop"},
		"nobody to be":              {from: "      person: employee_id\n", to: "", says: "person saknas"},
		"the secret open to all":    {mode: 0o644, says: "kan läsas av alla"},
		"no secret":                 {from: "hemlighet: hemlighet", to: "hemlighet: saknas", says: "går inte att läsa"},
		"the database in the open":  {from: "postgres:///social", to: "postgres://stadga@db.norrsala.example/social", says: "Skriv sslmode=verify-full sist i register"},
		"its name not checked":      {from: "postgres:///social", to: "postgres://stadga@db.norrsala.example/social?sslmode=require", says: "databasen på db.norrsala.example är en annan dator"},
		"pages in the open":         {from: "127.0.0.1:8080", to: "0.0.0.0:8080", says: "lyssna: 0.0.0.0:8080 nås från andra datorer"},
		"figures in the open":       {from: "proxyer:", to: "matvarden: 10.0.0.5:9464\nproxyer:", says: "matvarden: 10.0.0.5:9464 nås från andra datorer"},
		"files sent in the open":    {from: "proxyer:", to: "virusskydd: clam.norrsala.example:3310\nproxyer:", says: "virusskydd: clam.norrsala.example:3310 är en annan dator"},
		"half a certificate":        {from: "proxyer:", to: "certifikat: intern.pem\nnyckel: hemlighet\nproxyer:", says: "certifikat och nyckel hör inte ihop"},
		"methods in SAML":           {from: "sort: oidc", to: "sort: saml\n      metoder: [mfa]", says: "metoder finns bara för oidc"},
		"a log-in of last week":     {from: "      person:", to: "      aldst: 168h\n      person:", says: "aldst kan vara från 1m till 24h"},
		"no board":                  {from: goodSettings[strings.Index(goodSettings, "namnder:"):], to: "", says: "namnder saknas"},
		"no time":                   {from: "    register", to: "    overksam: snart\n    register", says: "rad 9: snart är ingen tid. Skriv till exempel 30m eller 10h."},
		"a session without end":     {from: "    register", to: "    langst: 48h\n    register", says: "langst högst 24h"},
		"two boards, one host":      {add: board("aldre", "https://social.norrsala.example", "postgres:///aldre"), says: "samma värdnamn som nämnden social"},
		"two boards, one database":  {add: board("aldre", "https://aldre.norrsala.example", "postgres:///social"), says: "registret är detsamma som nämnden social har"},
		"a board's name in Swedish": {from: "namn: social", to: "namn: Nämnden", says: "kan inte vara en nämnds korta namn"},
		"traces in the open":        {from: "proxyer:", to: "sparning: http://samlare.example:4318\nproxyer:", says: "ingen adress till en mottagare"},
		"another kind of log":       {from: "proxyer:", to: "logg: xml\nproxyer:", says: "logg kan vara text eller json"},
		"no net":                    {from: "127.0.0.1/32", to: "localhost", says: `"localhost" är inget nät`},
		"no YAML":                   {from: "namnder:", to: "namnder: [", says: "går inte att läsa som YAML"},
	} {
		t.Run(name, func(t *testing.T) {
			if tt.mode == 0 {
				tt.mode = 0o600
			}
			text := goodSettings + tt.add
			if tt.from != "" {
				if !strings.Contains(text, tt.from) {
					t.Fatalf("%q does not stand in the settings", tt.from)
				}
				text = strings.Replace(text, tt.from, tt.to, 1)
			}
			_, err := readSettings(inFile(t, text, tt.mode))
			if err == nil || exitCode(err) != exitBadInput || !strings.Contains(err.Error(), tt.says) {
				t.Errorf("got %v\nwant %q", err, tt.says)
			}
		})
	}
	if _, err := readSettings("/finns/inte.yaml"); err == nil || exitCode(err) != exitBadInput {
		t.Errorf("a file that is not there: %v", err)
	}
}

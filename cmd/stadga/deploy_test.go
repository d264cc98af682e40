//go:build unix

package main

import (
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strconv"
	"strings"
	"testing"

	"stadga/internal/store/pgtest"
)

const handedOut = "../../deploy"

// The settings that are handed out are ones that the program takes.
func TestTheSettingsHandedOutAreTaken(t *testing.T) {
	text, err := os.ReadFile(filepath.Join(handedOut, "stadga.yaml"))
	if err != nil {
		t.Fatal(err)
	}
	dir := t.TempDir()
	for name, content := range map[string][]byte{"stadga.yaml": text, "klient-hemlighet": []byte("hemligt")} {
		if err := os.WriteFile(filepath.Join(dir, name), content, 0o640); err != nil {
			t.Fatal(err)
		}
	}
	madePair(t, dir, "intern.pem", "intern.key")
	s, err := readSettings(filepath.Join(dir, "stadga.yaml"))
	if err != nil {
		t.Fatal(err)
	}
	if s.pair == nil || len(s.Boards[0].SignIn.Methods) == 0 {
		t.Errorf("the settings demand no encryption to the proxy, or no strength of the log-in: %+v", s)
	}
	if len(s.Boards[0].SignIn.Roles) == 0 || !strings.Contains(s.Boards[0].DB, "default_query_exec_mode=cache_describe") {
		t.Errorf("%+v", s.Boards[0])
	}
}

// The unit keeps the program in: systemd's own count of what an attacker would
// have left to do stays low.
func TestTheUnitKeepsTheProgramIn(t *testing.T) {
	unit := filepath.Join(handedOut, "stadga.service")
	text, err := os.ReadFile(unit)
	if err != nil {
		t.Fatal(err)
	}
	for _, line := range []string{"User=stadga", "NoNewPrivileges=yes", "ProtectSystem=strict", "CapabilityBoundingSet=\n", "serve --config /etc/stadga/stadga.yaml --check"} {
		if !strings.Contains(string(text), line) {
			t.Errorf("the unit lacks %q", line)
		}
	}
	if _, err := exec.LookPath("systemd-analyze"); err != nil {
		t.Skip("systemd-analyze is not installed: the unit's exposure is not counted")
	}
	out, err := exec.Command("systemd-analyze", "security", "--offline=true", unit).CombinedOutput()
	found := regexp.MustCompile(`exposure level for stadga.service: ([\d.]+)`).FindSubmatch(out)
	if found == nil {
		t.Skipf("this systemd-analyze cannot count a file (%v)", err)
	}
	if exposure, err := strconv.ParseFloat(string(found[1]), 64); err != nil || exposure > 1.5 {
		t.Errorf("exposure %s, at most 1.5 (%v)", found[1], err)
	}
}

// The web server before the program speaks TLS with the world and with the program,
// and checks whom it speaks with.
func TestTheWebServerHandedOutSpeaksTLSOnly(t *testing.T) {
	text, err := os.ReadFile(filepath.Join(handedOut, "nginx.conf"))
	if err != nil {
		t.Fatal(err)
	}
	for _, line := range []string{
		"listen 443 ssl;", "ssl_protocols TLSv1.2 TLSv1.3;", "ssl_ciphers ECDHE+AESGCM:ECDHE+CHACHA20;", "ssl_prefer_server_ciphers on;",
		"proxy_pass https://127.0.0.1:8080;", "proxy_ssl_verify on;", "proxy_ssl_trusted_certificate /etc/stadga/intern.pem;", "proxy_ssl_name stadga.internal;",
	} {
		if !strings.Contains(string(text), line) {
			t.Errorf("nginx.conf lacks %q", line)
		}
	}
	if strings.Contains(string(text), "http://") || strings.Contains(string(text), "listen 80") {
		t.Error("nginx.conf speaks plainly somewhere")
	}
}

// Through PgBouncer on the settings handed out, the program opens, logs in,
// takes an act and seals it.
func TestServeThroughAPooler(t *testing.T) {
	direct := pgtest.Database(t)
	db := pgtest.StartPooler(t, direct, filepath.Join(handedOut, "pgbouncer.ini")).Address(t, direct)
	dir, addr := t.TempDir(), freePort(t)
	address := "http://" + addr
	l := newLogin(t, address)
	config := settingsIn(t, dir, "stadga.yaml", addr, l.boardYAML("socialnamnden", "Socialnämnden", address, db))
	ran(t, dir, "organisation", "norrsala.yaml", "--db", db, "--board", "socialnamnden")
	startServe(t, dir, config, addr)
	c := l.as("104233", address)
	for _, what := range []string{"Fall i trappan", "Fel dos", "Utebliven dusch"} {
		deviate(t, c, address, what)
	}
	if status, _, _ := read(t, c, address+"/readyz"); status != http.StatusOK {
		t.Errorf("ready: %d", status)
	}
	sealedOnce(t, dir, db, 3)
}

// Package browser walks through Stadga in headless Chromium, one journey per
// thread, and holds every page on the way to axe and to a window of 320 pixels.
package browser

import (
	"bufio"
	"context"
	"fmt"
	"io"
	"log"
	"net"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"
)

// leaveOut skips where the machine lacks something, and fails where nothing may be left out.
func leaveOut(t *testing.T, missing, mend string) {
	t.Helper()
	if os.Getenv("CI") != "" {
		t.Fatalf("%s is missing, and with CI set no test may be left out. %s", missing, mend)
	}
	t.Skipf("%s is missing, so the pages were not walked through in a browser. %s", missing, mend)
}

func chromium(t *testing.T) string {
	t.Helper()
	if given := os.Getenv("STADGA_CHROMIUM"); given != "" {
		return given
	}
	found, err := exec.LookPath("chromium")
	if err != nil {
		leaveOut(t, "Chromium", "Install it with: sudo apt-get install chromium")
	}
	return found
}

// A stage is what is made once for all journeys: the program, and a small Norrsala
// whose folder each of them gets a copy of.
type stage struct{ program, town string }

var (
	stageDir string // made before the first test, gone after the last
	ready    = sync.OnceValues(func() (stage, error) {
		s := stage{program: filepath.Join(stageDir, "stadga"), town: filepath.Join(stageDir, "data")}
		if out, err := exec.Command("go", "build", "-o", s.program, "../cmd/stadga").CombinedOutput(); err != nil {
			return s, fmt.Errorf("build: %w\n%s", err, out)
		}
		small := exec.Command(s.program, "simulate", "--persons", "1000", "--years", "1", "--seed", "3", "--bulk", "--db", "sqlite:"+s.town)
		if out, err := small.CombinedOutput(); err != nil {
			return s, fmt.Errorf("simulate: %w\n%s", err, out)
		}
		return s, nil
	})
)

func TestMain(m *testing.M) {
	var err error
	if stageDir, err = os.MkdirTemp("", "resor"); err != nil {
		log.Fatal(err)
	}
	code := m.Run()
	_ = os.RemoveAll(stageDir)
	os.Exit(code)
}

// begin is a browser and the program, where the machine has what the journeys need.
// Two journeys go on at a time, each with a town of its own.
func begin(t *testing.T, modules ...string) (browser string, s stage) {
	t.Helper()
	if testing.Short() {
		t.Skip("the journeys take a minute; they are left out of short runs")
	}
	if _, err := exec.LookPath("node"); err != nil {
		leaveOut(t, "node", "Install it with: sudo apt-get install nodejs npm")
	}
	for _, module := range modules {
		if _, err := os.Stat(filepath.Join("node_modules", module)); err != nil {
			leaveOut(t, module, "Install it with: (cd browser && npm ci)")
		}
	}
	browser = chromium(t)
	t.Parallel()
	s, err := ready()
	if err != nil {
		t.Fatal(err)
	}
	return browser, s
}

// The timed tasks, and what a carer and one who is interrupted meet.
func TestTimedJourneys(t *testing.T) { journeys(t, "tider", "utkast", "telefon") }

// Two matters from the first word to the last, and the pages that these do not pass.
func TestJourneys(t *testing.T) { journeys(t, "aldre", "barn", "sidor") }

func journeys(t *testing.T, threads ...string) {
	t.Helper()
	browser, s := begin(t, "axe-core")
	base := demo(t, s)
	for _, thread := range threads {
		t.Run(thread, func(t *testing.T) { walk(t, browser, thread, base) })
	}
}

// Log-in as it is in real operation, through another party's OpenID Connect provider.
func TestLogInJourney(t *testing.T) {
	browser, s := begin(t, "axe-core", "oidc-provider")
	base, identity := served(t, s.program)
	walk(t, browser, "inloggning", base, "STADGA_IDENTITY="+identity)
}

// walk goes through one thread of pages at an address.
func walk(t *testing.T, browser, thread, base string, env ...string) {
	t.Helper()
	ctx, cancel := context.WithTimeout(t.Context(), 15*time.Minute)
	defer cancel()
	failures, err := filepath.Abs(filepath.Join("..", "testresultat", thread))
	if err != nil {
		t.Fatal(err)
	}
	walk := exec.CommandContext(ctx, "node", "walk.js", thread, base, failures)
	walk.Env = append(append(os.Environ(), "STADGA_CHROMIUM="+browser), env...)
	if dir := os.Getenv("BILDER"); dir != "" {
		walk.Env = append(walk.Env, "STADGA_BILDER="+dir)
	}
	out, err := walk.CombinedOutput()
	t.Logf("%s", out)
	if err != nil {
		t.Errorf("the journey ended with %v; pictures of the page are in %s", err, failures)
	}
}

// demo opens a Norrsala of its own on loopback and returns its address.
func demo(t *testing.T, s stage) string {
	t.Helper()
	data := filepath.Join(t.TempDir(), "data")
	if err := os.CopyFS(data, os.DirFS(s.town)); err != nil {
		t.Fatal(err)
	}
	addr := freePort(t)
	start(t, exec.Command(s.program, "demo", "--addr", addr, "--data", data), "http://"+addr+"/logga-in", `name="konto"`)
	return "http://" + addr
}

// served is Stadga in real operation, and the log-in service that its staff go
// through: another party's, with groups that give roles.
func served(t *testing.T, program string) (base, identity string) {
	t.Helper()
	dir, addr, port := t.TempDir(), freePort(t), freePort(t)
	base, identity = "http://"+addr, "http://"+port
	_, number, _ := net.SplitHostPort(port)
	for name, text := range map[string]string{
		"hemlighet": "hemligt-nog-for-ett-prov\n",
		"norrsala.yaml": `
enheter:
  - {namn: Biståndsenheten, sida: myndighet, omraden: [aldre], tar_emot: true, fran: 2026-01-01}
medarbetare:
  - {anstallningsnummer: "104233", namn: Eva Ek, titel: Handläggare, roller: [handlaggare, enhetschef], enhet: Biståndsenheten, fran: 2026-01-01}
  - {anstallningsnummer: "104236", namn: Ivar Strand, titel: Systemförvaltare, roller: [systemforvaltare], enhet: Biståndsenheten, fran: 2026-01-01}
  - {anstallningsnummer: "104240", namn: Nils Alm, titel: Handläggare, roller: [handlaggare], enhet: Biståndsenheten, fran: 2026-01-01}
`,
		"stadga.yaml": `
kommun: Norrsala kommun
lyssna: ` + addr + `
namnder:
  - namn: social
    visas: Socialnämnden
    adress: ` + base + `
    register: sqlite:register
    inloggning:
      sort: oidc
      utfardare: ` + identity + `
      klient: stadga
      hemlighet: hemlighet
      omfang: [stadga]
      hamta_uppgifter: true
      person: employee_id
      grupper: groups
      roller: {stadga-handlaggare: [handlaggare], stadga-drift: [systemforvaltare]}
`,
	} {
		if err := os.WriteFile(filepath.Join(dir, name), []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	start(t, exec.Command("node", "identity.js", number, base), identity+"/.well-known/openid-configuration", identity)
	staff := exec.Command(program, "organisation", "norrsala.yaml", "--db", "sqlite:register", "--board", "social")
	staff.Dir = dir
	if out, err := staff.CombinedOutput(); err != nil {
		t.Fatalf("organisation: %v\n%s", err, out)
	}
	serve := exec.Command(program, "serve", "--config", "stadga.yaml")
	serve.Dir = dir
	start(t, serve, base+"/logga-in", "Logga in")
	return base, identity
}

// freePort is an address that nobody answers on.
func freePort(t *testing.T) string {
	t.Helper()
	free, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	defer free.Close()
	return free.Addr().String()
}

// start runs a server until the test ends, and waits until the address says the words:
// a server that is not ready yet may answer with a page that says so.
func start(t *testing.T, server *exec.Cmd, address, words string) {
	t.Helper()
	said, err := server.StderrPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := server.Start(); err != nil {
		t.Fatal(err)
	}
	told := make(chan string, 1000)
	go func() {
		defer close(told)
		for lines := bufio.NewScanner(said); lines.Scan(); {
			select {
			case told <- lines.Text():
			default: // more than anyone reads
			}
		}
	}()
	t.Cleanup(func() {
		_ = server.Process.Signal(os.Interrupt)
		_ = server.Wait()
		if t.Failed() {
			for line := range told {
				t.Log(line)
			}
		}
	})
	for start := time.Now(); time.Since(start) < 3*time.Minute; time.Sleep(100 * time.Millisecond) {
		answer, err := http.Get(address)
		if err == nil {
			said, _ := io.ReadAll(answer.Body)
			_ = answer.Body.Close()
			if answer.StatusCode == http.StatusOK && strings.Contains(string(said), words) {
				t.Logf("%s answered after %.1f s", address, time.Since(start).Seconds())
				return
			}
		}
	}
	t.Fatalf("%s did not answer within three minutes", address)
}

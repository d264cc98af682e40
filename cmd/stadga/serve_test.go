//go:build unix

package main

import (
	"bytes"
	"context"
	"crypto/sha256"
	"encoding/base64"
	"fmt"
	"io"
	"net"
	"net/http"
	"net/http/cookiejar"
	"net/http/httptest"
	"net/http/httputil"
	"net/url"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"sync"
	"sync/atomic"
	"syscall"
	"testing"
	"time"

	cap "github.com/hashicorp/cap/oidc"

	"stadga/internal/store/pgtest"
	"stadga/internal/webkit/webtest"
)

// norrsalaStaff is what the tests of serve read into a record.
const norrsalaStaff = `
enheter:
  - {namn: Biståndsenheten, sida: myndighet, omraden: [aldre], tar_emot: true, fran: 2026-01-01}
medarbetare:
  - {anstallningsnummer: "104233", namn: Eva Ek, titel: Handläggare, roller: [handlaggare, mottagning], enhet: Biståndsenheten, fran: 2026-01-01}
  - {anstallningsnummer: "104236", namn: Ivar Strand, titel: Systemförvaltare, roller: [systemforvaltare], enhet: Biståndsenheten, fran: 2026-01-01}
`

// program is this test's own binary under the name that makes it the program.
func program(t *testing.T) string {
	t.Helper()
	self, err := os.Executable()
	if err != nil {
		t.Fatal(err)
	}
	link := filepath.Join(t.TempDir(), "stadga")
	if err := os.Symlink(self, link); err != nil {
		t.Fatal(err)
	}
	return link
}

// ran runs a command of the program to its end.
func ran(t *testing.T, dir string, args ...string) string {
	t.Helper()
	command := exec.Command(program(t), args...)
	command.Dir = dir
	out, err := command.CombinedOutput()
	if err != nil {
		t.Fatalf("stadga %s: %v\n%s", strings.Join(args, " "), err, out)
	}
	return string(out)
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

// A process is a running stadga serve.
type process struct {
	t    *testing.T
	run  *exec.Cmd
	said lockedBuffer
	addr string
}

type lockedBuffer struct {
	mu sync.Mutex
	b  bytes.Buffer
}

func (l *lockedBuffer) Write(p []byte) (int, error) {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.b.Write(p)
}

func (l *lockedBuffer) String() string {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.b.String()
}

// startServe starts a server on a settings file, and waits until it answers.
func startServe(t *testing.T, dir, config, addr string) *process {
	t.Helper()
	p := &process{t: t, run: exec.Command(program(t), "serve", "--config", config), addr: addr}
	p.run.Dir, p.run.Stdout, p.run.Stderr = dir, &p.said, &p.said
	if err := p.run.Start(); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		p.stop(syscall.SIGTERM)
		if t.Failed() {
			t.Logf("the server on %s said:\n%s", addr, p.said.String())
		}
	})
	for deadline := time.Now().Add(60 * time.Second); ; time.Sleep(20 * time.Millisecond) {
		if conn, err := net.Dial("tcp", addr); err == nil {
			conn.Close()
			return p
		}
		if time.Now().After(deadline) {
			t.Fatalf("the server does not answer on %s", addr)
		}
	}
}

func (p *process) stop(with syscall.Signal) {
	if p.run.ProcessState != nil {
		return
	}
	if err := p.run.Process.Signal(with); err != nil {
		p.t.Error(err)
	}
	_ = p.run.Wait() // it was told to end, and how it did is seen in the record
}

// A login is a provider that says whom the next log-in is, and holds it to its challenge.
type login struct {
	t         *testing.T
	provider  *cap.TestProvider
	challenge string
}

// known is a verifier that the provider is to expect.
type known struct{ verifier string }

func (k known) Verifier() string          { return k.verifier }
func (known) Challenge() string           { return "" }
func (known) Method() cap.ChallengeMethod { return cap.S256 }
func (k known) Copy() cap.CodeVerifier    { return k }

// ServeHTTP is the token endpoint: the provider compares verifiers, so it is told
// the one that fits the challenge, and none where it does not fit.
func (l *login) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	if err := r.ParseForm(); err != nil {
		l.t.Error(err)
	}
	l.provider.SetPKCEVerifier(known{"the challenge fits no verifier"})
	if sum := sha256.Sum256([]byte(r.PostForm.Get("code_verifier"))); base64.RawURLEncoding.EncodeToString(sum[:]) == l.challenge {
		l.provider.SetPKCEVerifier(known{r.PostForm.Get("code_verifier")})
	}
	l.provider.ServeHTTP(w, r)
}

func newLogin(t *testing.T, addresses ...string) *login {
	t.Helper()
	l := &login{t: t, provider: cap.StartTestProvider(t, cap.WithNoTLS())}
	tokens := httptest.NewServer(l)
	t.Cleanup(tokens.Close)
	l.provider.SetAdditionalConfiguration(map[string]any{"token_endpoint": tokens.URL + "/token"})
	l.provider.SetClientCreds("stadga", "hemligt")
	l.provider.SetExpectedAuthCode("kod")
	var back []string
	for _, address := range addresses {
		back = append(back, address+"/logga-in/svar")
	}
	l.provider.SetAllowedRedirectURIs(back)
	return l
}

// as logs someone in at an address, as a browser would.
func (l *login) as(number, address string) *http.Client {
	l.t.Helper()
	jar, err := cookiejar.New(nil)
	if err != nil {
		l.t.Fatal(err)
	}
	c := &http.Client{Jar: jar}
	if where := l.again(c, number, address); where != address+"/min-dag" && where != address+"/driftlage" {
		l.t.Fatalf("log-in of %s ended at %s", number, where)
	}
	return c
}

// again logs in with a browser that is already there, and tells where it ended.
func (l *login) again(c *http.Client, number, address string) string {
	l.t.Helper()
	stop := *c
	stop.CheckRedirect = func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse }
	begun, err := stop.Get(address + "/logga-in/borja")
	if err != nil {
		l.t.Fatal(err)
	}
	begun.Body.Close()
	asked, err := url.Parse(begun.Header.Get("Location"))
	if err != nil || asked.Query().Get("nonce") == "" {
		l.t.Fatalf("log-in led to %d %s (%v)", begun.StatusCode, asked, err)
	}
	l.provider.SetCustomClaims(map[string]any{"employee_id": number})
	l.provider.SetExpectedAuthNonce(asked.Query().Get("nonce"))
	l.challenge = asked.Query().Get("code_challenge")
	in, err := c.Get(asked.String())
	if err != nil {
		l.t.Fatal(err)
	}
	in.Body.Close()
	return in.Request.URL.String()
}

// boardYAML is one board of a settings file that logs in through the provider.
func (l *login) boardYAML(name, shown, address, db string) string {
	return fmt.Sprintf("  - namn: %s\n    visas: %s\n    adress: %s\n    register: %q\n    inloggning: {sort: oidc, utfardare: %q, klient: stadga, hemlighet: hemlighet, person: employee_id}\n",
		name, shown, address, db, l.provider.Addr())
}

// settingsIn writes a settings file of the boards, for a server that listens on an address.
func settingsIn(t *testing.T, dir, name, listen, boards string) string {
	t.Helper()
	for file, text := range map[string]string{
		name: "kommun: Norrsala kommun\nlyssna: " + listen + "\nnamnder:\n" + boards, "hemlighet": "hemligt\n", "norrsala.yaml": norrsalaStaff,
	} {
		if err := os.WriteFile(filepath.Join(dir, file), []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	return filepath.Join(dir, name)
}

// read opens a page and returns where it ended and what it says.
func read(t *testing.T, c *http.Client, address string) (status int, path, body string) {
	t.Helper()
	resp, err := c.Get(address)
	if err != nil {
		t.Fatal(err)
	}
	defer resp.Body.Close()
	text, err := io.ReadAll(resp.Body)
	if err != nil {
		t.Fatal(err)
	}
	return resp.StatusCode, resp.Request.URL.Path, string(text)
}

// The way from nothing to a page, as the README says it: staff from a file, the
// settings tried, the server started, log-in, log-out.
func TestServeForReal(t *testing.T) {
	dir, addr := t.TempDir(), freePort(t)
	address := "http://" + addr
	l := newLogin(t, address)
	config := settingsIn(t, dir, "stadga.yaml", addr, l.boardYAML("social", "Socialnämnden", address, "sqlite:register"))
	ran(t, dir, "organisation", "norrsala.yaml", "--db", "sqlite:register", "--board", "social")
	if out := ran(t, dir, "serve", "--config", config, "--check"); !strings.Contains(out, "registret svarar") || !strings.Contains(out, "inloggningstjänsten svarar") {
		t.Errorf("the check says %s", out)
	}
	server := startServe(t, dir, config, addr)
	c := l.as("104233", address)
	if status, _, body := read(t, c, address+"/min-dag"); status != http.StatusOK || !strings.Contains(body, "Eva Ek") || !strings.Contains(body, "Socialnämnden") && !strings.Contains(body, "Norrsala kommun") {
		t.Errorf("min dag: %d", status)
	}
	if where := l.again(&http.Client{}, "999999", address); where != address+"/logga-in/svar" && !strings.HasPrefix(where, address+"/logga-in/svar?") {
		t.Errorf("a stranger ended at %s", where)
	}
	if _, path, _ := read(t, &http.Client{}, address+"/min-dag"); path != "/logga-in" {
		t.Errorf("without log-in one ended at %s", path)
	}
	resp, err := c.PostForm(address+"/logga-ut", nil)
	if err != nil {
		t.Fatal(err)
	}
	resp.Body.Close()
	if _, path, _ := read(t, c, address+"/min-dag"); path != "/logga-in" {
		t.Errorf("logged out and still at %s", path)
	}
	if resp, err := http.PostForm(address+"/logga-in", url.Values{"konto": {"00000000-0000-7000-8000-000000000001"}}); err != nil || resp.StatusCode != http.StatusNotFound {
		t.Errorf("an account can be picked in real operation: %v, %v", resp, err)
	}
	for _, secret := range []string{"104233", "Eva Ek", "hemligt"} {
		if strings.Contains(server.said.String(), secret) {
			t.Errorf("the log tells %q", secret)
		}
	}
	if status, _, body := read(t, &http.Client{Transport: otherHost("elak.example")}, address+"/"); status != http.StatusMisdirectedRequest || !strings.Contains(body, "ingen nämnd") {
		t.Errorf("a host of no board: %d %s", status, body)
	}
}

// otherHost asks for another host at the same address.
type otherHost string

func (h otherHost) RoundTrip(r *http.Request) (*http.Response, error) {
	r = r.Clone(r.Context())
	r.Host = string(h)
	return http.DefaultTransport.RoundTrip(r)
}

// Two servers on one database, behind one address, are one: a log-in that began
// at the first ends at the second, what is written at one is read at the other,
// everything is sealed once, and when one dies the other goes on.
func TestTwoServersOnOneDatabaseAreOne(t *testing.T) {
	db := pgtest.Database(t)
	dir := t.TempDir()
	first, second := freePort(t), freePort(t)
	turn := &turns{addrs: []string{first, second}}
	front := httptest.NewServer(turn)
	defer front.Close()
	l := newLogin(t, front.URL)
	board := l.boardYAML("socialnamnden", "Socialnämnden", front.URL, db)
	one, two := settingsIn(t, dir, "ett.yaml", first, board), settingsIn(t, dir, "tva.yaml", second, board)
	ran(t, dir, "organisation", "norrsala.yaml", "--db", db, "--board", "socialnamnden")
	a := startServe(t, dir, one, first)
	startServe(t, dir, two, second)

	c := l.as("104233", front.URL)
	write := func(n int) {
		t.Helper()
		deviate(t, c, front.URL, fmt.Sprintf("Händelse %d i trapphuset", n))
	}
	for n := range 6 {
		write(n)
	}
	for range 4 {
		if status, path, _ := read(t, c, front.URL+"/min-dag"); status != http.StatusOK || path != "/min-dag" {
			t.Errorf("one of the servers does not know the log-in: %d %s", status, path)
		}
	}
	if turn.to[0].Load() < 5 || turn.to[1].Load() < 5 {
		t.Errorf("the servers answered %d and %d requests: nothing is shown of two", turn.to[0].Load(), turn.to[1].Load())
	}
	if testing.Short() {
		sealedOnce(t, dir, db, 6)
		return
	}
	a.stop(syscall.SIGKILL)
	turn.alone.Store(true)
	for n := range 3 {
		write(6 + n)
	}
	sealedOnce(t, dir, db, 9)
}

// turns sends every other request to the other server.
type turns struct {
	addrs []string
	n     atomic.Int64
	to    [2]atomic.Int64
	alone atomic.Bool // only the second is left
}

func (b *turns) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	i := b.n.Add(1) % 2
	if b.alone.Load() {
		i = 1
	}
	b.to[i].Add(1)
	proxy := httputil.ReverseProxy{Rewrite: func(p *httputil.ProxyRequest) {
		p.Out.URL.Scheme, p.Out.URL.Host = "http", b.addrs[i]
		p.Out.Host = p.In.Host
	}}
	proxy.ServeHTTP(w, r)
}

// deviate reports a deviation, as one who writes in the form.
func deviate(t *testing.T, c *http.Client, address, what string) {
	t.Helper()
	const path = "/kvalitet/rapportera"
	status, _, body := read(t, c, address+path)
	form := webtest.Answer{Body: []byte(body)}.Hidden()
	form.Set("what", what)
	form.Set("danger", "nej")
	resp, err := c.PostForm(address+path, form)
	if err != nil {
		t.Fatal(err)
	}
	defer resp.Body.Close()
	if status != http.StatusOK || resp.StatusCode != http.StatusOK || !strings.HasPrefix(resp.Request.URL.Path, "/kvalitet/avvikelse/") {
		text, _ := io.ReadAll(resp.Body)
		t.Fatalf("%s was not reported: %d, then %d at %s\n%s", what, status, resp.StatusCode, resp.Request.URL.Path, webtest.Words(text))
	}
}

// sealedOnce waits until every act is sealed, and verifies the record.
func sealedOnce(t *testing.T, dir, db string, deviations int) {
	t.Helper()
	ctx, cancel := context.WithTimeout(t.Context(), 3*time.Minute) // the lease of the one that died must run out
	defer cancel()
	r, err := openRecord(ctx, recordOptions{URL: db, Name: "socialnamnden", ReadOnly: true})
	if err != nil {
		t.Fatal(err)
	}
	defer r.Close()
	count := func(query string) (n int) {
		if err := r.Store.Reader().QueryRowContext(ctx, query).Scan(&n); err != nil {
			t.Fatal(err)
		}
		return n
	}
	for count(`select count(*) from journal j where not exists (select 1 from journal_seal s where s.event = j.num)`) > 0 {
		time.Sleep(50 * time.Millisecond)
	}
	if n := count(`select count(*) from journal where name = (select min(name) from journal where name like 'deviation.reported%')`); n != deviations {
		t.Errorf("%d deviations are in the record, want %d", n, deviations)
	}
	if sealed, events := count(`select count(*) from journal_seal`), count(`select count(*) from journal`); sealed != events {
		t.Errorf("%d seals of %d events", sealed, events)
	}
	ran(t, dir, "journal", "verify", "--db", db) // ends with 0 only when nothing is touched
}

// Package browser walks through Stadga in headless Chromium, one journey per
// thread, and holds every page on the way to axe and to a window of 320 pixels.
package browser

import (
	"bufio"
	"context"
	"net"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
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

func TestJourneys(t *testing.T) {
	if testing.Short() {
		t.Skip("the journeys take a minute; they are left out of short runs")
	}
	if _, err := exec.LookPath("node"); err != nil {
		leaveOut(t, "node", "Install it with: sudo apt-get install nodejs npm")
	}
	if _, err := os.Stat("node_modules/axe-core"); err != nil {
		leaveOut(t, "axe-core", "Install it with: (cd browser && npm ci)")
	}
	browser := chromium(t)
	base := demo(t)
	for _, thread := range []string{"aldre", "barn", "utkast", "sidor"} {
		t.Run(thread, func(t *testing.T) {
			ctx, cancel := context.WithTimeout(t.Context(), 15*time.Minute)
			defer cancel()
			failures, err := filepath.Abs(filepath.Join("..", "testresultat", thread))
			if err != nil {
				t.Fatal(err)
			}
			walk := exec.CommandContext(ctx, "node", "walk.js", thread, base, failures)
			walk.Env = append(os.Environ(), "STADGA_CHROMIUM="+browser)
			if dir := os.Getenv("BILDER"); dir != "" {
				walk.Env = append(walk.Env, "STADGA_BILDER="+dir)
			}
			out, err := walk.CombinedOutput()
			t.Logf("%s", out)
			if err != nil {
				t.Errorf("the journey ended with %v; pictures of the page are in %s", err, failures)
			}
		})
	}
}

// demo builds the program, lives a small Norrsala, opens it on loopback and
// returns its address.
func demo(t *testing.T) string {
	t.Helper()
	program := filepath.Join(t.TempDir(), "stadga")
	if out, err := exec.Command("go", "build", "-o", program, "../cmd/stadga").CombinedOutput(); err != nil {
		t.Fatalf("build: %v\n%s", err, out)
	}
	data := filepath.Join(t.TempDir(), "data")
	small := exec.Command(program, "simulate", "--persons", "300", "--years", "1", "--seed", "3", "--bulk", "--db", "sqlite:"+data)
	if out, err := small.CombinedOutput(); err != nil {
		t.Fatalf("simulate: %v\n%s", err, out)
	}
	free, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	addr := free.Addr().String()
	if err := free.Close(); err != nil {
		t.Fatal(err)
	}
	server := exec.Command(program, "demo", "--addr", addr, "--data", data)
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
		answer, err := http.Get("http://" + addr + "/logga-in")
		if err == nil {
			_ = answer.Body.Close()
			if answer.StatusCode == http.StatusOK {
				t.Logf("the demo answered after %.1f s", time.Since(start).Seconds())
				return "http://" + addr
			}
		}
	}
	t.Fatal("the demo did not answer at /logga-in within three minutes")
	return ""
}

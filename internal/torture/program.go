//go:build linux

package torture

import (
	"bufio"
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"os/exec"
	"strings"
	"syscall"
	"time"
)

// Ready is what a program writes on its first line when it takes orders.
const Ready = "ready"

// A Program is the process under test.
type Program struct {
	cmd   *exec.Cmd
	ended chan struct{}
	err   error
	log   *tail
	Began time.Duration // from start to ready
}

// Start starts a process and waits until it is ready. It is made to die with the
// one who started it.
func Start(cmd *exec.Cmd) (*Program, error) {
	p := &Program{cmd: cmd, ended: make(chan struct{}), log: &tail{}}
	cmd.Stderr = p.log
	if cmd.SysProcAttr == nil {
		cmd.SysProcAttr = &syscall.SysProcAttr{}
	}
	cmd.SysProcAttr.Setpgid = true
	out, err := cmd.StdoutPipe()
	if err != nil {
		return nil, err
	}
	began := time.Now()
	if err := cmd.Start(); err != nil {
		return nil, err
	}
	lines := bufio.NewReader(out)
	first, err := lines.ReadString('\n')
	go func() {
		_, _ = io.Copy(io.Discard, lines)
		p.err = cmd.Wait()
		close(p.ended)
	}()
	if err != nil || strings.TrimSpace(first) != Ready {
		p.Kill()
		return nil, fmt.Errorf("the program did not start: %q %w\n%s", first, err, p.log)
	}
	p.Began = time.Since(began)
	return p, nil
}

// Kill ends the process and all that it started by kill −9, and waits until they are gone.
func (p *Program) Kill() {
	_ = syscall.Kill(-p.cmd.Process.Pid, syscall.SIGKILL)
	<-p.ended
}

// Stop asks the process to end, as the machine does when it is shut down.
func (p *Program) Stop() error {
	if err := p.cmd.Process.Signal(syscall.SIGTERM); err != nil {
		return err
	}
	select {
	case <-p.ended:
	case <-time.After(time.Minute):
		p.Kill()
		return fmt.Errorf("the program does not end when it is asked to\n%s", p.log)
	}
	if p.err != nil {
		return fmt.Errorf("the program ended badly: %w\n%s", p.err, p.log)
	}
	return nil
}

// Log is the last that the program wrote to its log.
func (p *Program) Log() string { return p.log.String() }

// Ended tells whether the process has died.
func (p *Program) Ended() bool {
	select {
	case <-p.ended:
		return true
	default:
		return false
	}
}

// Missing tells which of some tools are not installed, with the line that
// installs them; empty when none is.
func Missing(tools map[string]string) string {
	var packages []string
	for tool, of := range tools {
		if _, err := exec.LookPath(tool); err != nil {
			packages = append(packages, of)
		}
	}
	if len(packages) == 0 {
		return ""
	}
	return strings.Join(packages, " and ") + " missing: install with\n\tapt-get install -y " + strings.Join(packages, " ")
}

// Until tries until something holds or time is out.
func Until(ctx context.Context, longest time.Duration, holds func() error) error {
	ctx, cancel := context.WithTimeout(ctx, longest)
	defer cancel()
	for {
		err := holds()
		if err == nil {
			return nil
		}
		select {
		case <-ctx.Done():
			return errors.Join(fmt.Errorf("not within %s", longest), err)
		case <-time.After(20 * time.Millisecond):
		}
	}
}

// tail keeps the last of what is written.
type tail struct{ text []byte }

func (t *tail) Write(b []byte) (int, error) {
	t.text = append(t.text, b...)
	if len(t.text) > 8000 {
		t.text = t.text[len(t.text)-4000:]
	}
	return len(b), nil
}

func (t *tail) String() string { return string(t.text) }

// Folder makes a folder in memory where there is one, so that what is tried and
// not how fast the disk is decides; else where the system keeps what is temporary.
func Folder(name string) (string, error) {
	if info, err := os.Stat("/dev/shm"); err == nil && info.IsDir() {
		return os.MkdirTemp("/dev/shm", name)
	}
	return os.MkdirTemp("", name)
}

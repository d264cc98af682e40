//go:build linux

package torture

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"syscall"
	"time"

	_ "github.com/jackc/pgx/v5/stdlib" // the driver named pgx

	"stadga/internal/store/pgtest"
)

// A Server is a PostgreSQL of its own, which syncs as in real operation and may
// be killed, followed by a standby, or promoted.
type Server struct {
	Name string
	home string // of sockets and logs
	data string
	port int
	bin  string
	who  *syscall.SysProcAttr
	cmd  *exec.Cmd
	gone chan struct{}
	log  *tail
}

// settings of every server under test: nothing that makes it faster than it is
// in operation by being less durable.
var settings = []string{
	"listen_addresses=", "fsync=on", "full_page_writes=on", "synchronous_commit=on", "max_connections=120", "shared_buffers=32MB",
	"wal_level=replica", "max_wal_senders=10", "wal_keep_size=256MB", "max_wal_size=512MB", "checkpoint_timeout=30s", "hot_standby=on",
	"wal_receiver_status_interval=1s", "wal_retrieve_retry_interval=100ms",
	"dynamic_shared_memory_type=mmap", // in its own folder: a killed server leaves nothing else behind
}

// NewServer makes an empty server in a folder, which others may read.
func NewServer(home, name string, port int) (*Server, error) {
	s, err := lay(home, name, port)
	if err != nil {
		return nil, err
	}
	return s, s.run("initdb", "-D", s.data, "-U", "stadga", "-A", "trust", "--no-sync", "--encoding=UTF8", "--locale=C")
}

func lay(home, name string, port int) (*Server, error) {
	bin, err := pgtest.Binaries()
	if err != nil {
		return nil, err
	}
	who, err := pgtest.Owner(home)
	return &Server{Name: name, home: home, data: filepath.Join(home, name), port: port, bin: bin, who: who, log: &tail{}}, err
}

// run runs one of PostgreSQL's own programs to its end.
func (s *Server) run(program string, args ...string) error {
	cmd := exec.Command(filepath.Join(s.bin, program), args...)
	cmd.Dir, cmd.SysProcAttr = s.home, s.who
	if out, err := cmd.CombinedOutput(); err != nil {
		return fmt.Errorf("%s: %w\n%s", program, err, out)
	}
	return nil
}

// Start starts the server and waits until it answers; the settings come before its own.
func (s *Server) Start(own ...string) error {
	args := []string{"-D", s.data, "-k", s.home, "-p", strconv.Itoa(s.port)}
	for _, setting := range append(append([]string{}, settings...), own...) {
		args = append(args, "-c", setting)
	}
	s.cmd = exec.Command(filepath.Join(s.bin, "postgres"), args...)
	s.cmd.Dir, s.cmd.Stdout, s.cmd.Stderr = s.home, s.log, s.log
	attributes := syscall.SysProcAttr{Pdeathsig: syscall.SIGINT}
	if s.who != nil {
		attributes.Credential = s.who.Credential
	}
	s.cmd.SysProcAttr = &attributes
	if err := s.cmd.Start(); err != nil {
		return err
	}
	cmd, gone := s.cmd, make(chan struct{})
	s.gone = gone
	go func() { _ = cmd.Wait(); close(gone) }()
	return Until(context.Background(), time.Minute, func() error { return s.Do("select 1") })
}

// URL is the address of a database.
func (s *Server) URL(database string) string {
	return fmt.Sprintf("postgres:///%s?host=%s&port=%d&user=stadga&sslmode=disable", database, s.home, s.port)
}

// Do runs a statement as an administrator would, who waits for no standby.
func (s *Server) Do(statement string) error {
	_, err := s.ask(statement, true)
	return err
}

// Ask gives the first column of the first row.
func (s *Server) Ask(query string) (string, error) { return s.ask(query, false) }

func (s *Server) ask(query string, statement bool) (string, error) {
	db, err := sql.Open("pgx", s.URL("postgres")+"&options=-csynchronous_commit%3Dlocal&connect_timeout=5")
	if err != nil {
		return "", err
	}
	defer db.Close()
	if statement {
		_, err = db.Exec(query)
		return "", err
	}
	var text sql.NullString
	err = db.QueryRow(query).Scan(&text)
	return text.String, err
}

// Kill ends the server by kill −9: all its processes at once, as when the machine
// is lost, or the first of them only, so that the others find out. It returns when
// every one is gone: a new server must never meet one that is still writing.
func (s *Server) Kill(all bool) error {
	if s.cmd == nil {
		return nil
	}
	_ = s.cmd.Process.Kill()
	if all {
		for _, pid := range s.processes() {
			_ = syscall.Kill(pid, syscall.SIGKILL)
		}
	}
	<-s.gone
	s.cmd = nil
	return Until(context.Background(), time.Minute, func() error {
		if left := s.processes(); len(left) > 0 {
			for _, pid := range left { // one that was stopped cannot find out
				_ = syscall.Kill(pid, syscall.SIGCONT)
			}
			return fmt.Errorf("%d processes of the server are left", len(left))
		}
		return nil
	})
}

func (s *Server) processes() []int { return processesIn(s.data) }

// processesIn are those that work in a folder, as a server's do in its data.
func processesIn(data string) []int {
	links, err := filepath.Glob("/proc/[0-9]*/cwd")
	if err != nil {
		return nil
	}
	var pids []int
	for _, link := range links {
		if at, err := os.Readlink(link); err == nil && at == data {
			if pid, err := strconv.Atoi(strings.Split(link, "/")[2]); err == nil {
				pids = append(pids, pid)
			}
		}
	}
	return pids
}

// Standby makes a server that follows this one, and starts it.
func (s *Server) Standby(name string, port int) (*Server, error) {
	next, err := lay(s.home, name, port)
	if err != nil {
		return nil, err
	}
	if err := os.RemoveAll(next.data); err != nil {
		return nil, err
	}
	from := fmt.Sprintf("host=%s port=%d user=stadga application_name=%s", s.home, s.port, name)
	if err := s.run("pg_basebackup", "-D", next.data, "-d", from, "-R", "-X", "stream", "-c", "fast", "--no-sync"); err != nil {
		return nil, err
	}
	if err := next.Start("primary_conninfo=" + from); err != nil {
		return nil, fmt.Errorf("%w\n%s", err, next.log)
	}
	return next, Until(context.Background(), time.Minute, func() error {
		state, err := s.Ask(`select state from pg_stat_replication where application_name = '` + name + `'`)
		if err == nil && state != "streaming" {
			err = fmt.Errorf("the standby is %q", state)
		}
		return err
	})
}

// Require makes every commit wait for a standby; an empty name for none.
func (s *Server) Require(name string) error {
	if err := errors.Join(s.Do(`alter system set synchronous_standby_names = '`+name+`'`), s.Do(`select pg_reload_conf()`)); err != nil || name == "" {
		return err
	}
	return Until(context.Background(), time.Minute, func() error {
		state, err := s.Ask(`select sync_state from pg_stat_replication where application_name = '` + name + `'`)
		if err == nil && state != "sync" {
			err = fmt.Errorf("the standby is %q", state)
		}
		return err
	})
}

// PauseReceiver stops the process of a standby that takes in what the primary
// sends: what is committed without waiting for it is then ahead of it.
func (s *Server) PauseReceiver() error {
	text, err := s.Ask(`select pid::text from pg_stat_wal_receiver`)
	if err != nil {
		return fmt.Errorf("the standby receives nothing: %w", err)
	}
	pid, err := strconv.Atoi(text)
	if err != nil {
		return err
	}
	return syscall.Kill(pid, syscall.SIGSTOP)
}

// Promote makes a standby the primary, and returns when it takes writes.
func (s *Server) Promote() error {
	for _, pid := range s.processes() {
		_ = syscall.Kill(pid, syscall.SIGCONT)
	}
	if err := s.run("pg_ctl", "promote", "-D", s.data, "-w", "-t", "60"); err != nil {
		return fmt.Errorf("%w\n%s", err, s.log)
	}
	return nil
}

// KillIn ends by kill −9 every process that works in a folder, and returns when
// they are gone.
func KillIn(data string) {
	for pids := processesIn(data); len(pids) > 0; pids = processesIn(data) {
		for _, pid := range pids {
			_ = syscall.Kill(pid, syscall.SIGKILL)
		}
		time.Sleep(5 * time.Millisecond)
	}
}

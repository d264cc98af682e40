//go:build unix

// Package pgtest lends tests a PostgreSQL of their own: one throw-away cluster
// for each test binary, and a database for each test, made from a template in
// which the tables already stand.
//
//	func TestMain(m *testing.M) { os.Exit(pgtest.Main(m)) }
//
//	db, err := postgres.Open(ctx, pgtest.Database(t), postgres.Options{})
//
// Where PostgreSQL is not installed it says so, names the line that installs it,
// and skips the test – but fails it where CI=true.
package pgtest

import (
	"bytes"
	"context"
	"database/sql"
	"errors"
	"fmt"
	"io"
	"os"
	"os/exec"
	"os/user"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"sync"
	"sync/atomic"
	"syscall"
	"testing"
	"time"

	_ "github.com/jackc/pgx/v5/stdlib" // the driver named pgx

	"stadga/internal/store/postgres"
)

// Install is the line that installs what is missing.
const Install = "apt-get install -y postgresql"

// cluster is the one of this test binary: only TestMain knows when it ends.
var cluster struct {
	once   sync.Once
	dir    string
	stdin  io.Closer // the server ends when it is closed, also when this process dies
	server *exec.Cmd
	err    error
	made   atomic.Int64
}

var errMissing = errors.New("PostgreSQL is not installed")

// Main runs the tests and ends the cluster, if one was started.
func Main(m *testing.M) int {
	code := m.Run()
	if cluster.server != nil {
		cluster.stdin.Close()
		if err := cluster.server.Wait(); err != nil {
			fmt.Fprintln(os.Stderr, "pgtest: the server ended badly:", err)
		}
		if err := os.RemoveAll(cluster.dir); err != nil {
			fmt.Fprintln(os.Stderr, "pgtest:", err)
		}
	}
	return code
}

// Database makes an empty database with the record's tables, gone with the
// cluster, and returns its address.
func Database(t testing.TB) string {
	t.Helper()
	cluster.once.Do(start)
	if errors.Is(cluster.err, errMissing) {
		message := "PostgreSQL 15 or later is not installed: NOTHING IS TESTED ON IT. Install it with\n\t" + Install
		if os.Getenv("CI") == "true" {
			t.Fatal(message)
		}
		t.Skip(message)
	}
	if cluster.err != nil {
		t.Fatal(cluster.err)
	}
	name := fmt.Sprintf("test_%d", cluster.made.Add(1))
	if err := run("postgres", "create database "+name+" template stadga_template"); err != nil {
		t.Fatal(err)
	}
	return address(name)
}

// Durable is Database on a server that from now on waits for the disk, as in
// real operation: for benchmarks.
func Durable(t testing.TB) string {
	t.Helper()
	url := Database(t)
	for _, statement := range []string{
		"alter system set fsync = on", "alter system set full_page_writes = on", "select pg_reload_conf()",
	} {
		if err := run("postgres", statement); err != nil {
			t.Fatal(err)
		}
	}
	return url
}

func address(database string) string {
	return "postgres:///" + database + "?host=" + cluster.dir + "&user=stadga&sslmode=disable"
}

func run(database, statement string) error {
	db, err := sql.Open("pgx", address(database))
	if err != nil {
		return err
	}
	defer db.Close()
	_, err = db.ExecContext(context.Background(), statement)
	return err
}

func start() { cluster.err = startCluster() }

func startCluster() error {
	bin, err := Binaries()
	if err != nil {
		return err
	}
	if cluster.dir, err = os.MkdirTemp("", "stadga-pg-"); err != nil {
		return err
	}
	who, err := Owner(cluster.dir)
	if err != nil {
		return err
	}
	data := filepath.Join(cluster.dir, "data")
	initdb := exec.Command(filepath.Join(bin, "initdb"), "-D", data, "-U", "stadga", "-A", "trust", "--no-sync",
		"--encoding=UTF8", "--locale=C")
	initdb.Dir, initdb.SysProcAttr = cluster.dir, who
	if out, err := initdb.CombinedOutput(); err != nil {
		return fmt.Errorf("initdb: %w\n%s", err, out)
	}
	args := []string{
		"-c", `"$@" & server=$!; cat >/dev/null; kill -INT $server; wait $server`, "sh",
		filepath.Join(bin, "postgres"), "-D", data, "-k", cluster.dir, "-c", "listen_addresses=", "-c", "max_connections=200",
		"-c", "fsync=off", "-c", "full_page_writes=off",
	}
	var log bytes.Buffer
	server := exec.Command("/bin/sh", args...)
	server.Dir, server.SysProcAttr, server.Stdout, server.Stderr = cluster.dir, who, &log, &log
	if cluster.stdin, err = server.StdinPipe(); err != nil {
		return err
	}
	if err := server.Start(); err != nil {
		return err
	}
	cluster.server = server
	if err := answers(); err != nil {
		return fmt.Errorf("the server does not answer: %w\n%s", err, log.String())
	}
	if err := run("postgres", "create database stadga_template"); err != nil {
		return err
	}
	db, err := postgres.Open(context.Background(), address("stadga_template"), postgres.Options{})
	if err != nil {
		return err
	}
	return db.Shut()
}

// answers waits until the server takes connections.
func answers() error {
	var err error
	for deadline := time.Now().Add(30 * time.Second); time.Now().Before(deadline); time.Sleep(20 * time.Millisecond) {
		if err = run("postgres", "select 1"); err == nil {
			return nil
		}
	}
	return err
}

// Binaries finds the folder with the newest server of version 15 or later.
func Binaries() (string, error) {
	if found, err := exec.LookPath("postgres"); err == nil {
		found, err = filepath.EvalSymlinks(found) // beside it lie the other programs
		return filepath.Dir(found), err
	}
	folders, err := filepath.Glob("/usr/lib/postgresql/*/bin/postgres")
	if err != nil {
		return "", err
	}
	version := func(folder string) int {
		n, err := strconv.Atoi(strings.Split(folder, "/")[4])
		if err != nil {
			return 0
		}
		return n
	}
	slices.SortFunc(folders, func(a, b string) int { return version(b) - version(a) })
	if len(folders) == 0 || version(folders[0]) < 15 {
		return "", errMissing
	}
	return filepath.Dir(folders[0]), nil
}

// Owner gives a folder to the user postgres and lets the server run as that user,
// for it refuses to run as root.
func Owner(dir string) (*syscall.SysProcAttr, error) {
	if os.Getuid() != 0 {
		return nil, nil
	}
	postgres, err := user.Lookup("postgres")
	if err != nil {
		return nil, fmt.Errorf("root needs the user postgres to run the server as: %w", err)
	}
	uid, uidErr := strconv.Atoi(postgres.Uid)
	gid, gidErr := strconv.Atoi(postgres.Gid)
	if err := errors.Join(uidErr, gidErr, os.Chown(dir, uid, gid)); err != nil {
		return nil, err
	}
	return &syscall.SysProcAttr{Credential: &syscall.Credential{Uid: uint32(uid), Gid: uint32(gid)}}, nil
}

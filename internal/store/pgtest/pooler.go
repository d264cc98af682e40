//go:build unix

package pgtest

import (
	"database/sql"
	"errors"
	"net/url"
	"os"
	"os/exec"
	"os/user"
	"path/filepath"
	"strconv"
	"strings"
	"syscall"
	"testing"
	"time"
)

// A Pooler is a running PgBouncer.
type Pooler struct{ dir string }

// port is a name inside the folder and nothing on the network.
const port = "6432"

// StartPooler starts PgBouncer before the server that holds the database, on the
// settings that are handed out, with folders of the test's own and fewer
// connections: each transaction may meet another session.
func StartPooler(t *testing.T, database, settingsFile string) Pooler {
	t.Helper()
	program, err := exec.LookPath("pgbouncer")
	if err != nil {
		program = "/usr/sbin/pgbouncer"
	}
	if _, err := os.Stat(program); err != nil {
		message := "PgBouncer is not installed: NOTHING IS TESTED THROUGH A POOLER. Install it with\n\tapt-get install -y pgbouncer"
		if os.Getenv("CI") == "true" {
			t.Fatal(message)
		}
		t.Skip(message)
	}
	server, err := url.Parse(database)
	if err != nil {
		t.Fatal(err)
	}
	dir, err := os.MkdirTemp("", "stadga-pool-")
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := os.RemoveAll(dir); err != nil {
			t.Error(err)
		}
	})
	given, err := os.ReadFile(settingsFile)
	if err != nil {
		t.Fatal(err)
	}
	settings := string(given)
	for from, to := range map[string]string{
		"* = host=/var/run/postgresql":              "* = host=" + server.Query().Get("host") + " user=stadga",
		"unix_socket_dir = /var/run/pgbouncer":      "unix_socket_dir = " + dir + "\nlogfile = " + filepath.Join(dir, "log"),
		"default_pool_size = 20":                    "default_pool_size = 4",
		"auth_type = scram-sha-256":                 "auth_type = any",
		"auth_file = /etc/pgbouncer/userlist.txt\n": "",
	} {
		if !strings.Contains(settings, from) {
			t.Fatalf("%s lacks %q", settingsFile, from)
		}
		settings = strings.Replace(settings, from, to, 1)
	}
	file := filepath.Join(dir, "pgbouncer.ini")
	if err := os.WriteFile(file, []byte(settings), 0o644); err != nil {
		t.Fatal(err)
	}
	run := exec.Command(program, file)
	run.SysProcAttr = asPostgres(t, dir)
	if err := run.Start(); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := run.Process.Signal(syscall.SIGTERM); err != nil {
			t.Error(err)
		}
		var ended *exec.ExitError
		if err := run.Wait(); err != nil && !errors.As(err, &ended) {
			t.Error(err)
		}
	})
	p := Pooler{dir}
	p.wait(t, p.Address(t, database))
	return p
}

// asPostgres lets the pooler run as another than root, which it refuses.
func asPostgres(t *testing.T, dir string) *syscall.SysProcAttr {
	t.Helper()
	if os.Getuid() != 0 {
		return nil
	}
	postgres, err := user.Lookup("postgres")
	if err != nil {
		t.Fatal(err)
	}
	uid, uidErr := strconv.Atoi(postgres.Uid)
	gid, gidErr := strconv.Atoi(postgres.Gid)
	if err := errors.Join(uidErr, gidErr, os.Chown(dir, uid, gid), os.Chmod(dir, 0o755)); err != nil {
		t.Fatal(err)
	}
	return &syscall.SysProcAttr{Credential: &syscall.Credential{Uid: uint32(uid), Gid: uint32(gid)}}
}

// Address is that of a database through the pooler. A session's prepared
// statements are not there in the next transaction, so none are made.
func (p Pooler) Address(t testing.TB, database string) string {
	t.Helper()
	server, err := url.Parse(database)
	if err != nil {
		t.Fatal(err)
	}
	return "postgres:///" + strings.TrimPrefix(server.Path, "/") + "?host=" + p.dir + "&port=" + port +
		"&user=stadga&sslmode=disable&default_query_exec_mode=cache_describe"
}

func (p Pooler) wait(t *testing.T, address string) {
	t.Helper()
	db, err := sql.Open("pgx", address)
	if err != nil {
		t.Fatal(err)
	}
	defer db.Close()
	for deadline := time.Now().Add(20 * time.Second); ; time.Sleep(50 * time.Millisecond) {
		if _, err = db.Exec("select 1"); err == nil {
			return
		}
		if time.Now().After(deadline) {
			log, _ := os.ReadFile(filepath.Join(p.dir, "log"))
			t.Fatalf("the pooler does not answer: %v\n%s", err, log)
		}
	}
}

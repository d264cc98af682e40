//go:build unix

package postgres_test

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
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

	"stadga/internal/store"
	"stadga/internal/store/pgtest"
	"stadga/internal/store/postgres"
	"stadga/internal/store/storetest"
)

// TestThroughAPooler runs the whole suite through PgBouncer in transaction mode,
// with fewer connections to the server than writers: each transaction may meet
// another session, so that whatever rested on one would fail here.
func TestThroughAPooler(t *testing.T) {
	if testing.Short() {
		t.Skip("the suite runs against the server itself")
	}
	pooler := startPooler(t, pgtest.Database(t))
	databases := map[string]string{}
	storetest.Run(t, func(t testing.TB, name string) store.Driver {
		key := t.Name() + " " + name
		if databases[key] == "" {
			databases[key] = pooler.address(t, pgtest.Database(t))
		}
		db, err := postgres.Open(context.Background(), databases[key], postgres.Options{})
		if err != nil {
			t.Fatal(err)
		}
		return db
	})
}

// A pooler is a running PgBouncer.
type pooler struct{ dir string }

// port is a name inside the folder and nothing on the network.
const port = "6432"

// startPooler starts PgBouncer before the server that holds the database.
func startPooler(t *testing.T, database string) pooler {
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
	settings := fmt.Sprintf(`[databases]
* = host=%s user=stadga
[pgbouncer]
pool_mode = transaction
default_pool_size = 4
max_client_conn = 1000
listen_addr =
listen_port = %s
unix_socket_dir = %s
auth_type = any
ignore_startup_parameters = extra_float_digits
logfile = %s
`, server.Query().Get("host"), port, dir, filepath.Join(dir, "log"))
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
	p := pooler{dir}
	p.wait(t, p.address(t, database))
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

// address is that of a database through the pooler. A session's prepared
// statements are not there in the next transaction, so none are made.
func (p pooler) address(t testing.TB, database string) string {
	t.Helper()
	server, err := url.Parse(database)
	if err != nil {
		t.Fatal(err)
	}
	return "postgres:///" + strings.TrimPrefix(server.Path, "/") + "?host=" + p.dir + "&port=" + port +
		"&user=stadga&sslmode=disable&default_query_exec_mode=cache_describe"
}

func (p pooler) wait(t *testing.T, address string) {
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

package main

import (
	"context"
	"database/sql"
	"errors"
	"log/slog"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strings"
	"sync"
	"sync/atomic"
	"testing"

	"stadga/internal/act"
	"stadga/internal/engine"
	"stadga/internal/ids"
	"stadga/internal/jobs"
	"stadga/internal/people"
	"stadga/internal/people/peoplesql"
	"stadga/internal/store/sqlite"
)

// backupKey draws a pair of keys.
func backupKey(t *testing.T) (secret, open string) {
	t.Helper()
	secret = filepath.Join(t.TempDir(), "hemlig")
	code, said := stadga("backup", "key", secret)
	open, _, _ = strings.Cut(said, "\n")
	if code != exitDone || !strings.HasPrefix(open, "age1") {
		t.Fatalf("exit %d: %s", code, said)
	}
	return secret, open
}

// copied takes a copy of a record.
func copied(t *testing.T, url, key string) string {
	t.Helper()
	file := filepath.Join(t.TempDir(), "kopia.stadga")
	if code, said := stadga("backup", "write", file, "--db", url, "--key", key); code != exitDone || !strings.Contains(said, "är skriven till") {
		t.Fatalf("exit %d: %s", code, said)
	}
	return file
}

func TestACopyIsRestoredSealedAndWhole(t *testing.T) {
	url, checkpoint := sealedHouse(t)
	secret, open := backupKey(t)
	file := copied(t, url, open)
	if left, _ := filepath.Glob(filepath.Join(strings.TrimPrefix(url, "sqlite:"), "kopieras-*")); len(left) > 0 {
		t.Errorf("%v is left beside the record", left)
	}
	again := inFolder(t)
	if code, said := stadga("restore", file, "--db", again, "--key", secret); code != exitDone || !strings.Contains(said, "är återställd till") {
		t.Fatalf("exit %d: %s", code, said)
	}
	code, said := stadga("journal", "verify", "--db", again, "--checkpoint", checkpoint, "--rebuild")
	if code != exitDone || !strings.Contains(said, "Prövat mot 2 sigill") || !strings.Contains(said, "Alla tabeller är de som händelserna ger") {
		t.Errorf("exit %d: %s", code, said)
	}
	if code, said := stadga("restore", file, "--db", again, "--key", secret); code != exitBadInput || !strings.Contains(said, "finns redan") {
		t.Errorf("over what stands: exit %d: %s", code, said)
	}
	code, said = stadga("drill", file, "--key", secret, "--checkpoint", checkpoint, "--seal", filepath.Join(filepath.Dir(checkpoint), publicKeyName))
	if code != exitDone || !strings.Contains(said, "Kopian går att lita på") || !strings.Contains(said, "0 fick andra frister") || !regexp.MustCompile(`Återställd på [\d.]+m?s`).MatchString(said) {
		t.Errorf("exit %d: %s", code, said)
	}
}

func TestAWrongKeyOrADamagedCopyIsRefusedAndNothingIsLeft(t *testing.T) {
	url, _ := sealedHouse(t)
	secret, open := backupKey(t)
	other, _ := backupKey(t)
	file := copied(t, url, open)
	text := readFile(t, file)
	text[len(text)/2] ^= 1
	damaged := filepath.Join(t.TempDir(), "skadad")
	if err := os.WriteFile(damaged, text, 0o600); err != nil {
		t.Fatal(err)
	}
	for want, args := range map[string][]string{
		"Nyckeln passar inte till säkerhetskopian":       {file, "--key", other},
		"är skadad eller ändrad sedan den togs":          {damaged, "--key", secret},
		"är ingen hemlig nyckel":                         {file, "--key", file},
		"Nyckeln " + other + "-nej går inte att läsa":    {file, "--key", other + "-nej"},
		"Säkerhetskopian " + file + "-nej går inte att ": {file + "-nej", "--key", secret},
	} {
		dir := t.TempDir()
		for _, command := range []string{"restore", "drill"} {
			args := append([]string{command}, args...)
			if command == "restore" {
				args = append(args, "--db", "sqlite:"+dir)
			}
			if code, said := stadga(args...); code != exitBadInput || !strings.Contains(said, want) {
				t.Errorf("%s, %s: exit %d: %s", command, want, code, said)
			}
		}
		if left, err := os.ReadDir(dir); err != nil || len(left) > 0 {
			t.Errorf("%s: %v is left behind (%v)", want, left, err)
		}
	}
	for want, args := range map[string][]string{
		"är ingen öppen nyckel":         {"backup", "write", file + "2", "--db", url, "--key", "age1nej"},
		"finns redan":                   {"backup", "write", file, "--db", url, "--key", open},
		"tas med pg_dump":               {"backup", "write", file + "2", "--db", "postgres:///nej", "--key", open},
		"Ange nämndens korta namn":      {"backup", "write", file + "2", "--dump", "--key", open},
		"Ange antingen en säkerhetskop": {"drill", file},
	} {
		if code, said := stadga(args...); code != exitBadInput || !strings.Contains(said, want) {
			t.Errorf("%s: exit %d: %s", want, code, said)
		}
	}
}

// The drill finds what is planted: a body changed by a superuser, a table that is
// not what the events give, an obligation that the rules do not give.
func TestTheDrillFindsWhatIsWrong(t *testing.T) {
	for statement, want := range map[string]string{
		`update journal_body set body = replace(body, 'Behovet', 'Behöven')`:  "Innehållet i händelsen på plats",
		`update person set family = 'Ändrad'`:                                 "Tabellen person",
		`update obligation set body = replace(body, '"owes":"', '"owes":"x')`: "fick andra frister",
	} {
		url, _ := sealedHouse(t)
		db, err := sql.Open("sqlite", filepath.Join(strings.TrimPrefix(url, "sqlite:"), "socialnamnden.db"))
		if err != nil {
			t.Fatal(err)
		}
		if _, err := db.Exec(statement); err != nil {
			t.Fatal(err)
		}
		if err := db.Close(); err != nil {
			t.Fatal(err)
		}
		secret, open := backupKey(t)
		code, said := stadga("drill", copied(t, url, open), "--key", secret)
		if code != exitFailed || !strings.Contains(said, want) || strings.Contains(said, "0 fick andra frister") && want == "fick andra frister" {
			t.Errorf("after %s: exit %d: %s", statement, code, said)
		}
	}
}

// A copy taken while eight write holds every act that was acknowledged before it
// began, and verifies. A copy of the file alone, which is what one might think of
// first, does not: what is committed may still lie beside it.
func TestACopyTakenUnderLoadHoldsWhatWasAcknowledged(t *testing.T) {
	dir := t.TempDir()
	h := newHouseIn(t, "sqlite:"+dir)
	if err := h.adopt(t.Context()); err != nil {
		t.Fatal(err)
	}
	persons := engine.Bind(h.Engine, peoplesql.Persons())
	var acknowledged atomic.Int64
	ctx, stop := context.WithCancel(t.Context())
	var writers sync.WaitGroup
	for range 8 {
		writers.Go(func() {
			for ctx.Err() == nil {
				form := act.Form{ID: h.Engine.NewForm(), Actor: eva}
				name := people.Name{Given: "Anna", Family: "Prov"}
				if _, err := persons.Do(t.Context(), form, ids.Person{ID: h.Engine.NewID()}.ID, people.Register{Name: name, BornYear: 1941}); err != nil {
					t.Error(err)
					return
				}
				acknowledged.Add(1)
			}
		})
	}
	for acknowledged.Load() < 100 {
		if ctx.Err() != nil {
			t.Fatal("nobody writes")
		}
	}
	secret, open := backupKey(t)
	before := acknowledged.Load()
	file := copied(t, "sqlite:"+dir, open)
	after := acknowledged.Load()
	stop()
	writers.Wait()
	if after == before {
		t.Error("nothing was written while the copy was taken")
	}
	again := inFolder(t)
	if code, said := stadga("restore", file, "--db", again, "--key", secret); code != exitDone {
		t.Fatalf("exit %d: %s", code, said)
	}
	held := func(path string) (n int64, err error) {
		db, err := sqlite.Open(t.Context(), path, sqlite.Options{ReadOnly: true})
		if err != nil {
			return 0, err
		}
		err = db.Reader().QueryRowContext(t.Context(), `select count(*) from person`).Scan(&n)
		return n, errors.Join(err, db.Shut())
	}
	if n, err := held(filepath.Join(strings.TrimPrefix(again, "sqlite:"), "socialnamnden.db")); err != nil || n < before {
		t.Errorf("the copy holds %d of %d acknowledged acts (%v)", n, before, err)
	}
	// Of two acts one at least is not in the file yet: they are not both moved there at once.
	missed := false
	for range 2 {
		h.do(eva, persons.Step(h.Engine.NewID(), people.Register{Name: people.Name{Given: "Anna", Family: "Prov"}, BornYear: 1941}))
		plain := filepath.Join(t.TempDir(), "enbart-filen.db")
		if err := os.WriteFile(plain, readFile(t, filepath.Join(dir, "socialnamnden.db")), 0o600); err != nil {
			t.Fatal(err)
		}
		n, err := held(plain)
		acknowledged.Add(1)
		missed = missed || err != nil || n < acknowledged.Load()
	}
	if !missed {
		t.Error("a copy of the file alone holds every act: this test does not see what it is for")
	}
	if code, said := stadga("journal", "verify", "--db", again, "--rebuild"); code != exitDone {
		t.Errorf("exit %d: %s", code, said)
	}
}

// The scripts of deploy take a copy of PostgreSQL and put it back in an empty
// database; a dump that fails half way leaves no copy.
func TestPostgreSQLIsCopiedAndRestoredByTheScripts(t *testing.T) {
	url := addresses()["PostgreSQL"](t)
	h := newHouseIn(t, url)
	if err := h.adopt(t.Context()); err != nil {
		t.Fatal(err)
	}
	h.granted()
	sealing, err := h.sealing("sqlite:" + t.TempDir())
	if err != nil {
		t.Fatal(err)
	}
	if err := jobs.NewRunner(h.Store, h.Clock, slog.New(slog.DiscardHandler), sealing...).Tick(t.Context()); err != nil {
		t.Fatal(err)
	}
	empty := emptyBeside(t, url)
	dir, scripts := t.TempDir(), scriptsFor(t)
	secret, open := backupKey(t)
	file := filepath.Join(dir, "kopia.stadga")
	if said, err := scripts("postgres-backup", url, "socialnamnden", file, open); err != nil {
		t.Fatalf("%v: %s", err, said)
	}
	if said, err := scripts("postgres-restore", file, secret, empty, "socialnamnden", dir); err != nil || !strings.Contains(said, "Kopian går att lita på") {
		t.Errorf("%v: %s", err, said)
	}
	if said, err := scripts("postgres-backup", "postgres:///finns-inte?host=/finns-inte", "socialnamnden", file+"2", open); err == nil {
		t.Errorf("a dump that failed: %s", said)
	}
	if left, _ := filepath.Glob(filepath.Join(dir, "*")); len(left) != 1 {
		t.Errorf("%v lie in the folder, want the copy alone", left)
	}
}

// emptyBeside makes an empty database in the same cluster.
func emptyBeside(t *testing.T, address string) string {
	t.Helper()
	db, err := sql.Open("pgx", address)
	if err != nil {
		t.Fatal(err)
	}
	defer db.Close()
	var name string
	if err := db.QueryRowContext(t.Context(), `select current_database()`).Scan(&name); err != nil {
		t.Fatal(err)
	}
	if _, err := db.ExecContext(t.Context(), `create database `+name+`_again template template0 encoding 'UTF8' locale 'C'`); err != nil {
		t.Fatal(err)
	}
	return strings.Replace(address, "/"+name, "/"+name+"_again", 1)
}

// scriptsFor runs scripts of deploy with this program as stadga.
func scriptsFor(t *testing.T) func(name string, args ...string) (string, error) {
	t.Helper()
	self, err := os.Executable()
	if err != nil {
		t.Fatal(err)
	}
	bin := t.TempDir()
	if err := os.Symlink(self, filepath.Join(bin, "stadga")); err != nil {
		t.Fatal(err)
	}
	return func(name string, args ...string) (string, error) {
		script, err := filepath.Abs(filepath.Join("..", "..", "deploy", name))
		if err != nil {
			t.Fatal(err)
		}
		cmd := exec.CommandContext(t.Context(), script, args...)
		cmd.Dir = bin
		cmd.Env = append(os.Environ(), "PATH="+bin+":"+os.Getenv("PATH"))
		said, err := cmd.CombinedOutput()
		return string(said), err
	}
}

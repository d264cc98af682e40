package main

import (
	"bytes"
	"context"
	"database/sql"
	"log/slog"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"stadga/internal/act"
	"stadga/internal/civil"
	"stadga/internal/ids"
	"stadga/internal/jobs"
	"stadga/internal/store"
)

// sealedHouse is a record at work that has been sealed and closed, and the
// checkpoint that was taken home from it.
func sealedHouse(t *testing.T) (url, checkpoint string) {
	t.Helper()
	dir := t.TempDir()
	url = "sqlite:" + dir
	h := newHouseIn(t, url)
	h.granted()
	if err := h.Store.LogRead(t.Context(), store.Reading{At: h.now, Actor: act.Actor{User: ids.User{ID: ids.ID{1}}}, Part: "ärendesidan", Ground: "handläggare i ärendet"}); err != nil {
		t.Fatal(err)
	}
	sealing, err := h.sealing(url)
	if err != nil {
		t.Fatal(err)
	}
	all := append([]jobs.Job{jobs.Deliver(h.Store, h.Engine, h.reactions()...)}, sealing...)
	if err := jobs.NewRunner(h.Store, h.Clock, slog.New(slog.DiscardHandler), all...).Tick(context.Background()); err != nil {
		t.Fatal(err)
	}
	if err := h.Close(); err != nil {
		t.Fatal(err)
	}
	return url, filepath.Join(dir, "sigill", "socialnamnden", civil.DayOf(h.now).String()+".txt")
}

// stadga runs the program and returns its exit code and all it said.
func stadga(args ...string) (int, string) {
	var out bytes.Buffer
	code := run(args, streams{In: strings.NewReader(""), Out: &out, Err: &out})
	return code, out.String()
}

func TestVerifySaysThatNothingHasBeenTouched(t *testing.T) {
	url, checkpoint := sealedHouse(t)
	code, said := stadga("journal", "verify", "--db", url, "--checkpoint", checkpoint, "--rebuild")
	if code != exitDone || !strings.Contains(said, "Inget är borttaget, flyttat eller ändrat. Prövat mot 2 sigill") ||
		!strings.Contains(said, "Läsloggen har 1 förseglade rader") || !strings.Contains(said, "Ingen rad i läsloggen är borttagen, flyttad eller ändrad. Prövat mot 1 sigill") ||
		!strings.Contains(said, "Alla tabeller är de som händelserna ger") {
		t.Errorf("exit %d: %s", code, said)
	}
}

func TestAnExportIsVerifiedWithoutADatabase(t *testing.T) {
	url, checkpoint := sealedHouse(t)
	dir := t.TempDir()
	file, key := filepath.Join(dir, "register.stadga"), filepath.Join(filepath.Dir(checkpoint), publicKeyName)
	if code, said := stadga("export", file, "--db", url); code != exitDone {
		t.Fatalf("exit %d: %s", code, said)
	}
	if code, said := stadga("export", file, "--db", url); code != exitBadInput || !strings.Contains(said, "finns redan") {
		t.Errorf("a second export: exit %d: %s", code, said)
	}
	code, said := stadga("journal", "verify", "--export", file, "--key", key, "--checkpoint", checkpoint)
	if code != exitDone || !strings.Contains(said, "Inget är borttaget, flyttat eller ändrat. Prövat mot 2 sigill") ||
		!strings.Contains(said, "Ingen rad i läsloggen är borttagen, flyttad eller ändrad. Prövat mot 1 sigill") {
		t.Errorf("exit %d: %s", code, said)
	}
	text, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	changed := filepath.Join(dir, "andrad.stadga")
	if err := os.WriteFile(changed, bytes.Replace(text, []byte("Anna"), []byte("Ulla"), 1), 0o600); err != nil {
		t.Fatal(err)
	}
	if code, said := stadga("journal", "verify", "--export", changed); code != exitFailed || !strings.Contains(said, "Filen är ändrad sedan den skrevs") {
		t.Errorf("exit %d: %s", code, said)
	}
	if left, _ := filepath.Glob(filepath.Join(dir, "*.skrivs")); len(left) != 0 {
		t.Errorf("%v is left behind", left)
	}
}

func TestVerifyNamesWhatWasTouched(t *testing.T) {
	url, checkpoint := sealedHouse(t)
	path := filepath.Join(strings.TrimPrefix(url, "sqlite:"), "socialnamnden.db")
	db, err := sql.Open("sqlite", path)
	if err != nil {
		t.Fatal(err)
	}
	defer db.Close()
	for statement, want := range map[string]string{
		`update journal_body set body = replace(body, 'Behovet', 'Behöven') where event = (select num from journal where name like 'decision.made%')`: "Innehållet i händelsen på plats",
		`drop trigger read_log_no_update; update read_log set part = 'inget'`:                                                                         "Raden i läsloggen på plats 1 (inget, ",
		`update person set family = 'Ändrad'`:        "Tabellen person",
		`update journal_checkpoint set note = x'00'`: "är inte undertecknat med nämndens nyckel",
	} {
		if _, err := db.Exec(statement); err != nil {
			t.Fatalf("%s: %v", statement, err)
		}
		code, said := stadga("journal", "verify", "--db", url, "--checkpoint", checkpoint, "--rebuild")
		if code != exitFailed || !strings.Contains(said, want) {
			t.Errorf("after %s: exit %d: %s", statement, code, said)
		}
	}
}

func TestAWrongKeyOrCheckpointIsBadInput(t *testing.T) {
	url, checkpoint := sealedHouse(t)
	broken := filepath.Join(t.TempDir(), "sigill.txt")
	text, err := os.ReadFile(checkpoint)
	if err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(broken, bytes.Replace(text, []byte("stadga/"), []byte("annan/"), 1), 0o600); err != nil {
		t.Fatal(err)
	}
	for want, args := range map[string][]string{
		"är ändrat, eller undertecknat med en annan nyckel": {"--checkpoint", broken},
		"går inte att läsa. Kontrollera namn och mapp":      {"--checkpoint", broken + "-finns-inte"},
		"är ingen öppen nyckel":                             {"--key", checkpoint},
	} {
		code, said := stadga(append([]string{"journal", "verify", "--db", url}, args...)...)
		if code != exitBadInput || !strings.Contains(said, want) {
			t.Errorf("%v: exit %d: %s", args, code, said)
		}
	}
}

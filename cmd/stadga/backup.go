package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"time"

	"filippo.io/age"

	"stadga/internal/civil"
	"stadga/internal/store/backup"
	"stadga/internal/store/sqlite"
)

type backupCommand struct {
	Key   backupKeyCommand   `cmd:"" help:"Gör ett nyckelpar för säkerhetskopior."`
	Write backupWriteCommand `cmd:"" help:"Ta en krypterad säkerhetskopia medan registret används."`
}

type backupKeyCommand struct {
	File string `arg:"" name:"fil" help:"Fil för den hemliga nyckeln. Den får inte finnas."`
}

// Run draws a pair of keys: the secret one to a file, the open one to the terminal.
func (c backupKeyCommand) Run(std streams) error {
	key, err := age.GenerateX25519Identity()
	if err != nil {
		return err
	}
	file, err := os.OpenFile(c.File, os.O_CREATE|os.O_EXCL|os.O_WRONLY, 0o600)
	if err != nil {
		return badInputf("Filen %s finns redan eller går inte att skriva. Välj ett annat namn.", c.File)
	}
	_, err = fmt.Fprintf(file, "# Hemlig nyckel för säkerhetskopior ur Stadga. Den öppna nyckeln är %s\n%s\n", key.Recipient(), key)
	if err = errors.Join(err, file.Sync(), file.Close()); err != nil {
		return err
	}
	fmt.Fprintf(std.Out, "%s\nRaden ovan är den öppna nyckeln: med den tas kopior. Den hemliga ligger i %s: utan den går ingen kopia att läsa. Förvara den på två ställen, inte bredvid kopiorna.\n", key.Recipient(), c.File)
	return nil
}

type backupWriteCommand struct {
	File  string   `arg:"" name:"fil" help:"Fil att skriva. Den får inte finnas."`
	DB    string   `required:"" xor:"from" placeholder:"URL" help:"Nämndens register: sqlite:MAPP"`
	Dump  bool     `required:"" xor:"from" help:"Läs i stället från standard in vad pg_dump skriver. Nämnden anges med --board."`
	Board string   `help:"Nämndens korta namn. Behövs när mappen har flera nämnder." placeholder:"NAMN"`
	Seals string   `placeholder:"MAPP" help:"Mappen med nämndens sigill och nycklar. Utelämnad: den som ligger bredvid registret."`
	Key   []string `required:"" placeholder:"age1…" help:"Öppen nyckel som kopian krypteras för. Kan anges flera gånger."`
}

// Run takes a copy. The file takes its name when it is whole.
func (c backupWriteCommand) Run(ctx context.Context, std streams) error {
	recipients, err := recipientsOf(c.Key)
	if err != nil {
		return err
	}
	m := backup.Manifest{Board: c.Board, Kind: backup.Postgres, At: time.Now()}
	dir, folder := strings.CutPrefix(c.DB, "sqlite:")
	switch {
	case c.Dump && c.Board == "":
		return badInput("Ange nämndens korta namn med --board, till exempel --board socialnamnden.")
	case !c.Dump && !folder:
		return badInput("En kopia av PostgreSQL tas med pg_dump: pg_dump -Fc … | stadga backup write FIL --dump --board NAMN --key … Skriptet deploy/postgres-backup gör det.")
	case !c.Dump:
		m.Kind = backup.SQLite
		if m.Board, err = boardName(c.DB, c.Board); err != nil {
			return err
		}
	}
	seals := c.Seals
	if seals == "" {
		seals = sealFolder(c.DB, m.Board)
	}
	if _, err := os.Stat(c.File); !errors.Is(err, fs.ErrNotExist) {
		return badInputf("Filen %s finns redan. Välj ett annat namn.", c.File)
	}
	part := c.File + ".skrivs"
	file, err := os.OpenFile(part, os.O_CREATE|os.O_TRUNC|os.O_WRONLY, 0o600)
	if err != nil {
		return badInputf("Filen %s går inte att skriva. Välj en annan mapp.", c.File)
	}
	defer os.Remove(part)
	defer file.Close()
	w, err := backup.NewWriter(file, m, recipients...)
	if err != nil {
		return err
	}
	if c.Dump {
		err = w.Part(backup.Record, std.In)
	} else if err = awaitReserve(ctx, c.DB, m.Board, std.Err); err == nil {
		err = copyDatabase(ctx, w, filepath.Join(dir, m.Board+".db"), newProgress(std.Err))
	}
	if err == nil {
		err = copySeals(w, seals)
	}
	if err != nil {
		return err
	}
	if err := errors.Join(w.Close(), file.Sync(), file.Close()); err != nil {
		return err
	}
	if err := settleFile(part, c.File); err != nil {
		return err
	}
	info, err := os.Stat(c.File)
	if err != nil {
		return err
	}
	fmt.Fprintf(std.Out, "Säkerhetskopian av %s är skriven till %s, %d MB på %s. Prova den med stadga drill.\n",
		m.Board, c.File, info.Size()>>20, time.Since(m.At).Round(100*time.Millisecond))
	return nil
}

func recipientsOf(keys []string) ([]age.Recipient, error) {
	var recipients []age.Recipient
	for _, key := range keys {
		r, err := age.ParseX25519Recipient(strings.TrimSpace(key))
		if err != nil {
			return nil, badInputf("%q är ingen öppen nyckel. Den börjar med age1 och skrivs ut av stadga backup key.", key)
		}
		recipients = append(recipients, r)
	}
	return recipients, nil
}

// copyDatabase copies the database to a file beside it, as it stood at one
// instant, and that file into the backup.
func copyDatabase(ctx context.Context, w *backup.Writer, path string, bar *progress) error {
	if _, err := os.Stat(path); err != nil {
		return badInputf("Det finns inget register i %s. Kontrollera mappen.", filepath.Dir(path))
	}
	beside, err := os.MkdirTemp(filepath.Dir(path), "kopieras-")
	if err != nil {
		return err
	}
	defer os.RemoveAll(beside)
	copied := filepath.Join(beside, filepath.Base(path))
	err = sqlite.Backup(ctx, path, copied, func(done, of int) { bar.show("Kopierar", int64(done), int64(of)) })
	bar.done()
	if err != nil {
		return err
	}
	file, err := os.Open(copied)
	if err != nil {
		return err
	}
	return errors.Join(w.Part(backup.Record, file), file.Close())
}

// copySeals takes the board's checkpoints and keys with the copy.
func copySeals(w *backup.Writer, dir string) error {
	files, err := os.ReadDir(dir)
	if errors.Is(err, fs.ErrNotExist) {
		return nil
	}
	if err != nil {
		return badInputf("Mappen %s går inte att läsa. Ange mappen med sigill efter --seals.", dir)
	}
	for _, entry := range files {
		if !entry.Type().IsRegular() {
			continue
		}
		file, err := os.Open(filepath.Join(dir, entry.Name()))
		if err != nil {
			return err
		}
		if err := errors.Join(w.Part(sealParts+entry.Name(), file), file.Close()); err != nil {
			return err
		}
	}
	return nil
}

// sealParts begin the names of those parts of a copy that are checkpoints and keys.
const sealParts = "sigill/"

type restoreCommand struct {
	File string `arg:"" name:"fil" help:"Säkerhetskopia som stadga backup har skrivit."`
	DB   string `required:"" xor:"to" placeholder:"URL" help:"Mapp att återställa till: sqlite:MAPP"`
	Dump string `required:"" xor:"to" placeholder:"FIL" help:"Skriv i stället databasens dump till en fil, att läsa in med pg_restore."`
	Key  string `required:"" placeholder:"FIL" help:"Fil med den hemliga nyckeln."`
}

// Run puts a copy back in a place that has no record, whole or not at all.
func (c restoreCommand) Run(_ context.Context, std streams) error {
	place, folder := strings.CutPrefix(c.DB, "sqlite:")
	if c.Dump == "" && !folder {
		return badInput("Återställ till en mapp med --db sqlite:MAPP. En kopia av PostgreSQL skrivs till en fil med --dump och läses in med pg_restore; skriptet deploy/postgres-restore gör det.")
	}
	if c.Dump != "" {
		place = filepath.Dir(c.Dump)
	}
	if err := os.MkdirAll(place, 0o700); err != nil {
		return badInputf("Mappen %s går inte att skapa. Välj en annan.", place)
	}
	unfinished, err := os.MkdirTemp(place, "aterstalls-")
	if err != nil {
		return badInputf("Mappen %s går inte att skriva i. Välj en annan.", place)
	}
	defer os.RemoveAll(unfinished)
	m, err := unpack(c.File, c.Key, unfinished)
	if err != nil {
		return err
	}
	to := filepath.Join(place, m.Board+".db")
	switch {
	case c.Dump != "":
		to = c.Dump
	case m.Kind != backup.SQLite:
		return badInput("Kopian är tagen ur PostgreSQL. Skriv dumpen till en fil med --dump och läs in den med pg_restore.")
	}
	if _, err := os.Stat(to); !errors.Is(err, fs.ErrNotExist) {
		return badInputf("%s finns redan. Återställ till en tom mapp: det som står där skrivs aldrig över.", to)
	}
	seals := filepath.Join(place, "sigill", m.Board)
	if _, err := os.Stat(seals); errors.Is(err, fs.ErrNotExist) {
		if err := putSeals(filepath.Join(unfinished, "sigill"), seals); err != nil {
			return err
		}
	} else {
		fmt.Fprintf(std.Out, "Mappen %s fanns redan och är kvar som den var.\n", seals)
	}
	if err := settleFile(filepath.Join(unfinished, backup.Record), to); err != nil {
		return err
	}
	fmt.Fprintf(std.Out, "Kopian av %s från %s är återställd till %s.\n", m.Board, civil.When(m.At), to)
	return nil
}

func putSeals(from, to string) error {
	if _, err := os.Stat(from); errors.Is(err, fs.ErrNotExist) {
		return nil
	}
	return errors.Join(os.MkdirAll(filepath.Dir(to), 0o700), os.Rename(from, to))
}

// unpack opens a copy into a folder. On an error what lies there is not to be believed.
func unpack(path, keyPath, into string) (backup.Manifest, error) {
	var m backup.Manifest
	keyFile, err := os.Open(keyPath)
	if err != nil {
		return m, badInputf("Nyckeln %s går inte att läsa. Ange filen med den hemliga nyckeln efter --key.", keyPath)
	}
	defer keyFile.Close()
	keys, err := age.ParseIdentities(keyFile)
	if err != nil {
		return m, badInputf("Filen %s är ingen hemlig nyckel. Ange filen som stadga backup key skrev.", keyPath)
	}
	file, err := os.Open(path)
	if err != nil {
		return m, badInputf("Säkerhetskopian %s går inte att läsa. Kontrollera namn och mapp.", path)
	}
	defer file.Close()
	err = backup.Read(file, func(about backup.Manifest) error { m = about; return nil }, func(name string, from io.Reader) error {
		return addPart(into, name, from)
	}, keys...)
	// The board becomes the name of a file, and what holds no record is no copy of one.
	if err == nil && (!boardForm.MatchString(m.Board) || !holdsRecord(filepath.Join(into, backup.Record), m.Kind)) {
		err = backup.ErrDamaged
	}
	switch {
	case errors.Is(err, backup.ErrKey):
		return m, badInput("Nyckeln passar inte till säkerhetskopian, eller så är kopians början skadad. Ange den nyckel som kopian togs för, eller använd en annan kopia.")
	case errors.Is(err, backup.ErrDamaged):
		return m, badInput("Säkerhetskopian är skadad eller ändrad sedan den togs. Använd en annan kopia.")
	case errors.Is(err, backup.ErrNewer):
		return m, badInput("Säkerhetskopian är tagen av ett nyare program. Använd det.")
	}
	return m, err
}

// holdsRecord tells whether the file is there, and begins as a database of SQLite does
// where it is to be one.
func holdsRecord(path string, kind backup.Kind) bool {
	file, err := os.Open(path)
	if err != nil {
		return false
	}
	defer file.Close()
	const magic = "SQLite format 3\x00"
	begins := make([]byte, len(magic))
	_, err = io.ReadFull(file, begins)
	return kind != backup.SQLite || err == nil && string(begins) == magic
}

// addPart adds a piece of a part to its file.
func addPart(into, name string, from io.Reader) error {
	path := filepath.Join(into, backup.Record)
	if seal, is := strings.CutPrefix(name, sealParts); is && seal == filepath.Base(seal) {
		path = filepath.Join(into, "sigill", seal)
	} else if name != backup.Record {
		return backup.ErrDamaged
	}
	if err := os.MkdirAll(filepath.Dir(path), 0o700); err != nil {
		return err
	}
	file, err := os.OpenFile(path, os.O_CREATE|os.O_APPEND|os.O_WRONLY, 0o600)
	if err != nil {
		return err
	}
	_, err = io.Copy(file, from)
	return errors.Join(err, file.Close())
}

package main

import (
	"context"
	"crypto/rand"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"golang.org/x/mod/sumdb/note"

	"stadga/internal/civil"
	"stadga/internal/jobs"
	"stadga/internal/journal"
	"stadga/internal/journal/journalweb"
	"stadga/internal/store"
	"stadga/internal/webkit"
)

type journalCommand struct {
	Verify verifyCommand `cmd:"" help:"Pröva att inget i registret är borttaget, flyttat eller ändrat."`
}

type verifyCommand struct {
	DB         string   `placeholder:"URL" help:"Nämndens register: sqlite:MAPP eller postgres://…"`
	Export     string   `placeholder:"FIL" help:"Pröva i stället en fil som stadga export har skrivit. Ingen databas behövs."`
	Board      string   `help:"Nämndens korta namn. Behövs när mappen har flera nämnder." placeholder:"NAMN"`
	Checkpoint []string `placeholder:"FIL" help:"Sigill som du har sparat. Kan anges flera gånger."`
	Key        string   `placeholder:"FIL" help:"Nämndens öppna nyckel. Annars den som ligger i mappen med sigill."`
	Rebuild    bool     `help:"Pröva också att tabellerna är de som händelserna ger."`
}

// Run says in words whether the record is what was sealed. It ends with code 0
// only when nothing was found.
func (c verifyCommand) Run(ctx context.Context, std streams) error {
	if c.Export != "" {
		return c.file(std)
	}
	name, err := boardName(c.DB, c.Board)
	if err != nil {
		return err
	}
	r, err := openRecord(ctx, recordOptions{URL: c.DB, Name: name, ReadOnly: true})
	if err != nil {
		return err
	}
	defer r.Close()
	key, err := c.key(c.DB, name)
	if err != nil {
		return err
	}
	marks, forged, err := r.marks(ctx, key, c.Checkpoint)
	if err != nil {
		return err
	}
	bar := newProgress(std.Err)
	verdict, err := r.verify(ctx, marks, forged, func(done, of int) { bar.show("Prövar", int64(done), int64(of)) })
	bar.done()
	if err != nil {
		return err
	}
	for _, line := range verdict.Lines {
		fmt.Fprintln(std.Out, line)
	}
	untouched := verdict.Untouched
	if c.Rebuild {
		differs, err := r.Store.Compare(ctx, func(done, of int) { bar.show("Räknar om", int64(done), int64(of)) })
		bar.done()
		if err != nil {
			return err
		}
		for _, d := range differs {
			fmt.Fprintf(std.Out, "Tabellen %s (%s) har %d rader som inte är de %d som händelserna ger.\n", d.Table, d.Projection, d.Live, d.Replayed)
		}
		if len(differs) == 0 {
			fmt.Fprintln(std.Out, "Alla tabeller är de som händelserna ger.")
		}
		untouched = untouched && len(differs) == 0
	}
	if !untouched {
		return touched{}
	}
	return nil
}

// file verifies an export: first that it is whole, then that every event is what
// its seal and the checkpoints say.
func (c verifyCommand) file(std streams) error {
	if c.DB != "" || c.Rebuild {
		return badInput("Ange antingen --db eller --export. En fil har inga tabeller att räkna om.")
	}
	file, err := os.Open(c.Export)
	if err != nil {
		return badInputf("Filen %s går inte att läsa. Kontrollera namn och mapp.", c.Export)
	}
	defer file.Close()
	var key note.Verifier
	if c.Key != "" || len(c.Checkpoint) > 0 {
		if key, err = c.key("", ""); err != nil {
			return err
		}
	}
	marks, err := checkpointsIn(c.Checkpoint, key)
	if err != nil {
		return err
	}
	events, reads, err := journal.VerifyArchive(file, key, marks...)
	var fault *journal.ArchiveFault
	if errors.As(err, &fault) {
		fmt.Fprintln(std.Out, fault.Error())
		return touched{}
	}
	if err != nil {
		return err
	}
	for _, line := range slices.Concat(events.Verdict(0), reads.Verdict(0)) {
		fmt.Fprintln(std.Out, line)
	}
	if !events.Untouched() || !reads.Untouched() {
		return touched{}
	}
	return nil
}

// touched ends a verification that found something.
type touched struct{}

func (touched) Error() string { return "Registret är inte det som förseglades." }

// key is the key the checkpoints are signed with: the one given, or the board's own.
func (c verifyCommand) key(url, board string) (note.Verifier, error) {
	path := c.Key
	if path == "" {
		path = filepath.Join(sealFolder(url, board), publicKeyName)
	}
	text, err := os.ReadFile(path)
	if errors.Is(err, fs.ErrNotExist) && c.Key == "" && len(c.Checkpoint) == 0 {
		return nil, nil
	}
	if err != nil {
		return nil, badInputf("Nyckeln %s går inte att läsa. Ange nämndens öppna nyckel efter --key.", path)
	}
	verifier, err := note.NewVerifier(strings.TrimSpace(string(text)))
	if err != nil {
		return nil, badInputf("Filen %s är ingen öppen nyckel. Ange filen %s ur mappen med sigill.", path, publicKeyName)
	}
	return verifier, nil
}

// marks are the checkpoints the record is held to: those given, and those kept
// in the record, of both its trees. Forged are the days of those kept that the key
// has not signed, by their tree.
func (r *record) marks(ctx context.Context, key note.Verifier, files []string) (marks []journal.Checkpoint, forged [2][]civil.Date, err error) {
	if marks, err = checkpointsIn(files, key); err != nil || key == nil {
		return marks, forged, err
	}
	for i, tree := range []store.Tree{r.Store.Tree, r.Store.ReadTree()} {
		kept, err := tree.Checkpoints(ctx, keptMost)
		if err != nil {
			return nil, forged, err
		}
		for _, k := range kept {
			mark, err := journal.OpenCheckpoint(k.Note, key)
			if err != nil || mark.OfReads() != (i == 1) {
				forged[i] = append(forged[i], k.Day)
				continue
			}
			marks = append(marks, mark)
		}
	}
	return marks, forged, nil
}

// checkpointsIn reads checkpoints that someone has kept.
func checkpointsIn(files []string, key note.Verifier) ([]journal.Checkpoint, error) {
	var marks []journal.Checkpoint
	for _, file := range files {
		text, err := os.ReadFile(file)
		if err != nil {
			return nil, badInputf("Sigillet %s går inte att läsa. Kontrollera namn och mapp.", file)
		}
		mark, err := journal.OpenCheckpoint(text, key)
		if err != nil {
			return nil, badInputf("Sigillet %s är ändrat, eller undertecknat med en annan nyckel. Ange den nyckel som nämnden hade när sigillet gjordes.", file)
		}
		marks = append(marks, mark)
	}
	return marks, nil
}

// keptMost is how many days of checkpoints are tried: ten years.
const keptMost = 3660

// verify goes through every sealed event, and then every sealed reading.
func (r *record) verify(ctx context.Context, marks []journal.Checkpoint, forged [2][]civil.Date, progress func(done, of int)) (journalweb.Verdict, error) {
	events, reads := journal.NewVerifier(marks...), journal.NewReadVerifier(marks...)
	verdict := journalweb.Verdict{Untouched: true}
	for i, v := range []*journal.Verifier{events, reads} {
		for _, day := range forged[i] {
			v.Forged(day)
		}
		var waiting, strays int
		var err error
		if i == 0 {
			waiting, strays, err = r.Store.EachSealed(ctx, progress, func(s journal.Sealed) error {
				v.Sealed(s)
				return ctx.Err()
			})
		} else {
			v.GoneTo(events.ReadingsGone())
			waiting, strays, err = r.Store.EachSealedRead(ctx, progress, func(s journal.SealedReading) error {
				v.Reading(s)
				return ctx.Err()
			})
		}
		if err != nil {
			return verdict, err
		}
		v.End(strays)
		verdict.Untouched = verdict.Untouched && v.Untouched()
		verdict.Lines = append(verdict.Lines, v.Verdict(waiting)...)
	}
	return verdict, nil
}

// The files of a board's seal: beside the databases, never in them.
const (
	secretKeyName = "hemlig-nyckel"
	publicKeyName = "oppen-nyckel"
)

// sealFolder is where a board's checkpoints and keys lie. Of a folder of SQLite
// files it is a folder in it; of PostgreSQL one in the working directory.
func sealFolder(url, board string) string {
	dir, _ := strings.CutPrefix(url, "sqlite:")
	if dir == url {
		dir = "."
	}
	return filepath.Join(dir, "sigill", board)
}

// sealKey is the key that signs a board's checkpoints, drawn the first time.
func sealKey(dir, origin string, random io.Reader) (note.Signer, error) {
	path := filepath.Join(dir, secretKeyName)
	text, err := os.ReadFile(path)
	if errors.Is(err, fs.ErrNotExist) {
		key, err := journal.NewSealKey(origin, random)
		if err != nil {
			return nil, fmt.Errorf("draw the key of the seal: %w", err)
		}
		// Each stays before it is used: half a key would keep the program from starting.
		// The open one first: a secret without it could sign what nobody can verify.
		if err := jobs.Replace(filepath.Join(dir, publicKeyName), []byte(key.Public+"\n"), 0o644); err != nil {
			return nil, err
		}
		if err := jobs.Replace(path, []byte(key.Secret+"\n"), 0o600); err != nil {
			return nil, err
		}
		text = []byte(key.Secret)
	} else if err != nil {
		return nil, err
	}
	signer, err := note.NewSigner(strings.TrimSpace(string(text)))
	if err != nil {
		return nil, fmt.Errorf("nyckeln %s går inte att läsa: %w", path, err)
	}
	return signer, nil
}

// historyRoutes is the page of the seal.
func historyRoutes(r *record, c siteConfig) []webkit.Route {
	return journalweb.Pages{
		Record: r.Store, Reads: r.Store.ReadTree(),
		Verify: func(ctx context.Context, progress func(done, of int)) (journalweb.Verdict, error) {
			key, err := verifyCommand{}.key(c.URL, r.Name)
			if err != nil {
				return journalweb.Verdict{}, err
			}
			marks, forged, err := r.marks(ctx, key, nil)
			if err != nil {
				return journalweb.Verdict{}, err
			}
			return r.verify(ctx, marks, forged, progress)
		},
	}.Routes()
}

// sealing are the jobs that seal a record.
func (r *record) sealing(url string) ([]jobs.Job, error) {
	dir, origin := sealFolder(url, r.Name), "stadga/"+r.Name
	signer, err := sealKey(dir, origin, rand.Reader)
	if err != nil {
		return nil, err
	}
	events := jobs.Sealing{Name: "checkpoint", Tree: r.Store.Tree, Origin: origin, Dir: dir}
	reads := jobs.Sealing{Name: "checkpoint-reads", Tree: r.Store.ReadTree(), Origin: journal.ReadsOrigin(origin), Dir: dir, Prefix: "lasningar-"}
	return []jobs.Job{jobs.SealRest(r.Store), jobs.SealReads(r.Store), jobs.Checkpoint(events, r.Clock, signer), jobs.Checkpoint(reads, r.Clock, signer)}, nil
}

package journal

import (
	"bufio"
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"hash"
	"io"
	"strings"
	"time"

	"golang.org/x/mod/sumdb/note"

	"stadga/internal/civil"
	"stadga/internal/ids"
)

// An export is a text file that holds a whole record: one JSON object on each
// line, its kind first, every line written in one way only, and last a line
// with the digest of all that stands above it. docs/handbok/exportera.md
// describes it for those who write another program that reads it.

// ArchiveFormat is the format this program writes. It reads that and all before.
const ArchiveFormat = 3

// An ArchiveHead is the first line.
type ArchiveHead struct {
	Kind   string `json:"kind"` // head
	Format int    `json:"format"`
	Origin string `json:"origin"` // whose record: "stadga/norrsala"
	Made   string `json:"made"`   // civil.Stamp
}

// An ArchivedAct is what an act is known by beside its events.
type ArchivedAct struct {
	Kind   string  `json:"kind"` // act
	ID     ids.Act `json:"id"`
	Digest string  `json:"digest"` // hex, over its commands
}

// An ArchivedEvent is one event at its position in the sealed order. Salt and
// body are not there when they have been disposed of. A body without salt is what
// is left when its text has been taken out, since format 3.
type ArchivedEvent struct {
	Kind       string          `json:"kind"` // event
	Stream     string          `json:"stream"`
	ID         ids.ID          `json:"id"`
	Version    int             `json:"version"`
	Act        ids.Act         `json:"act"`
	Place      int             `json:"place"`
	Name       string          `json:"name"`
	At         string          `json:"at"` // civil.Stamp
	Day        civil.Date      `json:"day"`
	Actor      ids.User        `json:"actor"`
	OnBehalf   ids.User        `json:"on_behalf"`
	Cause      ids.Act         `json:"cause"`
	CausePlace int             `json:"cause_place"`
	Digest     string          `json:"digest"`         // hex
	Salt       string          `json:"salt,omitempty"` // hex
	Body       json.RawMessage `json:"body,omitempty"`
}

// Archived writes an event as an export does.
func Archived(e Envelope, body *Body) ArchivedEvent {
	a := ArchivedEvent{
		Kind: "event", Stream: e.Stream.Kind, ID: e.Stream.ID, Version: e.Version, Act: e.Ref.Act, Place: e.Ref.Index, Name: e.Name,
		At: civil.Stamp(e.At), Day: e.Day, Actor: e.Actor, OnBehalf: e.OnBehalf, Cause: e.Cause.Act, CausePlace: e.Cause.Index,
		Digest: hex.EncodeToString(e.Digest[:]),
	}
	if body != nil {
		a.Body = body.JSON
		if !body.Left {
			a.Salt = hex.EncodeToString(body.Salt[:])
		}
	}
	return a
}

// Event reads the event back.
func (a ArchivedEvent) Event() (Envelope, *Body, error) {
	e := Envelope{
		Stream: StreamID{Kind: a.Stream, ID: a.ID}, Version: a.Version, Ref: Ref{Act: a.Act, Index: a.Place}, Name: a.Name,
		Day: a.Day, Actor: a.Actor, OnBehalf: a.OnBehalf, Cause: Ref{Act: a.Cause, Index: a.CausePlace},
	}
	var err error
	if e.At, err = civil.ParseStamp(a.At); err != nil {
		return e, nil, err
	}
	if err := unhex(e.Digest[:], a.Digest); err != nil || a.Body == nil {
		return e, nil, err
	}
	body := &Body{JSON: a.Body, Left: a.Salt == ""}
	if body.Left {
		return e, body, nil
	}
	return e, body, unhex(body.Salt[:], a.Salt)
}

func unhex(to []byte, text string) error {
	b, err := hex.DecodeString(text)
	if err == nil && len(b) != len(to) {
		err = fmt.Errorf("%d bytes, want %d", len(b), len(to))
	}
	copy(to, b)
	return err
}

// An ArchivedAttachment is the bytes of an attachment; they follow in chunks.
type ArchivedAttachment struct {
	Kind   string   `json:"kind"` // attachment
	ID     ids.ID   `json:"id"`
	Salt   string   `json:"salt"`   // hex
	Digest string   `json:"digest"` // hex
	Size   int64    `json:"size"`   // bytes
	Added  string   `json:"added"`
	By     ids.User `json:"by"`
	Act    ids.Act  `json:"act"`
}

// An ArchivedChunk is the next bytes of the attachment above.
type ArchivedChunk struct {
	Kind  string `json:"kind"` // chunk
	Bytes []byte `json:"bytes"`
}

// An ArchivedReading is one line of the log of readings, those that are sealed
// first and in their order.
type ArchivedReading struct {
	Kind     string       `json:"kind"` // reading
	At       string       `json:"at"`
	Actor    ids.User     `json:"actor"`
	OnBehalf ids.User     `json:"on_behalf"`
	Unit     ids.Unit     `json:"unit,omitzero"`
	Provider ids.Provider `json:"provider,omitzero"`
	Roles    []string     `json:"roles,omitempty"`
	Action   string       `json:"action,omitempty"`
	Person   ids.Person   `json:"person"`
	Shown    []ids.Person `json:"shown,omitempty"`
	Subject  string       `json:"subject"`
	ID       ids.ID       `json:"id"`
	Part     string       `json:"part"`
	Ground   string       `json:"ground"`
	Source   string       `json:"source,omitempty"`
	Leaf     string       `json:"leaf,omitempty"` // hex, as it was sealed; empty: it waits
	Gone     bool         `json:"gone,omitzero"`  // disposed of: the leaf is what is left
}

// ArchiveReading writes a reading as an export does.
func ArchiveReading(r Reading, leaf []byte) ArchivedReading {
	return ArchivedReading{
		Kind: "reading", At: civil.Stamp(r.At), Actor: r.Actor, OnBehalf: r.OnBehalf, Unit: r.Unit, Provider: r.Provider, Roles: r.Roles,
		Action: r.Action, Person: r.Person, Shown: r.Shown, Subject: r.Kind, ID: r.ID, Part: r.Part, Ground: r.Ground, Source: r.Source,
		Leaf: hex.EncodeToString(leaf),
	}
}

// Reading reads it back, with the leaf it was sealed as; nil: it was not.
func (a ArchivedReading) Reading() (Reading, []byte, error) {
	leaf, err := hex.DecodeString(a.Leaf)
	if err != nil || a.Gone {
		return Reading{}, leaf, err
	}
	at, err := civil.ParseStamp(a.At)
	return Reading{
		At: at, Actor: a.Actor, OnBehalf: a.OnBehalf, Unit: a.Unit, Provider: a.Provider, Roles: a.Roles, Action: a.Action,
		Person: a.Person, Shown: a.Shown, Kind: a.Subject, ID: a.ID, Part: a.Part, Ground: a.Ground, Source: a.Source,
	}, leaf, err
}

// An ArchivedCheckpoint is a checkpoint as it was signed, of either tree.
type ArchivedCheckpoint struct {
	Kind string     `json:"kind"` // checkpoint
	Day  civil.Date `json:"day"`
	Note string     `json:"note"`
}

// OfReads tells whether the checkpoint is of the tree of readings, by its first line.
func (a ArchivedCheckpoint) OfReads() bool {
	origin, _, _ := strings.Cut(a.Note, "\n")
	return Checkpoint{Origin: origin}.OfReads()
}

// ArchiveEnd is the last line. The digest is of every byte above it.
type ArchiveEnd struct {
	Kind   string `json:"kind"` // end
	Lines  int    `json:"lines"`
	SHA256 string `json:"sha256"`
}

// An ArchiveWriter writes an export.
type ArchiveWriter struct {
	out   *bufio.Writer
	hash  hash.Hash
	lines int
}

// NewArchiveWriter begins an export.
func NewArchiveWriter(w io.Writer, origin string, made time.Time) (*ArchiveWriter, error) {
	a := &ArchiveWriter{out: bufio.NewWriterSize(w, 1<<16), hash: sha256.New()}
	return a, a.Write(ArchiveHead{Kind: "head", Format: ArchiveFormat, Origin: origin, Made: civil.Stamp(made)})
}

// Write writes one line.
func (a *ArchiveWriter) Write(line any) error {
	text, err := oneLine(line)
	if err != nil {
		return fmt.Errorf("export: %w", err)
	}
	a.hash.Write(text)
	a.lines++
	_, err = a.out.Write(text)
	return err
}

// oneLine is a line as an export writes it. A body goes through byte for byte:
// format 1 wrote <, > and & in it in another way than they were sealed.
func oneLine(line any) ([]byte, error) {
	var b bytes.Buffer
	enc := json.NewEncoder(&b)
	enc.SetEscapeHTML(false)
	err := enc.Encode(line)
	return b.Bytes(), err
}

// End writes the last line.
func (a *ArchiveWriter) End() error {
	sum := hex.EncodeToString(a.hash.Sum(nil))
	return errors.Join(a.Write(ArchiveEnd{Kind: "end", Lines: a.lines, SHA256: sum}), a.out.Flush())
}

// An ArchiveFault (fel i en exportfil) says what is wrong with a file, and where.
type ArchiveFault struct {
	Line int // 0: the file as a whole
	Text string
}

func (f *ArchiveFault) Error() string {
	if f.Line == 0 {
		return f.Text
	}
	return fmt.Sprintf("Rad %d: %s", f.Line, f.Text)
}

// tailMost bounds the last line, in bytes.
const tailMost = 512

// CheckArchive holds a file to the digest on its last line, before anything in
// it is believed. It leaves the file at its beginning.
func CheckArchive(file io.ReadSeeker) error {
	size, err := file.Seek(0, io.SeekEnd)
	if err != nil {
		return err
	}
	from := max(0, size-tailMost)
	if _, err := file.Seek(from, io.SeekStart); err != nil {
		return err
	}
	tail, err := io.ReadAll(file)
	if err != nil {
		return err
	}
	cut := &ArchiveFault{Text: "Filen är avkapad: den sista raden saknas eller är inte hel. Ta ut den på nytt."}
	if len(tail) == 0 || tail[len(tail)-1] != '\n' {
		return cut
	}
	begin := bytes.LastIndexByte(tail[:len(tail)-1], '\n') + 1
	if begin == 0 && from > 0 {
		return cut
	}
	var end ArchiveEnd
	last := tail[begin:]
	if err := strict(last[:len(last)-1], &end); err != nil || end.Kind != "end" {
		return cut
	}
	if _, err := file.Seek(0, io.SeekStart); err != nil {
		return err
	}
	digest, lines := sha256.New(), &newlines{}
	if _, err := io.CopyN(io.MultiWriter(digest, lines), file, from+int64(begin)); err != nil {
		return err
	}
	if hex.EncodeToString(digest.Sum(nil)) != end.SHA256 || lines.n != end.Lines {
		return &ArchiveFault{Text: "Filen är ändrad sedan den skrevs: kontrollsumman på sista raden stämmer inte."}
	}
	_, err = file.Seek(0, io.SeekStart)
	return err
}

type newlines struct{ n int }

func (c *newlines) Write(b []byte) (int, error) {
	c.n += bytes.Count(b, []byte{'\n'})
	return len(b), nil
}

// strict reads a line that says only what is known, and is written as this
// program or one before it writes it: no byte of it may be another and mean the same.
func strict(text []byte, into any) error {
	d := json.NewDecoder(bytes.NewReader(text))
	d.DisallowUnknownFields()
	if err := d.Decode(into); err != nil {
		return err
	}
	again, err := oneLine(into)
	if err != nil {
		return err
	}
	if bytes.Equal(again[:len(again)-1], text) {
		return nil
	}
	first, err := json.Marshal(into) // as format 1
	if err != nil {
		return err
	}
	if !bytes.Equal(first, text) {
		return errors.New("not written as an export writes it")
	}
	return nil
}

// ReadArchive hands over every line of a file between head and end, as the type
// of its kind.
func ReadArchive(r io.Reader, each func(line any) error) (ArchiveHead, error) {
	var head ArchiveHead
	in := bufio.NewReaderSize(r, 1<<16)
	for n := 1; ; n++ {
		text, err := in.ReadBytes('\n')
		if err == io.EOF {
			return head, &ArchiveFault{Line: n, Text: "Filen slutar innan den sista raden. Ta ut den på nytt."}
		}
		if err != nil {
			return head, err
		}
		text = text[:len(text)-1]
		if n == 1 {
			if err := strict(text, &head); err != nil || head.Kind != "head" {
				return head, &ArchiveFault{Line: n, Text: "Filen är ingen export ur Stadga."}
			}
			if head.Format < 1 || head.Format > ArchiveFormat {
				return head, &ArchiveFault{Line: n, Text: fmt.Sprintf("Filen har format %d, och programmet läser format 1–%d. Använd ett nyare program.", head.Format, ArchiveFormat)}
			}
			continue
		}
		line, err := readLine(text)
		if event, is := line.(*ArchivedEvent); is && head.Format == 1 {
			event.Body = asSealed(event.Body)
		}
		if err != nil {
			return head, &ArchiveFault{Line: n, Text: "Raden går inte att läsa. Filen är skadad eller ändrad. Ta ut den på nytt."}
		}
		if _, last := line.(*ArchiveEnd); last {
			if _, err := in.ReadByte(); err != io.EOF {
				return head, &ArchiveFault{Line: n + 1, Text: "Det står något efter den sista raden. Filen är ändrad."}
			}
			return head, nil
		}
		if err := each(line); err != nil {
			var fault *ArchiveFault
			if errors.As(err, &fault) && fault.Line == 0 {
				fault.Line = n
			}
			return head, err
		}
	}
}

// ReadArchiveHead reads the first line and leaves the file at its beginning.
func ReadArchiveHead(file io.ReadSeeker) (ArchiveHead, error) {
	head, err := ReadArchive(file, func(any) error { return errHeadRead })
	if errors.Is(err, errHeadRead) {
		err = nil
	}
	if err != nil {
		return head, err
	}
	_, err = file.Seek(0, io.SeekStart)
	return head, err
}

var errHeadRead = errors.New("the first line has been read")

// asSealed gives a body of format 1 the bytes it was sealed with.
func asSealed(body []byte) []byte {
	if !bytes.Contains(body, []byte(`\u00`)) {
		return body
	}
	var out []byte
	for len(body) > 0 {
		switch {
		case bytes.HasPrefix(body, []byte(`\u003c`)):
			out, body = append(out, '<'), body[6:]
		case bytes.HasPrefix(body, []byte(`\u003e`)):
			out, body = append(out, '>'), body[6:]
		case bytes.HasPrefix(body, []byte(`\u0026`)):
			out, body = append(out, '&'), body[6:]
		case body[0] == '\\' && len(body) > 1:
			out, body = append(out, body[:2]...), body[2:]
		default:
			out, body = append(out, body[0]), body[1:]
		}
	}
	return out
}

func readLine(text []byte) (any, error) {
	var kind struct {
		Kind string `json:"kind"`
	}
	if err := json.Unmarshal(text, &kind); err != nil {
		return nil, err
	}
	var line any
	switch kind.Kind {
	case "act":
		line = &ArchivedAct{}
	case "event":
		line = &ArchivedEvent{}
	case "attachment":
		line = &ArchivedAttachment{}
	case "chunk":
		line = &ArchivedChunk{}
	case "reading":
		line = &ArchivedReading{}
	case "checkpoint":
		line = &ArchivedCheckpoint{}
	case "waiting":
		line = &ArchivedWaiting{}
	case "task":
		line = &ArchivedTask{}
	case "measurement":
		line = &ArchivedMeasurement{}
	case "part":
		line = &ArchivedPart{}
	case "end":
		line = &ArchiveEnd{}
	default:
		return nil, fmt.Errorf("there is no kind %q", kind.Kind)
	}
	return line, strict(text, line)
}

// VerifyArchive holds an export to its own digest, to the checkpoints in it that
// the key has signed, and to others that someone has kept. A nil key means that
// the checkpoints in the file are not looked at.
func VerifyArchive(file io.ReadSeeker, key note.Verifier, marks ...Checkpoint) (events, reads *Verifier, err error) {
	if err := CheckArchive(file); err != nil {
		return nil, nil, err
	}
	var forged []civil.Date
	if key != nil {
		_, err := ReadArchive(file, func(line any) error {
			if c, ok := line.(*ArchivedCheckpoint); ok {
				mark, err := OpenCheckpoint([]byte(c.Note), key)
				if err != nil {
					forged = append(forged, c.Day)
					return nil
				}
				marks = append(marks, mark)
			}
			return nil
		})
		if err == nil {
			_, err = file.Seek(0, io.SeekStart)
		}
		if err != nil {
			return nil, nil, err
		}
	}
	events, reads = NewVerifier(marks...), NewReadVerifier(marks...)
	for _, day := range forged {
		events.Forged(day)
	}
	_, err = ReadArchive(file, func(line any) error {
		switch a := line.(type) {
		case *ArchivedEvent:
			e, body, err := a.Event()
			if err != nil {
				return &ArchiveFault{Text: fmt.Sprintf("Händelsen %s i handling %s går inte att läsa.", a.Name, a.Act)}
			}
			leaf := e.LeafHash()
			events.Sealed(Sealed{Position: events.Size(), Leaf: leaf[:], Event: &e, Body: body})
		case *ArchivedReading:
			r, leaf, err := a.Reading()
			if err != nil {
				return &ArchiveFault{Text: fmt.Sprintf("Läsningen %s går inte att läsa.", a.At)}
			}
			switch {
			case a.Gone:
				reads.GoneTo(events.ReadingsGone())
				reads.Reading(SealedReading{Position: reads.Size(), Leaf: leaf})
			case len(leaf) > 0:
				reads.Reading(SealedReading{Position: reads.Size(), Leaf: leaf, Reading: &r})
			}
		}
		return nil
	})
	if err != nil {
		return nil, nil, err
	}
	events.End(0)
	reads.End(0)
	return events, reads, nil
}

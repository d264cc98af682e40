package main

import (
	"archive/tar"
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"filippo.io/age"

	"stadga/internal/casework"
	"stadga/internal/civil"
	"stadga/internal/store/backup"
)

// resealed is an export of those lines, with a last line that fits them: as someone
// would write it who knows the format.
func resealed(lines []string) []byte {
	text := strings.Join(lines, "\n") + "\n"
	sum := sha256.Sum256([]byte(text))
	return fmt.Appendf(nil, "%s{\"kind\":\"end\",\"lines\":%d,\"sha256\":\"%s\"}\n", text, len(lines), hex.EncodeToString(sum[:]))
}

// someExport is the export of a small town, and its lines but the last.
func someExport(t *testing.T, family string) (whole []byte, lines []string) {
	t.Helper()
	w := newTown(t, civil.On(2026, time.March, 2))
	w.matter(w.person("Anna", family, civil.On(1941, time.May, 3)), casework.Older, "2026-0501", "Hjälp med dusch")
	w.login(w.eva).open("/arende/2026-0501").fill("/arende/2026-0501/anteckning", "text", "Anna ringde.")
	whole = w.exported()
	lines = strings.Split(strings.TrimSuffix(string(whole), "\n"), "\n")
	return whole, lines[:len(lines)-1]
}

// exports are files that stadga export has not written, or not so.
func exports(t *testing.T) []badFile {
	t.Helper()
	whole, lines := someExport(t, "Svensson")
	_, foreign := someExport(t, "Provberg")
	of := func(kind string, n int) int {
		for i, line := range lines {
			if strings.HasPrefix(line, `{"kind":"`+kind+`"`) {
				if n--; n < 0 {
					return i
				}
			}
		}
		t.Fatalf("the export has no %s", kind)
		return 0
	}
	var all []badFile
	add := func(about string, bytes []byte) {
		all = append(all, badFile{about: about, name: "allt.stadga", bytes: bytes})
	}
	with := func(about string, change func(all []string) []string) {
		add(about, resealed(change(append([]string(nil), lines...))))
	}
	replaced := func(about, kind, old, new string) {
		with(about, func(all []string) []string {
			i := of(kind, 0)
			changed := strings.Replace(all[i], old, new, 1)
			if changed == all[i] {
				t.Fatalf("%s: %s holds no %s", about, all[i], old)
			}
			all[i] = changed
			return all
		})
	}
	field := func(line, name string) string {
		var all map[string]json.RawMessage
		if err := json.Unmarshal([]byte(line), &all); err != nil {
			t.Fatal(err)
		}
		return `"` + name + `":` + string(all[name])
	}

	add("nothing", nil)
	add("no export", []byte("hej\n"))
	add("a web page", []byte("<!doctype html><html></html>\n"))
	add("half of it", whole[:len(whole)/2])
	add("all but the last sign", whole[:len(whole)-1])
	add("all but the last line", []byte(strings.Join(lines, "\n")+"\n"))
	add("a line more", append(bytes.Clone(whole), "{}\n"...))
	add("itself after itself", append(bytes.Clone(whole), whole...))
	add("packed", gzipped(t, string(whole)))
	add("in UTF-16", wide(string(whole)))
	add("with a mark of UTF-8", append([]byte("\xef\xbb\xbf"), whole...))
	add("with line ends of Windows", bytes.ReplaceAll(whole, []byte("\n"), []byte("\r\n")))
	for i := range 8 {
		changed := bytes.Clone(whole)
		changed[(i+1)*len(whole)/10] ^= 1
		add(fmt.Sprintf("one bit changed, %d", i), changed)
	}
	with("no line at all", func([]string) []string { return nil })
	with("two heads", func(all []string) []string { return append(all[:1], all...) })
	with("no head", func(all []string) []string { return all[1:] })
	with("two records in one", func(all []string) []string { return append(all, foreign[1:]...) })
	with("an event twice", func(all []string) []string { return append(all, all[of("event", 0)]) })
	with("an act and its event twice", func(all []string) []string { return append(all, all[of("act", 0)], all[of("event", 0)]) })
	with("an act twice in a row", func(all []string) []string {
		i := of("act", 0)
		return append(all[:i+1], lines[i:]...)
	})
	with("an act without events", func(all []string) []string {
		return append(all, strings.Replace(all[of("act", 0)], `"id":"0`, `"id":"1`, 1))
	})
	with("an event without its act", func(all []string) []string {
		i := of("act", 1)
		return append(all[:i], all[i+1:]...)
	})
	with("events backwards", func(all []string) []string {
		for i, j := 1, len(all)-1; i < j; i, j = i+1, j-1 {
			all[i], all[j] = all[j], all[i]
		}
		return all
	})
	with("a line that is no JSON", func(all []string) []string { return append(all, "hej") })
	with("a line of a hundred thousand brackets", func(all []string) []string { return append(all, strings.Repeat("[", 100_000)) })
	with("a line of twenty megabytes", func(all []string) []string { return append(all, `{"kind":"`+strings.Repeat("x", 20<<20)+`"}`) })
	with("an empty line", func(all []string) []string { return append(all, "") })
	with("a kind of nobody", func(all []string) []string { return append(all, `{"kind":"losenord"}`) })
	with("a piece of no attachment", func(all []string) []string { return append(all, `{"kind":"chunk","bytes":"AAAA"}`) })
	with("an attachment that is not whole", func(all []string) []string {
		return append(all, `{"kind":"attachment","id":"01890a5d-ac96-774b-bcce-b302099a8057","salt":"00","digest":"00","size":99,"added":"2026-03-02T08:00:00.000000Z","by":"01890a5d-ac96-774b-bcce-b302099a8057","act":"01890a5d-ac96-774b-bcce-b302099a8057"}`)
	})
	with("a part of no measurement", func(all []string) []string { return append(all, `{"kind":"part","view":"x","split":"","body":"e30="}`) })
	replaced("another field", "event", `"kind":"event",`, `"kind":"event","hemligt":1,`)
	replaced("a format to come", "head", `"format":3`, `"format":99`)
	replaced("a format before the first", "head", `"format":3`, `"format":0`)
	replaced("a board that leads up", "head", `stadga/prov`, `stadga/../../prov`)
	replaced("a board that leads to the root", "head", `stadga/prov`, `stadga//etc/prov`)
	replaced("a board of nobody", "head", `stadga/prov`, `stadga/`)
	replaced("a board with a NUL", "head", `stadga/prov`, `stadga/prov\u0000`)
	replaced("another program's", "head", `stadga/prov`, `annat/prov`)
	event := lines[of("event", 0)]
	replaced("another version", "event", field(event, "version"), `"version":7`)
	replaced("a version below zero", "event", field(event, "version"), `"version":-1`)
	replaced("a version beyond all", "event", field(event, "version"), `"version":99999999999999999999`)
	replaced("a name of nobody", "event", field(event, "name"), `"name":"case.finns_inte.v1"`)
	replaced("a day that is none", "event", field(event, "day"), `"day":"2026-02-30"`)
	replaced("an instant that is none", "event", field(event, "at"), `"at":"igår"`)
	replaced("an id that is none", "event", field(event, "id"), `"id":"../../etc"`)
	replaced("an actor that is none", "event", field(event, "actor"), `"actor":"eva"`)
	replaced("another body", "event", field(event, "body"), `"body":{}`)
	replaced("a body that is a text", "event", field(event, "body"), `"body":"hej"`)
	replaced("a salt that is none", "event", field(event, "salt"), `"salt":"zz"`)
	replaced("a digest too short", "event", field(event, "digest"), `"digest":"00"`)
	return all
}

// copies are encrypted copies whose inside no copy has, as one who has the open key
// could make them.
func copies(t *testing.T, to age.Recipient) []badFile {
	t.Helper()
	sealed := func(inside []byte) []byte {
		var out bytes.Buffer
		w, err := age.Encrypt(&out, to)
		if err == nil {
			_, err = w.Write(inside)
		}
		if err == nil {
			err = w.Close()
		}
		if err != nil {
			t.Fatal(err)
		}
		return out.Bytes()
	}
	packed := func(parts ...part) []byte {
		var out bytes.Buffer
		w := tar.NewWriter(&out)
		for _, p := range parts {
			err := w.WriteHeader(&tar.Header{Name: p.name, Mode: 0o600, Size: int64(len(p.text))})
			if err == nil {
				_, err = io.WriteString(w, p.text)
			}
			if err != nil {
				t.Fatal(err)
			}
		}
		if err := w.Close(); err != nil {
			t.Fatal(err)
		}
		return sealed(out.Bytes())
	}
	about := func(board string) part {
		return part{"om.json", fmt.Sprintf(`{"format":1,"namnd":%q,"slag":"sqlite","tagen":"2026-03-09T08:00:00.000000Z"}`, board)}
	}
	record := part{backup.Record, "rader"}
	sound := packed(about("prov"), record)
	linked := func(kind byte) []byte {
		var out bytes.Buffer
		w, whose := tar.NewWriter(&out), about("prov")
		err := w.WriteHeader(&tar.Header{Name: whose.name, Mode: 0o600, Size: int64(len(whose.text))})
		if err == nil {
			_, err = io.WriteString(w, whose.text)
		}
		if err == nil {
			err = w.WriteHeader(&tar.Header{Name: backup.Record, Linkname: "/etc/passwd", Typeflag: kind})
		}
		if err == nil {
			err = w.Close()
		}
		if err != nil {
			t.Fatal(err)
		}
		return sealed(out.Bytes())
	}
	var all []badFile
	for _, c := range []struct {
		about string
		bytes []byte
	}{
		{"nothing", nil},
		{"no copy", []byte("hej")},
		{"half a copy", sound[:len(sound)/2]},
		{"a copy without its end", sound[:len(sound)-1]},
		{"a copy and more", append(bytes.Clone(sound), 1)},
		{"an empty inside", sealed(nil)},
		{"a text inside", sealed([]byte("hej"))},
		{"a zip inside", sealed(zipped(t, record))},
		{"no word of whose", packed(record)},
		{"no record", packed(about("prov"))},
		{"a record that is none", sound},
		{"a part that leads up", packed(about("prov"), record, part{"../../../etc/cron.d/x", "rot"})},
		{"a part that leads to the root", packed(about("prov"), part{"/etc/passwd", "rot"})},
		{"a seal that leads up", packed(about("prov"), record, part{"sigill/../../../x", "rot"})},
		{"a board that leads up", packed(about("../../prov"), record)},
		{"a board to the root", packed(about("/etc/prov"), record)},
		{"a board of nobody", packed(about(""), record)},
		{"a board with a NUL", packed(about("prov\x00"), record)},
		{"a newer program's", packed(part{"om.json", `{"format":99}`}, record)},
		{"whose, in a hundred thousand brackets", packed(part{"om.json", strings.Repeat("[", 100_000)}, record)},
		{"a link", linked(tar.TypeSymlink)},
		{"a hard link", linked(tar.TypeLink)},
		{"a device", linked(tar.TypeChar)},
	} {
		all = append(all, badFile{about: c.about, name: "kopia.age", bytes: c.bytes})
	}
	return all
}

// filesBelow are all files of a folder, and of what is beside it.
func filesBelow(t *testing.T, dir string) (all []string) {
	t.Helper()
	err := filepath.WalkDir(dir, func(path string, entry fs.DirEntry, err error) error {
		if err == nil && !entry.IsDir() {
			all = append(all, strings.TrimPrefix(path, dir))
		}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return all
}

// A record is brought in, or restored, from a file that is cut, changed, doubled,
// put together or made to lead out of its folder: it is told in a sentence, and not
// one file of a record is there afterwards.
func TestBadExportsAndCopiesLeaveNothing(t *testing.T) {
	if testing.Short() {
		t.Skip("brings in some dozens of files")
	}
	secret, err := age.GenerateX25519Identity()
	if err != nil {
		t.Fatal(err)
	}
	take := func(file badFile, args func(path, key, into string) []string) (code int, says string, left []string) {
		root := t.TempDir()
		path, key, into := filepath.Join(root, file.name), filepath.Join(root, "nyckel"), filepath.Join(root, "a", "b", "c")
		for name, text := range map[string][]byte{path: file.bytes, key: []byte(secret.String() + "\n")} {
			if err := os.WriteFile(name, text, 0o600); err != nil {
				t.Fatal(err)
			}
		}
		if err := os.MkdirAll(into, 0o700); err != nil {
			t.Fatal(err)
		}
		var out, errs bytes.Buffer
		code = run(args(path, key, into), streams{Out: &out, Err: &errs})
		for _, one := range filesBelow(t, root) {
			if one != "/"+file.name && one != "/nyckel" && !strings.HasSuffix(one, ".reserv") && !strings.HasSuffix(one, ".lock") && !strings.HasSuffix(one, ".las") {
				left = append(left, one)
			}
		}
		return code, errs.String(), left
	}
	importing := func(path, _, into string) []string { return []string{"import", path, "--db", "sqlite:" + into} }
	restoring := func(path, key, into string) []string {
		return []string{"restore", path, "--key", key, "--db", "sqlite:" + into}
	}
	whole, _ := someExport(t, "Svensson")
	if code, says, _ := take(badFile{name: "allt.stadga", bytes: whole}, importing); code != exitDone {
		t.Fatalf("an export that is sound: %d %s", code, says)
	}
	got := map[string]int{}
	for class, c := range map[string]struct {
		files []badFile
		args  func(path, key, into string) []string
	}{"exports": {exports(t), importing}, "copies": {copies(t, secret.Recipient()), restoring}} {
		for _, file := range c.files {
			got[class]++
			code, says, left := take(file, c.args)
			if code != exitBadInput || !sentence(says[strings.LastIndex(says, "\r")+1:]) {
				t.Errorf("%s, %s: %d %.300q", class, file.about, code, says)
			}
			if len(left) > 0 {
				t.Errorf("%s, %s: left %v", class, file.about, left)
			}
		}
	}
	for class, n := range map[string]int{"exports": 58, "copies": 23} {
		if got[class] < n {
			t.Errorf("only %d %s", got[class], class)
		}
	}
	t.Logf("bad records: %v", got)
}

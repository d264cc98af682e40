//go:build linux

package torture

import (
	"bufio"
	"bytes"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"syscall"

	"stadga/internal/ids"
)

// A moment is one thing that a traced program did: the beginning of a call, or
// its end. What lies between may have happened in part.
type moment struct {
	kind  momentKind
	file  *node  // written, truncated or synced
	at    int64  // offset of a write, new size of a truncation
	data  []byte // of a write
	begun int    // for an end: the moment the call began; what had ended by then is synced
	old   string // for a name: what was renamed
	name  string // made, renamed to or taken away
	act   ids.Act
}

type momentKind int

const (
	wroteSome momentKind = iota + 1 // from here on it may be on the disk
	wrote                           // and is ready to be synced
	cut                             // a truncation
	synced
	named // a file was made, renamed or unlinked
	told  // a user was told that the act is saved
)

// A node is a file whatever it is called.
type node struct{ before []byte } // what it held when the trace began, on the disk

// A Trace is everything a program did to the files of a folder, and told its users.
type Trace struct {
	dir     string
	names   map[string]*node // when it began
	moments []moment
	syncs   []int // moments at which a sync ended
}

// Syncs counts the points at which something became durable.
func (t *Trace) Syncs() int { return len(t.syncs) }

// Told counts the acts that users were told are saved, with the moment each was.
func (t *Trace) Told() map[ids.Act]int {
	all := map[ids.Act]int{}
	for i, m := range t.moments {
		if m.kind == told {
			if _, again := all[m.act]; !again {
				all[m.act] = i
			}
		}
	}
	return all
}

// traced are the calls that change files, or tell users.
const traced = "pwrite64,pwritev,write,writev,fsync,fdatasync,sync_file_range,ftruncate,fallocate,open,openat,rename,renameat,renameat2,unlink,unlinkat"

// A Recorder traces a program while it works.
type Recorder struct {
	trace *Trace
	read  chan error
	fifo  string
}

// Record makes a command run under strace, which writes what it sees to a pipe.
// The folder is taken as it lies on the disk when the command starts.
func Record(cmd *exec.Cmd, dir, scratch string) (*exec.Cmd, *Recorder, error) {
	strace, err := exec.LookPath("strace")
	if err != nil {
		return nil, nil, err
	}
	r := &Recorder{trace: &Trace{dir: dir, names: map[string]*node{}}, read: make(chan error, 1), fifo: filepath.Join(scratch, "trace")}
	if err := r.trace.takeFolder(); err != nil {
		return nil, nil, err
	}
	if err := errors.Join(os.RemoveAll(r.fifo), syscall.Mkfifo(r.fifo, 0o600)); err != nil {
		return nil, nil, err
	}
	// The name under which the program is started tells it what it is.
	name := filepath.Join(scratch, cmd.Args[0])
	if err := errors.Join(os.RemoveAll(name), os.Symlink(cmd.Path, name)); err != nil {
		return nil, nil, err
	}
	args := append([]string{"strace", "-f", "--seccomp-bpf", "-y", "-xx", "-s", "1000000000", "-e", "trace=" + traced, "-e", "signal=none", "-o", r.fifo, name}, cmd.Args[1:]...)
	go func() {
		pipe, err := os.Open(r.fifo) // waits for strace
		if err != nil {
			r.read <- err
			return
		}
		defer pipe.Close()
		r.read <- r.trace.parse(pipe)
	}()
	return &exec.Cmd{Path: strace, Args: args, Env: cmd.Env, Dir: cmd.Dir}, r, nil
}

// Trace is what was recorded, when the program is gone.
func (r *Recorder) Trace() (*Trace, error) { return r.trace, <-r.read }

// takeFolder notes what the files hold.
func (t *Trace) takeFolder() error {
	return filepath.WalkDir(t.dir, func(path string, d os.DirEntry, err error) error {
		if err != nil || !d.Type().IsRegular() || t.passes(path) {
			return err
		}
		content, err := os.ReadFile(path)
		t.names[path] = &node{before: content}
		return err
	})
}

// passes tells whether a file is no part of what a power cut leaves: what is
// shared memory is gone, and a lock is given back.
func (t *Trace) passes(path string) bool {
	return !strings.HasPrefix(path, t.dir+"/") || strings.HasSuffix(path, "-shm") || strings.HasSuffix(path, ".lock")
}

// A call is one system call as strace tells of it.
type call struct {
	name string
	args [][]byte // between commas, strings and paths decoded
	path string   // of the descriptor in the first argument
	ret  string
}

// named gives a call that opened a file its path, which the result tells.
func (c *call) named() {
	if c.name == "open" || c.name == "openat" {
		c.path = pathOf([]byte(c.ret))
	}
}

// parse reads lines such as
//
//	71 pwrite64(7<\x2f…>, "\x00…", 4096, 32) = 4096
//	71 fdatasync(7<\x2f…> <unfinished ...>
//	71 <... fdatasync resumed>) = 0
//
// in which strings and paths are written in hexadecimal.
func (t *Trace) parse(from io.Reader) error {
	lines := bufio.NewReaderSize(from, 1<<20)
	live := map[string]*node{}
	for name, file := range t.names {
		live[name] = file
	}
	positions := map[string]int64{} // of what is written without an offset
	begun := map[string]pendingCall{}
	for {
		text, err := lines.ReadBytes('\n')
		if err != nil {
			return nil // the end, or a line that was cut off by the kill
		}
		pid, rest, _ := bytes.Cut(bytes.TrimRight(text, "\n"), []byte(" "))
		rest = bytes.TrimLeft(rest, " ")
		thread := string(pid)
		switch {
		case bytes.HasPrefix(rest, []byte("<... ")):
			whole := begun[thread]
			delete(begun, thread)
			if whole.call.name == "" {
				continue
			}
			if _, ret, ok := cutLast(rest, ") = "); ok {
				whole.call.ret = string(ret)
				whole.call.named()
			}
			t.end(whole, live, positions)
		case bytes.HasSuffix(rest, []byte(" <unfinished ...>")):
			c, err := readCall(bytes.TrimSuffix(rest, []byte(" <unfinished ...>")))
			if err != nil {
				return err
			}
			begun[thread] = t.begin(c, live, positions)
		case bytes.HasPrefix(rest, []byte("+++")), bytes.HasPrefix(rest, []byte("---")):
		default:
			head, ret, ok := cutLast(rest, ") = ")
			if !ok {
				continue
			}
			c, err := readCall(head)
			if err != nil {
				return err
			}
			c.ret = string(ret)
			c.named()
			t.end(t.begin(c, live, positions), live, positions)
		}
	}
}

type pendingCall struct {
	call  call
	begun int // moment
	file  *node
	at    int64
	data  []byte
}

// begin notes that a call has begun: a write may be on the disk from now on, and
// a user may have been told.
func (t *Trace) begin(c call, live map[string]*node, positions map[string]int64) pendingCall {
	p := pendingCall{call: c, begun: len(t.moments)}
	switch c.name {
	case "pwrite64", "write":
		if act, ok := saved(c); ok {
			t.moments = append(t.moments, moment{kind: told, act: act})
			return p
		}
		if t.passes(c.path) || live[c.path] == nil {
			return p
		}
		p.file, p.data = live[c.path], c.args[1]
		if c.name == "pwrite64" {
			p.at = number(c.args[3])
		} else {
			p.at = positions[c.path]
			positions[c.path] += int64(len(p.data))
		}
		t.moments = append(t.moments, moment{kind: wroteSome, file: p.file, at: p.at, data: p.data})
	}
	return p
}

// end notes that a call has ended.
func (t *Trace) end(p pendingCall, live map[string]*node, positions map[string]int64) {
	c := p.call
	if strings.HasPrefix(c.ret, "-1 ") {
		return
	}
	switch c.name {
	case "pwrite64", "write":
		if p.file != nil {
			t.moments = append(t.moments, moment{kind: wrote, begun: p.begun})
		}
	case "ftruncate":
		if file := live[c.path]; file != nil && !t.passes(c.path) {
			t.moments = append(t.moments, moment{kind: cut, file: file, at: number(c.args[1])})
		}
	case "fsync", "fdatasync":
		if t.passes(c.path) && c.path != t.dir {
			return
		}
		t.moments = append(t.moments, moment{kind: synced, file: live[c.path], begun: p.begun}) // no file: the folder itself
		t.syncs = append(t.syncs, len(t.moments)-1)
	case "open", "openat":
		t.opened(c, live, positions)
	case "rename", "renameat", "renameat2":
		old, name := c.args[0], c.args[1]
		if c.name != "rename" { // between folders
			old, name = c.args[1], c.args[3]
		}
		if file := live[string(old)]; file != nil && !t.passes(string(name)) {
			delete(live, string(old))
			live[string(name)] = file
			t.moments = append(t.moments, moment{kind: named, file: file, old: string(old), name: string(name)})
		}
	case "unlink", "unlinkat":
		name := string(c.args[len(c.args)/2])
		if c.name == "unlink" {
			name = string(c.args[0])
		}
		if live[name] != nil {
			delete(live, name)
			t.moments = append(t.moments, moment{kind: named, old: name})
		}
	}
}

// opened notes a file that was made or emptied by being opened.
func (t *Trace) opened(c call, live map[string]*node, positions map[string]int64) {
	flags := string(c.args[1])
	if c.name == "openat" {
		flags = string(c.args[2])
	}
	if t.passes(c.path) || !strings.Contains(flags, "O_WRONLY") && !strings.Contains(flags, "O_RDWR") {
		return
	}
	positions[c.path] = 0
	switch {
	case live[c.path] == nil && strings.Contains(flags, "O_CREAT"):
		file := &node{}
		live[c.path] = file
		t.moments = append(t.moments, moment{kind: named, file: file, name: c.path})
	case strings.Contains(flags, "O_TRUNC"):
		t.moments = append(t.moments, moment{kind: cut, file: live[c.path]})
	}
}

// saved reads what a user was told.
func saved(c call) (ids.Act, bool) {
	if c.name != "write" || !strings.HasPrefix(c.path, "socket:") && !strings.HasPrefix(c.path, "UNIX") || !bytes.HasPrefix(c.args[1], []byte(`{"Act":`)) {
		return ids.Act{}, false
	}
	var answer Answer
	if json.Unmarshal(c.args[1], &answer) != nil {
		return ids.Act{}, false
	}
	return answer.Act, answer.Saved
}

// readCall reads a call up to its closing bracket.
func readCall(text []byte) (call, error) {
	name, rest, ok := bytes.Cut(text, []byte("("))
	if !ok {
		return call{}, fmt.Errorf("trace: no call: %.80q", text)
	}
	c := call{name: string(name)}
	for _, arg := range bytes.Split(rest, []byte(", ")) { // no comma stands in what is hexadecimal
		if len(arg) > 0 && arg[0] == '"' {
			decoded, err := unhex(bytes.Trim(arg, `"`))
			if err != nil {
				return c, fmt.Errorf("trace: %s: %w", name, err)
			}
			arg = decoded
		}
		c.args = append(c.args, arg)
	}
	c.path = pathOf(c.args[0])
	return c, nil
}

// pathOf is the path in 7<\x2f…>.
func pathOf(arg []byte) string {
	_, in, ok := bytes.Cut(arg, []byte("<"))
	if !ok {
		return ""
	}
	in, _, _ = bytes.Cut(in, []byte(">"))
	if path, err := unhex(in); err == nil {
		return string(path)
	}
	return string(in)
}

// unhex reads \x00\x01….
func unhex(text []byte) ([]byte, error) {
	if len(text)%4 != 0 {
		return nil, fmt.Errorf("not hexadecimal: %.40q", text)
	}
	plain := make([]byte, len(text)/2)
	for i := range len(text) / 4 {
		plain[2*i], plain[2*i+1] = text[4*i+2], text[4*i+3]
	}
	out := make([]byte, len(plain)/2)
	_, err := hex.Decode(out, plain)
	return out, err
}

func number(arg []byte) int64 {
	n, err := strconv.ParseInt(string(arg), 10, 64)
	if err != nil {
		return 0
	}
	return n
}

func cutLast(text []byte, mark string) (before, after []byte, found bool) {
	at := bytes.LastIndex(text, []byte(mark))
	if at < 0 {
		return text, nil, false
	}
	return text[:at], text[at+len(mark):], true
}

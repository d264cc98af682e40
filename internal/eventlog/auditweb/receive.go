package auditweb

import (
	"errors"
	"io"
	"net/http"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"

	"stadga/internal/eventlog"
	"stadga/internal/fault"
	"stadga/internal/webkit"
)

// url is the typed values of the form, the last of each name.
type url map[string]string

func (u url) get(name string) string { return u[name] }

func (u url) has(name string) bool { _, ok := u[name]; return ok }

// A sending is what one request brought: values, files by name, and perhaps a
// mapping of the user's own.
type sending struct {
	values  url
	folder  string
	files   []string // names, as they were sent
	mapping string   // path; empty: none
}

// mostValue bounds one typed value, in bytes.
const mostValue = 64 << 10

// receive writes what was sent into the folder, part by part, so that a hundred
// megabytes never stand in memory.
func receive(r *http.Request, folder string) (sending, error) {
	s := sending{values: url{}, folder: folder}
	parts, err := r.MultipartReader()
	if err != nil {
		return s, &fault.Error{Kind: fault.Invalid, Text: "audit.broken", Err: err}
	}
	for {
		part, err := parts.NextPart()
		if err == io.EOF {
			return s, nil
		}
		if err != nil {
			return s, broken(err)
		}
		switch {
		case part.FileName() == "" && part.FormName() != "filer" && part.FormName() != "mappning":
			text, err := io.ReadAll(io.LimitReader(part, mostValue))
			if err != nil {
				return s, broken(err)
			}
			s.values[part.FormName()] = string(text)
		case part.FileName() == "": // a file field where nothing was chosen
		case part.FormName() == "mappning":
			s.mapping = filepath.Join(folder, "mappning")
			err = write(s.mapping, part)
		default:
			name := filepath.Base(filepath.ToSlash(part.FileName()))
			if name == "." || name == "/" || name == "mappning" || len(name) > 120 || strings.ContainsFunc(name, func(c rune) bool { return c < ' ' || c == '\\' }) {
				return s, fault.New(fault.Invalid, "audit.name")
			}
			if slices.Contains(s.files, name) {
				return s, &fault.Error{Kind: fault.Invalid, Text: "audit.twice", Args: map[string]any{"file": name}}
			}
			s.files = append(s.files, name)
			err = write(filepath.Join(folder, name), part)
		}
		if err != nil {
			return s, broken(err)
		}
	}
}

func write(path string, from io.Reader) error {
	file, err := os.OpenFile(path, os.O_CREATE|os.O_EXCL|os.O_WRONLY, 0o600)
	if err != nil {
		return err
	}
	_, err = io.Copy(file, from)
	return errors.Join(err, file.Close())
}

// broken says why what was sent could not be read.
func broken(err error) error {
	var large *http.MaxBytesError
	if errors.As(err, &large) {
		return &fault.Error{Kind: fault.Invalid, Text: "audit.too-much", Args: map[string]any{"most": mostSent >> 20}, Err: err}
	}
	return &fault.Error{Kind: fault.Invalid, Text: "audit.broken", Err: err}
}

// A head is one file and its headings.
type head struct {
	file     string
	headings []string
}

func (s sending) headings() ([]head, error) {
	var all []head
	var faults []error
	for _, file := range s.files {
		names, err := eventlog.Headings(filepath.Join(s.folder, file))
		if err != nil {
			faults = append(faults, err)
			continue
		}
		all = append(all, head{file, names})
	}
	return all, errors.Join(faults...)
}

func (s sending) paths() []string {
	var all []string
	for _, file := range s.files {
		all = append(all, filepath.Join(s.folder, file))
	}
	return all
}

// command is what does the same again, where the files and the mapping are kept.
func (s sending) command(seed uint64) string {
	words := []string{"stadga", "audit"}
	for _, file := range s.files {
		if strings.ContainsAny(file, " '\"*?$&;()") {
			file = "'" + strings.ReplaceAll(file, "'", `'\''`) + "'"
		}
		words = append(words, file)
	}
	return strings.Join(append(words, "--rules", "rules", "--mapping", mappingName, "--seed", strconv.FormatUint(seed, 10)), " ")
}

// choices are the lists of the mapping with the files and headings that fit
// best, or those that were chosen.
func choices(mapping *eventlog.Mapping, heads []head, typed url) []ListChoice {
	var all []ListChoice
	taken := map[string]bool{}
	for i, list := range mapping.Lists {
		name := "lista." + strconv.Itoa(i)
		best := head{}
		if typed.has(name) {
			if at := slices.IndexFunc(heads, func(h head) bool { return h.file == typed.get(name) }); at >= 0 {
				best = heads[at]
			}
		} else {
			for _, h := range heads {
				if !taken[h.file] && list.Likeness(h.headings) > list.Likeness(best.headings) {
					best = h
				}
			}
		}
		taken[best.file] = true
		choice := ListChoice{Name: list.Name, File: webkit.Typed{}.Field(webkit.Field{Name: name, Label: "Fil", Value: best.file, Options: options(best.file, "ingen fil", filesOf(heads))})}
		if best.file != "" {
			for j, need := range list.Needs() {
				choice.Columns = append(choice.Columns, column(name+".kolumn."+strconv.Itoa(j), need, best.headings, typed))
			}
		}
		all = append(all, choice)
	}
	return all
}

func column(name string, need eventlog.Need, headings []string, typed url) webkit.Field {
	chosen := typed.get(name)
	if !slices.Contains(headings, chosen) {
		chosen = ""
	}
	if !typed.has(name) {
		if at := slices.IndexFunc(headings, func(h string) bool { return eventlog.SameHeading(h, need.Column) }); at >= 0 {
			chosen = headings[at]
		}
	}
	help := "Ger " + strings.Join(need.Says, ", ") + "."
	if need.Key {
		help = "Radens eget nummer. Det måste finnas."
	}
	return webkit.Typed{}.Field(webkit.Field{Name: name, Label: need.Column, Help: help, Value: chosen, Required: need.Key, Options: options(chosen, "finns inte i filen", headings)})
}

func options(chosen, none string, all []string) []webkit.Option {
	list := []webkit.Option{{Words: none, Chosen: chosen == ""}}
	for _, one := range all {
		list = append(list, webkit.Option{Value: one, Words: one, Chosen: one == chosen})
	}
	return list
}

func filesOf(heads []head) []string {
	var all []string
	for _, h := range heads {
		all = append(all, h.file)
	}
	return all
}

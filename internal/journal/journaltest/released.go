// Package journaltest holds every event that has been released to a file that
// must still be read.
//
//	func TestReleasedEvents(t *testing.T) {
//		r := journal.NewRegistry()
//		engine.Register(r, casework.IntakeKind())
//		journaltest.Released(t, r)
//	}
//
// A new event gets its file with
//
//	UPDATE_EVENTS=1 go test ./internal/casework -run TestReleasedEvents
//
// which never touches a file that is there.
package journaltest

import (
	"encoding/json"
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"reflect"
	"slices"
	"strings"
	"testing"
	"time"

	"stadga/internal/civil"
	"stadga/internal/ids"
	"stadga/internal/journal"
)

// Dir is where the files lie, in the folder of the package that has the test.
const Dir = "testdata/events"

// Released fails for an event without a file, for a file that cannot be read,
// and for one of which something is lost when it is read. Samples are written to
// new files where one filled at random would not do.
func Released(t *testing.T, r *journal.Registry, samples ...journal.Event) {
	t.Helper()
	if os.Getenv("UPDATE_EVENTS") != "" {
		writeMissing(t, r, samples)
	}
	for _, problem := range check(os.DirFS(Dir), r) {
		t.Error(problem)
	}
}

func check(files fs.FS, r *journal.Registry) []string {
	var problems []string
	for _, name := range r.Names() {
		if _, err := fs.Stat(files, name+".json"); err != nil {
			problems = append(problems, name+" has no file in "+Dir+": write one with UPDATE_EVENTS=1")
		}
	}
	entries, err := fs.ReadDir(files, ".")
	if err != nil && !errors.Is(err, fs.ErrNotExist) {
		return append(problems, err.Error())
	}
	for _, entry := range entries {
		name, ok := strings.CutSuffix(entry.Name(), ".json")
		if !ok {
			problems = append(problems, entry.Name()+" is no event")
			continue
		}
		body, err := fs.ReadFile(files, entry.Name())
		if err != nil {
			problems = append(problems, err.Error())
			continue
		}
		if problem := reads(r, name, body); problem != "" {
			problems = append(problems, name+": "+problem)
		}
	}
	return problems
}

// reads tells what is wrong with how a body is read; empty when nothing is.
func reads(r *journal.Registry, name string, body []byte) string {
	event, err := r.Decode(name, body)
	if err != nil {
		return err.Error()
	}
	if event.EventName() != name {
		return "" // upgraded: it may say the same in other words
	}
	again, err := journal.Encode(event)
	if err != nil {
		return err.Error()
	}
	var was, is any
	if err := errors.Join(json.Unmarshal(body, &was), json.Unmarshal(again, &is)); err != nil {
		return err.Error()
	}
	return lost("", was, is)
}

// lost finds what was said and no longer is; more may be said now.
func lost(at string, was, is any) string {
	switch was := was.(type) {
	case map[string]any:
		now, ok := is.(map[string]any)
		if !ok {
			return at + " is no longer an object"
		}
		for key, value := range was {
			is, ok := now[key]
			if !ok {
				return at + "." + key + " is lost when it is read"
			}
			if l := lost(at+"."+key, value, is); l != "" {
				return l
			}
		}
		return ""
	case []any:
		now, ok := is.([]any)
		if !ok || len(now) != len(was) {
			return at + " is no longer the same list"
		}
		for i := range was {
			if l := lost(at, was[i], now[i]); l != "" {
				return l
			}
		}
		return ""
	}
	if !reflect.DeepEqual(was, is) {
		return at + " is read as something else"
	}
	return ""
}

func writeMissing(t *testing.T, r *journal.Registry, samples []journal.Event) {
	t.Helper()
	if err := os.MkdirAll(Dir, 0o755); err != nil {
		t.Fatal(err)
	}
	for _, name := range r.Names() {
		path := filepath.Join(Dir, name+".json")
		if _, err := os.Stat(path); err == nil {
			continue
		}
		body, err := journal.Encode(sample(r, name, samples))
		if err == nil {
			err = os.WriteFile(path, append(body, '\n'), 0o644)
		}
		if err != nil {
			t.Fatal(err)
		}
	}
}

func sample(r *journal.Registry, name string, samples []journal.Event) journal.Event {
	if at := slices.IndexFunc(samples, func(e journal.Event) bool { return e.EventName() == name }); at >= 0 {
		return samples[at]
	}
	event := r.Zero(name)
	value := reflect.New(reflect.TypeOf(event)).Elem()
	fill(value, 0)
	return value.Interface().(journal.Event)
}

// fill gives every field a value, so that a field that is lost is seen.
func fill(v reflect.Value, depth int) {
	if depth > 8 || !v.CanSet() {
		return
	}
	switch v.Interface().(type) {
	case civil.Date:
		v.Set(reflect.ValueOf(civil.MustParse("2026-03-02")))
		return
	case time.Time:
		v.Set(reflect.ValueOf(time.Date(2026, time.March, 2, 8, 30, 0, 0, time.UTC)))
		return
	case ids.ID:
		v.Set(reflect.ValueOf(ids.Derive(ids.Act{}, "sample")))
		return
	}
	switch v.Kind() {
	case reflect.String:
		v.SetString("text")
	case reflect.Bool:
		v.SetBool(true)
	case reflect.Int, reflect.Int8, reflect.Int16, reflect.Int32, reflect.Int64:
		v.SetInt(1)
	case reflect.Uint, reflect.Uint8, reflect.Uint16, reflect.Uint32, reflect.Uint64:
		v.SetUint(1)
	case reflect.Float32, reflect.Float64:
		v.SetFloat(1.5)
	case reflect.Slice:
		v.Set(reflect.MakeSlice(v.Type(), 1, 1))
		fill(v.Index(0), depth+1)
	case reflect.Array:
		for i := range v.Len() {
			fill(v.Index(i), depth+1)
		}
	case reflect.Map:
		key, value := reflect.New(v.Type().Key()).Elem(), reflect.New(v.Type().Elem()).Elem()
		fill(key, depth+1)
		fill(value, depth+1)
		v.Set(reflect.MakeMap(v.Type()))
		v.SetMapIndex(key, value)
	case reflect.Pointer:
		v.Set(reflect.New(v.Type().Elem()))
		fill(v.Elem(), depth+1)
	case reflect.Struct:
		for i := range v.NumField() {
			fill(v.Field(i), depth+1)
		}
	}
}

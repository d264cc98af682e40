package access_test

import (
	"reflect"
	"slices"
	"strings"
	"testing"
	"time"

	"stadga/internal/access"
	"stadga/internal/duty"
	"stadga/internal/ids"
)

// leaves sets each part of a value in turn, and calls with its name while it is set:
// of a list, one entry and each part of that.
func leaves(v reflect.Value, name string, set func(name string)) {
	was := reflect.New(v.Type()).Elem()
	was.Set(v)
	defer v.Set(was)
	switch {
	case v.Type() == reflect.TypeFor[time.Time]():
		v.Set(reflect.ValueOf(time.Date(2026, time.March, 9, 9, 0, 0, 0, time.UTC)))
		set(name)
	case v.Kind() == reflect.Struct:
		for i := range v.NumField() {
			leaves(v.Field(i), name+"."+v.Type().Field(i).Name, set)
		}
	case v.Kind() == reflect.Slice:
		v.Set(reflect.MakeSlice(v.Type(), 1, 1))
		set(name)
		leaves(v.Index(0), name, set)
	case v.Kind() == reflect.Array:
		v.Index(0).SetUint(1)
		set(name)
	case v.Kind() == reflect.Bool:
		v.SetBool(true)
		set(name)
	default:
		v.SetString("något")
		set(name)
	}
}

// What has been answered is remembered by all that a policy can see: a part of who
// asks or of the file that was left out would give one person another's answer.
func TestAQuestionIsRememberedByAllThatPoliciesSee(t *testing.T) {
	// Of these policies see only whether they concern who asks and the file, which is tried
	// below, and a file is known by what it has in common with others.
	unseen := []string{"Who.At", "Who.Barred", "File.Person", "File.Conflicts", "File.Opened", "File.Subject.ID"}
	who, file := access.Who{User: user(eva)}, access.File{}
	plain := access.QuestionOf(who, "case.read", file)
	before := map[string]string{}
	try := func(name string) {
		q := access.QuestionOf(who, "case.read", file)
		if slices.ContainsFunc(unseen, func(part string) bool { return strings.HasPrefix(name, part) }) {
			if q != plain {
				t.Errorf("%s alone makes another question, and no policy sees it", name)
			}
			return
		}
		if other, alike := before[q]; alike {
			t.Errorf("a question with %s is taken for one with %s", name, other)
		}
		before[q] = name
	}
	try("nothing")
	before[access.QuestionOf(who, "case.close", file)] = "another action"
	leaves(reflect.ValueOf(&who).Elem(), "Who", try)
	leaves(reflect.ValueOf(&file).Elem(), "File", try)
	if len(before) < 30 {
		t.Fatalf("%d questions: the parts were not found", len(before))
	}

	now := time.Date(2026, time.March, 9, 9, 0, 0, 0, time.UTC)
	eva := access.Who{User: user(eva), At: now, Barred: []ids.Person{{ID: ids.ID{1}}}}
	plain = access.QuestionOf(eva, "case.read", access.File{})
	for name, file := range map[string]access.File{
		"about one she is barred from": {Person: ids.Person{ID: ids.ID{1}}},
		"where she has a conflict":     {Conflicts: []ids.User{eva.User}},
		"that she has opened":          {Opened: []access.Opening{{By: eva.User, At: now}}},
	} {
		if access.QuestionOf(eva, "case.read", file) == plain {
			t.Errorf("a file %s is taken for any file", name)
		}
	}
	for name, file := range map[string]access.File{
		"about another":             {Person: ids.Person{ID: ids.ID{2}}},
		"where another has":         {Conflicts: []ids.User{user(jonas)}},
		"that was open an hour ago": {Opened: []access.Opening{{By: eva.User, At: now.Add(-access.EmergencyLasts)}}},
	} {
		if access.QuestionOf(eva, "case.read", file) != plain {
			t.Errorf("a file %s is not taken for any file", name)
		}
	}
}

// Whoever asks, in whatever order, is answered as by a door that has never been asked.
func TestWhatIsRememberedIsWhatWouldBeAnswered(t *testing.T) {
	d := door(t)
	for range 2 { // the second time all of it is remembered
		for name, who := range staff() {
			for about, file := range files() {
				asker := d.Asker(who, file)
				for _, action := range d.Actions() {
					if got, want := d.OnFile(who, action, file), asker(action); !reflect.DeepEqual(got, want) {
						t.Fatalf("%s %s %s: %+v, want %+v", name, action, about, got, want)
					}
				}
			}
		}
	}
}

// A role that is taken away, a unit that is changed and a duty that ends show at once.
func TestARevokedRoleIsDeniedAtOnce(t *testing.T) {
	d := door(t)
	eva := staff()["Eva, handläggare"]
	file := files()["Annas ärende"]
	file.Assigned = nil
	if !d.May(eva, "case.read") || !d.OnFile(eva, "case.read", file).Allowed {
		t.Fatal("Eva may not read a case of her unit")
	}
	revoked := eva
	revoked.Roles = nil
	if d.May(revoked, "case.read") || d.OnFile(revoked, "case.read", file).Allowed {
		t.Error("who has no role reads cases")
	}
	moved := eva
	moved.Unit, file.Assigned = unit(barn), []ids.User{user(jonas)}
	if d.OnFile(moved, "case.read", file).Allowed {
		t.Error("who has moved to another unit reads the cases of the first")
	}
	cecilia := staff()["Cecilia, socialjour"]
	report := access.File{Subject: duty.Subject{Kind: "intake", ID: ids.ID{2}}, Area: "barn", New: true}
	if !d.OnFile(cecilia, "intake.receive", report).Allowed {
		t.Fatal("Cecilia on duty receives no report")
	}
	cecilia.OnCall = false
	if d.OnFile(cecilia, "intake.receive", report).Allowed {
		t.Error("Cecilia receives reports when her duty has ended")
	}
}

package journaltest

import (
	"bytes"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"testing/fstest"

	"stadga/internal/civil"
	"stadga/internal/ids"
	"stadga/internal/journal"
)

type left struct {
	On   civil.Date
	Whom ids.Person
	Why  []string
}

type returned struct{ On civil.Date }

func (left) EventName() string     { return "guest.left.v2" }
func (returned) EventName() string { return "guest.returned.v1" }

func guests() *journal.Registry {
	r := journal.NewRegistry(left{}, returned{})
	r.AddOld(func(_ string, body []byte) ([]byte, error) {
		return bytes.Replace(body, []byte(`"Reason":"`), []byte(`"Why":["`), 1), nil
	}, map[string]string{"guest.left.v1": "guest.left.v2"})
	return r
}

func TestProblemsAreFound(t *testing.T) {
	whole := map[string]string{
		"guest.left.v2":     `{"On":"2026-03-02","Whom":"01890a5d-ac96-774b-bcce-b302099a8057","Why":["a"]}`,
		"guest.returned.v1": `{"On":"2026-03-02"}`,
	}
	for name, tt := range map[string]struct{ file, body, want string }{
		"all is well":               {"guest.returned.v1", whole["guest.returned.v1"], ""},
		"a field that went":         {"guest.returned.v1", `{"On":"2026-03-02","By":"x"}`, ".By is lost"},
		"a field of another type":   {"guest.left.v2", `{"On":"2026-03-02","Whom":"","Why":"a"}`, "cannot unmarshal"},
		"a day that is none":        {"guest.returned.v1", `{"On":"2026-02-30"}`, "no day"},
		"a name nobody carries":     {"guest.slept.v1", `{}`, "no type carries"},
		"an older version":          {"guest.left.v1", `{"On":"2026-03-02","Reason":"a]}`, "guest.left.v1"},
		"an older version, read on": {"guest.left.v1", `{"On":"2026-03-02"}`, ""},
	} {
		t.Run(name, func(t *testing.T) {
			files := fstest.MapFS{}
			for name, body := range whole {
				files[name+".json"] = &fstest.MapFile{Data: []byte(body)}
			}
			files[tt.file+".json"] = &fstest.MapFile{Data: []byte(tt.body)}
			problems := check(files, guests())
			if tt.want == "" && len(problems) > 0 || tt.want != "" && (len(problems) != 1 || !strings.Contains(problems[0], tt.want)) {
				t.Errorf("%q, want %q", problems, tt.want)
			}
		})
	}
	if problems := check(fstest.MapFS{}, guests()); len(problems) != 2 || !strings.Contains(problems[0], "has no file") {
		t.Errorf("no files at all: %q", problems)
	}
}

func TestNewFilesAreFilledAndNeverOverwritten(t *testing.T) {
	t.Chdir(t.TempDir())
	writeMissing(t, guests(), []journal.Event{returned{On: civil.MustParse("2031-01-01")}})
	Released(t, guests())
	e := sample(guests(), "guest.left.v2", nil).(left)
	if e.On.IsZero() || e.Whom.IsZero() || len(e.Why) != 1 {
		t.Errorf("sample %+v has empty fields", e)
	}
	writeMissing(t, guests(), nil)
	r := guests()
	if got, err := r.Decode("guest.returned.v1", mustRead(t, "guest.returned.v1")); err != nil || got.(returned).On.Year() != 2031 {
		t.Errorf("the released file was written over: %v, %v", got, err)
	}
}

func mustRead(t *testing.T, name string) []byte {
	t.Helper()
	body, err := os.ReadFile(filepath.Join(Dir, name+".json"))
	if err != nil {
		t.Fatal(err)
	}
	return body
}

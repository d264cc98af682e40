package audit

import (
	"fmt"
	"os"
	"path/filepath"
	"time"

	"stadga/internal/civil"
)

// Lists writes every finding to one CSV file per rule, in a folder that takes
// its name only when all of it is written.
type Lists struct {
	dir    string
	temp   string
	byRule map[string]*list
	says   map[string]string
}

type list struct {
	file *os.File
	csv  *csvWriter
}

// NewLists begins the files beside dir, one for each check.
func NewLists(dir string, checks []Check, says map[string]string) (*Lists, error) {
	dir = filepath.Clean(dir)
	beside := filepath.Dir(dir)
	for _, err := os.Stat(beside); err != nil && filepath.Dir(beside) != beside; _, err = os.Stat(beside) {
		beside = filepath.Dir(beside) // the folders between are made when there is something to keep
	}
	temp, err := os.MkdirTemp(beside, ".stadga-listor-")
	if err != nil {
		return nil, fmt.Errorf("make a folder beside %s: %w", dir, err)
	}
	l := &Lists{dir: dir, temp: temp, byRule: map[string]*list{}, says: says}
	for _, c := range checks {
		file, err := os.Create(filepath.Join(temp, c.ID+".csv"))
		if err != nil {
			l.Discard()
			return nil, err
		}
		one := &list{file, newCSV(file)}
		one.csv.row("nummer", "gäller", "person eller ärende", "svar", "började", "senast", "gjort", "saknad uppgift", "fil", "rad")
		l.byRule[c.ID] = one
	}
	return l, nil
}

// add writes one finding.
func (l *Lists) add(f Finding) error {
	one := l.byRule[f.Rule]
	if one == nil {
		return nil
	}
	missing := l.says[f.Missing]
	if missing == "" {
		missing = f.Missing
	}
	one.csv.row(f.Subject, f.About, f.Root, Swedish(f.State), f.Began.String(), moment(f.Due, f.DueAt), moment(f.Done, f.DoneAt), missing, f.Place.File, line(f.Place.Line))
	return nil
}

func line(n int) string {
	if n == 0 {
		return ""
	}
	return fmt.Sprint(n)
}

// moment writes a day, with the time of day where it counts.
func moment(day civil.Date, at time.Time) string {
	if at.IsZero() {
		return day.String()
	}
	return at.In(civil.Stockholm).Format("2006-01-02 15:04")
}

// Keep closes the files and puts each in its place.
func (l *Lists) Keep() error {
	for _, one := range l.byRule {
		if err := one.csv.flush(); err != nil {
			return err
		}
		if err := one.file.Close(); err != nil {
			return err
		}
	}
	if err := os.MkdirAll(l.dir, 0o777); err != nil {
		return err
	}
	for id := range l.byRule {
		name := id + ".csv"
		if err := os.Rename(filepath.Join(l.temp, name), filepath.Join(l.dir, name)); err != nil {
			return err
		}
	}
	return os.Remove(l.temp)
}

// Discard leaves nothing behind. After Keep it does nothing.
func (l *Lists) Discard() {
	for _, one := range l.byRule {
		_ = one.file.Close() // closed twice after Keep, which is no harm
	}
	_ = os.RemoveAll(l.temp)
}

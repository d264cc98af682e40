// Package extracttest finds what an extract leaves out.
package extracttest

import (
	"fmt"
	"reflect"
	"strings"

	"stadga/internal/extract"
)

// Untold fills every plain text of a state, lets it be told, and lists those that
// are not: by their path from the state's type. What is told otherwise, and all
// below it, is passed over.
func Untold(state any, tell func() extract.Text, otherwise ...string) []string {
	v := reflect.ValueOf(state).Elem()
	f := filler{area: v.Type().PkgPath(), texts: map[string]string{}}
	f.fill(v, v.Type().Name())
	told := tell()
	all := told.Title + "\n" + strings.Join(told.Text, "\n")
	var left []string
	for text, path := range f.texts {
		if strings.Contains(all, text) || below(path, otherwise) {
			continue
		}
		left = append(left, path)
	}
	return left
}

func below(path string, otherwise []string) bool {
	for _, p := range otherwise {
		if path == p || strings.HasPrefix(path, p+".") {
			return true
		}
	}
	return false
}

// A filler puts a text of its own in every text, and one of each in every list.
type filler struct {
	area  string
	texts map[string]string
}

func (f *filler) fill(v reflect.Value, path string) {
	if !v.CanSet() {
		return
	}
	switch v.Kind() {
	case reflect.String:
		if v.Type() == reflect.TypeFor[string]() {
			text := fmt.Sprintf("märke%dx", len(f.texts))
			f.texts[text] = path
			v.SetString(text)
		}
	case reflect.Struct:
		for i := range v.NumField() {
			if v.Type().PkgPath() == f.area {
				f.fill(v.Field(i), path+"."+v.Type().Field(i).Name)
			}
		}
	case reflect.Slice:
		v.Set(reflect.MakeSlice(v.Type(), 1, 1))
		f.fill(v.Index(0), path)
	case reflect.Pointer:
		v.Set(reflect.New(v.Type().Elem()))
		f.fill(v.Elem(), path)
	}
}

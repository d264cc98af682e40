package store

import (
	"reflect"
	"testing"
	"time"

	"stadga/internal/civil"
	"stadga/internal/duty"
	"stadga/internal/ids"
)

// TestEveryFieldOfAnObligationIsKept fails when duty gives obligations or facts
// a field that the store does not know.
func TestEveryFieldOfAnObligationIsKept(t *testing.T) {
	var whole duty.Obligation
	fill(t, reflect.ValueOf(&whole).Elem())
	body := []byte(encodeObligation(&whole))
	read := duty.Obligation{Rule: whole.Rule, Subject: whole.Subject, About: whole.About, Nth: whole.Nth}
	if err := decodeObligation(body, &read); err != nil || read != whole {
		t.Errorf("read\n%+v (%v), wrote\n%+v", read, err, whole)
	}
}

func fill(t *testing.T, v reflect.Value) {
	t.Helper()
	switch v.Interface().(type) {
	case civil.Date:
		v.Set(reflect.ValueOf(civil.MustParse("2026-03-02")))
		return
	case time.Time:
		v.Set(reflect.ValueOf(time.Date(2026, time.March, 2, 8, 30, 0, 1000, time.UTC)))
		return
	case ids.ID:
		v.Set(reflect.ValueOf(ids.ID{1, 2, 3}))
		return
	}
	switch v.Kind() {
	case reflect.String:
		v.SetString("text")
	case reflect.Bool:
		v.SetBool(true)
	case reflect.Int:
		v.SetInt(3)
	case reflect.Struct:
		for i := range v.NumField() {
			fill(t, v.Field(i))
		}
	default:
		t.Fatalf("no value for %s", v.Type())
	}
}

package store

import (
	"fmt"

	"stadga/internal/duty"
)

func (w *flatWriter) fact(f *duty.Fact) {
	w.b = append(w.b, '{')
	w.text("name", f.Name)
	w.text("about", f.About)
	w.day("day", f.Day)
	w.at("at", f.At)
	w.text("value", f.Value)
	w.at("learned", f.Learned)
	w.text("kind", f.Origin.Kind)
	w.id("id", f.Origin.ID)
	w.number("version", f.Version)
	w.b = append(w.b, '}')
}

func (r *flatReader) fact(f *duty.Fact) bool {
	r.object(func(name string) bool {
		switch name {
		case "name":
			return r.text(&f.Name)
		case "about":
			return r.text(&f.About)
		case "day":
			return r.day(&f.Day)
		case "at":
			return r.stamp(&f.At)
		case "value":
			return r.text(&f.Value)
		case "learned":
			return r.stamp(&f.Learned)
		case "kind":
			return r.text(&f.Origin.Kind)
		case "id":
			return r.id(&f.Origin.ID)
		case "version":
			return r.number(&f.Version)
		}
		return false
	})
	return true
}

func encodeFacts(facts []duty.Fact) string {
	w := flatWriter{make([]byte, 0, 2+200*len(facts))}
	w.b = append(w.b, '[')
	for i := range facts {
		if i > 0 {
			w.b = append(w.b, ',')
		}
		w.fact(&facts[i])
	}
	return string(append(w.b, ']'))
}

func decodeFacts(b []byte) ([]duty.Fact, error) {
	facts := make([]duty.Fact, 0, len(b)/150+1)
	r := flatReader{b: b}
	r.list(func() {
		var f duty.Fact
		r.fact(&f)
		facts = append(facts, f)
	})
	if err := r.end(); err != nil {
		return nil, fmt.Errorf("facts of a subject: %w", err)
	}
	return facts, nil
}

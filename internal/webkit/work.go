package webkit

import (
	"slices"
	"sync"
)

// Works are pieces of work that take longer than a page may: the page is shown
// with how far they have come, and asks again. The last few are remembered.
type Works struct {
	Unit string // what progress counts: "Lästa händelser"

	mu  sync.Mutex
	all []*work
}

const worksKept = 16

type work struct {
	key    string
	mu     sync.Mutex
	done   bool
	at, of int
	result any
	err    error
}

// Get gives the result of the work of that key, or how far it has come. It is
// begun when no one has begun it; one that failed is told once, and then begun
// again by who asks again.
func (w *Works) Get(key string, do func(tell func(at, of int)) (any, error)) (any, *Progress, error) {
	w.mu.Lock()
	defer w.mu.Unlock()
	i := slices.IndexFunc(w.all, func(one *work) bool { return one.key == key })
	if i < 0 {
		one := &work{key: key}
		if w.all = append(w.all, one); len(w.all) > worksKept {
			w.all = w.all[1:]
		}
		first := one.progress(w.Unit)
		go one.run(do)
		return nil, first, nil
	}
	one := w.all[i]
	one.mu.Lock()
	defer one.mu.Unlock()
	switch {
	case !one.done:
		return nil, one.progress(w.Unit), nil
	case one.err != nil:
		w.all = slices.Delete(w.all, i, i+1)
	}
	return one.result, nil, one.err
}

func (o *work) run(do func(tell func(at, of int)) (any, error)) {
	result, err := do(o.tell)
	o.mu.Lock()
	defer o.mu.Unlock()
	o.done, o.result, o.err = true, result, err
}

func (o *work) progress(unit string) *Progress {
	return &Progress{ID: "arbete", Words: unit, Done: o.at, Of: max(o.of, 1)}
}

func (o *work) tell(at, of int) {
	o.mu.Lock()
	defer o.mu.Unlock()
	o.at, o.of = at, of
}

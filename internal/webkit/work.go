package webkit

import (
	"net/http"
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
	i := w.find(key)
	if i < 0 {
		return nil, w.begin(key, do), nil
	}
	result, progress, err := w.all[i].look(w.Unit)
	if err != nil {
		w.all = slices.Delete(w.all, i, i+1)
	}
	return result, progress, err
}

// Look is Get that begins nothing and forgets nothing: all nil where no one has
// begun the work.
func (w *Works) Look(key string) (any, *Progress, error) {
	w.mu.Lock()
	defer w.mu.Unlock()
	i := w.find(key)
	if i < 0 {
		return nil, nil, nil
	}
	return w.all[i].look(w.Unit)
}

// Begin begins the work of that key, unless it is going on. An earlier result is
// forgotten.
func (w *Works) Begin(key string, do func(tell func(at, of int)) (any, error)) {
	w.mu.Lock()
	defer w.mu.Unlock()
	if i := w.find(key); i >= 0 {
		if _, progress, _ := w.all[i].look(w.Unit); progress != nil {
			return
		}
		w.all = slices.Delete(w.all, i, i+1)
	}
	w.begin(key, do)
}

func (w *Works) find(key string) int {
	return slices.IndexFunc(w.all, func(one *work) bool { return one.key == key })
}

func (w *Works) begin(key string, do func(tell func(at, of int)) (any, error)) *Progress {
	one := &work{key: key}
	if w.all = append(w.all, one); len(w.all) > worksKept {
		w.all = w.all[1:]
	}
	first := one.progress(w.Unit)
	go one.run(do)
	return first
}

func (o *work) look(unit string) (any, *Progress, error) {
	o.mu.Lock()
	defer o.mu.Unlock()
	if !o.done {
		return nil, o.progress(unit), nil
	}
	return o.result, nil, o.err
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

// ComeBack lets the browser ask for the page again in two seconds, while work goes on.
// The address is said in full: one who came in by the way past the menu has a place on
// the page in theirs, and a browser that returns to a place loads nothing.
func ComeBack(w http.ResponseWriter, r *http.Request) {
	w.Header().Set("Refresh", "2; url="+r.URL.RequestURI())
}

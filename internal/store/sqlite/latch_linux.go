package sqlite

import (
	"runtime"
	"slices"
	"sync"
	"sync/atomic"
	"unsafe"

	"modernc.org/libc"
	lib "modernc.org/sqlite/lib"
)

// SQLite takes a lock for each column of a row that is read and for each page of the
// file that is looked at. On Linux the driver's are those of an imitated C library,
// where all locks of the program stand in one map behind one lock: they took a fifth
// of all that SQLite does, and made those who read wait for the one who writes. On
// every other system the driver gives SQLite Go's own locks; here we do (ADR 12).

// A latch is one of SQLite's locks.
type latch struct {
	sync.Mutex
	again bool         // who holds it may take it again
	by    atomic.Int32 // the thread that holds it, where it may be taken again; 0: none
	times int          // how many times more that thread has taken it
}

// take waits until the thread holds the latch.
func (l *latch) take(thread int32) {
	if l.again && l.by.Load() == thread { // nobody else writes that it is this one
		l.times++
		return
	}
	l.Lock()
	l.hold(thread)
}

// try takes the latch if nobody else holds it.
func (l *latch) try(thread int32) bool {
	if l.again && l.by.Load() == thread {
		l.times++
		return true
	}
	if !l.TryLock() {
		return false
	}
	l.hold(thread)
	return true
}

func (l *latch) hold(thread int32) {
	if l.again {
		l.by.Store(thread)
	}
}

// leave gives the latch back as many times as it was taken.
func (l *latch) leave() {
	if l.times > 0 {
		l.times--
		return
	}
	if l.again {
		l.by.Store(0)
	}
	l.Unlock()
}

// Latches are known to SQLite by their places, counted from one: it keeps them as
// pointers that it never follows. The list is copied when it grows, so that one can
// be found without a lock.
type latches struct {
	mu   sync.Mutex // while one is added or taken away
	all  atomic.Pointer[[]*latch]
	free []uintptr
}

func (t *latches) at(place uintptr) *latch { return (*t.all.Load())[place-1] }

// add gives the place of a new latch.
func (t *latches) add(again bool) uintptr {
	t.mu.Lock()
	defer t.mu.Unlock()
	all := slices.Clone(*t.all.Load())
	l := &latch{again: again}
	place := uintptr(len(all) + 1)
	if n := len(t.free); n > 0 {
		place, t.free = t.free[n-1], t.free[:n-1]
		all[place-1] = l
	} else {
		all = append(all, l)
	}
	t.all.Store(&all)
	return place
}

func (t *latches) drop(place uintptr) {
	t.mu.Lock()
	defer t.mu.Unlock()
	t.free = append(t.free, place)
}

// lastStatic is the last of those latches that SQLite knows by a number of its own.
const lastStatic = lib.SQLITE_MUTEX_STATIC_VFS3

// ours are the latches of the program. SQLite has one set of them for all its files and
// calls plain functions, so they can lie nowhere else.
var ours = func() *latches {
	t := &latches{}
	t.all.Store(new([]*latch))
	for range lastStatic + 1 {
		t.add(false)
	}
	return t
}()

// init hands them to SQLite, which takes them only before it is first used. Does it
// refuse, it keeps its own, which are as safe; TestSQLiteTakesOurLatches tells.
func init() {
	tls := libc.NewTLS()
	defer tls.Close()
	methods := &lib.Tsqlite3_mutex_methods{
		FxMutexInit:  function(func(*libc.TLS) int32 { return lib.SQLITE_OK }),
		FxMutexEnd:   function(func(*libc.TLS) int32 { return lib.SQLITE_OK }),
		FxMutexAlloc: function(latchAlloc),
		FxMutexFree:  function(latchFree),
		FxMutexEnter: function(latchEnter),
		FxMutexTry:   function(latchTry),
		FxMutexLeave: function(latchLeave),
	}
	var still runtime.Pinner
	still.Pin(methods)
	defer still.Unpin()
	list := libc.Xmalloc(tls, libc.Tsize_t(unsafe.Sizeof(uintptr(0))))
	defer libc.Xfree(tls, list)
	lib.Xsqlite3_config(tls, lib.SQLITE_CONFIG_MUTEX, libc.VaList(list, uintptr(unsafe.Pointer(methods))))
}

// function is a function as the translated SQLite calls it. It must have no variables
// of its surroundings.
func function[F any](f F) uintptr { return *(*uintptr)(unsafe.Pointer(&f)) }

func latchAlloc(_ *libc.TLS, kind int32) uintptr {
	switch kind {
	case lib.SQLITE_MUTEX_FAST, lib.SQLITE_MUTEX_RECURSIVE:
		return ours.add(kind == lib.SQLITE_MUTEX_RECURSIVE)
	}
	if kind > lastStatic {
		return 0 // one that we have not heard of: SQLite then goes without memory, and says so
	}
	return uintptr(kind) + 1
}

func latchFree(_ *libc.TLS, place uintptr) { ours.drop(place) }

func latchEnter(tls *libc.TLS, place uintptr) { ours.at(place).take(tls.ID) }

func latchTry(tls *libc.TLS, place uintptr) int32 {
	if ours.at(place).try(tls.ID) {
		return lib.SQLITE_OK
	}
	return lib.SQLITE_BUSY
}

func latchLeave(_ *libc.TLS, place uintptr) { ours.at(place).leave() }

package webkit_test

import (
	"errors"
	"testing"
	"time"

	"stadga/internal/webkit"
)

func TestAPageAsksAgainUntilWorkIsDone(t *testing.T) {
	works := &webkit.Works{Unit: "Rader"}
	halfway, on := make(chan bool), make(chan bool)
	begun := 0
	do := func(tell func(at, of int)) (any, error) {
		begun++
		tell(3, 10)
		halfway <- true
		<-on
		return "klart", nil
	}
	if result, progress, err := works.Get("a", do); result != nil || progress == nil || err != nil {
		t.Fatal(result, progress, err)
	}
	<-halfway
	if _, progress, _ := works.Get("a", do); progress == nil || progress.Done != 3 || progress.Of != 10 || progress.Words != "Rader" {
		t.Errorf("halfway: %+v", progress)
	}
	on <- true
	if got := settled(works, "a", do); got != "klart" || begun != 1 {
		t.Errorf("%v after %d times", got, begun)
	}
	failed := false
	fails := func(func(at, of int)) (any, error) {
		if failed = !failed; failed {
			return nil, errors.New("gick inte")
		}
		return "andra gången", nil
	}
	if got := settled(works, "b", fails); got.(error).Error() != "gick inte" {
		t.Errorf("the failure is not told: %v", got)
	}
	if got := settled(works, "b", fails); got != "andra gången" {
		t.Errorf("it is not tried again: %v", got)
	}
}

// settled asks until there is a result or an error.
func settled(works *webkit.Works, key string, do func(func(at, of int)) (any, error)) any {
	for {
		result, progress, err := works.Get(key, do)
		switch {
		case err != nil:
			return err
		case progress == nil:
			return result
		}
		time.Sleep(time.Millisecond)
	}
}

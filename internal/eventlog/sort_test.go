package eventlog

import (
	"bytes"
	"encoding/binary"
	"io"
	"math/rand/v2"
	"os"
	"testing"
)

func TestSortingOnDiskKeepsEveryRecordInOrder(t *testing.T) {
	for name, records := range map[string]int{"nothing": 0, "in memory": 1000, "several runs": 400_000} {
		t.Run(name, func(t *testing.T) {
			dir := t.TempDir()
			s := newSorter(dir, "prov")
			random := rand.New(rand.NewPCG(1, 2))
			added := uint64(0)
			for i := range records {
				n := random.Uint64N(uint64(records))
				added += n
				key := binary.BigEndian.AppendUint64(nil, n/4) // four of a key, about
				payload := append(binary.BigEndian.AppendUint64(nil, uint64(i)), make([]byte, 40)...)
				payload = binary.BigEndian.AppendUint64(payload, n)
				if err := s.add(key, payload); err != nil {
					t.Fatal(err)
				}
			}
			sorted, err := s.sorted()
			if err != nil {
				t.Fatal(err)
			}
			defer sorted.close()
			var lastKey, lastPayload []byte
			count, read := 0, uint64(0)
			for {
				key, payload, err := sorted.next()
				if err == io.EOF {
					break
				}
				if err != nil {
					t.Fatal(err)
				}
				if c := bytes.Compare(key, lastKey); c < 0 || c == 0 && bytes.Compare(payload[:8], lastPayload[:8]) < 0 {
					t.Fatalf("record %d is out of order", count)
				}
				lastKey, lastPayload = append(lastKey[:0], key...), append(lastPayload[:0], payload...)
				read += binary.BigEndian.Uint64(payload[len(payload)-8:])
				count++
			}
			if count != records || read != added {
				t.Errorf("%d records with sum %d, want %d with %d", count, read, records, added)
			}
			if wantRuns := records > 200_000; wantRuns != (len(s.runs) > 1) {
				t.Errorf("%d runs on disk", len(s.runs))
			}
		})
	}
}

func TestRunsAreMergedBeforeTheyAreTooMany(t *testing.T) {
	dir := t.TempDir()
	s := newSorter(dir, "prov")
	for i := range mostRuns + 5 {
		if err := s.add(binary.BigEndian.AppendUint32(nil, uint32(1000-i)), []byte{byte(i)}); err != nil {
			t.Fatal(err)
		}
		if err := s.spill(); err != nil {
			t.Fatal(err)
		}
	}
	if len(s.runs) >= mostRuns {
		t.Fatalf("%d runs are open at once", len(s.runs))
	}
	sorted, err := s.sorted()
	if err != nil {
		t.Fatal(err)
	}
	count := 0
	for last := uint32(0); ; count++ {
		key, _, err := sorted.next()
		if err == io.EOF {
			break
		}
		if err != nil {
			t.Fatal(err)
		}
		if n := binary.BigEndian.Uint32(key); n <= last {
			t.Fatalf("%d after %d", n, last)
		} else {
			last = n
		}
	}
	sorted.close()
	if left, _ := os.ReadDir(dir); count != mostRuns+5 || len(left) != 0 {
		t.Errorf("%d records, %d files left behind", count, len(left))
	}
}

package eventlog

import (
	"bytes"
	"encoding/binary"
	"fmt"
	"hash/maphash"
	"io"
	"os"
	"path/filepath"
	"strconv"
	"strings"
)

// A joiner finds the topmost subject of every row and sorts the rows by it.
type joiner struct {
	reading *Reading
	plan    *plan
	heads   []header           // by file
	lists   []*List            // by file
	reports []FileReport       // by file
	final   *sorter            // root → row
	links   map[string]*sorter // kind → its number → root, for kinds that rows stand under
	waiting map[string]*sorter // kind → its number → row whose root is not known yet
	lost    map[[2]string]int  // list and why → rows
	seed    maphash.Seed
	faults  gathering
	numbers []string
	record  []byte
}

func (r *Reading) readLists(paths []string, material *Material, each func(*Matter) error) error {
	plan, err := r.Mapping.plan()
	if err != nil {
		return err
	}
	j := &joiner{
		reading: r, plan: plan, seed: maphash.MakeSeed(), final: newSorter(r.Temp, "final"),
		links: map[string]*sorter{}, waiting: map[string]*sorter{}, lost: map[[2]string]int{},
	}
	for _, kind := range plan.order {
		j.links[kind] = newSorter(r.Temp, "links-"+kind)
		j.waiting[kind] = newSorter(r.Temp, "waiting-"+kind)
	}
	if err := j.readAll(paths); err != nil {
		return err
	}
	if err := j.faults.all(); err != nil {
		return err
	}
	for _, kind := range plan.order {
		if err := j.join(kind); err != nil {
			return err
		}
	}
	if err := j.hand(material, each); err != nil {
		return err
	}
	if err := j.faults.all(); err != nil {
		return err
	}
	material.Files = append(material.Files, j.reports...)
	for _, list := range r.Mapping.Lists {
		for _, why := range []string{lostAbove, lostNumber, lostTwice} {
			if n := j.lost[[2]string{list.Name, why}]; n > 0 {
				material.Unjoined = append(material.Unjoined, Unjoined{list.Name, why, n})
			}
		}
	}
	return nil
}

// Why a row could not be joined to what it stands under.
const (
	lostAbove  = "numret finns inte i den andra listan"
	lostNumber = "numret saknas"
	lostTwice  = "numret hör till två"
)

func (j *joiner) readAll(paths []string) error {
	var total, done int64
	for _, path := range paths {
		if info, err := os.Stat(path); err == nil {
			total += info.Size()
		}
	}
	seen := func(n int64) {
		done += n
		j.reading.Tell("Läser", done, total)
	}
	read := map[*List]bool{}
	for _, path := range paths {
		list := j.reading.Mapping.ListFor(path)
		if list == nil {
			return faultAt(Place{File: filepath.Base(path)}, "Ingen lista i mappningen gäller filen. Listorna heter %s. Rätta file i mappningen, eller ta bort filen.", listed(j.reading.Mapping.patterns()))
		}
		read[list] = true
		file := len(j.heads)
		j.heads, j.lists = append(j.heads, header{}), append(j.lists, list)
		report, err := readList(path, list, seen,
			func(h header) { j.heads[file] = h },
			func(line int, all, fields [][]byte) error { return j.row(file, line, all, fields) })
		if err != nil {
			if j.faults.full() {
				return j.faults.all()
			}
			if err := j.faults.add(err); err != nil {
				return err
			}
		}
		j.reports = append(j.reports, report)
	}
	for _, list := range j.reading.Mapping.Lists {
		if !read[list] {
			return faultAt(list.place, "Ingen av filerna är listan %s (%s). Ta med filen, eller ta bort listan ur mappningen.", quoted(list.Name), list.File)
		}
	}
	return nil
}

func (m *Mapping) patterns() []string {
	var all []string
	for _, list := range m.Lists {
		all = append(all, list.File)
	}
	return all
}

// row checks one row and puts it where its root is known, or waits for it.
func (j *joiner) row(file, line int, all, fields [][]byte) error {
	list := j.lists[file]
	for _, f := range list.Facts { // a fault is told with all the others, before any result
		if f.When != nil && !oneOf(fields[f.When.at], f.When.Is) {
			continue
		}
		if _, _, column, err := f.read(fields); err != nil {
			if err := j.faults.add(faultAt(j.heads[file].place(line, column), "%v", err)); err != nil {
				return err
			}
		}
	}
	j.record = binary.AppendUvarint(j.record[:0], uint64(file))
	j.record = binary.AppendUvarint(j.record, uint64(line))
	var digest maphash.Hash
	digest.SetSeed(j.seed)
	for _, field := range all {
		_, _ = digest.Write(field)
		_ = digest.WriteByte(0)
	}
	j.record = binary.LittleEndian.AppendUint64(j.record, digest.Sum64())
	for _, field := range fields {
		j.record = binary.AppendUvarint(j.record, uint64(len(field)))
		j.record = append(j.record, field...)
	}
	for part := range list.parts(fields) {
		if err := j.place(file, line, part, fields, append(j.record, byte(part))); err != nil {
			return err
		}
	}
	return nil
}

// parts is how many subjects the row stands for.
func (l *List) parts(fields [][]byte) int {
	if l.Split == nil {
		return 1
	}
	return min(bytes.Count(fields[l.Split.at], []byte(l.Split.By))+1, 250)
}

// numbersOf are the numbers of the row's chain, own number first. Of a row split
// in parts, the later parts get numbers of their own below the split.
func (j *joiner) numbersOf(file, line, part int, fields [][]byte) []string {
	l, into := j.lists[file], j.numbers[:0]
	splitAt := -1
	for i, link := range l.Chain {
		if link.Column == eachRow {
			into = append(into, j.heads[file].file+":"+strconv.Itoa(line))
			continue
		}
		number := trimCell(string(fields[link.at]))
		if l.Split != nil && link.at == l.Split.at {
			splitAt = i
			number = trimCell(strings.Split(number, l.Split.By)[part])
		}
		into = append(into, number)
	}
	if part > 0 {
		for i := range splitAt {
			if into[i] != "" {
				into[i] = fmt.Sprintf("%s/%d", into[i], part+1)
			}
		}
	}
	return into
}

// place puts the record under its root when the row itself names it.
func (j *joiner) place(file, line, part int, fields [][]byte, record []byte) error {
	list := j.lists[file]
	j.numbers = j.numbersOf(file, line, part, fields)
	top := len(list.Chain) - 1
	for top > 0 && j.numbers[top] == "" {
		top--
	}
	kind, number := list.Chain[top].Kind, j.numbers[top]
	if top < len(list.Chain)-1 {
		j.lost[[2]string{list.Name, lostNumber}]++
		return j.settle(list, kind+"\x00"+number, record)
	}
	if j.plan.root[kind] {
		return j.settle(list, kind+"\x00"+number, record)
	}
	return j.waiting[kind].add([]byte(number), record)
}

// settle keeps the record under its root, and tells the kinds below the top of
// its chain, where others stand under them, which root they have.
func (j *joiner) settle(list *List, root string, record []byte) error {
	for i, link := range list.Chain[:len(list.Chain)-1] {
		if j.plan.asked[link.Kind] && j.numbers[i] != "" {
			if err := j.links[link.Kind].add([]byte(j.numbers[i]), []byte(root)); err != nil {
				return err
			}
		}
	}
	return j.final.add([]byte(root), record)
}

// join finds the roots of the rows that stand under the kind.
func (j *joiner) join(kind string) error {
	links, err := j.links[kind].sorted()
	if err != nil {
		return err
	}
	defer links.close()
	rows, err := j.waiting[kind].sorted()
	if err != nil {
		return err
	}
	defer rows.close()
	number, root, linkErr := links.next()
	var here, known []byte // the number whose root is known, and the root
	two := false           // another row gave that number another root
	var fields [][]byte
	for {
		key, record, err := rows.next()
		if err == io.EOF {
			return nil
		}
		if err != nil {
			return err
		}
		for linkErr == nil && bytes.Compare(number, key) <= 0 {
			if !bytes.Equal(number, here) {
				here, known, two = append(here[:0], number...), append(known[:0], root...), false
			} else if !bytes.Equal(root, known) {
				two = true
			}
			number, root, linkErr = links.next()
		}
		if linkErr != nil && linkErr != io.EOF {
			return linkErr
		}
		row := decode(record, &fields)
		list := j.lists[row.file]
		j.numbers = j.numbersOf(row.file, row.line, row.part, fields)
		top := kind + "\x00" + string(key)
		if bytes.Equal(here, key) {
			top = string(known)
			if two {
				j.lost[[2]string{list.Name, lostTwice}]++
			}
		} else {
			j.lost[[2]string{list.Name, lostAbove}]++
		}
		if err := j.settle(list, top, record); err != nil {
			return err
		}
	}
}

// A rowRecord is a row as it was written to disk.
type rowRecord struct {
	file, line, part int
	digest           uint64
}

func decode(record []byte, fields *[][]byte) rowRecord {
	var row rowRecord
	file, n := binary.Uvarint(record)
	line, m := binary.Uvarint(record[n:])
	row.file, row.line, record = int(file), int(line), record[n+m:]
	row.digest, record = binary.LittleEndian.Uint64(record), record[8:]
	*fields = (*fields)[:0]
	for len(record) > 1 {
		size, n := binary.Uvarint(record)
		*fields = append(*fields, record[n:n+int(size)])
		record = record[n+int(size):]
	}
	row.part = int(record[0])
	return row
}

// hand gathers the rows of each root and hands them on as one matter.
func (j *joiner) hand(material *Material, each func(*Matter) error) error {
	rows, err := j.final.sorted()
	if err != nil {
		return err
	}
	defer rows.close()
	total := int64(0)
	for _, report := range j.reports {
		total += int64(report.Rows)
	}
	var m Matter
	var root []byte
	var fields [][]byte
	seen := map[rowRecord]bool{}
	done := int64(0)
	finish := func() error {
		if root == nil {
			return nil
		}
		material.Cases++
		j.reading.derive(&m)
		return each(&m)
	}
	for {
		key, record, err := rows.next()
		if err == io.EOF {
			break
		}
		if err != nil {
			return err
		}
		if root == nil || !bytes.Equal(key, root) {
			if err := finish(); err != nil {
				return err
			}
			root = append(root[:0], key...)
			clear(seen)
			m.reset()
			m.Root = string(root[bytes.IndexByte(root, 0)+1:])
		}
		row := decode(record, &fields)
		list := j.lists[row.file]
		if done++; done%1024 == 0 {
			j.reading.Tell("Prövar", done, total)
		}
		same := rowRecord{file: row.file, part: row.part, digest: row.digest}
		if seen[same] {
			j.reports[row.file].Rows--
			j.reports[row.file].skip(skipDouble)
			continue
		}
		seen[same] = true
		material.Events++
		j.numbers = j.numbersOf(row.file, row.line, row.part, fields)
		if err := m.addRow(list, j.heads[row.file], row.line, j.numbers, fields, &j.faults); err != nil {
			return err
		}
	}
	if err := finish(); err != nil {
		return err
	}
	return nil
}

// A plan says in which order the kinds of subject find their roots.
type plan struct {
	root  map[string]bool // kinds that stand under nothing
	asked map[string]bool // kinds that some row stands under without naming the root
	order []string        // asked kinds, those nearest the root first
}

func (m *Mapping) plan() (*plan, error) {
	p := &plan{root: map[string]bool{}, asked: map[string]bool{}}
	below := map[string]bool{}
	for _, list := range m.Lists {
		for i, link := range list.Chain {
			p.root[link.Kind] = true
			below[link.Kind] = below[link.Kind] || i < len(list.Chain)-1
		}
	}
	for kind := range below {
		p.root[kind] = !below[kind]
	}
	var waiting []string
	for _, list := range m.Lists {
		if top := list.Chain[len(list.Chain)-1].Kind; !p.root[top] && !p.asked[top] {
			p.asked[top] = true
			waiting = append(waiting, top)
		}
	}
	// A kind can find its roots when no list that tells of it still waits itself.
	for len(waiting) > 0 {
		var later []string
		for _, kind := range waiting {
			if m.tellsLater(kind, waiting) {
				later = append(later, kind)
			} else {
				p.order = append(p.order, kind)
			}
		}
		if len(later) == len(waiting) {
			return nil, faultAt(m.Lists[0].place, "Listorna hänger ihop i en ring: %s. Låt minst en lista börja med det översta.", kindList(later))
		}
		waiting = later
	}
	return p, nil
}

// tellsLater tells whether a list that knows what the kind stands under waits
// for another kind to find its roots.
func (m *Mapping) tellsLater(kind string, waiting []string) bool {
	for _, list := range m.Lists {
		top := list.Chain[len(list.Chain)-1].Kind
		if top != kind && list.reaches(kind) && contains(waiting, top) {
			return true
		}
	}
	return false
}

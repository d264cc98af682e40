package einvoice

import "strings"

// An element is one element of the file with what rules ask of it. The two
// namespaces of UBL's components share no name that is asked for, so paths are of
// local names; an element of any other namespace is not kept.
type element struct {
	name  string
	text  string
	attrs map[string]string
	kids  []*element
	size  int    // of an attachment, whose text is not kept
	raw   []byte // what has been read of the text, while the element is open
}

// all lists the elements at the path below e, names separated by "/".
func (e *element) all(path string) []*element {
	if e == nil {
		return nil
	}
	at := []*element{e}
	for _, name := range strings.Split(path, "/") {
		var next []*element
		for _, parent := range at {
			for _, kid := range parent.kids {
				if kid.name == name {
					next = append(next, kid)
				}
			}
		}
		at = next
	}
	return at
}

// one is the first element at the path; nil when there is none.
func (e *element) one(path string) *element {
	if found := e.all(path); len(found) > 0 {
		return found[0]
	}
	return nil
}

// has tells whether something is written at the path.
func (e *element) has(path string) bool {
	for _, found := range e.all(path) {
		if found.text != "" || len(found.kids) > 0 {
			return true
		}
	}
	return false
}

// get is the text at the path.
func (e *element) get(path string) string {
	if found := e.one(path); found != nil {
		return found.text
	}
	return ""
}

// attr is an attribute of the first element at the path.
func (e *element) attr(path, name string) string {
	if found := e.one(path); found != nil {
		return found.attrs[name]
	}
	return ""
}

// number is the number at the path, and whether one is there.
func (e *element) number(path string) (Number, bool) { return ParseNumber(e.get(path)) }

// sum adds the numbers at the path.
func (e *element) sum(path string) Number {
	var total Number
	for _, found := range e.all(path) {
		n, _ := ParseNumber(found.text)
		total = total.Add(n)
	}
	return total
}

// walk calls visit for e and all below it, with the element above.
func (e *element) walk(visit func(above, e *element)) {
	for _, kid := range e.kids {
		visit(e, kid)
		kid.walk(visit)
	}
}

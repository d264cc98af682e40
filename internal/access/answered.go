package access

import (
	"encoding/binary"

	"github.com/cedar-policy/cedar-go"

	"stadga/internal/ids"
	"stadga/internal/recent"
)

// What the policies answer follows from what they see, and from nothing else: they
// have no clock, and know a file by its attributes and never by its name (newDoor
// refuses policies that name one). So what has been answered once holds for as long
// as the door stands, for whatever question is alike: most pages of a person ask the
// same of the menu, and most rows of a list, most files of an officer, are alike. A
// role that is taken away makes another question at once.

// answers are what has been asked for lately, by question.
type answers = recent.Memory[string, Answer]

// recall is the answer to a question, from memory where one that is alike has been asked.
func (d *Door) recall(who Who, action string, file File, resource func() cedar.Entity) Answer {
	question := questionOf(who, action, file)
	if answer, known := d.answered.Get(question); known {
		return answer
	}
	answer := d.ask(staffEntity(who), action, resource())
	d.answered.Put(question, answer)
	return answer
}

// questionOf writes all that entities are made of, each part with its length, so that
// two questions that differ in anything that a policy can see are never the same text.
// Of the instant, and of who is barred or has opened what, policies see only whether it
// concerns the one who asks about the file. A page is a file of no kind.
func questionOf(who Who, action string, f File) string {
	q := question(make([]byte, 0, 512))
	q.text(action)
	q.flag(who.System)
	q.id(who.User.ID)
	q.texts(who.Roles)
	q.id(who.Unit.ID)
	q.texts(who.Areas)
	q.id(who.Provider.ID)
	q.flag(who.Own)
	q.text(string(who.Border))
	q.users(who.Covers)
	q.count(len(who.Lent))
	for _, post := range who.Lent {
		q.texts(post.Roles)
		q.id(post.Unit.ID)
	}
	q.flag(who.OnCall)

	q.text(f.Subject.Kind)
	q.text(f.Area)
	q.id(f.Unit.ID)
	q.users(f.Assigned)
	q.id(f.Provider.ID)
	q.count(len(f.Until))
	for _, provider := range f.Until {
		q.id(provider.ID)
	}
	q.text(string(f.Secrecy))
	q.flag(f.New)
	q.flag(f.Closed)
	q.flag(f.Gone)
	q.users(f.Told)
	q.id(f.Reporter.ID)
	q.flag(who.barred(f))
	q.flag(who.in(f.Opened))
	return string(q)
}

// A question is written part by part.
type question []byte

func (q *question) count(n int) { *q = binary.AppendUvarint(*q, uint64(n)) }

func (q *question) flag(is bool) {
	b := byte(0)
	if is {
		b = 1
	}
	*q = append(*q, b)
}

func (q *question) id(id ids.ID) { *q = append(*q, id[:]...) }

func (q *question) text(s string) {
	q.count(len(s))
	*q = append(*q, s...)
}

func (q *question) texts(all []string) {
	q.count(len(all))
	for _, s := range all {
		q.text(s)
	}
}

func (q *question) users(all []ids.User) {
	q.count(len(all))
	for _, user := range all {
		q.id(user.ID)
	}
}

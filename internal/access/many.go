package access

import "github.com/cedar-policy/cedar-go"

// OnFiles asks about the same act on many files, as the rows of a list. Most of
// them are alike to the policies, which know a file by its attributes and never by
// its name (New refuses one that names a file): what has been answered of one
// holds for the next that is alike. Nothing is kept after the list.
func (d *Door) OnFiles(who Who, action string, files []File) []Answer {
	answers := make([]Answer, len(files))
	principal := staffEntity(who)
	type asked struct {
		resource cedar.Entity
		answer   Answer
	}
	var before []asked
files:
	for i, file := range files {
		resource := entityOf(who, file)
		for _, b := range before {
			if b.resource.UID.Type == resource.UID.Type && b.resource.Attributes.Equal(resource.Attributes) {
				answers[i] = b.answer
				continue files
			}
		}
		answers[i] = d.ask(principal, action, resource)
		if len(before) < alikeMost {
			before = append(before, asked{resource, answers[i]})
		}
	}
	return answers
}

// alikeMost bounds how many different files of a list are compared with.
const alikeMost = 8

// entityOf is the file as the policies see it.
func entityOf(who Who, file File) cedar.Entity {
	if file.Subject.Kind == DeviationKind {
		return deviationEntity(who, file)
	}
	return fileEntity(who, file)
}

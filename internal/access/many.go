package access

import "github.com/cedar-policy/cedar-go"

// OnFiles asks about the same act on many files, as the rows of a list.
func (d *Door) OnFiles(who Who, action string, files []File) []Answer {
	answers := make([]Answer, len(files))
	for i, file := range files {
		answers[i] = d.OnFile(who, action, file)
	}
	return answers
}

// entityOf is the file as the policies see it.
func entityOf(who Who, file File) cedar.Entity {
	if file.Subject.Kind == DeviationKind {
		return deviationEntity(who, file)
	}
	return fileEntity(who, file)
}

package engine

import (
	"context"

	"stadga/internal/duty"
)

// Facts are those of the subject and of all it stands under, as the record has
// them now.
func (e *Engine) Facts(ctx context.Context, s duty.Subject) (duty.Facts, error) {
	var facts []duty.Fact
	err := e.store.Read(ctx, func(r Reader) error {
		facts = nil // the store may ask again
		rows, err := r.Chain(ctx, s, e.subjects.facts)
		for _, row := range rows {
			facts = append(facts, row.Facts...)
		}
		return err
	})
	return duty.FactsOf(facts...), err
}

package main

import (
	"context"
	"time"

	"stadga/internal/act"
	"stadga/internal/civil"
	"stadga/internal/delivery"
	"stadga/internal/engine"
	"stadga/internal/ids"
	"stadga/internal/visits/visitweb"
)

// orderSignals lets what staff told during a visit become the order's signal of changed need.
func orderSignals(orders *engine.Stream[delivery.Order]) visitweb.Signals {
	return visitweb.Signals{
		Signalled: func(ctx context.Context, o ids.Order) (time.Time, error) {
			order, _, err := orders.Load(ctx, o.ID)
			var last time.Time
			for _, s := range order.Signals {
				last = s.Sent
			}
			return last, err
		},
		Signal: func(ctx context.Context, form act.Form, o ids.Order, kind, what string, since civil.Date) error {
			_, err := orders.Do(ctx, form, o.ID, delivery.Signal{Kind: delivery.SignalKind(kind), What: what, Since: since})
			return err
		},
	}
}

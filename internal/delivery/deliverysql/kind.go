package deliverysql

import (
	"stadga/internal/delivery"
	"stadga/internal/engine"
)

// Orders tells the engine how orders are folded and what they say.
func Orders() engine.Kind[delivery.Order] {
	return engine.Kind[delivery.Order]{
		Name: "order", Fold: (*delivery.Order).Fold, Says: delivery.Order.Says, Persons: delivery.Order.Persons, Events: delivery.OrderEvents(),
	}
}

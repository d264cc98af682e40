// Package boardsql ties the board's own stream to the engine.
package boardsql

import (
	"stadga/internal/board"
	"stadga/internal/engine"
)

// Boards tells the engine how the board is folded.
func Boards() engine.Kind[board.Board] {
	return engine.Kind[board.Board]{
		Name: board.Stream, Fold: (*board.Board).Fold, Says: board.Board.Says, Persons: board.Board.Persons, Events: board.Events(),
	}
}

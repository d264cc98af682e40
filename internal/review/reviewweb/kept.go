package reviewweb

import (
	"fmt"

	"stadga/internal/civil"
	"stadga/internal/webkit"
)

// A Kept is how much of the log of readings is kept, and by which decision.
type Kept struct {
	Years int // 0: the board has decided nothing
	Ref   string
	From  civil.Date // what was read before it has gone; zero: nothing has
	First civil.Date // of the first line there is; zero: there is none
	Count int64      // lines that went the latest time
	Went  civil.Date // that day
	Done  civil.Date // they are out of the database's files
}

func (k Kept) facts(today civil.Date) []webkit.Fact {
	all := []webkit.Fact{{Label: "Sparas", Value: "Tills vidare. Nämnden har inte beslutat om gallring."}}
	if k.Years > 0 {
		all[0] = webkit.Fact{Label: "Sparas", Value: fmt.Sprintf("%d år. Det som är äldre gallras när en ny månad börjar.", k.Years), Origin: k.Ref}
	}
	if !k.First.IsZero() {
		all = append(all, webkit.Fact{Label: "Börjar", Value: webkit.PlainDay(k.First, today)})
	}
	if !k.Went.IsZero() {
		done := "Databasen skrivs om inom ett dygn."
		if !k.Done.IsZero() {
			done = "De är borta ur databasen sedan " + webkit.PlainDay(k.Done, today) + "."
		}
		all = append(all, webkit.Fact{Label: "Senast gallrat", Value: webkit.PlainDay(k.Went, today) + ": " +
			webkit.Count(int(k.Count), "läsning", "läsningar") + " från tiden före " + webkit.PlainDay(k.From, today) + ". " + done})
	}
	return all
}

// Package webkit is what every page of Stadga is built from: the shell (skal)
// around a page, typed fields and components, sessions and log-in, error pages,
// drafts and the read log. An area's pages live in <area>/<area>web.
//
// A page is a struct that embeds Page, a template that defines "innehall", and
// one line in a table of routes:
//
//	webkit.Route{Pattern: "GET /min-dag", Action: "desk.day", Handle: p.getDay}
//
// The table is the access list: nothing is served that it does not name, and
// each line says which action is asked of access before the handler runs. No
// handler writes to the network: the answer is held until the handler is done,
// so that an error becomes a whole error page, and so that an opened part of a
// file is logged before its first byte leaves (lag 2001:454 10 §).
//
//	request → session → access → handler → reading logged → answer
package webkit

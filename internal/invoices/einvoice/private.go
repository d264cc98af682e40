package einvoice

import "regexp"

// looksPersonal is the form of a personal number: six or eight digits that are a
// day (also of a coordination number), and four more.
var looksPersonal = regexp.MustCompile(`(^|[^0-9a-fA-F-])(?:19|20)?[0-9]{2}(?:0[1-9]|1[0-2])(?:[06][1-9]|[1278][0-9]|[39][01])[-+ ]?[0-9]{4}($|[^0-9a-fA-F-])`)

// private is a text as it may be kept: an invoice needs no person's number, so what
// looks like one is not kept.
func private(text string) string {
	return shown(looksPersonal.ReplaceAllString(text, "${1}••••••-••••${2}"))
}

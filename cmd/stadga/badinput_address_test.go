package main

import (
	"fmt"
	"net/http"
	"regexp"
	"slices"
	"strings"
	"testing"
	"time"

	"stadga/internal/casework"
	"stadga/internal/civil"
)

// oddValues are what stands in addresses where a number, an id or a name should,
// already written as an address is, by what they play with.
func oddValues() map[string][]string {
	id := "01890a5d-ac96-774b-bcce-b302099a8057"
	return map[string][]string{
		"numbers":  {"0", "-1", "00000000000000000001", "2147483648", "9223372036854775808", "99999999999999999999999", "1e3", "0x10", "1.5", "+1", "NaN", "2026-99999", "2026-0000", "-2026-0501"},
		"ids":      {"00000000-0000-0000-0000-000000000000", "ffffffff-ffff-ffff-ffff-ffffffffffff", id[:35], id + "0", strings.ReplaceAll(id, "-", ""), "%7B" + id + "%7D", "urn:uuid:" + id, strings.ToUpper(id), "g" + id[1:]},
		"slashes":  {"..", "%2e%2e", "%2e%2e%2fetc%2fpasswd", "..%5c..%5cx", "%2f", "%2F2026-0501", "2026-0501%2f..", "%252e%252e%252f", ".%00.", "..;", ".%2e", "%5c%5chost%5cshare"},
		"UTF-8":    {"%c0%ae%c0%ae", "%c0%af", "%e0%80%af", "%ff%fe", "%ed%a0%80", "%f4%90%80%80", "%ef%bb%bf2026-0501", "2026%e2%80%910501", "%d9%a2%d9%a0%d9%a2%d9%a6-0501", "%ef%bc%92%ef%bc%90%ef%bc%92%ef%bc%96-0501", "2026-0501%e2%80%ae", "%e2%80%8b2026-0501", "a%cc%8a", "%f0%9f%98%80"},
		"signs":    {"%00", "2026-0501%00.pdf", "%0d%0aSet-Cookie:%20a=b", "%0a", "%20", "%09", "%7f", "%1b%5b2J", "2026-0501%20", "%3Cscript%3Ealert(1)%3C%2Fscript%3E", "%22%3E%3Cimg%20src=x%3E", "%27%20or%201=1--", "%25", "%25s%25n", "$%7B7*7%7D", "%7B%7B7*7%7D%7D", "*", "_", "%5b", "2026-0501'"},
		"lengths":  {strings.Repeat("9", 300), strings.Repeat("a", 4000), strings.Repeat("%c3%a5", 1000), strings.Repeat("-", 500)},
		"dates":    {"2026-02-30", "2026-13-01", "0000-00-00", "9999-12-31", "10000-01-01", "2026-3-2", "20260302", "-2026-03-02"},
		"the past": {"2025-0001", "1900-0001", "9999-9999"},
	}
}

var valueInPath = regexp.MustCompile(`\{[a-z]+\.*\}`)

// oddities sends each odd value in each place of each address, of pages and forms,
// and tells what is wrong with the answers.
func (b *browser) oddities(to http.Handler, odd map[string][]string) (complaints []string, asked map[string]int) {
	b.w.t.Helper()
	b.w.server.Config.Handler = to
	asked = map[string]int{}
	before := b.w.events()
	n := 0
	for about, values := range odd {
		for i, value := range values {
			for at, route := range b.w.site.Routes() {
				path, method := route.Path(), route.Method()
				// Each value meets every seventh address that has one, and each address every kind.
				if !valueInPath.MatchString(path) || (at+i)%7 != 0 || strings.HasPrefix(path, "/statiskt/") {
					continue
				}
				if n++; n%400 == 0 {
					b.w.now = b.w.now.Add(time.Minute) // nobody types so fast
				}
				asked[about]++
				address := valueInPath.ReplaceAllLiteralString(path, value)
				if method == http.MethodPost {
					b.postOnce(address, map[string][]string{"akt": {b.w.r.Engine.NewForm().String()}})
				} else {
					b.open(address)
				}
				if after := b.w.events(); b.code >= 500 || after != before {
					complaints = append(complaints, fmt.Sprintf("%s %.120s (%s): %d, %d events", method, address, about, b.code, after-before))
					before = after
				}
				if b.head.Get("A") != "" || slices.Contains(b.head.Values("Set-Cookie"), "a=b") {
					complaints = append(complaints, fmt.Sprintf("%s %.120s sets a header", method, address))
				}
			}
		}
	}
	return complaints, asked
}

// Every address that names something is asked with what is no name: numbers below
// and beyond all, ids that are cut, slashes and signs in disguise. None stops the
// server, and none writes anything.
func TestOddAddressesWriteNothing(t *testing.T) {
	if testing.Short() {
		t.Skip("asks for some thousand pages")
	}
	w := newTown(t, civil.On(2026, time.March, 2))
	w.matter(w.person("Anna", "Svensson", civil.On(1941, time.May, 3)), casework.Older, "2026-0501", "Hjälp med dusch")
	eva := w.login(w.eva)
	complaints, asked := eva.oddities(w.site, oddValues())
	for _, c := range complaints {
		t.Error(c)
	}
	for about, values := range oddValues() {
		if asked[about] < 20*len(values) {
			t.Errorf("%s: only %d addresses", about, asked[about])
		}
	}
	t.Logf("odd addresses: %v", asked)

	// The check sees a handler that stops at an id, and one that writes.
	number := 600
	for what, plant := range map[string]func(rw http.ResponseWriter){
		"a stop": func(rw http.ResponseWriter) { rw.WriteHeader(http.StatusInternalServerError) },
		"an act": func(rw http.ResponseWriter) {
			number++
			w.matter(w.person("Gun", "Provberg", civil.On(1941, time.May, 3)), casework.Older, fmt.Sprintf("2026-0%d", number), "Hjälp")
		},
	} {
		once := false
		complaints, _ := eva.oddities(http.HandlerFunc(func(rw http.ResponseWriter, r *http.Request) {
			if !once && strings.Contains(r.URL.Path, "/utredning/") {
				once = true
				plant(rw)
			}
			w.site.ServeHTTP(rw, r)
		}), map[string][]string{"numbers": oddValues()["numbers"]})
		if len(complaints) == 0 {
			t.Errorf("%s is not seen", what)
		}
	}
}

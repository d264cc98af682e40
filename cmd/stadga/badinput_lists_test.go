package main

import (
	"fmt"
	"strings"
	"unicode/utf16"
)

// lists are CSV files as no other system should write them.
func lists() []badFile {
	const head, sum = "Utrnr;Inledd;Avslutad\n", "Summa;1;\n"
	var all []badFile
	add := func(about string, taken bool, text string) {
		all = append(all, badFile{about, "utr.csv", []byte(text), taken})
	}
	add("empty", false, "")
	add("a mark of UTF-8 alone", false, "\xef\xbb\xbf")
	add("line ends alone", false, "\n\n\n\n")
	add("a million line ends", false, strings.Repeat("\n", 1<<20))
	add("headings alone", false, head)
	add("headings twice", true, head+head+"U1;2026-03-05;2026-04-05\n"+sum)
	add("no heading", false, "U1;2026-03-05;2026-04-05\n"+sum)
	add("a heading twice", false, "Utrnr;Inledd;Inledd;Avslutad\nU1;2026-03-05;2026-03-05;2026-04-05\nSumma;1;;\n")
	add("a heading that is gone", false, "Utrnr;Inledd\nU1;2026-03-05\nSumma;1\n")
	add("a row too short", false, head+"U1;2026-03-05\n"+sum)
	add("a row too long", false, head+"U1;2026-03-05;2026-04-05;x;y\n"+sum)
	add("a row of a million fields", false, head+strings.Repeat(";", 1<<20)+"\n"+sum)
	add("a row of two megabytes", false, head+"U1;"+strings.Repeat("x", 2<<20)+";2026-04-05\n"+sum)
	add("a heading of two megabytes", false, strings.Repeat("x", 2<<20)+";Inledd;Avslutad\n")
	add("a quotation that never ends", false, head+"\"U1;2026-03-05;2026-04-05\n"+sum)
	add("a quotation that never ends, at the end", false, head+"U1;2026-03-05;2026-04-05\n\"Summa;1;\n")
	add("cut in a row", false, head+"U1;2026-03-05;2026-04-05\nU2;2026")
	add("cut before the sum", false, head+"U1;2026-03-05;2026-04-05\n")
	add("a sum that is wrong", false, head+"U1;2026-03-05;2026-04-05\nSumma;2;\n")
	add("a sum of billions", false, head+"U1;2026-03-05;2026-04-05\nSumma;9999999999;\n")
	add("rows after the sum", false, head+"U1;2026-03-05;2026-04-05\n"+sum+"U2;2026-03-05;2026-04-05\n")
	add("a row twice", true, head+"U1;2026-03-05;2026-04-05\nU1;2026-03-05;2026-04-05\nSumma;2;\n")
	add("a NUL", false, head+"U\x001;2026-03-05;2026-04-05\n"+sum)
	add("two encodings", false, head+"Ä1;2026-03-05;2026-04-05\n\xc41;2026-03-05;2026-04-05\nSumma;2;\n")
	add("signs that are ruined", false, head+"U\ufffd1;2026-03-05;2026-04-05\n"+sum)
	add("half a sign", false, head+"\xe5\xe4\xc3;2026-03-05;2026-04-05\nå;2026-03-05;2026-04-05\nSumma;2;\n")
	add("a surrogate", false, head+"Å\xed\xa0\x80;2026-03-05;2026-04-05\nå;2026-03-05;2026-04-05\nSumma;2;\n")
	add("UTF-16 cut in a sign", false, string(wide(head + "U1;2026-03-05;2026-04-05\n" + sum)[:41]))
	add("UTF-32", false, "\xff\xfe\x00\x00U\x00\x00\x00t\x00\x00\x00r\x00\x00\x00")
	add("a web page", false, "<!doctype html><html><body>Logga in</body></html>\n")
	add("JSON", false, `[{"Utrnr":"U1","Inledd":"2026-03-05"}]`+"\n")
	add("deep JSON", false, strings.Repeat("[", 200_000)+"\n")
	add("a program's complaint", false, "ORA-01017: invalid username/password; logon denied\n")
	add("line ends of an old Mac", false, strings.ReplaceAll(head+"U1;2026-03-05;2026-04-05\n"+sum, "\n", "\r"))
	add("a formula", true, head+"\"=HYPERLINK(\"\"http://x\"\")\";2026-03-05;2026-04-05\n"+sum)
	add("a script", true, head+"<script>alert(1)</script>;2026-03-05;2026-04-05\n"+sum)
	add("written backwards", true, head+"\u202eU1;2026-03-05;2026-04-05\n"+sum)
	add("the day 0000-00-00, as some write none", true, head+"U1;0000-00-00;2026-04-05\n"+sum)
	for _, day := range []string{
		"2026-02-30", "2026-13-01", "2026-00-10", "2026-1-1-1", "20260230", "31/12/2026", "12.31.2026", "-1", "1e5", "99999999", "igår", "10000-01-01",
		"2026-03-05T25:00", "2026-03-05T10:61", "٢٠٢٦-٠٣-٠٥", "２０２６-０３-０５", "2026\u201103\u201105", "2026-03-05\u200b", "\u202e50-30-6202", "2026-W10-4", "NaN", "null", "#REF!", "2026-03-05;2026-03-06",
	} {
		add("the day "+day, false, head+"U1;"+day+";2026-04-05\n"+sum)
	}
	return all
}

// wide is the text in UTF-16 with its mark.
func wide(text string) []byte {
	out := []byte{0xff, 0xfe}
	for _, unit := range utf16.Encode([]rune(text)) {
		out = append(out, byte(unit), byte(unit>>8))
	}
	return out
}

// logs are event logs in XML that play with those who read it.
func logs() []badFile {
	trace := func(value string) string {
		return `<log><trace><string key="concept:name" value="` + value + `"/></trace></log>`
	}
	event := func(at string) string {
		return `<log><trace><string key="concept:name" value="A"/><event><date key="time:timestamp" value="` + at + `"/></event></trace></log>`
	}
	var all []badFile
	add := func(about string, taken bool, text string) {
		all = append(all, badFile{about, "handelser.xes", []byte(text), taken})
	}
	add("empty", false, "")
	add("spaces", false, "   \n")
	add("no XML", false, "hej")
	add("a list", false, soundList)
	add("another root", false, `<html><log/></html>`)
	add("no case", true, `<log/>`)
	add("a billion laughs", false, laughs()+trace("&e9;"))
	add("laughs of a quadrat", false, `<!DOCTYPE x [<!ENTITY a "`+strings.Repeat("a", 100_000)+`">]>`+trace(strings.Repeat("&a;", 1000)))
	add("laughs in themselves", false, `<!DOCTYPE x [<!ENTITY a "&b;"><!ENTITY b "&a;">]>`+trace("&a;"))
	add("a file from outside", false, `<!DOCTYPE x [<!ENTITY y SYSTEM "file:///etc/passwd">]>`+trace("&y;"))
	add("an address from outside", false, `<!DOCTYPE x [<!ENTITY y SYSTEM "http://127.0.0.1:1/y">]>`+trace("&y;"))
	add("a parameter from outside", false, `<!DOCTYPE x [<!ENTITY % p SYSTEM "http://127.0.0.1:1/p">%p;]>`+trace("&q;"))
	add("a file of another kind", false, `<!DOCTYPE x PUBLIC "-//x//y" "php://filter/read=convert.base64-encode/resource=/etc/passwd">`+trace("&y;"))
	add("an entity of nobody", false, trace("&aring;"))
	add("NUL as an entity", false, trace("&#0;"))
	add("half a surrogate as an entity", true, trace("&#xD800;"))
	add("beyond Unicode as an entity", false, trace("&#x110000;"))
	add("an endless value", false, `<log><trace><string key="a" value="`+strings.Repeat("x", 8<<20)+`"/></trace></log>`)
	add("an endless remark", false, `<log><!--`+strings.Repeat("x", 8<<20)+`--></log>`)
	add("an endless name", false, `<log><`+strings.Repeat("x", 8<<20)+`/></log>`)
	add("a case that does not end", false, `<log><trace>`+strings.Repeat(`<event><string key="concept:name" value="x"/></event>`, 400_000)+`</trace></log>`)
	add("an event that does not end", false, `<log><trace><event>`+strings.Repeat(`<string key="k" value="some words of it"/>`, 400_000)+`</event></trace></log>`)
	add("a hundred thousand deep", false, strings.Repeat("<list>", 100_000))
	add("a hundred thousand deep in the log", false, "<log>"+strings.Repeat("<list>", 100_000))
	add("a hundred thousand deep in a case", false, "<log><trace>"+strings.Repeat("<list>", 100_000))
	add("cut in the log", false, `<log>`)
	add("cut in a case", false, `<log><trace>`)
	add("cut in an event", false, `<log><trace><event>`)
	add("cut in a tag", false, `<log><trace><event><date key="time`)
	add("closed by another", false, `<log><trace></event></log>`)
	add("text after its end", true, soundLog+"mer")
	add("two logs", true, soundLog+soundLog)
	add("an attribute twice", true, `<log><trace><string key="concept:name" key="x" value="a" value="b"/></trace></log>`)
	add("an encoding of nobody", false, `<?xml version="1.0" encoding="UTF-7"?>`+soundLog)
	add("an encoding that leads out", false, `<?xml version="1.0" encoding="../../etc/passwd"?>`+soundLog)
	add("UTF-16 that says it is UTF-8", false, string(wide(`<?xml version="1.0" encoding="UTF-8"?>`+soundLog)))
	add("bytes that are not UTF-8", false, trace("\xff\xfe"))
	add("XML 1.1", false, `<?xml version="1.1"?>`+soundLog)
	add("an inclusion", true, `<log xmlns:xi="http://www.w3.org/2001/XInclude"><xi:include href="file:///etc/passwd" parse="text"/></log>`)
	add("an instruction to fetch", true, `<?xml-stylesheet href="http://127.0.0.1:1/x" type="text/xsl"?>`+soundLog)
	for _, at := range []string{"", "2026-02-30T10:00:00Z", "2026-03-05T24:00:61Z", "2026-03-05T10:00:00+99:99", "0000-00-00", "99999-01-01T00:00:00Z", "igår", "1741165200", "2026-03-05T10:00:00Z\x01", "-2026-03-05"} {
		add(fmt.Sprintf("the instant %q", at), false, event(at))
	}
	return all
}

// mappings are settings in YAML that play with those who read them.
func mappings() []badFile {
	const sound = "as_of: 2026-08-31\nlists:\n  - name: utredningar\n    file: utr*\n    ends_with_sum: true\n    subject: {investigation: Utrnr}\n    absent: no\n    facts:\n      investigation.opened: {day: Inledd, says: inledd}\n      investigation.closed: {day: Avslutad, says: avslutad}\n"
	laugh := "a0: &a0 [x, x, x, x, x, x, x, x, x, x]\n"
	for i := 1; i < 10; i++ {
		laugh += fmt.Sprintf("a%d: &a%d [%s]\n", i, i, strings.TrimSuffix(strings.Repeat(fmt.Sprintf("*a%d, ", i-1), 10), ", "))
	}
	var all []badFile
	for _, m := range []struct{ about, text string }{
		{"empty", ""},
		{"a text", "hej"},
		{"a number", "17"},
		{"a list", "- a\n- b\n"},
		{"tabs", "lists:\n\t- name: x\n"},
		{"a billion laughs", laugh + sound},
		{"itself", "a: &a [*a]\n" + sound},
		{"a key of nobody", "losenord: x\n" + sound},
		{"a key twice", "as_of: 2026-01-01\n" + sound},
		{"a list that is a text", "as_of: 2026-08-31\nlists: utredningar\n"},
		{"no lists", "as_of: 2026-08-31\nlists: []\n"},
		{"a day that is none", strings.Replace(sound, "2026-08-31", "2026-02-30", 1)},
		{"a day that is a list", strings.Replace(sound, "2026-08-31", "[1]", 1)},
		{"a pattern that is none", strings.Replace(sound, "utr*", "\"[\"", 1)},
		{"a file elsewhere", strings.Replace(sound, "utr*", "../../etc/passwd", 1)},
		{"no subject", strings.Replace(sound, "{investigation: Utrnr}", "{}", 1)},
		{"a subject of nobody", strings.Replace(sound, "{investigation: Utrnr}", "{hemlighet: Utrnr}", 1)},
		{"a fact of nobody", strings.Replace(sound, "investigation.opened", "investigation.finns-inte", 1)},
		{"a fact that is a number", strings.Replace(sound, "{day: Inledd, says: inledd}", "7", 1)},
		{"a kind of fact of nobody", strings.Replace(sound, "{day: Inledd", "{klockslag: Inledd", 1)},
		{"a tag that makes things", "!!python/object/apply:os.system [\"id\"]\n"},
		{"bytes that are not UTF-8", sound + "x: \xff\xfe\n"},
		{"a NUL", sound + "x: \x00\n"},
		{"two documents", sound + "---\n" + sound},
		{"a hundred thousand deep", strings.Repeat("[", 100_000)},
		{"a very long key", strings.Repeat("k", 1<<20) + ": 1\n"},
		{"JSON that is cut", `{"lists": [{"name": "x"`},
	} {
		all = append(all, badFile{m.about, "mapping.yaml", []byte(m.text), false})
	}
	return all
}

// soundMapping is what the files are read with.
const soundMapping = `as_of: 2026-08-31
from: 2026-01-01
to: 2026-08-31
lists:
  - name: utredningar
    file: utr*
    ends_with_sum: true
    subject: {investigation: Utrnr}
    absent: no
    facts:
      investigation.opened: {day: Inledd, says: inledd}
      investigation.closed: {day: Avslutad, says: avslutad}
`

const logMapping = "log: {absent: no, facts: {matter.last: {event: \"*\", which: last}, matter.first: {event: \"*\", which: first}}}\n"

func rule(subject, after, met string) string {
	return `adopted: {by: Socialnämnden, on: 2024-06-12}
rules:
  - id: prov-4m
    title: Inom fyra månader
    says: Det ska vara klart inom fyra månader.
    subject: ` + subject + `
    step: utreda
    owes: officer
    effect: tell
    mark: local
    basis: ["nämnd: Riktlinje för utredning"]
    applies_by: event
    within: {after: ` + after + `, months: 4}
    met_by: [` + met + `]
    examples:
      - facts: {` + after + `: 2026-01-12, ` + met + `: 2026-05-12}
        want: met
      - facts: {` + after + `: 2026-01-12, ` + met + `: 2026-05-13}
        want: met late
      - facts: {` + after + `: 2026-01-12}
        on: 2026-05-13
        want: late
    without:
      cannot be judged: Båda dagarna finns.
`
}

package eventlog

import (
	"bufio"
	"fmt"
	"os"
	"path/filepath"
	"runtime"
	"runtime/debug"
	"strings"
	"testing"

	"github.com/xuri/excelize/v2"
	"golang.org/x/text/encoding/charmap"
)

// aMapping joins two lists by Ärendenr, and the first to a person.
const aMapping = `
says: provet
lists:
  - name: anmälningar
    file: anm*
    subject: {intake: Akt, case: Ärendenr, person: Löpnr}
    absent: no
    split: {column: Löpnr, by: "+"}
    leave_out: [{column: Typ, is: Provpost, why: provpost}]
    facts:
      intake.received: {day: Inkom, time: Tid}
      intake.kind: {text: Typ, words: {Orosanmälan: oro, Ansökan: ansokan}}
      person.born: {number: Född, on: person, absent: unknown}
  - name: utredningar
    file: utr*
    subject: {investigation: Utrnr, case: Ärendenr}
    absent: no
    listed: investigation.listed
    facts:
      investigation.opened: {day: Inledd}
      investigation.extended: {day: Förlängd, until: Till}
      investigation.hours: {number: Timmar, times: 60}
      investigation.child: {yes: Barn}
`

const intakes = "Norrsala kommun;;;;;;\r\nUttag 2026-09-01;;;;;;\r\nAkt;Ärendenr;Löpnr;Typ;Inkom;Tid;Född\r\n" +
	"A1;K1;7;Orosanmälan;2026-03-02;08:30;2017\r\n" +
	"A2;K2;8+9;Orosanmälan;20260303;;2018\r\n" +
	"A3;K3;7;Ansökan;04.03.2026;;2017\r\n" +
	"A3;K3;7;Ansökan;04.03.2026;;2017\r\n" +
	"A9;K9;1;Provpost;2026-01-01;;1900\r\n" +
	";;;;;;\r\nSumma;5;;;;;\r\n"

const inquiries = "Utrnr;Ärendenr;Inledd;Förlängd;Till;Timmar;Barn\r\n" +
	"U2;K3;2026-03-05;1900-01-01;9999-12-31;12,5;N\r\n" +
	"U1;K1;2026-03-03;2026-06-01;2026-09-01;0,25;J\r\n" +
	"U7;K77;2026-03-03;;;;\r\n"

func windows(t *testing.T, text string) string {
	t.Helper()
	out, err := charmap.Windows1252.NewEncoder().String(text)
	if err != nil {
		t.Fatal(err)
	}
	return out
}

// folder writes files to a folder and returns their paths, in the order given.
func folder(t *testing.T, files ...string) []string {
	t.Helper()
	dir := t.TempDir()
	var paths []string
	for i := 0; i < len(files); i += 2 {
		path := filepath.Join(dir, files[i])
		if err := os.WriteFile(path, []byte(files[i+1]), 0o600); err != nil {
			t.Fatal(err)
		}
		paths = append(paths, path)
	}
	return paths
}

func mapping(t *testing.T, text string) *Mapping {
	t.Helper()
	m, err := ParseMapping("mapping.yaml", []byte(text))
	if err != nil {
		t.Fatal(err)
	}
	return m
}

// told reads the files and writes every fact on a line of its own.
func told(t *testing.T, m *Mapping, paths []string) (string, Material, error) {
	t.Helper()
	var b strings.Builder
	reading := Reading{Mapping: m, Files: paths, Temp: t.TempDir()}
	material, err := reading.Read(func(m *Matter) error {
		fmt.Fprintf(&b, "%s\n", m.Root)
		for _, s := range m.Subjects {
			under := ""
			if s.Under != nil {
				under = " under " + s.Under.Kind + " " + s.Under.Number
			}
			fmt.Fprintf(&b, " %s %s%s\n", s.Kind, s.Number, under)
			for _, f := range s.Facts {
				at := ""
				if !f.At.IsZero() {
					at = f.At.Format(" 15:04")
				}
				fmt.Fprintf(&b, "  %s %s%s %s\n", f.Name, f.Day, at, f.Value)
			}
		}
		return nil
	})
	return b.String(), material, err
}

const wantTold = `7
 intake A1 under case K1
  intake.received 2026-03-02 08:30 
  intake.kind  oro
 case K1 under person 7
 person 7
  person.born  2017
  person.born  2017
 intake A3 under case K3
  intake.received 2026-03-04 
  intake.kind  ansokan
 case K3 under person 7
 investigation U1 under case K1
  investigation.listed  true
  investigation.opened 2026-03-03 
  investigation.extended 2026-06-01 2026-09-01
  investigation.hours  15
  investigation.child  true
 investigation U2 under case K3
  investigation.listed  true
  investigation.opened 2026-03-05 
  investigation.hours  750
  investigation.child  false
8
 intake A2 under case K2
  intake.received 2026-03-03 
  intake.kind  oro
 case K2 under person 8
 person 8
  person.born  2018
9
 intake A2/2 under case K2/2
  intake.received 2026-03-03 
  intake.kind  oro
 case K2/2 under person 9
 person 9
  person.born  2018
`

func TestListsAreJoinedWhateverTheirForm(t *testing.T) {
	tab := strings.ReplaceAll(intakes, ";", "\t")
	for name, paths := range map[string][]string{
		"semicolon, Windows-1252": folder(t, "anm.csv", windows(t, intakes), "utr.csv", windows(t, inquiries)),
		"other order of files":    folder(t, "utr.csv", windows(t, inquiries), "anm.csv", windows(t, intakes)),
		"UTF-8 with mark, tab":    folder(t, "anm.txt", "\ufeff"+tab, "utr.csv", inquiries),
		"LF, comma in quotes":     folder(t, "anm.csv", strings.ReplaceAll(intakes, "\r\n", "\n"), "utr.csv", strings.ReplaceAll(strings.ReplaceAll(strings.ReplaceAll(inquiries, "12,5", `"12,5"`), "0,25", `"0,25"`), ";", ",")),
		"UTF-16":                  folder(t, "anm.csv", utf16(tab), "utr.csv", inquiries),
		"spreadsheet":             {sheet(t, "anm.xlsx", intakes), sheet(t, "utr.xlsx", inquiries)},
	} {
		t.Run(name, func(t *testing.T) {
			got, material, err := told(t, mapping(t, aMapping), paths)
			if err != nil {
				t.Fatal(err)
			}
			orphan := "K77\n investigation U7 under case K77\n  investigation.listed  true\n  investigation.opened 2026-03-03 \n case K77\n"
			if got != orphan+wantTold {
				t.Errorf("got\n%s\nwant\n%s", got, orphan+wantTold)
			}
			if len(material.Unjoined) != 1 || material.Unjoined[0] != (Unjoined{"utredningar", lostAbove, 1}) {
				t.Errorf("unjoined %+v", material.Unjoined)
			}
		})
	}
}

func TestEveryRowLeftOutIsCountedWithItsReason(t *testing.T) {
	_, material, err := told(t, mapping(t, aMapping), folder(t, "anm.csv", windows(t, intakes), "utr.csv", windows(t, inquiries)))
	if err != nil {
		t.Fatal(err)
	}
	report := material.Files[0]
	want := "[{ovanför tabellen 2} {provpost 1} {utan innehåll 1} {med summor 1} {dubbletter 1}]"
	if got := fmt.Sprint(report.Skipped); got != want || report.Rows != 3 || report.Declared != 5 {
		t.Errorf("%d rows, declared %d, left out %s; want 3, 5, %s", report.Rows, report.Declared, got, want)
	}
	if report.Form != "CSV, semikolon, Windows-1252" || len(report.SHA256) != 64 || report.Bytes == 0 {
		t.Errorf("report %+v", report)
	}
	if material.Cases != 4 || material.Events != 7 {
		t.Errorf("%d cases, %d rows", material.Cases, material.Events)
	}
}

func utf16(text string) string {
	out := "\xff\xfe"
	for _, r := range text {
		out += string([]byte{byte(r), byte(r >> 8)})
	}
	return out
}

func sheet(t *testing.T, name, text string) string {
	t.Helper()
	book := excelize.NewFile()
	defer book.Close()
	for i, line := range strings.Split(strings.TrimSuffix(text, "\r\n"), "\r\n") {
		for j, cell := range strings.Split(line, ";") {
			at, _ := excelize.CoordinatesToCellName(j+1, i+1)
			var value any = cell
			if cell == "" {
				continue
			}
			if day, err := parseDay(cell); err == nil && !day.IsZero() && strings.Contains(cell, "-") {
				value = day.Midnight() // a true date of the spreadsheet
			}
			if err := book.SetCellValue("Sheet1", at, value); err != nil {
				t.Fatal(err)
			}
		}
	}
	path := filepath.Join(t.TempDir(), name)
	if err := book.SaveAs(path); err != nil {
		t.Fatal(err)
	}
	return path
}

func TestABadListSaysWhereAndHowToMendIt(t *testing.T) {
	for name, tt := range map[string]struct {
		anm, utr string
		says     string
	}{
		"impossible day":     {intakes, strings.Replace(inquiries, "2026-03-05", "2026-02-30", 1), `utr.csv, rad 2, kolumn 3 (Inledd): "2026-02-30" är ingen dag som finns`},
		"unknown column":     {strings.Replace(intakes, "Inkom;", "Kom in;", 1), inquiries, `anm.csv, rad 3: Kolumnen "Inkom" saknas. Raden har "Akt", "Ärendenr", "Löpnr", "Typ", "Kom in", "Tid" och "Född"`},
		"another list":       {"a;b\r\n1;2\r\n", inquiries, "anm.csv, rad 1: Ingen av listans kolumner finns i filen"},
		"unknown word":       {strings.Replace(intakes, "Ansökan", "Ansokan", 1), inquiries, `anm.csv, rad 6, kolumn 4 (Typ): "Ansokan" finns inte bland orden i mappningen`},
		"no number":          {intakes, strings.Replace(inquiries, "12,5", "tolv", 1), `utr.csv, rad 2, kolumn 6 (Timmar): "tolv" är inget tal`},
		"no time of day":     {strings.Replace(intakes, "08:30", "26:30", 1), inquiries, `anm.csv, rad 4, kolumn 6 (Tid): "26:30" är inget klockslag`},
		"cut in a row":       {intakes, inquiries[:len(inquiries)-6], "utr.csv, rad 4, kolumn 3: Filen slutar mitt i en rad: 3 kolumner av 7. Den är avkapad"},
		"cut in a quotation": {intakes, strings.Replace(inquiries, "K77", `"K77`, 1), "utr.csv, rad 4, kolumn 2: Här börjar ett citattecken som aldrig avslutas. Filen kan vara avkapad"},
		"too many fields":    {intakes, strings.Replace(inquiries, "K77", "K;77", 1), "utr.csv, rad 4, kolumn 8: Raden har 8 kolumner, rubrikraden har 7"},
		"mixed encodings":    {intakes + "A4;K4;8;\xc5;;;\r\n", inquiries, "kolumn 4: Filen blandar teckenkodningar: hittills UTF-8"},
		"destroyed letters":  {strings.Replace(intakes, "kommun", "\ufffd", 1), inquiries, "Tecknen å, ä och ö är redan förstörda"},
		"not text":           {strings.Replace(intakes, "K1", "K\x00", 1), inquiries, "anm.csv, rad 4, kolumn 2: Filen innehåller nolltecken"},
		"rows after sum":     {intakes + "A4;K4;8;Ansökan;;;\r\n", inquiries, "anm.csv, rad 11: Det står rader efter summaraden"},
		"empty":              {"", inquiries, "anm.csv, rad 1: Filen är tom"},
	} {
		t.Run(name, func(t *testing.T) {
			handed := false
			reading := Reading{Mapping: mapping(t, aMapping), Files: folder(t, "anm.csv", tt.anm, "utr.csv", tt.utr), Temp: t.TempDir()}
			_, err := reading.Read(func(*Matter) error { handed = true; return nil })
			if err == nil || !strings.Contains(err.Error(), tt.says) || len(Faults(err)) == 0 {
				t.Errorf("got  %v\nwant %s", err, tt.says)
			}
			if handed {
				t.Error("a matter was handed on from files that are not whole")
			}
		})
	}
}

func TestACutFileIsKnownByItsMissingSum(t *testing.T) {
	m := strings.Replace(aMapping, "    file: anm*", "    file: anm*\n    ends_with_sum: true", 1)
	for name, tt := range map[string]struct{ given, says string }{
		"no sum":     {strings.Split(intakes, ";;;;;;\r\nSumma")[0], "anm.csv: Summaraden saknas"},
		"other sum":  {strings.Replace(intakes, "Summa;5", "Summa;7", 1), "Summaraden säger 7 rader, men filen har 5"},
		"sum agrees": {intakes, ""},
	} {
		t.Run(name, func(t *testing.T) {
			_, _, err := told(t, mapping(t, m), folder(t, "anm.csv", tt.given, "utr.csv", inquiries))
			if (tt.says == "") != (err == nil) || err != nil && !strings.Contains(err.Error(), tt.says) {
				t.Errorf("got %v, want %q", err, tt.says)
			}
		})
	}
}

func TestManyFaultsAreToldAtOnceButNotAll(t *testing.T) {
	bad := "Utrnr;Ärendenr;Inledd;Förlängd;Till;Timmar;Barn\r\n" + strings.Repeat("U;K;x;;;;\r\n", 100)
	_, _, err := told(t, mapping(t, aMapping), folder(t, "anm.csv", intakes, "utr.csv", bad))
	if n := len(Faults(err)); n != mostFaults {
		t.Errorf("%d faults told, want %d", n, mostFaults)
	}
}

func TestATimeMayStandInTheCellOfTheDay(t *testing.T) {
	const one = "Akt;Ärendenr;Löpnr;Typ;Inkom;Tid;Född\r\nA1;K1;7;Ansökan;2026-03-02 14:20;;2017\r\n"
	got, _, err := told(t, mapping(t, aMapping), folder(t, "anm.csv", one, "utr.csv", "Utrnr;Ärendenr;Inledd;Förlängd;Till;Timmar;Barn\r\n"))
	if err != nil || !strings.Contains(got, "intake.received 2026-03-02 14:20") {
		t.Errorf("%v:\n%s", err, got)
	}
}

// A file many times the size of the buffers is read within them.
func TestReadingNeedsNoMoreMemoryForALargerFile(t *testing.T) {
	path := filepath.Join(t.TempDir(), "utr.csv")
	file, err := os.Create(path)
	if err != nil {
		t.Fatal(err)
	}
	out := bufio.NewWriter(file)
	fmt.Fprint(out, "Utrnr;Ärendenr;Inledd;Förlängd;Till;Timmar;Barn\n")
	const rows = 150_000
	for i := range rows {
		fmt.Fprintf(out, "U%0200d;K%d;2026-03-05;;;12,5;N\n", i, i*7919%100_003)
	}
	if err := out.Flush(); err != nil {
		t.Fatal(err)
	}
	if err := file.Close(); err != nil {
		t.Fatal(err)
	}
	const limit = 32 << 20
	var most uint64
	look := func() {
		var m runtime.MemStats
		runtime.ReadMemStats(&m)
		most = max(most, m.HeapAlloc)
	}
	defer debug.SetMemoryLimit(debug.SetMemoryLimit(limit))
	subjects := 0
	m := mapping(t, strings.Split(aMapping, "  - name: anmälningar")[0]+"  - name: utredningar"+strings.Split(aMapping, "  - name: utredningar")[1])
	reading := Reading{Mapping: m, Files: []string{path}, Temp: t.TempDir(), Tell: func(_ string, done, _ int64) {
		if done%(64<<10) == 0 {
			look()
		}
	}}
	material, err := reading.Read(func(m *Matter) error {
		if subjects += len(m.Subjects); subjects%50_000 < 5 {
			look()
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	if material.Events != rows || most == 0 || most > limit {
		t.Errorf("%d rows read with at most %d MB of heap, want %d within %d MB", material.Events, most>>20, rows, limit>>20)
	}
}

func TestANumberThatBelongsToTwoIsTold(t *testing.T) {
	const two = "Akt;Ärendenr;Löpnr;Typ;Inkom;Tid;Född\r\nA1;K1;7;Ansökan;2026-03-02;;2017\r\nA2;K1;8;Ansökan;2026-03-02;;2017\r\nA3;K0;7;Ansökan;2026-03-02;;2017\r\nA4;K0;8;Ansökan;2026-03-02;;2017\r\n"
	got, material, err := told(t, mapping(t, aMapping), folder(t, "anm.csv", two, "utr.csv", "Utrnr;Ärendenr;Inledd;Förlängd;Till;Timmar;Barn\r\nU1;K1;2026-03-03;;;;\r\n"))
	if err != nil {
		t.Fatal(err)
	}
	// The inquiry goes with the one that was named first, and the reader is told.
	if len(material.Unjoined) != 1 || material.Unjoined[0] != (Unjoined{"utredningar", lostTwice, 1}) || !strings.Contains(got, "investigation U1 under case K1") {
		t.Errorf("unjoined %+v in\n%s", material.Unjoined, got)
	}
}

func TestFilesAndListsMustAgree(t *testing.T) {
	for name, tt := range map[string]struct {
		files []string
		says  string
	}{
		"a list without file": {[]string{"anm.csv", intakes}, `Ingen av filerna är listan "utredningar" (utr*)`},
		"a file without list": {[]string{"anm.csv", intakes, "utr.csv", inquiries, "annat.csv", "a"}, `annat.csv: Ingen lista i mappningen gäller filen. Listorna heter "anm*" och "utr*"`},
		"a log without log":   {[]string{"a.xes", "<log/>"}, "mappningen har inget avsnitt log"},
	} {
		t.Run(name, func(t *testing.T) {
			_, _, err := told(t, mapping(t, aMapping), folder(t, tt.files...))
			if err == nil || !strings.Contains(err.Error(), tt.says) {
				t.Errorf("got %v, want %s", err, tt.says)
			}
		})
	}
	_, _, err := told(t, mapping(t, aMapping), []string{"finns-inte.csv"})
	if err == nil || !strings.Contains(err.Error(), "finns-inte.csv") {
		t.Errorf("a missing file gave %v", err)
	}
}

func FuzzCSV(f *testing.F) {
	f.Add([]byte(inquiries))
	f.Add([]byte("\ufeffUtrnr,Ärendenr,Inledd,Förlängd,Till,Timmar,Barn\n\"U\"\"1\",K1,2026-03-03,,,\"1,5\",J\n"))
	f.Add([]byte("\xff\xfeU\x00t\x00r\x00"))
	f.Add([]byte("Utrnr;\xc4rendenr;Inledd;F\xf6rl\xe4ngd;Till;Timmar;Barn\r\nSumma;0\r\n"))
	f.Add([]byte("\"\r\n\"\"\""))
	list := func() *List {
		m, err := ParseMapping("m", []byte(aMapping))
		if err != nil {
			f.Fatal(err)
		}
		return m.Lists[1]
	}()
	f.Fuzz(func(t *testing.T, file []byte) {
		path := filepath.Join(t.TempDir(), "utr.csv")
		if err := os.WriteFile(path, file, 0o600); err != nil {
			t.Fatal(err)
		}
		_, err := readList(path, list, nil, func(header) {}, func(_ int, _, fields [][]byte) error {
			if len(fields) != len(list.columns) {
				t.Errorf("%d fields", len(fields))
			}
			return nil
		})
		if err != nil && len(Faults(err)) == 0 {
			t.Errorf("%q is answered without a sentence: %v", file, err)
		}
	})
}

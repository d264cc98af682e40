package auditweb_test

import (
	"bytes"
	"context"
	"errors"
	"io"
	"mime/multipart"
	"net/http"
	"os"
	"strings"
	"testing"

	"stadga/internal/duty"
	"stadga/internal/eventlog/auditweb"
	"stadga/internal/fault/faulttest"
	"stadga/internal/integrate/clamav"
	"stadga/internal/integrate/clamav/clamavtest"
	"stadga/internal/rulebook"
	"stadga/internal/webkit/webtest"
)

const mapping = `says: Utredningar
from: 2026-01-01
to: 2026-06-30
lists:
  - name: utredningar
    file: utredningar*
    ends_with_sum: true
    subject: {investigation: Utredningsnr}
    absent: no
    facts:
      investigation.opened: {day: Inledd, says: utredningen inleddes}
      investigation.decided: {day: Avslutad, says: utredningen avslutades}
`

const rule = `about: Prövregel.
rules:
  - id: inquiry-4m
    title: Utredning inom fyra månader
    says: En utredning ska vara klar inom fyra månader.
    subject: investigation
    step: utreda
    owes: officer
    effect: warn
    mark: sure
    applies_by: due
    basis: [SoL25 20:3]
    within: {after: investigation.opened, months: 4, weekend: "S*"}
    met_by: [investigation.decided]
    examples:
      - {facts: {investigation.opened: 2026-01-12, investigation.decided: 2026-05-12}, want: met}
      - {facts: {investigation.opened: 2026-01-12, investigation.decided: 2026-05-13}, want: met late}
      - {facts: {investigation.opened: 2026-01-12}, on: 2026-05-13, want: late}
    without:
      not applicable: Regeln gäller alla utredningar.
      cannot be judged: Båda dagarna finns i varje lista.
`

// The list is another system's: other headings, a title above, no line of sums.
const list = "Uttag 2026-07-01\r\nNr;Startdag;Slutdag\r\n1;2026-01-12;2026-05-12\r\n2;2026-01-12;2026-06-01\r\n3;2026-01-12;\r\n"

func world(t *testing.T) (*webtest.World, *webtest.Client) { return worldWith(t, nil) }

func worldWith(t *testing.T, scan func(context.Context, io.Reader) (bool, error)) (*webtest.World, *webtest.Client) {
	t.Helper()
	pages := auditweb.Pages{
		Scan:  scan,
		Rules: func() []rulebook.File { return []rulebook.File{{Path: "prov.yaml", Text: rule}} },
		Vocabulary: []duty.FactType{
			{Subject: "investigation", Name: "investigation.opened", Type: duty.Day, Says: "inledd"},
			{Subject: "investigation", Name: "investigation.decided", Type: duty.Day, Says: "avslutad"},
		},
		Mapping: []byte(mapping), Program: "prov",
	}
	auditor := webtest.Account(1, "Sven-Erik Prov", "revisor", "/granskning")
	w := webtest.New(t, webtest.Accounts{auditor}, nil, auditweb.Catalogue(), pages.Routes()...)
	return w, w.As(auditor)
}

const address = "/granskning/egen-historik"

// send posts values and files as a browser on the page would.
func send(t *testing.T, c *webtest.Client, values map[string]string, files ...string) webtest.Answer {
	t.Helper()
	var body bytes.Buffer
	parts := multipart.NewWriter(&body)
	for name, value := range values {
		if err := parts.WriteField(name, value); err != nil {
			t.Fatal(err)
		}
	}
	for i := 0; i+1 < len(files); i += 2 {
		part, err := parts.CreateFormFile("filer", files[i])
		if err != nil {
			t.Fatal(err)
		}
		if _, err := part.Write([]byte(files[i+1])); err != nil {
			t.Fatal(err)
		}
	}
	if err := parts.Close(); err != nil {
		t.Fatal(err)
	}
	return c.PostBody(address, parts.FormDataContentType(), &body)
}

func chosen() map[string]string {
	return map[string]string{
		"steg": "granska", "vems": "Prövkommun", "fran": "2026-01-01", "till": "2026-06-30", "laget": "2026-06-30", "tal": "7",
		"lista.0": "uttag.csv", "lista.0.kolumn.0": "Nr", "lista.0.kolumn.1": "Startdag", "lista.0.kolumn.2": "Slutdag",
	}
}

func TestColumnsArePickedAndTheListIsJudged(t *testing.T) {
	w, c := world(t)
	before, _ := os.ReadDir(os.TempDir())

	// Given the files, the page shows what columns they have.
	page := send(t, c, map[string]string{"steg": "kolumner"}, "utredningar.csv", strings.Replace(list, "Startdag", "INLEDD", 1))
	says(t, page, http.StatusOK, "1 fil är läst", "Listan utredningar", "Ger utredningen inleddes")
	if !bytes.Contains(page.Body, []byte(`<option value="INLEDD" selected>`)) || !bytes.Contains(page.Body, []byte(`<option value="" selected>finns inte i filen`)) {
		t.Error("the column of the same name is not chosen, or another is guessed")
	}
	// When they have been picked, the whole list is judged.
	page = send(t, c, chosen(), "uttag.csv", list)
	says(t, page, http.StatusOK, "Prövkommun", "Utredning inom fyra månader", "2 av 3 66,7 %", "uttag.csv", "stadga audit uttag.csv --rules rules --mapping mapping.yaml --seed 7", "Inget är sparat", "day: Startdag")
	// And it can be had as a file.
	values := chosen()
	values["svar"] = "fil"
	file := send(t, c, values, "uttag.csv", list)
	if got := file.Header.Get("Content-Disposition"); !strings.Contains(got, "attachment") || !bytes.Contains(file.Body, []byte("<style>")) {
		t.Errorf("the file is %q", got)
	}
	// Nothing of it stays.
	if after, _ := os.ReadDir(os.TempDir()); len(after) > len(before) {
		for _, entry := range after {
			if strings.HasPrefix(entry.Name(), "stadga-egen-historik-") {
				t.Errorf("%s is left", entry.Name())
			}
		}
	}
	if strings.Contains(w.Log.String(), "Startdag") {
		t.Error("the log holds what was sent")
	}
}

func TestWhatTheFileLacksCannotBeJudged(t *testing.T) {
	_, c := world(t)
	values := chosen()
	values["lista.0.kolumn.2"] = ""
	says(t, send(t, c, values, "uttag.csv", list), http.StatusOK, "Utredning inom fyra månader 3 3 100,0 %")
}

func TestBadFilesGetASentenceAndTheChoicesStay(t *testing.T) {
	_, c := world(t)
	for name, tt := range map[string]struct {
		change func(map[string]string)
		files  []string
		want   string
	}{
		"no file":       {func(map[string]string) {}, nil, "Välj minst en fil"},
		"empty":         {func(map[string]string) {}, []string{"uttag.csv", ""}, "Filen är tom"},
		"cut":           {func(map[string]string) {}, []string{"uttag.csv", list + "4;2026"}, "avkapad"},
		"wrong day":     {func(map[string]string) {}, []string{"uttag.csv", strings.Replace(list, "2026-05-12", "2026-13-45", 1)}, "uttag.csv, rad 3"},
		"no sums":       {func(v map[string]string) { v["summarad"] = "ja" }, []string{"uttag.csv", list}, "Summaraden saknas"},
		"no number":     {func(v map[string]string) { v["lista.0.kolumn.0"] = "" }, []string{"uttag.csv", list}, "Välj kolumnen som ersätter"},
		"not a day":     {func(v map[string]string) { v["laget"] = "i övermorgon" }, []string{"uttag.csv", list}, "Dagen går inte att läsa"},
		"backwards":     {func(v map[string]string) { v["till"] = "2025-01-01" }, []string{"uttag.csv", list}, "Perioden slutar innan den börjar"},
		"no list":       {func(v map[string]string) { v["lista.0"] = "" }, []string{"uttag.csv", list}, "inte vald för någon lista"},
		"old excel":     {func(map[string]string) {}, []string{"uttag.csv", "\xd0\xcf\x11\xe0 gammalt"}, "gamla formatet XLS"},
		"broken sheet":  {func(map[string]string) {}, []string{"uttag.csv", "PK\x03\x04 trasigt"}, "Kalkylbladet går inte att öppna"},
		"same name":     {func(map[string]string) {}, []string{"uttag.csv", list, "uttag.csv", list}, "Två filer heter uttag.csv"},
		"path as name":  {func(map[string]string) {}, []string{"../../../etc/passwd", list}, "inte vald för någon lista"},
		"mapping named": {func(map[string]string) {}, []string{"mappning", list}, "namn går inte att använda"},
	} {
		values := chosen()
		tt.change(values)
		page := send(t, c, values, tt.files...)
		if page.Status >= 500 || page.Status < 400 {
			t.Errorf("%s: answered %d", name, page.Status)
		}
		if !strings.Contains(page.Says(), tt.want) {
			t.Errorf("%s: the page says %q, want %q", name, page.Says(), tt.want)
		}
		if strings.Contains(page.Says(), "Vems uppgifter") && !bytes.Contains(page.Body, []byte(`value="Prövkommun"`)) {
			t.Errorf("%s: what was typed is gone", name)
		}
	}
}

func TestMoreThanThePageTakesIsRefused(t *testing.T) {
	_, c := world(t)
	says(t, c.PostBody(address, "text/plain", strings.NewReader("inte ett formulär")), http.StatusUnprocessableEntity, "Filerna kom inte fram hela")
}

func TestEveryPageHasItsStruct(t *testing.T) {
	webtest.Templates(t, auditweb.Templates(), map[string]any{"egen-historik.html": &auditweb.HistoryPage{}})
}

func TestEverySentenceHasItsNumber(t *testing.T) { faulttest.Check(t, ".", auditweb.Catalogue()) }

func says(t *testing.T, page webtest.Answer, status int, want ...string) {
	t.Helper()
	if page.Status != status {
		t.Errorf("%s answered %d, want %d", page.Path, page.Status, status)
	}
	for _, w := range want {
		if !strings.Contains(page.Says(), w) {
			t.Errorf("the page lacks %q:\n%s", w, page.Says())
		}
	}
}

func TestFilesOfOtherKindsAreNotRead(t *testing.T) {
	_, c := world(t)
	for name, file := range map[string][2]string{
		"a program":            {"uttag.csv", "\x7fELF\x02\x01\x01\x00\x00"},
		"another program":      {"uttag.xlsx", "MZ\x90\x00\x03"},
		"a PDF":                {"uttag.csv", "%PDF-1.7\n"},
		"a picture":            {"uttag.csv", "\x89PNG\r\n\x1a\n"},
		"a workbook with code": {"uttag.xlsm", "PK\x03\x04"},
		"packed in disguise":   {"uttag.csv", "\x1f\x8b\x08"},
		"a NUL in a list":      {"uttag.csv", "Nr;Startdag\x00;Slutdag\n"},
	} {
		t.Run(name, func(t *testing.T) {
			page := send(t, c, chosen(), file[0], file[1])
			if page.Status != http.StatusUnprocessableEntity || !strings.Contains(page.Says(), "FEL-0174") || !strings.Contains(page.Says(), file[0]) {
				t.Errorf("%d %s", page.Status, page.Says())
			}
		})
	}
}

func TestFilesGoByTheScannerWhereThereIsOne(t *testing.T) {
	daemon := clamavtest.Start(t)
	scan := func(ctx context.Context, file io.Reader) (bool, error) {
		err := daemon.Scan(ctx, file)
		return errors.Is(err, clamav.ErrHarmful), err
	}
	_, c := worldWith(t, scan)
	says(t, send(t, c, chosen(), "uttag.csv", list), http.StatusOK, "Utredning inom fyra månader")
	says(t, send(t, c, chosen(), "uttag.csv", list+"4;"+clamavtest.Harmful+";\r\n"), http.StatusUnprocessableEntity, "FEL-0175")
	daemon.Address += "-borta"
	says(t, send(t, c, chosen(), "uttag.csv", list), http.StatusUnprocessableEntity, "FEL-0176")
}

package webkit

import (
	"html/template"
	"net/http"
	"path"
)

// A Wait says how far something has come that must be done before anyone
// can log in.
type Wait struct {
	Sentence string // "Norrsala byggs upp."
	Words    string // what is counted: "Handlingar"
	Done, Of int
}

// Waiting answers in the place of a site that is not ready: every page says how
// far it has come, and looks again by itself.
func Waiting(municipality, invented string, progress func() Wait) http.Handler {
	mux := http.NewServeMux()
	mux.HandleFunc("GET /statiskt/{fil}", func(w http.ResponseWriter, r *http.Request) {
		if err := getStatic(w, r); err != nil {
			http.NotFound(w, r)
		}
	})
	mux.HandleFunc("/", func(w http.ResponseWriter, r *http.Request) {
		secure(w.Header())
		w.Header().Set("Content-Type", "text/html; charset=utf-8")
		w.Header().Set("Refresh", "2")
		if p := path.Clean(r.URL.Path); p != "/" && p != "/logga-in" {
			w.Header().Set("Retry-After", "5")
			w.WriteHeader(http.StatusServiceUnavailable)
		}
		// What can fail here is the connection, and then nobody is there to be told.
		_ = waitingPage.Execute(w, waitingView{municipality, invented, asset("stil.css"), progress()})
	})
	return mux
}

type waitingView struct {
	Municipality, Invented, Style string
	Wait                          Wait
}

var waitingPage = template.Must(template.New("vantar").Parse(`<!doctype html>
<html lang="sv">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>{{.Wait.Sentence}} – Stadga, {{.Municipality}}</title>
<link rel="stylesheet" href="{{.Style}}">
</head>
<body>
<main class="ensam" id="innehall">
  <p class="marke"><span><b>Stadga</b><span>{{.Municipality}}</span></span></p>
  <div class="stapel tat">
    <h1>{{.Wait.Sentence}}</h1>
    <p class="mening">{{.Invented}} Sidan öppnas av sig själv när den är klar.</p>
  </div>
  {{with .Wait}}{{if .Of}}<label class="framsteg" for="framsteg"><span>{{.Words}} <b>{{.Done}} av {{.Of}}</b></span><progress id="framsteg" value="{{.Done}}" max="{{.Of}}">{{.Done}} av {{.Of}}</progress></label>{{end}}{{end}}
</main>
</body>
</html>
`))

// PlainHeaders sets the headers of every answer on one that no Site gives.
func PlainHeaders(w http.ResponseWriter) {
	secure(w.Header())
	w.Header().Set("Content-Type", "text/plain; charset=utf-8")
}

// NoSuchHost answers a request to a host name that no board has.
func NoSuchHost(w http.ResponseWriter) {
	secure(w.Header())
	http.Error(w, "Det finns ingen nämnd på den adressen. Kontrollera adressen.", http.StatusMisdirectedRequest)
}

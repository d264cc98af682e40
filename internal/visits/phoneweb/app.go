package phoneweb

import (
	"crypto/sha256"
	"embed"
	"encoding/hex"
	"encoding/json"
	"mime"
	"net/http"
	"path"

	"stadga/internal/fault"
	"stadga/internal/webkit"
)

//go:embed app
var appFiles embed.FS

// An app is the scripts of the phone, in one version.
type app struct {
	version string
	path    string // of the folder, with the version in it: the browser may keep it for ever
	names   []string
}

const workerFile = "worker.js"

func newApp() app {
	entries, err := appFiles.ReadDir("app")
	if err != nil {
		panic("phoneweb: " + err.Error())
	}
	sum := sha256.New()
	var a app
	for _, e := range entries {
		body, err := appFiles.ReadFile("app/" + e.Name())
		if err != nil {
			panic("phoneweb: " + err.Error())
		}
		_, _ = sum.Write(body) // a digest takes everything
		if e.Name() != workerFile {
			a.names = append(a.names, e.Name())
		}
	}
	for _, asset := range webkit.ShellAssets() {
		_, _ = sum.Write([]byte(asset))
	}
	a.version = hex.EncodeToString(sum.Sum(nil)[:6])
	a.path = "/besok/app/" + a.version + "/"
	return a
}

// shell lists the addresses that the phone keeps.
func (a app) shell() []string {
	files := webkit.ShellAssets()
	for _, name := range a.names {
		files = append(files, a.path+name)
	}
	return files
}

func (p Pages) getFile(w http.ResponseWriter, r *http.Request) error {
	body, err := appFiles.ReadFile("app/" + r.PathValue("fil"))
	if err != nil || r.PathValue("version") != p.app.version {
		return fault.New(fault.NotFound, "web.no-such-page")
	}
	w.Header().Set("Content-Type", mime.TypeByExtension(path.Ext(r.PathValue("fil"))))
	w.Header().Set("Cache-Control", "public, max-age=31536000, immutable")
	_, err = w.Write(body)
	return err
}

// getWorker is the service worker, which knows its version and what the shell is of.
func (p Pages) getWorker(w http.ResponseWriter, _ *http.Request) error {
	body, err := appFiles.ReadFile("app/" + workerFile)
	if err != nil {
		return err
	}
	shell, err := json.Marshal(p.app.shell())
	if err != nil {
		return err
	}
	w.Header().Set("Content-Type", "text/javascript; charset=utf-8")
	w.Header().Set("Service-Worker-Allowed", "/besok")
	_, err = w.Write([]byte("const version = 'stadga-" + p.app.version + "', files = " + string(shell) + ";\n" + string(body)))
	return err
}

type manifest struct {
	Name       string         `json:"name"`
	Short      string         `json:"short_name"`
	Lang       string         `json:"lang"`
	ID         string         `json:"id"`
	Start      string         `json:"start_url"`
	Scope      string         `json:"scope"`
	Display    string         `json:"display"`
	Background string         `json:"background_color"`
	Theme      string         `json:"theme_color"`
	Icons      []manifestIcon `json:"icons"`
}

type manifestIcon struct {
	Src     string `json:"src"`
	Sizes   string `json:"sizes"`
	Type    string `json:"type"`
	Purpose string `json:"purpose"`
}

// getManifest lets the pages be put on the home screen.
func (p Pages) getManifest(w http.ResponseWriter, _ *http.Request) error {
	body, err := json.Marshal(manifest{
		Name: "Stadga besök", Short: "Besök", Lang: "sv", ID: "/besok", Start: "/besok", Scope: "/besok", Display: "standalone",
		Background: "#f4f2ec", Theme: "#0d5166",
		Icons: []manifestIcon{
			{Src: p.app.path + "ikon-192.png", Sizes: "192x192", Type: "image/png", Purpose: "any maskable"},
			{Src: p.app.path + "ikon-512.png", Sizes: "512x512", Type: "image/png", Purpose: "any maskable"},
		},
	})
	if err != nil {
		return err
	}
	w.Header().Set("Content-Type", "application/manifest+json")
	_, err = w.Write(body)
	return err
}

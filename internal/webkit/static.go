package webkit

import (
	"crypto/sha256"
	"embed"
	"encoding/hex"
	"mime"
	"net/http"
	"path"

	"stadga/internal/fault"
)

//go:embed statiskt
var staticFiles embed.FS

// asset is the address of an embedded file, with a digest so that the browser
// may keep it for ever and still gets the next version.
func asset(name string) string {
	body, err := staticFiles.ReadFile("statiskt/" + name)
	if err != nil {
		panic("webkit: " + err.Error())
	}
	sum := sha256.Sum256(body)
	return "/statiskt/" + name + "?v=" + hex.EncodeToString(sum[:6])
}

// ShellAssets are the addresses of what every page shows: a phone keeps them for when
// there is no network.
func ShellAssets() []string {
	return []string{asset("stil.css"), asset("stadga.js"), asset("marke.svg"), asset("ikoner.svg")}
}

func getStatic(w http.ResponseWriter, r *http.Request) error {
	name := r.PathValue("fil")
	body, err := staticFiles.ReadFile("statiskt/" + name)
	if err != nil {
		return fault.New(fault.NotFound, "web.no-such-page")
	}
	w.Header().Set("Content-Type", mime.TypeByExtension(path.Ext(name)))
	w.Header().Set("Cache-Control", "public, max-age=31536000, immutable")
	_, err = w.Write(body)
	return err
}

// ownRoutes are the lines of the access list that belong to the shell.
func (s *Site) ownRoutes() []Route {
	var keys []Route
	if s.Programs {
		keys = []Route{
			{Pattern: "GET " + ownKeys, Action: "desk.profile", Handle: s.getKeys},
			{Pattern: "POST " + ownKeys, Action: "desk.profile", Handle: s.postKey},
			{Pattern: "POST " + ownKeys + "/avsluta", Action: "desk.profile", Handle: s.postKeyEnd},
		}
	}
	return append(keys, []Route{
		{Pattern: "GET /statiskt/{fil}", Action: Open, Handle: getStatic},
		{Pattern: "GET /{$}", Action: Open, Handle: s.getStart},
		{Pattern: "GET /logga-in", Action: Open, Handle: s.getLogIn},
		{Pattern: "POST /logga-in", Action: Open, Most: logInMost, Handle: s.postLogIn},
		{Pattern: "POST /logga-ut", Action: Open, Handle: s.postLogOut},
		{Pattern: "POST /logga-ut/andra", Action: "desk.profile", Handle: s.postEndOthers},
		{Pattern: "GET " + ownSessions, Action: "desk.profile", Handle: s.getOwnSessions},
		{Pattern: "POST " + ownSessions, Action: "desk.profile", Handle: s.postOwnSession},
		{Pattern: "GET " + everySessions, Action: "desk.operation", Handle: s.getEverySession},
		{Pattern: "POST " + everySessions, Action: "desk.operation", Handle: s.postEverySession},
		{Pattern: "POST /utkast", Action: "desk.draft", Handle: s.postDraft},
	}...)
}

// getStart sends one to the first page of one's role.
func (s *Site) getStart(w http.ResponseWriter, r *http.Request) error {
	if AccountOf(r).Actor.User.IsZero() {
		return errLoggedOut
	}
	http.Redirect(w, r, AccountOf(r).Start, http.StatusSeeOther)
	return nil
}

package invoiceweb

import (
	"mime"
	"net/http"
	"strconv"

	"stadga/internal/fault"
)

// getFile handles GET /ekonomi/fakturor/{id}/fil: the file as it came in. It is always
// fetched and never shown: what is in it was written by someone else.
func (p Pages) getFile(w http.ResponseWriter, r *http.Request) error {
	_, v, _, err := p.find(r)
	if err != nil {
		return err
	}
	if v.File.Kept == nil {
		return fault.New(fault.NotFound, "invoice.file-not-kept")
	}
	return p.Others.Original(r.Context(), v.File, &attached{w: w, name: v.File.Name, size: v.File.Size})
}

// attached tells of the file with the first byte, so that a file that is not as it
// came in is answered with a page.
type attached struct {
	w    http.ResponseWriter
	name string
	size int64
	told bool
}

func (a *attached) Write(b []byte) (int, error) {
	if !a.told {
		a.told = true
		head := a.w.Header()
		head.Set("Content-Type", "application/octet-stream")
		head.Set("Content-Length", strconv.FormatInt(a.size, 10))
		head.Set("Content-Disposition", mime.FormatMediaType("attachment", map[string]string{"filename": a.name}))
	}
	return a.w.Write(b)
}

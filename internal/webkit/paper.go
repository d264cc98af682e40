package webkit

import (
	"bytes"
	"fmt"
	"net/http"
	"strconv"

	"stadga/internal/paper"
)

// SendPaper sends a document as PDF, to be opened beside the page. The name holds no
// person: it is left on disks and in lists of what was fetched.
func SendPaper(w http.ResponseWriter, name string, d paper.Document) error {
	var file bytes.Buffer
	if err := paper.Write(&file, d); err != nil {
		return fmt.Errorf("send %s: %w", name, err)
	}
	w.Header().Set("Content-Type", "application/pdf")
	w.Header().Set("Content-Disposition", `inline; filename="`+name+`"`)
	w.Header().Set("Content-Length", strconv.Itoa(file.Len()))
	_, err := w.Write(file.Bytes())
	return err
}

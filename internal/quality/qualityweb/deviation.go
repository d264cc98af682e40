package qualityweb

import (
	"net/http"
	"strconv"

	"stadga/internal/engine"
	"stadga/internal/fault"
	"stadga/internal/ids"
	"stadga/internal/quality"
	"stadga/internal/webkit"
)

// DeviationPage is one deviation, from report to answer.
type DeviationPage struct {
	webkit.Page
	Steps   webkit.Stegrad
	Danger  bool
	Thanks  string // to the one who has just reported
	What    string
	Facts   []webkit.Fact
	Class   []webkit.Fact
	Cause   string
	Actions []webkit.Fact
	Answer  string
	Forms   []DeviationForm
}

// DeviationForm is one step of the work on a deviation.
type DeviationForm struct {
	webkit.FormHead
	ID, Path, Title string
	Says            string
	Choices         []webkit.Field
	Texts           []webkit.Field
	Lines           []webkit.Field
	Days            []webkit.Field
	Button          string
	Primary         bool // at most one on the page: what comes next
	Open            bool // unfolded: something in it must be mended
}

// found is a deviation that the actor may read.
type found struct {
	id      ids.Deviation
	state   quality.Deviation
	version int
}

// find loads the deviation of the address. One that the actor may not read and
// one that is not there look the same.
func (p Pages) find(r *http.Request) (found, error) {
	id, err := p.Register.ByNumber(r.Context(), r.PathValue("nr"))
	if err != nil {
		return found{}, err
	}
	d, version, err := p.Deviations.Load(r.Context(), id.ID)
	if err != nil {
		return found{}, err
	}
	if !p.Door.OnFile(webkit.Actor(r), "deviation.read", fileOf(id, d)).Allowed {
		return found{}, fault.New(fault.NotFound, "deviation.unknown")
	}
	return found{id, d, version}, nil
}

// getDeviation handles GET /kvalitet/avvikelse/{nr}.
func (p Pages) getDeviation(w http.ResponseWriter, r *http.Request) error {
	f, err := p.find(r)
	if err != nil {
		return err
	}
	if err := webkit.Read(r, f.state.Link.Person, f.state.Subject()); err != nil {
		return err
	}
	page, err := p.deviationPage(r, f, webkit.Typed{}, "")
	if err != nil {
		return err
	}
	return webkit.Show(w, r, p.kit, http.StatusOK, "avvikelse.html", page)
}

// A reading turns a posted form into a command.
type reading func(r *http.Request, in *webkit.Input, d quality.Deviation) (engine.Command[quality.Deviation], error)

// post carries out one step and shows the deviation again.
func (p Pages) post(read reading) webkit.Handler {
	return func(w http.ResponseWriter, r *http.Request) error {
		f, err := p.find(r)
		if err != nil {
			return err
		}
		in := webkit.Posted(r)
		cmd, err := read(r, in, f.state)
		if err == nil {
			err = in.Err()
		}
		if err == nil {
			_, err = p.Deviations.Do(r.Context(), webkit.Form(r), f.id.ID, cmd)
		}
		if err == nil {
			return webkit.Done(w, r, deviationPath+f.state.Number)
		}
		page, failed := p.deviationPage(r, f, in.Again(err), r.URL.Path)
		if failed != nil {
			return failed
		}
		return webkit.Redo(w, r, p.kit, "avvikelse.html", page, err)
	}
}

func class(_ *http.Request, in *webkit.Input, _ quality.Deviation) (engine.Command[quality.Deviation], error) {
	number := func(name string) int {
		n, err := strconv.Atoi(in.Word(name, "1", "2", "3", "4"))
		if err != nil {
			return 0 // nothing was chosen: the command says so
		}
		return n
	}
	return quality.ClassDeviation{Class: quality.Classification{
		Kind: quality.DeviationKind(in.Text("kind")), Type: quality.DeviationType(in.Text("type")),
		Severity: number("severity"), Recurrence: number("recurrence"), Grade: quality.Malpractice(in.Text("grade")),
	}}, nil
}

func explain(_ *http.Request, in *webkit.Input, _ quality.Deviation) (engine.Command[quality.Deviation], error) {
	return quality.ExplainDeviation{Cause: in.Text("cause")}, nil
}

func acted(_ *http.Request, in *webkit.Input, _ quality.Deviation) (engine.Command[quality.Deviation], error) {
	return quality.ActOnDeviation{What: in.Text("action"), On: in.Day("on")}, nil
}

func notify(_ *http.Request, in *webkit.Input, _ quality.Deviation) (engine.Command[quality.Deviation], error) {
	return quality.NotifyIVO{On: in.Day("notified")}, nil
}

func closing(_ *http.Request, in *webkit.Input, _ quality.Deviation) (engine.Command[quality.Deviation], error) {
	return quality.CloseDeviation{Answer: in.Text("answer")}, nil
}

// link finds the case by its number, for one who may open it, and the
// investigation where one was chosen.
func (p Pages) link(r *http.Request, in *webkit.Input, d quality.Deviation) (engine.Command[quality.Deviation], error) {
	matter, err := p.Others.Case(r.Context(), webkit.Actor(r), in.Text("case"))
	if fault.KindOf(err) == fault.NotFound && err != nil {
		return quality.LinkDeviation{}, nil // the command says that there is no such case
	}
	if err != nil {
		return nil, err
	}
	link := matter.Link
	if chosen := in.ID("inquiry"); !chosen.IsZero() && link.Case == d.Link.Case {
		inquiries, err := p.Others.Inquiries(r.Context(), link.Case)
		if err != nil {
			return nil, err
		}
		for _, m := range inquiries {
			if m.Link.Investigation.ID == chosen {
				link.Investigation = m.Link.Investigation
			}
		}
	}
	return quality.LinkDeviation{Link: link}, nil
}

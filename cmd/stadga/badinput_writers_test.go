package main

import (
	"fmt"
	"maps"
	"net/http"
	"net/url"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"stadga/internal/casework"
	"stadga/internal/casework/delegation"
	"stadga/internal/civil"
	"stadga/internal/ids"
	"stadga/internal/webkit"
	"stadga/internal/webkit/webtest"
)

// writingPages are somePages and those where one writes at length.
func writingPages() []string {
	return append(somePages(),
		"/arende/2026-0501/beslut/1", "/arende/2026-0501/insatser", "/arende/2026-0502/tvang?steg=lvu.taken", "/arende/2026-0502/utskott", "/arende/2026-0502/utlamnande",
		"/arende/2026-0503/utredning/1", "/arende/2026-0503/utredning/1/situation", "/arende/2026-0503/beslut", "/mottagning/ny-orosanmalan", "/mottagning/ny-ansokan", "/arende/2026-0502/samordning", "/kvalitet/avvikelser",
	)
}

// withoutDrafts are forms with running text that keep no draft, each with why. What
// else keeps none fails.
var withoutDrafts = map[string]string{
	"POST /utforare/besok/utkorg":      "what a phone has sealed and the code that opens it: together they would lie open here, and the file is still in the phone",
	"POST /utforare/besok/{nr}/flytta": "the page opens nobody's file, so that a draft of it would be about no one and outlive the one it tells of; the choice of order is shown a page at a time",
}

// replaced are forms whose later text takes the place of the earlier, each with why.
var replaced = map[string]string{
	"POST /administration/riktlinjer/{nyckel}/ny-version": "a version that nobody has adopted; what was prepared before stands in its history",
}

// holds tells whether the page shows the text in the field of the form to the address.
func (b *browser) holds(form foundForm, text string) bool {
	b.w.t.Helper()
	b.open(form.page)
	for _, values := range b.forms(form.action) {
		if values.Get(form.prose) == text {
			return true
		}
	}
	return false
}

// written are the forms with running text, each kind once.
func (b *browser) written(met map[string]bool) (all []foundForm) {
	b.w.t.Helper()
	for _, form := range b.everyForm(writingPages()...) {
		kind := b.w.pattern(form.action) + " " + form.prose + " " + form.values.Get("blankett")
		if form.prose != "" && !met[kind] {
			met[kind] = true
			all = append(all, form)
		}
	}
	return all
}

// Every form with running text, wherever it stands: what is half written is there
// again after log-out and log-in, also where it was posted after the session had run
// out.
func TestWhatIsHalfWrittenSurvivesLogOut(t *testing.T) {
	if testing.Short() {
		t.Skip("logs in some hundred times")
	}
	t.Parallel()
	w, browsers := newBusyTown(t)
	met, tried, without := map[string]bool{}, 0, map[string]bool{}
	for _, b := range browsers {
		for i, form := range b.written(met) {
			pattern := w.pattern(form.action)
			if form.values.Get("utkast") == "" {
				without[pattern] = true
				if withoutDrafts[pattern] == "" {
					t.Errorf("%s (on %s) keeps no draft of %s", pattern, form.page, form.prose)
				}
				continue
			}
			tried++
			before := w.events()
			values := url.Values{}
			maps.Copy(values, form.values)
			text := fmt.Sprintf("Halvskrivet 😀 %d och <b>mer</b>", i)
			values[form.prose] = []string{text}
			if b.postOnce("/utkast", values); b.code != http.StatusSeeOther {
				t.Errorf("%s: the draft is answered with %d: %s", pattern, b.code, webtest.Words(b.body))
				continue
			}
			b.post("/logga-ut", nil)
			if !b.holds(form, text) {
				t.Errorf("%s (on %s): what was half written in %s is gone after log-out", pattern, form.page, form.prose)
			}
			// One who posts after the session has run out loses nothing either.
			text = "Skickat för sent: " + text
			values[form.prose] = []string{text}
			w.now = w.now.Add(webkit.SessionIdle + time.Minute)
			b.postOnce(form.action, values)
			if to := b.head.Get("Location"); b.code != http.StatusSeeOther || !strings.HasPrefix(to, "/logga-in") {
				t.Errorf("%s: a post after the session ran out is answered with %d %s", pattern, b.code, to)
			}
			if !b.holds(form, text) {
				t.Errorf("%s (on %s): what was posted too late in %s is gone", pattern, form.page, form.prose)
			}
			if after := w.events(); after != before {
				t.Errorf("%s: a draft wrote %d events", pattern, after-before)
			}
		}
	}
	for pattern, why := range withoutDrafts {
		if !without[pattern] {
			t.Errorf("%s keeps a draft or is not met, and is said to keep none: %s", pattern, why)
		}
	}
	t.Logf("%d forms keep what is half written", tried)
	if tried < 40 {
		t.Errorf("only %d forms were tried", tried)
	}
}

// second lets a second writer send the same form from a page that was shown before
// the first one's was saved, and the first one send theirs again. It tells whether
// the first was taken, and what is wrong.
func (b *browser) second(form foundForm) (edits, taken bool, complaints []string) {
	b.w.t.Helper()
	complain := func(format string, args ...any) {
		complaints = append(complaints, form.action+" on "+form.page+": "+fmt.Sprintf(format, args...))
	}
	send := func(text string, act string) {
		values := url.Values{}
		maps.Copy(values, form.filled)
		if form.prose != "" {
			values[form.prose] = []string{text}
		}
		values.Set("akt", act)
		b.postOnce(form.action, values)
	}
	// What was sent on the way here may have moved what the form shows.
	for _, now := range b.open(form.page).forms(form.action) {
		if now.Get("blankett") == form.values.Get("blankett") {
			for _, hidden := range []string{"visad", "visade", "sedd"} {
				if now.Has(hidden) {
					form.values[hidden], form.filled[hidden] = now[hidden], now[hidden]
				}
			}
		}
	}
	first, other := b.w.r.Engine.NewForm().String(), b.w.r.Engine.NewForm().String()
	edits = form.values.Get("visad") != "0" && form.values.Get("visad") != "" || form.values.Get("visade") != ""
	send("Den förstas text.", first)
	if b.code != http.StatusSeeOther {
		return edits, false, nil
	}
	written := b.w.events()
	send("Den förstas text.", first)
	if b.code >= 400 && b.code != http.StatusNotFound || b.w.events() != written { // one may have signed oneself out of the file
		complain("sent twice: %d, and %d events more", b.code, b.w.events()-written)
	}
	send("Den andras text.", other)
	switch {
	case edits && b.w.events() != written:
		complain("the second writer is taken without a word: %d, %d events more", b.code, b.w.events()-written)
	case edits && b.code >= 400 && !strings.Contains(string(b.body), "FEL-"):
		complain("the second writer is not told: %s", webtest.Words(b.body))
	case !edits && replaced[b.w.pattern(form.action)] == "" && form.prose != "" && b.code < 400 && b.holds(form, "Den andras text.") && !strings.Contains(string(b.body), "Den förstas text."):
		complain("it edits what stands, carries no version, and the second writer's text took the place of the first's")
	}
	return edits, true, complaints
}

// Every form is sent by two who saw the same page: what one has written is never
// replaced by the other without a word, and the same form sent twice is one act.
func TestTwoWritersNeverOverwriteInSilence(t *testing.T) {
	if testing.Short() {
		t.Skip("posts some hundred forms")
	}
	t.Parallel()
	w, browsers := newBusyTown(t)
	met, edits, adds := map[string]bool{}, map[string]bool{}, map[string]bool{}
	for _, b := range browsers {
		forms := b.everyForm(writingPages()...)
		// What only adds goes first: an edit may end what others stand on.
		slices.SortStableFunc(forms, func(x, y foundForm) int { return strings.Compare(x.values.Get("visad"), y.values.Get("visad")) })
		for _, form := range forms {
			pattern := w.pattern(form.action)
			kind := pattern + " " + form.prose + " " + form.values.Get("blankett")
			if met[kind] || strings.HasPrefix(form.action, "/logga-") || pattern == "POST /sok" {
				continue
			}
			edited, taken, complaints := b.second(form)
			for _, complaint := range complaints {
				t.Error(complaint)
			}
			switch {
			case taken && edited:
				met[kind], edits[kind] = true, true
			case taken:
				met[kind], adds[kind] = true, true
			}
		}
	}
	t.Logf("%d forms edit, %d add", len(edits), len(adds))
	if len(edits) < 7 || len(adds) < 40 {
		t.Errorf("only %d forms that edit and %d that add were taken: %v", len(edits), len(adds), slices.Sorted(maps.Keys(edits)))
	}
}

// rush sends the same form many times at once, and tells how many were refused.
func (b *browser) rush(times int, action string, values url.Values) (refused int) {
	b.w.t.Helper()
	client := &http.Client{Jar: b.http.Jar, CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse }}
	todo, answers := make(chan struct{}), make(chan int, times)
	var senders sync.WaitGroup
	for range 16 {
		senders.Go(func() {
			for range todo {
				r, err := http.NewRequest(http.MethodPost, b.w.server.URL+action, strings.NewReader(values.Encode()))
				if err != nil {
					answers <- 0
					continue
				}
				r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
				r.Header.Set("Sec-Fetch-Site", "same-origin")
				answer, err := client.Do(r)
				if err != nil {
					answers <- 0
					continue
				}
				answer.Body.Close()
				answers <- answer.StatusCode
			}
		})
	}
	for range times {
		todo <- struct{}{}
	}
	close(todo)
	senders.Wait()
	close(answers)
	for code := range answers {
		if code != http.StatusSeeOther {
			refused++
		}
	}
	return refused
}

// The same form arrives five hundred times, many at once, as when someone leans on
// the button while the line is slow: there is one decision, one proposal, one
// application to court, one answer to who asked to read.
func TestFiveHundredDoublePostsMakeOneRecord(t *testing.T) {
	if testing.Short() {
		t.Skip("posts three thousand forms")
	}
	w := newTown(t, civil.On(2026, time.March, 2))
	w.matter(w.person("Anna", "Svensson", civil.On(1941, time.May, 3)), casework.Older, "2026-0501", "Hjälp med dusch", "hemtjanst-dusch")
	w.matter(w.person("Elis", "Provlund", civil.On(2016, time.September, 9)), casework.Children, "2026-0502", "Ensam på kvällarna", "familjehem")
	eva := w.login(w.eva)
	const older, child = "/arende/2026-0501", "/arende/2026-0502"
	w.investigated(eva, "2026-0501", "1")
	once := func(what, page, action string, typed ...string) {
		t.Helper()
		values := eva.open(page).form(action)
		for i := 0; i < len(typed); i += 2 {
			values.Set(typed[i], typed[i+1])
		}
		before := w.events()
		refused := eva.rush(500, action, values)
		var acts, events int
		err := w.r.Store.Reader().QueryRowContext(t.Context(), `select count(distinct a.num), count(*) from act a join journal j on j.act = a.num where a.id = $1`, w.actOf(values)).Scan(&acts, &events)
		if err != nil {
			t.Fatal(err)
		}
		if after := w.events(); refused > 0 || acts != 1 || after-before != events {
			t.Errorf("%s: %d of 500 refused, %d acts, %d events of it and %d written", what, refused, acts, events, after-before)
		}
	}
	once("the note", older, older+"/anteckning", "text", "Anna ringde.")
	once("the decision", older+"/beslut", older+"/beslut", "item0.outcome", "bifall", "item0.extent", "2", "item0.goal", "m1", "signera", "ja")
	once("the request to read", older+"/utlamnande", older+"/utlamnande", "asker", "den-enskilde", "name", "Anna Svensson", "wants", "Allt")
	meeting := delegation.NorrsalaMeetings().Of("utskott").Next(w.today())
	once("the taking in charge", child+"/tvang?steg=lvu.taken", child+"/tvang", "why", "Elis kan inte vara hemma i natt.", "mandate", "ordforande", "member", "Ingrid Provsson", "urgent", "Natten mot söndag.")
	eva.open(child+"/utredning").fill(child+"/utredning", "question", "Behöver Elis ett familjehem?")
	eva.open(child+"/utredning/1/barnets-asikt").fill(child+"/utredning/1/barnets-asikt/asikt", "childs_view", "Elis vill bo hos en annan familj.")
	once("the proposal", child+"/utskott", child+"/utskott", "matter", "placering", "meeting", "utskott "+meeting.String(), "text", "Bevilja vård i familjehem.", "background", "Elis behöver trygghet.")
}

// actOf is the act that a form is, as the record keeps it.
func (w *town) actOf(form url.Values) ids.Act {
	w.t.Helper()
	id, err := ids.Parse(form.Get("akt"))
	if err != nil {
		w.t.Fatal(err)
	}
	return ids.Act{ID: id}
}

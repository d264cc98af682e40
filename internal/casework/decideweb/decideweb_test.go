package decideweb_test

import (
	"testing"

	"stadga/internal/casework/decideweb"
	"stadga/internal/webkit/webtest"
)

func TestTemplates(t *testing.T) {
	webtest.Templates(t, decideweb.Templates(), map[string]any{
		"jamfor.html": &decideweb.ComparePage{}, "utredning.html": &decideweb.InquiryPage{}, "beslut-nytt.html": &decideweb.NewDecisionPage{}, "beslut.html": &decideweb.DecisionPage{},
		"brev.html": &decideweb.LetterPage{}, "brev-att-skicka.html": &decideweb.LettersOutPage{}, "delegation.html": &decideweb.DelegationPage{}, "insats.html": &decideweb.ServicePage{},
		"delegationsbeslut.html": &decideweb.DelegatedPage{}, "provning.html": &decideweb.TrialPage{}, "tvang.html": &decideweb.CoercionsPage{}, "tvangsarende.html": &decideweb.CoercionPage{}, "utskott.html": &decideweb.CommitteePage{}, "sammantraden.html": &decideweb.MeetingsPage{}, "dagordning.html": &decideweb.AgendaPage{}, "forslag.html": &decideweb.ProposalPage{},
		"uppfoljningar.html": &decideweb.FollowUpsPage{}, "uppfoljning.html": &decideweb.FollowUpPage{},
		"utredningsmallar.html": &decideweb.TemplatesPage{}, "riktlinjer.html": &decideweb.GuidelinesPage{}, "insatskatalog.html": &decideweb.CataloguePage{}, "uppfoljningstider.html": &decideweb.FollowUpTimesPage{}, "riktlinje.html": &decideweb.GuidelinePage{},
	})
}

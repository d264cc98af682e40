package catalogue_test

import (
	"strings"
	"testing"

	"stadga/internal/casework/catalogue"
	"stadga/internal/civil"
	"stadga/rules"
)

func TestTheEditionOfTheDayIsUsed(t *testing.T) {
	all := catalogue.Norrsala()
	for day, want := range map[string]string{"2023-12-31": "egen regi", "2024-01-01": "egen regi och köp"} {
		e, ok := all.On(civil.MustParse(day))
		if !ok || e.Lines[0].Provided.Words() != want {
			t.Errorf("%s: %v %+v", day, ok, e.Lines)
		}
	}
	if _, ok := all.On(civil.On(2020, 12, 31)); ok {
		t.Error("a catalogue is in use before it was adopted")
	}
	if now, _ := all.On(civil.On(2026, 3, 2)); len(now.Changed) != 4 || len(now.Lines) != len(all[0].Lines) || len(now.Unstated()) != 2 {
		t.Errorf("%v of %d", now.Changed, len(now.Lines))
	}
}

func TestACatalogueThatCannotBeTrustedIsRefused(t *testing.T) {
	whole := string(rules.ServiceEditions)
	for name, tt := range map[string]struct{ old, made, want string }{
		"nobody adopted it":       {"ref: SN 2020/190 § 122", "ref: ''", "vem som har antagit den"},
		"an edition out of order": {"from: 2024-01-01", "from: 2020-01-01", "börjar inte gälla efter den förra"},
		"an unknown service":      {"service: ledsagning,", "service: okand,", "finns inte"},
		"half a decision":         {"on: 2019-01-28, ref: KF § 8", "on: 2019-01-28", "vem, dag och paragraf"},
		"another way":             {"provided: kop", "provided: hyr", "egen, kop eller bada"},
		"no target group":         {`target: "Den som inte kan försörja sig själv"`, `target: ""`, "målgrupp"},
		"other than the decision": {"months: 2, follow: 2", "months: 3, follow: 2", "programmet föreslår 2 månader"},
	} {
		if _, err := catalogue.Read([]byte(strings.Replace(whole, tt.old, tt.made, 1))); err == nil || !strings.Contains(err.Error(), tt.want) {
			t.Errorf("%s: %v", name, err)
		}
	}
	if _, err := catalogue.Read([]byte("editions: []")); err == nil {
		t.Error("a file without editions is read")
	}
}

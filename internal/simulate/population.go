package simulate

import (
	"sort"

	"stadga/internal/civil"
)

// A Person is one inhabitant. Only those whom a matter touches have a number.
type Person struct {
	First, Last string
	Sex         Sex
	Born        civil.Date
	Number      string // twelve characters; empty while no matter touches the person, and for the few without
	Street      string
	Protected   string // "sekretessmarkering", "skyddad-folkbokforing" or empty
	Household   int
	Guardians   []*Person  // of a child: one or two
	Spouse      *Person    // who lives in the same home
	Siblings    []*Person  // children of the same guardians
	Died, Moved civil.Date // zero: neither in the time of the plan
	Case        bool       // a matter touches the person
}

// A Town is the inhabitants as they are on the last day of the plan.
type Town struct {
	People   []*Person
	Children []*Person // 0–17
	Young    []*Person // 18–20
	Adults   []*Person // 21–64
	Old      []*Person // 65 and over, the oldest last
	families []family

	numbers *numbers
	names   names
	chance  chance
}

// A family is the children of the same guardians.
type family struct {
	children []*Person
	joint    bool // two guardians
	apart    bool // the guardians live in two homes
}

// Shares of the inhabitants by age, and of women among the old who live alone
// (53 % of all over 65 and 61 % of those over 80 are women).
const (
	share0to17  = 0.2
	share18to20 = 0.034
	share65to79 = 0.162
	share80     = 0.068
	womenAt65   = 0.49
	womenAt80   = 0.73
	protected   = 0.0025
)

// newTown settles a town with so many inhabitants as of the day.
func newTown(seed int64, inhabitants int, day civil.Date) (*Town, error) {
	list, err := readNames(namesText)
	if err != nil {
		return nil, err
	}
	pool, err := readNumbers(numbersText)
	if err != nil {
		return nil, err
	}
	t := &Town{names: list, numbers: pool, chance: newChance(seed, "town")}
	n := float64(inhabitants)
	t.settleFamilies(int(n*share0to17), day)
	t.settleYoung(int(n*share18to20), day)
	t.settleOld(int(n*share65to79), 65, 79, womenAt65, day)
	t.settleOld(int(n*share80), 80, 101, womenAt80, day)
	t.settleAdults(inhabitants-len(t.People), day)
	for _, p := range t.People {
		if t.chance.happens(protected) {
			p.Protected = "sekretessmarkering"
			if t.chance.happens(0.3) {
				p.Protected = "skyddad-folkbokforing"
			}
		}
	}
	sort.SliceStable(t.Old, func(i, j int) bool { return t.Old[j].Born.Before(t.Old[i].Born) })
	return t, nil
}

// settle gives one person a name and a home.
func (t *Town) settle(sex Sex, born civil.Date, last, street string, household int) *Person {
	p := &Person{
		First: t.names.firstName(t.chance, sex, born.Year()), Last: last, Sex: sex, Born: born,
		Street: street, Household: household,
	}
	t.People = append(t.People, p)
	return p
}

// bornAged draws the day of birth of someone of that age on the day.
func (t *Town) bornAged(years int, day civil.Date) civil.Date {
	return day.AddMonths(-12 * years).AddDays(-t.chance.IntN(365))
}

func (t *Town) sex(women float64) Sex {
	if t.chance.happens(women) {
		return Woman
	}
	return Man
}

// settleFamilies makes children with their siblings and guardians. Guardians
// are part of the adults.
func (t *Town) settleFamilies(children int, day civil.Date) {
	c := t.chance
	for len(t.Children) < children {
		f := family{joint: true}
		switch at := c.Float64(); {
		case at < 0.72: // together, joint custody
		case at < 0.90:
			f.apart = true
		default:
			f.apart, f.joint = true, false
		}
		home := len(t.People)
		last, street := t.names.surname(c), t.names.address(c)
		size := 1 + c.weighted([]float64{42, 42, 12, 4})
		youngest := c.IntN(18)
		motherAge := youngest + 19 + c.IntN(19)
		guardians := []*Person{t.settle(Woman, t.bornAged(motherAge+2*(size-1), day), last, street, home)}
		if f.joint {
			fatherLast, fatherStreet, fatherHome := last, street, home
			if f.apart {
				fatherLast, fatherStreet, fatherHome = t.names.surname(c), t.names.address(c), home+1
			}
			guardians = append(guardians, t.settle(Man, t.bornAged(motherAge+2*(size-1)+c.between(-2, 6), day), fatherLast, fatherStreet, fatherHome))
			if !f.apart {
				guardians[0].Spouse, guardians[1].Spouse = guardians[1], guardians[0]
			}
		}
		t.Adults = append(t.Adults, guardians...)
		for i, years := 0, youngest; i < size && years < 18; i, years = i+1, years+1+c.IntN(4) {
			child := t.settle(t.sex(0.487), t.bornAged(years, day), last, street, home)
			child.Guardians = guardians
			f.children = append(f.children, child)
			t.Children = append(t.Children, child)
		}
		for _, child := range f.children {
			for _, other := range f.children {
				if other != child {
					child.Siblings = append(child.Siblings, other)
				}
			}
		}
		t.families = append(t.families, f)
	}
}

func (t *Town) settleYoung(n int, day civil.Date) {
	for range n {
		p := t.settle(t.sex(0.487), t.bornAged(t.chance.between(18, 20), day), t.names.surname(t.chance), t.names.address(t.chance), len(t.People))
		t.Young = append(t.Young, p)
	}
}

func (t *Town) settleAdults(n int, day civil.Date) {
	for range n {
		p := t.settle(t.sex(0.495), t.bornAged(t.chance.between(21, 64), day), t.names.surname(t.chance), t.names.address(t.chance), len(t.People))
		t.Adults = append(t.Adults, p)
	}
}

// settleOld makes people in an age band, fewer the older, half of them with a
// spouse. The share of women is that among those who live alone.
func (t *Town) settleOld(n, from, to int, womenAlone float64, day civil.Date) {
	c := t.chance
	for made := 0; made < n; made++ {
		years := from + int(float64(to-from+1)*min(c.Float64(), c.Float64()))
		home, last, street := len(t.People), t.names.surname(c), t.names.address(c)
		if made+1 == n || !c.happens(0.35) {
			t.Old = append(t.Old, t.settle(t.sex(womenAlone), t.bornAged(years, day), last, street, home))
			continue
		}
		other := min(max(years+c.between(-4, 4), from), to)
		wife := t.settle(Woman, t.bornAged(years, day), last, street, home)
		husband := t.settle(Man, t.bornAged(other, day), last, street, home)
		wife.Spouse, husband.Spouse = husband, wife
		t.Old = append(t.Old, wife, husband)
		made++
	}
}

// involve gives the person a number when a matter first touches it. One in a
// hundred stays without a full number: a visitor, a newborn, an unknown.
func (t *Town) involve(p *Person) *Person {
	if p.Case {
		return p
	}
	p.Case = true
	if !t.chance.happens(0.01) {
		p.Number, p.Born = t.numbers.take(t.chance, p.Sex, p.Born)
	}
	return p
}

// Name is first name and surname.
func (p *Person) Name() string { return p.First + " " + p.Last }

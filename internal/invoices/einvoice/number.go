package einvoice

import (
	"math/big"
	"strings"
)

// A Number is an exact decimal number as it stands in a file. The zero value is 0.
type Number struct{ rat *big.Rat }

const (
	mostDigits   = 15 // before the point: more than any amount of any invoice
	mostDecimals = 12
)

// ParseNumber reads a decimal number with a point. It takes no exponent, so that no
// short text becomes a long number.
func ParseNumber(text string) (Number, bool) {
	text = strings.TrimSpace(text)
	digits := strings.TrimLeft(text, "+-")
	if len(text)-len(digits) > 1 {
		return Number{}, false
	}
	whole, decimals, _ := strings.Cut(digits, ".")
	if len(whole)+len(decimals) == 0 || len(whole) > mostDigits || len(decimals) > mostDecimals || !allDigits(whole) || !allDigits(decimals) {
		return Number{}, false
	}
	rat, ok := new(big.Rat).SetString(text)
	return Number{rat}, ok
}

func allDigits(s string) bool {
	for _, c := range []byte(s) {
		if c < '0' || c > '9' {
			return false
		}
	}
	return true
}

// Whole makes a number of an integer.
func Whole(n int64) Number { return Number{big.NewRat(n, 1)} }

// FromOre makes an amount in kronor of öre.
func FromOre(ore int64) Number { return Number{big.NewRat(ore, 100)} }

func (n Number) value() *big.Rat {
	if n.rat == nil {
		return new(big.Rat)
	}
	return n.rat
}

// Add returns n + m.
func (n Number) Add(m Number) Number { return Number{new(big.Rat).Add(n.value(), m.value())} }

// Sub returns n − m.
func (n Number) Sub(m Number) Number { return Number{new(big.Rat).Sub(n.value(), m.value())} }

// Times returns n × m.
func (n Number) Times(m Number) Number { return Number{new(big.Rat).Mul(n.value(), m.value())} }

// Per returns n ÷ m, and n when m is zero: a base quantity of zero is a finding of
// its own.
func (n Number) Per(m Number) Number {
	if m.Sign() == 0 {
		return n
	}
	return Number{new(big.Rat).Quo(n.value(), m.value())}
}

// Sign is −1, 0 or 1.
func (n Number) Sign() int { return n.value().Sign() }

// Equal tells whether the two are the same number, however they were written.
func (n Number) Equal(m Number) bool { return n.value().Cmp(m.value()) == 0 }

// Near tells whether two sums differ by less than one, which the norm lets a sum of
// rounded parts do.
func (n Number) Near(m Number) bool {
	off := new(big.Rat).Sub(n.value(), m.value())
	return off.Abs(off).Cmp(big.NewRat(1, 1)) < 0
}

// Within tells whether n lies at most slack from m.
func (n Number) Within(m, slack Number) bool {
	apart := new(big.Rat).Sub(n.value(), m.value())
	return apart.Abs(apart).Cmp(slack.value()) <= 0
}

// Cents rounds to two decimals, a half upwards, as the rules of the norm do.
func (n Number) Cents() Number {
	cents := new(big.Rat).Mul(n.value(), big.NewRat(100, 1))
	cents.Add(cents, big.NewRat(1, 2))
	return Number{new(big.Rat).SetFrac(new(big.Int).Div(cents.Num(), cents.Denom()), big.NewInt(100))}
}

// Ore is the amount in whole öre, and whether it is whole and no more than an
// invoice can hold.
func (n Number) Ore() (int64, bool) {
	cents := new(big.Rat).Mul(n.value(), big.NewRat(100, 1))
	return whole(cents, mostOre)
}

// minutes is a quantity in whole minutes, when a unit of it is so many minutes, and
// whether it is whole.
func (n Number) minutes(perUnit int64) (int64, bool) {
	minutes := new(big.Rat).Mul(n.value(), big.NewRat(perUnit, 1))
	return whole(minutes, mostMinutes)
}

// More than any invoice asks for, and so little that sums of lines fit.
const (
	mostOre     = 1_000_000_000_000
	mostMinutes = 1_000_000_000
)

// whole is the number as an integer, and whether it is one and not over most.
func whole(n *big.Rat, most int64) (int64, bool) {
	if !n.IsInt() || n.Num().CmpAbs(big.NewInt(most)) > 0 {
		return 0, false
	}
	return n.Num().Int64(), true
}

// String writes the number with a decimal comma, at least two decimals and no more
// than it needs up to six.
func (n Number) String() string {
	text := n.value().FloatString(6)
	for strings.HasSuffix(text, "0") && len(text)-strings.IndexByte(text, '.') > 3 {
		text = text[:len(text)-1]
	}
	return strings.Replace(text, ".", ",", 1)
}

package review

import (
	"crypto/sha256"
	"math/rand/v2"
	"slices"
)

// Draw picks places from the sealed log by the seed, each at most once, in order.
// The same seed over the same places picks the same.
func (d Drawn) Draw() []int64 {
	random := rand.New(rand.NewChaCha8(sha256.Sum256([]byte(d.Seed))))
	of := d.To - d.From
	if of <= int64(d.Size) {
		all := make([]int64, 0, max(0, of))
		for at := d.From; at < d.To; at++ {
			all = append(all, at)
		}
		return all
	}
	var picked []int64
	for len(picked) < d.Size {
		if at := d.From + random.Int64N(of); !slices.Contains(picked, at) {
			picked = append(picked, at)
		}
	}
	slices.Sort(picked)
	return picked
}

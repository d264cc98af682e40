package webkit

import (
	"net"
	"net/http"
	"net/netip"
	"strings"
	"sync"
	"time"

	"stadga/internal/fault"
)

// A limiter counts requests by who sends them and what they ask for, a minute at
// a time. Each server counts its own.
type limiter struct {
	mu     sync.Mutex
	minute time.Time
	counts map[string]int
}

// manyKeys bounds what a flood of addresses can make the server remember.
const manyKeys = 100_000

// take counts one, and tells whether it is within the most.
func (l *limiter) take(key string, most int, now time.Time) bool {
	l.mu.Lock()
	defer l.mu.Unlock()
	if minute := now.Truncate(time.Minute); !minute.Equal(l.minute) || l.counts == nil {
		l.minute, l.counts = minute, map[string]int{}
	}
	if _, known := l.counts[key]; !known && len(l.counts) >= manyKeys {
		return false
	}
	l.counts[key]++
	return l.counts[key] <= most
}

// within refuses what one account, or one address where nobody is logged in, asks
// for more often than the route allows.
func (s *Site) within(r *http.Request, v *visit) error {
	if v.route.Most == 0 {
		return nil
	}
	who := v.session.User.String()
	if who == "" {
		who = s.clientAddress(r)
	}
	if !s.limits.take(v.route.Pattern+" "+who, v.route.Most, v.now) {
		return fault.New(fault.Unmet, "web.too-many")
	}
	return nil
}

// clientAddress is where the request comes from: behind proxies that are known,
// what the outermost of them says; else the other end of the connection.
func (s *Site) clientAddress(r *http.Request) string {
	host, _, err := net.SplitHostPort(r.RemoteAddr)
	if err != nil {
		host = r.RemoteAddr
	}
	told := strings.Split(strings.Join(r.Header.Values("X-Forwarded-For"), ","), ",")
	for i := len(told) - 1; i >= 0 && s.isProxy(host); i-- {
		if next := strings.TrimSpace(told[i]); next != "" {
			host = next
		}
	}
	if addr, err := netip.ParseAddr(host); err == nil && addr.Is6() && !addr.Is4In6() {
		if net64, err := addr.Prefix(64); err == nil { // one subscriber has all of it
			return net64.String()
		}
	}
	return host
}

func (s *Site) isProxy(host string) bool {
	addr, err := netip.ParseAddr(host)
	if err != nil {
		return false
	}
	for _, known := range s.Proxies {
		if known.Contains(addr.Unmap()) {
			return true
		}
	}
	return false
}

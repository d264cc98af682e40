package postgres

import (
	"crypto/tls"
	"fmt"
	"net/netip"
	"strings"

	"github.com/jackc/pgx/v5/pgconn"
)

// A PlainLineError is an address whose line to the database may be plain, or may
// lead to someone else: the host is another machine, and its certificate is not
// demanded.
type PlainLineError struct{ Host string }

func (e *PlainLineError) Error() string {
	return fmt.Sprintf("the line to the database on %s is not held to a certificate: write sslmode=verify-full in its address", e.Host)
}

// CheckLine holds an address to what a line to another machine owes: TLS, and a
// certificate for the very name, at every host it names. A line that stays on the
// machine is no network's.
func CheckLine(url string) error {
	c, err := pgconn.ParseConfig(url)
	if err != nil {
		return err
	}
	check := func(host string, line *tls.Config) error {
		if local(host) || line != nil && !line.InsecureSkipVerify {
			return nil
		}
		return &PlainLineError{host}
	}
	if err := check(c.Host, c.TLSConfig); err != nil {
		return err
	}
	for _, f := range c.Fallbacks {
		if err := check(f.Host, f.TLSConfig); err != nil {
			return err
		}
	}
	return nil
}

func local(host string) bool {
	addr, err := netip.ParseAddr(host)
	return strings.HasPrefix(host, "/") || strings.HasPrefix(host, "@") || host == "localhost" || err == nil && addr.IsLoopback()
}

package postgres_test

import (
	"errors"
	"testing"

	"stadga/internal/store/postgres"
)

// The line to a database on another machine is held to a certificate for its name,
// at each of the hosts that an address names, and nothing opens without it.
func TestALineToAnotherMachineIsHeldToItsCertificate(t *testing.T) {
	for url, plain := range map[string]string{
		"postgres:///social?host=/var/run/postgresql":                                 "",
		"postgres://stadga@localhost/social":                                          "",
		"postgres://stadga@127.0.0.1:6432/social?sslmode=disable":                     "",
		"postgres://stadga@[::1]/social":                                              "",
		"postgres://stadga@db.norrsala.example/social?sslmode=verify-full":            "",
		"postgres://stadga@db.norrsala.example/social":                                "db.norrsala.example",
		"postgres://stadga@db.norrsala.example/social?sslmode=disable":                "db.norrsala.example",
		"postgres://stadga@db.norrsala.example/social?sslmode=prefer":                 "db.norrsala.example",
		"postgres://stadga@db.norrsala.example/social?sslmode=require":                "db.norrsala.example",
		"postgres://stadga@db.norrsala.example/social?sslmode=verify-ca":              "db.norrsala.example",
		"postgres://stadga@localhost,db2.norrsala.example/social":                     "db2.norrsala.example",
		"postgres://stadga@db1.norrsala.example,localhost/social?sslmode=verify-full": "",
		"postgres://stadga@10.0.0.7/social":                                           "10.0.0.7",
	} {
		err := postgres.CheckLine(url)
		var found *postgres.PlainLineError
		if errors.As(err, &found); plain == "" && err != nil || plain != "" && (found == nil || found.Host != plain) {
			t.Errorf("%s: %v, want %q", url, err, plain)
		}
	}
	if _, err := postgres.Open(t.Context(), "postgres://stadga@10.0.0.7/social", postgres.Options{}); !errors.As(err, new(*postgres.PlainLineError)) {
		t.Errorf("a plain line is opened: %v", err)
	}
}

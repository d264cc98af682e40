package main

import (
	"context"
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/tls"
	"crypto/x509"
	"crypto/x509/pkix"
	"encoding/pem"
	"io"
	"log/slog"
	"math/big"
	"net"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"
)

// madePair writes a key and a certificate of its own making, for this machine.
func madePair(t *testing.T, dir, certificate, key string) *x509.CertPool {
	t.Helper()
	private, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	about := &x509.Certificate{
		SerialNumber: big.NewInt(1), Subject: pkix.Name{CommonName: "stadga"}, DNSNames: []string{"localhost", "stadga.internal"}, IPAddresses: []net.IP{net.IPv4(127, 0, 0, 1)},
		NotBefore: time.Now().Add(-time.Hour), NotAfter: time.Now().Add(time.Hour), IsCA: true, BasicConstraintsValid: true,
	}
	raw, err := x509.CreateCertificate(rand.Reader, about, about, private.Public(), private)
	if err != nil {
		t.Fatal(err)
	}
	secret, err := x509.MarshalPKCS8PrivateKey(private)
	if err != nil {
		t.Fatal(err)
	}
	open := pem.EncodeToMemory(&pem.Block{Type: "CERTIFICATE", Bytes: raw})
	for name, text := range map[string][]byte{certificate: open, key: pem.EncodeToMemory(&pem.Block{Type: "PRIVATE KEY", Bytes: secret})} {
		if err := os.WriteFile(filepath.Join(dir, name), text, 0o600); err != nil {
			t.Fatal(err)
		}
	}
	trusts := x509.NewCertPool()
	trusts.AppendCertsFromPEM(open)
	return trusts
}

// With a certificate in the settings the server answers encrypted, also on other
// addresses than this machine's own, and to one who speaks plainly it says nothing.
func TestTheServerAnswersEncryptedWhereItHasACertificate(t *testing.T) {
	file := inFile(t, strings.Replace(goodSettings, "lyssna: 127.0.0.1:8080", "lyssna: 0.0.0.0:0\ncertifikat: intern.pem\nnyckel: intern.key", 1), 0o600)
	trusts := madePair(t, filepath.Dir(file), "intern.pem", "intern.key")
	set, err := readSettings(file)
	if err != nil {
		t.Fatal(err)
	}
	listener, err := set.listen("127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	ctx, stop := context.WithCancel(t.Context())
	done := make(chan error, 1)
	go func() {
		done <- serve(ctx, listener, http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
			_, _ = io.WriteString(w, "hemligt") // the test has gone if this fails
		}), slog.New(slog.DiscardHandler))
	}()
	at := listener.Addr().String()
	trusting := &http.Client{Transport: &http.Transport{TLSClientConfig: &tls.Config{RootCAs: trusts}}}
	if status, _, body := read(t, trusting, "https://"+at+"/"); status != http.StatusOK || body != "hemligt" {
		t.Errorf("encrypted: %d %s", status, body)
	}
	if resp, err := http.Get("http://" + at + "/"); err == nil {
		defer resp.Body.Close()
		if said, _ := io.ReadAll(resp.Body); resp.StatusCode == http.StatusOK || strings.Contains(string(said), "hemligt") {
			t.Errorf("plainly: %d %s", resp.StatusCode, said)
		}
	}
	if _, err := tls.Dial("tcp", at, &tls.Config{RootCAs: trusts, MinVersion: tls.VersionTLS10, MaxVersion: tls.VersionTLS11}); err == nil {
		t.Error("TLS 1.1 is taken")
	}
	trusting.CloseIdleConnections()
	stop()
	if err := <-done; err != nil {
		t.Error(err)
	}
}

// The check of the settings says whether browsers trust the certificate, and warns
// where nothing is demanded of the log-in.
func TestTheCheckTellsOfCertificateAndStrength(t *testing.T) {
	server := httptest.NewTLSServer(http.NotFoundHandler())
	defer server.Close()
	trusts := x509.NewCertPool()
	trusts.AddCert(server.Certificate())
	gone := freePort(t)
	for says, got := range map[string]string{
		"webbläsare litar på certifikatet för https://127.0.0.1": certificateTold(t.Context(), server.URL, trusts),
		"VARNING: webbläsare litar inte på certifikatet":         certificateTold(t.Context(), server.URL, x509.NewCertPool()),
		"kunde inte prövas":                             certificateTold(t.Context(), "https://"+gone, nil),
		"bara för den egna datorn":                      certificateTold(t.Context(), "http://localhost:8080", nil),
		"VARNING: inställningarna kräver inte":          signInSettings{MaxAge: time.Hour}.strengthTold(),
		"inställningarna kräver hur stark inloggningen": signInSettings{Methods: []string{"mfa"}}.strengthTold(),
	} {
		if !strings.Contains(got, says) {
			t.Errorf("the check says %q, want %q", got, says)
		}
	}
}

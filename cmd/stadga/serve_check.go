package main

import (
	"context"
	"crypto/tls"
	"crypto/x509"
	"errors"
	"fmt"
	"net"
	"net/url"
	"time"

	"stadga/internal/civil"
)

// answersTLS is how long the address that browsers know may take to show its certificate.
const answersTLS = 5 * time.Second

// certificateTold says whether the address that browsers know shows a certificate
// that they trust, and until when. It stops nothing: the web server before the
// program is often started after it. Roots: nil is the machine's.
func certificateTold(ctx context.Context, address string, roots *x509.CertPool) string {
	at, err := url.Parse(address)
	if err != nil || at.Scheme != "https" {
		return address + " är bara för den egna datorn."
	}
	port := at.Port()
	if port == "" {
		port = "443"
	}
	dialer := tls.Dialer{NetDialer: &net.Dialer{Timeout: answersTLS}, Config: &tls.Config{RootCAs: roots, MinVersion: tls.VersionTLS12}}
	conn, err := dialer.DialContext(ctx, "tcp", net.JoinHostPort(at.Hostname(), port))
	var wrong *tls.CertificateVerificationError
	switch {
	case errors.As(err, &wrong):
		return fmt.Sprintf("VARNING: webbläsare litar inte på certifikatet för %s. Skaffa ett från en utfärdare som de känner.", address)
	case err != nil:
		return fmt.Sprintf("certifikatet för %s kunde inte prövas: adressen svarar inte härifrån.", address)
	}
	defer conn.Close()
	shown := conn.(*tls.Conn).ConnectionState().PeerCertificates[0]
	return fmt.Sprintf("webbläsare litar på certifikatet för %s. Det gäller till %s.", address, civil.DayOf(shown.NotAfter))
}

// strengthTold says what is demanded of a log-in, and warns where nothing is.
func (c signInSettings) strengthTold() string {
	if len(c.Strength) == 0 && len(c.Methods) == 0 {
		return "VARNING: inställningarna kräver inte hur stark inloggningen är. Skriv styrka eller metoder under inloggning, så att ingen kommer in med bara ett lösenord."
	}
	return "inställningarna kräver hur stark inloggningen är."
}

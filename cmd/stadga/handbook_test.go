package main

import (
	"bytes"
	"context"
	"fmt"
	"os"
	"strings"
	"testing"

	"github.com/alecthomas/kong"
)

const commandPage = "../../docs/handbok/kommandon.md"

// The handbook's page of commands is made from the commands themselves, by
// UPDATE=1 go test ./cmd/stadga.
func TestHandbookTellsEveryCommand(t *testing.T) {
	var page strings.Builder
	page.WriteString("# Kommandon\n\nStadga är ett enda program med flera kommandon. Sidan är gjord ur programmet självt.\n\n")
	fmt.Fprintf(&page, "```\n%s```\n", help(t))
	parser, err := newParser(context.Background(), streams{Out: &bytes.Buffer{}, Err: &bytes.Buffer{}})
	if err != nil {
		t.Fatal(err)
	}
	for _, command := range parser.Model.Leaves(true) {
		fmt.Fprintf(&page, "\n## %s\n\n```\n%s```\n", command.FullPath(), help(t, strings.Fields(command.Path())...))
	}
	if os.Getenv("UPDATE") != "" {
		if err := os.WriteFile(commandPage, []byte(page.String()), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	stands, err := os.ReadFile(commandPage)
	if err != nil {
		t.Fatal(err)
	}
	if string(stands) != page.String() {
		t.Error("docs/handbok/kommandon.md is not what the commands say of themselves; make it anew with UPDATE=1 go test ./cmd/stadga")
	}
}

// help returns what --help prints after the words given.
func help(t *testing.T, words ...string) string {
	t.Helper()
	var out bytes.Buffer
	parser, err := newParser(context.Background(), streams{Out: &out, Err: &bytes.Buffer{}})
	if err != nil {
		t.Fatal(err)
	}
	traced, err := kong.Trace(parser, words)
	if err != nil {
		t.Fatal(err)
	}
	if err := traced.PrintUsage(false); err != nil {
		t.Fatal(err)
	}
	return out.String()
}

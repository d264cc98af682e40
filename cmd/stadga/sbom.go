package main

import (
	"encoding/json"
	"errors"
	"runtime/debug"
	"slices"
	"strings"
)

type sbomCommand struct{}

// Run prints the bill of materials of the program that runs.
func (sbomCommand) Run(std streams) error {
	build, ok := debug.ReadBuildInfo()
	if !ok {
		return errors.New("programmet är byggt utan uppgift om sina moduler; bygg det med go build")
	}
	text, err := json.MarshalIndent(billOf(build), "", "  ")
	if err != nil {
		return err
	}
	_, err = std.Out.Write(append(text, '\n'))
	return err
}

// A bill is a bill of materials (materialförteckning) as CycloneDX 1.6 writes it:
// the modules that are built in, with the sums that Go holds them to.
type bill struct {
	Format     string       `json:"bomFormat"`
	Spec       string       `json:"specVersion"`
	Version    int          `json:"version"`
	Metadata   billMetadata `json:"metadata"`
	Components []component  `json:"components"`
}

type billMetadata struct {
	Component component `json:"component"`
}

type component struct {
	Type       string     `json:"type"`
	Ref        string     `json:"bom-ref"`
	Name       string     `json:"name"`
	Version    string     `json:"version"`
	PURL       string     `json:"purl"`
	Properties []property `json:"properties,omitempty"`
}

type property struct {
	Name  string `json:"name"`
	Value string `json:"value"`
}

// billOf lists what is built in, in the order of names: the modules, and Go itself.
func billOf(build *debug.BuildInfo) bill {
	of := func(kind string, m *debug.Module) component {
		purl := "pkg:golang/" + m.Path + "@" + m.Version
		c := component{Type: kind, Ref: purl, Name: m.Path, Version: m.Version, PURL: purl}
		if m.Sum != "" {
			c.Properties = []property{{Name: "go:sum", Value: m.Sum}}
		}
		return c
	}
	b := bill{Format: "CycloneDX", Spec: "1.6", Version: 1, Metadata: billMetadata{of("application", &build.Main)}, Components: []component{
		of("library", &debug.Module{Path: "std", Version: strings.TrimPrefix(build.GoVersion, "go")}),
	}}
	for _, m := range build.Deps {
		if m.Replace != nil {
			m = m.Replace
		}
		b.Components = append(b.Components, of("library", m))
	}
	slices.SortFunc(b.Components, func(a, b component) int { return strings.Compare(a.Name, b.Name) })
	return b
}

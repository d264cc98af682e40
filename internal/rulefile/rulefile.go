// Package rulefile reads what the YAML files of several areas have in common: what is misspelt is refused.
package rulefile

import (
	"bytes"

	"go.yaml.in/yaml/v3"

	"stadga/internal/civil"
)

// Decode reads the text into a struct and refuses a key that it has no field for.
func Decode(text []byte, into any) error {
	decoder := yaml.NewDecoder(bytes.NewReader(text))
	decoder.KnownFields(true)
	return decoder.Decode(into)
}

// Day reads a day written 2026-03-02; the zero day where there is none.
func Day(s string) civil.Date {
	d, err := civil.Parse(s)
	if err != nil {
		return civil.Date{}
	}
	return d
}

// Package policies carries the access policies with the binary. They are read
// in the order of their names; schema.cedarschema says what they may speak of.
package policies

import "embed"

// Files are the policies and their schema.
//
//go:embed *.cedar schema.cedarschema
var Files embed.FS

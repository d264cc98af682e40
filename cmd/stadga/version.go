package main

import (
	"fmt"
	"runtime/debug"
)

type versionCommand struct{}

// Run prints the module version, the commit it was built from and the Go release.
func (versionCommand) Run(std streams) error {
	build, ok := debug.ReadBuildInfo()
	if !ok {
		return fmt.Errorf("programmet är byggt utan uppgift om version; bygg det med go build")
	}
	commit, changed := "okänd", ""
	for _, s := range build.Settings {
		switch {
		case s.Key == "vcs.revision":
			commit = s.Value
		case s.Key == "vcs.modified" && s.Value == "true":
			changed = " med ändringar"
		}
	}
	_, err := fmt.Fprintf(std.Out, "stadga %s\nincheckning %s%s\n%s\n", build.Main.Version, commit, changed, build.GoVersion)
	return err
}

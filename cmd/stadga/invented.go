//go:build !drift

package main

// The commands about the invented municipality. What is built for real operation
// (-tags drift) has neither them nor what invents its people.
type inventedCommands struct {
	Demo     demoCommand     `cmd:"" help:"Öppna Norrsala, en påhittad kommun, i webbläsaren."`
	Simulate simulateCommand `cmd:"" help:"Lev den påhittade kommunen Norrsala in i ett tomt register."`
}

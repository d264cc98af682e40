package main

// programs are what the test binary is when it is started under another name.
func programs() map[string]func() {
	return map[string]func(){"stadga": main, "tortured": runTortured}
}

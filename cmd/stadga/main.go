// Command stadga is the whole product: one binary, one subcommand per job.
package main

func main() {}

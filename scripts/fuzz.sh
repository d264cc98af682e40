#!/bin/sh
# Feeds every parser that has a fuzz target with broken input, for so long each:
#   scripts/fuzz.sh 20s
# An input that meets new code is made smaller for a second and no longer: by
# itself that takes a minute, in which nothing new is tried.
# What is found lies in testdata/fuzz beside the test, and is kept as a seed.
set -e
time="${1:-20s}"
git grep -l '^func Fuzz' -- '*_test.go' | while read -r file; do
	for target in $(sed -n 's/^func \(Fuzz[A-Za-z]*\)(.*/\1/p' "$file"); do
		echo "$target"
		go test -run '^$' -fuzz "^$target\$" -fuzztime "$time" -fuzzminimizetime 1s "./$(dirname "$file")"
	done
done

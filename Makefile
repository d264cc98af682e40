# make demo   run the main job: Norrsala, an invented municipality, in the browser
# make drift  build the program for real operation, without the invented municipality
# make test   pass the tests; installs PostgreSQL, Chromium and axe where it can
# make torture  kill the program, its database and the power, and hold what is left to what was acknowledged;
#              PART=KillSQLite runs one part (docs/reliability.md)
# make fuzz   feed every parser with broken input, FUZZTIME each
# make bench  measure, each thing beside its limit or peer in the same run
# make krav-prov SEED=1  draw ten requirements, break the code for each and see its test fail
# make check  what a change must pass before it is handed over, under five minutes

ADDR ?= localhost:8080
DATA ?= demo-data
FUZZTIME ?= 20s

# Packages small enough for the race detector; those with SQLite in them are 6–9 times slower under it.
SMALL = $(shell go list ./... | grep -vE '/(store|simulate|desk|[a-z]+(sql|web))(/|$$)|/cmd/|/house$$')
PAGES = $(shell go list ./... | grep -E 'web$$')
TOOL = go tool -modfile=tools.mod

.PHONY: demo drift test check torture fuzz bench krav-prov

demo:
	@echo "Bygger Stadga. Första gången tar det en minut eller två."
	@go run ./cmd/stadga demo --addr $(ADDR) --data $(DATA)

drift:
	go build -trimpath -tags drift -o stadga ./cmd/stadga

test:
	@scripts/prepare.sh
	go test -timeout 40m ./...

check:
	@files="$$($(TOOL) gofumpt -l $$(git ls-files '*.go'))"; test -z "$$files" || { echo "gofumpt would change:"; echo "$$files"; exit 1; }
	go vet ./...
	$(TOOL) staticcheck ./...
	go test -count=1 ./internal/house
	go test -short -race -shuffle=on -count=1 $(SMALL)
	$(if $(PAGES),go test $(PAGES))

fuzz:
	@scripts/fuzz.sh $(FUZZTIME)

bench:
	go test -run '^$$' -bench . -benchmem -timeout 60m ./rules ./internal/store/... ./internal/paper ./internal/visits/visitsql ./cmd/stadga

krav-prov:
	SEED=$(SEED) KRAV=$(KRAV) go test -count=1 -v -timeout 60m -run TestDrawnRequirements ./internal/house

torture:
	@scripts/prepare.sh
	STADGA_TORTURE=full go test -count=1 -v -timeout 95m -run 'TestTorture$(PART)' ./cmd/stadga

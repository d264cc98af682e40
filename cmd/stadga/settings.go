package main

import (
	"bytes"
	"crypto/rsa"
	"crypto/tls"
	"errors"
	"fmt"
	"io"
	"net"
	"net/netip"
	"net/url"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"time"

	"go.yaml.in/yaml/v3"

	"stadga/internal/integrate/saml"
	"stadga/internal/keeping"
	"stadga/internal/org"
	"stadga/internal/store/postgres"
)

// Settings are what stadga serve reads from its file.
type settings struct {
	Municipality string          `yaml:"kommun"`
	Listen       string          `yaml:"lyssna"`
	Proxies      []string        `yaml:"proxyer"`    // those before the server, whose word is taken on where a request comes from
	Figures      string          `yaml:"matvarden"`  // address that tells Prometheus; empty: none does
	Log          string          `yaml:"logg"`       // text or json
	Traces       string          `yaml:"sparning"`   // address of an OpenTelemetry collector; empty: nothing is sent
	Scanner      string          `yaml:"virusskydd"` // socket of ClamAV's daemon, or host:port of this machine; empty: files are not scanned
	Certificate  string          `yaml:"certifikat"` // file; with it the server answers encrypted, on every address
	Key          string          `yaml:"nyckel"`     // file, of the certificate
	Boards       []boardSettings `yaml:"namnder"`

	pair *tls.Certificate // nil: none
}

// boardSettings are those of one board: boards share nothing, not even the log-in.
type boardSettings struct {
	Name    string         `yaml:"namn"`  // a-z, 0-9 and hyphen
	Shown   string         `yaml:"visas"` // "Socialnämnden"
	Address string         `yaml:"adress"`
	DB      string         `yaml:"register"`
	Idle    time.Duration  `yaml:"overksam"`
	Long    time.Duration  `yaml:"langst"`
	Reads   keptReadings   `yaml:"laslogg"`
	SignIn  signInSettings `yaml:"inloggning"`
	// Programs lets staff give programs keys, and opens the addresses where these ask.
	Programs bool `yaml:"program"`
}

// signInSettings say which log-in service a board's staff go through.
type signInSettings struct {
	Kind   string              `yaml:"sort"`
	Person string              `yaml:"person"`
	Groups string              `yaml:"grupper"`
	Roles  map[string][]string `yaml:"roller"`

	Strength []string      `yaml:"styrka"`  // acr values or classes of context, one of which the log-in has; the first is asked for
	Methods  []string      `yaml:"metoder"` // amr values, all of which it has
	MaxAge   time.Duration `yaml:"aldst"`   // how long ago it may be; 0: any time

	Issuer   string   `yaml:"utfardare"`
	Client   string   `yaml:"klient"`
	Secret   string   `yaml:"hemlighet"` // file
	Scopes   []string `yaml:"omfang"`
	UserInfo bool     `yaml:"hamta_uppgifter"`
	Hosts    []string `yaml:"vardar"` // other hosts that the service answers from; the issuer's own goes without saying

	Metadata    string `yaml:"metadata"`   // file, from the service
	Key         string `yaml:"nyckel"`     // file; empty: questions are not signed
	Certificate string `yaml:"certifikat"` // file, of the key

	about []byte           // the metadata
	pair  *tls.Certificate // nil: none
}

// The limits of a session in real operation, where no others are set.
const (
	servedIdle = 30 * time.Minute
	servedLong = 10 * time.Hour
)

// readSettings reads the file, and says everything that is wrong with it at once.
func readSettings(file string) (settings, error) {
	var s settings
	if err := readYAML(file, &s); err != nil {
		return s, err
	}
	var wrong []string
	say := func(sentence string, args ...any) { wrong = append(wrong, fmt.Sprintf(sentence, args...)) }
	if s.Municipality == "" {
		say("kommun saknas. Skriv kommunens namn, till exempel Norrsala kommun.")
	}
	if s.Listen == "" {
		s.Listen = "127.0.0.1:8080"
	}
	if s.Log != "" && s.Log != "text" && s.Log != "json" {
		say("logg kan vara text eller json, men är %q.", s.Log)
	}
	if at, err := url.Parse(s.Traces); s.Traces != "" && (err != nil || at.Host == "" || at.Scheme != "https" && !loopback(at.Hostname())) {
		say("sparning: %q är ingen adress till en mottagare. Skriv till exempel http://127.0.0.1:4318, eller https:// till en annan dator.", s.Traces)
	}
	s.checkLines(filepath.Dir(file), say)
	for _, proxy := range s.Proxies {
		if _, err := netip.ParsePrefix(proxy); err != nil {
			say("proxyer: %q är inget nät. Skriv till exempel 127.0.0.1/32.", proxy)
		}
	}
	if len(s.Boards) == 0 {
		say("namnder saknas. Skriv minst en nämnd.")
	}
	for i := range s.Boards {
		s.Boards[i].check(filepath.Dir(file), say)
		for _, earlier := range s.Boards[:i] {
			if host(earlier.Address) == host(s.Boards[i].Address) {
				say("nämnden %s: adressen har samma värdnamn som nämnden %s. Varje nämnd behöver ett eget, för det är värdnamnet som väljer nämnd.", s.Boards[i].Name, earlier.Name)
			}
			if sameRecord(earlier, s.Boards[i]) {
				say("nämnden %s: registret är detsamma som nämnden %s har. Varje nämnd behöver ett eget: sekretess gäller mellan nämnder.", s.Boards[i].Name, earlier.Name)
			}
		}
	}
	if len(wrong) > 0 {
		return s, badInputf("Inställningarna i %s behöver rättas:\n  %s", file, strings.Join(wrong, "\n  "))
	}
	return s, nil
}

// checkLines holds what comes in and what goes out to encryption, wherever it leaves
// the machine.
func (s *settings) checkLines(dir string, say func(string, ...any)) {
	if s.Certificate != "" || s.Key != "" {
		if readSecret(beside(dir, s.Key), say) != "" {
			pair, err := tls.LoadX509KeyPair(beside(dir, s.Certificate), beside(dir, s.Key))
			if err != nil {
				say("certifikat och nyckel hör inte ihop, eller går inte att läsa. Skriv båda, som PEM-filer.")
			}
			s.pair = &pair
		}
	}
	for name, at := range map[string]string{"lyssna": s.Listen, "matvarden": s.Figures} {
		if at != "" && s.pair == nil && !onThisMachine(at) {
			say("%s: %s nås från andra datorer, och dit går inget okrypterat. Skriv 127.0.0.1 framför porten, eller skriv certifikat och nyckel överst.", name, at)
		}
	}
	if s.Scanner != "" && !strings.HasPrefix(s.Scanner, "/") && !onThisMachine(s.Scanner) {
		say("virusskydd: %s är en annan dator, och ClamAV tar emot filer okrypterat. Låt virusskyddet gå på samma dator som Stadga.", s.Scanner)
	}
}

// onThisMachine tells whether a host and port stay on the machine.
func onThisMachine(at string) bool {
	name, _, err := net.SplitHostPort(at)
	return err == nil && loopback(name)
}

func host(address string) string {
	at, err := url.Parse(address)
	if err != nil {
		return address
	}
	return strings.ToLower(at.Host)
}

func sameRecord(a, b boardSettings) bool {
	return a.DB == b.DB && (a.Name == b.Name || !strings.HasPrefix(a.DB, "sqlite:"))
}

var boardForm = regexp.MustCompile(`^[a-z0-9][a-z0-9-]{0,62}$`)

func (b *boardSettings) check(dir string, say func(string, ...any)) {
	if !boardForm.MatchString(b.Name) {
		say("namn: %q kan inte vara en nämnds korta namn. Skriv det med a–z, siffror och bindestreck, till exempel socialnamnden.", b.Name)
	}
	where := func(sentence string, args ...any) { say("nämnden "+b.Name+": "+sentence, args...) }
	if b.Shown == "" {
		where("visas saknas. Skriv det namn som sidorna visar, till exempel Socialnämnden.")
	}
	switch kind, _, _ := strings.Cut(b.DB, ":"); kind {
	case "sqlite", "postgres", "postgresql":
	default:
		where("%q är inget register. Skriv register: sqlite:MAPP eller register: postgres://…", b.DB)
	}
	var plain *postgres.PlainLineError
	if err := postgres.CheckLine(b.DB); !strings.HasPrefix(b.DB, "sqlite:") && errors.As(err, &plain) {
		where("databasen på %s är en annan dator, och dit går inget utan att dess certifikat är prövat. Skriv sslmode=verify-full sist i register, och sslrootcert=FIL om kommunen utfärdar certifikat själv.", plain.Host)
	}
	at, err := url.Parse(b.Address)
	switch {
	case err != nil || at.Host == "" || at.Path != "" || at.RawQuery != "":
		where("adress: %q är ingen adress. Skriv den som i webbläsaren och utan något efter värdnamnet, till exempel https://social.norrsala.se.", b.Address)
	case at.Scheme != "https" && !loopback(at.Hostname()):
		where("adressen börjar inte med https://. Stadga svarar bara krypterat, utom på den egna datorn.")
	}
	if k := b.Reads; k != (keptReadings{}) && (k.Years < keeping.LeastYears || k.Ref == "") {
		where("laslogg: skriv hur många år läsloggen sparas (ar, minst %d: så länge kan ett dataintrång prövas) och nämndens beslut om gallring (beslut). Utan raden sparas den för alltid.", keeping.LeastYears)
	}
	if b.Idle == 0 {
		b.Idle = servedIdle
	}
	if b.Long == 0 {
		b.Long = servedLong
	}
	if b.Idle < 5*time.Minute || b.Idle > b.Long || b.Long > 24*time.Hour {
		where("overksam kan vara från 5m och högst så lång som langst, och langst högst 24h.")
	}
	b.SignIn.check(dir, where)
}

func loopback(name string) bool {
	addr, err := netip.ParseAddr(name)
	return name == "localhost" || err == nil && addr.IsLoopback()
}

// check finds what is wrong. A board without a log-in service is refused: picking
// an account exists only in demo.
func (c *signInSettings) check(dir string, say func(string, ...any)) {
	switch c.Kind {
	case "oidc":
		c.checkOIDC(dir, say)
	case "saml":
		c.checkSAML(dir, say)
	case "":
		say("inloggning saknas. Stadga startar inte utan kommunens inloggningstjänst. Vill du prova med påhittade personer, skriv: stadga demo")
		return
	default:
		say("inloggning: sort kan vara oidc eller saml, men är %q.", c.Kind)
		return
	}
	if c.Person == "" {
		say("inloggning: person saknas. Skriv vilken uppgift från tjänsten som är medarbetarens anställningsnummer, till exempel employee_id.")
	}
	if (c.Groups == "") != (len(c.Roles) == 0) {
		say("inloggning: grupper och roller hör ihop. Skriv både vilken uppgift som har grupperna och vilka roller varje grupp ger, eller ingetdera.")
	}
	if c.Kind == "saml" && len(c.Methods) > 0 {
		say("inloggning: metoder finns bara för oidc. Skriv i stället under styrka vilken AuthnContextClassRef som krävs.")
	}
	if c.MaxAge != 0 && (c.MaxAge < time.Minute || c.MaxAge > 24*time.Hour) {
		say("inloggning: aldst kan vara från 1m till 24h.")
	}
	for group, roles := range c.Roles {
		for _, role := range roles {
			if !slices.Contains(org.Roles(), org.Role(role)) {
				say("inloggning: gruppen %s ger rollen %q, som inte finns. Rollerna är %s.", group, role, roleNames())
			}
		}
	}
}

func (c *signInSettings) checkOIDC(dir string, say func(string, ...any)) {
	issuer, err := url.Parse(c.Issuer)
	if err != nil || issuer.Host == "" || issuer.Scheme != "https" && !loopback(issuer.Hostname()) {
		say("inloggning: utfardare: %q är ingen adress som börjar med https://. Skriv den så som tjänsten själv gör.", c.Issuer)
	}
	if c.Client == "" {
		say("inloggning: klient saknas. Skriv det namn som Stadga har hos tjänsten.")
	}
	if c.Secret != "" {
		c.Secret = readSecret(beside(dir, c.Secret), say)
	}
}

func (c *signInSettings) checkSAML(dir string, say func(string, ...any)) {
	text, err := os.ReadFile(beside(dir, c.Metadata))
	if err != nil || c.Metadata == "" {
		say("inloggning: metadata saknas eller går inte att läsa. Hämta filen från inloggningstjänsten och lägg den bredvid inställningarna.")
	} else if _, err := saml.New(saml.Config{Metadata: text, Address: "https://prov"}); err != nil {
		say("inloggning: filen %s är ingen beskrivning av en inloggningstjänst med adress och certifikat.", c.Metadata)
	}
	c.about = text
	if c.Key == "" && c.Certificate == "" {
		return
	}
	if readSecret(beside(dir, c.Key), say) == "" {
		return
	}
	pair, err := tls.LoadX509KeyPair(beside(dir, c.Certificate), beside(dir, c.Key))
	if err != nil {
		say("inloggning: nyckel och certifikat hör inte ihop, eller går inte att läsa. Skriv båda, som PEM-filer.")
		return
	}
	if _, isRSA := pair.PrivateKey.(*rsa.PrivateKey); !isRSA {
		say("inloggning: nyckeln ska vara en RSA-nyckel.")
	}
	c.pair = &pair
}

// beside is a path as it stands in a settings file: beside the file, where it is not whole.
func beside(dir, path string) string {
	if filepath.IsAbs(path) {
		return path
	}
	return filepath.Join(dir, path)
}

// readSecret reads a file that only the program may read.
func readSecret(path string, say func(string, ...any)) string {
	info, err := os.Stat(path)
	if err != nil {
		say("filen %s går inte att läsa. Kontrollera sökväg och rättigheter.", path)
		return ""
	}
	if info.Mode().Perm()&0o007 != 0 {
		say("filen %s kan läsas av alla på datorn. Ta bort rättigheten: chmod o= %s", path, path)
		return ""
	}
	text, err := os.ReadFile(path)
	if err != nil || len(bytes.TrimSpace(text)) == 0 {
		say("filen %s är tom eller går inte att läsa.", path)
	}
	return string(bytes.TrimSpace(text))
}

func roleNames() string {
	var names []string
	for _, role := range org.Roles() {
		names = append(names, string(role))
	}
	return strings.Join(names, ", ")
}

// readYAML reads a file strictly: a name that means nothing is said, not skipped.
func readYAML(file string, into any) error {
	text, err := os.ReadFile(file)
	if err != nil {
		return badInputf("Filen %s går inte att läsa. Kontrollera sökväg och rättigheter.", file)
	}
	d := yaml.NewDecoder(bytes.NewReader(text))
	d.KnownFields(true)
	err = d.Decode(into)
	if err == nil && d.Decode(new(yaml.Node)) != io.EOF {
		err = errors.New("more than one document")
	}
	switch {
	case err == nil:
		return nil
	case errors.Is(err, io.EOF):
		return badInputf("Filen %s är tom.", file)
	}
	lines := []string{err.Error()}
	var several *yaml.TypeError
	if errors.As(err, &several) {
		lines = nil
		for _, e := range several.Errors {
			lines = append(lines, fmt.Sprint(e))
		}
	}
	for i, line := range lines {
		lines[i] = yamlComplaint(line)
	}
	return badInputf("Filen %s behöver rättas:\n  %s", file, strings.Join(lines, "\n  "))
}

var yamlComplaints = []struct {
	english *regexp.Regexp
	swedish string
}{
	{regexp.MustCompile(`^line (\d+): field (\S+) not found in type .*`), `rad $1: namnet $2 finns inte. Kontrollera stavningen.`},
	{regexp.MustCompile(`^line (\d+): mapping key "(.*)" already defined at line (\d+)`), `rad $1: $2 står redan på rad $3. Ta bort det ena.`},
	{regexp.MustCompile(`^line (\d+): cannot unmarshal \S+ \x60?([^\x60]*)\x60? ?into (bool)`), `rad $1: $2 ska vara true eller false.`},
	{regexp.MustCompile(`^line (\d+): cannot unmarshal \S+ \x60?([^\x60]*)\x60? ?into time.Duration`), `rad $1: $2 är ingen tid. Skriv till exempel 30m eller 10h.`},
	{regexp.MustCompile(`^line (\d+): cannot unmarshal .*into \[\].*`), `rad $1: här ska stå en lista, med ett bindestreck framför varje rad.`},
	{regexp.MustCompile(`^line (\d+): cannot unmarshal .*`), `rad $1: värdet är av ett annat slag än det ska vara.`},
	{regexp.MustCompile(`line (\d+):`), `rad $1: raden går inte att läsa som YAML. Kontrollera indrag och kolon.`},
}

func yamlComplaint(english string) string {
	for _, c := range yamlComplaints {
		if found := c.english.FindStringSubmatchIndex(english); found != nil {
			return string(c.english.ExpandString(nil, c.swedish, english, found))
		}
	}
	return "filen går inte att läsa som YAML. Kontrollera indrag och kolon."
}

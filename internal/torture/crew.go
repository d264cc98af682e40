package torture

import (
	"bufio"
	"encoding/json"
	"errors"
	"fmt"
	"math/rand/v2"
	"net"
	"sync"
	"time"

	"stadga/internal/ids"
)

// An Order is what a user asks of the program: one act. All that it does follows
// from the order, so that the same order again is the same act.
type Order struct {
	Act  ids.Act   // given with the form, before the act
	Kind string    // what is done, in the words of the program under test
	Life ids.Act   // the user's errand, of which the act is a step
	Room ids.Act   // what all users share
	At   time.Time // when the form was filled in
}

// An Answer is what the program says to an order.
type Answer struct {
	Act     ids.Act   // that was ordered
	Saved   bool      // "Sparat"
	At      time.Time // of the receipt
	Refused string    // why it will not
	Failed  string    // why it could not
}

// A Receipt is an order that the program has acknowledged.
type Receipt struct {
	Order
	Saved time.Time // the instant of the receipt
}

// A Crew are users at work at the same time. What they hold survives the program.
type Crew struct {
	Members []*Member
	Room    ids.Act

	errands []string // kinds of act in the order they are done, again and again
	ids     ids.Source
}

// A Member is one user: with one order at a time on its way.
type Member struct {
	crew    *Crew
	step    int
	life    ids.Act
	chance  *rand.Rand
	pending *Order // sent, or about to be, and not answered

	mu       sync.Mutex
	receipts []Receipt
	refused  []string
	failed   []string
	changed  []string // a repeated order that was answered otherwise
}

// NewCrew gathers n users who each do the same errands over and over.
func NewCrew(n int, seed uint64, errands ...string) *Crew {
	c := &Crew{errands: errands, ids: ids.Source{Random: &locked{random: rand.NewChaCha8([32]byte{byte(seed), byte(seed >> 8), byte(seed >> 16), 7})}}}
	c.Room = ids.Act{ID: c.ids.New(time.Now())}
	for i := range n {
		c.Members = append(c.Members, &Member{crew: c, chance: rand.New(rand.NewPCG(seed, uint64(i)))})
	}
	return c
}

// locked lets several goroutines draw from one source.
type locked struct {
	mu     sync.Mutex
	random *rand.ChaCha8
}

func (l *locked) Read(b []byte) (int, error) {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.random.Read(b)
}

// Open does what must be there before the errands, by the first user.
func (c *Crew) Open(socket string, kinds ...string) error {
	m := c.Members[0]
	conn, err := dial(socket)
	if err != nil {
		return err
	}
	defer conn.close()
	for _, kind := range kinds {
		m.pending = &Order{Act: ids.Act{ID: c.ids.New(time.Now())}, Kind: kind, Life: c.Room, Room: c.Room, At: now()}
		if err := m.send(conn); err != nil {
			return err
		}
	}
	return nil
}

// Work lets all users work until the program is gone or stop is closed; those
// whose order was not answered give it again first, and once more as long as the
// program says that it could not. It returns when all have ended.
func (c *Crew) Work(socket string, stop <-chan struct{}) {
	var all sync.WaitGroup
	for _, m := range c.Members {
		all.Go(func() {
			conn, err := dial(socket)
			if err != nil {
				return // the program was killed before it answered the door
			}
			defer conn.close()
			m.work(conn, stop)
		})
	}
	all.Wait()
}

func (m *Member) work(conn *line, stop <-chan struct{}) {
	for {
		select {
		case <-stop:
			if m.pending == nil {
				return
			}
		default:
			if m.pending == nil {
				m.pending = m.next()
			}
		}
		err := m.send(conn)
		if errors.Is(err, errFailed) {
			select {
			case <-stop:
				return
			case <-time.After(patience):
				continue
			}
		}
		if err != nil {
			return
		}
	}
}

// patience is how long a user waits who is told that something went wrong.
const patience = 20 * time.Millisecond

// errFailed is told by the program itself: the user does not know whether the act
// was saved, and gives the order again.
var errFailed = errors.New("the program could not")

// next is the following step of the errand; now and then the last order once
// more, as by one who presses twice.
func (m *Member) next() *Order {
	if n := len(m.receipts); n > 0 && m.chance.IntN(25) == 0 {
		again := m.receipts[n-1].Order
		return &again
	}
	if m.step%len(m.crew.errands) == 0 {
		m.life = ids.Act{ID: m.crew.ids.New(time.Now())}
	}
	order := &Order{Act: ids.Act{ID: m.crew.ids.New(time.Now())}, Kind: m.crew.errands[m.step%len(m.crew.errands)], Life: m.life, Room: m.crew.Room, At: now()}
	m.step++
	return order
}

func now() time.Time { return time.Now().UTC().Truncate(time.Microsecond) }

// send gives the pending order and notes the answer. An error means that there
// was none.
func (m *Member) send(conn *line) error {
	answer, err := conn.ask(*m.pending)
	if err != nil {
		return err
	}
	m.mu.Lock()
	defer m.mu.Unlock()
	switch order := *m.pending; {
	case answer.Saved:
		if n := len(m.receipts); n > 0 && m.receipts[n-1].Act == order.Act {
			if !m.receipts[n-1].Saved.Equal(answer.At) {
				m.changed = append(m.changed, order.Act.String())
			}
			break
		}
		m.receipts = append(m.receipts, Receipt{order, answer.At})
	case answer.Refused != "":
		m.refused = append(m.refused, order.Kind+": "+answer.Refused)
		m.step += len(m.crew.errands) - m.step%len(m.crew.errands) // what follows from it could not be done
	default:
		m.failed = append(m.failed, order.Kind+": "+answer.Failed)
		return fmt.Errorf("%w: %s", errFailed, answer.Failed)
	}
	m.pending = nil
	return nil
}

// Saved counts the receipts that all users hold.
func (c *Crew) Saved() int {
	n := 0
	for _, m := range c.Members {
		m.mu.Lock()
		n += len(m.receipts)
		m.mu.Unlock()
	}
	return n
}

// Held are the receipts and, by act, the orders that were not answered. The crew
// must be at rest.
func (c *Crew) Held() (receipts []Receipt, open map[ids.Act]Order) {
	open = map[ids.Act]Order{}
	for _, m := range c.Members {
		receipts = append(receipts, m.receipts...)
		if m.pending != nil {
			open[m.pending.Act] = *m.pending
		}
	}
	return receipts, open
}

// Grumbles are orders refused, and repeated ones that got another answer than
// the first: an errand holds nothing that may be refused. Failures are not among
// them; they are expected where a database dies.
func (c *Crew) Grumbles() []string {
	var all []string
	for _, m := range c.Members {
		all = append(all, m.refused...)
		for _, act := range m.changed {
			all = append(all, "act "+act+" was answered twice with different receipts")
		}
	}
	return all
}

// Failures are the orders that the program said it could not carry out.
func (c *Crew) Failures() []string {
	var all []string
	for _, m := range c.Members {
		all = append(all, m.failed...)
	}
	return all
}

// A line is a user's connection: one order out, one answer back.
type line struct {
	conn net.Conn
	out  *json.Encoder
	in   *json.Decoder
}

func dial(socket string) (*line, error) {
	conn, err := net.Dial("unix", socket)
	if err != nil {
		return nil, err
	}
	return &line{conn, json.NewEncoder(conn), json.NewDecoder(bufio.NewReader(conn))}, nil
}

func (l *line) ask(o Order) (Answer, error) {
	var answer Answer
	if err := l.out.Encode(o); err != nil {
		return answer, err
	}
	err := l.in.Decode(&answer)
	return answer, err
}

func (l *line) close() { _ = l.conn.Close() }

// Serve answers the orders of one user by what do says, until the line is cut.
func Serve(conn net.Conn, do func(Order) Answer) {
	defer conn.Close()
	in, out := json.NewDecoder(bufio.NewReader(conn)), json.NewEncoder(conn)
	for {
		var order Order
		if in.Decode(&order) != nil {
			return
		}
		answer := do(order)
		answer.Act = order.Act
		if out.Encode(answer) != nil {
			return
		}
	}
}

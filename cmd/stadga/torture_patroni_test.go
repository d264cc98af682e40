//go:build linux

package main

import (
	"bytes"
	"context"
	"database/sql"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"math/rand/v2"
	"net"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"syscall"
	"testing"
	"time"

	"stadga/internal/store/pgtest"
	"stadga/internal/torture"
)

// TestTorturePatroni loses the primary as TestTortureFailOver does, but here it
// is Patroni that finds out and lets the standby take over, on nodes run by the
// script in deploy/patroni.
func TestTorturePatroni(t *testing.T) {
	times := often(t, 5, 1)
	home := serverFolder(t)
	tools(t, map[string]string{"patroni": "patroni", "etcd": "etcd-server"})
	shape := shapes(t)
	y := newTally("fail-over by Patroni")
	if err := failOverByPatroni(t, y, home, times, shape); err != nil {
		t.Fatal(err)
	}
	y.must(t, times)
}

// A node is one run of the script.
type node struct {
	name, rest, listen, data string
	start                    func() *exec.Cmd
	cmd                      *exec.Cmd
	log                      bytes.Buffer
}

const (
	superPassword = "hemligt-i-provet"
	longestByIt   = 2 * time.Minute // ttl, a turn of the loop, and the promotion
)

func failOverByPatroni(t *testing.T, y *tally, home string, times int, shape torture.Shape) error {
	etcd, stopEtcd, err := startEtcd(home)
	if err != nil {
		return err
	}
	defer stopEtcd()
	var nodes []*node
	for _, name := range []string{"norr", "soder"} {
		n, err := newNode(home, name, etcd)
		if err != nil {
			return err
		}
		defer n.kill()
		nodes = append(nodes, n)
		if err := n.run(); err != nil {
			return err
		}
		if name == "norr" { // the first makes the database
			if err := waitFor(t, nodes, 1); err != nil {
				return err
			}
		}
	}
	primary, err := settled(t, nodes)
	if err != nil {
		return err
	}
	super, err := sql.Open("pgx", fmt.Sprintf("postgres://postgres:%s@%s/postgres?sslmode=disable", superPassword, primary.listen))
	if err != nil {
		return err
	}
	_, roleErr := super.Exec("create role stadga login password '" + superPassword + "'")
	_, baseErr := super.Exec("create database prov owner stadga")
	if err := errors.Join(roleErr, baseErr, super.Close()); err != nil {
		return err
	}
	url := fmt.Sprintf("postgres://stadga:%s@%s,%s/prov?sslmode=disable&target_session_attrs=read-write&connect_timeout=5", superPassword, nodes[0].listen, nodes[1].listen)
	k, program, err := onServer(t, y, url, 2001, shape, "")
	if err != nil {
		return err
	}
	defer func() { program.Kill() }()
	chance := rand.New(rand.NewPCG(2001, 6))
	for n := 1; y.tries < times && n <= 2*times; n++ {
		if primary, err = settled(t, nodes); err != nil {
			return err
		}
		stop, ended := make(chan struct{}), make(chan struct{})
		go func() { defer close(ended); k.crew.Work(k.p.Socket, stop) }()
		y.count(busy(k.crew, chance))
		lost := time.Now()
		primary.kill()
		held := k.crew.Saved() + usersAtWork // answers that were on their way
		back := torture.Until(t.Context(), longestByIt, func() error {
			if k.crew.Saved() <= held {
				return errors.New("nobody gets anything saved")
			}
			return nil
		})
		y.startTimes = append(y.startTimes, time.Since(lost))
		close(stop)
		<-ended
		if back != nil {
			return errors.Join(back, errors.New(nodes[0].log.String()), errors.New(nodes[1].log.String()))
		}
		if err := errors.Join(k.seals.keep(k.dir), k.look(false), primary.run()); err != nil {
			return err
		}
	}
	return k.end(program)
}

// startEtcd starts the one etcd of the test; in operation there are three.
func startEtcd(home string) (address string, stop func(), err error) {
	address, err = freeAddress()
	if err != nil {
		return "", nil, err
	}
	peer, err := freeAddress()
	if err != nil {
		return "", nil, err
	}
	cmd := exec.Command("etcd", "--name", "prov", "--data-dir", filepath.Join(home, "etcd"), "--unsafe-no-fsync",
		"--listen-client-urls", "http://"+address, "--advertise-client-urls", "http://"+address,
		"--listen-peer-urls", "http://"+peer, "--initial-advertise-peer-urls", "http://"+peer, "--initial-cluster", "prov=http://"+peer)
	if err := cmd.Start(); err != nil {
		return "", nil, err
	}
	stop = func() { _ = cmd.Process.Kill(); _ = cmd.Wait() }
	err = torture.Until(context.Background(), time.Minute, func() error {
		answer, err := http.Get("http://" + address + "/health")
		if err == nil {
			err = answer.Body.Close()
		}
		return err
	})
	if err != nil {
		stop()
		return "", nil, err
	}
	return address, stop, nil
}

func freeAddress() (string, error) {
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		return "", err
	}
	defer listener.Close()
	return listener.Addr().String(), nil
}

func newNode(home, name, etcd string) (*node, error) {
	bin, err := pgtest.Binaries()
	if err != nil {
		return nil, err
	}
	who, err := pgtest.Owner(home)
	if err != nil {
		return nil, err
	}
	script, err := filepath.Abs("../../deploy/patroni/node.sh")
	if err != nil {
		return nil, err
	}
	text, err := os.ReadFile(script)
	if err != nil {
		return nil, err
	}
	n := &node{name: name, data: filepath.Join(home, name)}
	var restErr, listenErr error
	n.rest, restErr = freeAddress()
	n.listen, listenErr = freeAddress()
	// Handed over as text: the server's user may not read the folder it lies in.
	n.start = func() *exec.Cmd {
		cmd := exec.Command("sh", "-s")
		cmd.Stdin, cmd.Stdout, cmd.Stderr, cmd.Dir = bytes.NewReader(text), &n.log, &n.log, home
		cmd.Env = append(os.Environ(), "HOME="+home, "STADGA_NODE="+name, "STADGA_SCOPE=prov", "STADGA_LISTEN="+n.listen, "STADGA_REST="+n.rest,
			"STADGA_ETCD="+etcd, "STADGA_NETWORK=127.0.0.1/32", "STADGA_DATA="+n.data, "STADGA_BIN="+bin,
			"STADGA_SUPERUSER_PASSWORD="+superPassword, "STADGA_REPLICATION_PASSWORD="+superPassword)
		if who != nil {
			cmd.SysProcAttr = &syscall.SysProcAttr{Credential: who.Credential}
		}
		return cmd
	}
	return n, errors.Join(restErr, listenErr)
}

func (n *node) run() error {
	n.log.Reset()
	n.cmd = n.start()
	return n.cmd.Start()
}

// kill loses the machine: Patroni and every process of its database at once.
func (n *node) kill() {
	if n.cmd == nil {
		return
	}
	_ = n.cmd.Process.Kill()
	torture.KillIn(n.data)
	_ = n.cmd.Wait()
	n.cmd = nil
}

// roles asks a node who does what.
func (n *node) roles() (map[string]string, error) {
	answer, err := http.Get("http://" + n.rest + "/cluster")
	if err != nil {
		return nil, err
	}
	defer answer.Body.Close()
	text, err := io.ReadAll(answer.Body)
	if err != nil {
		return nil, err
	}
	var cluster struct {
		Members []struct{ Name, Role, State string }
	}
	if err := json.Unmarshal(text, &cluster); err != nil {
		return nil, err
	}
	roles := map[string]string{}
	for _, m := range cluster.Members {
		if m.State == "running" || m.State == "streaming" {
			roles[m.Name] = m.Role
		}
	}
	return roles, nil
}

// waitFor waits until so many nodes are up, one of them leading.
func waitFor(t *testing.T, nodes []*node, up int) error {
	err := torture.Until(t.Context(), longestByIt, func() error {
		roles, err := nodes[0].roles()
		if err == nil && (len(roles) < up || !strings.Contains(fmt.Sprint(roles), "leader")) {
			err = fmt.Errorf("the nodes are %v", roles)
		}
		return err
	})
	if err != nil {
		return errors.Join(err, errors.New(nodes[0].log.String()))
	}
	return nil
}

// settled waits until one node leads and the other follows it synchronously, and
// gives the one that leads.
func settled(t *testing.T, nodes []*node) (*node, error) {
	var leader *node
	err := torture.Until(t.Context(), longestByIt, func() error {
		roles, err := nodes[0].roles()
		if err != nil {
			return err
		}
		leader = nil
		synchronous := false
		for _, n := range nodes {
			switch roles[n.name] {
			case "leader":
				leader = n
			case "sync_standby":
				synchronous = true
			}
		}
		if leader == nil || !synchronous {
			return fmt.Errorf("the nodes are %v", roles)
		}
		return nil
	})
	if err != nil {
		return nil, errors.Join(err, errors.New(nodes[0].log.String()), errors.New(nodes[1].log.String()))
	}
	return leader, nil
}

package main

import (
	"encoding/json"
	"fmt"
	"os"
	"os/exec"
	"strings"

	"xingke/app"
)

const apartAs = "XINGKE_BENCH_APART" // which work a process of its own was begun for, and with what

// apartWorks are done in a process of their own, as the program is one: what the bench holds beside them,
// a book and its peer, would be walked by the collector along with what they need themselves.
var apartWorks = map[string]func(raw []byte) (any, error){
	"hour":   doing(liveAnHour),
	"import": doing(importApart),
	"ledger": doing(ledgerApart),
}

func doing[In, Out any](do func(In) (Out, error)) func([]byte) (any, error) {
	return func(raw []byte) (any, error) {
		var in In
		if err := json.Unmarshal(raw, &in); err != nil {
			return nil, err
		}
		return do(in)
	}
}

// inProcess does a work in a process of its own and reads what that found.
func inProcess(name string, input, found any) error {
	self, err := os.Executable()
	if err != nil {
		return err
	}
	raw, err := json.Marshal(input)
	if err != nil {
		return err
	}
	child := exec.Command(self)
	child.Env = append(os.Environ(), apartAs+"="+name+" "+string(raw))
	child.Stderr = os.Stderr
	said, err := child.Output()
	if err != nil {
		return fmt.Errorf("%s, in a process of its own: %w: %s", name, err, said)
	}
	return json.Unmarshal(said[strings.LastIndexByte(strings.TrimSpace(string(said)), '\n')+1:], found)
}

// apart does such a work if this process was begun for it.
func apart() bool {
	name, raw, begun := strings.Cut(os.Getenv(apartAs), " ")
	if !begun {
		return false
	}
	app.SaveMemory()
	found, err := apartWorks[name]([]byte(raw))
	if err == nil {
		err = json.NewEncoder(os.Stdout).Encode(found)
	}
	if err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
	return true
}

package app

import (
	"context"
	"encoding/json"
	"log/slog"
	"net/http"
	"strings"
	"sync"
	"time"

	"xingke/backend/base/clock"
	"xingke/backend/base/fault"
	"xingke/backend/base/lang"
	"xingke/backend/base/who"
	"xingke/backend/core/entity"
	"xingke/backend/core/records"
	"xingke/backend/core/rpc"
	"xingke/backend/core/seal"
	"xingke/backend/core/seal/keychain"
)

// Version is the version of the program.
const Version = "0.1.0"

// Config says which book to open, and how a new one begins.
type Config struct {
	Dir        string // the book's folder; "" keeps everything in memory
	Passphrase string // of a sealed book; a new book is sealed with it if given
	Practice   bool   // a new book is a practice book with invented data
	Plan       Practice
	Lang       lang.Tag
	Owner      string // name of the first user of a new book; "" is the system account's
	Clock      clock.Clock
	Zone       *time.Location
	Quiet      bool                     // no search index: for commands that end at once
	Patient    bool                     // searching waits until the index holds everything: for commands that ask once
	Attended   bool                     // people come to it: a sealed book waits for its passphrase, and locks itself
	Keychain   keychain.Keychain        // of this computer, where it may remember the key of a book; nil for none
	Ask        func() (string, error)   // asks for the passphrase of a book that nothing else has opened; nil: nobody can be asked
	Progress   func(done, total uint64) // of what opening has to put right
	Mend       bool                     // of a damaged journal, save what can be saved, even if something is lost
}

// App is an open book. It is safe for concurrent use.
type App struct {
	config Config
	jobs   *records.Jobs
	hub    *hub
	gate   gate
	chain  remembering
	doors  *rpc.Table // what can be asked while nobody is signed in or no book is open

	// A practice book is reset by closing it and opening another in its place, while nobody calls.
	mu   sync.RWMutex
	book *book
}

// Open opens a book and makes it if there is none.
func Open(config Config) (*App, error) {
	if config.Clock == nil {
		config.Clock = clock.System{}
	}
	if config.Lang == "" {
		config.Lang = lang.ZH
	}
	a := &App{config: config, hub: newHub()}
	a.jobs = records.NewJobs(config.Clock, a.hub.job)
	a.gate.visits = map[*Visit]bool{}
	a.doors = rpc.New(nil)
	a.handleDoors(a.doors)
	opened, err := a.open()
	a.config.Passphrase, a.config.Ask = "", nil // they have served: the key is known now, or asked for
	if waits(err) && config.Attended {
		a.gate.locked, a.gate.damaged, a.gate.lost, err = true, seal.Damaged(err), seal.IsLost(err), nil
	}
	if err != nil {
		a.jobs.Close()
		a.hub.close()
		return nil, err
	}
	a.book = opened
	if config.Attended {
		if opened != nil {
			opened.remind()
		}
		a.attend()
	}
	return a, nil
}

// Close ends what runs and closes the book. What was acknowledged is on disk already.
func (a *App) Close() error {
	a.jobs.Close()
	a.hub.close()
	a.mu.Lock()
	defer a.mu.Unlock()
	if a.gate.stop != nil {
		close(a.gate.stop)
		a.gate.stop = nil
	}
	a.chain.settle() // what is begun with an open book is finished with it
	if a.book == nil {
		return nil
	}
	err := a.book.close()
	a.book.keys.Wipe()
	a.book = nil
	return err
}

// Call runs an operation: JSON in, JSON out. A context in which nobody acts is taken for the
// book's owner, who sits before the machine. The error is always a *fault.Error.
func (a *App) Call(ctx context.Context, name string, input []byte) (json.RawMessage, error) {
	if isDoor(name) {
		return a.doors.Call(ctx, name, input)
	}
	a.mu.RLock()
	opened := a.book
	if opened == nil {
		a.mu.RUnlock()
		return nil, a.shut()
	}
	_, known := who.From(ctx)
	if v := visitOf(ctx); v != nil {
		entered, err := opened.enter(ctx, v, name)
		if err != nil {
			a.mu.RUnlock()
			return nil, fault.From(err)
		}
		ctx, known = entered, true
	}
	if strings.HasPrefix(name, "jobs.") { // they outlive a book, and waiting for one must not hold it
		a.mu.RUnlock()
	} else {
		defer a.mu.RUnlock()
	}
	ctx = placed(ctx, known)
	if !known {
		user, err := opened.user(ctx)
		if err != nil {
			return nil, fault.From(err)
		}
		ctx = records.WithPaths(who.With(ctx, user))
	}
	ctx, err := opened.actAs(ctx, name)
	if err != nil {
		return nil, fault.From(err)
	}
	answer, err := opened.table.Call(ctx, name, input)
	if err != nil {
		opened.refused(ctx, name, input, err)
	}
	return answer, err
}

// User is who sits before the machine: the book's owner, with the language they set.
func (a *App) User(ctx context.Context) (who.User, error) {
	a.mu.RLock()
	defer a.mu.RUnlock()
	if a.book == nil {
		return who.User{}, a.shut()
	}
	return a.book.user(ctx)
}

// Recovery is the recovery key of a book that was made and sealed by this Open, to be shown once; "" else.
func (a *App) Recovery() string {
	a.mu.RLock()
	defer a.mu.RUnlock()
	if a.book == nil {
		return ""
	}
	a.book.secret.Lock()
	defer a.book.secret.Unlock()
	return a.book.recovery
}

// Subscribe has heard told of every event until stop is called. heard runs in one goroutine of
// the program and must be quick.
func (a *App) Subscribe(heard func(Event)) (stop func()) { return a.hub.subscribe(heard) }

// Dir is the book's folder, "" in memory.
func (a *App) Dir() string { return a.config.Dir }

// Operations lists what the program can do, for the generated client and documents.
func (a *App) Operations() []*rpc.Operation {
	a.mu.RLock()
	defer a.mu.RUnlock()
	return a.book.table.Describe()
}

// fail writes a fault of the files handler as the doors' other faults.
func (a *App) fail(w http.ResponseWriter, r *http.Request, err error) {
	tag := a.config.Lang
	if user, known := who.From(r.Context()); known && user.Lang != "" {
		tag = user.Lang
	}
	WriteFault(w, err, tag)
}

// WriteFault answers an HTTP request with a fault: its kind as status, its words as JSON.
func WriteFault(w http.ResponseWriter, err error, tag lang.Tag) {
	said := rpc.Say(err, tag)
	raw, encodeErr := rpc.Encode(said)
	if encodeErr != nil {
		slog.Error("a fault cannot be written", "err", encodeErr)
	}
	w.Header().Set("Content-Type", "application/json; charset=utf-8")
	w.Header().Set("Cache-Control", "no-store")
	w.WriteHeader(statusOf(said.Kind))
	_, _ = w.Write(raw) // nothing to do if the other end is gone
}

func statusOf(kind fault.Kind) int {
	switch kind {
	case fault.Invalid:
		return http.StatusUnprocessableEntity
	case fault.NotFound:
		return http.StatusNotFound
	case fault.Forbidden:
		return http.StatusForbidden
	case fault.Conflict:
		return http.StatusConflict
	case fault.SignedOut:
		return http.StatusUnauthorized
	case fault.Locked:
		return http.StatusLocked
	case fault.Unavailable:
		return http.StatusServiceUnavailable
	}
	return http.StatusInternalServerError
}

func closed() *fault.Error {
	return fault.New(fault.Unavailable, "账套已关闭，请重新打开程序", "The book is closed. Start the program again.")
}

// Types lists the entities of the open book.
func (a *App) Types() *entity.Set {
	a.mu.RLock()
	defer a.mu.RUnlock()
	return a.book.types
}

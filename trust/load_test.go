package trust_test

import (
	"context"
	"errors"
	"fmt"
	"math/rand/v2"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
)

// ledger is what the program acknowledged, as the one who asked remembers it.
type ledger struct {
	t   testing.TB
	dir string // for the files to import

	mu      sync.Mutex
	saved   map[string]saved // by id: forms
	recent  []string         // ids acknowledged since the last check
	imports map[string]bool  // by prefix of the names: whether the import was acknowledged
	group   []string         // the records that are changed in bulk
	now     string           // the note that the group was acknowledged to have
	tried   map[string]bool  // notes it may have instead: asked for, not answered
	acks    atomic.Int64
	round   int
}

// saved is a record as a form left it.
type saved struct {
	rev  int
	name string
}

const (
	groupSize  = 60
	importRows = 90
)

func newLedger(t testing.TB, dir string) *ledger {
	return &ledger{t: t, dir: dir, saved: map[string]saved{}, imports: map[string]bool{}, tried: map[string]bool{}}
}

// ack notes something acknowledged; the one who waits for the n-th is told.
func (l *ledger) ack() { l.acks.Add(1) }

// work puts the mixed load on a program until it is gone. wrong hears of refusals that are no end.
func (l *ledger) work(ctx context.Context, r *running, wrong func(error)) {
	l.round++
	var all sync.WaitGroup
	for worker := range 3 {
		all.Go(func() { l.forms(ctx, r, worker, wrong) })
	}
	all.Go(func() { l.bulk(ctx, r, wrong) })
	all.Go(func() { l.importing(ctx, r, wrong) })
	all.Wait()
}

// gone tells that the program ended, which is no fault of it.
func gone(err error) bool {
	text := err.Error()
	return errors.Is(err, context.Canceled) || strings.Contains(text, "does not answer") || strings.Contains(text, "EOF") ||
		strings.Contains(text, "connection reset") || strings.Contains(text, "broken pipe") || strings.Contains(text, "unexpected end of JSON")
}

// forms saves new customers and changes them again, one after the other.
func (l *ledger) forms(ctx context.Context, r *running, worker int, wrong func(error)) {
	for i := 0; ; i++ {
		name := fmt.Sprintf("单位%d-%d-%d", l.round, worker, i)
		var made flat
		err := r.ask(ctx, "records.create", flat{"entity": "customer", "record": flat{"name": name, "note": strings.Repeat("备", rand.IntN(300))}}, &made)
		if err == nil {
			l.save(made.id(), saved{made.rev(), name})
			name += "改"
			var changed flat
			if err = r.ask(ctx, "records.update", flat{"entity": "customer", "id": made.id(), "rev": made.rev(), "set": flat{"name": name}}, &changed); err == nil {
				l.save(made.id(), saved{changed.rev(), name})
			}
		}
		if err != nil {
			if !gone(err) {
				wrong(fmt.Errorf("form: %w", err))
			}
			return
		}
	}
}

func (l *ledger) save(id string, s saved) {
	l.mu.Lock()
	l.saved[id] = s
	l.recent = append(l.recent, id)
	l.mu.Unlock()
	l.ack()
}

// bulk gives the whole group another note, again and again, and takes every third change back.
func (l *ledger) bulk(ctx context.Context, r *running, wrong func(error)) {
	for i := 0; ; i++ {
		before, next := l.now, fmt.Sprintf("批注%d-%d", l.round, i)
		l.try(next)
		var done struct{ Change string }
		err := r.ask(ctx, "records.bulkUpdate", flat{"entity": "customer", "ids": l.group, "set": flat{"note": next}}, &done)
		if err == nil {
			l.settle(next)
			if i%3 == 2 {
				l.try(before)
				var undone struct{ Reverted int }
				if err = r.ask(ctx, "changes.undo", flat{"change": done.Change}, &undone); err == nil {
					if undone.Reverted != len(l.group) {
						wrong(fmt.Errorf("undo: %d of %d", undone.Reverted, len(l.group)))
					}
					l.settle(before)
				}
			}
		}
		if err != nil {
			if !gone(err) {
				wrong(fmt.Errorf("bulk: %w", err))
			}
			return
		}
	}
}

func (l *ledger) try(note string) {
	l.mu.Lock()
	defer l.mu.Unlock()
	l.tried[note] = true
}

func (l *ledger) settle(note string) {
	l.mu.Lock()
	l.now, l.tried = note, map[string]bool{}
	l.mu.Unlock()
	l.ack()
}

// importing reads one file after the other; each is one transaction.
func (l *ledger) importing(ctx context.Context, r *running, wrong func(error)) {
	for i := range 3 {
		prefix := fmt.Sprintf("导入%d-%d-", l.round, i)
		var rows strings.Builder
		rows.WriteString("客户名称,电话\n")
		for n := range importRows {
			fmt.Fprintf(&rows, "%s%d,139%08d\n", prefix, n, n)
		}
		file := filepath.Join(l.dir, "rows.csv")
		must(l.t, os.WriteFile(file, []byte(rows.String()), 0o600))
		l.mu.Lock()
		l.imports[prefix] = false
		l.mu.Unlock()
		var done struct{ Created int }
		if err := r.ask(ctx, "import.run", flat{"entity": "customer", "file": flat{"path": file}, "match": "none"}, &done); err != nil {
			if !gone(err) {
				wrong(fmt.Errorf("import: %w", err))
			}
			return
		}
		if done.Created != importRows {
			wrong(fmt.Errorf("import: %d of %d", done.Created, importRows))
		}
		l.mu.Lock()
		l.imports[prefix] = true
		l.mu.Unlock()
		l.ack()
	}
}

// makeGroup makes the records that are changed in bulk.
func (l *ledger) makeGroup(r *running) {
	for i := range groupSize {
		var made flat
		must(l.t, r.ask(l.t.Context(), "records.create", flat{"entity": "customer", "record": flat{"name": fmt.Sprint("组员", i), "note": "批注"}}, &made))
		l.group = append(l.group, made.id())
	}
	l.now = "批注"
}

// found is what a check saw that must not be.
type found struct {
	mu                  sync.Mutex
	lost, halves, wrong int
	said                []string
}

func (f *found) add(n *int, text string, args ...any) {
	f.mu.Lock()
	defer f.mu.Unlock()
	*n++
	if len(f.said) < 20 {
		f.said = append(f.said, fmt.Sprintf(text, args...))
	}
}

// check asks a program that was started again for everything acknowledged since the last check, or ever.
func (l *ledger) check(r *running, f *found, everything bool) {
	l.t.Helper()
	ctx := l.t.Context()
	ids := l.recent
	if everything {
		ids = nil
		for id := range l.saved {
			ids = append(ids, id)
		}
	}
	l.recent = nil
	for _, id := range ids {
		want := l.saved[id]
		var got flat
		if err := r.ask(ctx, "records.get", flat{"entity": "customer", "id": id}, &got); err != nil {
			f.add(&f.lost, "%s %s: %v", id, want.name, err)
		} else if got.rev() < want.rev || got.rev() == want.rev && got.text("name") != want.name {
			f.add(&f.lost, "%s was acknowledged as %d %s, there is %d %s", id, want.rev, want.name, got.rev(), got.text("name"))
		}
	}
	for prefix, acknowledged := range l.imports {
		n := l.count(r, where("name", "startsWith", prefix))
		switch {
		case acknowledged && n != importRows:
			f.add(&f.lost, "import %s was acknowledged with %d, there are %d", prefix, importRows, n)
		case n != 0 && n != importRows:
			f.add(&f.halves, "import %s: %d of %d", prefix, n, importRows)
		}
	}
	if everything {
		l.checkSearch(r, f)
	} else {
		clear(l.imports)
	}
	l.checkGroup(r, f)
}

// caughtUp tells whether the search index holds all that was acknowledged.
func (l *ledger) caughtUp(r *running) bool {
	l.t.Helper()
	var health struct {
		Journal struct{ Seq uint64 }
		Search  struct {
			Built  bool
			Cursor uint64
		}
	}
	must(l.t, r.ask(l.t.Context(), "health.get", flat{}, &health))
	return health.Search.Built && health.Search.Cursor >= health.Journal.Seq
}

// checkSearch wants the records that forms saved to be found, once the index has caught up.
func (l *ledger) checkSearch(r *running, f *found) {
	ctx := l.t.Context()
	for !l.caughtUp(r) {
	}
	asked := 0
	for id, s := range l.saved {
		var out struct {
			Groups []struct{ Hits []struct{ ID string } }
		}
		must(l.t, r.ask(ctx, "search.query", flat{"text": s.name, "entities": []string{"customer"}, "limit": 50}, &out))
		hit := false
		for _, g := range out.Groups {
			for _, h := range g.Hits {
				hit = hit || h.ID == id
			}
		}
		if !hit {
			f.add(&f.wrong, "%s is not found by a search", s.name)
		}
		if asked++; asked == 20 {
			return
		}
	}
}

// checkGroup wants one note in the whole group: the acknowledged one, or one that was asked for.
func (l *ledger) checkGroup(r *running, f *found) {
	notes := map[string]int{}
	for _, id := range l.group {
		var got flat
		if err := r.ask(l.t.Context(), "records.get", flat{"entity": "customer", "id": id}, &got); err != nil {
			f.add(&f.lost, "%s of the group: %v", id, err)
		}
		notes[got.text("note")]++
	}
	if len(notes) != 1 {
		f.add(&f.halves, "the group has the notes %v", notes)
	}
	for note := range notes {
		if note != l.now && !l.tried[note] {
			f.add(&f.lost, "the group has the note %q, acknowledged was %q", note, l.now)
		}
		l.now, l.tried = note, map[string]bool{}
	}
}

// count asks the columns.
func (l *ledger) count(r *running, filter flat) int {
	var got listed
	must(l.t, r.ask(l.t.Context(), "records.list", flat{"entity": "customer", "where": filter, "limit": 1}, &got))
	return got.Total
}

package store

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"maps"
	"os"
	"slices"
	"testing"

	"pgregory.net/rapid"

	"xingke/backend/base/fault"
	"xingke/backend/core/entity"
	"xingke/backend/core/field"
	"xingke/backend/core/store/journal"
)

// row is what the model knows of a firm.
type row struct {
	name, code, level string
	size              int
	words             []string
	rev               uint64
	deleted           bool
}

// model is a book beside a map that must agree with it.
type model struct {
	t      *rapid.T
	cfg    Config
	db     *DB
	rows   map[string]row
	before map[string]row // before the latest set, nil if that cannot be undone any more
	set    string
}

func (m *model) open() {
	db, err := Open(m.cfg)
	must(m.t, err)
	m.db = db
}

func (m *model) ids() []string { return slices.Sorted(maps.Keys(m.rows)) }

func (m *model) draw(f *firm) {
	f.Name = rapid.StringMatching(`[a-c]{1,3}`).Draw(m.t, "name")
	f.Code = rapid.SampledFrom([]string{"", "", "1", "2", "3"}).Draw(m.t, "code")
	f.Level = rapid.SampledFrom([]string{"", "a", "b"}).Draw(m.t, "level")
	f.Size = rapid.IntRange(0, 4).Draw(m.t, "size")
	f.Words = rapid.SliceOfNDistinct(rapid.SampledFrom([]string{"x", "y", "z"}), 0, 3, rapid.ID).Draw(m.t, "words")
}

func rowOf(f *firm) row {
	return row{name: f.Name, code: f.Code, level: f.Level, size: f.Size, words: slices.Clone(f.Words), rev: f.Rev, deleted: f.Deleted()}
}

func (r row) same(o row) bool {
	return r.name == o.name && r.code == o.code && r.level == o.level && r.size == o.size && slices.Equal(r.words, o.words) && r.deleted == o.deleted
}

// taken tells whether another live row has the code.
func (m *model) taken(id, code string) bool {
	for other, r := range m.rows {
		if other != id && code != "" && r.code == code && !r.deleted {
			return true
		}
	}
	return false
}

// step does one thing inside a transaction and expects of it what the model says.
func (m *model) step(ctx context.Context) {
	verb := rapid.IntRange(0, 5).Draw(m.t, "verb")
	if len(m.rows) == 0 || verb < 2 {
		f := &firm{}
		m.draw(f)
		code := f.Code
		m.expect(m.db.Put(ctx, f), m.taken("", code), func() { m.rows[f.ID] = rowOf(f) })
		return
	}
	id := rapid.SampledFrom(m.ids()).Draw(m.t, "id")
	r := m.rows[id]
	switch verb {
	case 2, 3:
		rec, err := m.db.Find(ctx, firms.Type, id)
		must(m.t, err)
		f := rec.(*firm)
		if !rowOf(f).same(r) || f.Rev != r.rev {
			m.t.Fatalf("read %+v, want %+v", f, r)
		}
		m.draw(f)
		m.expect(m.db.Put(ctx, f), m.taken(id, f.Code) || r.deleted, func() { m.rows[id] = rowOf(f) })
	case 4:
		err := m.db.Delete(ctx, firms.Type, id, 0)
		if r.deleted != fault.Is(err, fault.NotFound) {
			m.t.Fatalf("delete: %v", err)
		}
		if !r.deleted {
			r.deleted, r.rev = true, r.rev+1
			m.rows[id] = r
		}
	case 5:
		m.expect(m.db.Restore(ctx, firms.Type, id), r.deleted && m.taken(id, r.code), func() {
			if r.deleted {
				r.deleted, r.rev = false, r.rev+1
				m.rows[id] = r
			}
		})
	}
}

func (m *model) expect(err error, refused bool, done func()) {
	m.t.Helper()
	if refused {
		if !fault.Is(err, fault.Conflict) {
			m.t.Fatalf("should have been refused: %v", err)
		}
		return
	}
	must(m.t, err)
	done()
}

var errChanged = errors.New("changed my mind")

// write makes a transaction, sometimes with a part that is taken back, sometimes in vain.
func (m *model) write() {
	m.before, m.set = maps.Clone(m.rows), fmt.Sprint("set", m.db.Seq(), rapid.Uint32().Draw(m.t, "set"))
	ctx := WithSet(bg, m.set, "")
	seq := m.db.Seq()
	err := m.db.Write(ctx, func(ctx context.Context) error {
		for range rapid.IntRange(1, 6).Draw(m.t, "steps") {
			m.step(ctx)
			if rapid.IntRange(0, 4).Draw(m.t, "inner") == 0 {
				kept := maps.Clone(m.rows)
				err := m.db.Write(ctx, func(ctx context.Context) error { m.step(ctx); return errChanged })
				if !errors.Is(err, errChanged) {
					m.t.Fatalf("inner: %v", err)
				}
				m.rows = kept
			}
		}
		if rapid.IntRange(0, 4).Draw(m.t, "in vain") == 0 {
			return errChanged
		}
		return nil
	})
	if errors.Is(err, errChanged) {
		m.rows = m.before
	} else {
		must(m.t, err)
	}
	if m.db.Seq() == seq {
		m.before = nil
	}
}

// undo takes the latest set back: as nobody built on it, all must be as it was.
func (m *model) undo() {
	if m.before == nil {
		return
	}
	result, err := m.db.Undo(bg, m.set, nil)
	must(m.t, err)
	if len(result.Conflicts) > 0 {
		// A code that moved between records within the set cannot always move back one by one.
		for _, c := range result.Conflicts {
			if m.before[c.ID].code == "" && m.rows[c.ID].code == "" {
				m.t.Fatalf("conflict %+v", c)
			}
		}
	} else {
		for id, was := range m.rows {
			f := firmOf(m.t, m.db, id)
			want, there := m.before[id]
			if !there {
				want = was
				want.deleted = true
			}
			if !rowOf(f).same(want) {
				m.t.Fatalf("undone %s: %+v, want %+v", id, rowOf(f), want)
			}
		}
	}
	for id := range m.rows {
		m.rows[id] = rowOf(firmOf(m.t, m.db, id))
	}
	m.before = nil
}

// agree compares everything the book tells with the map.
func (m *model) agree() {
	got := map[string]row{}
	must(m.t, m.db.Each(bg, firms.Type, func(r entity.Record) bool { got[r.Meta().ID] = rowOf(r.(*firm)); return true }))
	if len(got) != len(m.rows) {
		m.t.Fatalf("%d records, want %d", len(got), len(m.rows))
	}
	bySize := map[int][]string{}
	for _, id := range m.ids() {
		r := m.rows[id]
		if !got[id].same(r) || got[id].rev != r.rev {
			m.t.Fatalf("%s is %+v, want %+v", id, got[id], r)
		}
		if !r.deleted && r.size != 0 {
			bySize[r.size] = append(bySize[r.size], id)
		}
		if r.code != "" && !r.deleted && !slices.Equal(lookup(m.t, m.db, bg, "code", field.OfText(r.code)), []string{id}) {
			m.t.Fatalf("code %s is not of %s", r.code, id)
		}
		changes, err := m.db.History(bg, "firm", id, 0, 1000)
		must(m.t, err)
		if uint64(len(changes)) != r.rev {
			m.t.Fatalf("%d changes of revision %d", len(changes), r.rev)
		}
	}
	var want []string
	for _, size := range slices.Sorted(maps.Keys(bySize)) {
		want = append(want, bySize[size]...)
		if ids := lookup(m.t, m.db, bg, "size", field.OfInt(int64(size))); !slices.Equal(ids, bySize[size]) {
			m.t.Fatalf("size %d: %v, want %v", size, ids, bySize[size])
		}
	}
	var scanned []string
	must(m.t, m.db.Scan(bg, firms.Type, "size", field.None, field.None, false, func(id string) bool { scanned = append(scanned, id); return true }))
	if !slices.Equal(scanned, want) {
		m.t.Fatalf("scanned %v, want %v", scanned, want)
	}
	wantSound(m.t, m.db)
	wantSameView(m.t, m.db)
}

// TestLongModel does random things to a book and to a map; whatever happens, they agree: after
// transactions, undoing, reopening (in memory the view is then made anew from the journal).
func TestLongModel(t *testing.T) {
	rapid.Check(t, func(rt *rapid.T) {
		cfg := config("")
		cfg.seams.journal = journal.Memory()
		if rapid.IntRange(0, 19).Draw(rt, "where") == 0 {
			cfg.seams.journal = nil
			dir, err := os.MkdirTemp("", "model")
			must(rt, err)
			defer os.RemoveAll(dir)
			cfg.Dir = dir
		}
		m := &model{t: rt, cfg: cfg, rows: map[string]row{}}
		m.open()
		defer func() { _ = m.db.Close() }()
		for range rapid.IntRange(5, 30).Draw(rt, "transactions") {
			switch rapid.IntRange(0, 9).Draw(rt, "what") {
			case 0:
				must(rt, m.db.Close())
				m.open()
				m.agree()
			case 1:
				must(rt, m.db.Rebuild(bg, nil))
			case 2, 3:
				m.undo()
			default:
				m.write()
			}
		}
		m.agree()
		all, err := m.db.Changes(bg, 0, 100_000)
		must(rt, err)
		if !slices.IsSortedFunc(all, func(a, b Change) int { return cmp.Compare(a.Seq, b.Seq) }) || uint64(len(all)) != m.db.Seq() {
			rt.Fatalf("%d changes, seq %d", len(all), m.db.Seq())
		}
	})
}

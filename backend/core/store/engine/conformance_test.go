package engine

import (
	"bytes"
	"errors"
	"fmt"
	"maps"
	"slices"
	"testing"

	"pgregory.net/rapid"
)

// check is what a test and a property have in common.
type check interface {
	Helper()
	Fatal(args ...any)
	Fatalf(format string, args ...any)
}

// every runs a test against each engine.
func every(t *testing.T, test func(t *testing.T, open func() Engine)) {
	t.Run("memory", func(t *testing.T) { test(t, Memory) })
	t.Run("badger", func(t *testing.T) {
		test(t, func() Engine {
			e, err := OpenBadger(t.TempDir(), bytes.Repeat([]byte{7}, 32))
			if err != nil {
				t.Fatal(err)
			}
			return e
		})
	})
}

func must(t check, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}

func put(t check, e Engine, pairs ...string) {
	t.Helper()
	must(t, e.Update(func(b Batch) error {
		for i := 0; i < len(pairs); i += 2 {
			if err := b.Put([]byte(pairs[i]), []byte(pairs[i+1])); err != nil {
				return err
			}
		}
		return nil
	}))
}

func get(t check, r Reader, key string) (string, bool) {
	t.Helper()
	var got string
	ok, err := r.Get([]byte(key), func(v []byte) error { got = string(v); return nil })
	must(t, err)
	return got, ok
}

func list(t check, r Reader, rng Range) []string {
	t.Helper()
	var got []string
	must(t, r.Scan(rng, func(k, v []byte) bool { got = append(got, string(k)+"="+string(v)); return true }))
	return got
}

func TestSnapshotsStandStill(t *testing.T) {
	every(t, func(t *testing.T, open func() Engine) {
		e := open()
		put(t, e, "a", "1", "b", "2")
		s := e.Snapshot()
		put(t, e, "a", "9", "c", "3")
		must(t, e.Update(func(b Batch) error { return b.Delete([]byte("b")) }))
		if got := list(t, s, Range{}); !slices.Equal(got, []string{"a=1", "b=2"}) {
			t.Errorf("old snapshot %v", got)
		}
		s.Release()
		s = e.Snapshot()
		if got := list(t, s, Range{}); !slices.Equal(got, []string{"a=9", "c=3"}) {
			t.Errorf("new snapshot %v", got)
		}
		if _, ok := get(t, s, "b"); ok {
			t.Error("deleted key is there")
		}
		s.Release()
		must(t, e.Flush())
		must(t, e.Close())
	})
}

func TestUpdateIsWholeOrNothing(t *testing.T) {
	every(t, func(t *testing.T, open func() Engine) {
		e := open()
		put(t, e, "a", "1")
		oops := errors.New("oops")
		err := e.Update(func(b Batch) error {
			must(t, b.Put([]byte("b"), []byte("2")))
			must(t, b.Delete([]byte("a")))
			return oops
		})
		if !errors.Is(err, oops) {
			t.Errorf("error %v", err)
		}
		s := e.Snapshot()
		if got := list(t, s, Range{}); !slices.Equal(got, []string{"a=1"}) {
			t.Errorf("half an update: %v", got)
		}
		s.Release()
		if err := e.Update(func(b Batch) error { return b.Put(nil, []byte("x")) }); err == nil {
			t.Error("an empty key was taken")
		}
		must(t, e.Close())
	})
}

func TestRanges(t *testing.T) {
	every(t, func(t *testing.T, open func() Engine) {
		e := open()
		put(t, e, "a", "", "ab", "", "abc", "", "b", "", "ab\xff", "", "\xff\xff", "")
		s := e.Snapshot()
		defer func() { s.Release(); must(t, e.Close()) }()
		for _, c := range []struct {
			r    Range
			want []string
		}{
			{Range{}, []string{"a=", "ab=", "abc=", "ab\xff=", "b=", "\xff\xff="}},
			{Range{Desc: true}, []string{"\xff\xff=", "b=", "ab\xff=", "abc=", "ab=", "a="}},
			{Prefix([]byte("ab")), []string{"ab=", "abc=", "ab\xff="}},
			{Range{From: []byte("ab"), To: []byte("b")}, []string{"ab=", "abc=", "ab\xff="}},
			{Range{From: []byte("ab"), To: []byte("b"), Desc: true, KeysOnly: true}, []string{"ab\xff=", "abc=", "ab="}},
			{Range{From: []byte("aa")}, []string{"ab=", "abc=", "ab\xff=", "b=", "\xff\xff="}},
			{Range{To: []byte("ab")}, []string{"a="}},
			{Range{To: []byte("ab"), Desc: true}, []string{"a="}},
			{Range{From: []byte("b"), To: []byte("a")}, nil},
			{Prefix([]byte("\xff")), []string{"\xff\xff="}},
			{Range{From: []byte("\xff"), Desc: true}, []string{"\xff\xff="}},
		} {
			if got := list(t, s, c.r); !slices.Equal(got, c.want) {
				t.Errorf("%+v: %q, want %q", c.r, got, c.want)
			}
		}
		n := 0
		must(t, s.Scan(Range{}, func(_, _ []byte) bool { n++; return n < 2 }))
		if n != 2 {
			t.Errorf("stopped after %d", n)
		}
	})
}

func TestTooLargeIsSaid(t *testing.T) {
	e, err := OpenBadger(t.TempDir(), bytes.Repeat([]byte{7}, 32))
	must(t, err)
	defer e.Close()
	err = e.Update(func(b Batch) error {
		for i := range 5_000 {
			if err := b.Put([]byte(fmt.Sprint(i)), make([]byte, 1000)); err != nil {
				return err
			}
		}
		return nil
	})
	if !errors.Is(err, ErrTooLarge) {
		t.Fatalf("error %v", err)
	}
	s := e.Snapshot()
	defer s.Release()
	if len(list(t, s, Range{})) != 0 {
		t.Error("part of it was applied")
	}
}

func TestBadgerWithAnotherKey(t *testing.T) {
	dir := t.TempDir()
	e, err := OpenBadger(dir, bytes.Repeat([]byte{7}, 32))
	must(t, err)
	put(t, e, "a", "1")
	must(t, e.Close())
	if _, err := OpenBadger(dir, bytes.Repeat([]byte{8}, 32)); err == nil {
		t.Fatal("opened with another key")
	}
	e, err = OpenBadger(dir, bytes.Repeat([]byte{7}, 32))
	must(t, err)
	s := e.Snapshot()
	if v, _ := get(t, s, "a"); v != "1" {
		t.Error("lost")
	}
	s.Release()
	must(t, e.Close())
}

// The model: whatever is put and deleted, an engine answers as a sorted map does, in every
// snapshot that was taken on the way.
func TestLongModel(t *testing.T) {
	every(t, func(t *testing.T, open func() Engine) {
		e := open()
		defer e.Close()
		rapid.Check(t, func(rt *rapid.T) {
			must(t, e.Update(func(b Batch) error { // begin empty
				s := e.Snapshot()
				defer s.Release()
				return s.Scan(Range{KeysOnly: true}, func(k, _ []byte) bool { return b.Delete(bytes.Clone(k)) == nil })
			}))
			model := map[string]string{}
			type held struct {
				s    Snapshot
				want map[string]string
			}
			var snapshots []held
			defer func() {
				for _, h := range snapshots {
					h.s.Release()
				}
			}()
			keys := rapid.StringN(1, 3, -1)
			for range rapid.IntRange(1, 8).Draw(rt, "updates") {
				next := maps.Clone(model)
				n := rapid.IntRange(1, 60).Draw(rt, "writes")
				must(t, e.Update(func(b Batch) error {
					for range n {
						k := keys.Draw(rt, "key")
						if rapid.IntRange(0, 2).Draw(rt, "verb") == 0 {
							delete(next, k)
							must(t, b.Delete([]byte(k)))
						} else {
							v := rapid.StringN(0, 4, -1).Draw(rt, "value")
							next[k] = v
							must(t, b.Put([]byte(k), []byte(v)))
						}
					}
					return nil
				}))
				model = next
				snapshots = append(snapshots, held{e.Snapshot(), model})
			}
			from, to := keys.Draw(rt, "from"), keys.Draw(rt, "to")
			for _, h := range snapshots {
				compare(rt, h.s, h.want, from, to)
			}
		})
	})
}

func compare(t check, s Snapshot, want map[string]string, from, to string) {
	t.Helper()
	var all, some []string
	for _, k := range slices.Sorted(maps.Keys(want)) {
		all = append(all, k+"="+want[k])
		if k >= from && k < to {
			some = append(some, k+"="+want[k])
		}
		if v, ok := get(t, s, k); !ok || v != want[k] {
			t.Fatalf("get %q: %q %v", k, v, ok)
		}
	}
	if got := list(t, s, Range{}); !slices.Equal(got, all) {
		t.Fatalf("got %q, want %q", got, all)
	}
	if got := list(t, s, Range{From: []byte(from), To: []byte(to)}); !slices.Equal(got, some) {
		t.Fatalf("from %q to %q: got %q, want %q", from, to, got, some)
	}
	slices.Reverse(some)
	if got := list(t, s, Range{From: []byte(from), To: []byte(to), Desc: true}); !slices.Equal(got, some) {
		t.Fatalf("from %q to %q backwards: got %q, want %q", from, to, got, some)
	}
}

func TestTreeGrowsAndShrinks(t *testing.T) {
	var tree Tree
	for i := range 20_000 {
		tree.Put([]byte(fmt.Sprintf("%06d", i*7919%20_000)), []byte("v"))
	}
	if tree.Len() != 20_000 || tree.Bytes() != 20_000*7 {
		t.Fatalf("%d keys, %d bytes", tree.Len(), tree.Bytes())
	}
	old := tree.Fork()
	for i := range 20_000 {
		old.Delete([]byte(fmt.Sprintf("%06d", i*7907%20_000)))
	}
	if old.Len() != 0 || old.Bytes() != 0 || tree.Len() != 20_000 {
		t.Fatalf("%d and %d keys left", old.Len(), tree.Len())
	}
	n := 0
	tree.Scan(Range{}, func(k, _ []byte) bool {
		if string(k) != fmt.Sprintf("%06d", n) {
			t.Fatalf("key %d is %s", n, k)
		}
		n++
		return true
	})
	old.Put([]byte("again"), nil)
	if old.Len() != 1 {
		t.Error("a tree that was emptied takes no key")
	}
}

// What is loaded takes the place of all that was there, and the engine goes on from it as usual.
func TestLoad(t *testing.T) {
	every(t, func(t *testing.T, open func() Engine) {
		e := open()
		put(t, e, "a1", "gone", "z", "gone")
		want := map[string]string{}
		must(t, e.Load(func(put func(key, value []byte) error) error {
			for _, space := range []string{"b", "a"} { // in order only among those that begin alike
				for i := range 3000 {
					key, value := fmt.Sprintf("%s%06d", space, i), fmt.Sprint(space, " is ", i)
					want[key] = value
					if err := put([]byte(key), []byte(value)); err != nil {
						return err
					}
				}
			}
			return nil
		}))
		put(t, e, "a000005", "newer", "c", "new")
		want["a000005"], want["c"] = "newer", "new"
		must(t, e.Update(func(b Batch) error { return b.Delete([]byte("b000007")) }))
		delete(want, "b000007")
		snap := e.Snapshot()
		got := map[string]string{}
		must(t, snap.Scan(Range{}, func(key, value []byte) bool { got[string(key)] = string(value); return true }))
		snap.Release()
		if !maps.Equal(got, want) {
			t.Errorf("%d keys, want %d", len(got), len(want))
		}
		must(t, e.Close())
	})
}

// A load that breaks off says why, and the engine can be closed.
func TestALoadThatFails(t *testing.T) {
	every(t, func(t *testing.T, open func() Engine) {
		e, enough := open(), errors.New("enough")
		err := e.Load(func(put func(key, value []byte) error) error {
			return errors.Join(put([]byte("a"), []byte("1")), enough)
		})
		if !errors.Is(err, enough) {
			t.Error(err)
		}
		if err := e.Load(func(put func(key, value []byte) error) error { return put(nil, nil) }); err == nil {
			t.Error("a key of no bytes was taken")
		}
		must(t, e.Close())
	})
}

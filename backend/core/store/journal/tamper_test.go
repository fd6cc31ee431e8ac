package journal

import (
	"bytes"
	"context"
	"fmt"
	"math/rand/v2"
	"testing"
	"time"

	"xingke/trust"
)

// place is where a whole frame lies in a segment, its padding included.
type place struct {
	name     string
	from, to int64
}

// book is a journal as bytes, and what everything that was read from it remembers of its end: the view,
// every backup.
type chain struct {
	names  []string
	files  map[string][]byte
	frames []place
	last   uint64
	hash   [32]byte
}

func chained(t *testing.T, frames uint64) *chain {
	t.Helper()
	dir := Memory()
	j := open(t, dir, 4<<10)
	for seq := uint64(1); seq <= frames; seq++ {
		if err := j.Append(seq, seq, payload(seq)); err != nil {
			t.Fatal(err)
		}
		if err := j.Sync(seq); err != nil {
			t.Fatal(err)
		}
	}
	c := &chain{files: map[string][]byte{}, last: j.Last(), hash: j.Hash()}
	for _, s := range j.segments {
		raw := make([]byte, s.end)
		if _, err := s.file.ReadAt(raw, 0); err != nil {
			t.Fatal(err)
		}
		c.names, c.files[s.name] = append(c.names, s.name), raw
		r := newReader(s, segmentHeader, s.end)
		for {
			f, _, err := r.next()
			if err != nil {
				break
			}
			c.frames = append(c.frames, place{s.name, f.Offset, f.Offset + f.size})
		}
	}
	if uint64(len(c.frames)) != frames || len(c.names) < 3 {
		t.Fatalf("%d frames in %d segments", len(c.frames), len(c.names))
	}
	return c
}

// noticed opens the bytes as a journal, verifies it, and compares its end with what is remembered.
func (c *chain) noticed(t *testing.T, files map[string][]byte) bool {
	t.Helper()
	dir := Memory()
	for name, raw := range files {
		f, err := dir.Create(name, 0)
		if err != nil {
			t.Fatal(err)
		}
		if _, err := f.WriteAt(bytes.Clone(raw), 0); err != nil {
			t.Fatal(err)
		}
	}
	j, err := Open(Config{Dir: dir, Box: testKeys.For("journal"), SegmentSize: 4 << 10})
	if err != nil || len(j.Torn()) > 0 {
		return true
	}
	report, err := j.Verify(context.Background(), nil, nil)
	return err != nil || len(report.Faults) > 0 || report.Last != c.last || report.Hash != c.hash
}

func (c *chain) copied() map[string][]byte {
	files := map[string][]byte{}
	for name, raw := range c.files {
		files[name] = bytes.Clone(raw)
	}
	return files
}

func splice(raw []byte, from, to int64, with []byte) []byte {
	return append(append(bytes.Clone(raw[:from]), with...), raw[to:]...)
}

// tampers are the ways to lay hands on a journal. Each returns what it did, or "" if nothing was changed.
var tampers = map[string]func(c *chain, files map[string][]byte) string{
	"change": func(c *chain, files map[string][]byte) string {
		f := c.frames[rand.IntN(len(c.frames))]
		length := int64(frameHeader) + int64(uint32(files[f.name][f.from+4])|uint32(files[f.name][f.from+5])<<8|uint32(files[f.name][f.from+6])<<16)
		at := f.from + rand.Int64N(length)
		files[f.name][at] ^= byte(1 + rand.IntN(255))
		return fmt.Sprint("byte ", at, " of ", f)
	},
	"header": func(c *chain, files map[string][]byte) string {
		name := c.names[rand.IntN(len(c.names))]
		at := rand.IntN(segmentHeader)
		files[name][at] ^= byte(1 + rand.IntN(255))
		return fmt.Sprint("byte ", at, " of ", name)
	},
	"remove": func(c *chain, files map[string][]byte) string {
		f := c.frames[rand.IntN(len(c.frames))]
		files[f.name] = splice(files[f.name], f.from, f.to, nil)
		return fmt.Sprint(f)
	},
	"zero": func(c *chain, files map[string][]byte) string {
		f := c.frames[rand.IntN(len(c.frames))]
		clear(files[f.name][f.from:f.to])
		return fmt.Sprint(f)
	},
	"reorder": func(c *chain, files map[string][]byte) string {
		n := rand.IntN(len(c.frames) - 1)
		a, b := c.frames[n], c.frames[n+1]
		if a.name != b.name {
			return ""
		}
		raw := files[a.name]
		files[a.name] = splice(raw, a.from, b.to, append(bytes.Clone(raw[b.from:b.to]), raw[a.from:a.to]...))
		return fmt.Sprint(a, b)
	},
	"duplicate": func(c *chain, files map[string][]byte) string {
		f, to := c.frames[rand.IntN(len(c.frames))], c.frames[rand.IntN(len(c.frames))]
		files[to.name] = splice(files[to.name], to.to, to.to, c.files[f.name][f.from:f.to])
		return fmt.Sprint(f, " behind ", to)
	},
	"replace": func(c *chain, files map[string][]byte) string {
		f, to := c.frames[rand.IntN(len(c.frames))], c.frames[rand.IntN(len(c.frames))]
		if f == to {
			return ""
		}
		files[to.name] = splice(files[to.name], to.from, to.to, c.files[f.name][f.from:f.to])
		return fmt.Sprint(f, " in the place of ", to)
	},
	"cut": func(c *chain, files map[string][]byte) string {
		name := c.names[rand.IntN(len(c.names))]
		at := rand.IntN(len(files[name]))
		files[name] = files[name][:at]
		return fmt.Sprint(name, " at ", at)
	},
	"tail": func(c *chain, files map[string][]byte) string { // at a frame's border: only what is remembered tells
		n := len(c.frames) - 1 - rand.IntN(10)
		last := c.names[len(c.names)-1]
		if c.frames[n].name != last {
			return ""
		}
		files[last] = files[last][:c.frames[n].from]
		return fmt.Sprint(c.frames[n])
	},
	"segment lost": func(c *chain, files map[string][]byte) string {
		name := c.names[rand.IntN(len(c.names))]
		delete(files, name)
		return name
	},
	"segments swapped": func(c *chain, files map[string][]byte) string {
		n := rand.IntN(len(c.names) - 1)
		a, b := c.names[n], c.names[n+1]
		files[a], files[b] = files[b], files[a]
		return a + " " + b
	},
}

// Whatever is changed, removed, put in another order, doubled or cut, at the tail too, is noticed.
func TestEveryTamperingIsNoticed(t *testing.T) {
	c := chained(t, 120)
	if c.noticed(t, c.copied()) {
		t.Fatal("a whole journal is found fault with")
	}
	want, tried, missed := trust.Size(1_000, 20_000), 0, 0
	for tried < want {
		for name, tamper := range tampers {
			files := c.copied()
			did := tamper(c, files)
			if did == "" {
				continue
			}
			tried++
			if !c.noticed(t, files) {
				missed++
				t.Errorf("%s was not noticed: %s", name, did)
			}
		}
	}
	trust.Record(t, "Audit", "A journal is changed, cut, reordered or doubled at random places",
		trust.Count("tamperings", tried), trust.Lost("not noticed", missed))
}

// How long the chain of a large journal takes; looked at by night, since it depends on the machine.
func TestALargeJournalIsWalkedQuickly(t *testing.T) {
	if !trust.Nightly() {
		t.Skip("for make nightly")
	}
	j := open(t, Memory(), 0)
	for seq := uint64(1); seq <= 100_000; seq++ {
		if err := j.Append(seq, seq, payload(seq)); err != nil {
			t.Fatal(err)
		}
	}
	begun := time.Now()
	report, err := j.Verify(context.Background(), nil, nil)
	if err != nil || len(report.Faults) > 0 || report.Frames != 100_000 {
		t.Fatalf("%+v %v", report, err)
	}
	trust.Record(t, "Audit", "The chain of a journal is walked", trust.Count("frames", report.Frames),
		trust.Took("walked in", time.Since(begun), 5*time.Second))
}

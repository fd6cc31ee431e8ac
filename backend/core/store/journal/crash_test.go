package journal

import (
	"bytes"
	"context"
	"errors"
	"math/rand/v2"
	"strings"
	"testing"

	"xingke/backend/base/fault"
)

// copyOf returns a memory copy of a journal's files, with the newest segment changed.
func copyOf(t *testing.T, dir Dir, change func(name string, raw []byte) []byte) Dir {
	t.Helper()
	names, err := dir.List()
	if err != nil {
		t.Fatal(err)
	}
	to := Memory()
	for _, name := range names {
		f, _ := dir.Open(name)
		size, _ := f.Size()
		raw := make([]byte, size)
		if _, err := f.ReadAt(raw, 0); err != nil {
			t.Fatal(err)
		}
		if raw = change(name, raw); raw == nil {
			continue
		}
		g, _ := to.Create(name, 0)
		if _, err := g.WriteAt(raw, 0); err != nil {
			t.Fatal(err)
		}
	}
	return to
}

func newest(t *testing.T, dir Dir) string {
	names, _ := dir.List()
	for i := len(names) - 1; i >= 0; i-- {
		if strings.HasSuffix(names[i], ".journal") {
			return names[i]
		}
	}
	t.Fatal("no segment")
	return ""
}

// A crash leaves the newest segment cut anywhere, with or without reserved zeros behind.
func TestTornTailIsCutOff(t *testing.T) {
	dir := Memory()
	j := open(t, dir, 8<<10)
	for seq := uint64(1); seq <= 200; seq++ { // nobody waits: the last frames are not known to be durable
		if err := j.Append(seq, seq, payload(seq)); err != nil {
			t.Fatal(err)
		}
	}
	last := newest(t, dir)
	first := j.segments[len(j.segments)-1].first
	for range 200 {
		var cut int
		torn := copyOf(t, dir, func(name string, raw []byte) []byte {
			if name == last {
				cut = rand.IntN(len(raw))
				raw = raw[:cut]
				if rand.IntN(2) == 0 {
					raw = append(raw, make([]byte, 5000)...)
				}
			}
			return raw
		})
		k := open(t, torn, 8<<10)
		if k.Last() < first-1 || k.Last() > 200 {
			t.Fatalf("cut at %d: last %d", cut, k.Last())
		}
		write(t, k, 210)
		k = open(t, torn, 8<<10)
		if report, err := k.Verify(context.Background(), nil, nil); err != nil || len(report.Faults) > 0 || k.Last() != 210 {
			t.Fatalf("cut at %d: %+v %v", cut, report, err)
		}
	}
}

// Frames that share one fsync may reach the disk in any order: a hole before a whole frame
// is a torn tail as long as nobody was told that the lost one was saved.
func TestHoleInTheTail(t *testing.T) {
	dir := Memory()
	j := open(t, dir, 0)
	write(t, j, 10)
	for seq := uint64(11); seq <= 14; seq++ {
		if err := j.Append(seq, seq, payload(seq)); err != nil {
			t.Fatal(err)
		}
	}
	f, err := j.At(12)
	if err != nil {
		t.Fatal(err)
	}
	hole := copyOf(t, dir, func(_ string, raw []byte) []byte {
		clear(raw[f.Offset : f.Offset+100])
		return raw
	})
	k := open(t, hole, 0)
	if k.Last() != 11 || len(k.Torn()) != 1 {
		t.Fatalf("last %d, torn %v", k.Last(), k.Torn())
	}
	kept, err := hole.Open(k.Torn()[0].File)
	if err != nil {
		t.Fatal(err)
	}
	if size, _ := kept.Size(); size != k.Torn()[0].Bytes || size < 100 {
		t.Errorf("kept %d bytes", size)
	}
}

func TestDamageBeforeTheEndIsAFault(t *testing.T) {
	dir := Memory()
	j := open(t, dir, 8<<10)
	write(t, j, 300)
	last := newest(t, dir)
	frames := read(t, j, j.segments[len(j.segments)-1].first-1)
	if len(frames) < 3 {
		t.Fatal("too few frames in the newest segment")
	}
	for range 100 {
		at := frames[rand.IntN(len(frames)-1)] // any but the last
		var bit int64
		bad := copyOf(t, dir, func(name string, raw []byte) []byte {
			if name == last {
				bit = at.Offset + rand.Int64N(frameHeader+int64(len(at.Payload)))
				raw[bit] ^= 1 << rand.IntN(8)
			}
			return raw
		})
		_, err := Open(Config{Dir: bad, Box: testKeys.For("journal"), SegmentSize: 8 << 10})
		var damage *Damage
		if !errors.As(err, &damage) || !errors.Is(err, ErrDamaged) || !fault.Is(err, fault.Unavailable) {
			t.Fatalf("bit at %d: %v", bit, err)
		}
		if damage.Segment != last || damage.Offset != at.Offset {
			t.Fatalf("damage at %d of %s, said %v", at.Offset, last, damage)
		}
	}
}

func TestVerifyFindsEveryFlippedBit(t *testing.T) {
	dir := Memory()
	j := open(t, dir, 8<<10)
	write(t, j, 300)
	names, _ := dir.List()
	for range 150 {
		name := names[rand.IntN(len(names)-1)] // older segments, which Open does not read
		f, _ := dir.Open(name)
		size, _ := f.Size()
		at := rand.Int64N(size)
		one := make([]byte, 1)
		if _, err := f.ReadAt(one, at); err != nil {
			t.Fatal(err)
		}
		flipped := []byte{one[0] ^ 1<<rand.IntN(8)}
		if _, err := f.WriteAt(flipped, at); err != nil {
			t.Fatal(err)
		}
		report, err := j.Verify(context.Background(), nil, nil)
		if err != nil {
			t.Fatal(err)
		}
		if len(report.Faults) == 0 && !inPadding(j, name, at) {
			t.Fatalf("bit flipped in %s at %d was not noticed", name, at)
		}
		if _, err := f.WriteAt(one, at); err != nil {
			t.Fatal(err)
		}
	}
}

// inPadding: the zeros after a header's proof and between frames carry nothing.
func inPadding(j *Journal, name string, at int64) bool {
	if at >= 80+int64(len(keyProof))+28 && at < segmentHeader {
		return false // covered by the header's checksum
	}
	for _, s := range j.segments {
		if s.name != name {
			continue
		}
		r := newReader(s, segmentHeader, s.end)
		for {
			f, raw, err := r.next()
			if err != nil {
				return false
			}
			if at >= f.Offset+int64(len(raw)) && at < f.Offset+f.size {
				return true
			}
		}
	}
	return false
}

func TestSegmentsCannotBeMovedOrLost(t *testing.T) {
	dir := Memory()
	j := open(t, dir, 4<<10)
	write(t, j, 300)
	swapped := map[string]string{segmentName(2): segmentName(3), segmentName(3): segmentName(2)}
	contents := map[string][]byte{}
	copyOf(t, dir, func(name string, raw []byte) []byte { contents[name] = bytes.Clone(raw); return raw })
	for name, change := range map[string]func(name string, raw []byte) []byte{
		"lost": func(name string, raw []byte) []byte {
			if name == segmentName(2) {
				return nil
			}
			return raw
		},
		"swapped": func(name string, raw []byte) []byte {
			if other, ok := swapped[name]; ok {
				return contents[other]
			}
			return raw
		},
	} {
		if _, err := Open(Config{Dir: copyOf(t, dir, change), Box: testKeys.For("journal")}); !errors.Is(err, ErrDamaged) {
			t.Errorf("%s: %v", name, err)
		}
	}
}

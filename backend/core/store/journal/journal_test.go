package journal

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"sync"
	"testing"

	"xingke/backend/base/fault"
	"xingke/backend/core/seal"
)

var testKeys = seal.New()

func open(t *testing.T, dir Dir, room int64) *Journal {
	t.Helper()
	j, err := Open(Config{Dir: dir, Box: testKeys.For("journal"), SegmentSize: room})
	if err != nil {
		t.Fatal(err)
	}
	return j
}

// write appends frames of changing sizes until the journal ends with sequence last.
func write(t *testing.T, j *Journal, last uint64) {
	t.Helper()
	for j.Last() < last {
		first := j.Last() + 1
		end := min(first+first%3, last)
		if err := j.Append(first, end, payload(first)); err != nil {
			t.Fatal(err)
		}
		if err := j.Sync(end); err != nil {
			t.Fatal(err)
		}
	}
}

func payload(first uint64) []byte {
	return bytes.Repeat([]byte(fmt.Sprintf("<%d>", first)), int(first*37%400))
}

func read(t *testing.T, j *Journal, after uint64) []Frame {
	t.Helper()
	var frames []Frame
	if err := j.Frames(after, func(f Frame) bool { frames = append(frames, f); return true }); err != nil {
		t.Fatal(err)
	}
	return frames
}

func wantWhole(t *testing.T, j *Journal, last uint64) {
	t.Helper()
	if j.Last() != last {
		t.Fatalf("last %d, want %d", j.Last(), last)
	}
	expect := uint64(1)
	for _, f := range read(t, j, 0) {
		if f.First != expect || !bytes.Equal(f.Payload, payload(f.First)) {
			t.Fatalf("frame %d..%d, want %d", f.First, f.Last, expect)
		}
		expect = f.Last + 1
	}
	if expect != last+1 {
		t.Fatalf("read up to %d, want %d", expect-1, last)
	}
	report, err := j.Verify(context.Background(), nil, nil)
	if err != nil || len(report.Faults) > 0 || report.Last != last {
		t.Fatalf("verify: %+v %v", report, err)
	}
}

func dirs(t *testing.T) map[string]Dir {
	disk, err := Disk(t.TempDir())
	if err != nil {
		t.Fatal(err)
	}
	return map[string]Dir{"memory": Memory(), "disk": disk}
}

func TestFramesComeBackInOrder(t *testing.T) {
	for name, dir := range dirs(t) {
		t.Run(name, func(t *testing.T) {
			j := open(t, dir, 8<<10)
			book := j.Book()
			write(t, j, 300)
			wantWhole(t, j, 300)
			if err := j.Close(); err != nil {
				t.Fatal(err)
			}
			j = open(t, dir, 8<<10)
			defer j.Close()
			if j.Book() != book || j.Durable() != 300 || len(j.Torn()) != 0 {
				t.Errorf("book %s durable %d torn %v", j.Book(), j.Durable(), j.Torn())
			}
			wantWhole(t, j, 300)
			write(t, j, 400)
			wantWhole(t, j, 400)
			if segments, _ := j.Size(); segments < 5 {
				t.Errorf("only %d segments", segments)
			}
			for _, after := range []uint64{0, 1, 2, 57, 199, 399, 400, 999} {
				frames := read(t, j, after)
				if after >= 400 {
					if len(frames) != 0 {
						t.Errorf("after %d: %d frames", after, len(frames))
					}
				} else if frames[0].First > after+1 || frames[0].Last <= after {
					t.Errorf("after %d: begins with %d..%d", after, frames[0].First, frames[0].Last)
				}
			}
			if f, err := j.At(123); err != nil || f.First > 123 || f.Last < 123 {
				t.Errorf("at 123: %d..%d %v", f.First, f.Last, err)
			}
			if _, err := j.At(401); err == nil {
				t.Error("a frame beyond the end")
			}
		})
	}
}

// Frames longer than the reader takes at once, of every length modulo the padding.
func TestLongFrames(t *testing.T) {
	for name, dir := range dirs(t) {
		t.Run(name, func(t *testing.T) {
			j := open(t, dir, 1<<20)
			for seq := uint64(1); seq <= 20; seq++ {
				if err := j.Append(seq, seq, make([]byte, readAtOnce-5+int(seq)*3001)); err != nil {
					t.Fatal(err)
				}
				if err := j.Append(seq+1000, seq+1000, nil); err == nil {
					t.Fatal("a gap")
				}
			}
			for range 2 {
				frames := read(t, j, 0)
				for i, f := range frames {
					if f.First != uint64(i+1) || len(f.Payload) != readAtOnce-5+(i+1)*3001 || f.Offset%8 != 0 {
						t.Fatalf("frame %d: %d bytes at %d", f.First, len(f.Payload), f.Offset)
					}
				}
				if report, err := j.Verify(context.Background(), nil, nil); err != nil || len(report.Faults) > 0 || len(frames) != 20 {
					t.Fatalf("%d frames, %+v %v", len(frames), report, err)
				}
				if err := j.Close(); err != nil {
					t.Fatal(err)
				}
				j = open(t, dir, 1<<20)
			}
		})
	}
}

func TestWaitersShareTheDisk(t *testing.T) {
	dir := &counting{Dir: Memory()}
	j := open(t, dir, 0)
	for seq := uint64(1); seq <= 50; seq++ {
		if err := j.Append(seq, seq, payload(seq)); err != nil {
			t.Fatal(err)
		}
	}
	before := dir.synced()
	var wg sync.WaitGroup
	for seq := uint64(1); seq <= 50; seq++ {
		wg.Go(func() {
			if err := j.Sync(seq); err != nil {
				t.Error(err)
			}
		})
	}
	wg.Wait()
	if n := dir.synced() - before; n != 1 || j.Durable() != 50 {
		t.Errorf("%d syncs, durable %d", n, j.Durable())
	}
}

func TestDropTakesBackTheLastFrame(t *testing.T) {
	dir := Memory()
	j := open(t, dir, 0)
	write(t, j, 10)
	if err := j.Append(11, 11, []byte("never")); err != nil {
		t.Fatal(err)
	}
	if err := j.Drop(); err != nil {
		t.Fatal(err)
	}
	if err := j.Drop(); err == nil {
		t.Error("dropped a second frame")
	}
	wantWhole(t, j, 10)
	write(t, j, 20)
	wantWhole(t, j, 20)
	wantWhole(t, open(t, dir, 0), 20)
}

func TestAppendRefusesGapsAndMonsters(t *testing.T) {
	j := open(t, Memory(), 0)
	for _, r := range [][2]uint64{{2, 2}, {0, 0}, {1, 0}} {
		if err := j.Append(r[0], r[1], nil); err == nil {
			t.Errorf("%v was appended", r)
		}
	}
	if err := j.Append(1, 1, make([]byte, maxFrame)); !fault.Is(err, fault.Invalid) {
		t.Errorf("too large: %v", err)
	}
	write(t, j, 3)
	wantWhole(t, j, 3)
}

func TestDiskFull(t *testing.T) {
	dir := &counting{Dir: Memory()}
	j := open(t, dir, 4<<10)
	write(t, j, 20)
	for n := range 40 { // at every place: within a frame, at a new segment
		dir.fullAfter(n * 50)
		err := error(nil)
		for err == nil {
			seq := j.Last() + 1
			err = j.Append(seq, seq, payload(seq))
		}
		if !fault.Is(err, fault.Unavailable) {
			t.Fatalf("disk full: %v", err)
		}
		dir.fullAfter(-1)
		if err := j.Err(); err != nil {
			t.Fatalf("a full disk stopped the journal: %v", err)
		}
		last := j.Last()
		write(t, j, last+3)
		wantWhole(t, j, last+3)
	}
	if err := j.Close(); err != nil {
		t.Fatal(err)
	}
	wantWhole(t, open(t, dir.Dir, 4<<10), j.Last())
}

func TestFailedSyncStopsWriting(t *testing.T) {
	dir := &counting{Dir: Memory()}
	j := open(t, dir, 0)
	write(t, j, 5)
	if err := j.Append(6, 6, payload(6)); err != nil {
		t.Fatal(err)
	}
	dir.failSync(true)
	if err := j.Sync(6); !errors.Is(err, ErrFailed) {
		t.Fatalf("sync: %v", err)
	}
	dir.failSync(false)
	if err := j.Sync(6); !errors.Is(err, ErrFailed) {
		t.Errorf("a later sync must not claim what the disk may have lost: %v", err)
	}
	if err := j.Append(7, 7, nil); !errors.Is(err, ErrFailed) || !fault.Is(err, fault.Unavailable) {
		t.Errorf("append: %v", err)
	}
	if len(read(t, j, 0)) == 0 {
		t.Error("reading must go on")
	}
}

func TestWrongKeyNewerFormat(t *testing.T) {
	dir := Memory()
	write(t, open(t, dir, 0), 5)
	if _, err := Open(Config{Dir: dir, Box: seal.New().For("journal")}); !errors.Is(err, ErrWrongKey) || !fault.Is(err, fault.Forbidden) {
		t.Errorf("wrong key: %v", err)
	}
	f, _ := dir.Open(segmentName(1))
	if _, err := f.WriteAt([]byte{9}, 8); err != nil {
		t.Fatal(err)
	}
	if _, err := Open(Config{Dir: dir, Box: testKeys.For("journal")}); !errors.Is(err, ErrNewer) || !fault.Is(err, fault.Unavailable) {
		t.Errorf("newer format: %v", err)
	}
}

func TestNothingReadable(t *testing.T) {
	disk, _ := Disk(t.TempDir())
	j := open(t, disk, 0)
	if err := j.Append(1, 1, []byte("杭州西湖 canary")); err != nil {
		t.Fatal(err)
	}
	f, _ := disk.Open(segmentName(1))
	raw := make([]byte, 4096)
	if _, err := f.ReadAt(raw, 0); err != nil {
		t.Fatal(err)
	}
	if bytes.Contains(raw, []byte("canary")) || bytes.Contains(raw, keyProof) {
		t.Error("plaintext on disk")
	}
}

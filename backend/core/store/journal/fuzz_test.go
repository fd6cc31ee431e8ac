package journal

import (
	"bytes"
	"context"
	"testing"

	"xingke/backend/base/fault"
	"xingke/backend/core/seal"
)

// fuzzBox is the same in every run, so that what was found before means the same again.
func fuzzBox(t testing.TB) seal.Box {
	keys, err := seal.From(bytes.Repeat([]byte{7}, seal.KeySize))
	if err != nil {
		t.Fatal(err)
	}
	return keys.For("journal")
}

// FuzzJournal puts any bytes where a segment lies. Opening and reading end with a fault for people or
// with frames that were written; no other frame is ever shown.
func FuzzJournal(f *testing.F) {
	box := fuzzBox(f)
	for _, last := range []uint64{0, 1, 9} {
		dir := Memory()
		j, err := Open(Config{Dir: dir, Box: box, SegmentSize: 64 << 10})
		if err != nil {
			f.Fatal(err)
		}
		for first := uint64(1); first <= last; first++ {
			if err := j.Append(first, first, payload(first)); err != nil {
				f.Fatal(err)
			}
		}
		if err := j.Close(); err != nil {
			f.Fatal(err)
		}
		raw := dir.(*memory).files[segmentName(1)].bytes
		whole := bytes.TrimRight(raw, "\x00")
		f.Add(bytes.Clone(whole), -1, byte(0))
		f.Add(bytes.Clone(whole[:len(whole)*2/3]), -1, byte(0))
		f.Add(bytes.Clone(whole), segmentHeader+20, byte(1))
		f.Add(bytes.Clone(whole), 90, byte(1))
	}
	f.Add([]byte(segmentMagic), 0, byte(0))
	f.Fuzz(func(t *testing.T, raw []byte, at int, flip byte) {
		raw = bytes.Clone(raw)
		if at >= 0 && len(raw) > 0 {
			raw[at%len(raw)] ^= flip
		}
		dir := Memory().(*memory)
		dir.files[segmentName(1)] = &memoryFile{bytes: raw}
		j, err := Open(Config{Dir: dir, Box: box, SegmentSize: 64 << 10})
		if err != nil {
			said(t, err)
			return
		}
		expect := uint64(0)
		if err := j.Frames(0, func(f Frame) bool {
			if expect != 0 && f.First != expect || !bytes.Equal(f.Payload, payload(f.First)) {
				t.Fatalf("frame %d..%d was never written", f.First, f.Last)
			}
			expect = f.Last + 1
			return true
		}); err != nil {
			said(t, err)
		}
		if _, err := j.Verify(context.Background(), nil, nil); err != nil {
			said(t, err)
		}
		if err := j.Append(j.Last()+1, j.Last()+1, []byte("more")); err == nil {
			if f, err := j.At(j.Last()); err != nil || string(f.Payload) != "more" {
				t.Fatalf("what is written after it: %v", err)
			}
		}
		if err := j.Close(); err != nil {
			said(t, err)
		}
	})
}

// said holds that an error is one that people can read.
func said(t *testing.T, err error) {
	t.Helper()
	if f := fault.From(err); f.Kind == fault.Internal || f.Text.ZH == "" {
		t.Fatalf("no sentence for people: %v", err)
	}
}

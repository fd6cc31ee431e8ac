package journal

import (
	"context"
	"errors"
)

// Report is what Verify found.
type Report struct {
	Segments int
	Frames   int
	Last     uint64
	Hash     [32]byte // of the last frame
	Faults   []error  // damage, by place; empty when the journal is whole
}

// Verify reads the whole journal again and walks its chain. yield, which may be nil, is
// given every frame; progress, which may be nil, hears of the bytes read so far.
func (j *Journal) Verify(ctx context.Context, yield func(Frame) error, progress func(done, total int64)) (Report, error) {
	j.mu.Lock()
	segments, last := j.segments, j.last
	ends := make([]int64, len(segments))
	var total int64
	for i, s := range segments {
		ends[i] = s.end
		total += s.end
	}
	j.mu.Unlock()
	w := walk{j: j, last: last, yield: yield}
	if len(segments) > 0 {
		w.seq, w.hash = segments[0].first-1, segments[0].prev
	}
	var done int64
	for i, s := range segments {
		if err := ctx.Err(); err != nil {
			return w.report, err
		}
		if err := w.segment(ctx, s, ends[i]); err != nil {
			return w.report, err
		}
		done += ends[i]
		if progress != nil {
			progress(done, total)
		}
	}
	if w.seq != last && len(w.report.Faults) == 0 {
		w.bad(damaged(segments[len(segments)-1], ends[len(ends)-1], w.seq+1, "its end is missing"))
	}
	w.report.Last, w.report.Hash = w.seq, w.hash
	return w.report, nil
}

type walk struct {
	j      *Journal
	seq    uint64
	hash   [32]byte
	last   uint64
	yield  func(Frame) error
	report Report
}

// segment walks one segment. Damage goes into the report; an error is the yielder's or the context's.
func (w *walk) segment(ctx context.Context, s *segment, end int64) error {
	w.report.Segments++
	fresh := &segment{number: s.number, name: s.name, file: s.file}
	if err := fresh.readHeader(w.j.box); err != nil || fresh.book != w.j.book {
		w.bad(damaged(s, 0, s.first, "its header is damaged"))
	} else if fresh.first != w.seq+1 || fresh.prev != w.hash {
		w.bad(damaged(s, 0, s.first, "it does not continue the segment before"))
	}
	r := newReader(s, segmentHeader, end)
	w.seq, w.hash = s.first-1, s.prev
	for {
		f, raw, err := r.next()
		switch {
		case errors.Is(err, errNoFrame) && f.Offset == end || err == nil && f.First > w.last:
			return nil
		case errors.Is(err, errNoFrame) || errors.Is(err, errFrame):
			w.bad(damaged(s, f.Offset, w.seq+1, "it is no valid frame"))
			return nil
		case err != nil:
			w.bad(unreadable(err))
			return nil
		case f.First != w.seq+1 || f.Prev != w.hash:
			w.bad(damaged(s, f.Offset, f.First, "the chain is broken"))
		}
		if err := s.open(&f, raw, w.j.box); err != nil {
			w.bad(damaged(s, f.Offset, f.First, "it does not open"))
		} else if w.yield != nil {
			if err := w.yield(f); err != nil {
				return err
			}
		}
		if err := ctx.Err(); err != nil {
			return err
		}
		w.report.Frames++
		w.seq, w.hash = f.Last, f.Hash
	}
}

func (w *walk) bad(err error) { w.report.Faults = append(w.report.Faults, err) }

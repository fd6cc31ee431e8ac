package journal

import "io"

// Part is one segment as far as it was written when Parts was called.
type Part struct {
	Name string
	Size int64
	io.ReaderAt
}

// Parts lists the segments with everything that is on disk by now, the last sequence in them
// and the hash of the chain there. What is appended later does not change them.
func (j *Journal) Parts() ([]Part, uint64, [32]byte, error) {
	if err := j.Sync(j.Last()); err != nil {
		return nil, 0, [32]byte{}, err
	}
	j.mu.Lock()
	defer j.mu.Unlock()
	parts := make([]Part, len(j.segments))
	for i, s := range j.segments {
		parts[i] = Part{Name: s.name, Size: s.end, ReaderAt: s.file}
	}
	return parts, j.last, j.hash, nil
}

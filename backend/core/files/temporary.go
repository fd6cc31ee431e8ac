package files

import (
	"os"
	"slices"
)

// briefly is how many files are kept for a while only.
const briefly = 20

// Temporary ends the file like Commit, but keeps it for a while only: until the book is opened again, or until
// enough newer ones have come. What only tries something leaves nothing behind then.
func (w *Writer) Temporary() (Info, error) {
	info, err := w.commit(w.store.tmp)
	if err != nil {
		return Info{}, err
	}
	s := w.store
	s.mu.Lock()
	defer s.mu.Unlock()
	s.brief = append(slices.DeleteFunc(s.brief, func(hash string) bool { return hash == info.Hash }), info.Hash)
	for len(s.brief) > briefly {
		path := place(s.tmp, s.brief[0])
		_, _ = os.Remove(path), os.Remove(path+".info") // what cannot be removed now goes when the book is opened
		s.brief = s.brief[1:]
	}
	return info, nil
}

// path is where a file lies: in its place, or with those that are kept for a while.
func (s *Store) path(hash string) string {
	lasting := place(s.dir, hash)
	if _, err := os.Stat(lasting + ".info"); err != nil {
		if _, err := os.Stat(place(s.tmp, hash) + ".info"); err == nil {
			return place(s.tmp, hash)
		}
	}
	return lasting
}

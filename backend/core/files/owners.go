package files

import (
	"context"
	"errors"
	"io"
	"io/fs"
	"net/http"
	"os"
	"strings"
	"time"

	"xingke/backend/base/who"
)

// Keeps is how long a file that no record holds stays, and is had by who put it in or had it made:
// an upload to be imported or attached, an export to be fetched.
const Keeps = 7 * 24 * time.Hour

// mostBy is how many people a file remembers, the last ones.
const mostBy = 50

// byWho is the one who acts, now.
func (s *Store) byWho(ctx context.Context) map[string]int64 {
	user, known := who.From(ctx)
	if !known || user.ID == "" {
		return nil
	}
	return map[string]int64{user.ID: s.now().Unix()}
}

// alsoBy adds who puts a file in to who did so before.
func (s *Store) alsoBy(hash, path string, by map[string]int64) map[string]int64 {
	if s.path(hash) != path {
		return by
	}
	beside, err := s.sidecar(hash)
	if err != nil {
		return by // it was not there, or its description is damaged and made anew
	}
	all, since := map[string]int64{}, s.now().Add(-Keeps).Unix()
	for user, at := range beside.By {
		if at >= since && len(all) < mostBy {
			all[user] = at
		}
	}
	for user, at := range by {
		all[user] = at
	}
	return all
}

// Mine tells whether the one who acts put a file in, or had it made, of late.
func (s *Store) Mine(ctx context.Context, hash string) bool {
	user, known := who.From(ctx)
	if !known {
		return false
	}
	beside, err := s.known(hash)
	if err != nil {
		return false
	}
	at, found := beside.By[user.ID]
	return found && s.now().Sub(time.Unix(at, 0)) < Keeps
}

// Swept is what a sweep took away.
type Swept struct {
	Files int
	Bytes int64
}

// Sweep takes away the files that nothing holds and that nobody has put in or made for so long as
// files are kept. It is called with what holds files; held must know of whatever can come back.
func (s *Store) Sweep(ctx context.Context, held func(hash string) bool) (done Swept, err error) {
	hashes, err := s.lasting()
	if err != nil {
		return done, err
	}
	for _, hash := range hashes {
		if err := ctx.Err(); err != nil {
			return done, err
		}
		if held(hash) {
			continue
		}
		size, err := s.drop(hash)
		if err != nil {
			return done, err
		}
		if size > 0 {
			done.Files, done.Bytes = done.Files+1, done.Bytes+size
		}
	}
	return done, nil
}

// drop takes a file away unless it was put in lately.
func (s *Store) drop(hash string) (int64, error) {
	s.putting.Lock() // who puts the same content in now finds it whole or not at all
	defer s.putting.Unlock()
	path := place(s.dir, hash)
	beside, err := os.Stat(path + ".info")
	if errors.Is(err, fs.ErrNotExist) {
		return 0, nil
	}
	if err != nil {
		return 0, unwritable(err)
	}
	if s.now().Sub(beside.ModTime()) < Keeps {
		return 0, nil
	}
	size := beside.Size()
	if content, err := os.Stat(path); err == nil {
		size += content.Size()
	}
	// Its description goes first: a file without one is not there.
	for _, one := range []string{path + ".info", path} {
		if err := os.Remove(one); err != nil && !errors.Is(err, fs.ErrNotExist) {
			return 0, unwritable(err)
		}
	}
	return size, nil
}

// shown tells whether a browser may show a file in place: it is what its name says.
func (f *File) shown(kind string) bool {
	if !strings.HasPrefix(kind, "image/") && kind != "application/pdf" {
		return false
	}
	head := make([]byte, 512)
	n, err := f.ReadAt(head, 0)
	if err != nil && !errors.Is(err, io.EOF) {
		return false
	}
	return http.DetectContentType(head[:n]) == kind
}

package search

import (
	"errors"
	"path/filepath"
	"strings"
	"sync"

	index "github.com/blevesearch/bleve_index_api"

	"xingke/backend/core/seal"
	"xingke/backend/core/search/segment"
)

// hookID is what Bleve writes beside the data to know which hook wrote it. It never changes: Bleve 2.6.1 cannot open
// an index in which it differs between files. Which key sealed a chunk is said by the chunk's first byte.
const hookID = "xingke"

const keyVersion = 1

var errNoBox = errors.New("search: no key for this index")

// Bleve's hooks are global; boxes knows which index folder is sealed by what.
var boxes = struct {
	sync.RWMutex
	of map[string]seal.Box
}{of: map[string]seal.Box{}}

func init() {
	index.WriterHook = writerHook
	index.ReaderHook = readerHook
	segment.Register(func(path string) (seal.Box, error) {
		if box, ok := boxFor(path); ok {
			return box, nil
		}
		return seal.Box{}, errNoBox
	})
}

func sealFolder(dir string, box seal.Box) {
	boxes.Lock()
	defer boxes.Unlock()
	boxes.of[filepath.Clean(dir)] = box
}

func unsealFolder(dir string) {
	boxes.Lock()
	defer boxes.Unlock()
	delete(boxes.of, filepath.Clean(dir))
}

func boxFor(path string) (seal.Box, bool) {
	boxes.RLock()
	defer boxes.RUnlock()
	for path = filepath.Clean(path); ; path = filepath.Dir(path) {
		if box, ok := boxes.of[path]; ok {
			return box, true
		}
		if parent := filepath.Dir(path); parent == path {
			return seal.Box{}, false
		}
	}
}

// writerHook gives what seals each chunk of a file; Bleve calls it with the file's path.
func writerHook(path []byte) (string, func([]byte) []byte, error) {
	if inMemory(string(path)) {
		return "", nil, nil
	}
	box, ok := boxFor(string(path))
	if !ok {
		return "", nil, errNoBox
	}
	return hookID, func(plain []byte) []byte {
		if len(plain) == 0 {
			return plain
		}
		out := make([]byte, 1, 1+len(plain)+seal.Overhead)
		out[0] = keyVersion
		return box.Seal(out, plain, nil)
	}, nil
}

// readerHook gives what opens the chunks. Segments that still live in memory have no id and are not sealed.
func readerHook(id string, path []byte) (func([]byte) ([]byte, error), error) {
	if id == "" {
		return nil, nil
	}
	box, ok := boxFor(string(path))
	if id != hookID || !ok {
		return nil, errNoBox
	}
	return func(sealed []byte) ([]byte, error) {
		if len(sealed) == 0 {
			return sealed, nil
		}
		if sealed[0] != keyVersion {
			return nil, seal.ErrTampered
		}
		return box.Open(make([]byte, 0, len(sealed)), sealed[1:], nil)
	}, nil
}

// inMemory tells the path that Bleve names for an index without a folder; it writes no file there.
func inMemory(path string) bool {
	dir := filepath.Dir(path)
	return !filepath.IsAbs(path) || dir == string(filepath.Separator)
}

// cleanPath makes folder names comparable.
func cleanPath(dir string) string {
	abs, err := filepath.Abs(strings.TrimSpace(dir))
	if err != nil {
		return filepath.Clean(dir)
	}
	return abs
}

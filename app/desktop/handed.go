package desktop

import (
	"net/http"
	"os"
	"slices"
	"sync"
)

// handed keeps the files that were given to the program until the page takes them.
type handed struct {
	mu    sync.Mutex
	files []opened
	given []string // paths of all of them: only these may be read
}

func (h *handed) put(file opened) {
	h.mu.Lock()
	defer h.mu.Unlock()
	h.files, h.given = append(h.files, file), append(h.given, file.Path)
}

// allow lets the page read files that were dropped on it, and gives those of the paths that are files.
func (h *handed) allow(paths []string) []string {
	h.mu.Lock()
	defer h.mu.Unlock()
	files := []string{}
	for _, path := range paths {
		if info, err := os.Stat(path); err == nil && info.Mode().IsRegular() {
			files = append(files, path)
		}
	}
	h.given = append(h.given, files...)
	return files
}

func (h *handed) take() []opened {
	h.mu.Lock()
	defer h.mu.Unlock()
	files := h.files
	h.files = nil
	if files == nil {
		return []opened{}
	}
	return files
}

// read answers with the bytes of a file that was given to the program, and of no other.
func (h *handed) read(out http.ResponseWriter, r *http.Request) {
	path := r.URL.Query().Get("path")
	h.mu.Lock()
	known := slices.Contains(h.given, path)
	h.mu.Unlock()
	if !known {
		http.NotFound(out, r)
		return
	}
	http.ServeFile(out, r, path)
}

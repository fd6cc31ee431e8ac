package journal

import (
	"io"
	"io/fs"
	"maps"
	"slices"
	"sync"
)

// Memory is a Dir that lives as long as the process: for tests and books that are not kept.
func Memory() Dir { return &memory{files: map[string]*memoryFile{}} }

type memory struct {
	mu    sync.Mutex
	files map[string]*memoryFile
}

func (m *memory) List() ([]string, error) {
	m.mu.Lock()
	defer m.mu.Unlock()
	return slices.Sorted(maps.Keys(m.files)), nil
}

func (m *memory) Open(name string) (File, error) {
	m.mu.Lock()
	defer m.mu.Unlock()
	f, ok := m.files[name]
	if !ok {
		return nil, fs.ErrNotExist
	}
	return f, nil
}

func (m *memory) Create(name string, _ int64) (File, error) {
	m.mu.Lock()
	defer m.mu.Unlock()
	if _, ok := m.files[name]; ok {
		return nil, fs.ErrExist
	}
	f := &memoryFile{}
	m.files[name] = f
	return f, nil
}

func (m *memory) Rename(from, to string) error {
	m.mu.Lock()
	defer m.mu.Unlock()
	f, ok := m.files[from]
	if !ok {
		return fs.ErrNotExist
	}
	delete(m.files, from)
	m.files[to] = f
	return nil
}

type memoryFile struct {
	mu    sync.RWMutex
	bytes []byte
}

func (f *memoryFile) ReadAt(p []byte, off int64) (int, error) {
	f.mu.RLock()
	defer f.mu.RUnlock()
	if off >= int64(len(f.bytes)) {
		return 0, io.EOF
	}
	n := copy(p, f.bytes[off:])
	if n < len(p) {
		return n, io.EOF
	}
	return n, nil
}

func (f *memoryFile) WriteAt(p []byte, off int64) (int, error) {
	f.mu.Lock()
	defer f.mu.Unlock()
	if end := int(off) + len(p); end > len(f.bytes) {
		f.bytes = slices.Grow(f.bytes, end-len(f.bytes))[:end]
	}
	return copy(f.bytes[off:], p), nil
}

func (f *memoryFile) Truncate(size int64) error {
	f.mu.Lock()
	defer f.mu.Unlock()
	kept := min(int(size), len(f.bytes))
	grown := make([]byte, size)
	copy(grown, f.bytes[:kept])
	f.bytes = grown
	return nil
}

func (f *memoryFile) Size() (int64, error) {
	f.mu.RLock()
	defer f.mu.RUnlock()
	return int64(len(f.bytes)), nil
}

func (*memoryFile) Sync() error  { return nil }
func (*memoryFile) Close() error { return nil }

package engine

import (
	"bytes"
	"errors"
	"sync"
)

// Memory returns an engine that lives as long as the process.
func Memory() Engine { return &memory{} }

type memory struct {
	mu   sync.Mutex
	tree Tree
}

func (m *memory) Snapshot() Snapshot {
	m.mu.Lock()
	defer m.mu.Unlock()
	twin := m.tree
	return &memorySnapshot{&twin}
}

// Update writes into a fork, which takes the place of the tree when all went well. So the
// snapshots taken before never see it.
func (m *memory) Update(fn func(Batch) error) error {
	m.mu.Lock()
	fork := m.tree.Fork()
	m.mu.Unlock()
	if err := fn(memoryBatch{fork}); err != nil {
		return err
	}
	m.mu.Lock()
	defer m.mu.Unlock()
	m.tree = *fork
	return nil
}

// Load begins with an empty tree.
func (m *memory) Load(fill func(put func(key, value []byte) error) error) error {
	next := memoryBatch{&Tree{}}
	if err := fill(func(key, value []byte) error { return next.Put(bytes.Clone(key), bytes.Clone(value)) }); err != nil {
		return err
	}
	m.mu.Lock()
	defer m.mu.Unlock()
	m.tree = *next.t
	return nil
}

func (m *memory) Flush() error { return nil }

func (m *memory) Settle() error { return nil }

func (m *memory) Size() int64 {
	m.mu.Lock()
	defer m.mu.Unlock()
	return m.tree.Bytes()
}

func (m *memory) Close() error { return nil }

type memoryBatch struct{ t *Tree }

var errNoKey = errors.New("engine: empty key")

func (b memoryBatch) Put(key, value []byte) error {
	if len(key) == 0 {
		return errNoKey
	}
	b.t.Put(key, value)
	return nil
}

func (b memoryBatch) Delete(key []byte) error {
	if len(key) == 0 {
		return errNoKey
	}
	b.t.Delete(key)
	return nil
}

type memorySnapshot struct{ t *Tree }

func (s *memorySnapshot) Get(key []byte, use func([]byte) error) (bool, error) {
	v, ok := s.t.Get(key)
	if !ok {
		return false, nil
	}
	return true, use(v)
}

func (s *memorySnapshot) Scan(r Range, yield func(key, value []byte) bool) error {
	if r.KeysOnly {
		s.t.Scan(r, func(key, _ []byte) bool { return yield(key, nil) })
	} else {
		s.t.Scan(r, yield)
	}
	return nil
}

func (s *memorySnapshot) Release() {}

package keychain

import "sync"

// Memory is a keychain that lasts as long as the program, for tests. It is safe for concurrent use.
type Memory struct {
	mu   sync.Mutex
	held map[string]string
	fail error
}

// NewMemory makes an empty one.
func NewMemory() *Memory { return &Memory{held: map[string]string{}} }

// Fail makes every answer this one; nil puts an end to that.
func (m *Memory) Fail(err error) {
	m.mu.Lock()
	defer m.mu.Unlock()
	m.fail = err
}

// All are the secrets by name.
func (m *Memory) All() map[string]string {
	m.mu.Lock()
	defer m.mu.Unlock()
	all := map[string]string{}
	for name, secret := range m.held {
		all[name] = secret
	}
	return all
}

// Here implements Keychain.
func (m *Memory) Here() error {
	m.mu.Lock()
	defer m.mu.Unlock()
	return m.fail
}

// Get implements Keychain.
func (m *Memory) Get(name string) (string, error) {
	m.mu.Lock()
	defer m.mu.Unlock()
	if m.fail != nil {
		return "", m.fail
	}
	secret, found := m.held[name]
	if !found {
		return "", ErrNotFound
	}
	return secret, nil
}

// Set implements Keychain.
func (m *Memory) Set(name, secret string) error {
	m.mu.Lock()
	defer m.mu.Unlock()
	if m.fail == nil {
		m.held[name] = secret
	}
	return m.fail
}

// Delete implements Keychain.
func (m *Memory) Delete(name string) error {
	m.mu.Lock()
	defer m.mu.Unlock()
	if m.fail == nil {
		delete(m.held, name)
	}
	return m.fail
}

package engine

import (
	"fmt"

	"github.com/dgraph-io/badger/v4"
	"github.com/dgraph-io/badger/v4/pb"
	"github.com/dgraph-io/ristretto/v2/z"
)

// loadAtOnce is about how many bytes are handed to Badger together.
const loadAtOnce = 1 << 20

// Load writes Badger's tables straight from what comes sorted: nothing goes through a log, nothing
// is merged later. Each first byte of a key is a stream of its own.
func (b *onDisk) Load(fill func(put func(key, value []byte) error) error) error {
	w := b.db.NewStreamWriter()
	l := &loading{w: w, buf: z.NewBuffer(2*loadAtOnce, "load")}
	defer func() { _ = l.buf.Release() }()
	err := w.Prepare()
	if err == nil {
		err = fill(l.put)
	}
	if err == nil {
		err = l.hand()
	}
	if err != nil {
		w.Cancel()
		return fmt.Errorf("engine: %w", err)
	}
	if err := w.Flush(); err != nil {
		return fmt.Errorf("engine: %w", err)
	}
	return nil
}

type loading struct {
	w   *badger.StreamWriter
	buf *z.Buffer
}

func (l *loading) put(key, value []byte) error {
	if len(key) == 0 {
		return errNoKey
	}
	badger.KVToBuffer(&pb.KV{Key: key, Value: value, Version: 1, StreamId: uint32(key[0])}, l.buf)
	if l.buf.LenNoPadding() < loadAtOnce {
		return nil
	}
	return l.hand()
}

func (l *loading) hand() error {
	err := l.w.Write(l.buf)
	l.buf.Reset()
	return err
}

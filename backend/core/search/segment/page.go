package segment

import (
	"bufio"
	lru "container/list"
	"crypto/rand"
	"encoding/binary"
	"errors"
	"fmt"
	"io"
	"os"
	"slices"
	"sync"
	"sync/atomic"

	"xingke/backend/core/seal"
)

const (
	pageSize   = 4096  // of terms, about
	magicBegin = "XKS" // and the version, as a digit
	magicSize  = 4
	saltSize   = 16
	headSize   = magicSize + saltSize
	tailSize   = 8 + magicSize // length of the footer, magic
	footerPage = ^uint32(0)
)

var errBroken = errors.New("search: a segment is not as it was written")

// pages are the parts of a segment, in memory or in a file.
type pages struct {
	starts []uint64 // of each, as if none was sealed; one more at the end
	mem    []byte
	file   *os.File // nil: in memory
	box    seal.Box
	salt   []byte
	number uint64 // tells segments apart
}

// kept are pages that were opened lately, of all segments: 8 MB at most.
var kept [2048]atomic.Pointer[keptPage]

type keptPage struct {
	of   uint64
	n    int
	data []byte
}

var opened atomic.Uint64

var buffers = sync.Pool{New: func() any { return new([]byte) }}

// page gives a page, which nobody may change. keep is for pages that are likely to be asked for again.
func (p *pages) page(n int, keep bool) ([]byte, error) {
	if n < 0 || n+1 >= len(p.starts) {
		return nil, errBroken
	}
	if p.file == nil {
		return p.mem[p.starts[n]:p.starts[n+1]], nil
	}
	slot := &kept[(p.number*0x9e3779b97f4a7c15>>40+uint64(n))%uint64(len(kept))]
	if have := slot.Load(); have != nil && have.n == n && have.of == p.number {
		return have.data, nil
	}
	data, err := p.read(int64(headSize)+int64(p.starts[n])+int64(n)*seal.Overhead, int(p.starts[n+1]-p.starts[n]), uint32(n))
	if err == nil && keep {
		slot.Store(&keptPage{p.number, n, data})
	}
	return data, err
}

// far are the lists of frequent terms that were asked for lately, of all segments: the one that was not for longest
// makes room.
var far = farPages{of: map[farKey]*lru.Element{}}

const mostFar = 16 << 20 // bytes

type farKey struct {
	of uint64
	n  int
}

type farPage struct {
	farKey
	data []byte
}

type farPages struct {
	mu    sync.Mutex
	of    map[farKey]*lru.Element
	order lru.List // the one asked for last in front
	bytes int
}

func (f *farPages) get(key farKey) ([]byte, bool) {
	f.mu.Lock()
	defer f.mu.Unlock()
	e, ok := f.of[key]
	if !ok {
		return nil, false
	}
	f.order.MoveToFront(e)
	return e.Value.(*farPage).data, true
}

func (f *farPages) put(key farKey, data []byte) {
	f.mu.Lock()
	defer f.mu.Unlock()
	if _, known := f.of[key]; known || len(data) > mostFar/4 {
		return
	}
	f.of[key] = f.order.PushFront(&farPage{key, data})
	for f.bytes += len(data); f.bytes > mostFar; {
		last := f.order.Remove(f.order.Back()).(*farPage)
		delete(f.of, last.farKey)
		f.bytes -= len(last.data)
	}
}

// farPage gives a page with a long list, which nobody may change and which is likely to be asked for again.
func (p *pages) farPage(n int) ([]byte, error) {
	if p.file == nil {
		return p.page(n, false)
	}
	key := farKey{p.number, n}
	if data, ok := far.get(key); ok {
		return data, nil
	}
	data, err := p.page(n, false)
	if err == nil {
		far.put(key, data)
	}
	return data, err
}

func (p *pages) read(at int64, size int, n uint32) ([]byte, error) {
	buf := buffers.Get().(*[]byte)
	defer buffers.Put(buf)
	*buf = slices.Grow((*buf)[:0], size+seal.Overhead)
	sealed := (*buf)[:size+seal.Overhead]
	if _, err := p.file.ReadAt(sealed, at); err != nil {
		return nil, fmt.Errorf("search: read segment: %w", err)
	}
	return p.box.Open(make([]byte, 0, size), sealed, place(p.salt, n))
}

// place says where a page belongs: a page of another segment, or from elsewhere, does not open there.
func place(salt []byte, n uint32) []byte {
	return binary.BigEndian.AppendUint32(append(make([]byte, 0, saltSize+4), salt...), n)
}

// A sink takes pages one after the other, the footer last.
type sink interface {
	put(page []byte) error
	end(footer []byte) error
}

// memory is a sink that keeps pages.
type memory struct{ data []byte }

func (m *memory) put(page []byte) error { m.data = append(m.data, page...); return nil }
func (m *memory) end([]byte) error      { return nil }

// disk is a sink that seals pages into a file.
type disk struct {
	file  *os.File
	out   *bufio.Writer
	box   seal.Box
	magic string
	salt  []byte
	n     uint32
	buf   []byte
}

// magicOf begins and ends the files of a version.
func magicOf(version uint32) string { return fmt.Sprint(magicBegin, version) }

func newDisk(path string, box seal.Box, version uint32) (*disk, error) {
	f, err := os.OpenFile(path, os.O_CREATE|os.O_TRUNC|os.O_WRONLY, 0o600)
	if err != nil {
		return nil, fmt.Errorf("search: write segment: %w", err)
	}
	d := &disk{file: f, out: bufio.NewWriterSize(f, 1<<16), box: box, magic: magicOf(version), salt: make([]byte, saltSize)}
	_, _ = rand.Read(d.salt) // it never fails
	_, _ = d.out.WriteString(d.magic)
	_, _ = d.out.Write(d.salt) // what fails here fails at the end
	return d, nil
}

func (d *disk) put(page []byte) error { return d.seal(page, d.next()) }

func (d *disk) next() uint32 { d.n++; return d.n - 1 }

func (d *disk) seal(page []byte, n uint32) error {
	d.buf = d.box.Seal(d.buf[:0], page, place(d.salt, n))
	_, err := d.out.Write(d.buf)
	return err
}

func (d *disk) end(footer []byte) error {
	err := d.seal(footer, footerPage)
	tail := binary.BigEndian.AppendUint64(nil, uint64(len(footer)))
	_, werr := d.out.Write(append(tail, d.magic...))
	return errors.Join(err, werr, d.out.Flush(), d.file.Sync())
}

// close ends the file; without success it is removed.
func (d *disk) close(err error) error {
	if err = errors.Join(err, d.file.Close()); err != nil {
		_ = os.Remove(d.file.Name())
	}
	return err
}

// openPages opens a file of pages and reads its footer.
func openPages(path string, box seal.Box, version uint32) (p *pages, footer []byte, err error) {
	f, err := os.Open(path)
	if err != nil {
		return nil, nil, fmt.Errorf("search: open segment: %w", err)
	}
	defer func() {
		if err != nil {
			_ = f.Close()
		}
	}()
	p = &pages{file: f, box: box}
	info, err := f.Stat()
	if err != nil {
		return nil, nil, fmt.Errorf("search: open segment: %w", err)
	}
	head, tail := make([]byte, headSize), make([]byte, tailSize)
	_, err = f.ReadAt(head, 0)
	if _, terr := f.ReadAt(tail, max(0, info.Size()-int64(tailSize))); err != nil || terr != nil && !errors.Is(terr, io.EOF) {
		return nil, nil, errBroken
	}
	size := binary.BigEndian.Uint64(tail)
	at := info.Size() - int64(tailSize) - seal.Overhead - int64(size)
	magic := magicOf(version)
	if string(head[:magicSize]) != magic || string(tail[8:]) != magic || size > uint64(info.Size()) || at < int64(headSize) {
		return nil, nil, errBroken
	}
	p.salt = head[magicSize:]
	footer, err = p.read(at, int(size), footerPage)
	return p, footer, err
}

package sheet

import (
	"bytes"
	"io"
	"runtime"
	"sync"

	"github.com/klauspost/compress/flate"
)

const (
	// packing is how hard a workbook is packed: a harder one takes longer than it saves.
	packing = 6
	// packedAtOnce is how much is packed at a time.
	packedAtOnce = 512 << 10
	// packedBefore is how much of what came before may be referred to.
	packedBefore = 32 << 10
	// mostPacking is how many pieces are packed at once, where there are as many processors.
	mostPacking = 4
)

// packer deflates what is written to it piece by piece, on several processors while more is written. The pieces come
// out in their order, as one stream.
type packer struct {
	out   io.Writer
	piece *piece   // being filled
	under []*piece // being packed, in their order
	tail  []byte   // the end of the last one of them
	err   error
}

// piece is a part of what is packed.
type piece struct {
	plain  []byte
	known  int // bytes at the beginning of plain that were packed before
	last   bool
	packed bytes.Buffer
	with   *flate.Writer
	done   chan struct{}
	err    error
}

// pieces are those that are done with: what they pack with is large.
var pieces = sync.Pool{New: func() any { return &piece{done: make(chan struct{}, 1)} }}

func newPacker(out io.Writer) *packer { return &packer{out: out} }

// Write implements io.Writer.
func (p *packer) Write(b []byte) (int, error) {
	n := len(b)
	for len(b) > 0 && p.err == nil {
		if p.piece == nil {
			p.begin()
		}
		room := min(len(b), packedAtOnce-(len(p.piece.plain)-p.piece.known))
		p.piece.plain = append(p.piece.plain, b[:room]...)
		if b = b[room:]; len(p.piece.plain)-p.piece.known == packedAtOnce {
			p.send()
		}
	}
	return n - len(b), p.err
}

// Close implements io.Closer.
func (p *packer) Close() error {
	if p.piece == nil {
		p.begin()
	}
	last := p.piece
	last.last = true
	last.pack() // what is left is packed while the others come to their end
	for len(p.under) > 0 {
		p.receive()
	}
	p.under, p.piece = append(p.under, last), nil
	p.receive()
	return p.err
}

// begin takes a new piece, which knows the end of the one before.
func (p *packer) begin() {
	p.piece = pieces.Get().(*piece)
	p.piece.plain = append(p.piece.plain[:0], p.tail...)
	p.piece.known, p.piece.last, p.piece.err = len(p.tail), false, nil
	p.piece.packed.Reset()
}

// send has the piece packed, and writes the oldest one once there are enough under way.
func (p *packer) send() {
	one := p.piece
	p.piece = nil
	p.tail = append(p.tail[:0], one.plain[max(0, len(one.plain)-packedBefore):]...)
	p.under = append(p.under, one)
	go one.pack()
	if len(p.under) >= min(runtime.GOMAXPROCS(0), mostPacking) {
		p.receive()
	}
}

// receive writes the oldest piece under way.
func (p *packer) receive() {
	one := p.under[0]
	p.under = p.under[1:]
	<-one.done
	if p.err == nil {
		p.err = one.err
	}
	if p.err == nil {
		_, p.err = p.out.Write(one.packed.Bytes())
	}
	pieces.Put(one)
}

// pack makes a part of the stream that ends at a byte; the last one ends the stream.
func (o *piece) pack() {
	defer func() { o.done <- struct{}{} }()
	if o.with == nil {
		if o.with, o.err = flate.NewWriter(&o.packed, packing); o.err != nil {
			return
		}
	}
	o.with.ResetDict(&o.packed, o.plain[:o.known])
	if _, o.err = o.with.Write(o.plain[o.known:]); o.err != nil {
		return
	}
	if o.last {
		o.err = o.with.Close()
	} else {
		o.err = o.with.Flush()
	}
}

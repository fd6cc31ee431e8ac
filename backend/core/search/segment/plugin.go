package segment

import (
	"errors"
	"fmt"
	"sync/atomic"

	"github.com/RoaringBitmap/roaring/v2"
	"github.com/blevesearch/bleve/v2/index/scorch"
	index "github.com/blevesearch/bleve_index_api"
	api "github.com/blevesearch/scorch_segment_api/v2"

	"xingke/backend/core/seal"
)

// What Bleve calls the format. A format that changes is a new version; the one before is registered too as long as
// indexes of it are to answer until a new one is complete.
const (
	Type    = "xingke"
	Version = 2

	withPlaces = 2 // the first version that knows where terms stand
)

var boxFor atomic.Pointer[func(path string) (seal.Box, error)]

// Register tells Bleve of the format; box says what the segments at a path are sealed with.
func Register(box func(path string) (seal.Box, error)) {
	boxFor.Store(&box)
	for version := uint32(1); version <= Version; version++ {
		scorch.RegisterSegmentPlugin(plugin{version}, false)
	}
}

func boxOf(path string) (seal.Box, error) { return (*boxFor.Load())(path) }

// plugin is the format as Bleve sees it.
type plugin struct{ version uint32 }

// Type is the name of the format.
func (plugin) Type() string { return Type }

// Version is its version.
func (p plugin) Version() uint32 { return p.version }

// New makes a segment in memory.
func (p plugin) New(docs []index.Document) (api.Segment, uint64, error) {
	if s := wholeOf(docs); s != nil {
		if s.version != p.version {
			return nil, 0, errors.New("search: a segment of another version")
		}
		return s, uint64(len(s.mem)), nil
	}
	s, err := makeSegment(docs, p.version)
	if err != nil {
		return nil, 0, err
	}
	return s, uint64(len(s.mem)), nil
}

// NewUsing makes a segment in memory.
func (p plugin) NewUsing(docs []index.Document, _ map[string]interface{}) (api.Segment, uint64, error) {
	return p.New(docs)
}

// Open opens a segment in a file.
func (p plugin) Open(path string) (api.Segment, error) {
	box, err := boxOf(path)
	if err != nil {
		return nil, err
	}
	s, err := open(path, box, p.version)
	if err != nil {
		return nil, err
	}
	return s, nil
}

// OpenUsing opens a segment in a file.
func (p plugin) OpenUsing(path string, _ map[string]interface{}) (api.Segment, error) {
	return p.Open(path)
}

// MergeUsing makes one segment, in a file, of several.
func (p plugin) MergeUsing(parts []api.Segment, drops []*roaring.Bitmap, path string, closed chan struct{}, stats api.StatsReporter, _ map[string]interface{}) ([][]uint64, uint64, error) {
	return p.Merge(parts, drops, path, closed, stats)
}

// Merge makes one segment, in a file, of several; it tells the new numbers of their documents.
func (p plugin) Merge(parts []api.Segment, drops []*roaring.Bitmap, path string, closed chan struct{}, stats api.StatsReporter) (numbers [][]uint64, size uint64, err error) {
	defer func() {
		if broken := recover(); broken != nil { // a part that is not as it was written; Bleve would let the program end
			err = fmt.Errorf("search: merge segments: %v", broken)
		}
	}()
	m := &merging{closed: closed}
	for _, part := range parts {
		switch s := part.(type) {
		case *inMemory:
			m.parts = append(m.parts, s.body)
		case *onDisk:
			m.parts = append(m.parts, s.body)
		default:
			return nil, 0, errors.New("search: merge segments: of another format")
		}
	}
	err = toDisk(path, p.version, func(d *disk) error {
		m.w = newWriter(d, p.version)
		return m.run(drops)
	})
	if err != nil {
		return nil, 0, err
	}
	size = m.w.starts[len(m.w.starts)-1]
	if stats != nil {
		stats.ReportBytesWritten(size)
	}
	return m.numbers, size, nil
}

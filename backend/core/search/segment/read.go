package segment

import (
	"bytes"
	"encoding/binary"
	"sort"
	"strings"
	"sync"

	"github.com/RoaringBitmap/roaring/v2"
	api "github.com/blevesearch/scorch_segment_api/v2"

	"xingke/backend/base/id"
	"xingke/backend/core/seal"
)

// idField is how Bleve asks for documents by their ids.
const idField = "_id"

// A body is a segment, wherever its pages are.
type body struct {
	plan
	pages
	unread
	code map[string]int
}

// unread is what Bleve would like to count and we do not.
type unread struct{}

// BytesRead and the following are part of Bleve's interfaces.
func (unread) BytesRead() uint64     { return 0 }
func (unread) ResetBytesRead(uint64) {}
func (unread) BytesWritten() uint64  { return 0 }

func newBody(p plan) *body {
	s := &body{plan: p, code: map[string]int{}}
	s.pages.starts, s.number = p.starts, opened.Add(1)
	for i, e := range p.entities {
		s.code[e] = i + 1
	}
	return s
}

// inMemory is a segment that lies in memory.
type inMemory struct{ *body }

// AddRef and the following are part of Bleve's interfaces; there is nothing to close.
func (s *inMemory) AddRef()       {}
func (s *inMemory) DecRef() error { return nil }
func (s *inMemory) Close() error  { return nil }

// Persist seals the segment into a file.
func (s *inMemory) Persist(path string) error {
	return toDisk(path, s.version, func(d *disk) error {
		for n := range len(s.pages.starts) - 1 {
			page, err := s.page(n, false)
			if err == nil {
				err = d.put(page)
			}
			if err != nil {
				return err
			}
		}
		return d.end(s.encode())
	})
}

// toDisk makes a file; if that fails there is none.
func toDisk(path string, version uint32, write func(*disk) error) error {
	box, err := boxOf(path)
	if err != nil {
		return err
	}
	d, err := newDisk(path, box, version)
	if err != nil {
		return err
	}
	return d.close(write(d))
}

// onDisk is a segment in a file, which is open while somebody refers to it.
type onDisk struct {
	*body
	path string
	mu   sync.Mutex
	refs int
}

func open(path string, box seal.Box, version uint32) (*onDisk, error) {
	pages, footer, err := openPages(path, box, version)
	if err != nil {
		return nil, err
	}
	p, ok := decodePlan(footer, version)
	if !ok {
		_ = pages.file.Close()
		return nil, errBroken
	}
	s := &onDisk{body: newBody(p), path: path, refs: 1}
	s.file, s.box, s.salt = pages.file, pages.box, pages.salt
	return s, nil
}

// Path and the following are part of Bleve's interfaces.
func (s *onDisk) Path() string { return s.path }

// AddRef keeps the file open for one more.
func (s *onDisk) AddRef() {
	s.mu.Lock()
	s.refs++
	s.mu.Unlock()
}

// DecRef closes the file when nobody needs it any more.
func (s *onDisk) DecRef() error {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.refs--; s.refs == 0 {
		return s.file.Close()
	}
	return nil
}

// Close gives up the reference that opening gave.
func (s *onDisk) Close() error { return s.DecRef() }

// Count is how many documents there are.
func (s *body) Count() uint64 { return uint64(s.docs) }

// Size is about how much memory the segment takes.
func (s *body) Size() int { return len(s.mem) + 64*len(s.firsts) + 8*len(s.plan.starts) }

// Fields lists the fields.
func (s *body) Fields() []string {
	names := []string{idField}
	for _, f := range s.fields {
		names = append(names, f.name)
	}
	return names
}

// VisitStoredFields gives the id of a document, all that is stored of it.
func (s *body) VisitStoredFields(num uint64, visit api.StoredFieldValueVisitor) error {
	name, err := s.DocID(num)
	if err == nil && name != nil {
		visit(idField, 't', name, nil)
	}
	return err
}

// Number tells segments apart.
func (s *body) Number() uint64 { return s.number }

// DocID is the id of a document.
func (s *body) DocID(num uint64) ([]byte, error) {
	if num >= uint64(s.docs) {
		return nil, nil
	}
	var name []byte
	err := s.eachDoc(int(num)/docsPerPage, func(n int, entity int, key []byte) bool {
		if n == int(num)%docsPerPage {
			name = s.name(nil, entity, key)
		}
		return name == nil
	})
	return name, err
}

// name appends what a document is called.
func (s *body) name(to []byte, entity int, key []byte) []byte {
	if entity == 0 {
		return append(to, key...)
	}
	to = append(append(to, s.entities[entity-1]...), ':')
	return append(to, id.FromBytes([16]byte(key))...)
}

// eachDoc reads a page of documents: the number of the entity with the bytes of the id, or 0 with the whole name.
func (s *body) eachDoc(page int, yield func(n, entity int, key []byte) bool) error {
	data, err := s.page(page, true)
	if err != nil {
		return err
	}
	eachName(data, yield)
	return nil
}

// eachName reads what a page says of documents.
func eachName(data []byte, yield func(n, entity int, key []byte) bool) {
	var uuid [16]byte
	for n := 0; len(data) > 0; n++ {
		code, size := binary.Uvarint(data)
		data = data[size:]
		key := uuid[:]
		if code == 0 {
			long, size := binary.Uvarint(data)
			key = data[size : size+int(long)]
			data = data[size+int(long):]
		} else {
			same := int(data[0])
			copy(uuid[same:], data[1:])
			data = data[1+16-same:]
		}
		if !yield(n, int(code), key) {
			return
		}
	}
}

// EachID tells what some documents are called, page by page.
func (s *body) EachID(docs *roaring.Bitmap, yield func(num uint32, id *[16]byte, name string)) error {
	for it := docs.Iterator(); it.HasNext(); {
		page := int(it.PeekNext()) / docsPerPage
		data, err := s.page(page, false)
		if err != nil {
			return err
		}
		next := int(it.Next()) % docsPerPage
		eachName(data, func(n, entity int, key []byte) bool {
			if n != next {
				return true
			}
			if num := uint32(page*docsPerPage + n); entity > 0 {
				yield(num, (*[16]byte)(key), "")
			} else {
				yield(num, nil, string(key))
			}
			if !it.HasNext() || int(it.PeekNext())/docsPerPage != page {
				return false
			}
			next = int(it.Next()) % docsPerPage
			return true
		})
	}
	return nil
}

// find is the number of a document.
func (s *body) find(name string) (num uint32, ok bool, err error) {
	page, code, key := s.whereabouts(name)
	if page < 0 {
		return 0, false, nil
	}
	err = s.eachDoc(page, func(n, e int, k []byte) bool {
		if ok = e == code && bytes.Equal(k, key); ok {
			num = uint32(page*docsPerPage + n)
		}
		return !ok
	})
	return num, ok, err
}

// whereabouts is the page on which a document is, if it is here, and how its name is written there; -1 if it is not.
func (s *body) whereabouts(name string) (page, code int, key []byte) {
	if s.docs == 0 || name < s.firsts[0] || name > s.final {
		return -1, 0, nil
	}
	page = sort.Search(len(s.firsts), func(i int) bool { return s.firsts[i] > name }) - 1
	entity, text, _ := strings.Cut(name, ":")
	uuid, valid := id.Bytes(text)
	if !valid || id.FromBytes(uuid) != text {
		return page, 0, []byte(name)
	}
	if code = s.code[entity]; code == 0 {
		return -1, 0, nil
	}
	return page, code, uuid[:]
}

// DocNumbers are the numbers of the documents of these ids that are here.
func (s *body) DocNumbers(names []string) (*roaring.Bitmap, error) {
	found := roaring.New()
	for _, name := range names {
		num, ok, err := s.find(name)
		if err != nil {
			return nil, err
		}
		if ok {
			found.Add(num)
		}
	}
	return found, nil
}

// Dictionary gives the terms of a field.
func (s *body) Dictionary(field string) (api.TermDictionary, error) {
	return &dictionary{s: s, field: s.fieldNamed(field), ids: field == idField}, nil
}

// terms walks the terms of a field.
type terms struct {
	s    *body
	f    *fieldPlan
	page int // the next
	data []byte
	term []byte
	same int // so many bytes of the term are those of the one before
	list list
	form int
	far  int

	placesAt, placesSize int // where its places are, of all of the field
	placesPage           int // the page of places that was read last, if there is one, and what it says
	placesData           []byte

	once  bool // its pages are not likely to be asked for again
	again bool // its documents are
}

// seek goes to before the first term that is not less.
func (t *terms) seek(term []byte) {
	if len(term) > 0 {
		t.page = max(0, sort.Search(len(t.f.firsts), func(i int) bool { return t.f.firsts[i] > string(term) })-1)
	}
}

// next goes to the next term.
func (t *terms) next() (bool, error) {
	fresh := false
	for len(t.data) == 0 {
		if t.f == nil || t.page >= len(t.f.pages) {
			return false, nil
		}
		data, err := t.s.page(t.f.pages[t.page], !t.once)
		if err != nil {
			return false, err
		}
		t.data, fresh = data, true
		if t.f.placed {
			t.placesAt, t.placesSize = t.f.before[t.page], 0
		}
		t.page++
	}
	same := t.number()
	size := t.number()
	t.same = same
	if fresh {
		t.same = 0
	}
	t.term = append(t.term[:same], t.data[:size]...)
	t.data = t.data[size:]
	head := t.number()
	t.list, t.form = list{count: head / listForms}, head%listForms
	switch {
	case t.form != nearList:
		t.far = t.number()
	case t.list.count == 1:
		t.list.one = uint32(t.number())
	default:
		n := t.number()
		t.list.gaps = t.data[:n]
		t.data = t.data[n:]
	}
	if t.f.placed {
		t.placesAt += t.placesSize
		t.placesSize = t.number()
	}
	return true, nil
}

func (t *terms) number() int {
	if b := t.data[0]; b < 0x80 {
		t.data = t.data[1:]
		return int(b)
	}
	n, size := binary.Uvarint(t.data)
	t.data = t.data[size:]
	return int(n)
}

// postings reads the documents of the present term.
func (t *terms) postings() (list, error) {
	if t.form == nearList {
		return t.list, nil
	}
	var data []byte
	var err error
	if t.again {
		data, err = t.s.farPage(t.far)
	} else {
		data, err = t.s.page(t.far, false)
	}
	if t.form == farBits {
		t.list.bits = data
	} else {
		t.list.gaps = data
	}
	return t.list, err
}

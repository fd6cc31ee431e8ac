package segment

import (
	"encoding/binary"
	"slices"
	"strings"

	"xingke/backend/base/id"
)

// docsPerPage is how many ids are opened to read one.
const docsPerPage = 64

// A fieldPlan says where the terms of a field lie.
type fieldPlan struct {
	name   string
	terms  int
	pages  []int
	firsts []string // the first term of each page
	placed bool     // it is known where terms stand: for each page how many bytes of places are before, and their pages
	before []int
	places []int
}

// A plan is what a segment knows of itself: its footer.
type plan struct {
	version  uint32
	docs     int
	entities []string
	firsts   []string // the first id of each page of documents, which are the first pages
	final    string   // the last id
	fields   []fieldPlan
	starts   []uint64 // of the pages
}

// A writer makes a segment: first all documents, then field by field, term by term, in ascending order.
type writer struct {
	plan
	sink   sink
	buf    []byte
	last   []byte // the term, or id, before
	uuid   [16]byte
	code   map[string]int
	places []byte // of the field, that are still to be written
	placed int    // bytes of places of the field
}

func newWriter(s sink, version uint32) *writer {
	return &writer{sink: s, plan: plan{version: version, starts: []uint64{0}}, code: map[string]int{}}
}

func (w *writer) page(data []byte) (int, error) {
	n := len(w.starts) - 1
	w.starts = append(w.starts, w.starts[n]+uint64(len(data)))
	return n, w.sink.put(data)
}

// flush writes the page that is being filled.
func (w *writer) flush() error {
	if len(w.buf) == 0 {
		return nil
	}
	n, err := w.page(w.buf)
	if last := len(w.fields) - 1; last >= 0 {
		w.fields[last].pages = append(w.fields[last].pages, n)
	}
	w.buf = w.buf[:0]
	return err
}

// doc adds a document.
func (w *writer) doc(name []byte) error {
	if w.docs%docsPerPage == 0 {
		if err := w.flush(); err != nil {
			return err
		}
		w.firsts = append(w.firsts, string(name))
		w.uuid = [16]byte{}
	}
	w.docs++
	w.last = append(w.last[:0], name...)
	entity, key, _ := strings.Cut(string(name), ":")
	b, ok := id.Bytes(key)
	if !ok || id.FromBytes(b) != key {
		w.buf = append(w.buf, 0)
		w.buf = binary.AppendUvarint(w.buf, uint64(len(name)))
		w.buf = append(w.buf, name...)
		return nil
	}
	code, known := w.code[entity]
	if !known {
		w.entities = append(w.entities, entity)
		code = len(w.entities)
		w.code[entity] = code
	}
	same := 0
	for same < len(b) && b[same] == w.uuid[same] {
		same++
	}
	w.uuid = b
	w.buf = append(binary.AppendUvarint(w.buf, uint64(code)), byte(same))
	w.buf = append(w.buf, b[same:]...)
	return nil
}

// field begins a field; the last one, or the documents, are complete.
func (w *writer) field(name string, placed bool) error {
	err := w.fieldEnd()
	w.fields = append(w.fields, fieldPlan{name: name, placed: placed && w.version >= withPlaces})
	return err
}

func (w *writer) fieldEnd() error {
	err := w.flush()
	if len(w.fields) == 0 {
		w.final = string(w.last)
	}
	if err == nil && len(w.places) > 0 {
		err = w.placePage(w.places)
		w.places = w.places[:0]
	}
	w.placed = 0
	return err
}

// term adds a term with the documents that have it, and where it stands in them.
func (w *writer) term(term []byte, l list, places []byte) error {
	f := &w.fields[len(w.fields)-1]
	form, farPage := nearList, 0
	if data := l.gaps; l.bits != nil || len(data) > near {
		if form = farGaps; l.bits != nil {
			data, form = l.bits, farBits
		}
		var err error
		if farPage, err = w.page(data); err != nil {
			return err
		}
	}
	if len(w.buf) >= pageSize {
		if err := w.flush(); err != nil {
			return err
		}
	}
	same := 0
	if len(w.buf) == 0 {
		f.firsts = append(f.firsts, string(term))
		f.before = append(f.before, w.placed)
	} else {
		for same < len(term) && same < len(w.last) && term[same] == w.last[same] {
			same++
		}
	}
	f.terms++
	w.last = append(w.last[:0], term...)
	w.buf = binary.AppendUvarint(w.buf, uint64(same))
	w.buf = binary.AppendUvarint(w.buf, uint64(len(term)-same))
	w.buf = append(w.buf, term[same:]...)
	w.buf = binary.AppendUvarint(w.buf, uint64(l.count*listForms+form))
	switch {
	case form != nearList:
		w.buf = binary.AppendUvarint(w.buf, uint64(farPage))
	case l.count == 1:
		w.buf = binary.AppendUvarint(w.buf, uint64(l.one))
	default:
		w.buf = binary.AppendUvarint(w.buf, uint64(len(l.gaps)))
		w.buf = append(w.buf, l.gaps...)
	}
	if f.placed {
		return w.place(places)
	}
	return nil
}

// end writes the footer.
func (w *writer) end() error {
	if err := w.fieldEnd(); err != nil {
		return err
	}
	return w.sink.end(w.encode())
}

func (p *plan) encode() []byte {
	var b []byte
	number := func(n int) { b = binary.AppendUvarint(b, uint64(n)) }
	text := func(s string) { number(len(s)); b = append(b, s...) }
	number(p.docs)
	number(len(p.entities))
	for _, e := range p.entities {
		text(e)
	}
	number(len(p.firsts))
	for _, f := range p.firsts {
		text(f)
	}
	text(p.final)
	number(len(p.fields))
	for _, f := range p.fields {
		text(f.name)
		number(f.terms)
		number(len(f.pages))
		for i := range f.pages {
			number(f.pages[i])
			text(f.firsts[i])
		}
		if p.version >= withPlaces {
			f.encodePlaces(number)
		}
	}
	number(len(p.starts) - 1)
	for i := range len(p.starts) - 1 {
		number(int(p.starts[i+1] - p.starts[i]))
	}
	return b
}

// encodePlaces tells where the places of terms are, if they are known.
func (f *fieldPlan) encodePlaces(number func(int)) {
	if !f.placed {
		number(0)
		return
	}
	number(1 + len(f.places))
	for _, n := range f.places {
		number(n)
	}
	for _, n := range f.before {
		number(n)
	}
}

func (f *fieldPlan) decodePlaces(number func() int) {
	n := number()
	if f.placed = n > 0; !f.placed {
		return
	}
	for range n - 1 {
		f.places = append(f.places, number())
	}
	for range f.pages {
		f.before = append(f.before, number())
	}
}

// decodePlan reads a footer; false if it is none.
func decodePlan(b []byte, version uint32) (p plan, ok bool) {
	defer func() {
		if recover() != nil {
			ok = false
		}
	}()
	number := func() int {
		n, size := binary.Uvarint(b)
		if size <= 0 {
			panic(errBroken)
		}
		b = b[size:]
		return int(n)
	}
	text := func() string {
		n := number()
		s := string(b[:n])
		b = b[n:]
		return s
	}
	p.version, p.docs = version, number()
	for range number() {
		p.entities = append(p.entities, text())
	}
	for range number() {
		p.firsts = append(p.firsts, text())
	}
	p.final = text()
	for range number() {
		f := fieldPlan{name: text(), terms: number()}
		for range number() {
			f.pages = append(f.pages, number())
			f.firsts = append(f.firsts, text())
		}
		if version >= withPlaces {
			f.decodePlaces(number)
		}
		p.fields = append(p.fields, f)
	}
	p.starts = []uint64{0}
	for range number() {
		p.starts = append(p.starts, p.starts[len(p.starts)-1]+uint64(number()))
	}
	return p, len(b) == 0
}

// fieldNamed finds the plan of a field.
func (p *plan) fieldNamed(name string) *fieldPlan {
	i := slices.IndexFunc(p.fields, func(f fieldPlan) bool { return f.name == name })
	if i < 0 {
		return nil
	}
	return &p.fields[i]
}

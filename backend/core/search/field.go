package search

import (
	"unsafe"

	index "github.com/blevesearch/bleve_index_api"
)

// The fields of the index.
const (
	keyField   = "k" // exact keys: entity, owner, department, day, references
	nameField  = "n" // terms of the title
	allField   = "a" // terms of every part but long texts, see longField; of a private group: a/<group>
	soundField = "p" // pinyin of names
	latinField = "l" // Latin words of names, to be found in spite of a typing mistake
)

// What the exact keys begin with.
const (
	keyEntity     = "e"
	keyOwner      = "o"
	keyDepartment = "d"
	keyMonth      = "m"
	keyDay        = "y"
	keyReference  = "r"
)

// termField is a field of a Bleve document whose terms we make ourselves, in one pass. The stock analyzers take ten
// times as long.
type termField struct {
	name  string
	terms func(add func(term []byte))
	freqs index.TokenFrequencies
}

// Name and what follows make it a field of Bleve.
func (f *termField) Name() string              { return f.name }
func (f *termField) Value() []byte             { return nil }
func (f *termField) ArrayPositions() []uint64  { return nil }
func (f *termField) EncodedFieldType() byte    { return 't' }
func (f *termField) AnalyzedLength() int       { return len(f.freqs) }
func (f *termField) NumPlainTextBytes() uint64 { return 0 }
func (f *termField) Size() int                 { return 64 }
func (f *termField) Options() index.FieldIndexingOptions {
	return index.IndexField | index.SkipFreqNorm
}

// Analyze does nothing: the terms are made where they are gathered.
func (f *termField) Analyze() {}

// EachTerm makes the field one of our segments.
func (f *termField) EachTerm(add func(term []byte)) { f.terms(add) }

// lineField is a field of a long text, which knows where its terms stand in it.
type lineField struct {
	termField
	text string
}

func newLineField(name, text string) *lineField {
	terms := func(add func([]byte)) { longTerms(text, nil, func(term []byte, _ int) { add(term) }) }
	return &lineField{termField{name: name, terms: terms}, text}
}

// EachPlace makes the field one of our segments that knows where its terms stand.
func (f *lineField) EachPlace(add func(term []byte, place int)) { longTerms(f.text, nil, add) }

// AnalyzedTokenFrequencies is for an index of an earlier version, which is kept up until a new one is complete. Terms
// and their counts live in slabs: a document has hundreds of terms of a few bytes.
func (f *termField) AnalyzedTokenFrequencies() index.TokenFrequencies {
	if f.freqs != nil {
		return f.freqs
	}
	f.freqs = make(index.TokenFrequencies, 32)
	var text []byte
	var slab []index.TokenFreq
	f.terms(func(term []byte) {
		if len(term) == 0 {
			return
		}
		if _, known := f.freqs[string(term)]; known {
			return
		}
		if cap(text)-len(text) < len(term) {
			text = make([]byte, 0, max(1024, len(term)))
		}
		start := len(text)
		text = append(text, term...)
		own := text[start:len(text):len(text)]
		if len(slab) == 0 {
			slab = make([]index.TokenFreq, 32)
		}
		tf := &slab[0]
		slab = slab[1:]
		tf.Term = own
		tf.SetFrequency(1)
		f.freqs[unsafe.String(&own[0], len(own))] = tf // own is never written again
	})
	return f.freqs
}

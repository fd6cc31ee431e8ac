package store

import (
	"fmt"

	"xingke/backend/core/field"
	"xingke/backend/core/store/journal"
)

// Erasing says which data of people a copy of the book leaves out. The copy of a frame follows from the frame and
// from this alone: what was copied before it was cut off is right, and is gone on with.
type Erasing struct {
	Seq    uint64              // how far the journal was looked through to find all this
	Set    string              // the change set of the frame that bears witness of it
	Label  string              // what that set is called
	Actor  string              // who erases
	Whole  map[string][]string // ids by entity: of the record, only that it was there stays
	Texts  map[string][]string // ids by entity: what was written in the record goes, its dates, figures and references stay
	Keep   []string            // entities whose erased records stay out of the recycle bin: others hang on them
	Sets   []string            // change sets whose names may tell of the records
	Titles []string            // what the records were ever called: it goes from those names and from what was noted about the records
	Words  []string            // what goes wherever it stands
	Files  []string            // hashes of attachments that nobody else holds
	Named  map[string]string   // by entity: what a required name becomes
	Gone   string              // what a text becomes that has to be there
	Notes  Noted
}

// Noted says how an entity keeps notes about other records and about people.
type Noted struct {
	Entity   string
	Kind     string // the field with the entity of the records it is about
	ID       string // the field with the id of the record it is about; without one it is about several
	Title    string // what that record was called
	By       string // the field with the id of a person
	ByName   string // what that person was called
	Sentence []string
}

// erasure is how thoroughly a record is erased.
type erasure uint8

const (
	erasedNot erasure = iota
	erasedTexts
	erasedWhole
)

// records says how thoroughly each record is erased, by its key.
func (plan *Erasing) records() map[string]erasure {
	of := map[string]erasure{}
	for how, list := range map[erasure]map[string][]string{erasedTexts: plan.Texts, erasedWhole: plan.Whole} {
		for entity, ids := range list {
			for _, id := range ids {
				of[string(recordKey(entity, id))] = how
			}
		}
	}
	return of
}

// eraser writes frames anew.
type eraser struct {
	db     *DB
	plan   *Erasing
	of     map[string]erasure // by record key
	ids    map[string]bool    // of all of them
	sets   map[string]bool
	titles words
	words  words
	frames int // that were changed
	lines  int // changes in them
}

func (db *DB) eraser(plan *Erasing) (*eraser, error) {
	e := &eraser{db: db, plan: plan, of: plan.records(), ids: map[string]bool{}, sets: map[string]bool{}}
	for key := range e.of {
		_, id := splitKey(key)
		e.ids[id] = true
	}
	for _, set := range plan.Sets {
		e.sets[set] = true
	}
	var err error
	if e.titles, err = exactly(plan.Titles); err != nil {
		return nil, err
	}
	e.words, err = wherever(plan.Words)
	return e, err
}

// copy is what a copy of the journal holds in the place of a frame.
func (e *eraser) copy(f journal.Frame) ([]byte, error) {
	changes, err := decodeFrame(f.First, f.Payload)
	if err != nil {
		return nil, err
	}
	n := 0
	for i := range changes {
		if e.change(&changes[i]) {
			n++
		}
	}
	label := e.words.replace(changes[0].Label, e.plan.Gone)
	if e.sets[changes[0].Set] {
		label = e.titles.replace(label, e.plan.Gone)
	}
	if n == 0 && label == changes[0].Label {
		return f.Payload, nil
	}
	changes[0].Label = label // all changes of a frame share it
	e.frames++
	e.lines += n
	return encodeFrame(changes)
}

// change erases what is to be erased of a change, and tells whether there was anything.
func (e *eraser) change(c *Change) bool {
	t := e.db.cfg.Types.Type(c.Entity)
	about := e.about(c)
	kept, touched := c.Delta[:0], false
	for _, d := range c.Delta {
		var spec *field.Spec
		if t != nil {
			spec = t.Spec(d.Field)
		}
		was := d
		d.Old, d.New = e.value(c, spec, about, d.Field, d.Old), e.value(c, spec, about, d.Field, d.New)
		same := d.Old.Equal(was.Old) && d.New.Equal(was.New)
		touched = touched || !same
		if same || !d.Old.Equal(d.New) {
			kept = append(kept, d)
		}
	}
	c.Delta = kept
	return touched
}

// noteAbout is what of a note has to do with erased records.
type noteAbout struct {
	record, person bool
	maybe          bool // it is about several records of such an entity, and may name them
}

func (e *eraser) about(c *Change) (a noteAbout) {
	n := &e.plan.Notes
	if c.Entity != n.Entity || n.Entity == "" {
		return a
	}
	one := false // record that it names by its id
	for _, d := range c.Delta {
		switch d.Field {
		case n.ID:
			one, a.record = d.New.Text != "", e.ids[d.New.Text]
		case n.Kind:
			a.maybe = len(e.plan.Whole[d.New.Text]) > 0
		case n.By:
			a.person = e.ids[d.New.Text]
		}
	}
	a.maybe = a.maybe && !one
	return a
}

// value is what becomes of a value. It depends on nothing but the record and the value, so that what a change
// found is still what the change before it left.
func (e *eraser) value(c *Change, spec *field.Spec, about noteAbout, name string, v field.Value) field.Value {
	if v.Empty() {
		return v
	}
	if name == nameCreatedAt || name == nameCreatedBy {
		return v
	}
	switch e.of[string(recordKey(c.Entity, c.ID))] {
	case erasedWhole:
		return e.whole(c, spec, v)
	case erasedTexts:
		return e.texts(spec, v)
	}
	if about.record && name == e.plan.Notes.Title || about.person && name == e.plan.Notes.ByName {
		return field.OfText(e.plan.Gone)
	}
	if (about.record || about.maybe) && v.Form == field.Str {
		for _, sentence := range e.plan.Notes.Sentence {
			if name == sentence {
				v = field.OfText(e.titles.replace(v.Text, e.plan.Gone))
			}
		}
	}
	return e.others(c, spec, v)
}

// whole is what stays of a value of a record that is erased: whose it was, and what a record cannot be without.
func (e *eraser) whole(c *Change, spec *field.Spec, v field.Value) field.Value {
	switch {
	case spec == nil:
		return field.None
	case spec.System && (spec.Name == "ownerId" || spec.Name == "departmentId"):
		return v
	case !spec.Required || v.Form == field.Table:
		return field.None
	case !typed(spec):
		return v
	}
	named := e.plan.Named[c.Entity]
	if named == "" || !spec.Title {
		named = e.plan.Gone
	}
	return alone(spec, c.ID, named)
}

// texts is what stays of a value of a record that tells of somebody who is erased: everything nobody wrote.
func (e *eraser) texts(spec *field.Spec, v field.Value) field.Value {
	switch {
	case spec == nil:
		return field.None
	case !typed(spec):
		return v
	case (spec.Required || spec.Title) && v.Form == field.Str:
		return field.OfText(e.plan.Gone)
	}
	return field.None
}

// others takes the words out of a value of a record that stays.
func (e *eraser) others(c *Change, spec *field.Spec, v field.Value) field.Value {
	if e.words.none() || spec != nil && v.Form != field.Table && !typed(spec) {
		return v
	}
	switch v.Form {
	case field.Str:
		text := e.words.replace(v.Text, e.plan.Gone)
		switch {
		case text == v.Text:
			return v
		case spec != nil && !prose(spec) && !spec.Required: // what is left would be no number and no address
			return field.None
		}
		return alone(spec, c.ID, text)
	case field.List:
		list := make([]string, len(v.List))
		for i, one := range v.List {
			list[i] = e.words.replace(one, e.plan.Gone)
		}
		return field.OfList(list)
	case field.Table:
		return e.rows(c, spec, v)
	}
	return v
}

func (e *eraser) rows(c *Change, spec *field.Spec, v field.Value) field.Value {
	rows := make([]field.Row, len(v.Rows))
	for i, row := range v.Rows {
		rows[i] = make(field.Row, len(row))
		for name, one := range row {
			var column *field.Spec
			if spec != nil {
				column = spec.Column(name)
			}
			rows[i][name] = e.others(c, column, one)
		}
	}
	return field.OfRows(rows)
}

// alone keeps a value that no other record may have different from the others'.
func alone(spec *field.Spec, id, text string) field.Value {
	if spec != nil && spec.Unique {
		text = fmt.Sprintf("%s %s", text, id)
	}
	return field.OfText(text)
}

// typed tells that a field holds what people write, as against what they choose.
func typed(spec *field.Spec) bool {
	switch spec.Kind.Name() {
	case "text", "longtext", "tags", "phone", "email", "url":
		return true
	}
	return false
}

// prose tells that a field takes any words.
func prose(spec *field.Spec) bool {
	switch spec.Kind.Name() {
	case "text", "longtext", "tags":
		return true
	}
	return false
}

package store

import (
	"context"
	"errors"
	"slices"
	"unicode/utf8"

	"xingke/backend/base/fault"
	"xingke/backend/core/field"
	"xingke/backend/core/store/journal"
)

// Tie says that records of an entity which point to an erased one are erased with it.
type Tie struct {
	Entity string
	Whole  bool   // of the record itself nothing stays; else only what was written in it goes
	Deep   bool   // also where it points to one of which only the writing goes
	File   string // the field with the hash of a file that it holds
}

// Ref names a record.
type Ref struct{ Entity, ID string }

// Found is what an erasing would do, and the words of the erased records that stand elsewhere too.
type Found struct {
	Erasing
	Known   []FoundWord
	Changes int            // in the journal, of the records
	Stays   map[string]int // records by entity that point to the first ones and stay as they are
}

// FoundWord is a text of an erased record by which somebody may be known.
type FoundWord struct {
	Text     string
	Kind     string // of the field: text, phone, email, url
	Name     bool   // it is what the record is called
	Places   int    // records of others in which it stands, or stood
	Some     []Ref  // the first of them
	Namesake bool   // another record is called so, or has it in its name
	Shared   bool   // another record has it as its own number or address
}

const someRefs = 20

// finder walks the journal to find what an erasing concerns.
type finder struct {
	db     *DB
	out    *Found
	ties   map[string]Tie
	of     map[string]erasure
	titles map[string]bool
	sets   map[string]bool
	words  map[string]*FoundWord
	mine   map[string]bool // hashes of files
	others map[string]bool
	first  map[string]bool // the records that were asked for
	stays  map[string]map[string]bool
}

// FindErased looks through the whole journal for what belongs to the records: what is tied to them now, what they were
// ever called, the change sets that touched them, their files, and the words by which they may be known elsewhere.
func (db *DB) FindErased(ctx context.Context, records []Ref, ties []Tie, told func(done, total int)) (*Found, error) {
	x := &finder{
		db: db, out: &Found{}, ties: map[string]Tie{}, of: map[string]erasure{}, titles: map[string]bool{}, sets: map[string]bool{},
		words: map[string]*FoundWord{}, mine: map[string]bool{}, others: map[string]bool{},
		first: map[string]bool{},
	}
	x.out.Seq = db.horizon()
	for _, tie := range ties {
		x.ties[tie.Entity] = tie
	}
	for _, one := range records {
		x.of[string(recordKey(one.Entity, one.ID))] = erasedWhole
		x.first[string(recordKey(one.Entity, one.ID))] = true
	}
	const rounds = 4
	round := 0
	walk := func(each func(c *Change)) error {
		round++
		return x.walk(ctx, 0, each, func(done uint64) {
			if told != nil {
				told(min((round-1)*1000+int(done*1000/max(x.out.Seq, 1)), rounds*1000-1), rounds*1000)
			}
		})
	}
	for grown := true; grown; {
		tied := map[string]map[string]bool{}
		x.stays = map[string]map[string]bool{}
		if err := walk(func(c *Change) { x.tied(c, tied) }); err != nil {
			return nil, err
		}
		grown = x.grow(tied)
	}
	if err := walk(x.collect); err != nil {
		return nil, err
	}
	if err := x.sum(); err != nil {
		return nil, err
	}
	form, err := wherever(x.out.texts())
	if err != nil {
		return nil, err
	}
	if !form.none() {
		if err := walk(x.counter(form)); err != nil {
			return nil, err
		}
	}
	return x.out, nil
}

func (f *Found) texts() (list []string) {
	for _, w := range f.Known {
		list = append(list, w.Text)
	}
	return list
}

// walk yields the changes after a sequence, up to where the looking began.
func (x *finder) walk(ctx context.Context, after uint64, each func(c *Change), told func(done uint64)) error {
	var bad error
	err := x.db.log.Frames(after, func(f journal.Frame) bool {
		if f.First > x.out.Seq {
			return false
		}
		var changes frame
		if changes, bad = decodeFrame(f.First, f.Payload); bad != nil {
			return false
		}
		for i := range changes {
			each(&changes[i])
		}
		told(f.Last)
		return ctx.Err() == nil
	})
	return errors.Join(err, bad, ctx.Err())
}

// tied notes by which fields a record points to erased ones as it is now.
func (x *finder) tied(c *Change, tied map[string]map[string]bool) {
	tie, ok := x.ties[c.Entity]
	t := x.db.cfg.Types.Type(c.Entity)
	key := string(recordKey(c.Entity, c.ID))
	if t == nil || x.of[key] == erasedWhole {
		return
	}
	if !ok {
		if tied = x.stays; tied == nil {
			return
		}
	}
	for i := range c.Delta {
		d := &c.Delta[i]
		spec := t.Spec(d.Field)
		if spec == nil || spec.System || !points(spec) {
			continue
		}
		switch {
		case x.pointsIn(tie, spec, d.New):
			if tied[key] == nil {
				tied[key] = map[string]bool{}
			}
			tied[key][d.Field] = true
		case tied[key] != nil:
			delete(tied[key], d.Field)
		}
	}
}

func (x *finder) pointsIn(tie Tie, spec *field.Spec, v field.Value) bool {
	if v.Empty() {
		return false
	}
	for _, to := range targets(spec, v) {
		key := recordKey(to[0], to[1])
		how := x.of[string(key)]
		if tie.Entity == "" && !x.first[string(key)] {
			continue
		}
		if how == erasedWhole || tie.Deep && how != erasedNot {
			return true
		}
	}
	return false
}

// grow takes in what is tied, and tells whether that was anything that others may be tied to.
func (x *finder) grow(tied map[string]map[string]bool) (more bool) {
	for key, by := range tied {
		entity, _ := splitKey(key)
		if len(by) == 0 || x.of[key] != erasedNot {
			continue
		}
		tie := x.ties[entity]
		x.of[key] = erasedTexts
		if tie.Whole {
			x.of[key] = erasedWhole
		}
		more = more || tie.File == ""
	}
	return more
}

// collect gathers what records that are erased were called, where they were changed, and the words in them.
func (x *finder) collect(c *Change) {
	tie, t := x.ties[c.Entity], x.db.cfg.Types.Type(c.Entity)
	how := x.of[string(recordKey(c.Entity, c.ID))]
	if how != erasedNot {
		x.sets[c.Set] = true
		x.out.Changes++
	}
	for i := range c.Delta {
		d := &c.Delta[i]
		if tie.File != "" && d.Field == tie.File && d.New.Text != "" {
			if how == erasedNot {
				x.others[d.New.Text] = true
			} else {
				x.mine[d.New.Text] = true
			}
		}
		if how == erasedNot || t == nil {
			continue
		}
		spec := t.Spec(d.Field)
		if spec == nil || d.New.Form != field.Str {
			continue
		}
		if spec.Title {
			x.titles[d.New.Text] = true
		}
		if how == erasedWhole && tie.File == "" {
			x.word(spec, d.New.Text)
		}
	}
}

// word takes in a text by which somebody may be known.
func (x *finder) word(spec *field.Spec, text string) {
	kind := spec.Kind.Name()
	switch kind {
	case "phone":
		if number(text) == "" {
			return
		}
	case "email", "url":
	case "text":
		if !spec.Title && !sign(text) {
			return
		}
	default:
		return
	}
	if spec.Title && utf8.RuneCountInString(text) < 2 || x.words[text] != nil {
		return
	}
	x.words[text] = &FoundWord{Text: text, Kind: kind, Name: spec.Title}
}

// sign tells that a short text is a name that was given to one only: a number, an account. It is in Latin letters and
// digits and has at least one digit.
func sign(text string) bool {
	const shortest = 5
	digit := false
	for _, r := range text {
		if r <= ' ' || r > '~' {
			return false
		}
		digit = digit || '0' <= r && r <= '9'
	}
	return digit && len(text) >= shortest
}

// sum writes down what was gathered.
func (x *finder) sum() error {
	out := x.out
	out.Whole, out.Texts = map[string][]string{}, map[string][]string{}
	for key, how := range x.of {
		entity, id := splitKey(key)
		switch how {
		case erasedWhole:
			out.Whole[entity] = append(out.Whole[entity], id)
		case erasedTexts:
			out.Texts[entity] = append(out.Texts[entity], id)
		}
	}
	for _, of := range []map[string][]string{out.Whole, out.Texts} {
		for _, ids := range of {
			slices.Sort(ids)
		}
	}
	out.Stays = map[string]int{}
	for key, by := range x.stays {
		if entity, _ := splitKey(key); len(by) > 0 {
			out.Stays[entity]++
		}
	}
	out.Sets, out.Titles = listed(x.sets), listed(x.titles)
	for hash := range x.mine {
		if !x.others[hash] {
			out.Files = append(out.Files, hash)
		}
	}
	slices.Sort(out.Files)
	for _, text := range listed(x.words) {
		out.Known = append(out.Known, *x.words[text])
	}
	return nil
}

// listed are the keys of a map in order, without the empty one.
func listed[V any](of map[string]V) []string {
	list := make([]string, 0, len(of))
	for one := range of {
		if one != "" {
			list = append(list, one)
		}
	}
	slices.Sort(list)
	return list
}

// ErrLate is the cause of the fault about what was changed while it was being erased.
var ErrLate = errors.New("store: what is erased was changed meanwhile")

// Late refuses a copy when something of what is erased was changed, or tied to it, after it was looked for. It is
// called while nobody writes.
func (db *DB) Late(ctx context.Context, plan *Erasing, ties []Tie) error {
	x := &finder{db: db, out: &Found{}, ties: map[string]Tie{}, of: plan.records()}
	x.out.Seq = db.log.Last()
	for _, tie := range ties {
		x.ties[tie.Entity] = tie
	}
	late, tied := false, map[string]map[string]bool{}
	err := x.walk(ctx, plan.Seq, func(c *Change) {
		late = late || c.Seq > plan.Seq && x.of[string(recordKey(c.Entity, c.ID))] != erasedNot
		x.tied(c, tied)
	}, func(uint64) {})
	if err != nil {
		return err
	}
	for _, by := range tied {
		late = late || len(by) > 0
	}
	if late {
		return fault.Wrap(ErrLate, fault.Conflict, "删除期间有人又改动了要删除的内容；什么也没有删除，请重新开始", "Somebody changed what is to be erased meanwhile. Nothing was erased; begin again.")
	}
	return nil
}

package columns

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"maps"
	"slices"
	"sync"
	"testing"
	"time"

	"pgregory.net/rapid"

	"xingke/backend/base/fault"
	"xingke/backend/base/id"
	"xingke/backend/core/entity"
	"xingke/backend/core/field"
	"xingke/backend/core/store"
)

func (b *book) count(t *testing.T, entityName, where string) int {
	t.Helper()
	n, err := b.cols.Count(b.ctx, Query{Entity: entityName, Where: b.where(t, where)})
	must(t, err)
	return n
}

func wordIn(field, op, word string) string {
	return fmt.Sprintf(`{"field":%q,"op":%q,"value":%q}`, field, op, word)
}

func TestWordsInLongTexts(t *testing.T) {
	b := newBook(t)
	b.put(&firm{Name: "甲", Note: "首次致电，对方有两条\n\n  包装线　要改造。\r\nＲＥＡＤＹ for Take-off!  Ça va"})
	for _, c := range []struct {
		op, word string
		want     int
	}{
		{"contains", "包装线", 1}, {"contains", "包", 1}, {"contains", "两条 包装线", 1}, {"contains", "两条包装线", 0}, {"contains", "线 要", 1}, {"contains", "线　要", 1},
		{"contains", "ready FOR", 1}, {"contains", "ｔａｋｅ－ｏｆｆ", 1}, {"contains", "ad", 1}, {"contains", "off! ca", 1}, {"contains", "。", 1}, {"contains", "，", 1}, {"contains", ",", 0},
		{"contains", " ", 1}, {"contains", "造。 re", 1}, {"contains", "盛通", 0}, {"contains", "装包", 0},
		{"startsWith", "首", 1}, {"startsWith", "首次致电，", 1}, {"startsWith", "次", 0}, {"startsWith", "首次致电，对方有两条 包装线 要改造。 ready for take-off! ca va", 1},
		{"startsWith", "首次致电，对方有两条 包装线 要改造。 ready for take-off! ca va!", 0},
	} {
		for range 2 { // read, and known
			if n := b.count(t, "firm", wordIn("note", c.op, c.word)); n != c.want {
				t.Errorf("%s %q: %d, want %d", c.op, c.word, n, c.want)
			}
		}
	}
	for _, op := range []string{"eq", "in", "lt"} {
		if _, err := b.cols.Count(b.ctx, Query{Entity: "firm", Where: b.where(t, wordIn("note", op, "x"))}); !fault.Is(err, fault.Invalid) {
			t.Errorf("%s: %v", op, err)
		}
	}
}

func TestWordsFollowTheirTexts(t *testing.T) {
	defer func(n int) { mostFindings = n }(mostFindings)
	mostFindings = 3
	b := newBook(t)
	one := &firm{Name: "甲", Note: "报价"}
	b.put(one)
	o := &order{Number: "1", FirmID: id.Of[firm](one.ID)}
	b.put(o)
	quoted := wordIn("note", "contains", "报价")
	expect := func(what string, firms, orders int) {
		t.Helper()
		if n := b.count(t, "firm", quoted); n != firms {
			t.Errorf("%s: %d firms", what, n)
		}
		if n := b.count(t, "order", wordIn("firmId.note", "contains", "报价")); n != orders {
			t.Errorf("%s: %d orders", what, n)
		}
	}
	expect("saved", 1, 1)
	one.Note = "谈好了"
	b.put(one)
	expect("changed", 0, 0)
	one.Note = "再报价"
	b.put(one)
	two := &firm{Name: "乙", Note: "也报价了"}
	b.put(two)
	expect("another", 2, 1)
	typ := b.types.Type("firm")
	must(t, b.db.Delete(b.ctx, typ, two.ID, 0))
	expect("deleted", 1, 1)
	page, err := b.cols.List(b.ctx, Query{Entity: "firm", Where: b.where(t, quoted), Deleted: true})
	must(t, err)
	if !slices.Equal(page.IDs, []string{two.ID}) {
		t.Errorf("in the bin: %v", page.IDs)
	}
	must(t, b.db.Restore(b.ctx, typ, two.ID))
	for i := range 6 { // more words than are kept
		b.count(t, "firm", wordIn("note", "contains", fmt.Sprint("词", i)))
	}
	if n := len(b.cols.tables["firm"].findings); n > mostFindings {
		t.Errorf("%d words are kept", n)
	}
	expect("forgotten and read again", 2, 1)
	many := Filter{Or: []Filter{}}
	for i := range mostSought {
		many.Or = append(many.Or, Where("note", "contains", fmt.Sprint(i)))
	}
	count := func() error {
		_, err := b.cols.Count(b.ctx, Query{Entity: "firm", Where: &many})
		return err
	}
	must(t, count())
	if many.Or = append(many.Or, Where("note", "contains", "另一个")); !fault.Is(count(), fault.Invalid) {
		t.Error("any number of words can be asked for")
	}
	must(t, b.types.Customize([]entity.Custom{{Entity: "firm", Name: "more", Kind: "longtext"}}))
	must(t, b.cols.Refresh("firm"))
	entity.Put(one, b.types.Type("firm").Spec("more"), textValue("详谈"))
	b.put(one)
	if n := b.count(t, "firm", wordIn("more", "contains", "谈")); n != 1 {
		t.Errorf("%d by a field of the customer's own", n)
	}
	expect("refreshed", 2, 1)
}

// TestWordsInHiddenRecords asks over references for words in texts of records that are hidden.
func TestWordsInHiddenRecords(t *testing.T) {
	b := newBook(t)
	mine, other := &firm{Name: "甲", Note: "赖账"}, &firm{Name: "乙", Note: "赖账"}
	setOwner(mine, b.me)
	for _, f := range []*firm{mine, other} {
		b.put(f)
		b.put(&order{Number: f.Name, FirmID: id.Of[firm](f.ID)})
	}
	own := WhereMe("ownerId")
	b.cols.Heed(func(_ context.Context, entityName string) *Filter {
		if entityName == "firm" {
			return &own
		}
		return nil
	})
	bad := wordIn("firmId.note", "contains", "赖账")
	if n := b.count(t, "order", bad); n != 1 {
		t.Errorf("%d orders tell of their firm", n)
	}
	if n := b.count(t, "order", `{"not":`+bad+`}`); n != 1 {
		t.Errorf("%d orders are of another", n)
	}
	n, err := b.cols.Count(b.ctx, Query{Entity: "firm", Where: b.where(t, wordIn("note", "contains", "赖账")), Scope: &own})
	must(t, err)
	if n != 1 {
		t.Errorf("%d firms", n)
	}
	b.cols.Heed(func(context.Context, string) *Filter { f := Where("note", "contains", "x"); return &f })
	if _, err := b.cols.Count(b.ctx, Query{Entity: "order", Where: b.where(t, bad)}); !fault.Is(err, fault.Invalid) {
		t.Errorf("rights that hang on a text: %v", err)
	}
}

// TestReadingIsGivenUp ends a question while texts are read; the next one reads them.
func TestReadingIsGivenUp(t *testing.T) {
	b := newBook(t)
	b.put(&firm{Name: "甲", Note: "报价"})
	read := b.cols.texts
	begun, failing := make(chan struct{}), errors.New("the disk is gone")
	b.cols.texts = func(ctx context.Context, _ store.Reading, _ func(id, text []byte)) (uint64, error) {
		close(begun)
		<-ctx.Done()
		return 0, ctx.Err()
	}
	ctx, stop := context.WithCancel(b.ctx)
	q := Query{Entity: "firm", Where: b.where(t, wordIn("note", "contains", "报价"))}
	var wait sync.WaitGroup
	wait.Go(func() {
		if _, err := b.cols.Count(ctx, q); !errors.Is(err, context.Canceled) {
			t.Errorf("given up: %v", err)
		}
	})
	<-begun
	late, end := context.WithTimeout(b.ctx, time.Millisecond)
	if _, err := b.cols.Count(late, q); !errors.Is(err, context.DeadlineExceeded) {
		t.Errorf("given up while waiting: %v", err)
	}
	end()
	stop()
	wait.Wait()
	b.cols.texts = func(context.Context, store.Reading, func(id, text []byte)) (uint64, error) {
		return 0, failing
	}
	if _, err := b.cols.Count(b.ctx, q); !errors.Is(err, failing) {
		t.Errorf("failed: %v", err)
	}
	b.cols.texts = read
	if n, err := b.cols.Count(b.ctx, q); err != nil || n != 1 {
		t.Errorf("%d, %v", n, err)
	}
}

// TestOneMomentOfTexts changes names and texts together while words are read again and again: no view shows one
// without the other.
func TestOneMomentOfTexts(t *testing.T) {
	defer func(n int) { mostFindings = n }(mostFindings)
	mostFindings = 1
	b := newBook(t)
	var firms []*firm
	for i := range 40 {
		f := &firm{Name: "甲", Note: fmt.Sprint("甲", i)}
		b.put(f)
		firms = append(firms, f)
	}
	ctx, stop := context.WithCancel(b.ctx)
	var wait sync.WaitGroup
	for _, word := range []string{"甲", "乙"} {
		wait.Go(func() {
			torn := b.where(t, fmt.Sprintf(`{"or":[{"and":[%s,{"field":"name","op":"ne","value":%q}]},{"and":[{"not":%s},{"field":"name","op":"eq","value":%q}]}]}`,
				wordIn("note", "contains", word), word, wordIn("note", "contains", word), word))
			for ctx.Err() == nil {
				if n, err := b.cols.Count(b.ctx, Query{Entity: "firm", Where: torn}); err != nil || n > 0 {
					t.Errorf("%d firms half changed: %v", n, err)
				}
			}
		})
	}
	for i := range 200 {
		f, word := firms[i%len(firms)], []string{"甲", "乙"}[i/3%2]
		f.Name, f.Note = word, fmt.Sprint(word, i)
		b.put(f)
	}
	stop()
	wait.Wait()
	if b.count(t, "firm", wordIn("note", "contains", "甲")) != b.count(t, "firm", wordIn("name", "contains", "甲")) {
		t.Error("the words do not fit the texts")
	}
}

// TestReadingAheadOfTheColumns reads a record of which the columns have not been told yet.
func TestReadingAheadOfTheColumns(t *testing.T) {
	b := newBook(t)
	f := &firm{Name: "甲", Note: "旧"}
	b.put(f)
	counted, done := make(chan int), make(chan struct{})
	read := b.cols.texts
	b.cols.texts = func(ctx context.Context, r store.Reading, yield func(id, text []byte)) (uint64, error) {
		seq, err := read(ctx, r, yield)
		close(done)
		return seq + 1, err // as if a commit was on disk that is told after this
	}
	go func() { counted <- b.count(t, "firm", wordIn("note", "contains", "新")) }()
	<-done
	f.Note = "新"
	b.put(f)
	if n := <-counted; n != 1 {
		t.Errorf("%d", n)
	}
}

// lagging knows the texts as they were a while ago, as an index does that follows the store.
type lagging struct {
	b     *book
	seq   uint64
	notes map[string]string
}

func (l *lagging) follow() {
	l.seq, l.notes = l.b.db.Seq(), map[string]string{}
	l.b.each("firm", func(rec entity.Record) {
		if !rec.Meta().Deleted() {
			l.notes[rec.Meta().ID] = rec.(*firm).Note
		}
	})
}

// aRoll is a roll of all ids there are.
type aRoll struct {
	key uint64
	ids []string
}

func (r aRoll) Key() uint64             { return r.key }
func (r aRoll) Span() (from, to uint32) { return 7, 7 + uint32(len(r.ids)) }
func (r aRoll) Names(nums []uint32, yield func(num uint32, id *[16]byte, other string)) error {
	for i, one := range r.ids {
		num := uint32(i + 7)
		if nums != nil && !slices.Contains(nums, num) {
			continue
		}
		if b, whole := packed(one); whole {
			yield(num, &b, "")
		} else {
			yield(num, nil, one)
		}
	}
	return nil
}

func (l *lagging) Rolls(_ context.Context, t *entity.Type, tell func(entity.Roll)) {
	if t.Name == "firm" && l.notes != nil {
		tell(aRoll{l.seq, slices.Sorted(maps.Keys(l.notes))})
	}
}

// Holding is sure of some of the records that have a word, and doubts others and some that have it not.
func (l *lagging) Holding(ctx context.Context, t *entity.Type, s *field.Spec, line string, begins bool, tell func(of entity.Roll, nums []uint32, sure bool)) (upTo uint64, but, ok bool) {
	if t.Name != "firm" || s.Name != "note" || l.notes == nil {
		return 0, false, false
	}
	need := needleOf(sought{word: line, op: map[bool]string{true: "startsWith", false: "contains"}[begins]})
	var text []byte
	but = l.seq&1 == 1
	l.Rolls(ctx, t, func(of entity.Roll) {
		for i, one := range of.(aRoll).ids {
			has, last := need.in([]byte(l.notes[one]), &text), one[len(one)-1]
			sure := has && last&3 != 0
			if doubt := !sure && (has || last&3 == 1); doubt || sure != but {
				tell(of, []uint32{uint32(i + 7)}, !doubt)
			}
		}
	})
	return l.seq, but, true
}

// TestHintsThatLag compares with the records while somebody tells where words may be as it was a while ago.
func TestHintsThatLag(t *testing.T) {
	defer func(n, f, s, l int) { mostFindings, fewOf, shareFrom, longRoll = n, f, s, l }(mostFindings, fewOf, shareFrom, longRoll)
	mostFindings, fewOf = 2, 1
	rapid.Check(t, func(r *rapid.T) {
		shareFrom, longRoll = draw(r, []int{1, 8192}, "share from"), draw(r, []int{1, 4096}, "long roll")
		b := newBook(t)
		l := &lagging{b: b}
		b.cols.Hint(l)
		for range 6 {
			for range rapid.IntRange(1, 3).Draw(r, "steps") {
				b.step(r)
			}
			if rapid.IntRange(0, 2).Draw(r, "follow") == 0 {
				l.follow()
			}
			where := &Filter{Field: "note", Op: draw(r, []string{"contains", "contains", "startsWith"}, "op")}
			where.Value.Raw, _ = json.Marshal(draw(r, noteWords, "word"))
			deleted := rapid.IntRange(0, 3).Draw(r, "deleted") == 0
			page, err := b.cols.List(b.ctx, Query{Entity: "firm", Where: where, Deleted: deleted, Limit: 1000})
			must(b.t, err)
			if want := newBrute(b).list("firm", where, nil, nil, deleted); !slices.Equal(page.IDs, want) {
				r.Fatalf("%s: %v, want %v", show(where), page.IDs, want)
			}
		}
	})
}

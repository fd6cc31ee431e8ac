package store

import (
	"bytes"
	"reflect"
	"slices"
	"testing"
	"time"

	"github.com/fxamacker/cbor/v2"
	"pgregory.net/rapid"

	"xingke/backend/core/entity"
	"xingke/backend/core/field"
)

func anyValue(t *rapid.T, label string, depth int) field.Value {
	switch rapid.IntRange(0, 4-depth).Draw(t, label+" form") {
	case 0:
		return field.OfText(rapid.String().Draw(t, label))
	case 1:
		return field.OfInt(rapid.Int64().Draw(t, label))
	case 2:
		return field.OfList(rapid.SliceOf(rapid.StringN(1, 5, -1)).Draw(t, label))
	case 3:
		rows := make([]field.Row, rapid.IntRange(0, 3).Draw(t, label+" rows"))
		for i := range rows {
			rows[i] = field.Row{}
			for _, name := range rapid.SliceOfDistinct(rapid.StringN(1, 4, -1), rapid.ID).Draw(t, label+" columns") {
				if v := anyValue(t, label+name, 2); !v.Empty() {
					rows[i][name] = v
				}
			}
		}
		return field.OfRows(rows)
	}
	return field.None
}

func TestValuesRoundTrip(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		v := anyValue(t, "v", 0)
		d := decoder{b: appendValue(nil, v)}
		if got := d.value(); d.err != nil || !got.Equal(v) || len(d.b) > 0 {
			t.Fatalf("%+v came back as %+v: %v", v, got, d.err)
		}
	})
}

// What is stored is deterministic CBOR: another implementation reads it and writes the same bytes.
func TestRecordsAreDeterministicCBOR(t *testing.T) {
	mode, err := cbor.CoreDetEncOptions().EncMode()
	must(t, err)
	rapid.Check(t, func(t *rapid.T) {
		var pairs []pair
		for _, name := range rapid.SliceOfDistinct(rapid.StringN(1, 30, -1), rapid.ID).Draw(t, "names") {
			if v := anyValue(t, name, 0); !v.Empty() {
				pairs = with(pairs, name, v)
			}
		}
		raw := appendRecord(nil, state{rev: 7, seq: 300, pairs: pairs})
		var rev, seq uint64
		rest, err := cbor.UnmarshalFirst(raw, &rev)
		must(t, err)
		rest, err = cbor.UnmarshalFirst(rest, &seq)
		must(t, err)
		var m map[string]any
		must(t, cbor.Unmarshal(rest, &m))
		again, err := mode.Marshal(m)
		must(t, err)
		if rev != 7 || seq != 300 || !bytes.Equal(again, rest) {
			t.Fatalf("%x is not %x", rest, again)
		}
		back, err := decodeRecord(raw, nil)
		must(t, err)
		if back.rev != 7 || back.seq != 300 || seq != 300 || !slices.EqualFunc(back.pairs, pairs, func(a, b pair) bool { return a.name == b.name && a.v.Equal(b.v) }) {
			t.Fatalf("%+v came back as %+v", pairs, back.pairs)
		}
	})
}

func TestFramesRoundTrip(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		one := Change{Seq: 5, DSeq: 9, Set: "s", Label: "导入", Actor: "wang", Device: "pad", At: time.UnixMicro(1_700_000_000_123_456).UTC(), Cause: "rule 3", Depth: 2, Undoes: "t"}
		f := make(frame, rapid.IntRange(1, 40).Draw(t, "changes"))
		for i := range f {
			f[i] = one
			f[i].Seq, f[i].DSeq = one.Seq+uint64(i), one.DSeq+uint64(i)
			f[i].Entity, f[i].ID, f[i].Rev = "firm", rapid.StringN(1, 8, -1).Draw(t, "id"), rapid.Uint64Range(1, 1<<40).Draw(t, "rev")
			f[i].Based = rapid.Uint64().Draw(t, "based")
			f[i].Verb = rapid.SampledFrom(verbs[:]).Draw(t, "verb")
			for j := range rapid.IntRange(0, 5).Draw(t, "fields") {
				f[i].Delta = append(f[i].Delta, Delta{Field: string(rune('a' + j)), Old: anyValue(t, "old", 0), New: anyValue(t, "new", 0)})
			}
		}
		payload, err := encodeFrame(f)
		must(t, err)
		got, err := decodeFrame(5, payload)
		must(t, err)
		if !reflect.DeepEqual(got, f) {
			t.Fatalf("%+v came back as %+v", f, got)
		}
	})
}

// Whatever bytes come, the decoder ends with an error and not with a panic or a huge allocation.
func FuzzDecode(f *testing.F) {
	f.Add(appendRecord(nil, state{rev: 1, pairs: []pair{{"name", field.OfText("x")}, {"items", field.OfRows([]field.Row{{"a": field.OfInt(1)}})}}}))
	payload, err := encodeFrame(frame{{Entity: "firm", ID: "1", Verb: Created, Rev: 1, Delta: []Delta{{Field: "a", New: field.OfInt(-1)}}}})
	must(f, err)
	f.Add(payload)
	f.Add([]byte{0x01, 0x01, 0xbb, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff})
	p := newPlan(types().Type("firm"))
	f.Fuzz(func(t *testing.T, raw []byte) {
		if s, err := decodeRecord(raw, p); err == nil {
			rec, err := p.decode("id", raw)
			must(t, err)
			if rec.Meta().Rev != s.rev {
				t.Fatal("two readings differ")
			}
		}
		_, _ = decodeFrame(1, raw)
		_, _ = decodeSet(raw)
	})
}

// A newer program's fields survive when this one saves the record.
func TestUnknownFieldsSurvive(t *testing.T) {
	db := openAt(t, "")
	f := newFirm(t, db, "甲")
	must(t, db.Write(bg, func(ctx ctxType) error {
		x := db.txIn(ctx)
		now, err := x.state(firms.Type, f.ID)
		must(t, err)
		return x.takeBackFields(ctx, firms.Type, f.ID, now, []Delta{{Field: "fromTheFuture", New: field.OfText("kept")}}, false)
	}))
	got, err := Get(bg, db, firms, f.ID)
	must(t, err)
	got.Name = "乙"
	must(t, db.Put(bg, got))
	must(t, db.Write(bg, func(ctx ctxType) error {
		now, err := db.txIn(ctx).state(firms.Type, f.ID)
		must(t, err)
		if now.get("fromTheFuture").Text != "kept" || now.get("name").Text != "乙" {
			t.Errorf("state %+v", now)
		}
		return nil
	}))
	changes, err := db.History(bg, "firm", f.ID, 0, 1)
	must(t, err)
	if len(changes[0].Delta) != 1 {
		t.Errorf("delta %+v", changes[0].Delta)
	}
}

func TestCustomFields(t *testing.T) {
	dir := t.TempDir()
	db := openAt(t, dir)
	custom := []entity.Custom{{Entity: "firm", Name: "car", Kind: "text", Indexed: true}}
	newFirm(t, db, "before")
	must(t, db.Types().Customize(custom))
	f := &firm{Name: "甲"}
	f.Extra = map[string]field.Value{"car": field.OfText("红旗")}
	must(t, db.Put(bg, f))
	look := func(db *DB) {
		t.Helper()
		ids, err := db.Lookup(bg, firms.Type, "car", field.OfText("红旗"))
		must(t, err)
		if !slices.Equal(ids, []string{f.ID}) {
			t.Errorf("found %v", ids)
		}
	}
	look(db)
	must(t, db.Close())
	db = openAt(t, dir) // opened before anybody told of the custom field
	got, err := Get(bg, db, firms, f.ID)
	must(t, err)
	got.Name = "乙"
	must(t, db.Put(bg, got))
	must(t, db.Types().Customize(custom))
	look(db)
	got, err = Get(bg, db, firms, f.ID)
	must(t, err)
	if got.Extra["car"].Text != "红旗" || got.Name != "乙" {
		t.Errorf("got %+v", got)
	}
	must(t, db.Rebuild(bg, nil))
	look(db)
	must(t, db.Close())
}

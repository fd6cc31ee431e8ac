package columns

import (
	"context"
	"fmt"
	"testing"

	"xingke/backend/base/day"
	"xingke/backend/base/fault"
	"xingke/backend/base/id"
	"xingke/backend/core/entity"
	"xingke/backend/core/field"
)

// inColumns are the fields of a firm that Find gives.
var inColumns = []string{"id", "name", "code", "phone", "region", "level", "traits", "tags", "size", "chance", "revenue", "weight", "foundedOn", "seenAt", "active",
	"parentId", "partnerIds", "ownerId", "createdAt"}

func TestFoundFieldsAreThoseOfTheRecords(t *testing.T) {
	b := newBook(t)
	holding := &firm{Name: "控股", Place: "浙江省/宁波市", Level: "A"}
	b.put(holding)
	for i := range 40 {
		f := &firm{Name: fmt.Sprint("公司 ", i%7), Code: fmt.Sprint(i), Size: i % 5, Chance: i % 3, Revenue: 100, Active: i%2 == 0, Traits: []string{"big", "fast"}}
		f.Tags = []string{"甲", fmt.Sprint(i % 4)}
		if i%3 == 0 {
			f.ParentID, f.Partners, f.Place, f.Level = id.Of[firm](holding.ID), []id.Of[firm]{id.Of[firm](holding.ID)}, "浙江省/杭州市", "B"
			f.Founded, f.SeenAt, f.Weight = day.Of(2020, 5, 1), noon, 12345
		}
		b.put(f)
	}
	query := Query{Entity: "firm", Sort: []Sort{{Field: "name", Desc: true}}}
	found, err := b.cols.Find(b.ctx, query, append(inColumns, "parentId.region")...)
	must(t, err)
	var ids []string
	must(t, b.cols.IDs(b.ctx, query, func(id string) bool { ids = append(ids, id); return true }))
	if found.Len() != len(ids) || len(ids) != 41 {
		t.Fatalf("%d of %d", found.Len(), len(ids))
	}
	firms := b.types.Type("firm")
	for i, id := range ids {
		rec, err := b.db.Find(b.ctx, firms, id)
		must(t, err)
		if found.ID(i) != id {
			t.Fatalf("%s is at the place of %s", found.ID(i), id)
		}
		for k, name := range inColumns[1:] {
			if got, want := found.Value(i, k+1), entity.Get(rec, firms.Spec(name)); !got.Equal(want) {
				t.Errorf("%s of %s: %v, not %v", name, id, got, want)
			}
		}
		region, parent := found.Value(i, len(inColumns)).Text, rec.(*firm).ParentID
		if (parent != "") != (region == holding.Place) || (parent != "") != (found.Title(i, 15) == "控股") || (parent == "") != (found.Code(i, 15) == -1) {
			t.Errorf("%s belongs to %q: %q %q", id, parent, region, found.Title(i, 15))
		}
	}
}

func TestFoundStaysAsItWas(t *testing.T) {
	b := newBook(t)
	f := &firm{Name: "旧", Size: 1}
	b.put(f)
	found, err := b.cols.Find(b.ctx, Query{Entity: "firm"}, "name", "size")
	must(t, err)
	f.Name, f.Size = "新", 2
	b.put(f)
	if name, size := found.Value(0, 0), found.Value(0, 1); name.Text != "旧" || size.Int != 1 {
		t.Errorf("%v %v", name, size)
	}
}

func TestFoundGoesNotThroughWhatMayNotBeRead(t *testing.T) {
	b := newBook(t)
	parent := b.put(&firm{Name: "密", Place: "浙江省/杭州市", Level: "A"})
	b.put(&firm{Name: "子", Level: "B", ParentID: id.Of[firm](parent)})
	b.cols.Heed(func(_ context.Context, entityName string) *Filter {
		if entityName != "firm" {
			return nil
		}
		f := Where("level", "eq", "B")
		return &f
	})
	scope := Where("level", "eq", "B")
	found, err := b.cols.Find(b.ctx, Query{Entity: "firm", Scope: &scope}, "parentId.region", "parentId")
	must(t, err)
	if found.Len() != 1 || found.Value(0, 0).Form != field.Empty || found.Title(0, 1) != "" {
		t.Errorf("%d: %v %q", found.Len(), found.Value(0, 0), found.Title(0, 1))
	}
	if _, err := b.cols.Find(b.ctx, Query{Entity: "firm"}, "note"); !fault.Is(err, fault.Invalid) {
		t.Errorf("a long text: %v", err)
	}
}

package store

import (
	"bytes"

	"xingke/backend/core/entity"
	"xingke/backend/core/field"
	"xingke/backend/core/store/engine"
)

// index is one field that is indexed. It is kept up from the catalog in the view, not from
// the type: so a field a customer defined is kept up even while nobody has read the
// customer's definitions yet.
type index struct {
	entity string
	name   string
	kind   field.Kind
	unique bool
}

func (x index) prefix() []byte {
	if x.unique {
		return fieldKey(spaceUnique, x.entity, x.name)
	}
	return fieldKey(spaceIndex, x.entity, x.name)
}

func indexOf(entity string, s *field.Spec) (index, bool) {
	return index{entity: entity, name: s.Name, kind: s.Kind, unique: s.Unique}, s.Indexed || s.Unique
}

// keys appends the index keys of a value of a record. A list has one for each of its items;
// nothing has none.
func (x index) keys(v field.Value, id string) [][]byte {
	switch v.Form {
	case field.Empty:
		return nil
	case field.List:
		keys := make([][]byte, len(v.List))
		for i, item := range v.List {
			keys[i] = x.key(field.OfList([]string{item}), id)
		}
		return keys
	}
	return [][]byte{x.key(v, id)}
}

func (x index) key(v field.Value, id string) []byte {
	k := appendKey(x.prefix(), x.kind, v)
	if !x.unique {
		k = appendID(k, id)
	}
	return k
}

// op is one thing a change writes into the view.
type op struct {
	key, value []byte
	gone       bool
}

// indexOps lists what a change of a record means for its indexes. Only live records are indexed.
func indexOps(dst []op, indexes []index, id string, before, after state) []op {
	was, is := before.live(), after.live()
	for _, x := range indexes {
		var old, now field.Value
		if was {
			old = before.get(x.name)
		}
		if is {
			now = after.get(x.name)
		}
		if old.Equal(now) {
			continue
		}
		for _, k := range x.keys(old, id) {
			dst = append(dst, op{key: k, gone: true})
		}
		for _, k := range x.keys(now, id) {
			o := op{key: k}
			if x.unique {
				o.value = []byte(id)
			}
			dst = append(dst, o)
		}
	}
	return dst
}

// wanted lists the indexes a type asks for.
func wanted(t *entity.Type) []index {
	var all []index
	for _, s := range t.Specs {
		if x, ok := indexOf(t.Name, s); ok {
			all = append(all, x)
		}
	}
	return all
}

func (x index) catalogKey() []byte {
	k := fieldKey(spaceCatalog, x.entity, x.name)
	return k[:len(k)-1]
}

func (x index) catalogValue() []byte {
	kind := x.kind.Name()
	if x.unique {
		return []byte("u" + kind)
	}
	return []byte("x" + kind)
}

// catalogOps writes which indexes a view keeps.
func catalogOps(all map[string][]index) []op {
	var ops []op
	for _, indexes := range all {
		for _, x := range indexes {
			ops = append(ops, op{key: x.catalogKey(), value: x.catalogValue()})
		}
	}
	return ops
}

// readCatalog reads which indexes the view keeps. One of a kind this program does not know is
// left out; it is built again when a type asks for it.
func readCatalog(r engine.Reader) (map[string][]index, error) {
	all := map[string][]index{}
	err := r.Scan(engine.Prefix([]byte{spaceCatalog}), func(key, value []byte) bool {
		entity, name, ok := bytes.Cut(key[1:], []byte{0})
		if !ok || len(value) == 0 {
			return true
		}
		if kind, ok := field.ByName(string(value[1:])); ok {
			x := index{entity: string(entity), name: string(name), kind: kind, unique: value[0] == 'u'}
			all[x.entity] = append(all[x.entity], x)
		}
		return true
	})
	return all, err
}

func same(a, b index) bool {
	return a.entity == b.entity && a.name == b.name && a.unique == b.unique && a.kind.Name() == b.kind.Name()
}

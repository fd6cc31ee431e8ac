package search

import (
	"context"
	"slices"
)

// open drops the names of records that the person may not read: they are neither found nor shown.
func (x *Index) open(ctx context.Context, parts []part) []part {
	return slices.DeleteFunc(parts, func(p part) bool { return p.ref && !x.mayRead(ctx, p.of, p.id) })
}

// seen is the name of a record that another points to, "" for whom it is not.
func (x *Index) seen(ctx context.Context, entityName, id string) string {
	if !x.mayRead(ctx, entityName, id) {
		return ""
	}
	return x.titles.get(ctx, x, entityName, id)
}

// mayRead asks the store about one record, and not where all of its kind may be read.
func (x *Index) mayRead(ctx context.Context, entityName, id string) bool {
	t := x.types.Type(entityName)
	if t == nil {
		return false
	}
	if x.scopeOf(ctx, t).All {
		return true
	}
	_, err := x.store.Find(ctx, t, id)
	return err == nil
}

package search

import (
	"context"
	"slices"
	"unicode/utf8"

	"xingke/backend/core/entity"
	"xingke/backend/core/field"
)

// Holding lists the living records of a type that may have a text in a field, letter case and width aside: of those
// last changed at or before upTo no other has it. It is not ok where the index cannot tell: it does not hold
// everything, the field is not searched, no two Chinese characters stand beside each other in the text, or more than
// most records may have it. Whoever asks looks into each: a pair may stand in another field, or apart from the next.
func (x *Index) Holding(ctx context.Context, t *entity.Type, s *field.Spec, text string, most int) (ids []string, upTo uint64, ok bool) {
	pairs := pairsOf(text)
	if len(pairs) == 0 || s.Weight <= 0 || x.lacking() {
		return nil, 0, false
	}
	upTo = x.cursor.Load() // before the index is looked at: it may hold more
	x.mu.RLock()
	defer x.mu.RUnlock()
	defer func() {
		if recover() != nil { // as in find: of a damaged file
			x.state.broken()
			ok = false
		}
	}()
	if x.bleve == nil || !x.built {
		return nil, 0, false
	}
	ids, err := x.holding(ctx, t, pairs, most)
	return ids, upTo, err == nil && len(ids) <= most
}

// pairsOf are the terms of a text that every text that contains it has.
func pairsOf(text string) (pairs []string) {
	scan(fold(text), func(r run) {
		if !r.han {
			return
		}
		hanTerms(r.text, func(term []byte) {
			if pair := string(term); utf8.RuneCountInString(pair) == 2 && !slices.Contains(pairs, pair) {
				pairs = append(pairs, pair)
			}
		})
	})
	return pairs
}

func (x *Index) holding(ctx context.Context, t *entity.Type, pairs []string, most int) ([]string, error) {
	r, err := read(ctx, x.bleve)
	if err != nil {
		return nil, err
	}
	defer r.close()
	needs := []node{keyNode(keyEntity, t.Name)}
	for _, pair := range pairs {
		ways := []node{termNode(allField, pair)}
		for _, group := range privateGroups(t) {
			ways = append(ways, termNode(groupField(group), pair))
		}
		needs = append(needs, some(ways...))
	}
	found, err := r.docs(every(needs...))
	if err != nil {
		return nil, err
	}
	docs := found.first(most + 1)
	ids := make([]string, len(docs))
	for i, doc := range docs {
		name, err := r.name(doc)
		if err != nil {
			return nil, err
		}
		_, ids[i] = splitDocID(name)
	}
	return ids, nil
}

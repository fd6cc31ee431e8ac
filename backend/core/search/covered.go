package search

import (
	"strings"

	"xingke/backend/base/fault"
	"xingke/backend/core/entity"
)

// mostCovering is of how many records the name may be what is asked for.
const mostCovering = 8

// covered tells whether all that was found points to records whose name has what is asked for: the follow-ups of a
// customer, say. Then none of them need be read to be sure.
func (s *session) covered(t *entity.Type, m *matcher, found docs) (bool, error) {
	text := m.only()
	if text == "" || !plainRefs(t) {
		return false, nil
	}
	names, err := s.wantedDocs(m, true)
	if n := names.count(); err != nil || n == 0 || n > mostCovering {
		return false, err
	}
	var keys []node
	for _, doc := range names.first(mostCovering) {
		name, err := s.name(doc)
		if err != nil {
			return false, err
		}
		entityName, id := splitDocID(name)
		named, err := s.named(entityName, id, text)
		if err != nil {
			return false, err
		}
		if named {
			keys = append(keys, termNode(keyField, referenceKey(id)))
		}
	}
	if keys == nil {
		return false, nil
	}
	of, err := s.among(some(keys...), found)
	return err == nil && found.butNot(of).none(), err
}

// named tells whether the person may read a record, and its name has a text.
func (s *session) named(entityName, id, text string) (bool, error) {
	t := s.x.types.Type(entityName)
	if t == nil {
		return false, nil
	}
	rec, err := s.x.store.Get(s.ctx, t, id)
	if err != nil {
		if fault.Is(err, fault.NotFound) || fault.Is(err, fault.Forbidden) {
			return false, nil
		}
		return false, &storeError{err}
	}
	return strings.Contains(fold(t.Title(rec)), text), nil
}

// only is the one phrase, or the Chinese characters, that are asked for; "" where more is, or something else.
func (m *matcher) only() string {
	if len(m.clauses) != 1 {
		return ""
	}
	c := m.clauses[0]
	if c.phrase != "" {
		return c.phrase
	}
	if len(c.pieces) == 1 && c.pieces[0].kind == hanPiece {
		return c.pieces[0].text
	}
	return ""
}

// plainRefs tells whether the name of every record that a record of a type points to is searched, by whoever may read
// the record: not so in private fields, nor in lists, of which only the beginning is.
func plainRefs(t *entity.Type) bool {
	for _, s := range t.Specs {
		points := s.Target != "" || s.Kind.Name() == "link"
		if len(s.Columns) > 0 || s.Kind.Name() == "refs" || points && s.Private != "" {
			return false
		}
	}
	return true
}

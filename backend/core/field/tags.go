package field

import (
	"fmt"
	"strings"
	"unicode/utf8"

	"xingke/backend/base/lang"
)

// tagsKind is any number of free words.
type tagsKind struct{ listing }

var kindTags = register(tagsKind{listing{plain{"tags"}}})

func (tagsKind) Check(s *Spec, v Value) error {
	if len(v.List) > 50 {
		return wrong(s, "最多 50 个", "at most 50")
	}
	for _, tag := range v.List {
		if utf8.RuneCountInString(tag) > 40 {
			return wrong(s, "每个标签最多 40 个字", "a tag takes at most 40 characters")
		}
	}
	return nil
}

func (tagsKind) Words(_ *Spec, v Value) string { return strings.Join(v.List, " ") }
func (tagsKind) Cell(_ *Spec, v Value, tag lang.Tag) Cell {
	return OfCellText(strings.Join(v.List, lang.Of("、", ", ").In(tag)))
}
func (tagsKind) FromCell(_ *Spec, c Cell) (Value, error) { return OfList(splitList(c.String())), nil }
func (tagsKind) Sample(_ *Spec, n int) Value {
	return OfList([]string{fmt.Sprintf("标签%d", n%7), fmt.Sprintf("tag%d", n%5)})
}

// TagsField declares free words.
type TagsField struct{ common[TagsField] }

// Tags declares any number of free words.
func Tags(p *[]string, zh string) *TagsField {
	f := &TagsField{}
	f.common = declare(f, kindTags, p, zh, OfList, func(v Value) []string { return v.List })
	return f
}

package records

import (
	"context"
	"fmt"
	"slices"
	"strconv"

	"xingke/backend/base/fault"
	"xingke/backend/base/lang"
	"xingke/backend/base/who"
	"xingke/backend/core/access"
	"xingke/backend/core/entity"
	"xingke/backend/core/field"
	"xingke/backend/core/rpc"
)

// Flat is a record as JSON: id, rev and every field that is not empty and may be read.
type Flat struct{ raw []byte }

// AppendJSON writes the record.
func (f Flat) AppendJSON(dst []byte) []byte { return append(dst, f.raw...) }

// MarshalJSON writes the record.
func (f Flat) MarshalJSON() ([]byte, error) { return f.raw, nil }

// with adds the change set that the answer comes from, for the way back.
func (f Flat) with(set string) Flat {
	if len(f.raw) == 0 {
		return f
	}
	return Flat{fmt.Appendf(slices.Clip(f.raw[:len(f.raw)-1]), `,"change":%q}`, set)}
}

// Titles are names of records by their ids.
type Titles map[string]string

// writer makes flat records for one reply and gathers the titles of what they refer to.
type writer struct {
	s      *Service
	ctx    context.Context
	may    func(*field.Spec) bool
	titles Titles // nil gathers none
	names  namer
	closed map[*entity.Type][]access.Action // see refused
}

func (s *Service) writer(ctx context.Context) *writer {
	return &writer{s: s, ctx: ctx, may: s.policy.Fields(ctx), titles: Titles{}, closed: map[*entity.Type][]access.Action{}}
}

// flat writes a record. only, if not nil, limits the fields by name.
func (w *writer) flat(t *entity.Type, rec entity.Record, only map[string]bool) Flat {
	return Flat{append(w.open(t, rec, only), '}')}
}

// row writes a record of a list, with what is refused.
func (w *writer) row(t *entity.Type, rec entity.Record, only map[string]bool) Flat {
	return Flat{append(w.refused(w.open(t, rec, only), t, rec), '}')}
}

// whole writes a record with what is refused and the titles of what it refers to.
func (w *writer) whole(t *entity.Type, rec entity.Record) (Flat, error) {
	raw := w.refused(w.open(t, rec, nil), t, rec)
	if len(w.titles) > 0 {
		titles, err := rpc.Encode(w.titles)
		if err != nil {
			return Flat{}, err
		}
		raw = append(append(raw, `,"titles":`...), titles...)
	}
	return Flat{append(raw, '}')}, nil
}

func (w *writer) open(t *entity.Type, rec entity.Record, only map[string]bool) []byte {
	b := rec.Meta()
	dst := make([]byte, 0, 512)
	dst = append(dst, `{"id":`...)
	dst = strconv.AppendQuote(dst, b.ID) // ids are plain ASCII
	dst = append(dst, `,"rev":`...)
	dst = strconv.AppendUint(dst, b.Rev, 10)
	for _, spec := range t.Specs {
		if only != nil && !only[spec.Name] || !w.may(spec) {
			continue
		}
		v := entity.Get(rec, spec)
		if v.Empty() {
			continue
		}
		dst = append(dst, ',', '"')
		dst = append(append(dst, spec.Name...), '"', ':')
		dst = spec.Kind.JSON(dst, w.readable(spec), w.hide(spec, v))
		w.note(spec, v)
		if group := w.private(spec); group != "" {
			w.s.watch.Read(w.ctx, t, group, rec)
		}
	}
	return dst
}

// offered are the actions that pages offer with one record.
var offered = []access.Action{access.Update, access.Delete, access.Restore, access.Assign, access.Share}

// refused adds the actions that the one who acts has with records of this kind, but not with this one, so that pages
// do not offer them.
func (w *writer) refused(dst []byte, t *entity.Type, rec entity.Record) []byte {
	asked, known := w.closed[t]
	if !known {
		for _, action := range offered {
			if reach := w.s.policy.Reach(w.ctx, action, t.Name); !reach.All && !reach.Nothing() {
				asked = append(asked, action)
			}
		}
		w.closed[t] = asked
	}
	begun := false
	for _, action := range asked {
		if w.s.policy.May(w.ctx, action, t, rec) == nil {
			continue
		}
		if !begun {
			dst = append(dst, `,"refused":[`...)
		} else {
			dst = append(dst, ',')
		}
		dst, begun = strconv.AppendQuote(dst, string(action)), true
	}
	if begun {
		dst = append(dst, ']')
	}
	return dst
}

// private is the group whose right a shown field or one of its columns asks for, "" if none.
func (w *writer) private(spec *field.Spec) string {
	for _, c := range spec.Columns {
		if c.Private != "" && w.may(c) {
			return c.Private
		}
	}
	return spec.Private
}

// hide leaves private columns out of lines.
func (w *writer) hide(spec *field.Spec, v field.Value) field.Value {
	if v.Form != field.Table || w.readable(spec) == spec {
		return v
	}
	shown := w.readable(spec)
	rows := make([]field.Row, len(v.Rows))
	for i, row := range v.Rows {
		rows[i] = field.Row{}
		for _, c := range shown.Columns {
			if cell, ok := row[c.Name]; ok {
				rows[i][c.Name] = cell
			}
		}
	}
	return field.OfRows(rows)
}

// readable is the spec as the reader may see it: without private columns of lines.
func (w *writer) readable(spec *field.Spec) *field.Spec {
	for _, c := range spec.Columns {
		if !w.may(c) {
			twin := *spec
			twin.Columns = nil
			for _, c := range spec.Columns {
				if w.may(c) {
					twin.Columns = append(twin.Columns, c)
				}
			}
			return &twin
		}
	}
	return spec
}

// note gathers the titles of the records a value refers to.
func (w *writer) note(spec *field.Spec, v field.Value) {
	switch {
	case w.titles == nil:
	case v.Form == field.Table:
		for _, c := range spec.Columns {
			if c.Target == "" || !w.may(c) {
				continue
			}
			for _, row := range v.Rows {
				w.note(c, row[c.Name])
			}
		}
	case v.Empty():
	case spec.Kind.Name() == "link":
		link := v.Link()
		w.title(link.Entity, link.ID)
	case spec.Target != "" && v.Form == field.List:
		for _, of := range v.List {
			w.title(spec.Target, of)
		}
	case spec.Target != "":
		w.title(spec.Target, v.Text)
	}
}

func (w *writer) title(name, of string) {
	if _, known := w.titles[of]; known || of == "" {
		return
	}
	title := w.names.title(w.ctx, w.s, name, of)
	if title != "" {
		w.titles[of] = title
	}
}

// namer names records for the one who acts, in one reply or one file.
type namer struct {
	opened map[string]bool // entities, by whether every record may be read
}

// title is what titleOf says. Of what is open to the one who acts the columns know it, without reading each.
func (n *namer) title(ctx context.Context, s *Service, name, of string) string {
	open, known := n.opened[name]
	if !known {
		if n.opened == nil {
			n.opened = map[string]bool{}
		}
		open = s.policy.Scope(ctx, name).All
		n.opened[name] = open
	}
	if open {
		if title, _ := s.columns.LiveTitle(name, of); title != "" {
			return title
		}
	}
	return s.titleOf(ctx, name, of)
}

// titleOf names a record for the one who acts: marked when it was deleted, and only so much
// as that it is there when it may not be read.
func (s *Service) titleOf(ctx context.Context, name, of string) string {
	tag := who.Lang(ctx)
	if of == who.System.ID {
		return lang.Of("系统", "System").In(tag)
	}
	t := s.types.Type(name)
	if t == nil {
		return ""
	}
	rec, err := s.db.Find(ctx, t, of)
	switch {
	case fault.Is(err, fault.Forbidden):
		return lang.Of("（无权查看）", "(not visible to you)").In(tag)
	case err != nil:
		return ""
	}
	title := t.Title(rec)
	if title == "" {
		title = t.Label.In(tag)
	}
	if rec.Meta().Deleted() {
		title += lang.Of("（已删除）", " (deleted)").In(tag)
	}
	return title
}

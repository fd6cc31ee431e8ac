package records

import (
	"context"
	"strings"

	"xingke/backend/base/fault"
	"xingke/backend/base/lang"
	"xingke/backend/core/access"
	"xingke/backend/core/columns"
	"xingke/backend/core/entity"
	"xingke/backend/core/field"
)

// The sizes of a page of a list.
const (
	usualPage = 50
	mostRows  = 500
)

// Ref names one record.
type Ref struct {
	Entity string `json:"entity"`
	ID     string `json:"id"`
}

// Sort is one key of an order.
type Sort struct {
	Field string `json:"field"`
	Desc  bool   `json:"desc,omitempty"`
}

// ListInput asks for a page of a list.
type ListInput struct {
	Entity  string          `json:"entity"`
	Where   *columns.Filter `json:"where,omitempty"`
	Sort    []Sort          `json:"sort,omitempty"`
	Columns []string        `json:"columns,omitempty"` // fields to give; all without it
	Limit   int             `json:"limit,omitempty"`   // 50 unless given, at most 500
	After   string          `json:"after,omitempty"`   // next of the page before
	Skip    int             `json:"skip,omitempty"`    // rows to leave out at the beginning, to look into the middle of a long list
	Deleted bool            `json:"deleted,omitempty"` // the recycle bin instead
}

// ListOutput is a page of a list.
type ListOutput struct {
	Rows   []Flat `json:"rows"`
	Total  int    `json:"total"`
	Next   string `json:"next,omitempty"`
	Titles Titles `json:"titles"`
}

// GetInput names a record to read.
type GetInput struct {
	Entity string `json:"entity"`
	ID     string `json:"id"`
	Ahead  bool   `json:"ahead,omitempty"` // before anybody wants to see it: without private fields, of which it is written down who saw them
}

// Get reads one record, also one in the recycle bin.
func (s *Service) Get(ctx context.Context, in GetInput) (Flat, error) {
	t, err := s.types.Need(in.Entity)
	if err != nil {
		return Flat{}, err
	}
	rec, err := s.db.Find(ctx, t, in.ID)
	if err != nil {
		return Flat{}, err
	}
	w := s.writer(ctx)
	if in.Ahead {
		may := w.may
		w.may = func(spec *field.Spec) bool { return spec.Private == "" && may(spec) }
	}
	return w.whole(t, rec)
}

// List reads a page of records.
func (s *Service) List(ctx context.Context, in ListInput) (ListOutput, error) {
	t, err := s.types.Need(in.Entity)
	if err != nil {
		return ListOutput{}, err
	}
	query, err := s.query(ctx, in)
	if err != nil {
		return ListOutput{}, err
	}
	only, err := s.chosen(ctx, t, in.Columns)
	if err != nil {
		return ListOutput{}, err
	}
	page, err := s.columns.List(ctx, query)
	if err != nil {
		return ListOutput{}, err
	}
	w := s.writer(ctx)
	out := ListOutput{Rows: make([]Flat, 0, len(page.IDs)), Total: page.Total, Next: page.Next}
	for _, of := range page.IDs {
		rec, err := s.db.Find(ctx, t, of)
		if fault.Is(err, fault.NotFound) || fault.Is(err, fault.Forbidden) {
			continue // it changed between the two readings
		}
		if err != nil {
			return ListOutput{}, err
		}
		out.Rows = append(out.Rows, w.row(t, rec, only))
	}
	out.Titles = w.titles
	return out, nil
}

// chosen checks the columns asked for and gives them as a set, nil for all.
func (s *Service) chosen(ctx context.Context, t *entity.Type, names []string) (map[string]bool, error) {
	if len(names) == 0 {
		return nil, nil
	}
	only := map[string]bool{}
	for _, name := range names {
		spec := t.Spec(name)
		switch {
		case name == "id" || name == "rev":
			continue
		case spec == nil:
			return nil, noField(t, name)
		case !s.policy.Field(ctx, spec):
			return nil, forbidden(spec)
		}
		only[name] = true
	}
	return only, nil
}

// query makes the columns' question of a list: rights included, private fields refused.
func (s *Service) query(ctx context.Context, in ListInput) (columns.Query, error) {
	if err := s.mayAsk(ctx, in.Entity, in.Where); err != nil {
		return columns.Query{}, err
	}
	query := columns.Query{Entity: in.Entity, Where: in.Where, Limit: in.Limit, After: in.After, Deleted: in.Deleted, Shows: in.Columns, Scope: s.scope(ctx, in.Entity)}
	for _, key := range in.Sort {
		if err := s.mayAskField(ctx, in.Entity, key.Field); err != nil {
			return columns.Query{}, err
		}
		query.Sort = append(query.Sort, columns.Sort{Field: key.Field, Desc: key.Desc})
	}
	switch {
	case query.Limit <= 0:
		query.Limit = usualPage
	case query.Limit > mostRows:
		query.Limit = mostRows
	}
	query.Skip = max(0, in.Skip)
	return query, nil
}

// scope turns the rights of the one who acts into a filter, nil for no limit. The lines of a
// record go with their record.
func (s *Service) scope(ctx context.Context, name string) *columns.Filter {
	return Within(ctx, s.policy, access.Read, name)
}

// MayAsk refuses a filter on fields that the one who acts may not read, for whoever asks the columns directly.
func (s *Service) MayAsk(ctx context.Context, name string, where *columns.Filter) error {
	return s.mayAsk(ctx, name, where)
}

// mayAsk refuses filters on fields that the one who acts may not read.
func (s *Service) mayAsk(ctx context.Context, name string, where *columns.Filter) error {
	if where == nil {
		return nil
	}
	if where.Field != "" {
		if err := s.mayAskField(ctx, name, where.Field); err != nil {
			return err
		}
	}
	for _, list := range [][]columns.Filter{where.And, where.Or} {
		for i := range list {
			if err := s.mayAsk(ctx, name, &list[i]); err != nil {
				return err
			}
		}
	}
	return s.mayAsk(ctx, name, where.Not)
}

// mayAskField follows a path over references and refuses it if any field on it is private.
func (s *Service) mayAskField(ctx context.Context, name, path string) error {
	for _, spec := range s.along(name, path) {
		if !s.policy.Field(ctx, spec) {
			return forbidden(spec)
		}
	}
	return nil
}

// along lists the fields on a path, as far as it is known; what is not known the columns refuse.
func (s *Service) along(name, path string) []*field.Spec {
	record, lines, inside := strings.Cut(name, ".")
	t := s.types.Type(record)
	if t == nil {
		return nil
	}
	find := t.Spec
	if inside {
		table := t.Spec(lines)
		if table == nil {
			return nil
		}
		find = func(n string) *field.Spec {
			if n == record+"Id" {
				return &field.Spec{Name: n, Label: t.Label, Kind: table.Kind, Target: record}
			}
			return table.Column(n)
		}
	}
	var found []*field.Spec
	for step := range strings.SplitSeq(path, ".") {
		spec := find(step)
		if spec == nil {
			break
		}
		found = append(found, spec)
		if len(spec.Columns) > 0 { // of lines
			find = spec.Column
			continue
		}
		next := s.types.Type(spec.Target)
		if next == nil {
			break
		}
		find = next.Spec
	}
	return found
}

// kindOf is the last field of a path, nil if it is not known.
func (s *Service) kindOf(name, path string) *field.Spec {
	found := s.along(name, path)
	if len(found) == 0 || len(found) != strings.Count(path, ".")+1 {
		return nil
	}
	return found[len(found)-1]
}

func notAsked(what string) error {
	return fault.Field(what, lang.Sayf("请填写 %s", "%s is missing.", lang.S(what)))
}

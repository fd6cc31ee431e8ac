package records

import (
	"cmp"
	"context"
	"slices"

	"xingke/backend/base/fault"
	"xingke/backend/base/id"
	"xingke/backend/core/columns"
	"xingke/backend/core/field"
	"xingke/backend/core/store"
)

// AttachmentHistoryOutput is how the files of a record came and went, the latest first.
type AttachmentHistoryOutput struct {
	Changes []AttachmentChange `json:"changes"`
}

// AttachmentChange is files that were added, removed or brought back together.
type AttachmentChange struct {
	Seq       uint64              `json:"seq"`
	Set       string              `json:"set"`
	At        string              `json:"at"`
	Actor     string              `json:"actor"`
	ActorName string              `json:"actorName"`
	Verb      string              `json:"verb"` // created, deleted or restored
	Files     []AttachmentMention `json:"files"`
}

// AttachmentMention is a file that is spoken of. Here tells that it is attached still, and can be fetched.
type AttachmentMention struct {
	ID   string `json:"id"`
	File string `json:"file"`
	Name string `json:"name"` // then
	Size int    `json:"size"`
	Here bool   `json:"here"`
}

// mostRemoved is how many removed files are told of, the last ones; each has a few changes.
const (
	mostRemoved    = 300
	changesOfAFile = 50
)

// AttachmentHistory tells who added and removed files of a record. Who may read the record may know.
func (s *Service) AttachmentHistory(ctx context.Context, in Ref) (AttachmentHistoryOutput, error) {
	out := AttachmentHistoryOutput{Changes: []AttachmentChange{}}
	t, err := s.attachableType(in.Entity)
	if err != nil {
		return out, err
	}
	if _, err := s.db.Find(ctx, t, in.ID); err != nil {
		return out, err
	}
	ids, err := s.everAttached(ctx, id.Link{Entity: t.Name, ID: in.ID})
	if err != nil {
		return out, err
	}
	w := s.writer(ctx)
	at := map[[2]string]int{} // of a set and a verb
	for _, one := range ids {
		rec, err := s.db.Find(system(ctx), Attachments.Type, one)
		if fault.Is(err, fault.NotFound) {
			continue // it was erased
		}
		if err != nil {
			return out, err
		}
		changes, err := s.db.History(ctx, Attachments.Name, one, 0, changesOfAFile)
		if err != nil {
			return out, err
		}
		a := rec.(*Attachment)
		name := a.Name
		for i := range changes {
			c := &changes[i]
			if c.Verb == store.Updated {
				name = nameBefore(c, name)
				continue
			}
			key := [2]string{c.Set, string(c.Verb)}
			place, known := at[key]
			if !known {
				place = len(out.Changes)
				at[key] = place
				w.title("user", c.Actor)
				out.Changes = append(out.Changes, AttachmentChange{Seq: c.Seq, Set: c.Set, At: c.At.Format(timeForm), Actor: c.Actor, ActorName: w.actor(c), Verb: string(c.Verb)})
			}
			out.Changes[place].Files = append(out.Changes[place].Files, AttachmentMention{ID: a.ID, File: a.File, Name: name, Size: a.Size, Here: !a.Deleted()})
		}
	}
	slices.SortFunc(out.Changes, func(a, b AttachmentChange) int { return cmp.Compare(b.Seq, a.Seq) })
	return out, nil
}

// nameBefore is what a file was called before a change.
func nameBefore(c *store.Change, name string) string {
	for _, d := range c.Delta {
		if d.Field == "name" {
			return d.Old.Text
		}
	}
	return name
}

// everAttached lists the attachments of a record, those that were removed too.
func (s *Service) everAttached(ctx context.Context, to id.Link) ([]string, error) {
	ids, err := s.db.Lookup(ctx, Attachments.Type, AttachedTo, field.OfLink(to))
	if err != nil {
		return nil, err
	}
	spec := Attachments.Spec(AttachedTo)
	where := columns.Filter{Field: spec.Name, Op: "eq", Value: columns.Operand{Raw: spec.Kind.JSON(nil, spec, field.OfLink(to))}}
	gone, err := s.columns.List(ctx, columns.Query{Entity: Attachments.Name, Where: &where, Sort: []columns.Sort{{Field: "deletedAt", Desc: true}}, Limit: mostRemoved, Deleted: true})
	return append(ids, gone.IDs...), err
}

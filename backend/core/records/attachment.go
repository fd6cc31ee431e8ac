package records

import (
	"context"
	"path/filepath"
	"strings"

	"xingke/backend/base/fault"
	"xingke/backend/base/id"
	"xingke/backend/base/lang"
	"xingke/backend/base/who"
	"xingke/backend/core/access"
	"xingke/backend/core/entity"
	"xingke/backend/core/field"
	"xingke/backend/core/files"
	"xingke/backend/core/store"
)

// Attachment 附件 is a file that belongs to a record: a contract, a drawing, a picture.
type Attachment struct {
	entity.Base
	Name   string  `json:"name"`   // as people see it
	Record id.Link `json:"record"` // whose rights are its own
	File   string  `json:"file"`   // hash of the content
	Size   int     `json:"size"`
	Type   string  `json:"type"`
}

// AttachedTo is the field with the record that an attachment belongs to.
const AttachedTo = "record"

// Attachments declares the entity.
var Attachments = entity.Define("attachment", "附件", func(a *Attachment) []field.Field {
	return []field.Field{
		field.Text(&a.Name, "文件名").Required().Max(150).Title().EN("File name"),
		field.Link(&a.Record, "所属记录").Required().Index().ReadOnly().EN("Record"),
		field.Text(&a.File, "内容").Required().Max(64).Index().ReadOnly().Unlisted().EN("Content"),
		field.Number(&a.Size, "大小").ReadOnly().EN("Size"),
		field.Text(&a.Type, "类型").Max(120).ReadOnly().Unlisted().EN("Type"),
	}
}).As("paperclip", "Attachment").InBackground()

// Check keeps an attachment where it is, with what is in it: another content is another attachment.
func (a *Attachment) Check(before *Attachment) error {
	if before != nil && (before.File != a.File || before.Record != a.Record) {
		return fault.New(fault.Forbidden, "附件的内容不能替换，请添加新的附件", "The content of an attachment cannot be changed. Add a new one instead.")
	}
	return nil
}

// mostAttachments is how many a record may have.
const mostAttachments = 300

// AttachmentAnswer is an attachment as pages see it.
type AttachmentAnswer struct {
	ID     string `json:"id"`
	Rev    uint64 `json:"rev"`
	File   string `json:"file"`
	Name   string `json:"name"`
	Size   int    `json:"size"`
	Type   string `json:"type"`
	At     string `json:"at"`
	By     string `json:"by"`
	ByName string `json:"byName"`
}

// AttachmentsOutput is the attachments of a record, the latest first. May tells that the caller may add,
// rename and remove.
type AttachmentsOutput struct {
	Attachments []AttachmentAnswer `json:"attachments"`
	May         bool               `json:"may"`
}

// AttachedFile is a file that was uploaded, with the name it shall have.
type AttachedFile struct {
	File string `json:"file"`
	Name string `json:"name"`
}

// AttachInput adds files to a record, in one change.
type AttachInput struct {
	Entity string         `json:"entity"`
	ID     string         `json:"id"`
	Files  []AttachedFile `json:"files"`
}

// AttachOutput names the change and the attachments it made.
type AttachOutput struct {
	Change string   `json:"change"`
	IDs    []string `json:"ids"`
}

// RenameAttachmentInput gives an attachment another name.
type RenameAttachmentInput struct {
	ID   string `json:"id"`
	Rev  uint64 `json:"rev"`
	Name string `json:"name"`
}

// RemoveAttachmentsInput takes attachments away, in one change.
type RemoveAttachmentsInput struct {
	IDs []string `json:"ids"`
}

// attachable tells whether the records of an entity are what people work with: they may have attachments.
func (s *Service) attachable(t *entity.Type) bool {
	rule := s.policy.Rule(t.Name)
	return !internal[t.Name] && !t.Quiet && !rule.Open && !rule.Private && !rule.Inner && rule.With == ""
}

func (s *Service) attachableType(name string) (*entity.Type, error) {
	t, err := s.types.Need(name)
	if err == nil && !s.attachable(t) {
		err = fault.New(fault.Invalid, "%s不能添加附件", "Records of this type (%s) cannot have attachments.", t.Label)
	}
	return t, err
}

// ListAttachments lists the attachments of a record, also of one in the recycle bin.
func (s *Service) ListAttachments(ctx context.Context, in Ref) (AttachmentsOutput, error) {
	out := AttachmentsOutput{Attachments: []AttachmentAnswer{}}
	t, err := s.attachableType(in.Entity)
	if err != nil {
		return out, err
	}
	rec, err := s.db.Find(ctx, t, in.ID)
	if err != nil {
		return out, err
	}
	out.May = !rec.Meta().Deleted() && s.policy.May(ctx, access.Update, t, rec) == nil
	list, err := s.attachmentsOf(ctx, t.Name, in.ID)
	names := map[string]string{}
	for i := len(list) - 1; i >= 0; i-- {
		out.Attachments = append(out.Attachments, s.attachmentAnswer(ctx, list[i], names))
	}
	return out, err
}

func (s *Service) attachmentAnswer(ctx context.Context, a *Attachment, names map[string]string) AttachmentAnswer {
	by := string(a.CreatedBy)
	if _, known := names[by]; !known {
		names[by] = s.titleOf(ctx, "user", by)
	}
	return AttachmentAnswer{ID: a.ID, Rev: a.Rev, File: a.File, Name: a.Name, Size: a.Size, Type: a.Type, At: a.CreatedAt.Format(timeForm), By: by, ByName: names[by]}
}

// attachmentsOf reads the attachments of a record that may be read, in the order in which they were added.
func (s *Service) attachmentsOf(ctx context.Context, name, of string) ([]*Attachment, error) {
	ids, err := s.db.Lookup(ctx, Attachments.Type, AttachedTo, field.OfLink(id.Link{Entity: name, ID: of}))
	if err != nil {
		return nil, err
	}
	list := make([]*Attachment, 0, len(ids))
	for _, one := range ids {
		rec, err := s.db.Get(system(ctx), Attachments.Type, one)
		if fault.Is(err, fault.NotFound) {
			continue // it was removed between the two readings
		}
		if err != nil {
			return nil, err
		}
		list = append(list, rec.(*Attachment))
	}
	return list, nil
}

// Attach adds files to a record: files that the caller has uploaded, or may read where they are attached.
func (s *Service) Attach(ctx context.Context, in AttachInput) (AttachOutput, error) {
	t, err := s.attachableType(in.Entity)
	if err != nil {
		return AttachOutput{}, err
	}
	if len(in.Files) == 0 {
		return AttachOutput{}, notAsked("files")
	}
	made, err := s.toAttach(ctx, id.Link{Entity: t.Name, ID: in.ID}, in.Files)
	if err != nil {
		return AttachOutput{}, err
	}
	out := AttachOutput{Change: id.New(), IDs: []string{}}
	label := lang.Sayf("添加附件“%s”", "Attached %s", lang.S(manyNames(made))).In(who.Lang(ctx))
	err = s.db.Write(store.WithSet(ctx, out.Change, label), func(ctx context.Context) error {
		if _, err := s.db.Get(ctx, t, in.ID); err != nil { // it was deleted meanwhile
			return err
		}
		have, err := s.db.Lookup(ctx, Attachments.Type, AttachedTo, field.OfLink(id.Link{Entity: t.Name, ID: in.ID}))
		if err != nil {
			return err
		}
		if len(have)+len(made) > mostAttachments {
			return fault.New(fault.Invalid, "一条记录最多 %s 个附件", "A record can have at most %s attachments.", lang.N(mostAttachments))
		}
		for _, a := range made {
			if err := s.db.Put(ctx, a); err != nil {
				return err
			}
			out.IDs = append(out.IDs, a.ID)
		}
		return nil
	})
	return out, err
}

func (s *Service) toAttach(ctx context.Context, to id.Link, list []AttachedFile) (made []*Attachment, err error) {
	for _, one := range list {
		info, err := s.statMine(ctx, one.File)
		if err != nil {
			return nil, err
		}
		a := Attachments.New().(*Attachment)
		a.Name = info.Name
		if strings.TrimSpace(one.Name) != "" {
			a.Name = files.CleanName(one.Name)
		}
		a.Record, a.File, a.Size, a.Type = to, one.File, int(info.Size), files.MediaType(a.Name)
		made = append(made, a)
	}
	return made, nil
}

func manyNames(list []*Attachment) string {
	if len(list) == 1 {
		return list[0].Name
	}
	return list[0].Name + "…"
}

// RenameAttachment gives an attachment another name; without an ending it keeps the one it had.
func (s *Service) RenameAttachment(ctx context.Context, in RenameAttachmentInput) (ChangeRef, error) {
	if strings.TrimSpace(in.Name) == "" {
		return ChangeRef{}, notAsked("name")
	}
	rec, err := s.db.Get(ctx, Attachments.Type, in.ID)
	if err != nil {
		return ChangeRef{}, err
	}
	a := rec.(*Attachment)
	if in.Rev != 0 && a.Rev != in.Rev {
		return ChangeRef{}, s.meanwhile(ctx, Attachments.Type, in.ID, in.Rev)
	}
	name := files.CleanName(in.Name)
	if filepath.Ext(name) == "" {
		name = files.CleanName(name + filepath.Ext(a.Name))
	}
	set := id.New()
	ctx = store.WithSet(ctx, set, label(ctx, "修改%s“%s”", "Changed %s %s", Attachments.Type, a.Name))
	a.Name, a.Type = name, files.MediaType(name)
	return ChangeRef{set}, s.db.Put(ctx, a)
}

// RemoveAttachments takes attachments away. Their contents stay: an undo brings them back.
func (s *Service) RemoveAttachments(ctx context.Context, in RemoveAttachmentsInput) (ChangeRef, error) {
	if len(in.IDs) == 0 {
		return ChangeRef{}, notAsked("ids")
	}
	rec, err := s.db.Get(ctx, Attachments.Type, in.IDs[0])
	if err != nil {
		return ChangeRef{}, err
	}
	set := id.New()
	ctx = store.WithSet(ctx, set, label(ctx, "删除%s“%s”", "Deleted %s %s", Attachments.Type, Attachments.Title(rec)))
	return ChangeRef{set}, s.db.Write(ctx, func(ctx context.Context) error {
		for _, one := range in.IDs {
			if err := s.db.Delete(ctx, Attachments.Type, one, 0); err != nil {
				return err
			}
		}
		return nil
	})
}

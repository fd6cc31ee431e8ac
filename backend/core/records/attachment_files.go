package records

import (
	"context"
	"time"

	"xingke/backend/base/fault"
	"xingke/backend/core/entity"
	"xingke/backend/core/field"
	"xingke/backend/core/files"
	"xingke/backend/core/rpc"
)

const timeForm = time.RFC3339Nano

func (s *Service) exposeAttachments(t *rpc.Table) {
	rpc.Handle(t, "attachments.list", rpc.EntityVerb("read"), s.ListAttachments).Says("一条记录的附件", "The attachments of a record, the latest first.")
	rpc.Handle(t, "attachments.history", rpc.EntityVerb("read"), s.AttachmentHistory).Says("一条记录的附件何时由谁添加、移除", "Who added and removed files of a record, the latest first.")
	rpc.Handle(t, "attachments.add", rpc.EntityVerb("update"), s.Attach).Says("把上传的文件加为一条记录的附件", "Attaches uploaded files to a record, in one change.")
	rpc.Handle(t, "attachments.rename", rpc.SignedIn, s.RenameAttachment).Says("给附件改名", "Gives an attachment another name.")
	rpc.Handle(t, "attachments.remove", rpc.SignedIn, s.RemoveAttachments).Says("移除附件，可撤销", "Takes attachments away; an undo brings them back.")
}

// MayOpen tells whether the one who acts may have the content of a file: because they put it in or had it
// made of late, or because a record that they may read has it as an attachment.
func (s *Service) MayOpen(ctx context.Context, hash string) (bool, error) {
	if s.files.Mine(ctx, hash) {
		return true, nil
	}
	ids, err := s.db.Lookup(ctx, Attachments.Type, "file", field.OfText(hash))
	if err != nil {
		return false, err
	}
	for _, one := range ids {
		_, err := s.db.Get(ctx, Attachments.Type, one)
		if err == nil {
			return true, nil
		}
		if !fault.Is(err, fault.Forbidden) && !fault.Is(err, fault.NotFound) {
			return false, err
		}
	}
	return false, nil
}

// statMine tells of a file that the one who acts may have. For others it is not there.
func (s *Service) statMine(ctx context.Context, hash string) (files.Info, error) {
	info, err := s.files.Stat(hash)
	if err != nil {
		return files.Info{}, err
	}
	may, err := s.MayOpen(ctx, hash)
	if err == nil && !may {
		err = files.Missing()
	}
	return info, err
}

// SweepFiles takes away what was uploaded or made, is attached nowhere and was not asked for since. An attachment
// that was removed still holds its content, for it can come back.
func (s *Service) SweepFiles(ctx context.Context) (files.Swept, error) {
	held := map[string]bool{}
	err := s.db.Each(system(ctx), Attachments.Type, func(rec entity.Record) bool {
		held[rec.(*Attachment).File] = true
		return ctx.Err() == nil
	})
	if err != nil {
		return files.Swept{}, err
	}
	if err := ctx.Err(); err != nil {
		return files.Swept{}, err
	}
	return s.files.Sweep(ctx, func(hash string) bool { return held[hash] })
}

package app

import (
	"context"
	"errors"
	"io/fs"
	"os"
	"path/filepath"

	"xingke/backend/base/fault"
	"xingke/backend/base/who"
	"xingke/backend/core/rpc"
)

// Draft is what somebody has typed and not saved, as the pages write it.
type Draft struct {
	Text string `json:"text"`
}

const (
	draftFolder  = "drafts"
	draftPurpose = "drafts"
	longestDraft = 1 << 20
)

// draftPath is where a person's draft lies; "" in a book in memory, which has none.
func (b *book) draftPath(ctx context.Context) (path, userID string) {
	me, _ := who.From(ctx)
	if b.app.config.Dir == "" || me.ID == "" || filepath.Base(me.ID) != me.ID {
		return "", me.ID
	}
	return filepath.Join(b.app.config.Dir, draftFolder, me.ID), me.ID
}

// keepDraft keeps, sealed beside the book, what a person typed: a lock must cost nobody their words.
func (b *book) keepDraft(ctx context.Context, in Draft) (rpc.Nothing, error) {
	path, userID := b.draftPath(ctx)
	if len(in.Text) > longestDraft {
		return rpc.Nothing{}, fault.New(fault.Invalid, "未保存的内容太多，请先保存", "There is too much that is not saved. Save it first.")
	}
	if path == "" {
		return rpc.Nothing{}, nil
	}
	if in.Text == "" {
		if err := os.Remove(path); err != nil && !errors.Is(err, fs.ErrNotExist) {
			return rpc.Nothing{}, unkept(err)
		}
		return rpc.Nothing{}, nil
	}
	sealed := b.keys.For(draftPurpose).Seal(nil, []byte(in.Text), []byte(userID))
	part := path + ".part"
	err := os.MkdirAll(filepath.Dir(path), 0o700)
	if err == nil {
		err = writeSynced(part, sealed)
	}
	if err == nil {
		err = os.Rename(part, path)
	}
	if err != nil {
		return rpc.Nothing{}, unkept(err)
	}
	return rpc.Nothing{}, nil
}

func (b *book) getDraft(ctx context.Context, _ rpc.Nothing) (Draft, error) {
	path, userID := b.draftPath(ctx)
	if path == "" {
		return Draft{}, nil
	}
	sealed, err := os.ReadFile(path)
	if errors.Is(err, fs.ErrNotExist) {
		return Draft{}, nil
	}
	if err != nil {
		return Draft{}, unkept(err)
	}
	text, err := b.keys.For(draftPurpose).Open(nil, sealed, []byte(userID))
	if err != nil {
		return Draft{}, nil // damaged, or of another key: there is nothing to give back
	}
	return Draft{string(text)}, nil
}

func writeSynced(path string, raw []byte) error {
	file, err := os.OpenFile(path, os.O_CREATE|os.O_TRUNC|os.O_WRONLY, 0o600)
	if err != nil {
		return err
	}
	_, err = file.Write(raw)
	return errors.Join(err, file.Sync(), file.Close())
}

func unkept(err error) error {
	return fault.Wrap(err, fault.Unavailable, "未保存的内容没有存下来；请先保存再锁定", "What is not saved could not be kept. Save it before locking.")
}

package app

import (
	"cmp"
	"context"
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"

	"xingke/backend/base/fault"
	"xingke/backend/base/lang"
	"xingke/backend/base/who"
	"xingke/backend/core/rpc"
)

// Draft is what somebody has typed and not saved, as the pages write it.
type Draft struct {
	DraftPlace
	Text string `json:"text"`
}

// DraftPlace says which page of a person typed it: each keeps its own, so that one which ended badly finds it again.
// None is what was handed in before a lock.
type DraftPlace struct {
	Place string `json:"place,omitempty"` // letters and figures of the page's own making
}

const (
	draftFolder  = "drafts"
	draftPurpose = "drafts"
	longestDraft = 1 << 20
	// Pages that never come back leave theirs behind.
	mostDrafts = 12
)

var placeName = regexp.MustCompile(`^[a-z0-9]{0,32}$`)

// draftPath is where a person's draft lies; "" in a book in memory, which has none. The name says whose it is and where it was typed.
func (b *book) draftPath(ctx context.Context, of DraftPlace) (path, name string, err error) {
	me, _ := who.From(ctx)
	if !placeName.MatchString(of.Place) {
		return "", "", fault.Field("place", lang.Of("只能是小写字母和数字", "only lowercase letters and digits"))
	}
	if b.app.config.Dir == "" || me.ID == "" || filepath.Base(me.ID) != me.ID {
		return "", me.ID, nil
	}
	name = me.ID
	if of.Place != "" {
		name += "." + of.Place
	}
	return filepath.Join(b.app.config.Dir, draftFolder, name), name, nil
}

// keepDraft keeps, sealed beside the book, what a person typed: a lock must cost nobody their words.
func (b *book) keepDraft(ctx context.Context, in Draft) (rpc.Nothing, error) {
	path, name, err := b.draftPath(ctx, in.DraftPlace)
	if err != nil {
		return rpc.Nothing{}, err
	}
	if len(in.Text) > longestDraft {
		return rpc.Nothing{}, fault.New(fault.Invalid, "未保存的内容太多，请先保存", "There is too much unsaved content. Save it first.")
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
	sealed := b.keys.For(draftPurpose).Seal(nil, []byte(in.Text), []byte(name))
	part := path + ".part"
	err = os.MkdirAll(filepath.Dir(path), 0o700)
	if err == nil {
		err = writeSynced(part, sealed)
	}
	if err == nil {
		err = os.Rename(part, path)
	}
	if err != nil {
		return rpc.Nothing{}, unkept(err)
	}
	if in.Place != "" {
		forgetOldest(path)
	}
	return rpc.Nothing{}, nil
}

// forgetOldest leaves a person the drafts of so many pages; what it cannot remove does no harm.
func forgetOldest(path string) {
	person, _, _ := strings.Cut(filepath.Base(path), ".")
	list, err := filepath.Glob(filepath.Join(filepath.Dir(path), person+".*"))
	if err != nil || len(list) <= mostDrafts {
		return
	}
	at := func(path string) int64 {
		info, err := os.Stat(path)
		if err != nil {
			return 0
		}
		return info.ModTime().UnixNano()
	}
	slices.SortFunc(list, func(a, b string) int { return cmp.Compare(at(b), at(a)) })
	for _, old := range list[mostDrafts:] {
		_ = os.Remove(old)
	}
}

func (b *book) getDraft(ctx context.Context, in DraftPlace) (Draft, error) {
	path, name, err := b.draftPath(ctx, in)
	if err != nil || path == "" {
		return Draft{}, err
	}
	sealed, err := os.ReadFile(path)
	if errors.Is(err, fs.ErrNotExist) {
		return Draft{}, nil
	}
	if err != nil {
		return Draft{}, unkept(err)
	}
	text, err := b.keys.For(draftPurpose).Open(nil, sealed, []byte(name))
	if err != nil {
		return Draft{}, nil // damaged, or of another key: there is nothing to give back
	}
	return Draft{DraftPlace: in, Text: string(text)}, nil
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

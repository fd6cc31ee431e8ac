package app

import (
	"context"
	"strings"

	"xingke/backend/base/fault"
	"xingke/backend/base/lang"
	"xingke/backend/base/who"
	"xingke/backend/core/audit"
	"xingke/backend/core/records"
	"xingke/backend/core/seal"
)

// keyHealth tells how the book's key is kept, and makes its copies alike where they are not.
func (b *book) keyHealth(ctx context.Context) records.KeyHealth {
	if b.app.config.Dir == "" {
		return records.KeyHealth{Kept: "memory"}
	}
	h := records.KeyHealth{Kept: string(seal.Plain), Folder: b.app.config.Dir}
	if b.sealed.Load() {
		h.Kept = string(seal.Passphrase)
	}
	h.Keychain = b.chainState()
	b.secret.Lock()
	kept, err := b.keepKeys()
	b.secret.Unlock()
	h.Copies = seal.Copies - len(kept.Failed)
	if err != nil {
		h.Copies, h.Problem = 0, fault.From(err).Text.In(who.Lang(ctx))
		return h
	}
	if len(kept.Failed) > 0 {
		text := stoodIn(kept)
		h.Problem = text.In(who.Lang(ctx))
		b.noteOnce(text)
	} else if len(kept.Mended) > 0 {
		text := mendedKeys(kept)
		b.db.Note(text)
		logFault("the mended key file was not noted", audit.Note(who.With(b.ctx, who.System), b.db, audit.Event{Kind: audit.Key}.Say(text)))
	}
	return h
}

// keepKeys makes the key file and its copies alike. The caller holds b.secret.
func (b *book) keepKeys() (seal.Kept, error) {
	kept, err := b.keys.Keep(b.app.config.Dir, b.keyFile)
	if err == nil {
		b.keyFile = kept.Raw
	}
	return kept, err
}

// mendedKeys says what was made whole again, and what to do.
func mendedKeys(kept seal.Kept) lang.Text {
	names := lang.S(strings.Join(kept.Mended, ", "))
	if kept.From == "" {
		return lang.Sayf("密钥文件（%s）损坏或丢失，程序已重新写好，账套照常使用；请检查这块磁盘，并做一次备份",
			"The key file (%s) was damaged or gone and was written again; the book works as before. Check this disk and make a backup.", names)
	}
	return lang.Sayf("密钥文件（%s）损坏或丢失，已由副本 %s 修好，账套照常使用，口令不变；请检查这块磁盘，并做一次备份",
		"The key file (%s) was damaged or gone and was mended from its copy %s; the book and its passphrase are as before. Check this disk and make a backup.", names, lang.S(kept.From))
}

// stoodIn says which copy is in use because the others cannot be written.
func stoodIn(kept seal.Kept) lang.Text {
	return lang.Sayf("密钥文件（%s）损坏，又写不回去（%s），现在靠副本打开；请做一次备份，检查这块磁盘和文件夹权限，然后重新打开账套",
		"The key file (%s) is damaged and cannot be written (%s); the book was opened with its copy. Make a backup, check this disk and the folder's permissions, then open the book again.",
		lang.S(strings.Join(kept.Failed, ", ")), lang.S(kept.Err.Error()))
}

// noteOnce tells people something that may come up again and again.
func (b *book) noteOnce(text lang.Text) {
	for _, note := range b.db.Notes() {
		if note.Text == text {
			return
		}
	}
	b.db.Note(text)
}

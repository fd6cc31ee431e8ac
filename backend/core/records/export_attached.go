package records

import (
	"archive/zip"
	"context"
	"errors"
	"fmt"
	"io"
	"path/filepath"
	"strings"
	"unicode/utf8"

	"xingke/backend/base/fault"
	"xingke/backend/base/id"
	"xingke/backend/base/lang"
	"xingke/backend/core/entity"
	"xingke/backend/core/field"
	"xingke/backend/core/files"
	"xingke/backend/core/sheet"
)

// attached writes the attachments of the records that were exported, a folder for each record, and a
// table of them all.
func (a *everything) attached(types []*entity.Type, p *Progress) error {
	byRecord, err := a.s.attachmentsByRecord(a.ctx)
	if err != nil || len(byRecord) == 0 {
		return err
	}
	folder := lang.Of("附件", "Attachments").In(a.tag)
	index := &attachmentIndex{}
	taken := map[string]bool{}
	for _, t := range types {
		if !a.s.attachable(t) {
			continue
		}
		for _, of := range a.ids[t.Name] {
			list := byRecord[id.Link{Entity: t.Name, ID: of}]
			if len(list) == 0 {
				continue
			}
			rec, err := a.s.db.Get(a.ctx, t, of)
			if fault.Is(err, fault.NotFound) || fault.Is(err, fault.Forbidden) {
				continue // it was changed meanwhile
			}
			if err != nil {
				return err
			}
			place := free(taken, folder+"/"+safeName(t.Label.In(a.tag))+"/"+safeName(t.Title(rec)))
			for _, one := range list {
				if err := a.attachment(t, rec, one, free(taken, place+"/"+safeName(one.Name)), index); err != nil {
					return err
				}
				p.Set(len(index.rows), 0)
			}
		}
	}
	return a.attachmentTable(folder, index)
}

func (s *Service) attachmentsByRecord(ctx context.Context) (map[id.Link][]*Attachment, error) {
	all := map[id.Link][]*Attachment{}
	err := s.db.Each(system(ctx), Attachments.Type, func(rec entity.Record) bool {
		if one := rec.(*Attachment); !one.Deleted() {
			all[one.Record] = append(all[one.Record], one)
		}
		return ctx.Err() == nil
	})
	if err == nil {
		err = ctx.Err()
	}
	return all, err
}

// attachmentIndex is the table of the attachments that were written.
type attachmentIndex struct{ rows [][]field.Cell }

// attachment writes one file. One that does not open any more is told of in the table, and the others follow.
func (a *everything) attachment(t *entity.Type, rec entity.Record, one *Attachment, path string, index *attachmentIndex) error {
	from, err := a.s.files.Open(one.File)
	note := lang.Text{}
	if err == nil {
		err = a.copyOut(from, path)
		_ = from.Close() // only read
	}
	switch {
	case a.ctx.Err() != nil:
		return a.ctx.Err()
	case isUnreadable(err):
		note, path = lang.Of("这个文件已损坏，没有完整导出", "This file is damaged and was not fully exported"), ""
	case err != nil:
		return err
	}
	by := a.s.titleOf(a.ctx, "user", string(one.CreatedBy))
	index.rows = append(index.rows, []field.Cell{
		field.OfCellText(t.Label.In(a.tag)), field.OfCellText(t.Title(rec)), field.OfCellText(one.Name), {Form: field.NumberCell, Text: fmt.Sprint(one.Size)},
		{Form: field.InstantCell, At: one.CreatedAt.In(a.s.zone)}, field.OfCellText(by), field.OfCellText(path), field.OfCellText(note.In(a.tag)),
	})
	return nil
}

// unreadable is the failure of a file of the book, not of the archive.
type unreadable struct{ error }

func isUnreadable(err error) bool {
	if _, found := errors.AsType[unreadable](err); found {
		return true
	}
	return fault.Is(err, fault.Unavailable) || fault.Is(err, fault.NotFound)
}

func (a *everything) copyOut(from *files.File, path string) error {
	method := zip.Deflate
	switch strings.ToLower(filepath.Ext(path)) {
	case ".jpg", ".jpeg", ".png", ".webp", ".gif", ".zip", ".xlsx", ".docx", ".pptx", ".mp4", ".mp3", ".pdf", ".rar", ".7z":
		method = zip.Store // they are packed already
	}
	to, err := a.zip.CreateHeader(&zip.FileHeader{Name: path, Method: method, Modified: a.at})
	if err != nil {
		return err
	}
	_, err = io.Copy(to, &readOut{ctx: a.ctx, from: from})
	return err
}

// readOut tells a file that cannot be read from an archive that cannot be written.
type readOut struct {
	ctx  context.Context
	from io.Reader
}

func (r *readOut) Read(p []byte) (int, error) {
	if err := r.ctx.Err(); err != nil {
		return 0, err
	}
	n, err := r.from.Read(p)
	if err != nil && err != io.EOF {
		err = unreadable{err}
	}
	return n, err
}

func (a *everything) attachmentTable(folder string, index *attachmentIndex) error {
	to, err := a.create(folder + ".xlsx")
	if err != nil {
		return err
	}
	var headings []sheet.Heading
	for _, h := range []lang.Text{
		lang.Of("记录种类", "Record type"), lang.Of("记录", "Record"), lang.Of("文件名", "File name"), lang.Of("大小（字节）", "Size (bytes)"),
		lang.Of("添加时间", "Added at"), lang.Of("添加人", "Added by"), lang.Of("所在位置", "Location"), lang.Of("说明", "Note"),
	} {
		headings = append(headings, sheet.Heading{Text: h.In(a.tag)})
	}
	w, err := sheet.NewWriter(to, sheet.XLSX, folder, headings, a.tag)
	if err != nil {
		return err
	}
	for _, row := range index.rows {
		if err := w.Row(row); err != nil {
			return err
		}
	}
	return w.Close()
}

// longestName is how long a name in the archive may be, in letters: Windows unpacks 260 in all.
const longestName = 60

// reserved are names that Windows gives to devices.
var reserved = map[string]bool{
	"con": true, "prn": true, "aux": true, "nul": true, "com1": true, "com2": true, "com3": true, "com4": true, "com5": true, "com6": true, "com7": true,
	"com8": true, "com9": true, "lpt1": true, "lpt2": true, "lpt3": true, "lpt4": true, "lpt5": true, "lpt6": true, "lpt7": true, "lpt8": true, "lpt9": true,
}

// safeName makes of what people wrote a name that every system can unpack and that leads nowhere else.
func safeName(name string) string {
	name = strings.Map(func(r rune) rune {
		if r < ' ' || strings.ContainsRune(`<>:"/\|?*`, r) {
			return '_'
		}
		return r
	}, strings.ToValidUTF8(name, "_"))
	ext := filepath.Ext(name)
	if utf8.RuneCountInString(ext) > 12 {
		ext = ""
	}
	stem := []rune(strings.TrimSuffix(name, ext))
	if most := longestName - utf8.RuneCountInString(ext); len(stem) > most {
		stem = stem[:most]
	}
	name = strings.TrimRight(strings.TrimLeft(string(stem)+ext, " "), ". ")
	if base, _, _ := strings.Cut(strings.ToLower(name), "."); name == "" || reserved[strings.TrimSpace(base)] {
		name = "_" + name
	}
	return name
}

// free is a path that no other took, on systems that do not tell large letters from small ones either.
func free(taken map[string]bool, path string) string {
	ext := filepath.Ext(path)
	stem := strings.TrimSuffix(path, ext)
	for n := 2; taken[strings.ToLower(path)]; n++ {
		path = fmt.Sprintf("%s (%d)%s", stem, n, ext)
	}
	taken[strings.ToLower(path)] = true
	return path
}

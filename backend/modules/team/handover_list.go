package team

import (
	"context"
	"log/slog"
	"strconv"

	"xingke/backend/base/lang"
	"xingke/backend/base/who"
	"xingke/backend/core/audit"
	"xingke/backend/core/entity"
	"xingke/backend/core/field"
	"xingke/backend/core/sheet"
)

// handed is one record that changed hands, as the list names it.
type handed struct {
	id, title string
	under     string // the customer it belongs to
}

// handedOf names a record for the list.
func (d *Desk) handedOf(t *entity.Type, rec entity.Record) handed {
	one := handed{id: rec.Meta().ID}
	one.title, _ = d.Columns.Title(t.Name, one.id)
	if spec := t.Spec("customerId"); spec != nil {
		one.under, _ = d.Columns.Title(spec.Target, entity.Get(rec, spec).Text)
	}
	return one
}

// listBook keeps the whole list as a workbook beside the paper, which names only the first of many: a sheet for each
// kind of record. What was handed over stays so if the workbook cannot be written.
func (d *Desk) listBook(ctx context.Context, out *HandoverResult, lists map[string][]handed) {
	tag := who.Lang(ctx)
	name := lang.Sayf("离职交接单 %s → %s %s.xlsx", "Handover %s to %s %s.xlsx",
		lang.S(out.FromName), lang.S(out.ToName), lang.S(out.At.Local().Format("2006-01-02 1504"))).In(tag)
	file, err := d.Files.Create(ctx, name)
	if err == nil {
		if err = handoverBook(out, lists, tag).Save(file); err == nil {
			what := lang.Sayf("导出 %s 行到文件 %s", "Exported %s rows to the file %s", lang.N(out.Total), lang.S(name))
			err = audit.Note(ctx, d.DB, audit.Event{Kind: audit.Export, Count: out.Total}.Say(what))
		}
		if err != nil {
			file.Abort()
		} else if info, failed := file.Commit(); failed == nil {
			out.File, out.FileName = info.Hash, info.Name
		} else {
			err = failed
		}
	}
	if err != nil {
		slog.Error("the workbook of a handover could not be written", "err", err)
	}
}

func handoverBook(out *HandoverResult, lists map[string][]handed, tag lang.Tag) *sheet.Workbook {
	book := sheet.NewWorkbook()
	title := lang.Of("离职交接单", "Handover list").In(tag)
	book.Describe(title, out.ByName)
	about := lang.Sayf("%s → %s · %s · %s 办理", "%s to %s · %s · processed by %s",
		lang.S(out.FromName), lang.S(out.ToName), lang.S(out.At.Local().Format("2006-01-02 15:04")), lang.S(out.ByName)).In(tag)
	for _, kind := range out.Counts {
		list := lists[kind.Entity]
		p := book.Page(kind.Label.In(tag))
		p.Text(p.At(1, 1), title+" · "+kind.Label.In(tag), sheet.TitleStyle)
		p.Text(p.At(2, 1), about, sheet.NoteStyle)
		for i, head := range []lang.Text{lang.Of("序号", "No."), lang.Of("名称", "Name"), lang.Of("客户", "Customer"), lang.Of("编号", "ID")} {
			p.Text(p.At(4, i+1), head.In(tag), sheet.HeadStyle)
		}
		p.Width(1, 1, 8)
		p.Width(2, 3, 42)
		p.Width(4, 4, 30)
		line := sheet.Style{Line: true}
		area := p.Rows(sheet.Rows{Top: 5, Count: len(list), Columns: []sheet.Style{line, line, line, line}, Fill: func(i int, to *sheet.Line) {
			one := list[i]
			for k, text := range []string{strconv.Itoa(i + 1), one.title, one.under, one.id} {
				to.Cells[k] = field.OfCellText(text)
			}
		}})
		if len(list) > 0 {
			p.Filter(area)
		}
		p.Freeze(p.At(5, 1))
		p.Print(sheet.Print{TitleRows: 4, FooterLeft: title + " " + out.FromName + " → " + out.ToName})
	}
	return book
}

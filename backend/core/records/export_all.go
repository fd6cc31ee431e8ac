package records

import (
	"archive/zip"
	"context"
	"io"
	"strings"
	"time"

	"xingke/backend/base/fault"
	"xingke/backend/base/heap"
	"xingke/backend/base/lang"
	"xingke/backend/base/who"
	"xingke/backend/core/audit"
	"xingke/backend/core/entity"
	"xingke/backend/core/field"
	"xingke/backend/core/rpc"
	"xingke/backend/core/sheet"
)

// ExportAll writes everything that the one who acts may export to one archive: for every kind of record an
// Excel file, one more for its lines, the records as JSON with every field they may read, and the attachments.
func (s *Service) ExportAll(ctx context.Context, _ rpc.Nothing) (Started[ExportResult], error) {
	var types []*entity.Type
	for _, t := range s.types.All() {
		if !internal[t.Name] && s.policy.Allow(ctx, exportVerb, t.Name) == nil {
			types = append(types, t)
		}
	}
	if len(types) == 0 {
		return Started[ExportResult]{}, fault.New(fault.Forbidden, "您的角色没有导出权限，请联系管理员", "Your role does not allow exporting. Ask an administrator.")
	}
	return StartJob(ctx, s.jobs, "export.all", func(ctx context.Context, p *Progress) (ExportResult, error) {
		defer heap.Tightly()()
		tag := who.Lang(ctx)
		label := lang.Of("导出全部数据", "Export everything")
		p.Name(label.In(tag))
		file, err := s.files.Create(ctx, label.In(tag)+" "+s.clock.Now().In(s.zone).Format("20060102-1504")+".zip")
		if err != nil {
			return ExportResult{}, err
		}
		defer file.Abort()
		a := &everything{s: s, ctx: ctx, tag: tag, zip: sheet.NewArchive(file), at: s.clock.Now(), titles: map[string]string{}, ids: map[string][]string{}}
		for i, t := range types {
			p.Set(i, len(types))
			if err := a.entity(t); err != nil {
				return ExportResult{}, err
			}
		}
		if err := a.attached(types, p); err != nil {
			return ExportResult{}, err
		}
		if err := a.zip.Close(); err != nil {
			return ExportResult{}, err
		}
		said := lang.Sayf("导出全部数据：%s 条记录", "Exported everything: %s records", lang.N(a.rows))
		if err := audit.Note(ctx, s.db, audit.Event{Kind: audit.ExportAll, Count: a.rows}.Say(said)); err != nil {
			return ExportResult{}, err
		}
		info, err := file.Commit()
		return ExportResult{File: info.Hash, Name: info.Name, Rows: a.rows}, err
	})
}

const exportVerb = "export"

// everything is an archive in the making.
type everything struct {
	s      *Service
	ctx    context.Context
	tag    lang.Tag
	zip    *zip.Writer
	at     time.Time
	titles map[string]string
	ids    map[string][]string // of the records, by entity
	rows   int
}

func (a *everything) create(name string) (io.Writer, error) {
	return a.zip.CreateHeader(&zip.FileHeader{Name: name, Method: zip.Deflate, Modified: a.at})
}

// createPacked is for a file that is packed already.
func (a *everything) createPacked(name string) (io.Writer, error) {
	return a.zip.CreateHeader(&zip.FileHeader{Name: name, Method: zip.Store, Modified: a.at})
}

// entity writes one kind of record.
func (a *everything) entity(t *entity.Type) error {
	query, err := a.s.query(a.ctx, ListInput{Entity: t.Name})
	if err != nil {
		return err
	}
	e := &exporter{s: a.s, t: t, tag: a.tag, format: sheet.XLSX, titles: a.titles}
	ids, err := e.found(a.ctx, query)
	if err != nil {
		return err
	}
	a.rows += len(ids)
	a.ids[t.Name] = ids
	if e.cols, err = a.s.exportColumns(a.ctx, t, nil); err != nil {
		return err
	}
	name := sheet.SheetName(t.Plural.In(a.tag))
	if err := a.table(e, name, ids); err != nil {
		return err
	}
	for _, spec := range t.Specs {
		if err := a.lines(t, spec, name, ids); err != nil {
			return err
		}
	}
	return a.json(t, ids)
}

// lines writes the lines inside of records, one row each, beside the name of their record.
func (a *everything) lines(t *entity.Type, spec *field.Spec, name string, ids []string) error {
	if len(spec.Columns) == 0 || spec.Unlisted || !a.s.policy.Field(a.ctx, spec) {
		return nil
	}
	paths := []string{t.TitleSpec().Name}
	for _, c := range spec.Columns {
		if a.s.policy.Field(a.ctx, c) {
			paths = append(paths, spec.Name+"."+c.Name)
		}
	}
	cols, err := a.s.exportColumns(a.ctx, t, paths)
	if err != nil {
		return err
	}
	e := &exporter{s: a.s, t: t, cols: cols, tag: a.tag, format: sheet.XLSX, titles: a.titles}
	return a.table(e, name+"-"+sheet.SheetName(spec.Label.In(a.tag)), ids)
}

func (a *everything) table(e *exporter, name string, ids []string) error {
	to, err := a.createPacked(strings.ReplaceAll(name, "/", "-") + ".xlsx")
	if err != nil {
		return err
	}
	return e.write(a.ctx, to, ids)
}

// json writes records as they are answered by records.get, without names of others.
func (a *everything) json(t *entity.Type, ids []string) error {
	to, err := a.create("json/" + t.Name + ".json")
	if err != nil {
		return err
	}
	if _, err := io.WriteString(to, "["); err != nil {
		return err
	}
	w, comma := a.s.writer(a.ctx), ""
	w.titles = nil
	err = a.s.db.Many(a.ctx, t, ids, func(_ int, rec entity.Record) error {
		_, err := io.WriteString(to, comma+"\n"+string(w.flat(t, rec, nil).raw))
		comma = ","
		return err
	})
	if err == nil {
		_, err = io.WriteString(to, "\n]\n")
	}
	return err
}

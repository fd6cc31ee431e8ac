package app

import (
	"context"
	"encoding/json"
	"strconv"
	"time"

	"xingke/backend/base/day"
	"xingke/backend/base/fault"
	"xingke/backend/base/lang"
	"xingke/backend/base/who"
	"xingke/backend/core/audit"
	"xingke/backend/core/columns"
	"xingke/backend/core/field"
	"xingke/backend/core/records"
	"xingke/backend/core/rpc"
	"xingke/backend/core/sheet"
)

// AuditInput asks for audit events, the newest first.
type AuditInput struct {
	Kinds []audit.Kind `json:"kinds,omitempty"` // any of these
	User  string       `json:"user,omitempty"`  // a person's name as it stands in the events
	Text  string       `json:"text,omitempty"`  // in what is said or in the record's title
	From  day.Day      `json:"from,omitzero"`   // from this day on
	To    day.Day      `json:"to,omitzero"`     // to the end of this day
	Limit int          `json:"limit,omitempty"` // 50 unless given, at most 500
	Skip  int          `json:"skip,omitempty"`
}

// AuditOutput is a page of events.
type AuditOutput struct {
	Events []AuditEvent `json:"events"`
	Total  int          `json:"total"`
	People []string     `json:"people"` // who appears in any event, for the filter
}

// AuditEvent is one event in the reader's language.
type AuditEvent struct {
	ID       string     `json:"id"`
	At       time.Time  `json:"at"`
	Kind     audit.Kind `json:"kind"`
	Label    string     `json:"label"` // of the kind
	Tone     string     `json:"tone,omitempty"`
	UserName string     `json:"userName,omitempty"`
	Door     string     `json:"door,omitempty"` // in words
	From     string     `json:"from,omitempty"`
	What     string     `json:"what"`
	Entity   string     `json:"entity,omitempty"`
	RecordID string     `json:"recordId,omitempty"`
	Title    string     `json:"title,omitempty"`
	Count    int        `json:"count,omitempty"`
}

// AnomaliesInput asks for what stands out of late.
type AnomaliesInput struct {
	Days int `json:"days,omitempty"` // 30 unless given
}

// AnomaliesOutput is what stands out, and the rules by which it does, in words.
type AnomaliesOutput struct {
	Found []Anomaly `json:"found"`
	Rules []string  `json:"rules"`
}

// Anomaly is one thing an owner should look at, the newest first.
type Anomaly struct {
	Rule     string       `json:"rule"`
	At       time.Time    `json:"at"`
	UserName string       `json:"userName"`
	What     string       `json:"what"`
	Kinds    []audit.Kind `json:"kinds"` // the events behind it
	On       day.Day      `json:"on"`
}

func (b *book) exposeAudit() {
	rpc.Handle(b.table, "audit.list", rpc.SignedIn, b.auditList).
		Says("审计记录：谁、什么时候、从哪里、做了什么", "Audit events: who did what, when, from where.")
	rpc.Handle(b.table, "audit.anomalies", rpc.SignedIn, b.anomalies).
		Says("审计中的异常：大量导出、夜间登录、多次被拒绝", "What stands out in the audit: mass exports, sign-ins at night, many refusals.")
	rpc.Handle(b.table, "audit.export", rpc.SignedIn, b.auditExport).
		Says("把审计记录导出为 Excel", "Writes audit events to an Excel file.")
}

const (
	usualEvents = 50
	mostEvents  = 500
)

func (b *book) auditList(ctx context.Context, in AuditInput) (AuditOutput, error) {
	out := AuditOutput{Events: []AuditEvent{}, People: []string{}}
	if err := b.ownersOnly(ctx); err != nil {
		return out, err
	}
	limit := in.Limit
	if limit <= 0 {
		limit = usualEvents
	}
	q := b.auditQuery(in)
	q.Limit, q.Skip = min(limit, mostEvents), max(in.Skip, 0)
	all := who.With(ctx, who.System) // the events are nobody's: whoever may look, looks at all
	page, err := b.columns.List(all, q)
	if err != nil {
		return out, err
	}
	out.Total = page.Total
	for _, of := range page.IDs {
		e, err := b.auditEvent(of)
		if err != nil {
			return out, err
		}
		out.Events = append(out.Events, showEvent(e, who.Lang(ctx)))
	}
	names, err := b.columns.Aggregate(all, columns.Aggregate{
		Entity: audit.Events.Name, Groups: []columns.Group{{Field: "userName"}}, Measures: []columns.Measure{{Op: "count"}}, Limit: 500,
	})
	if err != nil {
		return out, err
	}
	for row := range names.All() {
		if name := row.Key(0).Text; name != "" {
			out.People = append(out.People, name)
		}
	}
	return out, nil
}

func (b *book) auditQuery(in AuditInput) columns.Query {
	var all []columns.Filter
	if len(in.Kinds) > 0 {
		kinds := make([]string, len(in.Kinds))
		for i, kind := range in.Kinds {
			kinds[i] = string(kind)
		}
		all = append(all, columns.Where("kind", "in", kinds...))
	}
	if in.User != "" {
		all = append(all, columns.Where("userName", "eq", in.User))
	}
	if in.Text != "" {
		all = append(all, columns.Any(columns.Where("what", "contains", in.Text), columns.Where("whatEN", "contains", in.Text), columns.Where("title", "contains", in.Text)))
	}
	if in.From != 0 {
		all = append(all, columns.Where("at", "ge", in.From.String()))
	}
	if in.To != 0 {
		all = append(all, columns.Where("at", "le", in.To.String()))
	}
	where := columns.All(all...)
	return columns.Query{Entity: audit.Events.Name, Where: &where, Sort: []columns.Sort{{Field: "at", Desc: true}}}
}

func (b *book) auditEvent(of string) (*audit.Event, error) {
	rec, err := b.db.Get(who.With(b.ctx, who.System), audit.Events.Type, of)
	if err != nil {
		return nil, err
	}
	return rec.(*audit.Event), nil
}

func showEvent(e *audit.Event, tag lang.Tag) AuditEvent {
	kind, _ := audit.Events.Spec("kind").Option(string(e.Kind))
	door, _ := audit.Events.Spec("door").Option(string(e.Door))
	return AuditEvent{
		ID: e.ID, At: e.At, Kind: e.Kind, Label: kind.Label.In(tag), Tone: kind.Tone, UserName: e.UserName, Door: door.Label.In(tag), From: e.From,
		What: lang.Of(e.What, e.WhatEN).In(tag), Entity: e.Entity, RecordID: e.RecordID, Title: e.Title, Count: e.Count,
	}
}

// eachEvent gives the events that a query wants, in its order, at most so many.
func (b *book) eachEvent(ctx context.Context, q columns.Query, most int, yield func(*audit.Event) error) error {
	var ids []string
	err := b.columns.IDs(who.With(ctx, who.System), q, func(of string) bool {
		ids = append(ids, of)
		return len(ids) < most && ctx.Err() == nil
	})
	for i := 0; err == nil && i < len(ids); i++ {
		var e *audit.Event
		if e, err = b.auditEvent(ids[i]); err == nil {
			err = yield(e)
		}
		if err == nil {
			err = ctx.Err()
		}
	}
	return err
}

// auditExport writes events to a file, and an event about that.
func (b *book) auditExport(ctx context.Context, in AuditInput) (records.Started[records.ExportResult], error) {
	if err := b.ownersOnly(ctx); err != nil {
		return records.Started[records.ExportResult]{}, err
	}
	return records.StartJob(ctx, b.app.jobs, "audit.export", func(ctx context.Context, p *records.Progress) (records.ExportResult, error) {
		tag := who.Lang(ctx)
		label := lang.Of("审计记录", "Audit").In(tag)
		p.Name(label)
		name := label + " " + b.app.config.Clock.Now().In(b.zone()).Format("20060102-1504") + ".xlsx"
		file, err := b.files.Create(ctx, name)
		if err != nil {
			return records.ExportResult{}, err
		}
		defer file.Abort()
		w, err := sheet.NewWriter(file, sheet.XLSX, label, auditHeadings(tag), tag)
		if err != nil {
			return records.ExportResult{}, err
		}
		rows := 0
		err = b.eachEvent(ctx, b.auditQuery(in), sheetRows, func(e *audit.Event) error {
			rows++
			p.Set(rows, 0)
			return w.Row(b.auditCells(showEvent(e, tag)))
		})
		if err == nil {
			err = w.Close()
		}
		if err == nil {
			err = b.records.Exported(ctx, audit.Events.Name, "", name, rows)
		}
		if err != nil {
			return records.ExportResult{}, err
		}
		info, err := file.Commit()
		return records.ExportResult{File: info.Hash, Name: name, Rows: rows}, err
	})
}

const sheetRows = 1_000_000 // that a sheet of Excel takes

func auditHeadings(tag lang.Tag) []sheet.Heading {
	list := []sheet.Heading{}
	for _, name := range []string{"at", "userName", "kind", "what", "count", "door", "from", "title", "entity"} {
		text := audit.Events.Spec(name).Label.In(tag)
		if name == "what" {
			text = lang.Of("内容", "What").In(tag)
		}
		list = append(list, sheet.Heading{Text: text})
	}
	return list
}

func (b *book) auditCells(e AuditEvent) []field.Cell {
	about := e.Entity
	if t := b.types.Type(e.Entity); t != nil {
		about = t.Label.In(b.app.config.Lang)
	}
	count := field.Cell{}
	if e.Count > 0 {
		count = field.Cell{Form: field.NumberCell, Text: strconv.Itoa(e.Count)}
	}
	return []field.Cell{
		{Form: field.InstantCell, At: e.At.In(b.zone())}, field.OfCellText(e.UserName), field.OfCellText(e.Label), field.OfCellText(e.What), count,
		field.OfCellText(e.Door), field.OfCellText(e.From), field.OfCellText(e.Title), field.OfCellText(about),
	}
}

func (b *book) zone() *time.Location {
	if z := b.app.config.Zone; z != nil {
		return z
	}
	return time.Local
}

// placed says where a call came from that says nothing itself: the window, if nobody else is named.
func placed(ctx context.Context, known bool) context.Context {
	if !known && audit.PlaceOf(ctx).Door == audit.Program {
		return audit.At(ctx, audit.Place{Door: audit.Window})
	}
	return ctx
}

// TurnedAway notes that a door refused a request before anybody was asked who they are.
func (a *App) TurnedAway(place audit.Place, from string, reason lang.Text) {
	if !a.mu.TryRLock() {
		return // the book is being opened or closed
	}
	defer a.mu.RUnlock()
	if a.book != nil {
		a.book.watch.TurnedAway(audit.At(who.With(context.Background(), who.System), place), from, reason)
	}
}

// refused counts a call that was refused for want of a right, or for how it was made.
func (b *book) refused(ctx context.Context, name string, input []byte, err error) {
	f := fault.From(err)
	if f.Kind != fault.Forbidden && !rpc.Misshapen(err) {
		return
	}
	var about struct {
		Entity string `json:"entity"`
	}
	_ = json.Unmarshal(input, &about) // only to say what it was about
	if b.types.Type(about.Entity) == nil {
		about.Entity = ""
	}
	b.watch.Refused(ctx, name, about.Entity, f.Text)
}

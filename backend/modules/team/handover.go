package team

import (
	"context"
	"encoding/json"
	"slices"
	"time"

	"xingke/backend/base/fault"
	"xingke/backend/base/id"
	"xingke/backend/base/lang"
	"xingke/backend/base/who"
	"xingke/backend/core/columns"
	"xingke/backend/core/entity"
	"xingke/backend/core/records"
	"xingke/backend/core/store"
)

// HandoverInput hands over what somebody owns.
type HandoverInput struct {
	From     string   `json:"from"`
	To       string   `json:"to"`
	Entities []string `json:"entities,omitempty"` // only of these; all without it
	Leave    bool     `json:"leave,omitempty"`    // and the one who leaves is not active any more
}

// HandoverAsk names the one who leaves.
type HandoverAsk struct {
	From string `json:"from"`
}

// HandoverCount is how much of an entity somebody owns, or how much of it was moved.
type HandoverCount struct {
	Entity string    `json:"entity"`
	Label  lang.Text `json:"label"`
	Count  int       `json:"count"`
	Titles []string  `json:"titles"` // of the first of them, for the list that is signed
}

// HandoverPreview is what somebody owns.
type HandoverPreview struct {
	From   string          `json:"from"`
	Name   string          `json:"name"`
	Active bool            `json:"active"`
	Counts []HandoverCount `json:"counts"`
	Total  int             `json:"total"`
	Below  []string        `json:"below"` // names of the people who report to them: they need another manager
}

// HandoverResult is what was handed over: all that a list to be signed says.
type HandoverResult struct {
	Change   string          `json:"change,omitempty"` // without it nothing was written
	From     string          `json:"from"`
	FromName string          `json:"fromName"`
	To       string          `json:"to"`
	ToName   string          `json:"toName"`
	ByName   string          `json:"byName"`
	At       time.Time       `json:"at"`
	Left     bool            `json:"left"` // the one who leaves is not active any more
	Counts   []HandoverCount `json:"counts"`
	Total    int             `json:"total"`
	Failed   int             `json:"failed"`
	Rest     int             `json:"rest"`           // not come to, since it was stopped or could not go on
	File     string          `json:"file,omitempty"` // the whole list as a workbook; it is fetched from /files/{file}
	FileName string          `json:"fileName,omitempty"`
}

// Partial tells that something was handed over, also where it went no further.
func (r HandoverResult) Partial() bool { return r.Change != "" }

// handoverTitles is how many names of each kind the signed list says; all of them stand in the workbook beside it.
const handoverTitles = 200

const handoverGroup = 500

// PreviewHandover counts what somebody owns.
func (d *Desk) PreviewHandover(ctx context.Context, in HandoverAsk) (HandoverPreview, error) {
	u, err := d.leaver(ctx, in.From)
	if err != nil {
		return HandoverPreview{}, err
	}
	out := HandoverPreview{From: u.ID, Name: u.Name, Active: u.Active, Counts: []HandoverCount{}, Below: []string{}}
	for _, t := range d.owned() {
		one, _, err := d.owns(ctx, t, u.ID)
		if err != nil {
			return out, err
		}
		if one.Count > 0 {
			out.Counts, out.Total = append(out.Counts, one), out.Total+one.Count
		}
	}
	err = d.DB.Each(ctx, Users.Type, func(rec entity.Record) bool {
		if other := rec.(*User); string(other.ManagerID) == u.ID && other.Active && !other.Deleted() {
			out.Below = append(out.Below, other.Name)
		}
		return true
	})
	return out, err
}

func (d *Desk) leaver(ctx context.Context, userID string) (*User, error) {
	if !d.Team.administers(ctx) {
		return nil, fault.New(fault.Forbidden, "只有管理员可以办理离职交接", "Only an administrator can hand over someone's records.")
	}
	if userID == "" {
		return nil, missing("from")
	}
	return d.user(ctx, userID)
}

// owns counts the records of an entity that somebody owns, and lists their ids.
func (d *Desk) owns(ctx context.Context, t *entity.Type, userID string) (HandoverCount, []string, error) {
	where := columns.Where("ownerId", "eq", userID)
	if d.Policy.Rule(t.Name).Private {
		where = columns.All(where, columns.Filter{Field: forEverybody, Op: "eq", Value: columns.Operand{Raw: json.RawMessage("true")}})
	}
	one := HandoverCount{Entity: t.Name, Label: t.Label, Titles: []string{}}
	var ids []string
	err := d.Columns.IDs(program(ctx), columns.Query{Entity: t.Name, Where: &where}, func(of string) bool {
		if len(one.Titles) < handoverTitles {
			title, _ := d.Columns.Title(t.Name, of)
			one.Titles = append(one.Titles, title)
		}
		ids = append(ids, of)
		return true
	})
	one.Count = len(ids)
	return one, ids, err
}

// RunHandover moves all that somebody owns to somebody else, as one change set: owner and department
// change, and nothing else. Authors, stages and history stay.
func (d *Desk) RunHandover(ctx context.Context, in HandoverInput) (records.Started[HandoverResult], error) {
	none := records.Started[HandoverResult]{}
	from, err := d.leaver(ctx, in.From)
	if err != nil {
		return none, err
	}
	if in.To == "" || in.To == in.From {
		return none, fault.Field("to", lang.Of("请选择接手的同事", "Choose the colleague who takes over"))
	}
	to, err := d.user(ctx, in.To)
	if err != nil {
		return none, err
	}
	if !to.Active {
		return none, fault.Field("to", lang.Sayf("%s已停用，不能接手", "%s is deactivated", lang.S(to.Name)))
	}
	return records.StartJob(ctx, d.Jobs, "handover.run", func(ctx context.Context, p *records.Progress) (HandoverResult, error) {
		return d.handOver(who.Elevate(ctx), in, from, to, p)
	})
}

func (d *Desk) handOver(ctx context.Context, in HandoverInput, from, to *User, p *records.Progress) (HandoverResult, error) {
	u, _ := who.From(ctx)
	out := HandoverResult{
		From: from.ID, FromName: from.Name, To: to.ID, ToName: to.Name, ByName: u.Name,
		At: d.Clock.Now().UTC(), Counts: []HandoverCount{},
	}
	set := id.New()
	label := lang.Sayf("离职交接：%s → %s", "Handover: %s → %s", lang.S(from.Name), lang.S(to.Name)).In(who.Lang(ctx))
	p.Name(label)
	ctx = store.WithSet(ctx, set, label)
	lists, named, err := d.handOverAll(ctx, in, from, to, &out, p)
	if err == nil && in.Leave && from.Active {
		from.Active = false
		err = d.DB.Put(ctx, from)
		out.Left = err == nil
	}
	if out.Total == 0 && !out.Left {
		return out, err
	}
	// What was handed over stays, however far it came: it is told, listed and written down, and can be taken back.
	ctx = context.WithoutCancel(ctx)
	out.Change = set
	for _, ids := range lists {
		out.Rest += len(ids)
	}
	if out.Total > 0 {
		d.listBook(ctx, &out, named)
	}
	noted := d.note(ctx, Users.Type, from, lang.Sayf("离职交接给%s：%s 条", "Handed over to %s: %s records", lang.S(to.Name), lang.N(out.Total)))
	if err != nil {
		return out, err
	}
	return out, noted
}

// handOverAll moves one kind of record after the other, and says what is left of each when it must stop.
func (d *Desk) handOverAll(ctx context.Context, in HandoverInput, from, to *User, out *HandoverResult, p *records.Progress) (left map[string][]string, named map[string][]handed, err error) {
	left, named = map[string][]string{}, map[string][]handed{}
	var kinds []HandoverCount
	total := 0
	for _, t := range d.owned() {
		if len(in.Entities) > 0 && !slices.Contains(in.Entities, t.Name) {
			continue
		}
		one, ids, err := d.owns(ctx, t, from.ID)
		if err != nil {
			return left, named, err
		}
		if one.Count > 0 {
			kinds, left[t.Name], total = append(kinds, one), ids, total+one.Count
		}
	}
	for _, one := range kinds {
		t := d.Types.Type(one.Entity)
		for err == nil && len(left[t.Name]) > 0 {
			p.Set(out.Total, total)
			if err = ctx.Err(); err != nil {
				break
			}
			group := left[t.Name][:min(len(left[t.Name]), handoverGroup)]
			var moved []handed
			if moved, err = d.move(ctx, t, group, from, to); err != nil {
				break
			}
			left[t.Name] = left[t.Name][len(group):]
			out.Total, out.Failed = out.Total+len(moved), out.Failed+len(group)-len(moved)
			named[t.Name] = append(named[t.Name], moved...)
		}
		if one.Count = len(named[t.Name]); one.Count > 0 {
			one.Titles = one.Titles[:0]
			for _, each := range named[t.Name][:min(one.Count, handoverTitles)] {
				one.Titles = append(one.Titles, each.title)
			}
			out.Counts = append(out.Counts, one)
		}
	}
	if err == nil {
		p.Set(total, total)
	}
	return left, named, err
}

// move gives one group of records another owner. What changed hands meanwhile stays.
func (d *Desk) move(ctx context.Context, t *entity.Type, ids []string, from, to *User) (moved []handed, err error) {
	err = d.DB.Write(ctx, func(ctx context.Context) error {
		moved = moved[:0]
		for _, of := range ids {
			rec, err := d.DB.Get(ctx, t, of)
			if fault.Is(err, fault.NotFound) {
				continue
			}
			if err != nil {
				return err
			}
			b := rec.Meta()
			if string(b.OwnerID) != from.ID {
				continue
			}
			b.OwnerID, b.DepartmentID = id.Of[who.User](to.ID), to.DepartmentID
			err = d.DB.Put(ctx, rec)
			if fault.Is(err, fault.Invalid) || fault.Is(err, fault.Conflict) {
				continue // a record that its own rules refuse by now; it is counted as left behind
			}
			if err != nil {
				return err
			}
			moved = append(moved, d.handedOf(t, rec))
		}
		return nil
	})
	return moved, err
}

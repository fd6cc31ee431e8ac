package app

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"xingke/backend/base/fault"
	"xingke/backend/base/who"
	"xingke/backend/core/entity"
	"xingke/backend/core/records"
	"xingke/backend/core/sheet"
	"xingke/backend/core/store"
	"xingke/backend/modules/team"
)

// crew is a small book with people of some standard roles.
type crew struct {
	*aviary
	ids   map[string]string // people by their names
	roles map[string]string // by their keys
}

func newCrew(t *testing.T) *crew { return newCrewOf(t, open(t, Config{})) }

func newCrewOf(t *testing.T, a *App) *crew {
	t.Helper()
	c := &crew{aviary: &aviary{T: t, app: a}, ids: map[string]string{}, roles: map[string]string{}}
	var listed struct{ Roles []struct{ ID, Key string } }
	if err := json.Unmarshal([]byte(c.must(context.Background(), "roles.list", `{}`)), &listed); err != nil {
		t.Fatal(err)
	}
	for _, r := range listed.Roles {
		c.roles[r.Key] = r.ID
	}
	for name, key := range map[string]string{"王芳": "sales", "李娜": "sales", "赵管": "admin"} {
		c.ids[name] = c.make("user", fmt.Sprintf(`{"name":%q,"roleIds":[%q]}`, name, c.roles[key]))
	}
	return c
}

func (c *crew) is(name string) context.Context {
	return who.With(context.Background(), who.User{ID: c.ids[name], Name: name})
}

func (c *crew) read(ctx context.Context, into interface{}, name, format string, args ...interface{}) {
	c.Helper()
	if err := json.Unmarshal([]byte(c.must(ctx, name, format, args...)), into); err != nil {
		c.Fatal(err)
	}
}

func (c *crew) refused(kind fault.Kind, ctx context.Context, name, format string, args ...interface{}) {
	c.Helper()
	if out, err := c.ask(ctx, name, format, args...); !fault.Is(err, kind) {
		c.Errorf("%s %s: want %s, got %.200s %v", name, fmt.Sprintf(format, args...), kind, out, err)
	}
}

func TestNobodyRaisesOrLocksThemselves(t *testing.T) {
	c := newCrew(t)
	c.refused(fault.Forbidden, c.is("王芳"), "roles.save", `{"name":"x","administer":true}`)
	c.refused(fault.Conflict, c.is("赵管"), "roles.save", `{"id":%q,"name":"管理员","entities":{}}`, c.roles["admin"])
	c.refused(fault.Conflict, c.is("赵管"), "roles.save", `{"id":%q,"name":"老板","entities":{}}`, c.roles["owner"])
	// Who may correct users may not make themselves owner.
	var made struct{ ID string }
	if err := json.Unmarshal([]byte(c.must(context.Background(), "roles.save", `{"name":"人事","entities":{"user":{"read":"all","update":"all","restore":"all"},"department":{"read":"all","update":"all"}}}`)), &made); err != nil {
		t.Fatal(err)
	}
	c.ids["人事"] = c.make("user", fmt.Sprintf(`{"name":"人事","roleIds":[%q]}`, made.ID))
	c.must(c.is("人事"), "records.update", `{"entity":"user","id":%q,"rev":1,"set":{"phone":"13800000000"}}`, c.ids["人事"])
	c.refused(fault.Forbidden, c.is("人事"), "records.update", `{"entity":"user","id":%q,"rev":2,"set":{"roleIds":[%q]}}`, c.ids["人事"], c.roles["owner"])
	// Nor everybody's manager, nor the leader of all departments, nor let in again who was taken out.
	var fang struct{ Rev int }
	if err := json.Unmarshal([]byte(c.must(c.is("人事"), "records.get", `{"entity":"user","id":%q}`, c.ids["王芳"])), &fang); err != nil {
		t.Fatal(err)
	}
	east := c.make("department", `{"name":"华东"}`)
	for _, set := range []string{fmt.Sprintf(`{"managerId":%q}`, c.ids["人事"]), fmt.Sprintf(`{"departmentId":%q}`, east)} {
		c.refused(fault.Forbidden, c.is("人事"), "records.update", `{"entity":"user","id":%q,"rev":%d,"set":%s}`, c.ids["王芳"], fang.Rev, set)
	}
	c.refused(fault.Forbidden, c.is("人事"), "records.update", `{"entity":"department","id":%q,"rev":1,"set":{"parentId":%q}}`, east, c.make("department", `{"name":"华东一部"}`))
	c.must(context.Background(), "records.delete", `{"entity":"user","id":%q}`, c.ids["王芳"])
	c.refused(fault.Forbidden, c.is("人事"), "records.restore", `{"entity":"user","id":%q}`, c.ids["王芳"])
	c.must(context.Background(), "records.restore", `{"entity":"user","id":%q}`, c.ids["王芳"])
	// What is somebody's alone is not put among another's, nor handed to them.
	c.refused(fault.Forbidden, c.is("人事"), "records.create", `{"entity":"view","record":{"name":"x","of":"customer","query":"{}","ownerId":%q}}`, c.ids["王芳"])
	c.refused(fault.Invalid, context.Background(), "records.update", `{"entity":"role","id":%q,"rev":1,"set":{"grants":"{}"}}`, c.roles["sales"])
	c.refused(fault.Forbidden, context.Background(), "records.create", `{"entity":"share","record":{"title":"x"}}`)
}

func TestLinesKeepWhatTheirWriterDoesNotSee(t *testing.T) {
	c := newCrew(t)
	id := c.make("order", fmt.Sprintf(`{"number":"A1","ownerId":%q,"lines":[{"description":"泵","quantity":"1","unitPrice":"5","profit":"3.00"}]}`, c.ids["王芳"]))
	c.refused(fault.Forbidden, c.is("王芳"), "records.update", `{"entity":"order","id":%q,"rev":1,"set":{"lines":[{"description":"泵","quantity":"1","unitPrice":"5","profit":"9.00"}]}}`, id)
	out := c.must(c.is("王芳"), "records.update", `{"entity":"order","id":%q,"rev":1,"set":{"lines":[{"description":"泵","quantity":"2","unitPrice":"5"}]}}`, id)
	if strings.Contains(out, "profit") {
		t.Errorf("it is told: %s", out)
	}
	if now := c.must(context.Background(), "records.get", `{"entity":"order","id":%q}`, id); !strings.Contains(now, `"profit":"3.00"`) || !strings.Contains(now, `"quantity":"2"`) {
		t.Errorf("what stood there is lost: %s", now)
	}
}

func TestHandoverKeepsAuthorsAndComesBack(t *testing.T) {
	c := newCrew(t)
	fang := c.is("王芳")
	var customer struct{ ID string }
	if err := json.Unmarshal([]byte(c.must(fang, "records.create", `{"entity":"customer","record":{"name":"杭州客户"}}`)), &customer); err != nil {
		t.Fatal(err)
	}
	c.must(fang, "records.create", `{"entity":"opportunity","record":{"name":"商机","customerId":%q,"stage":"proposal"}}`, customer.ID)
	c.must(fang, "followUp.record", `{"customerId":%q,"content":"谈过","way":"call","nextOn":"2099-01-02"}`, customer.ID)
	c.refused(fault.Forbidden, c.is("李娜"), "handover.preview", `{"from":%q}`, c.ids["王芳"])
	c.refused(fault.Invalid, context.Background(), "handover.run", `{"from":%q,"to":%q}`, c.ids["王芳"], c.ids["王芳"])
	c.must(fang, "views.save", `{"entity":"customer","name":"大家的","shared":true,"query":{"a":1}}`)
	c.must(fang, "views.save", `{"entity":"customer","name":"自己的","query":{"a":1}}`)

	out := c.must(c.is("赵管"), "handover.run", `{"from":%q,"to":%q,"leave":true}`, c.ids["王芳"], c.ids["李娜"])
	var done struct {
		Job struct {
			Result struct {
				Change string
				Total  int
				Left   bool
				File   string
			}
		}
	}
	if err := json.Unmarshal([]byte(out), &done); err != nil || done.Job.Result.Total != 5 || !done.Job.Result.Left {
		t.Fatalf("customer, opportunity, follow-up, plan and the view that everybody uses: %s", out)
	}
	// Beside the paper, which names only the first of many, a workbook names all, with the customer they belong to.
	list, err := c.app.book.files.Open(done.Job.Result.File)
	if err != nil {
		t.Fatalf("the whole list: %v", err)
	}
	defer list.Close()
	path := filepath.Join(t.TempDir(), "list.xlsx")
	if raw, err := io.ReadAll(list); err != nil || os.WriteFile(path, raw, 0o600) != nil {
		t.Fatal(err)
	}
	book, err := sheet.Open(context.Background(), path, sheet.Options{})
	if err != nil {
		t.Fatal(err)
	}
	defer book.Close()
	if deals, err := book.Table(context.Background(), "商机", 4); err != nil || len(deals.Rows) != 1 || deals.Rows[0].Cells[2].Text != "杭州客户" {
		t.Errorf("the workbook lists %+v, %v", deals, err)
	}
	c.refused(fault.Forbidden, fang, "records.list", `{"entity":"customer"}`) // from that moment
	moved := c.must(c.is("李娜"), "records.list", `{"entity":"opportunity"}`)
	if !strings.Contains(moved, `"stage":"proposal"`) || !strings.Contains(moved, `"createdBy":"`+c.ids["王芳"]) || !strings.Contains(moved, `"ownerId":"`+c.ids["李娜"]) {
		t.Errorf("owner changes, author and stage stay: %s", moved)
	}
	if mine := c.must(c.is("李娜"), "views.list", `{"entity":"customer"}`); !strings.Contains(mine, `"mine":true`) || strings.Contains(mine, "自己的") {
		t.Errorf("what everybody uses has somebody who may change it: %s", mine)
	}
	if out := c.must(c.is("赵管"), "changes.undo", `{"change":%q}`, done.Job.Result.Change); !strings.Contains(out, `"conflicts":[]`) {
		t.Errorf("all of it comes back: %s", out)
	}
	if back := c.must(fang, "records.list", `{"entity":"customer"}`); !strings.Contains(back, "杭州客户") {
		t.Errorf("it comes back: %s", back)
	}
}

// A handover that is stopped, or cannot go on, tells what it had handed over by then; that comes back as one.
func TestAHandoverThatStopsMidwayComesBack(t *testing.T) {
	for state, halt := range map[records.JobState]func(ctx context.Context, c *crew) error{
		records.Failed: func(context.Context, *crew) error { return errors.New("the disk is gone") },
		records.Cancelled: func(ctx context.Context, c *crew) error {
			var list records.JobList
			c.read(c.is("赵管"), &list, "jobs.list", `{}`)
			go func() { _, _ = c.ask(c.is("赵管"), "jobs.cancel", `{"id":%q}`, list.Jobs[0].ID) }()
			<-ctx.Done()
			return ctx.Err()
		},
	} {
		t.Run(string(state), func(t *testing.T) {
			c := newCrew(t)
			armed := false
			c.app.book.db.Enact("opportunity", store.Law{Allow: func(ctx context.Context, _, _ entity.Record) error {
				if armed {
					return halt(ctx, c)
				}
				return nil
			}})
			fang := c.is("王芳")
			var customer struct{ ID string }
			c.read(fang, &customer, "records.create", `{"entity":"customer","record":{"name":"杭州客户"}}`)
			c.must(fang, "records.create", `{"entity":"opportunity","record":{"name":"商机","customerId":%q}}`, customer.ID)
			armed = true
			var ran, ended struct {
				Job struct {
					ID     string
					State  records.JobState
					Result team.HandoverResult
				}
			}
			c.read(c.is("赵管"), &ran, "handover.run", `{"from":%q,"to":%q,"leave":true}`, c.ids["王芳"], c.ids["李娜"])
			c.read(c.is("赵管"), &ended, "jobs.wait", `{"id":%q}`, ran.Job.ID)
			armed = false
			got := ended.Job.Result
			if ended.Job.State != state || got.Change == "" || got.Total != 1 || got.Rest != 1 || got.Left || got.File == "" || len(got.Counts) != 1 || got.Counts[0].Count != 1 {
				t.Fatalf("%s: %+v", ended.Job.State, got)
			}
			c.must(c.is("赵管"), "changes.undo", `{"change":%q}`, got.Change)
			if back := c.must(fang, "records.list", `{"entity":"customer"}`); !strings.Contains(back, "杭州客户") {
				t.Errorf("it comes back: %s", back)
			}
		})
	}
}

func TestSharing(t *testing.T) {
	c := newCrew(t)
	fang, na := c.is("王芳"), c.is("李娜")
	var customer struct{ ID string }
	if err := json.Unmarshal([]byte(c.must(fang, "records.create", `{"entity":"customer","record":{"name":"共享客户"}}`)), &customer); err != nil {
		t.Fatal(err)
	}
	c.refused(fault.Forbidden, na, "shares.save", `{"entity":"customer","id":%q,"userId":%q,"right":"read"}`, customer.ID, c.ids["李娜"])
	c.refused(fault.Invalid, fang, "shares.save", `{"entity":"customer","id":%q,"userId":%q,"right":"read","untilOn":"2001-01-01"}`, customer.ID, c.ids["李娜"])
	c.must(fang, "shares.save", `{"entity":"customer","id":%q,"userId":%q,"right":"read"}`, customer.ID, c.ids["李娜"])
	c.refused(fault.Forbidden, na, "records.update", `{"entity":"customer","id":%q,"rev":1,"set":{"level":"A"}}`, customer.ID)
	out := c.must(fang, "shares.save", `{"entity":"customer","id":%q,"userId":%q,"right":"write"}`, customer.ID, c.ids["李娜"])
	c.must(na, "records.update", `{"entity":"customer","id":%q,"rev":1,"set":{"level":"A"}}`, customer.ID)
	c.refused(fault.Forbidden, na, "records.delete", `{"entity":"customer","id":%q}`, customer.ID)
	why := c.must(context.Background(), "people.reach", `{"userId":%q,"entity":"customer","id":%q}`, c.ids["李娜"], customer.ID)
	if !strings.Contains(why, "这条记录共享给了此人") {
		t.Errorf("the share explains it: %s", why)
	}
	c.refused(fault.Forbidden, na, "people.reach", `{"userId":%q}`, c.ids["王芳"])
	var made struct{ Share string }
	if err := json.Unmarshal([]byte(out), &made); err != nil {
		t.Fatal(err)
	}
	c.refused(fault.Forbidden, na, "shares.remove", `{"share":%q}`, made.Share)
	// What was shared is taken back and given again like anything else, by who may share it and nobody else.
	var done struct{ Change string }
	if err := json.Unmarshal([]byte(out), &done); err != nil {
		t.Fatal(err)
	}
	c.refused(fault.Forbidden, na, "changes.undo", `{"change":%q}`, done.Change)
	if out := c.must(fang, "changes.undo", `{"change":%q}`, done.Change); !strings.Contains(out, `"reverted":1`) {
		t.Errorf("to write is to read again: %s", out)
	}
	c.refused(fault.Forbidden, na, "records.update", `{"entity":"customer","id":%q,"rev":2,"set":{"level":"B"}}`, customer.ID)
	c.must(fang, "shares.remove", `{"share":%q}`, made.Share)
	c.refused(fault.Forbidden, na, "records.get", `{"entity":"customer","id":%q}`, customer.ID)
}

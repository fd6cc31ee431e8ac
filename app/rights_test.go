package app

import (
	"archive/zip"
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"io"
	"regexp"
	"strings"
	"testing"

	"xingke/backend/base/fault"
	"xingke/backend/core/access"
)

// watched are the entities whose records are canaries.
var watched = []string{"customer", "contact", "followUp", "followUpPlan", "opportunity", "order"}

func TestLongMatrixOfRights(t *testing.T) {
	v := newAviary(t)
	for _, s := range v.subjects {
		v.eachRecord(s)
		v.eachEntity(s)
		v.eachOperation(s)
		v.imports(s)
	}
	for i, s := range v.subjects {
		v.eachWrite(s, i)
	}
}

// eachRecord asks everything that is asked of one record.
func (v *aviary) eachRecord(s *soul) {
	ctx := v.as(s)
	for _, c := range v.canaries {
		may := v.can(s, access.Read, c)
		v.fetches(ctx, s, c, may)
		for _, name := range []string{"records.get", "records.history", "records.asOf", "records.hanging", "shares.list", "attachments.list", "attachments.history"} {
			more := ""
			if name == "records.asOf" {
				more = `,"at":"2099-01-01T00:00:00Z"`
			}
			out, err := v.ask(ctx, name, `{"entity":%q,"id":%q%s}`, c.entity, c.id, more)
			v.judge(s, name+" "+c.word, out, err)
			if (err == nil) != may {
				v.Errorf("%s, %s of %s of %s: allowed %v, but %v", s.name, name, c.entity, c.owner.name, may, err)
			}
		}
	}
}

// eachEntity asks for lists, figures, files and what is found: exactly what may be read, and no more.
func (v *aviary) eachEntity(s *soul) {
	ctx := v.as(s)
	for _, name := range watched {
		want := 0
		for _, c := range v.canaries {
			if c.entity == name && v.can(s, access.Read, c) {
				want++
			}
		}
		open := s.grants.Of(name, access.Read) != access.None
		out, err := v.ask(ctx, "records.list", `{"entity":%q,"limit":200}`, name)
		v.judge(s, "list of "+name, out, err)
		if (err == nil) != open || err == nil && !strings.Contains(out, fmt.Sprintf(`"total":%d,`, want)) {
			v.Errorf("%s, list of %s: want %d of it, got %.200s %v", s.name, name, want, out, err)
		}
		out, err = v.ask(ctx, "records.aggregate", `{"entity":%q,"measures":[{"op":"count"}]}`, name)
		if (err == nil) != open || err == nil && !strings.Contains(out, fmt.Sprintf(`"values":[%d]`, want)) {
			v.Errorf("%s, count of %s: want %d, got %.200s %v", s.name, name, want, out, err)
		}
		v.overReferences(ctx, s, name)
		v.files(ctx, s, name)
	}
	v.findings(ctx, s)
}

// overReferences filters, sorts and groups over what may not be read.
func (v *aviary) overReferences(ctx context.Context, s *soul, name string) {
	if name == "customer" {
		return
	}
	for _, in := range []string{
		`{"entity":%q,"groups":[{"field":"customerId.name"}],"measures":[{"op":"count"}]}`,
		`{"entity":%q,"groups":[{"field":"customerId.phone"},{"field":"customerId"}],"measures":[{"op":"distinct","field":"customerId.name"}]}`,
	} {
		out, err := v.ask(ctx, "records.aggregate", in, name)
		v.judge(s, "groups of "+name, out, err)
	}
	out, err := v.ask(ctx, "records.list", `{"entity":%q,"sort":[{"field":"customerId.name"},{"field":"customerId"}],"limit":1}`, name)
	v.judge(s, "sorted "+name, out, err)
	for _, c := range v.canaries {
		if c.entity != "customer" || v.can(s, access.Read, c) {
			continue
		}
		for _, field := range []string{"customerId.name", "customerId"} {
			out, err := v.ask(ctx, "records.aggregate", `{"entity":%q,"where":{"field":%q,"op":"contains","value":%q},"measures":[{"op":"count"}]}`, name, field, c.word)
			if err == nil && !strings.Contains(out, `"values":[0]`) {
				v.Errorf("%s finds %s by %s, the name of what they may not read: %.200s", s.name, name, field, out)
			}
		}
	}
}

// files exports a list and looks into the file.
func (v *aviary) files(ctx context.Context, s *soul, name string) {
	for _, format := range []string{"csv", "xlsx"} {
		out, err := v.ask(ctx, "export.run", `{"entity":%q,"format":%q}`, name, format)
		v.judge(s, "export of "+name, out, err)
		if may := s.grants.Of(name, access.Export) != access.None && s.grants.Of(name, access.Read) != access.None; (err == nil) != may {
			v.Errorf("%s, export of %s: allowed %v, but %v", s.name, name, may, err)
		}
		v.look(s, "export of "+name, out)
		if s.name[0] == 's' || name != "order" {
			break // the same code writes both
		}
	}
}

var fileIn = regexp.MustCompile(`"(?:file|errors)":"([0-9a-f]{64})"`)

// look judges the file that an answer names.
func (v *aviary) look(s *soul, what, answer string) {
	for _, m := range fileIn.FindAllStringSubmatch(answer, -1) {
		f, err := v.app.book.files.Open(m[1])
		if err != nil {
			v.Fatal(err)
		}
		raw, err := io.ReadAll(f)
		_ = f.Close()
		if err != nil {
			v.Fatal(err)
		}
		archive, err := zip.NewReader(bytes.NewReader(raw), int64(len(raw)))
		if err != nil {
			v.judge(s, what, string(raw), nil)
			continue
		}
		for _, part := range archive.File {
			r, err := part.Open()
			if err != nil {
				v.Fatal(err)
			}
			raw, err := io.ReadAll(r)
			_ = r.Close()
			if err != nil {
				v.Fatal(err)
			}
			v.judge(s, what+", "+part.Name, string(raw), nil)
		}
	}
}

// findings looks for every canary by its word: who may read it finds it, and nobody else.
func (v *aviary) findings(ctx context.Context, s *soul) {
	out, err := v.ask(ctx, "search.query", `{"text":"kanarie","limit":200}`)
	v.judge(s, "search", out, err)
	for i, c := range v.canaries {
		if i%4 != 0 {
			continue
		}
		out, err := v.ask(ctx, "search.query", `{"text":%q,"limit":200}`, c.word)
		v.judge(s, "search for "+c.word, out, err)
		if may := v.can(s, access.Read, c); may != strings.Contains(out, c.id) {
			v.Errorf("%s searches for %s of %s: allowed %v, got %.300s", s.name, c.word, c.owner.name, may, out)
		}
		if !v.can(s, access.Read, c) && strings.Contains(strings.ReplaceAll(out, c.word, ""), `"total":`) {
			v.Errorf("%s finds something by %s, which they may not read: %.300s", s.name, c.word, out)
		}
		out, err = v.ask(ctx, "search.suggest", `{"text":%q}`, c.word[:9])
		v.judge(s, "suggestions for "+c.word, out, err)
	}
	for _, word := range privateWords {
		if out, err := v.ask(ctx, "search.query", `{"text":%q}`, word); err == nil && !s.grants.Group("finance", false) && strings.Contains(out, `"total"`) {
			v.Errorf("%s finds by a private value: %.200s", s.name, out)
		}
	}
}

// asked is how operations are called that need more than nothing; the others get {}.
var asked = map[string][]string{
	"reports.figures": {`{"params":{"all":true}}`}, "reports.run": {`{"name":"salesMonthly","params":{"all":true}}`},
	"reports.answers": {`{"questions":[{"entity":"order.lines","measures":[{"op":"sum","field":"profit"}]}]}`, `{"questions":[{"entity":"order.lines","groups":[{"field":"orderId.customerId.name"}],"measures":[{"op":"count"}]}]}`},
	"today.get":       {`{"everybody":true}`, `{}`},
	"changes.list":    {`{"limit":200}`}, "bin.list": {`{"limit":200}`},
	"records.list": {
		`{"entity":"product","sort":[{"field":"cost"}]}`, `{"entity":"product","where":{"field":"cost","op":"gt","value":"1"}}`, `{"entity":"product"}`,
		`{"entity":"order","where":{"field":"lines.profit","op":"gt","value":"1"}}`, `{"entity":"user"}`, `{"entity":"share"}`, `{"entity":"role"}`, `{"entity":"auditEvent"}`, `{"entity":"setting"}`,
	},
	"records.aggregate": {
		`{"entity":"product","measures":[{"op":"sum","field":"cost"}]}`, `{"entity":"order.lines","measures":[{"op":"max","field":"profit"}]}`,
		`{"entity":"order.lines","groups":[{"field":"productId.cost"}],"measures":[{"op":"count"}]}`, `{"entity":"order.lines","groups":[{"field":"description"}],"measures":[{"op":"count"}]}`,
	},
	"export.run":          {`{"entity":"product","format":"csv"}`, `{"entity":"order","format":"xlsx"}`, `{"entity":"share","format":"csv"}`},
	"people.reach":        {`{"userId":"~me"}`, `{"userId":"~other"}`},
	"roles.list":          {`{}`},
	"handover.preview":    {`{"from":"~other"}`},
	"reports.funnel":      {`{}`, `{"where":{"field":"productId.cost","op":"ge","value":"1"}}`},
	"reports.cycle":       {`{"where":{"field":"productId.cost","op":"ge","value":"1"}}`},
	"reports.pipeline":    {`{"on":"2026-03-10","by":{"field":"customerId"}}`, `{"on":"2026-03-10","where":{"field":"productId.cost","op":"ge","value":"1"}}`, `{"on":"2026-03-10","by":{"field":"productId.cost"}}`},
	"opportunity.lose":    {`{"id":"~deal","lostReason":"x"}`},
	"records.duplicate":   {`{"entity":"opportunity","id":"~deal"}`},
	"records.bulkUpdate":  {`{"entity":"opportunity","ids":["~deal"],"set":{"note":"x"}}`},
	"shares.save":         {`{"entity":"opportunity","id":"~deal","userId":"~other","right":"read"}`},
	"records.paste":       {`{"entity":"opportunity","rows":[{"id":"~deal","cells":{"note":"x"}}]}`},
	"import.guess":        {`{"entity":"customer"}`},
	"followUp.record":     {`{"customerId":"~customer","content":"x","way":"call"}`},
	"records.assign":      {`{"entity":"opportunity","ids":["~deal"],"ownerId":"~other"}`},
	"followUpPlan.cancel": {`{"id":"~plan"}`},
	"order.cancel":        {`{"id":"~order"}`},
	"attachments.list":    {`{"entity":"order","id":"~order"}`}, "attachments.history": {`{"entity":"order","id":"~order"}`}, "attachments.add": {`{"entity":"order","id":"~order","files":[{"file":"~file"}]}`},
	"import.open": {`{"file":"~file"}`},
}

// never are operations that would end the book under the test.
var never = regexp.MustCompile(`^(practice|demo|book|backup|account|door|session|signIn|lock)\.|jobs\.wait|handover\.run`)

// eachOperation asks every operation of the table, about what is not theirs where it takes a record.
func (v *aviary) eachOperation(s *soul) {
	ctx := v.as(s)
	fill := strings.NewReplacer("~me", s.id, "~other", v.owners[3].id, "~deal", v.foreign(s, "opportunity"), "~customer", v.foreign(s, "customer"), "~plan", v.foreign(s, "followUpPlan"), "~order", v.foreign(s, "order"), "~file", v.foreignFile(s))
	for _, op := range v.app.Operations() {
		if never.MatchString(op.Name) {
			continue
		}
		inputs := asked[op.Name]
		if inputs == nil {
			inputs = []string{`{}`}
		}
		for _, in := range inputs {
			in = fill.Replace(in)
			if strings.Contains(in, `""`) { // there is nothing that is not theirs
				continue
			}
			out, err := v.ask(ctx, op.Name, "%s", in)
			v.judge(s, op.Name+" "+in, out, err)
			v.look(s, op.Name, out)
			if strings.Contains(in, "profit") || strings.Contains(in, "cost") {
				if may := s.grants.Group("finance", false) && v.readsAll(s, in); (err == nil) != may && err == nil {
					v.Errorf("%s asks for what is private: %s answers %.200s", s.name, in, out)
				}
			}
		}
	}
}

func (v *aviary) readsAll(s *soul, in string) bool {
	for _, name := range []string{"product", "order"} {
		if strings.Contains(in, `"`+name) && s.grants.Of(name, access.Read) == access.None {
			return false
		}
	}
	return true
}

// foreign is a record that a person may not read, "" if they may read each.
func (v *aviary) foreign(s *soul, name string) string {
	for _, c := range v.canaries {
		if c.entity == name && !v.can(s, access.Read, c) {
			return c.id
		}
	}
	return ""
}

// eachWrite changes, hands on, deletes and restores: exactly what may be, and everything is put back.
func (v *aviary) eachWrite(s *soul, turn int) {
	ctx, all := v.as(s), context.Background()
	for i, c := range v.canaries {
		if (i+turn)%3 != 0 { // a third of them for each, in turn
			continue
		}
		reads := v.can(s, access.Read, c)
		check := func(action access.Action, out string, err error, undo string) {
			v.judge(s, string(action)+" "+c.word, out, err)
			if may := reads && v.can(s, action, c); (err == nil) != may || err != nil && !fault.Is(err, fault.Forbidden) {
				v.Errorf("%s, %s of %s of %s: allowed %v, but %v", s.name, action, c.entity, c.owner.name, may, err)
			}
			if err == nil && undo != "" {
				v.must(all, undo, `{"entity":%q,"id":%q}`, c.entity, c.id)
			}
		}
		var now struct{ Rev uint64 }
		if err := json.Unmarshal([]byte(v.must(all, "records.get", `{"entity":%q,"id":%q}`, c.entity, c.id)), &now); err != nil {
			v.Fatal(err)
		}
		out, err := v.ask(ctx, "records.update", `{"entity":%q,"id":%q,"rev":%d,"set":{"tags":[%q]}}`, c.entity, c.id, now.Rev, s.name)
		check(access.Update, out, err, "")
		if i%2 == 0 {
			v.attaches(ctx, s, c, reads && v.can(s, access.Update, c))
		}
		out, err = v.ask(ctx, "records.delete", `{"entity":%q,"id":%q}`, c.entity, c.id)
		check(access.Delete, out, err, "records.restore")
		v.must(all, "records.delete", `{"entity":%q,"id":%q}`, c.entity, c.id)
		out, err = v.ask(ctx, "records.restore", `{"entity":%q,"id":%q}`, c.entity, c.id)
		check(access.Restore, out, err, "")
		if err != nil {
			v.must(all, "records.restore", `{"entity":%q,"id":%q}`, c.entity, c.id)
		}
	}
}

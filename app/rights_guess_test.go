package app

import (
	"context"
	"encoding/json"
	"fmt"
	"regexp"
	"slices"
	"strings"
	"testing"

	"xingke/backend/base/fault"
	"xingke/backend/base/id"
	"xingke/backend/core/access"
)

// guesses ask about one record by its id or by a word of it: ~id, ~word, ~entity; ~customer is a customer's id.
var guesses = map[string][]string{
	"records.get":       {`{"entity":"~entity","id":"~id"}`, `{"entity":"~entity","id":"~id","ahead":true}`},
	"records.history":   {`{"entity":"~entity","id":"~id"}`},
	"records.asOf":      {`{"entity":"~entity","id":"~id","at":"2099-01-01T00:00:00Z"}`, `{"entity":"~entity","id":"~id","at":"2001-01-01T00:00:00Z"}`},
	"records.hanging":   {`{"entity":"~entity","id":"~id"}`},
	"records.duplicate": {`{"entity":"~entity","id":"~id"}`},
	"records.update":    {`{"entity":"~entity","id":"~id","rev":1,"set":{"tags":["x"]}}`, `{"entity":"~entity","id":"~id","rev":7,"set":{"tags":["x"]}}`},
	"records.delete":    {`{"entity":"~entity","id":"~id"}`, `{"entity":"~entity","id":"~id","with":true}`},
	"records.restore":   {`{"entity":"~entity","id":"~id"}`},
	"records.assign":    {`{"entity":"~entity","ids":["~id"],"ownerId":"~me"}`, `{"entity":"~entity","where":{"field":"id","op":"eq","value":"~id"},"ownerId":"~me"}`},
	"records.bulkUpdate": {
		`{"entity":"~entity","ids":["~id"],"set":{"tags":["x"]}}`,
		`{"entity":"customer","where":{"field":"name","op":"contains","value":"~word"},"set":{"tags":["x"]}}`,
	},
	"records.bulkDelete": {`{"entity":"~entity","ids":["~id"]}`, `{"entity":"customer","where":{"field":"note","op":"contains","value":"~word"}}`},
	"records.paste": {
		`{"entity":"~entity","rows":[{"id":"~id","cells":{"tags":"x"}}]}`,
		`{"entity":"contact","rows":[{"cells":{"name":"new","customerId":"~word ltd"}}]}`,
	},
	"records.create": {
		`{"entity":"contact","record":{"name":"new","customerId":"~id"}}`, `{"entity":"opportunity","record":{"name":"new","customerId":"~id"}}`,
		`{"entity":"followUp","record":{"content":"new","customerId":"~id","at":"2026-11-20T10:00:00Z","way":"call"}}`,
		`{"entity":"customer","record":{"name":"new","parentId":"~id"}}`, `{"entity":"order","record":{"number":"~word","customerId":"~id"}}`,
		`{"entity":"opportunity","record":{"name":"new","customerId":"~id","ownerId":"~me","collaborators":["~me"]}}`,
	},
	"records.list": {
		`{"entity":"~entity","where":{"field":"id","op":"eq","value":"~id"}}`, `{"entity":"~entity","where":{"field":"customerId","op":"eq","value":"~id"}}`,
		`{"entity":"~entity","where":{"field":"customerId.name","op":"contains","value":"~word"}}`, `{"entity":"~entity","where":{"field":"note","op":"contains","value":"~word"}}`,
		`{"entity":"~entity","where":{"field":"id","op":"eq","value":"~id"},"deleted":true}`, `{"entity":"~entity","after":"~id","limit":3}`,
		`{"entity":"order.lines","where":{"field":"description","op":"contains","value":"~word"}}`,
	},
	"records.aggregate": {
		`{"entity":"~entity","where":{"field":"id","op":"eq","value":"~id"},"measures":[{"op":"count"}]}`,
		`{"entity":"order.lines","where":{"field":"description","op":"contains","value":"~word"},"measures":[{"op":"count"}]}`,
		`{"entity":"order.lines","where":{"field":"orderId.customerId.name","op":"contains","value":"~word"},"measures":[{"op":"sum","field":"amount"}]}`,
		`{"entity":"~entity","where":{"not":{"field":"customerId.name","op":"contains","value":"~word"}},"measures":[{"op":"count"}]}`,
	},
	"search.query":          {`{"text":"~word"}`, `{"text":"~word ltd","entities":["customer"]}`},
	"search.suggest":        {`{"text":"~word"}`, `{"text":"~word","entity":"customer"}`},
	"export.run":            {`{"entity":"~entity","ids":["~id"],"format":"csv"}`, `{"entity":"~entity","where":{"field":"customerId.name","op":"contains","value":"~word"},"format":"csv"}`},
	"shares.list":           {`{"entity":"~entity","id":"~id"}`},
	"shares.save":           {`{"entity":"~entity","id":"~id","userId":"~me","right":"read"}`},
	"attachments.list":      {`{"entity":"~entity","id":"~id"}`},
	"attachments.history":   {`{"entity":"~entity","id":"~id"}`},
	"people.reach":          {`{"userId":"~me","entity":"~entity","id":"~id"}`},
	"erase.look":            {`{"entity":"~entity","id":"~id"}`},
	"bin.restore":           {`{"records":[{"entity":"~entity","id":"~id"}]}`, `{"records":[{"entity":"~entity","id":"~id"}],"alone":true}`},
	"opportunity.win":       {`{"id":"~id"}`},
	"opportunity.lose":      {`{"id":"~id","lostReason":"x"}`},
	"opportunity.move":      {`{"id":"~id","stage":"negotiate"}`},
	"opportunity.reopen":    {`{"id":"~id"}`},
	"order.confirm":         {`{"id":"~id"}`},
	"order.cancel":          {`{"id":"~id"}`},
	"followUpPlan.cancel":   {`{"id":"~id"}`},
	"followUpPlan.complete": {`{"id":"~id"}`},
	"followUpPlan.postpone": {`{"id":"~id","dueOn":"2026-12-01"}`},
	"followUp.record":       {`{"customerId":"~id","content":"x","way":"call"}`},
	"reports.pipeline":      {`{"on":"2026-11-25","where":{"field":"customerId.name","op":"contains","value":"~word"}}`},
	"reports.funnel":        {`{"where":{"field":"customerId.name","op":"contains","value":"~word"}}`},
	"reports.cycle":         {`{"where":{"field":"customerId","op":"eq","value":"~id"}}`},
	"reports.answers":       {`{"questions":[{"entity":"opportunity","where":{"field":"customerId.name","op":"contains","value":"~word"},"measures":[{"op":"count"}]}]}`},
	"reports.run":           {`{"name":"salesMonthly","params":{"where":{"field":"customerId","op":"eq","value":"~id"}}}`},
}

// Whoever guesses at what they may not read is answered as if it were not there: by no sentence, count or file can a
// guess that is right be told from one that is wrong.
func TestLongAGuessThatIsRightIsAnsweredLikeAWrongOne(t *testing.T) {
	v := newAviary(t)
	wrong := canary{id: id.New(), word: "kanariezz97"}
	for _, s := range v.subjects {
		ctx := v.as(s)
		for _, c := range v.unread(s) {
			for operation, inputs := range guesses {
				for _, in := range inputs {
					if one, _, _ := strings.Cut(operation, "."); slices.Contains(watched, one) && one != c.entity && one != "followUp" {
						continue
					}
					said := [2]string{}
					for i, about := range []canary{c, wrong} {
						asks := strings.NewReplacer("~entity", c.entity, "~id", about.id, "~word", about.word, "~me", s.id).Replace(in)
						out, err := v.ask(ctx, operation, "%s", asks)
						if err != nil {
							f := fault.From(err)
							out = fmt.Sprint(f.Kind, f.Text, f.Fields)
						}
						v.judge(s, operation, strings.ReplaceAll(out, about.word, ""), nil)
						said[i] = samely(strings.ReplaceAll(out, about.word, "WORD"))
					}
					if said[0] != said[1] {
						v.Errorf("%s, %s %s: %s of %s is answered\n%.500s\nand what is not there\n%.500s", s.name, operation, in, c.entity, c.owner.name, said[0], said[1])
					}
				}
			}
		}
	}
}

// privateGuesses ask about the cost of a product and the profit of a line, which few may read; ~cost and ~profit are the guess.
var privateGuesses = map[string][]string{
	"records.list": {
		`{"entity":"product","where":{"field":"cost","op":"eq","value":"~cost"}}`, `{"entity":"product","where":{"not":{"field":"cost","op":"ge","value":"~cost"}}}`,
		`{"entity":"order","where":{"field":"lines.profit","op":"ge","value":"~profit"}}`, `{"entity":"order.lines","where":{"field":"productId.cost","op":"eq","value":"~cost"}}`,
		`{"entity":"product","columns":["name","cost"]}`, `{"entity":"order.lines","columns":["description","profit","productId.cost"]}`, `{"entity":"product","sort":[{"field":"cost","desc":true}]}`,
	},
	"records.aggregate": {
		`{"entity":"product","where":{"field":"cost","op":"eq","value":"~cost"},"measures":[{"op":"count"}]}`, `{"entity":"product","measures":[{"op":"min","field":"cost"}]}`,
		`{"entity":"product","groups":[{"field":"cost"}],"measures":[{"op":"count"}]}`, `{"entity":"product","groups":[{"field":"name"}],"measures":[{"op":"count"}],"sort":{"field":"cost"}}`,
		`{"entity":"order.lines","measures":[{"op":"distinct","field":"profit"}]}`, `{"entity":"order","measures":[{"op":"sum","field":"lines.profit"}]}`,
	},
	"export.run":         {`{"entity":"product","where":{"field":"cost","op":"eq","value":"~cost"},"format":"csv"}`, `{"entity":"product","columns":["name","cost"],"format":"csv"}`, `{"entity":"product","sort":[{"field":"cost"}],"format":"csv"}`},
	"records.bulkUpdate": {`{"entity":"product","where":{"field":"cost","op":"eq","value":"~cost"},"set":{"tags":["x"]}}`},
	"records.bulkDelete": {`{"entity":"product","where":{"field":"cost","op":"eq","value":"~cost"}}`},
	"records.assign":     {`{"entity":"product","where":{"field":"cost","op":"eq","value":"~cost"},"ownerId":"~me"}`},
	"search.query":       {`{"text":"~cost"}`, `{"text":"~profit"}`},
	"search.suggest":     {`{"text":"~cost"}`},
	"records.get":        {`{"entity":"product","id":"~product"}`},
	"records.asOf":       {`{"entity":"product","id":"~product","at":"2099-01-01T00:00:00Z"}`},
	"records.history":    {`{"entity":"product","id":"~product"}`},
	"records.duplicate":  {`{"entity":"product","id":"~product"}`},
	"records.update":     {`{"entity":"product","id":"~product","rev":1,"set":{"cost":"~cost"}}`},
	"records.paste":      {`{"entity":"product","rows":[{"id":"~product","cells":{"cost":"~cost"}}]}`},
	"reports.answers":    {`{"questions":[{"entity":"order.lines","where":{"field":"profit","op":"ge","value":"~profit"},"measures":[{"op":"count"}]}]}`},
	"reports.funnel":     {`{"where":{"field":"productId.cost","op":"ge","value":"~cost"}}`},
	"views.save":         {`{"entity":"product","name":"v","query":{"where":{"field":"cost","op":"eq","value":"~cost"}}}`},
	"import.run":         {`{"entity":"product","file":"~file","match":"cost","policy":"skip","dryRun":true}`, `{"entity":"product","file":"~file","match":"name","policy":"update","dryRun":true}`},
	"changes.list":       {`{"entity":"product"}`, `{"entity":"order"}`},
}

// Nor can the value of a private field be guessed: a right guess is answered like a wrong one.
func TestLongAPrivateValueIsNotGuessed(t *testing.T) {
	v := newAviary(t)
	var products struct{ Rows []struct{ ID string } }
	if err := json.Unmarshal([]byte(v.must(context.Background(), "records.list", `{"entity":"product"}`)), &products); err != nil || len(products.Rows) != 1 {
		t.Fatal(err, products)
	}
	values := [2][]string{{"~cost", "812345.67", "~profit", "798765.43"}, {"~cost", "812345.61", "~profit", "798765.41"}}
	asked := 0
	for _, s := range v.subjects {
		if s.grants.Group("finance", false) {
			continue
		}
		ctx := v.as(s)
		for operation, inputs := range privateGuesses {
			for _, in := range inputs {
				said := [2]string{}
				for i, guess := range values {
					file := handIn(t, v.app, ctx, "list.csv", strings.NewReplacer(guess...).Replace("产品名称,成本\nPump,~cost\n"))
					out, err := v.ask(ctx, operation, "%s", strings.NewReplacer(append(guess, "~me", s.id, "~product", products.Rows[0].ID, "~file", file)...).Replace(in))
					if err != nil {
						f := fault.From(err)
						out = fmt.Sprint(f.Kind, f.Text, f.Fields)
					} else {
						asked++
						v.look(s, operation, out)
					}
					said[i] = samely(strings.NewReplacer(guess[1], "COST", guess[3], "PROFIT").Replace(out))
					if strings.Contains(out, "812345.67") && i == 1 {
						v.Errorf("%s, %s %s tells what is private: %.300s", s.name, operation, in, out)
					}
				}
				if said[0] != said[1] {
					v.Errorf("%s, %s %s is answered\n%.500s\nand for a wrong value\n%.500s", s.name, operation, in, said[0], said[1])
				}
			}
		}
	}
	if asked < 50 {
		t.Errorf("only %d guesses were let in", asked)
	}
}

// What others did is told only as far as what it was done to may be read, and only its author or an owner undoes it.
func TestLongTheDeedsOfOthersStayTheirs(t *testing.T) {
	v := newAviary(t)
	var done struct {
		Sets []struct{ Set string }
	}
	deeds := []string{}
	for _, c := range v.canaries { // each by its owner, in a change of its own
		if _, err := v.ask(v.as(c.owner), "records.update", `{"entity":%q,"id":%q,"rev":1,"set":{"tags":["deed"]}}`, c.entity, c.id); err != nil {
			continue // a sales person may not change everything
		}
		if err := json.Unmarshal([]byte(v.must(context.Background(), "changes.list", `{"limit":1}`)), &done); err != nil || len(done.Sets) != 1 {
			t.Fatal(err, done)
		}
		deeds = append(deeds, done.Sets[0].Set)
	}
	if len(deeds) < 10 {
		t.Fatalf("only %d deeds", len(deeds))
	}
	for _, s := range v.subjects {
		ctx := v.as(s)
		for _, in := range []string{`{"limit":200}`, `{"actor":"~other"}`, `{"entity":"customer"}`} {
			out, err := v.ask(ctx, "changes.list", "%s", strings.ReplaceAll(in, "~other", v.owners[0].id))
			v.judge(s, "changes.list "+in, out, err)
		}
		for i, deed := range deeds {
			out, err := v.ask(ctx, "changes.get", `{"change":%q}`, deed)
			v.judge(s, "changes.get", out, err)
			if i%3 != 0 || s.name == "s-own" || s.name == "s-below-read" { // who owns some of it
				continue
			}
			out, err = v.ask(ctx, "changes.undo", `{"change":%q}`, deed)
			v.judge(s, "changes.undo", out, err)
			if may := s.grants.Administer; err == nil && !may {
				v.Errorf("%s undoes what somebody else did: %.300s", s.name, out)
			}
		}
	}
}

// unread are records that a person may not read, one of each kind.
func (v *aviary) unread(s *soul) (list []canary) {
	for _, name := range watched {
		for _, c := range v.canaries {
			if c.entity == name && !v.can(s, access.Read, c) {
				list = append(list, c)
				break
			}
		}
	}
	return list
}

var (
	// changes is what differs from one answer to the next whoever asks and whatever about: ids, instants, files.
	changes = regexp.MustCompile(`"\d{4}-\d\d-\d\dT[^"]*"|[0-9a-f]{64}|[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}`)
	// refusal are the two sentences that tell somebody who already has an id, of a link say, whom to ask. No id is guessed.
	refusal = regexp.MustCompile(`（无权查看）|forbidden您的角色没有这项权限，请联系管理员|(?:forbidden)?这条记录不在您的权限范围内，请联系负责人或管理员|(?:notFound)?找不到这条[^，]+，它可能已被删除|您无权使用所选的[^\s\]]+|所选的[^，]+不存在或已删除，请重新选择`)
)

func samely(answer string) string {
	return strings.ReplaceAll(refusal.ReplaceAllString(changes.ReplaceAllString(answer, "?"), "no"), `"title":"no"`, `"title":""`)
}

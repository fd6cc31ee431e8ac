package app

import (
	"context"
	"encoding/json"
	"fmt"
	"maps"
	"slices"
	"strings"

	"xingke/backend/core/access"
	"xingke/backend/core/records"
)

// Imports name records: by their number, by a telephone, by a name that is nearly theirs. Whatever may not be read is to them
// as if it were not there; whatever may not be changed stays as it is.

// texts is a field of each entity that takes any words.
var texts = map[string]string{"customer": "note", "contact": "note", "followUp": "content", "followUpPlan": "goal", "opportunity": "note", "order": "note"}

// tries tries a file out and tells what would come of it; refused, if it is.
func (v *aviary) tries(ctx context.Context, s *soul, entity, rows, more string, judged bool) (done records.ImportResult, refused bool) {
	v.Helper()
	file := handIn(v.T, v.app, ctx, "list.csv", rows)
	out, err := v.ask(ctx, "import.run", `{"entity":%q,"file":%q,"dryRun":true,%s}`, entity, file, more)
	if judged || err != nil {
		v.judge(s, "import of "+entity+" "+more, out, err)
		v.look(s, "import of "+entity+" "+more, out)
	}
	if may := s.grants.Of(entity, access.Import) != access.None; (err == nil) != may {
		v.Errorf("%s, import of %s: allowed %v, but %v", s.name, entity, may, err)
	}
	if err != nil {
		return done, true
	}
	var ended struct {
		Job struct {
			State  string
			Result records.ImportResult
			Error  json.RawMessage
		}
	}
	if err := json.Unmarshal([]byte(out), &ended); err != nil || ended.Job.State != "done" {
		v.Fatalf("%s, import of %s %s: %v %.400s", s.name, entity, more, err, out)
	}
	return ended.Job.Result, false
}

// became holds what an import would do against what may be.
func (v *aviary) became(s *soul, what string, got records.ImportResult, created, updated, rejected int) {
	v.Helper()
	if got.Created != created || got.Updated != updated || got.Rejected != rejected {
		v.Errorf("%s, %s: %d made, %d changed, %d refused; want %d, %d, %d: %+v", s.name, what, got.Created, got.Updated, got.Rejected, created, updated, rejected, got.Reasons)
	}
}

// imports tries files that name every record of the book.
func (v *aviary) imports(s *soul) {
	ctx := v.as(s)
	for _, entity := range slices.Sorted(maps.Keys(texts)) {
		v.importsByID(ctx, s, entity)
	}
	var all []canary
	readable, updatable := 0, 0
	for _, c := range v.canaries {
		if c.entity != "customer" {
			continue
		}
		all = append(all, c)
		if v.can(s, access.Read, c) {
			if readable++; v.can(s, access.Update, c) {
				updatable++
			}
		}
	}
	table := func(headings string, row func(i int, c canary) string) string {
		lines := []string{headings}
		for i, c := range all {
			lines = append(lines, row(i, c))
		}
		return strings.Join(lines, "\n") + "\n"
	}
	made := func(entity string, n int) (created, rejected int) {
		if s.grants.Of(entity, access.Create) == access.None {
			return 0, n
		}
		return n, 0
	}
	phones := table("客户名称,电话", func(i int, _ canary) string { return fmt.Sprintf("Neu %d,139%08d", i, i) })
	if got, refused := v.tries(ctx, s, "customer", phones, `"match":"phone"`, true); !refused {
		created, rejected := made("customer", len(all)-readable)
		v.became(s, "known by telephone", got, created, updatable, rejected+readable-updatable)
	}
	codes := table("客户名称,客户编号", func(i int, _ canary) string { return fmt.Sprintf("Neu %d,K%02d", i, i) })
	if got, refused := v.tries(ctx, s, "customer", codes, `"match":"none"`, true); !refused {
		v.became(s, "a code that is taken", got, 0, 0, len(all))
	}
	names := table("姓名,客户", func(i int, c canary) string { return fmt.Sprintf("Neu %d,%s ltd", i, c.word) })
	if got, refused := v.tries(ctx, s, "contact", names, `"match":"none","missing":{"*":"reject"}`, false); !refused {
		created, rejected := made("contact", readable)
		v.became(s, "of customers by name", got, created, 0, rejected+len(all)-readable)
	}
	v.guesses(ctx, s, all, readable)
}

// importsByID names every record of an entity by its number.
func (v *aviary) importsByID(ctx context.Context, s *soul, entity string) {
	rows, updated, rejected := "ID,T\n", 0, 0
	for _, c := range v.canaries {
		if c.entity != entity {
			continue
		}
		rows += c.id + ",x\n"
		if v.can(s, access.Read, c) && v.can(s, access.Update, c) {
			updated++
		} else {
			rejected++
		}
	}
	more := fmt.Sprintf(`"match":"id","columns":{"ID":"id","T":%q}`, texts[entity])
	if got, refused := v.tries(ctx, s, entity, rows, more, true); !refused {
		v.became(s, entity+" by its number", got, 0, updated, rejected)
	}
}

// guesses asks what names mean that are nearly those of customers, and how many are known by their codes: the same file is
// handed in by each, so that what was counted for one must not be told to the next.
func (v *aviary) guesses(ctx context.Context, s *soul, all []canary, readable int) {
	near, codes := "姓名,客户\n", "客户名称,客户编号\n"
	for i, c := range all {
		near += fmt.Sprintf("Neu %d,%s ltd\n", i, strings.Replace(c.word, "kanarie", "kanarje", 1))
		codes += fmt.Sprintf("Neu %d,K%02d\n", i, i)
	}
	out, err := v.ask(ctx, "import.guess", `{"entity":"contact","file":%q}`, handIn(v.T, v.app, ctx, "near.csv", near))
	v.judge(s, "guesses of names", out, err)
	for _, c := range all {
		if may := v.can(s, access.Read, c) && s.grants.Of("contact", access.Import) != access.None; may != strings.Contains(out, c.word) {
			v.Errorf("%s, the name of %s: allowed %v, but %.600s %v", s.name, c.owner.name, may, out, err)
		}
	}
	var guess records.ImportGuess
	out, err = v.ask(ctx, "import.guess", `{"entity":"customer","file":%q}`, handIn(v.T, v.app, ctx, "codes.csv", codes))
	v.judge(s, "how many are known", out, err)
	if err == nil {
		err = json.Unmarshal([]byte(out), &guess)
	}
	if may := s.grants.Of("customer", access.Import) != access.None; (err == nil) != may || may && guess.Known["code"] != readable {
		v.Errorf("%s: %v customers are known by their codes, want %d: %v", s.name, guess.Known, readable, err)
	}
}

package app

import (
	"context"
	"encoding/json"
	"fmt"
	"slices"
	"strings"
	"testing"

	"xingke/backend/base/fault"
	"xingke/backend/base/who"
	"xingke/backend/core/access"
	"xingke/backend/modules/team"
)

// The matrix of rights: a book in which every record says in its texts whose it is, people with
// every standard role and with roles of every reach, and every operation asked by each of them.

// canary is one record of the book.
type canary struct {
	entity, id, word string
	owner            *soul
	customer         string // id of the customer it goes with
	file             string // hash of what is attached to it
}

// soul is one person of the book.
type soul struct {
	id, name   string
	department string
	manager    *soul
	grants     *access.Grants  // of the one role they have
	shares     map[string]bool // ids of records opened to them
}

type aviary struct {
	*testing.T
	app         *App
	above       map[string]string // departments
	owners      []*soul
	subjects    []*soul
	canaries    []canary
	departments map[string]string
}

// The words of private fields: a cost and a profit that nothing else in the book says.
var privateWords = []string{"81234567", "812345.67", "79876543", "798765.43"}

func (v *aviary) ask(ctx context.Context, name, format string, args ...interface{}) (string, error) {
	raw, err := v.app.Call(ctx, name, []byte(fmt.Sprintf(format, args...)))
	if err != nil {
		return "", err
	}
	var begun struct{ Job *struct{ ID, State string } }
	if json.Unmarshal(raw, &begun) == nil && begun.Job != nil && begun.Job.State == "running" && name != "jobs.wait" {
		return v.ask(ctx, "jobs.wait", `{"id":%q}`, begun.Job.ID)
	}
	return string(raw), nil
}

func (v *aviary) must(ctx context.Context, name, format string, args ...interface{}) string {
	v.Helper()
	out, err := v.ask(ctx, name, format, args...)
	if err != nil {
		v.Fatalf("%s %s: %v", name, fmt.Sprintf(format, args...), err)
	}
	return out
}

// make creates a record as the owner of the book and gives its id.
func (v *aviary) make(entity, record string) string {
	v.Helper()
	var got struct{ ID string }
	if err := json.Unmarshal([]byte(v.must(context.Background(), "records.create", `{"entity":%q,"record":%s}`, entity, record)), &got); err != nil {
		v.Fatal(err)
	}
	return got.ID
}

func newAviary(t *testing.T) *aviary {
	a, err := Open(Config{Patient: true})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = a.Close() })
	v := &aviary{T: t, app: a, above: map[string]string{}, departments: map[string]string{}}
	for _, one := range [][2]string{{"east", ""}, {"east1", "east"}, {"west", ""}} {
		parent := ""
		if one[1] != "" {
			parent = fmt.Sprintf(`,"parentId":%q`, v.departments[one[1]])
		}
		v.departments[one[0]] = v.make("department", fmt.Sprintf(`{"name":%q%s}`, one[0], parent))
		v.above[v.departments[one[0]]] = v.departments[one[1]]
	}
	v.people()
	v.fill()
	v.open()
	return v
}

// soul makes a person with a role.
func (v *aviary) soul(name, department string, manager *soul, role string, grants *access.Grants) *soul {
	s := &soul{name: name, department: v.departments[department], manager: manager, grants: grants, shares: map[string]bool{}}
	above := ""
	if manager != nil {
		above = fmt.Sprintf(`,"managerId":%q`, manager.id)
	}
	s.id = v.make("user", fmt.Sprintf(`{"name":%q,"login":%q,"departmentId":%q,"roleIds":[%q]%s}`, name, name, s.department, role, above))
	return s
}

func (v *aviary) people() {
	var listed team.RolesOutput
	if err := json.Unmarshal([]byte(v.must(context.Background(), "roles.list", `{}`)), &listed); err != nil {
		v.Fatal(err)
	}
	byKey := map[string]string{}
	for _, r := range listed.Roles {
		byKey[r.Key] = r.ID
	}
	for key, grants := range team.Standards {
		if byKey[key] == "" {
			v.Fatalf("the book has no role %s", key)
		}
		v.subjects = append(v.subjects, v.soul("r-"+key, "east", nil, byKey[key], grants))
	}
	for _, one := range []struct {
		reach access.Reach
		group string
	}{{access.None, ""}, {access.Own, ""}, {access.Own, "read"}, {access.Below, "read"}, {access.Section, ""}, {access.Tree, "write"}, {access.All, ""}, {access.All, "read"}} {
		g := &access.Grants{Entities: map[string]access.Verbs{access.Everything: access.To(one.reach)}}
		if one.group != "" {
			g.Groups = map[string]access.Right{"finance": access.Right(one.group)}
		}
		name := strings.TrimSuffix("s-"+one.reach.String()+"-"+one.group, "-")
		raw, err := json.Marshal(map[string]interface{}{"name": name, "entities": g.Entities, "groups": g.Groups})
		if err != nil {
			v.Fatal(err)
		}
		role := team.RoleSaved{}
		if err := json.Unmarshal([]byte(v.must(context.Background(), "roles.save", "%s", raw)), &role); err != nil {
			v.Fatal(err)
		}
		v.subjects = append(v.subjects, v.soul(name, "east", nil, role.ID, g))
	}
	slices.SortFunc(v.subjects, func(a, b *soul) int { return strings.Compare(a.name, b.name) })
	sales := byKey["sales"]
	leader := v.subjects[slices.IndexFunc(v.subjects, func(s *soul) bool { return s.name == "s-below-read" })]
	for _, one := range [][2]string{{"Ostara", "east"}, {"Osric", "east1"}, {"Oswin", "west"}} {
		v.owners = append(v.owners, v.soul(one[0], one[1], nil, sales, team.Standards["sales"]))
	}
	v.owners = append(v.owners, v.soul("Osmund", "west", leader, sales, team.Standards["sales"]))
	for _, key := range []string{"s-own", "s-below-read"} { // who owns something themselves
		v.owners = append(v.owners, v.subjects[slices.IndexFunc(v.subjects, func(s *soul) bool { return s.name == key })])
	}
}

// fill gives every owner one record of each kind. Each refers to the next owner's customer as well
// as their own, so that every way over a reference leads out of somebody's reach.
func (v *aviary) fill() {
	product := v.make("product", `{"name":"Pump","cost":"812345.67"}`)
	customers := make([]string, len(v.owners))
	add := func(i int, entity, goes, format string, args ...interface{}) string {
		word := fmt.Sprintf("kanarie%c%c%02d", 'a'+len(entity)%26, entity[0], len(v.canaries))
		record := fmt.Sprintf(`{"ownerId":%q,"departmentId":%q,`, v.owners[i].id, v.owners[i].department) + fmt.Sprintf(strings.ReplaceAll(format, "~", word), args...) + "}"
		id := v.make(entity, record)
		v.canaries = append(v.canaries, canary{entity, id, word, v.owners[i], goes, v.attach(entity, id, word)})
		return id
	}
	for i := range v.owners {
		customers[i] = add(i, "customer", "", `"name":"~ ltd","note":"note ~","phone":"139%08d","code":"K%02d"`, i, i)
	}
	for i := range v.owners {
		own, next := customers[i], customers[(i+1)%len(customers)]
		contact := add(i, "contact", next, `"name":"~ person","customerId":%q,"note":"~"`, next)
		add(i, "followUp", own, `"content":"~ said","customerId":%q,"at":"2026-11-20T10:00:00Z","way":"call","contactId":%q`, own, contact)
		add(i, "followUp", next, `"content":"~ said","customerId":%q,"at":"2026-11-20T11:00:00Z","way":"call"`, next)
		add(i, "followUpPlan", next, `"goal":"~ goal","customerId":%q,"dueOn":"2026-11-21","way":"call"`, next)
		deal := add(i, "opportunity", next, `"name":"~ deal","customerId":%q,"amount":"100","note":"~"`, next)
		add(i, "order", own, `"number":"~","customerId":%q,"opportunityId":%q,"note":"~","lines":[{"productId":%q,"quantity":"1","unitPrice":"5","profit":"798765.43","description":"~"}]`, own, deal, product)
	}
}

// open shares the second owner's customer with two people: one to read, one whose share has ended.
func (v *aviary) open() {
	reader := v.subjects[slices.IndexFunc(v.subjects, func(s *soul) bool { return s.name == "s-own-read" })]
	shared := v.canaries[1]
	v.must(context.Background(), "shares.save", `{"entity":"customer","id":%q,"userId":%q,"right":"read"}`, shared.id, reader.id)
	reader.shares[shared.id] = true
	for _, c := range v.canaries { // what goes with it is opened too
		if c.customer == shared.id {
			reader.shares[c.id] = true
		}
	}
}

// can is the matrix said a second time, in the plainest words.
func (v *aviary) can(s *soul, action access.Action, c canary) bool {
	switch s.grants.Of(c.entity, action) {
	case access.None:
		return false
	case access.All:
		return true
	case access.Below:
		if c.owner.manager == s {
			return true
		}
	case access.Section:
		if c.owner.department == s.department {
			return true
		}
	case access.Tree:
		for at := c.owner.department; at != ""; at = v.above[at] {
			if at == s.department {
				return true
			}
		}
	}
	return c.owner == s || action == access.Read && s.shares[c.id]
}

func (v *aviary) as(s *soul) context.Context {
	return who.With(context.Background(), who.User{ID: s.id, Name: s.name, DepartmentID: s.department})
}

// leaks tells which words in an answer this person may not read.
func (v *aviary) leaks(s *soul, answer string) (found []string) {
	if !strings.Contains(answer, "kanarie") && !strings.Contains(answer, "81234") && !strings.Contains(answer, "79876") {
		return nil
	}
	for _, c := range v.canaries {
		if strings.Contains(answer, c.word) && !v.can(s, access.Read, c) {
			found = append(found, c.word+" of "+c.owner.name)
		}
	}
	if s.grants.Group("finance", false) {
		return found
	}
	for _, word := range privateWords {
		if strings.Contains(answer, word) {
			found = append(found, word)
		}
	}
	return found
}

// judge holds an answer, or a refusal, against what the person may read.
func (v *aviary) judge(s *soul, what, answer string, err error) {
	v.Helper()
	if err != nil {
		f := fault.From(err)
		answer = f.Text.ZH + f.Text.EN
		for field, text := range f.Fields {
			answer += field + text.ZH + text.EN
		}
		if f.Kind == fault.Internal {
			v.Errorf("%s, %s: %v", s.name, what, err)
		}
	}
	if found := v.leaks(s, answer); len(found) > 0 {
		v.Errorf("%s, %s tells %v: %.400s", s.name, what, found, answer)
	}
}

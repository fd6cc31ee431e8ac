package app

import (
	"context"
	"slices"
	"strings"
	"testing"

	"xingke/backend/base/fault"
	"xingke/backend/base/who"
	"xingke/backend/core/access"
	"xingke/backend/modules/team"
)

func TestEveryOperationIsDescribedAndGuarded(t *testing.T) {
	a := open(t, Config{})
	stranger := who.With(context.Background(), who.User{ID: "stranger"})
	for _, op := range a.Operations() {
		if op.Doc.ZH == "" || op.Doc.EN == "" {
			t.Errorf("%s says nothing of itself: add Says", op.Name)
		}
		if entity, verb, _ := strings.Cut(op.Name, "."); entity == "" || verb == "" || strings.ToLower(op.Name[:1]) != op.Name[:1] {
			t.Errorf("%s is not entity.verb", op.Name)
		}
		switch rule := op.Rule.String(); {
		case rule == "public" && !isDoor(op.Name): // the door says nothing of what is in the book
			t.Errorf("%s answers anybody", op.Name)
		case rule == "signed in" || rule == "public": // looks after rights itself
		default:
			if _, err := a.Call(stranger, op.Name, []byte(`{"entity":"customer"}`)); !fault.Is(err, fault.Forbidden) && !fault.Is(err, fault.Invalid) {
				t.Errorf("%s for somebody without a role: %v", op.Name, err)
			}
		}
	}
}

func TestRulesAreAboutEntities(t *testing.T) {
	types := open(t, Config{}).Types()
	for name := range team.Rules {
		if types.Type(name) == nil {
			t.Errorf("there is a rule for %s, and no such entity", name)
		}
	}
	for key, grants := range team.Standards {
		for name := range grants.Entities {
			if name != access.Everything && types.Type(name) == nil {
				t.Errorf("the role %s grants %s, and there is no such entity", key, name)
			}
		}
	}
	for _, typ := range types.All() {
		for _, spec := range typ.Specs {
			if spec.Private != "" && !slices.Contains(team.Groups, spec.Private) {
				t.Errorf("%s.%s is of the private group %s, which no role shows", typ.Name, spec.Name, spec.Private)
			}
		}
	}
}

func TestStrangersSeeNothing(t *testing.T) {
	a := open(t, Config{})
	stranger := who.With(context.Background(), who.User{ID: "stranger"})
	out, err := a.Call(stranger, "app.describe", nil)
	if err != nil || !strings.Contains(string(out), `"entities":[]`) {
		t.Errorf("%.200s %v", out, err)
	}
	for _, name := range []string{"search.query", "search.suggest"} {
		if out, err := a.Call(stranger, name, []byte(`{"text":"a"}`)); err != nil || strings.Contains(string(out), `"id"`) {
			t.Errorf("%s: %s %v", name, out, err)
		}
	}
}

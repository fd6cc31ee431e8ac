package app

import (
	"context"
	"encoding/json"
	"fmt"
	"slices"
	"strings"
	"testing"

	"xingke/backend/base/fault"
	"xingke/backend/core/access"
	"xingke/backend/modules/team"
)

// sealed is one private field of one record and what stands there.
type sealed struct {
	entity, id, field, group string
	value, other             string // other: what is written over it
}

// hide puts a word into every private field that a record itself has, of each entity that has such fields.
func (v *aviary) hide() (list []sealed) {
	v.Helper()
	for _, t := range v.app.Types().All() {
		for _, spec := range t.Specs {
			if spec.Private == "" {
				continue
			}
			id := map[string]string{"customer": v.canaries[0].id, "user": v.owners[0].id}[t.Name]
			if id == "" {
				id = v.make(t.Name, fmt.Sprintf(`{"name":"Holder of %s"}`, spec.Name))
			}
			one := sealed{t.Name, id, spec.Name, spec.Private, "", ""}
			one.value, one.other = fmt.Sprintf("7%d70431", len(list)), fmt.Sprintf("7%d70432", len(list))
			if spec.Kind.Name() == "money" {
				one.value, one.other = one.value+".15", one.other+".15"
			}
			v.put(context.Background(), one, one.value)
			list = append(list, one)
		}
	}
	return list
}

func (v *aviary) put(ctx context.Context, one sealed, value string) error {
	v.Helper()
	var now struct{ Rev uint64 }
	if err := json.Unmarshal([]byte(v.must(context.Background(), "records.get", `{"entity":%q,"id":%q}`, one.entity, one.id)), &now); err != nil {
		v.Fatal(err)
	}
	_, err := v.ask(ctx, "records.update", `{"entity":%q,"id":%q,"rev":%d,"set":{%q:%q}}`, one.entity, one.id, now.Rev, one.field, value)
	return err
}

// TestPrivateGroupsAreWhatRolesGrant asks for every private field as every role: who may read its group finds it in
// all ways, for others it is not there in any; who may write it and change the record can, and nobody else.
func TestPrivateGroupsAreWhatRolesGrant(t *testing.T) {
	v := newAviary(t)
	secrets := v.hide()
	for _, group := range team.Groups {
		if !slices.ContainsFunc(secrets, func(one sealed) bool { return one.group == group }) {
			t.Errorf("the private group %s has no field", group)
		}
	}
	for _, s := range v.subjects {
		ctx := v.as(s)
		for _, one := range secrets {
			reads := v.reaches(s, access.Read, one) && s.grants.Group(one.group, false)
			for what, in := range map[string]string{
				"records.get":       fmt.Sprintf(`{"entity":%q,"id":%q}`, one.entity, one.id),
				"records.list":      fmt.Sprintf(`{"entity":%q,"limit":200,"columns":["id",%q]}`, one.entity, one.field),
				"records.aggregate": fmt.Sprintf(`{"entity":%q,"groups":[{"field":%q}],"measures":[{"op":"count"}]}`, one.entity, one.field),
				"records.history":   fmt.Sprintf(`{"entity":%q,"id":%q}`, one.entity, one.id),
				"changes.list":      `{"limit":200}`,
				"export.run":        fmt.Sprintf(`{"entity":%q,"format":"csv","where":{"field":%q,"op":"notEmpty"}}`, one.entity, one.field),
				"search.query":      fmt.Sprintf(`{"text":%q}`, one.value),
			} {
				out, err := v.ask(ctx, what, "%s", in)
				if strings.Contains(strings.ReplaceAll(out, `"text":"`+one.value, ""), one.value) && !reads {
					v.Errorf("%s, %s: %s of %s is told to somebody without the group %s", s.name, what, one.field, one.entity, one.group)
				}
				if reads && (what == "records.get" || what == "records.list") && !strings.Contains(out, one.value) {
					v.Errorf("%s, %s: %s of %s is kept from somebody with the group %s: %v", s.name, what, one.field, one.entity, one.group, err)
				}
			}
			writes := v.reaches(s, access.Read, one) && v.reaches(s, access.Update, one) && s.grants.Group(one.group, true)
			switch err := v.put(ctx, one, one.other); {
			case (err == nil) != writes:
				v.Errorf("%s writes %s of %s: allowed %v, but %v", s.name, one.field, one.entity, writes, err)
			case err == nil:
				if err := v.put(context.Background(), one, one.value); err != nil {
					v.Fatal(err)
				}
			case fault.Is(err, fault.Internal):
				v.Error(err)
			}
		}
	}
}

// reaches tells whether a person's role reaches the record that holds a private field.
func (v *aviary) reaches(s *soul, action access.Action, one sealed) bool {
	if one.entity == "customer" {
		return v.can(s, action, v.canaries[0])
	}
	if action == access.Read && v.app.book.policy.Rule(one.entity).Open {
		return true
	}
	return s.grants.Of(one.entity, action) != access.None
}

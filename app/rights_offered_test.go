package app

import (
	"context"
	"encoding/json"
	"fmt"
	"slices"
	"testing"
)

// told decodes what an operation answers to somebody.
func told[T any](c *crew, name, operation, format string, args ...interface{}) (out T) {
	c.Helper()
	if err := json.Unmarshal([]byte(c.must(c.is(name), operation, format, args...)), &out); err != nil {
		c.Fatal(err)
	}
	return out
}

// hire adds people by the keys of their roles.
func (c *crew) hire(people map[string]string) {
	for name, key := range people {
		c.ids[name] = c.make("user", fmt.Sprintf(`{"name":%q,"roleIds":[%q]}`, name, c.roles[key]))
	}
}

// What somebody may do with their own records only is not offered with those of others: a record tells what is refused.
func TestRecordsTellWhatIsRefused(t *testing.T) {
	c := newCrew(t)
	c.hire(map[string]string{"何静": "service", "范丽": "finance"})
	type refused struct{ Refused []string }
	of := c.make("customer", fmt.Sprintf(`{"name":"王芳的客户","ownerId":%q}`, c.ids["王芳"]))
	own := c.make("customer", fmt.Sprintf(`{"name":"何静的客户","ownerId":%q}`, c.ids["何静"]))
	others := []string{"update", "delete", "restore", "assign", "share"}
	for _, want := range []struct {
		who, id string
		refused []string
	}{
		{"何静", of, others},
		{"何静", own, nil},
		{"王芳", of, nil},
		{"范丽", of, nil}, // may change all of them, and delete none: her role says so already
	} {
		if got := told[refused](c, want.who, "records.get", `{"entity":"customer","id":%q}`, want.id); !slices.Equal(got.Refused, want.refused) {
			t.Errorf("%s with %s: refused %v, want %v", want.who, want.id, got.Refused, want.refused)
		}
	}
	list := told[struct {
		Rows []struct {
			ID      string
			Refused []string
		}
	}](c, "何静", "records.list", `{"entity":"customer","columns":["name"]}`)
	for _, row := range list.Rows {
		if (len(row.Refused) == 0) != (row.ID == own) {
			t.Errorf("in a list: %v", row)
		}
	}
	// What was shared to be read is not offered to be changed; to be changed, it is.
	c.must(context.Background(), "shares.save", `{"entity":"customer","id":%q,"userId":%q,"right":"read"}`, of, c.ids["李娜"])
	if got := told[refused](c, "李娜", "records.get", `{"entity":"customer","id":%q}`, of); !slices.Equal(got.Refused, others) {
		t.Errorf("shared to be read: refused %v", got.Refused)
	}
	both := c.make("customer", fmt.Sprintf(`{"name":"一起做的客户","ownerId":%q}`, c.ids["王芳"]))
	c.must(context.Background(), "shares.save", `{"entity":"customer","id":%q,"userId":%q,"right":"write"}`, both, c.ids["李娜"])
	if got := told[refused](c, "李娜", "records.get", `{"entity":"customer","id":%q}`, both); !slices.Equal(got.Refused, others[1:]) {
		t.Errorf("shared to be changed: refused %v", got.Refused)
	}
}

// A sensitive field that somebody may see and not change is described as one that is only read.
func TestFieldsTellWhatIsOnlyRead(t *testing.T) {
	c := newCrew(t)
	made := told[struct{ ID string }](c, "赵管", "roles.save", `{"name":"采购","entities":{"product":{"read":"all","update":"all"}},"groups":{"finance":"read"}}`)
	c.roles["buyer"] = made.ID
	c.hire(map[string]string{"钱采": "buyer", "范丽": "finance"})
	for name, want := range map[string]bool{"钱采": true, "范丽": false} {
		says := told[struct {
			Entities []struct {
				Name   string
				Fields []struct {
					Name     string
					ReadOnly bool
				}
			}
		}](c, name, "app.describe", `{}`)
		found := false
		for _, e := range says.Entities {
			for _, f := range e.Fields {
				if e.Name == "product" && f.Name == "cost" {
					if found = true; f.ReadOnly != want {
						t.Errorf("%s: cost is only read: %v, want %v", name, f.ReadOnly, want)
					}
				}
			}
		}
		if !found {
			t.Errorf("%s sees no cost", name)
		}
	}
}

// A role without opportunities is offered no report of them and shown no sums of them, rather than zeros and refusals.
func TestNothingIsToldOfWhatOneMayNotRead(t *testing.T) {
	c := newCrew(t)
	c.hire(map[string]string{"何静": "service"})
	for name, want := range map[string]int{"何静": 0, "王芳": 1} { // beside what was done, three of opportunities
		if got := told[struct{ Reports []struct{ Name string } }](c, name, "reports.list", `{}`); len(got.Reports) != want {
			t.Errorf("%s: %d reports, want %d", name, len(got.Reports), want)
		}
		if got := told[struct{ Figures []struct{ Key string } }](c, name, "today.get", `{}`); len(got.Figures) != 1+want*3 {
			t.Errorf("%s: figures %v", name, got.Figures)
		}
	}
}

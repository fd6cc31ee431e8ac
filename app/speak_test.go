package app

import (
	"context"
	"strings"
	"testing"

	"xingke/backend/base/fault"
	"xingke/backend/base/lang"
	"xingke/backend/base/who"
)

// named is what a new book came with is called.
func named(t *testing.T, a *App) string {
	t.Helper()
	return call(t, a, "records.list", `{"entity":"role","columns":["name","description"]}`) +
		call(t, a, "records.list", `{"entity":"department","columns":["name"]}`)
}

func TestANewBookSpeaksTheLanguageChosenFirst(t *testing.T) {
	dir := t.TempDir()
	a := open(t, Config{Dir: dir, Quiet: true, Owner: "Ann"})
	if said := named(t, a); !strings.Contains(said, "销售经理") || !strings.Contains(said, "公司") {
		t.Fatalf("before: %s", said)
	}
	// Somebody has given one role a name of their own already.
	role := into[listed](t, call(t, a, "records.list", `{"entity":"role","where":{"field":"name","op":"eq","value":"财务"}}`))
	call(t, a, "records.update", `{"entity":"role","id":"`+role.Rows[0].ID+`","rev":1,"set":{"name":"账房"}}`)
	call(t, a, "start.speak", `{"lang":"en"}`)
	said := strings.Replace(named(t, a), "账房", "", 1)
	for _, r := range said {
		if r >= 0x4e00 && r <= 0x9fff {
			t.Fatalf("after: %s", said)
		}
	}
	for _, name := range []string{"Sales manager", "Manages people", `"Company"`} {
		if !strings.Contains(said, name) {
			t.Errorf("%s is missing in %s", name, said)
		}
	}
	if u, err := a.User(context.Background()); err != nil || u.Lang != lang.EN {
		t.Errorf("the owner: %+v, %v", u, err)
	}
	call(t, a, "start.speak", `{"lang":"zh-CN"}`) // changed their mind
	if said := named(t, a); !strings.Contains(said, "销售经理") || strings.Contains(said, "Company") {
		t.Errorf("back again: %s", said)
	}
	call(t, a, "start.speak", `{"lang":"en"}`)

	call(t, a, "records.create", `{"entity":"customer","record":{"name":"First"}}`)
	if _, err := a.Call(context.Background(), "start.speak", []byte(`{"lang":"zh-CN"}`)); !fault.Is(err, fault.Conflict) {
		t.Errorf("a book in use: %v", err)
	}
	stranger := who.With(context.Background(), who.User{ID: "stranger"})
	if _, err := a.Call(stranger, "start.speak", []byte(`{"lang":"en"}`)); !fault.Is(err, fault.Forbidden) {
		t.Errorf("a stranger: %v", err)
	}
	if err := a.Close(); err != nil {
		t.Fatal(err)
	}
	if again := open(t, Config{Dir: dir, Quiet: true}); again.book.state.Lang != lang.EN {
		t.Errorf("the book forgot its language: %q", again.book.state.Lang)
	}
}

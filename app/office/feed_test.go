package office

import (
	"fmt"
	"net/http"
	"net/http/cookiejar"
	"strings"
	"testing"
	"time"
)

// Who listens is told that something changed, and never which of the others' records; and is told nothing
// at all any more once they have left the company, though they do not let go of the line.
func TestWhoLeavesHearsNothingMore(t *testing.T) {
	d := openDoor(t)
	_, text := d.call("records.create", `{"entity":"user","record":{"name":"李娜","login":"lina"}}`)
	person := idIn(t, text)
	if code, text := d.call("accounts.setPassword", `{"userId":"`+person+`","password":"first-one"}`); code != http.StatusOK {
		t.Fatal(text)
	}
	jar, err := cookiejar.New(nil)
	if err != nil {
		t.Fatal(err)
	}
	owner, lina := d.signed, &http.Client{Jar: jar}
	post := func(operation, input string) {
		t.Helper()
		if code, _, text := d.send(lina, http.MethodPost, "/rpc/"+operation, map[string]string{"Content-Type": "application/json"}, strings.NewReader(input)); code != http.StatusOK {
			t.Fatalf("%s: %d %s", operation, code, text)
		}
	}
	post("door.signIn", `{"login":"lina","password":"first-one"}`)
	post("account.setPassword", `{"old":"first-one","new":"second-one"}`)
	d.signed = lina
	events, leave := d.listen("")
	defer leave()
	d.signed = owner
	foreign := d.create("甲公司")
	if e := d.next(events, `"customer"`); strings.Contains(e.data, foreign) {
		t.Errorf("she is told of a record that is not hers to read: %s", e.data)
	}
	if code, text := d.call("records.update", fmt.Sprintf(`{"entity":"user","id":%q,"rev":1,"set":{"active":false}}`, person)); code != http.StatusOK {
		t.Fatal(text)
	}
	d.create("乙公司")
	late := time.After(10 * time.Second)
	for {
		select {
		case e, listening := <-events:
			if !listening {
				return
			}
			if strings.Contains(e.data, `"customer"`) {
				t.Errorf("she has left and hears: %s", e.data)
			}
		case <-late:
			t.Fatal("she has left, and the line is still open")
		}
	}
}

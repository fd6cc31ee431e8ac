package app

import (
	"strings"
	"testing"
	"time"

	"xingke/backend/base/fault"
)

// A password is long enough, none of those that everybody tries, and otherwise whatever its owner likes.
func TestPasswordsThatEverybodyGuesses(t *testing.T) {
	about := []string{"杭州行云有限公司", "王芳", "fang"}
	for _, easy := range []string{
		"12345678", "88888888", "87654321", "abcdefgh", "password", "Password1", "ＰＡＳＳＷＯＲＤ", "qwertyuiop", "1qaz2wsx", "woaini1314", "a123456789", "p@ssw0rd", "iloveyou",
		"xingke2026", "行客行客2026", "admin-2026", "Fang1990", "fang@fang", "wangfang88", "王芳王芳", "2026-wangfang!", "杭州行云有限公司1",
	} {
		if !guessable(easy, about...) {
			t.Errorf("%s is taken", easy)
		}
	}
	for _, fine := range []string{"first-one", "20190713", "13867001234", "hangzhou-rain", "北国的雪", "fang likes tea", "xingke ist gut", "🐟🐟🐟🦆🦆🦆🐟🐟", "        x", "Zx9!", "qwertz-uhu"} {
		if guessable(fine, about...) {
			t.Errorf("%s is refused", fine)
		}
	}
	if n := len(guessedFirst()); n < 3000 {
		t.Errorf("only %d passwords are known as common", n)
	}
	for word := range guessedFirst() {
		if weight(word) < shortestPassword || strings.ToLower(word) != word {
			t.Errorf("%s stands among the common passwords in vain", word)
		}
	}
}

func TestAPasswordIsTakenAsItWasTyped(t *testing.T) {
	clk := newWall()
	a := open(t, Config{Clock: clk})
	owner := at(t, a, true)
	id := owner.hire("王芳", "fang")
	for _, refused := range []string{"", "seven77", "fang12345", "password1", strings.Repeat("x1-", 67)} {
		owner.wants(fault.Invalid, "accounts.setPassword", m{"userId": id, "password": refused})
	}
	long := strings.Repeat("long words ", 18) + "ok"
	for _, taken := range []string{"lowercase only", "0713998241", "只有汉字也行", "Ünï-çødé ✓", long[:64], long} {
		owner.do("accounts.setPassword", m{"userId": id, "password": taken}, nil)
		for _, other := range []string{strings.ToUpper(taken) + "x", taken[:len(taken)-1], taken + "x", " " + taken} {
			at(t, a, false).wants(fault.Forbidden, "door.signIn", m{"login": "fang", "password": other})
		}
		at(t, a, false).do("door.signIn", m{"login": "fang", "password": taken}, nil)
	}
	at(t, a, false).wants(fault.Forbidden, "door.signIn", m{"login": "fang", "password": strings.ToUpper(long)})
	clk.pass(10 * 365 * 24 * time.Hour) // no password grows old
	at(t, a, false).do("door.signIn", m{"login": "fang", "password": long}, nil)
}

// What opens the book is held to the same, whoever makes it.
func TestAPassphraseIsNotGuessedAtOnce(t *testing.T) {
	dir := t.TempDir()
	if a, err := Open(Config{Dir: dir, Passphrase: "12345678", Quiet: true}); !fault.Is(err, fault.Invalid) {
		t.Errorf("a book sealed with 12345678: %v %v", a, err)
	}
	a := open(t, Config{Dir: dir, Attended: true})
	at(t, a, true).wants(fault.Invalid, "book.setPassphrase", m{"next": "xingke-2026"})
}

// A session ends after so long without anybody doing anything, and after so long at all; a new password ends those elsewhere.
func TestSessionsEnd(t *testing.T) {
	clk := newWall()
	a := open(t, Config{Clock: clk})
	owner, here, there := at(t, a, true), at(t, a, false), at(t, a, false)
	id := owner.hire("王芳", "fang")
	owner.do("accounts.setPassword", m{"userId": id, "password": "first-one"}, nil)
	here.do("door.signIn", m{"login": "fang", "password": "first-one"}, nil)
	here.do("account.setPassword", m{"old": "first-one", "new": "second-one"}, nil)
	there.do("door.signIn", m{"login": "fang", "password": "second-one"}, nil)
	there.do("app.describe", m{}, nil)
	here.do("account.setPassword", m{"old": "second-one", "new": "third-one"}, nil)
	there.wants(fault.SignedOut, "app.describe", m{})
	here.do("app.describe", m{}, nil)

	for used := time.Duration(0); used < sessionMost-time.Hour; used += 6 * time.Hour {
		a.look(clk.pass(6 * time.Hour))
		if used+6*time.Hour < sessionMost {
			here.do("door.touch", m{}, nil)
			here.do("app.describe", m{}, nil)
		}
	}
	a.look(clk.pass(time.Hour))
	here.wants(fault.SignedOut, "app.describe", m{})

	here.do("door.signIn", m{"login": "fang", "password": "third-one"}, nil)
	owner.do("accounts.endSessions", m{"userId": id}, nil)
	here.wants(fault.SignedOut, "app.describe", m{})
	here.do("door.signIn", m{"login": "fang", "password": "third-one"}, nil)
	owner.do("accounts.setPassword", m{"userId": id, "password": "fourth-one"}, nil) // somebody else reset it
	here.wants(fault.SignedOut, "app.describe", m{})
}

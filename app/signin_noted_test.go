package app

import (
	"strings"
	"testing"
	"time"

	"xingke/backend/base/fault"
	"xingke/backend/core/audit"
)

// said lists what is noted of some kind, the newest first.
func (g *guest) said(kind audit.Kind) (lines []string) {
	g.Helper()
	var out AuditOutput
	g.do("audit.list", m{"kinds": []audit.Kind{kind}, "limit": 200}, &out)
	for _, e := range out.Events {
		lines = append(lines, e.UserName+": "+e.What)
	}
	return lines
}

func count(lines []string, with string) (n int) {
	for _, line := range lines {
		if strings.Contains(line, with) {
			n++
		}
	}
	return n
}

// Whoever comes in leaves a line, with or without a password; and so does whoever does not wait.
func TestWhoComesInOrTriesTooSoonIsNoted(t *testing.T) {
	clk := newWall()
	a := open(t, Config{Clock: clk})
	owner := at(t, a, true)
	owner.do("app.describe", m{}, nil)
	owner.do("app.describe", m{}, nil)
	if in := owner.said(audit.SignIn); len(in) != 1 || count(in, "没有设置密码") != 1 {
		t.Errorf("an owner without a password came in: %q", in)
	}
	at(t, a, true).do("door.state", m{}, nil) // another window
	if in := owner.said(audit.SignIn); len(in) != 2 {
		t.Errorf("from two windows: %q", in)
	}

	owner.do("accounts.setPassword", m{"userId": owner.hire("王芳", "fang"), "password": "first-one"}, nil)
	for _, login := range []string{"fang", "nobody"} {
		for range 5 + 25 { // of which five are looked at
			at(t, a, false).wants(fault.Forbidden, "door.signIn", m{"login": login, "password": "wrong-one"})
		}
	}
	failed := owner.said(audit.SignInFailed)
	for _, name := range []string{"王芳: ", "nobody: "} {
		if count(failed, name+"登录失败") != 5 || count(failed, name+"还没到") != 2 || count(failed, name+"还没到可以再试的时间就又试了，已有 10 次") != 1 {
			t.Errorf("25 tries of %stoo soon: %q", name, failed)
		}
	}
	clk.pass(time.Hour) // the count begins anew after a wait that was kept
	for range 2 {
		at(t, a, false).wants(fault.Forbidden, "door.signIn", m{"login": "fang", "password": "wrong-one"})
	}
	if failed := owner.said(audit.SignInFailed); count(failed, "王芳: 还没到") != 3 {
		t.Errorf("too soon after a wait that was kept: %q", failed)
	}
}

func TestWhoTriesThePassphraseTooSoonIsNoted(t *testing.T) {
	clk := newWall()
	a := open(t, Config{Dir: t.TempDir(), Passphrase: "芝麻开门", Attended: true, Quiet: true, Clock: clk})
	owner := at(t, a, true)
	owner.do("app.describe", m{}, nil)
	owner.do("door.lock", m{}, nil)
	for range 5 + 3 {
		owner.wants(fault.Forbidden, "door.unlock", m{"secret": "wrong-one"})
	}
	clk.pass(time.Hour)
	owner.do("door.unlock", m{"secret": "芝麻开门"}, nil)
	failed := owner.said(audit.SignInFailed)
	if count(failed, "口令或恢复密钥不对") != 5 || count(failed, "还没到") != 1 {
		t.Errorf("%q", failed)
	}
}

// Whoever sits at the place of an owner who went for coffee gives nobody a password, their own least of all.
func TestAnOwnerProvesThemselvesBeforeGivingAPassword(t *testing.T) {
	clk := newWall()
	a := open(t, Config{Clock: clk})
	owner := at(t, a, true)
	fang := owner.hire("王芳", "fang")
	give := func(to string, secret string) m { return m{"userId": to, "password": "first-one", "secret": secret} }
	owner.do("account.setPassword", m{"new": "owners-own"}, nil)
	me := owner.state()
	var list AccountList
	owner.do("accounts.list", m{}, &list)
	if list.Secret != ByPassword || me.Phase != DoorOpen {
		t.Errorf("%q %+v", list.Secret, me)
	}
	for _, row := range list.Accounts {
		owner.wants(fault.Invalid, "accounts.setPassword", give(row.UserID, "wrong-one"))
	}
	owner.wants(fault.Invalid, "accounts.setPassword", give(fang, ""))
	owner.do("accounts.setPassword", give(fang, "owners-own"), nil)
	for range 5 {
		owner.wants(fault.Invalid, "accounts.setPassword", give(fang, "wrong-one"))
	}
	owner.wants(fault.Forbidden, "accounts.setPassword", give(fang, "owners-own")) // whoever guesses waits
	if failed := owner.said(audit.SignInFailed); count(failed, "给同事设置密码时") != 8 {
		t.Errorf("%q", failed)
	}

	sealed := at(t, open(t, Config{Dir: t.TempDir(), Passphrase: "芝麻开门"}), true)
	fang = sealed.hire("王芳", "fang")
	sealed.wants(fault.Invalid, "accounts.setPassword", give(fang, "sesame"))
	sealed.do("accounts.setPassword", give(fang, "芝麻开门"), nil)
}

package app

import (
	"context"
	"sort"
	"time"

	"xingke/backend/base/fault"
	"xingke/backend/base/id"
	"xingke/backend/base/lang"
	"xingke/backend/base/who"
	"xingke/backend/core/audit"
	"xingke/backend/core/entity"
	"xingke/backend/core/rpc"
	"xingke/backend/core/seal"
	"xingke/backend/core/store"
	"xingke/backend/modules/team"
)

// Account is how the one who asks signs in, and where they are signed in.
type Account struct {
	Name        string    `json:"name"`
	Login       string    `json:"login"`
	HasPassword bool      `json:"hasPassword"`
	Change      bool      `json:"change"` // a new password is asked for
	Sessions    []Session `json:"sessions"`
}

// Session is one place where somebody is signed in.
type Session struct {
	ID      string     `json:"id"`
	Door    audit.Door `json:"door"`
	Agent   string     `json:"agent,omitempty"`
	From    string     `json:"from,omitempty"`
	Local   bool       `json:"local"`
	Here    bool       `json:"here"` // the one that asks
	Locked  bool       `json:"locked"`
	BeganAt time.Time  `json:"beganAt"`
	SeenAt  time.Time  `json:"seenAt"`
}

// AccountRow is how one person of the book signs in, as those who look after people see it.
type AccountRow struct {
	UserID      string    `json:"userId"`
	Name        string    `json:"name"`
	Login       string    `json:"login"`
	Active      bool      `json:"active"`
	Owner       bool      `json:"owner"` // the one who sits before the machine
	HasPassword bool      `json:"hasPassword"`
	Change      bool      `json:"change"`
	Wait        int       `json:"wait,omitempty"` // seconds until the next try, after wrong ones
	Sessions    int       `json:"sessions"`
	SeenAt      time.Time `json:"seenAt,omitzero"`
}

// AccountList is how everybody signs in.
type AccountList struct {
	Accounts []AccountRow `json:"accounts"`
	Secret   AskedSecret  `json:"secret"` // what is asked for before somebody is given a password
}

// PasswordInput changes the caller's own password. Empty takes it away, which only an owner can.
type PasswordInput struct {
	Old string `json:"old,omitempty"`
	New string `json:"new"`
}

// GivePasswordInput gives somebody a password that they change at their first sign-in.
type GivePasswordInput struct {
	UserID   string `json:"userId"`
	Password string `json:"password"`
	Secret   string `json:"secret,omitempty"` // of whoever gives it: their own password or the passphrase
}

// EndInput names a session; "" is all of them.
type EndInput struct {
	ID     string `json:"id,omitempty"`
	Secret string `json:"secret,omitempty"` // the caller's own password or the passphrase
}

// EndUserInput names whose sessions end.
type EndUserInput struct {
	UserID string `json:"userId"`
}

// Ended says how many sessions ended.
type Ended struct {
	Sessions int `json:"sessions"`
}

func (b *book) exposeAccounts() {
	rpc.Handle(b.table, "account.get", rpc.SignedIn, b.ownAccount).Says("我的登录方式和登录着的设备", "How the caller signs in, and where they are signed in.")
	rpc.Handle(b.table, "account.setPassword", rpc.SignedIn, b.setPassword).Says("设置或修改自己的密码", "Sets or changes the caller's own password; other sessions of theirs end.")
	rpc.Handle(b.table, "account.endSessions", rpc.SignedIn, b.endOwn).Says("退出一处或所有地方的登录", "Ends one session of the caller's, or all of them.")
	rpc.Handle(b.table, "accounts.list", rpc.SignedIn, b.listAccounts).Says("每个用户的登录情况（仅管理员）", "How everybody signs in, for owners.")
	rpc.Handle(b.table, "accounts.setPassword", rpc.SignedIn, b.givePassword).Says("给用户设置初始密码，首次登录须修改（仅管理员）", "Gives a user a password that must be changed at the first sign-in, for owners.")
	rpc.Handle(b.table, "accounts.endSessions", rpc.SignedIn, b.endOf).Says("让一个用户在所有地方退出（仅管理员）", "Ends all sessions of a user, for owners.")
}

func (b *book) ownAccount(ctx context.Context, _ rpc.Nothing) (Account, error) {
	me, _ := who.From(ctx)
	out := Account{Name: me.Name, Sessions: []Session{}}
	if u, err := b.userOf(ctx, me.ID); err == nil {
		out.Login = u.Login
	}
	kept := b.password(me.ID)
	out.HasPassword, out.Change = kept.set(), kept.Change
	here := visitOf(ctx)
	for _, v := range b.app.visitsOf(me.ID) {
		v.mu.Lock()
		out.Sessions = append(out.Sessions, Session{
			ID: v.ID, Door: v.Place.Door, Agent: v.Agent, From: v.Place.From, Local: v.Local, Here: v == here,
			Locked: v.locked, BeganAt: v.began, SeenAt: v.seen,
		})
		v.mu.Unlock()
	}
	sort.Slice(out.Sessions, func(i, j int) bool { return out.Sessions[i].SeenAt.After(out.Sessions[j].SeenAt) })
	return out, nil
}

func (b *book) userOf(ctx context.Context, userID string) (*team.User, error) {
	return store.Get(who.With(ctx, who.System), b.db, team.Users, id.Of[team.User](userID))
}

// namesOf are words that whoever guesses somebody's password thinks of.
func (b *book) namesOf(ctx context.Context, userID string) []string {
	names := []string{b.records.BookName(ctx)}
	if u, err := b.userOf(ctx, userID); err == nil {
		names = append(names, u.Name, u.Login)
	}
	return names
}

// setPassword changes one's own password. Whoever has one shows that they know it.
func (b *book) setPassword(ctx context.Context, in PasswordInput) (Account, error) {
	me, _ := who.From(ctx)
	if kept := b.password(me.ID); kept.set() {
		wrong := audit.Event{Kind: audit.SignInFailed}.By(me.ID, me.Name).Say(lang.Of("修改密码时，现在的密码不对", "Wrong current password when changing it"))
		if err := b.prove(ctx, guess{userID: me.ID, password: in.Old, failed: wrong}); err != nil {
			if !seal.IsTooSoon(err) && fault.Is(err, fault.Forbidden) {
				err = fault.Field("old", lang.Of("现在的密码不对", "The current password is wrong."))
			}
			return Account{}, err
		}
		if in.New != "" && in.New == in.Old {
			return Account{}, fault.Field("new", lang.Of("新密码和现在的一样，请换一个", "The new password is the same as the current one. Choose another."))
		}
	}
	said := lang.Of("修改了自己的密码", "Changed own password")
	if in.New == "" {
		if b.ownersOnly(ctx) != nil {
			return Account{}, fault.Field("new", lang.Of("请输入新密码", "Enter a new password."))
		}
		said = lang.Of("取消了自己的密码", "Removed own password")
	} else if err := checkPassword("new", in.New, b.namesOf(ctx, me.ID)...); err != nil {
		return Account{}, err
	}
	err := b.keepAccount(ctx, me.ID, func(c *account) {
		*c = account{SetAt: b.app.now().UTC()}
		if in.New != "" {
			c.Password = seal.NewPassword(in.New)
		}
	})
	if err != nil {
		return Account{}, err
	}
	here := visitOf(ctx)
	if here != nil {
		here.mu.Lock()
		here.change = false
		here.mu.Unlock()
	}
	b.app.endSessions(me.ID, here)
	if err := audit.Note(ctx, b.db, audit.Event{Kind: audit.Key}.Say(said)); err != nil {
		return Account{}, err
	}
	b.app.hub.door()
	return b.ownAccount(ctx, rpc.Nothing{})
}

// endOwn signs out elsewhere, or everywhere.
func (b *book) endOwn(ctx context.Context, in EndInput) (Ended, error) {
	me, _ := who.From(ctx)
	if err := b.provesAgain(ctx, b.ownSecret(ctx), in.Secret, lang.Of("退出其他登录时密码不对", "Wrong password when ending sessions")); err != nil {
		return Ended{}, err
	}
	count := 0
	for _, v := range b.app.visitsOf(me.ID) {
		if in.ID == "" || v.ID == in.ID {
			v.end(true)
			count++
		}
	}
	said := lang.Sayf("结束了自己的 %s 处登录", "Ended %s of their own sessions", lang.N(count))
	err := audit.Note(ctx, b.db, audit.Event{Kind: audit.SignOut, Count: count}.Say(said))
	b.app.hub.door()
	return Ended{count}, err
}

func (b *book) listAccounts(ctx context.Context, _ rpc.Nothing) (AccountList, error) {
	if err := b.ownersOnly(ctx); err != nil {
		return AccountList{}, err
	}
	list := AccountList{Accounts: []AccountRow{}, Secret: b.ownSecret(ctx)}
	owner, err := b.user(ctx)
	if err != nil {
		return AccountList{}, err
	}
	err = b.db.Each(who.With(ctx, who.System), team.Users.Type, func(rec entity.Record) bool {
		u := rec.(*team.User)
		if u.Deleted() {
			return true
		}
		kept := b.password(u.ID)
		row := AccountRow{
			UserID: u.ID, Name: u.Name, Login: u.Login, Active: u.Active, Owner: u.ID == owner.ID, HasPassword: kept.set(), Change: kept.Change,
			Wait: int(kept.wait(b.app.now()).Seconds()),
		}
		for _, v := range b.app.visitsOf(u.ID) {
			v.mu.Lock()
			row.Sessions++
			if v.seen.After(row.SeenAt) {
				row.SeenAt = v.seen
			}
			v.mu.Unlock()
		}
		list.Accounts = append(list.Accounts, row)
		return true
	})
	return list, err
}

// givePassword gives somebody else a password to begin with.
func (b *book) givePassword(ctx context.Context, in GivePasswordInput) (AccountList, error) {
	if err := b.ownersOnly(ctx); err != nil {
		return AccountList{}, err
	}
	u, err := b.userOf(ctx, in.UserID)
	if err != nil {
		return AccountList{}, err
	}
	if err := checkPassword("password", in.Password, b.namesOf(ctx, u.ID)...); err != nil {
		return AccountList{}, err
	}
	if !u.Active || u.Deleted() {
		return AccountList{}, fault.New(fault.Conflict, "这个用户已停用，不能登录；请先启用", "This user is deactivated and cannot sign in. Reactivate the user first.")
	}
	if u.Login == "" {
		return AccountList{}, fault.New(fault.Conflict, "这个用户没有登录名；请先在用户资料里填写", "This user has no login name. Give the user one first.")
	}
	if err := b.provesAgain(ctx, b.ownSecret(ctx), in.Secret, lang.Of("给同事设置密码时，自己的密码不对", "Wrong own password when setting someone else's")); err != nil {
		return AccountList{}, err
	}
	err = b.keepAccount(ctx, u.ID, func(c *account) {
		*c = account{Password: seal.NewPassword(in.Password), Change: true, SetAt: b.app.now().UTC()}
	})
	if err != nil {
		return AccountList{}, err
	}
	b.app.endSessions(u.ID, nil)
	b.app.hub.door()
	event := audit.Event{Kind: audit.Rights}.About(team.Users.Type, u).Say(lang.Sayf("给 %s 设置了初始密码", "Set an initial password for %s", lang.S(u.Name)))
	if err := audit.Note(ctx, b.db, event); err != nil {
		return AccountList{}, err
	}
	return b.listAccounts(ctx, rpc.Nothing{})
}

// endOf signs somebody else out everywhere.
func (b *book) endOf(ctx context.Context, in EndUserInput) (Ended, error) {
	if err := b.ownersOnly(ctx); err != nil {
		return Ended{}, err
	}
	u, err := b.userOf(ctx, in.UserID)
	if err != nil {
		return Ended{}, err
	}
	count := b.app.endSessions(u.ID, visitOf(ctx))
	b.app.hub.door()
	event := audit.Event{Kind: audit.SignOut, Count: count}.About(team.Users.Type, u).Say(lang.Sayf("结束了 %s 的登录", "Ended the sessions of %s", lang.S(u.Name)))
	return Ended{count}, audit.Note(ctx, b.db, event)
}

// visitsOf lists where somebody is signed in.
func (a *App) visitsOf(userID string) (list []*Visit) {
	a.gate.mu.Lock()
	defer a.gate.mu.Unlock()
	for v := range a.gate.visits {
		if v.SignedIn() == userID && userID != "" {
			list = append(list, v)
		}
	}
	return list
}

// endSessions signs somebody out everywhere but at one visit.
func (a *App) endSessions(userID string, but *Visit) (count int) {
	for _, v := range a.visitsOf(userID) {
		if v != but {
			v.end(true)
			count++
		}
	}
	return count
}

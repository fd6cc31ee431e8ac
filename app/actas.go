package app

import (
	"context"
	"slices"
	"strings"

	"xingke/backend/base/fault"
	"xingke/backend/base/lang"
	"xingke/backend/base/who"
	"xingke/backend/core/audit"
	"xingke/backend/core/entity"
	"xingke/backend/core/store"
	"xingke/backend/modules/team"
)

type actAsKey struct{}

// ActAs asks that what is called in the context is done as another user, named by login or name. Only a
// door that lets in the book's owner alone passes it on.
func ActAs(ctx context.Context, login string) context.Context {
	if login = strings.TrimSpace(login); login == "" {
		return ctx
	}
	return context.WithValue(ctx, actAsKey{}, login)
}

// ActingAs is whom ActAs named, "" for nobody.
func ActingAs(ctx context.Context) string {
	login, _ := ctx.Value(actAsKey{}).(string)
	return login
}

// actAs lets the owner act as another user: with that user's rights and no more. What is written says
// both: the user as the actor, the owner as the cause.
func (b *book) actAs(ctx context.Context, operation string) (context.Context, error) {
	login := ActingAs(ctx)
	me, _ := who.From(ctx)
	if login == "" || me.By != "" {
		return ctx, nil
	}
	if !slices.Contains(me.Roles, team.Owner) || !b.policy.Administers(ctx) {
		return ctx, fault.New(fault.Forbidden, "只有老板可以代替别人操作", "Only an owner can act as someone else.")
	}
	var found []string
	err := b.db.Each(who.With(ctx, who.System), team.Users.Type, func(rec entity.Record) bool {
		u := rec.(*team.User)
		if !u.Deleted() && (strings.EqualFold(u.Login, login) || u.Name == login || u.ID == login) {
			found = append(found, u.ID)
		}
		return true
	})
	switch {
	case err != nil:
		return ctx, err
	case len(found) == 0:
		return ctx, fault.New(fault.NotFound, "没有登录名或姓名为“%s”的用户", "There is no user with the login name or name %s.", lang.S(login))
	case len(found) > 1:
		return ctx, fault.New(fault.Invalid, "有 %s 位用户叫“%s”，请用登录名", "%s users are named %s; use the login name.", lang.N(len(found)), lang.S(login))
	}
	user, err := b.team.Person(ctx, found[0])
	if err != nil {
		return ctx, err
	}
	if !strings.HasPrefix(operation, "jobs.") {
		event := audit.Event{Kind: audit.ActAs}.Say(lang.Of("以 "+user.Name+" 的身份执行 "+operation, "Ran "+operation+" as "+user.Name))
		if err := audit.Note(ctx, b.db, event); err != nil {
			return ctx, err
		}
	}
	user.Lang, user.By, user.ByName = who.Lang(ctx), me.ID, me.Name
	return store.WithCause(who.With(ctx, user), store.CauseFor+me.ID, 0), nil
}

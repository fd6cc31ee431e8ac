// Package who carries in the context who acts, put there by a door. Services never ask
// where a call came from, only who made it.
package who

import (
	"context"

	"xingke/backend/base/lang"
)

// User is the person (or the program itself) who acts.
type User struct {
	ID           string
	Name         string
	Lang         lang.Tag
	Roles        []string // keys of the person's roles, such as RoleOwner
	DepartmentID string

	Program bool   // acts with the rights of the program: what follows by itself from what the person did
	By      string // id of who acts in this person's name, "" for the person themselves
	ByName  string
}

// System acts where no person does: migrations, demonstration data, background work.
var System = User{ID: "system", Name: "行客", Roles: []string{RoleOwner}}

// RoleOwner is the role that may do everything; a book always has somebody in it.
const RoleOwner = "owner"

type key struct{}

// With returns a context in which u acts.
func With(ctx context.Context, u User) context.Context { return context.WithValue(ctx, key{}, u) }

// From returns who acts, and false where nobody was named.
func From(ctx context.Context) (User, bool) {
	u, ok := ctx.Value(key{}).(User)
	return u, ok
}

// Elevate lets the one who acts read and write with the rights of the program, under their own
// name; where nobody acts, the program does.
func Elevate(ctx context.Context) context.Context {
	u, known := From(ctx)
	if !known || u.ID == "" {
		return With(ctx, System)
	}
	u.Program = true
	return With(ctx, u)
}

// Lang returns the language of the one who acts, Chinese if nobody was named.
func Lang(ctx context.Context) lang.Tag {
	u, _ := From(ctx)
	if u.Lang == "" {
		return lang.ZH
	}
	return u.Lang
}

package rpc

import (
	"context"
	"fmt"
	"reflect"

	"xingke/backend/base/fault"
	"xingke/backend/base/who"
)

// Rule says who may call an operation. The zero Rule is none, and no operation may have it.
type Rule struct {
	reach  reach
	verb   string
	entity string
}

type reach uint8

const (
	unruled reach = iota
	public
	signedIn
	needs
	entityVerb
)

// Public operations answer anybody, before anyone has signed in.
var Public = Rule{reach: public}

// SignedIn operations answer everybody the door knows; they look after further rights themselves.
var SignedIn = Rule{reach: signedIn}

// Needs asks for the right to do something ("update") with one entity ("opportunity").
func Needs(verb, entity string) Rule { return Rule{reach: needs, verb: verb, entity: entity} }

// EntityVerb asks for the right to do something with the entity that the input names in its
// field "entity". Which records it reaches is checked where they are read and written.
func EntityVerb(verb string) Rule { return Rule{reach: entityVerb, verb: verb} }

// String writes the rule for the list of operations: "public", "update opportunity", "update <entity>".
func (r Rule) String() string {
	switch r.reach {
	case public:
		return "public"
	case signedIn:
		return "signed in"
	case needs:
		return r.verb + " " + r.entity
	case entityVerb:
		return r.verb + " <entity>"
	}
	return ""
}

// Guard tells whether the one who acts has any right to a verb on an entity. It returns a
// Forbidden fault if not, NotFound if there is no such entity.
type Guard func(ctx context.Context, verb, entity string) error

// check holds the rule against the caller; entity is what the input named, for EntityVerb.
func (r Rule) check(ctx context.Context, guard Guard, entity string) error {
	if r.reach == public {
		return nil
	}
	if _, known := who.From(ctx); !known {
		return fault.New(fault.Forbidden, "请先登录再使用", "Sign in first.")
	}
	switch r.reach {
	case needs:
		return guard(ctx, r.verb, r.entity)
	case entityVerb:
		return guard(ctx, r.verb, entity)
	}
	return nil
}

// entityOf finds the field "entity" of an input, for EntityVerb.
func entityOf(in reflect.Type) (index []int) {
	if in.Kind() == reflect.Struct {
		for _, f := range reflect.VisibleFields(in) {
			if f.Type.Kind() == reflect.String && jsonName(f) == "entity" {
				return f.Index
			}
		}
	}
	panic(fmt.Sprintf("rpc: the rule of an operation needs an entity, but %s has none", in))
}

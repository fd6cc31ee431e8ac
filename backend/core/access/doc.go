// Package access decides who may do what with which record and which field.
//
// Words. A Subject is the one who acts, with a rank and the departments below them. A rank
// is one of owner, manager, sales, each holding what the ones after it hold. A Rule says
// which rank an entity asks for each action, and whether its records are shared by
// everybody or belong to their owner. A Scope is the part of an entity's records that a
// subject reaches, as data that lists turn into a filter. A private group names fields that
// only some ranks read.
//
// Promises. Can is pure: the same facts give the same decision, and a refusal carries a
// reason for people. What no rule allows is refused; a context without a person may do
// nothing. Store and operations ask here and nowhere else.
package access

// Package access decides who may do what with which record and which field.
//
// Words. A Person is somebody as the rights see them now: their roles, the people and the
// departments below them, what was shared with them. A Role grants, for each entity and Action, a
// Reach: none, own, own and below, department, department and below, all; and private groups of
// fields, to read or to write. A Rule says what is special about an entity whatever the roles
// grant: that its records belong to nobody, to their owner alone, or to the program, and which
// records go with another (the contacts of a customer). A Share opens one record, and what goes
// with it, to a person or a department until a day. A Scope is the part of an entity's records
// that somebody reaches, as data that lists turn into a filter.
//
// Promises. Can is pure: the same facts give the same decision; a refusal carries a reason for
// people, a permission the rule that gave it. What nothing grants is refused. Who is not known,
// or not active any more, may nothing, from the moment that is written. Store and operations ask
// here and nowhere else.
package access

// Package team holds who works with a book: the people, the departments they belong to and the
// roles that say what they may do.
//
// Words. A User is a person who signs in. A Department is a node in the tree of the company; it has
// a manager. A Role is a bundle of rights: one that comes with the program (owner, manager, sales and
// so on, see Standards), as it is or changed by the administrator, or one of the customer's own. A
// Share opens one record to a person or a department until a day. A handover moves all that somebody
// owns to somebody else.
//
// Promises. The tree of departments and the line of managers never form a circle. A login belongs to
// one living user. A new book is seeded with the standard roles, one department and one owner.
// What changes about people, roles and shares counts from the moment it is written.
package team

// Package team holds who works with a book: the people, the departments they belong to and the
// roles that say what they may do.
//
// Words. A User is a person who signs in. A Department is a node in the tree of the company; it has
// a manager. A Role is a bundle of rights with a key that the program knows (owner, manager, sales)
// or one of the customer's own.
//
// Promises. The tree of departments and the line of managers never form a circle. A login belongs to
// one living user. A new book is seeded with the three standard roles, one department and one owner.
package team

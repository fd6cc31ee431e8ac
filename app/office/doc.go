// Package office is the door by HTTP: the pages, the operations, the change feed and the files
// of one open book, on the loopback address of this machine.
//
// Words. The address is printed with a random token; who follows it gets a cookie instead and
// a clean address, as whoever sits before this machine. Anybody else signs in by name and password,
// once somebody in the book has one, and gets a cookie of their own; it ends when it is not used,
// and at once when they are signed out. The local door is the same by a socket in the book's folder, for commands
// that find the book open already.
//
// Promises. It listens on nothing but the address it was given, and that only if it is this
// machine's own. A request without the cookie is 401; one that comes from another site's page
// or under another name is 403, whatever cookie it carries. Pages run no script but their own.
package office

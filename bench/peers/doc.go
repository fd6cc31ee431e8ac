// Package peers does the same work with what another program would be built on: SQLite with
// proper indexes, its full text search with pairs of characters made by the application, and
// excelize by itself. Nothing of it is part of the program.
package peers

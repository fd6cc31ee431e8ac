// Package app puts the program together: Open is its table of contents.
//
// Words. A book 账套 is one folder with all data of one company or person. A practice book is
// one with invented data, to be played with and reset. A door is how the outside reaches an open
// book: the window, the office (HTTP), the command line. An Event tells doors what changed.
//
// Promises. Doors know only App: Call, Files, Subscribe, Close. Every door gives the same answers,
// because all of them call the same table of operations. A book that cannot be opened is a fault
// with a sentence that says what to do, and nothing of it was changed.
package app

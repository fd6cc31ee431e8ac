// Command bench does the program's work on invented books of several sizes, beside what SQLite, its
// full text search and excelize need for the same work on the same data in the same run, and writes
// the tables of docs/bench.md.
//
// Its words: a work is one thing a person waits for; a figure is how long it took, here and at a
// peer, over many times, or an amount where it is no time; a bar is what it may be at most, in time,
// of the peer's, or in bytes; MISS says which of these was not met; growth is how the time may grow
// with the book. The peer has the indexes that its question needs, unless the row says otherwise.
// The engine is the store, the columns and the index opened directly, without the program around them.
//
// A kind of work is one file; to add a work, add it to the list of its file; to add a kind, add a
// step to all in main.go. The test does every work once in a small book.
//
//	go run . -customers 10000 -dir /tmp/books -only lists,words   some steps on a book that stays
//	go run . -customers 10000 -only texts -profiles /tmp/profiles  with a profile of each step
package main

// Command bench does the program's daily work on invented books, beside what SQLite and
// excelize need for the same work on the same data in the same run, and writes the table of
// docs/bench.md.
//
// Its words: a work is one thing a person waits for; a figure is how long it took, here and at
// the peer, over many times; a bar is what the work may take at most; MISS says that it took
// longer. The peer has the indexes that its question needs, unless the work says otherwise.
//
// A kind of work is one file; to add a work, add one function and name it in works.
package main

// Package backup keeps copies of a book in another folder.
//
// Its words: a shelf is the folder of one book's backups; a piece is up to 4 MB of a sealed file of
// the book, named by the hash of its bytes; a snapshot is one backup: which pieces make up which
// files, how far the journal reached, how many records there were.
//
// Its promises: pieces are written once and shared, so a backup costs what is new since the last; one
// that was cut short goes on where it stopped; a snapshot stands there only when all of its pieces
// do; whatever comes back was compared with its hash; what lies on the shelf is as closed as the
// book: the pieces are sealed by the book itself, the list of them by its key. Nothing of a shelf is
// deleted but what no snapshot needs any more.
package backup

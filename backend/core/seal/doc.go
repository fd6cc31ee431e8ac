// Package seal keeps a book unreadable without its key.
//
// Its words: the data key of a book is 32 random bytes; a purpose names what a derived
// key is for ("journal", "records", "files"); a box seals and opens small values; a
// sealed stream is a file of sealed chunks; the key file is key.json in the book's
// folder, where the data key lies wrapped by a passphrase and by a recovery key, or
// plainly if the book has no passphrase.
//
// Its promises: keys of different purposes tell nothing about each other; what was
// changed, moved, swapped, cut short or sealed for something else does not open; a wrong
// passphrase is one clear fault and never looks like damage.
package seal

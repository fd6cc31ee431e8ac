// Package audit writes down who did what that leaves no trace in a record: signed in, failed to,
// exported, printed, read what is private, changed rights or keys, restored, backed up, was refused.
//
// Its words: an event is one such deed, with who, what, when, from which door, on which record or
// how many; a place is the door and the machine it came from.
//
// Its promises: an event is a frame of the book's own journal, in its hash chain, on disk when Note
// returns; nobody changes it, deletes it or undoes it, and nobody but this package makes one; it is
// not found by searching and not listed as a record. Within a Write it is saved together with what
// it tells of, or not at all.
package audit

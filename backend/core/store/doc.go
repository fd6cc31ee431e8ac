// Package store keeps the records of a book.
//
// Its words: the journal is the truth, every write is one frame in it, on disk before the
// write is acknowledged; the view is the engine with records, indexes and history, read from
// the journal and rebuilt from it whenever it is damaged, missing, or not of this journal; a
// change is one line of the journal, what happened to one record; a change set is what is
// undone together; a follower is told of changes after they are on disk, an observer before
// anybody can read them.
//
// Its promises: an acknowledged write is there after any crash; one writer at a time, so the
// order of sequences is the order of commits; a Write that fails changed nothing; a record is
// saved only over the revision that was read; a unique field is unique among live records; a
// reference points to a record that exists; nothing is ever deleted but into the recycle bin;
// every change can be undone as long as nobody has built on it; what the guard refuses is
// neither read nor written. No code above this package knows which engine lies below.
package store

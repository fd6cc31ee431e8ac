// Package journal keeps the truth of a book: an append-only chain of sealed frames.
//
// Its words: a frame is what one transaction wrote, numbered by the first and last sequence
// in it; a segment is a file of frames; the chain is the hash of the frame before, which
// each frame carries; a frame is durable once the disk has it; a torn tail is what a crash
// left of frames that were not durable yet.
//
// Its promises: a frame that Sync confirmed is there after any crash; frames come back in
// order, unchanged and complete, or the place of the damage is named; waiters for the disk
// share one fsync; an append that fails (disk full) leaves nothing behind. The bytes of a
// torn tail are kept aside, never thrown away.
package journal

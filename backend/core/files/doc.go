// Package files keeps attachments, uploads and exports: sealed, once per content, in the
// book's folder.
//
// Words. A file is named by its hash, an HMAC of its content with a key of the book, so that
// a name in the folder tells nothing about what is in it. Info is what people know of a
// file: the name it came with, its size and its media type. A Writer seals a new file as it
// is written; until Commit it lies in the book's tmp folder.
//
// Promises. The same content is kept once. What was changed, swapped or cut short does not
// open. Nothing is readable in the folder without the book's key. tmp is empty after Open.
package files

// Package search finds records of every entity by what people remember of them: a word, two characters of a name, a
// piece of a phone or order number, pinyin or its initials. It is the only importer of Bleve.
//
// Words. A part is one text of a record, with the field it comes from. A term is what the index knows: a pair of
// Chinese characters, a word, four characters of a number. A clause is one thing asked for, found in some part.
// A hit is a record that has every clause. A suggestion is a hit while typing, from memory, by the name alone.
//
// Promises. The index is a view of the store and nothing else: it is sealed, it remembers how far it has followed the
// store in the same batch as the change itself, and whatever is wrong with it on opening, it is set aside and built
// anew. One that is only of an earlier shape goes on answering, and is kept up, until the new one is complete. What
// Bleve offers is checked against the record before it is shown, so a hit always contains what was asked for. A record
// that the person may not read is neither shown nor counted.
package search

// Package segment is how the index keeps terms and where they are found: a format of segments for Bleve's scorch.
//
// Bleve's own format carries frequencies, norms, positions and stored fields, and seals each little piece by itself.
// We ask only "which documents have this term", so a segment here is
//
//	documents  their ids, in ascending order; a document's number is its place
//	fields     terms in ascending order, each with the documents that have it; of fields that are asked for a line
//	           as it stands, also the places of the term in each
//
// in pages. Pages are sealed one by one, with their place; so is the footer that knows where each begins. A segment
// in memory has the same pages, not sealed: writing it to disk seals them.
//
// Promises. A page that was changed, cut off or moved is an error, never a wrong answer. A file is never read as
// mapped memory: what is missing at its end is an error too.
package segment

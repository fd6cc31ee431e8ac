// Package field knows the kinds of fields a record may have: text, money, a day, a
// reference and so on, one file a kind.
//
// Words. A Spec is the plain description of one field; a Kind is what all fields of that
// sort have in common: how a value is checked, compared, stored in a column, searched for,
// written into a cell and into JSON. A Value is the content of a field in one shape for all
// kinds, so that everything above works without knowing Go types.
//
// Promises. Every facility takes a *Spec and cannot tell a field declared in Go from one a
// customer defined at run time. Keys of one kind order as people order the values. What a
// kind writes (JSON, cell, key) it also reads back as the same value; Sample values prove it
// for every field of every entity.
package field

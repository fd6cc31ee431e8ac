// Package hostile makes files that mean harm: archives that unpack without end, workbooks that lie
// about themselves, texts in no encoding, formulas where names should be. Tests read them; the program
// never does so by itself.
//
// Promises. Make(n) is always the same file. Every class comes up once in len(Classes()) numbers, each
// time with other sizes and contents. No file takes long to make, or is larger than 50 MB.
package hostile

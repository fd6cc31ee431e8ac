// Package sheet reads and writes tables that people keep in Excel and CSV files.
//
// Words: a Book is an opened file; a Sheet is one sheet of it (a CSV file has one); a Table is
// the rectangle inside a sheet that holds the records: a heading row, columns, rows, without the
// notes beside, above and below it. A Cell is what one cell says: text, number, day, instant or flag.
//
// Promises:
//   - Reading never trusts the file: its size, entries, ratio, columns, cells and the time it may
//     take are limited, and nothing of it is ever written to disk.
//   - A number is what Excel shows: the shortest decimal of at most 15 significant digits, never an exponent;
//     a long row of digits that the file keeps as text stays text.
//   - Every file that cannot be read gets a fault.Error that says what it is and what to do.
//   - Writing streams: memory does not grow with the number of rows. Text of users never becomes a formula.
//
// It is the only package that knows excelize; reports build their workbooks with Workbook.
package sheet

// Package reports observes: it reads every entity by name and changes none but its own.
//
// Words. A Report is a saved list: an entity, a filter, an order, columns and groups under a name. A
// workbook is an Excel file for a month's meeting, made by one click. Figures are the numbers a
// workbook and the pages show alike.
//
// Promises. Every number of a workbook comes from the same query as the number on the screen, and is
// permission-filtered for the one who asks.
package reports

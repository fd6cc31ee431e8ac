// Package sales holds what we sell and how a sale comes about.
//
// Words. A Product is what we sell. An Opportunity is a deal we may win. It goes through the stages of a
// Pipeline; the standard one is built in, others are the customer's own. An Order is what a customer
// bought: lines of products.
//
// Promises. Whoever changes a stage (form, board, file, verb), the stage log says from where, to where,
// when, by whom and after how many days. A won opportunity or a confirmed order makes its customer a
// customer who has bought (成交), and an open opportunity makes a potential customer an interested one,
// in the same transaction; nothing ever takes that back by itself. The total of an order is the sum of
// its lines to the fen.
package sales

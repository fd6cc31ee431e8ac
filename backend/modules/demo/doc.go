// Package demo fills a practice book with an invented company: a maker of industrial automation with
// eight salespeople in three regions, its customers, deals, orders and talks of the last 18 months.
//
// Words. A Plan says how much and for which moment. A walk is the way of one deal through the stages.
//
// Promises. The same plan makes the same book, ids included. One customer is the same however many
// there are. Nobody in it exists: names are put together by chance. Sums agree: a won deal is worth its
// order, an order its lines; customers carry the last and next day of their follow-ups and plans.
package demo

// Package customers holds whom we sell to and what was talked about with them.
//
// Words. A Customer is a company or person we know. A Contact is somebody who works there. A FollowUp
// is what happened: a call, a visit, a message. A FollowUpPlan is what shall happen next. A Tag is a
// word that any record may carry.
//
// Promises. Parents of customers never form a circle. A customer always knows the last day somebody
// followed up and the next day somebody plans to, whoever wrote the follow-up or the plan (form, file,
// verb): this is kept in the same transaction. A follow-up is a witness: its author stays, and after
// 72 hours only a manager or the owner may change it.
package customers

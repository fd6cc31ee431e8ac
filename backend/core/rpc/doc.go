// Package rpc is the table of operations: everything the program can be asked to do, by name.
//
// Words. An operation is a Go function with one input and one output, registered under a
// name such as "opportunity.win" together with a Rule that says who may call it. A Table
// holds all operations of a program; doors call it with JSON.
//
// Promises. An operation without a rule does not start the program. Input is decoded once
// and strictly: unknown, repeated or differently cased names, anything after the value,
// nesting deeper than MaxDepth and bodies over MaxInput are refused with a sentence that
// says which. A panic inside an operation is one Internal fault and one log line. Output is
// JSON as it stands, without HTML escapes.
package rpc

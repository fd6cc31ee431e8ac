// Package fault is the one error type that people may read: what kind of failure it is,
// a sentence in both languages that says what to do, and what is wrong with which field.
package fault

import (
	"errors"
	"fmt"
	"strings"

	"xingke/backend/base/lang"
)

// Kind says what a caller can do about a fault.
type Kind string

// The kinds of fault, with what a caller may do about each.
const (
	Invalid     Kind = "invalid"     // correct the input
	NotFound    Kind = "notFound"    // it is not there, or not for you
	Forbidden   Kind = "forbidden"   // ask somebody who may
	Conflict    Kind = "conflict"    // read again, then decide
	Unavailable Kind = "unavailable" // try again when the cause is gone (disk full, book in use)
	Internal    Kind = "internal"    // a defect of the program
	SignedOut   Kind = "signedOut"   // sign in first
	Locked      Kind = "locked"      // unlock first
)

// Error is a fault. Fields maps a field's path (as in lines.0.quantity) to its own sentence.
type Error struct {
	Kind   Kind
	Text   lang.Text
	Fields map[string]lang.Text
	Cause  error
}

// New makes a fault from one sentence in both languages; args fill both alike.
func New(kind Kind, zh, en string, args ...fmt.Stringer) *Error {
	return &Error{Kind: kind, Text: lang.Sayf(zh, en, args...)}
}

// Field makes an Invalid fault about one field.
func Field(path string, text lang.Text) *Error {
	return &Error{Kind: Invalid, Text: text, Fields: map[string]lang.Text{path: text}}
}

// Wrap gives an error that is not for people a sentence that is, and keeps it as the cause.
func Wrap(cause error, kind Kind, zh, en string, args ...fmt.Stringer) *Error {
	e := New(kind, zh, en, args...)
	e.Cause = cause
	return e
}

// Error writes the fault for logs: kind, English sentence, cause.
func (e *Error) Error() string {
	var b strings.Builder
	b.WriteString(string(e.Kind))
	b.WriteString(": ")
	b.WriteString(e.Text.In(lang.EN))
	if e.Cause != nil {
		b.WriteString(": ")
		b.WriteString(e.Cause.Error())
	}
	return b.String()
}

// Unwrap returns the cause.
func (e *Error) Unwrap() error { return e.Cause }

// Is tells whether err is a fault of this kind.
func Is(err error, kind Kind) bool {
	var e *Error
	return errors.As(err, &e) && e.Kind == kind
}

// From returns err as a fault; an error that is none becomes an Internal one.
func From(err error) *Error {
	if err == nil {
		return nil
	}
	var e *Error
	if errors.As(err, &e) {
		return e
	}
	return Wrap(err, Internal, "程序内部出错，数据没有改动；请重试，若再次出现请导出诊断信息", "Something went wrong inside the program and nothing was changed. Try again; if it happens again, export the diagnostics.")
}

// Faults gathers what is wrong with several fields, so that a form shows all of it at once.
type Faults struct{ fields map[string]lang.Text }

// Add notes what is wrong with a field; the first sentence about a field stays.
func (f *Faults) Add(path string, text lang.Text) {
	if f.fields == nil {
		f.fields = map[string]lang.Text{}
	}
	if _, known := f.fields[path]; !known {
		f.fields[path] = text
	}
}

// AddError notes an error about a field: the fault's sentence, or those of its own fields below the path.
func (f *Faults) AddError(path string, err error) {
	if err == nil {
		return
	}
	f.Add(path, From(err).Text)
}

// Err is nil if nothing was added, else one Invalid fault with all fields.
func (f *Faults) Err() error {
	if len(f.fields) == 0 {
		return nil
	}
	e := &Error{Kind: Invalid, Fields: f.fields}
	if len(f.fields) == 1 {
		for _, text := range f.fields {
			e.Text = text
		}
	} else {
		e.Text = lang.Sayf("有 %s 处需要改正", "%s fields need correcting", lang.N(len(f.fields)))
	}
	return e
}

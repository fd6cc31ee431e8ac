package rpc

import (
	"xingke/backend/base/fault"
	"xingke/backend/base/lang"
)

// Fault is a fault as it leaves the program: in one language.
type Fault struct {
	Kind    fault.Kind        `json:"kind"`
	Message string            `json:"message"`
	Fields  map[string]string `json:"fields,omitempty"`
}

// Say puts an error into the words of one language; nil stays nil.
func Say(err error, tag lang.Tag) *Fault {
	f := fault.From(err)
	if f == nil {
		return nil
	}
	said := &Fault{Kind: f.Kind, Message: f.Text.In(tag)}
	if len(f.Fields) > 0 {
		said.Fields = make(map[string]string, len(f.Fields))
		for path, text := range f.Fields {
			said.Fields[path] = text.In(tag)
		}
	}
	return said
}

package main

import (
	"encoding"
	"encoding/json"
	"fmt"
	"reflect"
	"sort"
	"strings"
	"time"

	"xingke/backend/core/columns"
	"xingke/backend/core/records"
	"xingke/backend/core/rpc"
)

// shapes turns Go types into those of TypeScript and gathers the interfaces they need.
type shapes struct {
	names map[reflect.Type]string
	taken map[string]reflect.Type
	body  map[string]string
}

func newShapes() *shapes {
	return &shapes{names: map[reflect.Type]string{}, taken: map[string]reflect.Type{}, body: map[string]string{}}
}

// known are the Go types that write their JSON themselves.
var known = map[reflect.Type]string{
	reflect.TypeFor[records.Flat]():    "FlatRecord",
	reflect.TypeFor[records.Values]():  "RecordValues",
	reflect.TypeFor[records.Titles]():  "Titles",
	reflect.TypeFor[columns.Filter]():  "Where",
	reflect.TypeFor[records.FileRef](): "string | { path: string }",
	reflect.TypeFor[json.RawMessage](): "Json",
	reflect.TypeFor[time.Time]():       "string",
	reflect.TypeFor[rpc.Nothing]():     "Record<string, never>",
}

var (
	textWriter = reflect.TypeFor[encoding.TextMarshaler]()
	jsonWriter = reflect.TypeFor[json.Marshaler]()
	resultOf   = reflect.TypeFor[interface{ ResultShape() reflect.Type }]()
)

// of is the TypeScript of a Go type.
func (s *shapes) of(t reflect.Type) string {
	if name, ok := known[t]; ok {
		return name
	}
	switch {
	case t.Implements(resultOf):
		result := reflect.Zero(t).Interface().(interface{ ResultShape() reflect.Type }).ResultShape()
		return "Started<" + s.of(result) + ">"
	case t.Implements(textWriter):
		return "string"
	case t.Implements(jsonWriter):
		return "Json"
	}
	switch t.Kind() {
	case reflect.Pointer:
		return s.of(t.Elem())
	case reflect.String:
		return "string"
	case reflect.Bool:
		return "boolean"
	case reflect.Slice, reflect.Array:
		return plural(s.of(t.Elem()))
	case reflect.Map:
		return "{ [key: string]: " + s.of(t.Elem()) + " }"
	case reflect.Struct:
		return s.named(t)
	case reflect.Interface:
		return "Json"
	}
	return "number"
}

func plural(element string) string {
	if strings.ContainsAny(element, " |") {
		return "(" + element + ")[]"
	}
	return element + "[]"
}

// named gives a struct an interface of its own name, with its package in front if another has the name.
func (s *shapes) named(t reflect.Type) string {
	if name, ok := s.names[t]; ok {
		return name
	}
	name := t.Name()
	if name == "" {
		return s.inline(t)
	}
	if renamed, ok := renames[name]; ok {
		name = renamed
	}
	if other := s.taken[name]; other != nil && other != t {
		pkg := t.PkgPath()[strings.LastIndex(t.PkgPath(), "/")+1:]
		name = strings.ToUpper(pkg[:1]) + pkg[1:] + name
	}
	s.names[t], s.taken[name] = name, t
	s.body[name] = s.inline(t)
	return name
}

// renames keep out of the way of TypeScript's own words.
var renames = map[string]string{"Text": "LangText", "Group": "GroupBy"}

func (s *shapes) inline(t reflect.Type) string {
	var b strings.Builder
	b.WriteString("{\n")
	for _, f := range reflect.VisibleFields(t) {
		tag, options, _ := strings.Cut(f.Tag.Get("json"), ",")
		if !f.IsExported() || tag == "-" || f.Anonymous || tag == "" {
			continue
		}
		optional := ""
		if strings.Contains(options, "omitempty") || strings.Contains(options, "omitzero") {
			optional = "?"
		}
		fmt.Fprintf(&b, "  %s%s: %s;\n", tag, optional, s.of(f.Type))
	}
	b.WriteString("}")
	if b.Len() == len("{\n}") {
		return "Record<string, never>"
	}
	return b.String()
}

// declared lists the interfaces that were needed, by name.
func (s *shapes) declared() []string {
	names := make([]string, 0, len(s.body))
	for name := range s.body {
		names = append(names, name)
	}
	sort.Strings(names)
	return names
}

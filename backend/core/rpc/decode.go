package rpc

import (
	"bytes"
	"encoding"
	"encoding/json"
	"errors"
	"io"
	"reflect"
	"strings"
	"sync"
	"unicode/utf8"

	"xingke/backend/base/fault"
	"xingke/backend/base/lang"
)

// The limits of an input.
const (
	MaxInput = 8 << 20 // bytes
	MaxDepth = 32      // objects and lists inside each other
)

// misshapen is the cause of the fault of an input that no page of ours sends.
type misshapen struct{ cause error }

func (misshapen) Error() string   { return "rpc: a misshapen input" }
func (m misshapen) Unwrap() error { return m.cause }

// Misshapen tells whether a call was refused for how its input was made, not for what it said.
func Misshapen(err error) bool {
	var m misshapen
	return errors.As(err, &m)
}

// decode reads an input strictly. Nothing at all reads as {}.
func decode[In any](raw []byte, in *In) error {
	err := decoded(raw, in)
	if err == nil {
		return nil
	}
	said := *fault.From(err)
	said.Cause = misshapen{said.Cause}
	return &said
}

func decoded[In any](raw []byte, in *In) error {
	if len(raw) > MaxInput {
		return fault.New(fault.Invalid, "请求太大（超过 8 MB），请分几次提交", "The request is too large (over 8 MB). Send it in several parts.")
	}
	if len(bytes.TrimSpace(raw)) == 0 {
		raw = []byte("{}")
	}
	if !utf8.Valid(raw) {
		return malformed(errors.New("not UTF-8"))
	}
	if err := strict(raw, reflect.TypeFor[In]()); err != nil {
		return err
	}
	return typed(json.Unmarshal(raw, in))
}

// typed puts a decoding error into words; faults of values that decode themselves stay.
func typed(err error) error {
	if err == nil {
		return nil
	}
	var known *fault.Error
	if errors.As(err, &known) {
		return known
	}
	var mismatch *json.UnmarshalTypeError
	if errors.As(err, &mismatch) {
		return fault.Field(mismatch.Field, lang.Sayf("“%s”的内容类型不对", "%s has the wrong type.", lang.S(mismatch.Field)))
	}
	return malformed(err)
}

func malformed(cause error) error {
	return fault.Wrap(cause, fault.Invalid, "请求不是正确的 JSON（%s）", "The request is not proper JSON (%s).", lang.S(cause.Error()))
}

// strict walks the input beside the type it will be decoded into.
func strict(raw []byte, into reflect.Type) error {
	dec := json.NewDecoder(bytes.NewReader(raw))
	dec.UseNumber()
	w := walker{dec}
	if err := w.value(into, 1, ""); err != nil {
		return err
	}
	if _, err := dec.Token(); err != io.EOF {
		return fault.New(fault.Invalid, "JSON 之后还有多余的内容", "There is extra content after the end of the JSON.")
	}
	return nil
}

type walker struct{ dec *json.Decoder }

func (w walker) token() (json.Token, error) {
	token, err := w.dec.Token()
	if err != nil {
		return nil, malformed(err)
	}
	return token, nil
}

func (w walker) value(into reflect.Type, depth int, path string) error {
	token, err := w.token()
	if err != nil {
		return err
	}
	delim, nested := token.(json.Delim)
	if !nested {
		return nil
	}
	if depth > MaxDepth {
		return fault.New(fault.Invalid, "JSON 嵌套太深（超过 32 层）", "The JSON is nested too deeply (over 32 levels).")
	}
	into = plainType(into)
	if delim == '{' {
		return w.object(into, depth, path)
	}
	var elem reflect.Type
	if into != nil && (into.Kind() == reflect.Slice || into.Kind() == reflect.Array) {
		elem = into.Elem()
	}
	for w.dec.More() {
		if err := w.value(elem, depth+1, path); err != nil {
			return err
		}
	}
	_, err = w.token()
	return err
}

func (w walker) object(into reflect.Type, depth int, path string) error {
	var known map[string]reflect.Type
	var elem reflect.Type
	if into != nil && into.Kind() == reflect.Struct {
		known = namesOf(into)
	} else if into != nil && into.Kind() == reflect.Map {
		elem = into.Elem()
	}
	seen := map[string]bool{}
	for w.dec.More() {
		token, err := w.token()
		if err != nil {
			return err
		}
		name, _ := token.(string)
		at := join(path, name)
		if seen[name] {
			return fault.Field(at, lang.Sayf("“%s”出现了两次", "%s appears twice.", lang.S(at)))
		}
		seen[name] = true
		inner := elem
		if known != nil {
			typ, ok := known[name]
			if !ok {
				return unknown(at, name, known)
			}
			inner = typ
		}
		if err := w.value(inner, depth+1, at); err != nil {
			return err
		}
	}
	_, err := w.token()
	return err
}

func join(path, name string) string {
	if path == "" {
		return name
	}
	return path + "." + name
}

// unknown says which name is meant if only its letter case is wrong.
func unknown(at, name string, known map[string]reflect.Type) error {
	for right := range known {
		if strings.EqualFold(right, name) {
			return fault.Field(at, lang.Sayf("没有名为“%s”的参数，应写作“%s”", "There is no %s; it is spelt %s.", lang.S(at), lang.S(right)))
		}
	}
	return fault.Field(at, lang.Sayf("没有名为“%s”的参数", "There is no parameter named %s.", lang.S(at)))
}

var (
	jsonReader = reflect.TypeFor[json.Unmarshaler]()
	textReader = reflect.TypeFor[encoding.TextUnmarshaler]()
	names      sync.Map // reflect.Type → map[string]reflect.Type
)

// Shaped is a type that decodes itself, from the names of another: these are held against the input as those of any struct.
type Shaped interface{ JSONShape() any }

// plainType takes pointers off, and returns nil for a type whose content encoding/json does not name itself.
func plainType(t reflect.Type) reflect.Type {
	for t != nil {
		if s, ok := reflect.Zero(t).Interface().(Shaped); ok && t.Kind() != reflect.Pointer {
			return reflect.TypeOf(s.JSONShape())
		}
		if reflect.PointerTo(t).Implements(jsonReader) || reflect.PointerTo(t).Implements(textReader) {
			return nil
		}
		if t.Kind() != reflect.Pointer {
			return t
		}
		t = t.Elem()
	}
	return nil
}

func namesOf(t reflect.Type) map[string]reflect.Type {
	if found, ok := names.Load(t); ok {
		return found.(map[string]reflect.Type)
	}
	made := map[string]reflect.Type{}
	for _, f := range reflect.VisibleFields(t) {
		if name := jsonName(f); name != "" {
			made[name] = f.Type
		}
	}
	names.Store(t, made)
	return made
}

// jsonName is the wire name of a Go field, "" if it has none.
func jsonName(f reflect.StructField) string {
	tag, _, _ := strings.Cut(f.Tag.Get("json"), ",")
	if !f.IsExported() || tag == "-" || f.Anonymous && tag == "" {
		return ""
	}
	if tag == "" {
		return f.Name
	}
	return tag
}

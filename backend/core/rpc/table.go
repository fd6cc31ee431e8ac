package rpc

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"log/slog"
	"reflect"
	"runtime"
	"runtime/debug"
	"sort"

	"xingke/backend/base/fault"
	"xingke/backend/base/lang"
)

// Table holds the operations of a program by name. Fill it before the first call; calls may run at once.
type Table struct {
	guard Guard
	ops   map[string]*Operation
}

// New makes an empty table. The guard answers for the rules Needs and EntityVerb.
func New(guard Guard) *Table {
	return &Table{guard: guard, ops: map[string]*Operation{}}
}

// Operation is one entry of the table.
type Operation struct {
	Name string
	Rule Rule
	Doc  lang.Text    // one line for people, empty if nothing was said
	Func string       // the Go function behind it, to find its comment
	In   reflect.Type // shape of the input
	Out  reflect.Type // shape of the output

	entity []int
	run    func(ctx context.Context, raw []byte, admit func(in reflect.Value) error) ([]byte, error)
}

// Says sets the line that describes the operation for people.
func (o *Operation) Says(zh, en string) *Operation { o.Doc = lang.Of(zh, en); return o }

// Nothing is the input or output of operations that take or give none: {}.
type Nothing struct{}

// Appender writes its own JSON; outputs that are large do so for speed.
type Appender interface{ AppendJSON(dst []byte) []byte }

// Handle adds an operation. It panics on a name that is taken, a missing rule and an input
// that does not fit its rule: mistakes of the programmer, found at the first start.
func Handle[In, Out any](t *Table, name string, rule Rule, fn func(context.Context, In) (Out, error)) *Operation {
	if rule.reach == unruled {
		panic("rpc: operation " + name + " has no rule")
	}
	if t.ops[name] != nil {
		panic("rpc: two operations named " + name)
	}
	op := &Operation{
		Name: name, Rule: rule, In: reflect.TypeFor[In](), Out: reflect.TypeFor[Out](),
		Func: runtime.FuncForPC(reflect.ValueOf(fn).Pointer()).Name(),
	}
	if rule.reach == entityVerb {
		op.entity = entityOf(op.In)
	}
	op.run = func(ctx context.Context, raw []byte, admit func(reflect.Value) error) ([]byte, error) {
		var in In
		if err := decode(raw, &in); err != nil {
			return nil, err
		}
		if err := admit(reflect.ValueOf(in)); err != nil {
			return nil, err
		}
		out, err := fn(ctx, in)
		if err != nil {
			return nil, err
		}
		return Encode(out)
	}
	t.ops[name] = op
	return op
}

// Call runs an operation: JSON in, JSON out. The error is always a *fault.Error.
func (t *Table) Call(ctx context.Context, name string, raw json.RawMessage) (out json.RawMessage, err error) {
	op := t.ops[name]
	if op == nil {
		return nil, fault.New(fault.NotFound, "没有名为“%s”的操作，请检查名称", "There is no operation named %s. Check the name.", lang.S(name))
	}
	defer func() {
		if r := recover(); r != nil {
			slog.Error("operation panicked", "operation", name, "panic", fmt.Sprint(r), "stack", string(debug.Stack()))
			out, err = nil, fault.From(fmt.Errorf("panic in %s: %v", name, r))
		}
	}()
	if op.Rule.reach != entityVerb { // before anything of the input is looked at
		if err := op.Rule.check(ctx, t.guard, ""); err != nil {
			return nil, fault.From(err)
		}
	}
	got, err := op.run(ctx, raw, func(in reflect.Value) error {
		if op.Rule.reach != entityVerb {
			return nil
		}
		return op.Rule.check(ctx, t.guard, in.FieldByIndex(op.entity).String())
	})
	if err != nil {
		f := fault.From(err)
		if f.Kind == fault.Internal && ctx.Err() == nil { // else nobody waits for it
			slog.Error("operation failed", "operation", name, "err", err)
		}
		return nil, f
	}
	return got, nil
}

// Describe lists the operations by name, for the generated client and documents.
func (t *Table) Describe() []*Operation {
	all := make([]*Operation, 0, len(t.ops))
	for _, op := range t.ops {
		all = append(all, op)
	}
	sort.Slice(all, func(i, j int) bool { return all[i].Name < all[j].Name })
	return all
}

// Encode writes an output as JSON without HTML escapes.
func Encode[Out any](out Out) (json.RawMessage, error) {
	if a, ok := any(out).(Appender); ok {
		return a.AppendJSON(nil), nil
	}
	var b bytes.Buffer
	enc := json.NewEncoder(&b)
	enc.SetEscapeHTML(false)
	if err := enc.Encode(out); err != nil {
		return nil, fmt.Errorf("encode output: %w", err)
	}
	return bytes.TrimRight(b.Bytes(), "\n"), nil
}

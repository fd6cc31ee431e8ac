package sheet

import (
	"strings"

	"xingke/backend/base/lang"
	"xingke/backend/core/entity"
	"xingke/backend/core/field"
)

// Target is a place in a record that a column can go to.
//
// Its path is the name of a field (name), a field of a record it refers to (customerId.code), a
// column of its lines (lines.quantity), or a field of a record that a line refers to (lines.productId.category).
// The path "id" is the record's identity, as exports carry it.
type Target struct {
	Path  string
	Label lang.Text
	Spec  *field.Spec  // of the last part; nil for id
	Lines *field.Spec  // the lines the path goes through
	Ref   *field.Spec  // the reference the path goes through
	To    *entity.Type // what that reference points to

	names []heading // by which files call it
}

type heading struct {
	text       string // normalised
	confidence float64
}

// IDPath is the path of a record's identity.
const IDPath = "id"

// Targets lists the places of an entity that a file may fill. The time and the author of its
// creation are among them: who may set them is decided where the import runs.
func Targets(types *entity.Set, t *entity.Type) []Target {
	list := []Target{{Path: IDPath, Label: lang.Of("ID", "ID"), names: []heading{{"id", 0.98}, {"xingkeid", 1}, {"记录id", 1}}}}
	for _, s := range t.Specs {
		switch {
		case s.Name == "createdAt", s.Name == "createdBy":
			list = append(list, newTarget(types, s, nil))
		case s.ReadOnly, s.Unlisted:
		case len(s.Columns) > 0:
			for _, c := range s.Columns {
				if !c.ReadOnly && !c.Unlisted {
					list = append(list, newTarget(types, c, s))
					list = append(list, beyond(types, t, c, s)...)
				}
			}
		default:
			list = append(list, newTarget(types, s, nil))
			list = append(list, beyond(types, t, s, nil)...)
		}
	}
	return list
}

func newTarget(types *entity.Set, s, lines *field.Spec) Target {
	x := Target{Path: s.Name, Label: s.Label, Spec: s, Lines: lines}
	if lines != nil {
		x.Path = lines.Name + "." + s.Name
		x.Label = lang.Sayf("%s：%s", "%s: %s", lines.Label, s.Label)
	}
	x.name(1, s.Label.ZH, s.Label.EN, field.English(s.Name))
	x.name(0.97, s.Aliases...)
	if s.Target == "" {
		x.name(1, s.Name)
	} else {
		x.name(0.9, s.Name) // in files, "Customer ID" is the customer's number
	}
	if to := types.Type(s.Target); to != nil && s.Target != "" {
		x.To = to
		x.name(0.9, to.Label.ZH, to.Label.EN, to.Name)
		x.name(0.85, about(to, to.TitleSpec())...)
	}
	return x
}

// beyond lists the fields of the record that a reference points to, which matter when it has to be made.
// A reference to the entity itself, to users or to departments is found by name only.
func beyond(types *entity.Set, t *entity.Type, ref, lines *field.Spec) []Target {
	to := types.Type(ref.Target)
	if to == nil || to.Name == t.Name || ref.System || ref.Kind.Name() != "ref" || to.Name == "user" || to.Name == "department" {
		return nil
	}
	var list []Target
	for _, s := range to.Specs {
		if s.System || s.ReadOnly || s.Unlisted || s.Target != "" || len(s.Columns) > 0 || s == to.TitleSpec() {
			continue
		}
		x := Target{Path: ref.Name + "." + s.Name, Label: lang.Sayf("%s：%s", "%s: %s", ref.Label, s.Label), Spec: s, Lines: lines, Ref: ref, To: to}
		if lines != nil {
			x.Path = lines.Name + "." + x.Path
		}
		x.name(0.96, to.Label.ZH+s.Label.ZH, to.Label.EN+s.Label.EN, ref.Label.ZH+s.Label.ZH, ref.Label.EN+s.Label.EN)
		x.name(0.95, about(to, s)...)
		x.name(0.75, s.Label.ZH, s.Label.EN, s.Name)
		x.name(0.72, s.Aliases...)
		list = append(list, x)
	}
	return list
}

// about lists the headings of a field that say of which entity they speak, such as 客户编号 or customer id.
func about(t *entity.Type, s *field.Spec) []string {
	var out []string
	for _, alias := range append([]string{s.Label.ZH, s.Label.EN}, s.Aliases...) {
		name := normal(alias)
		if strings.Contains(name, normal(t.Label.ZH)) || strings.Contains(name, normal(t.Label.EN)) {
			out = append(out, alias)
		}
	}
	return out
}

// name adds names; one that is known already keeps the greater confidence.
func (x *Target) name(confidence float64, texts ...string) {
	for _, text := range texts {
		name := normal(text)
		if name == "" {
			continue
		}
		known := false
		for _, h := range x.names {
			known = known || h.text == name
		}
		if !known {
			x.names = append(x.names, heading{name, confidence})
		}
	}
}

// score is how sure a heading means the target, by the words alone.
func (x *Target) score(name string) float64 {
	best := 0.0
	for _, h := range x.names {
		if s := h.confidence * wordScore(name, h.text); s > best {
			best = s
		}
	}
	return best
}

// wordScore compares two normalised headings. Chinese and English put what is meant at the end:
// 公司电话 is a telephone, "customer phone" too.
func wordScore(name, known string) float64 {
	if name == known {
		return 1
	}
	if bare := unbracket(name); bare != name && bare == known {
		return 0.99
	}
	long := len([]rune(known)) >= 2
	if isASCII(known) {
		long = len(known) >= 5
	}
	switch {
	case !long:
	case strings.HasSuffix(name, known) && len(name)-len(known) <= 12:
		return 0.66
	case strings.HasPrefix(name, known) && len(name)-len(known) <= 9:
		return 0.62
	}
	if len([]rune(known)) >= 6 && similarity(name, known) >= 0.93 {
		return 0.7
	}
	return 0
}

func isASCII(s string) bool {
	for i := 0; i < len(s); i++ {
		if s[i] >= 0x80 {
			return false
		}
	}
	return true
}

// unbracket takes remarks such as (元) or （必填） off a normalised heading.
func unbracket(name string) string {
	for {
		open := strings.IndexAny(name, "([【")
		if open < 0 {
			return name
		}
		end := strings.IndexAny(name[open:], ")]】")
		if end < 0 {
			return name
		}
		rest := name[open+end:]
		_, size := firstRune(rest)
		name = name[:open] + rest[size:]
	}
}

func firstRune(s string) (rune, int) {
	for i, r := range s {
		if i == 0 {
			return r, len(string(r))
		}
	}
	return 0, 0
}

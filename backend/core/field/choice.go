package field

import (
	"encoding/json"
	"strings"

	"xingke/backend/base/fault"
	"xingke/backend/base/lang"
)

// Is makes an option of a choice. The English label is derived from the value.
func Is[S ~string](value S, zh string) Option {
	return Option{Value: string(value), Label: lang.Text{ZH: zh}}
}

// In sets the English label of the option.
func (o Option) In(english string) Option { o.Label.EN = english; return o }

// As colours the option: good, attention, bad or accent.
func (o Option) As(tone string) Option { o.Tone = tone; return o }

// Or names other words for the option in files.
func (o Option) Or(words ...string) Option { o.Aliases = append(o.Aliases, words...); return o }

// choiceKind is one of the spec's options.
type choiceKind struct{ textual }

var kindChoice = register(choiceKind{textual{plain{"choice"}}})

func (choiceKind) Column() ColumnForm { return DictColumn }

func (choiceKind) Check(s *Spec, v Value) error { return checkOption(s, v.Text) }

func checkOption(s *Spec, value string) error {
	if _, ok := s.Option(value); ok || s.Dictated {
		return nil
	}
	zh, en := make([]string, len(s.Options)), make([]string, len(s.Options))
	for i, o := range s.Options {
		zh[i], en[i] = o.Label.ZH, o.Label.EN
	}
	return fault.Field(s.Name, lang.Text{
		ZH: s.Label.ZH + "没有“" + value + "”这一项，可选：" + strings.Join(zh, "、"),
		EN: s.Label.EN + " has no option \"" + value + "\"; choose one of: " + strings.Join(en, ", "),
	})
}

func (choiceKind) Words(s *Spec, v Value) string { return optionWords(s, v.Text) }

func optionWords(s *Spec, value string) string {
	if o, ok := s.Option(value); ok {
		return o.Label.ZH + " " + o.Label.EN
	}
	return value
}

func optionLabel(s *Spec, value string, tag lang.Tag) string {
	if o, ok := s.Option(value); ok {
		return o.Label.In(tag)
	}
	return value
}

func (choiceKind) Cell(s *Spec, v Value, tag lang.Tag) Cell {
	return OfCellText(optionLabel(s, v.Text, tag))
}

// FromCell knows an option by its value, its label in either language and its aliases.
func (choiceKind) FromCell(s *Spec, c Cell) (Value, error) {
	text := oneLine(c.String())
	if text == "" {
		return None, nil
	}
	if value, ok := MatchOption(s, text); ok {
		return OfText(value), nil
	}
	return OfText(text), nil
}

// MatchOption finds the option a text means: by value, label or alias, letter case and width aside.
func MatchOption(s *Spec, text string) (string, bool) {
	want := strings.ToLower(narrow(oneLine(text)))
	for _, o := range s.Options {
		for _, word := range append([]string{o.Value, o.Label.ZH, o.Label.EN}, o.Aliases...) {
			if strings.ToLower(narrow(word)) == want {
				return o.Value, true
			}
		}
	}
	return "", false
}

func (choiceKind) Sample(s *Spec, n int) Value {
	if len(s.Options) == 0 {
		return None
	}
	return OfText(s.Options[n%len(s.Options)].Value)
}

// ChoiceField declares one of several options.
type ChoiceField struct{ common[ChoiceField] }

// Choice declares one of several options.
func Choice[S ~string](p *S, zh string, options ...Option) *ChoiceField {
	f := &ChoiceField{}
	f.common = declare(f, kindChoice, p, zh, func(s S) Value { return OfText(string(s)) }, func(v Value) S { return S(v.Text) })
	f.d.spec.Options = options
	return f
}

// Dictated lets data hold values beyond the options declared.
func (f *ChoiceField) Dictated() *ChoiceField { f.d.spec.Dictated = true; return f }

// listing is the part shared by the kinds that hold several texts.
type listing struct{ plain }

func (listing) Form() Form         { return List }
func (listing) Column() ColumnForm { return ListColumn }

func (listing) Clean(_ *Spec, v Value) Value {
	var kept []string
	seen := map[string]bool{}
	for _, item := range v.List {
		if item = oneLine(item); item != "" && !seen[item] {
			seen[item] = true
			kept = append(kept, item)
		}
	}
	return OfList(kept)
}

func (listing) Key(dst []byte, v Value) []byte {
	for _, item := range v.List {
		dst = TextKey(dst, item)
	}
	return append(dst, 0, 0)
}

func (listing) JSON(dst []byte, _ *Spec, v Value) []byte {
	if v.Empty() {
		return append(dst, "null"...)
	}
	dst = append(dst, '[')
	for i, item := range v.List {
		if i > 0 {
			dst = append(dst, ',')
		}
		dst = appendString(dst, item)
	}
	return append(dst, ']')
}

func (listing) FromJSON(s *Spec, raw json.RawMessage) (Value, error) {
	if isNull(raw) {
		return None, nil
	}
	var items []string
	if json.Unmarshal(raw, &items) != nil {
		return None, wrong(s, "应为多项文字", "must be a list of texts")
	}
	return OfList(items), nil
}

// splitList takes a cell apart at the separators people use.
func splitList(text string) []string {
	return strings.FieldsFunc(narrow(text), func(r rune) bool { return strings.ContainsRune(",;|、\n", r) })
}

// choicesKind is any number of the spec's options.
type choicesKind struct{ listing }

var kindChoices = register(choicesKind{listing{plain{"choices"}}})

func (choicesKind) Check(s *Spec, v Value) error {
	for _, item := range v.List {
		if err := checkOption(s, item); err != nil {
			return err
		}
	}
	return nil
}

func (choicesKind) Words(s *Spec, v Value) string {
	words := make([]string, len(v.List))
	for i, item := range v.List {
		words[i] = optionWords(s, item)
	}
	return strings.Join(words, " ")
}

func (choicesKind) Cell(s *Spec, v Value, tag lang.Tag) Cell {
	labels := make([]string, len(v.List))
	for i, item := range v.List {
		labels[i] = optionLabel(s, item, tag)
	}
	return OfCellText(strings.Join(labels, lang.Of("、", ", ").In(tag)))
}

func (choicesKind) FromCell(s *Spec, c Cell) (Value, error) {
	items := splitList(c.String())
	for i, item := range items {
		if value, ok := MatchOption(s, item); ok {
			items[i] = value
		} else {
			items[i] = oneLine(item)
		}
	}
	return OfList(items), nil
}

func (choicesKind) Sample(s *Spec, n int) Value {
	if len(s.Options) == 0 {
		return None
	}
	one, two := s.Options[n%len(s.Options)].Value, s.Options[(n+1)%len(s.Options)].Value
	if one == two {
		return OfList([]string{one})
	}
	return OfList([]string{one, two})
}

// Choices declares any number of options.
func Choices(p *[]string, zh string, options ...Option) *ChoiceField {
	f := &ChoiceField{}
	f.common = declare(f, kindChoices, p, zh, OfList, func(v Value) []string { return v.List })
	f.d.spec.Options = options
	return f
}

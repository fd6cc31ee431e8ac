package field

import (
	"encoding/json"
	"fmt"
	"strings"
	"unicode/utf8"

	"xingke/backend/base/fault"
	"xingke/backend/base/lang"
)

// textual is the part shared by the kinds that hold one text.
type textual struct{ plain }

func (textual) Form() Form         { return Str }
func (textual) Column() ColumnForm { return TextColumn }
func (textual) Clean(_ *Spec, v Value) Value {
	return OfText(oneLine(v.Text))
}

func (textual) Check(s *Spec, v Value) error {
	if !utf8.ValidString(v.Text) {
		return wrong(s, "含有无法识别的字符，请重新输入", "contains characters that cannot be read; type it again")
	}
	if s.HasMax && int64(utf8.RuneCountInString(v.Text)) > s.Max {
		return fault.Field(s.Name, lang.Sayf("%s最多 %s 个字，请缩短", "%s takes at most %s characters; shorten it", s.Label, lang.N(int(s.Max))))
	}
	return nil
}

func (textual) Key(dst []byte, v Value) []byte                     { return TextKey(dst, v.Text) }
func (textual) Words(_ *Spec, v Value) string                      { return v.Text }
func (textual) Cell(_ *Spec, v Value, _ lang.Tag) Cell             { return OfCellText(v.Text) }
func (textual) FromCell(_ *Spec, c Cell) (Value, error)            { return OfText(c.String()), nil }
func (textual) JSON(dst []byte, _ *Spec, v Value) []byte           { return appendText(dst, v) }
func (textual) FromJSON(s *Spec, r json.RawMessage) (Value, error) { return textFromJSON(s, r) }
func (textual) Sample(s *Spec, n int) Value {
	text := fmt.Sprintf("%s样本 Sample %d", s.Label.ZH, n)
	if s.HasMax && int64(utf8.RuneCountInString(text)) > s.Max {
		text = fmt.Sprint(n)
	}
	return OfText(text)
}

func appendText(dst []byte, v Value) []byte {
	if v.Empty() {
		return append(dst, "null"...)
	}
	return appendString(dst, v.Text)
}

func textFromJSON(s *Spec, raw json.RawMessage) (Value, error) {
	if isNull(raw) {
		return None, nil
	}
	var text string
	if json.Unmarshal(raw, &text) != nil {
		return None, wrong(s, "应为文字", "must be text")
	}
	return OfText(text), nil
}

type textKind struct{ textual }

var kindText = register(textKind{textual{plain{"text"}}})

// TextField declares one line of text.
type TextField struct{ common[TextField] }

// Text declares one line of text of at most 200 characters unless Max says otherwise.
func Text[S ~string](p *S, zh string) *TextField { return newText(kindText, p, zh, 200) }

func newText[S ~string](k Kind, p *S, zh string, limit int64) *TextField {
	f := &TextField{}
	f.common = declare(f, k, p, zh, func(s S) Value { return OfText(string(s)) }, func(v Value) S { return S(v.Text) })
	f.d.spec.Max, f.d.spec.HasMax = limit, true
	return f
}

// Max sets the longest text, in characters.
func (f *TextField) Max(n int64) *TextField { f.d.spec.Max = n; return f }

// longKind is text of several lines, Markdown.
type longKind struct{ textual }

var kindLong = register(longKind{textual{plain{"longtext"}}})

func (longKind) Column() ColumnForm { return NoColumn }
func (longKind) Clean(_ *Spec, v Value) Value {
	return OfText(strings.TrimSpace(strings.ReplaceAll(v.Text, "\r\n", "\n")))
}

// LongText declares text of several lines, written in Markdown, of at most 40,000 characters.
func LongText[S ~string](p *S, zh string) *TextField { return newText(kindLong, p, zh, 40_000) }

package sheet

import (
	"bufio"
	"bytes"
	"errors"
	"io"
	"strconv"
	"strings"
	"unicode/utf8"
)

// scanner pulls elements and text out of the XML of a workbook part. Workbooks use a narrow
// part of XML; encoding/xml reads all of it at a tenth of the speed. What is outside of the
// narrow part (a document type, another encoding) is refused as damage.
type scanner struct {
	in      *bufio.Reader
	limit   int // bytes of one text or one tag, with its escapes
	longest int // bytes of the text of one cell
	buf     []byte
	name    []byte // local name of the element just met
	attrs   []byte // its attributes, unparsed
	depth   int
	seen    int  // of buf, when its delimiters were counted
	empty   bool // the element just met has no content: its end follows as an event of its own
}

type event uint8

const (
	atEnd event = iota // of the document
	openTag
	closeTag
	content
)

var (
	errMalformed = errors.New("malformed XML")
	errLongCell  = errors.New("a text is too long for a cell")
)

// escaped is how many bytes a byte of text takes at most where it is escaped.
const escaped = 8

func newScanner(r io.Reader, longest int) *scanner {
	return &scanner{in: bufio.NewReaderSize(r, 64<<10), limit: escaped * longest, longest: longest}
}

// next moves to the next tag or text. Text is in s.buf, not yet unescaped, until the next call.
func (s *scanner) next() (event, error) {
	if s.empty {
		s.empty = false
		return closeTag, nil
	}
	for {
		text, err := s.until('<')
		if err == io.EOF {
			if s.depth != 0 {
				return atEnd, io.ErrUnexpectedEOF
			}
			return atEnd, nil
		}
		if err != nil {
			return atEnd, err
		}
		if len(text) > 0 {
			if err := s.in.UnreadByte(); err != nil {
				return atEnd, err
			}
			return content, nil
		}
		ev, again, err := s.tag()
		if err != nil || !again {
			return ev, err
		}
	}
}

// tag reads what follows a '<'. again says that it was a comment or the like.
func (s *scanner) tag() (ev event, again bool, err error) {
	first, err := s.in.Peek(1)
	if err != nil {
		return atEnd, false, io.ErrUnexpectedEOF
	}
	switch first[0] {
	case '?':
		return atEnd, true, s.skipPast("?>")
	case '!':
		return s.bang()
	}
	tag, err := s.until('>')
	for quotes := 0; err == nil; { // a '>' inside an attribute does not end the tag
		if quotes += bytes.Count(tag[s.seen:], []byte{'"'}); quotes%2 == 0 {
			break
		}
		tag, err = s.more('>')
	}
	if err != nil {
		return atEnd, false, noEOF(err)
	}
	if len(tag) == 0 {
		return atEnd, false, errMalformed
	}
	if tag[0] == '/' {
		s.depth--
		s.name = local(bytes.TrimSpace(tag[1:]))
		if s.depth < 0 {
			return atEnd, false, errMalformed
		}
		return closeTag, false, nil
	}
	if tag[len(tag)-1] == '/' {
		s.empty, tag = true, tag[:len(tag)-1]
	} else {
		s.depth++
	}
	end := bytes.IndexAny(tag, " \t\r\n")
	if end < 0 {
		end = len(tag)
	}
	s.name, s.attrs = local(tag[:end]), tag[end:]
	return openTag, false, nil
}

// bang reads what follows "<!": comments are skipped, CDATA is text.
func (s *scanner) bang() (event, bool, error) {
	head, _ := s.in.Peek(8)
	switch {
	case bytes.HasPrefix(head, []byte("!--")):
		return atEnd, true, s.skipPast("-->")
	case bytes.HasPrefix(head, []byte("![CDATA[")):
		if _, err := s.in.Discard(8); err != nil {
			return atEnd, false, err
		}
		var text []byte
		for !bytes.HasSuffix(text, []byte("]]>")) {
			b, err := s.in.ReadByte()
			if err != nil {
				return atEnd, false, noEOF(err)
			}
			if text = append(text, b); len(text) > s.limit {
				return atEnd, false, errLongCell
			}
		}
		s.buf = bytes.ReplaceAll(text[:len(text)-3], []byte("&"), []byte("&amp;"))
		return content, false, nil
	}
	return atEnd, false, errMalformed
}

// until reads up to delim, which is consumed but not returned.
func (s *scanner) until(delim byte) ([]byte, error) {
	s.buf, s.seen = s.buf[:0], 0
	return s.upTo(delim)
}

// more goes on after until, past the delimiter that it stopped at; seen says where what is new begins.
func (s *scanner) more(delim byte) ([]byte, error) {
	s.buf = append(s.buf, delim)
	s.seen = len(s.buf)
	return s.upTo(delim)
}

func (s *scanner) upTo(delim byte) ([]byte, error) {
	for {
		part, err := s.in.ReadSlice(delim)
		s.buf = append(s.buf, part...)
		switch {
		case len(s.buf) > s.limit:
			return nil, errLongCell
		case err == nil:
			s.buf = s.buf[:len(s.buf)-1]
			return s.buf, nil
		case !errors.Is(err, bufio.ErrBufferFull):
			return nil, err
		}
	}
}

func (s *scanner) skipPast(end string) error {
	last := make([]byte, 0, 2*len(end))
	for {
		part, err := s.in.ReadSlice('>')
		kept := copy(last, last[max(0, len(last)-len(end)):])
		last = append(last[:kept], part[max(0, len(part)-len(end)):]...)
		if err == nil && bytes.HasSuffix(last, []byte(end)) {
			return nil
		}
		if err != nil && !errors.Is(err, bufio.ErrBufferFull) {
			return noEOF(err)
		}
	}
}

// skip moves past the end of the element just met.
func (s *scanner) skip() error {
	if s.empty {
		s.empty = false
		return nil
	}
	for depth := s.depth - 1; ; {
		ev, err := s.next()
		if err != nil {
			return err
		}
		if ev == atEnd {
			return io.ErrUnexpectedEOF
		}
		if ev == closeTag && s.depth == depth {
			return nil
		}
	}
}

// attr returns an attribute of the element just met, by local name.
func (s *scanner) attr(name string) string { return unescape(s.rawAttr(name)) }

// rawAttr is attr without escapes resolved, valid until the next call of next.
func (s *scanner) rawAttr(name string) []byte {
	rest := s.attrs
	for {
		eq := bytes.IndexByte(rest, '=')
		if eq < 0 {
			return nil
		}
		key := local(bytes.TrimSpace(rest[:eq]))
		if rest = rest[eq+1:]; len(rest) > 0 && rest[0] <= ' ' {
			rest = bytes.TrimLeft(rest, " \t\r\n")
		}
		if len(rest) == 0 || (rest[0] != '"' && rest[0] != '\'') {
			return nil
		}
		end := bytes.IndexByte(rest[1:], rest[0])
		if end < 0 {
			return nil
		}
		if string(key) == name {
			return rest[1 : end+1]
		}
		rest = rest[end+2:]
	}
}

func local(name []byte) []byte {
	if i := bytes.IndexByte(name, ':'); i >= 0 {
		return name[i+1:]
	}
	return name
}

func noEOF(err error) error {
	if err == io.EOF {
		return io.ErrUnexpectedEOF
	}
	return err
}

var entities = map[string]string{"lt": "<", "gt": ">", "amp": "&", "quot": `"`, "apos": "'"}

// unescape resolves entities and makes the text valid UTF-8.
func unescape(raw []byte) string {
	if bytes.IndexByte(raw, '&') < 0 {
		return strings.ToValidUTF8(string(raw), "�")
	}
	var b strings.Builder
	for len(raw) > 0 {
		amp := bytes.IndexByte(raw, '&')
		if amp < 0 {
			b.Write(raw)
			break
		}
		b.Write(raw[:amp])
		raw = raw[amp:]
		semi := bytes.IndexByte(raw, ';')
		if semi < 0 || semi > 12 {
			b.WriteByte('&')
			raw = raw[1:]
			continue
		}
		b.WriteString(resolve(string(raw[1:semi])))
		raw = raw[semi+1:]
	}
	return strings.ToValidUTF8(b.String(), "�")
}

// resolve returns the character that an entity stands for; an unknown one stays as it is.
func resolve(name string) string {
	if text, ok := entities[name]; ok {
		return text
	}
	if number, ok := strings.CutPrefix(name, "#"); ok {
		base := 10
		if hex, ok := strings.CutPrefix(strings.ToLower(number), "x"); ok {
			number, base = hex, 16
		}
		if code, err := strconv.ParseUint(number, base, 32); err == nil && utf8.ValidRune(rune(code)) {
			return string(rune(code))
		}
	}
	return "&" + name + ";"
}

// unexcel resolves the _x000D_ escapes by which workbooks hold control characters.
func unexcel(s string) string {
	if !strings.Contains(s, "_x") {
		return s
	}
	var b strings.Builder
	for i := 0; i < len(s); {
		if i+7 <= len(s) && s[i] == '_' && s[i+1] == 'x' && s[i+6] == '_' {
			if code, err := strconv.ParseUint(s[i+2:i+6], 16, 16); err == nil && utf8.ValidRune(rune(code)) {
				if code != '\r' {
					b.WriteRune(rune(code))
				}
				i += 7
				continue
			}
		}
		b.WriteByte(s[i])
		i++
	}
	return b.String()
}

package sheet

import (
	"iter"
	"strings"
)

// A card with more lines than these, or a longer one, is none that a telephone wrote.
const (
	mostLines   = 500
	longestLine = 128 << 10 // but for pictures and the like, which are left out
)

// cardLines yields the lines of each card, broken lines joined, and whether the card is a sound one.
func cardLines(text string) iter.Seq2[[]string, bool] {
	return func(yield func([]string, bool) bool) {
		var c cardLister
		for len(text) > 0 {
			line, rest := text, ""
			if end := strings.IndexAny(text, "\r\n"); end >= 0 {
				line, rest = text[:end], text[end+1:]
				if text[end] == '\r' {
					rest = strings.TrimPrefix(rest, "\n")
				}
			}
			text = rest
			if c.take(line) && !yield(c.card, !c.strange) {
				return
			}
		}
	}
}

// cardLister gathers the lines of one card after the other.
type cardLister struct {
	inside  bool
	strange bool
	card    []string
	line    []byte // the last line so far
	open    bool   // there is one, and it may go on
	quoted  bool   // a sign of equality at its end says that it goes on
	left    bool   // it is of no use, however long
}

// take takes a line and tells whether it completes a card.
func (c *cardLister) take(line string) bool {
	bare := strings.TrimSpace(line)
	switch {
	case c.open && (strings.HasPrefix(line, " ") || strings.HasPrefix(line, "\t")):
		c.extend(line[1:])
	case c.open && c.quoted && strings.HasSuffix(string(c.line[max(0, len(c.line)-1):]), "="):
		c.line = c.line[:len(c.line)-1]
		c.extend(line)
	case strings.EqualFold(bare, "BEGIN:VCARD"):
		*c = cardLister{inside: true}
	case strings.EqualFold(bare, "END:VCARD"):
		c.end()
		complete := c.inside
		c.inside = false
		return complete
	case c.inside:
		c.end()
		c.begin(line)
	}
	return false
}

func (c *cardLister) begin(line string) {
	head, _, _ := strings.Cut(line[:min(len(line), 1000)], ":")
	head = strings.ToUpper(head)
	name, _, _ := strings.Cut(head, ";")
	switch name[strings.LastIndexByte(name, '.')+1:] {
	case "PHOTO", "LOGO", "SOUND", "KEY":
		c.left = true
	default:
		c.left = false
	}
	c.open, c.quoted, c.line = true, strings.Contains(head, "QUOTED-PRINTABLE"), c.line[:0]
	c.extend(line)
}

func (c *cardLister) extend(line string) {
	switch {
	case c.left:
	case len(c.line)+len(line) > longestLine:
		c.strange = true
	default:
		c.line = append(c.line, line...)
	}
}

// end puts the last line among those of the card.
func (c *cardLister) end() {
	if c.open && !c.left {
		if len(c.card) == mostLines {
			c.strange = true
		} else {
			c.card = append(c.card, string(c.line))
		}
	}
	c.open = false
}

package sheet

import (
	"context"
	"encoding/base64"
	"io"
	"mime/quotedprintable"
	"strings"
	"unicode"
)

// cards is a file of contacts (.vcf), shown as a table: a row of headings, then a row for each card.
type cards struct{ list [][]string }

// The columns of the table of a file of contacts.
const (
	cardName = iota
	cardCompany
	cardDepartment
	cardTitle
	cardMobile
	cardPhone
	cardEmail
	cardAddress
	cardSite
	cardBirthday
	cardNote
	cardColumns
)

var (
	cardHeadingsZH = [cardColumns]string{"姓名", "公司", "所在部门", "职位", "手机", "座机", "邮箱", "地址", "网址", "生日", "备注"}
	cardHeadingsEN = [cardColumns]string{"Name", "Company", "Department at the customer", "Job title", "Mobile", "Landline", "Email", "Address", "Website", "Birthday", "Notes"}
)

func isCards(text string) bool {
	start := strings.ToUpper(strings.TrimLeft(text[:min(len(text), 64)], "\ufeff \t\r\n"))
	return strings.HasPrefix(start, "BEGIN:VCARD")
}

// openCards reads the cards of a decoded text. Columns that no card fills are left out.
func (b *Book) openCards(ctx context.Context, text, encoding string, opt Options) error {
	var list [][cardColumns]string
	used, han := [cardColumns]bool{cardName: true}, false
	for lines, sound := range cardLines(text) {
		if !sound {
			return errStrangeCard(len(list) + 1)
		}
		if ctx.Err() != nil {
			return stopped(ctx)
		}
		if len(list) == opt.Limits.Cards {
			return errTooManyCards(opt.Limits.Cards)
		}
		card := readCard(lines)
		for k, value := range card {
			used[k] = used[k] || value != ""
		}
		han = han || hasHan(card[cardName]) || hasHan(card[cardCompany])
		list = append(list, card)
	}
	headings := cardHeadingsEN
	if han {
		headings = cardHeadingsZH
	}
	pick := func(all [cardColumns]string) []string {
		var row []string
		for k, value := range all {
			if used[k] {
				row = append(row, value)
			}
		}
		return row
	}
	c := &cards{list: [][]string{pick(headings)}}
	for _, card := range list {
		c.list = append(c.list, pick(card))
	}
	b.Kind, b.source, b.Encoding = "vcf", c, encoding
	b.Sheets = []*Sheet{{Name: strings.TrimSuffix(opt.Name, extension(opt.Name))}}
	return nil
}

func (c *cards) rows(ctx context.Context, _ int, yield func(number int, cells []Cell) bool) error {
	for i, row := range c.list {
		cells := make([]Cell, len(row))
		filled := false
		for k, text := range row {
			cells[k] = TextCell(text)
			filled = filled || !cells[k].Empty()
		}
		if filled && !yield(i+1, cells) {
			return nil
		}
		if ctx.Err() != nil {
			return stopped(ctx)
		}
	}
	return nil
}

// property is one line of a card: TEL;TYPE=CELL:138…
type property struct {
	name   string
	params string // in capitals
	value  string
}

func readProperty(line string) (p property, ok bool) {
	head, value, ok := strings.Cut(line, ":")
	if !ok {
		return p, false
	}
	name, params, _ := strings.Cut(strings.ToUpper(head), ";")
	if _, after, grouped := strings.Cut(name, "."); grouped {
		name = after
	}
	p = property{name, params, value}
	switch {
	case strings.Contains(params, "QUOTED-PRINTABLE"):
		plain, err := io.ReadAll(quotedprintable.NewReader(strings.NewReader(value)))
		if err == nil {
			p.value = inCharset(string(plain), params)
		}
	case strings.Contains(params, "ENCODING=B") && name != "PHOTO":
		if plain, err := base64.StdEncoding.DecodeString(value); err == nil {
			p.value = inCharset(string(plain), params)
		}
	}
	return p, true
}

// inCharset decodes what an old card says is in another encoding.
func inCharset(text, params string) string {
	_, name, ok := strings.Cut(params, "CHARSET=")
	if !ok {
		return text
	}
	name, _, _ = strings.Cut(name, ";")
	if plain, _, err := decodeText([]byte(text), name); err == nil {
		return plain
	}
	return text
}

func readCard(lines []string) [cardColumns]string {
	var card [cardColumns]string
	var mobiles, phones, mails, more []string
	var formatted, structured string
	for _, line := range lines {
		p, ok := readProperty(line)
		if !ok {
			continue
		}
		text := strings.TrimSpace(cardText(p.value))
		switch p.name {
		case "FN":
			formatted = text
		case "N":
			structured = personName(cardParts(p.value))
		case "ORG":
			parts := cardParts(p.value)
			card[cardCompany] = first(card[cardCompany], at(parts, 0))
			card[cardDepartment] = first(card[cardDepartment], strings.Join(parts[min(1, len(parts)):], " "))
		case "TITLE":
			card[cardTitle] = first(card[cardTitle], text)
		case "TEL":
			number := strings.TrimPrefix(strings.TrimPrefix(text, "tel:"), "TEL:")
			if strings.Contains(p.params, "CELL") || mobileLike(number) {
				mobiles = appendNew(mobiles, number)
			} else {
				phones = appendNew(phones, number)
			}
		case "EMAIL":
			mails = appendNew(mails, text)
		case "ADR":
			card[cardAddress] = first(card[cardAddress], address(cardParts(p.value)))
		case "URL":
			card[cardSite] = first(card[cardSite], text)
		case "BDAY":
			card[cardBirthday] = first(card[cardBirthday], birthday(text))
		case "NOTE":
			more = append(more, text)
		}
	}
	card[cardName] = first(formatted, structured, card[cardCompany], at(mails, 0), at(mobiles, 0), at(phones, 0))
	if len(phones) == 0 && len(mobiles) > 1 {
		phones, mobiles = mobiles[1:], mobiles[:1]
	}
	card[cardMobile], card[cardPhone], card[cardEmail] = at(mobiles, 0), at(phones, 0), at(mails, 0)
	for _, rest := range [][]string{mobiles, phones, mails} { // a card may hold more than there are columns; nothing is lost
		more = append(more, rest[min(1, len(rest)):]...)
	}
	card[cardNote] = strings.Join(more, "\n")
	return card
}

func at(list []string, i int) string {
	if i < len(list) {
		return list[i]
	}
	return ""
}

func first(texts ...string) string {
	for _, text := range texts {
		if text != "" {
			return text
		}
	}
	return ""
}

func appendNew(list []string, text string) []string {
	for _, known := range list {
		if known == text {
			return list
		}
	}
	if text == "" {
		return list
	}
	return append(list, text)
}

// cardText takes the backslashes off a value.
func cardText(value string) string {
	return strings.NewReplacer(`\n`, "\n", `\N`, "\n", `\,`, ",", `\;`, ";", `\\`, `\`).Replace(value)
}

// cardParts divides a value at its semicolons.
func cardParts(value string) []string {
	value = strings.ReplaceAll(value, `\;`, "\x00")
	var parts []string
	for part := range strings.SplitSeq(value, ";") {
		parts = append(parts, strings.TrimSpace(strings.ReplaceAll(cardText(part), "\x00", ";")))
	}
	return parts
}

// personName puts family and given name together as people of that script do.
func personName(parts []string) string {
	family, given, middle := at(parts, 0), at(parts, 1), at(parts, 2)
	if hasHan(family + given) {
		return family + middle + given
	}
	return strings.Join(strings.Fields(given+" "+middle+" "+family), " ")
}

func address(parts []string) string {
	extended, street, city, region, code, country := at(parts, 1), at(parts, 2), at(parts, 3), at(parts, 4), at(parts, 5), at(parts, 6)
	if hasHan(street + city + region) {
		return region + city + street + extended
	}
	var out []string
	for _, part := range []string{extended, street, city, strings.TrimSpace(region + " " + code), country} {
		if part != "" {
			out = append(out, part)
		}
	}
	return strings.Join(out, ", ")
}

// birthday writes 19800308 as 1980-03-08; what has no year is no day.
func birthday(text string) string {
	text, _, _ = strings.Cut(text, "T")
	if len(text) == 8 && isDigits(text) {
		return text[:4] + "-" + text[4:6] + "-" + text[6:]
	}
	if strings.HasPrefix(text, "--") {
		return ""
	}
	return text
}

func mobileLike(number string) bool {
	digits := strings.Map(func(r rune) rune {
		if r >= '0' && r <= '9' {
			return r
		}
		return -1
	}, number)
	digits = strings.TrimPrefix(digits, "86")
	return len(digits) == 11 && digits[0] == '1'
}

func hasHan(text string) bool {
	return strings.ContainsFunc(text, func(r rune) bool { return unicode.Is(unicode.Han, r) })
}

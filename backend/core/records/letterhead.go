package records

import (
	"context"
	"strings"
	"unicode/utf8"

	"xingke/backend/base/fault"
	"xingke/backend/base/lang"
	"xingke/backend/core/rpc"
)

// Letterhead is what stands on top of what is printed. It belongs to the book.
type Letterhead struct {
	Company string `json:"company,omitempty"`
	Address string `json:"address,omitempty"`
	Contact string `json:"contact,omitempty"` // telephone, web site
	Logo    string `json:"logo,omitempty"`    // a small picture as a data address: it travels with the book
}

const (
	keyLetterhead = "letterhead"
	longestLine   = 120
	longestLogo   = 32_000 // characters: what a setting holds, less the rest
)

func (s *Service) exposeLetterhead(t *rpc.Table) {
	rpc.Handle(t, "letterhead.get", rpc.SignedIn, s.Letterhead).Says("读取信头", "What stands on top of what is printed. A book that was given none has its own name.")
	rpc.Handle(t, "letterhead.set", rpc.SignedIn, s.SetLetterhead).Says("修改信头", "Says what stands on top of what is printed. Only an owner may.")
}

// Letterhead reads what stands on top of what is printed.
func (s *Service) Letterhead(ctx context.Context, _ rpc.Nothing) (Letterhead, error) {
	var head Letterhead
	if err := s.Recall(ctx, keyLetterhead, &head); err != nil {
		return Letterhead{}, err
	}
	if head.Company == "" {
		head.Company = s.BookName(ctx)
	}
	return head, nil
}

// SetLetterhead keeps what stands on top of what is printed.
func (s *Service) SetLetterhead(ctx context.Context, in Letterhead) (Letterhead, error) {
	if !s.policy.Administers(ctx) {
		return Letterhead{}, fault.New(fault.Forbidden, "只有管理员可以修改信头", "Only an owner can change the letterhead.")
	}
	var faults fault.Faults
	for _, line := range []struct {
		name string
		text *string
	}{{"company", &in.Company}, {"address", &in.Address}, {"contact", &in.Contact}} {
		*line.text = strings.Join(strings.Fields(*line.text), " ")
		if utf8.RuneCountInString(*line.text) > longestLine {
			faults.Add(line.name, lang.Sayf("最多 %s 个字，请缩短", "At most %s characters; shorten it.", lang.N(longestLine)))
		}
	}
	if !isLogo(in.Logo) {
		faults.Add("logo", lang.Of("标志只能是小的 PNG 或 JPEG 图片", "The logo must be a small PNG or JPEG picture."))
	}
	if err := faults.Err(); err != nil {
		return Letterhead{}, err
	}
	if err := s.Remember(ctx, keyLetterhead, in); err != nil {
		return Letterhead{}, err
	}
	return s.Letterhead(ctx, rpc.Nothing{})
}

// isLogo tells that a text is no picture at all, or one that pages may show.
func isLogo(text string) bool {
	picture := strings.HasPrefix(text, "data:image/png;base64,") || strings.HasPrefix(text, "data:image/jpeg;base64,")
	return text == "" || (picture && len(text) <= longestLogo && !strings.ContainsAny(text, "\"'<> "))
}

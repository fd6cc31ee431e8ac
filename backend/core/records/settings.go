package records

import (
	"context"
	"encoding/json"

	"xingke/backend/base/fault"
	"xingke/backend/base/lang"
	"xingke/backend/base/who"
	"xingke/backend/core/audit"
	"xingke/backend/core/entity"
	"xingke/backend/core/field"
	"xingke/backend/core/rpc"
)

// owner is the phantom of owners' ids.
type owner = who.User

// Setting 设置 is something the program remembers: of one person, or of the whole book.
type Setting struct {
	entity.Base
	Key   string `json:"key"`   // what it is about; those of a person begin with the person's id
	Value string `json:"value"` // JSON
}

// Settings declares the entity.
var Settings = entity.Define("setting", "设置", func(v *Setting) []field.Field {
	return []field.Field{
		field.Text(&v.Key, "名称").Required().Max(200).Unique().Title(),
		field.LongText(&v.Value, "内容").EN("Content"),
	}
}).As("settings", "Setting").InBackground()

// Preferences is what a person set for themselves, and the name of the book.
type Preferences struct {
	Lang     lang.Tag `json:"lang,omitempty"`
	Theme    string   `json:"theme,omitempty"`    // light, dark, system
	Density  string   `json:"density,omitempty"`  // compact, standard, roomy
	FontSize int      `json:"fontSize,omitempty"` // of text, in pixels: 12 to 16
	BookName string   `json:"bookName,omitempty"` // only owners change it
	// Flags are small things the pages remember for this person: a hint that was put away. "" takes one out.
	Flags map[string]string `json:"flags,omitempty"`
}

const (
	smallestFont, largestFont = 12, 16
	mostFlags, longestFlag    = 100, 200
)

const (
	keyBook        = "book"
	keyPreferences = "preferences"
)

func (s *Service) exposeSettings(t *rpc.Table) {
	rpc.Handle(t, "settings.get", rpc.SignedIn, s.Preferences).Says("读取个人设置", "What the caller set: language, theme, density, font size, flags; and the book's name.")
	rpc.Handle(t, "settings.set", rpc.SignedIn, s.SetPreferences).Says("修改个人设置", "Changes what is given and keeps the rest.")
}

// bookSetting is what the book remembers of itself.
type bookSetting struct {
	Name string `json:"name"`
}

// Preferences reads the caller's settings.
func (s *Service) Preferences(ctx context.Context, _ rpc.Nothing) (Preferences, error) {
	var p Preferences
	if err := s.RecallOwn(ctx, keyPreferences, &p); err != nil {
		return Preferences{}, err
	}
	p.BookName = s.BookName(ctx)
	return p, nil
}

// BookName is the name of the book, "" if it was given none.
func (s *Service) BookName(ctx context.Context) string {
	var book bookSetting
	_ = s.Recall(ctx, keyBook, &book) // a book whose name cannot be read is one without a name
	return book.Name
}

// SetBookName names the book. It asks for no right: the caller has.
func (s *Service) SetBookName(ctx context.Context, name string) error {
	return s.Remember(ctx, keyBook, bookSetting{Name: name})
}

var (
	themes    = map[string]bool{"": true, "light": true, "dark": true, "system": true}
	densities = map[string]bool{"": true, "compact": true, "standard": true, "roomy": true}
)

// SetPreferences changes the caller's settings. What is not given stays.
func (s *Service) SetPreferences(ctx context.Context, in Preferences) (Preferences, error) {
	var faults fault.Faults
	if !themes[in.Theme] {
		faults.Add("theme", lang.Of("主题只能是 light、dark 或 system", "The theme must be light, dark or system."))
	}
	if !densities[in.Density] {
		faults.Add("density", lang.Of("密度只能是 compact、standard 或 roomy", "The density must be compact, standard or roomy."))
	}
	if in.Lang != "" && in.Lang != lang.ZH && in.Lang != lang.EN {
		faults.Add("lang", lang.Of("语言只能是 zh-CN 或 en", "The language must be zh-CN or en."))
	}
	if in.FontSize != 0 && (in.FontSize < smallestFont || in.FontSize > largestFont) {
		faults.Add("fontSize", lang.Of("字号只能是 12 到 16", "The text size must be 12 to 16."))
	}
	for name, value := range in.Flags {
		if name == "" || len(name) > longestFlag || len(value) > longestFlag {
			faults.Add("flags", lang.Of("内容太长", "This is too long."))
		}
	}
	if err := faults.Err(); err != nil {
		return Preferences{}, err
	}
	if in.BookName != "" && in.BookName != s.BookName(ctx) {
		if !s.policy.Administers(ctx) {
			return Preferences{}, fault.New(fault.Forbidden, "只有管理员可以修改账套名称", "Only an owner can rename the book.")
		}
		if err := s.SetBookName(ctx, in.BookName); err != nil {
			return Preferences{}, err
		}
	}
	// In one piece: two windows may keep something for the same person at once.
	if err := s.db.Write(ctx, func(ctx context.Context) error { return s.change(ctx, in) }); err != nil {
		return Preferences{}, err
	}
	return s.Preferences(ctx, rpc.Nothing{})
}

// change keeps what is given beside what is known of the caller.
func (s *Service) change(ctx context.Context, in Preferences) error {
	var p Preferences
	if err := s.RecallOwn(ctx, keyPreferences, &p); err != nil {
		return err
	}
	for _, one := range []struct {
		given string
		into  *string
	}{{in.Theme, &p.Theme}, {in.Density, &p.Density}, {string(in.Lang), (*string)(&p.Lang)}} {
		if one.given != "" {
			*one.into = one.given
		}
	}
	if in.FontSize != 0 {
		p.FontSize = in.FontSize
	}
	if err := p.flag(in.Flags); err != nil {
		return err
	}
	p.BookName = ""
	return s.RememberOwn(ctx, keyPreferences, p)
}

// flag keeps the flags that are given beside those that are known.
func (p *Preferences) flag(given map[string]string) error {
	for name, value := range given {
		if p.Flags == nil {
			p.Flags = map[string]string{}
		}
		p.Flags[name] = value
		if value == "" {
			delete(p.Flags, name)
		}
	}
	if len(p.Flags) > mostFlags {
		return fault.Field("flags", lang.Of("记下的太多了", "There are too many."))
	}
	return nil
}

// Remember keeps a value for the whole book under a key. Whether the caller may is the caller's business.
func (s *Service) Remember(ctx context.Context, key string, value interface{}) error {
	raw, err := json.Marshal(value)
	if err != nil {
		return err
	}
	ctx = system(ctx)
	return s.db.Write(ctx, func(ctx context.Context) error {
		rec, err := s.remembered(ctx, key)
		if err != nil {
			return err
		}
		if rec == nil {
			rec = Settings.New().(*Setting)
			rec.Key = key
		}
		if rec.Value == string(raw) {
			return nil
		}
		rec.Value = string(raw)
		return s.db.Put(ctx, rec)
	})
}

// Recall reads what was remembered under a key; nothing remembered leaves into as it is.
func (s *Service) Recall(ctx context.Context, key string, into interface{}) error {
	rec, err := s.remembered(system(ctx), key)
	if err != nil || rec == nil {
		return err
	}
	return json.Unmarshal([]byte(rec.Value), into)
}

// RememberOwn keeps a value for the one who acts.
func (s *Service) RememberOwn(ctx context.Context, key string, value interface{}) error {
	return s.Remember(ctx, me(ctx)+"/"+key, value)
}

// RecallOwn reads what was remembered for the one who acts.
func (s *Service) RecallOwn(ctx context.Context, key string, into interface{}) error {
	return s.Recall(ctx, me(ctx)+"/"+key, into)
}

func (s *Service) remembered(ctx context.Context, key string) (*Setting, error) {
	ids, err := s.db.Lookup(ctx, Settings.Type, "key", field.OfText(key))
	if err != nil || len(ids) == 0 {
		return nil, err
	}
	rec, err := s.db.Get(ctx, Settings.Type, ids[0])
	if err != nil {
		return nil, err
	}
	return rec.(*Setting), nil
}

// Entities lists what the machine itself keeps as records.
func Entities() entity.Group {
	return entity.Group{Module: "records", Types: []*entity.Type{Views.Type, Settings.Type, CustomFields.Type, audit.Events.Type, Attachments.Type}}
}

package app

import (
	"context"
	"maps"
	"slices"
	"strconv"
	"strings"
	"time"

	"xingke/backend/base/fault"
	"xingke/backend/base/id"
	"xingke/backend/base/lang"
	"xingke/backend/base/who"
	"xingke/backend/core/entity"
	"xingke/backend/core/records"
	"xingke/backend/core/rpc"
	"xingke/backend/core/store"
	"xingke/backend/modules/customers"
	"xingke/backend/modules/team"
)

// Somebody's data are erased for good by sealing the book anew without them: see rekey.go. The copy leaves the data out
// wherever they stand, in the history too, and ends with a witness of what was changed.

// EraseAsk names the record of a person.
type EraseAsk struct {
	Entity string `json:"entity"` // contact, customer or user
	ID     string `json:"id"`
}

// ErasePreview is what erasing somebody would do. Nothing was changed.
type ErasePreview struct {
	Entity  string        `json:"entity"`
	ID      string        `json:"id"`
	Title   string        `json:"title"`   // to be typed by whoever erases
	Named   string        `json:"named"`   // what stands where others point to the record
	Stays   bool          `json:"stays"`   // the empty record stays where it is, and not in the recycle bin
	Secret  AskedSecret   `json:"secret"`  // what proves who erases
	Fields  []string      `json:"fields"`  // labels of what is known of them
	Whole   []EraseCount  `json:"whole"`   // records that go altogether
	Texts   []EraseCount  `json:"texts"`   // records of which only what was written goes
	Others  []EraseCount  `json:"others"`  // records that point to it and stay as they are
	Files   int           `json:"files"`   // that nobody else holds
	Changes int           `json:"changes"` // in the history
	Words   []EraseWord   `json:"words"`   // by which they may be known elsewhere
	Backups EraseBackups  `json:"backups"`
	Pending *ErasePending `json:"pending,omitempty"` // somebody's erasing that was cut off
}

// EraseCount counts records of an entity.
type EraseCount struct {
	Entity string `json:"entity"`
	Label  string `json:"label"`
	Count  int    `json:"count"`
}

// EraseWord is a text of the record that may stand in other records too.
type EraseWord struct {
	Text    string       `json:"text"`
	Kind    string       `json:"kind"` // name, phone, email, url, text
	Places  int          `json:"places"`
	Some    []EraseRef   `json:"some"`    // the first of them that may be opened
	Suggest bool         `json:"suggest"` // it stands for nobody else, as far as the book knows
	Doubt   EraseDoubted `json:"doubt,omitempty"`
}

// EraseDoubted says why a word may be somebody else's.
type EraseDoubted string

// The doubts.
const (
	EraseNamesake EraseDoubted = "namesake" // another record is called so, or has it in its name
	EraseShared   EraseDoubted = "shared"   // another record has it as its own number or address
)

// EraseRef is a record of others.
type EraseRef struct {
	Entity string `json:"entity"`
	ID     string `json:"id"`
	Title  string `json:"title"`
}

// ErasePending is an erasing that was cut off.
type ErasePending struct {
	Entity string    `json:"entity"`
	ID     string    `json:"id"`
	At     time.Time `json:"at"`
}

const mostShownPlaces = 5

// erasable are the entities of people, and what is erased with a record of them.
var erasable = map[string][]store.Tie{
	customers.Contacts.Name:  witnessed,
	customers.Customers.Name: append([]store.Tie{{Entity: customers.Contacts.Name, Whole: true}}, witnessed...),
	team.Users.Name:          nil,
}

// witnessed is what was written about somebody: the words go; that there was a call, and when, stays.
var witnessed = []store.Tie{
	{Entity: customers.FollowUps.Name},
	{Entity: customers.FollowUpPlans.Name},
	{Entity: records.Attachments.Name, Whole: true, Deep: true, File: "file"},
}

// keptInPlace are the entities whose erased records stay out of the recycle bin: orders and reports hang on them.
var keptInPlace = []string{customers.Customers.Name, team.Users.Name}

func (b *book) exposeErase() {
	rpc.Handle(b.table, "erase.look", rpc.SignedIn, b.eraseLook).
		Says("彻底删除一个人的信息之前，看看会删除什么（仅管理员）", "What erasing somebody for good would do, for owners. Nothing is changed.")
	rpc.Handle(b.table, "erase.run", rpc.SignedIn, b.eraseRun).
		Says("彻底删除一个人的信息，包括历史记录；不能撤销（仅管理员）", "Erases somebody for good, from the history too, for owners. It cannot be undone.")
	rpc.Handle(b.table, "erase.status", rpc.SignedIn, b.eraseStatus).
		Says("是否有未完成的彻底删除，哪些备份里还有", "Whether an erasing was cut off, and which backups still hold what was erased.")
	rpc.Handle(b.table, "erase.drop", rpc.SignedIn, b.eraseDrop).
		Says("放弃一次未完成的彻底删除；什么也没有删除", "Gives up an erasing that was cut off. Nothing was erased.")
	rpc.Handle(b.table, "erase.renewBackups", rpc.SignedIn, b.renewBackups).
		Says("新做一次备份，再删除彻底删除之前的备份", "Makes a new backup and removes those from before the last erasing.")
}

// erasedPerson finds the record, and refuses what cannot be erased.
func (b *book) erasedPerson(ctx context.Context, in EraseAsk) (*entity.Type, entity.Record, error) {
	if err := b.ownersOnly(ctx); err != nil {
		return nil, nil, err
	}
	if b.app.config.Dir == "" {
		return nil, nil, fault.New(fault.Conflict, "这个账套只在内存里", "This book exists only in memory.")
	}
	if _, known := erasable[in.Entity]; !known {
		return nil, nil, fault.New(fault.Invalid, "只能彻底删除联系人、客户和已停用的用户", "Only contacts, customers and deactivated users can be erased for good.")
	}
	t, err := b.types.Need(in.Entity)
	if err != nil {
		return nil, nil, err
	}
	rec, err := b.db.Find(ctx, t, in.ID)
	if err != nil {
		return nil, nil, err
	}
	if user, is := rec.(*team.User); is {
		if me, _ := who.From(ctx); user.Active || me.ID == user.ID {
			return nil, nil, fault.New(fault.Conflict, "只能彻底删除已停用的用户；请先停用并交接", "Only a deactivated user can be erased. Hand over their records and deactivate them first.")
		}
	}
	if t.Title(rec) == b.erasedName(t) {
		return nil, nil, fault.New(fault.Conflict, "这条记录已经彻底删除过", "This record has already been erased.")
	}
	return t, rec, nil
}

// erasedName is what a record is called after it was erased.
func (b *book) erasedName(t *entity.Type) string {
	return lang.Sayf("已删除的%s", "Erased: %s", t.Label).In(b.app.config.Lang)
}

func (b *book) eraseLook(ctx context.Context, in EraseAsk) (records.Started[ErasePreview], error) {
	t, rec, err := b.erasedPerson(ctx, in)
	if err != nil {
		return records.Started[ErasePreview]{}, err
	}
	return records.StartJob(ctx, b.app.jobs, "erase.look", func(ctx context.Context, p *records.Progress) (ErasePreview, error) {
		p.Name(lang.Of("查找个人信息", "Search for personal data").In(who.Lang(ctx)))
		found, err := b.db.FindErased(ctx, []store.Ref{{Entity: t.Name, ID: in.ID}}, erasable[t.Name], p.Set)
		if err != nil {
			return ErasePreview{}, err
		}
		return b.erasePreview(ctx, t, rec, found)
	})
}

func (b *book) erasePreview(ctx context.Context, t *entity.Type, rec entity.Record, found *store.Found) (out ErasePreview, err error) {
	tag := who.Lang(ctx)
	out = ErasePreview{
		Entity: t.Name, ID: rec.Meta().ID, Title: t.Title(rec), Named: b.erasedName(t), Stays: slices.Contains(keptInPlace, t.Name),
		Secret: b.eraseSecret(ctx), Fields: []string{}, Files: len(found.Files), Changes: found.Changes, Words: []EraseWord{},
	}
	for _, spec := range t.Specs {
		if v := entity.Get(rec, spec); !v.Empty() && !spec.System && !spec.Unlisted && (spec.Kind.Name() != "flag" || v.Int == 1) {
			out.Fields = append(out.Fields, spec.Label.In(tag))
		}
	}
	count := func(of map[string]int) []EraseCount {
		list := []EraseCount{}
		for _, name := range slices.Sorted(maps.Keys(of)) {
			if of[name] > 0 && b.types.Type(name) != nil {
				list = append(list, EraseCount{name, lang.Of(b.types.Type(name).Label.ZH, b.types.Type(name).Plural.EN).In(tag), of[name]})
			}
		}
		return list
	}
	whole, texts := map[string]int{}, map[string]int{}
	for name, ids := range found.Whole {
		whole[name] = len(ids)
	}
	whole[t.Name]--
	for name, ids := range found.Texts {
		texts[name] = len(ids)
	}
	out.Whole, out.Texts, out.Others = count(whole), count(texts), count(found.Stays)
	for _, w := range found.Known {
		out.Words = append(out.Words, b.eraseWord(ctx, w))
	}
	slices.SortStableFunc(out.Words, func(a, b EraseWord) int { return strings.Compare(wordOrder(a), wordOrder(b)) })
	if planned := b.erasePlanned(); planned != nil {
		out.Pending = planned.pending()
	}
	out.Backups, err = b.eraseBackups(ctx, b.app.now())
	return out, err
}

// wordOrder puts the name first and numbers before other texts.
func wordOrder(w EraseWord) string {
	return strconv.Itoa(slices.Index([]string{"name", "phone", "email", "text", "url"}, w.Kind)) + w.Text
}

func (b *book) eraseWord(ctx context.Context, w store.FoundWord) EraseWord {
	out := EraseWord{Text: w.Text, Kind: w.Kind, Places: w.Places, Some: []EraseRef{}, Suggest: true}
	if w.Name {
		out.Kind = "name"
	}
	switch {
	case w.Name && w.Namesake:
		out.Suggest, out.Doubt = false, EraseNamesake
	case w.Shared && !isMobile(w.Text) && w.Kind != "email":
		out.Suggest, out.Doubt = false, EraseShared
	}
	for _, at := range w.Some {
		t := b.types.Type(at.Entity)
		if t == nil || len(out.Some) == mostShownPlaces {
			continue
		}
		if rec, err := b.db.Get(ctx, t, at.ID); err == nil { // one that lies in the bin is counted and not shown
			out.Some = append(out.Some, EraseRef{at.Entity, at.ID, t.Title(rec)})
		}
	}
	return out
}

// isMobile tells a person's telephone from a company's.
func isMobile(text string) bool {
	digits := strings.Map(func(r rune) rune {
		if r < '0' || r > '9' {
			return -1
		}
		return r
	}, text)
	digits = strings.TrimPrefix(digits, "86")
	return len(digits) == 11 && digits[0] == '1'
}

// eraseSecret says what the one who acts has to prove.
func (b *book) eraseSecret(ctx context.Context) AskedSecret {
	me, _ := who.From(ctx)
	switch {
	case b.sealed.Load():
		return ByPassphrase
	case b.password(me.ID).set():
		return ByPassword
	}
	return ByNothing
}

// provesErasing refuses who does not know the secret.
func (b *book) provesErasing(ctx context.Context, secret string) error {
	return b.provesAgain(ctx, b.eraseSecret(ctx), secret, lang.Of("彻底删除时密码不对", "Wrong password when erasing personal data"))
}

// erasing makes the plan of what was found.
func (b *book) erasing(ctx context.Context, t *entity.Type, recordID string, found *store.Found, words []string) *erasePlan {
	tag := b.app.config.Lang
	me, _ := who.From(ctx)
	plan := &erasePlan{Entity: t.Name, ID: recordID, At: b.app.now().UTC().Truncate(time.Second), Erasing: found.Erasing}
	e := &plan.Erasing
	e.Set, e.Actor, e.Keep, e.Gone, e.Named = id.New(), me.ID, keptInPlace, lang.Of("已删除", "erased").In(tag), map[string]string{}
	e.Label = lang.Sayf("彻底删除%s", "Erased %s for good", t.Label).In(who.Lang(ctx))
	for name := range e.Whole {
		if whole := b.types.Type(name); whole != nil {
			e.Named[name] = b.erasedName(whole)
		}
	}
	for _, w := range found.Known {
		if slices.Contains(words, w.Text) {
			e.Words = append(e.Words, w.Text)
		}
	}
	e.Notes = store.Noted{Entity: "auditEvent", Kind: "entity", ID: "recordId", Title: "title", By: "userId", ByName: "userName", Sentence: []string{"what", "whatEN"}}
	return plan
}

package app

import (
	"context"
	"errors"
	"log/slog"
	"os"
	"os/user"
	"path/filepath"
	"strings"
	"sync"
	"sync/atomic"
	"time"

	"xingke/backend/base/fault"
	"xingke/backend/base/lang"
	"xingke/backend/base/who"
	"xingke/backend/core/access"
	"xingke/backend/core/audit"
	"xingke/backend/core/columns"
	"xingke/backend/core/entity"
	"xingke/backend/core/files"
	"xingke/backend/core/records"
	"xingke/backend/core/rpc"
	"xingke/backend/core/seal"
	"xingke/backend/core/search"
	"xingke/backend/core/store"
	"xingke/backend/modules/customers"
	"xingke/backend/modules/sales"
	"xingke/backend/modules/team"
)

// book is the machinery of one open book, in the order in which it is opened.
type book struct {
	app      *App
	types    *entity.Set
	keys     *seal.Keys
	policy   *access.Policy
	db       *store.DB
	files    *files.Store
	columns  *columns.Columns
	search   *search.Index
	records  *records.Service
	watch    *audit.Watch
	backing  sync.Mutex    // of whoever makes or tries a backup
	ask      chan struct{} // has a backup made now, if one is due
	follow   follower
	team     *team.Service
	table    *rpc.Table
	handler  *files.Handler
	services []exposer
	sealed   atomic.Bool // has a passphrase
	secret   sync.Mutex
	turn     int       // how often the key was taken from what this computer remembers
	recovery string    // of a book sealed just now
	keyFile  []byte    // as it was last read
	upgraded lang.Text // from an older format, while opening
	created  bool      // there was none before
	state    bookState
	filled   atomic.Bool // with invented data, while opening
	lentOnce atomic.Pointer[lent]

	resealingNow atomic.Bool
	folk         sync.Map // who.User by id, as they stand now
	known        atomic.Pointer[map[string]account]
	guessing     sync.Mutex         // of who tries a password
	strangers    map[string]account // wrong tries at logins that nobody has
	hasty        hasty              // tries that came too soon

	owner  atomic.Pointer[who.User] // nil when it has to be read again
	ctx    context.Context          // ends when the book is closed
	cancel context.CancelFunc
	closes []func() error // in the order of opening
}

// bookState is what a book remembers of its kind.
type bookState struct {
	Practice bool     `json:"practice"`
	Plan     Practice `json:"plan"`
	Lang     lang.Tag `json:"lang,omitempty"` // chosen on the first page
}

const keyState = "state"

// groups lists the entities of the program, street by street.
func groups() []entity.Group {
	return []entity.Group{customers.Entities(), sales.Entities(), team.Entities(), reportsEntities(), records.Entities()}
}

// open opens the book of the app's folder, and begins it if there is none.
func (a *App) open() (b *book, err error) {
	b = &book{app: a, types: entity.NewSet(groups()...), hasty: hasty{}}
	b.ctx, b.cancel = context.WithCancel(context.Background())
	begun := b
	defer func() {
		if err != nil {
			err = errors.Join(err, begun.close()) // the steps that fail have set b to nil
			b = nil
		}
	}()
	for _, step := range []func() error{b.unlock, b.upgrade, b.openStore, b.openViews, b.openModules, b.begin, b.expose} {
		if err := step(); err != nil {
			return nil, fault.From(err)
		}
	}
	return b, nil
}

// unlock finds the book's keys, or makes them.
func (b *book) unlock() error {
	c := b.app.config
	if c.Dir == "" {
		b.keys, b.created = seal.New(), true
		return nil
	}
	if err := os.MkdirAll(c.Dir, 0o700); err != nil {
		return fault.Wrap(err, fault.Unavailable, "账套文件夹 %s 无法创建；请检查路径和权限", "The book's folder %s cannot be made. Check the path and its permissions.", lang.S(c.Dir))
	}
	if err := settleExchanges(c.Dir); err != nil {
		return err
	}
	state, err := seal.State(c.Dir)
	if err != nil {
		return err
	}
	if state == seal.None {
		if _, err := os.Stat(filepath.Join(c.Dir, "journal")); err == nil {
			return seal.Lost(nil)
		}
		if c.Passphrase != "" {
			if err := checkPassphrase("passphrase", c.Passphrase, c.Owner); err != nil {
				return err
			}
		}
		b.created = true
		b.sealed.Store(c.Passphrase != "")
		b.keys, b.recovery, err = seal.Create(c.Dir, c.Passphrase)
		return err
	}
	b.sealed.Store(state == seal.Passphrase)
	if b.keys = b.app.handed(); b.keys != nil {
		return nil
	}
	if b.sealed.Load() && c.Passphrase == "" {
		if b.keys = b.app.recall(); b.keys != nil {
			return nil
		}
		if c.Ask != nil {
			if c.Passphrase, err = c.Ask(); err != nil {
				return err
			}
		}
	}
	if b.sealed.Load() && c.Passphrase == "" && c.Attended {
		return errLocked // it is asked for
	}
	if c.Passphrase == "" { // none was said: that is no try
		b.keys, err = seal.Unlock(c.Dir, "")
		return err
	}
	return seal.Try(c.Dir, b.app.now(), func() error {
		b.keys, err = seal.Unlock(c.Dir, c.Passphrase)
		return err
	})
}

func (b *book) openStore() (err error) {
	c := b.app.config
	b.policy = access.New(b.types, team.Rules, b.standing).At(c.Clock)
	b.db, err = store.Open(store.Config{Dir: c.Dir, Keys: b.keys, Types: b.types, Clock: c.Clock, Device: device(), Guard: b.policy, Progress: c.Progress, Mend: c.Mend,
		Much: c.Practice && c.Plan.Customers >= manyCustomers})
	if err != nil {
		return err
	}
	b.closes = append(b.closes, b.db.Close)
	b.policy.Finding(b.db.Find)
	audit.Keep(b.db)
	if b.files, err = files.Open(c.Dir, b.keys); err != nil {
		return err
	}
	b.closes = append(b.closes, b.files.Close)
	return nil
}

// openViews opens what follows the store. The search index fills itself in the background.
func (b *book) openViews() (err error) {
	c := b.app.config
	ctx := who.With(b.ctx, who.System)
	if err := records.Customize(ctx, b.db, b.types); err != nil {
		return err
	}
	b.columns, err = columns.Open(b.db, b.types, b.keys, c.Dir, c.Clock)
	if err != nil {
		return err
	}
	b.closes = append(b.closes, spare("columns", b.columns.Close))
	if c.Zone != nil {
		b.columns.SetZone(c.Zone)
	}
	if b.columns.Unfit() != nil {
		b.db.Note(lang.Of("列表数据的快照损坏，已放到一边，并由账套重建；数据没有丢失", "The snapshot of the lists was damaged. It was set aside and rebuilt from the book; no data is lost."))
	}
	if c.Quiet {
		return nil
	}
	dir := ""
	if c.Dir != "" {
		dir = filepath.Join(c.Dir, "search")
	}
	b.search, err = search.Open(search.Config{Dir: dir, Keys: b.keys, Types: b.types, Store: b.db, Access: seeker{b.policy, b.columns}, Clock: c.Clock, Zone: c.Zone, Patient: c.Patient,
		Attachments: search.Attachments{Type: records.Attachments.Type, Field: records.AttachedTo}})
	if err != nil {
		return err
	}
	b.closes = append(b.closes, spare("search", b.search.Close))
	b.columns.Hint(b.search)
	if b.search.Unfit() != nil {
		b.db.Note(lang.Of("搜索索引损坏，已放到一边，正在由账套重建；重建期间搜索结果可能不全，数据没有丢失", "The search index was damaged. It was set aside and is being rebuilt from the book; until then a search may miss some records. No data is lost."))
	}
	return nil
}

// spare closes a view that the next opening can make anew: what it could not write, on a full disk
// say, is no failure of the program.
func spare(name string, shut func() error) func() error {
	return func() error {
		if err := shut(); err != nil {
			slog.Warn("a view was not saved", "view", name, "err", err)
		}
		return nil
	}
}

// device names this machine in every change.
func device() string {
	if name, err := os.Hostname(); err == nil && name != "" {
		return name
	}
	return "local"
}

// begin gives a new book its first people and what else it needs to be used.
func (b *book) begin() error {
	c := b.app.config
	ctx := who.With(b.ctx, who.System)
	b.db.Observe(b.app.hub.commit)
	b.db.Observe(b.forgetOwner)
	if err := b.records.Recall(ctx, keyState, &b.state); err != nil {
		return err
	}
	if c.Practice && b.db.Seq() == 0 {
		if err := b.fill(ctx, c.Plan, nil); err != nil {
			return err
		}
	} else if err := b.seed(ctx); err != nil {
		return err
	}
	if b.search != nil {
		b.search.Start(b.db)
		b.db.InspectAfter(inspectAfter)
	}
	b.settleLock()
	b.keyHealth(ctx)
	b.noteUpgrade()
	names := []string{}
	for _, t := range b.types.All() {
		names = append(names, t.Name)
	}
	b.app.hub.begin(b.db.Book(), b.db.Seq(), names)
	if !c.Quiet && c.Dir != "" {
		b.keepBackedUp()
		b.keepSwept()
		b.keepFollowed()
	}
	return nil
}

// ownerName is what the first user is called: as the system knows them, or 我.
func (c Config) ownerName() string {
	if c.Owner != "" {
		return c.Owner
	}
	if account, err := user.Current(); err == nil {
		if name := strings.TrimSpace(strings.Split(account.Name, ",")[0]); name != "" && name != "root" {
			return name
		}
	}
	return lang.Of("我", "Me").In(c.Lang)
}

// standing is somebody as the rights see them now.
func (b *book) standing(userID string) *access.Person {
	if b.team == nil { // nobody acts before the houses stand
		return nil
	}
	return b.team.Standing(userID)
}

// forgetOwner notices when people, roles or settings change.
func (b *book) forgetOwner(c store.Commit) {
	for i := range c.Items {
		switch c.Items[i].Change.Entity {
		case "user", "role", "setting", "department":
			b.owner.Store(nil)
			b.known.Store(nil)
			b.folk.Clear()
			return
		}
	}
}

// user is the book's owner with the language they set.
func (b *book) user(ctx context.Context) (who.User, error) {
	if known := b.owner.Load(); known != nil {
		return *known, nil
	}
	u, err := b.team.Owner(ctx)
	if err != nil {
		return who.User{}, err
	}
	own, err := b.records.Preferences(who.With(ctx, u), rpc.Nothing{})
	if err != nil {
		return who.User{}, err
	}
	if own.Lang != "" {
		u.Lang = own.Lang
	}
	b.owner.Store(&u)
	return u, nil
}

// meanwhile runs work beside everything else. It ends with b.ctx, and closing the book waits for that.
func (b *book) meanwhile(work func()) {
	ended := make(chan struct{})
	b.closes = append(b.closes, func() error { <-ended; return nil }) // the context has ended before
	go func() {
		defer close(ended)
		work()
	}()
}

// regularly calls look after a while, sooner when asked, and again after as long as look says, until the book is closed.
func (b *book) regularly(first time.Duration, ask <-chan struct{}, look func() (again time.Duration)) {
	b.meanwhile(func() {
		wait := time.NewTimer(first)
		defer wait.Stop()
		for {
			select {
			case <-b.ctx.Done():
				return
			case <-wait.C:
			case <-ask:
			}
			wait.Reset(look())
		}
	})
}

// nudge asks whoever listens; it is enough to be asked once.
func nudge(ask chan<- struct{}) {
	select {
	case ask <- struct{}{}:
	default: // it is asked already, or nobody listens
	}
}

func (b *book) close() error {
	b.cancel()
	b.standDown()
	var err error
	for i := len(b.closes) - 1; i >= 0; i-- {
		err = errors.Join(err, b.closes[i]())
	}
	b.closes = nil
	return err
}

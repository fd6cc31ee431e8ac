package search

import (
	"cmp"
	"context"
	"time"

	"xingke/backend/base/who"
	"xingke/backend/core/store"
)

// The index is a follower of the store, and an observer for suggestions.
var _ store.Gatherer = (*Index)(nil)

// Name is what the store calls this follower.
func (x *Index) Name() string { return "search" }

// Gather is how long changes come together before they are indexed: a batch of one costs Bleve as many writes to disk
// as one of a hundred.
func (x *Index) Gather() time.Duration { return 80 * time.Millisecond }

// Cursor is the sequence of the last change the index holds.
func (x *Index) Cursor() (uint64, error) { return x.cursor.Load(), nil }

// Apply brings the index up to date with the records that changed. It reads them as they are now, so the same
// changes may come again. An index that is not built is built first.
func (x *Index) Apply(ctx context.Context, changes []store.Change) error {
	if !x.answers() {
		if err := x.Build(ctx, nil); err != nil {
			return err
		}
	}
	for len(changes) > 0 && changes[0].Seq <= x.cursor.Load() {
		changes = changes[1:]
	}
	if len(changes) == 0 {
		return nil
	}
	list := make([]touch, 0, len(changes))
	for i := range changes {
		c := &changes[i]
		t := x.types.Type(c.Entity)
		if t == nil {
			continue
		}
		one := touch{entity: c.Entity, id: c.ID}
		if c.Verb != store.Created {
			for _, d := range c.Delta {
				one.renamed = one.renamed || isTitle(t, d.Field)
			}
		}
		list = append(list, one)
		if holder, ok := x.holderTouch(ctx, c); ok {
			list = append(list, holder)
		}
	}
	return x.touched(who.With(ctx, who.System), list, changes[len(changes)-1].Seq)
}

// Observe keeps suggestions in step with the store. It is quick, for it runs while the writer waits.
func (x *Index) Observe(c store.Commit) {
	for _, item := range c.Items {
		if !suggestible(item.Type) {
			continue
		}
		if item.After == nil || item.After.Meta().Deleted() {
			x.suggest.drop(item.Type, item.Change.ID, item.Change.Rev)
			continue
		}
		x.suggest.put(item.Type, item.After)
	}
}

// Start lets the index live with the store: names are loaded, an index that is not built or turns out to be damaged
// is filled, and changes are followed. It returns at once; Close ends what it began. A patient index waits until it
// is asked.
func (x *Index) Start(db *store.DB) {
	x.db = db
	if !x.patient {
		x.naming.Do(x.liveNames)
		x.alive.Do(x.live)
	}
}

// liveNames keeps the suggestions in step with the store.
func (x *Index) liveNames() {
	x.db.Observe(x.Observe)
	ctx, end, ok := x.state.begin(who.With(context.Background(), who.System))
	if !ok {
		return
	}
	go func() {
		defer end()
		if err := x.LoadNames(ctx); err != nil {
			x.state.fail(err)
			return
		}
		close(x.loaded)
	}()
}

// live keeps the index in step with the store.
func (x *Index) live() {
	ctx, end, ok := x.state.begin(who.With(context.Background(), who.System))
	if !ok {
		return
	}
	go func() {
		defer end()
		if !x.answers() {
			if err := x.Build(ctx, nil); err != nil {
				x.state.fail(err)
				return
			}
		}
		x.db.Follow(x)
		if !x.Built() { // an old one answers, and is kept up, until there is a new one
			if err := x.Build(ctx, nil); err != nil {
				x.state.fail(err)
			}
		}
		x.repairs(ctx)
	}()
}

// repairPause keeps an index that a new build does not cure from being built again and again.
const repairPause = 10 * time.Minute

// repairs builds the index anew whenever that is asked for.
func (x *Index) repairs(ctx context.Context) {
	var last time.Time
	for {
		select {
		case <-ctx.Done():
			return
		case <-x.state.repair:
		}
		now := x.clock.Now()
		if x.Built() && !x.state.damaged.Load() {
			continue // asked again while the new one was filled
		}
		if x.state.damaged.Load() && !last.IsZero() && now.Sub(last) < repairPause {
			continue
		}
		last = now
		if err := x.Build(ctx, nil); err != nil {
			x.state.fail(err)
		}
	}
}

// ready lets a question to a patient index wait until the index holds everything.
func (x *Index) ready(ctx context.Context) error {
	if !x.patient || x.db == nil {
		return nil
	}
	x.alive.Do(x.live)
	for seq := x.db.Seq(); ; {
		moved := x.nextMove()
		if x.Built() && x.cursor.Load() >= seq {
			return nil
		}
		if err := cmp.Or(ctx.Err(), x.Status().Err); err != nil {
			return err
		}
		select {
		case <-moved:
		case <-ctx.Done():
		case <-time.After(longestWait):
		}
	}
}

// readyNames lets a suggestion of a patient index wait until all names are loaded.
func (x *Index) readyNames(ctx context.Context) error {
	if !x.patient || x.db == nil {
		return nil
	}
	x.naming.Do(x.liveNames)
	for {
		select {
		case <-x.loaded:
			return nil
		case <-ctx.Done():
			return ctx.Err()
		case <-time.After(longestWait):
		}
		if err := x.Status().Err; err != nil {
			return err
		}
	}
}

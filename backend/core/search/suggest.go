package search

import (
	"context"
	"slices"
	"strings"
	"sync"

	"xingke/backend/core/entity"
	"xingke/backend/core/field"
)

// overlayFull is how many names change before they are sorted onto a shelf.
const overlayFull = 1000

// The suggester keeps the names of records in memory: per entity a few sorted shelves and, on top, what changed last.
type suggester struct {
	mu      sync.RWMutex
	racks   map[string]*rack
	people  map[string]uint32 // owners and departments by number
	loading map[string]uint64 // revisions of records deleted while the names are loaded
}

type rack struct {
	shelves []*shelf
	overlay []named
	keys    [][]key // of those, made in advance
	places  map[string]place
	tidying bool
}

// A place is where a record's name is: on a shelf, or in the overlay when shelf is nil.
type place struct {
	shelf *shelf
	at    uint32
	rev   uint64
}

func (g *suggester) count() int {
	g.mu.RLock()
	defer g.mu.RUnlock()
	n := 0
	for _, r := range g.racks {
		n += len(r.places)
	}
	return n
}

// suggestible tells whether records of a type have names that people type.
func suggestible(t *entity.Type) bool {
	s := t.TitleSpec()
	return !t.Quiet && s.Weight > 0 && s.Private == "" && (s.Kind.Name() == "text" || s.Kind.Name() == "phone")
}

func (g *suggester) number(who string) uint32 {
	if n, ok := g.people[who]; ok {
		return n
	}
	if g.people == nil {
		g.people = map[string]uint32{"": 0}
		if who == "" {
			return 0
		}
	}
	n := uint32(len(g.people))
	g.people[who] = n
	return n
}

// nameOf takes from a record what suggestions need.
func (g *suggester) nameOf(t *entity.Type, rec entity.Record) named {
	meta := rec.Meta()
	n := named{id: meta.ID, name: fold(t.Title(rec)), rev: meta.Rev, at: meta.UpdatedAt.UnixMilli()}
	if len(n.name) > 4*maxKey {
		n.name = strings.ToValidUTF8(n.name[:4*maxKey], "")
	}
	n.shown = shownOf(t, rec, n.name)
	for _, s := range t.Specs {
		if s.System || s.Private != "" || s == t.TitleSpec() {
			continue
		}
		kind := s.Kind.Name()
		if !(kind == "phone" || kind == "text" && (s.Unique || s.Weight >= nameWeight)) {
			continue
		}
		if v := entity.Get(rec, s); v.Form == field.Str {
			if kind == "text" && !hasDigit(v.Text) {
				n.codes = append(n.codes, fold(v.Text)) // a short name
			} else if code := bare(fold(v.Text)); code != "" {
				n.codes = append(n.codes, code)
			}
		}
	}
	return n
}

// put remembers a record's name as it is now; an older revision than the one known is ignored.
func (g *suggester) put(t *entity.Type, rec entity.Record) {
	n := g.nameOf(t, rec)
	var keys []key
	n.eachKey(func(text string, how uint8) { keys = append(keys, key{text, how}) })
	g.mu.Lock()
	defer g.mu.Unlock()
	n.owner, n.dept = g.number(string(rec.Meta().OwnerID)), g.number(rec.Meta().DepartmentID)
	r := g.rack(t.Name)
	if old, known := r.places[n.id]; known {
		if old.rev > n.rev {
			return
		}
		r.bury(old, n.id)
	}
	r.places[n.id] = place{at: uint32(len(r.overlay)), rev: n.rev}
	r.overlay, r.keys = append(r.overlay, n), append(r.keys, keys)
	if len(r.overlay) >= overlayFull && !r.tidying {
		r.tidying = true
		go g.tidy(t.Name)
	}
}

// drop forgets a record.
func (g *suggester) drop(t *entity.Type, id string, rev uint64) {
	g.mu.Lock()
	defer g.mu.Unlock()
	r := g.rack(t.Name)
	if old, known := r.places[id]; known {
		r.bury(old, id)
		delete(r.places, id)
	}
	if g.loading != nil {
		g.loading[id] = rev
	}
}

func (g *suggester) rack(entityName string) *rack {
	if g.racks == nil {
		g.racks = map[string]*rack{}
	}
	r := g.racks[entityName]
	if r == nil {
		r = &rack{places: map[string]place{}}
		g.racks[entityName] = r
	}
	return r
}

// bury marks a name as no longer true.
func (r *rack) bury(p place, id string) {
	if p.shelf != nil {
		if !p.shelf.dead[p.at] {
			p.shelf.dead[p.at] = true
			p.shelf.alive--
		}
		return
	}
	if int(p.at) < len(r.overlay) && r.overlay[p.at].id == id {
		r.overlay[p.at].id = "" // gone
	}
}

// tidy makes a shelf of what changed, and one of two when they are of like size: so there are never many shelves, and
// each name is moved a few times only. Sorting goes on without the lock; what changed meanwhile stays on top.
func (g *suggester) tidy(entityName string) {
	g.mu.Lock()
	r := g.rack(entityName)
	taken, keep := len(r.overlay), len(r.shelves)
	recs, keys := make([]named, 0, taken), make([][]key, 0, taken)
	for i, n := range r.overlay {
		if n.id != "" {
			recs, keys = append(recs, n), append(keys, r.keys[i])
		}
	}
	var below []*shelf
	for total := len(recs); keep > 0 && r.shelves[keep-1].alive < 2*total; total += r.shelves[keep].alive {
		keep--
		below = append(below, r.shelves[keep].now())
	}
	g.mu.Unlock()
	fresh := shelfOf(recs, func(i int, yield func(key string, how uint8)) {
		for _, k := range keys[i] {
			yield(k.text, k.how)
		}
	})
	if below != nil {
		fresh = joined(append([]*shelf{fresh}, below...))
	}
	g.mu.Lock()
	defer g.mu.Unlock()
	old := r.shelves[keep:]
	for i := range fresh.recs {
		n := &fresh.recs[i]
		p, known := r.places[n.id]
		here := known && p.rev == n.rev && (p.shelf == nil && int(p.at) < taken || slices.Contains(old, p.shelf))
		if here {
			r.places[n.id] = place{shelf: fresh, at: uint32(i), rev: n.rev}
		} else {
			fresh.dead[i] = true
			fresh.alive--
		}
	}
	r.shelves = append(r.shelves[:keep:keep], fresh)
	r.overlay, r.keys = slices.Clone(r.overlay[taken:]), slices.Clone(r.keys[taken:])
	for i := range r.overlay {
		n := &r.overlay[i]
		if p, ok := r.places[n.id]; ok && n.id != "" && p.shelf == nil && p.at == uint32(i+taken) {
			r.places[n.id] = place{at: uint32(i), rev: p.rev}
		}
	}
	r.tidying = false
	if len(r.overlay) >= overlayFull {
		r.tidying = true
		go g.tidy(entityName)
	}
}

// LoadNames fills the memory of suggestions from the store. Changes that Observe reports meanwhile are kept.
func (x *Index) LoadNames(ctx context.Context) error {
	ctx, end, ok := x.state.begin(ctx)
	if !ok {
		return errClosed
	}
	defer end()
	g := &x.suggest
	g.mu.Lock()
	g.loading = map[string]uint64{}
	g.mu.Unlock()
	defer func() {
		g.mu.Lock()
		g.loading = nil
		g.mu.Unlock()
	}()
	for _, t := range x.types.All() {
		if !suggestible(t) {
			continue
		}
		var recs []named
		err := x.store.Each(ctx, t, func(rec entity.Record) bool {
			if rec.Meta().Deleted() {
				return ctx.Err() == nil
			}
			n := g.nameOf(t, rec)
			g.mu.Lock()
			n.owner, n.dept = g.number(string(rec.Meta().OwnerID)), g.number(rec.Meta().DepartmentID)
			g.mu.Unlock()
			recs = append(recs, n)
			return ctx.Err() == nil
		})
		if err == nil {
			err = ctx.Err()
		}
		if err != nil {
			return err
		}
		g.install(t.Name, newShelf(recs))
	}
	return nil
}

// install adds a loaded shelf below what is known by now.
func (g *suggester) install(entityName string, s *shelf) {
	g.mu.Lock()
	defer g.mu.Unlock()
	r := g.rack(entityName)
	for i := range s.recs {
		n := &s.recs[i]
		p, known := r.places[n.id]
		if gone, deleted := g.loading[n.id]; known && p.rev >= n.rev || deleted && gone >= n.rev {
			s.dead[i] = true
			s.alive--
			continue
		}
		if known {
			r.bury(p, n.id)
		}
		r.places[n.id] = place{shelf: s, at: uint32(i), rev: n.rev}
	}
	r.shelves = append([]*shelf{s}, r.shelves...)
}

package desktop

import (
	"encoding/json"
	"os"
	"path/filepath"
	"sync"
)

// place is what a window remembers from one time to the next: where it stood and how it looked.
type place struct {
	X         int     `json:"x"`
	Y         int     `json:"y"`
	Width     int     `json:"width"`
	Height    int     `json:"height"`
	Maximised bool    `json:"maximised"`
	Zoom      float64 `json:"zoom,omitempty"`   // 1 is as drawn; 0 was never said
	Dark      bool    `json:"dark,omitempty"`   // the paper before the page is there
	Lang      string  `json:"lang,omitempty"`   // of the menu before the book is open
	Silent    bool    `json:"silent,omitempty"` // tells of nothing
	NoMenu    bool    `json:"noMenu,omitempty"` // no menu bar, where it takes room in the window
	Told      string  `json:"told,omitempty"`   // the day whose plans were told of
	Known     bool    `json:"-"`                // read from a file, so that X and Y mean something
}

// The window as it opens the first time, and the least it may be: the narrowest layout of the pages.
const (
	firstWidth, firstHeight = 1360, 860
	leastWidth, leastHeight = 800, 560
	leastZoom, mostZoom     = 0.5, 2.0
	bars                    = 80 // its title and the system's bar take from the height of a screen
)

func placeFile(key string) (string, error) {
	dir, err := os.UserConfigDir()
	return filepath.Join(dir, "xingke", "window-"+key+".json"), err
}

// lastPlace reads where the window stood; whatever is missing or senseless is as at the first time.
func lastPlace(key string) place {
	first := place{Width: firstWidth, Height: firstHeight}
	file, err := placeFile(key)
	if err != nil {
		return first
	}
	text, err := os.ReadFile(file)
	p := place{}
	if err != nil || json.Unmarshal(text, &p) != nil {
		return first
	}
	if p.Zoom != 0 {
		p.Zoom = min(max(p.Zoom, leastZoom), mostZoom)
	}
	p.Known = p.Width >= leastWidth && p.Height >= leastHeight && p.Width <= 20_000 && p.Height <= 20_000
	if !p.Known {
		p.X, p.Y, p.Width, p.Height, p.Maximised = 0, 0, firstWidth, firstHeight, false
	}
	return p
}

// keep writes the place down. A window that cannot remember its place is no reason to trouble anybody.
func (p place) keep(key string) {
	file, err := placeFile(key)
	if err != nil || os.MkdirAll(filepath.Dir(file), 0o700) != nil {
		return
	}
	if text, err := json.Marshal(p); err == nil && os.WriteFile(file+".part", text, 0o600) == nil {
		_ = os.Rename(file+".part", file) // never half a file, whenever the program ends
	}
}

// extent is how much room there is: the width of all screens together, the height of the highest.
type extent struct{ width, height int }

// onScreen tells whether the top left corner lies where a person can reach it.
// Systems give screens without their position; one screen is taken to start at 0, 0.
func (p place) onScreen(all extent) bool {
	return p.Known && p.X >= 0 && p.Y >= 0 && p.X+100 < all.width && p.Y+50 < all.height
}

// settled is where a window goes that is to stand at a place on screens of an extent, all together and the largest: no
// larger than the largest, and with all of it to be seen where it was left to be seen in part only. In the middle, and not
// at X and Y, goes a window that is there for the first time, or whose place is on no screen any more.
func (p place) settled(all, largest extent) (at place, middle bool) {
	room := extent{max(largest.width, leastWidth), max(largest.height-bars, leastHeight)}
	if p.Known && p.Width <= largest.width && p.Height <= largest.height {
		room = largest // this is how high the person made it
	}
	at = p
	at.Width, at.Height = min(p.Width, room.width), min(p.Height, room.height)
	at.X, at.Y = max(0, min(p.X, all.width-at.Width)), max(0, min(p.Y, all.height-at.Height))
	return at, !p.onScreen(all)
}

// memory is the place of a window while the program runs. It is safe for concurrent use.
type memory struct {
	key string
	mu  sync.Mutex
	now place
}

func recall(key string) *memory { return &memory{key: key, now: lastPlace(key)} }

func (m *memory) get() place {
	m.mu.Lock()
	defer m.mu.Unlock()
	return m.now
}

// change changes what is remembered, and writes it down at once.
func (m *memory) change(how func(*place)) {
	m.mu.Lock()
	defer m.mu.Unlock()
	before := m.now
	how(&m.now)
	if m.now != before {
		m.now.keep(m.key)
	}
}

package desktop

import (
	"encoding/json"
	"os"
	"path/filepath"
)

// place is the size and position of a window when it was last closed.
type place struct {
	X         int  `json:"x"`
	Y         int  `json:"y"`
	Width     int  `json:"width"`
	Height    int  `json:"height"`
	Maximised bool `json:"maximised"`
	Known     bool `json:"-"` // read from a file, so that X and Y mean something
}

// The window as it opens the first time, and the least it may be: the narrowest layout of the pages.
const (
	firstWidth, firstHeight = 1360, 860
	leastWidth, leastHeight = 800, 560
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
	if err != nil || json.Unmarshal(text, &p) != nil || p.Width < leastWidth || p.Height < leastHeight || p.Width > 20_000 || p.Height > 20_000 {
		return first
	}
	p.Known = true
	return p
}

// keep writes the place down. A window that cannot remember its place is no reason to trouble anybody.
func (p place) keep(key string) {
	file, err := placeFile(key)
	if err != nil || os.MkdirAll(filepath.Dir(file), 0o700) != nil {
		return
	}
	if text, err := json.Marshal(p); err == nil {
		_ = os.WriteFile(file, text, 0o600)
	}
}

// onScreen tells whether the top left corner lies where a person can reach it, given the extent of all screens.
// Systems give screens without their position; one screen is taken to start at 0, 0.
func (p place) onScreen(width, height int) bool {
	return p.Known && p.X >= 0 && p.Y >= 0 && p.X+100 < width && p.Y+50 < height
}

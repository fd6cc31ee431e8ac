package seal

import (
	"encoding/json"
	"errors"
	"os"
	"path/filepath"
	"sync"
	"time"

	"xingke/backend/base/fault"
	"xingke/backend/base/lang"
)

// triesFile counts wrong passphrases, so that ending the program does not end the wait. It holds
// nothing secret; whoever can write to the folder can read the key file as well and need not ask.
const triesFile = "tries.json"

// FreeTries is how many wrong passphrases cost no wait.
const FreeTries = 5

const (
	firstWait   = 5 * time.Second
	longestWait = 15 * time.Minute
)

type tries struct {
	Failed int       `json:"failed"`
	At     time.Time `json:"at"`
}

// WaitAfter is how long the next try has to wait after so many wrong ones.
func WaitAfter(failed int) time.Duration {
	if failed < FreeTries {
		return 0
	}
	return min(firstWait<<min(failed-FreeTries, 10), longestWait)
}

// Tries tells how often the book in dir was not opened since it was last, and how long to wait before the next try.
func Tries(dir string, now time.Time) (failed int, wait time.Duration) {
	t := readTries(dir)
	wait = WaitAfter(t.Failed)
	if passed := now.Sub(t.At); passed > 0 { // a clock that was put back does not shorten the wait
		wait = max(0, wait-passed)
	}
	return t.Failed, wait
}

// trying lets one try after the other: many at once count as many, and take the memory of one.
var trying sync.Mutex

// Try opens the book in dir by open, unless too many wrong tries ask for a wait first. A wrong secret is counted.
// open must not itself Try.
func Try(dir string, now time.Time, open func() error) error {
	trying.Lock()
	defer trying.Unlock()
	failed, wait := Tries(dir, now)
	if wait > 0 {
		return TooSoon(wait)
	}
	err := open()
	switch {
	case WrongPassphrase(err):
		raw, encodeErr := json.Marshal(tries{failed + 1, now.UTC()})
		if encodeErr == nil {
			_ = replaceFile(dir, triesFile, raw) // a folder that cannot be written to counts no further
		}
	case err == nil && failed > 0:
		_ = os.Remove(filepath.Join(dir, triesFile))
	}
	return err
}

// TooSoon is the fault of a try that came before its time.
func TooSoon(wait time.Duration) error {
	seconds := int((wait + time.Second - 1) / time.Second)
	return fault.Wrap(errTooSoon, fault.Forbidden, "输错的次数较多，请 %s 秒后再试", "Too many wrong tries. Try again in %s seconds.", lang.N(seconds))
}

var errTooSoon = errors.New("seal: too soon after wrong tries")

// IsTooSoon tells whether err means that a try came before its time.
func IsTooSoon(err error) bool { return errors.Is(err, errTooSoon) }

func readTries(dir string) (t tries) {
	raw, err := os.ReadFile(filepath.Join(dir, triesFile))
	if err != nil || json.Unmarshal(raw, &t) != nil || t.Failed < 0 {
		return tries{}
	}
	return t
}

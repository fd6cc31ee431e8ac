package desktop

import (
	"crypto/sha256"
	"encoding/hex"
	"flag"
	"os"
	"path/filepath"
	"runtime"
)

// Config says which book the window opens, and with what in hand.
type Config struct {
	Book       string // its folder
	Passphrase string // of a sealed book, from the environment only: a command line is seen by others
	File       string // a backup or a table that was opened with the program
}

// configure reads the command line: -book, else XINGKE_BOOK, else the person's own book; and a file.
func configure(args []string) (Config, error) {
	flags := flag.NewFlagSet("xingke-desktop", flag.ContinueOnError)
	book := flags.String("book", os.Getenv("XINGKE_BOOK"), "folder of the book (账套文件夹); also XINGKE_BOOK")
	if err := flags.Parse(args); err != nil {
		return Config{}, err
	}
	c := Config{Book: *book, Passphrase: os.Getenv("XINGKE_PASSPHRASE")}
	if c.Book == "" {
		data, err := dataDir()
		if err != nil {
			return Config{}, err
		}
		c.Book = filepath.Join(data, "xingke", "book")
	}
	if flags.NArg() > 0 {
		c.File, _ = filepath.Abs(flags.Arg(0)) // without a working folder nothing is found there either
	}
	abs, err := filepath.Abs(c.Book)
	c.Book = abs
	return c, err
}

// fileOf finds the file among the words of a second start, which stand for the folder they were said in.
func fileOf(args []string, folder string) string {
	for i, arg := range args {
		isValue := i > 0 && (args[i-1] == "-book" || args[i-1] == "--book")
		if arg == "" || arg[0] == '-' || isValue {
			continue
		}
		if !filepath.IsAbs(arg) {
			arg = filepath.Join(folder, arg)
		}
		return filepath.Clean(arg)
	}
	return ""
}

// dataDir is where programs keep the data of a person on this system. It is not the folder for
// settings, which Windows copies between machines.
func dataDir() (string, error) {
	if runtime.GOOS == "windows" {
		if local := os.Getenv("LOCALAPPDATA"); local != "" {
			return local, nil
		}
		return os.UserConfigDir()
	}
	if runtime.GOOS == "darwin" {
		return os.UserConfigDir()
	}
	if data := os.Getenv("XDG_DATA_HOME"); filepath.IsAbs(data) {
		return data, nil
	}
	home, err := os.UserHomeDir()
	return filepath.Join(home, ".local", "share"), err
}

// key tells the windows of different books apart, in names of files and locks.
func (c Config) key() string {
	sum := sha256.Sum256([]byte(c.Book))
	return hex.EncodeToString(sum[:6])
}

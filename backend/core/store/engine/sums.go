package engine

import (
	"bufio"
	"encoding/binary"
	"errors"
	"fmt"
	"hash/crc32"
	"io"
	"os"
	"path/filepath"
	"runtime"
	"slices"
	"sync"
	"sync/atomic"
)

// Badger takes a block that does not read for one that is not there: a damaged table would show
// older values, or none, without an error, and some damage ends the whole program. So every table
// is compared with what it was when the engine was closed, before Badger sees it. Tables never
// change once they are written.
const sumsFile = "SUMS"

var errTable = errors.New("engine: a table is not as it was written")

var castagnoli = crc32.MakeTable(crc32.Castagnoli)

type sum struct {
	size int64
	crc  uint32
}

// readSums reads what the tables were; nothing when that was never written down.
func readSums(dir string) (map[string]sum, error) {
	f, err := os.Open(filepath.Join(dir, sumsFile))
	if errors.Is(err, os.ErrNotExist) {
		return nil, nil
	}
	if err != nil {
		return nil, err
	}
	defer f.Close()
	known, total, ended := map[string]sum{}, uint32(0), false
	for lines := bufio.NewScanner(f); lines.Scan(); {
		var name string
		var s sum
		if _, err := fmt.Sscanf(lines.Text(), "%s %d %x", &name, &s.size, &s.crc); err != nil || ended {
			return nil, fmt.Errorf("%w: %s", errTable, sumsFile)
		}
		if name == sumsFile { // the last line is about the others
			if ended = s.crc == total && s.size == int64(len(known)); !ended {
				return nil, fmt.Errorf("%w: %s", errTable, sumsFile)
			}
			continue
		}
		known[name] = s
		total = crc32.Update(total, castagnoli, lines.Bytes())
	}
	if !ended {
		return nil, fmt.Errorf("%w: %s", errTable, sumsFile)
	}
	return known, nil
}

// checkTables compares the tables of a folder with what they were, and returns their sums now.
// Tables that were written before a crash are unknown: their blocks must be checked one by one.
func checkTables(dir string, tables tableBook) (now map[string]sum, unknown []string, err error) {
	known, err := readSums(dir)
	if err != nil {
		return nil, nil, err
	}
	paths, err := filepath.Glob(filepath.Join(dir, "*.sst"))
	if err != nil {
		return nil, nil, err
	}
	paths = slices.DeleteFunc(paths, func(path string) bool {
		_, belongs := tables[filepath.Base(path)]
		return !belongs
	})
	now = map[string]sum{}
	sums, err := sumsOf(paths)
	if err != nil {
		return nil, nil, err
	}
	for i, path := range paths {
		name, s := filepath.Base(path), sums[i]
		was, there := known[name]
		if there && was != s {
			return nil, nil, fmt.Errorf("%w: %s", errTable, name)
		}
		if !there {
			unknown = append(unknown, name)
			if err := checkFoot(path, s.size); err != nil {
				return nil, nil, err
			}
		}
		now[name] = s
	}
	return now, unknown, nil
}

// sumsOf reads several files at once: the first list waits for it.
func sumsOf(paths []string) ([]sum, error) {
	sums, errs := make([]sum, len(paths)), make([]error, len(paths))
	var next atomic.Int64
	var wait sync.WaitGroup
	for range min(runtime.GOMAXPROCS(0), 4, len(paths)) {
		wait.Go(func() {
			buf := make([]byte, 1<<18)
			for i := int(next.Add(1)) - 1; i < len(paths); i = int(next.Add(1)) - 1 {
				sums[i], errs[i] = sumOf(paths[i], buf)
			}
		})
	}
	wait.Wait()
	return sums, errors.Join(errs...)
}

func sumOf(path string, buf []byte) (s sum, err error) {
	f, err := os.Open(path)
	if err != nil {
		return s, err
	}
	defer f.Close()
	for {
		n, err := f.Read(buf)
		s.size += int64(n)
		s.crc = crc32.Update(s.crc, castagnoli, buf[:n])
		if err == io.EOF {
			return s, nil
		}
		if err != nil {
			return s, err
		}
	}
}

// checkFoot checks the end of a table, on which Badger relies without looking: index, its length,
// its checksum, the checksum's length.
func checkFoot(path string, size int64) error {
	bad := fmt.Errorf("%w: %s", errTable, filepath.Base(path))
	f, err := os.Open(path)
	if err != nil {
		return err
	}
	defer f.Close()
	at := size
	take := func(n int64) []byte {
		if n <= 0 || n > at {
			return nil
		}
		at -= n
		b := make([]byte, n)
		if _, err := f.ReadAt(b, at); err != nil {
			return nil
		}
		return b
	}
	length := func() int64 {
		if b := take(4); b != nil {
			return int64(binary.BigEndian.Uint32(b))
		}
		return 0
	}
	want, ok := crcIn(take(length()))
	index := take(length())
	if !ok || len(index) <= 16 || uint64(crc32.Checksum(index, castagnoli)) != want {
		return bad
	}
	return nil
}

// crcIn reads Badger's note of a checksum: protocol buffer field 1, the algorithm, which is left
// out for CRC32C, and field 2, the sum.
func crcIn(b []byte) (crc uint64, ok bool) {
	if len(b) < 2 || b[0] != 2<<3 {
		return 0, false
	}
	crc, n := binary.Uvarint(b[1:])
	return crc, n == len(b)-1
}

// saveSums writes down what the tables are.
func saveSums(dir string, sums map[string]sum) error {
	tmp, err := os.CreateTemp(dir, sumsFile+".*.tmp")
	if err != nil {
		return err
	}
	defer os.Remove(tmp.Name()) // gone after the rename
	total := uint32(0)
	for name, s := range sums {
		line := fmt.Sprintf("%s %d %x", name, s.size, s.crc)
		total = crc32.Update(total, castagnoli, []byte(line))
		if _, err = fmt.Fprintln(tmp, line); err != nil {
			break
		}
	}
	if err == nil {
		_, err = fmt.Fprintf(tmp, "%s %d %x\n", sumsFile, len(sums), total)
	}
	if err = errors.Join(err, tmp.Sync(), tmp.Close()); err != nil {
		return err
	}
	return os.Rename(tmp.Name(), filepath.Join(dir, sumsFile))
}

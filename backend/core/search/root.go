package search

import (
	"encoding/binary"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
)

// checkRoot looks whether the list of segments, a bolt database, is as long as its two headings
// say. It is read as mapped memory: behind the file's end the whole program would end.
func checkRoot(index string) error {
	f, err := os.Open(filepath.Join(index, "store", "root.bolt"))
	if err != nil {
		return fmt.Errorf("search: open: %w", err)
	}
	defer f.Close()
	info, err := f.Stat()
	if err != nil {
		return fmt.Errorf("search: open: %w", err)
	}
	// A heading lies behind 16 bytes at the beginning of each of the first two pages: magic,
	// version, page size, flags 4 each, root 16, free list 8, number of pages 8.
	at := int64(0)
	for range 2 {
		head := make([]byte, 64)
		if _, err := f.ReadAt(head, at); err != nil && !errors.Is(err, io.EOF) {
			return fmt.Errorf("search: open: %w", err)
		}
		size, pages := uint64(binary.NativeEndian.Uint32(head[24:])), binary.NativeEndian.Uint64(head[56:])
		if size == 0 || pages == 0 || pages > uint64(info.Size())/size {
			return errors.New("search: open: the list of segments is cut off")
		}
		at = int64(size)
	}
	return nil
}

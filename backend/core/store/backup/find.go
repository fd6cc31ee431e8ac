package backup

import (
	"bytes"
	"os"
	"path/filepath"
	"strings"

	"xingke/backend/base/fault"
	"xingke/backend/base/lang"
)

// Find tells which backup people mean by a path: one snapshot, a shelf, or a folder with one shelf in it;
// of a shelf, the newest. A file that is no snapshot is none of ours: then the shelf is nil.
func Find(path string) (*Shelf, string, error) {
	stat, err := os.Stat(path)
	if err != nil {
		return nil, "", fault.Wrap(err, fault.NotFound, "备份 %s 打不开；请检查路径", "The backup %s cannot be opened. Check the path.", lang.S(path))
	}
	if !stat.IsDir() {
		s := &Shelf{filepath.Dir(path)}
		id, named := strings.CutSuffix(filepath.Base(path), snapshotExt)
		if !named {
			return nil, "", nil
		}
		if _, err := s.readHead(id); err != nil {
			return nil, "", nil //nolint:nilerr // an archive of another kind may have the same ending
		}
		return s, id, nil
	}
	shelves := []string{path}
	if found, err := filepath.Glob(filepath.Join(path, "xingke-*")); err == nil {
		shelves = append(shelves, found...)
	}
	var met []*Shelf
	for _, dir := range shelves {
		s := &Shelf{dir}
		if names, err := s.names(); err == nil && len(names) > 0 {
			met = append(met, s)
		}
	}
	if len(met) != 1 {
		return nil, "", fault.New(fault.NotFound, "文件夹 %s 里没有备份，或有几个账套的备份；请指明其中一个 .xkbackup 文件", "The folder %s holds no backups, or backups of several books. Give one .xkbackup file.", lang.S(path))
	}
	names, err := met[0].names()
	if err != nil {
		return nil, "", err
	}
	return met[0], names[0], nil
}

// Begins tells that bytes begin as a snapshot does: one file of a shelf, which is nothing without the pieces beside it.
func Begins(raw []byte) bool { return bytes.HasPrefix(raw, []byte(magic)) }

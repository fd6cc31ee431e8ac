package app

import (
	"archive/tar"
	"bufio"
	"compress/flate"
	"context"
	"encoding/binary"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"

	"xingke/backend/base/fault"
	"xingke/backend/base/lang"
	"xingke/backend/core/seal"
	"xingke/backend/core/store/backup"
)

// readBackup reads an archive to its end and counts its files. With a folder it unpacks them there. open is given the
// key file of the archive.
func readBackup(ctx context.Context, path, into string, open func(key []byte) (*seal.Keys, error)) (int, error) {
	file, err := os.Open(path)
	if err != nil {
		return 0, fault.Wrap(err, fault.NotFound, "备份文件 %s 打不开；请检查路径", "The backup %s cannot be opened. Check the path.", lang.S(path))
	}
	defer file.Close()
	in := bufio.NewReaderSize(file, 1<<20)
	key, err := backupKey(in)
	if err != nil {
		return 0, notBackup(err)
	}
	keys, err := open(key)
	if err != nil {
		return 0, err
	}
	sealed, err := seal.NewReader(in, keys.For(backupPurpose), key)
	if err != nil {
		return 0, notBackup(err)
	}
	stat, err := file.Stat()
	if err != nil {
		return 0, notBackup(err)
	}
	packed := &bounded{flate.NewReader(sealed), stat.Size()*mostUnpacked + 1<<28}
	count, err := unpack(ctx, tar.NewReader(packed), into)
	if err == nil { // to the very end, so that a missing piece is noticed
		_, err = io.Copy(io.Discard, packed)
	}
	if err == nil {
		_, err = io.Copy(io.Discard, sealed)
	}
	if err != nil {
		return count, notBackup(err)
	}
	return count, nil
}

// mostUnpacked is how much larger than itself an archive may become. What a book holds is sealed, and hardly packs.
const mostUnpacked = 100

// bounded gives so many bytes and no more.
type bounded struct {
	io.Reader
	left int64
}

// Read implements io.Reader.
func (b *bounded) Read(p []byte) (int, error) {
	n, err := b.Reader.Read(p)
	if b.left -= int64(n); b.left < 0 {
		return 0, errors.New("an archive that unpacks to more than a book holds")
	}
	return n, err
}

// errAlone is about one file out of a folder of backups.
var errAlone = errors.New("a snapshot without its pieces")

func notBackup(err error) error {
	var said *fault.Error // the folder or the disk is to blame, not the archive
	if errors.As(err, &said) || errors.Is(err, context.Canceled) {
		return err
	}
	if errors.Is(err, errAlone) {
		return fault.Wrap(err, fault.Invalid, "这是备份文件夹里的一个文件，单独一个恢复不了；请选它所在的整个文件夹（里面有 pieces）", "This is one file out of a folder of backups, and nothing by itself. Choose the whole folder in which it lies (the one with pieces in it).")
	}
	return fault.Wrap(err, fault.Invalid, "这不是行客的备份文件，或者已经损坏；请换一个备份", "This is no backup of Xingke, or it is damaged. Choose another backup.")
}

func backupKey(in io.Reader) ([]byte, error) {
	head := make([]byte, len(backupMagic)+4)
	if _, err := io.ReadFull(in, head); err != nil {
		return nil, err
	}
	if backup.Begins(head) {
		return nil, errAlone
	}
	size := binary.BigEndian.Uint32(head[len(backupMagic):])
	if string(head[:len(backupMagic)]) != backupMagic || size > longestKey {
		return nil, errors.New("no backup")
	}
	key := make([]byte, size)
	_, err := io.ReadFull(in, key)
	return key, err
}

// unlockWith puts the key file where it can be unlocked: into the new book, or into a folder of its own.
func unlockWith(key []byte, passphrase, into string) (*seal.Keys, error) {
	if into == "" {
		made, err := os.MkdirTemp("", "xingke-key-") // 0700
		if err != nil {
			return nil, err
		}
		defer os.RemoveAll(made)
		into = made
	}
	if err := os.WriteFile(filepath.Join(into, seal.KeyFile), key, 0o600); err != nil {
		return nil, err
	}
	return seal.Unlock(into, passphrase)
}

func unpack(ctx context.Context, archive *tar.Reader, into string) (count int, err error) {
	for {
		head, err := archive.Next()
		if err == io.EOF {
			return count, nil
		}
		if err != nil || ctx.Err() != nil {
			return count, errors.Join(err, ctx.Err())
		}
		count++
		if err := unpackOne(archive, head, into); err != nil {
			return count, err
		}
	}
}

func unpackOne(archive io.Reader, head *tar.Header, into string) (err error) {
	if into == "" {
		_, err := io.Copy(io.Discard, archive)
		return err
	}
	name := filepath.FromSlash(head.Name)
	if !filepath.IsLocal(name) || head.Typeflag != tar.TypeReg {
		return fmt.Errorf("a strange name in the archive: %q", head.Name)
	}
	path := filepath.Join(into, name)
	if err := os.MkdirAll(filepath.Dir(path), 0o700); err != nil {
		return unwritten(into, err)
	}
	file, err := os.OpenFile(path, os.O_CREATE|os.O_EXCL|os.O_WRONLY, 0o600)
	if errors.Is(err, fs.ErrExist) {
		return err // twice in the archive
	}
	if err != nil {
		return unwritten(into, err)
	}
	if _, err = io.Copy(toDisk{file}, archive); err != nil {
		return errors.Join(err, file.Close())
	}
	if err := errors.Join(file.Sync(), file.Close()); err != nil {
		return unwritten(into, err)
	}
	return nil
}

// toDisk says of what goes wrong that the disk is to blame.
type toDisk struct{ file *os.File }

// Write implements io.Writer.
func (d toDisk) Write(p []byte) (int, error) {
	n, err := d.file.Write(p)
	if err != nil {
		return n, fault.Wrap(err, fault.Unavailable, "写不到 %s；请检查磁盘空间和权限", "Nothing can be written to %s. Check the free space and the permissions.", lang.S(d.file.Name()))
	}
	return n, nil
}

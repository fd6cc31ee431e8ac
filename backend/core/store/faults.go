package store

import (
	"errors"
	"fmt"
	"io/fs"
	"syscall"

	"xingke/backend/base/fault"
	"xingke/backend/base/lang"
	"xingke/backend/core/store/journal"
)

// Causes of the faults of Open, for errors.Is.
var (
	ErrBusy      = errors.New("store: the book is open in another program")
	ErrNewer     = journal.ErrNewer
	ErrWrongKey  = journal.ErrWrongKey
	ErrDamaged   = journal.ErrDamaged
	ErrReadOnly  = errors.New("store: the book's folder cannot be written")
	ErrFull      = errors.New("store: too little free space")
	ErrNoJournal = errors.New("store: the journal is gone")
	ErrClosed    = errors.New("store: the book is closed")
)

func busy(pid string) error {
	who := lang.Of("", "")
	if pid != "" {
		who = lang.Of("（进程 "+pid+"）", " (process "+pid+")")
	}
	return fault.Wrap(ErrBusy, fault.Unavailable, "这个账套已在另一个程序中打开%s；请先关闭那个程序", "This book is open in another program%s. Close that program first.", who)
}

func newerFormat() error {
	return fault.Wrap(ErrNewer, fault.Unavailable, "这个账套由更新版本的程序写成；请升级程序后再打开", "This book was written by a newer version of the program. Update the program, then open it.")
}

func noJournal(folder string) error {
	return fault.Wrap(ErrNoJournal, fault.Unavailable, "账套的日志不见了：%s 中没有日志文件；请把该文件夹放回原处，或从备份恢复；都没有时，运行 xingke mend 由数据视图重建",
		"The book's journal is gone: there is no journal file in %s. Put that folder back, or restore the book from a backup; without either, xingke mend makes it again from the view.", lang.S(folder))
}

func closed() error {
	return fault.Wrap(ErrClosed, fault.Unavailable, "账套已关闭，请重新打开程序", "The book is closed. Start the program again.")
}

func fullDisk(free uint64) error {
	return fault.Wrap(ErrFull, fault.Unavailable,
		"磁盘空间不足（只剩 %s MB），现在只能查看，不能保存；请腾出空间后重试",
		"There is too little free space on the disk (%s MB left), so nothing can be saved now. Free some space and try again.", lang.N(int(free>>20)))
}

func noRoomToOpen(free uint64) error {
	return fault.Wrap(ErrFull, fault.Unavailable,
		"磁盘几乎没有空间（只剩 %s MB），账套打不开；已保存的都在，请腾出空间后再打开",
		"There is almost no free space on the disk (%s MB left), so the book cannot be opened. All that was saved is there; free some space, then open it.", lang.N(int(free>>20)))
}

// folderFault says what is wrong with the book's folder.
func folderFault(dir string, err error) error {
	if errors.Is(err, fs.ErrPermission) || errors.Is(err, syscall.EROFS) {
		return fault.Wrap(errors.Join(ErrReadOnly, err), fault.Unavailable,
			"文件夹 %s 不能写入；请取消只读或换一个文件夹", "The folder %s cannot be written. Remove its write protection or choose another folder.", lang.S(dir))
	}
	return fault.Wrap(err, fault.Unavailable, "打不开文件夹 %s：%s；请检查路径和磁盘", "The folder %s cannot be opened: %s. Check the path and the disk.", lang.S(dir), lang.S(err.Error()))
}

func viewFault(err error) error {
	return fault.Wrap(err, fault.Internal, "读取数据时出错；请重新打开程序，会自动检查并修复", "The data could not be read. Start the program again; it checks and repairs itself.")
}

func notFound(t fmt.Stringer) error {
	return fault.New(fault.NotFound, "找不到这条%s，它可能已被删除", "This record (%s) cannot be found; it may have been deleted.", t)
}

func stale(t fmt.Stringer) error {
	return fault.New(fault.Conflict, "这条%s刚刚被修改过；请刷新后再改", "This record (%s) has been changed in the meantime. Reload it, then make your change.", t)
}

package journal

import (
	"errors"
	"fmt"

	"xingke/backend/base/fault"
	"xingke/backend/base/lang"
)

// Causes of the faults this package returns, for errors.Is.
var (
	ErrNewer    = errors.New("journal: written by a newer version")
	ErrWrongKey = errors.New("journal: sealed with another key")
	ErrDamaged  = errors.New("journal: damaged")
	ErrFailed   = errors.New("journal: the disk failed, nothing more is written until the book is opened again")
)

// Damage names the place where the journal cannot be read. It is an ErrDamaged.
type Damage struct {
	Segment string
	Offset  int64
	Seq     uint64 // the first sequence that is lost
	Why     string
}

// Error writes the place for logs.
func (d *Damage) Error() string {
	return fmt.Sprintf("journal damaged: %s at byte %d, sequence %d: %s", d.Segment, d.Offset, d.Seq, d.Why)
}

// Is makes every Damage an ErrDamaged.
func (d *Damage) Is(target error) bool { return target == ErrDamaged }

func damaged(s *segment, off int64, seq uint64, why string) error {
	d := &Damage{Segment: s.name, Offset: off, Seq: seq, Why: why}
	return fault.Wrap(d, fault.Unavailable,
		"日志文件 %s 在第 %s 字节处损坏（第 %s 号变更起）；请从最近的备份恢复，并检查磁盘",
		"The journal file %s is damaged at byte %s (from change %s on). Restore the latest backup and check the disk.",
		lang.S(s.name), lang.S(fmt.Sprint(off)), lang.S(fmt.Sprint(seq)))
}

func writeFailed(cause error) error {
	return fault.Wrap(cause, fault.Unavailable,
		"这次改动没有保存：磁盘已满或写不进去。请腾出磁盘空间后重试；已有数据都在",
		"This change was not saved: the disk is full or cannot be written. Free some space and try again; everything saved before is safe.")
}

func diskFailed(cause error) error {
	return fault.Wrap(errors.Join(ErrFailed, cause), fault.Unavailable,
		"磁盘没有确认写入，现在只能查看，不能修改；请检查磁盘并重新打开程序",
		"The disk did not confirm a write. The book can be read but not changed; check the disk and start the program again.")
}

func newerFault() error {
	return fault.Wrap(ErrNewer, fault.Unavailable, "这个账套由更新版本的程序写成；请升级程序后再打开", "This book was written by a newer version of the program. Update the program, then open it.")
}

func wrongKeyFault() error {
	return fault.Wrap(ErrWrongKey, fault.Forbidden, "密钥与这个账套不符；请确认 key.json 属于这个账套，或从备份恢复", "The key does not fit this book. Check that key.json belongs to it, or restore a backup.")
}

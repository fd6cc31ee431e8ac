package app

import (
	"context"
	"errors"
	"log/slog"
	"os"
	"path/filepath"
	"strings"
	"time"

	"xingke/backend/base/fault"
	"xingke/backend/base/lang"
	"xingke/backend/base/who"
	"xingke/backend/core/audit"
	"xingke/backend/core/records"
	"xingke/backend/core/rpc"
	"xingke/backend/core/store/backup"
)

// backupPlan is where backups of the book go. It counts for the folder of the book in which it was made:
// a copy of a book does not write among the backups of the first one.
type backupPlan struct {
	Home   string `json:"home"`
	Folder string `json:"folder"`
	Auto   bool   `json:"auto"`
	Follow bool   `json:"follow,omitempty"` // a copy there follows the book within seconds
	Away   bool   `json:"away,omitempty"`   // the folder lay on another disk than the book
}

// backupState is what became of the last backups.
type backupState struct {
	GoodAt    time.Time `json:"goodAt,omitzero"` // of the last one that was proved
	ProvedAt  time.Time `json:"provedAt,omitzero"`
	TriedAt   time.Time `json:"triedAt,omitzero"`
	ProblemZH string    `json:"problemZH,omitempty"` // of the last try; "" if it went well
	ProblemEN string    `json:"problemEN,omitempty"`
	Missing   bool      `json:"missing,omitempty"` // the folder was not there
	Bytes     int64     `json:"bytes,omitempty"`
	Count     int       `json:"count,omitempty"`
	Files     int       `json:"files,omitempty"`
}

const (
	keyBackup      = "backup"
	keyBackupState = "backup.state"
	warnAfter      = 7 // days without a good backup
)

// BackupStatus is where backups go and how the last ones went.
type BackupStatus struct {
	Possible bool       `json:"possible"`         // a book in memory has none
	Folder   string     `json:"folder,omitempty"` // "" until one is chosen
	Auto     bool       `json:"auto"`             // every night, or as soon as there is a chance
	There    bool       `json:"there"`            // the folder can be reached now
	SameDisk bool       `json:"sameDisk"`         // as the book: no help when the disk breaks
	Suggest  []string   `json:"suggest"`          // folders one could choose
	GoodAt   *time.Time `json:"goodAt,omitempty"` // of the last backup that was proved by restoring it
	ProvedAt *time.Time `json:"provedAt,omitempty"`
	TriedAt  *time.Time `json:"triedAt,omitempty"`
	Problem  string     `json:"problem,omitempty"` // of the last try
	Days     int        `json:"days"`              // since the last good one; -1 without one
	Warn     bool       `json:"warn"`              // it is too long ago, or there is none though the book holds something
	Bytes    int64      `json:"bytes,omitempty"`
	Records  int        `json:"records,omitempty"`
	Home     string     `json:"home,omitempty"` // the folder of the book
	Running  bool       `json:"running"`

	Follow        bool       `json:"follow"`                  // a copy of the journal follows the book within seconds
	FollowedAt    *time.Time `json:"followedAt,omitempty"`    // when the copy was last brought up
	FollowBehind  int        `json:"followBehind,omitempty"`  // changes that are not in it
	FollowProblem string     `json:"followProblem,omitempty"` // of the last try
	FollowFolder  string     `json:"followFolder,omitempty"`  // where it lies
}

// BackupPlanInput says where backups go.
type BackupPlanInput struct {
	Folder string `json:"folder"` // "" makes none any more
	Auto   bool   `json:"auto"`
	Follow bool   `json:"follow,omitempty"` // a copy there follows the book within seconds
}

// BackupList is the backups in the chosen folder, the newest first.
type BackupList struct {
	Backups []BackupEntry `json:"backups"`
	Others  int           `json:"others"` // that were sealed with an older key
	Folder  string        `json:"folder"` // in which they lie
}

// BackupEntry is one backup.
type BackupEntry struct {
	ID      string    `json:"id"`
	At      time.Time `json:"at"`
	Bytes   int64     `json:"bytes"`
	Records int       `json:"records"`
	Seq     uint64    `json:"seq"`
}

// DrillInput names the backup to try; the newest one without it.
type DrillInput struct {
	ID string `json:"id,omitempty"`
}

func (b *book) exposeBackup() {
	rpc.Handle(b.table, "backup.get", rpc.SignedIn, b.backupStatus).
		Says("备份位置和最近一次备份的情况", "Where backups go and how the last ones went.")
	rpc.Handle(b.table, "backup.set", rpc.SignedIn, b.setBackup).
		Says("选择备份位置，是否每晚自动备份", "Chooses where backups go, and whether they are made every night.")
	rpc.Handle(b.table, "backup.list", rpc.SignedIn, b.listBackups).
		Says("备份位置里的全部备份", "The backups in the chosen folder.")
	rpc.Handle(b.table, "backup.run", rpc.SignedIn, b.runBackup).
		Says("立即备份，并恢复一遍来验证", "Makes a backup now and proves it by restoring it.")
	rpc.Handle(b.table, "backup.drill", rpc.SignedIn, b.drill).
		Says("恢复演练：把备份恢复到临时文件夹，核对后删除", "Restores a backup into a folder of its own, compares it and removes it again.")
	rpc.Handle(b.table, "backup.archived", rpc.SignedIn, b.archived).
		Says("记下整个账套做成了一个备份文件（仅管理员）", "Notes that everything was taken along in one archive, for owners.")
	rpc.Handle(b.table, "backup.restoreTo", rpc.SignedIn, b.restoreTo).
		Says("把账套恢复到某一时刻，放进一个新文件夹", "Makes a book as it was at a moment in a new folder; the open one stays.")
}

func (b *book) backupPlan(ctx context.Context) (plan backupPlan, err error) {
	err = b.records.Recall(ctx, keyBackup, &plan)
	if plan.Home != b.home() {
		plan = backupPlan{}
	}
	return plan, err
}

// home is the folder of the book as it is known everywhere on this machine.
func (b *book) home() string {
	if b.app.config.Dir == "" {
		return ""
	}
	if path, err := filepath.Abs(b.app.config.Dir); err == nil {
		return path
	}
	return b.app.config.Dir
}

func (b *book) backupStatus(ctx context.Context, _ rpc.Nothing) (BackupStatus, error) {
	out := BackupStatus{Suggest: []string{}, Days: -1}
	if err := b.ownersOnly(ctx); err != nil {
		return out, err
	}
	out.Possible, out.Home = b.app.config.Dir != "", b.home()
	plan, err := b.backupPlan(ctx)
	if err != nil {
		return out, err
	}
	var kept backupState
	if err := b.records.Recall(ctx, keyBackupState, &kept); err != nil {
		return out, err
	}
	out.Folder, out.Auto = plan.Folder, plan.Auto
	if plan.Folder != "" {
		out.There = b.placeIsThere(plan) == nil
		out.SameDisk = out.There && sameDisk(plan.Folder, b.app.config.Dir)
	} else if out.Possible {
		out.Suggest = b.suggestFolders(who.Lang(ctx))
	}
	if running := !b.backing.TryLock(); running {
		out.Running = true
	} else {
		b.backing.Unlock()
	}
	out.GoodAt, out.ProvedAt, out.TriedAt = moment(kept.GoodAt), moment(kept.ProvedAt), moment(kept.TriedAt)
	out.Problem, out.Bytes, out.Records = lang.Of(kept.ProblemZH, kept.ProblemEN).In(who.Lang(ctx)), kept.Bytes, kept.Count
	if !kept.GoodAt.IsZero() {
		out.Days = int(b.app.config.Clock.Now().Sub(kept.GoodAt) / (24 * time.Hour))
	}
	b.followStatus(ctx, plan, &out)
	out.Warn = out.Possible && !b.state.Practice && (out.Days > warnAfter || out.Days < 0 && b.empty(ctx) != nil)
	return out, nil
}

func moment(at time.Time) *time.Time {
	if at.IsZero() {
		return nil
	}
	return &at
}

// suggestFolders names places on this machine: drives that were plugged in, then the documents.
func (b *book) suggestFolders(tag lang.Tag) []string {
	name := lang.Of("行客备份", "Xingke backups").In(tag)
	list := []string{}
	for _, drive := range drives() {
		if !sameDisk(drive, b.app.config.Dir) {
			list = append(list, filepath.Join(drive, name))
		}
	}
	if home, err := os.UserHomeDir(); err == nil && home != "" {
		list = append(list, filepath.Join(home, name))
	}
	return list[:min(len(list), 4)]
}

// setBackup remembers where backups go. A folder that is not there is made, if the one around it is.
func (b *book) setBackup(ctx context.Context, in BackupPlanInput) (BackupStatus, error) {
	if err := b.ownersOnly(ctx); err != nil {
		return BackupStatus{}, err
	}
	if b.app.config.Dir == "" {
		return BackupStatus{}, inMemory()
	}
	folder := strings.TrimSpace(in.Folder)
	if folder != "" {
		if err := b.usable(folder); err != nil {
			return BackupStatus{}, err
		}
		folder = filepath.Clean(folder)
	}
	plan := backupPlan{Home: b.home(), Folder: folder, Auto: in.Auto && folder != "", Follow: in.Follow && folder != ""}
	plan.Away = b.liesAway(folder)
	before, err := b.backupPlan(ctx)
	if err != nil {
		return BackupStatus{}, err
	}
	if plan != before { // said before anything goes there
		if err := audit.Note(ctx, b.db, audit.Event{Kind: audit.Backup}.Say(plan.says())); err != nil {
			return BackupStatus{}, err
		}
	}
	if err := b.records.Remember(ctx, keyBackup, plan); err != nil {
		return BackupStatus{}, err
	}
	b.askNow()
	b.follow.now()
	return b.backupStatus(ctx, rpc.Nothing{})
}

// says tells where copies of the book go from now on.
func (p backupPlan) says() lang.Text {
	switch {
	case p.Folder == "":
		return lang.Of("取消了备份位置", "Backups turned off")
	case p.Follow && p.Auto:
		return lang.Sayf("备份位置：%s，每晚自动备份，并随时更新副本", "Backups go to %s every night, with a continuous copy of the book", lang.S(p.Folder))
	case p.Follow:
		return lang.Sayf("备份位置：%s，并随时更新副本", "Backups go to %s, with a continuous copy of the book", lang.S(p.Folder))
	case p.Auto:
		return lang.Sayf("备份位置：%s，每晚自动备份", "Backups go to %s every night", lang.S(p.Folder))
	}
	return lang.Sayf("备份位置：%s", "Backups go to %s", lang.S(p.Folder))
}

func inMemory() error {
	return fault.New(fault.Conflict, "这个账套只在内存里，不能备份", "This book exists only in memory and cannot be backed up.")
}

// usable refuses folders that cannot take backups.
func (b *book) usable(folder string) error {
	if !filepath.IsAbs(folder) {
		return fault.Field("folder", lang.Of("请填写完整路径，如 D:\\行客备份 或 /media/u/行客备份", "Enter the full path, such as D:\\Xingke backups or /media/u/backups"))
	}
	if inside(folder, b.home()) {
		return fault.Field("folder", lang.Of("备份不能放在账套自己的文件夹里；请选别的文件夹", "Backups cannot be kept inside the book's own folder. Choose another one."))
	}
	if err := os.Mkdir(folder, 0o700); err != nil && !errors.Is(err, os.ErrExist) {
		return fault.Field("folder", lang.Of("这个位置不存在或不能写入；请检查路径，或先插上移动硬盘", "This location does not exist or cannot be written to. Check the path, or plug in the drive first."))
	}
	probe, err := os.CreateTemp(folder, ".xingke-*")
	if err != nil {
		return fault.Field("folder", lang.Of("这个文件夹不能写入；请换一个，或检查权限", "This folder cannot be written to. Choose another one, or check its permissions."))
	}
	return errors.Join(probe.Close(), os.Remove(probe.Name()))
}

func inside(path, dir string) bool {
	rel, err := filepath.Rel(dir, path)
	return err == nil && (rel == "." || filepath.IsLocal(rel))
}

func (b *book) shelf(ctx context.Context) (*backup.Shelf, error) {
	plan, err := b.backupPlan(ctx)
	if err != nil {
		return nil, err
	}
	if plan.Folder == "" {
		return nil, fault.New(fault.Conflict, "还没有选择备份位置；请先选一个文件夹或移动硬盘", "No backup location has been chosen yet. Choose a folder or a drive first.")
	}
	return b.shelfOf(plan)
}

func (b *book) listBackups(ctx context.Context, _ rpc.Nothing) (BackupList, error) {
	out := BackupList{Backups: []BackupEntry{}}
	if err := b.ownersOnly(ctx); err != nil {
		return out, err
	}
	shelf, err := b.shelf(ctx)
	if err != nil {
		return out, err
	}
	list, others, err := shelf.List(b.keys)
	if err != nil {
		return out, err
	}
	for _, snap := range list {
		out.Backups = append(out.Backups, BackupEntry{ID: snap.ID, At: snap.At, Bytes: snap.Bytes(), Records: total(snap.Records), Seq: snap.Seq})
	}
	out.Others, out.Folder = others, shelf.Dir()
	return out, nil
}

func (b *book) runBackup(ctx context.Context, _ rpc.Nothing) (records.Started[BackupDone], error) {
	if err := b.ownersOnly(ctx); err != nil {
		return records.Started[BackupDone]{}, err
	}
	if b.app.config.Dir == "" {
		return records.Started[BackupDone]{}, inMemory()
	}
	return records.StartJob(ctx, b.app.jobs, "backup.run", func(ctx context.Context, p *records.Progress) (BackupDone, error) {
		p.Name(lang.Of("备份账套", "Back up the book").In(who.Lang(ctx)))
		return b.backUp(ctx, p.Set)
	})
}

func logFault(what string, err error) {
	if err != nil {
		slog.Warn(what, "err", err)
	}
}

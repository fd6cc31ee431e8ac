package main

import (
	"context"
	"fmt"
	"io"
	"log/slog"
	"os"
	"os/signal"
	"strings"
	"syscall"

	"github.com/alecthomas/kong"

	"xingke/app"
	"xingke/backend/base/fault"
	"xingke/backend/base/lang"
	"xingke/backend/core/rpc"
	"xingke/backend/core/seal/keychain"
)

// commands is the command line.
type commands struct {
	Lang string `help:"Language: zh or en. 语言。" placeholder:"zh|en"`

	Office  officeCommand  `cmd:"" help:"Serve the pages to a browser on this machine. 在本机浏览器中使用。"`
	Import  importCommand  `cmd:"" help:"Import a spreadsheet. 导入表格。"`
	Export  exportCommand  `cmd:"" help:"Export records to a spreadsheet. 导出表格。"`
	Report  reportCommand  `cmd:"" help:"Write a report workbook. 生成报表。"`
	Call    callCommand    `cmd:"" help:"Run any operation, JSON in and out. 执行任意操作。"`
	Demo    demoCommand    `cmd:"" help:"Fill a book with invented data. 生成演示数据。"`
	Verify  verifyCommand  `cmd:"" help:"Check the journal and what is read from it. 检查账套。"`
	Rebuild rebuildCommand `cmd:"" help:"Read everything from the journal anew. 从日志重建。"`
	Mend    mendCommand    `cmd:"" help:"Save what can be saved of a book whose journal is damaged. 修复损坏的账套。"`
	Backup  backupCommand  `cmd:"" help:"Write a sealed archive of the book. 备份。"`
	Restore restoreCommand `cmd:"" help:"Make a book from an archive. 从备份恢复。"`
	Erase   eraseCommand   `cmd:"" help:"Erase somebody for good, from the history too. 彻底删除一个人的信息。"`
	Recover recoverCommand `cmd:"" help:"Set a new passphrase with the recovery key. 用恢复密钥重设口令。"`
	Version versionCommand `cmd:"" help:"Print the version. 版本。"`
}

// session is what every command is given.
type session struct {
	ctx context.Context
	tag lang.Tag
	out io.Writer
	err io.Writer
	in  *os.File

	keychain keychain.Keychain // of this computer
	typed    string            // passphrase that a person gave, asked for once
}

func main() {
	app.SaveMemory()
	os.Exit(run(os.Args[1:], os.Stdout, os.Stderr))
}

// run is main with its surroundings given, for tests.
func run(args []string, out, errOut io.Writer) int {
	var level slog.LevelVar
	level.Set(slog.LevelError) // standard error is for the fault, which scripts read
	slog.SetDefault(slog.New(slog.NewTextHandler(errOut, &slog.HandlerOptions{Level: &level})))
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	defer stop()
	s := &session{ctx: ctx, tag: language(""), out: out, err: errOut, in: os.Stdin, keychain: keychain.System()}
	var c commands
	ended := -1
	parser, err := kong.New(&c, kong.Name("xingke"), kong.Description("行客 Xingke: customers, opportunities and projects, offline."),
		kong.Writers(out, errOut), kong.Exit(func(code int) { ended = code }), kong.UsageOnError())
	if err != nil {
		return s.fail(err)
	}
	parsed, err := parser.Parse(args)
	if ended >= 0 { // help was asked for
		return ended
	}
	if err != nil {
		s.tag = language(langIn(args))
		return s.fail(fault.Wrap(err, fault.Invalid, "命令写法不对：%s（xingke --help 查看用法）", "The command line is wrong: %s (see xingke --help).", lang.S(err.Error())))
	}
	s.tag = language(c.Lang)
	if strings.HasPrefix(parsed.Command(), "office") {
		level.Set(slog.LevelWarn)
	}
	if err := parsed.Run(s); err != nil {
		return s.fail(err)
	}
	return 0
}

// langIn finds the language asked for in a command line that cannot be read otherwise.
func langIn(args []string) string {
	for i, arg := range args {
		if arg == "--lang" && i+1 < len(args) {
			return args[i+1]
		}
		if asked, found := strings.CutPrefix(arg, "--lang="); found {
			return asked
		}
	}
	return ""
}

// language is the one asked for, else that of the system, else Chinese.
func language(asked string) lang.Tag {
	if asked != "" {
		return lang.Parse(asked)
	}
	for _, name := range []string{"LC_ALL", "LC_MESSAGES", "LANG"} {
		if set := os.Getenv(name); set != "" {
			return lang.Parse(set)
		}
	}
	return lang.ZH
}

// fail writes a fault as JSON on standard error.
func (s *session) fail(err error) int {
	f := fault.From(err)
	if f.Kind == fault.Internal {
		slog.Error("command failed", "err", err)
	}
	if raw, encodeErr := rpc.Encode(rpc.Say(f, s.tag)); encodeErr == nil {
		_, _ = fmt.Fprintln(s.err, string(raw))
	}
	return 1
}

// print writes an answer as one line of JSON.
func (s *session) print(answer interface{}) error {
	raw, err := rpc.Encode(answer)
	if err != nil {
		return err
	}
	_, err = fmt.Fprintln(s.out, string(raw))
	return err
}

type versionCommand struct{}

// Run prints the version.
func (versionCommand) Run(s *session) error {
	return s.print(map[string]string{"version": app.Version})
}

package main

import (
	"fmt"
	"os"

	"golang.org/x/term"

	"xingke/app"
	"xingke/backend/base/fault"
	"xingke/backend/base/lang"
)

const recoveryVariable = "XINGKE_RECOVERY"

// secret is what a variable of the surroundings holds or, at a terminal, what a person types unseen.
func secret(s *session, variable string, prompt lang.Text) (string, error) {
	if set := os.Getenv(variable); set != "" {
		return set, nil
	}
	if !term.IsTerminal(int(s.in.Fd())) {
		return "", nil
	}
	_, _ = fmt.Fprint(s.err, prompt.In(s.tag))
	typed, err := term.ReadPassword(int(s.in.Fd()))
	_, _ = fmt.Fprintln(s.err)
	return string(typed), err
}

type recoverCommand struct {
	bookFlag
	From string `placeholder:"BACKUP" type:"path" help:"Take the key file from this backup, when that of the book is lost or damaged. 从备份取回密钥文件。"`
}

// Run gives a book whose passphrase is forgotten a new one, and prints the recovery key that is valid from now on.
// With a backup it puts the key file back, and asks for whatever opens it.
func (c recoverCommand) Run(s *session) error {
	askKey, askPassphrase := lang.Of("恢复密钥：", "Recovery key: "), lang.Of("新口令：", "New passphrase: ")
	if c.From != "" {
		askKey = lang.Of("恢复密钥（没有就直接回车，用备份时的口令）：", "Recovery key (if you have none, press Enter and give the passphrase of that time): ")
	}
	key, err := secret(s, recoveryVariable, askKey)
	if err != nil {
		return err
	}
	if key == "" {
		askPassphrase = lang.Of("备份时的口令（没有口令就直接回车）：", "Passphrase at the time of the backup (if there was none, press Enter): ")
	}
	passphrase, err := secret(s, passphraseVariable, askPassphrase)
	if err != nil {
		return err
	}
	if c.From == "" && (key == "" || passphrase == "") {
		return fault.New(fault.Invalid, "请在终端中运行，或用 XINGKE_RECOVERY 给出恢复密钥、用 XINGKE_PASSPHRASE 给出新口令",
			"Run this in a terminal, or give the recovery key in XINGKE_RECOVERY and the new passphrase in XINGKE_PASSPHRASE.")
	}
	next, err := app.Recover(c.Book, s.keychain, app.RecoverPlan{From: c.From, Recovery: key, Passphrase: passphrase})
	if err != nil {
		return err
	}
	return s.print(struct {
		Recovered bool   `json:"recovered"`
		Recovery  string `json:"recovery,omitempty"` // valid from now on; without one, that of then
	}{true, next})
}

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

type recoverCommand struct{ bookFlag }

// Run gives a book whose passphrase is forgotten a new one, and prints the recovery key that is valid from now on.
func (c recoverCommand) Run(s *session) error {
	key, err := secret(s, recoveryVariable, lang.Of("恢复密钥：", "Recovery key: "))
	if err != nil {
		return err
	}
	passphrase, err := secret(s, passphraseVariable, lang.Of("新口令：", "New passphrase: "))
	if err != nil {
		return err
	}
	if key == "" || passphrase == "" {
		return fault.New(fault.Invalid, "请在终端中运行，或用 XINGKE_RECOVERY 给出恢复密钥、用 XINGKE_PASSPHRASE 给出新口令",
			"Run this in a terminal, or give the recovery key in XINGKE_RECOVERY and the new passphrase in XINGKE_PASSPHRASE.")
	}
	next, err := app.Recover(c.Book, key, passphrase)
	if err != nil {
		return err
	}
	return s.print(struct {
		Recovery string `json:"recovery"`
	}{next})
}

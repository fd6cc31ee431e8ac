package main

type importCommand struct{ bookFlag }
type exportCommand struct{ bookFlag }
type reportCommand struct{ bookFlag }
type demoCommand struct{ bookFlag }
type verifyCommand struct{ bookFlag }
type rebuildCommand struct{ bookFlag }
type backupCommand struct{ bookFlag }
type restoreCommand struct{ bookFlag }

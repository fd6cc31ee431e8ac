package main

import _ "embed"

// icon is what the window shows for itself where it was not installed.
//
//go:embed build/linux/xingke.png
var icon []byte

//go:build !linux

package main

var icon []byte // it is in the program's file

// Command xingke-desktop is the window of 行客. The command line is ./app/xingke.
//
// Nothing happens here before the window runs: Wails may start this program only to read its bindings.
package main

import (
	"fmt"
	"os"

	"xingke/app"
	"xingke/app/desktop"
	"xingke/frontend"
)

func main() {
	app.SaveMemory()
	if err := desktop.Run(os.Args[1:], frontend.Pages(), icon); err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
}

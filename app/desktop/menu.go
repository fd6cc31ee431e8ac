package desktop

import (
	goruntime "runtime"
	"strings"

	"github.com/wailsapp/wails/v2/pkg/menu"
	"github.com/wailsapp/wails/v2/pkg/menu/keys"
	"github.com/wailsapp/wails/v2/pkg/runtime"

	"xingke/backend/base/lang"
)

// item is one line of the menu: a command of the pages, named as their registry names it.
type item struct {
	words   lang.Text
	command string // "" is a line between
	keys    string // as the pages know them: "mod+p"
}

// menus are the menus beside those that the system itself provides.
var menus = []struct {
	words lang.Text
	items []item
}{
	{lang.Of("文件", "File"), []item{
		{lang.Of("新建", "New"), "create", ""},
		{lang.Of("从文件导入…", "Import from a file…"), "page./import", ""},
		{lang.Of("打印…", "Print…"), "print", "mod+p"},
		{},
		{lang.Of("从备份恢复…", "Restore a backup…"), "window.restore", ""},
		{},
		{lang.Of("锁定", "Lock"), "lock", "mod+l"},
	}},
	{lang.Of("编辑", "Edit"), []item{ // macOS has its own: copy and paste hang on it there
		{lang.Of("撤销上一步", "Undo last change"), "undo", "mod+z"},
		{lang.Of("查找…", "Find…"), "palette", "mod+k"},
	}},
	{lang.Of("显示", "View"), []item{
		{lang.Of("放大", "Zoom in"), "zoom.in", "mod+="},
		{lang.Of("缩小", "Zoom out"), "zoom.out", "mod+-"},
		{lang.Of("实际大小", "Actual size"), "zoom.reset", "mod+0"},
		{},
		{lang.Of("深色或浅色", "Dark or light"), "theme", ""},
		{lang.Of("收起或展开左栏", "Collapse the sidebar"), "fold", "mod+\\"},
	}},
	{lang.Of("帮助", "Help"), []item{
		{lang.Of("用户手册", "Manual"), "page./manual", ""},
		{lang.Of("快捷键", "Keyboard shortcuts"), "keys", "?"},
		{lang.Of("检查数据", "Check the data"), "page./health", ""},
	}},
}

// systemMenu is the menu in a language. On macOS the system answers the keys; elsewhere the page
// does, and the menu only says them, or both would act.
func (w *window) systemMenu(tag lang.Tag) *menu.Menu {
	mac := goruntime.GOOS == "darwin"
	if !mac && w.memory.get().NoMenu {
		return nil
	}
	m := menu.NewMenu()
	if mac {
		m.Append(menu.AppMenu())
	}
	for at, each := range menus {
		if mac && at == 1 {
			m.Append(menu.EditMenu())
			continue
		}
		sub := m.AddSubmenu(each.words.In(tag))
		for _, one := range each.items {
			if one.command == "" {
				sub.AddSeparator()
				continue
			}
			label, accelerator := one.words.In(tag), (*keys.Accelerator)(nil)
			if mac {
				accelerator = macKeys(one.keys)
			} else if one.keys != "" {
				label += "    " + spokenKeys(one.keys)
			}
			sub.AddText(label, accelerator, func(*menu.CallbackData) { w.tell("xingke:command", one.command) })
		}
		if at == 0 && !mac {
			sub.AddSeparator()
			sub.AddText(lang.Of("退出", "Quit").In(tag), nil, func(*menu.CallbackData) { go runtime.Quit(w.bridge.ctx) })
		}
	}
	if mac {
		m.Append(menu.WindowMenu())
	}
	return m
}

// macKeys are the keys of an item as the system takes them.
func macKeys(said string) *keys.Accelerator {
	key, found := strings.CutPrefix(said, "mod+")
	if !found || key == "z" || key == "\\" { // undo of what is typed belongs to the field
		return nil
	}
	return keys.CmdOrCtrl(key)
}

// spokenKeys writes keys as they stand on the keyboard.
func spokenKeys(said string) string {
	key, found := strings.CutPrefix(said, "mod+")
	if !found {
		return strings.ToUpper(said)
	}
	return "Ctrl+" + strings.ToUpper(key)
}

// relabel shows the menu in the person's language. On Linux the bar stays as it was packed at the start.
func (w *window) relabel(tag lang.Tag) {
	if goruntime.GOOS == "linux" {
		return
	}
	if m := w.systemMenu(tag); m != nil {
		runtime.MenuSetApplicationMenu(w.bridge.ctx, m)
	}
}

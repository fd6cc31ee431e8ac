package files

import (
	"path/filepath"
	"strings"
	"unicode"
)

// CleanName keeps the last part of a name however the sender's system writes paths, without what
// cannot be seen: signs that turn the direction of writing make a program look like a picture.
func CleanName(name string) string {
	name = strings.TrimSpace(name[strings.LastIndexAny(name, `/\`)+1:])
	name = strings.Map(func(r rune) rune {
		if unicode.IsControl(r) || unicode.Is(unicode.Cf, r) || r == '\u2028' || r == '\u2029' {
			return -1
		}
		return r
	}, strings.ToValidUTF8(name, ""))
	if name == "" || name == "." || name == ".." {
		return "file"
	}
	if r := []rune(name); len(r) > 150 {
		ext := filepath.Ext(name)
		return string(r[:max(1, 150-len([]rune(ext)))]) + ext
	}
	return name
}

// mediaTypes are what a browser may know a file by. Types that it would run as a page are not among them.
var mediaTypes = map[string]string{
	".xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", ".pdf": "application/pdf", ".zip": "application/zip",
	".csv": "text/plain; charset=utf-8", ".txt": "text/plain; charset=utf-8", ".md": "text/plain; charset=utf-8", ".log": "text/plain; charset=utf-8",
	".png": "image/png", ".jpg": "image/jpeg", ".jpeg": "image/jpeg", ".gif": "image/gif", ".webp": "image/webp",
	".mp3": "audio/mpeg", ".mp4": "video/mp4",
}

// MediaType goes by the ending.
func MediaType(name string) string {
	if known := mediaTypes[strings.ToLower(filepath.Ext(name))]; known != "" {
		return known
	}
	return "application/octet-stream"
}

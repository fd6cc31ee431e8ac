package files

import (
	"bufio"
	"bytes"
	"encoding/binary"
	"image"
	"image/color"
	_ "image/gif" // the pictures that thumbs are made of
	"image/jpeg"
	_ "image/png"
	"io"
	"sync"

	"xingke/backend/base/fault"
)

const (
	thumbSide   = 192       // pixels of the longer side
	thumbsKept  = 256       // in memory only: on the disk they would have to be sealed
	mostPixels  = 50 << 20  // of a JPEG, which takes two bytes for each at most
	otherPixels = 16 << 20  // of others, which take up to eight
	exifHead    = 128 << 10 // where a camera says how it was held
)

// thumbs makes small pictures, one at a time, and remembers the last of them.
type thumbs struct {
	mu    sync.Mutex
	kept  map[string][]byte
	order []string
}

// of is the small picture of a file; NotFound if it is none that can be made small.
func (t *thumbs) of(f *File) ([]byte, error) {
	t.mu.Lock()
	defer t.mu.Unlock()
	if small := t.kept[f.Info.Hash]; small != nil {
		return small, nil
	}
	small, err := thumb(f)
	if err != nil {
		return nil, err
	}
	if t.kept == nil {
		t.kept = map[string][]byte{}
	}
	if len(t.order) >= thumbsKept {
		delete(t.kept, t.order[0])
		t.order = t.order[1:]
	}
	t.kept[f.Info.Hash], t.order = small, append(t.order, f.Info.Hash)
	return small, nil
}

func noPicture() error {
	return fault.New(fault.NotFound, "这个文件没有缩略图", "This file has no thumbnail.")
}

func thumb(f io.ReadSeeker) ([]byte, error) {
	config, format, err := image.DecodeConfig(bufio.NewReader(f))
	most := otherPixels
	if format == "jpeg" {
		most = mostPixels
	}
	if err != nil || config.Width <= 0 || config.Height <= 0 || config.Width > most/config.Height {
		return nil, noPicture()
	}
	if _, err := f.Seek(0, io.SeekStart); err != nil {
		return nil, err
	}
	head := make([]byte, exifHead)
	n, _ := io.ReadFull(f, head) // a short file is all head
	if _, err := f.Seek(0, io.SeekStart); err != nil {
		return nil, err
	}
	whole, _, err := image.Decode(bufio.NewReaderSize(f, 64<<10))
	if err != nil {
		return nil, noPicture()
	}
	var out bytes.Buffer
	if err := jpeg.Encode(&out, upright(shrink(whole, thumbSide), orientation(head[:n])), &jpeg.Options{Quality: 82}); err != nil {
		return nil, err
	}
	return out.Bytes(), nil
}

// shrink averages a picture down to a side, on white where it can be seen through. One that is small stays as large.
func shrink(from image.Image, side int) *image.RGBA {
	b := from.Bounds()
	w, h := b.Dx(), b.Dy()
	long := max(w, h)
	tw, th := w, h
	if long > side {
		tw, th = max(1, w*side/long), max(1, h*side/long)
	}
	to := image.NewRGBA(image.Rect(0, 0, tw, th))
	for y := range th {
		y0, y1 := b.Min.Y+y*h/th, b.Min.Y+max((y+1)*h/th, y*h/th+1)
		for x := range tw {
			x0, x1 := b.Min.X+x*w/tw, b.Min.X+max((x+1)*w/tw, x*w/tw+1)
			to.SetRGBA(x, y, average(from, x0, y0, x1, y1))
		}
	}
	return to
}

// samples is how many points of each side of a part are looked at: more change nothing that is seen.
const samples = 6

func average(from image.Image, x0, y0, x1, y1 int) color.RGBA {
	var red, green, blue, n uint64
	for y := y0; y < y1; y += max(1, (y1-y0)/samples) {
		for x := x0; x < x1; x += max(1, (x1-x0)/samples) {
			r, g, b, a := from.At(x, y).RGBA()
			white := uint64(0xffff - a)
			red, green, blue, n = red+uint64(r)+white, green+uint64(g)+white, blue+uint64(b)+white, n+1
		}
	}
	part := func(sum uint64) uint8 { return uint8(sum / n >> 8) }
	return color.RGBA{part(red), part(green), part(blue), 0xff}
}

// upright turns a picture as the camera says it was held (1 to 8).
func upright(from *image.RGBA, held int) *image.RGBA {
	if held < 2 || held > 8 {
		return from
	}
	w, h := from.Rect.Dx(), from.Rect.Dy()
	tw, th := w, h
	if held >= 5 {
		tw, th = h, w
	}
	to := image.NewRGBA(image.Rect(0, 0, tw, th))
	for y := range th {
		for x := range tw {
			fx, fy := x, y
			switch held {
			case 2:
				fx = w - 1 - x
			case 3:
				fx, fy = w-1-x, h-1-y
			case 4:
				fy = h - 1 - y
			case 5:
				fx, fy = y, x
			case 6:
				fx, fy = y, h-1-x
			case 7:
				fx, fy = w-1-y, h-1-x
			case 8:
				fx, fy = w-1-y, x
			}
			to.SetRGBA(x, y, from.RGBAAt(fx, fy))
		}
	}
	return to
}

// orientation reads from the head of a JPEG how the camera was held; 1 where it does not say.
func orientation(head []byte) int {
	if len(head) < 4 || head[0] != 0xff || head[1] != 0xd8 {
		return 1
	}
	for at := 2; at+4 <= len(head) && head[at] == 0xff; {
		marker, size := head[at+1], int(binary.BigEndian.Uint16(head[at+2:]))
		if marker == 0xda || size < 2 || at+2+size > len(head) {
			break
		}
		if part := head[at+4 : at+2+size]; marker == 0xe1 && bytes.HasPrefix(part, []byte("Exif\x00\x00")) {
			return tiffOrientation(part[6:])
		}
		at += 2 + size
	}
	return 1
}

const orientationTag = 0x0112

func tiffOrientation(tiff []byte) int {
	if len(tiff) < 8 {
		return 1
	}
	var order binary.ByteOrder = binary.LittleEndian
	if tiff[0] == 'M' {
		order = binary.BigEndian
	}
	at := int(order.Uint32(tiff[4:]))
	if at < 8 || at+2 > len(tiff) {
		return 1
	}
	for i, n := 0, int(order.Uint16(tiff[at:])); i < n; i++ {
		entry := at + 2 + 12*i
		if entry+12 > len(tiff) {
			break
		}
		if order.Uint16(tiff[entry:]) == orientationTag {
			return int(order.Uint16(tiff[entry+8:]))
		}
	}
	return 1
}

package field

import (
	_ "embed" // the divisions are part of the program
	"strings"
	"sync"
	"unicode/utf8"

	"xingke/backend/base/fault"
	"xingke/backend/base/lang"
)

// regionKind is a place: 省/市/区 joined by slashes for places in China, free text elsewhere.
type regionKind struct{ textual }

var kindRegion = register(regionKind{textual{plain{"region"}}})

//go:embed regions.txt
var regionsText string

// Division is a province, city or district with what lies in it.
type Division struct {
	Name     string
	Children []*Division
}

// Divisions returns the provinces of China with their cities and districts, by the published
// list of administrative divisions of 2023. The caller must not change them.
var Divisions = sync.OnceValue(func() []*Division {
	var provinces []*Division
	for line := range strings.Lines(regionsText) {
		part := strings.Split(strings.TrimSpace(line), "\t")
		if last := len(provinces) - 1; last < 0 || provinces[last].Name != part[0] {
			provinces = append(provinces, &Division{Name: part[0]})
		}
		if len(part) < 2 {
			continue
		}
		city := &Division{Name: part[1]}
		for _, name := range part[2:] {
			city.Children = append(city.Children, &Division{Name: name})
		}
		province := provinces[len(provinces)-1]
		province.Children = append(province.Children, city)
	}
	return provinces
})

var endings = []string{"特别行政区", "维吾尔自治区", "壮族自治区", "回族自治区", "自治区", "省", "市"}

func short(name string) string {
	for _, ending := range endings {
		if bare, ok := strings.CutSuffix(name, ending); ok && len([]rune(bare)) > 1 {
			return bare
		}
	}
	return name
}

// find returns the division a person means by a name, with or without its ending.
func find(in []*Division, name string) *Division {
	for _, d := range in {
		if d.Name == name || short(d.Name) == short(name) {
			return d
		}
	}
	return nil
}

// Clean brings a Chinese place into the form 浙江省/杭州市/西湖区; other places stay as they are.
func (regionKind) Clean(_ *Spec, v Value) Value {
	parts := strings.FieldsFunc(v.Text, func(r rune) bool { return strings.ContainsRune("/／-—>\t ", r) })
	if len(parts) == 0 {
		return None
	}
	if len(parts) == 1 {
		parts = cutPlace(parts[0])
	}
	in, path := Divisions(), []string{}
	for _, part := range parts {
		d := find(in, part)
		if d == nil && len(path) == 1 {
			d = soleCity(in, part)
			if d != nil {
				path, in = append(path, d.Name), d.Children
				d = find(in, part)
			}
		}
		if d == nil {
			break
		}
		path, in = append(path, d.Name), d.Children
	}
	if len(path) == 0 {
		return OfText(oneLine(v.Text))
	}
	if len(path) < len(parts) && !covered(path, parts) {
		path = append(path, parts[len(path):]...)
	}
	return OfText(strings.Join(path, "/"))
}

// cutPlace divides a place written without separators, such as 浙江省杭州市西湖区, where its divisions end. What
// only begins like a province, such as 四川北路, stays whole.
func cutPlace(text string) []string {
	in, rest, parts, whole := Divisions(), text, []string{}, false
	for rest != "" && len(parts) < 3 {
		d, used := beginsWith(in, rest)
		for i := 0; d == nil && len(parts) == 1 && i < len(in); i++ { // 北京市朝阳区
			d, used = beginsWith(in[i].Children, rest)
		}
		if d == nil {
			break
		}
		whole = whole || len(parts) == 0 && used == len(d.Name)
		parts, in, rest = append(parts, d.Name), d.Children, rest[used:]
	}
	switch {
	case rest == "" && len(parts) > 1:
		return parts
	case whole && len(parts) > 1:
		return append(parts, rest)
	}
	return []string{text}
}

// beginsWith finds the division that a text begins with, and how many bytes its name takes there.
func beginsWith(in []*Division, text string) (found *Division, used int) {
	for _, d := range in {
		for _, name := range []string{d.Name, short(d.Name)} {
			if strings.HasPrefix(text, name) && len(name) > used && utf8.RuneCountInString(name) > 1 {
				found, used = d, len(name)
			}
		}
	}
	return found, used
}

// soleCity finds the city of a district named right after its province, as in 北京市/朝阳区.
func soleCity(cities []*Division, district string) *Division {
	for _, city := range cities {
		if find(city.Children, district) != nil {
			return city
		}
	}
	return nil
}

func covered(path, parts []string) bool {
	return short(path[len(path)-1]) == short(parts[len(parts)-1])
}

// Check refuses a Chinese place whose city or district does not exist; elsewhere any place will do.
func (k regionKind) Check(s *Spec, v Value) error {
	parts := strings.Split(v.Text, "/")
	in := Divisions()
	for i, part := range parts {
		d := find(in, part)
		if d == nil && i == 0 {
			break
		}
		if d == nil {
			return fault.Field(s.Name, lang.Sayf("%s：%s里没有“%s”", "%s: %s has no %s", s.Label, lang.S(parts[i-1]), lang.S(part)))
		}
		if in = d.Children; len(in) == 0 {
			break
		}
	}
	return k.textual.Check(s, v)
}

func (regionKind) Column() ColumnForm { return DictColumn }

func (regionKind) Words(_ *Spec, v Value) string { return strings.ReplaceAll(v.Text, "/", " ") }

func (regionKind) Sample(_ *Spec, n int) Value {
	province := Divisions()[n%len(Divisions())]
	if len(province.Children) == 0 {
		return OfText(province.Name)
	}
	return OfText(province.Name + "/" + province.Children[n%len(province.Children)].Name)
}

// Region declares a place.
func Region[S ~string](p *S, zh string) *TextField { return newText(kindRegion, p, zh, 120) }

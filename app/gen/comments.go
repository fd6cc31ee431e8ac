package main

import (
	"go/ast"
	"go/parser"
	"go/token"
	"io/fs"
	"os"
	"path/filepath"
	"regexp"
	"strings"
)

// comments is what the source says of its types and functions.
type comments struct {
	types map[string]string // first sentence by name of a type that is a term: "Opportunity"
	terms map[string]string // its Chinese name
	funcs map[string]string // by "package.Name" or "package.(*Type).Name"
}

// termComment is the form in which a type says that it is a word of the house: "Opportunity 商机 is a deal …".
var termComment = regexp.MustCompile(`^(\w+) ([\p{Han}][\p{Han}/、]*) (?:is|are) `)

func readComments(root string) (*comments, error) {
	c := &comments{types: map[string]string{}, terms: map[string]string{}, funcs: map[string]string{}}
	set := token.NewFileSet()
	for _, top := range []string{"backend", "app"} {
		err := filepath.WalkDir(filepath.Join(root, top), func(path string, d fs.DirEntry, err error) error {
			if err != nil || d.IsDir() || !strings.HasSuffix(path, ".go") || strings.HasSuffix(path, "_test.go") {
				return err
			}
			raw, err := os.ReadFile(path)
			if err != nil {
				return err
			}
			file, err := parser.ParseFile(set, path, raw, parser.ParseComments)
			if err != nil {
				return err
			}
			rel, err := filepath.Rel(root, filepath.Dir(path))
			if err != nil {
				return err
			}
			c.read("xingke/"+filepath.ToSlash(rel), file)
			return nil
		})
		if err != nil {
			return nil, err
		}
	}
	return c, nil
}

func (c *comments) read(pkg string, file *ast.File) {
	for _, decl := range file.Decls {
		switch d := decl.(type) {
		case *ast.FuncDecl:
			c.funcs[pkg+"."+receiver(d)+d.Name.Name] = sentence(d.Doc.Text())
		case *ast.GenDecl:
			for _, spec := range d.Specs {
				t, ok := spec.(*ast.TypeSpec)
				if !ok {
					continue
				}
				doc := t.Doc.Text()
				if doc == "" {
					doc = d.Doc.Text()
				}
				if found := termComment.FindStringSubmatch(doc); found != nil && found[1] == t.Name.Name {
					c.terms[t.Name.Name] = found[2]
					c.types[t.Name.Name] = sentence(strings.TrimPrefix(doc, found[1]+" "+found[2]+" "))
				}
			}
		}
	}
}

func receiver(d *ast.FuncDecl) string {
	if d.Recv == nil || len(d.Recv.List) == 0 {
		return ""
	}
	switch t := d.Recv.List[0].Type.(type) {
	case *ast.StarExpr:
		if name, ok := t.X.(*ast.Ident); ok {
			return "(*" + name.Name + ")."
		}
	case *ast.Ident:
		return t.Name + "."
	}
	return ""
}

// sentence is the first sentence of a comment, on one line.
func sentence(text string) string {
	text = strings.Join(strings.Fields(text), " ")
	if end := strings.Index(text, ". "); end >= 0 {
		return text[:end+1]
	}
	return text
}

package store

import "context"

type fileKeyType struct{}

// WithFile marks what is written under ctx as taken over from a file. A file tells of what was; a law that
// asks the one who acts for reasons may let it pass.
func WithFile(ctx context.Context) context.Context {
	return context.WithValue(ctx, fileKeyType{}, true)
}

// FromFile tells that what is written under ctx was taken over from a file.
func FromFile(ctx context.Context) bool {
	from, _ := ctx.Value(fileKeyType{}).(bool)
	return from
}

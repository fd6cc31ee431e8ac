package entity

// A Roll is what one part of the program knows of some records of a type, for another: each has a number that stays.
type Roll interface {
	// Key tells rolls apart: no other has it.
	Key() uint64
	// Span is from and before which number the records are.
	Span() (from, to uint32)
	// Names tells what records are called, those of some numbers or, with nil, all: by the bytes of their ids, or by
	// ids of another form. What is damaged is an error.
	Names(nums []uint32, yield func(num uint32, id *[16]byte, other string)) error
}

package engine

import (
	"bytes"
	"slices"
	"sort"
)

// Tree is a sorted map of bytes that can be forked: a fork costs nothing, and the nodes it
// shares with the original are copied when one of them is written. The zero Tree is empty.
// Reading is safe beside writing to another fork.
type Tree struct {
	root  *node
	epoch *byte // identifies the tree that may change a node in place
	count int
	bytes int64
}

// node is a leaf with values, or a branch where children[i] holds the keys before keys[i] and
// children[i+1] the keys from it on.
type node struct {
	epoch    *byte
	keys     [][]byte
	values   [][]byte
	children []*node
}

const nodeSize = 48

// Fork returns an equal tree that changes on its own from now on. The original must not be
// written while the fork is in use, unless it is forked again first.
func (t *Tree) Fork() *Tree {
	twin := *t
	twin.epoch = new(byte)
	return &twin
}

// Len is the number of keys.
func (t *Tree) Len() int { return t.count }

// Bytes is the length of all keys and values.
func (t *Tree) Bytes() int64 { return t.bytes }

// Get returns the value of a key.
func (t *Tree) Get(key []byte) ([]byte, bool) {
	n := t.root
	for n != nil {
		i, found := n.find(key)
		if n.children == nil {
			if !found {
				return nil, false
			}
			return n.values[i], true
		}
		n = n.children[i]
	}
	return nil, false
}

// find returns the child that may hold the key in a branch, its place in a leaf.
func (n *node) find(key []byte) (int, bool) {
	if n.children != nil {
		return sort.Search(len(n.keys), func(i int) bool { return bytes.Compare(n.keys[i], key) > 0 }), false
	}
	i := sort.Search(len(n.keys), func(i int) bool { return bytes.Compare(n.keys[i], key) >= 0 })
	return i, i < len(n.keys) && bytes.Equal(n.keys[i], key)
}

// Put sets a key. Key and value belong to the tree from then on.
func (t *Tree) Put(key, value []byte) {
	if t.epoch == nil {
		t.epoch = new(byte)
	}
	if t.root == nil {
		t.root = &node{epoch: t.epoch}
	}
	t.root = t.own(t.root)
	if mid, right := t.put(t.root, key, value); right != nil {
		t.root = &node{epoch: t.epoch, keys: [][]byte{mid}, children: []*node{t.root, right}}
	}
}

// own returns a node that this tree may change: itself or a copy.
func (t *Tree) own(n *node) *node {
	if n.epoch == t.epoch {
		return n
	}
	twin := &node{epoch: t.epoch, keys: append(make([][]byte, 0, nodeSize+1), n.keys...)}
	if n.children != nil {
		twin.children = append(make([]*node, 0, nodeSize+2), n.children...)
	} else {
		twin.values = append(make([][]byte, 0, nodeSize+1), n.values...)
	}
	return twin
}

func (t *Tree) put(n *node, key, value []byte) ([]byte, *node) {
	i, found := n.find(key)
	if n.children == nil {
		t.bytes += int64(len(value))
		if found {
			t.bytes -= int64(len(n.values[i]))
			n.values[i] = value
			return nil, nil
		}
		t.count++
		t.bytes += int64(len(key))
		n.keys = slices.Insert(n.keys, i, key)
		n.values = slices.Insert(n.values, i, value)
	} else {
		child := t.own(n.children[i])
		n.children[i] = child
		mid, right := t.put(child, key, value)
		if right == nil {
			return nil, nil
		}
		n.keys = slices.Insert(n.keys, i, mid)
		n.children = slices.Insert(n.children, i+1, right)
	}
	if len(n.keys) <= nodeSize {
		return nil, nil
	}
	return t.split(n)
}

// split moves the upper part of a node into a new one. Growing at the end, as ids and
// sequences do, keeps the left one nearly full.
func (t *Tree) split(n *node) ([]byte, *node) {
	at := len(n.keys) / 2
	mid := n.keys[at]
	right := &node{epoch: t.epoch}
	if n.children == nil {
		right.keys = append(make([][]byte, 0, nodeSize+1), n.keys[at:]...)
		right.values = append(make([][]byte, 0, nodeSize+1), n.values[at:]...)
		clear(n.values[at:])
		n.values = n.values[:at]
	} else {
		right.keys = append(make([][]byte, 0, nodeSize+1), n.keys[at+1:]...)
		right.children = append(make([]*node, 0, nodeSize+2), n.children[at+1:]...)
		clear(n.children[at+1:])
		n.children = n.children[:at+1]
	}
	clear(n.keys[at:])
	n.keys = n.keys[:at]
	return mid, right
}

// Delete removes a key.
func (t *Tree) Delete(key []byte) {
	if _, ok := t.Get(key); !ok {
		return
	}
	if t.epoch == nil {
		t.epoch = new(byte)
	}
	t.root = t.own(t.root)
	t.remove(t.root, key)
	for len(t.root.children) == 1 {
		t.root = t.root.children[0]
	}
	if t.count == 0 {
		t.root = nil
	}
}

// remove takes a key out. A child left empty goes too; nodes are not merged otherwise.
func (t *Tree) remove(n *node, key []byte) {
	i, _ := n.find(key)
	if n.children == nil {
		t.count--
		t.bytes -= int64(len(n.keys[i]) + len(n.values[i]))
		n.keys = slices.Delete(n.keys, i, i+1)
		n.values = slices.Delete(n.values, i, i+1)
		return
	}
	child := t.own(n.children[i])
	n.children[i] = child
	t.remove(child, key)
	if len(child.keys) > 0 || len(child.children) > 0 {
		return
	}
	if len(n.children) == 1 { // the last child: this node is empty now, and goes too
		n.children = []*node{}
		return
	}
	n.children = slices.Delete(n.children, i, i+1)
	if len(n.keys) > 0 {
		k := max(0, i-1)
		n.keys = slices.Delete(n.keys, k, k+1)
	}
}

// Scan yields the keys of a range in order until yield returns false.
func (t *Tree) Scan(r Range, yield func(key, value []byte) bool) {
	if t.root != nil {
		t.root.scan(r, yield)
	}
}

func (n *node) scan(r Range, yield func(key, value []byte) bool) bool {
	low, high := 0, len(n.keys)
	if n.children != nil {
		high = len(n.children)
		if r.From != nil {
			low, _ = n.find(r.From)
		}
		if r.To != nil {
			i, _ := n.find(r.To)
			high = min(high, i+1)
		}
		for k := range high - low {
			i := low + k
			if r.Desc {
				i = high - 1 - k
			}
			if !n.children[i].scan(r, yield) {
				return false
			}
		}
		return true
	}
	if r.From != nil {
		low, _ = n.find(r.From)
	}
	if r.To != nil {
		high, _ = n.find(r.To)
	}
	for k := range max(0, high-low) {
		i := low + k
		if r.Desc {
			i = high - 1 - k
		}
		if !yield(n.keys[i], n.values[i]) {
			return false
		}
	}
	return true
}

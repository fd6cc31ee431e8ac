package access

import (
	"slices"

	"xingke/backend/base/lang"
	"xingke/backend/base/who"
)

// Rank orders the roles a program starts with.
type Rank uint8

// The ranks, the least first. Outsider holds nothing.
const (
	Outsider Rank = iota
	Sales
	Manager
	Owner
	Nobody // more than anybody has: an action no one may do
)

// Ranks names the ranks as roles carry them.
var Ranks = map[string]Rank{"sales": Sales, "manager": Manager, "owner": Owner}

// Action is what somebody wants to do.
type Action string

// The actions on records.
const (
	Read   Action = "read"
	Create Action = "create"
	Update Action = "update"
	Delete Action = "delete"
	Import Action = "import"
	Export Action = "export"
)

// Actions lists all of them.
var Actions = []Action{Read, Create, Update, Delete, Import, Export}

// Subject is the one who acts.
type Subject struct {
	UserID      string
	Rank        Rank
	Departments []string // their own and all below it
}

// Rule is what an entity asks of people. The zero Rule is that of records which belong to
// somebody: every rank works with what it reaches.
type Rule struct {
	Shared  bool // every record is everybody's to read, and to write for those whose rank suffices
	Private bool // only the record's owner reaches it, whatever the rank
	Read    Rank // the least rank that may, Sales if not said
	Create  Rank
	Update  Rank
	Delete  Rank
}

// rank is the least rank that may do an action.
func (r Rule) rank(action Action) Rank {
	least := Sales
	switch action {
	case Read, Export:
		least = max(least, r.Read)
	case Create, Import:
		least = max(least, r.Create)
	case Update:
		least = max(least, r.Update)
	case Delete:
		least = max(least, r.Delete)
	}
	return least
}

// Facts is what a decision needs to know of a record.
type Facts struct {
	ID           string
	OwnerID      string
	DepartmentID string
	CreatedBy    string
}

// Decision is yes, or no with a reason for people.
type Decision struct {
	Allow  bool
	Reason lang.Text
}

var allowed = Decision{Allow: true}

func denied(zh, en string) Decision { return Decision{Reason: lang.Of(zh, en)} }

// Can decides. A nil record asks whether the action is open to the subject at all; group is
// that of a private field, "" for a field that is not private or for the record as a whole.
func Can(s Subject, action Action, rule Rule, record *Facts, group string) Decision {
	if s.Rank == Outsider {
		return denied("请先登录再使用", "Sign in first.")
	}
	if s.Rank < rule.rank(action) {
		return denied("您的角色没有这项权限，请联系管理员", "Your role does not allow this. Ask an administrator.")
	}
	if group != "" && s.Rank < groupRank(group) {
		return denied("这个字段只对有权限的人开放", "This field is open only to people with the right to it.")
	}
	if record == nil || reaches(s, action, rule, record) {
		return allowed
	}
	return denied("这条记录不在您的权限范围内，请联系负责人或管理员", "This record is outside of what you may reach. Ask its owner or an administrator.")
}

// groupRank is the least rank that reads fields of a private group; a group nobody knows is the owner's.
func groupRank(group string) Rank {
	if group == "finance" {
		return Manager
	}
	return Owner
}

func reaches(s Subject, action Action, rule Rule, r *Facts) bool {
	scope := scopeOf(s, rule)
	if scope.All {
		return true
	}
	if action == Create { // its owner is not settled yet, or is somebody it is handed to
		return true
	}
	return slices.Contains(scope.OwnerIDs, r.OwnerID) || r.DepartmentID != "" && slices.Contains(scope.DepartmentIDs, r.DepartmentID)
}

// Scope is the part of an entity's records that a subject reaches: all of them, or those
// whose owner or department is listed. Two empty lists are none.
type Scope struct {
	All           bool
	OwnerIDs      []string
	DepartmentIDs []string
}

func scopeOf(s Subject, rule Rule) Scope {
	switch {
	case s.Rank == Outsider:
		return Scope{}
	case s.UserID == who.System.ID: // the program itself
		return Scope{All: true}
	case rule.Private:
		return Scope{OwnerIDs: []string{s.UserID}}
	case rule.Shared, s.Rank >= Owner:
		return Scope{All: true}
	case s.Rank == Manager:
		return Scope{OwnerIDs: []string{s.UserID}, DepartmentIDs: s.Departments}
	}
	return Scope{OwnerIDs: []string{s.UserID}}
}

package access

import (
	"xingke/backend/base/lang"
)

// Rule is what is special about an entity, whatever the roles grant. The zero Rule is that of
// records which belong to somebody.
type Rule struct {
	Open    bool     // everybody who is in reads every record
	Shared  bool     // the records belong to nobody: a grant that goes anywhere goes to all of them
	Private bool     // only the record's owner reaches it, whatever the role; it is made for oneself and not handed on
	Inner   bool     // only the program does
	Under   []string // reference and link fields: what is shared there opens this record too
	With    string   // link field: who may read the record there reads this one, who may change it writes this one
}

// Facts is what a decision needs to know of a record.
type Facts struct {
	ID           string
	OwnerID      string
	DepartmentID string
	Under        []Link // what it goes with
}

// Link names a record.
type Link struct{ Entity, ID string }

// Decision is yes with what gave it, or no with a reason for people.
type Decision struct {
	Allow  bool
	Reason lang.Text // to the one who was refused
	Why    lang.Text // about them, to somebody else
	By     By
}

// By is what gave a permission: a role with its reach, a share, or a rule of the entity ("open",
// "private", "with", "program").
type By struct {
	Kind  string // role, share, open, private, with, program
	Role  *Role
	Reach Reach
	Share Opened
	Under string // the entity of the record shared, where it is not the record itself
}

func by(kind string) Decision { return Decision{Allow: true, By: By{Kind: kind}} }

func denied(zh, en string) Decision {
	return Decision{Reason: lang.Of(zh, en), Why: lang.Of(zh, en)}
}

// because adds how the refusal is told to somebody else.
func (d Decision) because(zh, en string) Decision {
	d.Why = lang.Of(zh, en)
	return d
}

// Can decides. A nil record asks whether the action is open to the subject at all; group is
// that of a private field, "" for a field that is not private or for the record as a whole.
func Can(s Subject, action Action, entity string, rule Rule, record *Facts, group string) Decision {
	switch {
	case s.Program:
		return by("program")
	case s.Person == nil:
		return denied("请先登录再使用；如果您的账号已停用，请联系管理员", "Sign in first. If your account was closed, ask an administrator.").because("已停用，什么都不能做", "Not active: may do nothing")
	case len(s.Roles) == 0:
		return denied("您还没有角色，请联系管理员", "You have no role yet. Ask an administrator.").because("还没有角色", "Has no role")
	case rule.Inner:
		return denied("这些记录只由程序管理，请使用对应的功能", "These records are kept by the program. Use the page made for them.")
	case group != "" && !s.group(group, action != Read && action != Export):
		return denied("这个字段只对有权限的人开放", "This field is visible only to people with the right to see it.")
	case rule.With != "": // which of them, the records they go with decide: see Policy.Decide
		if record == nil && action == Read {
			return by("with")
		}
		return outside()
	case rule.Private:
		own := record != nil && (record.OwnerID == s.UserID || action == Create && record.OwnerID == "")
		if record == nil || own && action != Assign {
			return by("private")
		}
		return outside()
	case rule.Open && action == Read:
		return by("open")
	}
	return s.granted(action, entity, rule, record)
}

func (s Subject) group(group string, write bool) bool {
	for i := range s.Roles {
		if s.Roles[i].Grants.Group(group, write) {
			return true
		}
	}
	return false
}

func outside() Decision {
	return denied("这条记录不在您的权限范围内，请联系负责人或管理员", "This record is outside of what you may reach. Ask its owner or an administrator.").
		because("不在此人的权限范围内，也没有共享给此人", "Outside of what they reach, and not shared with them")
}

// granted holds a record against the roles, and then against what was shared.
func (s Subject) granted(action Action, entity string, rule Rule, record *Facts) Decision {
	farthest, role := s.farthest(entity, action)
	if farthest == None {
		return denied("您的角色没有这项权限，请联系管理员", "Your role does not allow this. Ask an administrator.").
			because("此人的角色没有这项权限", "None of their roles allows it")
	}
	yes := Decision{Allow: true, By: By{Kind: "role", Role: role, Reach: farthest}}
	if record == nil || farthest == All || rule.Shared {
		return yes
	}
	if action == Create {
		if record.OwnerID == "" || record.OwnerID == s.UserID {
			return yes
		}
		if reach, _ := s.farthest(entity, Assign); reach != None {
			return yes
		}
		return denied("您的角色不能把记录分配给别人，请联系管理员", "Your role does not allow giving records to others. Ask an administrator.")
	}
	for i := range s.Roles {
		if reach := s.Roles[i].Grants.Of(entity, action); s.within(reach, record) {
			return Decision{Allow: true, By: By{Kind: "role", Role: &s.Roles[i], Reach: reach}}
		}
	}
	if action == Read || action == Update {
		if found, ok := s.throughShare(entity, record, action == Update); ok {
			return found
		}
	}
	return outside()
}

// within tells whether a record lies within a reach.
func (s Subject) within(reach Reach, r *Facts) bool {
	if reach == None {
		return false
	}
	if reach == All || r.OwnerID == s.UserID {
		return true
	}
	switch reach {
	case Below:
		return s.owners[r.OwnerID]
	case Section:
		return r.DepartmentID != "" && r.DepartmentID == s.Department
	case Tree:
		return s.departments[r.DepartmentID]
	}
	return false
}

func (s Subject) throughShare(entity string, r *Facts, write bool) (Decision, bool) {
	if o, ok := s.opens(entity, r.ID, write); ok {
		return Decision{Allow: true, By: By{Kind: "share", Share: o}}, true
	}
	for _, link := range r.Under {
		if o, ok := s.opens(link.Entity, link.ID, write); ok {
			return Decision{Allow: true, By: By{Kind: "share", Share: o, Under: link.Entity}}, true
		}
	}
	return Decision{}, false
}

package team

import (
	"context"
	"slices"

	"xingke/backend/base/day"
	"xingke/backend/base/fault"
	"xingke/backend/base/lang"
	"xingke/backend/base/who"
	"xingke/backend/core/access"
	"xingke/backend/core/columns"
	"xingke/backend/core/entity"
	"xingke/backend/core/records"
)

// ReachInput asks what somebody may see; with a record, also about that one.
type ReachInput struct {
	UserID string `json:"userId"`
	Entity string `json:"entity,omitempty"`
	ID     string `json:"id,omitempty"`
}

// ReachOutput is what somebody may see and do.
type ReachOutput struct {
	UserID     string        `json:"userId"`
	Name       string        `json:"name"`
	Active     bool          `json:"active"`
	Department string        `json:"department,omitempty"`
	Roles      []string      `json:"roles"`
	Below      []string      `json:"below"`       // names of the people they manage, directly or not
	Sections   []string      `json:"departments"` // their own and those below it
	Administer bool          `json:"administer"`
	Entities   []EntityReach `json:"entities"`
	Groups     []GroupReach  `json:"groups"`
	Shares     []ShareAnswer `json:"shares"` // records opened to them
	Record     *RecordReach  `json:"record,omitempty"`
}

// EntityReach is how far somebody goes in one entity.
type EntityReach struct {
	Entity  string            `json:"entity"`
	Label   lang.Text         `json:"label"`
	Actions map[string]string `json:"actions"`         // reach by action
	Count   int               `json:"count"`           // of records they may read
	Total   int               `json:"total,omitempty"` // of all there are, to administrators: others need not know how many they do not see
	Why     string            `json:"why"`             // of reading
}

// GroupReach is a private group of fields.
type GroupReach struct {
	Group  string   `json:"group"`
	Right  string   `json:"right"`  // none, read, write
	Fields []string `json:"fields"` // by their labels
}

// RecordReach is what somebody may do with one record.
type RecordReach struct {
	Entity  string          `json:"entity"`
	ID      string          `json:"id"`
	Title   string          `json:"title"`
	Actions []RecordVerdict `json:"actions"`
}

// RecordVerdict is yes or no, with the reason and what gave it.
type RecordVerdict struct {
	Action string `json:"action"`
	Allow  bool   `json:"allow"`
	Why    string `json:"why"`
}

// Reach explains the rights of a person: to themselves, to those who manage them, to administrators.
func (d *Desk) Reach(ctx context.Context, in ReachInput) (ReachOutput, error) {
	if in.UserID == "" {
		return ReachOutput{}, missing("userId")
	}
	me := d.Policy.Subject(ctx)
	if me.Person == nil || in.UserID != me.UserID && !d.Policy.Administers(ctx) && !slices.Contains(me.Below, in.UserID) {
		return ReachOutput{}, fault.New(fault.Forbidden, "只有管理员和上级可以查看别人的权限", "Only administrators and managers can see other people's rights.")
	}
	u, err := d.user(ctx, in.UserID)
	if err != nil {
		return ReachOutput{}, err
	}
	s := d.Policy.Of(who.User{ID: u.ID})
	out := ReachOutput{
		UserID: u.ID, Name: u.Name, Active: u.Active, Department: d.name(ctx, Departments.Name, u.DepartmentID),
		Roles: []string{}, Below: []string{}, Sections: []string{}, Groups: []GroupReach{}, Shares: []ShareAnswer{},
	}
	if s.Person != nil {
		out.Administer = s.Person.Administers()
		for _, r := range s.Roles {
			out.Roles = append(out.Roles, r.Name)
		}
		for _, id := range s.Below {
			out.Below = append(out.Below, d.name(ctx, Users.Name, id))
		}
		for _, id := range s.Departments {
			out.Sections = append(out.Sections, d.name(ctx, Departments.Name, id))
		}
	}
	if out.Entities, err = d.reaches(ctx, s); err != nil {
		return out, err
	}
	out.Groups = d.groups(ctx, s)
	if out.Shares, err = d.openedTo(ctx, s); err != nil {
		return out, err
	}
	if in.ID != "" {
		out.Record, err = d.about(ctx, s, in)
	}
	return out, err
}

func (d *Desk) reaches(ctx context.Context, s access.Subject) ([]EntityReach, error) {
	list := []EntityReach{}
	for _, t := range d.kept() {
		one := EntityReach{Entity: t.Name, Label: t.Label, Actions: map[string]string{}}
		for _, action := range access.Actions {
			one.Actions[string(action)] = d.far(s, action, t).String()
		}
		one.Why = d.say(ctx, access.Can(s, access.Read, t.Name, d.Policy.Rule(t.Name), nil, ""))
		var err error
		if d.Policy.Administers(ctx) {
			if one.Total, err = d.Columns.Count(program(ctx), columns.Query{Entity: t.Name}); err != nil {
				return nil, err
			}
		}
		where := records.Filter(d.Policy.ScopeOf(s, access.Read, t.Name), "")
		if one.Count, err = d.Columns.Count(program(ctx), columns.Query{Entity: t.Name, Where: where}); err != nil {
			return nil, err
		}
		list = append(list, one)
	}
	return list, nil
}

// far is how far a subject goes with an action.
func (d *Desk) far(s access.Subject, action access.Action, t *entity.Type) access.Reach {
	rule := d.Policy.Rule(t.Name)
	got := access.Can(s, action, t.Name, rule, nil, "")
	switch {
	case !got.Allow:
		return access.None
	case got.By.Kind != "role", rule.Shared:
		return access.All
	}
	return got.By.Reach
}

// groups tells of each private group what may be done with it.
func (d *Desk) groups(ctx context.Context, s access.Subject) []GroupReach {
	list := []GroupReach{}
	for _, group := range Groups {
		one := GroupReach{Group: group, Right: "none", Fields: d.fieldsOf(ctx, group)}
		for _, r := range rolesOf(s) {
			if r.Grants.Group(group, true) {
				one.Right = string(access.Writes)
			} else if one.Right == "none" && r.Grants.Group(group, false) {
				one.Right = string(access.Reads)
			}
		}
		list = append(list, one)
	}
	return list
}

// fieldsOf are the labels of the fields of a private group.
func (d *Desk) fieldsOf(ctx context.Context, group string) []string {
	list, tag := []string{}, who.Lang(ctx)
	for _, t := range d.Types.All() {
		for _, spec := range t.Specs {
			if spec.Private == group {
				list = append(list, lang.Sayf("%s：%s", "%s: %s", t.Label, spec.Label).In(tag))
			}
			for _, c := range spec.Columns {
				if c.Private == group {
					list = append(list, lang.Sayf("%s %s：%s", "%s %s: %s", t.Label, spec.Label, c.Label).In(tag))
				}
			}
		}
	}
	return list
}

// about explains one record. Its title is told to who may read it.
func (d *Desk) about(ctx context.Context, s access.Subject, in ReachInput) (*RecordReach, error) {
	t, err := d.Types.Need(in.Entity)
	if err != nil {
		return nil, err
	}
	rec, err := d.DB.Get(ctx, t, in.ID)
	if err != nil {
		return nil, err
	}
	out := &RecordReach{Entity: t.Name, ID: in.ID, Title: t.Title(rec)}
	for _, action := range access.Actions {
		if action == access.Create || action == access.Import {
			continue
		}
		got := d.Policy.Decide(s, action, t, rec)
		out.Actions = append(out.Actions, RecordVerdict{Action: string(action), Allow: got.Allow, Why: d.say(ctx, got)})
	}
	return out, nil
}

// reachWords are the reaches as people say them.
var reachWords = map[access.Reach]lang.Text{
	access.Own: lang.Of("本人负责的", "their own"), access.Below: lang.Of("本人和下属的", "their own and their team's"),
	access.Section: lang.Of("本部门的", "their department's"), access.Tree: lang.Of("本部门及下级部门的", "their department's and those below"),
	access.All: lang.Of("全部", "all"),
}

// say is a decision in words.
func (d *Desk) say(ctx context.Context, got access.Decision) string {
	tag := who.Lang(ctx)
	if !got.Allow {
		return got.Why.In(tag)
	}
	switch by := got.By; by.Kind {
	case "open":
		return lang.Of("所有在职用户都可以看", "Visible to every active user").In(tag)
	case "private":
		return lang.Of("只有负责人本人", "Only its owner").In(tag)
	case "role":
		return lang.Sayf("角色“%s”：%s", "Role %s: %s", lang.S(by.Role.Name), reachWords[by.Reach]).In(tag)
	case "share":
		text := lang.Of("这条记录共享给了此人", "This record was shared with them")
		if by.Under != "" {
			text = lang.Sayf("所属的%s共享给了此人", "The %s it belongs to was shared with them", d.Types.Type(by.Under).Label)
		}
		if by.Share.Until != 0 {
			text = lang.Sayf("%s，到 %s 为止", "%s until %s", text, lang.S(day.Day(by.Share.Until).String()))
		}
		return text.In(tag)
	}
	return lang.Of("程序", "The program").In(tag)
}

func rolesOf(s access.Subject) []access.Role {
	if s.Person == nil {
		return nil
	}
	return s.Roles
}

package records

import (
	"context"
	"encoding/json"
	"strings"

	"xingke/backend/base/id"
	"xingke/backend/core/access"
	"xingke/backend/core/columns"
)

// Within is the part of an entity's records with which the one who acts may do something, as a
// filter; nil is all of them. The lines of a record (order.lines) go with their record.
func Within(ctx context.Context, policy *access.Policy, action access.Action, name string) *columns.Filter {
	record, lines, inside := strings.Cut(name, ".")
	prefix := ""
	if inside && lines != "" {
		prefix = record + "Id."
	}
	return Filter(policy.Reach(ctx, action, record), prefix)
}

// Filter writes a scope as a filter, nil for all. prefix leads from the rows asked about to the record.
func Filter(scope access.Scope, prefix string) *columns.Filter {
	if scope.All {
		return nil
	}
	filter := columns.Nothing()
	add := func(field string, ids []string) {
		if len(ids) > 0 {
			filter.Or = append(filter.Or, columns.Where(prefix+field, "in", ids...))
		}
	}
	add("ownerId", scope.OwnerIDs)
	add("departmentId", scope.DepartmentIDs)
	add("id", scope.IDs)
	for _, under := range scope.Under {
		if under.Entity == "" {
			add(under.Field, under.IDs)
		} else {
			filter.Or = append(filter.Or, linked(prefix+under.Field, under))
		}
	}
	return &filter
}

// linked is the test of a link against records of an entity.
func linked(field string, to access.Reference) columns.Filter {
	links := make([]id.Link, len(to.IDs))
	for i, one := range to.IDs {
		links[i] = id.Link{Entity: to.Entity, ID: one}
	}
	f := columns.Where(field, "in")
	f.Value.Raw, _ = json.Marshal(links) // plain texts
	return f
}

package team

import (
	"xingke/backend/core/access"
)

// Rules are the entities that are special whatever the roles grant. An entity that is not here
// belongs to its records' owners and is reached as far as roles grant it.
var Rules = map[string]access.Rule{
	"user":         {Open: true, Shared: true},
	"department":   {Open: true, Shared: true},
	"role":         {Open: true, Shared: true},
	"tag":          {Open: true, Shared: true},
	"pipeline":     {Open: true, Shared: true},
	"customField":  {Open: true, Shared: true},
	"product":      {Shared: true},
	"view":         {Private: true},
	"setting":      {Private: true},
	"report":       {Private: true},
	"share":        {Inner: true},
	"auditEvent":   {Inner: true},
	"attachment":   {With: "record"},
	"contact":      {Under: []string{"customerId"}},
	"followUp":     {Under: []string{"customerId", "contactId", "subject"}},
	"followUpPlan": {Under: []string{"customerId", "contactId", "subject"}},
	"opportunity":  {Under: []string{"customerId"}},
	"order":        {Under: []string{"customerId", "opportunityId"}},
}

// Groups are the private groups of fields, in the order in which roles show them.
var Groups = []string{"finance", "salary", "bank"}

// some are the actions of one's daily work, as far as one reach.
func some(reach access.Reach, actions ...access.Action) access.Verbs {
	return access.Verbs{}.But(reach, actions...)
}

// sees is reading, exporting and nothing else.
func sees(reach access.Reach) access.Verbs { return some(reach, access.Read, access.Export) }

// works is all of what people do with their own, but for saying yes and restoring for others.
func works(reach access.Reach) access.Verbs {
	return access.To(reach).But(access.None, access.Approve)
}

// talks is reading as far as one reach, and writing what is one's own.
func talks(reach access.Reach) access.Verbs {
	return works(access.Own).But(reach, access.Read)
}

// common are the entities that belong to nobody, for those who only use them.
func common(more map[string]access.Verbs) map[string]access.Verbs {
	all := map[string]access.Verbs{
		"user": sees(access.All), "department": sees(access.All), "role": sees(access.All),
		"pipeline": sees(access.All), "customField": some(access.All, access.Read), "product": sees(access.All),
		"tag": some(access.All, access.Read, access.Create, access.Update, access.Export, access.Import),
	}
	for name, verbs := range more {
		all[name] = verbs
	}
	return all
}

// Standards is what the roles that come with the program grant. It is the one place that says so.
var Standards = map[string]*access.Grants{
	Owner: access.Full(),
	General: {
		Entities: common(map[string]access.Verbs{access.Everything: access.To(access.All), "product": access.To(access.All), "tag": access.To(access.All), "pipeline": access.To(access.All)}),
		Groups:   map[string]access.Right{access.Everything: access.Writes},
	},
	Manager: {
		Entities: common(map[string]access.Verbs{access.Everything: access.To(access.Tree), "product": access.To(access.All), "tag": access.To(access.All)}),
		Groups:   map[string]access.Right{"finance": access.Writes},
	},
	Sales: {Entities: common(map[string]access.Verbs{access.Everything: works(access.Own)})},
	Support: {Entities: common(map[string]access.Verbs{
		access.Everything: works(access.Own), "customer": talks(access.All), "contact": talks(access.All).But(access.All, access.Update),
		"followUp": talks(access.All), "order": some(access.All, access.Read), "opportunity": {},
	})},
	Projects: {Entities: common(map[string]access.Verbs{
		access.Everything: works(access.Own), "customer": talks(access.All), "contact": talks(access.All), "followUp": talks(access.All),
		"opportunity": talks(access.All), "order": talks(access.All),
	})},
	Engineer: {Entities: common(map[string]access.Verbs{
		access.Everything: works(access.Own), "customer": some(access.Tree, access.Read), "contact": some(access.Tree, access.Read),
		"followUp": talks(access.Tree), "order": some(access.Tree, access.Read), "opportunity": {},
	})},
	Finance: {
		Entities: common(map[string]access.Verbs{
			access.Everything: works(access.Own), "customer": sees(access.All).But(access.All, access.Update), "contact": sees(access.All), "opportunity": sees(access.All),
			"order": sees(access.All).But(access.All, access.Update, access.Approve, access.Share), "product": sees(access.All).But(access.All, access.Update),
		}),
		Groups: map[string]access.Right{"finance": access.Writes, "salary": access.Reads, "bank": access.Writes},
	},
	Marketing: {Entities: common(map[string]access.Verbs{
		access.Everything: works(access.Own), "customer": talks(access.All), "contact": talks(access.All), "order": {},
	})},
	Admin: {
		Administer: true,
		Entities: common(map[string]access.Verbs{
			access.Everything: some(access.All, access.Read, access.Create, access.Import, access.Restore, access.Assign, access.Share),
			"user":            access.To(access.All), "department": access.To(access.All), "role": access.To(access.All), "pipeline": access.To(access.All),
			"customField": access.To(access.All), "tag": access.To(access.All), "product": access.To(access.All),
		}),
	},
}

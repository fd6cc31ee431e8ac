package customers

import (
	"context"

	"xingke/backend/base/lang"
	"xingke/backend/core/entity"
	"xingke/backend/core/store"
)

// About names a change set after what was done and the record it was done to, as far as the one who does it may see that.
func About(ctx context.Context, db *store.DB, done lang.Text, t *entity.Type, id string) lang.Text {
	if t == nil || id == "" {
		return done
	}
	rec, err := db.Find(ctx, t, id)
	if err != nil {
		return done
	}
	return lang.Sayf("%s“%s”", "%s: %s", done, lang.S(t.Title(rec)))
}

// spokenWith is whom or what a follow-up is with: the customer, or else what is nearest to one.
func (s *Service) spokenWith(in RecordInput) (*entity.Type, string) {
	switch {
	case in.CustomerID != "":
		return Customers.Type, in.CustomerID
	case in.Subject.ID != "":
		t, _ := s.db.Types().Need(in.Subject.Entity) // what is unknown is refused when it is written
		return t, in.Subject.ID
	case in.ContactID != "":
		return Contacts.Type, in.ContactID
	}
	return FollowUpPlans.Type, in.PlanID
}

package team_test

import (
	"testing"

	"xingke/backend/base/fault"
	"xingke/backend/modules/team"
)

func TestABookKeepsAnOwner(t *testing.T) {
	db, s, ctx := open(t)
	if err := s.Seed(ctx, team.Standard{}); err != nil {
		t.Fatal(err)
	}
	sets, err := db.Sets(ctx, 0, 10)
	if err != nil || len(sets) == 0 {
		t.Fatalf("%v %v", sets, err)
	}
	if _, err := db.Undo(ctx, sets[len(sets)-1].ID, nil); err != nil {
		t.Fatal(err)
	}
	boss, err := s.Owner(ctx)
	if err != nil {
		t.Fatalf("the undo of the beginning took the owner away: %v", err)
	}
	if err := db.Delete(ctx, team.Users.Type, boss.ID, 0); !fault.Is(err, fault.Conflict) {
		t.Fatalf("the last owner was deleted: %v", err)
	}
	role, err := team.RoleID(ctx, db, team.Owner)
	if err != nil || role == "" {
		t.Fatalf("%q %v", role, err)
	}
	rec, err := db.Get(ctx, team.Users.Type, boss.ID)
	if err != nil {
		t.Fatal(err)
	}
	second := team.Users.New().(*team.User)
	second.Name, second.Login, second.RoleIDs = "王芳", "wangfang", rec.(*team.User).RoleIDs
	put(t, ctx, db, second)
	if err := db.Delete(ctx, team.Users.Type, boss.ID, 0); err != nil {
		t.Fatalf("one of two owners may go: %v", err)
	}
}

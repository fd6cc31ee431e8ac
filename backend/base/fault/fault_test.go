package fault_test

import (
	"errors"
	"fmt"
	"testing"

	"xingke/backend/base/fault"
	"xingke/backend/base/lang"
)

func TestKindSurvivesWrapping(t *testing.T) {
	err := fmt.Errorf("customer.create: %w", fault.New(fault.Conflict, "已被修改", "changed in the meantime"))
	if !fault.Is(err, fault.Conflict) || fault.Is(err, fault.Invalid) {
		t.Fatalf("kind lost: %v", err)
	}
	if got := fault.From(errors.New("boom")).Kind; got != fault.Internal {
		t.Fatalf("a foreign error is %q", got)
	}
}

func TestFaultsGatherFields(t *testing.T) {
	var f fault.Faults
	if f.Err() != nil {
		t.Fatal("no field, no fault")
	}
	f.Add("name", lang.Of("请填写客户名称", "Enter the name"))
	f.Add("name", lang.Of("第二句", "second"))
	f.Add("phone", lang.Of("电话不对", "Wrong phone"))
	e := fault.From(f.Err())
	if len(e.Fields) != 2 || e.Fields["name"].EN != "Enter the name" || e.Kind != fault.Invalid {
		t.Fatalf("got %+v", e)
	}
}

func TestSayfTranslatesItsArguments(t *testing.T) {
	e := fault.New(fault.Invalid, "请填写%s", "Enter %s", lang.Of("名称", "the name"))
	if e.Text.ZH != "请填写名称" || e.Text.EN != "Enter the name" {
		t.Fatalf("got %+v", e.Text)
	}
}

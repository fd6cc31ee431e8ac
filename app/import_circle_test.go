package app

import (
	"context"
	"strings"
	"testing"

	"xingke/backend/core/records"
)

// Two new companies that a file makes each other's parents: the first row is taken and makes the other company, whose own
// row is refused with a sentence. It is not made a second time.
func TestAnImportMakesNoCircleOfParents(t *testing.T) {
	for _, match := range []string{"", "none"} {
		for _, policy := range []string{"update", "skip"} {
			a := open(t, Config{})
			file := handIn(t, a, context.Background(), "集团.csv", "客户名称,上级公司,备注\n子公司,甲公司,跟着\n甲公司,乙公司,甲\n乙公司,甲公司,乙\n")
			run := func(more string) records.ImportResult {
				return into[records.ImportResult](t, finish(t, a, "import.run", `{"entity":"customer","file":"`+file+`","match":"`+match+`","policy":"`+policy+`","missing":{"*":"create"}`+more+`}`))
			}
			for _, more := range []string{`,"dryRun":true`, ``} {
				out := run(more)
				if out.Rejected != 1 || len(out.Reasons) != 1 || !strings.Contains(out.Reasons[0].Reason, "循环") {
					t.Errorf("match %q, %s%s: %+v", match, policy, more, out)
				}
			}
			if list := call(t, a, "records.list", `{"entity":"customer"}`); !strings.Contains(list, `"total":3`) {
				t.Errorf("match %q, %s: %.600s", match, policy, list)
			}
		}
	}
}

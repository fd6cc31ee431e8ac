package sheet

import (
	"bytes"
	"context"
	"strings"
	"testing"
)

const contacts = "BEGIN:VCARD\r\nVERSION:3.0\r\nN:王;小明;;;\r\nFN:王小明\r\nORG:华东科技有限公司;销售部\r\nTITLE:采购经理\r\n" +
	"TEL;TYPE=CELL:138 0000 0000\r\nitem1.TEL;type=WORK:021-88886666\r\nTEL;TYPE=CELL:13911112222\r\nEMAIL;TYPE=INTERNET:wang@example.com\r\n" +
	"ADR;TYPE=WORK:;;世纪大道1号;上海市;;200120;中国\r\nBDAY:19800308\r\nNOTE:爱喝茶\\, 不喝\r\n  酒\\n第二行\r\nEND:VCARD\r\n" +
	"BEGIN:VCARD\nVERSION:2.1\nN;CHARSET=UTF-8;ENCODING=QUOTED-PRINTABLE:=E6=9D=8E;=E5=\n=9B=9B;;;\nTEL;CELL:13700000000\nTEL;CELL:13600000000\nEND:VCARD\n"

func openText(t *testing.T, name, text string) *Book {
	t.Helper()
	b, err := Read(context.Background(), bytes.NewReader([]byte(text)), int64(len(text)), Options{Name: name})
	if err != nil {
		t.Fatal(err)
	}
	return b
}

func TestContactsAreReadAsATable(t *testing.T) {
	b := openText(t, "通讯录.vcf", contacts)
	table, err := b.Table(context.Background(), "", 0)
	if err != nil || b.Kind != "vcf" || len(table.Rows) != 2 {
		t.Fatalf("%s %v %+v", b.Kind, err, table)
	}
	of := func(row int, heading string) string {
		k, ok := table.Column(heading)
		if !ok {
			return "no such column"
		}
		return table.Rows[row].Cells[k].Text
	}
	for heading, want := range map[string]string{
		"姓名": "王小明", "公司": "华东科技有限公司", "所在部门": "销售部", "职位": "采购经理", "手机": "138 0000 0000", "座机": "021-88886666", "邮箱": "wang@example.com",
		"地址": "上海市世纪大道1号", "生日": "1980-03-08", "备注": "爱喝茶, 不喝 酒\n第二行\n13911112222", "网址": "no such column",
	} {
		if got := of(0, heading); got != want {
			t.Errorf("%s: %q, want %q", heading, got, want)
		}
	}
	if of(1, "姓名") != "李四" || of(1, "手机") != "13700000000" || of(1, "座机") != "13600000000" {
		t.Errorf("%+v", table.Rows[1])
	}
}

func TestOneContactAloneIsRead(t *testing.T) {
	b := openText(t, "card.vcf", "BEGIN:VCARD\nVERSION:4.0\nFN:Ann Lee\nORG:Acme\nEMAIL:ann@example.com\nTEL;VALUE=uri:tel:+1-555-0100\nEND:VCARD\n")
	table, err := b.Table(context.Background(), "", 0)
	if err != nil || len(table.Rows) != 1 || table.Columns[0].Heading != "Name" {
		t.Fatalf("%v %+v", err, table)
	}
	if text := table.Rows[0].Cells; text[0].Text != "Ann Lee" || !strings.HasSuffix(text[2].Text, "555-0100") {
		t.Errorf("%+v", text)
	}
}

package store

import (
	"xingke/backend/base/fault"
	"xingke/backend/base/lang"
)

const namedRecords = 10

// names lists some of the records for a sentence.
func (m *Mended) names(sure bool) (text lang.Text, n int) {
	for _, r := range m.Records {
		if r.Sure != sure {
			continue
		}
		if n++; n <= namedRecords {
			if n > 1 {
				text.ZH, text.EN = text.ZH+"、", text.EN+", "
			}
			text.ZH, text.EN = text.ZH+r.Title, text.EN+r.Title
		}
	}
	if n > namedRecords {
		text.ZH, text.EN = text.ZH+"……", text.EN+" …"
	}
	return text, n
}

func (m *Mended) place() string {
	if len(m.Places) == 0 {
		return journalDir
	}
	return m.Places[0]
}

func (m *Mended) note() lang.Text {
	if m.Whole() {
		who, n := m.names(true)
		return lang.Sayf(
			"日志损坏（%s），已修好：%s 处改动由数据视图补回，所有记录的内容都没有变，只是这些改动的时间和经手人可能不全（涉及 %s 条记录：%s）。损坏的原件保留在 %s；请检查磁盘，并做一次备份",
			"The journal was damaged (%s) and has been mended: %s changes were put back from the view. Every record is as it was; only who made those changes and when may be missing (%s records: %s). The damaged original is kept in %s. Check the disk and make a backup.",
			lang.S(m.place()), lang.N(m.Lost), lang.N(n), who, lang.S(m.Aside))
	}
	who, n := m.names(false)
	return lang.Sayf(
		"日志损坏（%s），已按您的要求保住能保住的：%s 处改动找不回来。这 %s 条记录可能缺少改动，请核对：%s。损坏的原件保留在 %s；如有备份，请以备份为准",
		"The journal was damaged (%s). As you asked, what could be saved was saved: %s changes are gone for good. These %s records may lack changes, please check them: %s. The damaged original is kept in %s. If there is a backup, trust the backup.",
		lang.S(m.place()), lang.N(m.Lost-m.Made), lang.N(n), who, lang.S(m.Aside))
}

// unmended says what is lost and which ways there are.
func unmended(m *Mended, cause error) error {
	who, n := m.names(false)
	some := lang.Text{}
	if n > 0 {
		some = lang.Sayf("，涉及的记录有：%s", ", among them of: %s", who)
	}
	return fault.Wrap(cause, fault.Unavailable,
		"账套的日志损坏（%s），有 %s 处改动读不出来%s。账套没有被改动。请从最近的备份恢复；没有备份时，运行 xingke mend --book 账套文件夹，可保住其余内容（损坏的原件会另存）",
		"The book's journal is damaged (%s): %s changes cannot be read%s. Nothing was touched. Restore the latest backup; without one, xingke mend --book FOLDER saves everything else (the damaged original is kept).",
		lang.S(m.place()), lang.N(m.Lost-m.Made), some)
}

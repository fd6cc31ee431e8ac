package sheet

import (
	"context"
	"errors"

	"xingke/backend/base/fault"
	"xingke/backend/base/lang"
)

func invalid(zh, en string) *fault.Error { return fault.New(fault.Invalid, zh, en) }

func errEmpty() *fault.Error {
	return invalid("这个文件是空的。请检查是否选对了文件，或在 Excel 中重新保存后再试。",
		"This file is empty. Check that it is the right file, or save it again in Excel and retry.")
}

func errLockFile() *fault.Error {
	return invalid("这是 Excel 打开工作簿时留下的临时文件（名称以 ~$ 开头），里面没有数据。请选同名、没有 ~$ 的那个文件；它开着也能导入，读到的是最近一次保存的内容。",
		"This is the file that Excel leaves beside a workbook while it is open (its name begins with ~$); there is no data in it. Choose the one without ~$. It can be imported while it is open, as it was last saved.")
}

func errTooBig(limit int64) *fault.Error {
	return fault.New(fault.Invalid, "文件超过 %s MB，太大了。请把表格分成几个文件，分次导入。",
		"The file is larger than %s MB. Split the table into several files and import them one by one.", lang.N(limit>>20))
}

func errEncrypted() *fault.Error {
	return invalid("这个工作簿设有打开密码。请在 Excel 中用密码打开它，选择“文件 - 信息 - 保护工作簿”去掉密码，另存后再导入。",
		"This workbook is protected by a password. Open it in Excel with its password, remove the password under File, Info, Protect Workbook, save it, and import it again.")
}

func errOldExcel() *fault.Error {
	return invalid("这是旧格式的 Excel 文件（.xls）。请在 Excel 或 WPS 中打开它，另存为“Excel 工作簿 (.xlsx)”后再导入。",
		"This is an Excel file of the old kind (.xls). Open it in Excel, save it as Excel Workbook (.xlsx), and import that file.")
}

func errWrongType(what lang.Text) *fault.Error {
	return fault.New(fault.Invalid, "这不是表格文件，而是%s。可以导入 .xlsx、.csv 和 .tsv 文件。",
		"This is not a table but %s. Files of the kinds .xlsx, .csv and .tsv can be imported.", what)
}

func errOtherTable(what lang.Text) *fault.Error {
	return fault.New(fault.Invalid, "这是%s，不能直接导入。请用 Excel 或 WPS 打开它，另存为“Excel 工作簿 (.xlsx)”后再导入。",
		"This is %s, which cannot be imported as it is. Open it in Excel, save it as Excel Workbook (.xlsx), and import that file.", what)
}

func errDamaged(cause error) *fault.Error {
	return fault.Wrap(cause, fault.Invalid, "这个工作簿不完整或已损坏（可能没有下载完）。请重新下载或复制一份；若 Excel 能打开它，另存为新文件后再导入。",
		"This workbook is incomplete or damaged; the download may have stopped early. Fetch or copy it again. If Excel can open it, save it under a new name and import that file.")
}

func errBomb() *fault.Error {
	return invalid("这个文件解压后大得不正常，为安全起见没有读取。请在 Excel 中打开它，删除不用的行、列和工作表，另存后再导入。",
		"Unpacked, this file is suspiciously large, so it was not read. Open it in Excel, delete unused rows, columns and sheets, save it, and import it again.")
}

func errTooWide(limit int) *fault.Error {
	return fault.New(fault.Invalid, "表格超过 %s 列。请只保留需要导入的列，另存后再导入。",
		"The table has more than %s columns. Keep only the columns to be imported, save the file, and import it again.", lang.N(limit))
}

func errTooManySheets(limit int) *fault.Error {
	return fault.New(fault.Invalid, "工作簿里的工作表超过 %s 个。请把需要导入的工作表另存为单独的文件后再导入。",
		"The workbook has more than %s sheets. Save the sheets to be imported as files of their own.", lang.N(limit))
}

func errTooManyCards(limit int) *fault.Error {
	return fault.New(fault.Invalid, "名片文件里超过 %s 张名片。请分成几个文件，分次导入。",
		"The file holds more than %s cards. Split it into several files and import them one by one.", lang.N(limit))
}

func errStrangeCard(number int) *fault.Error {
	return fault.New(fault.Invalid, "第 %s 张名片的内容太多，不像是手机导出的名片。请检查文件，去掉这张名片后再导入。",
		"Card %s holds far more than a telephone writes. Check the file, take this card out, and import it again.", lang.N(number))
}

func errTooMuchText(limit int64) *fault.Error {
	return fault.New(fault.Invalid, "表格里的文字太多（合计超过 %s MB）。请把表格分成几个文件，分次导入。",
		"The table holds too much text, more than %s MB. Split it into several files and import them one by one.", lang.N(limit>>20))
}

// errTooLong names the row, if it is known.
func errTooLong(row int) *fault.Error {
	if row == 0 {
		return invalid("有一个单元格的文字太长（Excel 的一格最多 32,767 个字）。请在 Excel 中删去多余的文字，另存后再导入。",
			"A cell holds too much text; Excel allows 32,767 characters. Shorten it in Excel, save the file, and import it again.")
	}
	return fault.New(fault.Invalid, "第 %s 行有一个单元格的文字太长（Excel 的一格最多 32,767 个字），可能是前面有引号没有成对。请检查该行后再导入。",
		"A cell in row %s holds too much text; Excel allows 32,767 characters. Perhaps a quotation mark before it is never closed. Check that row and import the file again.", lang.N(row))
}

func errTooManyRows(limit int) *fault.Error {
	return fault.New(fault.Invalid, "表格超过 %s 行。请把表格分成几个文件，分次导入。",
		"The table has more than %s rows. Split it into several files and import them one by one.", lang.N(limit))
}

func errTooManyCells(limit int) *fault.Error {
	return fault.New(fault.Invalid, "工作表的单元格超过 %s 个。请把表格分成几个文件，分次导入。",
		"The sheet has more than %s cells. Split the table into several files and import them one by one.", lang.N(limit))
}

func errTooSlow() *fault.Error {
	return invalid("读取这个文件用时太长，已经停止。请把表格分成几个较小的文件，分次导入。",
		"Reading this file took too long and was stopped. Split the table into smaller files and import them one by one.")
}

func errEncoding() *fault.Error {
	return invalid("无法识别这个文本文件的编码，直接导入会出现乱码。请用 Excel 打开确认文字正常，另存为 .xlsx 后再导入；或用记事本另存为 UTF-8 编码。",
		"The character encoding of this text file cannot be recognised, so its text would be garbled. Open it in Excel, check that it reads well, and save it as .xlsx; or save it as UTF-8 in a text editor.")
}

func errEncodingName(name string) *fault.Error {
	return fault.New(fault.Invalid, "不认识编码“%s”，请写 utf-8、gb18030、big5、utf-16le 等", "Unknown encoding “%s”. Use utf-8, gb18030, big5, utf-16le or similar.", lang.S(name))
}

func errBadText(line int) *fault.Error {
	return fault.New(fault.Invalid, "文件第 %s 行的文字编码前后不一致（一部分不是文件开头所用的编码）。请用 Excel 打开检查后另存为 .xlsx 再导入。",
		"In line %s the text is not in the encoding that the rest of the file uses. Open the file in Excel, check it, save it as .xlsx, and import that file.", lang.N(line))
}

func errOpenQuote(line int) *fault.Error {
	return fault.New(fault.Invalid, "从第 %s 行开始有一个引号没有结束，后面的内容无法分列。请在该行补上引号，或用 Excel 另存为 .xlsx 后再导入。",
		"A quotation mark opened in line %s is never closed, so what follows cannot be divided into columns. Close it in that line, or save the file as .xlsx in Excel and import that file.", lang.N(line))
}

func errNoTable() *fault.Error {
	return invalid("没有找到表格：文件里没有任何数据行。请检查是否选对了文件和工作表。",
		"No table was found: the file has no rows of data. Check that it is the right file and the right sheet.")
}

func errNoHeading() *fault.Error {
	return invalid("没有找到标题行。请在表格第一行写上各列的名称（例如“客户名称”“电话”），或在导入时指定标题所在的行。",
		"No heading row was found. Write the names of the columns, such as Customer Name and Phone, into the first row, or say which row holds the headings.")
}

func errNoSheet(name string) *fault.Error {
	return fault.New(fault.NotFound, "文件里没有名为“%s”的工作表。请从列表中选择一个工作表。",
		"The file has no sheet called “%s”. Choose one from the list.", lang.S(name))
}

// stopped turns the end of a context into what it means to a person: a time limit, or a cancel.
func stopped(ctx context.Context) error {
	if errors.Is(ctx.Err(), context.DeadlineExceeded) {
		return errTooSlow()
	}
	return ctx.Err()
}

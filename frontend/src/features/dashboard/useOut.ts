import { useCallback, useMemo } from "react";
import { runJob, saveFile, upload } from "@/api";
import { useNotice } from "@/records/notice";
import { copyPicture, host } from "@/shell";
import { pictureOf } from "@/ui/chart/picture";
import { themeOf, usePreferences } from "@/ui/preferences";
import { useWords } from "@/ui/words";
import { chartOf, excelOf, type Sheet } from "./sheet";

/** useOut takes a sheet out of the program: as a workbook with a native chart, as a picture to paste or to keep. */
export function useOut() {
  const { t, lang } = useWords();
  const notice = useNotice();

  const draw = useCallback(
    (sheet: Sheet) =>
      pictureOf(
        chartOf(sheet, lang),
        { title: sheet.title, about: sheet.about },
        themeOf(usePreferences.getState().theme),
      ),
    [lang],
  );
  const save = useCallback(async (picture: Blob, name: string) => {
    if (host.kind === "window") return saveFile(await upload(picture, name), name);
    const address = URL.createObjectURL(picture);
    host.save(address, name);
    setTimeout(() => URL.revokeObjectURL(address), 60_000);
  }, []);

  return useMemo(
    () => ({
      async excel(sheet: Sheet) {
        try {
          const file = await runJob("reports.chart", excelOf(sheet));
          saveFile(file.file, file.name);
          notice.done(t("dashboard.excelReady", { name: file.name }));
        } catch (thrown) {
          notice.failed(thrown);
        }
      },
      async savePicture(sheet: Sheet) {
        try {
          await save(await draw(sheet), `${sheet.title}.png`);
        } catch (thrown) {
          notice.failed(thrown);
        }
      },
      async copyPicture(sheet: Sheet) {
        try {
          await copyPicture(draw(sheet));
          notice.done(t("dashboard.copied"));
        } catch {
          // Where the clipboard takes no pictures, the picture is kept as a file instead.
          try {
            await save(await draw(sheet), `${sheet.title}.png`);
            notice.done(t("dashboard.savedInstead"));
          } catch (thrown) {
            notice.failed(thrown);
          }
        }
      },
    }),
    [draw, save, notice, t],
  );
}

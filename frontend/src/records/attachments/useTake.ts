import { App } from "antd";
import { type RefObject, useCallback, useEffect, useRef, useState } from "react";
import { useWords } from "@/ui/words";
import { useNotice } from "../notice";
import { filesIn } from "./kinds";
import { attach } from "./uploads";

/** useTake gives the way to attach files, and says what became of them. */
export function useTake(entity: string, id: string) {
  const { t } = useWords();
  const { message } = App.useApp();
  const notice = useNotice();
  return useCallback(
    async (files: readonly File[], folders = 0) => {
      if (folders > 0) void message.warning(t("attach.folder"));
      if (files.length === 0) return;
      const done = await attach(entity, id, files);
      if (!done) return;
      const { change, names } = done;
      const words =
        names.length === 1 ? t("attach.addedOne", { name: names[0] }) : t("attach.addedMany", { count: names.length });
      notice.done(words, change);
    },
    [entity, id, t, message, notice.done],
  );
}

/**
 * useDrop takes files that are dropped anywhere on the record the panel stands in, and pictures that are pasted while
 * it is open. It answers with the place while something is held over it.
 */
export function useDrop(
  panel: RefObject<HTMLElement | null>,
  on: boolean,
  take: (files: readonly File[], folders?: number) => Promise<void>,
): HTMLElement | undefined {
  const { lang } = useWords();
  const { t } = useWords();
  const [over, setOver] = useState<HTMLElement>();
  const latest = useRef({ take, t, lang });
  latest.current = { take, t, lang };
  useEffect(() => {
    const place = panel.current?.closest<HTMLElement>(".record, .peek");
    if (!on || !place) return;
    let away: ReturnType<typeof setTimeout> | undefined;
    const drag = (event: DragEvent) => {
      if (event.dataTransfer?.types.includes("Files") !== true) return;
      event.preventDefault();
      event.dataTransfer.dropEffect = "copy";
      setOver(place);
      clearTimeout(away);
      away = setTimeout(() => setOver(undefined), 400); // dragover comes again and again while one is over the page
    };
    const drop = (event: DragEvent) => {
      if (!event.dataTransfer?.types.includes("Files")) return;
      event.preventDefault();
      clearTimeout(away);
      setOver(undefined);
      const { files, folders } = filesIn(event.dataTransfer);
      void latest.current.take(files, folders);
    };
    const paste = (event: ClipboardEvent) => {
      const carried = event.clipboardData;
      if (!carried || event.defaultPrevented || carried.types.includes("text/plain")) return;
      if (document.querySelector(".ant-modal-wrap:not([style*='display: none']), .ant-drawer-open")) return;
      const { files } = filesIn(carried);
      if (files.length === 0) return;
      event.preventDefault();
      const { take: give, t: words } = latest.current;
      void give(files.map((file) => named(file, (at) => words("attach.pasted", { at }))));
    };
    place.addEventListener("dragover", drag);
    place.addEventListener("drop", drop);
    window.addEventListener("paste", paste);
    return () => {
      clearTimeout(away);
      place.removeEventListener("dragover", drag);
      place.removeEventListener("drop", drop);
      window.removeEventListener("paste", paste);
    };
  }, [panel, on]);
  return over;
}

// A picture out of the clipboard is called image.png, as all of them are.
function named(file: File, call: (at: string) => string): File {
  if (!/^image\.\w+$/.test(file.name)) return file;
  const now = new Date();
  const two = (n: number) => String(n).padStart(2, "0");
  const day = `${now.getFullYear()}-${two(now.getMonth() + 1)}-${two(now.getDate())}`;
  const at = `${day} ${two(now.getHours())}${two(now.getMinutes())}${two(now.getSeconds())}`;
  return new File([file], `${call(at)}${file.name.slice(5)}`, { type: file.type });
}

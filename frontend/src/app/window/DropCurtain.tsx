import { App } from "antd";
import { FileDown } from "lucide-react";
import { useEffect, useRef, useState } from "react";
import { host } from "@/shell";
import { useWords } from "@/ui/words";

const readable = /\.(xlsx|xlsm|csv|tsv|txt|vcf)$/i;
const archive = /\.xingke$/i;

// What was held over last, and whether the engine hands the files over: WebKitGTK only tells the program where they lie.
let held: { over: EventTarget | null; bare: boolean } | undefined;

/**
 * dropAgain drops files where they were let go, with what is in them, after the engine dropped only their names. So every
 * place that takes files takes them as it does in a browser.
 */
export async function dropAgain(read: () => Promise<File[]>): Promise<void> {
  const { over, bare } = held ?? { over: null, bare: false };
  held = undefined;
  if (!bare) return;
  const carried = new DataTransfer();
  for (const file of await read()) carried.items.add(file);
  const place = over instanceof Node && over.isConnected ? over : document.body;
  place.dispatchEvent(new DragEvent("drop", { bubbles: true, cancelable: true, dataTransfer: carried }));
}

/** DropCurtain takes a file that is dragged onto the program from anywhere. Left alone, the engine would open it in place of the page. */
export function DropCurtain({ onFile }: { onFile: (file: File) => void }) {
  const { t } = useWords();
  const { message } = App.useApp();
  const [over, setOver] = useState(false);
  const latest = useRef({ onFile, message, t });
  latest.current = { onFile, message, t };
  useEffect(() => {
    let away: ReturnType<typeof setTimeout> | undefined;
    let inside = false; // a link of the page itself is carried
    const begins = () => {
      inside = true;
    };
    const ends = () => {
      inside = false;
    };
    const has = (event: DragEvent, type: string) => event.dataTransfer?.types.includes(type) === true;
    const carries = (event: DragEvent) =>
      has(event, "Files") || (host.frame !== undefined && !inside && has(event, "text/uri-list"));
    const drag = (event: DragEvent) => {
      if (!carries(event)) return;
      held = { over: event.target, bare: !has(event, "Files") };
      // A place of its own, such as the one in the wizard, has taken it already.
      const own = event.defaultPrevented;
      event.preventDefault();
      setOver(!own);
      clearTimeout(away);
      away = setTimeout(() => setOver(false), 400); // dragover comes again and again while one is over the page
    };
    const drop = (event: DragEvent) => {
      if (!carries(event)) return;
      const own = event.defaultPrevented;
      event.preventDefault();
      clearTimeout(away);
      setOver(false);
      const file = event.dataTransfer?.files[0];
      if (own || !file) return;
      const { onFile: give, message: say, t: words } = latest.current;
      if (archive.test(file.name)) {
        // The window is told of its path; a browser knows none.
        if (!host.frame) void say.info(words("window.dropArchive", { name: file.name }));
      } else if (readable.test(file.name)) give(file);
      else void say.warning(words("window.dropBad", { name: file.name }));
    };
    // Before the window hears of it: the frame of the program listens there, and takes every file as its own.
    document.addEventListener("dragover", drag);
    document.addEventListener("drop", drop);
    document.addEventListener("dragstart", begins);
    document.addEventListener("dragend", ends);
    return () => {
      clearTimeout(away);
      document.removeEventListener("dragstart", begins);
      document.removeEventListener("dragend", ends);
      document.removeEventListener("dragover", drag);
      document.removeEventListener("drop", drop);
    };
  }, []);
  if (!over) return null;
  return (
    <div className="curtain" aria-hidden>
      <div className="curtain__sheet">
        <FileDown size={32} strokeWidth={1.4} aria-hidden />
        <strong>{t("window.dropHere")}</strong>
        <span className="second">{t("window.dropKinds")}</span>
      </div>
    </div>
  );
}

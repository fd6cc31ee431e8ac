import { App } from "antd";
import { FileDown } from "lucide-react";
import { useEffect, useRef, useState } from "react";
import { useWords } from "@/ui/words";

const readable = /\.(xlsx|xlsm|csv|tsv|txt|vcf)$/i;
const archive = /\.xingke$/i;

/** DropCurtain takes a file that is dragged onto the program from anywhere. Left alone, the engine would open it in place of the page. */
export function DropCurtain({ onFile }: { onFile: (file: File) => void }) {
  const { t } = useWords();
  const { message } = App.useApp();
  const [over, setOver] = useState(false);
  const latest = useRef({ onFile, message, t });
  latest.current = { onFile, message, t };
  useEffect(() => {
    let away: ReturnType<typeof setTimeout> | undefined;
    const carries = (event: DragEvent) => event.dataTransfer?.types.includes("Files") === true;
    const drag = (event: DragEvent) => {
      if (!carries(event)) return;
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
      if (own || !file || archive.test(file.name)) return;
      const { onFile: give, message: say, t: words } = latest.current;
      if (readable.test(file.name)) give(file);
      else void say.warning(words("window.dropBad", { name: file.name }));
    };
    window.addEventListener("dragover", drag);
    window.addEventListener("drop", drop);
    return () => {
      clearTimeout(away);
      window.removeEventListener("dragover", drag);
      window.removeEventListener("drop", drop);
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

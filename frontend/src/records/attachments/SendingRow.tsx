import { X } from "lucide-react";
import { bytes } from "@/lib/bytes";
import { useFaultWords } from "@/ui/faultWords";
import { useWords } from "@/ui/words";
import { iconOf } from "./kinds";
import { drop, type Sending } from "./uploads";

/** SendingRow is a file on its way: how far it is, or why it did not arrive. */
export function SendingRow({ sending }: { sending: Sending }) {
  const { t } = useWords();
  const faultWords = useFaultWords();
  const { name, state, fault } = sending;
  const Icon = iconOf(name);
  const part = Math.floor(sending.part * 100);
  const failed = state === "failed";
  const words = failed
    ? sending.why === "tooLarge" || sending.why === "empty"
      ? t(`attach.${sending.why}`)
      : faultWords(fault ?? { kind: "internal", message: "" })
    : state === "waiting"
      ? t("attach.waiting")
      : state === "sent"
        ? t("attach.adding")
        : t("attach.sending", { part });
  const end = failed ? t("attach.dismiss") : t("attach.cancel", { name });
  return (
    <li className="attach__row">
      <span className="attach__face" aria-hidden>
        <Icon size={18} strokeWidth={1.5} />
      </span>
      <div className="attach__words">
        <span className="attach__name" title={name}>
          {name}
        </span>
        <span className={failed ? "attach__facts attach__facts--bad" : "attach__facts"}>
          {failed ? words : `${bytes(sending.size)} · ${words}`}
        </span>
        {!failed && (
          <span
            className="attach__bar"
            role="progressbar"
            aria-label={name}
            aria-valuemin={0}
            aria-valuemax={100}
            aria-valuenow={part}
          >
            <span style={{ width: `${part}%` }} />
          </span>
        )}
      </div>
      <button
        type="button"
        className="iconbutton iconbutton--small"
        aria-label={end}
        title={end}
        onClick={() => drop(sending.key)}
      >
        <X size={14} aria-hidden />
      </button>
    </li>
  );
}

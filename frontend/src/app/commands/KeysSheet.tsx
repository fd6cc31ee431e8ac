import { Input, Modal } from "antd";
import { useRef, useState } from "react";
import { match } from "@/lib/pinyin";
import { useFirstFocus } from "@/ui/useFirstFocus";
import { useFocusBack } from "@/ui/useFocusBack";
import { useWords } from "@/ui/words";
import { Keys } from "./Keys";
import { ownKeys } from "./keys";
import type { Command } from "./registry";

type Row = readonly [keys: string, label: string];

/** KeysSheet lists every shortcut, from the same registry the keys act by. */
export function KeysSheet({ commands, onClose }: { commands: Command[]; onClose: () => void }) {
  useFocusBack();
  const { t } = useWords();
  const [typed, setTyped] = useState("");
  const top = useRef<HTMLDivElement>(null);
  useFirstFocus(top);
  const rows = (fits: (command: Command) => boolean): Row[] =>
    commands.flatMap((command) => (command.keys && fits(command) ? [[command.keys, command.label] as const] : []));
  const isGo = (command: Command) => command.keys?.startsWith("g ") === true;
  const isHere = (command: Command) => ["record", "list", "page"].includes(command.group);
  const columns: { title: string; rows: Row[] }[][] = [
    [
      { title: t("keys.general"), rows: rows((command) => !isGo(command) && !isHere(command)) },
      { title: t("keys.here"), rows: rows((command) => !isGo(command) && isHere(command)) },
      ...ownKeys.slice(3).map((part) => ownPart(part)),
    ],
    ownKeys.slice(0, 2).map((part) => ownPart(part)),
    [{ title: t("keys.go"), rows: rows(isGo) }, ...ownKeys.slice(2, 3).map((part) => ownPart(part))],
  ];
  function ownPart(part: (typeof ownKeys)[number]) {
    return { title: t(part.title), rows: part.keys.map((each) => [each.keys, t(each.label)] as Row) };
  }
  return (
    <Modal open title={t("keys.title")} footer={null} width={1080} onCancel={onClose}>
      <div ref={top}>
        <Input
          allowClear
          className="keys__search"
          placeholder={t("keys.search")}
          aria-label={t("keys.search")}
          value={typed}
          onChange={(event) => setTyped(event.target.value)}
        />
      </div>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by the keyboard */}
      <section className="keys" aria-label={t("keys.title")} tabIndex={0}>
        {columns.map((parts, n) => (
          <div key={n}>
            {parts.map((part, at) => (
              <Part
                key={part.title}
                title={part.title}
                two={n === 2 && at === 0}
                rows={part.rows.filter(([, label]) => match(label, typed) > 0)}
              />
            ))}
          </div>
        ))}
      </section>
    </Modal>
  );
}

function Part({ title, rows, two }: { title: string; rows: Row[]; two?: boolean }) {
  if (rows.length === 0) return null;
  return (
    <section>
      <h3 className="keys__title">{title}</h3>
      <dl className={two ? "keys__list keys__list--two" : "keys__list"}>
        {rows.map(([keys, label], n) => (
          <div key={n} className="keys__row">
            <dt>{keys.startsWith("g ") ? <kbd>{keys.slice(2).toUpperCase()}</kbd> : <Keys keys={keys} />}</dt>
            <dd>{label}</dd>
          </div>
        ))}
      </dl>
    </section>
  );
}

import { Button } from "antd";
import type { ParseKeys } from "i18next";
import { useState } from "react";
import { composing, keyOf } from "@/lib/keyboard";
import { chooseKeys, fitsAsKeys, forgetKeys, type KeyedCommand, keysOf, useOwnKeys, usualKeys } from "@/ui/shortcuts";
import { useWords } from "@/ui/words";
import { Keys } from "./Keys";
import { ownKeys } from "./keys";

const labels: { [command in KeyedCommand]: ParseKeys } = {
  palette: "command.search",
  "list.filter": "command.quickFilter",
  create: "top.create",
  "record.edit": "command.editRecord",
  "record.followUp": "command.followUp",
  undo: "command.undo",
  "page.redo": "undo.redoCommand",
  keys: "command.keys",
  back: "command.back",
  forward: "command.forward",
  fold: "command.fold",
  theme: "command.theme",
  "list.export": "command.exportList",
};
const commands = Object.keys(usualKeys) as KeyedCommand[];

/** KeySettings lets a person give commands other keys. What is taken already is said, and nothing is lost by a slip. */
export function KeySettings() {
  const { t } = useWords();
  const own = useOwnKeys((keys) => keys.own);
  const [asked, setAsked] = useState<KeyedCommand>();
  const [problem, setProblem] = useState<{ of: KeyedCommand; text: string }>();

  const take = (command: KeyedCommand, keys: string) => {
    const other = commands.find((each) => each !== command && keysOf(each) === keys);
    const part = ownKeys.find((each) => each.keys.some((key) => key.keys === keys));
    if (other) setProblem({ of: command, text: t("keys.takenBy", { name: t(labels[other]) }) });
    else if (part) setProblem({ of: command, text: t("keys.takenIn", { part: t(part.title) }) });
    else if (!fitsAsKeys(keys)) setProblem({ of: command, text: t("keys.takenElse") });
    else {
      chooseKeys(command, keys);
      setProblem(undefined);
      setAsked(undefined);
    }
  };
  const heard = (event: React.KeyboardEvent, command: KeyedCommand) => {
    if (asked !== command || event.key === "Tab") return;
    event.preventDefault();
    event.stopPropagation();
    const keys = composing(event) ? undefined : keyOf(event.nativeEvent);
    if (keys === undefined) return;
    if (keys === "escape") setAsked(undefined);
    else if (keys === "backspace" || keys === "delete") {
      chooseKeys(command, "");
      setAsked(undefined);
    } else take(command, keys);
  };
  return (
    <section>
      <h2 className="panel__title">{t("keys.title")}</h2>
      <p className="second">{t("keys.settingsText")}</p>
      <dl className="settings__list settings__keys">
        {commands.map((command) => {
          const keys = keysOf(command);
          const asking = asked === command;
          const name = t(labels[command]);
          return (
            <div key={command} className="settings__key">
              <dt>{name}</dt>
              <dd>
                <button
                  type="button"
                  className={asking ? "keychoice is-asked" : "keychoice"}
                  aria-label={t("keys.change", { name })}
                  aria-pressed={asking}
                  onClick={() => {
                    setAsked(asking ? undefined : command);
                    setProblem(undefined);
                  }}
                  onBlur={() => setAsked((was) => (was === command ? undefined : was))}
                  onKeyDown={(event) => heard(event, command)}
                >
                  {asking ? (
                    t("keys.press")
                  ) : keys ? (
                    <Keys keys={keys} />
                  ) : (
                    <span className="faint">{t("keys.none")}</span>
                  )}
                </button>
                {own[command] !== undefined && (
                  <Button
                    size="small"
                    type="text"
                    aria-label={t("keys.usualOf", { name })}
                    onClick={() => chooseKeys(command, undefined)}
                  >
                    {t("keys.usual")}
                  </Button>
                )}
                {problem?.of === command && (
                  <span className="field__problem" role="alert">
                    {problem.text}
                  </span>
                )}
              </dd>
            </div>
          );
        })}
      </dl>
      <Button disabled={Object.keys(own).length === 0} onClick={forgetKeys}>
        {t("keys.usualAll")}
      </Button>
    </section>
  );
}

import { Modal } from "antd";
import { showKeys } from "@/lib/keyboard";
import { useWords } from "@/ui/words";
import type { Command } from "./registry";

/** KeysSheet lists every shortcut, from the same registry the keys act by. */
export function KeysSheet({ commands, onClose }: { commands: Command[]; onClose: () => void }) {
  const { t } = useWords();
  const withKeys = commands.filter((command) => command.keys);
  const general = withKeys
    .filter((command) => !command.keys?.startsWith("g "))
    .map((command) => [command.keys ?? "", command.label] as const);
  const go = withKeys
    .filter((command) => command.keys?.startsWith("g "))
    .map((command) => [command.keys?.slice(2) ?? "", command.label] as const);
  const list = [
    ["↑ ↓ ← →", t("keys.move")],
    ["j", t("keys.down")],
    ["k", t("keys.up")],
    ["space", t("keys.openPeek")],
    ["mod+enter", t("keys.openPage")],
    ["enter", t("keys.editCell")],
    ["e", t("action.edit")],
    ["x", t("keys.select")],
    ["shift+↓", t("keys.selectRange")],
    ["mod+a", t("keys.selectAll")],
    ["escape", t("keys.close")],
  ] as const;
  const form = [
    ["mod+enter", t("keys.saveForm")],
    ["mod+shift+enter", t("keys.saveNew")],
    ["escape", t("keys.close")],
  ] as const;
  return (
    <Modal open title={t("keys.title")} footer={null} width={960} onCancel={onClose}>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by the keyboard */}
      <section className="keys" aria-label={t("keys.title")} tabIndex={0}>
        <div>
          <Part title={t("keys.general")} keys={general} />
          <Part title={t("keys.form")} keys={form} />
        </div>
        <Part title={t("keys.list")} keys={list} />
        <Part title={t("keys.go")} keys={go} />
      </section>
    </Modal>
  );
}

function Part({ title, keys }: { title: string; keys: readonly (readonly [string, string])[] }) {
  return (
    <section>
      <h3 className="keys__title">{title}</h3>
      <dl className="keys__list">
        {keys.map(([key, label], n) => (
          <div key={n} className="keys__row">
            <dt>
              <kbd>{showKeys(key)}</kbd>
            </dt>
            <dd>{label}</dd>
          </div>
        ))}
      </dl>
    </section>
  );
}

import { Button, Checkbox, Input, Popover } from "antd";
import { ChevronDown, ChevronUp, Columns3 } from "lucide-react";
import { useState } from "react";
import type { EntityDescription } from "@/api";
import { match } from "@/lib/pinyin";
import { Inside } from "@/ui/Inside";
import { Segmented } from "@/ui/Segmented";
import { useWords } from "@/ui/words";
import { listable } from "../layouts";
import { densityNames, type View } from "./view";

/** ColumnChooser turns columns on and off and puts them in order. */
export function ColumnChooser(props: {
  entity: EntityDescription;
  names: string[];
  onChange: (names: string[]) => void;
  onReset: () => void;
  /** The height of rows in this view; the person's own when nothing is said. */
  density: View["density"];
  onDensity: (density: View["density"]) => void;
}) {
  const { entity, names, onChange, onReset } = props;
  const { t, say } = useWords();
  const [typed, setTyped] = useState("");
  const specs = entity.fields.filter(listable);
  const shown = names.flatMap((name) => specs.find((spec) => spec.name === name) ?? []);
  const hidden = specs.filter((spec) => !names.includes(spec.name));
  const sought = (label: string) => match(label, typed) > 0;

  const move = (from: number, by: number) => {
    const next = [...names];
    const [taken] = next.splice(from, 1);
    if (taken) next.splice(from + by, 0, taken);
    onChange(next);
  };

  const list = (
    <Inside className="chooser">
      <Input
        size="small"
        allowClear
        placeholder={t("list.searchColumns")}
        aria-label={t("list.searchColumns")}
        value={typed}
        onChange={(event) => setTyped(event.target.value)}
      />
      <div className="chooser__list">
        {shown.map((spec, at) =>
          sought(say(spec.label)) ? (
            <div className="chooser__row" key={spec.name}>
              <Checkbox
                checked
                disabled={spec.name === entity.title}
                onChange={() => onChange(names.filter((name) => name !== spec.name))}
              >
                {say(spec.label)}
              </Checkbox>
              {at > 0 && (
                <span className="chooser__move">
                  <button
                    type="button"
                    className="iconbutton iconbutton--small"
                    aria-label={`${say(spec.label)} ↑`}
                    disabled={at === 1}
                    onClick={() => move(at, -1)}
                  >
                    <ChevronUp size={14} aria-hidden />
                  </button>
                  <button
                    type="button"
                    className="iconbutton iconbutton--small"
                    aria-label={`${say(spec.label)} ↓`}
                    disabled={at === shown.length - 1}
                    onClick={() => move(at, 1)}
                  >
                    <ChevronDown size={14} aria-hidden />
                  </button>
                </span>
              )}
            </div>
          ) : null,
        )}
        {hidden.some((spec) => sought(say(spec.label))) && <hr className="hairline" />}
        {hidden.map((spec) =>
          sought(say(spec.label)) ? (
            <div className="chooser__row" key={spec.name}>
              <Checkbox checked={false} onChange={() => onChange([...names, spec.name])}>
                {say(spec.label)}
              </Checkbox>
            </div>
          ) : null,
        )}
      </div>
      <Segmented
        block
        size="small"
        aria-label={t("look.density")}
        value={props.density ?? "own"}
        options={[
          { value: "own", label: t("list.ownDensity") },
          ...densityNames.map((each) => ({ value: each, label: t(`look.${each}`) })),
        ]}
        onChange={(next) => props.onDensity(densityNames.find((each) => each === next))}
      />
      <Button size="small" type="text" onClick={onReset}>
        {t("action.reset")}
      </Button>
    </Inside>
  );
  return (
    <Popover trigger="click" placement="bottomRight" content={list} arrow={false} destroyOnHidden>
      <Button data-tool="columns" icon={<Columns3 size={15} aria-hidden />}>
        {t("list.columns")}
      </Button>
    </Popover>
  );
}

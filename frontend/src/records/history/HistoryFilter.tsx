import { Button, DatePicker, Select } from "antd";
import dayjs from "dayjs";
import { create } from "zustand";
import { type Input, useDescribe } from "@/api";
import { match } from "@/lib/pinyin";
import { useWords } from "@/ui/words";
import { RecordPicker } from "../picker/RecordPicker";

export interface Narrow {
  actor?: string;
  entity?: string;
  kind?: string;
  from?: string;
  to?: string;
}

/** What the history is narrowed to. It stays while the program is open. */
export const useHistoryFilter = create<Narrow>(() => ({}));

const kinds = ["created", "updated", "deleted", "restored", "bulk", "import", "undo"] as const;

/** asked is the filter as the core takes it. */
export function asked(filter: Narrow): Partial<Input<"changes.list">> {
  return Object.fromEntries(Object.entries(filter).filter(([, value]) => value !== undefined));
}

/** HistoryFilter narrows the history to a person, an entity, a kind of deed, some days. */
export function HistoryFilter({ onChange }: { onChange: () => void }) {
  const { t } = useWords();
  const filter = useHistoryFilter();
  const set = (change: Narrow) => {
    useHistoryFilter.setState(change);
    onChange();
  };
  return (
    <section className="narrow" aria-label={t("history.narrowLabel")}>
      <Who value={filter.actor} onChange={(actor) => set({ actor })} label={t("history.who")} />
      <Of value={filter.entity} onChange={(entity) => set({ entity })} />
      <Select
        className="narrow__choice"
        aria-label={t("history.kindLabel")}
        placeholder={t("history.kindLabel")}
        allowClear
        value={filter.kind}
        options={kinds.map((value) => ({ value, label: t(`history.kind.${value}`) }))}
        onChange={(kind: string | undefined) => set({ kind })}
      />
      <Days from={filter.from} to={filter.to} onChange={(from, to) => set({ from, to })} />
      {Object.keys(asked(filter)).length > 0 && (
        <Button
          type="text"
          onClick={() => {
            useHistoryFilter.setState({}, true);
            onChange();
          }}
        >
          {t("history.clear")}
        </Button>
      )}
    </section>
  );
}

/** Who chooses a person. */
export function Who(props: { value: string | undefined; label: string; onChange: (id: string | undefined) => void }) {
  const { byName } = useDescribe();
  if (!byName.has("user")) return null;
  return (
    <span className="narrow__choice">
      <RecordPicker
        entity="user"
        value={props.value}
        placeholder={props.label}
        aria={{ "aria-label": props.label }}
        onChange={props.onChange}
      />
    </span>
  );
}

/** Of chooses an entity. */
export function Of(props: { value: string | undefined; onChange: (entity: string | undefined) => void }) {
  const { t, say } = useWords();
  const { entities } = useDescribe();
  return (
    <Select
      className="narrow__choice"
      aria-label={t("history.entity")}
      placeholder={t("history.entity")}
      allowClear
      showSearch={{ filterOption: (typed, option) => match(String(option?.label ?? ""), typed) > 0 }}
      value={props.value}
      options={entities.map((each) => ({ value: each.name, label: say(each.label) }))}
      onChange={props.onChange}
    />
  );
}

/** Days chooses a stretch of days, open at either end. */
export function Days(props: {
  from: string | undefined;
  to: string | undefined;
  onChange: (from: string | undefined, to: string | undefined) => void;
}) {
  const { t } = useWords();
  return (
    <DatePicker.RangePicker
      className="narrow__days"
      aria-label={t("history.days")}
      placeholder={[t("history.from"), t("history.to")]}
      allowEmpty={[true, true]}
      value={[props.from ? dayjs(props.from) : null, props.to ? dayjs(props.to) : null]}
      presets={[
        { label: t("time.today"), value: [dayjs(), dayjs()] },
        { label: t("time.yesterday"), value: [dayjs().subtract(1, "day"), dayjs().subtract(1, "day")] },
        { label: t("history.week"), value: [dayjs().subtract(6, "day"), dayjs()] },
        { label: t("history.month"), value: [dayjs().subtract(29, "day"), dayjs()] },
      ]}
      onChange={(days) => props.onChange(days?.[0]?.format("YYYY-MM-DD"), days?.[1]?.format("YYYY-MM-DD"))}
    />
  );
}

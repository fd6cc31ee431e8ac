import { Button, Select } from "antd";
import { Plus } from "lucide-react";
import { useState } from "react";
import { may, type Titles, useAnswer, useEntity, useRecord } from "@/api";
import { match } from "@/lib/pinyin";
import { useWords } from "@/ui/words";
import type { Narrow } from "../form/depend";
import { openForm } from "../form/store";
import { recentOf, used } from "./recent";

interface Offer {
  value: string;
  label: string;
  detail?: string;
}

interface PickerProps {
  id?: string;
  entity: string;
  titles?: Titles;
  autoFocus?: boolean;
  /** What there is to choose is shown from the beginning. */
  opened?: boolean;
  disabled?: boolean;
  invalid?: boolean;
  required?: boolean;
  aria?: { [attribute: `aria-${string}`]: string | boolean | undefined };
  placeholder?: string;
  /** Only what belongs to this is offered at first: the contacts of a customer. */
  narrow?: Narrow;
}

/** RecordPicker chooses one record by any fragment of it, or makes it in place. */
export function RecordPicker(
  props: PickerProps & {
    value: string | undefined;
    onChange: (id: string | undefined, title?: string) => void;
    onSame?: () => void;
  },
) {
  const { value, onChange } = props;
  const picker = usePicker(props, value ? [value] : [], (made) => onChange(made.id, made.title));
  return (
    <Select
      {...picker.common}
      value={value}
      allowClear={!props.required}
      onSelect={(id: string | undefined) => id === value && props.onSame?.()}
      onChange={(id: string | undefined) => {
        picker.setTyped("");
        if (id) used(props.entity, id, picker.titleOf(id));
        onChange(id, id ? picker.titleOf(id) : undefined);
      }}
    />
  );
}

/** RecordsPicker chooses any number of records. */
export function RecordsPicker(props: PickerProps & { value: string[]; onChange: (ids: string[]) => void }) {
  const { value, onChange } = props;
  const picker = usePicker(props, value, (made) => onChange([...value, made.id]));
  return (
    <Select
      {...picker.common}
      mode="multiple"
      value={value}
      onChange={(ids: string[]) => {
        picker.setTyped("");
        onChange(ids);
      }}
    />
  );
}

const offered = 20;
// What belongs to one record is few: all of it is looked through here, by its sounds too.
const narrowed = 200;

function usePicker(props: PickerProps, chosen: string[], onMade: (made: { id: string; title: string }) => void) {
  const { entity, titles, narrow } = props;
  const { t, say } = useWords();
  const description = useEntity(entity);
  const [typed, setTyped] = useState("");
  const [open, setOpen] = useState(props.opened ?? false);
  // Looks beyond what it was narrowed to.
  const [wide, setWide] = useState(false);
  // Names of records that were made right here.
  const [seen, setSeen] = useState<Titles>({});

  const titleField = description?.title ?? "name";
  const words = typed.trim();
  const isNarrow = narrow !== undefined && !wide;
  const found = useAnswer(
    "search.suggest",
    { text: words, entity, limit: offered },
    ["*"],
    open && words !== "" && !isNarrow,
  );
  const nothing = !isNarrow && words !== "" && found.isSuccess && (found.data?.hits ?? []).length === 0;
  // Without words the latest ones are offered; and where the search knows nothing, the list may (it does not trail).
  const listed = useAnswer(
    "records.list",
    {
      entity,
      columns: [titleField],
      limit: isNarrow ? narrowed : offered,
      sort: [{ field: "updatedAt", desc: true }],
      where: isNarrow
        ? { field: narrow.field, op: "eq", value: narrow.value }
        : nothing
          ? { field: titleField, op: "contains", value: words }
          : undefined,
    },
    [entity],
    open && description !== undefined && (isNarrow || words === "" || nothing),
  );

  const rows: Offer[] = (listed.data?.rows ?? []).map((row) => ({
    value: row.id,
    label: String(row[titleField] ?? row.id),
  }));
  const offers: Offer[] =
    words !== "" && !nothing && !isNarrow
      ? (found.data?.hits ?? []).map((hit) => ({ value: hit.id, label: hit.title, detail: hit.detail }))
      : words !== ""
        ? rows.filter((row) => !isNarrow || match(row.label, words) > 0)
        : recentFirst(rows, recentOf(entity), isNarrow, t("entry.recent"));

  const single = chosen.length === 1 ? chosen[0] : undefined;
  const known = (id: string) => titles?.[id] ?? seen[id] ?? offers.find((offer) => offer.value === id)?.label;
  const missing = single !== undefined && known(single) === undefined ? single : undefined;
  const fetched = useRecord(entity, missing);
  const titleOf = (id: string): string => {
    const field = fetched.data?.id === id ? fetched.data[titleField] : undefined;
    return known(id) ?? (typeof field === "string" ? field : "…");
  };

  const shown = [...offers];
  if (words === "") {
    for (const id of chosen)
      if (!shown.some((offer) => offer.value === id)) shown.unshift({ value: id, label: titleOf(id) });
  }
  const mayCreate = description !== undefined && may(description, "create");
  const make = () => {
    setOpen(false);
    openForm({
      entity,
      preset: {
        ...(narrow && { [narrow.field]: narrow.value }),
        ...(words !== "" && { [titleField]: words }),
      },
      onSaved: (record) => {
        const title = String(record[titleField] ?? "");
        setSeen((was) => ({ ...was, [record.id]: title }));
        used(entity, record.id, title);
        onMade({ id: record.id, title });
      },
    });
    setTyped("");
  };

  const common = {
    id: props.id,
    className: "wide",
    virtual: true,
    autoFocus: props.autoFocus,
    disabled: props.disabled,
    status: props.invalid ? ("error" as const) : undefined,
    placeholder: props.placeholder ?? t("form.pickRecord"),
    open,
    onOpenChange: (is: boolean) => {
      setOpen(is);
      if (!is) {
        setTyped("");
        setWide(false);
      }
    },
    showSearch: { filterOption: false as const, searchValue: typed, onSearch: setTyped },
    loading: open && (found.isFetching || listed.isFetching),
    options: shown,
    labelRender: (item: { label?: unknown; value?: string | number }) =>
      typeof item.label === "string" && item.label !== "" ? item.label : titleOf(String(item.value)),
    optionRender: (option: { data: Offer }) => (
      <span className="offer">
        <span>{option.data.label}</span>
        {option.data.detail && <span className="offer__detail">{option.data.detail}</span>}
      </span>
    ),
    notFoundContent: found.isFetching || listed.isFetching ? t("palette.searching") : t("form.noneFound"),
    popupRender: (menu: React.ReactElement) => (
      <>
        {menu}
        {(mayCreate || isNarrow) && (
          <div className="offer__make">
            {mayCreate && (
              <Button
                type="text"
                size="small"
                icon={<Plus size={14} aria-hidden />}
                onMouseDown={(e) => e.preventDefault()}
                onClick={make}
              >
                {words === ""
                  ? t("action.createNamed", { name: say(description?.label) })
                  : t("form.createInPlace", { text: words })}
              </Button>
            )}
            {isNarrow && (
              <Button type="text" size="small" onMouseDown={(e) => e.preventDefault()} onClick={() => setWide(true)}>
                {t("entry.alsoOthers", { name: say(description?.plural) })}
              </Button>
            )}
          </div>
        )}
      </>
    ),
    ...props.aria,
  };
  return { common, setTyped, titleOf };
}

// What was used of late comes first; of what a choice is narrowed to, only what is among it.
function recentFirst(
  rows: Offer[],
  recent: { id: string; title: string }[],
  isNarrow: boolean,
  detail: string,
): Offer[] {
  const first = recent
    .filter((each) => !isNarrow || rows.some((row) => row.value === each.id))
    .slice(0, 5)
    .map((each) => ({ value: each.id, label: each.title, detail }));
  return [...first, ...rows.filter((row) => !first.some((each) => each.value === row.value))];
}

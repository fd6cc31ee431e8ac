import { Button, Select } from "antd";
import { Plus } from "lucide-react";
import { useState } from "react";
import { may, type Titles, useAnswer, useEntity, useRecord } from "@/api";
import { useWords } from "@/ui/words";
import { openForm } from "../form/store";

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
  disabled?: boolean;
  invalid?: boolean;
  required?: boolean;
  aria?: { [attribute: `aria-${string}`]: string | boolean | undefined };
  placeholder?: string;
}

/** RecordPicker chooses one record by any fragment of it, or makes it in place. */
export function RecordPicker(
  props: PickerProps & { value: string | undefined; onChange: (id: string | undefined, title?: string) => void },
) {
  const { value, onChange } = props;
  const picker = usePicker(props, value ? [value] : [], (made) => onChange(made.id, made.title));
  return (
    <Select
      {...picker.common}
      value={value}
      allowClear={!props.required}
      onChange={(id: string | undefined) => {
        picker.setTyped("");
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

function usePicker(props: PickerProps, chosen: string[], onMade: (made: { id: string; title: string }) => void) {
  const { entity, titles } = props;
  const { t, say } = useWords();
  const description = useEntity(entity);
  const [typed, setTyped] = useState("");
  const [open, setOpen] = useState(false);
  // Names of records that were made right here.
  const [seen, setSeen] = useState<Titles>({});

  const titleField = description?.title ?? "name";
  const words = typed.trim();
  const found = useAnswer("search.suggest", { text: words, entity, limit: offered }, ["*"], open && words !== "");
  const nothing = words !== "" && found.isSuccess && (found.data?.hits ?? []).length === 0;
  // Without words the latest ones are offered; and where the search knows nothing, the list may (it does not trail).
  const listed = useAnswer(
    "records.list",
    {
      entity,
      columns: [titleField],
      limit: offered,
      sort: [{ field: "updatedAt", desc: true }],
      where: nothing ? { field: titleField, op: "contains", value: words } : undefined,
    },
    [entity],
    open && description !== undefined && (words === "" || nothing),
  );

  const offers: Offer[] =
    words !== "" && !nothing
      ? (found.data?.hits ?? []).map((hit) => ({ value: hit.id, label: hit.title, detail: hit.detail }))
      : (listed.data?.rows ?? []).map((row) => ({ value: row.id, label: String(row[titleField] ?? row.id) }));

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
      preset: words === "" ? {} : { [titleField]: words },
      onSaved: (record) => {
        const title = String(record[titleField] ?? "");
        setSeen((was) => ({ ...was, [record.id]: title }));
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
      if (!is) setTyped("");
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
        {mayCreate && (
          <div className="offer__make">
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
          </div>
        )}
      </>
    ),
    ...props.aria,
  };
  return { common, setTyped, titleOf };
}

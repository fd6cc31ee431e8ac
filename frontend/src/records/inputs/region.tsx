import { Cascader, Input } from "antd";
import { match } from "@/lib/pinyin";
import { useWords } from "@/ui/words";
import { ariaOf, type InputProps, statusOf, textOf } from "./input";

interface Place {
  value: string;
  label: string;
  children?: Place[];
}

/** RegionInput offers the places it was told of; without any it takes the place as text. */
export function RegionInput(props: InputProps) {
  const { t } = useWords();
  const text = textOf(props.value);
  const places = tree((props.spec.options ?? []).map((option) => option.value));
  if (places.length === 0) {
    return (
      <Input
        id={props.id}
        value={text}
        placeholder={props.tight ? undefined : t("form.regionHint")}
        autoFocus={props.autoFocus}
        disabled={props.disabled}
        status={statusOf(props)}
        autoComplete="off"
        onChange={(event) => props.onChange(event.target.value === "" ? undefined : event.target.value)}
        {...ariaOf(props)}
      />
    );
  }
  return (
    <Cascader
      id={props.id}
      className="wide"
      changeOnSelect
      options={places}
      value={text ? text.split("/") : []}
      autoFocus={props.autoFocus}
      disabled={props.disabled}
      status={statusOf(props)}
      showSearch={{ filter: (typed, path) => path.some((place) => match(place.label, typed) > 0) }}
      onChange={(picked) => props.onChange(picked?.length ? picked.join("/") : undefined)}
      {...ariaOf(props)}
    />
  );
}

// Options come as full paths: 浙江省/杭州市/西湖区.
function tree(paths: string[]): Place[] {
  const roots: Place[] = [];
  for (const path of paths) {
    let level = roots;
    for (const part of path.split("/")) {
      let place = level.find((each) => each.value === part);
      if (!place) {
        place = { value: part, label: part };
        level.push(place);
      }
      place.children ??= [];
      level = place.children;
    }
  }
  return roots.map(pruned);
}

function pruned(place: Place): Place {
  return place.children?.length
    ? { ...place, children: place.children.map(pruned) }
    : { value: place.value, label: place.label };
}

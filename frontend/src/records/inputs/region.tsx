import { Cascader, Input } from "antd";
import { useMemo } from "react";
import { type Output, useAnswer } from "@/api";
import { match } from "@/lib/pinyin";
import { useWords } from "@/ui/words";
import { ariaOf, type InputProps, statusOf, textOf } from "./input";

interface Place {
  value: string;
  label: string;
  children?: Place[];
}

/** RegionInput chooses a province, a city, a district; any of them will do. Places it does not know stay as text. */
export function RegionInput(props: InputProps) {
  const { t } = useWords();
  const text = textOf(props.value);
  const found = useAnswer("regions.list", {}, []);
  const places = useMemo(() => (found.data?.provinces ?? []).map(place), [found.data]);
  const path = text === "" ? [] : text.split("/");
  if (places.length === 0 || !knows(places, path)) {
    return (
      <Input
        id={props.id}
        value={text}
        placeholder={props.tight ? undefined : t("form.regionHint")}
        autoFocus={props.autoFocus}
        disabled={props.disabled}
        status={statusOf(props)}
        autoComplete="off"
        allowClear
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
      value={path}
      placeholder={props.tight ? undefined : t("form.regionPick")}
      autoFocus={props.autoFocus}
      disabled={props.disabled}
      status={statusOf(props)}
      displayRender={(labels) => labels.join(" ")}
      showSearch={{
        limit: 40,
        filter: (typed, found) => found.some((each) => match(String(each.label ?? ""), typed) > 0),
      }}
      onChange={(picked) => props.onChange(picked?.length ? picked.join("/") : undefined)}
      {...ariaOf(props)}
    />
  );
}

function place(node: Output<"regions.list">["provinces"][number]): Place {
  return { value: node.name, label: node.name, children: node.children?.map(place) };
}

function knows(places: Place[], path: string[]): boolean {
  const [first, ...rest] = path;
  if (first === undefined) return true;
  const here = places.find((each) => each.value === first);
  return here !== undefined && knows(here.children ?? [], rest);
}

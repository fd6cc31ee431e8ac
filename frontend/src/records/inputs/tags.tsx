import { Select } from "antd";
import { useAnswer, useEntity } from "@/api";
import { match } from "@/lib/pinyin";
import { useWords } from "@/ui/words";
import { ariaOf, type InputProps, statusOf } from "./input";

/** TagsInput takes free words and offers the tags that are known. */
export function TagsInput(props: InputProps) {
  const { t } = useWords();
  const known = useEntity("tag") !== undefined;
  const tags = useAnswer("records.list", { entity: "tag", columns: ["name"], limit: 200 }, ["tag"], known);
  const names = (tags.data?.rows ?? []).map((row) => String(row.name ?? ""));
  return (
    <Select
      id={props.id}
      className="wide"
      mode="tags"
      virtual
      autoFocus={props.autoFocus}
      disabled={props.disabled}
      status={statusOf(props)}
      tokenSeparators={[",", "，", "、", ";", "；"]}
      placeholder={props.tight ? undefined : t("form.addTag")}
      notFoundContent={t("form.noTags")}
      value={Array.isArray(props.value) ? (props.value as string[]) : []}
      showSearch={{ filterOption: (typed, option) => match(String(option?.value ?? ""), typed) > 0 }}
      options={names.map((name) => ({ value: name, label: name }))}
      onChange={(picked: string[]) => props.onChange(picked.length > 0 ? picked : undefined)}
      {...ariaOf(props)}
    />
  );
}

import type { FieldSpec, LangText } from "@/api";

export interface Section {
  key: string;
  label: string | LangText | undefined;
  fields: FieldSpec[];
}

function keyOf(section: FieldSpec["section"]): string {
  if (section === undefined) return "";
  return typeof section === "string" ? section : section.zh || section.en;
}

/** sectionsOf puts fields under the headings they declare, in the order of the declaration. */
export function sectionsOf(fields: FieldSpec[]): Section[] {
  const sections: Section[] = [];
  for (const spec of fields) {
    const key = keyOf(spec.section);
    let section = sections.find((each) => each.key === key);
    if (!section) {
      section = { key, label: key === "" ? undefined : spec.section, fields: [] };
      sections.push(section);
    }
    section.fields.push(spec);
  }
  return sections;
}

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

/** sectionsOf puts fields under headings: a field that begins a section declares it, those after it stand there too. */
export function sectionsOf(fields: FieldSpec[]): Section[] {
  const sections: Section[] = [];
  let heading: FieldSpec["section"];
  for (const spec of fields) {
    heading = spec.section ?? heading;
    const key = keyOf(heading);
    let section = sections.find((each) => each.key === key);
    if (!section) {
      section = { key, label: key === "" ? undefined : heading, fields: [] };
      sections.push(section);
    }
    section.fields.push(spec);
  }
  return sections;
}

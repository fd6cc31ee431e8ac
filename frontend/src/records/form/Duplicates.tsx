import { Link } from "@tanstack/react-router";
import { useEffect, useState } from "react";
import { type EntityDescription, type FieldSpec, useAnswer } from "@/api";
import { coreOf, soundOf } from "@/lib/names";
import { useWords } from "@/ui/words";

/** Duplicates offers what may be the same thing while it is being typed, so that it is not entered twice. */
export function Duplicates(props: { entity: EntityDescription; spec: FieldSpec; text: string }) {
  const { entity, spec } = props;
  const [settled, setSettled] = useState("");
  useEffect(() => {
    const timer = setTimeout(() => setSettled(props.text.trim()), 250);
    return () => clearTimeout(timer);
  }, [props.text]);
  if (spec.name === entity.title) return <SameName entity={entity} text={settled} />;
  return <SameValue entity={entity} spec={spec} text={settled} />;
}

/** canRepeat says whether a field tells that two records are the same. */
export function canRepeat(entity: EntityDescription, spec: FieldSpec): boolean {
  return (spec.name === entity.title && spec.kind === "text") || spec.kind === "phone" || spec.kind === "email";
}

// Alike are names that contain each other's own part (without 有限公司 and the like), and names that sound alike.
function SameName({ entity, text }: { entity: EntityDescription; text: string }) {
  const { t } = useWords();
  const core = coreOf(text);
  const asked = core.length >= 2;
  const listed = useAnswer(
    "records.list",
    {
      entity: entity.name,
      where: { field: entity.title, op: "contains", value: core },
      columns: [entity.title],
      limit: 3,
    },
    [entity.name],
    asked,
  );
  const sound = soundOf(core);
  const heard = useAnswer(
    "search.suggest",
    { text: sound, entity: entity.name, limit: 5 },
    ["*"],
    asked && sound.length >= 4,
  );
  if (!asked) return null;
  const found = (listed.data?.rows ?? []).map((row) => ({ id: row.id, title: String(row[entity.title] ?? "") }));
  for (const hit of sound.length >= 4 ? (heard.data?.hits ?? []) : []) {
    // A name is alike when the whole of what was typed sounds in it, not when a word somewhere in the record does.
    if (soundOf(hit.title).includes(sound) && !found.some((each) => each.id === hit.id)) found.push(hit);
  }
  return <Alike entity={entity} words={t("form.duplicates")} found={found.slice(0, 4)} />;
}

function SameValue({ entity, spec, text }: { entity: EntityDescription; spec: FieldSpec; text: string }) {
  const { t } = useWords();
  const digits = text.replace(/\D/g, "");
  const asked = spec.kind === "email" ? /.@.+\../.test(text) : digits.length >= 7;
  const found = useAnswer(
    "records.list",
    {
      entity: entity.name,
      where: { field: spec.name, op: "eq", value: text },
      columns: [entity.title],
      limit: 3,
    },
    [entity.name],
    asked,
  );
  if (!asked) return null;
  const rows = (found.data?.rows ?? []).map((row) => ({ id: row.id, title: String(row[entity.title] ?? "") }));
  return (
    <Alike entity={entity} words={t(spec.kind === "email" ? "entry.sameEmail" : "entry.samePhone")} found={rows} />
  );
}

function Alike(props: { entity: EntityDescription; words: string; found: { id: string; title: string }[] }) {
  if (props.found.length === 0) return null;
  return (
    <div className="field__hint field__alike" role="status">
      {props.words}
      {props.found.map((each, n) => (
        <span key={each.id}>
          {n > 0 && " · "}
          <Link className="reflink" to="/records/$entity/$id" params={{ entity: props.entity.name, id: each.id }}>
            {each.title}
          </Link>
        </span>
      ))}
    </div>
  );
}

import { type ComponentProps, Suspense, useState } from "react";
import { lazily } from "@/ui/lazily";
import { Moment } from "@/ui/Moment";
import { useWords } from "@/ui/words";
import { Face } from "../../attachments/Face";
import { iconOf, isPicture } from "../../attachments/kinds";
import { openFile } from "../../attachments/openFile";
import type { FilesEntry } from "./merge";

const Viewer = lazily<ComponentProps<typeof import("../../attachments/Viewer").Viewer>>(() =>
  import("../../attachments/Viewer").then((module) => ({ default: module.Viewer })),
);

const few = 6;

const verbs = {
  created: "timeline.filesAdded",
  deleted: "timeline.filesRemoved",
  restored: "timeline.filesBack",
} as const;

/** Files tells who added or removed files of the record; those that are still there can be opened. */
export function Files({ entry }: { entry: FilesEntry }) {
  const { t } = useWords();
  const [whole, setWhole] = useState(false);
  const [seen, setSeen] = useState<string>();
  const { files } = entry;
  const shown = whole ? files : files.slice(0, few);
  const verb = verbs[entry.verb as keyof typeof verbs] ?? verbs.created;
  return (
    <li className="happened happened--files">
      <div className="happened__head">
        <strong>{entry.actorName || t("state.someone")}</strong>
        <span className="second">{t(verb, { count: files.length })}</span>
        <span className="happened__at">
          <Moment at={entry.at} />
        </span>
      </div>
      <ul className="happened__files">
        {shown.map((each) => (
          <li key={each.id}>
            {each.here ? (
              <button
                type="button"
                className="happened__file reflink"
                title={each.name}
                aria-label={t("attach.open", { name: each.name })}
                onClick={() => (isPicture(each.name) ? setSeen(each.id) : openFile(each.file, each.name))}
              >
                <Face file={each.file} name={each.name} size={14} />
                <span className="happened__filename">{each.name}</span>
              </button>
            ) : (
              <span className="happened__file faint" title={t("timeline.fileGone")}>
                <Sign name={each.name} />
                <span className="happened__filename">{each.name}</span>
              </span>
            )}
          </li>
        ))}
      </ul>
      {files.length > few && (
        <button type="button" className="linklike" onClick={() => setWhole((was) => !was)}>
          {whole ? t("attach.fewer") : t("attach.all", { count: files.length })}
        </button>
      )}
      {seen !== undefined && (
        <Suspense fallback={null}>
          <Viewer
            pictures={files.filter((each) => each.here && isPicture(each.name))}
            id={seen}
            onSee={setSeen}
            onClose={() => setSeen(undefined)}
          />
        </Suspense>
      )}
    </li>
  );
}

function Sign({ name }: { name: string }) {
  const Icon = iconOf(name);
  return <Icon size={14} strokeWidth={1.5} aria-hidden />;
}

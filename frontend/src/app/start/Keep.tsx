import { Button, Input, type InputRef } from "antd";
import { useEffect, useId, useRef } from "react";
import { useAnswer, useDescribe } from "@/api";
import { Segmented } from "@/ui/Segmented";
import { useWords } from "@/ui/words";

/** Where the backups of a new book go. */
export interface Keeping {
  on: boolean;
  folder: string;
}

/** Keep asks where backups go; going without any is a choice that is named. */
export function Keep(props: { keeping: Keeping; onKeeping: (keeping: Keeping) => void; problem: { said?: string } }) {
  const { keeping, onKeeping, problem } = props;
  const { t } = useWords();
  const { user } = useDescribe();
  const status = useAnswer("backup.get", {}, ["setting"], user.admin).data;
  const id = useId();
  const folder = useRef<InputRef>(null);
  // What is wrong is where one goes on typing.
  useEffect(() => {
    if (problem.said) folder.current?.focus();
  }, [problem]);
  if (!status?.possible) return null;
  const places = status.suggest ?? [];
  return (
    <div className="first__guard">
      <div className="first__guardline">
        <span>
          <span className="first__title">{t("start.keep")}</span>
          <span className="first__text">{t(keeping.on ? "start.keepText" : "start.keepNone")}</span>
        </span>
        <Segmented<boolean>
          aria-label={t("start.keep")}
          value={keeping.on}
          options={[
            { value: false, label: t("start.keepOff") },
            { value: true, label: t("start.keepOn") },
          ]}
          onChange={(on) => onKeeping({ on, folder: keeping.folder || (places[0] ?? "") })}
        />
      </div>
      {keeping.on && (
        <div className="first__keep">
          <label className="field__label" htmlFor={id}>
            {t("backup.place")}
          </label>
          <Input
            id={id}
            ref={folder}
            value={keeping.folder}
            status={problem.said ? "error" : ""}
            aria-invalid={problem.said !== undefined}
            aria-describedby={problem.said ? `${id}-wrong` : undefined}
            onChange={(event) => onKeeping({ ...keeping, folder: event.target.value })}
          />
          {problem.said && (
            <span className="field__problem" id={`${id}-wrong`} role="alert">
              {problem.said}
            </span>
          )}
          {places.length > 1 && (
            <span className="first__places second">
              {t("backup.suggest")}
              {places.map((path) => (
                <Button key={path} size="small" onClick={() => onKeeping({ on: true, folder: path })}>
                  {path}
                </Button>
              ))}
            </span>
          )}
        </div>
      )}
    </div>
  );
}

import { Button, Input, Switch } from "antd";
import { useEffect, useId, useState } from "react";
import { faultOf, forget, useAnswer, useDescribe, useOperation } from "@/api";
import { useNotice } from "@/records/notice";
import { useFaultWords } from "@/ui/faultWords";
import { Tone } from "@/ui/Tone";
import { useWords } from "@/ui/words";
import { FollowLine } from "./FollowLine";

/** BackupPlace chooses where backups go, and whether they are made by themselves. */
export function BackupPlace() {
  const { t } = useWords();
  const notice = useNotice();
  const { book } = useDescribe();
  const faultWords = useFaultWords();
  const id = useId();
  const found = useAnswer("backup.get", {}, ["setting"]);
  const save = useOperation("backup.set");
  const status = found.data;
  const known = status?.folder ?? "";
  const [folder, setFolder] = useState(known);
  const [wrong, setWrong] = useState("");
  useEffect(() => setFolder(known), [known]);
  if (!status) return null;
  if (!status.possible) return <p className="second">{t("backup.inMemory")}</p>;

  const keep = async (next: string, auto: boolean, follow = status.follow) => {
    setWrong("");
    try {
      await save.mutateAsync({ folder: next.trim(), auto, follow });
      await forget(["setting"]);
      notice.done(next.trim() === "" ? t("backup.placeGone") : t("backup.placeKept"));
    } catch (thrown) {
      const fault = faultOf(thrown);
      setWrong(fault.fields.folder ?? faultWords(fault));
    }
  };
  return (
    <div className="backup__place">
      <form
        className="settings__name"
        onSubmit={(event) => {
          event.preventDefault();
          void keep(folder, known === "" || status.auto);
        }}
      >
        <label htmlFor={id}>{t("backup.place")}</label>
        <Input
          id={id}
          value={folder}
          placeholder={status.suggest?.[0] ?? ""}
          status={wrong ? "error" : ""}
          aria-describedby={wrong ? `${id}-wrong` : undefined}
          aria-invalid={wrong !== ""}
          onChange={(event) => setFolder(event.target.value)}
        />
        <Button htmlType="submit" disabled={folder.trim() === known} loading={save.isPending}>
          {t("action.save")}
        </Button>
      </form>
      {wrong && (
        <p className="backup__wrong" id={`${id}-wrong`} role="alert">
          {wrong}
        </p>
      )}
      {known === "" && (status.suggest?.length ?? 0) > 0 && (
        <p className="second">
          {t("backup.suggest")}
          {status.suggest?.map((path) => (
            <Button key={path} size="small" className="backup__suggest" onClick={() => void keep(path, true)}>
              {path}
            </Button>
          ))}
        </p>
      )}
      {known !== "" && (
        <>
          <label className="backup__auto" htmlFor={`${id}-auto`}>
            <Switch
              id={`${id}-auto`}
              size="small"
              checked={status.auto}
              aria-label={t("backup.auto")}
              onChange={(on) => void keep(known, on)}
            />
            <span>{t("backup.auto")}</span>
          </label>
          <label className="backup__auto" htmlFor={`${id}-follow`}>
            <Switch
              id={`${id}-follow`}
              size="small"
              checked={status.follow}
              aria-label={t("backup.follow")}
              onChange={(on) => void keep(known, status.auto, on)}
            />
            <span>{t("backup.follow")}</span>
          </label>
          {status.follow && <FollowLine />}
          {!status.there && <Tone tone="attention">{t("backup.away")}</Tone>}
          {!book.sealed && <Tone tone="attention">{t("backup.noPassphrase")}</Tone>}
          {status.sameDisk && <Tone tone="attention">{t("backup.sameDisk")}</Tone>}
        </>
      )}
    </div>
  );
}

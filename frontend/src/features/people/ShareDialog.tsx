import { Button, Input, Modal, Radio } from "antd";
import { Trash2 } from "lucide-react";
import { useState } from "react";
import { call, type EntityDescription, type FieldSpec, type FlatRecord, faultOf, forget, useAnswer } from "@/api";
import { DayInput } from "@/records/inputs/day";
import { titleOf } from "@/records/layouts";
import { useNotice } from "@/records/notice";
import { RecordPicker } from "@/records/picker/RecordPicker";
import { Segmented } from "@/ui/Segmented";
import { useFocusBack } from "@/ui/useFocusBack";
import { useWords } from "@/ui/words";
import "./people.css";
import type { Right } from "./words";

/** ShareDialog opens one record to a colleague or a department, and shows whom it is open to. */
export function ShareDialog(props: { entity: EntityDescription; record: FlatRecord; onClose: () => void }) {
  useFocusBack();
  const { entity, record } = props;
  const { t, say } = useWords();
  const notice = useNotice();
  const found = useAnswer("shares.list", { entity: entity.name, id: record.id }, ["share", "user"]);
  const [kind, setKind] = useState<"user" | "department">("user");
  const [whom, setWhom] = useState<string>();
  const [right, setRight] = useState("read");
  const [until, setUntil] = useState<string | null>(null);
  const [note, setNote] = useState("");
  const [wrong, setWrong] = useState<{ [field: string]: string }>({});
  const [busy, setBusy] = useState(false);
  const listed = found.data;

  const act = async (work: () => Promise<{ change: string }>, words: string) => {
    setBusy(true);
    setWrong({});
    try {
      const { change } = await work();
      await forget(["share"]);
      await found.refetch();
      notice.done(words, change);
      setWhom(undefined);
      setNote("");
    } catch (thrown) {
      const fault = faultOf(thrown);
      setWrong(fault.fields);
      if (Object.keys(fault.fields).length === 0) notice.failed(thrown);
    } finally {
      setBusy(false);
    }
  };
  const share = () => {
    const target = kind === "user" ? { userId: whom } : { departmentId: whom };
    const input = { entity: entity.name, id: record.id, ...target, right, note, ...(until ? { untilOn: until } : {}) };
    void act(() => call("shares.save", input), t("people.shared"));
  };
  return (
    <Modal
      open
      title={t("people.shareTitle", { title: titleOf(entity, record, record.titles) })}
      footer={null}
      width={600}
      onCancel={props.onClose}
    >
      {listed?.may && (
        <div className="share">
          <Segmented
            aria-label={t("people.shareKind")}
            value={kind}
            onChange={(value) => {
              setKind(value as "user" | "department");
              setWhom(undefined);
            }}
            options={[
              { value: "user", label: t("people.colleague") },
              { value: "department", label: t("people.department") },
            ]}
          />
          <div className="share__row">
            <RecordPicker
              key={kind}
              entity={kind}
              autoFocus
              invalid={wrong.userId !== undefined}
              aria={{ "aria-label": t("people.shareWhom") }}
              placeholder={t("people.shareWhom")}
              value={whom}
              onChange={(id) => setWhom(id)}
            />
            {wrong.userId && <p className="share__wrong">{wrong.userId}</p>}
          </div>
          <Radio.Group
            aria-label={t("people.shareRight")}
            value={right}
            onChange={(event) => setRight(event.target.value as string)}
            options={[
              { value: "read", label: t("people.mayRead") },
              { value: "write", label: t("people.mayWrite") },
            ]}
          />
          <p className="second">{t(right === "write" && !until ? "people.collaborator" : "people.shareText")}</p>
          {wrong.right && <p className="share__wrong">{wrong.right}</p>}
          <div className="share__row share__row--two">
            <UntilInput value={until} onChange={setUntil} problem={wrong.untilOn} />
            <Input
              aria-label={t("people.note")}
              placeholder={t("people.note")}
              maxLength={200}
              value={note}
              onChange={(event) => setNote(event.target.value)}
            />
          </div>
          {listed.goes.length > 0 && (
            <p className="second">{t("people.goes", { kinds: listed.goes.map(say).join(t("people.and")) })}</p>
          )}
          <Button type="primary" loading={busy} disabled={!whom} onClick={share}>
            {t("people.share")}
          </Button>
        </div>
      )}
      <h3 className="panel__title">{t("people.openTo")}</h3>
      {listed?.shares.length === 0 && <p className="second">{t("people.openToNobody")}</p>}
      <ul className="share__list">
        {listed?.shares.map((each) => (
          <li key={each.id}>
            <b>{each.name}</b>
            <span>{t(`people.right.${each.right as Right}`)}</span>
            <span className="second">
              {each.untilOn
                ? t(each.ended ? "people.endedOn" : "people.until", { day: each.untilOn })
                : t("people.forGood")}
              {" · "}
              {t("people.by", { name: each.by })}
              {each.note && ` · ${each.note}`}
            </span>
            {each.may && (
              <Button
                type="text"
                danger
                size="small"
                icon={<Trash2 size={14} aria-hidden />}
                aria-label={t("people.endShare", { name: each.name })}
                onClick={() => void act(() => call("shares.remove", { share: each.id }), t("people.ended"))}
              />
            )}
          </li>
        ))}
      </ul>
    </Modal>
  );
}

function UntilInput(props: { value: string | null; onChange: (value: string | null) => void; problem?: string }) {
  const { t } = useWords();
  const words = t("people.untilDay");
  const spec: FieldSpec = { name: "untilOn", label: { zh: words, en: words }, kind: "day" };
  return (
    <div>
      <DayInput
        id="share-until"
        spec={spec}
        label={words}
        value={props.value}
        placeholder={words}
        onChange={(value) => props.onChange(typeof value === "string" && value !== "" ? value : null)}
      />
      {props.problem && <p className="share__wrong">{props.problem}</p>}
    </div>
  );
}

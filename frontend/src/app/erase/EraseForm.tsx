import { Button, Input } from "antd";
import { TriangleAlert } from "lucide-react";
import { type FormEvent, type ReactNode, useId, useState } from "react";
import type { JobResult } from "@/api";
import { useWords } from "@/ui/words";
import { useTry } from "../lock/useTry";
import { EraseSecret } from "./EraseSecret";

const plain = (text: string) => text.trim().replace(/\s+/g, " ");

/** EraseForm is the last question: the name, typed, and the secret of whoever erases. */
export function EraseForm(props: {
  look: JobResult<"erase.look">;
  onErase: (name: string, secret: string) => Promise<void>;
  children: ReactNode;
}) {
  const { look } = props;
  const { t } = useWords();
  const id = useId();
  const [name, setName] = useState("");
  const [secret, setSecret] = useState("");
  const { busy, said, fields, attempt } = useTry();
  const ready = plain(name) === plain(look.title) && (look.secret === "none" || secret !== "");
  const erase = (event: FormEvent) => {
    event.preventDefault();
    if (ready && !busy) void attempt(() => props.onErase(name, secret));
  };
  return (
    <section>
      <p className="erase__sure">
        <TriangleAlert size={18} aria-hidden />
        <span>
          <strong>{t("erase.sure")}</strong>
          <span className="second">{t("erase.sureText")}</span>
        </span>
      </p>
      <form className="secretform" onSubmit={erase}>
        <div className={fields.name ? "field has-problem" : "field"}>
          <label className="field__label" htmlFor={id}>
            {t("erase.typeName", { title: look.title })}
          </label>
          <Input
            id={id}
            value={name}
            autoComplete="off"
            aria-describedby={`${id}-said`}
            onChange={(event) => setName(event.target.value)}
          />
          <p id={`${id}-said`} className="door__problem" role={fields.name ? "alert" : undefined}>
            {fields.name ?? ""}
          </p>
        </div>
        <EraseSecret kind={look.secret} value={secret} onChange={setSecret} problem={fields.secret} said={said} />
        <div className="secretform__row">
          <Button type="primary" danger htmlType="submit" loading={busy} disabled={!ready}>
            {t("erase.act")}
          </Button>
          {props.children}
        </div>
      </form>
    </section>
  );
}

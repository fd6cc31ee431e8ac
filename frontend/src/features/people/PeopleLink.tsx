import { useNavigate } from "@tanstack/react-router";
import { Button } from "antd";
import { useWords } from "@/ui/words";

/** PeopleLink leads from the settings to roles, rights and handovers. */
export function PeopleLink() {
  const { t } = useWords();
  const navigate = useNavigate();
  return (
    <section>
      <h2 className="panel__title">{t("people.title")}</h2>
      <p className="second">{t("people.linkText")}</p>
      <Button onClick={() => void navigate({ to: "/people", search: {} })}>{t("people.link")}</Button>
    </section>
  );
}

import { Checkbox, Modal } from "antd";
import { useState } from "react";
import { forget, useAnswer, useOperation } from "@/api";
import { useFocusBack } from "@/ui/useFocusBack";
import { useWords } from "@/ui/words";
import { useNotice } from "../notice";
import type { SavedView } from "./view";

/** How the answer names everybody among the roles of a view. */
const everybody = "*";

/** DefaultDialog asks for whom a list opens with a shared view: for people of some roles, or for everybody. */
export function DefaultDialog(props: { view: SavedView; views: readonly SavedView[]; onClose: () => void }) {
  useFocusBack();
  const { view, views, onClose } = props;
  const { t } = useWords();
  const notice = useNotice();
  const save = useOperation("views.default");
  const [picked, setPicked] = useState<readonly string[]>(view.for ?? []);
  const roles = useAnswer(
    "records.list",
    { entity: "role", columns: ["name"], sort: [{ field: "createdAt" }], limit: 200 },
    ["role"],
  );
  const rows = roles.data?.rows ?? [];
  const choices = [
    { id: everybody, name: t("views.everybody") },
    ...rows.map((row) => ({ id: row.id, name: String(row.name ?? "") })),
  ];
  const keep = async () => {
    try {
      const { change } = await save.mutateAsync({
        id: view.id,
        roles: picked.filter((id) => rows.some((row) => row.id === id)),
        everybody: picked.includes(everybody),
      });
      await forget(["view"]);
      notice.done(t(picked.length > 0 ? "views.forSaved" : "views.forNone", { name: view.name }), change || undefined);
      onClose();
    } catch (thrown) {
      notice.failed(thrown);
    }
  };
  return (
    <Modal
      open
      title={t("views.forTitle", { name: view.name })}
      okText={t("action.save")}
      okButtonProps={{ loading: save.isPending, disabled: !roles.isSuccess }}
      onCancel={onClose}
      onOk={() => void keep()}
    >
      <p className="faint">{t("views.forText")}</p>
      <div className="defaultroles" role="group" aria-label={t("views.forTitle", { name: view.name })}>
        {choices.map(({ id, name }) => {
          const other = views.find((each) => each.id !== view.id && each.for?.includes(id));
          return (
            <Checkbox
              key={id}
              checked={picked.includes(id)}
              onChange={(event) =>
                setPicked((was) => (event.target.checked ? [...was, id] : was.filter((each) => each !== id)))
              }
            >
              {name}
              {other && <span className="faint"> · {t("views.forNow", { name: other.name })}</span>}
            </Checkbox>
          );
        })}
      </div>
    </Modal>
  );
}

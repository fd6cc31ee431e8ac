import { useNavigate, useParams, useSearch } from "@tanstack/react-router";
import { Button } from "antd";
import { useCallback } from "react";
import { useEntity } from "@/api";
import { ListPage } from "@/records/ListPage";
import type { View } from "@/records/table/view";
import { Empty } from "@/ui/Empty";
import { useWords } from "@/ui/words";

export function ListRoute() {
  const { t } = useWords();
  const { entity: name } = useParams({ from: "/records/$entity" });
  const view = useSearch({ from: "/records/$entity" });
  const navigate = useNavigate({ from: "/records/$entity" });
  const entity = useEntity(name);
  const onView = useCallback(
    (change: Partial<View>) => void navigate({ search: (was: View) => ({ ...was, ...change }), replace: true }),
    [navigate],
  );
  if (!entity)
    return (
      <Empty title={t("fault.noPage")} text={t("fault.noPageText")}>
        <Button type="primary" onClick={() => void navigate({ to: "/" })}>
          {t("fault.toStart")}
        </Button>
      </Empty>
    );
  return (
    <ListPage
      key={name}
      entity={entity}
      view={view}
      onView={onView}
      onPage={(id) => void navigate({ to: "/records/$entity/$id", params: { entity: name, id } })}
      onImport={() => void navigate({ to: "/import", search: { entity: name } })}
    />
  );
}

import { useNavigate, useParams, useRouter, useSearch } from "@tanstack/react-router";
import { Button } from "antd";
import { useMemo } from "react";
import { useEntity } from "@/api";
import { carryPlaces, entryOf } from "@/records/grid/place";
import { ListPage } from "@/records/ListPage";
import { useAhead } from "@/records/table/useAhead";
import { Empty } from "@/ui/Empty";
import { useWords } from "@/ui/words";

export function ListRoute() {
  const { t } = useWords();
  const { entity: name } = useParams({ from: "/records/$entity" });
  const search = useSearch({ from: "/records/$entity" });
  const navigate = useNavigate({ from: "/records/$entity" });
  const { history } = useRouter();
  const entity = useEntity(name);
  const { view, onView, settle } = useAhead(search, {
    put: (next) => {
      const entry = entryOf();
      const there = navigate({ search: () => next, replace: true });
      // At once, so that a step to another page, which may follow, leaves this entry behind as it is now.
      history.flush();
      carryPlaces(entry, entryOf());
      return there;
    },
    here: () => history.location.href,
  });
  // The address that follows is no reason to draw the page again.
  const page = useMemo(
    () =>
      entity && (
        <ListPage
          key={name}
          entity={entity}
          view={view}
          onView={onView}
          onPage={(id) => {
            settle();
            void navigate({ to: "/records/$entity/$id", params: { entity: name, id } });
          }}
          onImport={() => void navigate({ to: "/import", search: { entity: name } })}
        />
      ),
    [name, entity, view, onView, settle, navigate],
  );
  if (page) return page;
  return (
    <Empty title={t("fault.noPage")} text={t("fault.noPageText")}>
      <Button type="primary" onClick={() => void navigate({ to: "/" })}>
        {t("fault.toStart")}
      </Button>
    </Empty>
  );
}

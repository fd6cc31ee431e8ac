import { useNavigate, useParams, useRouter, useSearch } from "@tanstack/react-router";
import { Button } from "antd";
import { useCallback, useEffect, useMemo } from "react";
import { useEntity } from "@/api";
import { carryPlaces, entryOf } from "@/records/grid/place";
import { ListPage } from "@/records/ListPage";
import { useAhead } from "@/records/table/useAhead";
import { useOpening } from "@/records/table/useOpening";
import type { View } from "@/records/table/view";
import { Empty } from "@/ui/Empty";
import { useWords } from "@/ui/words";

export function ListRoute() {
  const { t } = useWords();
  const { entity: name } = useParams({ from: "/records/$entity" });
  const search = useSearch({ from: "/records/$entity" });
  const navigate = useNavigate({ from: "/records/$entity" });
  const { history } = useRouter();
  const entity = useEntity(name);
  const put = useCallback(
    (next: View) => {
      const entry = entryOf();
      const there = navigate({ search: () => next, replace: true });
      // At once, so that a step to another page, which may follow, leaves this entry behind as it is now.
      history.flush();
      carryPlaces(entry, entryOf());
      return there;
    },
    [navigate, history],
  );
  const { said, wrote } = useOpening(entity, search);
  const { view, onView, settle } = useAhead(said ?? search, {
    put: (next) => {
      wrote(next);
      return put(next);
    },
    here: () => history.location.href,
  });
  const isKnown = said !== undefined;
  // The address says what is shown.
  useEffect(() => {
    if (said && said !== search) void put(said);
  }, [said, search, put]);
  // The address that follows is no reason to draw the page again.
  const page = useMemo(
    () =>
      entity &&
      isKnown && (
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
    [name, entity, isKnown, view, onView, settle, navigate],
  );
  if (page) return page;
  if (entity) return null; // what it opens with is known within milliseconds
  return (
    <Empty title={t("fault.noPage")} text={t("fault.noPageText")}>
      <Button type="primary" onClick={() => void navigate({ to: "/" })}>
        {t("fault.toStart")}
      </Button>
    </Empty>
  );
}

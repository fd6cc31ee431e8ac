import { useNavigate, useSearch } from "@tanstack/react-router";
import { ImportPage } from "@/records/import/ImportPage";

export function ImportRoute() {
  const { entity } = useSearch({ from: "/import" });
  const navigate = useNavigate();
  return (
    <ImportPage
      key={entity ?? ""}
      entity={entity}
      onEntity={(next) => void navigate({ to: "/import", search: { entity: next }, replace: true })}
      onList={(of) => void navigate({ to: "/records/$entity", params: { entity: of } })}
    />
  );
}

import { useNavigate, useSearch } from "@tanstack/react-router";
import { BinPage } from "@/records/history/BinPage";

export function BinRoute() {
  const { entity } = useSearch({ from: "/bin" });
  const navigate = useNavigate();
  return (
    <BinPage
      entity={entity}
      onEntity={(next) => void navigate({ to: "/bin", search: { entity: next }, replace: true })}
      onPage={(of, id) => void navigate({ to: "/records/$entity/$id", params: { entity: of, id } })}
    />
  );
}

import { useNavigate, useSearch } from "@tanstack/react-router";
import { BinPage } from "@/records/history/BinPage";

export function BinRoute() {
  const at = useSearch({ from: "/bin" });
  const navigate = useNavigate();
  return (
    <BinPage
      at={at}
      onAt={(next) => void navigate({ to: "/bin", search: next, replace: true })}
      onPage={(of, id) => void navigate({ to: "/records/$entity/$id", params: { entity: of, id } })}
    />
  );
}

import { useSearch } from "@tanstack/react-router";
import { ImportPage } from "@/records/import/ImportPage";

export function ImportRoute() {
  const { entity } = useSearch({ from: "/import" });
  return <ImportPage key={entity ?? ""} entity={entity} />;
}

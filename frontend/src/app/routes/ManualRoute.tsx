import { useNavigate, useParams, useSearch } from "@tanstack/react-router";
import { ManualPage } from "../pages/Manual";

export function ManualRoute() {
  const { chapter } = useParams({ from: "/manual/{-$chapter}" });
  const { at } = useSearch({ from: "/manual/{-$chapter}" });
  const navigate = useNavigate();
  return (
    <ManualPage
      chapter={chapter}
      at={at}
      onChapter={(next) => void navigate({ to: "/manual/{-$chapter}", params: { chapter: next } })}
    />
  );
}

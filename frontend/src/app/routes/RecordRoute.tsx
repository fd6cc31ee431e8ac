import { useNavigate, useParams } from "@tanstack/react-router";
import { RecordPage } from "@/records/page/RecordPage";

export function RecordRoute() {
  const { entity, id } = useParams({ from: "/records/$entity/$id" });
  const navigate = useNavigate();
  return (
    <RecordPage
      key={id}
      entity={entity}
      id={id}
      onGone={() => void navigate({ to: "/records/$entity", params: { entity } })}
      onOpen={(other) => void navigate({ to: "/records/$entity/$id", params: { entity, id: other } })}
      onBin={() => void navigate({ to: "/bin", search: { entity } })}
    />
  );
}

import { useNavigate } from "@tanstack/react-router";
import { Button } from "antd";
import type { FlatRecord } from "@/api";
import { useWords } from "@/ui/words";

/** UserActions lead from a person to what they see, and to the handover of what they own. */
export function UserActions({ record }: { record: FlatRecord }) {
  const { t } = useWords();
  const navigate = useNavigate();
  return (
    <>
      <Button onClick={() => void navigate({ to: "/people", search: { tab: "reach", user: record.id } })}>
        {t("people.seesWho")}
      </Button>
      <Button onClick={() => void navigate({ to: "/people", search: { tab: "handover", user: record.id } })}>
        {t("people.handOver")}
      </Button>
    </>
  );
}

/** RoleActions lead from a role to what it grants. */
export function RoleActions({ record }: { record: FlatRecord }) {
  const { t } = useWords();
  const navigate = useNavigate();
  return (
    <Button onClick={() => void navigate({ to: "/people", search: { tab: "roles", role: record.id } })}>
      {t("people.editRights")}
    </Button>
  );
}

import { Button, Tag } from "antd";
import { Plus } from "lucide-react";
import { useState } from "react";
import { useAnswer } from "@/api";
import { FaultPanel } from "@/ui/FaultPanel";
import { useWords } from "@/ui/words";
import { fresh } from "./grants";
import { RoleEditor } from "./RoleEditor";

/** Roles lists the roles; beside them is what the one chosen grants. */
export function Roles({ role, onRole }: { role?: string; onRole: (id: string | undefined) => void }) {
  const { t } = useWords();
  const found = useAnswer("roles.list", {}, ["role", "user"]);
  const [copied, setCopied] = useState<string>();
  const listed = found.data;
  if (found.error) return <FaultPanel fault={found.error} onRetry={() => void found.refetch()} />;
  if (!listed) return null;
  const chosen = listed.roles.find((each) => each.id === role) ?? listed.roles[0];
  const source = listed.roles.find((each) => each.id === copied);
  const shown = source ? fresh(source, t("people.copyOf", { name: source.name })) : chosen;
  if (!shown) return null;
  return (
    <div className="roles">
      <nav className="roles__list" aria-label={t("people.roles")}>
        {listed.roles.map((each) => (
          <button
            type="button"
            key={each.id}
            className="roles__one"
            aria-current={!source && each.id === shown.id}
            onClick={() => {
              setCopied(undefined);
              onRole(each.id);
            }}
          >
            <span className="roles__name">
              {each.name}
              {!each.standard && !each.fixed && each.key && <Tag>{t("people.changed")}</Tag>}
            </span>
            <span className="second">{t("people.count", { count: each.users })}</span>
          </button>
        ))}
        {listed.may && chosen && (
          <Button type="text" icon={<Plus size={15} aria-hidden />} onClick={() => setCopied(chosen.id)}>
            {t("people.newRole")}
          </Button>
        )}
      </nav>
      <RoleEditor
        key={`${shown.id} ${shown.rev}`}
        role={shown}
        listed={listed}
        onSaved={(id) => {
          setCopied(undefined);
          if (source) onRole(id); // the others are shown already, or left meanwhile
          void found.refetch();
        }}
        onCancel={source ? () => setCopied(undefined) : undefined}
      />
    </div>
  );
}

import { useNavigate, useSearch } from "@tanstack/react-router";
import { may, useDescribe, useEntity } from "@/api";
import { Scroll } from "@/ui/Scroll";
import { Segmented } from "@/ui/Segmented";
import { useWords } from "@/ui/words";
import { Handover } from "./Handover";
import { Reach } from "./Reach";
import { Roles } from "./Roles";
import type { PeopleSearch } from "./search";
import "./people.css";

/** PeoplePage is where rights are looked at and changed: the roles, who sees what and why, handing over. */
export function PeoplePage() {
  const { t } = useWords();
  const { user } = useDescribe();
  const navigate = useNavigate();
  const search = useSearch({ strict: false }) as PeopleSearch;
  const people = useEntity("user");
  // Whoever looks after nobody looks at what they may themselves.
  const tab = search.tab ?? (user.admin ? "roles" : "reach");
  const hands = people !== undefined && may(people, "assign");
  const go = (change: PeopleSearch) => void navigate({ to: "/people", search: { ...search, ...change } });
  return (
    <div className="page page--read people">
      <header className="pagehead">
        <div className="pagehead__parts">
          <h1 className="pagehead__title">{t("people.title")}</h1>
          <Segmented
            aria-label={t("people.title")}
            value={tab}
            onChange={(value) => go({ tab: value as PeopleSearch["tab"] })}
            options={[
              { value: "roles", label: t("people.roles") },
              { value: "reach", label: t("people.reach") },
              ...(hands ? [{ value: "handover", label: t("people.handover") }] : []),
            ]}
          />
        </div>
      </header>
      <Scroll label={t(`people.${tab}`)} className="people__body">
        {tab === "roles" && <Roles role={search.role} onRole={(role) => go({ role })} />}
        {tab === "reach" && (
          <Reach
            user={search.user ?? user.id}
            entity={search.entity}
            record={search.record}
            onAsk={(change) => go(change)}
          />
        )}
        {tab === "handover" && hands && <Handover from={search.user} />}
      </Scroll>
    </div>
  );
}

import { Alert, Select } from "antd";
import { type Output, useAnswer, useDescribe } from "@/api";
import { RecordPicker } from "@/records/picker/RecordPicker";
import { RecordLink } from "@/records/RecordLink";
import { FaultPanel } from "@/ui/FaultPanel";
import { Tone } from "@/ui/Tone";
import { useWords } from "@/ui/words";
import type { PeopleSearch } from "./search";
import type { Action, Group, Right, Scope } from "./words";

type Answer = Output<"people.reach">;

// What is done beside reading, in the order of the grid of roles.
const actions: readonly Action[] = [
  "create",
  "update",
  "delete",
  "restore",
  "export",
  "import",
  "assign",
  "approve",
  "share",
];

/** Reach tells what somebody may see and do, and what gives it to them. */
export function Reach(props: {
  user: string;
  entity?: string;
  record?: string;
  onAsk: (change: PeopleSearch) => void;
}) {
  const { t, say } = useWords();
  const { entities } = useDescribe();
  const entity = props.entity ?? "customer";
  const input = props.record ? { userId: props.user, entity, id: props.record } : { userId: props.user };
  const found = useAnswer("people.reach", input, ["*"]);
  const kinds = entities.filter((each) => !each.quiet && each.module !== "team" && each.module !== "reports");
  const answer = found.data;
  return (
    <div className="reach">
      <div className="reach__ask">
        <label htmlFor="reach-user">{t("people.who")}</label>
        <RecordPicker
          id="reach-user"
          entity="user"
          required
          value={props.user}
          onChange={(user) => user && props.onAsk({ user })}
        />
        <label htmlFor="reach-kind">{t("people.which")}</label>
        <Select
          id="reach-kind"
          value={entity}
          onChange={(value: string) => props.onAsk({ entity: value, record: undefined })}
          options={kinds.map((each) => ({ value: each.name, label: say(each.label) }))}
        />
        <RecordPicker
          id="reach-record"
          entity={entity}
          aria={{ "aria-label": t("people.record") }}
          placeholder={t("people.record")}
          value={props.record}
          onChange={(record) => props.onAsk({ entity, record })}
        />
      </div>
      {found.error && <FaultPanel fault={found.error} onRetry={() => void found.refetch()} />}
      {!found.error && answer && <Answered answer={answer} />}
    </div>
  );
}

function Answered({ answer }: { answer: Answer }) {
  const { t, say } = useWords();
  return (
    <div aria-busy={false}>
      <p className="reach__who">
        <b>{answer.name}</b>
        <span>{answer.roles.length > 0 ? answer.roles.join(t("people.and")) : t("people.noRole")}</span>
        {answer.department && <span>{answer.department}</span>}
        {answer.below.length > 0 && <span>{t("people.manages", { names: answer.below.join(t("people.and")) })}</span>}
      </p>
      {!answer.active && <Alert type="warning" showIcon title={t("people.left", { name: answer.name })} />}
      {answer.record && <OneRecord name={answer.name} record={answer.record} />}
      <table className="plain reach__table" aria-label={t("people.seesWhat", { name: answer.name })}>
        <thead>
          <tr>
            <th scope="col">{t("people.kind")}</th>
            <th scope="col">{t("people.reads")}</th>
            <th scope="col">{t("people.readable")}</th>
            <th scope="col">{t("people.does")}</th>
          </tr>
        </thead>
        <tbody>
          {answer.entities.map((each) => (
            <tr key={each.entity}>
              <th scope="row">{say(each.label)}</th>
              <td>{each.actions.read === "none" ? <span className="faint">{each.why}</span> : each.why}</td>
              <td>
                <Share count={each.count} total={each.total} />
              </td>
              <td className="reach__does">
                {actions
                  .filter((action) => (each.actions[action] ?? "none") !== "none")
                  .map((action) => {
                    // Where they go less far than they see, it is said how far.
                    const far = each.actions[action] as Scope;
                    const name = t(`people.action.${action}`);
                    const less =
                      far !== each.actions.read && far !== "all" && action !== "create" && action !== "import";
                    return less ? t("people.asFar", { action: name, reach: t(`people.scope.${far}`) }) : name;
                  })
                  .join(t("people.and")) || <span className="faint">—</span>}
              </td>
            </tr>
          ))}
        </tbody>
      </table>
      <h2 className="panel__title">{t("people.groups")}</h2>
      <dl className="reach__groups">
        {answer.groups.map((group) => (
          <div key={group.group}>
            <dt>{t(`people.group.${group.group as Group}`)}</dt>
            <dd>
              <Tone tone={group.right === "none" ? "neutral" : "good"}>
                {t(`people.right.${group.right as Right}`)}
              </Tone>
              <span className="second">{group.fields.join(t("people.and"))}</span>
            </dd>
          </div>
        ))}
      </dl>
      <h2 className="panel__title">{t("people.sharedWith")}</h2>
      {answer.shares.length === 0 ? (
        <p className="second">{t("people.noShares")}</p>
      ) : (
        <ul className="reach__shares">
          {answer.shares.map((share) => (
            <li key={share.id}>
              <RecordLink entity={share.entity} id={share.recordId} title={share.title} />
              <span>{t(`people.right.${share.right as Right}`)}</span>
              <span className="second">
                {share.untilOn
                  ? t(share.ended ? "people.endedOn" : "people.until", { day: share.untilOn })
                  : t("people.forGood")}
              </span>
              <span className="second">{t("people.by", { name: share.by })}</span>
            </li>
          ))}
        </ul>
      )}
    </div>
  );
}

/** Share is how many of all, in figures and as a bar; to whom all is not told, how many. */
function Share({ count, total = 0 }: { count: number; total?: number | undefined }) {
  if (total === 0) return <span className="people__num">{count.toLocaleString()}</span>;
  return (
    <span className="reach__share">
      <span className="reach__bar" aria-hidden>
        <span style={{ inlineSize: `${(100 * count) / total}%` }} />
      </span>
      <span className="people__num">
        {count.toLocaleString()} / {total.toLocaleString()}
      </span>
    </span>
  );
}

function OneRecord({ name, record }: { name: string; record: NonNullable<Answer["record"]> }) {
  const { t } = useWords();
  return (
    <section className="reach__record" aria-label={record.title}>
      <h2 className="panel__title">
        {t("people.aboutRecord", { name })} <RecordLink entity={record.entity} id={record.id} title={record.title} />
      </h2>
      <ul>
        {record.actions.map((each) => (
          <li key={each.action}>
            <Tone tone={each.allow ? "good" : "bad"}>
              {t(each.allow ? "people.may" : "people.mayNot", { action: t(`people.action.${each.action as Action}`) })}
            </Tone>
            <span className="second">{each.why}</span>
          </li>
        ))}
      </ul>
    </section>
  );
}

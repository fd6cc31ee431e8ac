import { Button, Checkbox, Input, Radio } from "antd";
import { useState } from "react";
import { call, forget } from "@/api";
import { useNotice } from "@/records/notice";
import { useWords } from "@/ui/words";
import {
  choices,
  locked,
  type Role,
  type RoleEntity,
  type RolesList,
  reachOf,
  readsBy,
  sameGrants,
  shownAs,
  withReach,
} from "./grants";
import type { Action, Group, Right, Scope } from "./words";

/** RoleEditor shows what a role grants, entity by entity and action by action, and changes it. */
export function RoleEditor(props: {
  role: Role;
  listed: RolesList;
  onSaved: (id: string) => void;
  onCancel?: () => void;
}) {
  const { role, listed } = props;
  const { t, say } = useWords();
  const notice = useNotice();
  const [draft, setDraft] = useState(role);
  const [busy, setBusy] = useState(false);
  const fixed = role.fixed || !listed.may;
  const isNew = role.id === "";
  const same =
    !isNew &&
    sameGrants(draft, role) &&
    draft.name.trim() === role.name &&
    (draft.description ?? "") === (role.description ?? "");

  const save = async (standard: boolean) => {
    setBusy(true);
    try {
      const { administer, entities, groups, description } = draft;
      const id = isNew ? {} : { id: role.id, rev: role.rev };
      const saved = await call("roles.save", {
        ...id,
        name: draft.name.trim(),
        description,
        standard,
        administer,
        entities,
        groups,
      });
      await forget(["*"]);
      notice.done(t("people.roleSaved", { name: draft.name.trim() }), saved.change);
      props.onSaved(saved.id);
    } catch (thrown) {
      notice.failed(thrown);
    } finally {
      setBusy(false);
    }
  };
  return (
    <section className="role" aria-label={role.name}>
      <div className="role__head">
        <label className="role__field" htmlFor="role-name">
          <span>{t("people.roleName")}</span>
          <Input
            id="role-name"
            value={draft.name}
            maxLength={60}
            disabled={fixed}
            onChange={(event) => setDraft({ ...draft, name: event.target.value })}
          />
        </label>
        <label className="role__field role__field--wide" htmlFor="role-text">
          <span>{t("people.roleText")}</span>
          <Input
            id="role-text"
            value={draft.description}
            maxLength={300}
            disabled={fixed}
            onChange={(event) => setDraft({ ...draft, description: event.target.value })}
          />
        </label>
      </div>
      {role.fixed && <p className="second">{t("people.fixed")}</p>}
      {!listed.may && <p className="second">{t("people.onlyAdmin")}</p>}
      <p className="role__sum">
        {readsBy(draft, listed.entities, listed.reaches).map((group) => (
          <span key={group.reach}>
            <b>{t(`people.sees.${group.reach as Scope}`)}</b>{" "}
            {group.entities.map((each) => say(each.label)).join(t("people.and"))}
          </span>
        ))}
      </p>
      <Grid listed={listed} role={draft} fixed={fixed} onChange={(entities) => setDraft({ ...draft, entities })} />
      <h2 className="panel__title">{t("people.groups")}</h2>
      <p className="second">{t("people.groupsText")}</p>
      <dl className="role__groups">
        {listed.groups.map((group) => (
          <div key={group.name}>
            <dt id={`group-${group.name}`}>{t(`people.group.${group.name as Group}`)}</dt>
            <dd>
              <Radio.Group
                aria-labelledby={`group-${group.name}`}
                disabled={fixed}
                optionType="button"
                value={draft.groups[group.name] ?? "none"}
                onChange={(event) =>
                  setDraft({ ...draft, groups: withGroup(draft.groups, group.name, event.target.value as string) })
                }
                options={["none", "read", "write"].map((value) => ({
                  value,
                  label: t(`people.right.${value as Right}`),
                }))}
              />
              <span className="second">
                {group.fields.length > 0 ? group.fields.join(t("people.and")) : t("people.groupEmpty")}
              </span>
            </dd>
          </div>
        ))}
      </dl>
      <Checkbox
        checked={draft.administer}
        disabled={fixed}
        onChange={(event) => setDraft({ ...draft, administer: event.target.checked })}
      >
        {t("people.administer")}
      </Checkbox>
      {!fixed && (
        <div className="role__foot">
          <Button
            type="primary"
            disabled={same || draft.name.trim() === ""}
            loading={busy}
            onClick={() => void save(false)}
          >
            {t("action.save")}
          </Button>
          {props.onCancel ? (
            <Button onClick={props.onCancel}>{t("action.cancel")}</Button>
          ) : (
            <Button disabled={same} onClick={() => setDraft(role)}>
              {t("people.back")}
            </Button>
          )}
          {role.key && !role.standard && (
            <Button className="role__standard" onClick={() => void save(true)}>
              {t("people.standard")}
            </Button>
          )}
        </div>
      )}
    </section>
  );
}

function withGroup(groups: Role["groups"], group: string, right: string): Role["groups"] {
  const { [group]: _old, ...others } = groups;
  return right === "none" ? others : { ...others, [group]: right };
}

/** Grid is the table of cells: what the role may do with each entity, and how far. */
function Grid(props: {
  listed: RolesList;
  role: Role;
  fixed: boolean;
  onChange: (entities: Role["entities"]) => void;
}) {
  const { listed, role, fixed, onChange } = props;
  const { t, say } = useWords();
  return (
    <div className="role__scroll">
      <table className="role__grid" aria-label={t("people.grid")}>
        <thead>
          <tr>
            <th scope="col">{t("people.kind")}</th>
            {listed.actions.map((action) => (
              <th scope="col" key={action} title={t(`people.actionText.${action as Action}`)}>
                {t(`people.action.${action as Action}`)}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {listed.entities.map((entity) => (
            <tr key={entity.name}>
              <th scope="row">{say(entity.label)}</th>
              {listed.actions.map((action) => (
                <td key={action}>
                  <ReachCell
                    entity={entity}
                    action={action}
                    reach={reachOf(role.entities, entity, action)}
                    reaches={listed.reaches}
                    disabled={fixed || locked(entity, action)}
                    onChange={(reach) => onChange(withReach(role.entities, entity.name, action, reach))}
                  />
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}

function ReachCell(props: {
  entity: RoleEntity;
  action: string;
  reach: string;
  reaches: readonly string[];
  disabled: boolean;
  onChange: (reach: string) => void;
}) {
  const { entity, action } = props;
  const { t, say } = useWords();
  const offered = choices(entity, action, props.reaches);
  const shown = shownAs(props.reach, offered);
  const yes = offered.length === 2;
  return (
    <select
      className="role__cell"
      data-reach={shown}
      aria-label={t("people.cell", { entity: say(entity.label), action: t(`people.action.${action as Action}`) })}
      disabled={props.disabled}
      value={shown}
      onChange={(event) => props.onChange(event.target.value)}
    >
      {offered.map((reach) => (
        <option key={reach} value={reach}>
          {yes && reach === "all" && action !== "read" ? t("people.yes") : t(`people.scope.${reach as Scope}`)}
        </option>
      ))}
    </select>
  );
}

import { Link } from "@tanstack/react-router";
import {
  type EntityDescription,
  type FieldValue,
  type FlatRecord,
  fieldOf,
  useAnswer,
  useDescribe,
  useEntity,
} from "@/api";
import { showMoney } from "@/lib/money";
import { Cell } from "@/records/cells";
import { titleOf } from "@/records/layouts";
import { RelatedLists } from "@/records/page/RelatedList";
import { pageOf } from "@/records/RecordLink";
import { relationsOf } from "@/records/related";
import { PageLink } from "@/ui/PageLink";
import { Tone } from "@/ui/Tone";
import { useWords } from "@/ui/words";
import { SidePart } from "./SidePart";

// What this page shows in a way of its own; whatever else points at a customer follows as it does everywhere.
const own = ["contact", "opportunity", "order", "followUpPlan", "followUp"];

/** CustomerSide is who and what belongs to a customer: people, open deals, what is planned, what was ordered. */
export function CustomerSide({ entity, record }: { entity: EntityDescription; record: FlatRecord }) {
  const { entities } = useDescribe();
  const others = relationsOf(entity, entities).filter((relation) => !own.includes(relation.entity.name));
  return (
    <div className="related">
      <Contacts entity={entity} record={record} />
      <Plans entity={entity} record={record} />
      <Deals entity={entity} record={record} />
      <Orders entity={entity} record={record} />
      <RelatedLists relations={others} of={entity} record={record} quiet />
    </div>
  );
}

type Props = { entity: EntityDescription; record: FlatRecord };

const of = (record: FlatRecord) => ({ field: "customerId", op: "eq", value: record.id });

function Contacts({ entity, record }: Props) {
  const { t } = useWords();
  const contact = useEntity("contact");
  const where = of(record);
  const found = useAnswer(
    "records.list",
    {
      entity: "contact",
      where,
      limit: 6,
      sort: [{ field: "left" }, { field: "primary", desc: true }, { field: "createdAt" }],
      columns: ["name", "title", "decisionRole", "primary", "phone", "left"],
    },
    ["contact"],
    contact !== undefined,
  );
  const role = fieldOf(contact, "decisionRole");
  const phone = fieldOf(contact, "phone");
  if (!contact) return null;
  return (
    <SidePart
      entity={contact}
      heading={t("customer.contacts")}
      total={found.data?.total}
      none={t("customer.noContacts")}
      where={where}
      shown={found.data?.rows?.length ?? 0}
      preset={{ customerId: record.id }}
      titles={{ ...record.titles, [record.id]: titleOf(entity, record) }}
    >
      {(found.data?.rows ?? []).map((row) => (
        <li key={row.id} className={row.left ? "related__row is-gone" : "related__row"}>
          <span className="related__line">
            <PageLink className="reflink" to={pageOf("contact", row.id)}>
              {String(row.name ?? "")}
            </PageLink>
            {phone && row.phone !== undefined && <Cell spec={phone} value={row.phone as FieldValue} roomy />}
          </span>
          <span className="related__details">
            {row.primary === true && <Tone tone="accent">{t("customer.primary")}</Tone>}
            {row.left === true && <span>{t("customer.left")}</span>}
            {role && row.decisionRole !== undefined && <Cell spec={role} value={row.decisionRole as FieldValue} />}
            {row.title !== undefined && <span>{String(row.title)}</span>}
          </span>
        </li>
      ))}
    </SidePart>
  );
}

function Plans({ entity, record }: Props) {
  const { t } = useWords();
  const plan = useEntity("followUpPlan");
  const where = { and: [of(record), { field: "status", op: "in", value: ["planned", "postponed"] }] };
  const found = useAnswer(
    "records.list",
    { entity: "followUpPlan", where, limit: 5, sort: [{ field: "dueOn" }], columns: ["goal", "dueOn", "way"] },
    ["followUpPlan"],
    plan !== undefined,
  );
  const due = fieldOf(plan, "dueOn");
  const way = fieldOf(plan, "way");
  if (!plan) return null;
  return (
    <SidePart
      entity={plan}
      heading={t("customer.plans")}
      total={found.data?.total}
      none={t("customer.noPlans")}
      where={where}
      shown={found.data?.rows?.length ?? 0}
      preset={{ customerId: record.id }}
      titles={{ ...record.titles, [record.id]: titleOf(entity, record) }}
    >
      {(found.data?.rows ?? []).map((row) => (
        <li key={row.id} className="related__row">
          <span className="related__line">
            <PageLink className="reflink" to={pageOf("followUpPlan", row.id)}>
              {String(row.goal ?? "")}
            </PageLink>
            {due && <Cell spec={due} value={row.dueOn as FieldValue} />}
          </span>
          <span className="related__details">{way && <Cell spec={way} value={row.way as FieldValue} />}</span>
        </li>
      ))}
    </SidePart>
  );
}

function Deals({ entity, record }: Props) {
  const { t } = useWords();
  const deal = useEntity("opportunity");
  const isOpen = { and: [of(record), { field: "stage", op: "notIn", value: ["won", "lost"] }] };
  const isClosed = { and: [of(record), { field: "stage", op: "in", value: ["won", "lost"] }] };
  const found = useAnswer(
    "records.list",
    {
      entity: "opportunity",
      where: isOpen,
      limit: 5,
      sort: [{ field: "weighted", desc: true }],
      columns: ["name", "stage", "amount", "expectedCloseOn"],
    },
    ["opportunity"],
    deal !== undefined,
  );
  const closed = useAnswer(
    "records.list",
    { entity: "opportunity", where: isClosed, limit: 1, columns: ["name"] },
    ["opportunity"],
    deal !== undefined,
  );
  const stage = fieldOf(deal, "stage");
  const amount = fieldOf(deal, "amount");
  const close = fieldOf(deal, "expectedCloseOn");
  if (!deal) return null;
  const ended = closed.data?.total ?? 0;
  return (
    <SidePart
      entity={deal}
      heading={t("customer.deals")}
      total={found.data?.total}
      none={t("customer.noDeals")}
      where={isOpen}
      shown={found.data?.rows?.length ?? 0}
      preset={{ customerId: record.id }}
      titles={{ ...record.titles, [record.id]: titleOf(entity, record) }}
      foot={
        ended > 0 && (
          <Link
            className="linklike"
            to="/records/$entity"
            params={{ entity: "opportunity" }}
            search={{ where: isClosed }}
          >
            {t("customer.closedDeals", { count: ended })}
          </Link>
        )
      }
    >
      {(found.data?.rows ?? []).map((row) => (
        <li key={row.id} className="related__row">
          <span className="related__line">
            <PageLink className="reflink" to={pageOf("opportunity", row.id)}>
              {String(row.name ?? "")}
            </PageLink>
            {amount && row.amount !== undefined && <Cell spec={amount} value={row.amount as FieldValue} />}
          </span>
          <span className="related__details">
            {stage && <Cell spec={stage} value={row.stage as FieldValue} />}
            {close && row.expectedCloseOn !== undefined && (
              <Cell spec={close} value={row.expectedCloseOn as FieldValue} />
            )}
          </span>
        </li>
      ))}
    </SidePart>
  );
}

function Orders({ entity, record }: Props) {
  const { t } = useWords();
  const order = useEntity("order");
  const where = of(record);
  const found = useAnswer(
    "records.list",
    {
      entity: "order",
      where,
      limit: 4,
      sort: [{ field: "orderedOn", desc: true }],
      columns: ["number", "status", "total", "orderedOn"],
    },
    ["order"],
    order !== undefined,
  );
  const sum = useAnswer(
    "records.aggregate",
    {
      entity: "order",
      // What was ordered and not cancelled, as the dashboard and the report count it.
      where: {
        and: [where, { field: "status", op: "ne", value: "cancelled" }, { field: "orderedOn", op: "notEmpty" }],
      },
      measures: [{ op: "sum", field: "total" }],
    },
    ["order"],
    order !== undefined,
  );
  const status = fieldOf(order, "status");
  const total = fieldOf(order, "total");
  const on = fieldOf(order, "orderedOn");
  const all = sum.data?.rows[0]?.values[0];
  if (!order) return null;
  return (
    <SidePart
      entity={order}
      heading={t("customer.orders")}
      total={found.data?.total}
      none={t("customer.noOrders")}
      where={where}
      shown={found.data?.rows?.length ?? 0}
      preset={{ customerId: record.id }}
      titles={{ ...record.titles, [record.id]: titleOf(entity, record) }}
      foot={
        all !== undefined &&
        all !== null &&
        Number(all) !== 0 && (
          <p className="related__sum figure">{t("customer.ordersTotal", { amount: showMoney(String(all)) })}</p>
        )
      }
    >
      {(found.data?.rows ?? []).map((row) => (
        <li key={row.id} className="related__row">
          <span className="related__line">
            <PageLink className="reflink" to={pageOf("order", row.id)}>
              {String(row.number ?? "")}
            </PageLink>
            {total && row.total !== undefined && <Cell spec={total} value={row.total as FieldValue} />}
          </span>
          <span className="related__details">
            {status && <Cell spec={status} value={row.status as FieldValue} />}
            {on && row.orderedOn !== undefined && <Cell spec={on} value={row.orderedOn as FieldValue} />}
          </span>
        </li>
      ))}
    </SidePart>
  );
}

import { Select } from "antd";
import type { EntityDescription, FieldSpec, Sort } from "@/api";
import { showShort } from "@/lib/money";
import { sortable } from "@/records/layouts";
import { useWords } from "@/ui/words";
import type { Head, Lane, Pipeline } from "./lanes";

/** BoardBar stands above the columns: which pipeline, by what, in which order; what is open altogether. */
export function BoardBar(props: {
  entity: EntityDescription;
  field: FieldSpec;
  fields: FieldSpec[];
  pipelines: Pipeline[];
  pipeline: string;
  sort: Sort[];
  deals: boolean;
  lanes: Lane[];
  /** Nothing while they are not known. */
  heads: ReadonlyMap<string, Head> | undefined;
  /** How many were left alone for too long, once it is known; nothing where no stage minds. */
  rotten?: number | "unknown";
  onlyRotten: boolean;
  onRotten: (only: boolean) => void;
  onField: (name: string) => void;
  onPipeline: (id: string) => void;
  onSort: (sort: Sort[]) => void;
}) {
  const { entity, field, fields, pipelines, sort, deals } = props;
  const { t, say } = useWords();
  const orders = ordersOf(entity, sort, deals, t("board.oldest"), say);
  return (
    <div className="boardbar">
      {pipelines.length > 1 && (
        <span className="boardbar__choice">
          <span aria-hidden>{t("board.pipeline")}</span>
          <Select
            size="small"
            value={props.pipeline}
            aria-label={t("board.pipeline")}
            popupMatchSelectWidth={false}
            options={pipelines.map((each) => ({
              value: each.id,
              label: each.id === "" ? t("board.standard") : each.name,
            }))}
            onChange={props.onPipeline}
          />
        </span>
      )}
      {fields.length > 1 && (
        <span className="boardbar__choice">
          <span aria-hidden>{t("board.by")}</span>
          <Select
            size="small"
            value={field.name}
            aria-label={t("board.by")}
            popupMatchSelectWidth={false}
            options={fields.map((each) => ({ value: each.name, label: say(each.label) }))}
            onChange={props.onField}
          />
        </span>
      )}
      <span className="boardbar__choice">
        <span aria-hidden>{t("board.order")}</span>
        <Select
          size="small"
          value={keyOf(sort[0])}
          aria-label={t("board.order")}
          popupMatchSelectWidth={false}
          options={orders.map(({ key, label }) => ({ value: key, label }))}
          onChange={(key: string) => {
            const order = orders.find((each) => each.key === key);
            if (order) props.onSort([order.sort]);
          }}
        />
      </span>
      <Whole {...props} />
      {deals && (
        <span className="boardbar__legend">
          {props.rotten !== undefined && (
            <button
              type="button"
              className="boardbar__edge boardbar__edge--late digits"
              aria-pressed={props.onlyRotten}
              title={t("board.legend.only")}
              onClick={() => props.onRotten(!props.onlyRotten)}
            >
              {props.rotten === "unknown"
                ? t("board.legend.late")
                : t("board.legend.lateCount", { count: props.rotten })}
            </button>
          )}
          <span className="boardbar__edge boardbar__edge--waiting">{t("board.legend.waiting")}</span>
        </span>
      )}
    </div>
  );
}

function Whole({ lanes, heads, deals }: { lanes: Lane[]; heads?: ReadonlyMap<string, Head>; deals: boolean }) {
  const { t, lang } = useWords();
  if (!heads) return <span className="boardbar__whole" />;
  const open = lanes.filter((lane) => !lane.end).map((lane) => heads.get(lane.key));
  const total = (of: "count" | "sum" | "weighted") => open.reduce((sum, head) => sum + (head?.[of] ?? 0), 0);
  const parts = [t(deals ? "board.open" : "board.count", { count: total("count") })];
  if (deals) {
    parts.push(t("board.sum", { sum: showShort(String(total("sum")), lang) }));
    parts.push(t("board.weighted", { sum: showShort(String(total("weighted")), lang) }));
  }
  return <span className="boardbar__whole digits">{parts.join(" · ")}</span>;
}

function keyOf(sort: Sort | undefined): string {
  return sort ? `${sort.field}${sort.desc ? " desc" : ""}` : "";
}

/** ordersOf are the orders worth offering: days first come first, amounts largest first. */
function ordersOf(
  entity: EntityDescription,
  now: Sort[],
  deals: boolean,
  oldest: string,
  say: (words: FieldSpec["label"]) => string,
): { key: string; label: string; sort: Sort }[] {
  const kinds = ["day", "money", "instant"];
  const chosen = entity.fields.filter(
    (spec) =>
      kinds.includes(spec.kind) && sortable(spec) && !spec.unlisted && (!spec.system || spec.name === "updatedAt"),
  );
  const offers = chosen.map((spec) => {
    const sort: Sort = { field: spec.name, desc: spec.kind !== "day" || undefined };
    return { key: keyOf(sort), label: deals && spec.name === "stageSince" ? oldest : say(spec.label), sort };
  });
  const first = now[0];
  if (first && !offers.some((offer) => offer.key === keyOf(first))) {
    const spec = entity.fields.find((each) => each.name === first.field);
    offers.unshift({
      key: keyOf(first),
      label: `${spec ? say(spec.label) : first.field}${first.desc ? " ↓" : " ↑"}`,
      sort: first,
    });
  }
  return offers;
}

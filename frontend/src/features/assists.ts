import { call, type FieldValue, forget } from "@/api";
import { lineAmount } from "@/lib/amounts";
import { toDay } from "@/lib/day";
import { nextNumber, numberingOf } from "@/lib/numbering";
import { assist } from "@/records/form/assist";
import { usePreferences } from "@/ui/preferences";

const english = () => usePreferences.getState().lang === "en";

// How forms help, entity by entity.

assist("customer", {
  card: {
    name: ["company"],
    phone: ["landline", "phone"],
    email: ["email"],
    website: ["website"],
    address: ["address"],
  },
});
assist("contact", {
  quick: ["customerId", "phone"],
  card: {
    name: ["name"],
    title: ["title"],
    unit: ["department"],
    phone: ["phone"],
    landline: ["landline"],
    email: ["email"],
    wechat: ["wechat"],
  },
});
assist("opportunity", { quick: ["customerId", "amount"] });
assist("followUpPlan", { quick: ["customerId"] });
assist("product", { quick: ["price"], begins: async () => (english() ? { unit: "pcs" } : {}) });
assist("pipeline", {
  begins: async () => {
    const [{ pipelines }, { entities }] = await Promise.all([
      call("opportunity.pipelines", {}),
      call("app.describe", {}),
    ]);
    const stage = entities.find((each) => each.name === "opportunity")?.fields.find((spec) => spec.name === "stage");
    const named = (key: string) => stage?.options?.find((option) => option.value === key)?.label.en;
    return {
      stages: (pipelines[0]?.stages ?? []).map((each) => ({
        ...each,
        name: (english() ? named(each.key) : undefined) ?? each.name,
      })),
    };
  },
});
assist("role", { quick: false });
assist("report", { quick: false });
// What the program proposes is in the language of whoever writes it down.
assist("user", { quick: false, begins: async () => ({ lang: usePreferences.getState().lang }) });

assist("followUp", {
  // Written into the form or into the composer: what was agreed on stands among the plans.
  created: async (record, t) => {
    if (!record.nextOn || record.planId) return;
    // What it is about goes along as it is.
    const about = Object.fromEntries(
      ["way", "customerId", "contactId", "subject"].flatMap((name) =>
        record[name] === undefined ? [] : [[name, record[name] as FieldValue]],
      ),
    );
    const goal = typeof record.nextStep === "string" ? record.nextStep : t("today.goal");
    await call("records.create", {
      entity: "followUpPlan",
      record: { ...about, goal, dueOn: record.nextOn as FieldValue },
    });
    await forget(["followUpPlan", "customer"]);
  },
});
assist("order", {
  quick: false,
  inside: ["opportunityId", "segment", "region"],
  begins: async () => {
    const today = toDay(new Date());
    const asked = { entity: "order", columns: ["number"], limit: 1 };
    const last = await call("records.list", { ...asked, sort: [{ field: "createdAt", desc: true }] });
    const way = numberingOf(last.rows?.[0]?.number as string | undefined, today);
    if (!way) return {};
    const highest = await call("records.list", {
      ...asked,
      where: { field: "number", op: "startsWith", value: way.prefix },
      sort: [{ field: "number", desc: true }],
    });
    return { number: nextNumber(way, highest.rows?.[0]?.number as string | undefined) };
  },
  lines: {
    lines: {
      fills: { productId: { unitPrice: "price" } },
      start: { quantity: "1" },
      follows: (line) => {
        const amount = lineAmount(line.unitPrice, line.quantity, line.discount);
        return amount === undefined ? {} : { amount };
      },
      sum: { column: "amount", into: "total" },
    },
  },
});

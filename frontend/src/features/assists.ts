import { call, type FieldValue, forget } from "@/api";
import { lineAmount } from "@/lib/amounts";
import { assist } from "@/records/form/assist";

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
  card: {
    name: ["name"],
    title: ["title"],
    phone: ["phone"],
    landline: ["landline"],
    email: ["email"],
    wechat: ["wechat"],
  },
});
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

import { call, forget } from "@/api";
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
    await call("records.create", {
      entity: "followUpPlan",
      record: {
        goal: record.nextStep || t("today.goal"),
        dueOn: record.nextOn,
        way: record.way,
        customerId: record.customerId,
        contactId: record.contactId,
        subject: record.subject,
      },
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
